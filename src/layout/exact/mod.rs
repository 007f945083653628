//! Tables with certain borders and certain merges: HTML, workbooks, Word, ruled pages. Nothing has to be aligned; what
//! is left to find is the header, the group headings, the notes, and which grids are pages of one table.

mod head;
mod loose;
mod matrix;
mod places;
mod rows;

use super::table::RecoveredTable;
use super::{Context, Item, Layout, outline};
use crate::document::{Block, Grid, Paragraph, Passage};
use crate::rules::ColumnSpec;
use head::Head;
use matrix::Matrix;
use places::Places;
pub use places::heads_places;
use rows::Builder;

/// Takes the grids from `start` on that nothing separates; gives the index of the block behind them.
pub fn take_grids(context: &Context, blocks: &[Block], start: usize, layout: &mut Layout) -> usize {
    let grids = blocks[start..].iter().map_while(|block| if let Block::Grid(grid) = block { Some(grid) } else { None });
    let grids: Vec<&Grid> = grids.collect();
    take(context, &grids, layout);
    start + grids.len()
}

/// A grid that is a table of places and nothing else, turned.
pub fn turned(context: &Context, grid: &Grid) -> Option<RecoveredTable> {
    let matrix = Matrix::new(grid);
    let places = places::read(&context.rules.pack, &matrix)?;
    (places.start == 0 && places.end == matrix.rows()).then_some(places.table)
}

/// Takes grids that nothing separates.
pub fn take(context: &Context, grids: &[&Grid], layout: &mut Layout) {
    let mut walk = Walk { context, layout, open: None };
    for grid in grids {
        walk.take(&Matrix::new(grid));
    }
    walk.close();
}

struct Walk<'a> {
    context: &'a Context<'a>,
    layout: &'a mut Layout,
    open: Option<Open<'a>>,
}

/// A table that may go on in the next grid.
struct Open<'a> {
    builder: Builder<'a>,
    head: Head,
}

/// Rows of a grid under a header, or above the first one.
struct Part {
    /// First row.
    start: usize,
    /// The header that begins there.
    head: Option<Head>,
    /// The row behind the part.
    end: usize,
}

impl<'a> Walk<'a> {
    fn take(&mut self, matrix: &Matrix) {
        if let Some(places) = places::read(&self.context.rules.pack, matrix) {
            self.take_places(matrix, places);
            return;
        }
        let parts = self.parts(matrix);
        let has_header = parts.iter().any(|part| part.head.is_some());
        for part in parts {
            match part.head {
                Some(head) => self.take_table(matrix, head, part.end),
                None if has_header => self.take_above(matrix, part.start..part.end),
                None => self.take_headless(matrix),
            }
        }
    }

    /// A table of places with what stands around it in its grid.
    fn take_places(&mut self, matrix: &Matrix, places: Places) {
        self.close();
        self.take_above(matrix, 0..places.start);
        self.layout.items.push(Item::Table(places.table));
        let below = (places.end..matrix.rows()).filter_map(|row| loose::of_row(matrix, row));
        below.for_each(|text| self.paragraph(text));
    }

    /// Cuts a grid where headers begin.
    fn parts(&self, matrix: &Matrix) -> Vec<Part> {
        let pack = &self.context.rules.pack;
        let mut parts: Vec<Part> = Vec::new();
        let mut row = 0;
        while row < matrix.rows() {
            let first = parts.iter().all(|part| part.head.is_none());
            let may_begin = first || head::shows(pack, matrix, row);
            let head = if may_begin { head::at(pack, matrix, row) } else { None };
            match (head, parts.last_mut()) {
                (Some(head), _) => {
                    let behind = head.end;
                    parts.push(Part { start: row, head: Some(head), end: behind });
                    row = behind;
                }
                (None, Some(part)) => {
                    row += 1;
                    part.end = row;
                }
                (None, None) => {
                    row += 1;
                    parts.push(Part { start: 0, head: None, end: row });
                }
            }
        }
        parts
    }

