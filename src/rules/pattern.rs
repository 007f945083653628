//! A compiled pattern with its gate (闸门): what a text must have before the regular expression is run at all.
//!
//! Most rules fit few texts, and asking a regular expression costs more than looking at the first and the last
//! character of a cell. The gate is derived from the pattern, so that a rule file need not know of it.

use aho_corasick::AhoCorasick;
use regex::{Captures, Match, Regex};
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};
use std::sync::{Arc, OnceLock};

/// A set of required words with more members than this is no gate.
const MOST_WORDS: usize = 96;
/// A class with more characters than this is not taken apart into required words.
const MOST_CHARACTERS: u32 = 16;

/// A pattern of a rule, compiled at the latest when it is first run.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: Arc<str>,
    /// Shared by all copies of the pattern.
    regex: Arc<OnceLock<Regex>>,
    gate: Gate,
    /// Names of the groups by their index.
    names: Vec<Option<String>>,
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.source)
    }
}

impl Pattern {
    /// A pattern that is compiled already.
    pub(super) fn new(regex: Regex) -> Pattern {
        Pattern { regex: Arc::new(OnceLock::from(regex.clone())), ..Pattern::later(regex.as_str()) }
    }

    /// A pattern that is known to compile; most of those that are built in are never asked in a run.
    pub(super) fn later(source: &str) -> Pattern {
        let hir = regex_syntax::parse(source).ok();
        let gate = hir.as_ref().map(Gate::of).unwrap_or_default();
        let mut names = vec![None];
        hir.iter().for_each(|hir| name_groups(hir, &mut names));
        Pattern { source: source.into(), regex: Arc::default(), gate, names }
    }

    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| Regex::new(&self.source).expect("the tests compile every built-in pattern"))
    }

    /// The leftmost match in a folded text with its groups.
    pub fn captures<'t>(&self, folded: &'t str) -> Option<Captures<'t>> {
        if self.gate.admits(folded) { self.regex().captures(folded) } else { None }
    }

    /// The leftmost match that begins at a byte of a folded text or behind it.
    pub(super) fn captures_at<'t>(&self, folded: &'t str, start: usize) -> Option<Captures<'t>> {
        if self.gate.admits(folded) { self.regex().captures_at(folded, start) } else { None }
    }

    /// All matches with their groups, left to right.
    pub(super) fn captures_iter<'p, 't>(&'p self, folded: &'t str) -> impl Iterator<Item = Captures<'t>> + use<'p, 't> {
        self.gate.admits(folded).then(|| self.regex().captures_iter(folded)).into_iter().flatten()
    }

    /// All matches, left to right.
    pub(super) fn find_iter<'p, 't>(&'p self, folded: &'t str) -> impl Iterator<Item = Match<'t>> + use<'p, 't> {
        self.gate.admits(folded).then(|| self.regex().find_iter(folded)).into_iter().flatten()
    }

    /// Does it match anywhere in a folded text.
    pub fn is_match(&self, folded: &str) -> bool {
        self.gate.admits(folded) && self.regex().is_match(folded)
    }

    /// The first characters that a text may have, as sorted ranges; None where it may have any.
    pub(super) fn first(&self) -> Option<&[(char, char)]> {
        self.gate.first.as_ref().map(|set| set.ranges.as_slice())
    }

    /// The last characters that a text may have.
    pub(super) fn last(&self) -> Option<&[(char, char)]> {
        self.gate.last.as_ref().map(|set| set.ranges.as_slice())
    }

    /// Words of which every match holds at least one; None where none is required.
    pub(super) fn required(&self) -> Option<&[String]> {
        self.gate.required.as_deref()
    }

    /// Names of the groups by their index.
    pub(super) fn names(&self) -> &[Option<String>] {
        &self.names
    }
}

/// Notes the names of all groups by their index.
fn name_groups(hir: &Hir, names: &mut Vec<Option<String>>) {
    match hir.kind() {
        HirKind::Capture(capture) => {
            let at = capture.index as usize;
            names.resize(names.len().max(at + 1), None);
            names[at] = capture.name.as_deref().map(str::to_string);
            name_groups(&capture.sub, names);
        }
        HirKind::Repetition(repetition) => name_groups(&repetition.sub, names),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().for_each(|part| name_groups(part, names)),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => {}
    }
}

/// What every text has that the pattern matches.
#[derive(Debug, Clone, Default)]
struct Gate {
    /// Its first character, where the pattern begins at the beginning of the text.
    first: Option<Characters>,
    /// Its last character, where the pattern ends at the end of the text.
    last: Option<Characters>,
    /// One of these words.
    words: Option<AhoCorasick>,
    required: Option<Vec<String>>,
}

impl Gate {
    fn of(hir: &Hir) -> Gate {
        let looks = hir.properties();
        let at_start = looks.look_set_prefix().contains(Look::Start);
        let required = words_of(hir);
        let at_end = looks.look_set_suffix().contains(Look::End);
        Gate {
            first: edge(hir, Edge::First).filter(|_| at_start).and_then(Characters::of),
            last: edge(hir, Edge::Last).filter(|_| at_end).and_then(Characters::of),
            words: required.as_ref().and_then(|words| AhoCorasick::new(words).ok()),
            required,
        }
    }

    fn admits(&self, text: &str) -> bool {
        let edge = |set: &Option<Characters>, c: Option<char>| match set {
            Some(set) => c.is_some_and(|c| set.contains(c)),
            None => true,
        };
        edge(&self.first, text.chars().next())
            && edge(&self.last, text.chars().next_back())
            && self.words.as_ref().is_none_or(|words| words.is_match(text))
    }
}

