//! The aligner (对齐): the cheapest way to read a sequence of fragments as rows of a table.
//!
//! A sequence-alignment problem solved by dynamic programming (Viterbi): a state is the column that was filled last,
//! the number of the row, how far a family of components has come, and whether the row is the first of its group.
//! Time is linear in the number of fragments because states far worse than the best are dropped.
//!
//! A second reading knows what the columns of this very table look like ([`Profile`]), learned from those rows of the
//! first one that are beyond doubt.

pub mod costs;
mod lattice;
mod moves;
mod price;
mod profile;
mod reading;
mod state;

pub use costs::Costs;
pub use lattice::BEAM as LARGEST_MARGIN;
pub use profile::Profile;
pub use reading::{Doubt, Move, Reading, Step};

use super::another_header::repeated_header;
use super::fragment::Fragment;
use super::marks::Marks;
use super::signature::Signature;
use lattice::Lattice;
use moves::Candidate;
use price::Tally;
use state::Node;

/// Aligns fragments with the columns of a signature.
pub struct Aligner<'a> {
    signature: &'a Signature,
    fragments: &'a [Fragment],
    costs: &'a Costs,
    /// For each fragment, how many fragments from it on repeat the header.
    headers: Vec<usize>,
    /// Cost of each fragment in each column.
    accept: Vec<f32>,
    /// Cost of each fragment as the rest of a cell of each column.
    wrap: Vec<f32>,
    /// What leaving a column empty costs beside the cost file.
    skip: Vec<f32>,
    /// For each column, whether a gap before its cells says anything.
    gaps_tell: Vec<bool>,
    /// More fragments follow that are not looked at: the last row need not be whole.
    goes_on: bool,
}

impl<'a> Aligner<'a> {
    /// An aligner for these fragments; `header` are the folded texts of the header's fragments.
    pub fn new(signature: &'a Signature, fragments: &'a [Fragment], header: &[String], costs: &'a Costs) -> Self {
        let columns = signature.columns.len();
        let roles: Vec<_> = (0..columns).map(|c| signature.role(c)).collect();
        let mut accept = Vec::with_capacity(fragments.len() * columns);
        let mut wrap = Vec::with_capacity(fragments.len() * columns);
        for fragment in fragments {
            let marks = fragment.features.marks;
            let in_column = |column: usize| signature.marks_in(column, &fragment.features);
            accept.extend(roles.iter().enumerate().map(|(column, &role)| costs.accept(role, in_column(column))));
            wrap.extend(roles.iter().map(|&role| costs.wrap(costs::WrapKind::of(role), marks)));
        }
        Aligner {
            signature,
            fragments,
            costs,
            headers: (0..fragments.len()).map(|at| repeated_header(&fragments[at..], header)).collect(),
            accept,
            wrap,
            skip: vec![0.0; columns],
            gaps_tell: vec![true; columns],
            goes_on: false,
        }
    }

    /// The same aligner, knowing what the columns look like.
    pub fn with_profile(mut self, profile: &Profile) -> Self {
        let columns = self.signature.columns.len();
        for (at, fragment) in self.fragments.iter().enumerate() {
            for column in 0..columns {
                self.accept[at * columns + column] += profile.accept(column, &fragment.features);
                self.wrap[at * columns + column] += profile.wrap(column);
            }
        }
        for (column, cost) in self.skip.iter_mut().enumerate() {
            *cost = profile.skip(column);
            self.gaps_tell[column] = profile.gaps_tell(column);
        }
        self
    }

    /// The same aligner, where more fragments follow that it does not see.
    pub fn going_on(mut self, goes_on: bool) -> Self {
        self.goes_on = goes_on;
        self
    }

    /// The cheapest reading. With `margins` false it is not looked for how sure it is.
    pub fn read(&self, margins: bool) -> Reading {
        let (lattice, last) = self.build();
        let Some((last, cost)) = last else { return Reading::default() };
        let ways = if margins { self.likelihoods(&lattice) } else { Vec::new() };
        let way = lattice.way_to(last);
        let steps = way.iter().map(|(at, edge)| {
            let number = lattice.node(edge.to as usize).key.number;
            let Some(ways) = ways.get(*at) else {
                return Step {
                    fragment: *at,
                    step: edge.step,
                    number,
                    margin: LARGEST_MARGIN,
                    other: None,
                    stays: LARGEST_MARGIN,
                };
            };
            let (margin, other) = log_odds(ways, self.way(edge.step, number));
            Step { fragment: *at, step: edge.step, number, margin, other, stays: self.stays(ways, edge.step) }
        });
        Reading { steps: steps.collect(), cost }
    }

