//! The specimen as workbooks of several kinds and as separated values.

use super::specimen::{Cell, Part, document};
use super::word::zipped_bytes;
use rust_xlsxwriter::{Format, Workbook};

pub fn xlsx() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    let mut row = 0u32;
    for part in document() {
        match part {
            Part::Line(line) => {
                sheet.write(row, 0, line).expect("writable");
                row += 1;
            }
            Part::Table(table) => {
                row += 1;
                for cell in &table.cells {
                    let (top, left) = (row + cell.row as u32, cell.column as u16);
                    if (cell.rows, cell.columns) != (1, 1) {
                        let (bottom, right) = (top + cell.rows as u32 - 1, left + cell.columns as u16 - 1);
                        sheet.merge_range(top, left, bottom, right, "", &plain).expect("writable");
                    }
                    match cell.text.parse::<f64>() {
                        Ok(number) => sheet.write(top, left, number).expect("writable"),
                        Err(_) => sheet.write(top, left, &cell.text).expect("writable"),
                    };
                }
                row += table.rows as u32 + 1;
            }
        }
    }
    workbook.save_to_buffer().expect("in memory")
}

pub fn csv(separator: char) -> String {
    let mut out = String::new();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for part in document() {
        match part {
            Part::Line(line) => out.push_str(&format!("{}\n", quoted(&line))),
            Part::Table(table) => {
                out.push('\n');
                for row in 0..table.rows {
                    let text = |column: usize| match table.at(row, column) {
                        Some(cell) if (cell.row, cell.column) == (row, column) => quoted(&cell.text),
                        _ => String::new(),
                    };
                    let cells: Vec<String> = (0..table.columns).map(text).collect();
                    out.push_str(&format!("{}\n", cells.join(&separator.to_string())));
                }
                out.push('\n');
            }
        }
    }
    out
}

/// Every cell of the specimen with its row on the one sheet, the lines in column A.
fn placed() -> Vec<(usize, Cell)> {
    let mut out = Vec::new();
    let mut row = 0;
    for part in document() {
        match part {
            Part::Line(text) => {
                out.push((row, Cell { text, row, column: 0, rows: 1, columns: 1 }));
                row += 1;
            }
            Part::Table(table) => {
                row += 1;
                out.extend(table.cells.into_iter().map(|cell| (row + cell.row, cell)));
                row += table.rows + 1;
            }
        }
    }
    // A merged cell begins where its column is free, which may be behind cells that were put later.
    out.sort_by_key(|(row, cell)| (*row, cell.column));
    out
}

/// OpenDocument, as far as a reader looks at it.
pub fn ods() -> Vec<u8> {
    let cells = placed();
    let last = cells.last().map_or(0, |(row, _)| *row);
    let mut rows = String::new();
    for row in 0..=last {
        rows.push_str("<table:table-row>");
        let mut at = 0;
        for (_, cell) in cells.iter().filter(|(own, _)| *own == row) {
            rows.push_str(&"<table:covered-table-cell/>".repeat(cell.column - at));
            let lines: String = cell.text.split('\n').map(|line| format!("<text:p>{line}</text:p>")).collect();
            rows.push_str(&format!(
                "<table:table-cell table:number-rows-spanned=\"{}\" table:number-columns-spanned=\"{}\">{lines}</table:table-cell>",
                cell.rows, cell.columns
            ));
            at = cell.column + 1;
        }
        rows.push_str("</table:table-row>");
    }
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"Sheet1\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    zipped_bytes(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A record of a binary workbook (MS-XLSB 2.1.4): type and size, seven bits a byte, then the content.
fn record(out: &mut Vec<u8>, kind: u16, content: &[u8]) {
    out.push(kind as u8);
    if kind >= 0x80 {
        out.push((kind >> 7) as u8);
    }
    let mut size = content.len();
    while size >= 0x80 {
        out.push(size as u8 | 0x80);
        size >>= 7;
    }
    out.push(size as u8);
    out.extend(content);
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = (units.len() as u32).to_le_bytes();
    length.into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

/// A binary workbook: names of sheets, rows, and cells of texts and numbers (MS-XLSB 2.4.312, 2.4.314, 2.4.755).
pub fn xlsb() -> Vec<u8> {
    let mut workbook = Vec::new();
    record(&mut workbook, 0x83, &[]);
    let sheet = [[0; 4], 1u32.to_le_bytes()].concat();
    record(&mut workbook, 0x9c, &[sheet, wide("rId1"), wide("Sheet1")].concat());
    record(&mut workbook, 0x90, &[]);
    record(&mut workbook, 0x84, &[]);
    let mut sheet = Vec::new();
    record(&mut sheet, 0x81, &[]);
    record(&mut sheet, 0x94, &[0; 16]);
    record(&mut sheet, 0x91, &[]);
    let mut last = None;
    for (row, cell) in placed() {
        if last.replace(row) != Some(row) {
            record(&mut sheet, 0x00, &[&(row as u32).to_le_bytes()[..], &[0; 13]].concat());
        }
        let head = [(cell.column as u32).to_le_bytes(), [0; 4]].concat();
        match cell.text.parse::<f64>() {
            Ok(number) => record(&mut sheet, 0x05, &[head, number.to_le_bytes().to_vec()].concat()),
            Err(_) => record(&mut sheet, 0x06, &[head, wide(&cell.text)].concat()),
        }
    }
    record(&mut sheet, 0x92, &[]);
    record(&mut sheet, 0x82, &[]);
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"{id}\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    zipped_bytes(&[
        (
            "[Content_Types].xml",
            b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"bin\" \
              ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/></Types>",
        ),
        ("_rels/.rels", relation("rId1", "officeDocument", "xl/workbook.bin").as_bytes()),
        ("xl/_rels/workbook.bin.rels", relation("rId1", "worksheet", "worksheets/sheet1.bin").as_bytes()),
        ("xl/workbook.bin", &workbook),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}
