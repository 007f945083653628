//! Printing: how the dumps of tables look in which merged cells, borders and pages were lost.

use crate::labels::Label;
use crate::logical::{Case, Cell, Line, Role, Row, Shape, Table};
use crate::random::Random;
use crate::words::{BREAK, whole};

/// Prints the table with this number, from 0, in the shape of the case, labelled.
pub fn table(case: &Case, number: usize, table: &Table, r: &mut Random) -> String {
    match case.shape {
        Shape::Cells => cells(case, number, table, r),
        Shape::Bars => bars(case, number, table, r),
        Shape::Markdown => crate::print_markdown::table(case, number, table, r),
    }
}

/// How a dump of cells treats what it can't show.
struct CellStyle {
    /// Empty lines between two paragraphs.
    blank_lines: usize,
    /// An empty cell leaves an empty line.
    empty_leaves_blank: bool,
    /// Of a hundred places where a cell may be broken, so many are.
    wraps: usize,
    /// Of a hundred fragments, so many have an empty line too much before them.
    odd_blanks: usize,
    /// Of a hundred rows, so many have an empty line too much before their first cell.
    blanks_before_rows: usize,
    /// Of a hundred cells of this column, many have an empty line too much before them.
    blanks_before: Option<usize>,
}

fn cells(case: &Case, number: usize, table: &Table, r: &mut Random) -> String {
    let mut own = r.part("cell style", 0);
    let style = CellStyle {
        blank_lines: [1, 1, 1, 1, 1, 1, 0, 2][own.below(8)],
        empty_leaves_blank: own.chance(65),
        wraps: if case.features.has("wraps") { own.between(5, 40) } else { 0 },
        odd_blanks: if case.features.has("odd-blanks") && own.chance(40) { 2 } else { 0 },
        blanks_before_rows: if case.features.has("odd-blanks") && own.chance(20) { own.between(5, 100) } else { 0 },
        blanks_before: (case.features.has("odd-blanks") && own.chance(20)).then(|| own.below(table.columns.len())),
    };
    let mut out = CellPrinter { style, text: String::new(), empty: false };
    let header: Vec<String> = table
        .columns
        .iter()
        .flat_map(|c| fragments(&c.header, c.role, &mut r.part("header", 0), out.style.wraps))
        .collect();
    out.header(&header);
    let mut pages = Pages::new(case, r);
    let mut rows = 0;
    for (at, line) in table.lines.iter().enumerate() {
        let mut own = r.part("line", at);
        if at > 0 && pages.ends(&mut own) {
            out.header(&header);
        }
        match line {
            Line::Group(text) => {
                let parts = fragments(text, Role::Category, &mut own, out.style.wraps / 4);
                for (at, fragment) in parts.iter().enumerate() {
                    let label = if at == 0 { Label::Group } else { Label::GroupRest };
                    out.fragment(label, fragment, &mut own);
                }
            }
            Line::Row(row) => {
                out.row(table, (number, rows), row, &mut own);
                rows += 1;
            }
        }
    }
    out.text
}

struct CellPrinter {
    style: CellStyle,
    text: String,
    /// The cell before was empty.
    empty: bool,
}

impl CellPrinter {
    fn header(&mut self, fragments: &[String]) {
        self.empty = false;
        for fragment in fragments.iter().filter(|f| !f.is_empty()) {
            self.paragraph(Label::Header, fragment, 0);
        }
    }

    fn row(&mut self, table: &Table, (number, at): (usize, usize), row: &Row, r: &mut Random) {
        let mut first = true;
        for (index, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
            if let Cell::Text(_) = cell {
                self.empty |= first && r.chance(self.style.blanks_before_rows);
                self.empty |= self.style.blanks_before == Some(index) && r.chance(50);
                first = false;
            }
            match cell {
                Cell::Text(text) => {
                    for fragment in fragments(text, column.role, r, self.style.wraps) {
                        self.fragment(Label::Cell(number, at, index), &fragment, r);
                    }
                }
                Cell::Empty => self.empty = self.style.empty_leaves_blank,
                Cell::Merged => {}
            }
        }
    }

    fn fragment(&mut self, label: Label, fragment: &str, r: &mut Random) {
        let odd = usize::from(r.chance(self.style.odd_blanks));
        let extra = usize::from(std::mem::take(&mut self.empty)).max(odd);
        self.paragraph(label, fragment, extra);
    }

