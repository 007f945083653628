//! What a file is: by its first bytes and its content, not by its name alone.

use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

/// Formats that a reader exists for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, also in a file that is called `.txt`.
    Markdown,
    /// A web page, also one that is called `.xls` or `.doc`.
    Html,
    /// Separated values.
    Csv,
    /// Excel workbook.
    Xlsx,
    /// Binary Excel workbook.
    Xlsb,
    /// Old Excel or WPS workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Word document.
    Docx,
    /// PDF with a text layer.
    Pdf,
    /// OFD, the national format for official documents.
    Ofd,
    /// A document of an old or other kind that LibreOffice turned into a Word document.
    Converted,
}

/// What the bytes of a file state before any decoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A format that is read.
    Read(Format),
    /// A format that LibreOffice turns into Word's.
    Convert(Convertible),
    /// An archive of files.
    Archive,
    /// A format that is not.
    Foreign(Foreign),
}

/// A file that holds files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// A zip archive.
    Zip,
    /// An e-mail.
    Mail,
    /// A page with what belongs to it (.mht).
    WebArchive,
}

/// What a file holds files as; None for one that is read itself. `extension` is the file's, in lower case.
pub fn container(bytes: &[u8], extension: &str) -> Option<Container> {
    if by_bytes(bytes) == Some(Kind::Archive) {
        return Some(Container::Zip);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(MAIL_HEAD)]).to_ascii_lowercase();
    let has = |name: &str| head.starts_with(name) || head.contains(&format!("\n{name}"));
    let is_mail = has("mime-version:") && has("content-type:");
    let is_page = is_mail && head.contains("multipart/related") && !has("to:");
    match extension {
        "mht" | "mhtml" if is_mail => Some(Container::WebArchive),
        "eml" if is_mail || has("from:") => Some(Container::Mail),
        _ if is_page && (head.starts_with("mime-version:") || head.starts_with("from:")) => Some(Container::WebArchive),
        _ => None,
    }
}

/// How far into a file the head of a mail reaches that is looked at.
const MAIL_HEAD: usize = 8 * 1024;

/// A format that is read by way of LibreOffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Convertible {
    /// Chinese name with the usual extensions.
    pub name: &'static str,
    /// Extension by which LibreOffice knows it.
    pub extension: &'static str,
}

const DOC: Convertible = Convertible { name: "旧版 Word 或 WPS 文档（.doc/.wps）", extension: "doc" };
const RTF: Convertible = Convertible { name: "RTF 文档（.rtf）", extension: "rtf" };
const ODT: Convertible = Convertible { name: "OpenDocument 文档（.odt）", extension: "odt" };

/// A format that no reader exists for yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign {
    /// Chinese name with the usual extension.
    pub name: &'static str,
    /// English name with the usual extension.
    pub english: &'static str,
    /// What the user can do with such a file.
    pub way_out: WayOut,
}

/// What the user can do with a file of a foreign format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    /// Save it as text.
    SaveAsText,
    /// Unpack it.
    Unpack,
    /// Recognise its characters.
    RecogniseCharacters,
    /// Save it without a password.
    Decrypt,
}

impl WayOut {
    /// The Chinese sentence.
    pub fn remedy(self) -> &'static str {
        match self {
            WayOut::SaveAsText => "请另存为文本（.txt）后再试",
            WayOut::Unpack => "请先解压，再给出里面的文件",
            WayOut::Decrypt => "请用密码打开，另存为不加密的文件后再试",
            WayOut::RecogniseCharacters => "请先用文字识别（OCR）软件转成文本后再试",
        }
    }
}

const fn foreign(name: &'static str, english: &'static str, way_out: WayOut) -> Foreign {
    Foreign { name, english, way_out }
}

use WayOut::{Decrypt, RecogniseCharacters, SaveAsText, Unpack};

