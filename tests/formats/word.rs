//! The specimen as a Word document.

use super::specimen::{Part, Table, document};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub fn docx() -> Vec<u8> {
    let body: String = document()
        .iter()
        .map(|part| match part {
            Part::Line(line) => paragraph(line),
            Part::Table(table) => rows(table),
        })
        .collect();
    let main = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{body}<w:p/></w:body></w:document>"
    );
    zipped(&[("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", &main)])
}

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

/// Width of a column in twentieths of a point.
const COLUMN: usize = 1200;

/// A zip file of texts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    zipped_bytes(&parts)
}

/// A zip file.
pub fn zipped_bytes(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // OpenDocument is known by this part, which is not packed.
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("writable");
        writer.write_all(bytes).expect("writable");
    }
    writer.finish().expect("writable").into_inner()
}

fn paragraph(text: &str) -> String {
    text.split('\n').map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect()
}

fn rows(table: &Table) -> String {
    let grid = format!("<w:gridCol w:w=\"{COLUMN}\"/>").repeat(table.columns);
    let mut out = format!("<w:tbl><w:tblGrid>{grid}</w:tblGrid>");
    for row in 0..table.rows {
        out.push_str("<w:tr>");
        let mut column = 0;
        while column < table.columns {
            let Some(cell) = table.at(row, column) else {
                out.push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{COLUMN}\" w:type=\"dxa\"/></w:tcPr><w:p/></w:tc>"));
                column += 1;
                continue;
            };
            let merge = match (cell.rows, cell.row == row) {
                (1, _) => "",
                (_, true) => "<w:vMerge w:val=\"restart\"/>",
                (_, false) => "<w:vMerge/>",
            };
            let text = if cell.row == row { paragraph(&cell.text) } else { "<w:p/>".to_string() };
            let span = cell.columns;
            out.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/><w:gridSpan w:val=\"{span}\"/>{merge}</w:tcPr>{text}</w:tc>",
                span * COLUMN
            ));
            column += span;
        }
        out.push_str("</w:tr>");
    }
    out + "</w:tbl>"
}
