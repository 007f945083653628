//! 总览: what the document is, how much was read out of it and what does not add up.

use super::burden::{Burden, CHARTS};
use super::cell::Cell;
use super::sheet::{Column, Row, Table};
use super::{Contents, Kind, NONE};
use crate::record::{DocumentInfo, DocumentRecords, ListInfo, ListKind, Region};
use crate::write::index::{Counts, CoverageCounts, FindingCounts};
use crate::write::wording;

pub const KIND: Kind = Kind { name: "总览", of_document, homes: NONE, columns, rows };

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let groups = [
        ("文件信息", identity(&records.document)),
        (COUNTS, counts(&Counts::of(records))),
        ("清单和表格", lists(&records.lists)),
        ("校验结果", findings(&FindingCounts::of(records))),
        ("覆盖情况", coverage(&CoverageCounts::of(records))),
        ("源文件", source(&records.document)),
    ];
    let burdens = Burden::all_of(records);
    let mut rows = Vec::new();
    for (name, group) in groups {
        let mut group: Vec<Row> = group.into_iter().filter(|(_, cell)| *cell != Cell::Empty).map(pair).collect();
        if !group.is_empty() {
            rows.push(head(name));
            rows.append(&mut group);
        }
        // The charts stand behind the first numbers, where they are seen without turning a page.
        if name == COUNTS && !burdens.is_empty() {
            rows.extend([head(CHARTS), vec![Cell::Text(String::new()), Cell::Covered]]);
        }
    }
    for burden in &burdens {
        rows.push(head(&burden.title));
        rows.extend(burden.rows());
    }
    let columns = vec![Column::text("项目", 44), Column::text("内容", 70)];
    Some(Table { is_form: true, ..Table::list(columns, rows) })
}

/// Title of the group of counts.
const COUNTS: &str = "提取数量";

/// The row above a group.
fn head(name: &str) -> Row {
    vec![Cell::Label(name.into()), Cell::Covered]
}

type Line = (String, Cell);

fn pair((name, cell): Line) -> Row {
    vec![Cell::Text(name), cell]
}

fn line(name: &str, cell: Cell) -> Line {
    (name.to_owned(), cell)
}

fn identity(document: &DocumentInfo) -> Vec<Line> {
    let attachments: Vec<String> = document.attachments.iter().map(|a| numbered(a.number, &a.title)).collect();
    vec![
        line("标题", Cell::optional(&document.title)),
        line("文号", Cell::optional(&document.doc_number)),
        line("发文机关", Cell::optional(&document.issuer)),
        line("索引号", Cell::optional(&document.index_number)),
        line("成文日期", Cell::date(&document.signed_date)),
        line("发布日期", Cell::date(&document.published_date)),
        line("适用地区", document.region.as_ref().map_or(Cell::Empty, region)),
        line("适用年度", Cell::whole(document.year)),
        line("附件", Cell::text(attachments.join("\n"))),
    ]
}

fn region(region: &Region) -> Cell {
    Cell::text(format!("{}（{}）", region.name, wording::level(region.level)))
}

fn numbered(number: Option<u32>, title: &str) -> String {
    match number {
        Some(number) => format!("{number}. {title}"),
        None => title.to_owned(),
    }
}

fn counts(counts: &Counts) -> Vec<Line> {
    vec![
        line("指标（项）", count(counts.targets)),
        line("指标数值（个）", count(counts.values)),
        line("任务（项）", count(counts.tasks)),
        line("进度安排（步）", count(counts.schedule_entries)),
        line("责任单位（个）", count(counts.units)),
    ]
}

fn lists(lists: &[ListInfo]) -> Vec<Line> {
    let describe = |list: &ListInfo| {
        let what = match list.kind {
            ListKind::Targets => "指标",
            ListKind::Tasks => "任务",
        };
        let declared = list.declared.as_ref().map(|d| format!("，原文写明{}", d.text)).unwrap_or_default();
        let text = format!("{what}{}项{declared}（{}）", list.records.len(), list.anchor.place());
        (list.title.clone(), Cell::link(text.replace("（）", ""), list.records.first().cloned().unwrap_or_default()))
    };
    lists.iter().map(describe).collect()
}

fn findings(findings: &FindingCounts) -> Vec<Line> {
    vec![
        line("错误（处）", count(findings.error)),
        line("警告（处）", count(findings.warning)),
        line("提示（处）", count(findings.info)),
    ]
}

fn coverage(coverage: &CoverageCounts) -> Vec<Line> {
    vec![
        line("原文字数", count(coverage.characters)),
        line("已归入记录的字数", count(coverage.in_records)),
        line("标题、套话等无需归入的字数", count(coverage.explained)),
        line("未识别的字数", count(coverage.unread)),
        line("未识别文字中的数字（个）", count(coverage.unread_numbers)),
        line("覆盖率", share(coverage)),
    ]
}

fn source(document: &DocumentInfo) -> Vec<Line> {
    let source = &document.source;
    vec![
        line("文件名", Cell::text(&source.path)),
        line("格式", Cell::text(source.format.label())),
        line("编码", Cell::text(&source.encoding)),
        line("大小（字节）", count(source.bytes)),
        line("SHA-256", Cell::text(&source.sha256)),
        line("读取说明", Cell::text(document.notes.join("\n"))),
    ]
}

fn count(number: u64) -> Cell {
    Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

fn share(coverage: &CoverageCounts) -> Cell {
    coverage.share().map_or(Cell::Empty, Cell::Share)
}

fn columns() -> Vec<Column> {
    let mut columns = vec![
        Column::text("标题", 44).optional(),
        Column::text("发文机关", 24).optional(),
        Column::short("成文日期", 13).optional(),
        Column::short("发布日期", 13).optional(),
    ];
    let numbers = ["指标", "指标数值", "任务", "进度安排", "责任单位", "错误", "警告", "提示"];
    columns.extend(numbers.map(|title| Column::short(title, 10)));
    columns.extend([
        Column::short("覆盖率", 10).optional(),
        Column::short("未识别数字", 10),
        Column::text("源文件", 30),
        Column::text("文件编号", 24),
    ]);
    columns
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    let document = &records.document;
    let (counts, findings) = (Counts::of(records), FindingCounts::of(records));
    let coverage = CoverageCounts::of(records);
    let mut row = vec![
        Cell::optional(&document.title),
        Cell::optional(&document.issuer),
        Cell::date(&document.signed_date),
        Cell::date(&document.published_date),
    ];
    let records = [counts.targets, counts.values, counts.tasks, counts.schedule_entries, counts.units];
    row.extend(records.into_iter().chain([findings.error, findings.warning, findings.info]).map(count));
    row.extend([share(&coverage), count(coverage.unread_numbers)]);
    row.extend([Cell::text(&document.source.path), Cell::text(&document.id)]);
    vec![row]
}
