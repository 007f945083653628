//! Files and places that people type: `来文.md:12`, `包.zip!来文.pdf:第3页第12行`.

use super::spot::Spot;
use crate::pipeline::{Failure, File, Opened, opened};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What stands between an archive and a file in it.
const INSIDE: char = '!';

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as it was typed.
    pub file: PathBuf,
    /// Where in it.
    pub spot: Spot,
}

/// Why a place was not found. `Display` is the message in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FindError {
    /// It names no place in the file.
    #[error(
        "“{0}”没有写明在哪里。文字写成 文件:行号，如 来文.md:12；工作簿写成 文件:工作表:格，如 目标.xlsx:清单:B7；\
         PDF、OFD 写成 文件:第3页第12行"
    )]
    NoSpot(String),
    /// The file is nowhere.
    #[error("找不到文件“{}”。请写完整路径，或用 --in 写明它在哪个文件夹", .0.display())]
    NoFile(PathBuf),
    /// An archive holds no such file, or none was named.
    #[error("“{}”里有：{}。请写明是哪一份，如 {}", .archive.display(), .inside.join("、"), .inside.first().map_or("", String::as_str))]
    WhichInside {
        /// The archive.
        archive: PathBuf,
        /// What it holds, each as it is to be typed.
        inside: Vec<String>,
    },
    /// The file cannot be read.
    #[error("{}：{}。{}", .0.shown, .0.problem, .0.problem.advice())]
    Unreadable(Box<Failure>),
    /// The file has fewer lines.
    #[error("“{file}”只有 {lines} 行，没有第 {line} 行")]
    NoSuchLine {
        /// The file.
        file: String,
        /// How many lines it has.
        lines: u32,
        /// The line that was asked for.
        line: u32,
    },
    /// Nothing stands there.
    #[error("“{file}”的“{spot}”没有文字。这个文件的位置写成 {file}:{example}")]
    NoSuchPlace {
        /// The file.
        file: String,
        /// The place that was asked for.
        spot: Spot,
        /// One that is there.
        example: Spot,
    },
}

impl Place {
    /// Reads a place as it is typed. The colons may be full-width.
    ///
    /// # Errors
    /// When it names no place in a file.
    ///
    /// ```
    /// use gongwen::workbench::{Place, Spot};
    /// let place = Place::parse("来文/甲.md:12:3")?;
    /// assert_eq!((place.file.to_str(), place.spot), (Some("来文/甲.md"), Spot::Line(12, Some(3))));
    /// assert!(Place::parse("甲.md").is_err());
    /// # Ok::<(), gongwen::workbench::FindError>(())
    /// ```
    pub fn parse(typed: &str) -> Result<Place, FindError> {
        let plain = typed.replace('：', ":");
        let split = Spot::split(&plain).filter(|(file, _)| !file.is_empty());
        let (file, spot) = split.ok_or_else(|| FindError::NoSpot(typed.to_string()))?;
        Ok(Place { file: PathBuf::from(file), spot })
    }
}

/// The document that stands under a path as it was typed, else below one of the folders, and its file.
///
/// # Errors
/// When it is in none of them, or cannot be read.
pub(super) fn document(typed: &Path, folders: &[PathBuf]) -> Result<(File, Opened), FindError> {
    let (file, inside) = match file(typed, folders) {
        Some(file) => (file, None),
        None => in_archive(typed, folders).ok_or_else(|| FindError::NoFile(typed.to_path_buf()))?,
    };
    let shown = file.file.display().to_string();
    let wanted = inside.as_ref().map(|inside| format!("{shown}{INSIDE}{inside}"));
    let mut documents = opened(&file);
    let name = |document: &Result<Opened, Box<Failure>>| match document {
        Ok(document) => document.shown().to_string(),
        Err(failure) => failure.shown.clone(),
    };
    let at = match wanted {
        Some(wanted) => documents.iter().position(|document| name(document) == wanted),
        None => Some(0).filter(|_| documents.len() == 1),
    };
    match at {
        Some(at) => Ok((file, documents.swap_remove(at).map_err(FindError::Unreadable)?)),
        None => Err(FindError::WhichInside { archive: file.file, inside: documents.iter().map(name).collect() }),
    }
}

/// The line of a document that stands at a place, in the numbers of the document, and its text.
///
/// # Errors
/// When nothing stands there.
pub(super) fn line<'d>(document: &'d Opened, spot: &Spot) -> Result<(u32, &'d str), FindError> {
    let here = spot.lines(&document.document).into_iter().find_map(|line| Some((line, document.line(line)?)));
    let file = document.shown().to_string();
    here.ok_or_else(|| match spot {
        Spot::Line(line, _) if document.document.sites.is_empty() => {
            FindError::NoSuchLine { file, lines: document.last_line(), line: *line }
        }
        _ => FindError::NoSuchPlace { file, spot: spot.clone(), example: Spot::example(&document.document) },
    })
}

/// A file as it was typed, else below one of the folders, as records name it.
fn file(typed: &Path, folders: &[PathBuf]) -> Option<File> {
    let named = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if typed.is_file() {
        return Some(File { file: typed.to_path_buf(), path: named(typed) });
    }
    let below = folders.iter().map(|folder| folder.join(typed)).find(|path| path.is_file());
    below.map(|file| File { file, path: typed.display().to_string() })
}

/// An archive and the path in it, of `包.zip!来文.md`.
fn in_archive(typed: &Path, folders: &[PathBuf]) -> Option<(File, Option<String>)> {
    let typed = typed.to_string_lossy();
    let marks = typed.match_indices(INSIDE);
    let split =
        |(at, _): (usize, &str)| Some((file(Path::new(&typed[..at]), folders)?, Some(typed[at + 1..].to_string())));
    marks.into_iter().find_map(split)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_may_have_full_width_colons() {
        let place = Place::parse("来文.md：12").unwrap();
        assert_eq!((place.file, place.spot), (PathBuf::from("来文.md"), Spot::Line(12, None)));
        assert!(Place::parse(":12").is_err());
    }

    #[test]
    fn documents_are_found_below_folders_and_in_archives() {
        let folder = tempfile::tempdir().unwrap();
        let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.path().join("包.zip")).unwrap());
        for name in ["甲.md", "乙.md"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, format!("# {name}\n\n正文\n").as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let folders = [folder.path().to_path_buf()];
        let find = |typed: &str| document(Path::new(typed), &folders).map(|(_, document)| document);
        assert_eq!(find("包.zip!乙.md").unwrap().line(1), Some("# 乙.md"));
        let which = find("包.zip").unwrap_err().to_string();
        assert!(which.contains("包.zip!甲.md") && which.contains("请写明是哪一份"), "{which}");
        assert!(find("包.zip!丙.md").unwrap_err().to_string().contains("包.zip!乙.md"));
        assert_eq!(find("丁.zip!丙.md").unwrap_err(), FindError::NoFile("丁.zip!丙.md".into()));
        let none = line(&find("包.zip!乙.md").unwrap(), &Spot::Line(9, None)).unwrap_err().to_string();
        assert!(none.contains("只有 3 行，没有第 9 行"), "{none}");
        let none = line(&find("包.zip!乙.md").unwrap(), &Spot::Page(1, 1)).unwrap_err().to_string();
        assert!(none.ends_with("乙.md:1"), "{none}");
    }
}
