//! The aligner (对齐): the cheapest way to read a sequence of fragments as rows of a table.
//!
//! A sequence-alignment problem solved by dynamic programming (Viterbi): a state is the column that was filled last,
//! the number of the row, how far a family of components has come, and whether the row is the first of its group.
//! Time is linear in the number of fragments because states far worse than the best are dropped.

use super::accept::{CellSoFar, Signature, TailWords, slip_cost};
use super::fragment::{Border, Fragment};
use super::header::repeated_header;
use super::weights::*;
use crate::rules::ColumnRole;
use std::collections::HashMap;
use std::ops::Range;

/// Where the reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Before the first row.
    Before,
    /// Behind a heading across the table.
    Group,
    /// Behind a header printed again.
    Header,
    /// In this column of a row.
    Column(u8),
    /// Behind the table.
    End,
}

/// How a fragment is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// The rest of the cell before it.
    Wrap,
    /// The cell of a later column of the row.
    Fill(u8),
    /// The first cell of a new row.
    NewRow(u8),
    /// Goes on with a cell of the row above, from the next page.
    ContinueRow(u8),
    /// A heading across the table.
    Group,
    /// First fragment of the header printed again.
    Header,
    /// The table is over before it.
    End,
    /// Belongs nowhere.
    Stray,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    place: Place,
    number: u32,
    /// 0: no component in this row; 1: the first of its family; 2: a further one.
    family: u8,
    first_in_group: bool,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    key: Key,
    cost: f32,
    /// Edge that gave the cost.
    best: u32,
    open_brackets: i32,
    last_item: Option<u32>,
    year: Option<i32>,
    /// First fragment of the current cell.
    cell_start: u32,
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    from: u32,
    to: u32,
    cost: f32,
    step: Move,
}

/// How one fragment was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Index of the fragment.
    pub fragment: usize,
    /// How it is read.
    pub step: Move,
    /// Number of the row it belongs to.
    pub number: u32,
    /// How much worse the best other reading of this fragment is.
    pub margin: f32,
    /// That other reading.
    pub other: Option<Move>,
}

/// A reading of a sequence of fragments.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// One step a fragment that took part; fragments of a repeated header have one step together.
    pub steps: Vec<Step>,
    /// Total cost; the more negative, the more it looks like a table.
    pub cost: f32,
}

impl Reading {
    /// The fragment before which the table ends, if it ends before the last one.
    pub fn end(&self) -> Option<usize> {
        self.steps.iter().find(|s| s.step == Move::End).map(|s| s.fragment)
    }

    /// Ends the table before headings that no row follows: they are the title of the next table.
    pub fn leave_title(&mut self) {
        let rows_end = self.steps.iter().rposition(|s| !matches!(s.step, Move::Group | Move::Stray | Move::End));
        for step in &mut self.steps[rows_end.map_or(0, |at| at + 1)..] {
            step.step = Move::End;
        }
    }
}

/// Largest margin that is told apart: alternatives beyond it were not kept.
pub const LARGEST_MARGIN: f32 = BEAM;

/// Where an empty cell would stand.
#[derive(Debug, Clone, Copy)]
enum Blank {
    Inside,
    RowEnd,
    RowStart,
}

/// The most that a single fragment can speak for a reading; an edge that is dearer than the beam and this is dropped.
const HOPE: f32 = 8.0;

/// Aligns fragments with the columns of a signature.
pub struct Aligner<'a> {
    signature: &'a Signature,
    fragments: &'a [Fragment],
    words: &'a TailWords,
    /// For each fragment, how many fragments from it on repeat the header.
    headers: Vec<usize>,
    nodes: Vec<Node>,
    /// All edges, in order of the position they begin at.
    edges: Vec<Edge>,
    /// For each position, the first edge that begins there.
    edges_from: Vec<u32>,
    /// Nodes waiting at positions that lie ahead.
    ahead: Vec<HashMap<Key, u32>>,
    /// Nodes kept at each position, as indices.
    kept: Vec<Vec<u32>>,
}

impl<'a> Aligner<'a> {
    /// An aligner for these fragments; `header` are the folded texts of the header's fragments.
    pub fn new(signature: &'a Signature, fragments: &'a [Fragment], header: &[String], words: &'a TailWords) -> Self {
        let count = fragments.len();
        let headers = (0..count).map(|at| repeated_header(&fragments[at..], header)).collect();
        Aligner {
            signature,
            fragments,
            words,
            headers,
            nodes: Vec::new(),
            edges: Vec::new(),
            edges_from: Vec::with_capacity(count),
            ahead: vec![HashMap::new(); count + 1],
            kept: vec![Vec::new(); count + 1],
        }
    }

