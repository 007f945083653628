//! From places in the source to anchors of records.

use crate::document::{Passage, Span};
use crate::record::Anchor;

/// The anchor of a place in a text.
pub fn anchor(span: Option<Span>) -> Anchor {
    match span {
        Some(s) => Anchor::text(s.line, s.column, s.end_line, s.end_column),
        None => Anchor::default(),
    }
}

/// The anchor of a passage.
pub fn anchor_of(passage: &Passage) -> Anchor {
    anchor(passage.span())
}

/// The anchor of a passage that came out of a table; table, row and column are 1-based.
pub fn anchor_in_table(span: Option<Span>, table: u32, row: usize, col: Option<usize>) -> Anchor {
    Anchor { table: Some(table), row: Some(row as u32 + 1), col: col.map(|c| c as u32 + 1), ..anchor(span) }
}
