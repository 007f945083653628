//! Whole tables, from the lines of a dump to their rows.

use super::{Doubt, Item, RecoveredTable, lay_out};
use crate::ingest::{self, Limits};
use crate::rules::Rules;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load(None).expect("the built-in rules are sound"));

fn tables(text: &str, extension: &str) -> Vec<RecoveredTable> {
    let read = ingest::read_bytes(text.as_bytes(), extension, &Limits::default()).expect("text can be read");
    let items = lay_out(&read.document, &RULES).items;
    items.into_iter().filter_map(|item| if let Item::Table(table) = item { Some(table) } else { None }).collect()
}

fn cells(cells: &[&str]) -> Vec<RecoveredTable> {
    tables(&cells.join("\n\n"), "txt")
}

/// `number:cell|cell|…` of each row; a dot for an empty cell.
fn shown(table: &RecoveredTable) -> Vec<String> {
    let cells = |row: &super::TableRow| -> Vec<String> {
        (0..table.columns.len()).map(|c| row.cell(c).map_or(".".to_string(), |text| text.text().to_string())).collect()
    };
    let number = |row: &super::TableRow| row.number.map(|n| n.to_string()).unwrap_or_default();
    table.rows.iter().map(|row| format!("{}:{}", number(row), cells(row)[1..].join("|"))).collect()
}

const STYLES: [[&str; 3]; 9] = [
    ["1.1", "1.2", "1.3"],
    ["(1)", "(2)", "(3)"],
    ["\u{ff08}1\u{ff09}", "\u{ff08}2\u{ff09}", "\u{ff08}3\u{ff09}"],
    ["①", "②", "③"],
    ["A-01", "A-02", "A-03"],
    ["一", "二", "三"],
    ["\u{ff08}一\u{ff09}", "\u{ff08}二\u{ff09}", "\u{ff08}三\u{ff09}"],
    ["1、", "2、", "3、"],
    ["第1项", "第2项", "第3项"],
];
const HEADER: [&str; 4] = ["序号", "重点任务", "工作内容", "责任单位"];
const TASKS: [[&str; 3]; 3] = [
    ["推进冷链物流建设", "完成设施改造,年底前投入使用。", "县商务局"],
    ["规范收费行为", "公布收费目录清单,清理违规收费。", "县财政局"],
    ["扩大首贷覆盖面", "组织银行上门走访,发布信贷产品。", "县金融办"],
];

#[test]
fn rows_are_numbered_in_any_style_in_every_shape() {
    let wanted: Vec<String> =
        TASKS.iter().zip(1..).map(|(task, number)| format!("{number}:{}", task.join("|"))).collect();
    for style in STYLES {
        let rows: Vec<Vec<&str>> =
            style.iter().zip(TASKS).map(|(number, task)| [&[*number][..], &task[..]].concat()).collect();
        let one_a_paragraph = [&HEADER[..], &rows.concat()].concat();
        let line = |row: &[&str]| row.join(" | ");
        let bars: Vec<String> = [HEADER.to_vec()].iter().chain(&rows).map(|row| line(row) + " |").collect();
        let marked: Vec<String> = rows.iter().map(|row| format!("| {} |", line(row))).collect();
        let markdown = format!("| {} |\n|---|---|---|---|\n{}\n", line(&HEADER), marked.join("\n"));
        for found in [cells(&one_a_paragraph), tables(&bars.join("\n"), "txt"), tables(&markdown, "md")] {
            assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), std::slice::from_ref(&wanted), "{style:?}");
        }
    }
}

#[test]
fn numbers_of_parts_begin_again_in_the_next_part() {
    let mut text = HEADER.to_vec();
    for (number, task) in ["1.1", "1.2", "2.1"].into_iter().zip(TASKS) {
        text.push(number);
        text.extend(task);
    }
    let numbers: Vec<_> = cells(&text)[0].rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(1)]);
}

