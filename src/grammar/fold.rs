//! The folded shadow (折叠影本) of a text, on which all patterns match.
//!
//! Printed text is never changed. For matching, full-width forms become half-width, compatibility characters their
//! plain form (Unicode NFKC), traditional characters simplified ones ([`super::traditional`]) and blanks disappear, so
//! that a rule need not know `２０２２ 年` from `2022年`. Every character of the shadow knows the bytes of the raw text it
//! stands for.

use super::traditional::{is_traditional, simplified};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A shadow text with the way back to the raw text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// Where shadow and raw text part or meet again. Most cells fold to themselves and have one run.
    runs: Vec<Run>,
}

/// A stretch of the shadow with the stretch of the raw text it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// First byte in the shadow.
    shadow: u32,
    /// First and last-plus-one byte in the raw text.
    raw: (u32, u32),
    /// Byte for byte the same; otherwise one raw character that folds to something else.
    same: bool,
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
        let mut folded = Folded { text: String::with_capacity(raw.len()), runs: Vec::new() };
        let mut at = 0;
        while at < raw.len() {
            let same = same_prefix(&raw.as_bytes()[at..]);
            if same > 0 {
                folded.push(at, at + same, true, |text| text.push_str(&raw[at..at + same]));
                at += same;
            }
            let Some(c) = raw[at..].chars().next() else { break };
            let end = at + c.len_utf8();
            folded.push(at, end, false, |text| push_folded(text, c));
            at = end;
        }
        folded
    }

    /// Adds a run, unless it leaves nothing in the shadow.
    fn push(&mut self, start: usize, end: usize, same: bool, write: impl FnOnce(&mut String)) {
        let shadow = self.text.len() as u32;
        write(&mut self.text);
        if self.text.len() as u32 == shadow {
            return;
        }
        self.runs.push(Run { shadow, raw: (start as u32, end as u32), same });
    }

    /// The shadow text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the raw text that a byte range of the shadow stands for; an empty range gives an empty one.
    pub fn raw_range(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            let raw = self.raw_start(range.start);
            return raw..raw;
        }
        let start = self.raw_start(range.start);
        start..self.raw_end(range.end)
    }

    /// The raw byte at which the character at or behind a byte of the shadow begins.
    fn raw_start(&self, shadow: usize) -> usize {
        if shadow >= self.text.len() {
            return self.runs.last().map_or(0, |run| run.raw.1 as usize);
        }
        let run = &self.runs[self.run_of(shadow)];
        let inside = if run.same { shadow - run.shadow as usize } else { 0 };
        run.raw.0 as usize + inside
    }

    /// The raw byte behind the last character that begins before a byte of the shadow.
    fn raw_end(&self, shadow: usize) -> usize {
        let run = &self.runs[self.run_of(shadow - 1)];
        if run.same { run.raw.0 as usize + (shadow - run.shadow as usize) } else { run.raw.1 as usize }
    }

    /// Index of the run that holds a byte of the shadow.
    fn run_of(&self, shadow: usize) -> usize {
        self.runs.partition_point(|run| run.shadow as usize <= shadow) - 1
    }

    /// Byte offset in the shadow of the first character that stands at or behind a byte of the raw text.
    pub fn offset_of_raw(&self, raw: usize) -> usize {
        let index = self.runs.partition_point(|run| run.raw.1 as usize <= raw);
        let Some(run) = self.runs.get(index) else { return self.text.len() };
        let inside = raw.saturating_sub(run.raw.0 as usize);
        let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.shadow as usize);
        match run.same {
            true => (run.shadow as usize + inside..end).find(|&at| self.text.is_char_boundary(at)).unwrap_or(end),
            false if inside > 0 => end,
            false => run.shadow as usize,
        }
    }
}

/// The shadow of a text where the way back is not needed.
///
/// ```
/// assert_eq!(gongwen::grammar::fold::fold("指 标（％）"), "指标(%)");
/// ```
pub fn fold(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let same = same_prefix(&raw.as_bytes()[at..]);
        text.push_str(&raw[at..at + same]);
        at += same;
        let Some(c) = raw[at..].chars().next() else { break };
        push_folded(&mut text, c);
        at += c.len_utf8();
    }
    text
}