    /// For each fragment, how likely each way of reading it is.
    fn likelihoods(&self, lattice: &Lattice) -> Vec<Vec<(Way, f64)>> {
        let mut out: Vec<Vec<(Way, f64)>> = vec![Vec::new(); self.fragments.len()];
        for (at, edge, share) in lattice.marginals(|node| self.last_cost(lattice.node(node))) {
            let way = self.way(edge.step, lattice.node(edge.to as usize).key.number);
            match out[at].iter_mut().find(|(other, _)| *other == way) {
                Some((_, sum)) => *sum += share,
                None => out[at].push((way, share)),
            }
        }
        out
    }

    /// A way of reading a fragment: what it is, and in a table with numbers the one of its row.
    fn way(&self, step: Move, number: u32) -> Way {
        let numbered = self.signature.number_column().is_some()
            && matches!(step, Move::Wrap | Move::Fill(_) | Move::NewRow(_) | Move::ContinueRow(_));
        (step, if numbered { number } else { 0 })
    }

    /// How sure it is that a fragment opens no group or category.
    fn stays(&self, ways: &[(Way, f64)], step: Move) -> f32 {
        if self.opens_group(step) {
            return LARGEST_MARGIN;
        }
        let opens: f64 = ways.iter().filter(|((step, _), _)| self.opens_group(*step)).map(|(_, share)| share).sum();
        odds(1.0 - opens, opens)
    }

    /// How many times each piece of evidence is to be expected, by the index of its cost, if a reading of cost c is as
    /// likely as e^-c: what the costs are learned by.
    pub fn expectations(&self) -> Vec<f64> {
        let (lattice, _) = self.build();
        let mut out = vec![0.0; costs::COSTS];
        let mut add = |pieces: Vec<(usize, f32)>, share: f64| {
            pieces.iter().for_each(|&(at, times)| out[at] += f64::from(times) * share);
        };
        let mut at_end = std::collections::BTreeMap::<usize, f64>::new();
        for (at, edge, share) in lattice.marginals(|node| self.last_cost(lattice.node(node))) {
            if share < NEGLIGIBLE {
                continue;
            }
            let to = lattice.node(edge.to as usize).key;
            let ends = lattice.ends(edge.to as usize);
            let length = if edge.step == Move::Header { self.headers[at] } else { 1 };
            let mut evidence = Evidence { aligner: self, pieces: Vec::new() };
            let candidate = Candidate { step: edge.step, key: to, length };
            self.price(at, lattice.node(edge.from as usize), &candidate, &mut evidence);
            add(evidence.pieces, share);
            if ends {
                *at_end.entry(edge.to as usize).or_default() += share;
            }
        }
        for (node, share) in at_end.into_iter().filter(|_| !self.goes_on) {
            let mut evidence = Evidence { aligner: self, pieces: Vec::new() };
            self.price_last(lattice.node(node), &mut evidence);
            add(evidence.pieces, share);
        }
        out
    }

    /// The lattice of all fragments, with the best last state and what the whole way to it costs.
    fn build(&self) -> (Lattice, Option<(usize, f32)>) {
        let mut lattice = Lattice::new(Node::start());
        let mut candidates = Vec::new();
        for at in 0..self.fragments.len() {
            for from in lattice.settle() {
                let node = *lattice.node(from);
                self.candidates(at, &node, &mut candidates);
                for candidate in &candidates {
                    self.try_candidate(&mut lattice, at, from, &node, candidate);
                }
            }
        }
        let ends = lattice.settle();
        let closing = ends.map(|node| (node, lattice.node(node).cost + self.last_cost(lattice.node(node))));
        let best = closing.min_by(|a, b| a.1.total_cmp(&b.1));
        (lattice, best)
    }

    fn try_candidate(&self, lattice: &mut Lattice, at: usize, from: usize, node: &Node, candidate: &Candidate) {
        let mut sum = Sum { aligner: self, sum: 0.0 };
        self.price(at, node, candidate, &mut sum);
        let cost = sum.sum;
        let total = node.cost + cost;
        if !lattice.is_hopeless(total, candidate.length) {
            lattice.reach(from, self.advance(at, node, candidate, total), cost, candidate.step, candidate.length);
        }
    }

    fn last_cost(&self, node: &Node) -> f32 {
        if self.goes_on {
            return 0.0;
        }
        let mut sum = Sum { aligner: self, sum: 0.0 };
        self.price_last(node, &mut sum);
        sum.sum
    }

