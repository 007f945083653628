//! Acceptors: what it costs to read a fragment as a cell of a column, as the rest of the cell before, as a group
//! heading, or to leave a column empty.

use super::align::{Move, Reading};
use super::fragment::{Features, Fragment};
use super::weights::*;
use crate::rules::{ColumnRole, ColumnSpec, HeadingLevel};

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
    /// There is a column of categories.
    pub has_category: bool,
    /// The number stands before the name in the same cell ("3.深化改革").
    pub inline_numbers: bool,
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
            has_category: position(ColumnRole::Category).is_some(),
            inline_numbers,
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
        if rows < 2 {
            return 0;
        }
        (0..self.columns.len()).filter(|&c| announced(c) && expected(c) && !filled(c)).count()
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
            ColumnRole::Seq => features.integer,
            ColumnRole::Name if self.inline_numbers => inline_number(features, previous),
            _ => None,
        }
    }

    /// Cost of reading a fragment as a cell of a column, `previous` being the number of the row above.
    pub fn accept(&self, column: usize, fragment: &Fragment, previous: u32) -> f32 {
        let f = &fragment.features;
        if f.closes_table && fragment.border == super::fragment::Border::Open {
            return NEVER;
        }
        let cost = self.accept_text(column, f, previous);
        if fragment.printed == Some(column) && cost < NEVER { cost.min(PRINTED_HERE) } else { cost }
    }

    fn accept_text(&self, column: usize, f: &Features, previous: u32) -> f32 {
        match self.role(column) {
            ColumnRole::Seq => number_cost(f.integer, previous, NEVER),
            ColumnRole::Category => category_cost(f) + self.undeclared_cost(f),
            ColumnRole::Name => self.name_cost(column, f, previous),
            ColumnRole::Component => component_cost(f),
            ColumnRole::Value => f.value_cost,
            ColumnRole::Responsible | ColumnRole::Support => f.units_cost,
            ColumnRole::Leader => {
                if (2..=12).contains(&f.length) && !has_digit(f) {
                    -0.5
                } else {
                    6.0
                }
            }
            ColumnRole::Attribute => {
                if f.attribute {
                    -1.5
                } else {
                    5.0
                }
            }
            ColumnRole::Measure => {
                if f.length <= 8 && f.integer.is_none() {
                    -0.5
                } else {
                    5.0
                }
            }
            ColumnRole::Schedule => schedule_cost(f),
            ColumnRole::Text => text_cost(f),
            ColumnRole::Remark => 0.5 + if f.units_cost < 0.0 { 1.0 } else { 0.0 },
        }
    }

    /// Among categories that all declare a count, one that declares none is hardly a category.
    fn undeclared_cost(&self, f: &Features) -> f32 {
        if self.categories_declare && f.declared.is_none() { UNDECLARED_CATEGORY } else { 0.0 }
    }

    fn name_cost(&self, column: usize, f: &Features, previous: u32) -> f32 {
        let numbered = if self.inline_numbers {
            number_cost(self.number_of(column, f, previous), previous, 3.0)
        } else if matches!(f.numbering, Some((HeadingLevel::Digit, _))) {
            2.5
        } else {
            0.0
        };
        let units = match (self.columns[column].with_units, f.bracket_of_units) {
            (true, true) => -0.8,
            (true, false) => 1.5,
            (false, _) => 0.0,
        };
        plain_name_cost(f) + numbered + units
    }

    /// Cost of leaving a column empty inside a row; `before` is the cell on its left, `printed_empty` says that the
    /// source prints it empty, `first_in_group` that no row of the group stands above.
    pub fn skip(&self, column: usize, before: Option<&Features>, printed_empty: bool, first_in_group: bool) -> f32 {
        let cost = match self.role(column) {
            ColumnRole::Category => SKIP_CATEGORY,
            ColumnRole::Component => 0.0,
            ColumnRole::Seq => IMPLIED_NUMBER,
            ColumnRole::Name => SKIP_NAME,
            ColumnRole::Value => skip_value_cost(before),
            ColumnRole::Responsible if first_in_group => SKIP_FIRST_UNITS,
            ColumnRole::Responsible => SKIP_UNITS,
            ColumnRole::Support | ColumnRole::Remark => 0.1,
            ColumnRole::Text | ColumnRole::Schedule => SKIP_TEXT,
            ColumnRole::Leader | ColumnRole::Attribute | ColumnRole::Measure => SKIP_OTHER,
        };
        match self.role(column) {
            _ if !printed_empty => cost,
            ColumnRole::Name => cost.min(SKIP_PRINTED_NAME),
            _ => cost.min(SKIP_PRINTED),
        }
    }

    /// Cost of reading a fragment as the rest of the cell before it.
    pub fn wrap(&self, column: usize, cell: CellSoFar<'_>, fragment: &Fragment, words: &TailWords) -> f32 {
        let f = &fragment.features;
        if f.closes_table {
            return NEVER;
        }
        match self.role(column) {
            ColumnRole::Seq => NEVER,
            ColumnRole::Value => wrap_value_cost(f),
            ColumnRole::Name | ColumnRole::Category | ColumnRole::Component => wrap_name_cost(cell, f, words),
            ColumnRole::Responsible | ColumnRole::Support => wrap_units_cost(cell, f),
            ColumnRole::Text | ColumnRole::Schedule | ColumnRole::Remark => wrap_text_cost(cell, f, self.role(column)),
            ColumnRole::Attribute | ColumnRole::Measure | ColumnRole::Leader => 6.0,
        }
    }

    /// Cost of reading a fragment as a heading across the table.
    pub fn group(&self, fragment: &Fragment) -> f32 {
        let f = &fragment.features;
        if f.closes_table || f.integer.is_some() || f.value_cost <= -1.0 || f.length > 60 || f.sentences > 0 {
            return NEVER;
        }
        // In a table with a column of categories, a plain heading is a cell of that column.
        if self.has_category && f.numbering.is_none() && !fragment.alone_in_row {
            return NEVER;
        }
        let base = if f.declared.is_some() {
            -1.0
        } else if matches!(f.numbering, Some((HeadingLevel::Han | HeadingLevel::HanBracket, _))) {
            -0.5
        } else if f.length <= 20 && f.units_cost > 0.0 && !has_digit(f) {
            2.0
        } else {
            6.0
        };
        let alone = if fragment.alone_in_row { -1.5 } else { 0.0 };
        let lexicon = if f.known_heading { -0.5 } else { 0.0 };
        base + alone + lexicon + if self.has_category { GROUP_BESIDE_CATEGORY } else { 0.0 }
    }
}

