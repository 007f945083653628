//! Cuts (切分) of a list of units at its separators, as ranges of bytes of the raw text.

use crate::grammar::fold::half_width;
use std::ops::Range;

/// The pieces between separators that stand outside brackets and quotes.
pub(super) fn split_outside_brackets(raw: &str, end: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut depth, mut start) = (0i32, 0);
    for (at, c) in raw[..end].char_indices() {
        match half_width(c) {
            '(' | '〔' | '[' | '【' | '“' => depth += 1,
            ')' | '〕' | ']' | '】' | '”' => depth -= 1,
            '、' | ',' | ';' | '。' | '|' if depth <= 0 => {
                out.push(start..at);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(start..end);
    out.retain(|r| !raw[r.clone()].trim().is_empty());
    out
}

/// "(区交通局)(区发改局)" are two units in brackets of their own.
pub(super) fn split_adjacent_brackets(raw: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let text = raw[piece.clone()].trim();
    if !(text.starts_with(|c| half_width(c) == '(') && text.ends_with(|c| half_width(c) == ')')) {
        return vec![piece];
    }
    let offset = piece.start + raw[piece.clone()].find(text).unwrap_or(0);
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if half_width(c) == '(' && start.is_none() {
            start = Some(offset + at + c.len_utf8());
        } else if half_width(c) == ')'
            && let Some(from) = start.take()
        {
            out.push(from..offset + at);
        }
    }
    out
}

pub(super) fn words_of(raw: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in raw[piece.clone()].char_indices() {
        let at = piece.start + at;
        if !c.is_whitespace() {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            out.push(from..at);
        }
    }
    out.extend(start.map(|from| from..piece.end));
    out
}

pub(super) fn trim_range(raw: &str, range: Range<usize>) -> Range<usize> {
    let text = &raw[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    start..(range.start + text.trim_end().len()).max(start)
}
