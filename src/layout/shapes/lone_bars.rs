//! Tables of which every cell stands on a line of its own, with the bar behind it on the same line or on the next one:
//! `甲 |`, `乙 |` or `甲`, `|`, `乙`, `|`. Nothing says where a row ends but the numbers of the rows, or that the cells
//! come out.

use super::{Drawn, Sketch};
use crate::document::{Grid, Paragraph, Passage};
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, Pack};

/// Rows that such a table has at least.
const FEWEST_ROWS: usize = 2;
/// Lines of one cell, at most.
const MOST_LINES: usize = 12;

/// The cells from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let (first, second) = (paragraphs.first()?, paragraphs.get(1)?);
    let below = !first.text.text().contains(BARS) && is_bar(second);
    let behind = !is_bar(first) && ends_in_bar(first) && ends_in_bar(second);
    if !(below || behind) {
        return None;
    }
    let (cells, bars, taken) = cells(&paragraphs[..extent(paragraphs)]);
    let known = cells.iter().take_while(|cell| pack.column(cell.text()).is_some()).count();
    let grid = numbered(pack, &cells, known).or_else(|| even(&cells, known))?;
    Some(Drawn { beside: bars, ..Drawn::certain(grid, taken) })
}

const BARS: [char; 2] = ['|', '\u{ff5c}'];

fn is_bar(paragraph: &Paragraph) -> bool {
    matches!(paragraph.text.text(), "|" | "\u{ff5c}")
}

/// Bars at the end and nowhere else.
fn ends_in_bar(paragraph: &Paragraph) -> bool {
    let text = paragraph.text.text();
    let rest = text.trim_end_matches(|c: char| BARS.contains(&c) || c.is_whitespace());
    text.contains(BARS) && !rest.contains(BARS)
}

/// The paragraphs up to the last bar, before a long stretch without one and before a line that holds several cells.
fn extent(paragraphs: &[&Paragraph]) -> usize {
    let mut end = 0;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if ends_in_bar(paragraph) {
            end = at + 1;
        } else if at - end >= MOST_LINES || paragraph.text.text().contains(BARS) {
            break;
        }
    }
    end
}

/// Cells, bars, and the paragraphs they take. A cell may have several lines; a bar without one before it closes an empty
/// cell.
fn cells(paragraphs: &[&Paragraph]) -> (Vec<Passage>, Vec<Passage>, usize) {
    let (mut cells, mut bars) = (Vec::new(), Vec::new());
    let mut cell = Passage::default();
    for paragraph in paragraphs {
        let text = paragraph.text.text();
        let first_bar = text.find(BARS).unwrap_or(text.len());
        let words = paragraph.text.slice(0..first_bar).trim();
        if !words.is_blank() {
            cell.push_break();
            cell.append(&words);
        }
        for (at, bar) in text.match_indices(BARS) {
            bars.push(paragraph.text.slice(at..at + bar.len()));
            cells.push(std::mem::take(&mut cell));
        }
    }
    (cells, bars, paragraphs.len())
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

/// Rows without numbers, each as long as the header. A heading across the table may read like one header cell more.
fn even(cells: &[Passage], known: usize) -> Option<Grid> {
    let comes_out =
        |width: &usize| *width > 1 && cells.len().is_multiple_of(*width) && cells.len() > width * FEWEST_ROWS;
    let heads_rows = |width: &usize| *width == known || cells[*width..].chunks(*width).next().is_some_and(is_heading);
    let width = (known.saturating_sub(1)..=known).rev().filter(comes_out).find(heads_rows)?;
    let mut sketch = Sketch::default();
    for row in cells.chunks(width) {
        match row {
            [heading, ..] if is_heading(row) => sketch.line(heading.clone(), width),
            row => sketch.row(row.iter().cloned().enumerate()),
        }
    }
    Some(sketch.finish(true))
}

/// Is the first cell the only one of a row that holds text.
fn is_heading(row: &[Passage]) -> bool {
    row.len() > 1 && !row[0].is_blank() && row[1..].iter().all(Passage::is_blank)
}
