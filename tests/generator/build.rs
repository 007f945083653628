//! What tables of indicators and of tasks have in common: categories, groups, numbers, units.

use crate::logical::{Case, Cell, Column, Fields, Line, Role, Row};
use crate::random::Random;
use crate::words::{BREAK, Words, whole};

/// The state of a table that is being made.
pub struct Builder<'a> {
    pub words: Words,
    pub case: &'a Case,
    pub columns: Vec<Column>,
    pub lines: Vec<Line>,
    /// Headings across the table that are open.
    path: Vec<String>,
    /// The category of the column of categories.
    category: Option<String>,
    /// Number of the last row.
    pub number: usize,
    /// How numbers are printed, and whether they begin again in every group.
    numbers: (NumberStyle, bool),
    /// Number of the group, and of the last row in it.
    part: usize,
    number_in_part: usize,
    /// The units of the row above, if it may share them.
    units: Option<Vec<String>>,
    /// Units stand on lines of their own.
    units_on_lines: bool,
    /// Up to this number, none is printed.
    lost_numbers: usize,
}

/// How the column of numbers prints them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NumberStyle {
    Plain,
    TwoDigits,
    Stop,
    Comma,
    Parts,
    Bracket,
    WideBracket,
    Circled,
    Code,
    Han,
    HanBracket,
    Item,
}

impl NumberStyle {
    /// A number, in this part where parts are numbered, too.
    fn print(self, part: usize, number: usize) -> String {
        let han = |n: usize| match (n / 10, n % 10) {
            (0, ones) => HAN[ones - 1].to_string(),
            (1, 0) => "十".to_string(),
            (tens, ones) => {
                let tens = if tens > 1 { HAN[tens - 1] } else { "" };
                format!("{tens}十{}", if ones > 0 { HAN[ones - 1] } else { "" })
            }
        };
        match self {
            NumberStyle::Plain => number.to_string(),
            NumberStyle::TwoDigits => format!("{number:02}"),
            NumberStyle::Stop => format!("{number}."),
            NumberStyle::Comma => format!("{number}、"),
            NumberStyle::Parts => format!("{part}.{number}"),
            NumberStyle::Bracket => format!("({number})"),
            NumberStyle::WideBracket => format!("（{number}）"),
            NumberStyle::Circled => char::from_u32('①' as u32 + number as u32 - 1).expect("up to twenty").to_string(),
            NumberStyle::Code => format!("{}-{number:02}", char::from(b'A' + (part as u8 - 1) % 26)),
            NumberStyle::Han => han(number),
            NumberStyle::HanBracket => format!("（{}）", han(number)),
            NumberStyle::Item => format!("第{number}项"),
        }
    }
}

/// The style of a table of about so many rows, and whether its numbers begin again in every group.
fn number_style(rows: usize, r: &mut Random) -> (NumberStyle, bool) {
    let style = match r.below(40) {
        0 => NumberStyle::TwoDigits,
        1 => NumberStyle::Stop,
        2 => NumberStyle::Comma,
        3 => NumberStyle::Parts,
        4 => NumberStyle::Bracket,
        5 => NumberStyle::WideBracket,
        6 if rows <= 20 => NumberStyle::Circled,
        7 => NumberStyle::Code,
        8 => NumberStyle::Han,
        9 => NumberStyle::HanBracket,
        10 => NumberStyle::Item,
        _ => NumberStyle::Plain,
    };
    let parts = matches!(style, NumberStyle::Parts | NumberStyle::Code);
    (style, parts || r.chance(8))
}

/// How rows are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathering {
    /// Not at all.
    None,
    /// By a column of categories.
    Column,
    /// By headings across the table, numbered in this way or not at all.
    Headings(Numbering),
    /// By headings in two levels.
    TwoLevels,
}

/// How headings are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    Plain,
    Han,
    Bracket,
}

const HAN: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

