//! GW104 missing-value (空格): a cell is empty where its neighbours in the row and in the column have values.

use super::item::Item;
use super::{Check, Context, Draft, plain, without_brackets};
use crate::record::{Anchor, Basis, Evidence, Operator, Severity, Target, TargetValue, Task};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    code: "GW104",
    name: "missing-value",
    title: "目标值空格",
    severity: Severity::Warning,
    explanation: "\
查什么：一、指标、分解表中有一格什么也没印，而同一行别的格有数值，同一列别的行也不空。印了“/”“——”的不算空格；\
空格占四分之一以上的表，是用空格表示没有任务，不报；二、任务的目标栏里逐项写了“某指标达到多少”，唯独一个指标没有数，\
而指标表或正文里有它的数，只作提示。
为什么：没有任务的格通常印“/”。空着的格看不出是没有任务还是漏填，下达后会有争议；合计也可能因此对不上。
例：全市11座，东浦5、望洲3、澜山3，其他地区都印“/”，只有市本级空着。
怎样处理：问起草单位，补“/”或数值。比例在 rules/checks.toml 的 missing_value 中调整。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW104 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = context.lists().flat_map(|(_, items)| in_list(&targets(&items), context)).collect();
    drafts.extend(named_only(context));
    drafts
}

/// Indicators that a column of goals names without a figure, among others with one.
fn named_only(context: &Context) -> Vec<Draft> {
    let numbered = context.records.targets.iter().filter(|target| target.values.iter().any(|of| of.number.is_some()));
    let known: BTreeMap<String, &Target> = numbered.map(|target| (plain(&target.name), target)).collect();
    let mut drafts = Vec::new();
    for task in context.records.tasks.iter().filter(|_| !known.is_empty()) {
        let words = &context.settings.missing_value.goal_columns;
        let goals =
            task.sections.iter().filter(|section| words.iter().any(|word| section.name.contains(word.as_str())));
        for section in goals {
            let text = plain(&section.text);
            let clauses: Vec<&str> =
                text.split(['，', ',', '。', '；', ';']).filter(|clause| !clause.is_empty()).collect();
            let has_figure = |clause: &str| without_brackets(clause).contains(|c: char| c.is_ascii_digit());
            let bare: Vec<&str> = clauses.iter().copied().filter(|clause| !has_figure(clause)).collect();
            let [clause] = bare[..] else { continue };
            let Some(target) = known.get(&without_brackets(clause)).filter(|_| clauses.len() > 2) else { continue };
            drafts.push(without_figure(task, &section.name, clause, target));
        }
    }
    drafts
}

fn without_figure(task: &Task, column: &str, clause: &str, target: &Target) -> Draft {
    let (item, other) = (Item::Task(task), Item::Target(target));
    let value = target.values.iter().find(|value| value.number.is_some()).map_or("", |value| value.raw.trim());
    let message = format!("{}：“{column}”里的“{clause}”没有写数，{}有（{value}）", item.label(), other.label());
    let quote = Evidence { text: clause.to_owned(), anchor: task.anchor.clone() };
    let draft = Draft::new(message).about([item.id(), other.id()]).known_by([item.identity(), clause.to_owned()]);
    draft.evidence([quote, other.evidence()]).softened(1)
}

fn targets<'a>(items: &[Item<'a>]) -> Vec<&'a Target> {
    let target = |item: &Item<'a>| match item {
        Item::Target(target) => Some(*target),
        Item::Task(_) => None,
    };
    items.iter().filter_map(target).collect()
}

fn in_list(targets: &[&Target], context: &Context) -> Vec<Draft> {
    let cells = || targets.iter().flat_map(|target| &target.values);
    let empty = cells().filter(|value| is_empty(value)).count();
    if empty == 0 || empty as f64 > cells().count() as f64 * context.settings.missing_value.share {
        return Vec::new();
    }
    let filled: std::collections::BTreeSet<_> = cells().filter(|value| !is_empty(value)).map(column).collect();
    let mut drafts = Vec::new();
    for target in targets {
        let has_values = target.values.iter().any(|value| value.op != Operator::None);
        // By how much it changes (增长%) need not be said; the note is the header of that column.
        let due = |value: &&TargetValue| is_empty(value) && value.note.is_none() && filled.contains(&column(value));
        let holes = target.values.iter().filter(|value| has_values && due(value));
        drafts.extend(holes.map(|value| hole(target, value)));
    }
    drafts
}

