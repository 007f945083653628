//! Prices (计价): which pieces of evidence speak for and against a move. What each counts stands in the cost file.

use super::Aligner;
use super::costs::{self, SkipCondition, Term, WrapCondition, WrapKind};
use super::moves::Candidate;
use super::reading::Move;
use super::state::{Node, Place};
use crate::layout::fragment::{Border, Features};
use crate::layout::marks::Mark;
use crate::rules::{ColumnRole, HeadingLevel};
use std::ops::Range;

/// What takes note of evidence: the sum of its costs, or the list of its pieces.
pub trait Tally {
    /// A piece of evidence, by the index of its cost, so many times.
    fn add(&mut self, cost: usize, times: f32);
    /// The fragment in a column.
    fn accept(&mut self, at: usize, column: usize);
    /// The fragment as the rest of a cell of this column.
    fn wrap(&mut self, at: usize, column: usize);
    /// The fragment as a heading across the table.
    fn group(&mut self, at: usize);
    /// The fragment as the first one behind the table.
    fn end(&mut self, at: usize);
    /// A column is left empty.
    fn skip(&mut self, column: usize);
}

/// A column that a move leaves empty, and why it may be.
type Skipped = (usize, SkipCondition);

/// A cell whose last fragment is shorter is a heading or an unfinished line, in characters.
const SHORT_LINE: usize = 16;
/// The numbering of a cell may skip so many items.
const ITEMS_SKIPPED: u32 = 3;

