//! 指标目标: in the workbook of a document one indicator a row, its values for the whole side by side; over all
//! documents one value a row. What is broken down by region stands in 县区分解.

use super::cell::Cell;
use super::regions::{headline, is_headline};
use super::sheet::{Column, Row, Table};
use super::{Contents, Kind};
use crate::record::{Basis, DocumentRecords, Target, TargetValue};
use crate::write::wording;

/// Why a cell of the printed texts is empty.
const SAME_RAW: &str = "　原文与数值写法相同的不重列";

pub const KIND: Kind = Kind { name: "指标目标", of_document, homes, columns, rows };

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let targets = &records.targets;
    if targets.is_empty() {
        return None;
    }
    let slots = slots(records);
    let mut columns = identity_columns();
    columns.push(Column::short("范围", 14).optional());
    columns.extend(slots.iter().flat_map(Slot::columns));
    columns.extend(ending_columns());
    let several_lists = several_lists(targets);
    let row = |target| {
        let mut row = identity(target, several_lists);
        row.push(Cell::text(headline(target, records).filter(|r| !is_whole(r, records)).unwrap_or_default()));
        row.extend(slots.iter().flat_map(|slot| slot.cells(target, records)));
        row.extend(ending(target, &target.anchor.place()));
        row
    };
    let with_raw = if slots.iter().any(|slot| slot.with_raw) { SAME_RAW } else { "" };
    let note = format!("{}共{}项{with_raw}", list_note(targets), targets.len());
    Some(Table::list(columns, targets.iter().map(row).collect()).note(note).frozen(4))
}

fn homes(records: &DocumentRecords) -> Vec<String> {
    records.targets.iter().map(|target| target.id.clone()).collect()
}

/// Columns that name an indicator, in both sheets of indicators.
pub fn identity_columns() -> Vec<Column> {
    vec![
        Column::text("清单", 28).optional(),
        Column::text("类别", 18).optional(),
        Column::short("序号", 8).optional(),
        Column::text("指标", 36),
        Column::text("分项", 16).optional(),
        Column::short("计量单位", 14).optional(),
        Column::short("属性", 12).optional(),
    ]
}

/// The cells that name an indicator.
pub fn identity(target: &Target, with_list: bool) -> Row {
    vec![
        if with_list { Cell::text(&target.list) } else { Cell::Empty },
        Cell::text(wording::category(&target.category)),
        Cell::whole(target.seq),
        Cell::text(&target.name),
        Cell::optional(&target.component),
        Cell::optional(&target.unit),
        Cell::optional(&target.attribute),
    ]
}

/// Columns behind the values, in both sheets of indicators.
pub fn ending_columns() -> Vec<Column> {
    vec![
        Column::text("责任单位", 22).optional(),
        Column::short("把握", 8).optional(),
        Column::short("出处", 16),
        Column::short("编号", 8),
    ]
}

/// The cells behind the values.
pub fn ending(target: &Target, place: &str) -> Row {
    vec![
        Cell::text(wording::units_lead_first(&target.responsible)),
        Cell::Confidence(target.confidence),
        Cell::text(place),
        Cell::text(&target.id),
    ]
}

/// Do the targets stand in more than one list?
pub fn several_lists(targets: &[Target]) -> bool {
    targets.iter().any(|target| target.list != targets[0].list)
}

/// The name of the list where there is one only.
pub fn list_note(targets: &[Target]) -> String {
    match targets.first() {
        Some(first) if !several_lists(targets) && !first.list.is_empty() => format!("{}　", first.list),
        _ => String::new(),
    }
}

fn is_whole(region: &str, records: &DocumentRecords) -> bool {
    super::regions::is_whole(region, records)
}

/// A pair of columns: the values of one year and basis. Where a row prints two of them, the second has its own pair.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    year: Option<i32>,
    basis: Basis,
    nth: usize,
    with_raw: bool,
}

