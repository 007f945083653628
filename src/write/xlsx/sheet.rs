//! What all sheets share: a table of columns and rows under a title, and how it is put on a worksheet and on paper.

use super::bars::Bars;
use super::cell::{Cell, fitting};
use super::derived::{Rule, colour_differences};
use super::links::Links;
use super::measure;
use super::row::{RowOf, format_of, frame_columns, joined, row_height};
use super::style::Styles;
use rust_xlsxwriter::{IgnoreError, TableColumn, TableStyle, Worksheet, XlsxError};
use std::collections::BTreeSet;

/// Row of the header, below title and note, 0-based.
pub const HEADER_ROW: u32 = 2;

/// Rows of a streamed worksheet whose height is set; the library keeps every height until the end. Behind them the
/// spreadsheet program fits the rows when it opens the file.
pub const HEIGHTS: u32 = 4_000;

/// Cells of a table of Excel, at most; the library keeps the place of each. Larger lists have the filter alone.
const MOST_CELLS_OF_A_TABLE: usize = 1_000_000;

const A3: u8 = 8;
const A4: u8 = 9;
/// Sheets up to this many columns of text stay readable on A4.
const FITS_A4: u16 = 150;
/// Forms up to this many rows stay readable on one page.
const FITS_ONE_PAGE: usize = 60;
/// Height in points of rows that can still be read when they are printed on one page.
const FITS_ONE_PAGE_POINTS: f64 = 900.0;

/// Width of columns with the ids of several records: three of them in a line.
pub const WIDTH_OF_RECORDS: u16 = 17;

/// A column of a sheet.
#[derive(Debug, Clone)]
pub struct Column {
    pub title: String,
    /// Width in Latin characters: the limit where all rows are known, else the width itself.
    pub width: u16,
    /// Width that the column keeps also for short texts.
    pub at_least: u16,
    pub align: Align,
    /// Left out where no cell tells anything.
    pub optional: bool,
}

/// How text and numbers of a column stand. Its figures have units of their own, so they do not line up by digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
}

impl Column {
    /// A column of running text.
    pub fn text(title: impl Into<String>, width: u16) -> Self {
        Column { title: title.into(), width, at_least: 0, align: Align::Left, optional: false }
    }

    /// A column of short words, centred.
    pub fn short(title: impl Into<String>, width: u16) -> Self {
        Column { align: Align::Center, ..Self::text(title, width) }
    }

    /// The same column, as wide as its limit whatever stands in it.
    pub fn even(self) -> Self {
        Column { at_least: self.width, ..self }
    }

    /// The same column, left out where it tells nothing.
    pub fn optional(self) -> Self {
        Column { optional: true, ..self }
    }
}

/// A row, a cell a column.
pub type Row = Vec<Cell>;

/// Rows behind their number, counted from 1.
pub fn numbered(rows: Vec<Row>) -> Vec<Row> {
    let number = |(at, cells): (i64, Row)| {
        let mut row = Vec::with_capacity(1 + cells.len());
        row.push(Cell::Whole(at));
        row.extend(cells);
        row
    };
    (1..).zip(rows).map(number).collect()
}

/// All rows of a sheet.
#[derive(Debug, Clone)]
pub struct Table {
    /// Remark in the line under the title.
    pub note: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Columns that stay in view, counted before optional ones are left out.
    pub frozen: usize,
    /// Two columns of names and values rather than a list: upright paper, no filter.
    pub is_form: bool,
    /// A list that is printed on one page as long as it can be read there.
    pub is_one_page: bool,
    /// Bars over a grid that is part of its columns.
    pub bars: Option<Bars>,
}

impl Table {
    /// A list with its columns and rows.
    pub fn list(columns: Vec<Column>, rows: Vec<Row>) -> Self {
        Table { note: String::new(), columns, rows, frozen: 0, is_form: false, is_one_page: false, bars: None }
    }

    /// The same table with a remark.
    pub fn note(self, note: impl Into<String>) -> Self {
        Table { note: note.into(), ..self }
    }