const PPTX: Foreign = foreign("演示文稿（.pptx）", "presentation (.pptx)", SaveAsText);
const PPT: Foreign = foreign("旧版演示文稿（.ppt/.dps）", "old presentation (.ppt/.dps)", SaveAsText);
const OLE: Foreign = foreign("旧版 Office 文件", "old Office file", SaveAsText);
const ENCRYPTED: Foreign = foreign("加密的 Office 文件", "encrypted Office file", Decrypt);
const XML: Foreign = foreign("XML 文件（.xml）", "XML file (.xml)", SaveAsText);
const RAR: Foreign = foreign("压缩包（.rar）", "archive (.rar)", Unpack);
const SEVEN_ZIP: Foreign = foreign("压缩包（.7z）", "archive (.7z)", Unpack);
const GZIP: Foreign = foreign("压缩包（.gz）", "archive (.gz)", Unpack);
const PNG: Foreign = foreign("图片（.png）", "image (.png)", RecogniseCharacters);
const JPEG: Foreign = foreign("图片（.jpg）", "image (.jpg)", RecogniseCharacters);
const GIF: Foreign = foreign("图片（.gif）", "image (.gif)", RecogniseCharacters);
const BMP: Foreign = foreign("图片（.bmp）", "image (.bmp)", RecogniseCharacters);
const TIFF: Foreign = foreign("图片（.tif）", "image (.tif)", RecogniseCharacters);

/// First bytes that tell a format by themselves.
const SIGNATURES: [(&[u8], Foreign); 8] = [
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\x1f\x8b\x08", GZIP),
    (b"\x89PNG\r\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF8", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
];

/// How far into a file a PDF may begin; mail gateways put lines before it.
const PDF_START: usize = 1024;

/// What the bytes state; None for what may be text.
pub fn by_bytes(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(zip_kind(bytes));
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some(ole_kind(bytes));
    }
    if bytes[..bytes.len().min(PDF_START)].windows(5).any(|w| w == b"%PDF-") {
        return Some(Kind::Read(Format::Pdf));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some(Kind::Convert(RTF));
    }
    if is_bitmap(bytes) {
        return Some(Kind::Foreign(BMP));
    }
    SIGNATURES.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, foreign)| Kind::Foreign(*foreign))
}

/// A bitmap states its own size and four empty bytes behind "BM", which no text does.
fn is_bitmap(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4])
}

/// What a zip container holds, by the names in its directory.
fn zip_kind(bytes: &[u8]) -> Kind {
    const NAMES: [(&str, Kind); 5] = [
        ("word/document.xml", Kind::Read(Format::Docx)),
        ("xl/workbook.bin", Kind::Read(Format::Xlsb)),
        ("xl/workbook.", Kind::Read(Format::Xlsx)),
        ("ppt/presentation.xml", Kind::Foreign(PPTX)),
        ("ofd.xml", Kind::Read(Format::Ofd)),
    ];
    let names = zip_names(bytes);
    if names.first().is_some_and(|name| name == "mimetype") {
        return opendocument_kind(bytes);
    }
    let held = |wanted: &str| names.iter().any(|name| name.starts_with(wanted));
    NAMES.into_iter().find(|(wanted, _)| held(wanted)).map_or(Kind::Archive, |(_, kind)| kind)
}

/// OpenDocument states its type uncompressed in the first entry.
fn opendocument_kind(bytes: &[u8]) -> Kind {
    let head = &bytes[..bytes.len().min(200)];
    let says = |what: &[u8]| head.windows(what.len()).any(|w| w == what);
    if says(b"opendocument.spreadsheet") {
        Kind::Read(Format::Ods)
    } else if says(b"opendocument.text") {
        Kind::Convert(ODT)
    } else {
        Kind::Archive
    }
}

/// Names of the entries in lower case without a leading `/`; at most a thousand, empty for a cut-off file.
fn zip_names(bytes: &[u8]) -> Vec<String> {
    const MOST: usize = 1000;
    let mut names = Vec::new();
    let Some(mut at) = zip_directory(bytes) else { return names };
    while names.len() < MOST
        && let Some(header) = bytes.get(at..at.saturating_add(46))
        && header.starts_with(b"PK\x01\x02")
    {
        let length = |i: usize| usize::from(u16::from_le_bytes([header[i], header[i + 1]]));
        let Some(name) = bytes.get(at + 46..at + 46 + length(28)) else { break };
        names.push(String::from_utf8_lossy(name).trim_start_matches('/').to_ascii_lowercase());
        at += 46 + length(28) + length(30) + length(32);
    }
    names
}

