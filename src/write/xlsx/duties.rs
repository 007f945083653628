//! 单位分工: every unit with each of its duties, to be filtered and handed to the unit.

use super::cell::Cell;
use super::measure::WIDEST;
use super::regions::{headline, is_headline};
use super::sheet::{Column, Row, Table};
use super::{Contents, Kind};
use crate::record::{DocumentRecords, Responsible, Target, TargetValue, Task, Unit};
use crate::write::wording;
use std::collections::HashMap;

pub const KIND: Kind = Kind { name: "单位分工", of_document, homes, columns, rows };

/// Name under which a link finds the duties of a unit; no record has such an id.
pub fn home(unit: &str) -> String {
    format!("单位 {unit}")
}

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let duties = duties(records);
    if duties.is_empty() {
        return None;
    }
    let rows: Vec<Row> = duties.iter().map(|duty| duty.row(records)).collect();
    let note = format!("共{}条，按单位筛选可得各单位任务", rows.len());
    Some(Table::list(columns(), rows).note(note).frozen(1))
}

fn homes(records: &DocumentRecords) -> Vec<String> {
    duties(records).iter().map(|duty| home(duty.unit)).collect()
}

/// A record that a unit answers for.
struct Duty<'a> {
    unit: &'a str,
    part: &'a Responsible,
    work: Work<'a>,
}

#[derive(Clone, Copy)]
enum Work<'a> {
    Target(&'a Target),
    Task(&'a Task),
}

/// All duties, unit by unit in the order of 责任单位, each in source order.
fn duties<'a>(records: &'a DocumentRecords) -> Vec<Duty<'a>> {
    let places = places(&records.units);
    let targets = records.targets.iter().flat_map(|target| parts(&target.responsible, Work::Target(target)));
    let tasks = records.tasks.iter().flat_map(|task| parts(&task.responsible, Work::Task(task)));
    let known = |(part, work): (&'a Responsible, Work<'a>)| {
        let at = *places.get(part.name.as_str())?;
        Some((at, Duty { unit: &records.units[at].name, part, work }))
    };
    let mut duties: Vec<_> = targets.chain(tasks).filter_map(known).collect();
    duties.sort_by_key(|(at, _)| *at);
    duties.into_iter().map(|(_, duty)| duty).collect()
}

fn parts<'a>(units: &'a [Responsible], work: Work<'a>) -> impl Iterator<Item = (&'a Responsible, Work<'a>)> {
    units.iter().map(move |unit| (unit, work))
}

/// Place of every spelling among the units.
fn places<'a>(units: &'a [Unit]) -> HashMap<&'a str, usize> {
    let spellings =
        |(at, unit): (usize, &'a Unit)| unit.aliases.iter().chain([&unit.name]).map(move |name| (name.as_str(), at));
    units.iter().enumerate().flat_map(spellings).collect()
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("单位", 26),
        Column::short("分工", 8),
        Column::short("类型", 8),
        Column::text("清单", 28).optional(),
        Column::text("类别", 18).optional(),
        Column::short("序号", 8).optional(),
        Column::text("指标或任务", 36),
        Column::text("目标或内容", WIDEST).optional(),
        Column::short("出处", 16),
        Column::short("编号", 8),
    ]
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    duties(records).iter().map(|duty| duty.row(records)).collect()
}

impl Duty<'_> {
    fn row(&self, records: &DocumentRecords) -> Row {
        let part = self.part.role.label();
        let mut row = vec![Cell::text(self.unit), Cell::text(part)];
        row.extend(match self.work {
            Work::Target(target) => target_cells(target, records),
            Work::Task(task) => task_cells(task),
        });
        row
    }
}

fn target_cells(target: &Target, records: &DocumentRecords) -> Row {
    vec![
        Cell::text("指标"),
        Cell::text(&target.list),
        Cell::text(wording::category(&target.category)),
        Cell::whole(target.seq),
        Cell::text(target.shown_name()),
        Cell::text(values(target, records)),
        Cell::text(target.anchor.place()),
        Cell::link(&target.id, &target.id),
    ]
}

fn task_cells(task: &Task) -> Row {
    vec![
        Cell::text("任务"),
        Cell::text(&task.list),
        Cell::text(wording::category(&task.category)),
        Cell::whole(task.seq),
        Cell::optional(&task.title),
        Cell::text(task.goal()),
        Cell::text(task.anchor.place()),
        Cell::link(&task.id, &task.id),
    ]
}

/// What the unit is to reach: the values for the whole, or those of all regions where there is no whole.
fn values(target: &Target, records: &DocumentRecords) -> String {
    let whole = headline(target, records).is_some();
    let shown = |value: &&TargetValue| !whole || is_headline(value, target, records);
    let texts = target.values.iter().filter(shown).map(|value| wording::value(value, !whole));
    texts.collect::<Vec<_>>().join("；")
}
