//! 核对单: what the clerk asks back about a document, one finding a row, in Markdown; [`super::xlsx`] has the same as a
//! sheet.

use super::wording;
use crate::record::{DocumentRecords, Finding};

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Severity and code.
    pub(super) code: String,
    /// What is wrong, with the sum worked out where there is one.
    pub(super) what: String,
    /// The quotes, a line each with its place.
    pub(super) quotes: String,
    /// What should stand there and what stands there.
    pub(super) compared: String,
    /// How to ask the unit that drafted it.
    pub(super) question: String,
}

/// Is there something to ask about.
pub fn asks(records: &DocumentRecords) -> bool {
    records.findings.iter().any(|finding| !is_about_the_reading(finding))
}

/// The findings of a document that are worth asking about, the worst first.
pub(super) fn entries(records: &DocumentRecords) -> Vec<Entry> {
    let mut findings: Vec<&Finding> =
        records.findings.iter().filter(|finding| !is_about_the_reading(finding)).collect();
    findings.sort_by_key(|finding| finding.severity);
    findings.into_iter().map(entry).collect()
}

/// 识别把握低 and 没有读出 are about the program, not about the document.
fn is_about_the_reading(finding: &Finding) -> bool {
    ["GW107", "GW108", "GW109"].contains(&finding.code.as_str())
}

fn entry(finding: &Finding) -> Entry {
    let compared = match (&finding.expected, &finding.found) {
        (Some(expected), Some(found)) => format!("应为 {expected}，印作 {found}"),
        (Some(expected), None) => format!("应为 {expected}"),
        (None, Some(found)) => format!("印作 {found}"),
        (None, None) => String::new(),
    };
    Entry {
        code: format!("{} {}", finding.severity.label(), finding.code),
        what: finding.message.clone(),
        quotes: wording::quotes(&finding.evidence.iter().take(MOST_QUOTES).cloned().collect::<Vec<_>>()),
        compared,
        question: format!("{}：{}", place(finding), ask(&finding.code)),
    }
}

/// Quotes of one finding on the list.
const MOST_QUOTES: usize = 6;

fn place(finding: &Finding) -> String {
    let places = wording::places(&finding.evidence.iter().take(2).cloned().collect::<Vec<_>>());
    if places.is_empty() { "关于这一处".to_owned() } else { format!("原文{places}") }
}

/// What to ask those who drafted the document, by the kind of finding; complete enough to be sent.
fn ask(code: &str) -> &'static str {
    match code {
        "GW101" | "GW304" => "写明的项数与实际列出的项数不一致。请核实是漏列了条目还是数字有误，并告知准确的项数。",
        "GW102" => "编号不连续。请核实是漏印了条目还是编号有误，并提供更正后的编号。",
        "GW103" => "这一项没有责任单位。请告知由哪个单位负责，或说明不需要的理由。",
        "GW104" => "这里没有写数。请核实是没有任务还是漏填，并补上数值或“/”。",
        "GW105" => "这一栏没有内容。请核实是没有还是漏填。",
        "GW106" => "附件目录与附件不一致。请核实附件是否齐全，并告知标题以哪个为准。",
        "GW201" => "总数与各部分之和不相等。请核实总数和分解数哪个有误，并告知以哪个为准。",
        "GW202" | "GW203" | "GW204" => "这个数超出了正常范围。请核实小数点、计量单位和所在的行是否有误。",
        "GW205" => "目标比已达到的水平（或前一年的目标）还低。请核实基数、口径和目标是否有误。",
        "GW206" => "印出的比值与表中两数之比不一致。请核实三个数哪个有误。",
        "GW207" => "印出的增长率与两年的数算得的不一致。请核实是数有误、增长率有误，还是口径不同。",
        "GW301" => "同一件事前后的数不一致。请核实是否同一口径，并告知以哪个为准。",
        "GW302" => "同一单位有几种写法。请核实是否同一单位，并告知规范名称。",
        "GW303" => "责任单位与单位名单不一致。请核实名单是否要增减。",
        "GW305" => "同一名称前后写法不同。请核实是否同一件事，并告知准确的名称。",
        "GW405" => "文号与日期对不上。请核实文号和成文日期。",
        code if code.starts_with("GW4") => "进度时间可疑。请核实时间和进度是否有误。",
        _ => "这一处可疑。请核实是否有误。",
    }
}

/// The list of a document in Markdown, with a box to tick in every row.
pub fn markdown(records: &DocumentRecords) -> String {
    let entries = entries(records);
    let mut text =
        format!("# 核对单：{}\n\n文件：{}\n\n", wording::title(&records.document), records.document.source.path);
    if entries.is_empty() {
        text.push_str("没有需要核对的问题。\n");
        return text;
    }
    text.push_str("| 序号 | 代码 | 问题 | 原文 | 对照 | 建议询问 | 已核对 |\n|---|---|---|---|---|---|---|\n");
    for (number, entry) in (1..).zip(&entries) {
        let cells =
            [&entry.code, &entry.what, &entry.quotes, &entry.compared, &entry.question].map(|cell| cell_text(cell));
        text.push_str(&format!("| {number} | {} | ☐ |\n", cells.join(" | ")));
    }
    text
}

fn cell_text(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Anchor, Evidence, Severity};
    use crate::write::specimen;

    fn finding(code: &str, severity: Severity) -> Finding {
        Finding {
            code: code.into(),
            severity,
            message: "全市 78，各地合计 30+48.8=78.8".into(),
            subject: Vec::new(),
            expected: Some("78.8".into()),
            found: Some("78".into()),
            evidence: vec![Evidence { text: "7|8".into(), anchor: Anchor::text(7, 1, 7, 3) }],
            fingerprint: String::new(),
        }
    }

    #[test]
    fn the_list_asks_about_the_document_only_the_worst_first() {
        let mut records = specimen::city();
        records.findings = vec![
            finding("GW302", Severity::Warning),
            finding("GW107", Severity::Info),
            finding("GW201", Severity::Error),
        ];
        let text = markdown(&records);
        let rows: Vec<&str> = text.lines().filter(|line| line.ends_with("☐ |")).collect();
        assert_eq!(rows.len(), 2, "{text}");
        assert_eq!(
            rows[0],
            "| 1 | 错误 GW201 | 全市 78，各地合计 30+48.8=78.8 | 第7行：7\\|8 | 应为 78.8，印作 78 | \
             原文第7行：总数与各部分之和不相等。请核实总数和分解数哪个有误，并告知以哪个为准。 | ☐ |"
        );
        assert!(rows[1].contains("GW302"));
    }

    #[test]
    fn a_sound_document_says_so() {
        let mut records = specimen::city();
        records.findings.clear();
        assert!(markdown(&records).ends_with("没有需要核对的问题。\n"));
    }
}
