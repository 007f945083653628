//! The corpora of phrases in `tests/corpus/`: many spellings under one expected reading, and what must not be read.
//!
//! A failure lists every phrase that is read otherwise. The counts in a file are checked, so that a phrase which gets
//! lost is noticed; a corpus never shrinks below what its grammar is held to.

#[path = "corpus/amounts.rs"]
mod amounts;
#[path = "corpus/schedule.rs"]
mod schedule;
#[path = "corpus/units.rs"]
mod units;

use gongwen::rules::Rules;
use serde::de::DeserializeOwned;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load(None).expect("the built-in rules are sound"));

/// What a corpus says of itself.
struct Size {
    version: u32,
    phrases: usize,
    not_phrases: usize,
}

/// Reads a corpus file.
fn load<T: DeserializeOwned>(source: &str) -> T {
    toml::from_str(source).unwrap_or_else(|error| panic!("{error}"))
}

/// Phrases that are read otherwise than the corpus says.
#[derive(Default)]
struct Misses {
    phrases: usize,
    not_phrases: usize,
    lines: Vec<String>,
}

impl Misses {
    /// A phrase with its expected reading.
    fn expect(&mut self, phrase: &str, wanted: &str, got: &str) {
        self.phrases += 1;
        if wanted != got {
            self.lines.push(format!("{}\n    wanted {wanted}\n    got    {got}", phrase.replace('\n', "↵")));
        }
    }

    /// A phrase that must not be read at all.
    fn refuse(&mut self, phrase: &str, why: &str, got: Option<String>) {
        self.not_phrases += 1;
        if let Some(got) = got {
            self.lines.push(format!("{}\n    nothing ({why})\n    got    {got}", phrase.replace('\n', "↵")));
        }
    }

    /// Fails with the list of misses, or when the corpus is not as long as it says or as the floor asks.
    fn finish(self, size: &Size, floor: (usize, usize)) {
        assert!(
            self.lines.is_empty(),
            "{} of {} phrases are read otherwise:\n{}\n",
            self.lines.len(),
            self.phrases + self.not_phrases,
            self.lines.join("\n")
        );
        assert!(size.version >= 1);
        assert_eq!((self.phrases, self.not_phrases), (size.phrases, size.not_phrases), "the counts in the file");
        assert!(self.phrases >= floor.0 && self.not_phrases >= floor.1, "the corpus has shrunk below {floor:?}");
    }
}
