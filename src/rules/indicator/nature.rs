//! What kind of quantity an indicator is and which way it should go: from its entry, else from its wording.

use super::super::rule::Pack;
use super::vocabulary::upper;
use super::wording::Wording;

/// What an indicator measures, which decides how its values may be compared and added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuantityKind {
    /// Adds up over regions and parts: counts, areas, money.
    Sum,
    /// A share or rate of something.
    Ratio,
    /// An average, a figure per head, an intensity, a standard.
    Average,
    /// An index, a score, a rank.
    Index,
}

impl QuantityKind {
    /// All kinds.
    pub const ALL: &'static [QuantityKind] =
        &[QuantityKind::Sum, QuantityKind::Ratio, QuantityKind::Average, QuantityKind::Index];

    /// Its name in rule files and records.
    pub fn name(self) -> &'static str {
        match self {
            QuantityKind::Sum => "sum",
            QuantityKind::Ratio => "ratio",
            QuantityKind::Average => "average",
            QuantityKind::Index => "index",
        }
    }
}

/// Which way an indicator should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Higher is better.
    Higher,
    /// Lower is better.
    Lower,
    /// Neither is better, or nobody can tell.
    Neutral,
}

impl Direction {
    /// All directions.
    pub const ALL: &'static [Direction] = &[Direction::Higher, Direction::Lower, Direction::Neutral];

    /// Its name in rule files and records.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Higher => "higher",
            Direction::Lower => "lower",
            Direction::Neutral => "neutral",
        }
    }
}

/// Why something is said of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A rule file lists the indicator under this name and says so.
    Rule(String),
    /// The name holds this word.
    Word(String),
    /// Its unit of measure.
    Unit(String),
    /// Nothing says anything, so the commonest holds.
    Nothing,
}

impl Why {
    /// The reason in Chinese, such as `名称中的“率”`.
    pub fn in_chinese(&self) -> String {
        match self {
            Why::Rule(name) => format!("规则中的“{name}”"),
            Why::Word(word) => format!("名称中的“{word}”"),
            Why::Unit(unit) => format!("计量单位“{unit}”"),
            Why::Nothing => "名称中没有可以判断的字眼".to_string(),
        }
    }
}

/// Kind and direction of an indicator, each with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nature {
    /// What it measures.
    pub kind: QuantityKind,
    /// Why it is thought so.
    pub kind_why: Why,
    /// Which way it should go.
    pub direction: Direction,
    /// Why it is thought so.
    pub direction_why: Why,
}

/// Words that tell kind and direction.
#[derive(Debug, Clone)]
pub(super) struct NatureWords {
    kinds: Vec<(QuantityKind, Vec<String>)>,
    not: Vec<String>,
    ratio_units: Vec<String>,
    directions: Vec<(Direction, Vec<String>)>,
}

impl NatureWords {
    pub(super) fn new(pack: &Pack) -> NatureWords {
        let kinds = [
            (QuantityKind::Ratio, "indicator.kind-ratio"),
            (QuantityKind::Average, "indicator.kind-average"),
            (QuantityKind::Index, "indicator.kind-index"),
        ];
        let directions = [
            (Direction::Neutral, "indicator.direction-neutral"),
            (Direction::Lower, "indicator.direction-lower"),
            (Direction::Higher, "indicator.direction-higher"),
        ];
        NatureWords {
            kinds: kinds.map(|(kind, list)| (kind, upper(pack.words(list)))).to_vec(),
            not: upper(pack.words("indicator.kind-not")),
            ratio_units: upper(pack.words("indicator.kind-ratio-units")),
            directions: directions.map(|(direction, list)| (direction, upper(pack.words(list)))).to_vec(),
        }
    }

    /// Kind by wording, else by unit of measure; what nothing speaks against adds up.
    pub(super) fn kind(&self, wording: &Wording, unit: Option<&str>) -> (QuantityKind, Why) {
        if let Some((kind, word)) = last_word(&self.telling(wording), &self.kinds) {
            return (kind, Why::Word(word));
        }
        match unit {
            Some(unit) if self.is_ratio_unit(unit) => (QuantityKind::Ratio, Why::Unit(unit.to_string())),
            Some(unit) if unit.contains('/') => (QuantityKind::Average, Why::Unit(unit.to_string())),
            Some(unit) => (QuantityKind::Sum, Why::Unit(unit.to_string())),
            None => (QuantityKind::Sum, Why::Nothing),
        }
    }

    /// Direction by wording.
    pub(super) fn direction(&self, wording: &Wording) -> (Direction, Why) {
        match last_word(&self.telling(wording), &self.directions) {
            Some((direction, word)) => (direction, Why::Word(word)),
            None => (Direction::Neutral, Why::Nothing),
        }
    }

    /// The name without words that only look like those that tell something.
    fn telling(&self, wording: &Wording) -> String {
        self.not.iter().fold(wording.plain().to_string(), |text, word| text.replace(word.as_str(), "\u{1f}"))
    }

    fn is_ratio_unit(&self, unit: &str) -> bool {
        self.ratio_units.iter().any(|ratio| ratio == unit)
    }
}

/// The word that ends last in the text, of those that end together the longest, of those the one listed first: the head
/// of a Chinese name stands at its end (失业率下降率 is a 下降率).
fn last_word<T: Copy>(text: &str, lists: &[(T, Vec<String>)]) -> Option<(T, String)> {
    let mut best: Option<(usize, usize, T, &String)> = None;
    for (value, words) in lists {
        for word in words {
            let Some(at) = text.rfind(word.as_str()) else { continue };
            let (end, length) = (at + word.len(), word.len());
            if best.is_none_or(|(best_end, best_length, ..)| (end, length) > (best_end, best_length)) {
                best = Some((end, length, *value, word));
            }
        }
    }
    best.map(|(_, _, value, word)| (value, word.clone()))
}