    /// The cheapest reading. With `margins` false the second-best readings are not looked for.
    pub fn read(mut self, margins: bool) -> Reading {
        let start = Key { place: Place::Before, number: 0, family: 0, first_in_group: true };
        self.nodes.push(Node {
            key: start,
            cost: 0.0,
            best: u32::MAX,
            open_brackets: 0,
            last_item: None,
            year: None,
            cell_start: 0,
        });
        self.ahead[0].insert(start, 0);
        for at in 0..self.fragments.len() {
            self.keep(at);
            self.edges_from.push(self.edges.len() as u32);
            for index in self.kept[at].clone() {
                self.expand(at, index);
            }
        }
        let end = self.fragments.len();
        self.keep(end);
        self.best_reading(margins)
    }

    /// Chooses the states at a position that are worth going on with.
    fn keep(&mut self, at: usize) {
        let mut indices: Vec<u32> = std::mem::take(&mut self.ahead[at]).into_values().collect();
        let nodes = &self.nodes;
        // The index breaks ties, so that the order of a hash map never shows.
        indices.sort_by(|&a, &b| nodes[a as usize].cost.total_cmp(&nodes[b as usize].cost).then(a.cmp(&b)));
        let best = indices.first().map_or(0.0, |&i| nodes[i as usize].cost);
        indices.retain(|&i| nodes[i as usize].cost <= best + BEAM);
        indices.truncate(MOST_STATES);
        self.kept[at] = indices;
    }

    fn expand(&mut self, at: usize, index: u32) {
        let node = self.nodes[index as usize];
        let border = self.fragments[at].border;
        if node.key.place == Place::End {
            return self.reach(at, index, node.key, 0.0, Move::End, 1);
        }
        if let Place::Column(column) = node.key.place {
            if border == Border::Open {
                self.wrap(at, index, column as usize);
            }
            if border != Border::Row {
                self.fill_later_columns(at, index, column as usize);
            } else {
                self.continue_row(at, index);
            }
        }
        if border != Border::Cell {
            self.begin_row(at, index);
            self.begin_group(at, index);
            self.repeat_header(at, index);
        }
        self.end_or_stray(at, index);
    }

    fn wrap(&mut self, at: usize, index: u32, column: usize) {
        let node = self.nodes[index as usize];
        let cell = CellSoFar {
            last: &self.fragments[at - 1].features,
            open_brackets: node.open_brackets,
            last_item: node.last_item,
            year: node.year,
        };
        let gap = if self.fragments[at].gap { GAP_UNUSED } else { 0.0 };
        let cost = gap + self.signature.wrap(column, cell, &self.fragments[at], self.words);
        self.reach(at, index, node.key, cost, Move::Wrap, 1);
    }

    fn fill_later_columns(&mut self, at: usize, index: u32, column: usize) {
        let key = self.nodes[index as usize].key;
        for next in column + 1..self.signature.columns.len() {
            let (skip, skipped) = self.skip_cost(at, index, column + 1..next, Blank::Inside);
            if skip >= NEVER {
                break;
            }
            let slip = self.slip_cost(at, next, Some(column));
            let accept = slip + self.signature.accept(next, &self.fragments[at], key.number);
            let mut key = Key { place: Place::Column(next as u8), ..key };
            let number_column = self.signature.number_column();
            if number_column == Some(next) {
                key.number =
                    self.signature.number_of(next, &self.fragments[at].features, key.number).unwrap_or(key.number + 1);
            } else if number_column.is_some_and(|s| column < s && s < next) {
                key.number += 1;
            }
            let mut cost = skip + accept + self.gap_cost(at, skipped);
            if Some(next) == self.signature.component {
                key.family = 1;
                cost += FIRST_COMPONENT;
            }
            self.reach(at, index, key, cost, Move::Fill(next as u8), 1);
        }
    }

    /// The row of the source goes on with the row above: a row cut by the end of a page.
    fn continue_row(&mut self, at: usize, index: u32) {
        let key = self.nodes[index as usize].key;
        let Some(column) = self.fragments[at].printed.filter(|&c| c < self.signature.columns.len()) else { return };
        if !matches!(self.signature.role(column), ColumnRole::Text | ColumnRole::Schedule) {
            return;
        }
        let key = Key { place: Place::Column(column as u8), ..key };
        let cost = ROW_CONTINUES + self.signature.accept(column, &self.fragments[at], key.number).clamp(0.0, 2.0);
        self.reach(at, index, key, cost, Move::ContinueRow(column as u8), 1);
    }

