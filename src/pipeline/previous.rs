//! Results of an earlier run in the same folder: those that this run does not write again are removed.

use super::problem::Problem;
use crate::write::index::Index;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path};

/// Files that an earlier run has written, relative to the output folder, `/` between parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Previous {
    files: Vec<String>,
}

impl Previous {
    /// Reads the index of an earlier run; nothing where there is none.
    ///
    /// # Errors
    /// When the index is not one of ours, so that nobody knows which files are.
    pub(super) fn read(index: &Path) -> Result<Previous, Problem> {
        let bytes = match fs::read(index) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Previous::default()),
            Err(_) => return Err(Problem::PreviousIndex),
        };
        let index: Index = serde_json::from_slice(&bytes).map_err(|_| Problem::PreviousIndex)?;
        let of = |entry: crate::write::index::Entry| [Some(document_file(&entry.id)), entry.workbook];
        let files = index.documents.into_iter().flat_map(of).flatten().filter(|file| is_below(file)).collect();
        Ok(Previous { files })
    }

    /// Removes the files that are not among `written`; gives those that could not be removed.
    pub(super) fn remove_stale(&self, folder: &Path, written: &BTreeSet<String>) -> Vec<Problem> {
        // File systems may not tell case: a file of another case may be the one just written.
        let written: BTreeSet<String> = written.iter().map(|file| file.to_lowercase()).collect();
        let stale = self.files.iter().filter(|file| !written.contains(&file.to_lowercase()));
        stale.filter_map(|file| remove(&folder.join(file)).err().map(|_| Problem::Stale(file.clone()))).collect()
    }
}

/// Where the records of a document stand, relative to the output folder.
pub(super) fn document_file(id: &str) -> String {
    format!("documents/{id}.json")
}

/// An index that somebody has changed must not make us remove files elsewhere.
fn is_below(file: &str) -> bool {
    Path::new(file).components().all(|part| matches!(part, Component::Normal(_)))
        && (file.ends_with(".json") || file.ends_with(".xlsx"))
}

fn remove(file: &Path) -> std::io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_files_below_the_folder_count() {
        for file in ["documents/甲.json", "甲.xlsx"] {
            assert!(is_below(file), "{file}");
        }
        for file in ["documents/../../甲.json", "/甲.json", "documents/甲.txt", "../甲.xlsx", "甲"] {
            assert!(!is_below(file), "{file}");
        }
    }

    #[test]
    fn what_is_written_again_stays() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in ["a.xlsx", "b.xlsx", "mine.xlsx"] {
            fs::write(folder.path().join(file), "").expect("writable");
        }
        let previous = Previous { files: vec!["a.xlsx".into(), "b.xlsx".into(), "gone.xlsx".into()] };
        let problems = previous.remove_stale(folder.path(), &BTreeSet::from(["A.xlsx".to_string()]));
        assert_eq!(problems, []);
        let there = |file: &str| folder.path().join(file).exists();
        assert_eq!([there("a.xlsx"), there("b.xlsx"), there("mine.xlsx")], [true, false, true]);
    }

    #[test]
    fn a_foreign_index_is_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let index = folder.path().join("index.json");
        assert_eq!(Previous::read(&index), Ok(Previous::default()));
        fs::write(&index, "[1, 2]").expect("writable");
        assert_eq!(Previous::read(&index), Err(Problem::PreviousIndex));
    }
}