    /// The same table with its first columns kept in view.
    pub fn frozen(self, frozen: usize) -> Self {
        Table { frozen, ..self }
    }

    /// The same table with bars over a grid.
    pub fn bars(self, bars: Bars) -> Self {
        Table { bars: Some(bars), ..self }
    }

    /// The same table, printed on one page as long as it can be read there.
    pub fn on_one_page(self) -> Self {
        Table { is_one_page: true, ..self }
    }

    /// The table without optional columns that tell nothing.
    pub fn without_idle_columns(mut self) -> Self {
        let told = |at: usize| self.rows.iter().any(|row| row[at].is_telling());
        let kept: Vec<bool> = (0..).zip(&self.columns).map(|(at, column)| !column.optional || told(at)).collect();
        self.frozen = kept.iter().take(self.frozen).filter(|&&kept| kept).count();
        retain(&mut self.columns, &kept);
        self.rows.iter_mut().for_each(|row| retain(row, &kept));
        self
    }

    /// Widths that suit titles and rows.
    pub fn widths(&self) -> Vec<u16> {
        let mut widths: Vec<u16> = (0..).zip(&self.columns).map(|(at, column)| self.width(at, column)).collect();
        self.rows.iter().for_each(|row| make_room(row, &mut widths));
        widths
    }

    fn width(&self, at: usize, column: &Column) -> u16 {
        let cells = || self.rows.iter().filter(|row| joined(row, at) == 1).map(|row| &row[at]);
        let limit = column.width;
        let fitted = if column.at_least >= limit {
            column.at_least
        } else {
            let longest = measure::longest(cells().map(Cell::shown), usize::from(limit));
            measure::column(longest.max(title_width(&column.title)), limit).max(column.at_least)
        };
        let texts: Vec<&str> = cells().filter_map(Cell::wrapped).collect();
        measure::column_for_long(&texts, fitted)
    }

    /// Writes title, note, header and rows to a worksheet and prepares it for screen and paper. `is_streamed` says that
    /// the worksheet has constant memory; the table needs rows then.
    pub fn write(
        &self,
        sheet: &mut Worksheet,
        title: &str,
        styles: &Styles,
        links: &Links,
        is_streamed: bool,
    ) -> Result<(), XlsxError> {
        let widths = self.widths();
        write_head(sheet, title, &self.note, &widths, styles)?;
        let last_row = HEADER_ROW + self.rows.len() as u32;
        let as_table = self.can_be_a_table(MOST_CELLS_OF_A_TABLE);
        if as_table {
            // Before header and rows: a table writes its header, and a sheet with constant memory has no way back.
            let last_column = (self.columns.len() - 1) as u16;
            sheet.add_table(HEADER_ROW, 0, last_row, last_column, &self.as_table())?;
        }
        let header = write_header(sheet, &self.columns, &widths, styles)?;
        sheet.set_row_height(HEADER_ROW, header)?;
        let mut whole_height = 0.0;
        for (row, cells) in (HEADER_ROW + 1..).zip(&self.rows) {
            let row_of = RowOf { row, cells, columns: &self.columns, styles, links };
            if is_streamed {
                row_of.write(sheet)?
            } else {
                row_of.write_values(sheet)?
            }
            let height = row_height(cells, &widths);
            // With constant memory, the library writes a last row that has a height twice; programs fit it themselves.
            if !is_streamed || row < HEIGHTS.min(last_row) {
                sheet.set_row_height(row, height)?;
            }
            whole_height += height;
        }
        if !is_streamed {
            frame_columns(sheet, HEADER_ROW + 1, &self.rows, |row, at, cell| {
                format_of(cell, self.columns[at].align, HEADER_ROW + 1 + row as u32, styles, links)
            })?;
        }
        self.colour_differences(sheet)?;
        if let Some(bars) = &self.bars {
            bars.draw(sheet, &self.columns, self.rows.len() as u32)?;
        }
        finish(sheet, &widths, last_row, !self.is_form && !as_table)?;
        if self.is_form {
            sheet.set_portrait().set_paper_size(A4);
            sheet.set_print_fit_to_pages(1, u16::from(self.rows.len() <= FITS_ONE_PAGE));
        }
        if self.is_one_page && whole_height <= FITS_ONE_PAGE_POINTS {
            sheet.set_print_fit_to_pages(1, 1);
        }
        sheet.set_freeze_panes(HEADER_ROW + 1, self.frozen as u16)?;
        Ok(())
    }
}

