//! Rows of cells with tabs between, as they are copied from a workbook or a page.

use super::{Drawn, Sketch};
use crate::document::{Paragraph, Passage};
use crate::rules::Pack;

/// Longest heading across the table, in characters.
const LONGEST_HEADING: usize = 60;

/// The rows from the first paragraph on.
pub fn read(_pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let header = cells(paragraphs.first()?);
    if header.len() < 2 {
        return None;
    }
    let width = header.last().map_or(0, |(column, _)| column + 1);
    let mut sketch = Sketch::default();
    let mut taken = 0;
    while let Some(paragraph) = paragraphs.get(taken) {
        let heads_rows = || {
            let short = paragraph.text.text().chars().count() <= LONGEST_HEADING;
            short && paragraphs.get(taken + 1).is_some_and(|next| cells(next).len() > 1)
        };
        match cells(paragraph) {
            row if row.len() > 1 || (row.len() == 1 && row[0].0 > 0) => sketch.row(row),
            _ if heads_rows() => sketch.line(paragraph.text.clone(), width),
            _ => break,
        }
        taken += 1;
    }
    (taken > 1).then(|| Drawn::certain(sketch.finish(false), taken))
}

/// The cells of a line that hold text, with their columns.
fn cells(paragraph: &Paragraph) -> Vec<(usize, Passage)> {
    let before = paragraph.indent.matches('\t').count();
    let text = paragraph.text.text();
    let mut start = 0;
    let ranges = text.split('\t').map(|cell| {
        let range = start..start + cell.len();
        start = range.end + 1;
        range
    });
    let cells = ranges.enumerate().map(|(at, range)| (before + at, paragraph.text.slice(range)));
    cells.filter(|(_, cell)| !cell.is_blank()).collect()
}
