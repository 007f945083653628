//! Grids drawn in text and what is read out of them.

use crate::document::{Block, Document, Grid, GridCell, Paragraph, Passage};
use crate::layout::{Item, Layout, RecoveredTable, lay_out};
use crate::rules::{ColumnRole, Rules};
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load(None).expect("the built-in rules"));

/// A grid drawn as `|a|b|`: `<` goes on with the cell to the left, `^` with the cell above, nothing is empty.
fn grid(rows: &[&str]) -> Grid {
    let cells: Vec<Vec<&str>> = rows.iter().map(|row| row[1..row.len() - 1].split('|').collect()).collect();
    let mut grid = Grid { rows: rows.len(), columns: cells[0].len(), states_spans: true, ..Grid::default() };
    for (row, texts) in cells.iter().enumerate() {
        for (column, text) in texts.iter().enumerate().filter(|(_, text)| !matches!(**text, "<" | "^")) {
            let across = texts[column + 1..].iter().take_while(|text| **text == "<").count();
            let down = cells[row + 1..].iter().take_while(|below| below[column] == "^").count();
            let text = Passage::new(text, row as u32 + 1, column as u32 * 100 + 1);
            grid.cells.push(GridCell { text, row, column, row_span: 1 + down, column_span: 1 + across });
        }
    }
    grid
}

fn laid_out(blocks: Vec<Block>) -> Layout {
    lay_out(&Document { blocks, ..Document::default() }, &RULES)
}

fn of(grids: &[Grid]) -> Layout {
    laid_out(grids.iter().cloned().map(Block::Grid).collect())
}

fn tables(layout: &Layout) -> Vec<&RecoveredTable> {
    layout.items.iter().filter_map(|item| if let Item::Table(table) = item { Some(table) } else { None }).collect()
}

fn paragraphs(layout: &Layout) -> Vec<&str> {
    let text = |item: &'_ Item| matches!(item, Item::Paragraph(_));
    let items = layout.items.iter().filter(|item| text(item));
    items.filter_map(|item| if let Item::Paragraph(p) = item { Some(p.text.text()) } else { None }).collect()
}

/// Number, group and cells of every row; a merged cell in brackets, an empty one as a dot.
fn shown(table: &RecoveredTable) -> Vec<String> {
    let cell = |cell: &Option<crate::layout::Cell>| match cell {
        Some(cell) if cell.merged => format!("({})", cell.text.text()),
        Some(cell) => cell.text.text().to_string(),
        None => ".".to_string(),
    };
    let row = |row: &crate::layout::TableRow| {
        let group = row.group.map(|at| table.groups[at].text.text()).unwrap_or("");
        let number = row.number.map(|n| n.to_string()).unwrap_or_default();
        format!("{number}{group}:{}", row.cells.iter().map(cell).collect::<Vec<_>>().join("|"))
    };
    table.rows.iter().map(row).collect()
}

fn only(grids: &[Grid]) -> Vec<String> {
    let layout = of(grids);
    let tables = tables(&layout);
    assert_eq!(tables.len(), 1, "{:?}", layout.items);
    shown(tables[0])
}

#[test]
fn merged_cells_count_for_all_they_span() {
    let rows = only(&[grid(&[
        "|类别|序号|指标|<|2024年完成值|2025年目标值|责任单位|",
        "|发展|1|产值(万元)|<|16|17|市发改局|",
        "|^|2|就业|城镇|全覆盖|<|市人社局|",
        "|^|^|^|农村|3|4|^|",
        "|生态|3|水质(%)|<||98|市环保局|",
    ])]);
    assert_eq!(
        rows,
        [
            "1:发展|1|产值(万元)|.|16|17|市发改局",
            "2:(发展)|2|就业|城镇|全覆盖|(全覆盖)|市人社局",
            "2:(发展)|(2)|(就业)|农村|3|4|(市人社局)",
            "3:生态|3|水质(%)|.|.|98|市环保局",
        ]
    );
}

