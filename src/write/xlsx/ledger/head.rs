//! What stands above the table of a sheet, and the hidden sheet that says whose workbook it is.

use super::Issue;
use crate::supervise::filled::{META_PERIOD, META_SHEET};
use crate::supervise::{Duty, Month, UnitDuties};
use crate::write::xlsx::cell::{Cell, fitting};
use crate::write::xlsx::measure;
use crate::write::xlsx::sheet::{Align, write_across};
use crate::write::xlsx::style::Styles;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError, utility};
use std::collections::BTreeSet;

const CUTOFF_LABEL: &str = "截至日期";
/// Room that the label and the day need, in Latin letters.
const LABEL_ROOM: u16 = 10;
const DAY_ROOM: u16 = 12;

/// Where things stand on a sheet, rows counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Row of the cut-off day.
    pub cutoff_row: u32,
    /// First column of the cut-off day.
    pub cutoff_column: u16,
    /// The hidden row that names the columns.
    pub names_row: u32,
    /// Row of the header.
    pub header_row: u32,
}

impl Places {
    /// The cut-off day as a formula names it.
    pub fn cutoff(&self) -> String {
        format!("${}${}", utility::column_number_to_name(self.cutoff_column), self.cutoff_row + 1)
    }
}

/// The title of the workbook of a unit.
pub fn title(unit: &UnitDuties, issue: &Issue) -> String {
    filled_in(&issue.layout.workbook.title, unit, issue)
}

fn filled_in(pattern: &str, unit: &UnitDuties, issue: &Issue) -> String {
    let periods: BTreeSet<Month> = issue.periods(unit).into_values().collect();
    let year = periods.last().map_or(issue.cutoff.year, |period| period.year).to_string();
    let periods: Vec<String> = periods.into_iter().map(Month::shown).collect();
    pattern.replace("{unit}", &unit.name).replace("{year}", &year).replace("{period}", &periods.join("、"))
}

/// Writes logo, title, help and cut-off day, and says where the table begins.
pub fn write(
    sheet: &mut Worksheet,
    widths: &[u16],
    rows: &[&Duty],
    unit: &UnitDuties,
    issue: &Issue,
    styles: &Styles,
) -> Result<Places, XlsxError> {
    let total = widths.iter().fold(0u16, |sum, width| sum.saturating_add(*width));
    let words = &issue.layout.workbook;
    let mut row = 0;
    let mut line = |sheet: &mut Worksheet, text: &str, format: &Format, scale: f64| {
        if text.is_empty() {
            return Ok(());
        }
        write_across(sheet, row, text, widths.len(), format)?;
        let lines = measure::lines(text, (f64::from(total) / scale) as u16);
        sheet.set_row_height(row, (measure::height(lines) * scale).min(120.0))?;
        row += 1;
        Ok::<(), XlsxError>(())
    };
    line(sheet, &filled_in(&words.logo, unit, issue), &styles.note, 1.0)?;
    line(sheet, &title(unit, issue), &styles.title, 1.5)?;
    line(sheet, &filled_in(&words.help, unit, issue), &styles.note, 1.0)?;
    let cutoff_row = row;
    let cutoff_column = write_cutoff(sheet, cutoff_row, widths, rows, issue, styles)?;
    Ok(Places { cutoff_row, cutoff_column, names_row: cutoff_row + 1, header_row: cutoff_row + 2 })
}

/// Writes the cut-off day behind its label over as many columns as each needs; gives the first column of the day.
fn write_cutoff(
    sheet: &mut Worksheet,
    row: u32,
    widths: &[u16],
    rows: &[&Duty],
    issue: &Issue,
    styles: &Styles,
) -> Result<u16, XlsxError> {
    let label = span(widths, 0, LABEL_ROOM);
    let day = span(widths, label, DAY_ROOM);
    across(sheet, row, 0, label, CUTOFF_LABEL, &styles.header)?;
    across(sheet, row, label, day, "", styles.plain(Align::Center))?;
    let cutoff = issue.cutoff;
    let date = ExcelDateTime::from_ymd(cutoff.year as u16, cutoff.month as u8, cutoff.day as u8)?;
    let shown = Cell::Date(cutoff.year as u16, cutoff.month as u8, cutoff.day as u8);
    sheet.write_datetime_with_format(row, label, &date, &styles.of(&shown, Align::Center))?;
    let rest = widths.len() as u16 - label - day;
    let mut lines = 1;
    if rest > 0 {
        let reports = issue.reports(rows).join("；");
        let reports = if reports.is_empty() { reports } else { format!("报送期：{reports}　") };
        let text = format!("{reports}共{}项", rows.len());
        across(sheet, row, label + day, rest, &text, styles.plain(Align::Left))?;
        lines = measure::lines(&text, widths[usize::from(label + day)..].iter().sum());
    }
    sheet.set_row_height(row, measure::height(lines))?;
    Ok(label)
}

/// How many columns from `first` on give the room; at least one, but one is left for what follows.
fn span(widths: &[u16], first: u16, room: u16) -> u16 {
    let mut wide = 0;
    let mut count = 0;
    for width in widths.iter().skip(usize::from(first)) {
        if wide >= room {
            break;
        }
        wide += width;
        count += 1;
    }
    count.max(1)
}

fn across(
    sheet: &mut Worksheet,
    row: u32,
    first: u16,
    count: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    match count {
        0 => {}
        1 => {
            sheet.write_string_with_format(row, first, &*fitting(text), format)?;
        }
        several => {
            sheet.merge_range(row, first, row, first + several - 1, &fitting(text), format)?;
        }
    }
    Ok(())
}

/// The hidden sheet: whose workbook it is, for which period of which document, as of which day.
pub fn write_meta(sheet: &mut Worksheet, unit: &UnitDuties, issue: &Issue) -> Result<(), XlsxError> {
    let mut lines = vec![
        ("version".to_owned(), "1".to_owned()),
        ("unit".to_owned(), unit.name.clone()),
        ("region".to_owned(), unit.region.clone()),
        ("cutoff".to_owned(), issue.cutoff.to_string()),
    ];
    let periods = issue.periods(unit).into_iter();
    lines.extend(periods.map(|(document, period)| (format!("{META_PERIOD}{document}"), period.to_string())));
    sheet.set_name(META_SHEET)?.set_very_hidden(true);
    for (row, (name, value)) in (0..).zip(lines) {
        sheet.write_string(row, 0, name)?;
        sheet.write_string(row, 1, value)?;
    }
    sheet.protect();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_takes_the_columns_that_it_needs() {
        let widths = [6, 7, 16, 7, 18];
        for (first, room, count) in [(0, 10, 2), (2, 12, 1), (2, 20, 2), (4, 40, 1), (0, 0, 1)] {
            assert_eq!(span(&widths, first, room), count, "{first} {room}");
        }
    }
}
