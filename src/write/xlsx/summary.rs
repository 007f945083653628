//! 汇总.xlsx: all documents in one workbook, written row by row so that memory does not grow with their number.

use super::cell::Cell;
use super::links::Links;
use super::row::{self, RowOf};
use super::sheet::{self, Column, HEADER_ROW, HEIGHTS, Row};
use super::style::Styles;
use super::{KINDS, ROWS, new_workbook};
use crate::record::DocumentRecords;
use crate::write::files::AtomicFile;
use crate::write::{WriteError, wording};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

const TITLE: &str = "政策文件任务指标汇总";

/// Rows from which a workbook may pass four gigabytes and needs the large form of zip.
const LARGE: u64 = 500_000;

/// The workbook over all documents, filled document by document.
///
/// Rows go to temporary files in the folder of the workbook; a sheet that is full goes on in a second one
/// (指标目标2) that says so. Dropped without [`finish`](Summary::finish), it leaves nothing.
pub struct Summary {
    file: AtomicFile,
    workbook: Workbook,
    styles: Styles,
    streams: Vec<Stream>,
}

impl Summary {
    /// Begins the workbook; it appears at `path` on [`finish`](Summary::finish) only.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn new(path: &Path) -> Result<Self, WriteError> {
        Self::with_limit(path, ROWS)
    }

    fn with_limit(path: &Path, limit: u32) -> Result<Self, WriteError> {
        let file = AtomicFile::create(path)?;
        let failed = |error| WriteError::workbook(path, error);
        let mut workbook = new_workbook(TITLE).map_err(failed)?;
        workbook.set_tempdir(file.folder()).map_err(failed)?;
        let streams = KINDS.iter().map(|kind| Stream::new(kind.name, (kind.columns)(), limit)).collect();
        Ok(Summary { file, workbook, styles: Styles::new(), streams })
    }

    /// Adds the rows of a document.
    ///
    /// # Errors
    /// When the disk is full or gone.
    pub fn push(&mut self, records: &DocumentRecords) -> Result<(), WriteError> {
        let Summary { file, workbook, styles, streams } = self;
        guarded(file.path(), || {
            let document = document_cells(records);
            for (kind, stream) in KINDS.iter().zip(streams) {
                for row in (kind.rows)(records) {
                    stream.push(document.iter().cloned().chain(row).collect(), workbook, styles)?;
                }
            }
            Ok(())
        })
    }

    /// Puts the workbook in its place. Sheets without a row are left out, all but the first.
    ///
    /// # Errors
    /// When the workbook cannot be written or renamed.
    pub fn finish(self) -> Result<(), WriteError> {
        let Summary { mut file, mut workbook, styles, streams } = self;
        let path = file.path().to_owned();
        guarded(&path, || {
            let rows: u64 = streams.iter().map(|stream| stream.rows).sum();
            workbook.use_zip_large_file(rows > LARGE);
            for (at, mut stream) in streams.into_iter().enumerate() {
                if at == 0 && stream.rows == 0 {
                    stream.begin_sheet(&mut workbook, &styles)?;
                }
                stream.finish(&mut workbook)?;
            }
            workbook.save_to_writer(&mut file)
        })?;
        file.commit()
    }
}

/// Runs `write`; the library tells of a full disk under its temporary files by a panic.
fn guarded(path: &Path, write: impl FnOnce() -> Result<(), XlsxError>) -> Result<(), WriteError> {
    match catch_unwind(AssertUnwindSafe(write)) {
        Ok(result) => result.map_err(|error| WriteError::workbook(path, error)),
        Err(_) => Err(WriteError::temporary(path)),
    }
}

/// Columns that name the document, before those of a sheet. The document number names it in one line; titles of three
/// lines in every row would hide the rows themselves.
fn document_columns() -> Vec<Column> {
    vec![Column::short("文件地区", 12).optional(), Column::short("文件年度", 10).optional(), Column::text("文件", 24)]
}