#[test]
fn header_rows_are_joined_column_by_column() {
    let layout = of(&[grid(&[
        "|序号|指标|2025年|<|目标值|<|<|责任单位|",
        "|^|^|省目标值|目标值|全市|东浦区|澜山县|^|",
        "|1|产值|1|2|3|4|5|市发改局|",
    ])]);
    let columns: Vec<(&str, Option<i32>, Option<&str>)> = tables(&layout)[0]
        .columns
        .iter()
        .filter(|c| c.role == ColumnRole::Value)
        .map(|c| (c.header.as_str(), c.year, c.basis.as_deref()))
        .collect();
    assert_eq!(
        columns,
        [
            ("2025年省目标值", Some(2025), Some("superior_target")),
            ("2025年目标值", Some(2025), Some("target")),
            ("全市", None, Some("target")),
            ("东浦区", None, Some("target")),
            ("澜山县", None, Some("target")),
        ]
    );
}

#[test]
fn a_year_above_places_is_their_year() {
    let layout = of(&[grid(&[
        "|序号|事项名称|2024年完成值|<|2025年目标值|<|",
        "|^|^|全市|东浦|全市|东浦|",
        "|1|新建泊位|3|2|4|2|",
    ])]);
    let columns: Vec<(&str, Option<i32>, Option<&str>)> =
        tables(&layout)[0].columns[2..].iter().map(|c| (c.header.as_str(), c.year, c.basis.as_deref())).collect();
    let (actual, target) = (Some("actual"), Some("target"));
    assert_eq!(
        columns,
        [
            ("全市", Some(2024), actual),
            ("东浦", Some(2024), actual),
            ("全市", Some(2025), target),
            ("东浦", Some(2025), target)
        ]
    );
}

#[test]
fn titles_groups_and_notes_are_told_apart() {
    let layout = of(&[grid(&[
        "|2025年重点工作清单|<|<|",
        "|序号|工作内容|责任单位|",
        "|一、产业发展(2项)|<|<|",
        "|1|新建码头。|市港航局|",
        "|2|扩建堆场。|市港航局|",
        "|二、民生|<|<|",
        "|3|改建学校。|市教育局|",
        "|注：列第一位者为牵头单位。|<|<|",
    ])]);
    assert_eq!(paragraphs(&layout), ["2025年重点工作清单", "注：列第一位者为牵头单位。"]);
    assert_eq!(
        shown(tables(&layout)[0]),
        [
            "1一、产业发展(2项):1|新建码头。|市港航局",
            "2一、产业发展(2项):2|扩建堆场。|市港航局",
            "3二、民生:3|改建学校。|市教育局",
        ]
    );
}

#[test]
fn pages_of_one_table_are_stitched() {
    let header = "|类别|序号|工作内容|责任单位|";
    let rows = only(&[
        grid(&[header, "|产业|1|新建码头,|市港航局|"]),
        grid(&[header, "|||年内开工。||", "||2|扩建堆场。|市港航局|"]),
        grid(&["|民生|3|改建学校。|市教育局|"]),
    ]);
    assert_eq!(
        rows,
        ["1:产业|1|新建码头,年内开工。|市港航局", "2:(产业)|2|扩建堆场。|市港航局", "3:民生|3|改建学校。|市教育局"]
    );
}

#[test]
fn a_header_printed_again_inside_a_grid_is_dropped() {
    let header = "|序号|工作内容|责任单位|";
    let rows = only(&[grid(&[header, "|1|新建码头。|市港航局|", header, "|2|扩建堆场。|市港航局|"])]);
    assert_eq!(rows, ["1:1|新建码头。|市港航局", "2:2|扩建堆场。|市港航局"]);
}

