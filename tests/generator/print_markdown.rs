//! Markdown out of character recognition: the grid is there, but cells slip.

use crate::labels::Label;
use crate::logical::{Case, Cell, Line, Role, Row, Table};
use crate::print::{Pages, fragments};
use crate::random::Random;
use crate::words::whole;

/// Prints the table with this number, from 0: a new one with the same header for every page.
pub fn table(case: &Case, number: usize, table: &Table, r: &mut Random) -> String {
    let mut own = r.part("markdown style", 0);
    let mut printer = Printer {
        number,
        row: 0,
        table,
        wraps: if case.features.has("wraps") { own.between(5, 40) } else { 0 },
        slips: case.features.has("slips"),
        bold_groups: own.chance(30),
        lines: Vec::new(),
    };
    printer.header(&mut r.part("header", 0));
    let mut pages = Pages::new(case, r);
    let mut at = 0;
    while at < table.lines.len() {
        let mut own = r.part("line", at);
        let page_ends = at > 0 && pages.ends(&mut own);
        match &table.lines[at] {
            Line::Group(text) => {
                if page_ends {
                    printer.header(&mut r.part("header", 0));
                }
                printer.group(text);
            }
            Line::Row(row) => {
                let below = table.lines[at + 1..].iter().map_while(stackable).count();
                let stacked = printer.slips && below > 0 && own.chance(30) && printer.can_stack(at, below);
                if stacked {
                    if page_ends {
                        printer.header(&mut r.part("header", 0));
                    }
                    printer.stack(at, below);
                    printer.row += below + 1;
                    at += below;
                } else {
                    printer.row(row, page_ends, &mut own, &r.part("header", 0));
                    printer.row += 1;
                }
            }
        }
        at += 1;
    }
    printer.lines.join("\n")
}

fn stackable(line: &Line) -> Option<&Row> {
    match line {
        Line::Row(row) if row.stackable => Some(row),
        _ => None,
    }
}

struct Printer<'a> {
    number: usize,
    /// Number of the next row, from 0.
    row: usize,
    table: &'a Table,
    wraps: usize,
    slips: bool,
    bold_groups: bool,
    lines: Vec<String>,
}

impl Printer<'_> {
    fn header(&mut self, r: &mut Random) {
        if !self.lines.is_empty() {
            self.lines.extend([String::new(), String::new()]);
        }
        let cells: Vec<String> =
            self.table.columns.iter().map(|c| fragments(&c.header, c.role, r, self.wraps).join("<br>")).collect();
        self.line(&cells);
        self.lines.push(format!("|{}", "----|".repeat(cells.len())));
    }

    fn line(&mut self, cells: &[String]) {
        self.lines.push(format!("| {} |", cells.join(" | ")));
    }

    fn group(&mut self, text: &str) {
        let text = whole(text);
        let mut cells = vec![String::new(); self.table.columns.len()];
        let text = Label::Group.mark() + &text;
        cells[0] = if self.bold_groups { format!("<b>{text}</b>") } else { text };
        self.line(&cells);
    }

    /// A row; where a page ends in it, the rest of its longest text comes on the next page.
    fn row(&mut self, row: &Row, page_ends: bool, r: &mut Random, header: &Random) {
        let mut cells: Vec<String> = row
            .cells
            .iter()
            .zip(&self.table.columns)
            .enumerate()
            .map(|(at, (cell, column))| match cell {
                Cell::Text(text) => self.label(at) + &self.cell(text, column.role, r),
                Cell::Empty | Cell::Merged => String::new(),
            })
            .collect();
        let label = |column: usize| Label::Cell(self.number, self.row, column).mark();
        let parts = self.column(Role::Component);
        if self.slips && row.stackable && r.chance(40) && parts.is_some_and(|c| c > 0) {
            let component = parts.expect("checked above");
            cells[0] = std::mem::take(&mut cells[component]);
        }
        if !page_ends {
            return self.line(&cells);
        }
        let split = if self.slips && r.chance(50) { self.text_of_two_lines(row) } else { None };
        match split {
            Some((column, first, rest)) => {
                let mut below = vec![String::new(); cells.len()];
                (cells[column], below[column]) = (label(column) + &first, label(column) + &rest);
                self.line(&cells);
                self.header(&mut header.clone());
                self.line(&below);
            }
            None => {
                self.header(&mut header.clone());
                self.line(&cells);
            }
        }
    }

    fn label(&self, column: usize) -> String {
        Label::Cell(self.number, self.row, column).mark()
    }

    fn cell(&self, text: &str, role: Role, r: &mut Random) -> String {
        let lines: Vec<String> =
            text.split('\n').map(|line| fragments(line, role, r, self.wraps).join("<br>")).collect();
        lines.join("<br>")
    }

    fn column(&self, role: Role) -> Option<usize> {
        self.table.columns.iter().position(|c| c.role == role)
    }

    /// A text of two items or more: its column, its first line, the rest.
    fn text_of_two_lines(&self, row: &Row) -> Option<(usize, String, String)> {
        let texts = self.table.columns.iter().enumerate().filter(|(_, c)| c.role == Role::Text);
        texts.rev().find_map(|(column, _)| match &row.cells[column] {
            Cell::Text(text) => {
                let (first, rest) = text.split_once('\n')?;
                Some((column, first.to_string(), rest.replace('\n', "<br>")))
            }
            _ => None,
        })
    }

    fn rows(&self, at: usize, below: usize) -> impl Iterator<Item = &Row> {
        self.table.lines[at..=at + below].iter().filter_map(|line| match line {
            Line::Row(row) => Some(row),
            Line::Group(_) => None,
        })
    }

    /// Only figures are printed below each other in one cell, and nothing else differs between the rows.
    fn can_stack(&self, at: usize, below: usize) -> bool {
        let figure = |cell: &Cell| matches!(cell, Cell::Text(t) if t.starts_with(|c: char| c.is_ascii_digit() || c == '≥' || c == '/'));
        self.rows(at, below).enumerate().all(|(n, row)| {
            row.cells.iter().zip(&self.table.columns).all(|(cell, column)| match column.role {
                Role::Value => figure(cell),
                Role::Name | Role::Component => true,
                _ => n == 0 || *cell == Cell::Merged,
            })
        })
    }

    /// A family printed as one row: name and components below each other, values below each other.
    fn stack(&mut self, at: usize, below: usize) {
        let columns = self.table.columns.len();
        let rows: Vec<Row> = self.rows(at, below).cloned().collect();
        let lines_of = |column: usize| -> Vec<String> {
            rows.iter()
                .filter_map(|row| if let Cell::Text(t) = &row.cells[column] { Some(whole(t)) } else { None })
                .collect()
        };
        let component = self.column(Role::Component);
        let mut cells: Vec<String> = (0..columns).map(|c| lines_of(c).join("<br>")).collect();
        if let Some(component) = component {
            let name = component - 1;
            let parts = std::mem::take(&mut cells[component]);
            cells[name] = format!("{}<br>{parts}", cells[name]);
        }
        for (column, cell) in cells.iter_mut().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            *cell = self.label(column) + cell;
        }
        self.line(&cells);
    }
}
