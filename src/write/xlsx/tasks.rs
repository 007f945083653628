//! 任务清单: one task a row, its text columns under their printed headers.

use super::cell::Cell;
use super::measure::WIDEST;
use super::sheet::{Column, Row, Table};
use super::{Contents, Kind};
use crate::record::{DocumentRecords, Role, Section, Task};
use crate::write::wording;
use std::borrow::Cow;
use std::collections::BTreeSet;

pub const KIND: Kind = Kind { name: "任务清单", of_document, homes, columns, rows };

/// Width that the text columns of a page share.
const TEXT_ROOM: u16 = 150;
/// Text columns are not narrower than this, however many there are.
const TEXT_AT_LEAST: u16 = 30;

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let tasks = &records.tasks;
    let first = tasks.first()?;
    let sections = section_columns(tasks);
    let width = (TEXT_ROOM / sections.len().max(1) as u16).clamp(TEXT_AT_LEAST, WIDEST);
    let mut columns = identity_columns();
    columns.extend(sections.iter().map(|names| Column::text(section_title(names), width)));
    columns.extend(ending_columns(answering_title(tasks)));
    let several_lists = several_lists(tasks);
    let row = |task: &Task| {
        let mut row = identity(task, several_lists);
        row.extend(sections.iter().map(|names| section_cell(task, names)));
        row.extend(ending(task));
        row
    };
    let list = if several_lists || first.list.is_empty() { String::new() } else { format!("{}　", first.list) };
    let note = format!("{list}共{}项", tasks.len());
    Some(Table::list(columns, tasks.iter().map(row).collect()).note(note).frozen(4))
}

fn homes(records: &DocumentRecords) -> Vec<String> {
    records.tasks.iter().map(|task| task.id.clone()).collect()
}

/// Columns that name a task, in both sheets of tasks.
pub fn identity_columns() -> Vec<Column> {
    vec![
        Column::text("清单", 28).optional(),
        Column::text("类别", 18).optional(),
        Column::short("序号", 8).optional(),
        Column::text("任务", 20).optional(),
    ]
}

/// The cells that name a task.
pub fn identity(task: &Task, with_list: bool) -> Row {
    vec![
        if with_list { Cell::text(&task.list) } else { Cell::Empty },
        Cell::text(wording::category(&task.category)),
        Cell::whole(task.seq),
        Cell::optional(&task.title),
    ]
}

fn ending_columns(answering: &str) -> Vec<Column> {
    vec![
        Column::text(answering, 18).optional(),
        Column::text("配合单位", 22).optional(),
        Column::short("牵头领导", 12).optional(),
        Column::short("把握", 8).optional(),
        Column::short("出处", 16),
        Column::short("编号", 8),
    ]
}

fn ending(task: &Task) -> Row {
    vec![
        Cell::text(wording::units_answering(&task.responsible)),
        Cell::text(wording::units_supporting(&task.responsible)),
        Cell::optional(&task.leader),
        Cell::Confidence(task.confidence),
        Cell::text(task.anchor.place()),
        Cell::text(&task.id),
    ]
}

/// 牵头单位 where an order is stated, 责任单位 where none is.
fn answering_title(tasks: &[Task]) -> &'static str {
    let has = |role| tasks.iter().flat_map(|task| &task.responsible).any(|unit| unit.role == role);
    match (has(Role::Lead), has(Role::Equal)) {
        (true, true) => "牵头（责任）单位",
        (true, false) => "牵头单位",
        _ => "责任单位",
    }
}

/// Do the tasks stand in more than one list?
pub fn several_lists(tasks: &[Task]) -> bool {
    tasks.iter().any(|task| task.list != tasks[0].list)
}

/// Text columns with the section names that share each: names share one where no list has both, so that lists with a
/// header of their own each do not leave a column half empty.
fn section_columns(tasks: &[Task]) -> Vec<Vec<&str>> {
    let mut lists_of: Vec<(&str, BTreeSet<&str>)> = Vec::new();
    for task in tasks {
        for section in &task.sections {
            match lists_of.iter_mut().find(|(name, _)| *name == section.name) {
                Some((_, lists)) => {
                    lists.insert(&task.list);
                }
                None => lists_of.push((&section.name, BTreeSet::from([task.list.as_str()]))),
            }
        }
    }
    let mut columns: Vec<(Vec<&str>, BTreeSet<&str>)> = Vec::new();
    for (name, lists) in lists_of {
        match columns.iter_mut().find(|(_, taken)| taken.is_disjoint(&lists)) {
            Some((names, taken)) => {
                names.push(name);
                taken.extend(lists);
            }
            None => columns.push((vec![name], lists)),
        }
    }
    columns.into_iter().map(|(names, _)| names).collect()
}

/// Names that still make a readable title; more of them stand before the texts instead.
const NAMES_IN_TITLE: usize = 2;
/// The name of a section that says nothing of its own.
const CONTENT: &str = "内容";

fn section_title(names: &[&str]) -> String {
    if names.len() > NAMES_IN_TITLE { CONTENT.to_owned() } else { names.join("／") }
}

fn section_cell<'a>(task: &'a Task, names: &[&str]) -> Cell {
    let sections = task.sections.iter().filter(|section| names.contains(&section.name.as_str()));
    let text = |section: &'a Section| match names.len() > NAMES_IN_TITLE && section.name != CONTENT {
        true => format!("【{}】{}", section.name, section.text).into(),
        false => Cow::Borrowed(section.text.as_str()),
    };
    Cell::text(sections.map(text).collect::<Vec<_>>().join("\n"))
}

fn columns() -> Vec<Column> {
    let mut columns = identity_columns();
    columns.push(Column::text("内容", WIDEST));
    columns.extend(ending_columns("牵头（责任）单位"));
    columns
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    let row = |task: &Task| {
        let mut row = identity(task, true);
        row.push(Cell::text(wording::content(&task.sections)));
        row.extend(ending(task));
        row
    };
    records.tasks.iter().map(row).collect()
}
