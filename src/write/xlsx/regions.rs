//! 县区分解: indicators that are broken down by region. In the workbook of a document a matrix with a column a region,
//! the whole first and, where quantities add up, their sum beside; over all documents one region's value a row, beside that of the whole.

use super::cell::Cell;
use super::derived::{Derived, Rule};
use super::sheet::{Column, Row, Table};
use super::targets::{ending, ending_columns, identity, identity_columns, list_note, several_lists};
use super::targets::{value_cells, value_columns};
use super::{Contents, Kind};
use crate::record::{Basis, Decimal, DocumentRecords, Sum, Target, TargetValue};
use std::collections::HashMap;

/// What the colours of the differences mean.
const COLOURS: &str = "　差额＝全域－各地合计，绿色相符，黄色可由四舍五入、“以上”“以内”或未列的部分解释，红色不符";

pub const KIND: Kind = Kind { name: "县区分解", of_document, homes, columns, rows };

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

fn of_document(Contents { records, sums }: Contents) -> Option<Table> {
    let targets: Vec<Target> = records.targets.iter().filter(|t| is_broken_down(t)).cloned().collect();
    if targets.is_empty() {
        return None;
    }
    let regions = regions(&targets, records);
    let (several_lists, several_kinds) = (several_lists(&targets), several_kinds(&targets));
    let mut rows = Vec::new();
    let mut sums_of: HashMap<&str, Vec<&Sum>> = HashMap::new();
    sums.iter().for_each(|sum| sums_of.entry(&sum.target).or_default().push(sum));
    for target in &targets {
        for kind in kinds(target) {
            let mut row = identity(target, several_lists);
            row.extend(if several_kinds { kind_cells(kind) } else { [Cell::Empty, Cell::Empty] });
            row.extend(regions.iter().map(|region| cell(target, kind, region)));
            let mut sums = sums_of.get(target.id.as_str()).into_iter().flatten();
            let sum = sums.find(|sum| kind_of(&target.values[sum.whole]) == kind);
            row.extend(sum.and_then(|sum| sum_cells(sum, target, &regions)).unwrap_or_default());
            row.extend(ending(target, &target.anchor.place()));
            rows.push(row);
        }
    }
    let mut columns = identity_columns();
    columns.extend([Column::short("年度", 8).optional(), Column::short("口径", 12).optional()]);
    columns.extend(regions.iter().map(|&region| Column::short(region, 16)));
    columns.extend([Column::short("各地合计", 14).optional(), Column::short("差额", 10).optional()]);
    columns.extend(ending_columns());
    let with_sums = rows.iter().flatten().any(|cell| matches!(cell, Cell::Derived(_)));
    let note = format!("{}{}", note(&targets, several_kinds), if with_sums { COLOURS } else { "" });
    Some(Table::list(columns, rows).note(note).frozen(4))
}

fn homes(records: &DocumentRecords) -> Vec<String> {
    let targets = records.targets.iter().filter(|target| is_broken_down(target));
    targets.flat_map(|target| kinds(target).into_iter().map(|_| target.id.clone())).collect()
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

fn kind_of(value: &TargetValue) -> ValueKind {
    (value.year, value.basis)
}

fn kinds(target: &Target) -> Vec<ValueKind> {
    let mut kinds: Vec<ValueKind> = target.values.iter().map(kind_of).collect();
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
    let same = |value: &&TargetValue| value.region == region && kind_of(value) == kind;
    let values: Vec<_> = target.values.iter().filter(same).collect();
    match values[..] {
        [only] => Cell::value(only, &target.unit),
        _ => Cell::text(values.iter().map(|value| value.raw.as_str()).collect::<Vec<_>>().join("；")),
    }
}

/// The sum of the regions, and what the whole has more than it, behind the cells of the regions. None where a cell of them
/// holds no number of its own or the sum is too large.
fn sum_cells(sum: &Sum, target: &Target, regions: &[&str]) -> Option<[Cell; 2]> {
    let value = |at: usize| target.values.get(at);
    let alone = |of: &&TargetValue| {
        let twins = |value: &&TargetValue| value.region == of.region && kind_of(value) == kind_of(of);
        target.values.iter().filter(twins).count() == 1
    };
    let whole = value(sum.whole).filter(alone)?;
    let parts: Option<Vec<&TargetValue>> = sum.parts.iter().map(|&at| value(at).filter(alone)).collect();
    let parts = parts?;
    let number = |value: &&TargetValue| matches!(Cell::value(value, &target.unit), Cell::Figure(_));
    let mut numbers = parts.iter().filter(|part| number(part)).filter_map(|part| part.number);
    let total = numbers.try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number))?;
    let difference = whole.number.filter(|_| number(&whole))?.checked_sub(total)?;
    let back = |value: &TargetValue| {
        let at = regions.iter().position(|region| *region == value.region)?;
        u16::try_from(regions.len() - at).ok()
    };
    let mut distances = parts.iter().map(|part| back(part)).collect::<Option<Vec<u16>>>()?;
    distances.sort_unstable_by(|one, other| other.cmp(one));
    let rule = Rule::Difference { of: back(whole)? + 1, less: 1, is_explained: !sum.is_wrong && !difference.is_zero() };
    Some([
        Cell::Derived(Box::new(Derived { rule: Rule::Sum(distances), value: total })),
        Cell::Derived(Box::new(Derived { rule, value: difference })),
    ])
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
