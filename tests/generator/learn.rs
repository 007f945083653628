//! Learning the costs of the aligner on printed tables whose cells are known.
//!
//! A reading of cost c is taken to be as likely as e^-c (a conditional random field), and the costs are moved so that the
//! right readings become likelier: by the difference between the evidence of the right reading and the evidence to be
//! expected, with steps that become smaller for costs that were moved much (AdaGrad; Duchi et al. 2011). So a margin is
//! the logarithm of odds. The costs of all steps of the last round are averaged.

use crate::document::{Document, document};
use crate::labels::{self, Label};
use crate::logical::{Case, Role, Shape};
use crate::reading::rules;
use gongwen::ingest::{self, Limits};
use gongwen::layout::align::{Costs, Move, Step, costs};
use gongwen::layout::tuning::{Contest, Problem, asked};
use gongwen::rules::ColumnRole;

/// The size of the first steps.
const RATE: f64 = 0.08;
/// How strongly the costs are held to those that the learning began with, for each lesson.
const HOLD: f64 = 2e-5;

/// A table as the aligner gets it, with the right step for each fragment.
pub struct Lesson {
    pub problem: Problem,
    pub right: Vec<Option<Move>>,
    pub steps: Vec<Step>,
}

/// A choice between headers, with the right ones among the hypotheses.
pub struct Choice {
    pub contest: Contest,
    pub right: Vec<bool>,
}

/// All that can be learned from a document.
#[derive(Default)]
pub struct Lessons {
    pub tables: Vec<Lesson>,
    pub choices: Vec<Choice>,
    /// Tables whose columns were not understood.
    pub left_out: usize,
}

/// The lessons of a document.
pub fn lessons(case: &Case) -> Lessons {
    let document = document(case);
    let read = ingest::read_bytes(document.text.as_bytes(), document.extension, &Limits::default()).expect("a text");
    let asked = asked(&read.document, rules());
    let tables: Vec<Lesson> = asked.problems.into_iter().filter_map(|problem| lesson(&document, problem)).collect();
    let choices = asked.contests.into_iter().filter_map(|contest| choice(&document, contest)).collect();
    Lessons { left_out: document.tables.len().saturating_sub(tables.len()), tables, choices }
}

/// A choice in which a header of the document takes part, as a whole.
fn choice(document: &Document, contest: Contest) -> Option<Choice> {
    let places = contest.places();
    let label = |at: usize| places.get(at)?.and_then(|place| labels::at(&document.labels, place.line, place.column));
    let first = (0..places.len()).find(|&at| label(at) == Some(Label::Header))?;
    // A header that begins before the choice can't be chosen.
    let place = places[first]?;
    let before = document.labels.partition_point(|&(line, column, _)| (line, column) < (place.line, place.column));
    let begins = before.checked_sub(1).is_none_or(|at| document.labels[at].2 != Label::Header);
    let length = (first..places.len()).take_while(|&at| label(at) == Some(Label::Header)).count();
    let table = (first..places.len()).find_map(|at| match label(at) {
        Some(Label::Cell(table, _, _)) => Some(table),
        _ => None,
    })?;
    let right: Vec<bool> = contest
        .hypotheses()
        .iter()
        .map(|h| h.start == first && h.length == length && match_columns(document, table, &h.columns).is_some())
        .collect();
    (begins && right.contains(&true)).then_some(Choice { contest, right })
}