impl<'a> Builder<'a> {
    pub fn new(words: Words, case: &'a Case, columns: Vec<Column>, rows: usize, r: &mut Random) -> Builder<'a> {
        let lost = case.features.has("lost-numbers") && r.chance(25);
        Builder {
            lost_numbers: if lost { r.between(1, 9).min(rows / 2) } else { 0 },
            words,
            case,
            columns,
            lines: Vec::new(),
            path: Vec::new(),
            category: None,
            number: 0,
            numbers: number_style(rows, &mut r.part("number style", 0)),
            part: 0,
            number_in_part: 0,
            units: None,
            units_on_lines: r.chance(15),
        }
    }

    /// Opens the next category or group, of so many items.
    pub fn gather(&mut self, r: &mut Random, gathering: Gathering, index: usize, items: usize) {
        self.units = None;
        if gathering != Gathering::None {
            (self.part, self.number_in_part) = (self.part + 1, 0);
        }
        let subject = self.words.subject(r);
        let plainly = |numbering| match numbering {
            Numbering::Plain => subject.clone(),
            Numbering::Han => format!("{}、{subject}", HAN[index % 12]),
            Numbering::Bracket => format!("({}){subject}", HAN[index % 12]),
        };
        let count = if self.case.features.has("counts") { format!("{BREAK}({items}项)") } else { String::new() };
        match gathering {
            Gathering::None => {}
            Gathering::Column => self.category = Some(format!("{subject}{count}")),
            Gathering::Headings(numbering) => {
                let heading = plainly(numbering);
                self.path = vec![heading.clone()];
                self.lines.push(Line::Group(format!("{heading}{count}")));
            }
            Gathering::TwoLevels => {
                if index.is_multiple_of(2) {
                    let above = format!("{}、{}", HAN[index / 2 % 12], self.words.subject(r));
                    self.lines.push(Line::Group(above.clone()));
                    self.path = vec![above];
                }
                let heading = plainly(Numbering::Bracket);
                self.path.truncate(1);
                self.path.push(heading.clone());
                self.lines.push(Line::Group(format!("{heading}{count}")));
            }
        }
    }

    /// What is read as the category of the next row.
    fn path_text(&self) -> String {
        let mut path: Vec<String> = self.path.iter().map(|p| whole(p)).collect();
        path.extend(self.category.iter().map(|c| whole(c.split("\u{ad}(").next().unwrap_or(c))));
        path.join("/")
    }

    /// The cell of the category column: printed with the first row that stands under it.
    pub fn category_cell(&mut self, first: bool) -> Cell {
        match &self.category {
            Some(category) if first => Cell::Text(category.clone()),
            _ => Cell::Merged,
        }
    }

    /// The units of the next row and their cell; a row may share the units of the one above.
    pub fn units_cell(&mut self, r: &mut Random, most: usize) -> (Vec<String>, Cell) {
        let shared = self.case.features.has("merged-units") && r.chance(30);
        if let Some(units) = self.units.clone().filter(|_| shared) {
            return (units, Cell::Merged);
        }
        let units = self.words.units(r, most);
        self.units = Some(units.clone());
        let cell = self.list_of_units(r, &units);
        (units, cell)
    }

    /// Units as a cell prints them.
    pub fn list_of_units(&self, r: &mut Random, units: &[String]) -> Cell {
        let separator = match r.below(10) {
            _ if self.units_on_lines => "\n".to_string(),
            0 => format!("{BREAK}、"),
            1 => ",".to_string(),
            _ => format!("、{BREAK}"),
        };
        Cell::Text(units.join(&separator))
    }

    /// A row with its category, and so many columns of nothing.
    pub fn row(&mut self, first_of_category: bool) -> Row {
        let mut row = Row { cells: vec![Cell::Merged; self.columns.len()], truth: Fields::new(), stackable: false };
        row.truth.push(("category".to_string(), self.path_text()));
        if self.column(Role::Category).is_some() {
            let cell = self.category_cell(first_of_category);
            self.set(&mut row, Role::Category, cell);
        }
        row
    }

    /// A row under the number of the item at hand.
    pub fn numbered_row(&mut self, first_of_category: bool, first_of_number: bool) -> Row {
        let mut row = self.row(first_of_category);
        if self.column(Role::Seq).is_some() {
            let printed = first_of_number && self.number > self.lost_numbers;
            self.number_in_part += usize::from(first_of_number);
            let (style, restarts) = self.numbers;
            let number = if restarts { self.number_in_part } else { self.number };
            let text = style.print(self.part.max(1), number);
            let cell = if printed { Cell::Text(text) } else { Cell::Merged };
            self.set(&mut row, Role::Seq, cell);
            read(&mut row, "seq", number.to_string());
        }
        row
    }

    /// Index of the column with a role.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|c| c.role == role)
    }

    /// Indices of the columns with a role.
    pub fn columns_of(&self, role: Role) -> Vec<usize> {
        (0..self.columns.len()).filter(|&c| self.columns[c].role == role).collect()
    }

    /// Writes a cell of a row, if the table has such a column.
    pub fn set(&self, row: &mut Row, role: Role, cell: Cell) {
        if let Some(column) = self.column(role) {
            row.cells[column] = cell;
        }
    }
}

/// Adds a field to what is to be read.
pub fn read(row: &mut Row, field: &str, text: impl Into<String>) {
    row.truth.push((field.to_string(), text.into()));
}

/// A column with a header.
pub fn column(role: Role, header: &str) -> Column {
    Column { role, header: header.to_string() }
}