/// Offset of the directory of a zip file, from the record at its end.
fn zip_directory(bytes: &[u8]) -> Option<usize> {
    const END_RECORD: usize = 22;
    let last = bytes.len().checked_sub(END_RECORD)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let end = (first..=last).rev().find(|&i| bytes[i..].starts_with(b"PK\x05\x06"))?;
    let offset = bytes.get(end + 16..end + 20)?;
    Some(u32::from_le_bytes([offset[0], offset[1], offset[2], offset[3]]) as usize)
}

/// What an OLE container (old Office) holds, by the names of its streams.
fn ole_kind(bytes: &[u8]) -> Kind {
    const STREAMS: [(&str, Kind); 5] = [
        ("EncryptedPackage", Kind::Foreign(ENCRYPTED)),
        ("WordDocument", Kind::Convert(DOC)),
        ("PowerPoint Document", Kind::Foreign(PPT)),
        ("Workbook", Kind::Read(Format::Xls)),
        ("Book", Kind::Read(Format::Xls)),
    ];
    static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::new(STREAMS.map(|(name, _)| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()))
            .expect("five short patterns compile")
    });
    let found = FINDER.find_overlapping_iter(bytes).map(|hit| hit.pattern().as_usize()).min();
    found.map_or(Kind::Foreign(OLE), |i| STREAMS[i].1)
}

/// The format of decoded text; `extension` is the file's, lower case, without the dot.
///
/// # Errors
/// The foreign format, where text is the wrapping of something else.
pub fn by_content(text: &str, extension: &str) -> Result<Format, Foreign> {
    if let Some(kind) = markup_kind(text, extension) {
        return kind;
    }
    match extension {
        "csv" | "tsv" => Ok(Format::Csv),
        "md" | "markdown" => Ok(Format::Markdown),
        _ if text.lines().any(super::markdown::speaks_for_markdown) => Ok(Format::Markdown),
        _ => Ok(Format::Text),
    }
}

