//! Workbooks (工作簿): every visible sheet as a person sees it. Rows of one cell are paragraphs, the rest are grids,
//! which blank rows part.

pub mod csv;
mod number_format;
mod ods;
mod xls;
mod xlsb;
mod xlsx;

use super::error::IngestError;
use super::limits::{Limit, Limits};
use super::lines::Lines;
use crate::document::{Block, Document, Grid, GridCell, Paragraph, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use ods::read as read_ods;
pub use xls::read as read_xls;
pub use xlsb::read as read_xlsb;
pub use xlsx::read as read_xlsx;

/// A sheet as its format states it; rows and columns count from 0.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    hidden: bool,
    /// The cells with text, as shown.
    cells: BTreeMap<(u32, u32), String>,
    /// First row, first column, last row, last column of merged regions.
    merges: Vec<[u32; 4]>,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: BTreeSet<u32>,
    /// The format says which cells are merged.
    states_merges: bool,
}

impl Sheet {
    /// Adds the text of a cell, if it has any.
    fn put(
        &mut self,
        row: u32,
        column: u32,
        text: String,
        cells: &mut usize,
        limits: &Limits,
    ) -> Result<(), IngestError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        *cells += 1;
        if *cells > limits.cells {
            return Err(too_many(Limit::Cells, *cells, limits.cells));
        }
        self.cells.insert((row, column), text);
        Ok(())
    }
}

fn too_many(what: Limit, found: usize, limit: usize) -> IngestError {
    IngestError::TooLarge { what, found: found as u64, limit: limit as u64, line: None }
}

/// Names that a program gives to sheets by itself.
fn is_generic(name: &str) -> bool {
    let rest = ["Sheet", "sheet", "工作表", "表"].iter().find_map(|prefix| name.strip_prefix(prefix));
    rest.is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
}

/// Lays sheets out.
fn lay_out(sheets: Vec<Sheet>, limits: &Limits) -> Result<Document, IngestError> {
    let mut layout = Layout { limits, lines: Lines::default(), document: Document::default(), places: 0 };
    let hidden: Vec<&str> = sheets
        .iter()
        .filter(|sheet| sheet.hidden && !sheet.cells.is_empty())
        .map(|sheet| sheet.name.as_str())
        .collect();
    if !hidden.is_empty() {
        layout.document.notes.push(format!("隐藏的工作表没有读取：{}", hidden.join("、")));
    }
    let shown: Vec<&Sheet> = sheets.iter().filter(|sheet| !sheet.hidden && !sheet.cells.is_empty()).collect();
    for sheet in &shown {
        layout.take(sheet, shown.len() > 1 && !is_generic(&sheet.name))?;
    }
    let Layout { lines, mut document, .. } = layout;
    if document.blocks.is_empty() {
        return Err(IngestError::Empty);
    }
    document.line_lengths = lines.lengths;
    document.sites = lines.sites;
    Ok(document)
}

struct Layout<'l> {
    limits: &'l Limits,
    lines: Lines,
    document: Document,
    /// Places of all grids so far.
    places: usize,
}

/// A sheet without what is hidden: rows and columns by their place among those that are shown.
struct Shown<'s> {
    name: Arc<str>,
    sheet: &'s Sheet,
    rows: Vec<u32>,
    columns: Vec<u32>,
    /// Cells by shown row and column: text, row span, column span.
    cells: BTreeMap<(usize, usize), (&'s str, usize, usize)>,
}

impl Layout<'_> {
    fn take(&mut self, sheet: &Sheet, named: bool) -> Result<(), IngestError> {
        let shown = Shown::of(sheet, self.limits)?;
        self.note_hidden(sheet, &shown);
        if named && !shown.cells.is_empty() {
            let site = Site::Cell { sheet: shown.name.clone(), row: 0, column: 0 };
            self.paragraph(&sheet.name, site, 1);
        }
        let mut blank = 0;
        let mut start = 0;
        while start < shown.rows.len() {
            let end = shown.band_end(start);
            if end == start {
                blank += 1;
                start += 1;
                continue;
            }
            self.take_band(&shown, start..end, std::mem::take(&mut blank))?;
            start = end;
        }
        Ok(())
    }

    fn note_hidden(&mut self, sheet: &Sheet, shown: &Shown) {
        let in_use = |hidden: &BTreeSet<u32>, of: fn(&(u32, u32)) -> u32| {
            let used: BTreeSet<u32> = sheet.cells.keys().map(of).filter(|at| hidden.contains(at)).collect();
            used.len()
        };
        let rows = in_use(&sheet.hidden_rows, |place| place.0);
        let columns = in_use(&sheet.hidden_columns, |place| place.1);
        let parts = [(rows, "行"), (columns, "列")].into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
        if !parts.is_empty() {
            self.document.notes.push(format!("工作表“{}”隐藏的 {}没有读取", shown.name, parts.join("、")));
        }
    }

    /// Rows without a blank one between: paragraphs where no row has two cells, else a grid.
    fn take_band(&mut self, shown: &Shown, rows: std::ops::Range<usize>, blank: u32) -> Result<(), IngestError> {
        let cells: Vec<_> = shown.cells.range((rows.start, 0)..(rows.end, 0)).collect();
        let single =
            cells.windows(2).all(|pair| pair[0].0.0 != pair[1].0.0) && cells.iter().all(|(_, (_, down, _))| *down == 1);
        if single {
            for (at, (&(row, column), (text, ..))) in cells.into_iter().enumerate() {
                let before = if at == 0 { blank } else { 0 };
                self.paragraph(text, shown.site(row, column), before);
            }
            return Ok(());
        }
        let mut grid = Grid {
            cells: Vec::new(),
            rows: rows.len(),
            columns: shown.columns.len(),
            header_rows: 0,
            states_spans: shown.sheet.states_merges,
        };
        self.places += grid.rows * grid.columns;
        if self.places > self.limits.cells {
            return Err(too_many(Limit::Cells, self.places, self.limits.cells));
        }
        for (&(row, column), &(text, row_span, column_span)) in cells {
            let text = self.lines.lay(text, Some(shown.site(row, column)));
            let row_span = row_span.min(rows.end - row);
            grid.cells.push(GridCell { text, row: row - rows.start, column, row_span, column_span });
        }
        self.document.blocks.push(Block::Grid(grid));
        Ok(())
    }

    fn paragraph(&mut self, text: &str, site: Site, blank_lines_before: u32) {
        let text = self.lines.lay(text, Some(site));
        for (at, text) in text.lines().into_iter().enumerate() {
            let blank_lines_before = if at == 0 { blank_lines_before } else { 0 };
            self.document.blocks.push(Block::Paragraph(Paragraph { text, blank_lines_before, ..Paragraph::default() }));
        }
    }
}

