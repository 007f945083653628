//! Are two names one indicator: surely, perhaps, or not.

use super::vocabulary::Vocabulary;
use super::wording::Wording;
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// How two names are held to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    /// The same words, once verbs of one meaning, figures and synonyms are folded.
    Same,
    /// A rule file lists both under one indicator.
    Alias,
    /// They differ in words only that make no other indicator of it.
    Wording,
    /// They are alike; a person has to say.
    Doubtful,
}

/// Two names that are, or may be, one indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// How sure it is.
    pub bond: Bond,
    /// Share of the characters that both have, 0..1, two decimals; 1 where nothing is in doubt.
    pub score: f64,
}

/// Characters that doubtful names must have in common, and their share.
const COMMON: usize = 4;
const SHARE: f64 = 0.75;

/// Compares two names that no rule file joins or parts.
pub(super) fn like(a: &Wording, b: &Wording, words: &Vocabulary) -> Option<Likeness> {
    if a.change != b.change || contrary(&a.verbs, &b.verbs) || excluded(a, b, words) || a.numbers() != b.numbers() {
        return None;
    }
    let same_verbs = a.verbs == b.verbs;
    let same_remark = a.remark.is_empty() || b.remark.is_empty() || a.remark == b.remark;
    if a.core() == b.core() {
        let bond = if same_verbs && same_remark { Bond::Same } else { Bond::Doubtful };
        return Some(Likeness { bond, score: if bond == Bond::Same { 1.0 } else { 0.95 } });
    }
    let (common, differences) = differences(a.core(), b.core());
    let length = a.core().chars().count() + b.core().chars().count();
    let share = 2.0 * common as f64 / length as f64;
    let score = (share * 100.0).round() / 100.0;
    if common >= COMMON && same_verbs && same_remark && differences.iter().all(|run| is_soft(run, words)) {
        return Some(Likeness { bond: Bond::Wording, score });
    }
    let telling = |run: &String| words.distinguishing.iter().any(|word| run.contains(word.as_str()));
    let deeds =
        words.verbs.iter().filter(|verbs| differences.iter().any(|run| verbs.iter().any(|v| run.contains(v.as_str()))));
    let told_apart = deeds.count() > 1 || differences.iter().any(telling);
    (common >= COMMON && share >= SHARE && !told_apart).then_some(Likeness { bond: Bond::Doubtful, score })
}

/// Does each name a deed that the other does not.
fn contrary(a: &[usize], b: &[usize]) -> bool {
    let beyond = |a: &[usize], b: &[usize]| a.iter().any(|class| !b.contains(class));
    beyond(a, b) && beyond(b, a)
}

/// Does each name another member of a group whose members exclude each other.
fn excluded(a: &Wording, b: &Wording, words: &Vocabulary) -> bool {
    let of = |wording: &Wording, group: &[String]| -> Vec<String> {
        let mut rest = wording.plain().to_string();
        let mut found = Vec::new();
        for word in group.iter().filter(|word| wording.plain().contains(word.as_str())) {
            // 进出口 is no 进口 and no 出口.
            if rest.contains(word.as_str()) {
                rest = rest.replace(word.as_str(), "\u{1f}");
                found.push(word.clone());
            }
        }
        found
    };
    words.apart.iter().any(|group| {
        let (mine, theirs) = (of(a, group), of(b, group));
        !mine.is_empty() && !theirs.is_empty() && mine != theirs
    })
}

/// The number of characters that both have in one order, and the runs that only one has.
fn differences(a: &str, b: &str) -> (usize, Vec<String>) {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (mut common, mut runs) = (0, Vec::new());
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        match op.tag() {
            DiffTag::Equal => common += op.old_range().len(),
            _ => {
                let sides = [a[op.old_range()].iter().collect::<String>(), b[op.new_range()].iter().collect()];
                runs.extend(sides.into_iter().filter(|side| !side.is_empty()));
            }
        }
    }
    (common, runs)
}

/// Is the run made of words that make no other indicator.
fn is_soft(run: &str, words: &Vocabulary) -> bool {
    let mut rest = run;
    while !rest.is_empty() {
        match words.soft.iter().find(|word| rest.starts_with(word.as_str())) {
            Some(word) => rest = &rest[word.len()..],
            None => return false,
        }
    }
    true
}