impl Table {
    /// May the rows be a table of Excel (表格), which carries its filter along, grows with new rows and has striped
    /// ground? It has at most `most_cells` without the header and allows no joined cells, and its header cells are names:
    /// all different, short, in one line. Where it cannot be, the filter is that of the sheet.
    fn can_be_a_table(&self, most_cells: usize) -> bool {
        const LONGEST: usize = 255;
        let is_name =
            |title: &str| !title.is_empty() && !title.contains('\n') && title.encode_utf16().count() <= LONGEST;
        let names: BTreeSet<String> = self.columns.iter().map(|column| column.title.to_lowercase()).collect();
        let is_joined = || self.rows.iter().flatten().any(|cell| matches!(cell, Cell::Covered));
        let sound = names.len() == self.columns.len() && names.iter().all(|name| is_name(name));
        let is_small = self.rows.len() * self.columns.len() <= most_cells;
        !self.is_form && !self.rows.is_empty() && is_small && sound && !is_joined()
    }

    fn as_table(&self) -> rust_xlsxwriter::Table {
        let column = |column: &Column| TableColumn::new().set_header(&column.title);
        let columns: Vec<TableColumn> = self.columns.iter().map(column).collect();
        rust_xlsxwriter::Table::new().set_columns(&columns).set_style(TableStyle::Light1)
    }

    fn colour_differences(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for at in 0..self.columns.len() {
            let explained = |cell: &Cell| match cell {
                Cell::Derived(derived) => match derived.rule {
                    Rule::Difference { is_explained, .. } => Some(is_explained),
                    Rule::Sum(_) => None,
                },
                _ => None,
            };
            let rows = (HEADER_ROW + 1..).zip(&self.rows);
            let differences: Vec<(u32, bool)> =
                rows.filter_map(|(row, cells)| Some((row, explained(&cells[at])?))).collect();
            colour_differences(sheet, at as u16, &differences)?;
        }
        Ok(())
    }
}

/// Widens the columns of joined cells in which a text does not fit the highest row.
fn make_room(cells: &[Cell], widths: &mut [u16]) {
    for at in 0..cells.len() {
        let count = joined(cells, at);
        if count == 1 {
            continue;
        }
        let room: u16 = widths[at..at + count].iter().sum();
        let missing = measure::column_for_long(&[&cells[at].shown()], room) - room;
        widths[at..at + count].iter_mut().for_each(|width| *width += missing.div_ceil(count as u16));
    }
}

fn retain<T>(items: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    items.retain(|_| kept.next().copied().unwrap_or(true));
}

/// A long title may take two lines, the word for printed texts one of its own; the filter button needs room beside it.
fn title_width(title: &str) -> usize {
    const ONE_LINE: usize = 12;
    let first = title.strip_suffix("原文").filter(|first| !first.is_empty()).unwrap_or(title);
    let whole = measure::width(first);
    (if whole > ONE_LINE && first == title { whole.div_ceil(2) + 1 } else { whole }) + 2
}

/// Writes the rows above the header, and the widths.
pub fn write_head(
    sheet: &mut Worksheet,
    title: &str,
    note: &str,
    widths: &[u16],
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (at, width) in (0..).zip(widths) {
        sheet.set_column_width(at, *width)?;
    }
    let total = widths.iter().fold(0u16, |sum, width| sum.saturating_add(*width));
    write_across(sheet, 0, title, widths.len(), &styles.title)?;
    // The title is half as large again as the text that lines are counted for.
    sheet.set_row_height(0, measure::lines(title, total / 3 * 2) as f64 * 24.0 + 8.0)?;
    write_across(sheet, 1, note, widths.len(), &styles.note)?;
    sheet.set_row_height(1, measure::height(measure::lines(note, total)))?;
    Ok(())
}

