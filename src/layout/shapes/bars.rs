//! Rows of `a | b |` that leave no doubt where their cells stand: tables of places, and tables all of whose rows have as
//! many bars as the header and a cell before the last of them. Other rows are left to the aligner: where merged
//! cells are left out, the cells behind them move to the left, and bars are added at the end.

use super::{Drawn, Sketch};
use crate::document::{Paragraph, Passage};
use crate::grammar::fold::fold;
use crate::layout::exact::heads_places;
use crate::rules::{ColumnRole, Pack};

/// Header cells that are known, at least, where no word for places stands among them.
const FEWEST_KNOWN: usize = 3;

/// The rows from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let header = cells(&paragraphs.first()?.text);
    let filled = || header.iter().filter(|cell| !cell.is_blank());
    let of_places = filled().take(2).any(|cell| heads_places(pack, cell.text()));
    let known = filled().filter(|cell| pack.column(cell.text()).is_some()).count() >= FEWEST_KNOWN;
    if filled().count() < 2 || !(of_places || known) {
        return None;
    }
    let rows: Vec<Vec<Passage>> = paragraphs
        .iter()
        .map(|paragraph| cells(&paragraph.text))
        .take_while(|row| row.iter().filter(|cell| !cell.is_blank()).count() > usize::from(of_places))
        .collect();
    let taken = rows.len();
    let sure = of_places && taken > 2 || taken > 1 && are_whole(pack, &rows);
    sure.then(|| Drawn::certain(draw(rows, of_places), taken))
}

/// Does every row have as many cells as the header, its last one among them, and where there is a column of numbers, a
/// number or nothing there.
fn are_whole(pack: &Pack, rows: &[Vec<Passage>]) -> bool {
    let (header, body) = (&rows[0], &rows[1..]);
    let is_seq = |cell: &Passage| pack.column(cell.text()).is_some_and(|spec| spec.role == ColumnRole::Seq);
    let seq = header.iter().position(is_seq);
    let counted =
        |row: &[Passage]| seq.is_none_or(|seq| row[seq].is_blank() || fold(row[seq].text()).parse::<u32>().is_ok());
    let heading = |row: &[Passage]| row.iter().filter(|cell| !cell.is_blank()).count() == 1;
    let whole = |row: &[Passage]| row.last().is_some_and(|cell| !cell.is_blank());
    whole(header) && body.iter().all(|row| row.len() == header.len() && (heading(row) || whole(row) && counted(row)))
}

fn draw(rows: Vec<Vec<Passage>>, of_places: bool) -> crate::document::Grid {
    let mut sketch = Sketch::default();
    for row in rows {
        let width = row.len();
        let mut filled = row.into_iter().enumerate().filter(|(_, cell)| !cell.is_blank()).peekable();
        match filled.next() {
            // A heading across the table.
            Some((0, heading)) if filled.peek().is_none() && !of_places => sketch.line(heading, width),
            first => sketch.row(first.into_iter().chain(filled)),
        }
    }
    sketch.finish(false)
}

/// The cells of a line, empty ones too; none where no bar stands.
fn cells(text: &Passage) -> Vec<Passage> {
    let line = text.text();
    let mut start = usize::from(line.starts_with('|'));
    let end = line.len() - usize::from(line.len() > start && line.ends_with('|'));
    if !line.contains('|') {
        return Vec::new();
    }
    let ranges = line[start..end].split('|').map(|cell| {
        let range = start..start + cell.len();
        start = range.end + 1;
        range
    });
    ranges.map(|range| text.slice(range)).collect()
}
