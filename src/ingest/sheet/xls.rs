//! `.xls` and `.et` (BIFF): values and merges by calamine. How numbers are shown and what is hidden stands in records
//! that calamine does not give, so these few are read here.

use super::{Sheet, lay_out, number_format, too_many};
use crate::document::Document;
use crate::ingest::error::IngestError;
use crate::ingest::limits::{Limit, Limits};
use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

/// Reads a workbook.
///
/// # Errors
/// A workbook that is encrypted, damaged, empty, or past a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, IngestError> {
    let facts = Facts::of(&stream(bytes, limits)?);
    // The library makes room for every place of a sheet, so a wide and long one is refused before.
    let places: usize = facts.sheets.iter().map(Extent::places).sum();
    if places > LOOSE * limits.cells {
        return Err(too_many(Limit::Cells, places, LOOSE * limits.cells));
    }
    let workbook: Result<Xls<Cursor<&[u8]>>, XlsError> = Xls::new(Cursor::new(bytes));
    let mut workbook = workbook.map_err(of_calamine)?;
    let from_1904 = workbook.has_1904_epoch();
    let (mut cells, mut sheets) = (0, Vec::new());
    for (at, sheet) in workbook.sheets_metadata().to_vec().into_iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let extent = facts.sheets.get(at);
        let mut read = Sheet {
            hidden: sheet.visible != SheetVisible::Visible,
            states_merges: true,
            hidden_rows: extent.map(|e| e.hidden_rows.clone()).unwrap_or_default(),
            hidden_columns: extent.map(|e| e.hidden_columns.clone()).unwrap_or_default(),
            name: sheet.name.clone(),
            ..Sheet::default()
        };
        let merges = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        read.merges = merges.iter().map(|d| [d.start.0, d.start.1, d.end.0, d.end.1]).collect();
        let range = workbook.worksheet_range(&sheet.name).map_err(of_calamine)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (top + row as u32, left + column as u32);
            let format = extent.and_then(|e| e.formats.get(&(row, column))).and_then(|xf| facts.code(*xf));
            read.put(row, column, text(value, format.as_deref().unwrap_or(""), from_1904), &mut cells, limits)?;
        }
        sheets.push(read);
    }
    lay_out(sheets, limits)
}

/// Places of a sheet may be this many times the cells that a file may have: most of them are empty.
const LOOSE: usize = 4;

fn text(value: &Data, code: &str, from_1904: bool) -> String {
    match value {
        Data::Int(number) => number_format::shown(*number as f64, code, from_1904),
        Data::Float(number) => number_format::shown(*number, code, from_1904),
        Data::DateTime(date) => {
            number_format::shown(date.as_f64(), if code.is_empty() { "yyyy-mm-dd" } else { code }, from_1904)
        }
        Data::Bool(true) => "TRUE".to_string(),
        Data::Bool(false) => "FALSE".to_string(),
        other => other.to_string(),
    }
}

fn of_calamine(error: XlsError) -> IngestError {
    match error {
        XlsError::Password => IngestError::Encrypted,
        other => IngestError::Damaged(other.to_string()),
    }
}

/// The stream of records inside the container.
fn stream(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, IngestError> {
    let damaged = |error: std::io::Error| IngestError::Damaged(error.to_string());
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| container.is_stream(name));
    let name = name.ok_or_else(|| IngestError::Damaged("找不到工作簿的内容".to_string()))?;
    let mut records = Vec::new();
    container.open_stream(name).map_err(damaged)?.take(limits.file_bytes).read_to_end(&mut records).map_err(damaged)?;
    Ok(records)
}

/// What the records say of how cells are shown.
#[derive(Debug, Default)]
struct Facts {
    /// Codes of formats by their number.
    codes: BTreeMap<u16, String>,
    /// Number of the format of every extended format.
    xfs: Vec<u16>,
    sheets: Vec<Extent>,
}

/// A sheet in short.
#[derive(Debug, Default)]
struct Extent {
    formats: BTreeMap<(u32, u32), u16>,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: BTreeSet<u32>,
    /// Rows and columns down to the last cell.
    size: (u32, u32),
}

impl Extent {
    fn places(&self) -> usize {
        self.size.0 as usize * self.size.1 as usize
    }

