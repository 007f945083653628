//! 时间节点: one step of a task a row with its first and last month as dates, to be filtered by what is due; in the
//! workbook of a document the earliest deadline first.

use super::cell::{Cell, Day};
use super::measure::WIDEST;
use super::sheet::{Column, Row, Table};
use super::tasks::several_lists;
use super::{Contents, Kind, NONE};
use crate::record::{DocumentRecords, ScheduleEntry, Task};
use crate::write::wording;

pub const KIND: Kind = Kind { name: "时间节点", of_document, homes: NONE, columns, rows };

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let mut steps: Vec<_> = steps(records).collect();
    if steps.is_empty() {
        return None;
    }
    steps.sort_by_key(|(_, step)| due(step));
    let several_lists = several_lists(&records.tasks);
    let rows: Vec<Row> = steps.iter().map(|(task, step)| row(task, step, several_lists)).collect();
    let note = format!("共{}步，按截止时间排列，未定时间的在后", rows.len());
    Some(Table::list(columns(), rows).note(note).frozen(2))
}

fn steps(records: &DocumentRecords) -> impl Iterator<Item = (&Task, &ScheduleEntry)> {
    records.tasks.iter().flat_map(|task| task.schedule.iter().map(move |step| (task, step)))
}

/// Undated steps last, the others by deadline and then by beginning. ISO months sort as texts.
fn due(step: &ScheduleEntry) -> (bool, Option<&str>, Option<&str>) {
    let end = step.end.as_deref().or(step.start.as_deref());
    (end.is_none(), end, step.start.as_deref())
}

fn columns() -> Vec<Column> {
    vec![
        Column::short("截止", 13).optional(),
        Column::short("开始", 13).optional(),
        Column::text("时间原文", 16).optional(),
        Column::text("工作内容", WIDEST),
        Column::text("牵头（责任）单位", 20).optional(),
        Column::text("配合单位", 22).optional(),
        Column::text("清单", 28).optional(),
        Column::short("序号", 8).optional(),
        Column::text("任务", 24),
        Column::short("出处", 16),
        Column::short("编号", 8),
    ]
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    steps(records).map(|(task, step)| row(task, step, true)).collect()
}

fn row(task: &Task, step: &ScheduleEntry, with_list: bool) -> Row {
    vec![
        Cell::month(&step.end, Day::Last),
        Cell::month(&step.start, Day::First),
        Cell::text(&step.raw),
        Cell::text(&step.text),
        Cell::text(wording::units_answering(&task.responsible)),
        Cell::text(wording::units_supporting(&task.responsible)),
        if with_list { Cell::text(&task.list) } else { Cell::Empty },
        Cell::whole(task.seq),
        Cell::text(task.shown_title()),
        Cell::text(step.anchor.place()),
        Cell::link(&task.id, &task.id),
    ]
}
