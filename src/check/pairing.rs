//! Which subjects of a document are alike, found without holding each against each: only subjects that share a rare pair
//! of neighbouring characters are compared, so that the work grows with the document and not with its square.

use super::subject::Subject;
use super::{Conflict, Context};
use std::collections::HashMap;

/// Numbers subjects, each once.
#[derive(Debug, Default)]
pub(super) struct Numbering(HashMap<Subject, usize>);

impl Numbering {
    /// The number of a subject.
    pub(super) fn number(&mut self, subject: Subject) -> usize {
        let next = self.0.len();
        *self.0.entry(subject).or_insert(next)
    }

    /// The subjects in the order of their numbers.
    pub(super) fn subjects(self) -> Vec<Subject> {
        let mut numbered: Vec<(Subject, usize)> = self.0.into_iter().collect();
        numbered.sort_unstable_by_key(|(_, number)| *number);
        numbered.into_iter().map(|(subject, _)| subject).collect()
    }
}

/// A pair of characters that stands in more wordings than this finds nobody in particular.
const COMMONEST_PAIR: usize = 60;
/// So many of the rarest pairs of a wording are looked up.
const PAIRS_LOOKED_UP: usize = 4;

/// The numbers of all subjects in groups that likeness holds together, in the order of their first member.
pub(super) fn groups(subjects: &[Subject], context: &Context) -> Vec<Vec<usize>> {
    let links = links(subjects, context);
    let mut seen = vec![false; subjects.len()];
    let mut groups = Vec::new();
    for start in 0..subjects.len() {
        let (mut group, mut waiting) = (Vec::new(), vec![start]);
        while let Some(at) = waiting.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                group.push(at);
                waiting.extend(&links[at]);
            }
        }
        group.sort_unstable();
        groups.extend((!group.is_empty()).then_some(group));
    }
    groups
}

/// For every subject those that it is like.
fn links(subjects: &[Subject], context: &Context) -> Vec<Vec<usize>> {
    let (words, telling) = (&context.settings.conflict, &context.words.telling_words);
    let wordings = wordings(subjects);
    let mut links = vec![Vec::new(); subjects.len()];
    let mut link = |one: usize, other: usize| {
        if subjects[one].like(&subjects[other], words, telling).is_some() {
            links[one].push(other);
            links[other].push(one);
        }
    };
    for wording in wordings.iter().filter(|wording| wording.subjects.len() <= COMMONEST_PAIR) {
        for (at, &one) in wording.subjects.iter().enumerate() {
            wording.subjects[at + 1..].iter().for_each(|&other| link(one, other));
        }
    }
    for (one, other) in neighbours(&wordings, words) {
        for &a in &wordings[one].subjects {
            wordings[other].subjects.iter().for_each(|&b| link(a, b));
        }
    }
    links
}

/// A core that one or more subjects have.
struct Wording<'a> {
    core: &'a str,
    length: usize,
    /// One bit for each of its characters; characters may share bits.
    bits: u128,
    /// Its characters in order of their numbers.
    sorted: Vec<char>,
    subjects: Vec<usize>,
}

fn wordings(subjects: &[Subject]) -> Vec<Wording<'_>> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut wordings: Vec<Wording> = Vec::new();
    for (at, subject) in subjects.iter().enumerate() {
        let core = subject.core.as_str();
        let number = *numbers.entry(core).or_insert_with(|| {
            let bits = core.chars().fold(0, |bits, c| bits | 1_u128 << (c as u32 % 128));
            let mut sorted: Vec<char> = core.chars().collect();
            sorted.sort_unstable();
            wordings.push(Wording { core, length: sorted.len(), bits, sorted, subjects: Vec::new() });
            wordings.len() - 1
        });
        wordings[number].subjects.push(at);
    }
    wordings
}

impl Wording<'_> {
    /// Have the two enough characters in common; most pairs are told apart by their bits.
    fn may_be_like(&self, other: &Wording, words: &Conflict) -> bool {
        let (short, long) = if self.length <= other.length { (self, other) } else { (other, self) };
        let lacking = (short.bits & !long.bits).count_ones() as usize;
        let beyond = (long.bits & !short.bits).count_ones() as usize;
        if !Self::enough(short, long, [lacking, beyond], words) {
            return false;
        }
        let common = common(&short.sorted, &long.sorted);
        Self::enough(short, long, [short.length - common, long.length - common], words)
    }

    fn enough(short: &Wording, long: &Wording, [lacking, beyond]: [usize; 2], words: &Conflict) -> bool {
        let is_part = lacking == 0 && short.length as f64 >= long.length as f64 * words.share_part;
        is_part || (lacking + beyond) as f64 <= (short.length + long.length) as f64 * (1.0 - words.share_alike)
    }
}