    fn paragraph(&mut self, label: Label, text: &str, extra: usize) {
        if !self.text.is_empty() {
            self.text.push_str(&"\n".repeat(1 + self.style.blank_lines + extra));
        }
        self.text.push_str(&label.mark());
        self.text.push_str(text);
    }
}

/// The fragments of a cell that is broken at so many of a hundred of the places where it may be.
pub fn fragments(text: &str, role: Role, r: &mut Random, wraps: usize) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    let lines_stay = matches!(role, Role::Text | Role::Schedule | Role::Remark) && !r.chance(wraps * 2);
    let least = if role == Role::Value { 5 } else { 8 };
    let total = text.chars().filter(|c| *c != BREAK).count();
    for c in text.chars() {
        let last = out.last_mut().expect("never empty");
        match c {
            '\n' if lines_stay => {}
            '\n' if wraps == 0 => last.push(' '),
            '\n' => out.push(String::new()),
            // Nobody breaks a short cell, or breaks off a stub; columns of a header are narrower.
            BREAK if total >= least && last.chars().count() >= least / 2 && r.chance(wraps) => out.push(String::new()),
            BREAK => {}
            c => last.push(c),
        }
    }
    out.retain(|f| !f.is_empty());
    out
}

/// Where pages end.
pub struct Pages {
    rows: usize,
    length: usize,
}

impl Pages {
    /// Pages of a length, or one page of any length.
    pub fn new(case: &Case, r: &mut Random) -> Pages {
        let length = if case.features.has("pages") { r.between(5, 25) } else { usize::MAX };
        Pages { rows: 0, length }
    }

    /// Does the page end before the next line.
    pub fn ends(&mut self, r: &mut Random) -> bool {
        self.rows += 1;
        let end = self.rows >= self.length;
        if end {
            self.rows = r.below(3);
        }
        end
    }
}

fn bars(case: &Case, number: usize, table: &Table, r: &mut Random) -> String {
    let mut own = r.part("bar style", 0);
    let width = table.columns.len() + own.below(3);
    let empty_kept = own.chance(75);
    let header = table.columns.iter().map(|c| whole(&c.header)).filter(|h| !h.is_empty());
    let header: Vec<String> = header.map(|cell| Label::Header.mark() + &cell).collect();
    let header = bar_line(&header, width);
    let mut out = vec![header.clone()];
    let mut rows = 0;
    let mut pages = Pages::new(case, r);
    for (at, line) in table.lines.iter().enumerate() {
        let mut own = r.part("line", at);
        if at > 0 && pages.ends(&mut own) {
            out.push(header.clone());
        }
        match line {
            Line::Group(text) => out.push(bar_line(&[Label::Group.mark() + &whole(text)], width)),
            Line::Row(row) => {
                let first = row.cells.iter().position(|c| *c != Cell::Merged);
                if let Some((Cell::Text(text), Some(0), true)) =
                    first.map(|f| (&row.cells[f], Some(f), case.features.has("strays")))
                    && table.columns[0].role == Role::Category
                    && own.chance(20)
                {
                    out.push(Label::Stray.mark() + &whole(text));
                }
                let cells: Vec<String> = row
                    .cells
                    .iter()
                    .enumerate()
                    .filter_map(|(column, cell)| match cell {
                        Cell::Text(text) => {
                            let text = one_line(text, case.features.has("cut-rows") && own.chance(3));
                            Some(Label::Cell(number, rows, column).mark() + &text)
                        }
                        Cell::Empty if empty_kept => Some(String::new()),
                        Cell::Empty | Cell::Merged => None,
                    })
                    .collect();
                out.push(bar_line(&cells, width));
                rows += 1;
            }
        }
    }
    out.join("\n")
}

/// The text of a cell on one line; a row that is cut goes on behind the first line of the cell.
fn one_line(text: &str, cut: bool) -> String {
    let text = whole(text);
    match text.split_once('\n') {
        Some((first, rest)) if cut => format!("{first}\n{}", rest.replace('\n', " ")),
        _ => text.replace('\n', " "),
    }
}

fn bar_line(cells: &[String], width: usize) -> String {
    let mut line = cells.iter().map(|c| format!("{c} | ")).collect::<String>();
    line.push_str(&"|".repeat(width - cells.len()));
    line.trim_end().to_string()
}
