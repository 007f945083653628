//! Recovered tables: rows and cells from a reading, with merged cells expanded.

use super::align::{Doubt, LARGEST_MARGIN, Move, Reading, Step};
use super::fragment::{Features, Fragment};
use super::marks::Mark;
use super::ordinal::{self, NumberStyle};
use super::signature::Signature;
use crate::document::{Passage, Span};
use crate::rules::{ColumnRole, ColumnSpec, HeadingLevel, ValueLook};

/// Margin of a cell that may span the empty one on its right.
const MARGIN_OF_DOUBTFUL_SPAN: f32 = 0.5;

/// Margin of a row in which it is open which empty cells a value spans.
const MARGIN_OF_OPEN_SPAN: f32 = 2.5;

/// A table as it was before the dump.
#[derive(Debug, Clone)]
pub struct RecoveredTable {
    /// The columns in printed order, with those that no header announces.
    pub columns: Vec<ColumnSpec>,
    /// The rows carry their number before the name.
    pub inline_numbers: bool,
    /// The source prints a place a row; the table is turned, and an empty cell is no value.
    pub by_place: bool,
    /// The header as printed.
    pub header: Vec<Passage>,
    /// Headings across the table, in order.
    pub groups: Vec<GroupHeading>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// Header fragments printed again.
    pub repeated: Vec<Passage>,
    /// Fragments that belong nowhere.
    pub strays: Vec<Passage>,
    /// How much worse the second-best reading of the header is.
    pub columns_margin: f32,
}

/// A heading across a table.
#[derive(Debug, Clone)]
pub struct GroupHeading {
    /// Its text.
    pub text: Passage,
    /// Numbering style, None where it has no number.
    pub level: Option<HeadingLevel>,
    /// Index of the heading that it stands under.
    pub parent: Option<usize>,
    /// Margin of the reading.
    pub margin: f32,
}

/// A row of a recovered table.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// Number of the row, or of the row it belongs to.
    pub number: Option<u32>,
    /// The number is printed in this row.
    pub number_printed: bool,
    /// The heading across the table that it stands under.
    pub group: Option<usize>,
    /// One entry a column.
    pub cells: Vec<Option<Cell>>,
    /// Its category is printed elsewhere, and declared counts put it here.
    pub category_moved: bool,
    /// How much worse the second-best reading is, over all that the row rests on.
    pub margin: f32,
    /// The second-best reading of its weakest fragment, with the text of that fragment.
    pub other: Option<(Doubt, String)>,
}

/// A cell.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Its text; lines are joined by a line feed.
    pub text: Passage,
    /// Printed in another row or column, of which this cell is a part.
    pub merged: bool,
    margin: f32,
    reach: Reach,
}

/// Does a value stand for empty columns on its right, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// A number, or a sign or word for none: it stands for its own column.
    Own,
    /// Words with a number: it may.
    Perhaps,
    /// Words: it does.
    Further,
}

impl Reach {
    fn of(features: &Features) -> Reach {
        let han = features.folded.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        let digit = features.marks.has(Mark::Digit);
        match () {
            () if han < 2 || !digit && features.value == ValueLook::Number => Reach::Own,
            () if digit => Reach::Perhaps,
            () => Reach::Further,
        }
    }
}

impl TableRow {
    /// The text of a column, if it has any.
    pub fn cell(&self, column: usize) -> Option<&Passage> {
        self.cells.get(column)?.as_ref().map(|c| &c.text)
    }

    /// Puts a text of this row into a column, as if it were printed there.
    pub fn set(&mut self, column: usize, text: Passage) {
        self.cells[column] = Some(Cell { text, merged: false, margin: self.margin, reach: Reach::Own });
    }

    /// The row is no surer than a fragment of it.
    fn doubt(&mut self, step: &Step, fragment: &Fragment, numbers: NumberStyle) {
        if step.margin < self.margin {
            self.margin = step.margin;
            let other = step.other.map(|other| match other {
                Doubt::Number(number) => Doubt::Number(ordinal::within_part(numbers, number)),
                other => other,
            });
            self.other = other.map(|other| (other, fragment.text.text().to_string()));
        }
    }