#[test]
fn two_tables_of_one_header_stay_two_when_numbers_begin_anew() {
    let header = "|序号|工作内容|责任单位|";
    let layout = of(&[
        grid(&[header, "|1|新建码头。|市港航局|", "|2|扩建堆场。|市港航局|"]),
        grid(&[header, "|1|改建学校。|市教育局|"]),
    ]);
    assert_eq!(tables(&layout).len(), 2);
}

#[test]
fn without_stated_spans_blanks_below_are_merged() {
    let mut csv = grid(&[
        "|类别|序号|指标|2025年目标值|||责任单位|",
        "||||全市|东浦区|澜山县||",
        "|发展|1|产值|持续增长|||市发改局|",
        "||2|税收|5|3|2||",
    ]);
    csv.states_spans = false;
    assert_eq!(
        only(&[csv]),
        ["1:发展|1|产值|.|持续增长|(持续增长)|(持续增长)|市发改局", "2:(发展)|2|税收|.|5|3|2|(市发改局)"]
    );
}

#[test]
fn a_blank_category_of_a_grid_with_merged_ones_is_blank() {
    let rows = only(&[grid(&["|类别|序号|指标|2025年目标值|", "|发展|1|产值|16|", "|^|2|税收|5|", "||3|人口|9|"])]);
    assert_eq!(rows[2], "3:.|3|人口|.|9");
}

#[test]
fn of_two_names_the_merged_one_is_the_category() {
    let rows = only(&[grid(&["|重点任务|工作举措|责任单位|", "|产业|新建码头|市港航局|", "|^|扩建堆场|市港航局|"])]);
    assert_eq!(rows, [":产业|新建码头|市港航局", ":(产业)|扩建堆场|市港航局"]);
    let layout = of(&[grid(&["|重点任务|工作举措|责任单位|", "|新建码头|年内开工。|市港航局|"])]);
    assert_eq!(tables(&layout)[0].columns[0].role, ColumnRole::Name);
}

#[test]
fn fields_and_frames_become_paragraphs() {
    let fields = of(&[grid(&[
        "|索引号|001008/2023-03656|文号|屿政办发〔2023〕9号|",
        "|发布机构|市政府办公室|生成日期|2023-02-10|",
    ])]);
    assert_eq!(
        paragraphs(&fields),
        ["索引号\n001008/2023-03656", "文号\n屿政办发〔2023〕9号", "发布机构\n市政府办公室", "生成日期\n2023-02-10"]
    );
    assert_eq!(paragraphs(&of(&[grid(&["|临屿市人民政府文件|", "|屿政发〔2023〕9号|"])])).len(), 2);
    let unknown = of(&[grid(&["|甲|乙|", "|丙|丁|"])]);
    assert!(matches!(unknown.items.as_slice(), [Item::UnknownTable(cells)] if cells.len() == 4));
}

#[test]
fn a_grid_is_no_part_of_the_text_around_it() {
    let text = |text: &str| Block::Paragraph(Paragraph { text: Passage::new(text, 1, 1), ..Paragraph::default() });
    let table = grid(&["|序号|工作内容|责任单位|", "|1|新建码头。|市港航局|"]);
    let layout = laid_out(vec![text("附件1"), Block::Grid(table), text("附件2")]);
    assert_eq!((layout.items.len(), paragraphs(&layout)), (3, vec!["附件1", "附件2"]));
}

