//! A whole table of `a | b |` in one line: an empty cell stands where a row ended.

use super::{Drawn, Sketch};
use crate::document::{Paragraph, Passage};
use crate::rules::Pack;

/// Rows that such a line has at least, the header included.
const FEWEST_ROWS: usize = 3;

/// The rows in the first paragraph.
pub fn read(_pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let text = &paragraphs.first()?.text;
    let mut cells = cells(text).into_iter().skip_while(Passage::is_blank).collect::<Vec<_>>();
    while cells.last().is_some_and(Passage::is_blank) {
        cells.pop();
    }
    let width = cells.iter().position(Passage::is_blank)?;
    let rows: Vec<&[Passage]> = cells.chunks(width + 1).collect();
    let ended = |row: &&[Passage]| row.last().is_some_and(Passage::is_blank);
    let (last, above) = rows.split_last()?;
    if width < 2 || rows.len() < FEWEST_ROWS || !above.iter().all(ended) || last.len() < 2 {
        return None;
    }
    let mut sketch = Sketch::default();
    rows.into_iter().for_each(|row| sketch.row(row.iter().cloned().enumerate()));
    Some(Drawn::certain(sketch.finish(false), 1))
}

/// The cells of a line with bars, empty ones included.
fn cells(text: &Passage) -> Vec<Passage> {
    let mut start = 0;
    let ranges = text.text().split('|').map(|cell| {
        let range = start..start + cell.len();
        start = range.end + 1;
        range
    });
    ranges.map(|range| text.slice(range)).collect()
}
