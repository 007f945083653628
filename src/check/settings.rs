//! Thresholds, word lists and severities of the checks; the values live in `rules/checks.toml`.

use super::thresholds::{
    Comparison, Conflict, Directions, EmptySection, Growth, Magnitude, NearName, NumberInText, Schedule, Share,
    SisterList,
};
use crate::record::{Decimal, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The text of `rules/checks.toml`, built into the binary.
const SHIPPED: &str = include_str!("../../rules/checks.toml");

/// Everything that staff can set about the checks. [`Settings::default`] is the shipped `rules/checks.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Other severities for some files; the last that fits a file and a code counts.
    pub exceptions: Vec<Exception>,
    /// Severity by code; a code that is missing has the check's own default.
    pub severity: BTreeMap<String, Setting>,
    /// GW101.
    pub declared_count: DeclaredCount,
    /// GW102.
    pub numbering: Numbering,
    /// GW103.
    pub missing_responsible: MissingResponsible,
    /// GW104.
    pub missing_value: MissingValue,
    /// GW105.
    pub empty_section: EmptySection,
    /// GW107.
    pub low_confidence: LowConfidence,
    /// GW109.
    pub unread: Unread,
    /// GW110.
    pub not_understood: NotUnderstood,
    /// Whole and parts of a row.
    pub regions: Regions,
    /// What adds up and what does not.
    pub quantity: Quantity,
    /// GW201.
    pub sum: Sum,
    /// GW202.
    pub outside_parts: OutsideParts,
    /// GW203.
    pub magnitude: Magnitude,
    /// GW204.
    pub share: Share,
    /// GW205.
    pub direction: Directions,
    /// GW207.
    pub growth: Growth,
    /// GW301.
    pub conflict: Conflict,
    /// GW301, allocation tables and their prose.
    pub sister_list: SisterList,
    /// GW302.
    pub unit_names: UnitNames,
    /// GW304.
    pub number_in_text: NumberInText,
    /// GW305.
    pub near_name: NearName,
    /// GW402, GW404.
    pub schedule: Schedule,
    /// GW5xx.
    pub comparison: Comparison,
}

/// Another severity for the files that fit a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Patterns of paths relative to the folder that was given; `*` stands for any characters.
    pub paths: Vec<String>,
    /// Codes or their beginnings: `GW2` is all of arithmetic.
    pub codes: Vec<String>,
    /// What the checks are there.
    pub severity: Setting,
}

impl Exception {
    fn fits(&self, code: &str, path: &str) -> bool {
        self.codes.iter().any(|beginning| begins_with(code, beginning))
            && self.paths.iter().any(|pattern| matches(pattern, path))
    }
}

/// Does a code begin so: `GW2`, `GW2..`, `gw201`.
pub fn begins_with(code: &str, beginning: &str) -> bool {
    let beginning = beginning.trim_end_matches('.').to_ascii_uppercase();
    !beginning.is_empty() && code.starts_with(&beginning)
}

/// Does a path fit a pattern in which `*` stands for any characters.
fn matches(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

/// The severity that staff give to a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// 错误
    Error,
    /// 警告
    Warning,
    /// 提示
    Info,
    /// The check does not run.
    Off,
}

impl Setting {
    /// The severity of a finding, `None` for a check that is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Setting::Error => Some(Severity::Error),
            Setting::Warning => Some(Severity::Warning),
            Setting::Info => Some(Severity::Info),
            Setting::Off => None,
        }
    }
}

/// Thresholds of GW101 declared-count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredCount {
    /// Characters that the subject of a sentence must have to be held against a list.
    pub claim_subject_characters: usize,
    /// A sentence that counts less than this share of a list speaks of a part of it.
    pub claim_share: f64,
}

/// Thresholds of GW102 numbering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbering {
    /// Share of the groups that must restart at 1 for that to be the list's style.
    pub restart_share: f64,
    /// A list with more breaks than this gets one finding.
    pub findings_per_list: usize,
}

/// Thresholds of GW103 missing-responsible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingResponsible {
    /// Share of the rows that must have a responsible unit.
    pub share: f64,
    /// Number of the rows that must have one.
    pub rows: usize,
}

/// Threshold of GW104 missing-value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingValue {
    /// Largest share of empty cells in a list that is still taken for an oversight.
    pub share: f64,
    /// Words in the names of columns that hold goals.
    pub goal_columns: Vec<String>,
}

