//! Reading back what a person has put right in 待复核 of a workbook of a document.

use calamine::{Data, Range, Reader, Sheets, open_workbook_auto_from_rs};
use std::io::Cursor;

/// The sheet.
pub const SHEET: &str = "待复核";
/// Titles of its columns: the right name, the right values or text, the right units, and what names the record.
pub const NAME: &str = "更正名称";
/// See [`NAME`].
pub const CONTENT: &str = "更正内容";
/// See [`NAME`].
pub const UNITS: &str = "更正单位";
/// See [`NAME`].
pub const KEY: &str = "记录";

/// The header stands in one of the first rows.
const FIRST_ROWS: usize = 20;

/// A row with something put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// Document and fingerprint, joined by `|`.
    pub key: String,
    /// The right name; none where it was left empty.
    pub name: Option<String>,
    /// The right values or text.
    pub content: Option<String>,
    /// The right units.
    pub units: Option<String>,
}

/// The rows with something put right; none where the workbook has no such sheet, or cannot be read at all.
pub fn read(bytes: &[u8]) -> Option<Vec<Reviewed>> {
    let mut workbook: Sheets<Cursor<&[u8]>> = open_workbook_auto_from_rs(Cursor::new(bytes)).ok()?;
    let range: Range<Data> = workbook.worksheet_range(SHEET).ok()?;
    let title = |row: &[Data], title: &str| row.iter().position(|cell| cell.to_string().trim() == title);
    let header = range.rows().take(FIRST_ROWS).position(|row| title(row, KEY).is_some())?;
    let row = range.rows().nth(header)?;
    let (key, name, content, units) = (title(row, KEY)?, title(row, NAME), title(row, CONTENT), title(row, UNITS));
    let text = |row: &[Data], at: Option<usize>| {
        let text = row.get(at?)?.to_string().replace("\r\n", "\n").trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    let reviewed = |row: &[Data]| {
        let key = text(row, Some(key)).filter(|key| key.contains('|'))?;
        let reviewed = Reviewed { key, name: text(row, name), content: text(row, content), units: text(row, units) };
        let is_empty = [&reviewed.name, &reviewed.content, &reviewed.units].into_iter().all(Option::is_none);
        (!is_empty).then_some(reviewed)
    };
    Some(range.rows().skip(header + 1).filter_map(reviewed).collect())
}
