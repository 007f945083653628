//! Checks (校验): what does not add up inside one document.
//!
//! One file a check: what it looks at, why it matters, an example, the function. [`CHECKS`] is the table of code and
//! check, [`Checker`] the entry: settings made ready for any number of documents. A check sees the records alone, lowers
//! its own severity where the evidence is thin, and says what it assumed; thresholds and word lists come with
//! [`Settings`].

pub mod accepted;
pub mod aliases;
mod attachment;
mod conflict;
mod declared_count;
mod document_date;
mod draft;
mod due_before_issue;
mod empty_section;
mod growth;
pub mod interval;
mod item;
mod low_confidence;
mod misplaced_category;
mod missing_responsible;
mod missing_value;
mod named_in_text;
mod near_name;
mod no_final_step;
mod not_understood;
mod number_in_text;
mod numbering;
mod order_of_magnitude;
mod outside_parts;
mod overlay;
mod pairing;
mod quantity;
mod quoted_names;
mod ratio;
mod regions;
mod same_sound;
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
mod texts;
mod thresholds;
mod totals;
mod trend;
mod twin_headings;
mod unit_name;
pub mod unit_names;
mod unit_unlisted;
mod units;
mod unread;
mod words;

pub use settings::{
    ByLevel, DeclaredCount, Exception, LowConfidence, MissingResponsible, MissingValue, NotUnderstood, Numbering,
    OutsideParts, Quantity, Regions, Setting, Settings, SettingsFile, Sum, UnitNames, Unread, begins_with,
};
pub use thresholds::{
    Comparison, Conflict, Directions, EmptySection, Growth, Magnitude, NearName, NumberInText, Schedule, Share,
    SisterList,
};

use crate::record::{DocumentRecords, ListInfo, Severity, Sum as PrintedSum};
use draft::Draft;
use item::Item;
use regions::Row;
use std::cell::OnceCell;
use std::collections::HashMap;
use texts::Text;
use unicode_normalization::UnicodeNormalization;
use words::Lexicon;

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
    not_understood::CHECK,
    sum::CHECK,
    outside_parts::CHECK,
    order_of_magnitude::CHECK,
    share::CHECK,
    trend::CHECK,
    ratio::CHECK,
    growth::CHECK,
    conflict::CHECK,
    unit_name::CHECK,
    unit_unlisted::CHECK,
    number_in_text::CHECK,
    near_name::CHECK,
    schedule_order::CHECK,
    schedule_goal::CHECK,
    due_before_issue::CHECK,
    no_final_step::CHECK,
    document_date::CHECK,
];

/// The check with this code, such as `GW201`; letters may be small.
pub fn find(code: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.code.eq_ignore_ascii_case(code))
}

/// The checks with their settings, word lists made ready.
#[derive(Debug, Clone)]
pub struct Checker {
    settings: Settings,
    words: Lexicon,
}

impl Checker {
    /// Makes the word lists of the settings ready.
    pub fn new(settings: Settings) -> Self {
        Checker { words: Lexicon::new(&settings), settings }
    }

    /// What it checks by.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Runs every check that is not off and stores what they find in `records.findings`, sorted by code and then by
    /// place. Findings that stood there before are replaced.
    pub fn run(&self, records: &mut DocumentRecords) {
        let context = Context::new(records, self);
        let mut findings = Vec::new();
        for check in CHECKS {
            let setting = self.settings.of(check.code, &records.document.source.path);
            if let Some(severity) = setting.map_or(Some(check.severity), |setting| setting.severity()) {
                findings.extend(draft::finish(check.code, severity, (check.run)(&context), &context));
            }
        }
        records.findings = findings;
    }

    /// The values of checked records that are sums of others, in source order: quantities that add up, every part a
    /// number of the same unit. Ratios, averages and standards have none.
    pub fn sums(&self, records: &DocumentRecords) -> Vec<PrintedSum> {
        sum::sums(&Context::new(records, self))
    }
}

/// Checks a single document; for several, make a [`Checker`] once.
pub fn run(records: &mut DocumentRecords, settings: &Settings) {
    Checker::new(settings.clone()).run(records);
}

/// What a check works on.
struct Context<'a> {
    records: &'a DocumentRecords,
    settings: &'a Settings,
    words: &'a Lexicon,
    items: HashMap<&'a str, Item<'a>>,
    rows: OnceCell<Vec<Row<'a>>>,
    texts: OnceCell<Vec<Text<'a>>>,
}

impl<'a> Context<'a> {
    fn new(records: &'a DocumentRecords, checker: &'a Checker) -> Self {
        let targets = records.targets.iter().map(Item::Target);
        let tasks = records.tasks.iter().map(Item::Task);
        let items = targets.chain(tasks).map(|item| (item.id(), item)).collect();
        let (rows, texts) = (OnceCell::new(), OnceCell::new());
        Context { records, settings: &checker.settings, words: &checker.words, items, rows, texts }
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

    /// Titles, names and columns, folded.
    fn texts(&self) -> &[Text<'a>] {
        self.texts.get_or_init(|| texts::texts(self))
    }

    /// The rows that have a whole and its parts, in source order.
    fn rows(&self) -> &[Row<'a>] {
        self.rows.get_or_init(|| regions::rows(self))
    }
}

/// A text for comparing: full-width forms folded, blanks removed.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    each_plain(text, |c| plain.push(c));
    plain
}

/// A folded text without what stands in brackets: 市财政局(市国资委), 建设(环保)局.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| {
        depth = if *c == ')' { depth.saturating_sub(1) } else { depth + usize::from(*c == '(') };
        depth == 0 && *c != ')'
    };
    text.chars().filter(outside).collect()
}

/// The characters of [`plain`], one by one.
fn each_plain(text: &str, mut take: impl FnMut(char)) {
    for c in text.chars() {
        match c {
            _ if is_plain(c) => take(c),
            '！'..='～' => char::from_u32(c as u32 - FULL_WIDTH).into_iter().for_each(&mut take),
            _ => c.nfkc().filter(|c| !c.is_whitespace()).for_each(&mut take),
        }
    }
}

/// How far the full-width forms of ASCII stand above ASCII.
const FULL_WIDTH: u32 = '！' as u32 - '!' as u32;

/// Characters that folding leaves alone: nearly all of them, and normalising is dear.
fn is_plain(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3011}' | '‘'..='”' | '—')
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
    fn folding_is_that_of_the_standard() {
        for c in (0..=0x10ffff).filter_map(char::from_u32) {
            let expected: String = c.nfkc().filter(|c| !c.is_whitespace()).collect();
            assert_eq!(plain(&c.to_string()), expected, "{c:?}");
        }
        assert_eq!(plain("（１）　甲 乙\u{a0}丙"), "(1)甲乙丙");
    }

    #[test]
    fn an_empty_document_has_no_findings() {
        let mut records = testing::document().build();
        run(&mut records, &Settings::default());
        assert_eq!(records.findings, []);
    }
}
