//! 校验结果: what does not add up, the worst first.

use super::cell::Cell;
use super::sheet::{Column, Row, Table, WIDTH_OF_RECORDS, numbered};
use super::{Contents, Kind, NONE};
use crate::record::{DocumentRecords, Finding};
use crate::write::wording;

pub const KIND: Kind = Kind { name: "校验结果", of_document, homes: NONE, columns, rows };

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let mut columns = vec![Column::short("序号", 8)];
    columns.extend(self::columns());
    let rows = numbered(rows(records));
    if rows.is_empty() {
        let nothing = vec![vec![Cell::text("没有发现前后矛盾、数量不符等问题。")]];
        return Some(Table::list(vec![Column::text("说明", 60)], nothing));
    }
    let note = format!("共{}处", rows.len());
    Some(Table::list(columns, rows).note(note).frozen(3))
}

fn columns() -> Vec<Column> {
    vec![
        Column::short("程度", 8),
        Column::short("代码", 10),
        Column::text("说明", 60),
        Column::text("应为", 24).optional(),
        Column::text("实为", 24).optional(),
        Column::text("出处", 18),
        Column::text("原文", 60),
        Column::text("涉及记录", WIDTH_OF_RECORDS).optional(),
    ]
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    let mut findings: Vec<&Finding> = records.findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    findings.into_iter().map(row).collect()
}

fn row(finding: &Finding) -> Row {
    vec![
        Cell::Severity(finding.severity),
        Cell::text(&finding.code),
        Cell::text(&finding.message),
        Cell::optional(&finding.expected),
        Cell::optional(&finding.found),
        Cell::text(wording::places(&finding.evidence)),
        Cell::text(wording::quotes(&finding.evidence)),
        Cell::records(&finding.subject, WIDTH_OF_RECORDS),
    ]
}
