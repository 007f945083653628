//! `rules diff`: what changes in the records of documents when the rules change.

use super::difference::{Difference, Tally, between, shown};
use crate::pipeline::{Failure, File, opened};
use crate::rules::Rules;

/// What a change of rules does to documents.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    /// The documents that change, with what differs.
    pub documents: Vec<(String, Vec<Difference>)>,
    /// Number of documents that were read.
    pub read: usize,
    /// What could not be read.
    pub failures: Vec<Failure>,
}

/// Holds what the old rules make of every document against what the new ones make of it.
pub fn effect(files: &[File], old: &Rules, new: &Rules) -> Effect {
    let mut effect = Effect::default();
    for document in files.iter().flat_map(opened) {
        let read = document.and_then(|document| Ok((document.records(old)?, document.records(new)?, document)));
        match read {
            Ok((old, new, document)) => {
                effect.read += 1;
                let differences = between(&old, &new);
                if !differences.is_empty() {
                    effect.documents.push((document.shown().to_string(), differences));
                }
            }
            Err(failure) => effect.failures.push(*failure),
        }
    }
    effect
}

impl Effect {
    /// Everything that differs, by document, and a closing line.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut all = Tally::default();
        for (file, differences) in &self.documents {
            let tally = Tally::of(differences);
            all.gained += tally.gained;
            all.lost += tally.lost;
            all.changed += tally.changed;
            out.push_str(&format!("{file}：{}\n{}\n", tally.shown(), shown(differences)));
        }
        out.push_str(&format!("共 {} 份文件，{} 份有变化：{}\n", self.read, self.documents.len(), all.shown()));
        out
    }

    /// The differences of the only document.
    pub fn of_one(&self) -> &[Difference] {
        self.documents.first().map_or(&[], |(_, differences)| differences.as_slice())
    }
}