    /// The place of what is printed in this row.
    pub fn span(&self) -> Option<Span> {
        let own = self.cells.iter().flatten().filter(|c| !c.merged);
        own.filter_map(|c| c.text.span()).reduce(Span::join)
    }
}

impl RecoveredTable {
    /// Builds the table that a reading describes.
    pub fn build(signature: &Signature, header: Vec<Passage>, fragments: &[Fragment], reading: &Reading) -> Self {
        let mut table = RecoveredTable {
            columns: signature.columns.clone(),
            inline_numbers: signature.inline_numbers,
            by_place: false,
            header,
            groups: Vec::new(),
            rows: Vec::new(),
            repeated: Vec::new(),
            strays: Vec::new(),
            columns_margin: LARGEST_MARGIN,
        };
        let mut builder = Builder {
            table: &mut table,
            fragments,
            category: signature.category,
            numbers: signature.numbers,
            column: 0,
            group: None,
            in_group: false,
            stays: None,
        };
        for (at, step) in reading.steps.iter().enumerate() {
            let end = reading.steps.get(at + 1).map_or(fragments.len(), |s| s.fragment);
            builder.take(step, end);
        }
        table.expand_merged_cells();
        table.doubt_spans();
        table
    }

    /// Adds a heading across the table behind the one in force, and gives its index; it stands under the last of those
    /// in force whose numbering is further out.
    pub fn push_group(
        &mut self,
        text: Passage,
        level: Option<HeadingLevel>,
        in_force: Option<usize>,
        margin: f32,
    ) -> usize {
        let mut parent = in_force;
        while let Some(p) = parent {
            let above = self.groups[p].level;
            let nests = matches!((above, level), (Some(a), Some(b)) if a < b) || (above.is_some() && level.is_none());
            if nests {
                break;
            }
            parent = self.groups[p].parent;
        }
        self.groups.push(GroupHeading { text, level, parent, margin });
        self.groups.len() - 1
    }

    /// Index of the column with a role.
    pub fn column(&self, role: ColumnRole) -> Option<usize> {
        self.columns.iter().position(|c| c.role == role)
    }

    /// Which empty cells a value stands for is in doubt where two values of a row may span, and where the table has
    /// empty cells that no value spans, so that the one beside it may be such a one.
    fn doubt_spans(&mut self) {
        let values: Vec<usize> =
            (0..self.columns.len()).filter(|&c| self.columns[c].role == ColumnRole::Value).collect();
        let row_spans = |row: &TableRow| values.iter().any(|&c| row.cells[c].as_ref().is_some_and(|cell| cell.merged));
        let has_empty = self.rows.iter().any(|row| values.iter().any(|&c| row.cells[c].is_none()));
        for row in self.rows.iter_mut().filter(|row| row_spans(row)) {
            let printed = || values.iter().filter_map(|&c| row.cells[c].as_ref()).filter(|cell| !cell.merged);
            let bounded = |cell: &Cell| cell.reach == Reach::Perhaps && cell.text.text().contains('以');
            let may_span = printed().filter(|cell| cell.reach == Reach::Further || bounded(cell)).count();
            let spanned = values.iter().position(|&c| row.cells[c].as_ref().is_some_and(|cell| cell.merged));
            let text = spanned.and_then(|at| row.cells[values[at]].as_ref()).map(|cell| cell.text.text().to_string());
            if (may_span > 1 || has_empty) && row.margin > MARGIN_OF_OPEN_SPAN {
                row.margin = MARGIN_OF_OPEN_SPAN;
                row.other = text.map(|text| (Doubt::Spans, text));
            }
        }
    }

