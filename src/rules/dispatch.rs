//! Which rules of a kind may match a text (闸门), told for all of them at once: by its first and its last character, and
//! where that leaves many, by one search for the words that their patterns require.

use super::pattern::Pattern;
use super::rule::Rule;
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;

/// Words of a set of rules.
const WORDS: usize = 16;
/// As many rules are told apart; those behind them may always match.
const TOLD_APART: usize = WORDS * 64;
/// Fewer rules than this are asked faster than their words are looked for (measured with `cargo bench --bench rules`).
const WORTH_A_SEARCH: u32 = 6;

/// A set of rules by their places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Set([u64; WORDS]);

impl Set {
    fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn and(self, other: &Set) -> Set {
        Set(std::array::from_fn(|i| self.0[i] & other.0[i]))
    }

    fn or(self, other: &Set) -> Set {
        Set(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }

    fn is_empty(&self) -> bool {
        self.0 == [0; WORDS]
    }

    fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The places in order.
    fn iter(mut self) -> impl Iterator<Item = usize> {
        let mut word = 0;
        std::iter::from_fn(move || {
            while word < WORDS && self.0[word] == 0 {
                word += 1;
            }
            let bits = self.0.get_mut(word)?;
            let at = bits.trailing_zeros() as usize;
            *bits &= *bits - 1;
            Some(word * 64 + at)
        })
    }
}

/// The gates of a list of rules, joined.
#[derive(Debug, Clone, Default)]
pub(super) struct Dispatch {
    first: Edges,
    last: Edges,
    words: Option<Required>,
}

/// For each stretch of characters, the rules whose matches may have them at an edge.
#[derive(Debug, Clone, Default)]
struct Edges {
    /// First character of each stretch, in order.
    starts: Vec<u32>,
    rules: Vec<Set>,
    /// Rules that ask for no character here.
    open: Set,
}

/// The words that patterns require, with the rules that they are a way to.
#[derive(Debug, Clone)]
struct Required {
    search: AhoCorasick,
    rules: Vec<Set>,
    /// Rules that require none.
    open: Set,
}

/// The characters that every match of a pattern begins or ends with, as ranges; None where any may.
type Edge = fn(&Pattern) -> Option<&[(char, char)]>;

impl Dispatch {
    /// The gates of rules in this order.
    pub(super) fn new(rules: &[Rule]) -> Dispatch {
        let told = &rules[..rules.len().min(TOLD_APART)];
        let sets = |edge: Edge| {
            told.iter().map(move |rule| rule.patterns.iter().map(edge).collect::<Option<Vec<_>>>().map(|s| s.concat()))
        };
        Dispatch {
            first: Edges::new(sets(|p| p.first())),
            last: Edges::new(sets(|p| p.last())),
            words: Required::new(told),
        }
    }

    /// Places of the rules that may match the folded text, in order; `count` is the number of rules.
    pub(super) fn candidates(&self, folded: &str, count: usize) -> impl Iterator<Item = usize> + use<> {
        let mut left = self.first.rules_at(folded.chars().next()).and(&self.last.rules_at(folded.chars().next_back()));
        if let Some(words) = self.words.as_ref().filter(|_| left.len() >= WORTH_A_SEARCH) {
            left = left.and(&words.rules_in(folded));
        }
        left.iter().chain(TOLD_APART..count)
    }

    /// May any rule match a text with this first character? Rules that begin anywhere always may.
    pub(super) fn may_begin(&self, c: char, count: usize) -> bool {
        count > TOLD_APART || !self.first.rules_at(Some(c)).is_empty()
    }
}

impl Edges {
    fn new(sets: impl Iterator<Item = Option<Vec<(char, char)>>>) -> Edges {
        let mut edges = Edges::default();
        let mut ranges: Vec<(u32, u32, usize)> = Vec::new();
        for (at, set) in sets.enumerate() {
            match set {
                Some(set) => ranges.extend(set.iter().map(|&(from, to)| (from as u32, to as u32 + 1, at))),
                None => edges.open.insert(at),
            }
        }
        edges.starts = ranges.iter().flat_map(|r| [r.0, r.1]).collect();
        edges.starts.sort_unstable();
        edges.starts.dedup();
        edges.rules = vec![Set::default(); edges.starts.len()];
        for (from, to, rule) in ranges {
            let first = edges.starts.partition_point(|&start| start < from);
            let behind = edges.starts.partition_point(|&start| start < to);
            edges.rules[first..behind].iter_mut().for_each(|set| set.insert(rule));
        }
        edges
    }

    fn rules_at(&self, c: Option<char>) -> Set {
        let behind = c.map_or(0, |c| self.starts.partition_point(|&start| start <= c as u32));
        if behind == 0 { self.open } else { self.open.or(&self.rules[behind - 1]) }
    }
}

impl Required {
    /// None where no rule requires a word.
    fn new(rules: &[Rule]) -> Option<Required> {
        let mut ways: BTreeMap<&str, Set> = BTreeMap::new();
        let mut open = Set::default();
        for (at, rule) in rules.iter().enumerate() {
            let words: Option<Vec<&[String]>> = rule.patterns.iter().map(Pattern::required).collect();
            match words {
                Some(words) => words.into_iter().flatten().for_each(|word| ways.entry(word).or_default().insert(at)),
                None => open.insert(at),
            }
        }
        let search = AhoCorasick::new(ways.keys()).ok().filter(|_| !ways.is_empty())?;
        Some(Required { search, rules: ways.into_values().collect(), open })
    }

    fn rules_in(&self, folded: &str) -> Set {
        let mut found = self.open;
        for word in self.search.find_overlapping_iter(folded) {
            found = found.or(&self.rules[word.pattern().as_usize()]);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::Kind;
    use super::super::rule::Pack;
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PACK: LazyLock<Pack> = LazyLock::new(|| {
        let mut pack = Pack::default();
        pack.add("rules/tables.toml", include_str!("../../rules/tables.toml")).unwrap();
        pack.add("rules/periods.toml", include_str!("../../rules/periods.toml")).unwrap();
        pack.add("rules/outline.toml", include_str!("../../rules/outline.toml")).unwrap();
        pack
    });

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut set = Set::default();
        [0, 63, 64, TOLD_APART - 1].into_iter().for_each(|at| set.insert(at));
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, TOLD_APART - 1]);
        assert_eq!((set.len(), Set::default().is_empty()), (4, true));
    }

    proptest! {
        #[test]
        fn no_rule_is_passed_over(text in "[序号类别指标责任单位0-9年目值全市年度进安排月至项(-]{0,10}|\\PC{0,4}") {
            for kind in [Kind::Column, Kind::Period, Kind::Cue] {
                let rules: Vec<Rule> = PACK.of(kind).cloned().collect();
                let found: Vec<usize> = Dispatch::new(&rules).candidates(&text, rules.len()).collect();
                let matching = (0..rules.len()).filter(|&at| rules[at].is_match(&text));
                prop_assert!(matching.clone().all(|at| found.contains(&at)));
                prop_assert!(found.is_sorted());
            }
        }
    }
}
