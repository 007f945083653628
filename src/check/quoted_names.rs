//! Names in quotation marks that differ in one character (GW305).

use super::texts::Text;
use super::{Context, Draft};
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a name: shorter ones are alike by chance, longer ones are sentences.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=20;
/// From this length on a name that differs in any one character is told.
const LONG: usize = 6;
/// From this length on also one that differs in a number, a direction, a level.
const VERY_LONG: usize = 8;
/// Characters that must be the same beside names that are shorter.
const BESIDE: usize = 3;

/// A name with what stands behind it.
struct Quoted<'t, 'a> {
    name: Vec<char>,
    behind: &'t str,
    text: &'t Text<'a>,
}

pub(super) fn run(context: &Context) -> Vec<Draft> {
    let mut names: BTreeMap<&str, Quoted> = BTreeMap::new();
    for text in context.texts() {
        for (name, behind) in quoted(&text.text) {
            names.entry(name).or_insert_with(|| Quoted { name: name.chars().collect(), behind, text });
        }
    }
    let names: Vec<Quoted> = names.into_values().collect();
    let mut holes: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for (number, quoted) in names.iter().enumerate() {
        for hole in 0..quoted.name.len() {
            let rest = quoted.name.iter().enumerate().filter(|(at, _)| *at != hole).map(|(_, c)| c).collect();
            holes.entry((hole, rest)).or_default().push(number);
        }
    }
    let mut pairs: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
    for ((hole, _), members) in holes.iter().filter(|(_, members)| members.len() == 2) {
        pairs.insert((members[0], members[1], *hole));
    }
    let told = pairs.into_iter().filter_map(|(one, other, hole)| draft([&names[one], &names[other]], hole, context));
    told.collect()
}

/// The names in quotation marks of a text, each with what stands behind it.
fn quoted(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for part in text.split('“').skip(1) {
        let Some((name, behind)) = part.split_once('”') else { continue };
        if LENGTH.contains(&name.chars().count()) && !name.contains(['。', ';', '；', '《']) {
            found.push((name, behind));
        }
    }
    found
}

fn draft([one, other]: [&Quoted; 2], hole: usize, context: &Context) -> Option<Draft> {
    let (a, b) = (one.name[hole], other.name[hole]);
    let together = |sets: &[String]| sets.iter().any(|set| set.contains(a) && set.contains(b));
    let words = &context.settings.near_name;
    let beside = one.behind.chars().zip(other.behind.chars()).take_while(|(a, b)| a == b).count();
    let enough = if together(&words.contrasting) { VERY_LONG } else { LONG };
    let is_telling = one.name.len() >= enough || beside >= BESIDE;
    if together(&words.interchangeable) || !is_telling || !a.is_alphabetic() || !b.is_alphabetic() {
        return None;
    }
    let later = |quoted: &Quoted| quoted.text.anchor.line;
    let (first, second) = if later(one) <= later(other) { (one, other) } else { (other, one) };
    let name = |quoted: &Quoted| quoted.name.iter().collect::<String>();
    let message = format!(
        "“{}”（{}）与“{}”（{}）只差一个字，是否同一名称",
        name(second),
        second.text.label(),
        name(first),
        first.text.label()
    );
    let ids: Vec<&str> = [second, first].iter().filter_map(|quoted| Some(quoted.text.item?.id())).collect();
    let mut key = [name(first), name(second)];
    key.sort();
    let evidence = [second, first].map(|quoted| quoted.text.quote(&name(quoted)));
    let draft = Draft::new(message).about(ids).known_by(key).evidence(evidence);
    Some(draft.expected(name(first)).found(name(second)).softened(1))
}
