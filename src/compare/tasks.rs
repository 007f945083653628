//! What became of the tasks (任务) of earlier documents of the same region: kept under whatever number, changed, new, gone.
//!
//! A task is known again by its title, else by its first clause, else by its text; pairs of characters weigh the more
//! the rarer they are, so 推进 and 建设 say nothing and 垃圾分类 says much. Only tasks that share rarer pairs are held
//! against each other.

use super::View;
use super::words;
use crate::grammar::fold::fold;
use crate::record::comparison::{Relation, TaskChange, TaskPlace, TaskStatus, Weakening};
use crate::record::{DocumentRecords, Task};
use std::collections::{BTreeMap, BTreeSet};

/// Pairs of characters that more tasks than this have make no candidates.
const COMMON_PAIR: usize = 80;
/// As many candidates are looked at closely.
const CANDIDATES: usize = 12;
/// Fewest characters of a title.
const TITLE: usize = 4;

/// A task by the place of its document and its own place there.
type Place = (usize, usize);

/// A pair of characters.
type Pair = (char, char);

/// Two tasks that are one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Match {
    new: usize,
    old: Place,
    score: f64,
}

/// What became of every task: those of the new document in its order, then those that are gone, from the latest
/// document back. Nothing where no earlier document of the region has tasks.
pub(super) fn changes(view: &View) -> Vec<TaskChange> {
    let earlier: Vec<usize> = (1..view.documents.len())
        .filter(|at| view.relation(*at) == Relation::Same && !view.documents[*at].tasks.is_empty())
        .collect();
    if earlier.is_empty() || view.documents[0].tasks.is_empty() {
        return Vec::new();
    }
    let matches = matches(view, &earlier);
    let best = |new: usize| {
        let own = matches.iter().filter(|found| found.new == new);
        own.min_by(|a, b| a.old.0.cmp(&b.old.0).then(b.score.total_cmp(&a.score)).then(a.old.1.cmp(&b.old.1)))
    };
    let mut changes: Vec<TaskChange> = (0..view.documents[0].tasks.len())
        .map(|new| match best(new) {
            Some(found) => pair(found, view),
            None => alone(TaskStatus::New, None, Some((0, new)), view),
        })
        .collect();
    changes.extend(gone(view, &earlier, &matches));
    changes
}

/// Tasks of lists that go on in the new document and that it does not have any more.
fn gone(view: &View, earlier: &[usize], matches: &[Match]) -> Vec<TaskChange> {
    let found: BTreeSet<Place> = matches.iter().map(|found| found.old).collect();
    let mut gone = Vec::new();
    for &document in earlier {
        let mut lists: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (at, task) in view.documents[document].tasks.iter().enumerate() {
            let (all, kept) = lists.entry(&task.list).or_default();
            *all += 1;
            *kept += usize::from(found.contains(&(document, at)));
        }
        let words = &view.settings.comparison;
        let goes_on = |list: &str| {
            let (all, kept) = lists[list];
            kept >= words.list_tasks && kept as f64 >= words.list_share * all as f64
        };
        let tasks = view.documents[document].tasks.iter().enumerate();
        let lost = tasks.filter(|(at, task)| !found.contains(&(document, *at)) && goes_on(&task.list));
        gone.extend(lost.map(|(at, _)| alone(TaskStatus::Gone, Some((document, at)), None, view)));
    }
    gone
}

fn alone(status: TaskStatus, old: Option<Place>, new: Option<Place>, view: &View) -> TaskChange {
    TaskChange {
        status,
        old: old.map(|place| task_place(place, view)),
        new: new.map(|place| task_place(place, view)),
        score: None,
        line: old.or(new).map(|place| line(place, view)),
        difference: None,
        words: Vec::new(),
        weakened: Vec::new(),
    }
}

fn task<'a>(place: Place, view: &View<'a>) -> &'a Task {
    &view.documents[place.0].tasks[place.1]
}

fn task_place(place: Place, view: &View) -> TaskPlace {
    let task = task(place, view);
    TaskPlace {
        document: view.id(place.0).to_string(),
        task: task.id.clone(),
        title: title(task),
        list: task.list.clone(),
        seq: task.seq,
    }
}

