//! Which targets of several documents are one indicator (同一指标).
//!
//! What a rule file lists goes by its table. The others go by their wording: the same key is the same indicator, names
//! that differ only in words that say nothing are too, and names that are merely alike are put before a person. Names
//! are held against each other only where they share rarer pairs of characters, so the work grows with the number of
//! names and not with its square.

use super::measure::Measure;
use crate::check::Settings;
use crate::record::{DocumentRecords, Target};
use crate::rules::{Bond, Indicators, Wording};
use std::collections::{BTreeMap, BTreeSet};

/// A target by the place of its document among those compared, and its own place there.
pub(super) type Place = (usize, usize);

/// Targets that are one indicator.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// Canonical name: that of the rules, else that of the member in the first document.
    pub(super) name: String,
    /// The rules list it.
    pub(super) listed: bool,
    pub(super) members: Vec<Membership>,
}

/// How a target belongs to a group.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Membership {
    pub(super) place: Place,
    pub(super) bond: Bond,
    /// 1 where nothing is in doubt.
    pub(super) score: f64,
}

/// Two groups that are alike, for a person to decide.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Doubt {
    /// Places of the groups in the list of groups, the smaller first.
    pub(super) groups: (usize, usize),
    pub(super) score: f64,
}

/// Pairs of characters that more names than this have do not make candidates of them.
const COMMON_PAIR: usize = 60;

/// Groups the targets of all documents. Groups come in the order of their first members, members in that of documents
/// and targets; every target belongs to exactly one group.
pub(super) fn group(
    documents: &[&DocumentRecords],
    indicators: &Indicators,
    settings: &Settings,
) -> (Vec<Group>, Vec<Doubt>) {
    let names = names(documents, indicators, settings);
    let classes = classes(&names);
    let (sure, doubtful) = bonds(&names, &classes, indicators);
    let joined = joined(&classes, &sure);
    let groups =
        joined.members.iter().map(|members| make_group(members, &names, &classes, &sure, indicators)).collect();
    (groups, doubts(&joined, &doubtful))
}

/// A target's name, read.
struct Name<'a> {
    place: Place,
    wording: Wording,
    listed: Option<&'a str>,
    /// Title of the list that it stands in.
    list: &'a str,
    /// What the figures count, where anything says so.
    measure: Option<Measure>,
}

fn names<'a>(documents: &[&'a DocumentRecords], indicators: &'a Indicators, settings: &Settings) -> Vec<Name<'a>> {
    let targets = documents.iter().enumerate().flat_map(|(at, document)| {
        document.targets.iter().enumerate().map(move |(target_at, target)| ((at, target_at), target))
    });
    let read = |(place, target): (Place, &'a Target)| {
        let wording = indicators.read(&target.name, target.component.as_deref());
        let listed = indicators.find(&wording).map(|indicator| indicator.name.as_str());
        let unit = target.unit.as_deref().or(wording.counted());
        let measure = unit.map(|unit| Measure::read(unit, settings));
        Name { place, wording, listed, list: &target.list, measure }
    };
    targets.map(read).collect()
}

/// Names that are the same without looking at any other name, by their places in the list of names.
struct Class {
    names: Vec<usize>,
    listed: bool,
}

fn classes(names: &[Name]) -> Vec<Class> {
    let mut by_key: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let key = match name.listed {
            Some(listed) => (true, listed.to_string()),
            None => (false, name.wording.key()),
        };
        by_key.entry(key).or_default().push(at);
    }
    let mut classes = Vec::new();
    for ((listed, _), members) in by_key {
        match listed {
            true => classes.push(Class { names: members, listed }),
            false => classes.extend(by_measure(members, names).into_iter().map(|names| Class { names, listed })),
        }
    }
    classes.sort_by_key(|class| class.names[0]);
    classes
}

/// Parts names of one key where their units of measure tell them apart: one document counts both buildings and
/// neighbourhoods, or one figure is a share and the other a number of things. Other differences of unit are a change of
/// definition of one indicator.
fn by_measure(members: Vec<usize>, names: &[Name]) -> Vec<Vec<usize>> {
    let base = |at: &usize| names[*at].measure.as_ref().map(|measure| measure.base.as_str());
    let mut in_document: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for at in &members {
        in_document.entry(names[*at].place.0).or_default().extend(base(at));
    }
    let all: BTreeSet<&str> = members.iter().filter_map(base).collect();
    let told_apart = in_document.values().any(|bases| bases.len() > 1) || all.len() > 1 && all.contains("");
    if !told_apart {
        return vec![members];
    }
    let mut parts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let first = members.iter().find_map(base).unwrap_or_default();
    for at in &members {
        parts.entry(base(at).unwrap_or(first)).or_default().push(*at);
    }
    parts.into_values().collect()
}

/// Classes that are joined or may be, with the score.
type Links = Vec<(usize, usize, f64)>;

