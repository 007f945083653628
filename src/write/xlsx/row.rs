//! A row on a worksheet: its cells, the comments on them, and its height.

use super::cell::{Cell, Day, days_of, fitting, float};
use super::links::Links;
use super::measure;
use super::sheet::{Align, Column, Row};
use super::style::Styles;
use rust_xlsxwriter::{ExcelDateTime, Format, Note, Worksheet, XlsxError};
use std::sync::Arc;

/// Cells that the one at `at` takes: itself and those joined to it.
pub fn joined(cells: &[Cell], at: usize) -> usize {
    1 + cells[at + 1..].iter().take_while(|cell| matches!(cell, Cell::Covered)).count()
}

/// A row of cells on its way to a worksheet.
pub struct RowOf<'a> {
    /// Its place on the worksheet, 0-based.
    pub row: u32,
    pub cells: &'a [Cell],
    pub columns: &'a [Column],
    pub styles: &'a Styles,
    pub links: &'a Links,
}

impl RowOf<'_> {
    /// Writes the cells with their formats, so that nothing comes back to the row.
    pub fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        self.write_values(sheet)?;
        let cells = self.cells.iter().zip(self.columns);
        let formats = cells.map(|(cell, column)| format_of(cell, column.align, self.row, self.styles, self.links));
        in_runs(formats, |first, last, format| {
            sheet.set_range_format(self.row, first as u16, self.row, last as u16, format).map(|_| ())
        })
    }

    /// Writes what stands in the cells; their formats are given by [`frame_columns`] when all rows are there.
    pub fn write_values(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        if let Some(cell) = self.cells.first().filter(|cell| cell.is_blank()) {
            // Formats alone make no row.
            sheet.write_blank(self.row, 0, &self.styles.of(cell, Align::Left))?;
        }
        for (at, (cell, column)) in (0..).zip(self.cells.iter().zip(self.columns)) {
            let count = joined(self.cells, usize::from(at));
            match cell {
                Cell::Text(text) | Cell::Label(text) if count > 1 => {
                    let format = self.styles.of(cell, column.align);
                    sheet.merge_range(self.row, at, self.row, at + count as u16 - 1, &fitting(text), &format)?;
                }
                cell => write_value(sheet, (self.row, at), cell, self.styles, self.links)?,
            }
        }
        Ok(())
    }
}

/// Gives every cell of `rows`, the first of which stands in `first_row`, the format that `format_of` gives for its row and
/// column, both counted from 0 within `rows`.
pub fn frame_columns(
    sheet: &mut Worksheet,
    first_row: u32,
    rows: &[Row],
    format_of: impl Fn(usize, usize, &Cell) -> Option<Arc<Format>>,
) -> Result<(), XlsxError> {
    for at in 0..rows.first().map_or(0, Vec::len) {
        let formats = rows.iter().enumerate().map(|(row, cells)| format_of(row, at, cells.get(at)?));
        in_runs(formats, |first, last, format| {
            let (first, last) = (first_row + first as u32, first_row + last as u32);
            sheet.set_range_format(first, at as u16, last, at as u16, format).map(|_| ())
        })?;
    }
    Ok(())
}

/// Calls `set` with the first and the last place of every run of one format. The library hashes a whole format each time
/// that it is given one, which takes longer than to keep the cell.
fn in_runs(
    formats: impl Iterator<Item = Option<Arc<Format>>>,
    mut set: impl FnMut(usize, usize, &Format) -> Result<(), XlsxError>,
) -> Result<(), XlsxError> {
    let mut run: Option<(usize, Arc<Format>)> = None;
    for (at, format) in formats.chain([None]).enumerate() {
        if let (Some((_, before)), Some(format)) = (&run, &format)
            && Arc::ptr_eq(before, format)
        {
            continue;
        }
        if let Some((first, before)) = run.take() {
            set(first, at - 1, &before)?;
        }
        run = format.map(|format| (at, format));
    }
    Ok(())
}

/// The format of a cell in `row` of the worksheet; none where it is that of the cell to its left.
pub fn format_of(cell: &Cell, align: Align, row: u32, styles: &Styles, links: &Links) -> Option<Arc<Format>> {
    match cell.parts().0 {
        Cell::Covered => None,
        Cell::Link(link) if !links.has(&link.record, row) => Some(Arc::clone(styles.plain(align))),
        cell => Some(styles.of(cell, align)),
    }
}

/// Writes what stands in a cell, and the comment on it; nothing for a blank cell, which is a format alone.
pub fn write_value(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell,
    styles: &Styles,
    links: &Links,
) -> Result<(), XlsxError> {
    let (cell, comment) = cell.parts();
    if let Some(comment) = comment {
        sheet.insert_note(row, at, &note(comment))?;
    }
    match cell {
        // Covered is written with the cell to its left; a comment has no comment.
        Cell::Empty | Cell::Covered | Cell::Noted(..) => return Ok(()),
        Cell::Link(link) => match links.to(&link.record, row, &fitting(&link.text)) {
            // Without a format the library makes one of its own for every link.
            Some(url) => sheet.write_url_with_format(row, at, url, styles.link())?,
            None => sheet.write_string(row, at, &*fitting(&link.text))?,
        },
        // An empty text is no cell for the library.
        Cell::Text(text) | Cell::Label(text) | Cell::Judged(text, _) => sheet.write_string(row, at, &*fitting(text))?,
        Cell::Severity(severity) => sheet.write_string(row, at, severity.label())?,
        Cell::Figure(figure) => sheet.write_number(row, at, figure.value())?,
        Cell::Derived(derived) => sheet.write_formula(row, at, derived.formula(row, at))?,
        Cell::Change(change, _) => sheet.write_number(row, at, float(*change))?,
        Cell::Whole(number) => sheet.write_number(row, at, *number as f64)?,
        Cell::Share(share) | Cell::Confidence(share) if share.is_finite() => sheet.write_number(row, at, *share)?,
        Cell::Share(_) | Cell::Confidence(_) => return Ok(()),
        Cell::Month(year, month, day) => {
            let day = if *day == Day::First { 1 } else { days_of(*year, *month) };
            sheet.write_datetime(row, at, ExcelDateTime::from_ymd(*year, *month, day)?)?
        }
        Cell::Date(year, month, day) => sheet.write_datetime(row, at, ExcelDateTime::from_ymd(*year, *month, *day)?)?,
    };
    Ok(())
}

/// A comment as large as its text.
fn note(text: &str) -> Note {
    const WIDTH: u16 = 44;
    let height = measure::height(measure::lines(text, WIDTH)) * 4.0 / 3.0;
    Note::new(text).add_author_prefix(false).set_width(u32::from(WIDTH) * 7 + 10).set_height(height as u32 + 8)
}

/// Height in which every cell of the row shows its whole text.
pub fn row_height(cells: &[Cell], widths: &[u16]) -> f64 {
    let room = |at: usize| widths[at..(at + joined(cells, at)).min(widths.len())].iter().sum();
    let texts = cells.iter().enumerate().filter_map(|(at, cell)| Some((cell.wrapped()?, room(at))));
    measure::height(measure::most_of(texts))
}