/// Is nothing printed in the cell.
pub(super) fn is_empty(value: &TargetValue) -> bool {
    value.op == Operator::None && value.raw.trim().is_empty()
}

fn column(value: &TargetValue) -> (&str, Option<i32>, Basis) {
    (&value.region, value.year, value.basis)
}

fn hole(target: &Target, value: &TargetValue) -> Draft {
    let item = Item::Target(target);
    let year = value.year.map(|year| format!("{year}年")).unwrap_or_default();
    let cell = format!("{}{year}{}", value.region, value.basis.label());
    let row: Vec<_> = target.values.iter().filter(|other| other.op != Operator::None).collect();
    let others: Vec<_> = row.iter().take(4).map(|other| format!("{} {}", other.region, other.raw)).collect();
    let message = format!("{}：{cell}一格为空，同行有{}", item.label(), others.join("、"));
    // A cell without any text has no place of its own.
    let anchor = if value.anchor == Anchor::default() { &target.anchor } else { &value.anchor };
    let place = Evidence { text: item.name(), anchor: anchor.clone() };
    Draft::new(message).about([item.id()]).known_by([&item.identity(), &cell]).evidence([place])
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{Row, document, messages, target, task};

    fn table(cells: &[&str]) -> Vec<Row> {
        cells.iter().zip(1..).map(|(cells, seq)| target("山塘").list("分解表").seq(seq).regions(cells)).collect()
    }

    #[test]
    fn fires_on_a_hole_among_values() {
        let rows = ["全市 9, 甲县 5, 乙县 4, 丙县 /", "全市 11, 甲县 8, 乙县 , 丙县 3"];
        assert_eq!(
            messages("GW104", document().with_all(table(&rows))),
            ["分解表 第2项 山塘：乙县2023年目标值一格为空，同行有全市 11、甲县 8、丙县 3"]
        );
    }

    #[test]
    fn fires_softly_on_an_indicator_without_its_figure() {
        let goal = |text: &str| {
            let target = target("家庭可支配收入").list("指标表").region("全市", "65");
            document().with(target).with(task("增收").list("清单").seq(13).section("目标体系", text))
        };
        assert_eq!(
            messages("GW104", goal("收入之比达0.396，家庭可支配收入（按三口之家计算）。收入倍差达1.67。")),
            ["清单 第13项 增收：“目标体系”里的“家庭可支配收入(按三口之家计算)”没有写数，指标表 家庭可支配收入有（65）"]
        );
        for fine in [
            "收入之比达0.396，家庭可支配收入65%，收入倍差达1.67。",
            "提高家庭可支配收入，收入之比达0.396，收入倍差达1.67。",
            "家庭可支配收入，收入之比达0.396。",
            "家庭可支配收入，收入之比稳步提高，收入倍差达1.67。",
        ] {
            assert_eq!(messages("GW104", goal(fine)), [""; 0], "{fine}");
        }
    }

    #[test]
    fn stays_silent_on_printed_marks_and_on_empty_rows_columns_and_tables() {
        for rows in [
            vec!["全市 9, 甲县 5, 乙县 4", "全市 11, 甲县 11, 乙县 /"],
            vec!["全市 9, 甲县 5, 乙县 4", "全市 9, 甲县 5, 乙县 4", "全市 /, 甲县 , 乙县 /"],
            vec!["全市 9, 甲县 9, 乙县 ", "全市 11, 甲县 11, 乙县 ", "全市 8, 甲县 8, 乙县 "],
            vec!["全市 9, 甲县 9, 乙县 ", "全市 11, 甲县 , 乙县 11"],
        ] {
            assert_eq!(messages("GW104", document().with_all(table(&rows))), [""; 0], "{rows:?}");
        }
    }
    #[test]
    fn stays_silent_on_a_change_that_is_not_said() {
        let row = |seq, change: &str| {
            target("产值").list("计划表").seq(seq).region("全市", "9").region("全市", change).note("增速(%)")
        };
        let document = document().with_all([row(1, "7.5"), row(2, "8"), row(3, "6"), row(4, "")]);
        assert_eq!(messages("GW104", document), [""; 0]);
    }
}