    fn begin_row(&mut self, at: usize, index: u32) {
        let close = self.close_cost(at, index);
        if close >= NEVER {
            return;
        }
        for column in 0..self.signature.columns.len() {
            if !self.may_begin_row(column) {
                continue;
            }
            let member = Some(column) == self.signature.component;
            let single = if member { 0.0 } else { self.single_component_cost(index) };
            for (key, cost, skipped) in self.row_beginnings(at, index, column) {
                let gap = self.gap_cost(at, skipped || close > 0.0);
                self.reach(at, index, key, close + single + cost + gap, Move::NewRow(column as u8), 1);
            }
        }
    }

    fn may_begin_row(&self, column: usize) -> bool {
        match self.signature.role(column) {
            ColumnRole::Category | ColumnRole::Seq | ColumnRole::Name | ColumnRole::Component => true,
            ColumnRole::Value => self.signature.first_value == Some(column),
            ColumnRole::Text => self.signature.name.is_none_or(|n| n > column),
            _ => false,
        }
    }

    /// The states in which a row may begin at a column, with their costs and whether columns were left out.
    fn row_beginnings(&self, at: usize, index: u32, column: usize) -> Vec<(Key, f32, bool)> {
        let key = self.nodes[index as usize].key;
        let fragment = &self.fragments[at];
        let first = matches!(key.place, Place::Before | Place::Group);
        let in_table = !matches!(key.place, Place::Before);
        let member_slips = Some(column) == self.signature.component && fragment.printed == Some(0);
        let slip = if member_slips { SLIP_OF_MEMBER } else { self.slip_cost(at, column, None) };
        let accept = slip + self.signature.accept(column, fragment, key.number);
        let (skip, skipped) = self.start_skip_cost(at, index, column);
        let lonely = if fragment.alone_in_row && self.signature.columns.len() > 2 { LONELY_CELL } else { 0.0 };
        let base = accept + skip + lonely;
        if base >= NEVER {
            return Vec::new();
        }
        let make =
            |number: u32, family: u8| Key { place: Place::Column(column as u8), number, family, first_in_group: first };
        let role = self.signature.role(column);
        if role == ColumnRole::Component {
            let member = key.family >= 1 && matches!(key.place, Place::Column(_) | Place::Header);
            return if member { vec![(make(key.number, 2), base + NEXT_COMPONENT, true)] } else { Vec::new() };
        }
        if role == ColumnRole::Value {
            let below = matches!(key.place, Place::Column(_));
            return if below { vec![(make(key.number, 0), base + ROW_AT_VALUE, true)] } else { Vec::new() };
        }
        let Some(number_column) = self.signature.number_column() else {
            return vec![(make(key.number, 0), base, skipped)];
        };
        if column < number_column {
            return vec![(make(key.number, 0), base, skipped)];
        }
        if let Some(number) = self.signature.number_of(column, &fragment.features, key.number) {
            return vec![(make(number, 0), base, skipped)];
        }
        let mut out = vec![(make(key.number + 1, 0), base + IMPLIED_NUMBER, true)];
        if in_table && key.number > 0 && key.place != Place::Group {
            out.push((make(key.number, 0), base + SUB_ROW, true));
        }
        out
    }

    /// Cost of the columns left of the first cell of a row, and whether there are any.
    fn start_skip_cost(&self, at: usize, index: u32, column: usize) -> (f32, bool) {
        let key = self.nodes[index as usize].key;
        let mut cost = 0.0;
        for left in 0..column {
            cost += match self.signature.role(left) {
                ColumnRole::Category if key.place == Place::Before => SKIP_FIRST_CATEGORY,
                ColumnRole::Category | ColumnRole::Seq => 0.0,
                ColumnRole::Name if Some(column) == self.signature.component => 0.0,
                ColumnRole::Name if self.signature.role(column) == ColumnRole::Value => 0.0,
                ColumnRole::Component => 0.0,
                _ => self.signature.skip(left, None, self.printed_empty(at, left, Blank::RowStart), false),
            };
        }
        (cost, column > 0)
    }

    /// Cost of the columns that the row so far leaves empty at its end.
    fn close_cost(&self, at: usize, index: u32) -> f32 {
        let Place::Column(column) = self.nodes[index as usize].key.place else { return 0.0 };
        let columns = column as usize + 1..self.signature.columns.len();
        self.skip_cost(at, index, columns, Blank::RowEnd).0
    }

