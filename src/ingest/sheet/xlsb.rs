//! `.xlsb`: values by calamine, which knows no merges and no formats of this format; both are told.

use super::{Sheet, lay_out, xlsx};
use crate::document::Document;
use crate::ingest::error::IngestError;
use crate::ingest::limits::Limits;
use crate::ingest::package::Package;
use calamine::{Reader, SheetType, SheetVisible, Xlsb, XlsbError};
use std::io::Cursor;

/// Reads a workbook.
///
/// # Errors
/// A workbook that is encrypted, damaged, empty, or past a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, IngestError> {
    Package::open(bytes, limits)?.check()?;
    let mut workbook: Xlsb<Cursor<&[u8]>> = Xlsb::new(Cursor::new(bytes)).map_err(of_calamine)?;
    let from_1904 = workbook.has_1904_epoch();
    let mut cells = 0;
    let mut sheets = Vec::new();
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let hidden = sheet.visible != SheetVisible::Visible;
        let mut read = Sheet { hidden, name: sheet.name.clone(), ..Sheet::default() };
        let mut reader = workbook.worksheet_cells_reader(&sheet.name).map_err(of_calamine)?;
        while let Some(cell) = reader.next_cell().map_err(of_calamine)? {
            let (row, column) = cell.get_position();
            read.put(row, column, xlsx::text(cell.get_value(), "", from_1904), &mut cells, limits)?;
        }
        drop(reader);
        sheets.push(read);
    }
    let mut document = lay_out(sheets, limits)?;
    let note =
        "二进制工作簿（.xlsb）里的合并单元格、百分比等显示格式和隐藏的行列无法得知，空格按合并推断，数字按存储的值读取";
    document.notes.push(note.to_string());
    Ok(document)
}

fn of_calamine(error: XlsbError) -> IngestError {
    match error {
        XlsbError::Password => IngestError::Encrypted,
        other => IngestError::Damaged(other.to_string()),
    }
}