impl Aligner<'_> {
    /// Notes the evidence for and against a move.
    pub(super) fn price(&self, at: usize, node: &Node, candidate: &Candidate, tally: &mut impl Tally) {
        let Candidate { step, key, length } = *candidate;
        let mut skipped: Vec<Skipped> = Vec::new();
        if !matches!(step, Move::Wrap | Move::Stray) && node.key.place != Place::End {
            self.price_leaving(node, at, tally);
        }
        match step {
            Move::End if node.key.place == Place::End => return,
            Move::Wrap => return self.price_wrap(at, node, tally),
            Move::Stray => return self.price_stray(at, tally),
            Move::Fill(column) => {
                let Place::Column(left) = node.key.place else { return };
                self.skips_inside(at, node, left as usize + 1..column as usize, &mut skipped);
                self.price_cell(at, column as usize, Some(left as usize), node, tally);
                if Some(column as usize) == self.signature.component {
                    tally.add(costs::term(Term::FirstComponent), 1.0);
                }
            }
            Move::ContinueRow(column) => {
                tally.add(costs::term(Term::RowContinues), 1.0);
                if self.item_number(at).is_some_and(|(_, number)| number > 1) {
                    tally.add(costs::term(Term::RowContinuesItems), 1.0);
                }
                tally.accept(at, column as usize);
                return;
            }
            Move::NewRow(column) => {
                self.skips_at_end(at, node, &mut skipped);
                self.skips_at_start(at, node, column as usize, &mut skipped);
                self.price_row(at, node, candidate, tally);
            }
            Move::Group => {
                self.skips_at_end(at, node, &mut skipped);
                self.price_group(at, node, tally);
            }
            Move::Header => {
                self.skips_at_end(at, node, &mut skipped);
                tally.add(costs::term(Term::HeaderAgain), length as f32);
            }
            Move::End => {
                self.skips_at_end(at, node, &mut skipped);
                tally.end(at);
                if node.key.place == Place::Group {
                    tally.add(costs::term(Term::GroupEmpty), 1.0);
                }
            }
        }
        let ends_row = !matches!(step, Move::Fill(_));
        if ends_row && node.key.family == 1 && key.family != 2 && !matches!(step, Move::Header) {
            tally.add(costs::term(Term::SingleComponent), 1.0);
        }
        if self.opens_group(step) {
            self.price_count(node, step, tally);
        }
        self.price_skips(at, step, &skipped, tally);
    }

    /// What the end of all fragments costs a state.
    pub(super) fn price_last(&self, node: &Node, tally: &mut impl Tally) {
        if !matches!(node.key.place, Place::Column(_)) {
            return;
        }
        let mut skipped = Vec::new();
        self.price_leaving(node, self.fragments.len(), tally);
        self.skips_at_end(self.fragments.len(), node, &mut skipped);
        if node.key.family == 1 {
            tally.add(costs::term(Term::SingleComponent), 1.0);
        }
        self.price_skips(self.fragments.len(), Move::End, &skipped, tally);
    }

    /// A cell is left: it should be finished.
    fn price_leaving(&self, node: &Node, at: usize, tally: &mut impl Tally) {
        if !matches!(node.key.place, Place::Column(_)) || at == 0 {
            return;
        }
        if node.open_brackets > 0 {
            tally.add(costs::term(Term::LeavesOpen), 1.0);
        }
        if self.fragments[at - 1].features.ends_open {
            tally.add(costs::term(Term::LeavesEndsOpen), 1.0);
        }
        if self.fragments[at - 1].features.folded.ends_with(',') {
            tally.add(costs::term(Term::LeavesComma), 1.0);
        }
    }

    fn price_wrap(&self, at: usize, node: &Node, tally: &mut impl Tally) {
        let kind = match node.key.place {
            Place::Column(column) => {
                tally.wrap(at, column as usize);
                WrapKind::of(self.signature.role(column as usize))
            }
            _ => {
                let marks = self.fragments[at].features.marks;
                marks.indices().for_each(|mark| tally.add(costs::wrap(WrapKind::Group, mark), 1.0));
                WrapKind::Group
            }
        };
        let mut so = |condition: WrapCondition, so: bool| {
            if so {
                tally.add(costs::wrap_condition(kind, condition), 1.0);
            }
        };
        let last = &self.fragments[at - 1].features;
        let new = &self.fragments[at].features;
        so(WrapCondition::Open, node.open_brackets > 0);
        so(WrapCondition::AfterEndsOpen, last.ends_open);
        so(WrapCondition::AfterSentence, last.ends_sentence);
        so(WrapCondition::AfterShort, is_short_line(last));
        so(WrapCondition::Gap, self.fragments[at].gap);
        so(WrapCondition::Branch, last.folded.ends_with('局') && new.folded.ends_with("分局"));
        so(WrapCondition::Again, (node.cell_start as usize) + 1 < at);
        so(WrapCondition::Alike, last.ends_sentence && new.ends_sentence || is_short_line(last) && is_short_line(new));
        if let Some((level, number)) = self.item_number(at) {
            let last_item = u32::from(node.last_item);
            let next = match level {
                HeadingLevel::HanBracket => number > 1,
                _ => number > 1 && (last_item == 0 || (last_item + 1..=last_item + ITEMS_SKIPPED).contains(&number)),
            };
            so(WrapCondition::ItemNext, next);
            so(WrapCondition::ItemOdd, !next);
        }
        if let Some(year) = new.year {
            let next = node.year > 0 && year > i32::from(node.year);
            so(WrapCondition::YearNext, next);
            so(WrapCondition::YearOdd, !next);
        }
    }

    fn price_stray(&self, at: usize, tally: &mut impl Tally) {
        let fragment = &self.fragments[at];
        let text = &fragment.features.folded;
        // Of two equal fragments the first is the stray one; that it might be the second says nothing of the cells.
        let repeated = self.fragments.get(at + 1).is_some_and(|f| f.features.folded == *text);
        let term = match fragment.border {
            Border::Cell => Term::StrayInside,
            Border::Row if !fragment.alone_in_row => Term::StrayInside,
            _ if repeated => Term::StrayRepetition,
            _ => Term::Stray,
        };
        tally.add(costs::term(term), 1.0);
    }

    /// A fragment in a column; `left` is the column of the cell before it in the row.
    fn price_cell(&self, at: usize, column: usize, left: Option<usize>, node: &Node, tally: &mut impl Tally) {
        let f = &self.fragments[at].features;
        tally.accept(at, column);
        self.price_slip(at, column, left, tally);
        match self.signature.role(column) {
            ColumnRole::Seq => {
                tally.add(costs::term(self.number_term(self.signature.row_number(f), node.key.number)), 1.0)
            }
            ColumnRole::Name => {
                if self.signature.inline_numbers {
                    let number = self.signature.number_of(column, f, node.key.number);
                    tally.add(costs::term(self.number_term(number, node.key.number)), 1.0);
                }
                if self.signature.columns[column].with_units {
                    let term = if f.bracket_of_units { Term::UnitsInName } else { Term::UnitsNotInName };
                    tally.add(costs::term(term), 1.0);
                }
            }
            ColumnRole::Category if self.signature.categories_declare && f.declared.is_none() => {
                tally.add(costs::term(Term::UndeclaredCategory), 1.0);
            }
            _ => {}
        }
    }

    /// A fragment in another column than it is printed in: a whole row slips by the same distance.
    fn price_slip(&self, at: usize, column: usize, left: Option<usize>, tally: &mut impl Tally) {
        let Some(printed) = self.fragments[at].printed else { return };
        let shift = column as isize - printed as isize;
        let before = left.zip(at.checked_sub(1).and_then(|i| self.fragments[i].printed));
        let before = before.map_or(0, |(column, printed)| column as isize - printed as isize);
        if shift == 0 {
            tally.add(costs::term(Term::PrintedHere), 1.0);
        } else if shift == before {
            tally.add(costs::term(Term::SlipAgain), 1.0);
        } else if left.is_none() && printed == 0 && Some(column) == self.signature.component {
            tally.add(costs::term(Term::SlipOfMember), 1.0);
        } else {
            tally.add(costs::term(Term::Slip), 1.0);
            tally.add(costs::term(Term::SlipStep), shift.unsigned_abs() as f32);
        }
    }

    fn price_row(&self, at: usize, node: &Node, candidate: &Candidate, tally: &mut impl Tally) {
        let Move::NewRow(column) = candidate.step else { return };
        let column = column as usize;
        let fragment = &self.fragments[at];
        self.price_cell(at, column, None, node, tally);
        let begins = match self.signature.role(column) {
            ColumnRole::Category => Term::RowAtCategory,
            ColumnRole::Seq => Term::RowAtSeq,
            ColumnRole::Name => Term::RowAtName,
            ColumnRole::Component => Term::NextComponent,
            ColumnRole::Value => Term::RowAtValue,
            _ => Term::RowAtOther,
        };
        tally.add(costs::term(begins), 1.0);
        if begins == Term::NextComponent && node.category_in_row {
            tally.add(costs::term(Term::NextComponentOfCategory), 1.0);
        }
        if fragment.alone_in_row && self.signature.columns.len() > 2 {
            tally.add(costs::term(Term::LonelyCell), 1.0);
        }
        let number_column = self.signature.number_column();
        let passes_number = number_column.is_some_and(|n| column >= n)
            && self.signature.number_of(column, &fragment.features, node.key.number).is_none()
            && !matches!(begins, Term::NextComponent | Term::RowAtValue);
        if passes_number {
            let same = candidate.key.number == node.key.number;
            tally.add(costs::term(if same { Term::SubRow } else { Term::ImpliedNumber }), 1.0);
            if same && !node.number_printed {
                tally.add(costs::term(Term::SubRowOfImplied), 1.0);
            }
            if same && self.signature.component.is_some() {
                tally.add(costs::term(Term::SubRowOfIndicator), 1.0);
            }
            if same && node.category_in_row {
                tally.add(costs::term(Term::SubRowOfCategory), 1.0);
            }
        }
    }

    /// How the number of a row stands to that of the row above.
    fn number_term(&self, number: Option<u32>, previous: u32) -> Term {
        match number {
            None => Term::NumberMissing,
            Some(n) if self.signature.follows(n, previous) => Term::NumberFollows,
            Some(n) if n == previous => Term::NumberSame,
            Some(1) => Term::NumberRestarts,
            Some(n) if n > previous && n <= previous + 3 => Term::NumberSkips,
            Some(_) => Term::NumberFar,
        }
    }

    fn price_group(&self, at: usize, node: &Node, tally: &mut impl Tally) {
        tally.group(at);
        let mut so = |term: Term, so: bool| {
            if so {
                tally.add(costs::term(term), 1.0);
            }
        };
        so(Term::GroupBesideCategory, self.signature.category.is_some());
        so(Term::GroupAlone, self.fragments[at].alone_in_row);
        so(Term::GroupFirst, node.key.place == Place::Before);
        so(Term::GroupAgain, node.key.place == Place::Group);
    }

    /// A group ends where the next one opens: as many rows as it says, or not.
    fn price_count(&self, node: &Node, step: Move, tally: &mut impl Tally) {
        if node.due == 0 || self.signature.number_column().is_none() {
            return;
        }
        let number = node.key.number - u32::from(self.category_behind_number(step) && node.key.number > 0);
        let fits = number == node.due || number == node.declared;
        tally.add(costs::term(if fits { Term::CountFits } else { Term::CountMisses }), 1.0);
    }

    /// Columns left empty between two cells of a row.
    fn skips_inside(&self, at: usize, node: &Node, columns: Range<usize>, out: &mut Vec<Skipped>) {
        let plain = if node.key.first_in_group { SkipCondition::InsideFirst } else { SkipCondition::Inside };
        for column in columns {
            let printed = self.printed_between(at, column);
            out.push((column, self.skip_condition(column, node, printed, plain)));
        }
    }

    /// Columns left empty behind the last cell of the row at hand.
    fn skips_at_end(&self, at: usize, node: &Node, out: &mut Vec<Skipped>) {
        let Place::Column(last) = node.key.place else { return };
        let plain = if node.key.first_in_group { SkipCondition::EndFirst } else { SkipCondition::End };
        let printed_before = at.checked_sub(1).and_then(|i| self.fragments[i].printed);
        for column in last as usize + 1..self.signature.columns.len() {
            let printed = printed_before.is_some_and(|before| before < column);
            out.push((column, self.skip_condition(column, node, printed, plain)));
        }
    }

    /// Columns left empty before the first cell of a row.
    fn skips_at_start(&self, at: usize, node: &Node, first: usize, out: &mut Vec<Skipped>) {
        let above = !matches!(node.key.place, Place::Before);
        let plain = if above { SkipCondition::Start } else { SkipCondition::StartFirst };
        let printed_first = self.fragments[at].printed;
        for column in 0..first {
            // Where a part of a row begins, the cells left of it are those of the row above.
            let shared = match self.signature.role(column) {
                ColumnRole::Seq | ColumnRole::Component => true,
                ColumnRole::Name => {
                    Some(first) == self.signature.component || self.signature.role(first) == ColumnRole::Value
                }
                _ => false,
            };
            if shared {
                continue;
            }
            let printed = printed_first.is_some_and(|p| column < p);
            out.push((column, if printed { SkipCondition::Printed } else { plain }));
        }
    }

    fn printed_between(&self, at: usize, column: usize) -> bool {
        let printed = |i: usize| self.fragments.get(i).and_then(|f| f.printed);
        let before = at.checked_sub(1).and_then(printed);
        before.is_some_and(|a| a < column) && printed(at).is_some_and(|b| column < b)
    }

    fn skip_condition(&self, column: usize, node: &Node, printed: bool, plain: SkipCondition) -> SkipCondition {
        if printed {
            return SkipCondition::Printed;
        }
        if self.signature.role(column) != ColumnRole::Value {
            return plain;
        }
        let before = &self.fragments[node.cell_start as usize].features;
        let digit = before.marks.has(Mark::Digit);
        match () {
            () if before.marks.has(Mark::ValueWords) && !digit => SkipCondition::AfterWords,
            () if digit && is_bounded(before) => SkipCondition::AfterBound,
            () => plain,
        }
    }

    /// The empty columns of a move. A gap in the source stands for one of them, the dearest, or for none.
    fn price_skips(&self, at: usize, step: Move, skipped: &[Skipped], tally: &mut impl Tally) {
        let tells = match step {
            Move::Fill(column) | Move::NewRow(column) => self.gaps_tell[column as usize],
            _ => true,
        };
        let gap = tells && self.fragments.get(at).is_some_and(|f| f.gap);
        let saving = |&(column, condition): &Skipped| {
            let role = self.signature.role(column);
            let cost = |condition| self.costs.get(costs::skip(role, condition));
            cost(condition) - cost(SkipCondition::Gap)
        };
        let dearest = (0..skipped.len())
            .filter(|&i| self.signature.role(skipped[i].0) != ColumnRole::Component)
            .max_by(|&a, &b| saving(&skipped[a]).total_cmp(&saving(&skipped[b])).then(b.cmp(&a)))
            .filter(|_| gap);
        for (i, &(column, condition)) in skipped.iter().enumerate() {
            let condition = if Some(i) == dearest { SkipCondition::Gap } else { condition };
            tally.add(costs::skip(self.signature.role(column), condition), 1.0);
            tally.skip(column);
        }
        if gap && dearest.is_none() {
            tally.add(costs::term(Term::GapUnused), 1.0);
        }
    }
}

fn is_short_line(f: &Features) -> bool {
    f.length < SHORT_LINE && !f.marks.has_any(&[Mark::Stop, Mark::Comma, Mark::EndsSentence])
}

/// A value with words that bound it, such as 1.5以内.
fn is_bounded(f: &Features) -> bool {
    f.marks.has_any(&[Mark::ValueNumber, Mark::ValueShort]) && f.folded.contains(['以', '内', '上', '下'])
}