/// A set of characters.
#[derive(Debug, Clone)]
struct Characters {
    ascii: u128,
    /// Sorted, not overlapping.
    ranges: Vec<(char, char)>,
}

impl Characters {
    /// None where the pattern may match without any character.
    fn of(border: Border) -> Option<Characters> {
        if border.may_be_empty {
            return None;
        }
        let ranges: Vec<(char, char)> = border.set.iter().map(|r| (r.start(), r.end())).collect();
        let ascii = (0..128u8).filter(|&b| ranges.iter().any(|r| (r.0..=r.1).contains(&char::from(b))));
        Some(Characters { ascii: ascii.fold(0, |set, b| set | 1 << b), ranges })
    }

    fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii & (1 << c as u32) != 0;
        }
        let behind = self.ranges.partition_point(|r| r.0 <= c);
        behind > 0 && c <= self.ranges[behind - 1].1
    }
}

/// The end of a match that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    First,
    Last,
}

/// The characters that may stand at an edge of what an expression matches.
struct Border {
    set: ClassUnicode,
    may_be_empty: bool,
}

/// None where any character may stand there.
fn edge(hir: &Hir, at: Edge) -> Option<Border> {
    let one = |c: char| ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Border { set: ClassUnicode::empty(), may_be_empty: true },
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            let c = if at == Edge::First { text.chars().next() } else { text.chars().next_back() };
            Border { set: one(c?), may_be_empty: false }
        }
        HirKind::Class(Class::Unicode(set)) => Border { set: set.clone(), may_be_empty: false },
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(repetition) => {
            let inner = edge(&repetition.sub, at)?;
            Border { may_be_empty: inner.may_be_empty || repetition.min == 0, ..inner }
        }
        HirKind::Capture(capture) => edge(&capture.sub, at)?,
        HirKind::Alternation(branches) => {
            let mut whole = Border { set: ClassUnicode::empty(), may_be_empty: false };
            for branch in branches {
                let branch = edge(branch, at)?;
                whole.set.union(&branch.set);
                whole.may_be_empty |= branch.may_be_empty;
            }
            whole
        }
        HirKind::Concat(parts) => {
            let mut whole = Border { set: ClassUnicode::empty(), may_be_empty: true };
            let count = parts.len();
            for i in 0..count {
                let part = edge(if at == Edge::First { &parts[i] } else { &parts[count - 1 - i] }, at)?;
                whole.set.union(&part.set);
                whole.may_be_empty = part.may_be_empty;
                if !part.may_be_empty {
                    break;
                }
            }
            whole
        }
    })
}

/// Words of which a match holds at least one; None where nothing is certain.
fn words_of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(Class::Unicode(set)) => {
            let count: u32 = set.iter().map(|r| r.end() as u32 - r.start() as u32 + 1).sum();
            (count <= MOST_CHARACTERS).then(|| set.iter().flat_map(|r| r.start()..=r.end()).map(String::from).collect())
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => words_of(&repetition.sub),
        HirKind::Repetition(_) => None,
        HirKind::Capture(capture) => words_of(&capture.sub),
        HirKind::Alternation(branches) => {
            let words: Vec<Vec<String>> = branches.iter().map(words_of).collect::<Option<_>>()?;
            Some(words.concat()).filter(|words| words.len() <= MOST_WORDS)
        }
        // Of the parts, the one whose words are rarest: the longest, and of these the fewest.
        HirKind::Concat(parts) => parts
            .iter()
            .filter_map(words_of)
            .max_by_key(|words| (words.iter().map(String::len).min().unwrap_or(0), std::cmp::Reverse(words.len()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pattern(source: &str) -> Pattern {
        let pattern = Pattern::new(Regex::new(source).unwrap());
        assert_eq!(pattern.names.len(), pattern.regex().captures_len(), "{source}");
        let names = pattern.regex().capture_names().map(|name| name.map(str::to_string));
        assert_eq!(pattern.names, names.collect::<Vec<_>>(), "{source}");
        pattern
    }

    #[test]
    fn the_gate_knows_what_a_text_must_have() {
        for (source, admitted, refused) in [
            ("^(?:约|近)?[0-9]+(?:家|个)?以上$", &["约20家以上", "3以上"][..], &["以上各项", "20家", "共3以上的"][..]),
            ("^[0-9]+", &["3家"], &["家3", ""]),
            ("(?:牵头|责任)单位:", &["甲(责任单位:乙)"], &["单位", "牵头"]),
            ("[0-9]+(?:-[0-9]+)?", &["甲3"], &["甲三"]),
            ("第.+章$", &["第一章"], &["第一章节", "一节"]),
            ("(?:甲|乙?)丙", &["丙", "甲丙"], &["甲乙"]),
        ] {
            let pattern = pattern(source);
            assert!(admitted.iter().all(|t| pattern.gate.admits(t)), "{source}");
            assert!(refused.iter().all(|t| !pattern.gate.admits(t)), "{source}");
        }
        assert!(pattern(".").gate.admits("甲") && pattern("甲?").gate.admits(""));
    }

    proptest! {
        #[test]
        fn the_gate_hides_no_match(text in "[0-9约以上内.%家个第章甲牵头单位:(-]{0,12}") {
            for source in [
                "^(?:约|近)?[0-9]+(?:家|个)?以上$", "(?:牵头|责任)单位:", "[0-9]+(?:-[0-9]+)?", "第.+章$", "^(?:甲|家?)[0-9]*",
                "(?:约[0-9]|个+)(?:以内|上?)$", "^[^()]*[0-9%][^()]*$", "甲(?:牵|头){2}|单位",
            ] {
                let pattern = pattern(source);
                prop_assert_eq!(pattern.is_match(&text), pattern.regex().is_match(&text), "{} {}", source, text);
            }
        }
    }
}