/// The half-width form of a full-width ASCII character; every other character as it is.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Writes what a character folds to: nothing for a blank, one or more characters for others.
fn push_folded(text: &mut String, c: char) {
    if c.is_whitespace() || is_format(c) {
        return;
    }
    match half_width(c) {
        half if half != c => text.push(half),
        _ if is_plain(c) => text.push(simplified(c).unwrap_or(c)),
        _ => text.extend(c.nfkc().filter(|n| !n.is_whitespace()).map(|n| simplified(n).unwrap_or(n))),
    }
}

/// Bytes at the beginning that fold to themselves: printable ASCII, Chinese characters, 、。《》“”.
fn same_prefix(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match bytes[at..] {
            [b'!'..=b'~', ..] => at += 1,
            [0xe4, b, c, ..] if b >= 0xb8 && !is_traditional([0xe4, b, c]) => at += 3,
            [a @ 0xe5..=0xe9, b, c, ..] if !is_traditional([a, b, c]) => at += 3,
            [0xe3, 0x80, 0x81 | 0x82 | 0x8a | 0x8b, ..] => at += 3,
            [0xe2, 0x80, 0x9c | 0x9d, ..] => at += 3,
            _ => return at,
        }
    }
}

/// Characters that stay as they are; a circled number is a numbering style of its own and not a digit.
fn is_plain(c: char) -> bool {
    matches!(c, '\u{21}'..='\u{7e}' | '\u{4e00}'..='\u{9fff}' | '、' | '。' | '《' | '》' | '“' | '”' | '‘' | '’'
        | '—' | '·' | '①'..='⑳')
}

/// Zero-width and byte-order characters that dumps leave behind.
fn is_format(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{00ad}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    #[test]
    fn traditional_characters_are_matched_as_simplified_ones() {
        let raw = "關于印發（責任單位）";
        let folded = Folded::new(raw);
        assert_eq!(folded.text(), "关于印发(责任单位)");
        // A compatibility character whose plain form is a traditional one.
        assert_eq!(fold("\u{fa61}"), "视");
        assert_eq!(&raw[folded.raw_range(0.."关于".len())], "關于");
    }

    #[test]
    fn plain_characters_are_those_that_unicode_leaves_alone() {
        for c in ('\0'..='\u{ffff}').filter(|&c| is_plain(c) && !matches!(c, '①'..='⑳')) {
            assert!(c.nfkc().eq([c]) && !c.is_whitespace(), "{c}");
        }
        for c in '\u{ff01}'..='\u{ff5e}' {
            assert!(c.nfkc().eq([half_width(c)]), "{c}");
        }
    }

    /// The shadow, character by character: what it is to be, without runs.
    fn slowly(raw: &str) -> Vec<(usize, usize, usize)> {
        let mut map = Vec::new();
        let mut length = 0;
        for (at, c) in raw.char_indices() {
            for n in fold(c.encode_utf8(&mut [0; 4])).chars() {
                map.push((length, at, at + c.len_utf8()));
                length += n.len_utf8();
            }
        }
        map
    }

    proptest! {
        #[test]
        fn the_way_back_is_that_of_every_character(raw in "[a０-９㎡Ⅲ甲 \u{3000}（％…①。“\u{200b}]{0,24}|\\PC{0,16}") {
            let folded = Folded::new(&raw);
            prop_assert_eq!(folded.text(), fold(&raw));
            let map = slowly(&raw);
            let starts: Vec<usize> = map.iter().map(|m| m.0).collect();
            prop_assert!(starts.iter().copied().eq(folded.text().char_indices().map(|(at, _)| at)));
            for (i, &(at, start, _)) in map.iter().enumerate() {
                for (j, &(_, _, end)) in map.iter().enumerate().skip(i) {
                    let behind = starts.get(j + 1).copied().unwrap_or(folded.text().len());
                    prop_assert_eq!(folded.raw_range(at..behind), start..end);
                }
                prop_assert_eq!(folded.raw_range(at..at), start..start);
            }
            for at in 0..=raw.len() {
                let wanted = map.iter().find(|m| m.1 >= at).map_or(folded.text().len(), |m| m.0);
                prop_assert_eq!(folded.offset_of_raw(at), wanted);
            }
        }
    }
}
