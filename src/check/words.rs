//! Word lists of the settings made ready: each list becomes one automaton, so that a text is read once, however long the
//! list is.

use super::Settings;
use super::subject::SubjectReader;
use super::units::Units;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// A list of words, any of which is looked for.
#[derive(Debug, Clone)]
pub(super) struct WordSet(AhoCorasick);

impl WordSet {
    pub(super) fn new<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Self {
        WordSet(automaton(words))
    }

    /// Does one of the words stand in the text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// The text with a mark in place of each of the words, the longest at each place.
    pub(super) fn masked(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        self.0.replace_all_with(text, &mut masked, |_, _, masked| {
            masked.push('\u{1f}');
            true
        });
        masked
    }
}

/// Finds the leftmost and there the longest of the words. Built once a run and small: no time is spent on a full table
/// of states.
pub(super) fn automaton<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> AhoCorasick {
    let words: Vec<String> = words.into_iter().map(|word| word.as_ref().to_owned()).collect();
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(words)
        .expect("word lists are far below the limits of the automaton")
}

/// The word lists that are looked up in every record.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    pub(super) ratio_words: WordSet,
    pub(super) ratio_exceptions: WordSet,
    pub(super) outside_parts_exempt: WordSet,
    pub(super) share_words: WordSet,
    pub(super) share_exempt: WordSet,
    pub(super) direction_neutral: WordSet,
    pub(super) direction_lower: WordSet,
    pub(super) direction_higher: WordSet,
    pub(super) direction_reversing: WordSet,
    pub(super) growth_exempt: WordSet,
    pub(super) telling_words: WordSet,
    pub(super) subjects: SubjectReader,
    pub(super) units: Units,
}

impl Lexicon {
    pub(super) fn new(settings: &Settings) -> Self {
        Lexicon {
            ratio_words: WordSet::new(&settings.quantity.ratio_words),
            ratio_exceptions: WordSet::new(&settings.quantity.ratio_exceptions),
            outside_parts_exempt: WordSet::new(&settings.outside_parts.exempt_words),
            share_words: WordSet::new(&settings.share.words),
            share_exempt: WordSet::new(&settings.share.exempt_words),
            direction_neutral: WordSet::new(&settings.direction.neutral),
            direction_lower: WordSet::new(&settings.direction.lower),
            direction_higher: WordSet::new(&settings.direction.higher),
            direction_reversing: WordSet::new(&settings.direction.reversing),
            growth_exempt: WordSet::new(&settings.growth.exempt_words),
            telling_words: WordSet::new(&settings.conflict.distinguishing_words),
            subjects: SubjectReader::new(&settings.conflict),
            units: Units::new(settings),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_and_masked_the_longest_first() {
        let words = WordSet::new(["标准", "标准化", "率先"]);
        assert!(words.is_in("高标准农田") && !words.is_in("覆盖率"));
        assert_eq!(words.masked("率先建成标准化厂房"), "\u{1f}建成\u{1f}厂房");
        assert!(!WordSet::new(Vec::<String>::new()).is_in("任何文字"), "an empty list finds nothing");
    }
}