    fn cell(&mut self, row: u16, column: u16, xf: u16) {
        let (row, column) = (u32::from(row), u32::from(column));
        self.size = (self.size.0.max(row + 1), self.size.1.max(column + 1));
        self.formats.insert((row, column), xf);
    }
}

impl Facts {
    fn of(stream: &[u8]) -> Facts {
        let mut facts = Facts::default();
        let offsets = facts.read_globals(stream);
        facts.sheets = offsets.into_iter().map(|offset| sheet(stream.get(offset..).unwrap_or_default())).collect();
        facts
    }

    /// Formats, and where the sheets begin.
    fn read_globals(&mut self, stream: &[u8]) -> Vec<usize> {
        let mut offsets = Vec::new();
        for (kind, data) in Records(stream) {
            match kind {
                0x041E => {
                    let code = if data.len() >= 5 { format_code(data) } else { None };
                    self.codes.extend(number(data, 0).zip(code));
                }
                0x00E0 => self.xfs.push(number(data, 2).unwrap_or(0)),
                0x0085 => {
                    let offset = data.get(..4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize);
                    offsets.extend(offset);
                }
                0x000A => break,
                _ => {}
            }
        }
        offsets
    }

    /// The code of the format of a cell.
    fn code(&self, xf: u16) -> Option<String> {
        let format = *self.xfs.get(xf as usize)?;
        self.codes.get(&format).cloned().or_else(|| builtin(format).map(str::to_string))
    }
}

/// The code in a FORMAT record: one length of characters, one byte or two a character.
fn format_code(data: &[u8]) -> Option<String> {
    let count = number(data, 2)? as usize;
    let (wide, text) = (data[4] & 1 == 1, &data[5..]);
    Some(if wide {
        let units: Vec<u16> = text.chunks_exact(2).take(count).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
        String::from_utf16_lossy(&units)
    } else {
        text.iter().take(count).map(|&b| char::from(b)).collect()
    })
}

/// Cells with their formats and what is hidden, from the first record of a sheet on.
fn sheet(stream: &[u8]) -> Extent {
    let mut extent = Extent::default();
    let mut depth = 0;
    for (kind, data) in Records(stream) {
        match kind {
            // Charts inside a sheet have records of the same kinds.
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            _ if depth > 1 => {}
            0x0208 if data.get(12).is_some_and(|options| options & 0x20 != 0) => {
                extent.hidden_rows.extend(number(data, 0).map(u32::from));
            }
            0x007D if data.get(8).is_some_and(|options| options & 1 == 1) => {
                if let (Some(first), Some(last)) = (number(data, 0), number(data, 2)) {
                    extent.hidden_columns.extend(u32::from(first)..=u32::from(last.min(255)));
                }
            }
            // NUMBER, RK, FORMULA, LABELSST, LABEL, BOOLERR
            0x0203 | 0x027E | 0x0006 | 0x00FD | 0x0204 | 0x0205 => {
                if let (Some(row), Some(column), Some(xf)) = (number(data, 0), number(data, 2), number(data, 4)) {
                    extent.cell(row, column, xf);
                }
            }
            0x00BD => {
                let (Some(row), Some(first)) = (number(data, 0), number(data, 2)) else { continue };
                for (column, xf) in (first..).zip(data[4..].chunks_exact(6)) {
                    extent.cell(row, column, u16::from_le_bytes([xf[0], xf[1]]));
                }
            }
            _ => {}
        }
    }
    extent
}

fn number(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

/// Records of a stream: kind and data.
struct Records<'s>(&'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (number(self.0, 0)?, number(self.0, 2)? as usize);
        let data = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some((kind, data))
    }
}

/// Codes of the formats that no file spells out (ECMA-376 part 1, 18.8.30).
fn builtin(format: u16) -> Option<&'static str> {
    Some(match format {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5..=8 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14 => "yyyy/m/d",
        15 => "d-m-yy",
        16 => "d-m",
        17 => "m-yy",
        18 | 19 => "h:mm",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "上午/下午h\"时\"mm\"分\"",
        35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
        37 | 38 => "#,##0",
        39 | 40 => "#,##0.00",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        49 => "@",
        _ => return None,
    })
}