    /// A family of components that ends with its first member is hardly one.
    fn single_component_cost(&self, index: u32) -> f32 {
        if self.nodes[index as usize].key.family == 1 { SINGLE_COMPONENT } else { 0.0 }
    }

    /// Cost of leaving columns empty behind the last filled one, and whether there are any.
    fn skip_cost(&self, at: usize, index: u32, columns: Range<usize>, blank: Blank) -> (f32, bool) {
        let node = &self.nodes[index as usize];
        let before = &self.fragments[node.cell_start as usize].features;
        let (mut sum, mut largest) = (0.0f32, 0.0f32);
        let any = !columns.is_empty();
        for column in columns {
            let printed_empty = self.printed_empty(at, column, blank);
            let cost = self.signature.skip(column, Some(before), printed_empty, node.key.first_in_group);
            sum += cost;
            largest = largest.max(cost);
        }
        let gap = self.fragments.get(at).is_some_and(|f| f.gap);
        if gap && largest > 2.0 * SKIP_PRINTED {
            sum -= largest - 2.0 * SKIP_PRINTED;
        }
        (sum, any)
    }

    /// Does the source print an empty cell in this column, beside the fragment at `at`.
    fn printed_empty(&self, at: usize, column: usize, blank: Blank) -> bool {
        let printed = |i: usize| self.fragments.get(i).and_then(|f| f.printed);
        let before = at.checked_sub(1).and_then(printed);
        match blank {
            Blank::Inside => before.is_some_and(|a| a < column) && printed(at).is_some_and(|b| column < b),
            Blank::RowEnd => before.is_some_and(|a| a < column),
            Blank::RowStart => printed(at).is_some_and(|b| column < b),
        }
    }

    /// Cost of reading a fragment in another column than it is printed in; `left` is the column on its left.
    fn slip_cost(&self, at: usize, column: usize, left: Option<usize>) -> f32 {
        let Some(printed) = self.fragments[at].printed else { return 0.0 };
        let before = left.zip(at.checked_sub(1).and_then(|i| self.fragments[i].printed));
        slip_cost(printed, column, before.map_or(0, |(column, printed)| column as isize - printed as isize))
    }

    fn gap_cost(&self, at: usize, used: bool) -> f32 {
        if self.fragments[at].gap && !used { GAP_UNUSED } else { 0.0 }
    }

    fn begin_group(&mut self, at: usize, index: u32) {
        let key = self.nodes[index as usize].key;
        if self.fragments[at].border == Border::Row && !self.fragments[at].alone_in_row {
            return;
        }
        let text = &self.fragments[at].features.folded;
        // A line that is printed twice is a stray copy of a cell.
        if self.fragments.get(at + 1).is_some_and(|next| next.features.folded == *text) {
            return;
        }
        let close = self.close_cost(at, index) + self.single_component_cost(index);
        let cost = close + self.signature.group(&self.fragments[at]);
        let key = Key { place: Place::Group, family: 0, first_in_group: true, ..key };
        self.reach(at, index, key, cost, Move::Group, 1);
    }

    fn repeat_header(&mut self, at: usize, index: u32) {
        let length = self.headers[at];
        if length == 0 {
            return;
        }
        let key = self.nodes[index as usize].key;
        let cost = REPEATED_HEADER * length as f32 + self.close_cost(at, index);
        let place = if key.place == Place::Before { Place::Before } else { Place::Header };
        self.reach(at, index, Key { place, first_in_group: false, ..key }, cost, Move::Header, length);
    }

    fn end_or_stray(&mut self, at: usize, index: u32) {
        let key = self.nodes[index as usize].key;
        let fragment = &self.fragments[at];
        if fragment.border == Border::Open {
            let end = if fragment.features.closes_table { END_CERTAIN } else { END };
            let close = self.close_cost(at, index) + self.single_component_cost(index);
            let key = Key { place: Place::End, number: 0, family: 0, first_in_group: false };
            self.reach(at, index, key, end + close, Move::End, 1);
        }
        let text = &self.fragments[at].features.folded;
        // Of two equal fragments the first is the stray one; that it might be the second says nothing of the cells.
        let repeated = self.fragments.get(at + 1).is_some_and(|f| f.features.folded == *text);
        let cost = match fragment.border {
            Border::Cell => STRAY_INSIDE_ROW,
            Border::Row if !fragment.alone_in_row => STRAY_INSIDE_ROW,
            _ if repeated => STRAY_REPETITION,
            _ => STRAY,
        };
        self.reach(at, index, key, cost, Move::Stray, 1);
    }

