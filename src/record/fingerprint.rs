//! What names a record across runs: ids shift when a row above is read otherwise, lines move, blanks change.

use super::{Correction, DocumentRecords, Target, Task};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The fingerprint (指纹) of every target and task of a document.
///
/// It is made of list, number and names as they were extracted, so it outlives moved lines, shifted ids, changed
/// values and the corrections of a person. Records that are alike in all of that are numbered in source order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprints {
    by_id: BTreeMap<String, String>,
}

impl Fingerprints {
    /// The fingerprints of all targets and tasks of a document.
    pub fn of(records: &DocumentRecords) -> Fingerprints {
        let corrections = &records.corrections;
        let targets = records.targets.iter().map(|target| (&target.id, target_identity(target, corrections)));
        let tasks = records.tasks.iter().map(|task| (&task.id, task_identity(task, corrections)));
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut by_id = BTreeMap::new();
        for (id, identity) in targets.chain(tasks) {
            let first = digest(&identity);
            let twins = seen.entry(first.clone()).or_default();
            *twins += 1;
            let own = if *twins > 1 { digest(&[first, twins.to_string()]) } else { first };
            by_id.insert(id.clone(), own);
        }
        Fingerprints { by_id }
    }

    /// The fingerprint of a record by its id: 16 hexadecimal digits; empty where the document has no such record.
    pub fn get(&self, id: &str) -> &str {
        self.by_id.get(id).map_or("", String::as_str)
    }
}

fn target_identity(target: &Target, corrections: &[Correction]) -> Vec<String> {
    let name = as_extracted(corrections, &target.id, Correction::NAME, &target.name);
    let component = target.component.as_deref().unwrap_or_default();
    identity(["target", &target.list, name, component], target.seq)
}

fn task_identity(task: &Task, corrections: &[Correction]) -> Vec<String> {
    let title = task.title.as_deref().map(|title| (Correction::NAME, title));
    let text = task.sections.first().map(|section| (section.name.as_str(), section.text.as_str()));
    let (field, now) = title.or(text).unwrap_or_default();
    identity(["task", &task.list, as_extracted(corrections, &task.id, field, now), ""], task.seq)
}

/// What a field said before a person put it right; twins would else be numbered anew.
fn as_extracted<'a>(corrections: &'a [Correction], record: &str, field: &str, now: &'a str) -> &'a str {
    let same = |correction: &&Correction| correction.record == record && correction.field == field;
    corrections.iter().find(same).map_or(now, |correction| &correction.extracted)
}

fn identity(words: [&str; 4], seq: Option<u32>) -> Vec<String> {
    let plain = |word: &str| word.chars().filter(|c| !c.is_whitespace()).collect();
    words.map(plain).into_iter().chain(seq.map(|seq| seq.to_string())).collect()
}

/// The first 16 hexadecimal digits of the SHA-256 of the words.
///
/// ```
/// use gongwen::record::digest;
/// assert_eq!(digest(&["甲".to_string()]).len(), 16);
/// assert_ne!(digest(&["甲乙".to_string()]), digest(&["甲".to_string(), "乙".to_string()]));
/// ```
pub fn digest(words: &[String]) -> String {
    let hash = Sha256::digest(words.join("\u{1f}"));
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
