//! `.xlsx` and `.xlsm`: values, merges and formats by calamine; what is hidden from the parts themselves.

use super::{Sheet, lay_out, number_format};
use crate::document::Document;
use crate::ingest::error::IngestError;
use crate::ingest::limits::Limits;
use crate::ingest::package::Package;
use crate::ingest::xml;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

/// Reads a workbook.
///
/// # Errors
/// A workbook that is encrypted, damaged, empty, or past a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, IngestError> {
    let mut package = Package::open(bytes, limits)?;
    package.check()?;
    let mut workbook: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(of_calamine)?;
    let from_1904 = workbook.has_1904_epoch();
    let parts = sheet_parts(bytes, limits)?;
    let mut cells = 0;
    let mut sheets = Vec::new();
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut read = Sheet {
            hidden: sheet.visible != SheetVisible::Visible,
            states_merges: true,
            name: sheet.name.clone(),
            ..Sheet::default()
        };
        let merges = workbook.merge_cells_by_sheet_name(&sheet.name).map_err(of_calamine)?;
        read.merges = merges.iter().map(|d| [d.start.0, d.start.1, d.end.0, d.end.1]).collect();
        let mut reader = workbook.worksheet_cells_reader(&sheet.name).map_err(of_calamine)?;
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(of_calamine)? {
            let code = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
            let code = code.map_or("", |format| format.format_code.as_str());
            let (row, column) = cell.get_position();
            let text = text(cell.get_value(), code, from_1904);
            read.put(row, column, text, &mut cells, limits)?;
        }
        drop(reader);
        if let Some(part) = parts.get(&sheet.name) {
            note_hidden(bytes, part, limits, &mut read)?;
        }
        sheets.push(read);
    }
    lay_out(sheets, limits)
}

pub(super) fn text(value: &DataRef, code: &str, from_1904: bool) -> String {
    match value {
        DataRef::Int(number) => number_format::shown(*number as f64, code, from_1904),
        DataRef::Float(number) => number_format::shown(*number, code, from_1904),
        DataRef::DateTime(date) => {
            let code = if code.is_empty() { "yyyy-mm-dd" } else { code };
            number_format::shown(date.as_f64(), code, from_1904)
        }
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => text.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Bool(true) => "TRUE".to_string(),
        DataRef::Bool(false) => "FALSE".to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn of_calamine(error: XlsxError) -> IngestError {
    match error {
        XlsxError::Password => IngestError::Encrypted,
        other => IngestError::Damaged(other.to_string()),
    }
}

/// The part of every sheet by its name.
fn sheet_parts(bytes: &[u8], limits: &Limits) -> Result<BTreeMap<String, String>, IngestError> {
    let mut package = Package::open(bytes, limits)?;
    let Some(folder) = package.names().iter().find(|name| name.ends_with("workbook.xml")).cloned() else {
        return Ok(BTreeMap::new());
    };
    let folder = folder.trim_end_matches("workbook.xml").to_string();
    let mut tree = |name: String| match package.read(&name)? {
        Some(part) => xml::parse(&part, &name, limits).map(Some),
        None => Ok(None),
    };
    let (Some(workbook), Some(relations)) =
        (tree(format!("{folder}workbook.xml"))?, tree(format!("{folder}_rels/workbook.xml.rels"))?)
    else {
        return Ok(BTreeMap::new());
    };
    let target = |id: &str| {
        let relation = relations.elements().find(|relation| relation.attribute("Id") == Some(id))?;
        let target = relation.attribute("Target")?;
        Some(match target.strip_prefix('/') {
            Some(whole) => whole.to_string(),
            None => format!("{folder}{target}"),
        })
    };
    let part = |sheet: &xml::Element| Some((sheet.attribute("name")?.to_string(), target(sheet.attribute("id")?)?));
    Ok(workbook.all("sheet").into_iter().filter_map(part).collect())
}

/// Reads which rows and columns of a sheet are hidden.
fn note_hidden(bytes: &[u8], part: &str, limits: &Limits, sheet: &mut Sheet) -> Result<(), IngestError> {
    let mut package = Package::open(bytes, limits)?;
    let Some(part) = package.read(part)? else { return Ok(()) };
    let text = String::from_utf8_lossy(&part);
    let mut reader = XmlReader::from_str(&text);
    reader.config_mut().check_end_names = false;
    // What calamine could read, this can; if not, nothing is known to be hidden.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) if is_hidden(&tag) => match tag.local_name().as_ref() {
                "row" => sheet.hidden_rows.extend(number(&tag, "r").and_then(|row| row.checked_sub(1))),
                "col" => sheet.hidden_columns.extend(columns(&tag, limits)),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(())
}

fn columns(tag: &BytesStart, limits: &Limits) -> BTreeSet<u32> {
    let (first, last) = (number(tag, "min").unwrap_or(1), number(tag, "max").unwrap_or(0));
    (first.max(1)..=last.min(limits.row_cells as u32 + 1)).map(|column| column - 1).collect()
}

fn is_hidden(tag: &BytesStart) -> bool {
    attribute(tag, "hidden").is_some_and(|value| value == "1" || value == "true")
}

fn number(tag: &BytesStart, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok()
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    Some(found.value.into_owned())
}