fn lesson(document: &Document, problem: Problem) -> Option<Lesson> {
    let places = problem.places();
    let label = |at: usize| places[at].and_then(|place| labels::at(&document.labels, place.line, place.column));
    let table = (0..places.len()).find_map(|at| match label(at) {
        Some(Label::Cell(table, _, _)) => Some(table),
        _ => None,
    })?;
    let columns = column_map(document, table, &problem)?;
    let numbers: Vec<u32> = document.tables[table]
        .rows()
        .map(|row| row.truth.iter().find(|(f, _)| f == "seq").and_then(|(_, n)| n.parse().ok()).unwrap_or(0))
        .collect();
    let mut right = vec![None; places.len()];
    let mut steps = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let mut at = 0;
    let mut ended = false;
    while at < places.len() {
        let mut length = 1;
        let step = match label(at) {
            _ if ended => Move::End,
            Some(Label::Cell(of, row, column)) if of == table => {
                let column = columns[column]?;
                let border = problem.begins_row(at);
                let step = match last {
                    Some((r, c)) if r == row && c == column && border => Move::ContinueRow(column as u8),
                    Some((r, c)) if r == row && c == column => Move::Wrap,
                    Some((r, _)) if r == row => Move::Fill(column as u8),
                    _ => Move::NewRow(column as u8),
                };
                last = Some((row, column));
                step
            }
            Some(Label::Group) => Move::Group,
            Some(Label::GroupRest) => Move::Wrap,
            Some(Label::Header) if problem.repeated_header(at) > 0 => {
                length = problem.repeated_header(at);
                Move::Header
            }
            Some(Label::Stray) => Move::Stray,
            _ => {
                ended = true;
                Move::End
            }
        };
        if !matches!(step, Move::Wrap | Move::Fill(_) | Move::NewRow(_) | Move::ContinueRow(_) | Move::Stray) {
            last = last.filter(|_| step == Move::Header);
        }
        let number = last.and_then(|(row, _)| numbers.get(row)).copied().unwrap_or(0);
        right[at] = Some(step);
        steps.push(Step { fragment: at, step, number, margin: 0.0, other: None, stays: 0.0 });
        at += length;
    }
    Some(Lesson { problem, right, steps })
}

/// The column of the problem for each column of the table; None where the header was understood otherwise.
fn column_map(document: &Document, table: usize, problem: &Problem) -> Option<Vec<Option<usize>>> {
    match_columns(document, table, &problem.columns())
}

fn match_columns(document: &Document, table: usize, theirs: &[(ColumnRole, &str)]) -> Option<Vec<Option<usize>>> {
    let mut next = 0;
    let mut map = Vec::new();
    for column in &document.tables[table].columns {
        let role = role_of(column.role);
        while next < theirs.len() && theirs[next].0 == ColumnRole::Component && role != ColumnRole::Component {
            next += 1;
        }
        (theirs.get(next)?.0 == role).then_some(())?;
        map.push(Some(next));
        next += 1;
    }
    let rest = theirs[next..].iter().all(|(role, _)| *role == ColumnRole::Component);
    rest.then_some(map)
}

/// Prints the tables of a case whose columns were understood otherwise than they were meant.
pub fn list_headers(case: &Case) {
    let document = document(case);
    let read = ingest::read_bytes(document.text.as_bytes(), document.extension, &Limits::default()).expect("a text");
    let found = asked(&read.document, rules()).problems;
    for (table, meant) in document.tables.iter().enumerate() {
        let right = found.iter().any(|problem| column_map(&document, table, problem).is_some());
        if !right {
            let headers: Vec<String> = meant.columns.iter().map(|c| crate::words::whole(&c.header)).collect();
            println!("{:?}:{} {} | {headers:?}", case.shape, case.seed, meant.title);
            for problem in &found {
                println!("    {:?}", problem.columns());
            }
        }
    }
}

fn role_of(role: Role) -> ColumnRole {
    match role {
        Role::Seq => ColumnRole::Seq,
        Role::Category => ColumnRole::Category,
        Role::Name => ColumnRole::Name,
        Role::Component => ColumnRole::Component,
        Role::Measure => ColumnRole::Measure,
        Role::Value => ColumnRole::Value,
        Role::Attribute => ColumnRole::Attribute,
        Role::Units => ColumnRole::Responsible,
        Role::Support => ColumnRole::Support,
        Role::Leader => ColumnRole::Leader,
        Role::Text => ColumnRole::Text,
        Role::Schedule => ColumnRole::Schedule,
        Role::Remark => ColumnRole::Remark,
    }
}

/// Costs that are being learned.
pub struct Learner {
    pub costs: Costs,
    first: Costs,
    /// Sum of the squares of all steps, by cost.
    squares: Vec<f64>,
    sum: Vec<f64>,
    steps: u64,
}

/// What became of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Read rightly.
    Right,
    /// Read wrongly.
    Wrong,
    /// The right reading is none that the aligner could find.
    Impossible,
}

