use super::dispatch::Dispatch;
use super::indicator::Entry;
use super::pattern::Pattern;
use super::succession::Successions;
use super::words::WordList;
use crate::grammar::fold::Folded;
use regex::Captures;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// What a rule is about. The kind decides which keys `yields` may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A table header cell: `role`, and for values `basis`, `scope`.
    Column,
    /// A heading or numbered item: `level`.
    Heading,
    /// A metadata line: `field`.
    Metadata,
    /// Page furniture (页面元素): nothing.
    Furniture,
    /// A value of an indicator: `op`; `scope = "cell"` where it only counts as a whole cell.
    Value,
    /// A period of a schedule: `form`, and the months `start` and `end` where the words themselves say them.
    Period,
    /// A cue in running text (a duty line, a label, a claim, a note): `cue`.
    Cue,
    /// A unit of measure: `unit`, the normalised spelling.
    Measure,
}

impl Kind {
    /// All kinds with their name in rule files and the keys that `yields` may have.
    pub const ALL: &'static [(Kind, &'static str, &'static [&'static str])] = &[
        (Kind::Column, "column", &["role", "basis", "scope"]),
        (Kind::Heading, "heading", &["level"]),
        (Kind::Metadata, "metadata", &["field"]),
        (Kind::Furniture, "furniture", &[]),
        (Kind::Value, "value", &["op", "basis", "scope"]),
        (Kind::Period, "period", &["form", "start", "end"]),
        (Kind::Cue, "cue", &["cue"]),
        (Kind::Measure, "measure", &["unit"]),
    ];
}

/// A compiled rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Stable id, such as `values.at-least`.
    pub id: String,
    /// One line in Chinese.
    pub title: String,
    /// What it is about.
    pub kind: Kind,
    /// Compiled patterns, over the folded shadow.
    pub patterns: Vec<Pattern>,
    /// What a match yields.
    pub yields: BTreeMap<String, String>,
    /// Rules of higher priority are asked first.
    pub priority: i32,
    /// File it came from.
    pub file: String,
}

impl Rule {
    /// What the rule yields under `key`; empty when it yields nothing there.
    pub fn yields(&self, key: &str) -> &str {
        self.yields.get(key).map_or("", String::as_str)
    }

    /// The leftmost match of its patterns in a folded text, from a byte offset on.
    pub fn captures_at<'t>(&self, folded: &'t str, start: usize) -> Option<Captures<'t>> {
        self.patterns
            .iter()
            .filter_map(|p| p.captures_at(folded, start))
            .min_by_key(|c| c.get(0).map_or(usize::MAX, |m| m.start()))
    }

    /// Does any pattern match.
    pub fn is_match(&self, folded: &str) -> bool {
        self.patterns.iter().any(|p| p.is_match(folded))
    }
}

/// A match of a rule in a text, with ranges in bytes of the raw text.
#[derive(Debug, Clone)]
pub struct Match<'r> {
    /// The rule that matched.
    pub rule: &'r Rule,
    /// The whole match in the raw text.
    pub range: Range<usize>,
    /// Folded text of the whole match.
    text: String,
    /// Names of the groups by their index.
    names: &'r [Option<String>],
    /// For each group that took part: its index, its place in `text`, its place in the raw text.
    groups: Vec<(usize, Range<usize>, Range<usize>)>,
}

impl<'r> Match<'r> {
    fn new(rule: &'r Rule, folded: &Folded, captures: &Captures<'_>, pattern: &'r Pattern) -> Match<'r> {
        let whole = captures.get(0).map_or(0..0, |m| m.range());
        let named = (0..captures.len()).filter(|&i| pattern.names()[i].is_some());
        let place = |i: usize| {
            let range = captures.get(i)?.range();
            Some((i, range.start - whole.start..range.end - whole.start, folded.raw_range(range)))
        };
        let groups = named.filter_map(place).collect();
        let text = folded.text()[whole.clone()].to_string();
        Match { rule, range: folded.raw_range(whole), text, names: pattern.names(), groups }
    }

    /// The folded text of a named group, None when it took no part.
    pub fn group(&self, name: &str) -> Option<&str> {
        self.find(name).map(|(_, place, _)| &self.text[place.clone()])
    }

    /// The place of a named group in the raw text, in bytes.
    pub fn group_range(&self, name: &str) -> Option<Range<usize>> {
        self.find(name).map(|(_, _, raw)| raw.clone())
    }

    fn find(&self, name: &str) -> Option<&(usize, Range<usize>, Range<usize>)> {
        self.groups.iter().find(|(i, _, _)| self.names[*i].as_deref() == Some(name))
    }
}

/// A loaded rule pack: the rules by kind in order of priority, and the word lists by id.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    pub(super) rules: Vec<Rule>,
    pub(super) words: HashMap<String, WordList>,
    pub(super) indicators: Vec<Entry>,
    /// Regions that were renamed or merged.
    pub regions: Successions,
    /// Units that were renamed or merged, by the name without its level.
    pub organisations: Successions,
    no_words: WordList,
    /// Place of each rule by its id.
    by_id: HashMap<String, usize>,
    /// Places of the rules of each kind.
    by_kind: [Range<usize>; Kind::ALL.len()],
    /// Which of them may match a text.
    dispatch: [Dispatch; Kind::ALL.len()],
    /// Places of the rules of each cue.
    by_cue: HashMap<String, Vec<usize>>,
}

