//! Tables of which every cell and every bar stands on a line of its own: `甲`, `|`, `乙`, `|`. Nothing says where a row
//! ends but the numbers of the rows, or that the cells come out.

use super::{Drawn, Sketch};
use crate::document::{Grid, Paragraph, Passage};
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, Pack};

/// Rows that such a table has at least.
const FEWEST_ROWS: usize = 2;

/// The cells from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    if is_bar(paragraphs.first()?) || !is_bar(paragraphs.get(1)?) {
        return None;
    }
    let (cells, bars, taken) = cells(paragraphs);
    let known = cells.iter().take_while(|cell| pack.column(cell.text()).is_some()).count();
    let grid = numbered(pack, &cells, known).or_else(|| even(&cells, known))?;
    Some(Drawn { beside: bars, ..Drawn::certain(grid, taken) })
}

fn is_bar(paragraph: &Paragraph) -> bool {
    matches!(paragraph.text.text(), "|" | "\u{ff5c}")
}

/// Cells, bars, and the paragraphs they take. A cell may have several lines; behind the last bar there is none.
fn cells(paragraphs: &[&Paragraph]) -> (Vec<Passage>, Vec<Passage>, usize) {
    let last = paragraphs.iter().rposition(|paragraph| is_bar(paragraph)).map_or(0, |last| last + 1);
    let (mut cells, mut bars) = (Vec::new(), Vec::new());
    let mut cell = Passage::default();
    for paragraph in &paragraphs[..last] {
        if is_bar(paragraph) {
            bars.push(paragraph.text.clone());
            cells.push(std::mem::take(&mut cell));
        } else {
            cell.push_break();
            cell.append(&paragraph.text);
        }
    }
    (cells, bars, last)
}

/// Rows that their numbers 1, 2, 3 … tell apart; a name before the number may be merged over several of them.
fn numbered(pack: &Pack, cells: &[Passage], known: usize) -> Option<Grid> {
    let mut numbers: Vec<usize> = Vec::new();
    for (at, cell) in cells.iter().enumerate().skip(known) {
        if fold(cell.text()).parse() == Ok(numbers.len() + 1) {
            numbers.push(at);
        }
    }
    let gaps: Vec<usize> = numbers.windows(2).map(|two| two[1] - two[0] - 1).collect();
    let rest = *gaps.iter().min()?;
    let seq =
        cells[..known].iter().position(|cell| pack.column(cell.text()).is_some_and(|c| c.role == ColumnRole::Seq));
    // Where no cell announces the numbers, the one above the names stands above both.
    let lead = known.checked_sub(rest + usize::from(seq.is_some()))?;
    let fits = seq.is_none_or(|seq| seq == lead) && numbers[0] >= known && numbers[0] - known <= lead;
    let ends = cells.len() == numbers.last()? + 1 + rest;
    let whole = |gap: &usize| *gap == rest || *gap == rest + lead;
    if lead > 1 || !fits || !ends || numbers.len() < FEWEST_ROWS || rest == 0 || !gaps.iter().all(whole) {
        return None;
    }
    let mut sketch = Sketch::default();
    let mut header = cells[..known].to_vec();
    if seq.is_none() {
        header.insert(lead, Passage::unplaced("序号"));
    }
    sketch.row(header.into_iter().enumerate());
    let named: Vec<bool> = (0..numbers.len())
        .map(|row| lead > 0 && numbers[row] > if row == 0 { known } else { numbers[row - 1] + 1 + rest })
        .collect();
    for (row, &at) in numbers.iter().enumerate() {
        let span = 1 + named[row + 1..].iter().take_while(|named| !**named).count();
        let name = named[row].then(|| (0, 1, span, cells[at - 1].clone()));
        let behind = cells[at..=at + rest].iter().enumerate().map(|(n, text)| (lead + n, 1, 1, text.clone()));
        sketch.spanned(name.into_iter().chain(behind));
    }
    Some(sketch.finish(true))
}

/// Rows without numbers, each as long as the header.
fn even(cells: &[Passage], known: usize) -> Option<Grid> {
    let comes_out = known > 1 && cells.len().is_multiple_of(known) && cells.len() > known * FEWEST_ROWS;
    let mut sketch = Sketch::default();
    cells.chunks(known.max(1)).for_each(|row| sketch.row(row.iter().cloned().enumerate()));
    comes_out.then(|| sketch.finish(true))
}
