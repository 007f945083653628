//! Links inside a workbook: from a finding or a list of names to the row it speaks of.

use super::sheet::{HEADER_ROW, Table};
use rust_xlsxwriter::Url;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Links that a sheet can hold, by the file format, with some room left.
const MOST: u32 = 65_000;

/// Where the rows of records stand in a workbook; [`Links::default`] knows none.
#[derive(Debug, Default)]
pub struct Links {
    /// Sheet and row, 0-based, by the name of the record.
    rows: BTreeMap<String, (Arc<str>, u32)>,
}

impl Links {
    /// The rows of all sheets that are homes of records; where a record has two, the later sheet counts.
    pub fn of(tables: &[(String, Table)]) -> Links {
        let mut links = Links::default();
        for (sheet, table) in tables {
            let sheet: Arc<str> = sheet.as_str().into();
            let first_of_sheet =
                |links: &Links, name: &str| links.rows.get(name).is_none_or(|(known, _)| *known != sheet);
            for (row, name) in (HEADER_ROW + 1..MOST).zip(&table.homes) {
                if first_of_sheet(&links, name) {
                    links.rows.insert(name.clone(), (sheet.clone(), row));
                }
            }
        }
        links
    }

    /// The link to a record from a cell in `row` that shows `text`; none where the record has no row.
    pub fn to(&self, record: &str, row: u32, text: &str) -> Option<Url> {
        let (sheet, home) = self.rows.get(record).filter(|_| row < MOST)?;
        let url = Url::new(format!("internal:'{sheet}'!A{}", home + 1));
        Some(url.set_text(text).set_tip(format!("转到“{sheet}”第{}行", home + 1)))
    }
}
