//! Bytes to [`Document`]: what a file is, its encoding, its text, its places.
//!
//! ```
//! use gongwen::ingest::{read_bytes, Limits};
//! let read = read_bytes("一、目标\n新建泊位3个。".as_bytes(), "txt", &Limits::default())?;
//! assert_eq!((read.encoding, read.document.blocks.len()), ("UTF-8", 2));
//! # Ok::<(), gongwen::ingest::IngestError>(())
//! ```

mod container;
mod decode;
mod detect;
mod docx;
mod error;
mod fragment;
mod grid;
mod html;
mod inline;
mod limits;
mod lines;
mod markdown;
mod ofd;
mod office;
mod package;
mod page;
mod pdf;
mod radicals;
mod scramble;
mod sheet;
mod text;
mod unpacked;
mod xml;

pub use container::{Member, open};
pub use decode::Broken;
pub use detect::{Foreign, Format, WayOut};
pub use error::IngestError;
pub use limits::{Limit, Limits};

use crate::document::{Block, Document};
use detect::Kind;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// A read file.
#[derive(Debug, Clone, PartialEq)]
pub struct Ingested {
    /// Its blocks.
    pub document: Document,
    /// What it was.
    pub format: Format,
    /// Name of the encoding, such as `UTF-8`; empty for a format that is no text.
    pub encoding: &'static str,
    /// Characters that could not be decoded; the rest was read.
    pub broken: Option<Broken>,
}

