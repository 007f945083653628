//! Headers of two rows of which only the cells are left: which of the upper cells the lower ones stand under. Nothing
//! says so but the number of figures in a row, the units in brackets, and that parts of one thing are of one magnitude.

use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::layout::align::LARGEST_MARGIN;
use crate::rules::Pack;
use rust_decimal::prelude::ToPrimitive;
use std::ops::Range;

/// Upper cells among which parents are looked for, at most.
const MOST_UPPER: usize = 16;
/// Upper cells with lower ones, at most.
const MOST_PARENTS: usize = 4;
/// What it costs when both the upper and the lower cell have a unit.
const TWO_UNITS: f64 = 3.0;
/// Magnitudes (natural logarithms of a ratio) to the scale of margins.
const MARGIN_OF_MAGNITUDE: f64 = 4.0;

/// A header of one row or two.
pub struct Head {
    /// The upper cells.
    upper: Vec<Passage>,
    /// The lower cells.
    lower: Vec<Passage>,
    /// For every upper cell, how many columns it takes.
    spans: Vec<usize>,
    /// How much worse the second-best reading is.
    pub margin: f32,
}

impl Head {
    /// Are there no lower cells.
    pub fn is_one_row(&self) -> bool {
        self.lower.is_empty()
    }

    /// The upper cells with column and span, the first one in column `from`.
    pub fn above(&self, from: usize) -> Vec<(usize, usize, Passage)> {
        self.columns(from).map(|(at, columns)| (columns.start, columns.len(), self.upper[at].clone())).collect()
    }

    /// The lower cells with their columns.
    pub fn below(&self, from: usize) -> Vec<(usize, Passage)> {
        let columns = self.columns(from).map(|(_, columns)| columns).filter(|columns| columns.len() > 1).flatten();
        columns.zip(self.lower.iter().cloned()).collect()
    }

    fn columns(&self, from: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
        let mut start = from;
        self.spans.iter().enumerate().map(move |(at, span)| {
            let columns = start..start + span;
            start = columns.end;
            (at, columns)
        })
    }
}

/// A header that is printed twice, for places side by side, once.
pub fn unfolded(texts: &[Passage]) -> Vec<Passage> {
    let half = texts.len() / 2;
    let same = |(a, b): (&Passage, &Passage)| fold(a.text()) == fold(b.text());
    let folded = texts.len().is_multiple_of(2) && half > 1 && texts[..half].iter().zip(&texts[half..]).all(same);
    texts[..if folded { half } else { texts.len() }].to_vec()
}

/// The header over rows of figures; None where the cells and the figures do not come out.
pub fn settle(pack: &Pack, texts: &[Passage], rows: &[Vec<Passage>]) -> Option<Head> {
    let cells = with_measures(texts);
    let whole = with_beginnings(&cells);
    settle_cells(pack, cells, rows).or_else(|| settle_cells(pack, whole?, rows))
}

/// Cells whose name is broken before the line with its unit, "畜禽粪污" above "综合利用率(%)", in one; None where none is.
fn with_beginnings(cells: &[Passage]) -> Option<Vec<Passage>> {
    let last = cells.iter().rposition(has_measure)?;
    let mut out: Vec<Passage> = Vec::new();
    let mut open = false;
    for cell in &cells[..=last] {
        match out.last_mut() {
            Some(begun) if open => begun.append(cell),
            _ => out.push(cell.clone()),
        }
        open = !has_measure(cell);
    }
    out.extend_from_slice(&cells[last + 1..]);
    (out.len() < cells.len()).then_some(out)
}