/// Holds the wordings of classes against each other where they share pairs of characters.
fn bonds(names: &[Name], classes: &[Class], indicators: &Indicators) -> (Links, Links) {
    let wordings = distinct_wordings(names, classes);
    let mut by_pair: BTreeMap<(char, char), Vec<usize>> = BTreeMap::new();
    for (at, (_, name)) in wordings.iter().enumerate() {
        for pair in pairs(names[*name].wording.core()) {
            by_pair.entry(pair).or_default().push(at);
        }
    }
    let mut sure: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut doubtful: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (at, (class, name)) in wordings.iter().enumerate() {
        let shared = pairs(names[*name].wording.core());
        let lists = shared.iter().filter_map(|pair| by_pair.get(pair)).filter(|list| list.len() <= COMMON_PAIR);
        let others: BTreeSet<usize> = lists.flatten().copied().filter(|other| *other > at).collect();
        for other in others {
            let (other_class, other_name) = wordings[other];
            let both_listed = classes[*class].listed && classes[other_class].listed;
            if *class == other_class || both_listed || stand_together(&classes[*class], &classes[other_class], names) {
                continue;
            }
            let (a, b) = (&names[*name], &names[other_name]);
            let Some(likeness) = indicators.like(&a.wording, &b.wording).filter(|_| may_agree(a, b)) else { continue };
            let links = if likeness.bond == Bond::Doubtful { &mut doubtful } else { &mut sure };
            let score = links.entry(((*class).min(other_class), (*class).max(other_class))).or_default();
            *score = score.max(likeness.score);
        }
    }
    let list = |links: BTreeMap<(usize, usize), f64>| links.into_iter().map(|((a, b), score)| (a, b, score)).collect();
    (list(sure), list(doubtful))
}

/// Does one list hold both; then whoever wrote it tells them apart.
fn stand_together(a: &Class, b: &Class, names: &[Name]) -> bool {
    let list = |name: &usize| (names[*name].place.0, names[*name].list);
    let lists: BTreeSet<(usize, &str)> = a.names.iter().map(list).collect();
    b.names.iter().any(|name| lists.contains(&list(name)))
}

/// Every wording of every class once: the class and a name that has it.
fn distinct_wordings(names: &[Name], classes: &[Class]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (at, class) in classes.iter().enumerate() {
        let mut seen = BTreeSet::new();
        out.extend(class.names.iter().filter(|name| seen.insert(names[**name].wording.key())).map(|name| (at, *name)));
    }
    out
}

fn pairs(core: &str) -> BTreeSet<(char, char)> {
    core.chars().zip(core.chars().skip(1)).collect()
}

/// Figures of another kind of thing are no figures of one indicator.
fn may_agree(a: &Name, b: &Name) -> bool {
    match (&a.measure, &b.measure) {
        (Some(a), Some(b)) => a.agrees(b),
        _ => true,
    }
}

/// Classes that were joined.
struct Joined {
    /// The classes of each group; groups in the order of their first class.
    members: Vec<Vec<usize>>,
    /// For each class its group.
    group_of: Vec<usize>,
}

/// Joins classes along their bonds, the strongest first. Two listed indicators are never joined, not even over a third
/// name.
fn joined(classes: &[Class], bonds: &Links) -> Joined {
    let mut root: Vec<usize> = (0..classes.len()).collect();
    let mut listed: Vec<bool> = classes.iter().map(|class| class.listed).collect();
    let mut strongest: Vec<&(usize, usize, f64)> = bonds.iter().collect();
    strongest.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| (a.0, a.1).cmp(&(b.0, b.1))));
    for (a, b, _) in strongest {
        let (a, b) = (top(&root, *a), top(&root, *b));
        let (first, second) = (a.min(b), a.max(b));
        if a != b && !(listed[a] && listed[b]) {
            listed[first] |= listed[second];
            root[second] = first;
        }
    }
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut group_of = vec![0; root.len()];
    for class in 0..root.len() {
        let top = top(&root, class);
        if top == class {
            group_of[class] = members.len();
            members.push(Vec::new());
        }
        group_of[class] = group_of[top];
        members[group_of[top]].push(class);
    }
    Joined { members, group_of }
}

fn top(root: &[usize], mut at: usize) -> usize {
    while root[at] != at {
        at = root[at];
    }
    at
}

fn make_group(members: &[usize], names: &[Name], classes: &[Class], bonds: &Links, indicators: &Indicators) -> Group {
    let listed = members.iter().find_map(|class| names[classes[*class].names[0]].listed);
    let first = &names[classes[members[0]].names[0]].wording;
    let (name, key) = match listed {
        Some(listed) => (listed.to_string(), indicators.read(listed, None).key()),
        None => (first.title().to_string(), first.key()),
    };
    let score = |class: usize| {
        let touching = bonds.iter().filter(|(a, b, _)| *a == class || *b == class);
        touching.map(|(_, _, score)| *score).fold(0.0, f64::max)
    };
    let member = |class: usize, name: usize| {
        let (bond, score) = match &names[name] {
            name if name.wording.key() == key => (Bond::Same, 1.0),
            name if name.listed.is_some() => (Bond::Alias, 1.0),
            _ => (Bond::Wording, score(class)),
        };
        Membership { place: names[name].place, bond, score }
    };
    let of_class = |class: &usize| classes[*class].names.iter().map(|name| member(*class, *name)).collect::<Vec<_>>();
    let mut members: Vec<Membership> = members.iter().flat_map(of_class).collect();
    members.sort_by_key(|member| member.place);
    Group { name, listed: listed.is_some(), members }
}

fn doubts(joined: &Joined, links: &Links) -> Vec<Doubt> {
    let group = |class: usize| joined.group_of[class];
    let mut doubts: Vec<Doubt> = links
        .iter()
        .filter(|(a, b, _)| group(*a) != group(*b))
        .map(|(a, b, score)| Doubt { groups: (group(*a).min(group(*b)), group(*a).max(group(*b))), score: *score })
        .collect();
    doubts.sort_by(|a, b| a.groups.cmp(&b.groups).then_with(|| b.score.total_cmp(&a.score)));
    doubts.dedup_by_key(|doubt| doubt.groups);
    doubts
}
