//! The folded shadow (折叠影本) of a text, on which all patterns match.
//!
//! Printed text is never changed. For matching, full-width forms become half-width, compatibility characters their
//! plain form (Unicode NFKC) and blanks disappear, so that a rule need not know `２０２２ 年` from `2022年`. Every
//! character of the shadow knows the bytes of the raw text it stands for.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A shadow text with the way back to the raw text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// For each character: byte offset in the shadow, first and last-plus-one byte in the raw text.
    map: Vec<(u32, u32, u32)>,
}

impl Folded {
    /// The shadow of `raw` without any blanks.
    ///
    /// ```
    /// use gongwen::grammar::fold::Folded;
    /// let raw = "２０２２ 年（前三季度）";
    /// let shadow = Folded::new(raw);
    /// assert_eq!(shadow.text(), "2022年(前三季度)");
    /// assert_eq!(&raw[shadow.raw_range(0..4)], "２０２２");
    /// ```
    pub fn new(raw: &str) -> Folded {
        let mut folded = Folded { text: String::with_capacity(raw.len()), map: Vec::with_capacity(raw.len() / 3 + 8) };
        for (at, c) in raw.char_indices() {
            if c.is_whitespace() || is_format(c) {
                continue;
            }
            let (start, end) = (at as u32, (at + c.len_utf8()) as u32);
            if c.is_ascii() || is_plain(c) {
                folded.push(c, start, end);
            } else {
                for n in c.nfkc().filter(|n| !n.is_whitespace()) {
                    folded.push(n, start, end);
                }
            }
        }
        folded
    }

    fn push(&mut self, c: char, start: u32, end: u32) {
        self.map.push((self.text.len() as u32, start, end));
        self.text.push(c);
    }

    /// The shadow text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the raw text that a byte range of the shadow stands for; an empty range gives an empty one.
    pub fn raw_range(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            let at = self.index_of(range.start);
            let raw = match self.map.get(at) {
                Some(&(_, start, _)) => start as usize,
                None => self.map.last().map_or(0, |&(_, _, end)| end as usize),
            };
            return raw..raw;
        }
        let first = self.index_of(range.start);
        let last = self.index_of(range.end) - 1;
        self.map[first].1 as usize..self.map[last].2 as usize
    }

    /// Byte offset in the shadow of the first character that stands at or behind a byte of the raw text.
    pub fn offset_of_raw(&self, raw: usize) -> usize {
        let index = self.map.partition_point(|&(_, start, _)| (start as usize) < raw);
        self.map.get(index).map_or(self.text.len(), |&(at, _, _)| at as usize)
    }

    /// Index of the first character at or behind a byte offset of the shadow.
    fn index_of(&self, offset: usize) -> usize {
        self.map.partition_point(|&(at, _, _)| (at as usize) < offset)
    }
}

/// The shadow of a text where the way back is not needed.
///
/// ```
/// assert_eq!(gongwen::grammar::fold::fold("指 标（％）"), "指标(%)");
/// ```
pub fn fold(raw: &str) -> String {
    Folded::new(raw).text
}

/// The half-width form of a full-width ASCII character; every other character as it is.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Characters that stay as they are; a circled number is a numbering style of its own and not a digit.
fn is_plain(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3001}' | '\u{3002}' | '\u{300a}' | '\u{300b}' | '①'..='⑳')
}

/// Zero-width and byte-order characters that dumps leave behind.
fn is_format(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{00ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_raw_character_may_become_several() {
        let raw = "5㎡和Ⅲ类";
        let f = Folded::new(raw);
        assert_eq!(f.text(), "5m2和III类");
        assert_eq!(&raw[f.raw_range(1..3)], "㎡");
        assert_eq!(&raw[f.raw_range(2..3)], "㎡");
    }

    #[test]
    fn empty_ranges_point_between() {
        let f = Folded::new(" 甲 乙");
        assert_eq!(f.raw_range(3..3), 5..5);
        assert_eq!(Folded::new("").raw_range(0..0), 0..0);
        assert_eq!((f.offset_of_raw(0), f.offset_of_raw(4), f.offset_of_raw(99)), (0, 3, 6));
    }
}
