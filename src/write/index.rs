//! `index.json`: a line for every document, the totals, and what failed.

use super::json;
use crate::record::{DocumentRecords, SCHEMA_VERSION, Severity, UnclearKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

/// The content of `index.json`. It holds only small rows, so it can grow with every document of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Index {
    /// Version of the output contract.
    pub schema_version: u32,
    /// Sums over all documents.
    pub totals: Totals,
    /// The documents in the order they were added.
    pub documents: Vec<Entry>,
    /// Input that gave no records, in the order it was added.
    pub failures: Vec<Failure>,
}

/// Sums over all documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Number of documents.
    pub documents: u64,
    /// Number of inputs that failed.
    pub failures: u64,
    /// Records.
    pub counts: Counts,
    /// Findings by severity.
    pub findings: FindingCounts,
    /// Where the characters went.
    pub coverage: CoverageCounts,
    /// What no rule reads.
    #[serde(default)]
    pub not_understood: UnclearCounts,
}

/// A document in few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// Stable name, as in `documents/<id>.json`.
    pub id: String,
    /// The input file.
    pub path: String,
    /// Title as printed.
    pub title: Option<String>,
    /// Year that it governs.
    pub year: Option<i32>,
    /// Name of the region that it governs.
    pub region: Option<String>,
    /// Records.
    pub counts: Counts,
    /// Findings by severity.
    pub findings: FindingCounts,
    /// Where the characters went.
    pub coverage: CoverageCounts,
    /// What no rule reads.
    #[serde(default)]
    pub not_understood: UnclearCounts,
    /// Its workbook, relative to the output folder; null when none was written.
    pub workbook: Option<String>,
}

/// Numbers of records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Indicators.
    pub targets: u64,
    /// Values of indicators.
    pub values: u64,
    /// Tasks.
    pub tasks: u64,
    /// Steps of tasks.
    pub schedule_entries: u64,
    /// Responsible units.
    pub units: u64,
}

/// Numbers of findings by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingCounts {
    /// 错误
    pub error: u64,
    /// 警告
    pub warning: u64,
    /// 提示
    pub info: u64,
}

/// Numbers of characters, see [`crate::record::Coverage`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CoverageCounts {
    /// Characters of the input.
    pub characters: u64,
    /// Characters that a record holds.
    pub in_records: u64,
    /// Characters that are no record for a known reason.
    pub explained: u64,
    /// Characters that look like content and were not used.
    pub unread: u64,
    /// Numbers in the unread text.
    pub unread_numbers: u64,
}

/// Places of texts that look like a known kind of thing and that no rule reads, see [`crate::record::Unclear`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnclearCounts {
    /// Header cells without a role.
    pub headers: u64,
    /// Brackets that look like lists of units.
    pub units: u64,
    /// Values.
    pub values: u64,
    /// Periods.
    pub periods: u64,
    /// Headings with an unknown numbering.
    pub headings: u64,
}

/// An input that gave no records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    /// The input file.
    pub path: String,
    /// Stage that failed.
    pub kind: String,
    /// What went wrong, in Chinese.
    pub reason: String,
    /// What to do, in Chinese.
    pub advice: String,
}

impl Default for Index {
    fn default() -> Self {
        Index { schema_version: SCHEMA_VERSION, totals: Totals::default(), documents: vec![], failures: vec![] }
    }
}

impl Index {
    /// An index of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a document with the path of its workbook, relative to the output folder.
    pub fn push(&mut self, records: &DocumentRecords, workbook: Option<&str>) {
        let entry = Entry::of(records, workbook);
        self.totals.documents += 1;
        self.totals.counts += entry.counts;
        self.totals.findings += entry.findings;
        self.totals.coverage += entry.coverage;
        self.totals.not_understood += entry.not_understood;
        self.documents.push(entry);
    }

    /// Adds an input that gave no records.
    pub fn fail(&mut self, failure: Failure) {
        self.totals.failures += 1;
        self.failures.push(failure);
    }

    /// The bytes of `index.json`.
    pub fn to_json(&self) -> Vec<u8> {
        json::pretty(self)
    }
}

impl Entry {
    fn of(records: &DocumentRecords, workbook: Option<&str>) -> Self {
        let document = &records.document;
        Entry {
            id: document.id.clone(),
            path: document.source.path.clone(),
            title: document.title.clone(),
            year: document.year,
            region: document.region.as_ref().map(|r| r.name.clone()),
            counts: Counts::of(records),
            findings: FindingCounts::of(records),
            coverage: CoverageCounts::of(records),
            not_understood: UnclearCounts::of(records),
            workbook: workbook.map(str::to_owned),
        }
    }
}