#[test]
fn the_header_of_a_narrower_table_is_no_rest_of_a_cut_row() {
    let text = "序号 | 指标名称 | 2024年目标值 | 责任单位 | ||||\n1 | 用电量 | 18 | 县供电公司 | ||||\n\
                序号 | 指标名称(单位) | 2025年目标值 | 牵头单位 |\n1 | 床位数(张) | 35 | 县卫健局 |";
    let found: Vec<Vec<String>> = tables(text, "txt").iter().map(shown).collect();
    assert_eq!(found, [["1:用电量|.|18|县供电公司"], ["1:床位数(张)|.|35|县卫健局"]]);
}

#[test]
fn the_last_cell_of_a_table_is_no_header_of_the_next() {
    let header = ["序号", "指标名称(单位)", "2024年目标值", "指标属性"];
    let rows = ["1", "参保率(%)", "98", "预期性", "2", "达标率(%)", "61", "评价指标"];
    let next = ["编号", "指标(单位)", "2025年目标值", "1", "增速(%)", "5"];
    let found = cells(&[&header[..], &rows, &next].concat());
    assert_eq!(found.len(), 2);
    assert_eq!(shown(&found[0])[1], "2:达标率(%)|.|61|评价指标");
}

#[test]
fn a_title_that_pages_do_not_repeat_is_no_header_cell() {
    let mut text = vec!["重点工作"];
    text.extend(HEADER);
    text.extend(["产业发展", "1"].iter().chain(&TASKS[0]));
    text.extend(HEADER);
    text.extend(["2"].iter().chain(&TASKS[1]));
    let found = cells(&text);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].columns.len(), found[0].groups.len(), found[0].rows.len()), (4, 1, 2));
}

#[test]
fn which_of_two_values_spans_the_empty_column_is_open() {
    let header = ["序号", "指标名称", "2023年完成值", "2024年目标值", "2025年目标值", "责任单位"];
    let rows = [
        &["1", "参保率", "96", "97", "98", "县医保局"][..],
        &["2", "达标率", "持续提升", "保持稳定", "县水利局"],
        &["3", "入园率", "91", "92", "93", "县教育局"],
    ];
    let found = cells(&[&header[..], &rows.concat()].concat());
    let row = &found[0].rows[1];
    assert!(row.margin <= 2.5, "{}", row.margin);
    assert!(found[0].rows[0].margin > 4.0 && found[0].rows[2].margin > 4.0);
}

#[test]
fn rows_below_one_that_may_open_a_category_share_its_doubt() {
    let header = ["领域", "重点任务", "工作内容", "责任单位"];
    let mut text = [&header[..], &["产业发展"], &TASKS[0], &TASKS[1]].concat();
    text.push("乡村师资");
    text.extend(["培育机制", "健全轮训制度,开展业务培训。", "县教育局"]);
    text.extend(TASKS[2]);
    let table = &cells(&text)[0];
    let (doubtful, below) = (&table.rows[2], &table.rows[3]);
    assert!(below.margin <= doubtful.margin + 3.0, "{} below {}", below.margin, doubtful.margin);
}

#[test]
fn a_number_that_is_not_printed_is_doubted_where_a_row_may_be_a_part() {
    let header = ["序号", "项目名称", "全县", "甲县", "乙县", "责任单位"];
    let row = |name: &'static str, unit: &'static str| vec![name, "10", "4", "6", unit];
    let names = ["改造书屋4家", "新建公园3个", "新建泵站6座", "改造管网8公里", "新建车站2座", "新建桥梁5座"];
    let mut text: Vec<&str> = header.to_vec();
    names.into_iter().for_each(|name| text.extend(row(name, "县建设局")));
    text.push("4");
    text.extend(row("新建水塔1座", "县水利局"));
    let table = &cells(&text)[0];
    let doubted = table.rows.iter().filter(|row| matches!(row.other, Some((Doubt::Number(_), _))));
    assert!(doubted.count() > 0, "{:?}", table.rows.iter().map(|row| (row.number, row.margin)).collect::<Vec<_>>());
}