/// Web pages and XML, by how the text begins.
fn markup_kind(text: &str, extension: &str) -> Option<Result<Format, Foreign>> {
    const HEAD: usize = 2000;
    let head: String = text.trim_start().chars().take(HEAD).collect::<String>().to_ascii_lowercase();
    let named = matches!(extension, "html" | "htm" | "xhtml" | "shtml");
    if named && head.contains('<') {
        return Some(Ok(Format::Html));
    }
    if !head.starts_with('<') {
        return None;
    }
    let opens = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.contains(tag));
    // A part of a page without its frame; a text may begin with "<b>" or "<0.5".
    let part = ["<table", "<meta", "<div", "<!--"].iter().any(|tag| head.starts_with(tag)) && head.contains("</");
    if opens || part {
        return Some(Ok(Format::Html));
    }
    (head.starts_with("<?xml") || head.starts_with("<!doctype")).then_some(Err(XML))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zip file with empty entries of these names.
    fn zip(names: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut directory = Vec::new();
        for name in names {
            let offset = bytes.len() as u32;
            let length = (name.len() as u16).to_le_bytes();
            bytes.extend_from_slice(b"PK\x03\x04");
            bytes.extend_from_slice(&[0; 22]);
            bytes.extend_from_slice(&length);
            bytes.extend_from_slice(&[0; 2]);
            bytes.extend_from_slice(name.as_bytes());
            directory.extend_from_slice(b"PK\x01\x02");
            directory.extend_from_slice(&[0; 24]);
            directory.extend_from_slice(&length);
            directory.extend_from_slice(&[0; 12]);
            directory.extend_from_slice(&offset.to_le_bytes());
            directory.extend_from_slice(name.as_bytes());
        }
        let (start, size) = (bytes.len() as u32, directory.len() as u32);
        bytes.extend(directory);
        bytes.extend_from_slice(b"PK\x05\x06");
        bytes.extend_from_slice(&[0; 8]);
        bytes.extend_from_slice(&size.to_le_bytes());
        bytes.extend_from_slice(&start.to_le_bytes());
        bytes.extend_from_slice(&[0; 2]);
        bytes
    }

    fn ole(stream: &str) -> Vec<u8> {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend([0; 600]);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn containers_are_told_by_what_they_hold() {
        let cases: [(Vec<u8>, Kind); 9] = [
            (zip(&["[Content_Types].xml", "word/document.xml"]), Kind::Read(Format::Docx)),
            (zip(&["[Content_Types].xml", "xl/workbook.xml"]), Kind::Read(Format::Xlsx)),
            (zip(&["[Content_Types].xml", "ppt/presentation.xml"]), Kind::Foreign(PPTX)),
            (zip(&["/OFD.xml", "Doc_0/Document.xml"]), Kind::Read(Format::Ofd)),
            (zip(&["notes.txt", "backup/word/document.xml.bak"]), Kind::Archive),
            (zip(&[]), Kind::Archive),
            (ole("WordDocument"), Kind::Convert(DOC)),
            (ole("Workbook"), Kind::Read(Format::Xls)),
            (ole("SomethingElse"), Kind::Foreign(OLE)),
        ];
        for (bytes, expected) in cases {
            assert_eq!(by_bytes(&bytes), Some(expected));
        }
    }

    #[test]
    fn a_cut_off_container_is_still_a_container() {
        let whole = zip(&["word/document.xml"]);
        for end in 4..whole.len() {
            assert!(by_bytes(&whole[..end]).is_some(), "cut at {end}");
        }
    }

    #[test]
    fn opendocument_states_its_type() {
        let mut bytes = zip(&["mimetype", "content.xml"]);
        assert_eq!(by_bytes(&bytes), Some(Kind::Archive));
        let at = 38;
        bytes.splice(at..at, b"application/vnd.oasis.opendocument.spreadsheet".iter().copied());
        let moved = bytes.len() - 6;
        let start = u32::from_le_bytes([bytes[moved], bytes[moved + 1], bytes[moved + 2], bytes[moved + 3]]) + 46;
        bytes[moved..moved + 4].copy_from_slice(&start.to_le_bytes());
        assert_eq!(by_bytes(&bytes), Some(Kind::Read(Format::Ods)));
    }

    #[test]
    fn signatures_and_near_misses() {
        let cases: [(&[u8], Option<Foreign>); 7] = [
            (b"about %PDF files", None),
            (b"\x89PNG\r\n\x1a\n", Some(PNG)),
            (b"BM\x36\x84\x03\x00\x00\x00\x00\x00\x36\x00", Some(BMP)),
            (b"BMI index of the county, 24.1", None),
            (b"PK fire brigade", None),
            (b"GIF89a", Some(GIF)),
            (b"", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(by_bytes(bytes), expected.map(Kind::Foreign), "{bytes:?}");
        }
        assert_eq!(by_bytes(b"{\\rtf1\\ansi"), Some(Kind::Convert(RTF)));
        for bytes in [&b"%PDF-1.7\n"[..], b"\r\n\r\n%PDF-1.4"] {
            assert_eq!(by_bytes(bytes), Some(Kind::Read(Format::Pdf)));
        }
    }

    #[test]
    fn text_is_told_by_its_content() {
        let cases: [(&str, &str, Result<Format, Foreign>); 15] = [
            ("关于印发要点的通知\n一、目标", "txt", Ok(Format::Text)),
            ("# 要点\n\n正文", "txt", Ok(Format::Markdown)),
            ("#1 泊位", "txt", Ok(Format::Text)),
            ("| 序号 | 指标 |\n|---|---|\n| 1 | 产值 |", "txt", Ok(Format::Markdown)),
            ("序号 | 指标 |\n1 | 产值 |", "txt", Ok(Format::Text)),
            ("**(一)稳增长。**扩大投资", "txt", Ok(Format::Markdown)),
            ("张**、李**", "txt", Ok(Format::Text)),
            ("正文", "md", Ok(Format::Markdown)),
            ("<!DOCTYPE html>\n<html>", "txt", Ok(Format::Html)),
            ("<table><tr><td>1</td></tr></table>", "xls", Ok(Format::Html)),
            ("要点<br>正文", "html", Ok(Format::Html)),
            ("<b>要点</b>", "txt", Ok(Format::Text)),
            ("<?xml version=\"1.0\"?><a/>", "txt", Err(XML)),
            ("<0.019\n<90", "txt", Ok(Format::Text)),
            ("a,b", "csv", Ok(Format::Csv)),
        ];
        for (text, extension, expected) in cases {
            assert_eq!(by_content(text, extension), expected, "{text}");
        }
    }
}
