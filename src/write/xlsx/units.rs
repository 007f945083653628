//! 责任单位: every unit with the number of its duties.

use super::cell::Cell;
use super::duties;
use super::sheet::{Column, Row, Table, numbered};
use super::{Contents, Kind, NONE};
use crate::record::{DocumentRecords, Unit};
use crate::write::wording;

pub const KIND: Kind = Kind { name: "责任单位", of_document, homes: NONE, columns, rows };

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let units = &records.units;
    if units.is_empty() {
        return None;
    }
    let mut columns = vec![Column::short("序号", 8)];
    columns.extend(self::columns());
    let rows = numbered(rows(records));
    Some(Table::list(columns, rows).note(format!("共{}个", units.len())).frozen(2))
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("单位", 36),
        Column::text("规范名称", 36).optional(),
        Column::text("其他写法", 40).optional(),
        Column::short("层级", 10).optional(),
        Column::short("列入单位名单", 10).optional(),
        Column::short("负责指标", 10),
        Column::short("牵头任务", 10),
        Column::short("参与任务", 10),
    ]
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    let some_listed = records.units.iter().any(|unit| unit.listed);
    records.units.iter().map(|unit| row(unit, some_listed)).collect()
}

fn row(unit: &Unit, some_listed: bool) -> Row {
    let others: Vec<&str> = unit.aliases.iter().map(String::as_str).filter(|alias| *alias != unit.name).collect();
    vec![
        Cell::link(&unit.name, duties::home(&unit.name)),
        if unit.canonical == unit.name { Cell::Empty } else { Cell::text(&unit.canonical) },
        Cell::text(others.join("、")),
        unit.level.map_or(Cell::Empty, |level| Cell::text(wording::level(level))),
        if some_listed { Cell::text(if unit.listed { "是" } else { "否" }) } else { Cell::Empty },
        Cell::Whole(unit.targets.into()),
        Cell::Whole(unit.tasks_led.into()),
        Cell::Whole(unit.tasks.into()),
    ]
}
