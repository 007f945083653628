//! Links inside a workbook: from a finding or a list of names to the row it speaks of.

use super::sheet::HEADER_ROW;
use super::{Kind, part_name};
use crate::record::DocumentRecords;
use rust_xlsxwriter::Url;
use std::collections::HashMap;
use std::sync::Arc;

/// Links that a sheet can hold, by the file format, with some room left.
const MOST: u32 = 65_000;

/// Where the rows of records stand in a workbook; [`Links::default`] knows none.
#[derive(Debug, Default)]
pub struct Links {
    /// Sheet and row, 0-based, by the name of the record.
    rows: HashMap<String, (Arc<str>, u32)>,
}

impl Links {
    /// The rows of all sheets that are homes of records, `most` of them a worksheet; where a record has several, the first
    /// of the last kind of sheet counts.
    pub fn of(records: &DocumentRecords, kinds: &[&Kind], most: usize) -> Links {
        let mut links = Links::default();
        for kind in kinds {
            let homes = (kind.homes)(records);
            let sheets: Vec<Arc<str>> =
                (0..homes.len().div_ceil(most)).map(|nth| part_name(kind.name, nth).into()).collect();
            for (at, name) in homes.into_iter().enumerate().rev() {
                let row = (HEADER_ROW + 1).saturating_add(u32::try_from(at % most).unwrap_or(MOST));
                if row < MOST {
                    links.rows.insert(name, (sheets[at / most].clone(), row));
                }
            }
        }
        links
    }

    /// Is there a link to a record from a cell in `row`?
    pub fn has(&self, record: &str, row: u32) -> bool {
        row < MOST && self.rows.contains_key(record)
    }

    /// The link to a record from a cell in `row` that shows `text`; none where the record has no row.
    pub fn to(&self, record: &str, row: u32, text: &str) -> Option<Url> {
        let (sheet, home) = self.rows.get(record).filter(|_| row < MOST)?;
        let url = Url::new(format!("internal:'{sheet}'!A{}", home + 1));
        Some(url.set_text(text).set_tip(format!("转到“{sheet}”第{}行", home + 1)))
    }
}
