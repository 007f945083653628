//! Findings for people at a terminal: by document, each with its quotes, their places, and the source line underlined.

use super::wording;
use crate::record::{Anchor, DocumentRecords, Evidence, Finding, Severity};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthChar;

/// Lines of the source by their number, 1-based; those that quotes stand in.
pub type SourceLines = BTreeMap<u32, String>;

/// Quotes that are shown of a finding.
const QUOTES: usize = 6;
/// Characters of a source line that are shown, around the quote.
const WINDOW: usize = 48;

/// The report on one document: a head, and its findings, the worst first. `title` gives the short title of a code.
pub fn document(records: &DocumentRecords, lines: &SourceLines, title: impl Fn(&str) -> &'static str) -> String {
    let mut findings: Vec<&Finding> = records.findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    let mut text =
        format!("{}（{}）\n{}\n", wording::title(&records.document), records.document.source.path, counted(&findings));
    for finding in findings {
        let name = title(&finding.code);
        text.push_str(&format!(
            "\n{} {} {name} [{}]\n  {}\n",
            finding.severity.label(),
            finding.code,
            finding.fingerprint,
            finding.message
        ));
        finding.evidence.iter().take(QUOTES).for_each(|evidence| text.push_str(&quote(evidence, lines)));
        if finding.evidence.len() > QUOTES {
            text.push_str(&format!("    另有{}处\n", finding.evidence.len() - QUOTES));
        }
    }
    text
}

fn counted(findings: &[&Finding]) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    match findings.len() {
        0 => "没有发现问题".to_owned(),
        all => format!(
            "发现{all}处：错误 {}，警告 {}，提示 {}",
            of(Severity::Error),
            of(Severity::Warning),
            of(Severity::Info)
        ),
    }
}

fn quote(evidence: &Evidence, lines: &SourceLines) -> String {
    let place = evidence.anchor.place();
    let source = evidence.anchor.line.and_then(|line| Some((line, lines.get(&line)?)));
    match source {
        Some((number, line)) => format!("  {place}\n{}", underlined(number, line, &evidence.anchor)),
        None if place.is_empty() => format!("  “{}”\n", one_line(&evidence.text)),
        None => format!("  {place}：“{}”\n", one_line(&evidence.text)),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The source line with its number, and marks under the characters of the quote.
fn underlined(number: u32, line: &str, anchor: &Anchor) -> String {
    let chars: Vec<char> = line.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let first = (anchor.column.unwrap_or(1) as usize).saturating_sub(1).min(chars.len());
    let same_line = anchor.end_line.is_none_or(|end| end == number);
    let behind = if same_line { anchor.end_column.map_or(chars.len(), |column| column as usize) } else { chars.len() };
    let behind = behind.clamp(first, chars.len());
    let from = first.saturating_sub(WINDOW / 3);
    let to = behind.min(first + WINDOW).max((from + WINDOW).min(chars.len()));
    let (lead, tail) = (if from > 0 { "…" } else { "" }, if to < chars.len() { "…" } else { "" });
    let shown: String = chars[from..to].iter().collect();
    let before = width(lead) + chars[from..first].iter().map(|c| char_width(*c)).sum::<usize>();
    let marked: usize = chars[first..behind.min(to)].iter().map(|c| char_width(*c)).sum();
    let label = format!("{number:>6}");
    let blank = " ".repeat(label.len());
    format!("{label} | {lead}{shown}{tail}\n{blank} | {}{}\n", " ".repeat(before), "^".repeat(marked.max(1)))
}

fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    c.width_cjk().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quote_is_underlined_by_its_width() {
        let line = "全市养护78公里";
        assert_eq!(
            underlined(120, line, &Anchor::text(120, 3, 120, 6)),
            "   120 | 全市养护78公里\n       |     ^^^^^^\n"
        );
        assert_eq!(
            underlined(7, line, &Anchor::text(7, 8, 9, 2)),
            "     7 | 全市养护78公里\n       |             ^^\n"
        );
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let line: String = "甲".repeat(60) + "乙" + &"丙".repeat(60);
        let shown = underlined(1, &line, &Anchor::text(1, 61, 1, 61));
        let lines: Vec<_> = shown.lines().collect();
        assert!(lines[0].contains("…甲甲") && lines[0].ends_with("丙…"), "{shown}");
        let column = |text: &str, mark: char| text.chars().take_while(|c| *c != mark).map(char_width).sum::<usize>();
        assert_eq!(column(lines[0], '乙'), column(lines[1], '^'), "{shown}");
    }

    #[test]
    fn places_outside_the_line_do_no_harm() {
        assert_eq!(underlined(1, "", &Anchor::text(1, 9, 1, 12)), "     1 | \n       | ^\n");
        assert_eq!(underlined(1, "甲", &Anchor::text(1, 5, 1, 2)), "     1 | 甲\n       |   ^\n");
    }
}
