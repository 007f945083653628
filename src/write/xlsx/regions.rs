//! 县区分解: indicators that are broken down by region. In the workbook of a document a matrix with a column a region,
//! the whole first; over all documents one region's value a row, beside that of the whole.

use super::Kind;
use super::cell::Cell;
use super::sheet::{Column, Row, Table};
use super::targets::{ending, ending_columns, identity, identity_columns, list_note, several_lists};
use super::targets::{value_cells, value_columns};
use crate::record::{Basis, DocumentRecords, Target, TargetValue};

pub const KIND: Kind = Kind { name: "县区分解", of_document, columns, rows };

/// Is `region` the whole that the document governs: 全市, 全县, or the region's own name?
pub fn is_whole(region: &str, records: &DocumentRecords) -> bool {
    let own = records.document.region.as_ref().is_some_and(|own| own.name == region);
    own || (region.starts_with('全') && region.chars().count() == 2)
}

/// The region that stands for the indicator: the whole, or the only one. None where only parts are given.
pub fn headline<'a>(target: &'a Target, records: &DocumentRecords) -> Option<&'a str> {
    let regions = || target.values.iter().map(|value| value.region.as_str());
    let only = regions().next().filter(|first| regions().all(|region| region == *first));
    regions().find(|region| is_whole(region, records)).or(only)
}

/// Is `value` one of those that stand in 指标目标?
pub fn is_headline(value: &TargetValue, target: &Target, records: &DocumentRecords) -> bool {
    headline(target, records) == Some(&value.region)
}

/// Does the target have values of several regions?
pub fn is_broken_down(target: &Target) -> bool {
    target.values.iter().any(|value| value.region != target.values[0].region)
}

fn of_document(records: &DocumentRecords) -> Option<Table> {
    let targets: Vec<Target> = records.targets.iter().filter(|t| is_broken_down(t)).cloned().collect();
    if targets.is_empty() {
        return None;
    }
    let regions = regions(&targets, records);
    let (several_lists, several_kinds) = (several_lists(&targets), several_kinds(&targets));
    let (mut rows, mut homes) = (Vec::new(), Vec::new());
    for target in &targets {
        for kind in kinds(target) {
            homes.push(&target.id);
            let mut row = identity(target, several_lists);
            row.extend(if several_kinds { kind_cells(kind) } else { [Cell::Empty, Cell::Empty] });
            row.extend(regions.iter().map(|region| cell(target, kind, region)));
            row.extend(ending(target, &target.anchor.place()));
            rows.push(row);
        }
    }
    let mut columns = identity_columns();
    columns.extend([Column::short("年度", 8).optional(), Column::short("口径", 12).optional()]);
    columns.extend(regions.iter().map(|&region| Column::short(region, 16)));
    columns.extend(ending_columns());
    Some(Table::list(columns, rows).homes(homes.into_iter()).note(note(&targets, several_kinds)).frozen(4))
}

/// The regions in printed order, the whole first.
fn regions<'a>(targets: &'a [Target], records: &DocumentRecords) -> Vec<&'a str> {
    let mut regions: Vec<&str> = Vec::new();
    for value in targets.iter().flat_map(|target| &target.values) {
        if !regions.contains(&value.region.as_str()) {
            regions.push(&value.region);
        }
    }
    regions.sort_by_key(|region| !is_whole(region, records));
    regions
}

/// Year and basis of a value; each has a row of its own.
type ValueKind = (Option<i32>, Basis);

fn kinds(target: &Target) -> Vec<ValueKind> {
    let mut kinds: Vec<ValueKind> = target.values.iter().map(|value| (value.year, value.basis)).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

fn several_kinds(targets: &[Target]) -> bool {
    let mut kinds = targets.iter().flat_map(kinds);
    let first = kinds.next();
    kinds.any(|kind| Some(kind) != first)
}

fn kind_cells((year, basis): ValueKind) -> [Cell; 2] {
    [Cell::whole(year), Cell::text(basis.label())]
}

fn cell(target: &Target, kind: ValueKind, region: &str) -> Cell {
    let same = |value: &&TargetValue| value.region == region && (value.year, value.basis) == kind;
    let values: Vec<_> = target.values.iter().filter(same).collect();
    match values[..] {
        [only] => Cell::value(only, &target.unit),
        _ => Cell::text(values.iter().map(|value| value.raw.as_str()).collect::<Vec<_>>().join("；")),
    }
}

fn note(targets: &[Target], several_kinds: bool) -> String {
    let kind = match kinds(&targets[0]).first() {
        Some((Some(year), basis)) if !several_kinds => format!("{year}年{}　", basis.label()),
        Some((None, basis)) if !several_kinds => format!("{}　", basis.label()),
        _ => String::new(),
    };
    format!("{}{kind}共{}项", list_note(targets), targets.len())
}

fn columns() -> Vec<Column> {
    let mut columns = identity_columns();
    columns.push(Column::short("县（市、区）", 16));
    columns.extend(value_columns());
    columns.push(Column::short("全域原文", 16).optional());
    columns.extend(ending_columns());
    columns
}

fn rows(records: &DocumentRecords) -> Vec<Row> {
    let mut rows = Vec::new();
    for target in &records.targets {
        for value in target.values.iter().filter(|value| !is_headline(value, target, records)) {
            let mut row = identity(target, true);
            row.push(Cell::text(&value.region));
            row.extend(value_cells(value, target));
            row.push(whole_beside(value, target, records));
            row.extend(ending(target, &value.anchor.place()));
            rows.push(row);
        }
    }
    rows
}

/// What is printed for the whole, same year and basis.
fn whole_beside(value: &TargetValue, target: &Target, records: &DocumentRecords) -> Cell {
    let same = |v: &&TargetValue| is_headline(v, target, records) && (v.year, v.basis) == (value.year, value.basis);
    target.values.iter().find(same).map_or(Cell::Empty, |whole| Cell::text(&whole.raw))
}
