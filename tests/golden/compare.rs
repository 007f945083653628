//! Every record of every specimen is right: nothing missing, nothing too much, no field different.

use super::records;
use super::row::Row;
use super::specimen;
use std::collections::BTreeSet;
use std::fmt;

/// A field that gold and program do not agree about.
#[derive(Debug, PartialEq)]
struct Difference {
    record: String,
    field: String,
    gold: String,
    found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { record, field, gold, found } = self;
        write!(f, "{record}\n    {field}\n        gold  {gold}\n        found {found}")
    }
}

#[test]
fn every_record_of_the_specimens_is_right() {
    let mut report = String::new();
    for specimen in specimen::all() {
        let differences = differences(&records::of_gold(&specimen.gold), &records::of_program(&specimen.records));
        for difference in &differences {
            report.push_str(&format!("\n{}: {difference}", specimen.case));
        }
    }
    assert!(report.is_empty(), "records that differ (see tests/golden/README.md):\n{report}\n");
}

/// What differs, in the order of gold; records that gold does not have come last.
fn differences(gold: &[Row], found: &[Row]) -> Vec<Difference> {
    let pairs = pair(gold, found);
    let mut out = Vec::new();
    for (row, other) in gold.iter().zip(&pairs) {
        match other {
            Some(at) => out.extend(fields(row, &found[*at])),
            None => out.push(whole(&row.name, "there", "missing")),
        }
    }
    let used: BTreeSet<_> = pairs.into_iter().flatten().collect();
    let extra = (0..found.len()).filter(|at| !used.contains(at));
    out.extend(extra.map(|at| whole(&found[at].name, "missing", "there")));
    out
}

fn whole(record: &str, gold: &str, found: &str) -> Difference {
    Difference { record: record.into(), field: "the record".into(), gold: gold.into(), found: found.into() }
}

/// For each row of gold its row of the program: by the strictest key first, each row once, in source order.
fn pair(gold: &[Row], found: &[Row]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; gold.len()];
    let mut free: BTreeSet<usize> = (0..found.len()).collect();
    let keys = gold.iter().map(|row| row.keys.len()).max().unwrap_or(0);
    for key in 0..keys {
        for (at, row) in gold.iter().enumerate().filter(|(_, row)| row.keys.get(key).is_some_and(|k| !k.is_empty())) {
            let same = |other: &&usize| found[**other].keys.get(key) == Some(&row.keys[key]);
            if pairs[at].is_none()
                && let Some(other) = free.iter().find(same).copied()
            {
                free.remove(&other);
                pairs[at] = Some(other);
            }
        }
    }
    pairs
}

fn fields(gold: &Row, found: &Row) -> Vec<Difference> {
    let names: BTreeSet<_> = gold.fields.keys().chain(found.fields.keys()).collect();
    let empty = String::new();
    let value = |row: &Row, name: &String| row.fields.get(name).unwrap_or(&empty).clone();
    let differing = names.into_iter().map(|name| (name, value(gold, name), value(found, name)));
    differing
        .filter(|(name, gold, found)| !agree(name, gold, found))
        .map(|(name, a, b)| Difference { record: gold.name.clone(), field: name.clone(), gold: a, found: b })
        .collect()
}

/// A list may be called by its full title or without the name of the place in front.
fn agree(field: &str, gold: &str, found: &str) -> bool {
    gold == found || field == "list" && !gold.is_empty() && found.ends_with(gold)
}

#[test]
fn a_difference_names_record_field_and_both_values() {
    let row = |name: &str, unit: &str| Row::new(name.into(), &[&["表", name], &[name]]).field("unit", unit);
    let gold = [row("甲", "万元"), row("乙", "个"), row("丙", "")];
    let found = [row("丁", ""), row("乙", "家"), row("甲", "万 元")];
    let told: Vec<_> = differences(&gold, &found).iter().map(Difference::to_string).collect();
    assert_eq!(
        told,
        [
            "乙\n    unit\n        gold  个\n        found 家",
            "丙\n    the record\n        gold  there\n        found missing",
            "丁\n    the record\n        gold  missing\n        found there",
        ]
    );
}
