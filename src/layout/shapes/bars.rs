//! Tables of places as rows of `a | b |`. Rows of any other kind are left to the aligner.

use super::{Drawn, Sketch};
use crate::document::{Paragraph, Passage};
use crate::layout::exact::heads_places;
use crate::rules::Pack;

/// The rows from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let header = cells(&paragraphs.first()?.text);
    let named = header.iter().take(2).any(|(_, cell)| heads_places(pack, cell.text()));
    if header.len() < 2 || !named {
        return None;
    }
    let mut sketch = Sketch::default();
    let rows = paragraphs.iter().map(|paragraph| cells(&paragraph.text)).take_while(|row| row.len() > 1);
    rows.for_each(|row| sketch.row(row));
    let taken = sketch.rows.len();
    (taken > 2).then(|| Drawn::certain(sketch.finish(false), taken))
}

/// The cells of a line that hold text, with their columns; nothing where no bar stands.
fn cells(text: &Passage) -> Vec<(usize, Passage)> {
    let line = text.text();
    let mut start = usize::from(line.starts_with('|'));
    let ranges = line[start..].split('|').map(|cell| {
        let range = start..start + cell.len();
        start = range.end + 1;
        range
    });
    let cells: Vec<(usize, Passage)> = ranges.map(|range| text.slice(range)).enumerate().collect();
    if line.contains('|') { cells.into_iter().filter(|(_, cell)| !cell.is_blank()).collect() } else { Vec::new() }
}
