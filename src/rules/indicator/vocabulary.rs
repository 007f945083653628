//! The word lists by which names of indicators are read, made ready once.

use super::super::rule::Pack;

/// Word lists whose ids begin so are groups of synonyms; the first word of a list stands for all.
const SAME: &str = "indicator.same-";
/// Word lists whose ids begin so are verbs of one meaning.
const VERBS: &str = "indicator.verbs-";
/// Word lists whose ids begin so hold words that exclude each other.
const APART: &str = "indicator.apart-";

/// The word lists, upper case, the longest words first where they are looked for at an edge.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary {
    /// For each group of synonyms the words, the longest first, and the one that stands for them.
    pub(super) same: Vec<(Vec<String>, String)>,
    /// For each meaning its verbs.
    pub(super) verbs: Vec<Vec<String>>,
    pub(super) apart: Vec<Vec<String>>,
    pub(super) noise: Vec<String>,
    pub(super) lead: Vec<String>,
    pub(super) tail: Vec<String>,
    pub(super) whole: Vec<String>,
    pub(super) soft: Vec<String>,
    pub(super) reach: Vec<String>,
    pub(super) bound: Vec<String>,
    /// Words for a share; the first stands for all.
    pub(super) share: Vec<String>,
    pub(super) growth: Vec<String>,
    pub(super) decline: Vec<String>,
    pub(super) distinguishing: Vec<String>,
    /// Units of length of time and the like, which never are the count of a target.
    pub(super) not_counted: Vec<String>,
}

impl Vocabulary {
    pub(super) fn new(pack: &Pack) -> Vocabulary {
        let list = |id: &str| longest_first(upper(pack.words(id)));
        let family = |prefix: &str| pack.word_lists(prefix).into_iter().map(upper).collect::<Vec<_>>();
        let same = family(SAME).into_iter().filter_map(|words| {
            let first = words.first()?.clone();
            Some((longest_first(words), first))
        });
        Vocabulary {
            same: same.collect(),
            verbs: family(VERBS).into_iter().map(longest_first).collect(),
            apart: family(APART).into_iter().map(longest_first).collect(),
            noise: list("indicator.noise"),
            lead: list("indicator.lead"),
            tail: list("indicator.tail"),
            whole: list("indicator.whole"),
            soft: list("indicator.soft"),
            reach: list("indicator.reach"),
            bound: list("indicator.bound"),
            share: upper(pack.words("indicator.share")),
            growth: list("indicator.growth"),
            decline: list("indicator.decline"),
            distinguishing: list("indicator.distinguishing"),
            not_counted: list("quantities.not-counted"),
        }
    }

    /// The text with every synonym put into the words that stand for its group.
    pub(super) fn with_synonyms(&self, text: &str) -> String {
        self.same.iter().fold(text.to_string(), |text, (words, first)| replaced(&text, words, first))
    }

    /// The verb at the beginning of the text, with its meaning.
    pub(super) fn verb_in_front(&self, text: &str) -> Option<(usize, &str)> {
        self.longest_verb(|verb| text.starts_with(verb))
    }

    /// The verb at the end of the text, with its meaning.
    pub(super) fn verb_behind(&self, text: &str) -> Option<(usize, &str)> {
        self.longest_verb(|verb| text.ends_with(verb))
    }

    fn longest_verb(&self, fits: impl Fn(&str) -> bool) -> Option<(usize, &str)> {
        let hits = self.verbs.iter().enumerate().filter_map(|(class, verbs)| {
            let verb = verbs.iter().find(|verb| fits(verb))?;
            Some((class, verb.as_str()))
        });
        // Classes come in the order of their ids, so of equally long verbs the first class counts.
        hits.rev().max_by_key(|(_, verb)| verb.len())
    }
}

/// The words in upper case, so that `pm2.5` and `PM2.5` are one.
pub(super) fn upper(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.to_ascii_uppercase()).collect()
}

fn longest_first(mut words: Vec<String>) -> Vec<String> {
    words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    words
}

/// Replaces from the left, at every place the longest word.
fn replaced(text: &str, words: &[String], with: &str) -> String {
    if !words.iter().any(|word| text.contains(word.as_str())) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match words.iter().find(|word| rest.starts_with(word.as_str())) {
            Some(word) => {
                out.push_str(with);
                rest = &rest[word.len()..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}