/// Threshold of GW107 low-confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LowConfidence {
    /// Records with less confidence are reported.
    pub threshold: f64,
}

/// Settings of GW109 unread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unread {
    /// Number of passages that are quoted.
    pub spans: usize,
}

/// Settings of GW110 not-understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotUnderstood {
    /// Number of findings for a kind of text in one document.
    pub findings: usize,
}

/// Words that tell the whole from its parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regions {
    /// Words for the whole.
    pub whole: ByLevel,
    /// Endings of region names.
    pub suffix: ByLevel,
    /// Beginnings of columns that repeat others.
    pub subtotal: Vec<String>,
}

/// Words by administrative level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByLevel {
    /// 省
    pub province: Vec<String>,
    /// 市
    pub city: Vec<String>,
    /// 县、区
    pub county: Vec<String>,
    /// 乡镇、街道
    pub town: Vec<String>,
    /// Of no level.
    #[serde(default)]
    pub any: Vec<String>,
}

/// Words that tell quantities that add up from those that do not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// Words of ratios, averages, standards and ranks.
    pub ratio_words: Vec<String>,
    /// Words that hold one of those and mean nothing of the kind.
    pub ratio_exceptions: Vec<String>,
    /// Units of measure that do not add up.
    pub ratio_units: Vec<String>,
    /// Units that count things.
    pub count_units: Vec<String>,
    /// Printed marks that say "nothing here".
    pub nothing_marks: Vec<String>,
    /// Words of scale with their power of ten.
    pub scale: BTreeMap<String, u32>,
}

/// Thresholds of GW201 sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// By which share of itself 左右 widens a number to each side.
    pub approximate_share: Decimal,
    /// Largest part over smallest part up to which a whole between them looks like an average.
    pub average_ratio: Decimal,
    /// Rows of a list that must add up before a row that looks like an average is reported.
    pub adding_rows: usize,
    /// Failing rows from which on the list as a whole is doubted.
    pub failing_rows: usize,
    /// Names of rows that sum up all others.
    pub total_words: Vec<String>,
    /// Names of rows that sum up some others.
    pub subtotal_words: Vec<String>,
    /// Beginnings of rows that are a part of the row above.
    pub part_words: Vec<String>,
}

/// Words of GW202 outside-parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutsideParts {
    /// Indicators whose whole may lie outside its parts.
    pub exempt_words: Vec<String>,
}

/// Words of organisations for GW302 unit-name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitNames {
    /// The level in front of a name.
    pub level_prefixes: Vec<String>,
    /// Long form and short form, applied in this order.
    pub aliases: Vec<(String, String)>,
    /// Endings of organs.
    pub organ_suffixes: Vec<String>,
    /// Endings of organs that are set up for a time; two such names are alike when most of one stands in the other.
    pub temporary_suffixes: Vec<String>,
    /// Endings of branches.
    pub branch_suffixes: Vec<String>,
    /// Endings that one unit may carry in turn; "" is none.
    pub interchangeable_suffixes: Vec<Vec<String>>,
    /// Endings of places.
    pub region_suffixes: Vec<String>,
    /// Names of zones that say nothing of which zone it is.
    pub zones: Vec<String>,
    /// Words that make another unit of a name.
    pub distinguishing_words: Vec<String>,
    /// Beginnings of names that stand for many units.
    pub collective_prefixes: Vec<String>,
    /// Words in names that stand for many units.
    pub collective_words: Vec<String>,
    /// Whole names of units with the names that they stand for, from the aliases of the rule files.
    #[serde(skip)]
    pub known: BTreeMap<String, String>,
    /// Pairs of whole names that are two units, however alike, from the same files.
    #[serde(skip)]
    pub apart: Vec<(String, String)>,
}

/// The file around [`Settings`]: one table `[settings]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsFile {
    /// The table.
    pub settings: Settings,
}

impl Default for Settings {
    fn default() -> Self {
        toml::from_str::<SettingsFile>(SHIPPED).expect("the shipped file is read in a test").settings
    }
}

impl Settings {
    /// The setting of a check for a file; `None` where nothing is set.
    pub fn of(&self, code: &str, path: &str) -> Option<Setting> {
        let exception = self.exceptions.iter().rev().find(|exception| exception.fits(code, path));
        exception.map(|exception| exception.severity).or_else(|| self.severity.get(code).copied())
    }