    /// Rows above a header: titles and notes.
    fn take_above(&mut self, matrix: &Matrix, rows: std::ops::Range<usize>) {
        let texts: Vec<Passage> = rows.filter_map(|row| loose::of_row(matrix, row)).collect();
        if !texts.is_empty() {
            self.close();
        }
        texts.into_iter().for_each(|text| self.paragraph(text));
    }

    fn take_table(&mut self, matrix: &Matrix, head: Head, end: usize) {
        let body = head.end..end;
        match &mut self.open {
            Some(open) if open.goes_on(self.context, matrix, &head, body.clone()) => {
                let map = shared_map(&head, &open.head.columns);
                open.builder.table.repeated.extend(head.cells.iter().cloned());
                open.builder.begin_page();
                body.for_each(|row| open.builder.take(matrix, row, &map));
            }
            _ => {
                self.close();
                let mut builder = Builder::new(&self.context.rules.pack, &head);
                body.for_each(|row| builder.take(matrix, row, &head.map));
                self.open = Some(Open { builder, head });
            }
        }
    }

    /// A grid without a header goes on with the table before it, or is a frame around text.
    fn take_headless(&mut self, matrix: &Matrix) {
        if let Some(open) = self.open.as_mut().filter(|open| open.has_columns_of(matrix)) {
            open.builder.begin_page();
            let map = open.head.map.clone();
            (0..matrix.rows()).for_each(|row| open.builder.take(matrix, row, &map));
            return;
        }
        self.close();
        match loose::paragraphs(&self.context.rules.pack, matrix) {
            Some(texts) => texts.into_iter().for_each(|text| self.paragraph(text)),
            None => {
                let cells = matrix.grid.cells.iter().map(|cell| cell.text.clone()).filter(|text| !text.is_blank());
                self.layout.items.push(Item::UnknownTable(cells.collect()));
            }
        }
    }

    /// Ends the open table: its rows, then the lines behind it.
    fn close(&mut self) {
        let Some(Open { mut builder, .. }) = self.open.take() else { return };
        let behind = builder.take_trailing_headings();
        let notes = std::mem::take(&mut builder.notes);
        if builder.table.rows.is_empty() {
            self.layout.items.push(Item::UnknownTable(builder.table.header));
        } else {
            self.layout.items.push(Item::Table(builder.table));
        }
        notes.into_iter().chain(behind).for_each(|text| self.paragraph(text));
    }

    fn paragraph(&mut self, text: Passage) {
        let paragraph = Paragraph { text, ..Paragraph::default() };
        self.layout.items.push(Item::Paragraph(outline(self.context.rules, &paragraph)));
    }
}

impl Open<'_> {
    /// Does a header go on with this table: the same columns, and numbers that do not begin anew.
    fn goes_on(&self, context: &Context, matrix: &Matrix, head: &Head, body: std::ops::Range<usize>) -> bool {
        if head.key != self.head.key {
            return false;
        }
        let next = rows::first_number(&context.rules.pack, matrix, body, head);
        next.zip(self.builder.last_number()).is_none_or(|(next, last)| next != 1 || last == 0)
    }

    /// May a grid without a header be the next page of this table.
    fn has_columns_of(&self, matrix: &Matrix) -> bool {
        let used = matrix.used_columns(0);
        let wide = (0..matrix.rows()).any(|row| matrix.shown(row).len() > 1);
        matrix.columns() == self.head.map.len() && wide && used.iter().all(|&column| self.head.map[column].is_some())
    }
}

/// Columns of a table for the columns of a grid whose own header may leave out an empty one.
fn shared_map(head: &Head, shared: &[ColumnSpec]) -> Vec<Option<usize>> {
    let mut at = 0;
    let mut indices = Vec::new();
    for own in &head.columns {
        let found = shared[at.min(shared.len())..].iter().position(|spec| spec.role == own.role);
        let index = found.map(|step| at + step);
        indices.push(index);
        at = index.map_or(at, |index| index + 1);
    }
    head.map.iter().map(|column| indices[(*column)?]).collect()
}

#[cfg(test)]
mod tests;
