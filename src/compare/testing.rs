//! Small documents of a year, for the tests of the comparison.

use super::compare;
use crate::check::Settings;
use crate::check::testing::DocumentBuilder;
use crate::record::comparison::Comparison;
use crate::record::{DocumentRecords, Level, Severity, Unit};
use crate::rules::Rules;
use std::sync::LazyLock;

/// The built-in rules.
pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| match Rules::load(None) {
    Ok(rules) => rules,
    Err(error) => panic!("{error}"),
});

/// A document of 东海市 for a year; its id is `文件` and the year.
pub(super) fn year(year: i32, document: DocumentBuilder) -> DocumentRecords {
    of("东海市", Level::City, year, document)
}

/// A document of another region.
pub(super) fn of(region: &str, level: Level, year: i32, document: DocumentBuilder) -> DocumentRecords {
    let mut records = document.of(region, level).build();
    records.document.id = format!("文件{year}");
    records.document.year = Some(year);
    if level == Level::County {
        records.document.id.insert_str(0, region);
    }
    records.units = units(&records);
    records
}

/// Every responsible unit once.
fn units(records: &DocumentRecords) -> Vec<Unit> {
    let of_targets = records.targets.iter().flat_map(|target| &target.responsible);
    let of_tasks = records.tasks.iter().flat_map(|task| &task.responsible);
    let mut units: Vec<Unit> = Vec::new();
    for responsible in of_targets.chain(of_tasks) {
        if units.iter().all(|unit| unit.name != responsible.name) {
            let name = responsible.name.clone();
            units.push(Unit {
                aliases: vec![name.clone()],
                canonical: name.clone(),
                name,
                level: None,
                listed: false,
                targets: 1,
                tasks_led: 0,
                tasks: 0,
            });
        }
    }
    units
}

/// Compares by the built-in rules and settings.
pub(super) fn compared(new: &DocumentRecords, old: &[&DocumentRecords]) -> Comparison {
    compare(new, old, &RULES, &Settings::default())
}

/// Severity and message of the findings of one check.
pub(super) fn found(code: &str, new: &DocumentRecords, old: &[&DocumentRecords]) -> Vec<(Severity, String)> {
    let findings = compared(new, old).findings.into_iter().filter(|finding| finding.code == code);
    findings.map(|finding| (finding.severity, finding.message)).collect()
}
