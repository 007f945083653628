//! Excel workbooks (工作簿): one for a document, one over all documents.
//!
//! A new kind of sheet is one file with a `Kind` and one line in `KINDS`.

mod bars;
mod burden;
mod cell;
mod checklist;
mod comparison;
mod deadlines;
mod derived;
mod duties;
mod findings;
pub mod ledger;
mod links;
mod measure;
mod overview;
mod policies;
pub mod progress;
mod regions;
pub mod reminder;
mod review;
mod schedule;
mod sheet;
mod style;
mod summary;
mod targets;
mod tasks;
mod units;

pub use comparison::comparison_workbook;
pub use summary::Summary;

use super::{WriteError, wording};
use crate::record::{DocumentInfo, DocumentRecords, Sum};
use burden::Burden;
use links::Links;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::{Column, Row, Table};
use std::path::Path;
use style::Styles;

/// What the workbook of a document is made of.
#[derive(Clone, Copy)]
struct Contents<'a> {
    records: &'a DocumentRecords,
    /// The values that are sums of others.
    sums: &'a [Sum],
}

/// A kind of sheet: what it shows of one document, and of many.
struct Kind {
    /// Name of the sheet.
    name: &'static str,
    /// Its table in the workbook of a document, none where the document has nothing for it.
    of_document: fn(Contents) -> Option<Table>,
    /// Its columns in the workbook over all documents, behind those that name the document.
    columns: fn() -> Vec<Column>,
    /// Its rows in the workbook over all documents.
    rows: fn(&DocumentRecords) -> Vec<Row>,
}

/// All sheets, in the order of a workbook.
const KINDS: [&Kind; 12] = [
    &overview::KIND,
    &targets::KIND,
    &regions::KIND,
    &tasks::KIND,
    &schedule::KIND,
    &deadlines::KIND,
    &units::KIND,
    &duties::KIND,
    &policies::KIND,
    &findings::KIND,
    &checklist::KIND,
    &review::KIND,
];

/// The workbook of a document, as the bytes of an `.xlsx` file; `sums` are the values that it shows as formulas over their
/// parts. The same records give the same bytes.
///
/// # Errors
/// When the records do not fit a workbook (a million indicators).
pub fn document_workbook(records: &DocumentRecords, sums: &[Sum]) -> Result<Vec<u8>, WriteError> {
    build(Contents { records, sums }, &KINDS)
        .map_err(|error| WriteError::workbook(Path::new(&records.document.source.path), error))
}

fn build(contents: Contents, kinds: &[&Kind]) -> Result<Vec<u8>, XlsxError> {
    let records = contents.records;
    let styles = Styles::new();
    let title = wording::title(&records.document);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(title)?);
    let table = |kind: &&Kind| Some((kind.name, (kind.of_document)(contents)?.without_idle_columns()));
    let tables: Vec<(&str, Table)> = kinds.iter().filter_map(table).collect();
    let links = Links::of(&tables);
    for (name, table) in tables {
        let table = Table { note: note(name, &table.note, &records.document), ..table };
        let sheet = workbook.add_worksheet().set_name(name)?;
        table.write(sheet, title, &styles, &links)?;
        if name == overview::KIND.name {
            burden::draw(sheet, &table, &Burden::all_of(records))?;
        }
    }
    workbook.save_to_buffer()
}

/// The 核对单 of a document as a workbook of its own, to be printed or sent to those who drafted it.
///
/// # Errors
/// When the findings do not fit a workbook.
pub fn checklist_workbook(records: &DocumentRecords) -> Result<Vec<u8>, WriteError> {
    build(Contents { records, sums: &[] }, &[&checklist::KIND])
        .map_err(|error| WriteError::workbook(Path::new(&records.document.source.path), error))
}

/// The line under the title: sheet, remark, document number, date.
fn note(sheet: &str, remark: &str, document: &DocumentInfo) -> String {
    let date = document.signed_date.as_ref().map(|date| format!("成文日期：{date}"));
    let parts = [Some(sheet), Some(remark), document.doc_number.as_deref(), date.as_deref()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
}

/// Properties of the file. The time is fixed, so that the same records give the same bytes.
fn properties(title: &str) -> Result<DocProperties, XlsxError> {
    let time = ExcelDateTime::from_ymd(2000, 1, 1)?;
    Ok(DocProperties::new().set_title(title).set_author("gongwen").set_creation_datetime(&time))
}

#[cfg(test)]
mod tests;
