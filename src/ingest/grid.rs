//! Putting cells with spans together to a grid, for every format that states them.

use super::error::IngestError;
use super::limits::{Limit, Limits};
use crate::document::{Grid, GridCell, Passage};

/// A grid whose cells come row by row, each with the rows and columns it takes.
#[derive(Debug)]
pub struct GridBuilder<'l> {
    limits: &'l Limits,
    cells: Vec<GridCell>,
    rows: usize,
    /// For every column, the row down to which a cell from above takes it.
    taken: Vec<usize>,
    column: usize,
}

impl<'l> GridBuilder<'l> {
    /// A grid of nothing.
    pub fn new(limits: &'l Limits) -> GridBuilder<'l> {
        GridBuilder { limits, cells: Vec::new(), rows: 0, taken: Vec::new(), column: 0 }
    }

    /// Begins the next row.
    pub fn begin_row(&mut self) {
        self.rows += 1;
        self.column = 0;
    }

    /// Goes to a column of the row, from 0, and leaves those before it empty.
    pub fn move_to(&mut self, column: usize) {
        self.column = column.min(2 * self.limits.row_cells);
    }

    /// Adds a cell to the row, in the next column that no cell from above takes. Spans of 0 count as 1; a span of rows
    /// may reach below the last row.
    ///
    /// # Errors
    /// [`IngestError::TooLarge`] where the row gets too wide or the cells too many.
    pub fn push(&mut self, text: Passage, row_span: usize, column_span: usize) -> Result<(), IngestError> {
        let row = self.rows.max(1) - 1;
        while self.taken.get(self.column).is_some_and(|&until| until > row) {
            self.column += 1;
        }
        // As browsers do, a span beyond the limit is cut; a row of such cells is not.
        let column_span = column_span.clamp(1, self.limits.row_cells);
        let end = self.column + column_span;
        if end > 2 * self.limits.row_cells {
            return Err(self.too_large(Limit::RowCells, end, self.limits.row_cells, &text));
        }
        if self.taken.len() < end {
            self.taken.resize(end, 0);
        }
        let row_span = row_span.max(1);
        // Where cells overlap in a broken table, the one that reaches further down keeps its place.
        self.taken[self.column..end].iter_mut().for_each(|until| *until = (*until).max(row + row_span));
        if self.cells.len() >= self.limits.cells {
            return Err(self.too_large(Limit::Cells, self.cells.len() + 1, self.limits.cells, &text));
        }
        self.cells.push(GridCell { text, row, column: self.column, row_span, column_span });
        self.column = end;
        Ok(())
    }

    fn too_large(&self, what: Limit, found: usize, limit: usize, text: &Passage) -> IngestError {
        let line = text.span().map(|span| span.line);
        IngestError::TooLarge { what, found: found as u64, limit: limit as u64, line }
    }

    /// The grid. Columns in which no cell begins are no columns of their own; rows below the last one are cut off, and
    /// where cells overlap in a broken table, the later one is cut.
    ///
    /// # Errors
    /// [`IngestError::TooLarge`] where the grid has too many places or its rows too many columns.
    pub fn finish(self, header_rows: usize) -> Result<Grid, IngestError> {
        let mut begins = vec![false; self.taken.len() + 1];
        self.cells.iter().for_each(|cell| begins[cell.column] = true);
        // For every printed column, the number of columns that begin before it.
        let index: Vec<usize> = begins
            .iter()
            .scan(0, |count, begins| {
                let before = *count;
                *count += usize::from(*begins);
                Some(before)
            })
            .collect();
        let columns = begins.iter().filter(|begins| **begins).count();
        if columns > self.limits.row_cells {
            return Err(self.too_large(Limit::RowCells, columns, self.limits.row_cells, &Passage::default()));
        }
        if columns.saturating_mul(self.rows) > self.limits.cells {
            return Err(self.too_large(Limit::Cells, columns * self.rows, self.limits.cells, &Passage::default()));
        }
        let mut grid = Grid { cells: Vec::new(), rows: self.rows, columns, header_rows, states_spans: true };
        let mut taken = vec![false; columns * self.rows];
        for mut cell in self.cells {
            let end = index[(cell.column + cell.column_span).min(begins.len() - 1)].max(index[cell.column] + 1);
            cell.column = index[cell.column];
            cell.row_span = cell.row_span.min(grid.rows - cell.row);
            let free = |row: usize, column: usize| !taken[row * columns + column];
            cell.column_span = (cell.column..end.min(columns)).take_while(|&c| free(cell.row, c)).count().max(1);
            let across = cell.column..cell.column + cell.column_span;
            let below = (cell.row + 1..cell.row + cell.row_span).take_while(|&r| across.clone().all(|c| free(r, c)));
            cell.row_span = 1 + below.count();
            for row in cell.row..cell.row + cell.row_span {
                taken[row * columns + across.start..row * columns + across.end].fill(true);
            }
            grid.cells.push(cell);
        }
        Ok(grid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row, column and spans of every cell of rows of (row span, column span).
    fn places(rows: &[&[(usize, usize)]], limits: &Limits) -> Result<Vec<[usize; 4]>, IngestError> {
        let mut builder = GridBuilder::new(limits);
        for row in rows {
            builder.begin_row();
            for &(down, across) in *row {
                builder.push(Passage::new("甲", 1, 1), down, across)?;
            }
        }
        let grid = builder.finish(0)?;
        Ok(grid.cells.iter().map(|c| [c.row, c.column, c.row_span, c.column_span]).collect())
    }

    #[test]
    fn cells_stand_beside_those_from_above() {
        let found = places(&[&[(2, 1), (1, 2)], &[(1, 1), (0, 0)]], &Limits::default());
        assert_eq!(found, Ok(vec![[0, 0, 2, 1], [0, 1, 1, 2], [1, 1, 1, 1], [1, 2, 1, 1]]));
    }

    #[test]
    fn spans_beyond_the_table_are_cut() {
        let found = places(&[&[(1, 1_000_000)], &[(65_534, 1), (1, 1)], &[(1, 1)]], &Limits::default());
        assert_eq!(found, Ok(vec![[0, 0, 1, 2], [1, 0, 2, 1], [1, 1, 1, 1], [2, 1, 1, 1]]));
    }

    #[test]
    fn columns_that_nothing_tells_apart_are_one() {
        assert_eq!(places(&[&[(1, 3), (1, 2)], &[(1, 3), (1, 2)]], &Limits::default()).map(|c| c[1]), Ok([0, 1, 1, 1]));
    }

    #[test]
    fn limits_hold() {
        let limits = Limits { row_cells: 2, cells: 5, ..Limits::default() };
        let what = |rows: &[&[(usize, usize)]]| match places(rows, &limits) {
            Err(IngestError::TooLarge { what, .. }) => Some(what),
            _ => None,
        };
        assert_eq!(what(&[&[(1, 1), (1, 1)], &[(1, 1), (1, 1)]]), None);
        assert_eq!(what(&[&[(1, 1), (1, 1), (1, 1)]]), Some(Limit::RowCells));
        assert_eq!(what(&[&[(1, 1), (1, 1)], &[(1, 1)], &[(1, 1)]]), Some(Limit::Cells));
        assert_eq!(what(&[&[(1, 1)][..]; 6]), Some(Limit::Cells));
        assert_eq!(what(&[&[(1, 9), (1, 9), (1, 9)]]), Some(Limit::RowCells));
    }

    proptest::proptest! {
        #[test]
        fn no_place_is_in_two_cells(rows in proptest::collection::vec(
            proptest::collection::vec((0..4usize, 0..4usize), 0..5), 0..6)) {
            let rows: Vec<&[(usize, usize)]> = rows.iter().map(Vec::as_slice).collect();
            let cells = places(&rows, &Limits::default()).expect("small");
            let mut taken = std::collections::HashSet::new();
            for [row, column, down, across] in cells {
                proptest::prop_assert!(row + down <= rows.len());
                for place in (row..row + down).flat_map(|r| (column..column + across).map(move |c| (r, c))) {
                    proptest::prop_assert!(taken.insert(place), "{place:?}");
                }
            }
        }
    }
}
