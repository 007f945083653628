//! Headings and numbered items (标题与编号): 附件1, 一、, (一), 1., 1.1, (1), ①.

use super::kind::Kind;
use super::rule::Pack;
use crate::grammar::fold::Folded;
use std::ops::Range;

/// Numbering style, from the outermost inward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeadingLevel {
    /// 附件1, 附表2
    Attachment,
    /// 第一章
    Part,
    /// 一、
    Han,
    /// (一)
    HanBracket,
    /// 1.
    Digit,
    /// 1.1
    DigitDot,
    /// (1)
    BracketDigit,
    /// ①
    Circled,
}

/// A numbered heading or item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Numbering style.
    pub level: HeadingLevel,
    /// The number, where it is one.
    pub number: Option<u32>,
    /// Place of the text behind the number in the raw text, in bytes; empty for a bare 附件1.
    pub title: Range<usize>,
}

/// A declared number of items at the end of a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredCount {
    /// The number.
    pub count: u32,
    /// Place of the whole bracket in the raw text, in bytes.
    pub range: Range<usize>,
}

impl Pack {
    /// Reads the numbering at the beginning of a paragraph.
    pub fn heading(&self, raw: &str) -> Option<Heading> {
        let first = raw.chars().find(|c| !c.is_whitespace())?;
        if ('\u{4e00}'..='\u{9fff}').contains(&first) && !self.may_begin(Kind::Heading, first) {
            return None;
        }
        // Only the beginning decides; folding a whole long paragraph would be wasted.
        let head_end = raw.char_indices().nth(24).map_or(raw.len(), |(at, _)| at);
        let head = &raw[..head_end];
        let m = self.find_folded(Kind::Heading, &Folded::new(head))?;
        let level = match m.rule.yields("level") {
            "attachment" => HeadingLevel::Attachment,
            "part" => HeadingLevel::Part,
            "han" => HeadingLevel::Han,
            "han-bracket" => HeadingLevel::HanBracket,
            "digit" => HeadingLevel::Digit,
            "digit-dot" => HeadingLevel::DigitDot,
            "bracket-digit" => HeadingLevel::BracketDigit,
            _ => HeadingLevel::Circled,
        };
        let start = m.group_range("title").or_else(|| m.group_range("title2")).map_or(raw.len(), |r| r.start);
        Some(Heading { level, number: m.group("number").and_then(parse_number), title: start..raw.len() })
    }

    /// The "(13项)" at the end of a heading.
    pub fn declared_count(&self, raw: &str) -> Option<DeclaredCount> {
        let m = self.find_cue("count", &Folded::new(raw))?;
        Some(DeclaredCount { count: m.group("count")?.parse().ok()?, range: m.range.clone() })
    }
}

/// Reads 12, 十二 or ⑫; None for what is no single number.
fn parse_number(text: &str) -> Option<u32> {
    if let Ok(n) = text.parse() {
        return Some(n);
    }
    let circled = text.chars().next().map(|c| c as u32).filter(|c| (0x2460..=0x2473).contains(c));
    circled.map(|c| c - 0x2460 + 1).or_else(|| parse_han(text))
}

/// Reads Chinese numerals up to 99.
fn parse_han(text: &str) -> Option<u32> {
    const DIGITS: &str = "零一二三四五六七八九";
    let digit = |c: char| DIGITS.chars().position(|d| d == c).map(|p| p as u32);
    let (tens, ones) = match text.split_once('十') {
        Some((tens, ones)) => (if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? }, ones),
        None => (0, text),
    };
    let ones = match ones.chars().next() {
        Some(c) => digit(c)?,
        None if text.contains('十') => 0,
        None => return None,
    };
    Some(tens * 10 + ones)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> Pack {
        let mut pack = Pack::default();
        pack.add("outline.toml", include_str!("../../rules/outline.toml")).unwrap();
        pack
    }

    #[test]
    fn numbering_styles() {
        use HeadingLevel::*;
        let pack = pack();
        for (raw, level, number, title) in [
            ("附件 2", Attachment, Some(2), ""),
            ("附件二", Attachment, Some(2), ""),
            ("一、主要目标", Han, Some(1), "主要目标"),
            ("\u{ff08}四十三\u{ff09}凝聚力量", HanBracket, Some(43), "凝聚力量"),
            ("3. 深化合作。", Digit, Some(3), "深化合作。"),
            ("3、深化合作。", Digit, Some(3), "深化合作。"),
            ("208.充分发挥", Digit, Some(208), "充分发挥"),
            ("1.1 基础", DigitDot, None, "基础"),
            ("(1)基础", BracketDigit, Some(1), "基础"),
            ("② 基础", Circled, Some(2), "基础"),
        ] {
            let heading = pack.heading(raw).unwrap_or_else(|| panic!("{raw}"));
            assert_eq!((heading.level, heading.number, &raw[heading.title]), (level, number, title), "{raw}");
        }
        for raw in ["16.94", "1.5以内", "3,500", "附件所列各项", "十四五规划", "2.4万人"] {
            assert_eq!(pack.heading(raw), None, "{raw}");
        }
    }

    #[test]
    fn declared_counts_stand_at_the_end() {
        let pack = pack();
        assert_eq!(pack.declared_count("社会民生方面( 23项)").map(|c| c.count), Some(23));
        assert_eq!(pack.declared_count("(208项)").map(|c| c.count), Some(208));
        assert_eq!(pack.declared_count("托位数(个)"), None);
    }
}