fn document_cells(records: &DocumentRecords) -> Row {
    let document = &records.document;
    vec![
        Cell::text(wording::region(&document.region)),
        Cell::whole(document.year),
        Cell::text(document.doc_number.as_deref().unwrap_or(wording::title(document))),
    ]
}

/// A sheet whose rows only grow, continued in another when it is full.
struct Stream {
    name: &'static str,
    columns: Vec<Column>,
    widths: Vec<u16>,
    limit: u32,
    sheets: Vec<Worksheet>,
    /// Row of the current sheet that is written next, 0-based.
    next: u32,
    /// The row before and its height, set when the next one comes: the library writes a last row that has a height
    /// twice, and Excel takes such a file for damaged. Programs fit a row without a height themselves.
    height: Option<(u32, f64)>,
    /// Last row of every sheet that is full.
    full: Vec<u32>,
    /// Data rows of all its sheets.
    rows: u64,
    /// Columns with a telling cell; the optional ones among the others are hidden.
    told: Vec<bool>,
    /// Rows of other documents have no place of their own to lead to.
    links: Links,
}

impl Stream {
    fn new(name: &'static str, columns: Vec<Column>, limit: u32) -> Self {
        let columns = [document_columns(), columns].concat();
        let widths = columns.iter().map(|column| column.width).collect();
        let (told, links) = (vec![false; columns.len()], Links::default());
        Stream {
            name,
            columns,
            widths,
            limit,
            sheets: vec![],
            next: 0,
            height: None,
            full: vec![],
            rows: 0,
            told,
            links,
        }
    }

    fn push(&mut self, row: Row, workbook: &mut Workbook, styles: &Styles) -> Result<(), XlsxError> {
        if self.sheets.is_empty() || self.next >= self.limit {
            self.begin_sheet(workbook, styles)?;
        }
        self.told.iter_mut().zip(&row).for_each(|(told, cell)| *told |= cell.is_telling());
        let at = self.next;
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        if let Some((before, height)) = self.height.take() {
            sheet.set_row_height(before, height)?;
        }
        RowOf { row: at, cells: &row, columns: &self.columns, styles, links: &self.links }.write(sheet)?;
        if at < HEIGHTS {
            self.height = Some((at, row::row_height(&row, &self.widths)));
        }
        self.next += 1;
        self.rows += 1;
        Ok(())
    }

    fn begin_sheet(&mut self, workbook: &mut Workbook, styles: &Styles) -> Result<(), XlsxError> {
        let name = match self.sheets.len() {
            0 => self.name.to_owned(),
            before => format!("{}{}", self.name, before + 1),
        };
        let mut sheet = workbook.new_worksheet_with_constant_memory()?;
        sheet.set_name(&name)?;
        let note = match self.sheets.last() {
            Some(before) => format!("{name}　接“{}”，一张表最多{}行", before.name(), self.limit),
            None => name.clone(),
        };
        sheet::write_head(&mut sheet, TITLE, &note, &self.widths, styles)?;
        let header = sheet::write_header(&mut sheet, &self.columns, &self.widths, styles)?;
        self.height = Some((HEADER_ROW, header));
        if !self.sheets.is_empty() {
            self.full.push(self.next - 1);
        }
        self.sheets.push(sheet);
        self.next = HEADER_ROW + 1;
        Ok(())
    }

    /// Sets filters, paper and hidden columns, and hands the sheets to the workbook.
    fn finish(mut self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        self.full.push(self.next.saturating_sub(1));
        let hidden: Vec<bool> =
            self.columns.iter().zip(&self.told).map(|(column, told)| column.optional && !told).collect();
        for (mut sheet, last_row) in self.sheets.into_iter().zip(self.full) {
            sheet::finish(&mut sheet, &self.widths, last_row, true)?;
            for (at, _) in (0..).zip(&hidden).filter(|(_, hidden)| **hidden) {
                sheet.set_column_hidden(at)?;
            }
            workbook.push_worksheet(sheet);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
