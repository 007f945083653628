//! Files made to fill the memory: each is read or named, and the program stays under 512 MB.

use super::desk::{Desk, notice};
use std::io::{Cursor, Write};
use std::process::Command;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip file; a part is a beginning, a piece so many times, and an end.
fn zipped(parts: &[(&str, &str, &str, usize, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, begin, piece, times, end) in parts {
        // OpenDocument is known by this part, which is not packed.
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("writable");
        writer.write_all(begin.as_bytes()).expect("writable");
        let many = piece.repeat(1000);
        (0..times / 1000).for_each(|_| writer.write_all(many.as_bytes()).expect("writable"));
        writer.write_all(end.as_bytes()).expect("writable");
    }
    writer.finish().expect("writable").into_inner()
}

fn docx(piece: &str, times: usize) -> Vec<u8> {
    let begin = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
    zipped(&[
        ("[Content_Types].xml", "<Types/>", "", 0, ""),
        ("word/document.xml", begin, piece, times, "</w:body></w:document>"),
    ])
}

fn ofd(piece: &str, times: usize) -> Vec<u8> {
    zipped(&[
        ("OFD.xml", "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>", "", 0, ""),
        ("D.xml", "<Document><Pages><Page ID=\"1\" BaseLoc=\"P.xml\"/></Pages></Document>", "", 0, ""),
        ("P.xml", "<Page><Content><Layer>", piece, times, "</Layer></Content></Page>"),
    ])
}

fn ods(row: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
         <table:table table:name=\"a\">{row}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "", 0, ""),
        ("content.xml", &content, "", 0, ""),
    ])
}

fn xlsx(piece: &str, times: usize, end: &str) -> Vec<u8> {
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let workbook = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let begin = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:XFD1048576\"/><sheetData>";
    zipped(&[
        ("[Content_Types].xml", "<Types/>", "", 0, ""),
        ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml"), "", 0, ""),
        ("xl/workbook.xml", workbook, "", 0, ""),
        ("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml"), "", 0, ""),
        ("xl/worksheets/sheet1.xml", begin, piece, times, end),
    ])
}

/// A page whose content is half a gigabyte of one sign.
fn pdf() -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    (0..500).for_each(|_| encoder.write_all(&[b'0'; 1_000_000]).expect("in memory"));
    let data = encoder.finish().expect("in memory");
    let head = format!(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
         3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\nendobj\n\
         4 0 obj\n<< /Filter /FlateDecode /Length {} >>\nstream\n",
        data.len()
    );
    [head.as_bytes(), &data, b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"].concat()
}

/// Every file with the kind of its failure, if it is one.
fn files() -> Vec<(&'static str, Option<&'static str>, Vec<u8>)> {
    let cell = "<row><c r=\"A1\" t=\"inlineStr\"><is><t>标题</t></is></c></row>";
    let text = "<TextObject Boundary=\"1 1 9 9\" Size=\"3\"><TextCode X=\"0\" Y=\"3\" DeltaX=\"3\">甲乙</TextCode></TextObject>";
    let spans = "<tr><td colspan=1000000 rowspan=1000000>甲</td><td>乙</td></tr>";
    vec![
        ("01.docx", Some("too-large"), docx("<w:p a=\"1\" b=\"2\" c=\"3\" d=\"4\" e=\"5\" f=\"6\"/>", 900_000)),
        ("02.docx", Some("too-large"), docx("<w:p><w:r><w:t>一</w:t></w:r></w:p>", 350_000)),
        ("03.docx", Some("too-large"), docx("<w:p><w:r><w:t>一一一一一一一一一一一一</w:t></w:r></w:p>", 1_000_000)),
        ("04.docx", Some("too-large"), docx("<w:tbl><w:tr><w:tc>", 1000)),
        ("05.ofd", Some("too-large"), ofd(text, 300_000)),
        ("06.xlsx", None, xlsx("<row/>", 1_048_000, &format!("{cell}</sheetData></worksheet>"))),
        ("07.xlsx", Some("too-large"), xlsx("<row><c><v>1</v></c></row>", 400_000, "</sheetData></worksheet>")),
        (
            "08.ods",
            None,
            ods("<table:table-row><table:table-cell><text:p>一</text:p></table:table-cell></table:table-row>\
                              <table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"),
        ),
        (
            "09.ods",
            Some("too-large"),
            ods("<table:table-row table:number-rows-repeated=\"1048576\">\
                              <table:table-cell table:number-columns-repeated=\"900\"><text:p>一</text:p></table:table-cell></table:table-row>"),
        ),
        ("10.pdf", Some("too-large"), pdf()),
        (
            "11.zip",
            Some("too-large"),
            zipped(&[
                ("一.txt", "", "零零零零零零零零零零\n", 1_000_000, ""),
                ("二.txt", "", "零零零零零零零零零零\n", 3_000_000, ""),
            ]),
        ),
        ("12.csv", Some("empty"), [",".repeat(900).as_str(), "\n"].concat().repeat(20_000).into_bytes()),
        ("13.csv", Some("too-large"), [",".repeat(900).as_str(), "一\n"].concat().repeat(20_000).into_bytes()),
        (
            "14.html",
            Some("too-large"),
            format!("<html><body>{}", "<p a=1 b=2 c=3 d=4 e=5 f=6>甲</p>".repeat(450_000)).into_bytes(),
        ),
        ("15.html", Some("too-large"), format!("<html><body><table>{}", spans.repeat(2000)).into_bytes()),
        ("16.html", Some("too-large"), format!("<html><body>{}", "<div>".repeat(200_000)).into_bytes()),
        ("17.txt", Some("too-large"), "一、推进项目建设。\n".repeat(1_300_000).into_bytes()),
        ("18.txt", Some("too-large"), "甲\n".repeat(700_000).into_bytes()),
    ]
}

#[test]
fn no_file_fills_the_memory() {
    if !cfg!(target_os = "linux") {
        eprintln!("skipped: only Linux bounds the memory of a program this way");
        return;
    }
    let desk = Desk::new();
    desk.file("in/好.md", notice(1));
    let files = files();
    for (name, _, content) in &files {
        desk.file(&format!("in/{name}"), content);
    }
    // Address space, which is more than what is used; past it the program would be aborted.
    let output = Command::new("sh")
        .current_dir(desk.path(""))
        .env("MALLOC_ARENA_MAX", "1")
        .args(["-c", "ulimit -v 524288; exec \"$0\" extract in -o out --jobs 1 --no-ledger"])
        .arg(assert_cmd::cargo::cargo_bin!("gongwen"))
        .output()
        .expect("runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    let mut failures = desk.failures();
    failures.sort_by(|a, b| a.1.cmp(&b.1));
    let bad = files.iter().filter_map(|(name, kind, _)| Some((kind.as_ref()?.to_string(), name.to_string())));
    // Of an archive, every file inside is named by itself.
    let found: Vec<(String, String)> = failures
        .into_iter()
        .map(|(kind, path)| (kind, path.split('!').next().unwrap_or_default().to_string()))
        .collect();
    let mut expected: Vec<(String, String)> = bad.collect();
    expected.insert(10, ("too-large".to_string(), "11.zip".to_string()));
    expected.sort_by(|a, b| a.1.cmp(&b.1));
    assert_eq!(found, expected, "{told}");
    assert_eq!(desk.documents().len(), 3, "{told}");
}
