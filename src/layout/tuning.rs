//! Tuning (调参): what the aligner is asked for a document, so that its costs can be learned on documents whose tables
//! are known. The program itself has no use for it; `tests/generator` has.

use super::Context;
use super::align::{Aligner, Costs, Step};
use super::contest::Contest as HeaderContest;
use super::fragment::{Border, Fragment};
use super::signature::Signature;
use crate::document::{Document, Span};
use crate::rules::{ColumnRole, Rules};
use std::cell::RefCell;

/// A table as the aligner gets it: its columns and its fragments.
#[derive(Debug, Clone)]
pub struct Problem {
    signature: Signature,
    fragments: Vec<Fragment>,
    header: Vec<String>,
}

/// A choice between headers: the fragments, and the hypotheses of which the rows decide.
#[derive(Debug, Clone)]
pub struct Contest(HeaderContest);

impl From<HeaderContest> for Contest {
    fn from(contest: HeaderContest) -> Contest {
        Contest(contest)
    }
}

/// What the aligner is asked for a document.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The tables, each with the columns that were chosen for it.
    pub problems: Vec<Problem>,
    /// The choices between headers that led to them, and those that led to none.
    pub contests: Vec<Contest>,
}

/// Where it is put down while a document is laid out.
pub(super) type Sink = RefCell<Asked>;

/// What the aligner is asked for a document.
pub fn asked(document: &Document, rules: &Rules) -> Asked {
    let sink = Sink::default();
    let mut context = Context::new(document, rules);
    context.sink = Some(&sink);
    super::lay_out_in(&context, document);
    sink.into_inner()
}

/// A header as a hypothesis reads it.
#[derive(Debug, Clone)]
pub struct Columns<'a> {
    /// Its first fragment, from 0.
    pub start: usize,
    /// How many fragments it takes.
    pub length: usize,
    /// Role and header of each column.
    pub columns: Vec<(ColumnRole, &'a str)>,
}

impl Contest {
    /// The place of each fragment.
    pub fn places(&self) -> Vec<Option<Span>> {
        self.0.fragments.iter().map(|f| f.text.span()).collect()
    }

    /// The hypotheses.
    pub fn hypotheses(&self) -> Vec<Columns<'_>> {
        let hypotheses = self.0.hypotheses.iter();
        hypotheses.map(|h| Columns { start: h.start, length: h.length, columns: columns_of(&h.signature) }).collect()
    }

    /// What a hypothesis and its cheapest reading cost, and the evidence on which they rest.
    pub fn evidence(&self, costs: &Costs, at: usize) -> (f32, Vec<(usize, f32)>) {
        let hypothesis = &self.0.hypotheses[at];
        let (cost, reading) = self.0.judge(costs, hypothesis);
        let rows = self.0.aligner(costs, hypothesis).evidence(&reading.steps);
        let mut pieces = hypothesis.pieces(&reading);
        pieces.extend(rows.unwrap_or_default());
        (cost, pieces)
    }
}

impl Problem {
    /// A problem; `header` are the folded texts of the header's fragments.
    pub(super) fn new(signature: &Signature, fragments: &[Fragment], header: &[String]) -> Problem {
        Problem { signature: signature.clone(), fragments: fragments.to_vec(), header: header.to_vec() }
    }

    /// Role and header of each column; a column that no header announces has an empty one.
    pub fn columns(&self) -> Vec<(ColumnRole, &str)> {
        columns_of(&self.signature)
    }

    /// Do the names carry the number of their row.
    pub fn has_inline_numbers(&self) -> bool {
        self.signature.inline_numbers
    }

    /// The place of each fragment.
    pub fn places(&self) -> Vec<Option<Span>> {
        self.fragments.iter().map(|f| f.text.span()).collect()
    }

    /// The text of each fragment.
    pub fn texts(&self) -> Vec<&str> {
        self.fragments.iter().map(|f| f.text.text()).collect()
    }

    /// Does a row of the source begin with this fragment.
    pub fn begins_row(&self, at: usize) -> bool {
        self.fragments[at].border == Border::Row
    }

    /// How many fragments from this one on repeat the header.
    pub fn repeated_header(&self, at: usize) -> usize {
        super::another_header::repeated_header(&self.fragments[at..], &self.header)
    }

    /// The cheapest reading under these costs.
    pub fn read(&self, costs: &Costs) -> Vec<Step> {
        self.aligner(costs).read(false).steps
    }

    /// How many times each piece of evidence is to be expected under these costs, by the index of its cost.
    pub fn expectations(&self, costs: &Costs) -> Vec<f64> {
        self.aligner(costs).expectations()
    }

    fn aligner<'a>(&'a self, costs: &'a Costs) -> Aligner<'a> {
        Aligner::new(&self.signature, &self.fragments, &self.header, costs)
    }

    /// The evidence on which a reading rests: index of the cost and how many times it counts. None where the steps,
    /// of which margins do not matter, are no reading of these fragments.
    pub fn evidence(&self, costs: &Costs, steps: &[Step]) -> Option<Vec<(usize, f32)>> {
        self.aligner(costs).evidence(steps)
    }
}

fn columns_of(signature: &Signature) -> Vec<(ColumnRole, &str)> {
    signature.columns.iter().map(|c| (c.role, c.header.as_str())).collect()
}
