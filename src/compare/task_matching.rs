//! Which tasks of two documents are one.
//!
//! A task is known again by its title, else by its first clause, else by its text; pairs of characters weigh the more
//! the rarer they are, so 推进 and 建设 say nothing and 垃圾分类 says much. Only tasks that share rarer pairs are held
//! against each other.

use super::View;
use super::tasks::{task, title};
use crate::grammar::fold::fold;
use crate::record::{DocumentRecords, Task};
use std::collections::{BTreeMap, BTreeSet};

/// Pairs of characters that more tasks than this have make no candidates.
const COMMON_PAIR: usize = 80;
/// As many candidates are looked at closely.
const CANDIDATES: usize = 12;
/// Fewest characters of a title.
const TITLE: usize = 4;

/// A task by the place of its document and its own place there.
pub(super) type Place = (usize, usize);

/// A pair of characters.
type Pair = (char, char);

/// Two tasks that are one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Match {
    pub(super) new: usize,
    pub(super) old: Place,
    pub(super) score: f64,
}

/// A task's words as pairs of characters.
struct Features {
    place: Place,
    title: BTreeSet<Pair>,
    /// The title is printed, not the first clause.
    titled: bool,
    text: BTreeSet<Pair>,
}

fn features(document: usize, records: &DocumentRecords) -> Vec<Features> {
    let read = |(at, task): (usize, &Task)| {
        let text: String = task.sections.iter().map(|section| fold(&section.text)).collect();
        let name = title(task);
        let long_enough = name.chars().count() >= TITLE;
        Features {
            place: (document, at),
            title: if long_enough { pairs(&fold(&name)) } else { BTreeSet::new() },
            titled: task.title.is_some(),
            text: pairs(&format!("{}{text}", task.title.as_deref().map(fold).unwrap_or_default())),
        }
    };
    records.tasks.iter().enumerate().map(read).collect()
}

/// Pairs of neighbouring Chinese characters and letters; numbers change from year to year and say nothing.
fn pairs(text: &str) -> BTreeSet<Pair> {
    let telling = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || c.is_ascii_alphabetic();
    let chars: Vec<char> = text.chars().filter(|c| telling(*c) || c.is_ascii_digit()).collect();
    let couples = chars.iter().zip(chars.iter().skip(1)).map(|(a, b)| (*a, *b));
    couples.filter(|(a, b)| telling(*a) && telling(*b)).collect()
}

/// How much each pair says: the fewer tasks have it, the more.
struct Weights {
    frequency: BTreeMap<Pair, usize>,
    tasks: usize,
}

impl Weights {
    fn new(all: &[&Features]) -> Weights {
        let mut frequency: BTreeMap<Pair, usize> = BTreeMap::new();
        for pair in all.iter().flat_map(|features| &features.text) {
            *frequency.entry(*pair).or_default() += 1;
        }
        Weights { frequency, tasks: all.len() }
    }

    fn of(&self, pair: &Pair) -> f64 {
        let frequency = self.frequency.get(pair).copied().unwrap_or(1);
        (1.0 + self.tasks as f64 / frequency as f64).ln()
    }

    fn sum<'p>(&self, pairs: impl Iterator<Item = &'p Pair>) -> f64 {
        pairs.map(|pair| self.of(pair)).sum()
    }

    /// Weight of what both have, twice, over the weight of both.
    fn share(&self, a: &BTreeSet<Pair>, b: &BTreeSet<Pair>) -> f64 {
        let whole = self.sum(a.iter()) + self.sum(b.iter());
        if whole > 0.0 { 2.0 * self.sum(a.intersection(b)) / whole } else { 0.0 }
    }
}

/// All pairs of tasks that are one, each task once for every two lists.
pub(super) fn matches(view: &View, earlier: &[usize]) -> Vec<Match> {
    let new = features(0, view.documents[0]);
    let old: Vec<Features> = earlier.iter().flat_map(|&at| features(at, view.documents[at])).collect();
    let weights = Weights::new(&new.iter().chain(&old).collect::<Vec<_>>());
    let mut by_pair: BTreeMap<Pair, Vec<usize>> = BTreeMap::new();
    for (at, features) in old.iter().enumerate() {
        features.text.iter().for_each(|pair| by_pair.entry(*pair).or_default().push(at));
    }
    let mut found = Vec::new();
    for (at, features) in new.iter().enumerate() {
        for candidate in candidates(features, &by_pair, &weights) {
            if let Some(score) = score(features, &old[candidate], &weights, view) {
                found.push(Match { new: at, old: old[candidate].place, score });
            }
        }
    }
    one_to_one(found, view)
}

/// Places of the old tasks that share most with the new one.
fn candidates(features: &Features, by_pair: &BTreeMap<Pair, Vec<usize>>, weights: &Weights) -> Vec<usize> {
    let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
    for pair in &features.text {
        let list = by_pair.get(pair).filter(|list| list.len() <= COMMON_PAIR);
        // What both titles or first clauses have is looked for first.
        let weight = weights.of(pair) * if features.title.contains(pair) { 3.0 } else { 1.0 };
        list.into_iter().flatten().for_each(|at| *shared.entry(*at).or_default() += weight);
    }
    let mut ranked: Vec<(usize, f64)> = shared.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.into_iter().take(CANDIDATES).map(|(at, _)| at).collect()
}

/// How sure it is that the two are one, two decimals; `None` where they are not.
fn score(new: &Features, old: &Features, weights: &Weights, view: &View) -> Option<f64> {
    let settings = &view.settings.comparison;
    let by_title = weights.share(&new.title, &old.title);
    let by_text = weights.share(&new.text, &old.text);
    let title_needed = if new.titled && old.titled { settings.task_title } else { settings.task_clause };
    let is_one = by_title >= title_needed || by_text >= settings.task_text;
    is_one.then(|| (by_title.max(by_text) * 100.0).round() / 100.0)
}

/// Of every two lists each task once, the best first.
fn one_to_one(mut found: Vec<Match>, view: &View) -> Vec<Match> {
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.new, a.old).cmp(&(b.new, b.old))));
    let mut new_taken: BTreeSet<(usize, usize, &str)> = BTreeSet::new();
    let mut old_taken: BTreeSet<(Place, &str)> = BTreeSet::new();
    found.retain(|found| {
        let new_list = task((0, found.new), view).list.as_str();
        let old_list = task(found.old, view).list.as_str();
        let free =
            !new_taken.contains(&(found.new, found.old.0, old_list)) && !old_taken.contains(&(found.old, new_list));
        if free {
            new_taken.insert((found.new, found.old.0, old_list));
            old_taken.insert((found.old, new_list));
        }
        free
    });
    found
}
