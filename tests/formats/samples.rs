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

/// What an OFD file gives: characters of its text, its grids, a piece of the text, and what is told beside it.
struct Gives {
    characters: usize,
    grids: usize,
    text: &'static str,
    notes: &'static [&'static str],
}

const SEALED: &[&str] =
    &["文件带有 1 个附件，没有读取：original_invoice", "文件带有 1 个电子签章，没有验证", "注释 1 处没有读取"];

const fn gives(characters: usize, grids: usize, text: &'static str, notes: &'static [&'static str]) -> Option<Gives> {
    Some(Gives { characters, grids, text, notes })
}

/// Every file with what it gives, None for one that shows no text.
const OFD: [(&str, Option<Gives>); 14] = [
    ("999.ofd", gives(3182, 5, "重庆增值税电子普通发票", SEALED)),
    ("AddAttachment.ofd", gives(14, 0, "这是一个带有附件的OFD文件", &["文件带有 1 个附件，没有读取：Gao"])),
    // Coloured boxes, no text.
    ("Page5.ofd", None),
    ("SplitParagraph.ofd", gives(1469, 0, "报告：", &[])),
    ("areaholder_fields.ofd", gives(4, 1, "姓名", &[])),
    ("chineseDir.ofd", gives(22, 0, "你好呀，OFD Reader&Writer！", &[])),
    ("hello.ofd", gives(1285, 0, "中国一向是所谓“闭关主义”", &[])),
    (
        "keyword.ofd",
        gives(262, 0, "岱岳区青春创业开发区鑫源小区25号楼1单元601室", &["文件带有 2 个电子签章，没有验证"]),
    ),
    ("n.ofd", gives(315, 0, "路卫发〔2011〕76号", &["文件带有 1 个电子签章，没有验证"])),
    ("namespace_no_std.ofd", gives(22, 0, "你好呀", &[])),
    ("path_unstd.ofd", gives(342, 2, "立案决定书", &[])),
    ("signedFile.ofd", gives(576, 1, "江苏增值税电子普通发票", SEALED)),
    ("test-ofda.ofd", gives(11, 0, "Hello OFD-A", &[])),
    ("z.ofd", gives(766, 1, "TextCode中字符编码的起始位置，从0开始", &[])),
];

#[test]
fn ofd() {
    let Some(folder) = folder("ofd") else { return };
    for (name, expected) in OFD {
        let found = read(&folder.join(name));
        let Some(expected) = expected else {
            assert_eq!(found.map(|_| ()), Err(IngestError::Empty), "{name}");
            continue;
        };
        let document = found.unwrap_or_else(|error| panic!("{name}: {error}"));
        let texts: Vec<&str> = document.blocks.iter().flat_map(Block::passages).map(|passage| passage.text()).collect();
        let characters: usize = texts.iter().map(|text| text.chars().count()).sum();
        // A break counts as a character, and where a line had to be broken may be judged anew.
        let near = characters.abs_diff(expected.characters) * 100 <= expected.characters;
        assert!(near, "{name}: {characters} characters, not {}", expected.characters);
        assert_eq!(grids(&document).len(), expected.grids, "{name}");
        assert_eq!(document.notes, expected.notes, "{name}");
        assert!(texts.concat().contains(expected.text), "{name}: {texts:?}");
    }
}
