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
mod row;
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
use sheet::{Column, HEADER_ROW, Row, Table};
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
    /// The record that each row of that table is the home of, for links to it; none where the rows are no homes. Known
    /// before any table is made, so that a workbook needs one table at a time only.
    homes: fn(&DocumentRecords) -> Vec<String>,
    /// Its columns in the workbook over all documents, behind those that name the document.
    columns: fn() -> Vec<Column>,
    /// Its rows in the workbook over all documents.
    rows: fn(&DocumentRecords) -> Vec<Row>,
}

/// The homes of a sheet whose rows are none.
const NONE: fn(&DocumentRecords) -> Vec<String> = |_| Vec::new();

/// Rows of a worksheet, by the file format.
const ROWS: u32 = 1_048_576;

/// Rows of data that a sheet has room for.
const MOST_ROWS: usize = (ROWS - HEADER_ROW - 1) as usize;

/// Sheets with more rows of data than this are written row by row to a temporary file.
const FEW_ROWS: usize = 5_000;

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
    build(Contents { records, sums }, &KINDS, FEW_ROWS)
        .map_err(|error| WriteError::workbook(Path::new(&records.document.source.path), error))
}

/// Sheets with more than `few_rows` are written row by row.
fn build(contents: Contents, kinds: &[&Kind], few_rows: usize) -> Result<Vec<u8>, XlsxError> {
    let records = contents.records;
    let styles = Styles::new();
    let title = wording::title(&records.document);
    let mut workbook = new_workbook(title)?;
    let links = Links::of(records, kinds, MOST_ROWS);
    let mut rows = 0;
    for kind in kinds {
        let Some(table) = (kind.of_document)(contents) else { continue };
        for (name, table) in parts(kind.name, table.without_idle_columns(), MOST_ROWS) {
            let table = Table { note: note(&name, &table.note, &records.document), ..table };
            rows += table.rows.len();
            // What is drawn on a form comes back to rows that are written.
            let is_streamed = !table.is_form && table.rows.len() > few_rows;
            let sheet = match is_streamed {
                true => workbook.add_worksheet_with_constant_memory()?,
                false => workbook.add_worksheet(),
            };
            table.write(sheet.set_name(&name)?, title, &styles, &links, is_streamed)?;
            if name == overview::KIND.name {
                burden::draw(sheet, &table, &Burden::all_of(records))?;
            }
        }
    }
    workbook.set_zip_compression_level(compression(rows)).save_to_buffer()
}

/// A table as sheets of at most `most` rows of data, the second named 任务清单2 and so on, with a remark that says so.
fn parts(name: &str, table: Table, most: usize) -> Vec<(String, Table)> {
    if table.rows.len() <= most {
        return vec![(name.to_owned(), table)];
    }
    let Table { rows, ref note, .. } = table;
    let mut parts = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let nth = parts.len();
        let remark = match nth {
            0 => note.clone(),
            _ => format!("{note}　接“{}”，一张表写满了", part_name(name, nth - 1)),
        };
        let rows = rows.by_ref().take(most).collect();
        parts.push((
            part_name(name, nth),
            Table { rows, note: remark, columns: table.columns.clone(), bars: table.bars.clone(), ..table },
        ));
    }
    parts
}

/// Name of the part of a sheet, counted from 0.
fn part_name(name: &str, nth: usize) -> String {
    if nth == 0 { name.to_owned() } else { format!("{name}{}", nth + 1) }
}

/// The 核对单 of a document as a workbook of its own, to be printed or sent to those who drafted it.
///
/// # Errors
/// When the findings do not fit a workbook.
pub fn checklist_workbook(records: &DocumentRecords) -> Result<Vec<u8>, WriteError> {
    build(Contents { records, sums: &[] }, &[&checklist::KIND], FEW_ROWS)
        .map_err(|error| WriteError::workbook(Path::new(&records.document.source.path), error))
}

/// The line under the title: sheet, remark, document number, date.
fn note(sheet: &str, remark: &str, document: &DocumentInfo) -> String {
    let date = document.signed_date.as_ref().map(|date| format!("成文日期：{date}"));
    let parts = [Some(sheet), Some(remark), document.doc_number.as_deref(), date.as_deref()];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　")
}

/// Rows up to which a workbook is small: some dozens of kilobytes in a dozen parts or more.
const FEW_ROWS_OF_A_BOOK: usize = 500;

/// How hard a workbook with so many rows of data is compressed, 1 to 9. The usual 6 takes more than twice the time of 3
/// for 8% less; in small workbooks, of which there are hundreds, 3 takes a third more time than 1 for 15% less.
fn compression(rows: usize) -> u8 {
    if rows <= FEW_ROWS_OF_A_BOOK { 1 } else { 3 }
}

/// An empty workbook with the properties of the file. The time is fixed, so that the same records give the same bytes.
fn new_workbook(title: &str) -> Result<Workbook, XlsxError> {
    let time = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(title).set_author("gongwen").set_creation_datetime(&time);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties).set_zip_compression_level(compression(usize::MAX));
    Ok(workbook)
}

#[cfg(test)]
mod tests;