proptest::proptest! {
    #[test]
    fn any_grid_is_laid_out_without_loss(
        rows in 1..6usize, columns in 1..6usize,
        texts in proptest::collection::vec(proptest::sample::select(vec![
            "", "序号", "指标", "类别", "责任单位", "2025年", "目标值", "全市", "1", "2", "发展", "市发改局", "注：略", "新建码头。", "一、民生",
        ]), 36),
        spans in proptest::collection::vec((1..4usize, 1..4usize), 36),
        states_spans: bool,
    ) {
        let mut taken = vec![false; rows * columns];
        let mut grid = Grid { rows, columns, states_spans, ..Grid::default() };
        for place in 0..rows * columns {
            let (row, column) = (place / columns, place % columns);
            let (down, across) = spans[place];
            let free = |r: usize, c: usize| r < rows && c < columns && !taken[r * columns + c];
            if !free(row, column) {
                continue;
            }
            let across = (1..=across).take_while(|n| free(row, column + n - 1)).count();
            let down = (1..=down).take_while(|n| (column..column + across).all(|c| free(row + n - 1, c))).count();
            (row..row + down).for_each(|r| taken[r * columns + column..r * columns + column + across].fill(true));
            let text = Passage::new(texts[place], row as u32 + 1, column as u32 * 100 + 1);
            grid.cells.push(GridCell { text, row, column, row_span: down, column_span: across });
        }
        // The sums beside the heading of a part stay unread.
        let is_part = |cell: &GridCell, row| {
            (cell.row..cell.row + cell.row_span).contains(&row) && cell.text.text() == "一、民生"
        };
        let begins_part = |row| grid.cells.iter().any(|cell| is_part(cell, row));
        let is_sum = |cell: &&GridCell| begins_part(cell.row) && ["1", "2", "2025年"].contains(&cell.text.text());
        let wanted = grid.cells.iter().filter(|cell| !cell.text.is_blank() && !is_sum(cell));
        let wanted: Vec<String> = wanted.map(|cell| cell.text.text().to_string()).collect();
        let layout = of(&[grid]);
        let mut found: Vec<String> = Vec::new();
        for item in &layout.items {
            match item {
                Item::Paragraph(p) => found.extend(p.text.lines().iter().map(|line| line.text().to_string())),
                Item::UnknownTable(cells) => found.extend(cells.iter().map(|cell| cell.text().to_string())),
                Item::Table(table) => {
                    found.extend(table.header.iter().chain(&table.repeated).map(|text| text.text().to_string()));
                    found.extend(table.groups.iter().map(|group| group.text.text().to_string()));
                    let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
                    found.extend(cells.filter(|cell| !cell.merged).map(|cell| cell.text.text().to_string()));
                }
            }
        }
        let found = found.join("\n");
        for text in wanted {
            proptest::prop_assert!(found.contains(&text), "{text} is lost: {found}");
        }
    }
}

#[test]
fn the_rest_of_a_cut_row_is_told_by_its_number_or_by_its_sentence() {
    let head = "|重点任务|主要举措|工作目标|责任单位|";
    let inline = only(&[
        grid(&[head, "|强基|1.建设泊位|建成三个|市发改局|", "|^|2.深化服务改革推|压减一半，办结|市住建局|"]),
        grid(&[head, "||进提质|率九成以上。||", "||3.扩大就业|新增五万人。|市人社局|"]),
    ]);
    assert_eq!(
        inline,
        [
            "1:强基|1.建设泊位|建成三个|市发改局",
            "2:(强基)|2.深化服务改革推进提质|压减一半，办结率九成以上。|市住建局",
            "3:(强基)|3.扩大就业|新增五万人。|市人社局",
        ]
    );
    let head = "|改革事项|改革内容|责任单位|";
    let unnumbered = only(&[
        grid(&[head, "|服务改革|压减一半，办结|市住建局|"]),
        grid(&[head, "||率九成以上。||", "|就业改革|新增五万人。|市人社局|"]),
    ]);
    assert_eq!(unnumbered, [":服务改革|压减一半，办结率九成以上。|市住建局", ":就业改革|新增五万人。|市人社局"]);
    // A second text of a merged name begins with a sentence of its own.
    let whole = only(&[
        grid(&[head, "|服务改革|压减一半。|市住建局|"]),
        grid(&[head, "||办结率九成以上。|市发改局|", "|就业改革|新增五万人。|市人社局|"]),
    ]);
    assert_eq!(whole.len(), 3, "{whole:?}");
}
