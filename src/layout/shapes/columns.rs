//! Columns of one width, filled up with blanks: a cell goes on in the next line under its own beginning.

use super::{Drawn, Sketch, run_on};
use crate::document::{Paragraph, Passage};
use crate::rules::{ColumnRole, Pack};

/// Blanks that part two cells, at least.
const BLANKS_BETWEEN: usize = 2;
/// A line of the same cell begins this far from its column at most, in half widths.
const FARTHEST: usize = 6;
/// Longest header cell, in half widths.
const WIDEST_HEADER: usize = 40;

/// A stretch of text in a line, measured in half widths.
struct Piece {
    start: usize,
    end: usize,
    text: Passage,
}

impl Piece {
    /// How far it stands from a column, by whichever ends are closer.
    fn distance(&self, column: &Piece) -> usize {
        self.start.abs_diff(column.start).min(self.end.abs_diff(column.end))
    }
}

/// The rows from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let header = pieces(paragraphs.first()?);
    if header.len() < 3 || header.iter().any(|piece| piece.end - piece.start > WIDEST_HEADER) {
        return None;
    }
    let is_seq = |piece: &Piece| pack.column(piece.text.text()).is_some_and(|spec| spec.role == ColumnRole::Seq);
    // The column that every row fills.
    let key = header.iter().position(is_seq).unwrap_or(0);
    let mut rows: Vec<Vec<(usize, Passage)>> = Vec::new();
    let mut taken = 1;
    while let Some(paragraph) = paragraphs.get(taken) {
        let line = pieces(paragraph);
        let alone = line.len() == 1;
        let placed = if line.len() > header.len() { None } else { place(line, &header) };
        let Some(placed) = placed else { break };
        let begins = placed.iter().any(|(column, _)| *column == key);
        match rows.last_mut() {
            Some(row) if !begins && paragraph.blank_lines_before == 0 => append(row, placed),
            _ if begins && alone && !heads_rows(&paragraphs[taken + 1..]) => break,
            _ if begins || !alone => rows.push(placed),
            _ => break,
        }
        taken += 1;
    }
    if rows.is_empty() {
        return None;
    }
    let mut sketch = Sketch::default();
    let width = header.len();
    sketch.row(header.into_iter().map(|piece| piece.text).enumerate());
    for mut row in rows {
        match row.len() {
            1 if row[0].0 == key => sketch.line(row.remove(0).1, width),
            _ => sketch.row(row),
        }
    }
    Some(Drawn::certain(sketch.finish(false), taken))
}

/// Does a row follow: a single text above it is a heading across the table.
fn heads_rows(next: &[&Paragraph]) -> bool {
    next.first().is_some_and(|next| pieces(next).len() > 1)
}

/// Adds the next line of cells to them.
fn append(row: &mut Vec<(usize, Passage)>, line: Vec<(usize, Passage)>) {
    for (column, text) in line {
        match row.iter_mut().find(|(own, _)| *own == column) {
            Some((_, cell)) => run_on(cell, &text),
            None => row.push((column, text)),
        }
    }
}

/// The columns of the pieces of a line, in order, each as near as can be; None where one of them is in no column.
fn place(line: Vec<Piece>, header: &[Piece]) -> Option<Vec<(usize, Passage)>> {
    let columns = if line.len() == header.len() { (0..line.len()).collect() } else { nearest(&line, header)? };
    Some(columns.into_iter().zip(line).map(|(column, piece)| (column, piece.text)).collect())
}

/// The increasing columns that are nearest to the pieces together.
fn nearest(line: &[Piece], header: &[Piece]) -> Option<Vec<usize>> {
    // best[c]: the least distance of the pieces so far when the last of them stands in column c, and their columns.
    let mut best: Vec<Option<(usize, Vec<usize>)>> = Vec::new();
    for (at, piece) in line.iter().enumerate() {
        let mut next: Vec<Option<(usize, Vec<usize>)>> = vec![None; header.len()];
        for (column, head) in header.iter().enumerate() {
            let own = piece.distance(head);
            let before = match at {
                0 => Some((0, Vec::new())),
                _ => best[..column].iter().flatten().min_by_key(|(sum, _)| *sum).cloned(),
            };
            if let Some((sum, mut columns)) = before.filter(|_| own <= FARTHEST) {
                columns.push(column);
                next[column] = Some((sum + own, columns));
            }
        }
        best = next;
    }
    best.into_iter().flatten().min_by_key(|(sum, _)| *sum).map(|(_, columns)| columns)
}

/// The stretches of a line that stand apart.
fn pieces(paragraph: &Paragraph) -> Vec<Piece> {
    let text = paragraph.text.text();
    let mut out: Vec<Piece> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let (mut at, mut blanks) = (paragraph.indent.chars().map(width).sum::<usize>(), 0);
    let mut end = (0, 0);
    let mut close = |open: &mut Option<(usize, usize)>, (byte, column): (usize, usize)| {
        if let Some((from, start)) = open.take() {
            out.push(Piece { start, end: column, text: paragraph.text.slice(from..byte) });
        }
    };
    for (byte, c) in text.char_indices() {
        if c.is_whitespace() {
            blanks += 1;
        } else {
            if blanks >= BLANKS_BETWEEN {
                close(&mut open, end);
            }
            blanks = 0;
            open.get_or_insert((byte, at));
            end = (byte + c.len_utf8(), at + width(c));
        }
        at += width(c);
    }
    close(&mut open, end);
    out
}

/// The width of a character in half widths; signs that may be narrow or wide are wide among Chinese characters.
fn width(c: char) -> usize {
    let narrow = c.is_ascii() || matches!(c, '\u{a0}'..='\u{2ff}' | '\u{2002}'..='\u{200f}' | '\u{ff61}'..='\u{ffdc}');
    if narrow { 1 } else { 2 }
}
