//! Headings that two parts of a document have in common one by one, but for a few that are worded otherwise (GW305).

use super::{Context, Draft, plain};
use crate::record::{Evidence, Group, ListInfo};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Headings that two parts must have in common, and their share of the shorter part.
const COMMON: usize = 4;
const SHARE: f64 = 0.6;
/// Share of characters that two headings for one thing have in common.
const ALIKE: f64 = 0.5;
/// Headings between two that both parts have that are looked through.
const MOST_BETWEEN: usize = 3;
/// A heading that stands in more parts than this says nothing of which parts go together.
const MOST_PARTS: usize = 10;

/// The headings of a list that have none below them, in their order, each once.
struct Part<'a> {
    list: &'a ListInfo,
    headings: Vec<(String, &'a Group)>,
}

pub(super) fn run(context: &Context) -> Vec<Draft> {
    let parts: Vec<Part> = context.records.lists.iter().map(part).collect();
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, part) in parts.iter().enumerate() {
        part.headings.iter().for_each(|(name, _)| holders.entry(name).or_default().push(at));
    }
    let mut common: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for holders in holders.into_values().filter(|holders| holders.len() <= MOST_PARTS) {
        for (place, one) in holders.iter().enumerate() {
            holders[place + 1..].iter().for_each(|other| *common.entry((*one, *other)).or_default() += 1);
        }
    }
    let go_together = |((one, other), count): ((usize, usize), usize)| {
        let shorter = parts[one].headings.len().min(parts[other].headings.len());
        (count >= COMMON && count as f64 >= shorter as f64 * SHARE).then_some((one, other, count))
    };
    let pairs = common.into_iter().filter_map(go_together);
    pairs.flat_map(|(one, other, count)| differences(&parts[one], &parts[other], count)).collect()
}

fn part(list: &ListInfo) -> Part<'_> {
    let mut seen = BTreeSet::new();
    let above: BTreeSet<&[String]> =
        list.groups.iter().filter_map(|group| group.path.split_last()).map(|(_, above)| above).collect();
    let lowest = list.groups.iter().filter(|group| !above.contains(group.path.as_slice()));
    let headings = lowest.filter_map(|group| Some((words(group.path.last()?), group)));
    let headings = headings.filter(|(name, _)| !name.is_empty() && seen.insert(name.clone()));
    Part { list, headings: headings.collect() }
}

/// A heading without its number: `3.推进精准帮扶`, `(二)推进精准帮扶`, `二、推进精准帮扶`.
fn words(heading: &str) -> String {
    let plain = plain(heading);
    let is_number = |text: &str| {
        let mut characters = text.chars().filter(|c| *c != '(');
        text.chars().count() <= 4 && characters.all(|c| c.is_ascii_digit() || "零一二三四五六七八九十第".contains(c))
    };
    match plain.split_once(['、', ')', '.', '．']) {
        Some((number, words)) if is_number(number) => words.to_owned(),
        _ => plain,
    }
}

/// Headings of two parts that stand alone between two that both have, and are alike.
fn differences(one: &Part, other: &Part, common: usize) -> Vec<Draft> {
    let places: HashMap<&str, usize> = (0..).zip(&other.headings).map(|(at, (name, _))| (name.as_str(), at)).collect();
    let known = |at: usize| one.headings.get(at).map(|(name, _)| places.get(name.as_str()).copied());
    let mut drafts = Vec::new();
    for (at, (name, group)) in
        one.headings.iter().enumerate().filter(|(_, (name, _))| !places.contains_key(name.as_str()))
    {
        // The heading before and the one behind must both stand in the other part, with one like it between them.
        let before = match at.checked_sub(1).map(known) {
            None => None,
            Some(place) => match place.flatten() {
                None => continue,
                place => place,
            },
        };
        let behind = match known(at + 1) {
            None => other.headings.len(),
            Some(None) => continue,
            Some(Some(place)) => place,
        };
        let between = before.map_or(0, |place| place + 1)..behind;
        let between = other.headings.get(between).unwrap_or_default();
        let twins: Vec<_> = between.iter().take(MOST_BETWEEN).filter(|(twin, _)| alike(name, twin)).collect();
        if let [(twin, twin_group)] = twins[..] {
            drafts.push(draft([one, other], [name, twin], [group, twin_group], common));
        }
    }
    drafts
}

fn alike(one: &str, other: &str) -> bool {
    let mut left: Vec<char> = other.chars().collect();
    let all = one.chars().count() + left.len();
    let mut common = 0;
    for c in one.chars() {
        if let Some(at) = left.iter().position(|other| *other == c) {
            left.swap_remove(at);
            common += 1;
        }
    }
    2.0 * f64::from(common) >= all as f64 * ALIKE
}

fn draft(parts: [&Part; 2], names: [&String; 2], groups: [&Group; 2], common: usize) -> Draft {
    let message = format!(
        "“{}”的“{}”，在“{}”里是“{}”；两处其余{common}个小标题都相同",
        parts[0].list.title, names[0], parts[1].list.title, names[1]
    );
    let quote = |group: &Group, name: &String| Evidence { text: name.clone(), anchor: group.anchor.clone() };
    let evidence = [quote(groups[0], names[0]), quote(groups[1], names[1])];
    let draft = Draft::new(message).known_by([&parts[0].list.title, &parts[1].list.title]).known_by(names);
    draft.evidence(evidence).expected(names[0]).found(names[1])
}