/// All slots that the headline values need, by year, then 完成值 before 目标值.
fn slots(records: &DocumentRecords) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for target in &records.targets {
        let values: Vec<_> = headline_values(target, records).collect();
        for (at, value) in values.iter().enumerate() {
            let nth = values[..at].iter().filter(|v| (v.year, v.basis) == (value.year, value.basis)).count();
            let with_raw = is_printed_otherwise(value, target);
            let slot = Slot { year: value.year, basis: value.basis, nth, with_raw };
            match slots.iter_mut().find(|s| (s.year, s.basis, s.nth) == (slot.year, slot.basis, slot.nth)) {
                Some(known) => known.with_raw |= with_raw,
                None => slots.push(slot),
            }
        }
    }
    slots.sort();
    slots
}

fn headline_values<'a>(target: &'a Target, records: &'a DocumentRecords) -> impl Iterator<Item = &'a TargetValue> {
    target.values.iter().filter(|value| is_headline(value, target, records))
}

/// Does the source print anything but what the cell of the value shows, blanks and the unit of the target aside?
fn is_printed_otherwise(value: &TargetValue, target: &Target) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let shown = letters(&Cell::value(value, &target.unit).shown());
    let raw = letters(&value.raw);
    raw != shown && raw != shown + &letters(target.unit.as_deref().unwrap_or_default())
}

impl Slot {
    fn title(&self) -> String {
        let year = self.year.map(|year| format!("{year}年")).unwrap_or_default();
        let nth = if self.nth > 0 { format!("（{}）", self.nth + 1) } else { String::new() };
        format!("{year}{}{nth}", self.basis.label())
    }

    /// The number and, where it is not the same, what is printed.
    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![Column::short(self.title(), 18)];
        if self.with_raw {
            columns.push(Column::short(format!("{}原文", self.title()), 18));
        }
        columns
    }

    fn cells(&self, target: &Target, records: &DocumentRecords) -> Vec<Cell> {
        let mut same = headline_values(target, records).filter(|v| (v.year, v.basis) == (self.year, self.basis));
        let value = same.nth(self.nth);
        let mut cells = vec![value.map_or(Cell::Empty, |v| Cell::value(v, &target.unit))];
        if self.with_raw {
            let otherwise = value.filter(|value| is_printed_otherwise(value, target));
            cells.push(otherwise.map_or(Cell::Empty, |v| Cell::text(&v.raw)));
        }
        cells
    }
}

fn columns() -> Vec<Column> {
    let mut columns = identity_columns();
    columns.push(Column::short("范围", 12));
    columns.extend(value_columns());
    columns.extend(ending_columns());
    columns
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    let mut rows = Vec::new();
    for target in &records.targets {
        let values: Vec<_> = headline_values(target, records).collect();
        for value in &values {
            let mut row = identity(target, true);
            row.push(Cell::text(&value.region));
            row.extend(value_cells(value, target));
            row.extend(ending(target, &value.anchor.place()));
            rows.push(row);
        }
        if target.values.is_empty() {
            let mut row = identity(target, true);
            row.resize(row.len() + 1 + value_columns().len(), Cell::Empty);
            row.extend(ending(target, &target.anchor.place()));
            rows.push(row);
        }
    }
    rows
}

/// Columns of one value over all documents.
pub fn value_columns() -> Vec<Column> {
    vec![
        Column::short("数值年度", 10),
        Column::short("口径", 12),
        Column::text("原文", 20),
        Column::short("关系", 9),
        Column::short("数值", 14),
        Column::short("数值上限", 12).optional(),
        Column::short("数值单位", 12).optional(),
        Column::text("备注", 16).optional(),
    ]
}

/// The cells of one value; its unit only where it is not that of the target.
pub fn value_cells(value: &TargetValue, target: &Target) -> Row {
    let own_unit = if value.unit == target.unit { Cell::Empty } else { Cell::optional(&value.unit) };
    vec![
        Cell::whole(value.year),
        Cell::text(value.basis.label()),
        Cell::text(&value.raw),
        Cell::text(wording::operator(value.op)),
        Cell::number(value.number),
        Cell::number(value.number_max),
        own_unit,
        Cell::optional(&value.note),
    ]
}