    /// The evidence on which a reading rests: index of the cost ([`costs::names`]) and how many times it counts.
    /// None where the steps are no reading of these fragments.
    pub fn evidence(&self, steps: &[Step]) -> Option<Vec<(usize, f32)>> {
        let mut evidence = Evidence { aligner: self, pieces: Vec::new() };
        let mut node = Node::start();
        let mut candidates = Vec::new();
        for step in steps {
            self.candidates(step.fragment, &node, &mut candidates);
            // The number decides between a part of the row above and a row whose number was lost.
            let same = candidates.iter().filter(|c| c.step == step.step);
            let candidate = same.min_by_key(|c| c.key.number != step.number)?;
            self.price(step.fragment, &node, candidate, &mut evidence);
            node = self.advance(step.fragment, &node, candidate, 0.0);
        }
        if !self.goes_on {
            self.price_last(&node, &mut evidence);
        }
        Some(evidence.pieces)
    }
}

/// Edges that are less likely than this teach nothing.
const NEGLIGIBLE: f64 = 1e-5;

/// A way of reading a fragment, with the number of the row where that may differ, else 0.
type Way = (Move, u32);

/// How sure a way is, as the logarithm of its odds against all others, and the likeliest other.
fn log_odds(ways: &[(Way, f64)], way: Way) -> (f32, Option<Doubt>) {
    let own = ways.iter().find(|(other, _)| *other == way).map_or(0.0, |(_, share)| *share);
    let others = || ways.iter().filter(|(other, _)| *other != way);
    let margin = odds(own, others().map(|(_, share)| share).sum());
    let other = others().max_by(|a, b| a.1.total_cmp(&b.1)).map(|((step, number), _)| match *step == way.0 {
        true => Doubt::Number(*number),
        false => Doubt::Move(*step),
    });
    (margin, other.filter(|_| margin < LARGEST_MARGIN))
}

/// The logarithm of the odds of one likelihood against another, 0 to [`LARGEST_MARGIN`].
fn odds(own: f64, rest: f64) -> f32 {
    ((own / rest.max(f64::MIN_POSITIVE)).ln() as f32).clamp(0.0, LARGEST_MARGIN)
}

/// The sum of the costs of evidence.
struct Sum<'a> {
    aligner: &'a Aligner<'a>,
    sum: f32,
}

impl Tally for Sum<'_> {
    fn add(&mut self, cost: usize, times: f32) {
        self.sum += self.aligner.costs.get(cost) * times;
    }

    fn accept(&mut self, at: usize, column: usize) {
        self.sum += self.aligner.accept[at * self.aligner.signature.columns.len() + column];
    }

    fn wrap(&mut self, at: usize, column: usize) {
        self.sum += self.aligner.wrap[at * self.aligner.signature.columns.len() + column];
    }

    fn group(&mut self, at: usize) {
        self.sum += self.aligner.costs.group(self.aligner.fragments[at].features.marks);
    }

    fn end(&mut self, at: usize) {
        self.sum += self.aligner.costs.end(self.aligner.fragments[at].features.marks);
    }

    fn skip(&mut self, column: usize) {
        self.sum += self.aligner.skip[column];
    }
}

/// The list of pieces of evidence.
struct Evidence<'a> {
    aligner: &'a Aligner<'a>,
    pieces: Vec<(usize, f32)>,
}

impl Evidence<'_> {
    fn marks(&mut self, at: usize, cost: impl Fn(usize) -> usize) {
        self.add_marks(self.aligner.fragments[at].features.marks, cost);
    }

    fn add_marks(&mut self, marks: Marks, cost: impl Fn(usize) -> usize) {
        self.pieces.extend(marks.indices().map(|mark| (cost(mark), 1.0)));
    }
}

impl Tally for Evidence<'_> {
    fn add(&mut self, cost: usize, times: f32) {
        self.pieces.push((cost, times));
    }

    fn accept(&mut self, at: usize, column: usize) {
        let signature = self.aligner.signature;
        let marks = signature.marks_in(column, &self.aligner.fragments[at].features);
        self.add_marks(marks, |mark| costs::accept(signature.role(column), mark));
    }

    fn wrap(&mut self, at: usize, column: usize) {
        let kind = costs::WrapKind::of(self.aligner.signature.role(column));
        self.marks(at, |mark| costs::wrap(kind, mark));
    }

    fn group(&mut self, at: usize) {
        self.marks(at, costs::group);
    }

    fn end(&mut self, at: usize) {
        self.marks(at, costs::end);
    }

    fn skip(&mut self, _column: usize) {}
}