/// How many characters two sorted lists have in common.
fn common(a: &[char], b: &[char]) -> usize {
    let (mut a, mut b, mut common) = (a.iter().peekable(), b.iter().peekable(), 0);
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        common += usize::from(x == y);
        let order = x.cmp(y);
        if order.is_le() {
            a.next();
        }
        if order.is_ge() {
            b.next();
        }
    }
    common
}

/// Two neighbouring characters in one number.
fn pairs(core: &str) -> impl Iterator<Item = u64> {
    core.chars().zip(core.chars().skip(1)).map(|(a, b)| u64::from(a as u32) << 32 | u64::from(b as u32))
}

/// The pairs of wordings that share one of the rarest pairs of characters of either and may be alike.
fn neighbours(wordings: &[Wording], words: &Conflict) -> Vec<(usize, usize)> {
    let mut holders: Vec<(u64, usize)> =
        wordings.iter().enumerate().flat_map(|(at, wording)| pairs(wording.core).map(move |pair| (pair, at))).collect();
    holders.sort_unstable();
    holders.dedup();
    let mut rare: Vec<Vec<&[(u64, usize)]>> = vec![Vec::new(); wordings.len()];
    for run in holders.chunk_by(|a, b| a.0 == b.0).filter(|run| (2..=COMMONEST_PAIR).contains(&run.len())) {
        run.iter().for_each(|(_, at)| rare[*at].push(run));
    }
    let mut found = Vec::new();
    for (at, runs) in rare.iter_mut().enumerate() {
        runs.sort_by_key(|run| run.len());
        let others = runs.iter().take(PAIRS_LOOKED_UP).flat_map(|run| run.iter().map(|(_, other)| *other));
        let alike = others.filter(|&other| other != at && wordings[at].may_be_like(&wordings[other], words));
        found.extend(alike.map(|other| (at.min(other), at.max(other))));
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::document;
    use crate::check::{Checker, Settings};

    fn grouped(wordings: &[&str]) -> Vec<Vec<String>> {
        let (records, checker) = (document().build(), Checker::new(Settings::default()));
        let context = Context::new(&records, &checker);
        let mut numbering = Numbering::default();
        let numbers: Vec<usize> =
            wordings.iter().map(|wording| numbering.number(checker.words.subjects.read(wording))).collect();
        let subjects = numbering.subjects();
        let name = |number: &usize| wordings[numbers.iter().position(|of| of == number).unwrap()].to_owned();
        groups(&subjects, &context).iter().map(|group| group.iter().map(name).collect()).collect()
    }

    #[test]
    fn like_wordings_stand_in_one_group() {
        assert_eq!(
            grouped(&["完成村卫生室规范化建设", "养护村卫生室", "整治病险山塘", "改(扩)建规范化村卫生室"]),
            [vec!["完成村卫生室规范化建设", "改(扩)建规范化村卫生室"], vec!["养护村卫生室"], vec!["整治病险山塘"]]
        );
    }

    #[test]
    fn bits_never_rule_out_what_is_alike() {
        let words = Settings::default().conflict;
        let reader = super::super::subject::SubjectReader::new(&words);
        let telling = super::super::words::WordSet::new(&words.distinguishing_words);
        let names = ["完成村卫生室规范化建设", "改(扩)建规范化村卫生室", "建成省级高标准示范小区", "垃圾分类示范小区"];
        let subjects: Vec<Subject> = names.iter().map(|name| reader.read(name)).collect();
        let wordings = wordings(&subjects);
        for (a, one) in wordings.iter().enumerate() {
            for (b, other) in wordings.iter().enumerate() {
                let alike = subjects[a].like(&subjects[b], &words, &telling).is_some();
                assert!(!alike || one.may_be_like(other, &words), "{a} {b}");
            }
        }
    }
}
