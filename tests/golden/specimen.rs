//! The specimens with what the program makes of them.

use super::gold::Gold;
use gongwen::pipeline::{self, Options};
use gongwen::record::DocumentRecords;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A specimen document.
pub struct Specimen {
    /// Folder of the case below `tests/golden`.
    pub case: String,
    /// What a careful reader takes from it.
    pub gold: Gold,
    /// What the program takes from it.
    pub records: DocumentRecords,
}

/// All specimens, in the order of their folders; every file of `seeds/` is one.
pub fn all() -> &'static [Specimen] {
    static ALL: LazyLock<Vec<Specimen>> = LazyLock::new(|| {
        let mut documents = extract_seeds();
        let specimens = cases().into_iter().map(|folder| specimen(&folder, &mut documents)).collect();
        let left: Vec<_> = documents.iter().map(|records| &records.document.source.path).collect();
        assert!(left.is_empty(), "specimens without gold.json: {left:?}");
        specimens
    });
    &ALL
}

/// The folder of the cases.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder of the cases");
    let mut cases: Vec<_> = entries.map(|entry| entry.expect("readable").path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

fn specimen(folder: &Path, documents: &mut Vec<DocumentRecords>) -> Specimen {
    let gold = Gold::read(&folder.join("gold.json"));
    let at = documents.iter().position(|records| records.document.source.path == gold.document.file);
    let at = at.unwrap_or_else(|| panic!("seeds/{} gave no records", gold.document.file));
    let case = folder.file_name().expect("a folder of its own").to_string_lossy().into_owned();
    Specimen { case, gold, records: documents.remove(at) }
}

/// Runs the whole program on `seeds/` and reads back the files that it wrote.
fn extract_seeds() -> Vec<DocumentRecords> {
    let output = tempfile::tempdir().expect("a temporary folder");
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let options = Options { inputs: vec![seeds], output: output.path().to_path_buf(), ..Options::default() };
    let outcome = pipeline::run(&options, &()).expect("the built-in rules and a folder of its own");
    assert_eq!(outcome.failures, [], "no specimen fails");
    let files = fs::read_dir(output.path().join("documents")).expect("documents");
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let text = fs::read_to_string(entry.expect("readable").path()).expect("readable");
        serde_json::from_str(&text).expect("records as they were written")
    };
    files.map(read).collect()
}