/// Writes the header; gives the height that it needs, in points.
pub fn write_header(
    sheet: &mut Worksheet,
    columns: &[Column],
    widths: &[u16],
    styles: &Styles,
) -> Result<f64, XlsxError> {
    let titles =
        columns.iter().zip(widths).map(|(column, width)| measure::lines(&column.title, width.saturating_sub(2)));
    let lines = titles.max().unwrap_or(1);
    for (at, column) in (0..).zip(columns) {
        sheet.write_string(HEADER_ROW, at, &*fitting(&column.title))?;
    }
    if let Some(last) = columns.len().checked_sub(1) {
        sheet.set_range_format(HEADER_ROW, 0, HEADER_ROW, last as u16, &styles.header)?;
    }
    Ok(measure::height(lines) + 4.0)
}

/// Writes a text over the first `columns` columns of a row.
pub fn write_across(
    sheet: &mut Worksheet,
    row: u32,
    text: &str,
    columns: usize,
    format: &rust_xlsxwriter::Format,
) -> Result<(), XlsxError> {
    match u16::try_from(columns).unwrap_or(u16::MAX) {
        0 | 1 => sheet.write_string_with_format(row, 0, &*fitting(text), format)?,
        several => sheet.merge_range(row, 0, row, several - 1, &fitting(text), format)?,
    };
    Ok(())
}

/// Filter, paper and page numbers, once the last row is known.
pub fn finish(sheet: &mut Worksheet, widths: &[u16], last_row: u32, filter: bool) -> Result<(), XlsxError> {
    finish_at(sheet, widths, HEADER_ROW, last_row, filter)
}

/// The same for a sheet whose header stands in another row.
pub fn finish_at(
    sheet: &mut Worksheet,
    widths: &[u16],
    header_row: u32,
    last_row: u32,
    filter: bool,
) -> Result<(), XlsxError> {
    let last_column = u16::try_from(widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if filter && last_row > header_row {
        sheet.autofilter(header_row, 0, last_row, last_column)?;
    }
    if last_row > header_row {
        // "16" in the column of printed texts is meant as text; no green corners for it.
        sheet.ignore_error_range(header_row + 1, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    }
    let total = widths.iter().fold(0u16, |sum, width| sum.saturating_add(*width));
    sheet.set_landscape().set_paper_size(if total <= FITS_A4 { A4 } else { A3 });
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_repeat_rows(header_row, header_row)?;
    sheet.set_footer("&C第 &P 页 共 &N 页");
    sheet.set_freeze_panes(header_row + 1, 0)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_and_lists_with_joined_cells_are_no_tables_of_excel() {
        let columns = || vec![Column::short("序号", 8), Column::text("任务", 20)];
        let row = |cell| vec![Cell::Whole(1), cell];
        let plain = Table::list(columns(), vec![row(Cell::text("甲")), row(Cell::Empty)]);
        assert_eq!([4, 3].map(|most| plain.can_be_a_table(most)), [true, false]);
        let joined = Table::list(columns(), vec![row(Cell::Covered)]);
        let same_names = Table::list(vec![Column::short("甲", 8), Column::short("甲", 8)], plain.rows.clone());
        for table in [joined, same_names, Table::list(columns(), vec![])] {
            assert!(!table.can_be_a_table(99), "{:?}", table.rows);
        }
    }

    #[test]
    fn rows_are_numbered_from_one() {
        let rows = numbered(vec![vec![Cell::text("甲")], vec![]]);
        assert_eq!(rows, [vec![Cell::Whole(1), Cell::text("甲")], vec![Cell::Whole(2)]]);
    }
}
