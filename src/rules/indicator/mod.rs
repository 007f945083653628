//! Indicators (指标): canonical names with aliases, unit of measure, kind and direction, and how names that no rule file
//! lists are read and compared.
//!
//! [`Indicators::read`] takes a name apart, [`Indicators::find`] looks it up, [`Indicators::nature`] says kind and
//! direction with the reason, [`Indicators::like`] holds two names against each other.

mod entry;
mod likeness;
mod nature;
mod vocabulary;
mod wording;

#[cfg(test)]
mod tests;

pub(super) use entry::{Entry, add};
pub use likeness::{Bond, Likeness};
pub use nature::{Direction, Nature, QuantityKind, Why};
pub use wording::Wording;

use super::error::{Problem, RulesError};
use super::rule::Pack;
use entry::Spelling;
use likeness::like;
use nature::NatureWords;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::Vocabulary;

/// An indicator that a rule file lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Canonical name.
    pub name: String,
    /// Other names, as the file writes them.
    pub aliases: Vec<String>,
    /// Usual unit of measure.
    pub unit: Option<String>,
    /// Kind, where the file says one.
    pub kind: Option<QuantityKind>,
    /// Direction, where the file says one.
    pub direction: Option<Direction>,
    /// Keys of names that look alike and are something else.
    not: BTreeSet<String>,
}

/// All indicators of the rule files, and the words by which others are read.
#[derive(Debug, Clone)]
pub struct Indicators {
    listed: Vec<Indicator>,
    by_key: BTreeMap<String, usize>,
    pack: Pack,
    words: Vocabulary,
    nature: NatureWords,
}

impl Indicators {
    /// Makes the table out of a loaded pack.
    ///
    /// # Errors
    /// When a name stands for two indicators, or is listed as another one (`not`) of itself; with its place.
    pub fn new(pack: &Pack) -> Result<Indicators, RulesError> {
        let (table, problems) = Indicators::examine(pack);
        if problems.is_empty() { Ok(table) } else { Err(RulesError { problems }) }
    }

    /// The same with all that is wrong; a name that stands for two indicators stays with the first.
    pub(super) fn examine(pack: &Pack) -> (Indicators, Vec<Problem>) {
        let mut table = Indicators {
            listed: Vec::new(),
            by_key: BTreeMap::new(),
            words: Vocabulary::new(pack),
            nature: NatureWords::new(pack),
            pack: pack.clone(),
        };
        let mut problems: Vec<Problem> = pack.indicators.iter().flat_map(|entry| table.list(entry)).collect();
        for (at, entry) in pack.indicators.iter().enumerate() {
            for not in &entry.not {
                match table.other(not, at) {
                    Ok(key) => drop(table.listed[at].not.insert(key)),
                    Err(problem) => problems.push(problem),
                }
            }
        }
        (table, problems)
    }

    /// Lists an indicator; gives the names that another one has already.
    fn list(&mut self, entry: &Entry) -> Vec<Problem> {
        let at = self.listed.len();
        let mut problems = Vec::new();
        for spelling in [&entry.name].into_iter().chain(&entry.aliases) {
            let key = self.read(&spelling.text, None).key();
            match self.by_key.get(&key) {
                Some(&other) if other != at => {
                    let mistake = format!("“{}”已经是“{}”的名称", spelling.text, self.listed[other].name);
                    problems.push(spelling.error(&mistake, "一个名称只能属于一项指标,请删去一处"));
                }
                _ => drop(self.by_key.insert(key, at)),
            }
        }
        self.listed.push(Indicator {
            name: entry.name.text.clone(),
            aliases: entry.aliases.iter().map(|alias| alias.text.clone()).collect(),
            unit: entry.unit.as_deref().map(|unit| self.pack.normalise_measure(unit)),
            kind: entry.kind,
            direction: entry.direction,
            not: BTreeSet::new(),
        });
        problems
    }

    /// The key of a counter-example of the entry at `at`.
    fn other(&self, not: &Spelling, at: usize) -> Result<String, Problem> {
        let key = self.read(&not.text, None).key();
        match self.by_key.get(&key) {
            Some(&found) if found == at => {
                let mistake = format!("反例“{}”也被当成“{}”", not.text, self.listed[at].name);
                Err(not.error(&mistake, "从 not 或 aliases 里删去一处"))
            }
            _ => Ok(key),
        }
    }

    /// All listed indicators, in the order of the files.
    pub fn listed(&self) -> &[Indicator] {
        &self.listed
    }

    /// Reads a name, and the component where the indicator has one.
    pub fn read(&self, name: &str, component: Option<&str>) -> Wording {
        Wording::read(name, component, &self.pack, &self.words)
    }

    /// The indicator that lists this name.
    ///
    /// ```
    /// let rules = gongwen::rules::Rules::load(None).unwrap();
    /// let listed = rules.indicators.find(&rules.indicators.read("人均 ＧＤＰ", None));
    /// assert_eq!(listed.map(|indicator| indicator.name.as_str()), Some("人均地区生产总值"));
    /// ```
    pub fn find(&self, wording: &Wording) -> Option<&Indicator> {
        self.by_key.get(&wording.key()).map(|&at| &self.listed[at])
    }

    /// The keys of all names of a listed indicator.
    pub fn keys_of(&self, indicator: &Indicator) -> Vec<String> {
        let mine = |at: &usize| self.listed[*at].name == indicator.name;
        self.by_key.iter().filter(|(_, at)| mine(at)).map(|(key, _)| key.clone()).collect()
    }

    /// Kind and direction of an indicator with this name and unit of measure: what its entry says, else what the wording
    /// tells, each with the reason.
    ///
    /// ```
    /// use gongwen::rules::{Direction, QuantityKind, Rules, Why};
    /// let table = Rules::load(None).unwrap().indicators;
    /// let nature = table.nature(&table.read("渔船事故死亡率", None), Some("%"));
    /// assert_eq!((nature.kind, nature.direction), (QuantityKind::Ratio, Direction::Lower));
    /// assert_eq!(nature.direction_why, Why::Word("死亡率".into()));
    /// ```
    pub fn nature(&self, wording: &Wording, unit: Option<&str>) -> Nature {
        let listed = self.find(wording);
        let rule = || Why::Rule(listed.map(|indicator| indicator.name.clone()).unwrap_or_default());
        let (kind, kind_why) = match listed.and_then(|indicator| indicator.kind) {
            Some(kind) => (kind, rule()),
            None => self.nature.kind(wording, unit),
        };
        let (direction, direction_why) = match listed.and_then(|indicator| indicator.direction) {
            Some(direction) => (direction, rule()),
            None => self.nature.direction(wording),
        };
        Nature { kind, kind_why, direction, direction_why }
    }

    /// Are two names one indicator; `None` when they are two.
    pub fn like(&self, a: &Wording, b: &Wording) -> Option<Likeness> {
        let (mine, theirs) = (self.find(a), self.find(b));
        let parted = |of: Option<&Indicator>, other: &Wording| of.is_some_and(|of| of.not.contains(&other.key()));
        if parted(mine, b) || parted(theirs, a) {
            return None;
        }
        match (mine, theirs) {
            (Some(mine), Some(theirs)) if mine.name != theirs.name => None,
            (Some(_), Some(_)) if a.key() != b.key() => Some(Likeness { bond: Bond::Alias, score: 1.0 }),
            _ => like(a, b, &self.words),
        }
    }
}
