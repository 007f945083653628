//! Shapes (版式): tables whose cells a text prints side by side, told apart by tabs, drawn lines or columns of blanks,
//! and tables of places whose rows repeat themselves cell by cell. Each shape turns lines into a grid; the grid is a
//! table where its header is understood, else the lines stay what they were.

mod bars;
mod boxes;
mod cells;
mod columns;
mod flat;
mod headed;
mod header;
mod labelled;
mod lone_bars;
mod spaced;
mod sparse;
mod stanzas;
mod tabs;
mod worded;

use super::align::LARGEST_MARGIN;
use super::{Context, Item, Layout, exact};
use crate::document::{Grid, GridCell, Paragraph, Passage};
use crate::rules::Pack;
use std::ops::Range;

/// Lines as a grid.
pub struct Drawn {
    /// The grid.
    grid: Grid,
    /// Number of paragraphs that it takes.
    taken: usize,
    /// How much worse the second-best reading of the header is.
    margin: f32,
    /// What is printed beside the cells: labels said before, signs between cells.
    beside: Vec<Passage>,
}

impl Drawn {
    /// A grid of the first `taken` paragraphs that can be read in one way only.
    fn certain(grid: Grid, taken: usize) -> Drawn {
        Drawn { grid, taken, margin: LARGEST_MARGIN, beside: Vec::new() }
    }
}

/// Reads the table that begins with the first paragraph, if it has this shape.
type Shape = fn(&Pack, &[&Paragraph]) -> Option<Drawn>;

/// The shapes, in the order in which they are tried.
const SHAPES: &[Shape] = &[
    tabs::read,
    boxes::read,
    columns::read,
    worded::read,
    bars::read,
    lone_bars::read,
    flat::read,
    spaced::read,
    cells::read,
    stanzas::read,
    labelled::read,
    headed::read,
];

/// The table that begins at the first paragraph and the lines around it that belong to it, with the number of
/// paragraphs they take.
pub fn take_table(context: &Context, paragraphs: &[&Paragraph]) -> Option<(Vec<Item>, usize)> {
    SHAPES.iter().find_map(|shape| {
        let drawn = shape(&context.rules.pack, paragraphs)?;
        let mut layout = Layout::default();
        exact::take(context, &[&drawn.grid], &mut layout);
        let mut found = false;
        let mut beside = drawn.beside;
        for item in &mut layout.items {
            match item {
                Item::Table(table) => {
                    table.columns_margin = table.columns_margin.min(drawn.margin);
                    table.repeated.append(&mut beside);
                    found = true;
                }
                Item::UnknownTable(_) => return None,
                Item::Paragraph(_) => {}
            }
        }
        found.then_some((layout.items, drawn.taken))
    })
}

/// The places of the words of a line, in bytes.
fn words(line: &str) -> impl Iterator<Item = Range<usize>> {
    line.split_whitespace().map(move |word| {
        let start = word.as_ptr() as usize - line.as_ptr() as usize;
        start..start + word.len()
    })
}

/// Adds the next line of a cell to it.
fn run_on(cell: &mut Passage, next: &Passage) {
    if cell.text().ends_with(['。', ';', '\u{ff1b}']) {
        cell.push_break();
    }
    cell.append(next);
}

/// A grid that is drawn row by row; what is merged in it is not stated.
#[derive(Default)]
pub struct Sketch {
    rows: Vec<Vec<GridCell>>,
}

impl Sketch {
    /// Adds a row of cells, each with its column.
    pub fn row(&mut self, cells: impl IntoIterator<Item = (usize, Passage)>) {
        let row = self.rows.len();
        let cell = |(column, text)| GridCell { text, row, column, row_span: 1, column_span: 1 };
        self.rows.push(cells.into_iter().map(cell).collect());
    }

    /// Adds a row of cells, each with its column, the columns and the rows that it takes.
    fn spanned(&mut self, cells: impl IntoIterator<Item = (usize, usize, usize, Passage)>) {
        let row = self.rows.len();
        let cell = |(column, column_span, row_span, text)| GridCell { text, row, column, row_span, column_span };
        self.rows.push(cells.into_iter().map(cell).collect());
    }

    /// Adds a line across the table.
    pub fn line(&mut self, text: Passage, columns: usize) {
        let row = self.rows.len();
        self.rows.push(vec![GridCell { text, row, column: 0, row_span: 1, column_span: columns }]);
    }

    /// The grid of everything added.
    pub fn finish(self, states_spans: bool) -> Grid {
        let rows = self.rows.len();
        let cells: Vec<GridCell> = self.rows.into_iter().flatten().filter(|cell| !cell.text.is_blank()).collect();
        let columns = cells.iter().map(|cell| cell.column + cell.column_span).max().unwrap_or(0);
        Grid { cells, rows, columns, header_rows: 0, states_spans }
    }
}

#[cfg(test)]
mod tests;