impl Pack {
    /// Puts the rules in order after some were added or removed.
    pub(super) fn sort(&mut self) {
        self.rules.sort_by(|a, b| (a.kind, -a.priority, &a.id).cmp(&(b.kind, -b.priority, &b.id)));
        self.by_id = self.rules.iter().enumerate().map(|(at, rule)| (rule.id.clone(), at)).collect();
        for (kind, _, _) in Kind::ALL {
            let range = self.rules.partition_point(|r| r.kind < *kind)..self.rules.partition_point(|r| r.kind <= *kind);
            self.dispatch[*kind as usize] = Dispatch::new(&self.rules[range.clone()]);
            self.by_kind[*kind as usize] = range;
        }
        self.by_cue.clear();
        for at in self.by_kind[Kind::Cue as usize].clone() {
            self.by_cue.entry(self.rules[at].yields("cue").to_string()).or_default().push(at);
        }
    }

    /// All rules, kinds in order, higher priority first.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.by_id.get(id).map(|&at| &self.rules[at])
    }

    /// The rules of a kind, higher priority first.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Rule> {
        self.rules[self.by_kind[kind as usize].clone()].iter()
    }

    /// The rules of a kind that may match a folded text, higher priority first.
    pub(super) fn candidates(&self, kind: Kind, folded: &str) -> impl Iterator<Item = &Rule> {
        let rules = &self.rules[self.by_kind[kind as usize].clone()];
        self.dispatch[kind as usize].candidates(folded, rules.len()).map(|at| &rules[at])
    }

    /// May a rule of this kind match a folded text that begins with this character?
    pub(super) fn may_begin(&self, kind: Kind, c: char) -> bool {
        self.dispatch[kind as usize].may_begin(c, self.by_kind[kind as usize].len())
    }

    /// A word list; empty when no file has it.
    pub fn words(&self, id: &str) -> &[String] {
        self.list(id).words()
    }

    /// A word list with its index; empty when no file has it.
    pub fn list(&self, id: &str) -> &WordList {
        self.words.get(id).unwrap_or(&self.no_words)
    }

    /// The word lists whose ids begin so, in the order of their ids.
    pub(super) fn word_lists(&self, prefix: &str) -> Vec<&[String]> {
        let mut lists: Vec<_> = self.words.iter().filter(|(id, _)| id.starts_with(prefix)).collect();
        lists.sort_by_key(|(id, _)| id.as_str());
        lists.into_iter().map(|(_, list)| list.words()).collect()
    }

    /// The first rule of a kind, by priority, that matches anywhere in the text.
    pub fn find<'r>(&'r self, kind: Kind, raw: &str) -> Option<Match<'r>> {
        let folded = Folded::new(raw);
        self.find_folded(kind, &folded)
    }

    /// The same for a text that is folded already.
    pub fn find_folded<'r>(&'r self, kind: Kind, folded: &Folded) -> Option<Match<'r>> {
        self.candidates(kind, folded.text()).find_map(|rule| match_rule(rule, folded))
    }

    /// The match of the rule with this id.
    pub fn find_by_id<'r>(&'r self, id: &str, folded: &Folded) -> Option<Match<'r>> {
        self.rule(id).and_then(|rule| match_rule(rule, folded))
    }

    /// The rules of kind [`Kind::Cue`] that yield this cue, higher priority first.
    pub fn cues<'r>(&'r self, cue: &str) -> impl Iterator<Item = &'r Rule> + use<'r> {
        self.by_cue.get(cue).into_iter().flatten().map(|&at| &self.rules[at])
    }

    /// The first match of a cue anywhere in the text.
    pub fn find_cue<'r>(&'r self, cue: &str, folded: &Folded) -> Option<Match<'r>> {
        self.cues(cue).find_map(|rule| match_rule(rule, folded))
    }

    /// Does a cue match anywhere in a folded text.
    pub fn has_cue(&self, cue: &str, folded: &str) -> bool {
        self.cues(cue).any(|rule| rule.is_match(folded))
    }

    /// All matches of a cue, left to right, not overlapping.
    pub fn find_cues<'r>(&'r self, cue: &str, folded: &Folded) -> Vec<Match<'r>> {
        let mut out: Vec<Match<'r>> = Vec::new();
        for rule in self.cues(cue) {
            for pattern in &rule.patterns {
                out.extend(pattern.captures_iter(folded.text()).map(|c| Match::new(rule, folded, &c, pattern)));
            }
        }
        out.sort_by_key(|m| (m.range.start, std::cmp::Reverse(m.range.end)));
        let mut end = 0;
        out.retain(|m| {
            let keep = m.range.start >= end;
            if keep {
                end = m.range.end;
            }
            keep
        });
        out
    }
}

/// The leftmost match of a rule in a folded text.
fn match_rule<'r>(rule: &'r Rule, folded: &Folded) -> Option<Match<'r>> {
    let found = rule.patterns.iter().filter_map(|p| Some((p, p.captures(folded.text())?)));
    let (pattern, captures) = found.min_by_key(|(_, c)| c.get(0).map_or(usize::MAX, |m| m.start()))?;
    Some(Match::new(rule, folded, &captures, pattern))
}
