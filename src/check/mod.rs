//! Checks (校验): what does not add up inside one document.
//!
//! One file a check: what it looks at, why it matters, an example, the function. [`CHECKS`] is the table of code and
//! check, [`run`] the only entry. A check sees the records alone, lowers its own severity where the evidence is thin,
//! and says what it assumed; thresholds and word lists come with [`Settings`].

pub mod accepted;
pub mod aliases;
mod attachment;
mod conflict;
mod declared_count;
mod draft;
mod due_before_issue;
mod empty_section;
pub mod interval;
mod item;
mod low_confidence;
mod misplaced_category;
mod missing_responsible;
mod missing_value;
mod named_in_text;
mod no_final_step;
mod number_in_text;
mod numbering;
mod order_of_magnitude;
mod outside_parts;
mod quantity;
mod ratio;
mod regions;
mod schedule_goal;
mod schedule_order;
mod settings;
mod share;
mod sister_list;
mod statement;
mod subject;
mod sum;
#[cfg(test)]
pub(crate) mod testing;
mod thresholds;
mod trend;
mod unit_name;
pub mod unit_names;
mod unit_unlisted;
mod unread;

pub use draft::fingerprint;
pub use settings::{
    ByLevel, DeclaredCount, Exception, LowConfidence, MissingResponsible, MissingValue, Numbering, OutsideParts,
    Quantity, Regions, Setting, Settings, SettingsFile, Sum, UnitNames, Unread, begins_with,
};
pub use thresholds::{
    Comparison, Conflict, Directions, EmptySection, Magnitude, NumberInText, Schedule, Share, SisterList,
};

use crate::record::{DocumentRecords, ListInfo, Severity};
use draft::Draft;
use item::Item;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// A check: how it is called, what it means, what it does.
pub struct Check {
    /// Stable code, such as `GW201`.
    pub code: &'static str,
    /// Short English name, also the name of its file.
    pub name: &'static str,
    /// Short Chinese title.
    pub title: &'static str,
    /// Severity where the settings say nothing.
    pub severity: Severity,
    /// One page in Chinese: what it looks at, why it matters, an example, what to do.
    pub explanation: &'static str,
    run: fn(&Context) -> Vec<Draft>,
}

/// Every check, in order of code.
pub const CHECKS: &[Check] = &[
    declared_count::CHECK,
    numbering::CHECK,
    missing_responsible::CHECK,
    missing_value::CHECK,
    empty_section::CHECK,
    attachment::CHECK,
    low_confidence::CHECK,
    misplaced_category::CHECK,
    unread::CHECK,
    sum::CHECK,
    outside_parts::CHECK,
    order_of_magnitude::CHECK,
    share::CHECK,
    trend::CHECK,
    ratio::CHECK,
    conflict::CHECK,
    unit_name::CHECK,
    unit_unlisted::CHECK,
    number_in_text::CHECK,
    schedule_order::CHECK,
    schedule_goal::CHECK,
    due_before_issue::CHECK,
    no_final_step::CHECK,
];

/// The check with this code, such as `GW201`; letters may be small.
pub fn find(code: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.code.eq_ignore_ascii_case(code))
}

/// Runs every check that is not off and stores what they find in `records.findings`, sorted by code and then by place.
/// Findings that stood there before are replaced.
pub fn run(records: &mut DocumentRecords, settings: &Settings) {
    let context = Context::new(records, settings);
    let mut findings = Vec::new();
    for check in CHECKS {
        let setting = settings.of(check.code, &records.document.source.path);
        if let Some(severity) = setting.map_or(Some(check.severity), |setting| setting.severity()) {
            findings.extend(draft::finish(check.code, severity, (check.run)(&context), &context));
        }
    }
    records.findings = findings;
}

/// What a check works on.
struct Context<'a> {
    records: &'a DocumentRecords,
    settings: &'a Settings,
    items: BTreeMap<&'a str, Item<'a>>,
}

impl<'a> Context<'a> {
    fn new(records: &'a DocumentRecords, settings: &'a Settings) -> Self {
        let targets = records.targets.iter().map(Item::Target);
        let tasks = records.tasks.iter().map(Item::Task);
        let items = targets.chain(tasks).map(|item| (item.id(), item)).collect();
        Context { records, settings, items }
    }

    fn item(&self, id: &str) -> Option<Item<'a>> {
        self.items.get(id).copied()
    }

    /// The records with these ids, in their order.
    fn items(&self, ids: &[String]) -> Vec<Item<'a>> {
        ids.iter().filter_map(|id| self.item(id)).collect()
    }

    /// The lists with their records.
    fn lists(&self) -> impl Iterator<Item = (&'a ListInfo, Vec<Item<'a>>)> {
        self.records.lists.iter().map(|list| (list, self.items(&list.records)))
    }

    /// All records, targets first, in source order.
    fn all_items(&self) -> impl Iterator<Item = Item<'a>> {
        self.records.targets.iter().map(Item::Target).chain(self.records.tasks.iter().map(Item::Task))
    }
}

/// A text for comparing: full-width forms folded, blanks removed.
fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_is_sorted_and_documented() {
        assert!(CHECKS.is_sorted_by(|a, b| a.code < b.code), "codes are unique and sorted");
        for check in CHECKS {
            assert!(check.code.len() == 5 && check.code.starts_with("GW"), "{}", check.code);
            assert!(!check.title.is_empty());
            for heading in ["查什么：", "为什么：", "例：", "怎样处理："] {
                assert!(check.explanation.contains(heading), "{} does not say {heading}", check.code);
            }
            assert!(find(&check.code.to_lowercase()).is_some_and(|found| found.name == check.name));
        }
        assert!(find("GW999").is_none());
    }

    #[test]
    fn every_check_has_a_file_with_a_firing_test_and_a_near_miss() {
        for check in CHECKS {
            let file = format!("{}/src/check/{}", env!("CARGO_MANIFEST_DIR"), check.name.replace('-', "_"));
            let text = std::fs::read_to_string(format!("{file}.rs")).expect(&file);
            let text = text + &std::fs::read_to_string(format!("{file}_tests.rs")).unwrap_or_default();
            assert!(text.contains("fn fires"), "{file} has no test that fires");
            assert!(text.contains("fn stays_silent"), "{file} has no near miss");
        }
    }

    #[test]
    fn findings_are_sorted_and_a_check_can_be_switched_off() {
        use testing::{document, target};
        let row =
            |name: &'static str| target(name).list("表").region("全市", "9").region("甲县", "3").region("乙县", "4");
        let unsure = target("丙").list("表").confidence(0.1);
        let mut records = document().with(row("桥梁")).with(unsure).with(row("水库")).build();
        let mut settings = Settings::default();
        run(&mut records, &settings);
        let codes: Vec<_> = records.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, ["GW107", "GW201", "GW201"]);
        assert!(records.findings[1].message.contains("桥梁"));
        let first = records.findings.clone();
        run(&mut records, &settings);
        assert_eq!(records.findings, first, "a second run replaces and repeats");
        settings.severity.insert("GW201".into(), Setting::Off);
        settings.severity.insert("GW107".into(), Setting::Error);
        run(&mut records, &settings);
        let left: Vec<_> = records.findings.iter().map(|f| (f.code.as_str(), f.severity)).collect();
        assert_eq!(left, [("GW107", Severity::Error)]);
    }

    #[test]
    fn an_empty_document_has_no_findings() {
        let mut records = testing::document().build();
        run(&mut records, &Settings::default());
        assert_eq!(records.findings, []);
    }
}
