//! A row on a worksheet: its cells, the comments on them, and its height.

use super::cell::{Cell, Day, days_of, fitting, float};
use super::links::Links;
use super::measure;
use super::sheet::{Align, Column};
use super::style::Styles;
use rust_xlsxwriter::{ExcelDateTime, Note, Worksheet, XlsxError};

/// Cells that the one at `at` takes: itself and those joined to it.
pub fn joined(cells: &[Cell], at: usize) -> usize {
    1 + cells[at + 1..].iter().take_while(|cell| matches!(cell, Cell::Covered)).count()
}

/// Writes the cells of a row.
pub fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[Cell],
    columns: &[Column],
    styles: &Styles,
    links: &Links,
) -> Result<(), XlsxError> {
    for (at, (cell, column)) in (0..).zip(cells.iter().zip(columns)) {
        let count = joined(cells, usize::from(at));
        match cell {
            Cell::Text(text) | Cell::Label(text) if count > 1 => {
                let format = styles.of(cell, column.align);
                sheet.merge_range(row, at, row, at + count as u16 - 1, &fitting(text), &format)?;
            }
            cell => write_cell(sheet, (row, at), cell, column.align, styles, links)?,
        }
    }
    Ok(())
}

/// Writes a cell that is joined with no other.
pub fn write_cell(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell,
    align: Align,
    styles: &Styles,
    links: &Links,
) -> Result<(), XlsxError> {
    let (cell, comment) = cell.parts();
    if let Some(comment) = comment {
        sheet.insert_note(row, at, &note(comment))?;
    }
    let format = styles.of(cell, align);
    match cell {
        // Written with the cell to its left; a comment has no comment.
        Cell::Covered | Cell::Noted(..) => return Ok(()),
        Cell::Empty => sheet.write_blank(row, at, &format)?,
        Cell::Link(text, record) => match links.to(record, row, &fitting(text)) {
            Some(url) => sheet.write_url_with_format(row, at, url, &format)?,
            None => sheet.write_string_with_format(row, at, &*fitting(text), styles.unlinked(align))?,
        },
        Cell::Text(text) | Cell::Label(text) | Cell::Judged(text, _) if !text.is_empty() => {
            sheet.write_string_with_format(row, at, &*fitting(text), &format)?
        }
        Cell::Text(_) | Cell::Label(_) | Cell::Judged(..) => sheet.write_blank(row, at, &format)?,
        Cell::Severity(severity) => sheet.write_string_with_format(row, at, severity.label(), &format)?,
        Cell::Figure(figure) => sheet.write_number_with_format(row, at, figure.value(), &format)?,
        Cell::Derived(derived) => sheet.write_formula_with_format(row, at, derived.formula(row, at), &format)?,
        Cell::Change(change, _) => sheet.write_number_with_format(row, at, float(*change), &format)?,
        Cell::Whole(number) => sheet.write_number_with_format(row, at, *number as f64, &format)?,
        Cell::Share(share) | Cell::Confidence(share) if share.is_finite() => {
            sheet.write_number_with_format(row, at, *share, &format)?
        }
        Cell::Share(_) | Cell::Confidence(_) => sheet.write_blank(row, at, &format)?,
        Cell::Month(year, month, day) => {
            let day = if *day == Day::First { 1 } else { days_of(*year, *month) };
            sheet.write_datetime_with_format(row, at, ExcelDateTime::from_ymd(*year, *month, day)?, &format)?
        }
        Cell::Date(year, month, day) => {
            sheet.write_datetime_with_format(row, at, ExcelDateTime::from_ymd(*year, *month, *day)?, &format)?
        }
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