fn settle_cells(pack: &Pack, cells: Vec<Passage>, rows: &[Vec<Passage>]) -> Option<Head> {
    let width = rows.first()?.len();
    if cells.len() == width {
        let spans = vec![1; width];
        return Some(Head { upper: cells, lower: Vec::new(), spans, margin: LARGEST_MARGIN });
    }
    let parents = cells.len().checked_sub(width).filter(|n| *n <= MOST_PARENTS)?;
    let parts = lower_cells(&cells, parents)?;
    let upper = cells.len() - parts * parents;
    if upper < parents || upper > MOST_UPPER {
        return None;
    }
    let (above, below) = cells.split_at(upper);
    let units = below.iter().any(has_measure);
    let magnitudes: Vec<Vec<Option<f64>>> =
        rows.iter().map(|row| row.iter().map(|cell| magnitude(pack, cell)).collect()).collect();
    let cost = |chosen: &[usize]| {
        let doubled = chosen.iter().filter(|at| units && has_measure(&above[**at])).count();
        let groups = chosen.iter().enumerate().map(|(n, at)| at + n * (parts - 1)..at + n * (parts - 1) + parts);
        TWO_UNITS * doubled as f64 + groups.map(|columns| spread(&magnitudes, columns)).sum::<f64>()
    };
    let mut judged: Vec<(f64, Vec<usize>)> =
        choices(upper, parents).into_iter().map(|chosen| (cost(&chosen), chosen)).collect();
    judged.sort_by(|a, b| a.0.total_cmp(&b.0));
    let margin = judged.get(1).map_or(f64::INFINITY, |second| (second.0 - judged[0].0) * MARGIN_OF_MAGNITUDE);
    let chosen = &judged.first()?.1;
    let spans = (0..upper).map(|at| if chosen.contains(&at) { parts } else { 1 }).collect();
    let margin = LARGEST_MARGIN.min(margin as f32);
    Some(Head { upper: above.to_vec(), lower: below.to_vec(), spans, margin })
}

/// Cells with the units that stand in brackets on a line of their own.
fn with_measures(texts: &[Passage]) -> Vec<Passage> {
    let mut cells: Vec<Passage> = Vec::new();
    for text in texts {
        match cells.last_mut() {
            Some(cell) if fold(text.text()).starts_with('(') => cell.append(text),
            _ => cells.push(text.clone()),
        }
    }
    cells
}

fn has_measure(cell: &Passage) -> bool {
    fold(cell.text()).ends_with(')')
}

/// How many lower cells each of the parents has: as many as repeat themselves at the end, or the last ones without a
/// unit below others that have one.
fn lower_cells(cells: &[Passage], parents: usize) -> Option<usize> {
    let texts: Vec<String> = cells.iter().map(|cell| fold(cell.text())).collect();
    if parents == 1 {
        let bare = cells.iter().rev().take_while(|cell| !has_measure(cell)).count();
        return Some(if bare < cells.len() { bare.max(2) } else { 2 });
    }
    (2..=cells.len() / parents).find(|&parts| {
        let tail = &texts[texts.len() - parts * parents..];
        tail.chunks(parts).all(|chunk| chunk == &tail[..parts])
    })
}

fn magnitude(pack: &Pack, cell: &Passage) -> Option<f64> {
    let number = pack.read_value(cell.text()).number?.to_f64()?;
    (number.abs() > 0.0).then(|| number.abs().ln())
}

/// How far the magnitudes of neighbouring columns are apart, on the average of the rows.
fn spread(rows: &[Vec<Option<f64>>], columns: Range<usize>) -> f64 {
    let apart = |row: &Vec<Option<f64>>| {
        let known: Vec<f64> = columns.clone().filter_map(|column| *row.get(column)?).collect();
        known.windows(2).map(|two| (two[0] - two[1]).abs()).sum::<f64>()
    };
    rows.iter().map(apart).sum::<f64>() / rows.len().max(1) as f64
}

/// All ways to choose so many of the upper cells, in order.
fn choices(upper: usize, parents: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..parents {
        let longer = |chosen: &Vec<usize>| {
            let from = chosen.last().map_or(0, |last| last + 1);
            (from..upper).map(|at| [chosen.as_slice(), &[at]].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}
