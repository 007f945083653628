//! Signatures (栏目序列): the columns of a table in printed order.

use super::align::{Move, Reading};
use super::fragment::{Features, Fragment};
use super::marks::{Mark, Marks};
use super::ordinal::{self, NumberStyle};
use crate::rules::{ColumnRole, ColumnSpec, HeadingLevel};

/// Fragments that are looked at for the style of the numbers.
const FRAGMENTS_TO_LOOK_AT: usize = 400;

/// The columns of a table, and what the acceptors need to know of them as a whole.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The columns in printed order.
    pub columns: Vec<ColumnSpec>,
    /// Index of the 序号 column.
    pub seq: Option<usize>,
    /// Index of the name column.
    pub name: Option<usize>,
    /// Index of the component column.
    pub component: Option<usize>,
    /// Index of the first value column.
    pub first_value: Option<usize>,
    /// Index of the category column.
    pub category: Option<usize>,
    /// The number stands before the name in the same cell ("3.深化改革").
    pub inline_numbers: bool,
    /// How the 序号 column prints its numbers.
    pub numbers: NumberStyle,
    /// Learned from a first reading: the categories of this table say how many items they hold.
    pub categories_declare: bool,
}

impl Signature {
    /// A signature of columns; `inline_numbers` when names carry the number of the row.
    pub fn new(columns: Vec<ColumnSpec>, inline_numbers: bool) -> Signature {
        let position = |role: ColumnRole| columns.iter().position(|c| c.role == role);
        Signature {
            seq: position(ColumnRole::Seq),
            name: position(ColumnRole::Name),
            component: position(ColumnRole::Component),
            first_value: position(ColumnRole::Value),
            category: position(ColumnRole::Category),
            inline_numbers,
            numbers: NumberStyle::Plain,
            categories_declare: false,
            columns,
        }
    }

    /// Columns that the header announces and that a reading never fills; remarks are often not filled.
    pub fn unused_columns(&self, reading: &Reading) -> usize {
        let filled = |column: usize| {
            reading.steps.iter().any(|step| match step.step {
                Move::Fill(at) | Move::NewRow(at) => usize::from(at) == column,
                _ => false,
            })
        };
        let rows = reading.steps.iter().filter(|step| matches!(step.step, Move::NewRow(_))).count();
        let announced = |column: usize| !self.columns[column].header.is_empty();
        let expected = |column: usize| !matches!(self.role(column), ColumnRole::Remark | ColumnRole::Seq);
        if rows == 0 {
            return 0;
        }
        (0..self.columns.len()).filter(|&c| announced(c) && expected(c) && !filled(c)).count()
    }

    /// Cells of a column of names that is taken for one of categories, where most rows have one: names do, categories are
    /// merged.
    pub fn categories_like_names(&self, reading: &Reading) -> usize {
        let taken = |c: &ColumnSpec| c.role == ColumnRole::Category && c.rule.starts_with("tables.name");
        let Some(column) = self.columns.iter().position(taken) else { return 0 };
        let rows = reading.steps.iter().filter(|step| matches!(step.step, Move::NewRow(_))).count();
        let filled = reading.cells().filter(|&(_, at, begins)| begins && at == column).count();
        if rows > 2 && 5 * filled >= 3 * rows { filled } else { 0 }
    }

    /// The role of a column.
    pub fn role(&self, column: usize) -> ColumnRole {
        self.columns[column].role
    }

    /// The column that carries the number of a row.
    pub fn number_column(&self) -> Option<usize> {
        self.seq.or(if self.inline_numbers { self.name } else { None })
    }

    /// The number that a fragment gives to its row when read as this column, `previous` being that of the row above.
    pub fn number_of(&self, column: usize, features: &Features, previous: u32) -> Option<u32> {
        match self.role(column) {
            ColumnRole::Seq => self.row_number(features),
            ColumnRole::Name if self.inline_numbers => inline_number(features, previous),
            _ => None,
        }
    }

    /// The number that a fragment is, in the style of the 序号 column.
    pub fn row_number(&self, features: &Features) -> Option<u32> {
        match self.numbers {
            NumberStyle::Plain => features.integer,
            style => ordinal::number(style, &features.folded),
        }
    }

    /// Is a fragment a number in the style of the 序号 column, where that is another than plain integers.
    pub fn is_styled_number(&self, features: &Features) -> bool {
        self.numbers != NumberStyle::Plain && self.row_number(features).is_some()
    }

    /// The marks by which a fragment is priced in a column: a number in the style of the table counts like an integer.
    pub fn marks_in(&self, column: usize, features: &Features) -> Marks {
        if self.role(column) != ColumnRole::Seq || !self.is_styled_number(features) {
            return features.marks;
        }
        let mut marks = Marks::default();
        [Mark::Any, Mark::Length1, Mark::Integer, Mark::ValueNumber, Mark::Digit]
            .into_iter()
            .for_each(|mark| marks.set(mark, true));
        marks
    }

    /// Does a number come right behind that of the row above.
    pub fn follows(&self, number: u32, previous: u32) -> bool {
        ordinal::follows(self.numbers, number, previous)
    }

    /// The signatures with those that read the numbers of the 序号 column in another style, where the fragments hold one.
    pub fn with_number_styles(signatures: Vec<Signature>, fragments: &[Fragment]) -> Vec<Signature> {
        if signatures.iter().all(|signature| signature.seq.is_none()) {
            return signatures;
        }
        let styles = ordinal::styles(&fragments[..fragments.len().min(FRAGMENTS_TO_LOOK_AT)]);
        let styled = |signature: Signature| {
            let styles = if signature.seq.is_some() { &styles[..] } else { &[] };
            let others: Vec<Signature> =
                styles.iter().map(|&numbers| Signature { numbers, ..signature.clone() }).collect();
            std::iter::once(signature).chain(others)
        };
        signatures.into_iter().flat_map(styled).collect()
    }

    /// May a row begin with a cell of this column.
    pub fn may_begin_row(&self, column: usize) -> bool {
        match self.role(column) {
            ColumnRole::Category | ColumnRole::Seq | ColumnRole::Name | ColumnRole::Component => true,
            ColumnRole::Value => self.first_value == Some(column),
            ColumnRole::Text => self.name.is_none_or(|n| n > column),
            // A plan of activities (活动安排) says first when, then what.
            ColumnRole::Schedule => column == 0,
            _ => false,
        }
    }

    /// Do the categories of a reading declare counts: at least two of them, and three in four.
    pub fn declares_categories(&self, reading: &Reading, declares: impl Fn(usize) -> bool) -> bool {
        let cells = reading.steps.iter().filter(|s| match s.step {
            Move::NewRow(column) | Move::Fill(column) => Some(column as usize) == self.category,
            _ => false,
        });
        let (all, declared) =
            cells.fold((0, 0), |(all, declared), step| (all + 1, declared + usize::from(declares(step.fragment))));
        declared >= 2 && 4 * declared >= 3 * all
    }
}

/// The number before a name. "3.15分钟生活圈" is no decimal where the row above is the second.
fn inline_number(f: &Features, previous: u32) -> Option<u32> {
    let digits = f.folded.bytes().take_while(u8::is_ascii_digit).count();
    let expected = f.folded[..digits].parse().ok().filter(|&n: &u32| n == previous + 1);
    let follows = expected.filter(|_| f.folded[digits..].starts_with(['.', '、']) && f.length > digits + 3);
    follows.or(f.numbering.filter(|(level, _)| *level == HeadingLevel::Digit).map(|(_, n)| n))
}