/// The bytes of a file.
///
/// # Errors
/// What the system refuses, a broken link, a folder, a device, or a file over [`Limits::file_bytes`].
pub fn load(path: &Path, limits: &Limits) -> Result<Vec<u8>, IngestError> {
    let metadata = fs::metadata(path).map_err(|error| IngestError::at(path, &error))?;
    if metadata.is_dir() {
        return Err(IngestError::IsFolder);
    }
    // A pipe or a device would block, or never end.
    if !metadata.is_file() {
        return Err(IngestError::NotAFile);
    }
    let too_large =
        |found| IngestError::TooLarge { what: Limit::FileBytes, found, limit: limits.file_bytes, line: None };
    if metadata.len() > limits.file_bytes {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    let file = File::open(path).map_err(|error| IngestError::at(path, &error))?;
    // The file may grow while it is read.
    file.take(limits.file_bytes + 1).read_to_end(&mut bytes).map_err(|error| IngestError::at(path, &error))?;
    if bytes.len() as u64 > limits.file_bytes { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

/// The decoded text of a file, for quoting its lines; `None` where it cannot be decoded.
pub fn decoded_text(bytes: &[u8]) -> Option<String> {
    decode::decode(bytes).ok().map(|decoded| decoded.text)
}

/// Reads the bytes of a file; `extension` is the file's, in lower case without the dot, and decides only where the
/// content does not.
///
/// # Errors
/// See [`IngestError`].
pub fn read_bytes(bytes: &[u8], extension: &str, limits: &Limits) -> Result<Ingested, IngestError> {
    if bytes.is_empty() {
        return Err(IngestError::Empty);
    }
    match detect::by_bytes(bytes) {
        Some(Kind::Foreign(foreign)) => Err(IngestError::Unsupported(foreign)),
        // An archive is opened before; what is inside is read.
        Some(Kind::Archive) => Err(IngestError::Binary),
        Some(Kind::Convert(old)) => {
            let document = docx::read(&office::to_docx(bytes, old.extension, old.name)?, limits)?;
            bounded(&document, limits)?;
            Ok(Ingested { document, format: Format::Converted, encoding: "", broken: None })
        }
        Some(Kind::Read(format)) => {
            let document = read_binary(bytes, format, limits)?;
            bounded(&document, limits)?;
            Ok(Ingested { document, format, encoding: "", broken: None })
        }
        None => read_text(bytes, extension, limits),
    }
}

/// Reads a format that is no text.
fn read_binary(bytes: &[u8], format: Format, limits: &Limits) -> Result<Document, IngestError> {
    match format {
        Format::Docx => docx::read(bytes, limits),
        Format::Pdf => pdf::read(bytes.to_vec(), limits),
        Format::Ofd => ofd::read(bytes, limits),
        Format::Xlsx => sheet::read_xlsx(bytes, limits),
        Format::Xlsb => sheet::read_xlsb(bytes, limits),
        Format::Xls => sheet::read_xls(bytes, limits),
        Format::Ods => sheet::read_ods(bytes, limits),
        Format::Converted | Format::Text | Format::Markdown | Format::Html | Format::Csv => Err(IngestError::Binary),
    }
}

/// Keeps what comes behind the readers from work and memory without end.
fn bounded(document: &Document, limits: &Limits) -> Result<(), IngestError> {
    let passages = document.blocks.iter().flat_map(Block::passages);
    let bytes = passages.map(|passage| passage.text().len() as u64).sum();
    within(Limit::TextBytes, bytes, limits.text_bytes)?;
    // A page may hold all of its paragraphs in one line.
    let lines = document.line_lengths.len().max(document.blocks.len());
    within(Limit::Lines, lines as u64, limits.lines as u64)
}

fn within(what: Limit, found: u64, limit: u64) -> Result<(), IngestError> {
    if found > limit { Err(IngestError::TooLarge { what, found, limit, line: None }) } else { Ok(()) }
}

fn read_text(bytes: &[u8], extension: &str, limits: &Limits) -> Result<Ingested, IngestError> {
    let decoded = decode::decode(bytes)?;
    let found = decoded.text.len() as u64;
    let format = detect::by_content(&decoded.text, extension).map_err(IngestError::Unsupported)?;
    // What a page shows is counted behind; it may be a small part of its source.
    if format != Format::Html {
        within(Limit::TextBytes, found, limits.text_bytes)?;
    }
    let document = match format {
        Format::Html => html::read(&decoded.text, limits)?,
        Format::Csv => sheet::csv::read(&decoded.text, limits)?,
        _ => text::read(&decoded.text, format, limits)?,
    };
    bounded(&document, limits)?;
    Ok(Ingested { document, format, encoding: decoded.encoding, broken: decoded.broken })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_limit_holds_at_the_edge() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("要点.txt");
        fs::write(&path, "12345").expect("writable");
        let load_with = |file_bytes| load(&path, &Limits { file_bytes, ..Limits::default() });
        assert_eq!(load_with(5), Ok(b"12345".to_vec()));
        assert_eq!(load_with(4), Err(IngestError::TooLarge { what: Limit::FileBytes, found: 5, limit: 4, line: None }));
    }

    #[test]
    fn what_is_no_file_is_told() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let limits = Limits::default();
        assert_eq!(load(folder.path(), &limits), Err(IngestError::IsFolder));
        assert_eq!(load(&folder.path().join("无"), &limits), Err(IngestError::NotFound));
        #[cfg(unix)]
        {
            let link = folder.path().join("链接");
            std::os::unix::fs::symlink("不存在", &link).expect("a link");
            assert_eq!(load(&link, &limits), Err(IngestError::BrokenLink));
            assert_eq!(load(Path::new("/dev/null"), &limits), Err(IngestError::NotAFile));
        }
    }

    #[test]
    fn paragraphs_count_as_lines_where_a_page_is_one_line() {
        let page = format!("<html><body>{}</body></html>", "<p>甲</p>".repeat(20));
        let read = |lines| read_bytes(page.as_bytes(), "html", &Limits { lines, ..Limits::default() });
        assert!(read(20).is_ok());
        assert_eq!(
            read(19).err(),
            Some(IngestError::TooLarge { what: Limit::Lines, found: 20, limit: 19, line: None })
        );
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>, extension in "txt|md|csv|docx") {
            let _ = read_bytes(&bytes, &extension, &Limits::default());
        }
    }
}
