//! 年度对比.xlsx: a comparison as a workbook, an indicator a row, years side by side, with native charts.

use super::cell::{Cell, Mood};
use super::comparison_charts;
use super::links::Links;
use super::properties;
use super::sheet::{Column, Row, Table};
use super::style::Styles;
use crate::record::Operator;
use crate::record::comparison::{
    ComparedIndicator, Comparison, DocumentEvidence, Judgement, TaskChange, TaskPlace, TaskStatus, UnitChange,
    WordChange, WordKind,
};
use crate::write::WriteError;
use crate::write::comparison::view::{
    self, YearColumn, against, arrow, direction, document, judged, line, own_place, places, short, values, year_columns,
};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::path::Path;

/// A sheet: its name, and its table where the comparison has something for it.
type Sheet = (&'static str, fn(&Comparison) -> Option<Table>);

/// All sheets of tables, in their order; the charts stand behind the indicators.
const SHEETS: [Sheet; 8] = [
    ("文件", documents),
    ("指标对比", indicators),
    ("分地区", regions),
    ("任务对比", tasks),
    ("单位对比", units),
    ("发现", findings),
    ("待确认", doubtful),
    ("换算", members),
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
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&title)?);
    for (name, of) in SHEETS {
        if let Some(table) = of(comparison) {
            let table = table.without_idle_columns();
            let sheet = workbook.add_worksheet().set_name(name)?;
            table.write(sheet, &title, &styles, &Links::default())?;
        }
        if name == CHARTS_BEHIND {
            comparison_charts::add(&mut workbook, comparison, &title, &styles)?;
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
    let row = |document: &crate::record::comparison::ComparedDocument| {
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

fn indicators(comparison: &Comparison) -> Option<Table> {
    let own = own_place(comparison);
    let years = year_columns(judged(comparison), |place| place == own);
    let mut columns = vec![
        Column::text("类别", 16).optional(),
        Column::text("指标", 36),
        Column::short("计量单位", 14).optional(),
        Column::short("方向", 12),
    ];
    columns.extend(years.iter().map(|year| Column::short(year.title(), 16).optional()));
    columns.extend([
        Column::short("变化", 14),
        Column::short("判断", 14),
        Column::text("与什么比", 20).optional(),
        Column::text("说明", 30).optional(),
    ]);
    let rows: Vec<Row> = judged(comparison).map(|indicator| indicator_row(indicator, own, &years)).collect();
    let note = "新文件有目标的指标。“变化”是新目标减去所比的数，已折算成同一计量单位；绿色好于以前，红色差于以前";
    (!rows.is_empty()).then(|| Table::list(columns, rows).note(note).frozen(2))
}

fn indicator_row(indicator: &ComparedIndicator, own: &str, years: &[YearColumn]) -> Row {
    let mut row = vec![
        Cell::text(indicator.category.last().cloned().unwrap_or_default()),
        Cell::text(&indicator.canonical),
        Cell::optional(&indicator.unit),
        Cell::text(direction(indicator.direction)),
    ];
    row.extend(years.iter().map(|year| figure(indicator, own, *year)));
    let mood = mood(indicator);
    let change = indicator.change.map(|change| format!("{} {}", arrow(Some(change)), change.abs().normalize()));
    row.extend([
        Cell::Judged(change.unwrap_or_default(), mood),
        Cell::Judged(view::judgement(indicator).to_string(), mood),
        Cell::text(against(indicator.against)),
        Cell::optional(&indicator.note),
    ]);
    row
}

fn mood(indicator: &ComparedIndicator) -> Mood {
    match indicator.judgement {
        Judgement::Better => Mood::Better,
        Judgement::Worse => Mood::Worse,
        Judgement::NotComparable if !view::stands_alone(indicator) => Mood::Open,
        Judgement::Same | Judgement::NotComparable => Mood::Same,
    }
}

/// One value as a figure that can be calculated with; several as they are printed.
fn figure(indicator: &ComparedIndicator, place: &str, column: YearColumn) -> Cell {
    match values(indicator, place, column)[..] {
        [] => Cell::Empty,
        // Its unit is that of the change: 提高3个百分点.
        [value] if matches!(value.op, Operator::UpBy | Operator::DownBy) => Cell::text(line(&value.raw)),
        [value] => Cell::printed(value.op, value.number, &value.raw),
        ref several => Cell::text(several.iter().map(|value| line(&value.raw)).collect::<Vec<_>>().join(" / ")),
    }
}

/// One row an indicator and region, for the regions beside the document's own.
fn regions(comparison: &Comparison) -> Option<Table> {
    let own = own_place(comparison);
    let years = year_columns(judged(comparison), |place| place != own);
    let mut columns =
        vec![Column::text("指标", 36), Column::short("计量单位", 14).optional(), Column::short("地区", 16)];
    columns.extend(years.iter().map(|year| Column::short(year.title(), 16).optional()));
    let row = |indicator: &ComparedIndicator, place: &str| {
        let mut row = vec![Cell::text(&indicator.canonical), Cell::optional(&indicator.unit), Cell::text(short(place))];
        row.extend(years.iter().map(|year| figure(indicator, place, *year)));
        row
    };
    let rows: Vec<Row> = judged(comparison)
        .flat_map(|indicator| {
            let others = places(indicator, own).into_iter().filter(|place| *place != own);
            others.map(|place| row(indicator, place)).collect::<Vec<_>>()
        })
        .collect();
    let note = "各份文件分解到各地、各地自己的数，原样并列";
    (!rows.is_empty()).then(|| Table::list(columns, rows).note(note).frozen(3))
}

fn tasks(comparison: &Comparison) -> Option<Table> {
    let columns = vec![
        Column::short("状态", 10),
        Column::text("以前的文件", 22),
        Column::text("以前的清单", 26).optional(),
        Column::short("序号", 8).optional(),
        Column::text("以前的任务", 36),
        Column::text("现在的清单", 26).optional(),
        Column::short("序号", 8).optional(),
        Column::text("现在的任务", 36),
        Column::text("变化", 40).optional(),
        Column::text("用词减弱", 16).optional(),
        Column::text("目标的逐字对照（〔删〕〔增〕）", 60).optional(),
        Column::text("任务线", 24).optional(),
    ];
    let mut sorted: Vec<&TaskChange> = comparison.tasks.iter().collect();
    // Those that go on first, the weakened ones of them at the top, then what is gone, then what is new.
    let rank = |task: &TaskChange| match task.status {
        TaskStatus::Kept | TaskStatus::Changed => usize::from(task.weakened.is_empty()),
        TaskStatus::Gone => 2,
        TaskStatus::New => 3,
    };
    sorted.sort_by_key(|task| rank(task));
    let rows: Vec<Row> = sorted.into_iter().map(|task| task_row(task, comparison)).collect();
    let note = "同一地区以前的文件里的任务：接续的、没有了的，和新增的。任务线是这项任务最早一次出现的编号，历年不变";
    (!rows.is_empty()).then(|| Table::list(columns, rows).note(note).frozen(1))
}

fn task_row(task: &TaskChange, comparison: &Comparison) -> Row {
    let of = |place: &Option<TaskPlace>, cell: fn(&TaskPlace) -> Cell| place.as_ref().map_or(Cell::Empty, cell);
    let mood = match task.status {
        _ if !task.weakened.is_empty() => Mood::Worse,
        TaskStatus::Kept => Mood::Same,
        TaskStatus::Changed => Mood::Open,
        TaskStatus::New => Mood::Better,
        TaskStatus::Gone => Mood::Worse,
    };
    let from = task.old.as_ref().map(|place| document(comparison, &place.document)).unwrap_or_default();
    let weakened: Vec<String> = task.weakened.iter().map(|w| format!("{}→{}", w.from, w.to)).collect();
    vec![
        Cell::Judged(view::task(task.status).to_string(), mood),
        Cell::text(from),
        of(&task.old, |place| Cell::text(&place.list)),
        of(&task.old, |place| Cell::whole(place.seq)),
        of(&task.old, |place| Cell::text(&place.title)),
        of(&task.new, |place| Cell::text(&place.list)),
        of(&task.new, |place| Cell::whole(place.seq)),
        of(&task.new, |place| Cell::text(&place.title)),
        Cell::optional(&task.difference),
        Cell::text(weakened.join("、")),
        Cell::text(marked(&task.words)),
        Cell::optional(&task.line),
    ]
}

/// The words with marks that need no colour.
fn marked(words: &[WordChange]) -> String {
    let mark = |word: &WordChange| match word.kind {
        WordKind::Kept => word.text.clone(),
        WordKind::Removed => format!("〔删：{}〕", word.text),
        WordKind::Added => format!("〔增：{}〕", word.text),
    };
    words.iter().map(mark).collect()
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
    let row = |pair: &crate::record::comparison::DoubtfulPair| {
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

/// Which names were taken for one indicator, why, and how their figures were converted.
fn members(comparison: &Comparison) -> Option<Table> {
    use crate::record::comparison::MatchReason;
    let columns = vec![
        Column::text("指标", 36),
        Column::text("文件中的名称", 40),
        Column::text("文件", 24),
        Column::short("记录", 10),
        Column::short("认作同一项的依据", 18),
        Column::short("相近", 10),
        Column::short("折算成的单位", 14).optional(),
        Column::short("乘以", 10),
        Column::text("种类和方向的依据", 40),
    ];
    let several = comparison.indicators.iter().filter(|indicator| indicator.members.len() > 1);
    let rows: Vec<Row> = several
        .flat_map(|indicator| {
            indicator.members.iter().map(|member| {
                let reason = match member.reason {
                    MatchReason::Same => "名称相同",
                    MatchReason::Alias => "规则中的别名",
                    MatchReason::Wording => "用字相同",
                };
                vec![
                    Cell::text(&indicator.canonical),
                    Cell::text(&member.name),
                    Cell::text(document(comparison, &member.document)),
                    Cell::text(&member.target),
                    Cell::text(reason),
                    Cell::Share(member.score),
                    Cell::optional(&indicator.unit),
                    member.scale.map_or_else(|| Cell::text("不能折算"), |scale| Cell::number(Some(scale))),
                    Cell::text(format!("种类：{}；方向：{}", indicator.kind_reason, indicator.direction_reason)),
                ]
            })
        })
        .collect();
    (!rows.is_empty()).then(|| Table::list(columns, rows).note("哪些名称认作同一项指标，数怎样折算").frozen(1))
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
                "↑ 1",
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
