//! Settings of single checks: what each threshold and word list means is said beside its value in `rules/checks.toml`.

use crate::record::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Thresholds of GW105 empty-section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmptySection {
    /// Share of the tasks of a list that must have a column before one without it is reported.
    pub share: f64,
    /// Number of the tasks that must have it.
    pub rows: usize,
    /// Columns that may be empty: their names hold one of these words.
    pub exempt_words: Vec<String>,
    /// A text with one of these words does name a time.
    pub period_words: Vec<String>,
}

/// Thresholds of GW203 order-of-magnitude.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Magnitude {
    /// Smallest multiple that counts as "about ten times".
    pub low: Decimal,
    /// Largest multiple that counts as "about ten times".
    pub high: Decimal,
    /// Largest over smallest of the other regions up to which they are of one size.
    pub spread: Decimal,
    /// A pair of years below this number is too small to say anything.
    pub least: Decimal,
}

/// Words of GW204 share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// An indicator with one of these words never passes 100 %.
    pub words: Vec<String>,
    /// Unless its name holds one of these.
    pub exempt_words: Vec<String>,
    /// Shares whose sum is off by more than this are no parts of one whole.
    pub margin: Decimal,
}

/// Which way indicators should go, told from their names (GW205).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directions {
    /// Words of indicators that are better when lower.
    pub lower: Vec<String>,
    /// Words of indicators that are better when higher; looked at after `lower`.
    pub higher: Vec<String>,
    /// Words of indicators of which nothing is known; looked at first.
    pub neutral: Vec<String>,
    /// Words that turn the direction round: 能耗 should go down, 能耗下降率 up.
    pub reversing: Vec<String>,
}

/// Words and thresholds of GW207 growth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// Indicators whose growth is counted at comparable prices or on another base.
    pub exempt_words: Vec<String>,
    /// Rows of a list whose growth must agree before one that does not is reported.
    pub agreeing_rows: usize,
}

/// Words and thresholds of GW301 conflict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// Characters that a name must have when two are the same.
    pub characters_same: usize,
    /// Characters that the shorter of two like names must have.
    pub characters_alike: usize,
    /// Share of a longer name that a shorter one must fill when all its characters are in it.
    pub share_part: f64,
    /// Share of common characters from which on two names are alike.
    pub share_alike: f64,
    /// Spellings, from and to.
    pub synonyms: Vec<(String, String)>,
    /// Whole names of indicators with the names that they stand for, from the aliases of the rule files.
    #[serde(skip)]
    pub known: BTreeMap<String, String>,
    /// Words for a rate of change.
    pub growth_words: Vec<String>,
    /// Groups of words that exclude each other.
    pub scopes: Vec<Vec<String>>,
    /// Words for what is added or what there is in all; two wordings must have the same ones.
    pub flows: Vec<String>,
    /// Groups of verbs of one meaning.
    pub actions: Vec<Vec<String>>,
    /// Verbs that lead to the number.
    pub leads: Vec<String>,
    /// Words that say nothing about what is counted.
    pub noise: Vec<String>,
    /// What is left of names that fit anything.
    pub generic_subjects: Vec<String>,
    /// Words that make another thing of a name when only one of two has them.
    pub distinguishing_words: Vec<String>,
    /// Units of measure that may stand for each other; the first names the class.
    pub units: Vec<Vec<String>>,
    /// Units that make a number in a name a count ("新建100所").
    pub counted_units: Vec<String>,
}

/// Thresholds for an allocation table and the prose that goes with it (GW301).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SisterList {
    /// Share of neighbouring characters that the titles must have in common.
    pub title_share: f64,
    /// Words that are taken out of the titles first.
    pub title_noise: Vec<String>,
    /// Share of the rows whose figure must stand in the prose.
    pub share: f64,
    /// Number of the rows whose figure must stand there.
    pub rows: usize,
}

/// Words and thresholds of GW304 number-in-text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberInText {
    /// Smallest count that is held against a list.
    pub least: usize,
    /// Share of the count by which a list may differ and still be meant.
    pub near: f64,
    /// Units behind such a count.
    pub units: Vec<String>,
    /// What is counted, and the words in the titles of the lists that hold it.
    pub subjects: BTreeMap<String, Vec<String>>,
    /// What lists are called when they are counted themselves.
    pub list_noun: String,
}

/// Words of GW305 near-name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearName {
    /// Sets of characters that may stand for each other.
    pub interchangeable: Vec<String>,
    /// Sets of characters that tell things of one kind apart.
    pub contrasting: Vec<String>,
}

/// Thresholds of GW401 schedule-order, GW402 schedule-goal and GW404 no-final-step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// A step that ends in this month or later closes the year.
    pub final_month: u32,
    /// Share of the tasks of a list that must go on to the end of the year.
    pub share: f64,
    /// Number of the tasks that must.
    pub rows: usize,
    /// Beginnings of clauses that tell of something done once.
    pub done_once: Vec<String>,
    /// Characters that such a clause must have to be known again.
    pub clause_characters: usize,
}

/// Words and thresholds of the comparison with other documents (GW5xx).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// A remark on a value with one of these words says how it is defined.
    pub definition_words: Vec<String>,
    /// Share of their titles that two tasks must have in common to be one.
    pub task_title: f64,
    /// The same where one of the two has no title and its first clause stands for it.
    pub task_clause: f64,
    /// Share of their whole texts that makes two tasks one whatever their titles are.
    pub task_text: f64,
    /// A goal that has less than this share of its words in common with the earlier one was written anew.
    pub rewritten_share: f64,
    /// A list goes on when at least so many of its tasks are found again …
    pub list_tasks: usize,
    /// … and at least this share of them.
    pub list_share: f64,
    /// Words of commitment, the strongest first.
    pub commitments: Vec<Vec<String>>,
    /// GW502: how many times the greatest earlier change a year a change may be.
    pub jump_history: Decimal,
    /// GW502: percentage points that a share may change a year.
    pub jump_points: Decimal,
    /// GW502: how many times another figure may become a year.
    pub jump_times: Decimal,
}