/// The name under which a task is known from now on.
fn line(place: Place, view: &View) -> String {
    format!("{}#{}", view.id(place.0), task(place, view).id)
}

/// What to call a task: its title, else the first clause of its text.
pub(super) fn title(task: &Task) -> String {
    const LONGEST: usize = 40;
    let printed = task.title.as_deref().map(|title| title.split_whitespace().collect::<String>());
    printed.filter(|title| !title.is_empty()).unwrap_or_else(|| {
        let clause = first_clause(goal(task));
        match clause.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &clause[..end]),
            None => clause,
        }
    })
}

/// The goal of a task: the first of its texts, as lists begin with goal or content.
pub(super) fn goal(task: &Task) -> &str {
    task.sections.first().map_or("", |section| section.text.as_str())
}

/// The text up to its first comma, colon or full stop, without a number in front.
fn first_clause(text: &str) -> String {
    let folded = fold(text);
    let body = folded.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '(' | ')'));
    body.split([',', '，', '。', ':', ';']).next().unwrap_or_default().to_string()
}

fn pair(found: &Match, view: &View) -> TaskChange {
    let (old, new) = (task(found.old, view), task((0, found.new), view));
    let comparison = words::compare(goal(old), goal(new), &view.settings.comparison.commitments);
    let rewritten = comparison.share < view.settings.comparison.rewritten_share;
    let weakened = if rewritten { Vec::new() } else { distinct(comparison.weakened) };
    let told = difference(old, new, rewritten, &weakened, view);
    let status = if told.is_empty() { TaskStatus::Kept } else { TaskStatus::Changed };
    let words = match status {
        TaskStatus::Kept => Vec::new(),
        _ if rewritten => words::replaced(goal(old), goal(new)),
        _ => comparison.changes,
    };
    TaskChange {
        status,
        old: Some(task_place(found.old, view)),
        new: Some(task_place((0, found.new), view)),
        score: Some(found.score),
        line: Some(line(found.old, view)),
        difference: (!told.is_empty()).then(|| told.join("；")),
        words,
        weakened,
    }
}

fn distinct(mut weakened: Vec<Weakening>) -> Vec<Weakening> {
    let mut seen = BTreeSet::new();
    weakened.retain(|w| seen.insert((w.from.clone(), w.to.clone())));
    weakened
}

/// What is different, each in a few Chinese words.
fn difference(old: &Task, new: &Task, rewritten: bool, weakened: &[Weakening], view: &View) -> Vec<String> {
    let mut told = Vec::new();
    told.extend(weakened.iter().map(|w| format!("用词由“{}”变为“{}”，要求减弱", w.from, w.to)));
    let figures = changed_figures(old, new, view);
    let plain = |task: &Task| fold(goal(task));
    if rewritten {
        told.push("目标重写".to_string());
    } else if figures.is_empty() && plain(old) != plain(new) && weakened.is_empty() {
        told.push("目标文字有改动".to_string());
    }
    told.extend(figures);
    told.extend(super::units::changed_leads(&old.responsible, &new.responsible, view));
    told
}

/// Quantities of one subject with another number: 城市书房 200家→150家.
fn changed_figures(old: &Task, new: &Task, view: &View) -> Vec<String> {
    let key = |subject: &str| view.rules.indicators.read(subject, None).key();
    let mut before: BTreeMap<String, Vec<&crate::record::QuantityMention>> = BTreeMap::new();
    for quantity in old.quantities.iter().filter(|quantity| quantity.number.is_some()) {
        before.entry(key(&quantity.subject)).or_default().push(quantity);
    }
    let mut told = Vec::new();
    for quantity in new.quantities.iter().filter(|quantity| quantity.number.is_some()) {
        let Some([earlier]) = before.get(&key(&quantity.subject)).map(Vec::as_slice) else { continue };
        if earlier.unit == quantity.unit && earlier.number != quantity.number {
            let figure = |q: &crate::record::QuantityMention| {
                format!("{}{}", q.number.unwrap_or_default(), q.unit.as_deref().unwrap_or_default())
            };
            told.push(format!("“{}”{}→{}", quantity.subject, figure(earlier), figure(quantity)));
        }
    }
    told
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
fn matches(view: &View, earlier: &[usize]) -> Vec<Match> {
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
