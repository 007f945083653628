//! Sheets and what is read of them.

use super::*;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

fn document(write: impl FnOnce(&mut Workbook)) -> Document {
    let mut workbook = Workbook::new();
    write(&mut workbook);
    read_xlsx(&workbook.save_to_buffer().expect("in memory"), &Limits::default()).expect("a workbook")
}

fn sheet(write: impl FnOnce(&mut Worksheet)) -> Document {
    document(|workbook| write(workbook.add_worksheet()))
}

/// Paragraphs as text, grids as cells with the place of each in the sheet.
fn shown(document: &Document) -> Vec<String> {
    let place = |passage: &crate::document::Passage| match passage.span().map(|s| &document.sites[s.line as usize - 1])
    {
        Some(Site::Cell { row, column, .. }) => format!("{}.{}", row + 1, column + 1),
        _ => "?".to_string(),
    };
    let cell = |cell: &GridCell| {
        let spans = if (cell.row_span, cell.column_span) == (1, 1) {
            String::new()
        } else {
            format!("[{}x{}]", cell.row_span, cell.column_span)
        };
        format!("{}@{}{spans}", cell.text.text().replace('\n', "/"), place(&cell.text))
    };
    let block = |block: &Block| match block {
        Block::Paragraph(p) => format!("{}@{}", p.text.text(), place(&p.text)),
        Block::Grid(grid) => grid.cells.iter().map(cell).collect::<Vec<_>>().join(" "),
        Block::Table(_) => panic!("sheets are grids"),
    };
    document.blocks.iter().map(block).collect()
}

#[test]
fn merges_and_formats_are_those_shown() {
    let document = sheet(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 2, "任务清单", &plain).expect("writable");
        sheet.write(2, 0, "序号").expect("writable");
        sheet.write(2, 1, "占比").expect("writable");
        sheet.write(2, 2, "截止").expect("writable");
        sheet.merge_range(3, 0, 4, 0, "1", &plain).expect("writable");
        sheet.write_with_format(3, 1, 0.32, &Format::new().set_num_format("0%")).expect("writable");
        let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
        sheet.write_with_format(3, 2, 45_351.0, &date).expect("writable");
        sheet.write_formula(4, 1, Formula::new("=1+1").set_result("2")).expect("writable");
        sheet.write(4, 2, "甲\n乙").expect("writable");
    });
    assert_eq!(
        shown(&document),
        ["任务清单@1.1", "序号@3.1 占比@3.2 截止@3.3 1@4.1[2x1] 32%@4.2 2024年2月29日@4.3 2@5.2 甲/乙@5.3"]
    );
}

#[test]
fn what_is_hidden_is_left_out_and_told() {
    let document = document(|workbook| {
        let sheet = workbook.add_worksheet().set_name("清单").expect("a name");
        for row in 0..4 {
            for column in 0..3u16 {
                sheet.write(row, column, format!("{row}{column}")).expect("writable");
            }
        }
        sheet.set_row_hidden(1).expect("a row");
        sheet.set_column_hidden(1).expect("a column");
        sheet.merge_range(1, 2, 3, 2, "合", &Format::new()).expect("writable");
        workbook
            .add_worksheet()
            .set_name("草稿")
            .expect("a name")
            .set_hidden(true)
            .write(0, 0, "不看")
            .expect("writable");
    });
    assert_eq!(shown(&document), ["00@1.1 02@1.3 20@3.1 合@3.3[2x1] 30@4.1"]);
    assert_eq!(document.notes, ["隐藏的工作表没有读取：草稿", "工作表“清单”隐藏的 1 行、1 列没有读取"]);
}

#[test]
fn sheets_are_titled_by_their_names_unless_these_say_nothing() {
    let document = document(|workbook| {
        for name in ["任务清单", "Sheet2"] {
            let sheet = workbook.add_worksheet().set_name(name).expect("a name");
            sheet.write(0, 0, "甲").expect("writable").write(0, 1, "乙").expect("writable");
        }
    });
    assert_eq!(shown(&document), ["任务清单@1.1", "甲@1.1 乙@1.2", "甲@1.1 乙@1.2"]);
}

#[test]
fn a_cell_in_the_last_row_costs_nothing() {
    let document = sheet(|sheet| {
        sheet.write(0, 0, "甲").expect("writable");
        sheet.write(1_048_575, 0, "乙").expect("writable");
    });
    assert_eq!(shown(&document), ["甲@1.1", "乙@1048576.1"]);
}

#[test]
fn too_many_places_are_refused() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..40 {
        sheet.write(row, row as u16, "甲").expect("writable");
    }
    let bytes = workbook.save_to_buffer().expect("in memory");
    let what = |limits: Limits| match read_xlsx(&bytes, &limits) {
        Err(IngestError::TooLarge { what, .. }) => Some(what),
        other => {
            assert!(other.is_ok());
            None
        }
    };
    assert_eq!(what(Limits { cells: 40, ..Limits::default() }), None);
    assert_eq!(what(Limits { cells: 39, ..Limits::default() }), Some(Limit::Cells));
    assert_eq!(what(Limits { row_cells: 39, ..Limits::default() }), Some(Limit::RowCells));
    assert_eq!(what(Limits { unpacked_bytes: 1000, ..Limits::default() }), Some(Limit::UnpackedBytes));
}
