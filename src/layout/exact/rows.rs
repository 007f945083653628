//! The rows of a grid under a header: merged cells counted for every row and column they span, group headings, notes,
//! and what a page break has cut.

use super::head::Head;
use super::matrix::Matrix;
use crate::document::{GridCell, Passage};
use crate::grammar::fold::fold;
use crate::layout::align::LARGEST_MARGIN;
use crate::layout::ordinal;
use crate::layout::table::{RecoveredTable, TableRow, is_wording};
use crate::rules::{ColumnRole, HeadingLevel, Pack, ValueLook};

/// A heading across a table up to this length, in characters; longer text is a note.
const LONGEST_GROUP: usize = 60;

/// Where a sentence ends, or a part of it that is a line of its own.
const SENTENCE_ENDS: [char; 3] = ['。', ';', '\u{ff1b}'];

/// A table that is being put together, over several pages perhaps.
pub struct Builder<'a> {
    pack: &'a Pack,
    /// The table so far.
    pub table: RecoveredTable,
    /// Text across the table that is neither row nor heading; it stands behind the table.
    pub notes: Vec<Passage>,
    /// Rows of the grid that were headings with no row behind them yet.
    pending_groups: Vec<Passage>,
    group: Option<usize>,
    /// Columns in which nothing has been printed yet on this page: what was merged on the page before goes on.
    open_columns: Vec<bool>,
    page_begins: bool,
    /// No number has been printed yet on this page.
    unnumbered_page: bool,
}

