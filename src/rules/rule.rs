use super::alias::{AliasKind, Aliases};
use super::dispatch::Dispatch;
use super::indicator::Entry;
use super::kind::{KINDS, Kind};
use super::layer::Layer;
use super::pattern::Pattern;
use super::succession::Successions;
use super::trace;
use super::words::WordList;
use crate::grammar::fold::{Folded, fold};
use regex::Captures;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

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
    /// Rules that it is asked before, by their ids.
    pub over: Vec<String>,
    /// Texts that it must match, with what must come of them.
    pub examples: Vec<Example>,
    /// Texts that it must not match.
    pub counters: Vec<Example>,
    /// Where it is written, and where it is extended.
    pub origins: Vec<Origin>,
    /// Where the rule is written whose place it took; empty where it took none.
    pub replaced: Vec<Origin>,
}

/// A text of a rule file that a rule or a word list must know, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// As written.
    pub text: String,
    /// Groups and yields with what they must come to.
    pub record: Vec<(String, String)>,
    /// File it stands in.
    pub file: String,
    /// Place in the file, in bytes.
    pub(super) span: Range<usize>,
}

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The layer.
    pub layer: Layer,
    /// The file as it was named.
    pub file: String,
    /// Line of its id, 1-based.
    pub line: usize,
}

impl Origin {
    /// The line in the text of the file, in bytes, its line break left out.
    pub(super) fn line_in(&self, text: &str) -> Range<usize> {
        let start: usize = text.split_inclusive('\n').take(self.line.saturating_sub(1)).map(str::len).sum();
        start..start + text[start..].find('\n').unwrap_or(text.len() - start)
    }
}

/// What the files say about a word list besides its words.
#[derive(Debug, Clone, Default)]
pub struct ListInfo {
    /// One line in Chinese.
    pub title: String,
    /// Where it is written, and where words were added.
    pub origins: Vec<Origin>,
    /// Texts that it must know.
    pub examples: Vec<Example>,
    /// Texts that it must not know.
    pub counters: Vec<Example>,
    /// Its words with their places, as the files write them.
    pub(super) added: Vec<Example>,
}

impl Rule {
    /// The file that it was written in last.
    pub fn file(&self) -> &str {
        self.origins.last().map_or("", |origin| origin.file.as_str())
    }

    /// The uppermost layer that has a part in it.
    pub fn layer(&self) -> &Layer {
        self.origins.iter().map(|origin| &origin.layer).max().unwrap_or(&Layer::BuiltIn)
    }

    /// Is all of it built in?
    pub fn is_built_in(&self) -> bool {
        self.layer().is_built_in()
    }

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

