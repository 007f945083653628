//! GW110 not-understood (没有认出): text that looks like a known kind of thing and that no rule reads.

use super::{Check, Context, Draft};
use crate::record::{Evidence, Severity, Unclear, UnclearKind};

pub(super) const CHECK: Check = Check {
    code: "GW110",
    name: "not-understood",
    title: "有内容没有认出",
    severity: Severity::Info,
    explanation: "\
查什么：看样子是表头、责任单位、指标值、时间、标题编号，而现有规则都不认识的文字，一种写法一条。
为什么：认不出的表头会当成普通文字，认不出的单位不会进任务单，认不出的值和时间不能比较、排序。程序不猜，列出来请人定。
例：表头写“承接单位”，规则里只有责任单位、牵头单位，这一栏就没有当成责任单位。
怎样处理：每条后面写着一条命令，照着运行就得到一条建议的规则，核对后加 --write 写进本单位的规则文件。\
确实不用认的，把指纹记入 accepted.toml。一类最多报几条由 rules/checks.toml 的 not_understood 规定；不需要这项提示的，把 GW110 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let most = context.settings.not_understood.findings;
    let path = &context.records.document.source.path;
    let of = |kind: UnclearKind| {
        let own: Vec<&Unclear> = context.records.not_understood.iter().filter(|note| note.kind == kind).collect();
        let hidden = own.len().saturating_sub(most);
        let mut drafts: Vec<Draft> = own.iter().take(most).map(|note| draft(note, path)).collect();
        if let (Some(last), true) = (drafts.last_mut(), hidden > 0) {
            last.message.push_str(&format!("。另有{hidden}种没有认出的{}没有列出", kind.label()));
        }
        drafts
    };
    UnclearKind::ALL.into_iter().flat_map(of).collect()
}

fn draft(note: &Unclear, path: &str) -> Draft {
    let often = if note.places > 1 { format!("（共{}处）", note.places) } else { String::new() };
    let message =
        format!("没有认出的{}“{}”{often}。要补规则，运行：{}", note.kind.label(), note.text, command(note, path));
    let evidence = Evidence { text: note.text.clone(), anchor: note.anchor.clone() };
    Draft::new(message).known_by([note.kind.label(), &note.text]).evidence([evidence])
}

/// What proposes a rule for the text. The path is the document's own, so it is told where the file lies by `--in`.
fn command(note: &Unclear, path: &str) -> String {
    let at = &note.anchor;
    let place = match (&at.sheet, &at.cell, at.page, at.line, at.column) {
        (Some(sheet), Some(cell), ..) => format!("{path}:{sheet}:{}", cell.split(':').next().unwrap_or(cell)),
        (_, _, Some(page), Some(line), _) => format!("{path}:第{page}页第{line}行"),
        (_, _, _, Some(line), Some(column)) => format!("{path}:{line}:{column}"),
        (_, _, _, Some(line), None) => format!("{path}:{line}"),
        _ => path.to_string(),
    };
    let quoted = if place.contains([' ', '(', ')', '&', '\'', '（']) { format!("\"{place}\"") } else { place };
    format!("gongwen rules new --from {quoted}")
}

#[cfg(test)]
mod tests {
    use crate::check::testing::document;
    use crate::check::{Settings, run};
    use crate::record::{Anchor, Unclear, UnclearKind};

    fn messages(notes: &[(UnclearKind, &str, u32)]) -> Vec<String> {
        let note = |(kind, text, places): &(UnclearKind, &str, u32)| Unclear {
            kind: *kind,
            text: (*text).to_string(),
            places: *places,
            anchor: Anchor::text(12, 3, 12, 6),
        };
        let mut records = document().build();
        records.document.source.path = "来文 一.txt".into();
        records.not_understood = notes.iter().map(note).collect();
        run(&mut records, &Settings::default());
        records.findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn fires_once_a_text_with_the_command_that_helps() {
        assert_eq!(
            messages(&[(UnclearKind::Header, "承接方", 1), (UnclearKind::Value, "居中游", 3)]),
            [
                "没有认出的表头“承接方”。要补规则，运行：gongwen rules new --from \"来文 一.txt:12:3\"",
                "没有认出的指标值“居中游”（共3处）。要补规则，运行：gongwen rules new --from \"来文 一.txt:12:3\"",
            ]
        );
    }

    #[test]
    fn fires_with_places_of_sheets_and_pages() {
        let command = |anchor: Anchor| {
            let note = Unclear { kind: UnclearKind::Header, text: "承接方".into(), places: 1, anchor };
            super::command(&note, "来文")
        };
        let cell = Anchor { sheet: Some("清单".into()), cell: Some("B7:C8".into()), ..Anchor::default() };
        assert_eq!(command(cell), "gongwen rules new --from 来文:清单:B7");
        let page = Anchor { page: Some(3), ..Anchor::text(12, 1, 12, 3) };
        assert_eq!(command(page), "gongwen rules new --from 来文:第3页第12行");
    }

    #[test]
    fn fires_for_the_first_of_many_and_counts_the_others() {
        let texts: Vec<String> = (0..13).map(|n| format!("值{n}")).collect();
        let notes: Vec<_> = texts.iter().map(|text| (UnclearKind::Value, text.as_str(), 1)).collect();
        let found = messages(&notes);
        assert_eq!(found.len(), Settings::default().not_understood.findings);
        assert!(found.iter().any(|message| message.contains("另有3种没有认出的指标值没有列出")), "{found:?}");
    }

    #[test]
    fn stays_silent_where_all_is_understood() {
        assert_eq!(messages(&[]), [""; 0]);
    }
}