impl<'a> Builder<'a> {
    /// A table of which only the header is known.
    pub fn new(pack: &'a Pack, head: &Head) -> Builder<'a> {
        let table = RecoveredTable {
            columns: head.columns.clone(),
            inline_numbers: head.inline_numbers,
            by_place: false,
            header: head.cells.clone(),
            groups: Vec::new(),
            rows: Vec::new(),
            repeated: Vec::new(),
            strays: Vec::new(),
            columns_margin: LARGEST_MARGIN,
        };
        Builder {
            pack,
            table,
            notes: Vec::new(),
            pending_groups: Vec::new(),
            group: None,
            open_columns: vec![false; head.columns.len()],
            page_begins: false,
            unnumbered_page: false,
        }
    }

    /// The table goes on at the top of a page or in another grid.
    pub fn begin_page(&mut self) {
        self.open_columns.fill(true);
        self.page_begins = true;
        self.unnumbered_page = true;
    }

    /// Headings at the end that no row follows: they are the title of what comes next.
    pub fn take_trailing_headings(&mut self) -> Vec<Passage> {
        std::mem::take(&mut self.pending_groups)
    }

    /// The number of the last row.
    pub fn last_number(&self) -> Option<u32> {
        self.table.rows.last().and_then(|row| row.number)
    }

    /// Takes a row of a grid; `map` gives the column of the table for every column of the grid.
    pub fn take(&mut self, matrix: &Matrix, row: usize, map: &[Option<usize>]) {
        let begun = matrix.begun(row);
        if begun.is_empty() {
            return;
        }
        if let Some(text) = self.across(matrix, row, map) {
            self.take_across(text);
            return;
        }
        if let Some(text) = self.part_heading(matrix, row, map) {
            self.pending_groups.push(text);
            return;
        }
        let mut cells = self.cells(matrix, row, map);
        let first_of_page = std::mem::take(&mut self.page_begins);
        if first_of_page && self.is_rest_of_row(&cells) {
            self.append_to_last(cells);
            return;
        }
        if first_of_page {
            self.join_cut_name(&mut cells);
        }
        for heading in self.take_trailing_headings() {
            self.open_group(heading);
        }
        let (number, printed) = self.number(&cells, matrix.grid.states_spans && !self.unnumbered_page);
        self.unnumbered_page &= !printed;
        let mut table_row = TableRow {
            number,
            number_printed: printed,
            group: self.group,
            cells: vec![None; self.table.columns.len()],
            category_moved: false,
            margin: LARGEST_MARGIN,
            other: None,
        };
        cells.iter().for_each(|cell| self.open_columns[cell.column] = false);
        self.fill_down(&mut cells, &table_row, matrix, map);
        if !matrix.grid.states_spans {
            self.fill_right(&mut cells);
        }
        for Filled { column, text, merged } in cells {
            table_row.set(column, text);
            if let Some(cell) = &mut table_row.cells[column] {
                cell.merged = merged;
            }
        }
        self.table.rows.push(table_row);
    }

    /// The text of a row that is one cell across the table.
    fn across<'g>(&self, matrix: &Matrix<'g>, row: usize, map: &[Option<usize>]) -> Option<&'g GridCell> {
        let shown = matrix.shown(row);
        let [cell] = shown.as_slice() else { return None };
        if cell.row_span > 1 {
            return None;
        }
        let used = map.iter().filter(|column| column.is_some()).count();
        let covered =
            (cell.column..cell.column + cell.column_span).filter(|&c| map.get(c).is_some_and(Option::is_some));
        let covered = covered.count();
        let role = map.get(cell.column).copied().flatten().map(|column| self.table.columns[column].role);
        let first = map.iter().position(Option::is_some) == Some(cell.column);
        let text = cell.text.text();
        let heading = || self.is_outer_heading(text) || self.pack.declared_count(text).is_some() || self.is_note(text);
        let wide = covered > 1 && covered + 1 >= used;
        let alone = matches!(role, Some(ColumnRole::Seq | ColumnRole::Category) | None) || (first && heading());
        (wide || (alone && fold(text).parse::<u32>().is_err())).then_some(*cell)
    }

    /// "一、产业项目 | (2项) | 20.1 | 7.5": a numbered heading with its count and sums, which stay unread.
    fn part_heading(&self, matrix: &Matrix, row: usize, map: &[Option<usize>]) -> Option<Passage> {
        let shown = matrix.shown(row);
        let (first, others) = shown.split_first().filter(|(_, others)| !others.is_empty())?;
        let in_front = map.iter().position(Option::is_some) == Some(first.column);
        let outer = self.is_outer_heading(first.text.text());
        let count = |cell: &&&GridCell| self.pack.declared_count(cell.text.text()).is_some_and(|c| c.range.start == 0);
        let sum = |cell: &&GridCell| self.pack.value_look(cell.text.text()) == ValueLook::Number;
        let beside = others.iter().all(|cell| count(&cell) || sum(cell));
        (in_front && outer && beside).then(|| {
            let mut text = first.text.trim();
            others.iter().filter(count).for_each(|cell| text.append(&cell.text.trim()));
            text
        })
    }

    /// 一、 or (一) before a text.
    fn is_outer_heading(&self, text: &str) -> bool {
        self.pack.heading(text).is_some_and(|heading| heading.level <= HeadingLevel::HanBracket)
    }

    fn is_note(&self, text: &str) -> bool {
        self.pack.has_cue("table-note", &fold(text))
    }

    fn take_across(&mut self, cell: &GridCell) {
        let text = cell.text.trim();
        let outer = self.is_outer_heading(text.text());
        let sentence =
            if outer { text.text().trim_end_matches('。').contains('。') } else { text.text().ends_with('。') };
        let long = text.text().chars().count() > LONGEST_GROUP || sentence;
        if long || self.is_note(text.text()) {
            self.notes.push(text);
        } else {
            self.pending_groups.push(text);
        }
    }

    fn open_group(&mut self, text: Passage) {
        let level = self.pack.heading(text.text()).map(|heading| heading.level);
        self.group = Some(self.table.push_group(text, level, self.group, LARGEST_MARGIN));
    }

    /// What a row shows, by column of the table.
    fn cells(&self, matrix: &Matrix, row: usize, map: &[Option<usize>]) -> Vec<Filled> {
        let mut out = Vec::new();
        for cell in matrix.shown(row) {
            let columns = (cell.column..cell.column + cell.column_span).filter_map(|at| *map.get(at)?);
            let columns: Vec<usize> = columns.collect();
            let role = |column: &usize| self.table.columns[*column].role;
            let values = columns.iter().filter(|column| role(column) == ColumnRole::Value).count();
            let owners: Vec<usize> = match columns.iter().find(|column| role(column) == ColumnRole::Name) {
                Some(&name) => vec![name],
                None if values == columns.len() => columns,
                None => columns.into_iter().take(1).collect(),
            };
            for (at, column) in owners.into_iter().enumerate() {
                out.push(Filled { column, text: cell.text.trim(), merged: at > 0 || cell.row < row });
            }
        }
        out
    }

    /// The number of a row, and whether it is printed there.
    fn number(&self, cells: &[Filled], states_spans: bool) -> (Option<u32>, bool) {
        let role = if self.table.inline_numbers { ColumnRole::Name } else { ColumnRole::Seq };
        let Some(column) = self.table.column(role) else { return (None, false) };
        let previous = self.last_number();
        let Some(cell) = cells.iter().find(|cell| cell.column == column) else {
            let goes_on = !states_spans
                || self.table.rows.iter().all(|row| !row.cells[column].as_ref().is_some_and(|c| c.merged));
            return (previous.filter(|_| goes_on), false);
        };
        match number_of(self.pack, cell.text.text(), self.table.inline_numbers) {
            Some(number) => (Some(number), !cell.merged),
            None => (None, false),
        }
    }

    /// Cells that are merged downward where the grid does not say so, or cut by the end of a page.
    fn fill_down(&self, cells: &mut Vec<Filled>, row: &TableRow, matrix: &Matrix, map: &[Option<usize>]) {
        let Some(above) = self.table.rows.last() else { return };
        let stated = matrix.grid.states_spans;
        let same_number = row.number.is_some() && row.number == above.number && !row.number_printed;
        for (column, spec) in self.table.columns.iter().enumerate() {
            let says_so = map.iter().position(|to| *to == Some(column)).is_some_and(|at| matrix.merges_down(at));
            let same_group = row.group == above.group;
            let cut = self.open_columns[column];
            let inherits = match spec.role {
                ColumnRole::Category => same_group && (!says_so || cut),
                ColumnRole::Responsible | ColumnRole::Support | ColumnRole::Leader => same_group && (!stated || cut),
                ColumnRole::Name => same_number && (!stated || cut),
                ColumnRole::Attribute | ColumnRole::Measure => same_number && (!stated || cut),
                _ => false,
            };
            if inherits
                && cells.iter().all(|cell| cell.column != column)
                && let Some(text) = above.cell(column)
            {
                cells.push(Filled { column, text: text.clone(), merged: true });
            }
        }
    }

    /// Words printed once for several value columns, where the grid does not say so.
    fn fill_right(&self, cells: &mut Vec<Filled>) {
        let columns = &self.table.columns;
        for column in 1..columns.len() {
            let both = columns[column].role == ColumnRole::Value && columns[column - 1].role == ColumnRole::Value;
            if !both || cells.iter().any(|cell| cell.column == column) {
                continue;
            }
            let left = cells.iter().find(|cell| cell.column == column - 1);
            if let Some(text) = left.map(|cell| cell.text.clone()).filter(|text| is_wording(text.text())) {
                cells.push(Filled { column, text, merged: true });
            }
        }
    }

    /// A first row of a page without number and values goes on with the row that the page before has cut; where rows
    /// have no numbers, one without a name that takes up a sentence.
    fn is_rest_of_row(&self, cells: &[Filled]) -> bool {
        let Some(last) = self.table.rows.last() else { return false };
        let role = |cell: &Filled| self.table.columns[cell.column].role;
        let own = |cell: &Filled| match role(cell) {
            ColumnRole::Seq | ColumnRole::Value | ColumnRole::Component => true,
            ColumnRole::Name if self.table.inline_numbers => number_of(self.pack, cell.text.text(), true).is_some(),
            _ => false,
        };
        if cells.is_empty() || cells.iter().any(own) {
            return false;
        }
        let numbers = self.table.inline_numbers || self.table.column(ColumnRole::Seq).is_some();
        let named = cells.iter().any(|cell| role(cell) == ColumnRole::Name);
        let open = |cell: &Filled| {
            let sentences = matches!(role(cell), ColumnRole::Text | ColumnRole::Schedule);
            sentences && last.cell(cell.column).is_some_and(|text| !text.text().ends_with(SENTENCE_ENDS))
        };
        numbers && last.number.is_some()
            || self.table.column(ColumnRole::Name).is_some() && !named && cells.iter().any(open)
    }

    fn append_to_last(&mut self, cells: Vec<Filled>) {
        for Filled { column, text, .. } in cells {
            self.append_to_column(column, &text);
        }
    }

    /// Adds the rest of a cut cell to the last row, and to the rows above that the cell is merged over.
    fn append_to_column(&mut self, column: usize, text: &Passage) {
        let role = self.table.columns[column].role;
        for row in self.table.rows.iter_mut().rev() {
            let merged = row.cells[column].as_ref().is_some_and(|cell| cell.merged);
            let mut whole = row.cell(column).cloned().unwrap_or_default();
            let runs_on = matches!(role, ColumnRole::Name | ColumnRole::Category | ColumnRole::Component);
            if whole.text().ends_with(SENTENCE_ENDS) && !runs_on {
                whole.push_break();
            }
            whole.append(text);
            row.set(column, whole);
            match &mut row.cells[column] {
                Some(cell) if merged => cell.merged = true,
                _ => break,
            }
        }
    }

    /// At the top of a page, the name of a row with parts may go on: "新改建城市公" on the page before, "园200个" here.
    fn join_cut_name(&mut self, cells: &mut Vec<Filled>) {
        let role = |column: usize| self.table.columns[column].role;
        let at = |wanted: ColumnRole, cells: &[Filled]| cells.iter().position(|cell| role(cell.column) == wanted);
        let numbered = self.table.column(ColumnRole::Seq).is_some() && at(ColumnRole::Seq, cells).is_none();
        let component = self.table.column(ColumnRole::Component);
        let parted = self.table.rows.last().is_some_and(|row| component.is_some_and(|c| row.cell(c).is_some()));
        if let Some(name) = at(ColumnRole::Name, cells).filter(|_| numbered && parted)
            && at(ColumnRole::Component, cells).is_some()
        {
            let Filled { column, text, .. } = cells.remove(name);
            self.append_to_column(column, &text);
        }
    }
}

/// A cell of a row.
struct Filled {
    column: usize,
    text: Passage,
    /// Printed in another row or column.
    merged: bool,
}

/// The number that a cell states.
fn number_of(pack: &Pack, text: &str, inline: bool) -> Option<u32> {
    if inline {
        return pack.heading(text).filter(|h| h.level >= HeadingLevel::Digit).and_then(|h| h.number);
    }
    let folded = fold(text);
    let digits = folded.trim_start_matches('(').trim_end_matches(['.', '、', ')']);
    let plain = digits.parse().ok().filter(|_| digits.len() <= 5);
    plain.or_else(|| ordinal::in_any_style(&folded))
}

/// The first number printed in rows of a grid.
pub fn first_number(pack: &Pack, matrix: &Matrix, rows: std::ops::Range<usize>, head: &Head) -> Option<u32> {
    let role = if head.inline_numbers { ColumnRole::Name } else { ColumnRole::Seq };
    let index = head.columns.iter().position(|spec| spec.role == role)?;
    let column = head.map.iter().position(|to| *to == Some(index))?;
    let mut cells = rows.filter_map(|row| matrix.cell(row, column));
    cells.find_map(|cell| number_of(pack, cell.text.text(), head.inline_numbers))
}
