//! One workbook in several formats, saved by LibreOffice: what is shown is the same in all.

use gongwen::document::{Block, Document, GridCell, Site};
use gongwen::ingest::{self, Limits};

const BOOKS: [(&str, &[u8]); 3] = [
    ("xlsx", include_bytes!("files/sheet.xlsx")),
    ("xls", include_bytes!("files/sheet.xls")),
    ("ods", include_bytes!("files/sheet.ods")),
];

/// Text, name and spans of every cell.
fn cells(document: &Document) -> Vec<String> {
    let place = |cell: &GridCell| match cell.text.span().map(|span| &document.sites[span.line as usize - 1]) {
        Some(Site::Cell { row, column, .. }) => format!("{}{}", char::from(b'A' + *column as u8), row + 1),
        _ => String::new(),
    };
    let cell = |cell: &GridCell| {
        let (text, place) = (cell.text.text().replace('\n', "/"), place(cell));
        format!("{text} {place} {}x{}", cell.row_span, cell.column_span)
    };
    let grids =
        document.blocks.iter().filter_map(|block| if let Block::Grid(grid) = block { Some(grid) } else { None });
    grids.flat_map(|grid| grid.cells.iter().map(cell)).collect()
}

#[test]
fn what_is_shown_is_read() {
    for (format, bytes) in BOOKS {
        let read =
            ingest::read_bytes(bytes, format, &Limits::default()).unwrap_or_else(|error| panic!("{format}: {error}"));
        let expected = [
            "任务清单 A1 1x3",
            "序号 A3 1x1",
            "占比 B3 1x1",
            "截止时间 C3 1x1",
            "1 A4 2x1",
            "32% B4 1x1",
            "2024年2月29日 C4 1x1",
            "12.5% B5 1x1",
            "甲/乙 C5 1x1",
            "3 A7 1x1",
            "12.5 B7 1x1",
            "全年 C7 1x1",
        ];
        let found: Vec<String> = cells(&read.document);
        let title = matches!(&read.document.blocks[0], Block::Paragraph(p) if p.text.text() == "任务清单");
        assert_eq!(found, expected[usize::from(title)..], "{format}");
        assert_eq!(
            read.document.notes,
            ["隐藏的工作表没有读取：草稿", "工作表“清单”隐藏的 1 行、1 列没有读取"],
            "{format}"
        );
    }
}
