//! 待复核: rows that the recovery is not sure of, each with what was read and the other reading, in source order.

use super::cell::{Cell, is_unsure};
use super::regions;
use super::sheet::{Column, Row, Table, numbered};
use super::{Contents, Kind, NONE};
use crate::record::{Alternative, Anchor, DocumentRecords, Fingerprints, Responsible, Target, Task};
use crate::supervise::review;
use crate::write::wording;

pub const KIND: Kind = Kind { name: "待复核", of_document, homes: NONE, columns, rows };

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let mut columns = vec![Column::short("序号", 8)];
    columns.extend(self::columns());
    let rows = numbered(rows(records));
    let note = format!(
        "还原把握不足的共{}行，请对照原文核对；读错的把正确的写在更正三栏，用 gongwen collect 读回",
        rows.len()
    );
    (!rows.is_empty()).then(|| Table::list(columns, rows).note(note).frozen(2))
}

fn columns() -> Vec<Column> {
    vec![
        Column::short("编号", 8),
        Column::short("类型", 8),
        Column::short("把握", 8),
        Column::text("清单", 28).optional(),
        Column::short("表内序号", 8).optional(),
        Column::text("指标或任务", 32),
        Column::text("现在的读法", 48).optional(),
        Column::text("责任单位", 26).optional(),
        Column::text("有疑问的文字", 30).optional(),
        Column::text("另一种读法", 30).optional(),
        Column::short("出处", 16),
        Column::text(review::NAME, 24).even(),
        Column::text(review::CONTENT, 40).even(),
        Column::text(review::UNITS, 24).even(),
        Column::short(review::KEY, 20),
    ]
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    let targets = || records.targets.iter().filter(|target| is_unsure(target.confidence));
    let tasks = || records.tasks.iter().filter(|task| is_unsure(task.confidence));
    if targets().next().is_none() && tasks().next().is_none() {
        return Vec::new();
    }
    let prints = Fingerprints::of(records);
    // The last column names the record for what is put right; the three before it are empty.
    let with_key = |id: &String, mut row: Row| {
        let key = format!("{}|{}", records.document.id, prints.get(id));
        row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::text(key)]);
        row
    };
    let targets = targets().map(|target| with_key(&target.id, target_row(target)));
    targets.chain(tasks().map(|task| with_key(&task.id, task_row(task)))).collect()
}

fn target_row(target: &Target) -> Row {
    let regions = regions::is_broken_down(target);
    let values = target.values.iter().map(|value| wording::value(value, regions)).collect::<Vec<_>>().join("；");
    let head = [
        Cell::link(&target.id, &target.id),
        Cell::text("指标"),
        Cell::Confidence(target.confidence),
        Cell::text(&target.list),
    ];
    let read = Read { name: target.shown_name(), content: values, units: &target.responsible };
    row(head, target.seq, read, &target.alternative, &target.anchor)
}

fn task_row(task: &Task) -> Row {
    let head =
        [Cell::link(&task.id, &task.id), Cell::text("任务"), Cell::Confidence(task.confidence), Cell::text(&task.list)];
    let content = wording::content(task.doubtful_sections());
    let read = Read { name: task.shown_title(), content, units: &task.responsible };
    row(head, task.seq, read, &task.alternative, &task.anchor)
}

/// What was read.
struct Read<'a> {
    name: String,
    content: String,
    units: &'a [Responsible],
}

fn row(head: [Cell; 4], seq: Option<u32>, read: Read, other: &Option<Alternative>, place: &Anchor) -> Row {
    let (doubt, reading) =
        other.as_ref().map(|other| (other.text.as_str(), other.reading.as_str())).unwrap_or_default();
    let rest = [
        Cell::whole(seq),
        Cell::text(read.name),
        Cell::text(read.content),
        Cell::text(Responsible::shown(read.units)),
        Cell::text(doubt),
        Cell::text(reading),
        Cell::text(place.place()),
    ];
    head.into_iter().chain(rest).collect()
}