impl Learner {
    pub fn new(costs: Costs) -> Learner {
        let zeros = || vec![0.0; costs::COSTS];
        Learner { first: costs.clone(), costs, squares: zeros(), sum: zeros(), steps: 0 }
    }

    /// Takes a lesson.
    pub fn take(&mut self, lesson: &Lesson) -> Outcome {
        let Lesson { problem, right, steps } = lesson;
        let Some(wanted) = problem.evidence(&self.costs, steps) else { return Outcome::Impossible };
        let read = problem.read(&self.costs);
        let outcome = match read.iter().all(|step| right[step.fragment] == Some(step.step)) {
            true => Outcome::Right,
            false => Outcome::Wrong,
        };
        let mut gradient = problem.expectations(&self.costs);
        gradient.iter_mut().for_each(|g| *g = -*g);
        wanted.iter().for_each(|&(at, times)| gradient[at] += f64::from(times));
        self.step(&gradient);
        outcome
    }

    /// Takes a choice between headers.
    pub fn choose(&mut self, choice: &Choice) -> Outcome {
        let judged: Vec<_> = (0..choice.right.len()).map(|at| choice.contest.evidence(&self.costs, at)).collect();
        let cheapest = judged.iter().map(|(cost, _)| *cost).fold(f32::INFINITY, f32::min);
        let weight = |cost: f32| f64::from(cheapest - cost).exp();
        let all: f64 = judged.iter().map(|(cost, _)| weight(*cost)).sum();
        let right = judged.iter().zip(&choice.right).filter(|(_, right)| **right).map(|(judged, _)| judged);
        let Some(best) = right.min_by(|a, b| a.0.total_cmp(&b.0)) else { return Outcome::Impossible };
        let mut gradient = vec![0.0; costs::COSTS];
        best.1.iter().for_each(|&(at, times)| gradient[at] += f64::from(times));
        for (cost, pieces) in &judged {
            let share = weight(*cost) / all;
            pieces.iter().for_each(|&(at, times)| gradient[at] -= share * f64::from(times));
        }
        self.step(&gradient);
        if best.0 <= cheapest { Outcome::Right } else { Outcome::Wrong }
    }

    /// Moves the costs against a gradient.
    fn step(&mut self, gradient: &[f64]) {
        self.steps += 1;
        let first: Vec<f64> = (0..costs::COSTS).map(|at| f64::from(self.first.get(at))).collect();
        for (at, value) in self.costs.values_mut().iter_mut().enumerate() {
            let gradient = gradient[at] + HOLD * (f64::from(*value) - first[at]);
            if gradient != 0.0 {
                self.squares[at] += gradient * gradient;
                *value -= (RATE * gradient / (self.squares[at].sqrt() + 1e-6)) as f32;
            }
            self.sum[at] += f64::from(*value);
        }
    }

    /// The average of the costs since the last call.
    pub fn average(&mut self) -> Costs {
        let mut out = self.costs.clone();
        for (value, sum) in out.values_mut().iter_mut().zip(&mut self.sum) {
            *value = (std::mem::take(sum) / self.steps.max(1) as f64) as f32;
        }
        self.steps = 0;
        out
    }
}

/// Learns from the documents of these seeds in all shapes, in turn, so many times over.
pub fn learn(costs: Costs, seeds: impl Iterator<Item = u64> + Clone, rounds: usize) -> Costs {
    let mut learner = Learner::new(costs);
    let mut learned = learner.costs.clone();
    for round in 1..=rounds {
        let (mut tables, mut headers) = ([0usize; 3], [0usize; 3]);
        let mut left_out = 0;
        for seed in seeds.clone() {
            for shape in Shape::ALL {
                let lessons = lessons(&Case::of(shape, seed));
                left_out += lessons.left_out;
                lessons.tables.iter().for_each(|lesson| tables[learner.take(lesson) as usize] += 1);
                lessons.choices.iter().for_each(|choice| headers[learner.choose(choice) as usize] += 1);
            }
        }
        println!(
            "round {round}: right, wrong, impossible: tables {tables:?}, headers {headers:?}; left out {left_out}"
        );
        learned = learner.average();
    }
    learned
}