    /// Adds an edge to a state behind `length` fragments.
    fn reach(&mut self, at: usize, from: u32, key: Key, cost: f32, step: Move, length: usize) {
        let node = self.nodes[from as usize];
        let total = node.cost + cost;
        if cost >= NEVER || total > self.cheapest(at) + BEAM + HOPE {
            return;
        }
        let target = at + length;
        let edge = self.edges.len() as u32;
        let to = match self.ahead[target].get(&key) {
            Some(&to) => to,
            None => {
                let to = self.nodes.len() as u32;
                self.nodes.push(Node { key, cost: f32::INFINITY, ..node });
                self.ahead[target].insert(key, to);
                to
            }
        };
        self.edges.push(Edge { from, to, cost, step });
        if total < self.nodes[to as usize].cost {
            let fragment = &self.fragments[at].features;
            let fresh = !matches!(step, Move::Wrap | Move::Stray | Move::End);
            let base = if fresh { (0, None, None) } else { (node.open_brackets, node.last_item, node.year) };
            let took = !matches!(step, Move::Stray | Move::End);
            self.nodes[to as usize] = Node {
                key,
                cost: total,
                best: edge,
                open_brackets: base.0 + if took { fragment.open_brackets } else { 0 },
                last_item: if took { fragment.last_item.or(base.1) } else { base.1 },
                year: if took { fragment.year.or(base.2) } else { base.2 },
                cell_start: if fresh { at as u32 } else { node.cell_start },
            };
        }
    }

    /// Cost of the best state kept at a position.
    fn cheapest(&self, at: usize) -> f32 {
        self.kept[at].first().map_or(0.0, |&i| self.nodes[i as usize].cost)
    }

    fn best_reading(self, margins: bool) -> Reading {
        let end = self.fragments.len();
        let closing = |&i: &u32| self.nodes[i as usize].cost + self.last_cost(i);
        let Some((&last, cost)) = self.kept[end].iter().map(|i| (i, closing(i))).min_by(|a, b| a.1.total_cmp(&b.1))
        else {
            return Reading::default();
        };
        let rest = if margins { self.costs_to_the_end() } else { Vec::new() };
        let mut steps = Vec::new();
        let mut node = last;
        while self.nodes[node as usize].best != u32::MAX {
            let edge = self.nodes[node as usize].best;
            let at = self.edges_from.partition_point(|&first| first <= edge) - 1;
            let Edge { from, step, .. } = self.edges[edge as usize];
            let (margin, other) = self.margin(at, step, cost, &rest);
            steps.push(Step { fragment: at, step, number: self.nodes[node as usize].key.number, margin, other });
            node = from;
        }
        steps.reverse();
        Reading { steps, cost }
    }

    fn last_cost(&self, index: u32) -> f32 {
        self.close_cost(self.fragments.len(), index) + self.single_component_cost(index)
    }

    /// For each node, the cost of the cheapest way from it to the end.
    fn costs_to_the_end(&self) -> Vec<f32> {
        let mut rest = vec![f32::INFINITY; self.nodes.len()];
        let end = self.fragments.len();
        for &i in &self.kept[end] {
            rest[i as usize] = self.last_cost(i);
        }
        // An edge is made after every edge into its source, so the reverse order sees each target finished.
        for edge in self.edges.iter().rev() {
            let through = edge.cost + rest[edge.to as usize];
            if through < rest[edge.from as usize] {
                rest[edge.from as usize] = through;
            }
        }
        rest
    }

    /// How much dearer the cheapest reading is in which this fragment is read in another way.
    fn margin(&self, at: usize, step: Move, best: f32, rest: &[f32]) -> (f32, Option<Move>) {
        let mut margin = LARGEST_MARGIN;
        let mut other = None;
        if rest.is_empty() {
            return (margin, other);
        }
        let first = self.edges_from[at] as usize;
        let end = self.edges_from.get(at + 1).map_or(self.edges.len(), |&e| e as usize);
        for edge in &self.edges[first..end] {
            if edge.step == step {
                continue;
            }
            let through = self.nodes[edge.from as usize].cost + edge.cost + rest[edge.to as usize] - best;
            if through < margin {
                margin = through.max(0.0);
                other = Some(edge.step);
            }
        }
        (margin, other)
    }
}