impl Counts {
    /// The numbers of records of a document.
    pub fn of(records: &DocumentRecords) -> Self {
        Counts {
            targets: records.targets.len() as u64,
            values: records.targets.iter().map(|t| t.values.len() as u64).sum(),
            tasks: records.tasks.len() as u64,
            schedule_entries: records.tasks.iter().map(|t| t.schedule.len() as u64).sum(),
            units: records.units.len() as u64,
        }
    }
}

impl FindingCounts {
    /// The numbers of findings of a document.
    pub fn of(records: &DocumentRecords) -> Self {
        let count = |severity| records.findings.iter().filter(|f| f.severity == severity).count() as u64;
        FindingCounts { error: count(Severity::Error), warning: count(Severity::Warning), info: count(Severity::Info) }
    }
}

impl UnclearCounts {
    /// The numbers of places of a document.
    pub fn of(records: &DocumentRecords) -> Self {
        let count = |kind| {
            let notes = records.not_understood.iter().filter(|note| note.kind == kind);
            notes.map(|note| u64::from(note.places)).sum()
        };
        UnclearCounts {
            headers: count(UnclearKind::Header),
            units: count(UnclearKind::Units),
            values: count(UnclearKind::Value),
            periods: count(UnclearKind::Period),
            headings: count(UnclearKind::Heading),
        }
    }
}

impl CoverageCounts {
    /// The numbers of characters of a document.
    pub fn of(records: &DocumentRecords) -> Self {
        let coverage = &records.coverage;
        let reasons = &coverage.explained;
        CoverageCounts {
            characters: coverage.characters,
            in_records: coverage.in_records,
            explained: reasons.furniture + reasons.letterhead + reasons.header + reasons.prose + reasons.markup,
            unread: coverage.unread,
            unread_numbers: coverage.unread_numbers,
        }
    }

    /// Share of the characters that are in a record or explained, 0..1; none for an empty input.
    pub fn share(&self) -> Option<f64> {
        let used = self.in_records + self.explained;
        (self.characters > 0).then(|| used as f64 / self.characters as f64)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.targets += other.targets;
        self.values += other.values;
        self.tasks += other.tasks;
        self.schedule_entries += other.schedule_entries;
        self.units += other.units;
    }
}

impl AddAssign for FindingCounts {
    fn add_assign(&mut self, other: Self) {
        self.error += other.error;
        self.warning += other.warning;
        self.info += other.info;
    }
}

impl AddAssign for CoverageCounts {
    fn add_assign(&mut self, other: Self) {
        self.characters += other.characters;
        self.in_records += other.in_records;
        self.explained += other.explained;
        self.unread += other.unread;
        self.unread_numbers += other.unread_numbers;
    }
}

impl AddAssign for UnclearCounts {
    fn add_assign(&mut self, other: Self) {
        self.headers += other.headers;
        self.units += other.units;
        self.values += other.values;
        self.periods += other.periods;
        self.headings += other.headings;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::specimen;

    #[test]
    fn totals_add_up_and_failures_are_kept() {
        let mut index = Index::new();
        index.push(&specimen::city(), Some("workbooks/样市政发-2022-1.xlsx"));
        index.push(&specimen::city(), None);
        index.fail(Failure {
            path: "坏.txt".into(),
            kind: "read".into(),
            reason: "不是文本".into(),
            advice: "请另存为文本".into(),
        });
        assert_eq!(index.totals.documents, 2);
        assert_eq!(index.totals.failures, 1);
        let one = index.documents[0].counts;
        assert_eq!(one, Counts { targets: 4, values: 10, tasks: 3, schedule_entries: 6, units: 2 });
        assert_eq!(index.totals.counts.values, 20);
        assert_eq!(index.documents[0].findings, FindingCounts { error: 1, warning: 1, info: 0 });
        assert_eq!(index.totals.coverage.characters, 2000);
        let back: Index = serde_json::from_slice(&index.to_json()).unwrap();
        assert_eq!(back, index);
    }

    #[test]
    fn an_empty_input_has_no_share() {
        assert_eq!(CoverageCounts::default().share(), None);
        let counts = CoverageCounts { characters: 200, in_records: 140, explained: 40, ..Default::default() };
        assert_eq!(counts.share(), Some(0.9));
    }
}
