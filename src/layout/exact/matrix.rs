//! A grid as places: which cell covers a row and a column.

use crate::document::{Grid, GridCell};

/// A grid with the cell of every place; blank cells count as none.
pub struct Matrix<'g> {
    /// The grid itself.
    pub grid: &'g Grid,
    /// Index of the cell for every place, row by row, counted from 1; 0 for none.
    places: Vec<u32>,
    /// For every column, whether a cell is merged downward in it.
    merged: Vec<bool>,
    /// For every column, the number of rows down to the last one with text in it.
    filled: Vec<usize>,
}

impl<'g> Matrix<'g> {
    /// The places of a grid.
    pub fn new(grid: &'g Grid) -> Matrix<'g> {
        let mut places = vec![0; grid.rows * grid.columns];
        let mut merged = vec![false; grid.columns];
        let mut filled = vec![0; grid.columns];
        for (index, cell) in (1..).zip(&grid.cells) {
            if cell.text.is_blank() {
                continue;
            }
            let columns = cell.column..(cell.column + cell.column_span).min(grid.columns);
            for row in cell.row..(cell.row + cell.row_span).min(grid.rows) {
                places[row * grid.columns + columns.start..row * grid.columns + columns.end].fill(index);
            }
            if cell.row_span > 1 {
                merged[columns.clone()].fill(true);
            }
            filled[columns].iter_mut().for_each(|rows| *rows = (cell.row + cell.row_span).max(*rows));
        }
        Matrix { grid, places, merged, filled }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.grid.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.grid.columns
    }

    /// The cell that covers a place.
    pub fn cell(&self, row: usize, column: usize) -> Option<&'g GridCell> {
        let index = *self.places.get(row * self.grid.columns + column)?;
        (index > 0).then(|| &self.grid.cells[index as usize - 1])
    }

    /// The cells that a row shows, from left to right, those from rows above included.
    pub fn shown(&self, row: usize) -> Vec<&'g GridCell> {
        let mut cells: Vec<&GridCell> = (0..self.columns()).filter_map(|column| self.cell(row, column)).collect();
        cells.dedup_by(|a, b| std::ptr::eq(*a, *b));
        cells
    }

    /// The cells that begin in a row.
    pub fn begun(&self, row: usize) -> Vec<&'g GridCell> {
        self.shown(row).into_iter().filter(|cell| cell.row == row).collect()
    }

    /// Is a cell of this column merged downward.
    pub fn merges_down(&self, column: usize) -> bool {
        self.merged.get(column).is_some_and(|merged| *merged)
    }

    /// The columns with text from a row on.
    pub fn used_columns(&self, from: usize) -> Vec<usize> {
        (0..self.columns()).filter(|&column| self.filled[column] > from).collect()
    }
}
