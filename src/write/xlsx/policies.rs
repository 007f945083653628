//! 政策文件: the documents that tasks name in 《》, each with the tasks that name it.

use super::cell::Cell;
use super::sheet::{Column, Row, Table, WIDTH_OF_RECORDS, numbered};
use super::{Contents, Kind, NONE};
use crate::record::{DocumentRecords, Task};
use crate::write::wording;
use std::collections::HashMap;

pub const KIND: Kind = Kind { name: "政策文件", of_document, homes: NONE, columns, rows };

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let mut columns = vec![Column::short("序号", 8)];
    columns.extend(self::columns());
    let rows = numbered(rows(records));
    let note = format!("任务中提到的文件共{}份", rows.len());
    (!rows.is_empty()).then(|| Table::list(columns, rows).note(note).frozen(2))
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("政策文件", 60),
        Column::short("文号", 22).optional(),
        Column::short("提到的任务数", 10),
        Column::text("任务", 44),
        Column::text("牵头（责任）单位", 28).optional(),
        Column::short("首次出处", 16),
        Column::text("任务编号", WIDTH_OF_RECORDS),
    ]
}

/// A document with the tasks that name it, in source order.
struct Policy<'a> {
    title: &'a str,
    number: Option<&'a str>,
    tasks: Vec<&'a Task>,
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    policies(&records.tasks).iter().map(row).collect()
}

/// In the order of their first mention. A title with and without its number is one document.
fn policies(tasks: &[Task]) -> Vec<Policy<'_>> {
    let mut policies: Vec<Policy> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (task, policy) in tasks.iter().flat_map(|task| task.policies.iter().map(move |policy| (task, policy))) {
        let title = policy.title.as_str();
        let at = *places.entry(title).or_insert_with(|| {
            policies.push(Policy { title, number: None, tasks: Vec::new() });
            policies.len() - 1
        });
        let known = &mut policies[at];
        known.number = known.number.or(policy.doc_number.as_deref());
        if known.tasks.last().is_none_or(|last| last.id != task.id) {
            known.tasks.push(task);
        }
    }
    policies
}

fn row(policy: &Policy) -> Row {
    let first = policy.tasks.first();
    let titles: Vec<String> = policy.tasks.iter().map(|task| task.shown_title()).collect();
    let ids: Vec<&str> = policy.tasks.iter().map(|task| task.id.as_str()).collect();
    vec![
        Cell::text(format!("《{}》", policy.title)),
        policy.number.map_or(Cell::Empty, Cell::text),
        Cell::Whole(policy.tasks.len() as i64),
        Cell::text(titles.join("；")),
        Cell::text(units(&policy.tasks)),
        first.map_or(Cell::Empty, |task| Cell::text(task.anchor.place())),
        Cell::records(&ids, WIDTH_OF_RECORDS),
    ]
}

/// The units that answer for one of the tasks, each once.
fn units(tasks: &[&Task]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in tasks.iter().flat_map(|task| wording::answering(&task.responsible)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("、")
}
