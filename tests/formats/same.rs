//! The same content in every format gives the same records, anchors and confidence aside.

use super::{html, pages, sheets, specimen, word};
use gongwen::check::{self, Settings};
use gongwen::extract::{extract, settle_places};
use gongwen::ingest::{self, Limits};
use gongwen::record::{DocumentRecords, Format, Source};
use gongwen::rules::Rules;
use serde_json::Value;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load(None).expect("the built-in rules"));

/// Everything that is read of a file.
pub fn records(bytes: &[u8], extension: &str) -> DocumentRecords {
    let read = ingest::read_bytes(bytes, extension, &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let source = Source {
        path: "a".to_string(),
        format: Format::Text,
        encoding: String::new(),
        bytes: 0,
        sha256: String::new(),
    };
    let mut records = extract(&read.document, source, &RULES);
    check::run(&mut records, &Settings::default());
    settle_places(&mut records, &read.document.sites);
    records
}

/// The records without places, confidence and blanks, as lines that a test can hold side by side.
fn lines(records: &DocumentRecords) -> Vec<String> {
    let value = serde_json::to_value(records).expect("texts, numbers and lists");
    let document = &value["document"];
    let fields = ["title", "doc_number", "issuer", "signed_date", "region", "year", "attachments", "attached"];
    let mut out: Vec<String> = fields.iter().map(|field| format!("{field} {}", plain(&document[*field]))).collect();
    for kind in ["lists", "targets", "tasks", "units", "claims", "findings"] {
        out.extend(value[kind].as_array().expect("a list").iter().map(|record| format!("{kind} {}", plain(record))));
    }
    out
}

fn plain(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let left_out = ["anchor", "confidence", "alternative", "rules", "items", "fingerprint", "evidence"];
            let fields = fields.iter().filter(|(name, _)| !left_out.contains(&name.as_str()));
            fields.map(|(name, value)| format!("{name}={};", plain(value))).collect()
        }
        Value::Array(items) => items.iter().map(|item| format!("[{}]", plain(item))).collect(),
        Value::String(text) => text.chars().filter(|c| !c.is_whitespace()).collect(),
        other => other.to_string(),
    }
}

pub fn assert_same(format: &str, bytes: &[u8], extension: &str) -> DocumentRecords {
    let found = records(bytes, extension);
    let (expected, lines) = (lines(&TEXT), lines(&found));
    for (expected, found) in expected.iter().zip(&lines) {
        assert_eq!(found, expected, "{format}");
    }
    assert_eq!(lines.len(), expected.len(), "{format}");
    found
}

static TEXT: LazyLock<DocumentRecords> = LazyLock::new(|| records(specimen::text().as_bytes(), "txt"));

#[test]
fn the_text_itself_is_read_whole() {
    assert_eq!((TEXT.targets.len(), TEXT.tasks.len()), (100, 7));
    let parts = TEXT.targets.iter().filter(|target| target.component.is_some()).count();
    assert!(parts >= 10 && parts % 2 == 0, "{parts}");
    assert_eq!(TEXT.targets[6].values[0].raw, "持续巩固");
    assert_eq!(TEXT.targets[6].values[1].raw, "持续巩固");
    assert!(TEXT.targets.iter().all(|target| target.category.len() == 1 && target.responsible.len() == 1));
    assert!(TEXT.tasks.iter().all(|task| task.schedule.len() == 1 && task.responsible.len() == 2));
    assert_eq!(TEXT.document.doc_number.as_deref(), Some("海政办发〔2025〕7号"));
}

#[test]
fn web_pages() {
    let page = html::page();
    assert_same("html", page.as_bytes(), "html");
    let gbk = encoding_rs::GB18030.encode(&page).0;
    assert_same("html in GBK", &gbk, "htm");
}

#[test]
fn workbooks() {
    let found = assert_same("xlsx", &sheets::xlsx(), "xlsx");
    let anchor = &found.targets[0].values[0].anchor;
    assert_eq!((anchor.sheet.as_deref(), anchor.cell.as_deref(), anchor.line), (Some("Sheet1"), Some("E11"), None));
    assert_same("csv", sheets::csv(',').as_bytes(), "csv");
    // As LibreOffice saves the first one.
    assert_same("xls", include_bytes!("files/specimen.xls"), "xls");
    assert_same("et", include_bytes!("files/specimen.xls"), "et");
    assert_same("ods", &sheets::ods(), "ods");
    assert_same("xlsb", &sheets::xlsb(), "xlsb");
    assert_same("tsv in GBK", &encoding_rs::GB18030.encode(&sheets::csv('\t')).0, "tsv");
}

#[test]
fn word_documents() {
    assert_same("docx", &word::docx(), "docx");
}

#[test]
fn files_in_files() {
    let mail = format!(
        "From: a@example.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"B\"\r\n\r\n--B\r\n\
         Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n--B--\r\n",
        html::page()
    );
    let (docx, xlsx) = (word::docx(), sheets::xlsx());
    let zip =
        word::zipped_bytes(&[("附件/清单.xlsx", &xlsx), ("附件/来信.eml", mail.as_bytes()), ("附件/通知.docx", &docx)]);
    let mut paths = Vec::new();
    ingest::open(&zip, "zip", &Limits::default(), &|_| true, &mut |member| {
        assert_same(&member.path, member.content.expect("readable"), &member.extension);
        paths.push(member.path);
    });
    paths.sort();
    assert_eq!(paths, ["附件/来信.eml!正文.html", "附件/清单.xlsx", "附件/通知.docx"]);
}

#[test]
fn printed_pages() {
    let found = assert_same("ofd", &pages::ofd(), "ofd");
    let anchor = &found.targets[60].values[0].anchor;
    assert!(anchor.page.is_some_and(|page| page > 2) && anchor.line.is_some(), "{anchor:?}");
    assert_same("pdf", &pages::pdf(), "pdf");
}