    /// Gives merged cells to every row and column that they span.
    fn expand_merged_cells(&mut self) {
        for at in 0..self.rows.len() {
            let (above, rest) = self.rows.split_at_mut(at);
            let row = &mut rest[0];
            if let Some(above) = above.last() {
                inherit_from_above(&self.columns, above, row);
            }
            span_columns(&self.columns, row);
            let group = row.group.map_or(LARGEST_MARGIN, |g| self.groups[g].margin);
            let cells = row.cells.iter().flatten().map(|c| c.margin).fold(LARGEST_MARGIN, f32::min);
            row.margin = row.margin.min(group).min(cells);
        }
    }
}

/// A cell that is merged downward is printed in the first row only.
fn inherit_from_above(columns: &[ColumnSpec], above: &TableRow, row: &mut TableRow) {
    let same_number = row.number == above.number && !row.number_printed;
    let same_group = row.group == above.group;
    let first = row.cells.iter().position(|c| c.is_some()).unwrap_or(columns.len());
    for (column, spec) in columns.iter().enumerate() {
        let inherits = match spec.role {
            ColumnRole::Category | ColumnRole::Responsible | ColumnRole::Support | ColumnRole::Leader => same_group,
            ColumnRole::Name | ColumnRole::Component => same_number && first > column && has_other_text(columns, row),
            ColumnRole::Attribute | ColumnRole::Measure => same_number,
            _ => false,
        };
        if inherits && row.cells[column].is_none() {
            // What the row above inherited itself is no surer than that row printed nothing of its own there.
            let people = matches!(spec.role, ColumnRole::Responsible | ColumnRole::Support | ColumnRole::Leader);
            let passed_on = above.cells[column].as_ref().filter(|c| c.merged && people);
            let most = passed_on.map_or(LARGEST_MARGIN, |_| above.margin);
            row.cells[column] =
                above.cells[column].clone().map(|c| Cell { merged: true, margin: c.margin.min(most), ..c });
        }
    }
}

fn has_other_text(columns: &[ColumnSpec], row: &TableRow) -> bool {
    let said = |role| matches!(role, ColumnRole::Component | ColumnRole::Value | ColumnRole::Text);
    columns.iter().zip(&row.cells).any(|(c, cell)| said(c.role) && cell.is_some())
}

/// A word such as 持续巩固 printed once stands for the value columns on its right, too.
fn span_columns(columns: &[ColumnSpec], row: &mut TableRow) {
    for column in 1..columns.len() {
        let both = columns[column].role == ColumnRole::Value && columns[column - 1].role == ColumnRole::Value;
        if !both || row.cells[column].is_some() {
            continue;
        }
        let Some(left) = row.cells[column - 1].as_ref().filter(|c| c.reach != Reach::Own) else { continue };
        let doubtful = left.reach == Reach::Perhaps;
        let margin = if doubtful { left.margin.min(MARGIN_OF_DOUBTFUL_SPAN) } else { left.margin };
        row.cells[column] = Some(Cell { merged: true, margin, ..left.clone() });
    }
}

/// Words without a number, which stand for the empty cells on their right, too.
pub fn is_wording(text: &str) -> bool {
    let han = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    han >= 2 && !text.contains(char::is_numeric)
}

struct Builder<'a> {
    table: &'a mut RecoveredTable,
    fragments: &'a [Fragment],
    /// The column of categories.
    category: Option<usize>,
    /// How the numbers of rows are printed.
    numbers: NumberStyle,
    /// Column that was filled last.
    column: usize,
    /// Heading across the table that the rows stand under.
    group: Option<usize>,
    /// What was read last is that heading.
    in_group: bool,
    /// Of the fragments since the group or category in force, the one that likeliest opens another: how sure it is that
    /// it does not, and its text.
    stays: Option<(f32, String)>,
}

