//! 年度对比.xlsx: a comparison as a workbook, an indicator a row, years side by side, with native charts.

mod charts;
mod indicators;
mod tasks;

use super::cell::Cell;
use super::links::Links;
use super::new_workbook;
use super::sheet::{Column, Row, Table};
use super::style::Styles;
use crate::record::comparison::{ComparedDocument, Comparison, DocumentEvidence, DoubtfulPair, UnitChange};
use crate::write::WriteError;
use crate::write::comparison::view::{self, document, line};
use rust_xlsxwriter::XlsxError;
use std::path::Path;

/// A sheet: its name, and its table where the comparison has something for it.
type Sheet = (&'static str, fn(&Comparison) -> Option<Table>);

/// All sheets of tables, in their order; the charts stand behind the indicators.
const SHEETS: [Sheet; 8] = [
    ("文件", documents),
    ("指标对比", indicators::indicators),
    ("分地区", indicators::regions),
    ("任务对比", tasks::tasks),
    ("单位对比", units),
    ("发现", findings),
    ("待确认", doubtful),
    ("换算", indicators::members),
];
/// The charts come behind this sheet.
const CHARTS_BEHIND: &str = "分地区";

/// The workbook of a comparison, as the bytes of an `.xlsx` file. The same comparison gives the same bytes.
///
/// # Errors
/// When the comparison does not fit a workbook.
pub fn comparison_workbook(comparison: &Comparison) -> Result<Vec<u8>, WriteError> {
    build(comparison).map_err(|error| WriteError::workbook(Path::new("年度对比.xlsx"), error))
}

fn build(comparison: &Comparison) -> Result<Vec<u8>, XlsxError> {
    let new = comparison.documents.first();
    let title = new.map(|new| new.title.as_ref().or(new.doc_number.as_ref()).unwrap_or(&new.id).as_str());
    let title = format!("年度对比：{}", title.unwrap_or_default());
    let styles = Styles::new();
    let mut workbook = new_workbook(&title)?;
    for (name, of) in SHEETS {
        if let Some(table) = of(comparison) {
            let table = table.without_idle_columns();
            let sheet = workbook.add_worksheet().set_name(name)?;
            table.write(sheet, &title, &styles, &Links::default(), false)?;
        }
        if name == CHARTS_BEHIND {
            charts::add(&mut workbook, comparison, &title, &styles)?;
        }
    }
    workbook.save_to_buffer()
}

fn documents(comparison: &Comparison) -> Option<Table> {
    let columns = vec![
        Column::short("关系", 12),
        Column::short("年度", 8),
        Column::short("地区", 12),
        Column::text("标题", 60),
        Column::text("文号", 24).optional(),
        Column::text("文件", 40),
        Column::text("编号", 40),
    ];
    let row = |document: &ComparedDocument| {
        vec![
            Cell::text(view::relation(document.relation)),
            Cell::whole(document.year),
            Cell::optional(&document.region),
            Cell::optional(&document.title),
            Cell::optional(&document.doc_number),
            Cell::text(&document.path),
            Cell::text(&document.id),
        ]
    };
    let note = "新文件在最前；“上级”把数分解到了新文件的地区，“下级”是新文件分解到的地区";
    Some(Table::list(columns, comparison.documents.iter().map(row).collect()).note(note))
}

fn units(comparison: &Comparison) -> Option<Table> {
    let columns = vec![
        Column::short("状态", 16),
        Column::text("以前的名称（或上级单位）", 36),
        Column::text("现在的名称", 36),
        Column::text("依据", 40).optional(),
        Column::text("文件", 24),
    ];
    let row = |unit: &UnitChange| {
        let from = unit.document.as_deref().map(|id| document(comparison, id)).unwrap_or_default();
        vec![
            Cell::text(view::unit(unit.status)),
            Cell::optional(&unit.old),
            Cell::optional(&unit.new),
            Cell::text(&unit.reason),
            Cell::text(from),
        ]
    };
    let rows: Vec<Row> = comparison.units.iter().map(row).collect();
    (!rows.is_empty()).then(|| Table::list(columns, rows))
}

fn findings(comparison: &Comparison) -> Option<Table> {
    let columns = vec![
        Column::short("程度", 8),
        Column::short("代码", 10),
        Column::text("说明", 60),
        Column::text("应为", 20).optional(),
        Column::text("实为", 20).optional(),
        Column::text("出处和原文", 50),
        Column::text("指纹", 20),
    ];
    let mut sorted: Vec<_> = comparison.findings.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    let quote = |evidence: &DocumentEvidence| {
        format!("{}{}：{}", document(comparison, &evidence.document), evidence.anchor.place(), line(&evidence.text))
    };
    let rows: Vec<Row> = sorted
        .into_iter()
        .map(|finding| {
            vec![
                Cell::Severity(finding.severity),
                Cell::text(&finding.code),
                Cell::text(&finding.message),
                Cell::optional(&finding.expected),
                Cell::optional(&finding.found),
                Cell::text(finding.evidence.iter().map(quote).collect::<Vec<_>>().join("\n")),
                Cell::text(&finding.fingerprint),
            ]
        })
        .collect();
    if rows.is_empty() {
        let nothing = vec![vec![Cell::text("没有发现需要核对的地方。")]];
        return Some(Table::list(vec![Column::text("说明", 60)], nothing));
    }
    let note = format!("共{}处", rows.len());
    Some(Table::list(columns, rows).note(note).frozen(2))
}

fn doubtful(comparison: &Comparison) -> Option<Table> {
    let columns = vec![
        Column::text("名称", 40),
        Column::text("名称", 40),
        Column::short("相近", 10),
        Column::text("是同一项时运行（不是的，后面加 --different）", 60),
    ];
    let row = |pair: &DoubtfulPair| {
        let [a, b] = &pair.names;
        vec![
            Cell::text(a),
            Cell::text(b),
            Cell::Share(pair.score),
            Cell::text(format!("gongwen confirm \"{a}\" \"{b}\" --rules 本单位规则")),
        ]
    };
    let rows: Vec<Row> = comparison.doubtful.iter().map(row).collect();
    (!rows.is_empty()).then(|| Table::list(columns, rows).note("名称相近，程序没有当成同一项"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::comparison::specimen;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    fn rows(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
        let range = workbook.worksheet_range(sheet).unwrap();
        range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
    }

    #[test]
    fn years_stand_side_by_side_with_change_and_judgement() {
        let bytes = comparison_workbook(&specimen::comparison()).unwrap();
        let rows = rows(&bytes, "指标对比");
        assert_eq!(
            rows[2],
            [
                "类别",
                "指标",
                "计量单位",
                "方向",
                "2022年完成值",
                "2022年目标值",
                "2023年目标值",
                "变化",
                "判断",
                "与什么比"
            ]
        );
        assert_eq!(
            rows[3],
            [
                "经济发展",
                "人均地区生产总值",
                "万元",
                "越高越好",
                "15.2",
                "16 / 16.5",
                "17",
                "1",
                "好于以前",
                "上一次的目标"
            ]
        );
    }

    #[test]
    fn every_sheet_is_there_and_empty_ones_are_not() {
        let mut comparison = specimen::comparison();
        let names = |comparison: &Comparison| {
            let bytes = comparison_workbook(comparison).unwrap();
            Xlsx::new(Cursor::new(bytes)).map(|book: Xlsx<_>| book.sheet_names()).unwrap()
        };
        let all = ["文件", "指标对比", "分地区", "图", "图的数据", "任务对比", "单位对比", "发现", "待确认", "换算"];
        assert_eq!(names(&comparison), all);
        comparison.tasks.clear();
        comparison.units.clear();
        comparison.doubtful.clear();
        comparison.indicators.clear();
        comparison.findings.clear();
        assert_eq!(names(&comparison), ["文件", "发现"]);
    }

    #[test]
    fn tasks_are_marked_word_by_word() {
        let bytes = comparison_workbook(&specimen::comparison()).unwrap();
        let rows = rows(&bytes, "任务对比");
        assert!(rows[3].contains(&"〔删：建成〕〔增：推进〕锚地<2处>".to_string()), "{:?}", rows[3]);
        assert!(rows[3].contains(&"建成→推进".to_string()) && rows[3].contains(&"旧#K007".to_string()));
        assert_eq!(rows[3..].iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["有变化", "没有了", "新增"]);
    }

    #[test]
    fn the_same_comparison_gives_the_same_bytes() {
        let bytes = || comparison_workbook(&specimen::comparison()).unwrap();
        assert!(bytes() == bytes());
    }
}
