//! Profiles (栏目特征): what the cells of each column of a table look like, learned from a first reading.
//!
//! For each column, how often each mark occurs in cells that were read beyond doubt, how often the column is left
//! empty and how often its cells wrap, each smoothed towards the whole table or a usual rate. The cost that a profile
//! adds is a log-likelihood ratio: column against table.

use super::reading::{Move, Reading};
use crate::layout::fragment::{Features, Fragment};
use crate::layout::marks::{MARKS, Mark};
use crate::layout::signature::Signature;
use crate::rules::ColumnRole;
use std::collections::HashMap;
use std::ops::Range;

/// Rows with a smaller margin teach nothing: a profile learned from wrong rows makes them surer.
const SURE: f32 = 1.0;
/// Cells that the expectation before counting is worth.
const WEIGHT_OF_PRIOR: f32 = 4.0;
/// Weight of what a profile says, beside the cost file.
const WEIGHT: f32 = 0.4;
/// The most that a single profile term says for or against.
const LIMIT: f32 = 2.5;
/// Share of empty cells, and of cells that wrap, in a column of which nothing is known.
const USUAL_RATE: f32 = 0.12;
/// Where so many cells have a gap before them and no empty cell, gaps say nothing.
const MEANINGLESS_GAPS: f32 = 0.25;
/// A text of at most so many characters may be one of a few words that a column repeats.
const LONGEST_WORD: usize = 12;
/// What it counts that a short text was read in this column before, or only in others.
const SEEN_HERE: f32 = -0.9;
const SEEN_ELSEWHERE: f32 = 0.7;
/// What it counts that a short text ends like others of the column, or, where nearly all end alike, otherwise.
const ENDS_ALIKE: f32 = -0.5;
const ENDS_OTHERWISE: f32 = 0.8;
/// Share of the cells of a column whose ending another one has, from which on they end alike.
const ALIKE: f32 = 0.8;

/// The marks that tell columns of one role apart.
const TELLING: &[Mark] = &[
    Mark::Length1,
    Mark::Length2,
    Mark::Length4,
    Mark::Length7,
    Mark::Length11,
    Mark::Length16,
    Mark::Length26,
    Mark::Length46,
    Mark::ValueNumber,
    Mark::ValueWords,
    Mark::UnitsSure,
    Mark::UnitsBracket,
    Mark::MeasureBracket,
    Mark::Declared,
    Mark::NumberHan,
    Mark::NumberHanBracket,
    Mark::NumberFirst,
    Mark::NumberLater,
    Mark::Digit,
    Mark::Percent,
    Mark::Stop,
    Mark::EndsSentence,
    Mark::Comma,
    Mark::Period,
    Mark::Policy,
    Mark::Han,
];

/// What was counted of a column.
#[derive(Debug, Clone)]
struct Column {
    /// First fragments of cells.
    cells: f32,
    marks: [f32; MARKS],
    /// Rows that leave it empty.
    empty: f32,
    /// Fragments that go on with a cell.
    wraps: f32,
    /// Cells of which the column before is filled, too, and of these those with a gap before them.
    behind_filled: f32,
    gaps: f32,
}

impl Default for Column {
    fn default() -> Column {
        Column { cells: 0.0, marks: [0.0; MARKS], empty: 0.0, wraps: 0.0, behind_filled: 0.0, gaps: 0.0 }
    }
}

/// What the columns of a table look like.
#[derive(Debug, Clone)]
pub struct Profile {
    /// For each column and mark, what it adds where the mark is, and where it is not.
    costs: Vec<[(f32, f32); MARKS]>,
    skip: Vec<f32>,
    wrap: Vec<f32>,
    /// For each column, whether a gap before its cells says anything.
    gaps_tell: Vec<bool>,
    /// For each short text, how often it was read in each column.
    seen: HashMap<String, Vec<u16>>,
    /// For the last two characters of each short text, how often texts with this ending were read in each column.
    endings: HashMap<String, Vec<u16>>,
    /// For each column, whether most of its cells have one of a few endings.
    ending_alike: Vec<bool>,
    /// For each column, the columns whose words may stand in it as well: those of values share theirs.
    alike: Vec<Range<usize>>,
}

impl Profile {
    /// Learns from a reading; `rows` tells it the number of rows that were read.
    pub fn learn(signature: &Signature, fragments: &[Fragment], reading: &Reading) -> Profile {
        let columns = signature.columns.len();
        let mut counts = vec![Column::default(); columns];
        let mut seen: HashMap<String, Vec<u16>> = HashMap::new();
        let mut endings: HashMap<String, Vec<u16>> = HashMap::new();
        let rows =
            reading.steps.iter().filter(|s| matches!(s.step, Move::NewRow(_)) && s.margin >= SURE).count() as f32;
        let mut last = usize::MAX - 1;
        for (step, column, begins) in reading.cells().filter(|(step, _, _)| step.margin >= SURE) {
            let features = &fragments[step.fragment].features;
            if !begins {
                counts[column].wraps += 1.0;
                continue;
            }
            counts[column].cells += 1.0;
            // Beginning a row, or with nothing left out on its left, a cell has no empty one before it.
            if matches!(step.step, Move::NewRow(_)) || last + 1 == column {
                counts[column].behind_filled += 1.0;
                counts[column].gaps += f32::from(u8::from(fragments[step.fragment].gap));
            }
            last = column;
            features.marks.indices().for_each(|mark| counts[column].marks[mark] += 1.0);
            if features.length <= LONGEST_WORD && !features.marks.has(Mark::ValueNumber) {
                if let Some(ending) = ending(features) {
                    let by_column = endings.entry(ending.to_string()).or_insert_with(|| vec![0; columns]);
                    by_column[column] = by_column[column].saturating_add(1);
                }
                let by_column = seen.entry(features.folded.clone()).or_insert_with(|| vec![0; columns]);
                by_column[column] = by_column[column].saturating_add(1);
            }
        }
        for column in &mut counts {
            column.empty = (rows - column.cells).max(0.0);
        }
        Profile {
            costs: likelihoods(&counts),
            skip: counts.iter().map(|c| rate_cost(c.empty, c.cells + c.empty)).collect(),
            wrap: counts.iter().map(|c| rate_cost(c.wraps, c.cells + c.wraps)).collect(),
            gaps_tell: counts.iter().map(|c| c.gaps < MEANINGLESS_GAPS * (c.behind_filled + 2.0)).collect(),
            ending_alike: (0..columns).map(|column| end_alike(&endings, column)).collect(),
            seen,
            endings,
            alike: (0..columns).map(|column| columns_alike(signature, column)).collect(),
        }
    }

