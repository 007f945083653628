//! Finding where a value begins inside running text; shared by targets in prose and by quantities.

use super::rule::{Pack, Rule};
use crate::grammar::fold::Folded;
use crate::grammar::quantity::ValueReading;
use std::ops::Range;

impl Pack {
    /// The value at the end of a folded phrase, and where it begins: the earliest place at which the rest of the
    /// phrase is a value for certain, so that "达到" belongs to the value. The value never takes the whole phrase.
    pub(super) fn trailing_value(&self, phrase: &str) -> Option<(usize, ValueReading)> {
        let lead = self.rule("values.lead");
        let last_digit = phrase.rfind(|c: char| c.is_ascii_digit());
        let starts = phrase.char_indices().skip(1).map(|(at, _)| at);
        starts
            .filter(|&at| may_begin(lead, phrase, at, last_digit))
            .find_map(|at| Some((at, self.read_phrase(&phrase[at..])?)))
    }
}

/// Is it worth reading the rest of the phrase as a value?
fn may_begin(lead: Option<&Rule>, phrase: &str, at: usize, last_digit: Option<usize>) -> bool {
    let rest = &phrase[at..];
    if rest.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return !phrase[..at]
            .ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '-' | '+' | '第'));
    }
    // A goal without a number may begin anywhere behind the last digit.
    last_digit.is_none_or(|digit| at > digit) || lead.is_some_and(|rule| rule.is_match(rest))
}

/// The parts of a folded text between separators that stand outside brackets and quotation marks; the comma of a
/// grouped number (3,500) parts nothing, a full-width one always does.
pub(super) fn clauses(raw: &str, folded: &Folded) -> Vec<Range<usize>> {
    let text = folded.text();
    let mut depth = 0usize;
    let mut start = 0;
    let mut out = Vec::new();
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        match c {
            '(' | '《' | '〔' | '“' => depth += 1,
            ')' | '》' | '〕' | '”' => depth = depth.saturating_sub(1),
            '。' | ';' => depth = 0,
            _ => {}
        }
        let grouping = c == ',' && raw[folded.raw_range(at..next)].starts_with(',') && groups_digits(text, at);
        if depth == 0 && matches!(c, ',' | '。' | ';') && !grouping {
            out.push(start..at);
            start = next;
        }
    }
    out.push(start..text.len());
    out.retain(|r| !r.is_empty());
    out
}

/// A digit before the comma, three behind it, and no fourth.
fn groups_digits(text: &str, comma: usize) -> bool {
    let digits = text[comma + 1..].bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && text[..comma].ends_with(|c: char| c.is_ascii_digit())
}

/// Length of "1.", "(2)" or "(三)" at the beginning of a folded clause; "2.44" begins with no such mark.
pub(super) fn item_mark(clause: &str) -> usize {
    if let Some(length) = han_mark(clause) {
        return length;
    }
    let body = clause.strip_prefix('(').unwrap_or(clause);
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &body[digits..];
    let Some(mark) = rest.chars().next().filter(|c| matches!(c, '.' | '、' | ')')) else { return 0 };
    let after = &rest[mark.len_utf8()..];
    let decimal = after.starts_with(|c: char| c.is_ascii_digit()) && mark != ')' && !begins_with_year(after);
    if !(1..=3).contains(&digits) || decimal {
        return 0;
    }
    clause.len() - after.len()
}

/// "(三)" or "三、".
fn han_mark(clause: &str) -> Option<usize> {
    let is_numeral = |c: char| "一二三四五六七八九十".contains(c);
    let open = usize::from(clause.starts_with('('));
    let body = &clause[open..];
    let rest = body.trim_start_matches(is_numeral);
    let numerals = body.len() - rest.len();
    let close = if open > 0 { ')' } else { '、' };
    let behind = rest.strip_prefix(close).filter(|_| numerals > 0)?;
    // "一、二产业" lists two.
    (open > 0 || !behind.starts_with(is_numeral)).then(|| clause.len() - behind.len())
}

/// "2024年" behind an item number.
fn begins_with_year(text: &str) -> bool {
    text.bytes().take_while(u8::is_ascii_digit).count() == 4 && text[4..].starts_with('年')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn item_marks_are_no_decimals() {
        for (clause, wanted) in [
            ("1.规上工业", 2),
            ("12、新增", "12、".len()),
            ("(2)新增", 3),
            ("7.2024年创建", 2),
            ("104.到2025年", 4),
            ("2.44", 0),
            ("新增", 0),
            ("", 0),
            ("2024年", 0),
            ("(含人)", 0),
            ("(三)新增", "(三)".len()),
            ("十二、新增", "十二、".len()),
            ("一体化", 0),
            ("一、二产业", 0),
            ("1.", 2),
        ] {
            assert_eq!(item_mark(clause), wanted, "{clause}");
        }
    }

    #[test]
    fn clauses_keep_brackets_and_grouped_numbers() {
        let raw = "收入56,000元,占比(含甲,乙)5%，3500家；好";
        let folded = Folded::new(raw);
        let parts: Vec<&str> = clauses(raw, &folded).into_iter().map(|r| &raw[folded.raw_range(r)]).collect();
        assert_eq!(parts, ["收入56,000元", "占比(含甲,乙)5%", "3500家", "好"]);
    }
}