impl<'s> Shown<'s> {
    fn of(sheet: &'s Sheet, limits: &Limits) -> Result<Shown<'s>, IngestError> {
        let last = |of: fn(&(u32, u32)) -> u32| sheet.cells.keys().map(of).max().map_or(0, |last| last + 1);
        let (height, width) = (last(|place| place.0), last(|place| place.1));
        // Rows are kept only where something stands, so that a cell in the last of a million rows costs nothing.
        let used: BTreeSet<u32> = sheet.cells.keys().map(|place| place.0).collect();
        let mut rows: BTreeSet<u32> = used.iter().flat_map(|&row| [row, row + 1]).collect();
        for [top, _, bottom, _] in &sheet.merges {
            if used.range(*top..=*bottom).next().is_some() {
                let bottom = (*bottom).min(top.saturating_add(limits.cells as u32)).min(height);
                rows.extend(*top..=bottom);
            }
        }
        let rows: Vec<u32> = rows.into_iter().filter(|row| *row < height && !sheet.hidden_rows.contains(row)).collect();
        if width as usize > limits.row_cells {
            return Err(too_many(Limit::RowCells, width as usize, limits.row_cells));
        }
        let columns: Vec<u32> = (0..width).filter(|column| !sheet.hidden_columns.contains(column)).collect();
        let name = Arc::from(sheet.name.as_str());
        let mut shown = Shown { name, sheet, rows, columns, cells: BTreeMap::new() };
        shown.fill(limits)?;
        Ok(shown)
    }

    /// Puts the cells where they are shown; a merged cell stands where the first shown part of it is.
    fn fill(&mut self, limits: &Limits) -> Result<(), IngestError> {
        let mut covered: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut area = 0;
        for &[top, left, bottom, right] in &self.sheet.merges {
            let rows = self.rows.partition_point(|&r| r < top)..self.rows.partition_point(|&r| r <= bottom);
            let columns = self.columns.partition_point(|&c| c < left)..self.columns.partition_point(|&c| c <= right);
            area += rows.len() * columns.len();
            if area > limits.cells {
                return Err(too_many(Limit::Cells, area, limits.cells));
            }
            let places: Vec<(usize, usize)> = rows.clone().flat_map(|r| columns.clone().map(move |c| (r, c))).collect();
            if places.is_empty() || places.iter().any(|place| covered.contains(place)) {
                continue;
            }
            if let Some(text) = self.sheet.cells.get(&(top, left)) {
                self.cells.insert(places[0], (text, rows.len(), columns.len()));
            }
            covered.extend(places);
        }
        for (&(row, column), text) in &self.sheet.cells {
            let (Ok(row), Ok(column)) = (self.rows.binary_search(&row), self.columns.binary_search(&column)) else {
                continue;
            };
            if !covered.contains(&(row, column)) {
                self.cells.insert((row, column), (text, 1, 1));
            }
        }
        Ok(())
    }

    /// The row behind the rows from `start` on that no blank row parts; `start` itself for a blank row.
    fn band_end(&self, start: usize) -> usize {
        let mut end = start;
        let mut reach = start;
        while end < self.rows.len() {
            let mut cells = self.cells.range((end, 0)..(end + 1, 0)).peekable();
            let follows = end == start || self.rows[end] == self.rows[end - 1] + 1 || self.only_hidden_between(end);
            if (cells.peek().is_none() || !follows) && end >= reach {
                break;
            }
            reach = cells.map(|(_, (_, down, _))| end + down).fold(reach, usize::max);
            end += 1;
        }
        end
    }

    /// Are all rows between a shown row and the one before it hidden.
    fn only_hidden_between(&self, row: usize) -> bool {
        let (before, here) = (self.rows[row - 1], self.rows[row]);
        self.sheet.hidden_rows.range(before + 1..here).count() == (here - before - 1) as usize
    }

    fn site(&self, row: usize, column: usize) -> Site {
        Site::Cell { sheet: self.name.clone(), row: self.rows[row], column: self.columns[column] }
    }
}

#[cfg(test)]
mod tests;