impl Builder<'_> {
    fn take(&mut self, step: &Step, next: usize) {
        let fragment = &self.fragments[step.fragment];
        match step.step {
            Move::NewRow(column) => {
                let doubt = self.stays.clone();
                self.table.rows.push(TableRow {
                    number: self.number(step),
                    number_printed: false,
                    group: self.group,
                    cells: vec![None; self.table.columns.len()],
                    category_moved: false,
                    margin: doubt.as_ref().map_or(LARGEST_MARGIN, |(margin, _)| *margin),
                    other: doubt.map(|(_, text)| (Doubt::Opens, text)),
                });
                self.put(column as usize, fragment, step);
            }
            Move::Fill(column) | Move::ContinueRow(column) => self.put(column as usize, fragment, step),
            Move::Wrap if self.in_group => self.extend_group(fragment, step),
            Move::Wrap => self.put(self.column, fragment, step),
            Move::Group => self.open_group(fragment, step),
            Move::Header => {
                let again = &self.fragments[step.fragment..next.max(step.fragment + 1)];
                self.table.repeated.extend(again.iter().map(|f| f.text.clone()));
            }
            Move::Stray => {
                // What is passed over may be a part of the row that it stands in.
                if let Some(row) = self.table.rows.last_mut() {
                    row.doubt(step, fragment, self.numbers);
                }
                self.table.strays.push(fragment.text.clone());
            }
            Move::End => {}
        }
        self.weigh_staying(step, fragment);
        self.in_group =
            matches!(step.step, Move::Group | Move::Stray | Move::Wrap if self.in_group || step.step == Move::Group);
    }

    /// A row stands under the group or category that opened last, and is no surer than that none opened since.
    fn weigh_staying(&mut self, step: &Step, fragment: &Fragment) {
        let opens = match step.step {
            Move::Group => true,
            Move::NewRow(column) | Move::Fill(column) => Some(usize::from(column)) == self.category,
            _ => false,
        };
        if opens {
            self.stays = None;
        } else if step.stays < self.stays.as_ref().map_or(LARGEST_MARGIN, |(margin, _)| *margin) {
            self.stays = Some((step.stays, fragment.text.text().to_string()));
        }
    }

    fn extend_group(&mut self, fragment: &Fragment, step: &Step) {
        if let Some(group) = self.group.and_then(|at| self.table.groups.get_mut(at)) {
            group.text.append(&fragment.text);
            group.margin = group.margin.min(step.margin);
        }
    }

    /// The number of the row that a step stands in.
    fn number(&self, step: &Step) -> Option<u32> {
        (step.number > 0).then(|| ordinal::within_part(self.numbers, step.number))
    }

    fn put(&mut self, column: usize, fragment: &Fragment, step: &Step) {
        let role = self.table.columns[column].role;
        let number = self.number(step);
        let Some(row) = self.table.rows.last_mut() else { return };
        row.number = number.or(row.number);
        let prints_number = match role {
            ColumnRole::Seq => true,
            ColumnRole::Name => self.table.inline_numbers && fragment.features.numbering.is_some(),
            _ => false,
        };
        row.number_printed |= prints_number;
        row.doubt(step, fragment, self.numbers);
        match &mut row.cells[column] {
            Some(cell) => {
                join(&mut cell.text, &fragment.text, role, step.step);
                cell.margin = cell.margin.min(step.margin);
            }
            empty => {
                let reach = Reach::of(&fragment.features);
                *empty = Some(Cell { text: fragment.text.clone(), merged: false, margin: step.margin, reach });
            }
        }
        self.column = column;
    }

    fn open_group(&mut self, fragment: &Fragment, step: &Step) {
        let level = fragment.features.numbering.map(|(level, _)| level);
        self.group = Some(self.table.push_group(fragment.text.clone(), level, self.group, step.margin));
    }
}

/// Joins the next fragment of a cell: a name goes on without a break, text and lists begin a new line.
fn join(cell: &mut Passage, next: &Passage, role: ColumnRole, step: Move) {
    let cut_by_page = matches!(step, Move::ContinueRow(_)) && !cell.text().ends_with(['。', ';', '\u{ff1b}']);
    let runs_on = matches!(role, ColumnRole::Name | ColumnRole::Category | ColumnRole::Component);
    if !runs_on && !cut_by_page {
        cell.push_break();
    }
    cell.append(next);
}
