//! Moves (走法): which ways of reading a fragment are open to a state, and the state that each leads to.

use super::Aligner;
use super::reading::Move;
use super::state::{Key, Node, Place};
use crate::layout::fragment::Border;
use crate::layout::marks::Mark;
use crate::rules::{ColumnRole, HeadingLevel};

/// A heading across the table has at most this many characters.
const LONGEST_GROUP: usize = 60;

/// A way of reading the next fragment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// How it is read.
    pub step: Move,
    /// The state that it leads to.
    pub key: Key,
    /// How many fragments are read at once.
    pub length: usize,
}

impl Aligner<'_> {
    /// The ways in which the fragment at a position may be read from a state.
    pub(super) fn candidates(&self, at: usize, node: &Node, out: &mut Vec<Candidate>) {
        out.clear();
        let key = node.key;
        let border = self.fragments[at].border;
        let mut add = |step: Move, key: Key, length: usize| out.push(Candidate { step, key, length });
        if key.place == Place::End {
            return add(Move::End, key, 1);
        }
        let closes = self.fragments[at].features.closes_table && border == Border::Open;
        if border == Border::Open {
            let end = Key { place: Place::End, number: 0, family: 0, first_in_group: false };
            add(Move::End, end, 1);
        }
        if closes {
            return;
        }
        if key.place == Place::Group && border == Border::Open && self.may_wrap_group(at) {
            add(Move::Wrap, key, 1);
        }
        if let Place::Column(column) = key.place {
            if border == Border::Open && self.may_wrap(at, column as usize) {
                add(Move::Wrap, key, 1);
            }
            if border == Border::Row {
                self.continued_rows(at, &key, &mut add);
            } else {
                self.later_columns(at, &key, column as usize, &mut add);
            }
        }
        if border != Border::Cell {
            self.new_rows(at, &key, &mut add);
            if self.may_be_group(at) {
                add(Move::Group, Key { place: Place::Group, family: 0, first_in_group: true, ..key }, 1);
            }
            if self.headers[at] > 0 {
                let place = if key.place == Place::Before { Place::Before } else { Place::Header };
                add(Move::Header, Key { place, first_in_group: false, ..key }, self.headers[at]);
            }
        }
        add(Move::Stray, key, 1);
    }

    fn may_wrap(&self, at: usize, column: usize) -> bool {
        let f = &self.fragments[at].features;
        let number = f.marks.has_any(&[Mark::Integer, Mark::ValueNumber]) || self.signature.is_styled_number(f);
        match self.signature.role(column) {
            ColumnRole::Seq => false,
            ColumnRole::Name | ColumnRole::Category | ColumnRole::Component => !number,
            _ => true,
        }
    }

    /// May the fragment be the rest of a heading across the table.
    fn may_wrap_group(&self, at: usize) -> bool {
        let f = &self.fragments[at].features;
        f.numbering.is_none() && !f.marks.has_any(&[Mark::Integer, Mark::ValueNumber, Mark::Stop])
    }

    fn later_columns(&self, at: usize, key: &Key, column: usize, add: &mut impl FnMut(Move, Key, usize)) {
        let features = &self.fragments[at].features;
        let number_column = self.signature.number_column();
        for next in column + 1..self.signature.columns.len() {
            if !self.may_hold(at, next) {
                continue;
            }
            let mut to = Key { place: Place::Column(next as u8), ..*key };
            if number_column == Some(next) {
                to.number = self.signature.number_of(next, features, key.number).unwrap_or(key.number + 1);
            } else if number_column.is_some_and(|s| column < s && s < next) {
                to.number += 1;
            }
            if Some(next) == self.signature.component {
                to.family = 1;
            }
            add(Move::Fill(next as u8), to, 1);
        }
    }

    /// May the fragment stand in this column at all.
    fn may_hold(&self, at: usize, column: usize) -> bool {
        let f = &self.fragments[at].features;
        match self.signature.role(column) {
            ColumnRole::Seq => self.signature.row_number(f).is_some(),
            ColumnRole::Category => {
                !f.bare_action
                    && !self.signature.is_styled_number(f)
                    && !f.marks.has_any(&[Mark::Integer, Mark::ValueNumber, Mark::NumberFirst, Mark::NumberLater])
            }
            _ => true,
        }
    }

    /// The row of the source goes on with the row above: a row cut by the end of a page.
    fn continued_rows(&self, at: usize, key: &Key, add: &mut impl FnMut(Move, Key, usize)) {
        let Some(column) = self.fragments[at].printed.filter(|&c| c < self.signature.columns.len()) else { return };
        if matches!(self.signature.role(column), ColumnRole::Text | ColumnRole::Schedule) {
            add(Move::ContinueRow(column as u8), Key { place: Place::Column(column as u8), ..*key }, 1);
        }
    }

    fn new_rows(&self, at: usize, key: &Key, add: &mut impl FnMut(Move, Key, usize)) {
        for column in 0..self.signature.columns.len() {
            if self.signature.may_begin_row(column) && self.may_hold(at, column) {
                self.row_beginnings(at, key, column, add);
            }
        }
    }

    /// The states in which a row may begin at a column: a row without a printed number has the number of the row above
    /// or one more.
    fn row_beginnings(&self, at: usize, key: &Key, column: usize, add: &mut impl FnMut(Move, Key, usize)) {
        let first_in_group = matches!(key.place, Place::Before | Place::Group);
        let step = Move::NewRow(column as u8);
        let to = |number: u32, family: u8| Key { place: Place::Column(column as u8), number, family, first_in_group };
        match self.signature.role(column) {
            ColumnRole::Component => {
                if key.family >= 1 && matches!(key.place, Place::Column(_) | Place::Header) {
                    add(step, to(key.number, 2), 1);
                }
                return;
            }
            ColumnRole::Value => {
                if matches!(key.place, Place::Column(_)) {
                    add(step, to(key.number, 0), 1);
                }
                return;
            }
            _ => {}
        }
        let number_column = self.signature.number_column();
        if number_column.is_none_or(|n| column < n) {
            return add(step, to(key.number, 0), 1);
        }
        let features = &self.fragments[at].features;
        if let Some(number) = self.signature.number_of(column, features, key.number) {
            return add(step, to(number, 0), 1);
        }
        add(step, to(key.number + 1, 0), 1);
        if key.number > 0 && !matches!(key.place, Place::Before | Place::Group) {
            add(step, to(key.number, 0), 1);
        }
    }

    fn may_be_group(&self, at: usize) -> bool {
        let fragment = &self.fragments[at];
        let f = &fragment.features;
        if fragment.border == Border::Row && !fragment.alone_in_row {
            return false;
        }
        let number = f.marks.has_any(&[Mark::Integer, Mark::ValueNumber]) || self.signature.is_styled_number(f);
        // Some end a numbered heading like a sentence.
        let outer = f.numbering.is_some_and(|(level, _)| level <= HeadingLevel::HanBracket);
        let sentence =
            f.marks.has(Mark::Stop) && !(outer && f.folded.find('。') == Some(f.folded.len() - '。'.len_utf8()));
        if number || sentence || f.length > LONGEST_GROUP {
            return false;
        }
        // A line that is printed twice is a stray copy of a cell.
        let repeated = self.fragments.get(at + 1).is_some_and(|next| next.features.folded == f.folded);
        // In a table with a column of categories, a plain heading is a cell of that column.
        let plain = f.numbering.is_none() && !fragment.alone_in_row;
        !(repeated || self.signature.category.is_some() && plain)
    }

    /// The state that a move leads to, with what is known of the way to it; `cost` is the whole way's.
    pub(super) fn advance(&self, at: usize, node: &Node, candidate: &Candidate, cost: f32) -> Node {
        let features = &self.fragments[at].features;
        let Candidate { step, key, .. } = *candidate;
        let goes_on = matches!(step, Move::Wrap | Move::Stray | Move::End);
        let taken = !matches!(step, Move::Stray | Move::End);
        let mut out = Node { key, cost, best: u32::MAX, ..*node };
        if !goes_on {
            (out.open_brackets, out.last_item, out.year, out.cell_start) = (0, 0, 0, at as u32);
        }
        if taken {
            out.open_brackets = out.open_brackets.saturating_add(features.open_brackets as i16).max(0);
            out.last_item = features.last_item.map_or(out.last_item, |n| n as u16);
            out.year = features.year.map_or(out.year, |y| y as u16);
        }
        if matches!(step, Move::NewRow(_) | Move::Group) {
            out.category_in_row = false;
        }
        out.category_in_row |= self.opens_group(step) && step != Move::Group;
        if matches!(step, Move::NewRow(_) | Move::Fill(_)) && key.number != node.key.number {
            out.number_printed = false;
        }
        if let Move::NewRow(column) | Move::Fill(column) = step {
            out.number_printed |= self.signature.number_of(usize::from(column), features, node.key.number).is_some();
        }
        if self.opens_group(step)
            && let Some(declared) = features.declared
        {
            // A category behind the number of its first row counts that row.
            let number = if self.category_behind_number(step) { key.number.saturating_sub(1) } else { key.number };
            (out.due, out.declared) = (number + declared, declared);
        }
        out
    }

    /// Does the move open a group or category.
    pub(super) fn opens_group(&self, step: Move) -> bool {
        match step {
            Move::Group => true,
            Move::NewRow(c) | Move::Fill(c) => Some(c as usize) == self.signature.category,
            _ => false,
        }
    }

    /// Does the move fill a category that stands behind the number of the row.
    pub(super) fn category_behind_number(&self, step: Move) -> bool {
        matches!(step, Move::Fill(_)) && self.signature.number_column() < self.signature.category
    }

    /// The number with which a fragment's text begins an item of a cell: 2. or (二).
    pub(super) fn item_number(&self, at: usize) -> Option<(HeadingLevel, u32)> {
        self.fragments[at].features.numbering.filter(|(level, _)| *level >= HeadingLevel::HanBracket)
    }
}
