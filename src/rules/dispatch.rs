//! Which rules of a kind may match a text, told by its first and its last character in one look.

use super::rule::Rule;

/// As many rules are told apart; those behind them may always match.
const TOLD_APART: usize = 128;

/// The gates of a list of rules, joined. A bit stands for a rule.
#[derive(Debug, Clone, Default)]
pub(super) struct Dispatch {
    first: Edges,
    last: Edges,
}

/// For each stretch of characters, the rules whose matches may have them at an edge.
#[derive(Debug, Clone, Default)]
struct Edges {
    /// First character of each stretch, in order.
    starts: Vec<u32>,
    rules: Vec<u128>,
    /// Rules that ask for no character here.
    open: u128,
}

/// The characters that every match of a pattern begins or ends with, as ranges; None where any may.
type Edge = fn(&super::pattern::Pattern) -> Option<&[(char, char)]>;

impl Dispatch {
    /// The gates of rules in this order.
    pub(super) fn new(rules: &[Rule]) -> Dispatch {
        let told = &rules[..rules.len().min(TOLD_APART)];
        let sets = |edge: Edge| {
            told.iter().map(move |rule| rule.patterns.iter().map(edge).collect::<Option<Vec<_>>>().map(|s| s.concat()))
        };
        Dispatch { first: Edges::new(sets(|p| p.first())), last: Edges::new(sets(|p| p.last())) }
    }

    /// Places of the rules that may match the folded text, in order; `count` is the number of rules.
    pub(super) fn candidates(&self, folded: &str, count: usize) -> impl Iterator<Item = usize> + use<> {
        let mut left = self.first.rules_at(folded.chars().next()) & self.last.rules_at(folded.chars().next_back());
        let told = std::iter::from_fn(move || {
            let at = left.trailing_zeros() as usize;
            (left != 0).then(|| {
                left &= left - 1;
                at
            })
        });
        told.chain(TOLD_APART..count)
    }

    /// May any rule match a text with this first character? Rules that begin anywhere always may.
    pub(super) fn may_begin(&self, c: char, count: usize) -> bool {
        count > TOLD_APART || self.first.rules_at(Some(c)) != 0
    }
}

impl Edges {
    fn new(sets: impl Iterator<Item = Option<Vec<(char, char)>>>) -> Edges {
        let mut edges = Edges::default();
        let mut ranges: Vec<(u32, u32, u128)> = Vec::new();
        for (at, set) in sets.enumerate() {
            match set {
                Some(set) => ranges.extend(set.iter().map(|&(from, to)| (from as u32, to as u32 + 1, 1 << at))),
                None => edges.open |= 1 << at,
            }
        }
        edges.starts = ranges.iter().flat_map(|r| [r.0, r.1]).collect();
        edges.starts.sort_unstable();
        edges.starts.dedup();
        let rules_of = |&start: &u32| ranges.iter().filter(|r| (r.0..r.1).contains(&start)).fold(0, |set, r| set | r.2);
        edges.rules = edges.starts.iter().map(rules_of).collect();
        edges
    }

    fn rules_at(&self, c: Option<char>) -> u128 {
        let behind = c.map_or(0, |c| self.starts.partition_point(|&start| start <= c as u32));
        self.open | if behind == 0 { 0 } else { self.rules[behind - 1] }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::{Kind, Pack};
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PACK: LazyLock<Pack> = LazyLock::new(|| {
        let mut pack = Pack::default();
        pack.add("rules/tables.toml", include_str!("../../rules/tables.toml")).unwrap();
        pack.add("rules/periods.toml", include_str!("../../rules/periods.toml")).unwrap();
        pack
    });

    proptest! {
        #[test]
        fn no_rule_is_passed_over(text in "[序号类别指标责任单位0-9年目值全市年度进安排月至-]{0,8}|\\PC{0,4}") {
            for kind in [Kind::Column, Kind::Period] {
                let rules: Vec<Rule> = PACK.of(kind).cloned().collect();
                let found: Vec<usize> = Dispatch::new(&rules).candidates(&text, rules.len()).collect();
                let matching = (0..rules.len()).filter(|&at| rules[at].is_match(&text));
                prop_assert!(matching.clone().all(|at| found.contains(&at)));
                prop_assert!(found.is_sorted());
            }
        }
    }
}