    /// The table of the shipped file, to lay others over.
    pub(super) fn shipped() -> toml::Table {
        toml::from_str(SHIPPED).expect("the shipped file is read in a test")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_complete_and_equals_the_default() {
        let shipped: SettingsFile = toml::from_str(SHIPPED).unwrap();
        assert_eq!(shipped.settings, Settings::default());
        let inside = crate::check::CHECKS.iter().map(|check| (check.code, check.severity));
        let between = crate::compare::CHECKS.iter().map(|check| (check.code, check.severity));
        let checks: Vec<_> = inside.chain(between).collect();
        let codes = checks.iter().map(|(code, _)| *code);
        assert!(shipped.settings.severity.keys().eq(codes), "a severity for every check and for no other");
        for (code, severity) in checks {
            assert_eq!(shipped.settings.severity[code].severity(), Some(severity), "{code}");
        }
    }

    #[test]
    fn the_shipped_file_has_every_key_and_a_comment_for_each_table() {
        let mut keys = Vec::new();
        let written = toml::Table::try_from(SettingsFile { settings: Settings::default() }).unwrap();
        leaves(&written, "", &mut keys);
        let mut shipped = Vec::new();
        leaves(&toml::from_str(SHIPPED).unwrap(), "", &mut shipped);
        keys.retain(|key| key != "/settings/regions/suffix/any");
        assert_eq!(shipped, keys);
        for (at, _) in SHIPPED.match_indices("\n[settings") {
            let above = SHIPPED[..at].lines().next_back().unwrap();
            assert!(above.starts_with('#'), "no comment above {}", SHIPPED[at..].lines().nth(1).unwrap());
        }
    }

    fn leaves(table: &toml::Table, path: &str, out: &mut Vec<String>) {
        for (key, value) in table {
            match value {
                toml::Value::Table(below) => leaves(below, &format!("{path}/{key}"), out),
                _ => out.push(format!("{path}/{key}")),
            }
        }
        out.sort();
    }

    #[test]
    fn no_word_is_empty() {
        fn walk(value: &toml::Value, path: &str) {
            match value {
                toml::Value::String(word) => {
                    assert!(!word.is_empty(), "an empty word in {path} would match everything")
                }
                toml::Value::Array(values) => values.iter().for_each(|value| walk(value, path)),
                toml::Value::Table(table) => table.iter().for_each(|(key, value)| walk(value, key)),
                _ => {}
            }
        }
        let mut table: toml::Table = toml::from_str(SHIPPED).unwrap();
        let units = table["settings"].as_table_mut().unwrap()["unit_names"].as_table_mut().unwrap();
        units.remove("interchangeable_suffixes").expect("the one list where the empty word means no ending");
        walk(&toml::Value::Table(table), "");
    }

    #[test]
    fn an_overlay_changes_its_keys_only() {
        let text = "[settings.severity]\nGW302 = \"off\"\n[settings.low_confidence]\nthreshold = 0.9\n";
        let settings = Settings::overlaid(text).unwrap();
        assert_eq!(settings.severity["GW302"], Setting::Off);
        assert_eq!(settings.severity["GW201"], Setting::Error);
        assert_eq!(settings.low_confidence.threshold, 0.9);
        assert_eq!(settings.unit_names, Settings::default().unit_names);
        assert_eq!(Settings::overlaid("").unwrap(), Settings::default());
    }

    #[test]
    fn exceptions_hold_for_their_paths_and_codes() {
        let text = "[settings]\nexceptions = [{ paths = [\"2021*/*.txt\", \"旧.md\"], codes = [\"GW3\"], severity = \"off\" }]\n";
        let settings = Settings::overlaid(text).unwrap();
        for (code, path, expected) in [
            ("GW302", "2021年/甲.txt", Setting::Off),
            ("GW302", "旧.md", Setting::Off),
            ("GW302", "2022年/甲.txt", Setting::Warning),
            ("GW302", "2021年/甲.md", Setting::Warning),
            ("GW201", "2021年/甲.txt", Setting::Error),
        ] {
            assert_eq!(settings.of(code, path), Some(expected), "{code} {path}");
        }
    }

    #[test]
    fn an_overlay_with_an_unknown_key_is_refused() {
        let error = Settings::overlaid("[settings.sum]\ntolerance = 1\n").unwrap_err().to_string();
        assert!(error.contains("tolerance"), "{error}");
    }
}