    /// What it adds to the cost of a fragment in a column.
    pub fn accept(&self, column: usize, features: &Features) -> f32 {
        let mut sum = 0.0;
        for &mark in TELLING {
            let (is, is_not) = self.costs[column][mark as usize];
            sum += if features.marks.has(mark) { is } else { is_not };
        }
        WEIGHT * sum.clamp(-2.0 * LIMIT, 2.0 * LIMIT) + self.repetition(column, features)
    }

    fn repetition(&self, column: usize, features: &Features) -> f32 {
        if features.length > LONGEST_WORD {
            return 0.0;
        }
        let known = ending(features).and_then(|ending| self.endings.get(ending)).map_or(0, |by| self.times(by, column));
        let alike = match known {
            2.. => ENDS_ALIKE,
            _ if self.ending_alike[column] => ENDS_OTHERWISE,
            _ => 0.0,
        };
        alike + self.same_text(column, features)
    }

    fn same_text(&self, column: usize, features: &Features) -> f32 {
        match self.seen.get(&features.folded) {
            Some(by_column) if self.times(by_column, column) > 1 => SEEN_HERE,
            Some(by_column) if self.times(by_column, column) == 0 && by_column.iter().any(|&n| n > 1) => SEEN_ELSEWHERE,
            _ => 0.0,
        }
    }

    /// How often something was read in a column, or in one that shares its words.
    fn times(&self, by_column: &[u16], column: usize) -> u16 {
        by_column[self.alike[column].clone()].iter().fold(0, |sum, &n| sum.saturating_add(n))
    }

    /// Does a gap before a cell of this column say that the one before it is empty.
    pub fn gaps_tell(&self, column: usize) -> bool {
        self.gaps_tell[column]
    }

    /// What it adds to the cost of leaving a column empty.
    pub fn skip(&self, column: usize) -> f32 {
        self.skip[column]
    }

    /// What it adds to the cost of going on with a cell of a column.
    pub fn wrap(&self, column: usize) -> f32 {
        self.wrap[column]
    }
}

/// The columns that share the words of this one: "持续提升" in the column of one year says nothing of that of the next.
fn columns_alike(signature: &Signature, column: usize) -> Range<usize> {
    let value = |c: usize| signature.role(c) == ColumnRole::Value;
    if !value(column) {
        return column..column + 1;
    }
    let first = (0..column).rev().take_while(|&c| value(c)).last().unwrap_or(column);
    let behind = (column..signature.columns.len()).take_while(|&c| value(c)).count();
    first..column + behind
}

/// The last two characters of a text in front of a bracket, where it has four or more.
fn ending(features: &Features) -> Option<&str> {
    let text = features.folded.split('(').next().unwrap_or("");
    let (at, _) = text.char_indices().rev().nth(1)?;
    (text.chars().count() >= 4).then(|| &text[at..])
}

/// Do nearly all texts of a column have an ending that another one has, too.
fn end_alike(endings: &HashMap<String, Vec<u16>>, column: usize) -> bool {
    let counts = endings.values().map(|by| f32::from(by[column]));
    let (all, shared) = counts.fold((0.0, 0.0), |(all, shared), n| (all + n, shared + if n > 1.0 { n } else { 0.0 }));
    all >= 4.0 && shared >= ALIKE * all
}

/// For each column and mark, minus the log of how much likelier the mark (or its absence) is in the column than in
/// the table.
fn likelihoods(counts: &[Column]) -> Vec<[(f32, f32); MARKS]> {
    let all: f32 = counts.iter().map(|c| c.cells).sum();
    let share = |mark: usize| (counts.iter().map(|c| c.marks[mark]).sum::<f32>() + 0.5) / (all + 1.0);
    let cost = |column: &Column, mark: usize| {
        let usual = share(mark);
        let here = (column.marks[mark] + WEIGHT_OF_PRIOR * usual) / (column.cells + WEIGHT_OF_PRIOR);
        let ratio = |here: f32, usual: f32| -(here / usual).ln().clamp(-LIMIT, LIMIT);
        (ratio(here, usual), ratio(1.0 - here, 1.0 - usual))
    };
    counts
        .iter()
        .map(|column| {
            let mut out = [(0.0, 0.0); MARKS];
            TELLING.iter().for_each(|&mark| out[mark as usize] = cost(column, mark as usize));
            out
        })
        .collect()
}

/// Minus the log of how much likelier something is than usual.
fn rate_cost(times: f32, of: f32) -> f32 {
    let here = (times + WEIGHT_OF_PRIOR * USUAL_RATE) / (of + WEIGHT_OF_PRIOR);
    -WEIGHT * (here / USUAL_RATE).ln().clamp(-LIMIT, LIMIT)
}
