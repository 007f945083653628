//! 核对单: what the clerk asks back, with a column to tick.

use super::cell::Cell;
use super::sheet::{Column, Row, Table};
use super::{Contents, Kind, NONE};
use crate::record::DocumentRecords;
use crate::write::checklist;

pub const KIND: Kind = Kind { name: "核对单", of_document, homes: NONE, columns, rows };

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let rows = rows(records);
    let note = format!("共{}处，逐处询问起草单位，答复后打勾", rows.len());
    (!rows.is_empty()).then(|| Table::list(columns(), rows).note(note).frozen(2).on_one_page())
}

fn columns() -> Vec<Column> {
    vec![
        Column::short("代码", 12),
        Column::text("问题", 50),
        Column::text("原文", 40),
        Column::text("对照", 22).optional(),
        Column::text("建议询问", 36),
        Column::short("已核对", 8).even(),
        Column::text("答复", 20).even(),
    ]
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    let row = |entry: checklist::Entry| {
        let texts = [entry.code, entry.what, entry.quotes, entry.compared, entry.question];
        let cells = texts.into_iter().map(Cell::text);
        cells.chain([Cell::text("☐"), Cell::Empty]).collect()
    };
    checklist::entries(records).into_iter().map(row).collect()
}