    /// The named groups that took part with their folded texts, in the order of the pattern.
    pub fn groups(&self) -> impl Iterator<Item = (&str, &str)> {
        self.groups.iter().filter_map(|(i, place, _)| Some((self.names[*i].as_deref()?, &self.text[place.clone()])))
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
    /// What the files say about the word lists, by their ids.
    pub(super) lists: BTreeMap<String, ListInfo>,
    /// Other names of units.
    pub aliases: Aliases,
    /// Indicators in the order of the files.
    pub(super) indicators: Vec<Entry>,
    /// Regions that were renamed or merged.
    pub regions: Successions,
    /// Units that were renamed or merged, by the name without its level.
    pub organisations: Successions,
    no_words: WordList,
    /// Place of each rule by its id.
    by_id: HashMap<String, usize>,
    /// Places of the rules of each kind.
    by_kind: [Range<usize>; KINDS.len()],
    /// Which of them may match a text.
    dispatch: [Dispatch; KINDS.len()],
    /// Places of the rules of each cue.
    by_cue: HashMap<String, Vec<usize>>,
}

impl Pack {
    /// Puts the rules in order after some were added or removed.
    pub(super) fn sort(&mut self) {
        self.rules.sort_by(|a, b| (a.kind, -a.priority, &a.id).cmp(&(b.kind, -b.priority, &b.id)));
        self.by_id = self.rules.iter().enumerate().map(|(at, rule)| (rule.id.clone(), at)).collect();
        for kind in KINDS.iter().map(|spec| spec.kind) {
            let range = self.rules.partition_point(|r| r.kind < kind)..self.rules.partition_point(|r| r.kind <= kind);
            self.dispatch[kind as usize] = Dispatch::new(&self.rules[range.clone()]);
            self.by_kind[kind as usize] = range;
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

    /// Other names of units or of indicators, folded, with the name that each stands for, in order of the spellings.
    pub fn other_names(&self, kind: AliasKind) -> BTreeMap<String, String> {
        self.names_of(kind, false)
    }

    /// Those of them that no built-in file has; of units the built-in files have none.
    pub fn own_names(&self, kind: AliasKind) -> BTreeMap<String, String> {
        self.names_of(kind, true)
    }

    fn names_of(&self, kind: AliasKind, own: bool) -> BTreeMap<String, String> {
        let names = self.indicators.iter().flat_map(|entry| entry.other_names(own));
        match kind {
            AliasKind::Unit => self.aliases.all(),
            AliasKind::Indicator => names.map(|(alias, name)| (fold(alias), name.to_string())).collect(),
        }
    }

    /// The word lists that files have, in order of their ids, with what the files say about them.
    pub fn lists(&self) -> impl Iterator<Item = (&str, &ListInfo)> {
        self.lists.iter().map(|(id, about)| (id.as_str(), about))
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
        let found = self.candidates(kind, folded.text()).find_map(|rule| match_rule(rule, folded));
        if trace::wants(folded.text()) {
            let won = found.as_ref().map(|m| m.rule.id.as_str());
            trace::note(trace::about_kind(kind), folded.text(), self.of(kind), won, None);
        }
        found
    }

    /// The match of the rule with this id.
    pub fn find_by_id<'r>(&'r self, id: &str, folded: &Folded) -> Option<Match<'r>> {
        let rule = self.rule(id)?;
        let found = match_rule(rule, folded);
        if trace::wants(folded.text()) {
            let won = found.as_ref().map(|m| m.rule.id.as_str());
            trace::note(trace::about_kind(rule.kind), folded.text(), [rule].into_iter(), won, None);
        }
        found
    }

    /// The rules of kind [`Kind::Cue`] that yield this cue, higher priority first.
    pub fn cues<'r>(&'r self, cue: &str) -> impl Iterator<Item = &'r Rule> + use<'r> {
        self.by_cue.get(cue).into_iter().flatten().map(|&at| &self.rules[at])
    }

    /// The first match of a cue anywhere in the text.
    pub fn find_cue<'r>(&'r self, cue: &str, folded: &Folded) -> Option<Match<'r>> {
        let found = self.cues(cue).find_map(|rule| match_rule(rule, folded));
        self.note_cue(cue, folded.text(), found.as_ref().map(|m| m.rule.id.as_str()));
        found
    }

    /// Does a cue match anywhere in a folded text.
    pub fn has_cue(&self, cue: &str, folded: &str) -> bool {
        let found = self.cues(cue).find(|rule| rule.is_match(folded));
        self.note_cue(cue, folded, found.map(|rule| rule.id.as_str()));
        found.is_some()
    }

    fn note_cue(&self, cue: &str, folded: &str, won: Option<&str>) {
        if trace::wants(folded) {
            trace::note(trace::about_cue(cue), folded, self.cues(cue), won, None);
        }
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
        self.note_cue(cue, folded.text(), out.first().map(|m| m.rule.id.as_str()));
        out
    }
}

/// The leftmost match of a rule in a folded text.
pub(super) fn match_rule<'r>(rule: &'r Rule, folded: &Folded) -> Option<Match<'r>> {
    let found = rule.patterns.iter().filter_map(|p| Some((p, p.captures(folded.text())?)));
    let (pattern, captures) = found.min_by_key(|(_, c)| c.get(0).map_or(usize::MAX, |m| m.start()))?;
    Some(Match::new(rule, folded, &captures, pattern))
}