/// The cell that a wrap would go on with.
#[derive(Debug, Clone, Copy)]
pub struct CellSoFar<'a> {
    /// Its last fragment.
    pub last: &'a Features,
    /// Brackets and quotes open in the whole cell.
    pub open_brackets: i32,
    /// Number of its last item.
    pub last_item: Option<u32>,
    /// Year that its last part began with.
    pub year: Option<i32>,
}

/// Words by which the wrap of a name is recognised, from the rules.
#[derive(Debug, Clone, Default)]
pub struct TailWords {
    /// A name that ends so goes on.
    pub continues: Vec<String>,
    /// What is left of a name after a wrap.
    pub tails: Vec<String>,
}

/// Cost of reading a fragment in another column than it is printed in. `before` is how far the cell on its left
/// stands from its printed place: a whole row slips by the same distance.
pub fn slip_cost(printed: usize, column: usize, before: isize) -> f32 {
    let shift = column as isize - printed as isize;
    match shift {
        0 => 0.0,
        _ if shift == before => SLIP_AGAIN,
        _ => SLIP + SLIP_STEP * shift.unsigned_abs() as f32,
    }
}

fn number_cost(number: Option<u32>, previous: u32, missing: f32) -> f32 {
    match number {
        None => missing,
        Some(n) if n == previous + 1 => SEQ_FOLLOWS,
        Some(n) if n == previous => 1.5,
        Some(1) => 0.5,
        Some(n) => (SEQ_JUMPS + 0.3 * n.abs_diff(previous) as f32).min(5.0),
    }
}

/// The number before a name. "3.15分钟生活圈" is no decimal where the row above is the second.
fn inline_number(f: &Features, previous: u32) -> Option<u32> {
    let digits = f.folded.bytes().take_while(u8::is_ascii_digit).count();
    let expected = f.folded[..digits].parse().ok().filter(|&n: &u32| n == previous + 1);
    let follows = expected.filter(|_| f.folded[digits..].starts_with(['.', '、']) && f.length > digits + 3);
    follows.or(f.numbering.filter(|(level, _)| *level == HeadingLevel::Digit).map(|(_, n)| n))
}

fn has_digit(f: &Features) -> bool {
    f.folded.bytes().any(|b| b.is_ascii_digit())
}

fn category_cost(f: &Features) -> f32 {
    if matches!(f.numbering, Some((HeadingLevel::Digit, _))) || f.integer.is_some() || f.value_cost <= -1.0 {
        return NEVER;
    }
    let units = if f.units_cost < 0.0 { 3.0 } else { 0.0 };
    let base = if f.declared.is_some() {
        -1.5
    } else if f.numbering.is_some() {
        -1.0
    } else if f.known_heading {
        -0.6
    } else {
        0.6
    };
    let odd = if has_digit(f) || f.folded.contains(['%', '。']) { 1.5 } else { 0.0 };
    let long = if f.length > 14 { 0.15 * (f.length - 14) as f32 } else { 0.0 };
    base + units + odd + long
}

