//! Files that others made, beside the repository where they are available: what each of them gives.

use gongwen::document::{Block, Document, Grid};
use gongwen::ingest::{self, IngestError, Limits};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the samples; None where there is none.
fn folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples").join(name);
    if !folder.is_dir() {
        eprintln!("skipped: ../shared/samples/{name} is not there (files of others are not part of this repository)");
        return None;
    }
    Some(folder)
}

fn read(file: &Path) -> Result<Document, IngestError> {
    let bytes = fs::read(file).expect("readable");
    let extension = file.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
    ingest::read_bytes(&bytes, &extension, &Limits::default()).map(|read| read.document)
}

/// Cells that take more than one place, with what they take.
fn merged(grid: &Grid) -> Vec<String> {
    let cells = grid.cells.iter().filter(|cell| (cell.row_span, cell.column_span) != (1, 1));
    cells.map(|c| format!("{} {}x{}", c.text.text(), c.row_span, c.column_span)).collect()
}

fn grids(document: &Document) -> Vec<&Grid> {
    document.blocks.iter().filter_map(|block| if let Block::Grid(grid) = block { Some(grid) } else { None }).collect()
}

#[test]
fn sheets() {
    let Some(folder) = folder("sheets") else { return };
    let merges = |file: &str| {
        let document = read(&folder.join(file)).expect("a workbook");
        grids(&document).into_iter().flat_map(merged).collect::<Vec<_>>()
    };
    assert_eq!(merges("merge_cells.xls"), ["Row Merge 1x2", "Chunk Merged 1x2"]);
    assert_eq!(merges("merged_cells.ods"), ["A 2x1"]);
    let range = [
        "A1 2x1", "B1 2x1", "C1 2x2", "E1 2x1", "F1 2x1", "G1 2x1", "H1 2x1", "C3 1x2", "C4 1x2", "A1 4x1", "B1 2x1",
        "C1 2x2", "E1 2x1", "F1 4x1", "C3 2x2",
    ];
    assert_eq!(merges("merged_range.xls"), range);
}
