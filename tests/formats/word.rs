//! The specimen as a Word document, and old documents by way of LibreOffice.

use super::same::records;
use super::specimen::{Part, Table, document};
use assert_cmd::cargo::cargo_bin_cmd;
use std::fs;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

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
         <w:body>{body}</w:body></w:document>"
    );
    zipped(&[("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", &main)])
}

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
    Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

/// A zip file of texts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("writable");
        writer.write_all(text.as_bytes()).expect("writable");
    }
    writer.finish().expect("writable").into_inner()
}

fn paragraph(text: &str) -> String {
    text.split('\n').map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect()
}

fn rows(table: &Table) -> String {
    let mut out = String::from("<w:tbl>");
    for row in 0..table.rows {
        out.push_str("<w:tr>");
        let mut column = 0;
        while column < table.columns {
            let Some(cell) = table.at(row, column) else {
                out.push_str("<w:tc><w:p/></w:tc>");
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
            out.push_str(&format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{span}\"/>{merge}</w:tcPr>{text}</w:tc>"));
            column += span;
        }
        out.push_str("</w:tr>");
    }
    out + "</w:tbl>"
}

const RTF: &[u8] = b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 \\u20851?\\u20110?\\u21360?\\u21457?\\u35201?\\u28857?\\u30340?\\u36890?\\u30693?\\par}";

#[test]
fn without_libreoffice_an_old_document_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("旧.doc"), RTF).expect("writable");
    let mut command = cargo_bin_cmd!("gongwen");
    let output = command.current_dir(folder.path()).env("PATH", "/nowhere").args(["extract", "旧.doc"]).output();
    let output = output.expect("runs");
    let complaint = String::from_utf8(output.stderr).expect("UTF-8");
    if output.status.code() == Some(0) {
        eprintln!("skipped: LibreOffice stands where installers put it");
        return;
    }
    let words = "读取RTF 文档（.rtf）需要 LibreOffice，这台电脑上没有找到。请安装 LibreOffice，或另存为 .docx 后再试";
    assert!(complaint.contains(words), "{complaint}");
}

#[test]
fn with_libreoffice_an_old_document_is_read() {
    let installed = std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path)
            .any(|folder| ["soffice", "libreoffice"].iter().any(|name| folder.join(name).is_file()))
    });
    if !installed {
        eprintln!("skipped: LibreOffice is not installed");
        return;
    }
    assert_eq!(records(RTF, "doc").document.title.as_deref(), Some("关于印发要点的通知"));
}