fn plain_name_cost(f: &Features) -> f32 {
    let value = if f.integer.is_some() || f.value_cost <= -1.0 { 7.0 } else { 0.0 };
    let units = if f.units_cost < 0.0 && !f.bracket_of_units { 6.0 } else { 0.0 };
    let heading = if f.declared.is_some() { 4.0 } else { 0.0 };
    let prose = match f.sentences {
        0 => 0.0,
        1 if f.folded.ends_with('。') => 0.8,
        1 => 0.0,
        _ => 2.0,
    } + if f.length > 60 { 1.5 } else { 0.0 };
    let attribute = if f.attribute { 3.0 } else { 0.0 };
    let like_value = if f.value_cost <= 0.6 && f.length <= 6 { 1.5 } else { 0.0 };
    like_value + 0.2 + value + units + heading + prose + attribute
}

fn component_cost(f: &Features) -> f32 {
    plain_name_cost(f) + if f.length > 30 { 1.5 } else { 0.0 }
}

fn schedule_cost(f: &Features) -> f32 {
    match () {
        () if f.period || f.year.is_some() => -1.0,
        () if f.units_cost < 0.0 => 5.0,
        () if f.length >= 12 => 1.6,
        () => 4.0,
    }
}

fn text_cost(f: &Features) -> f32 {
    let base = match f.length {
        0..=3 => 2.2,
        4..=11 => 1.4,
        _ => 0.3,
    };
    let item = if matches!(f.numbering, Some((HeadingLevel::Digit, n)) if n > 1) { 2.5 } else { 0.0 };
    let units = if f.units_cost < 0.0 { 2.5 } else { 0.0 };
    let value = if f.integer.is_some() { 3.0 } else { 0.0 };
    let period = if f.period { 0.7 } else { 0.0 };
    let heading = if f.declared.is_some() { 3.0 } else { 0.0 };
    base + item + units + value + period + heading
}

fn skip_value_cost(before: Option<&Features>) -> f32 {
    match before {
        Some(f) if f.value_cost > -1.0 && f.value_cost < 0.0 && !has_digit(f) => SPAN_OF_WORDS,
        Some(f) if f.value_cost < 2.0 && has_digit(f) && f.folded.contains(['以', '内', '上', '下']) => {
            SPAN_OF_BOUND
        }
        _ => SKIP_VALUE,
    }
}

fn wrap_value_cost(f: &Features) -> f32 {
    if f.folded.starts_with('(') && f.length <= 10 { 0.2 } else { 8.0 }
}

fn wrap_name_cost(cell: CellSoFar<'_>, f: &Features, words: &TailWords) -> f32 {
    if f.integer.is_some() || f.value_cost <= -1.0 || f.declared.is_some() && !f.folded.starts_with('(') {
        return NEVER;
    }
    let opens = f.folded.starts_with(['(', ')', '、', '》', '”']) && f.numbering.is_none();
    let bracket_goes_on = cell.open_brackets > 0 || opens;
    if bracket_goes_on {
        0.1
    } else if words.continues.iter().any(|w| cell.last.folded.ends_with(w.as_str())) {
        0.2
    } else if words.tails.iter().any(|w| f.folded.split('(').next().is_some_and(|t| t.ends_with(w.as_str()))) {
        2.0
    } else {
        3.2
    }
}

fn wrap_units_cost(cell: CellSoFar<'_>, f: &Features) -> f32 {
    let separated = cell.last.folded.ends_with(['、', ',']) || f.folded.starts_with(['、', ',']);
    let branch = f.folded.ends_with("分局") && cell.last.folded.ends_with('局');
    if separated {
        -0.6
    } else if cell.open_brackets > 0 {
        0.2
    } else if branch {
        0.3
    } else if f.units_cost < 0.0 {
        2.5
    } else {
        7.0
    }
}

fn wrap_text_cost(cell: CellSoFar<'_>, f: &Features, role: ColumnRole) -> f32 {
    if f.integer.is_some() || f.declared.is_some() && f.length <= 40 {
        return 6.0;
    }
    if let Some((HeadingLevel::HanBracket, n)) = f.numbering {
        return if n > 1 { 0.1 } else { 1.5 };
    }
    let item = f.numbering.filter(|(level, _)| *level >= HeadingLevel::Digit).map(|(_, n)| n);
    match item {
        Some(n) if n > 1 && cell.last_item.is_none_or(|last| n > last && n <= last + 3) => return 0.1,
        Some(1) => return 4.0,
        Some(_) => return 3.0,
        None => {}
    }
    if let (Some(new), true) = (f.year, role == ColumnRole::Schedule) {
        return if cell.year.is_some_and(|old| new > old) { 0.1 } else { 2.5 };
    }
    if f.period {
        return if role == ColumnRole::Schedule { 0.1 } else { 2.5 };
    }
    if f.units_cost < 0.0 {
        return 3.5;
    }
    if f.length < 16 && !f.folded.contains(['。', ';', ',']) {
        return if cell.last.ends_sentence { 3.5 } else { 2.2 };
    }
    let unfinished_heading = cell.last.length < 16 && !cell.last.folded.contains(['。', ';', ',']);
    match (cell.last.ends_sentence, unfinished_heading) {
        (true, _) => 0.8,
        (false, true) => 2.8,
        (false, false) => 1.8,
    }
}
