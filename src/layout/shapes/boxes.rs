//! Tables drawn with lines: `┌─┬─┐` and `│`, or `+--+` and `|`. A line that goes only part of the way leaves the cells
//! beside it open: they are merged downward.

use super::{Drawn, Sketch, run_on};
use crate::document::{GridCell, Paragraph, Passage};
use crate::rules::Pack;

const VERTICAL: &str = "│┃║|";
const HORIZONTAL: &str = "─━═-=";
/// Corners and crossings from which a line goes down.
const DOWNWARD: &str = "┌┬┐├┼┤┏┳┓┣╋┫╔╦╗╠╬╣╭╮+";
/// Those from which none does.
const UPWARD: &str = "└┴┘┗┻┛╚╩╝╰╯";

/// The table from the first paragraph on.
pub fn read(_pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let texts: Vec<&Passage> = paragraphs.iter().map(|paragraph| &paragraph.text).collect();
    if !is_rule(texts.first()?.text()) {
        return None;
    }
    let drawn = |text: &&&Passage| is_rule(text.text()) || text.text().starts_with(is_vertical);
    let lines: Vec<&Passage> = texts.iter().take_while(drawn).copied().collect();
    let borders = borders(&lines);
    if borders.len() < 3 {
        return None;
    }
    let mut drawing = Drawing { borders, open: Vec::new(), cells: Vec::new(), row: 0 };
    let mut unruled = false;
    for (at, line) in lines.iter().enumerate() {
        if is_rule(line.text()) {
            drawing.rule(line.text());
            // Below the header, rows may have no lines between.
            let body = lines[at + 1..].iter().take_while(|next| !is_rule(next.text())).count();
            unruled = drawing.row > 0 && body > 2;
        } else {
            drawing.text(line, unruled)?;
        }
    }
    drawing.close_all();
    let mut grid = Sketch { rows: vec![Vec::new(); drawing.row] }.finish(true);
    grid.columns = drawing.borders.len() - 1;
    grid.cells = drawing.cells.into_iter().filter(|cell| !cell.text.is_blank()).collect();
    grid.cells.sort_by_key(|cell| (cell.row, cell.column));
    Some(Drawn::certain(grid, lines.len()))
}

fn is_vertical(c: char) -> bool {
    VERTICAL.contains(c)
}

fn is_crossing(c: char) -> bool {
    DOWNWARD.contains(c) || UPWARD.contains(c)
}

/// A line from one side to the other.
fn is_rule(text: &str) -> bool {
    let drawn = |c: char| c.is_whitespace() || HORIZONTAL.contains(c) || is_crossing(c);
    text.starts_with(is_crossing) && text.chars().all(drawn) && text.chars().any(|c| HORIZONTAL.contains(c))
}

/// Places of all vertical lines, told from the horizontal ones.
fn borders(lines: &[&Passage]) -> Vec<usize> {
    let rules = lines.iter().filter(|line| is_rule(line.text()));
    let crossings = |line: &&Passage| -> Vec<usize> {
        line.text().chars().enumerate().filter(|(_, c)| is_crossing(*c)).map(|(at, _)| at).collect()
    };
    let mut all: Vec<usize> = rules.flat_map(crossings).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A cell that more lines may add to.
struct Open {
    column: usize,
    span: usize,
    row: usize,
    text: Passage,
}

struct Drawing {
    borders: Vec<usize>,
    /// The cells between the last line and the next, from left to right.
    open: Vec<Open>,
    cells: Vec<GridCell>,
    row: usize,
}

impl Drawing {
    /// A line across: new cells begin below it.
    fn rule(&mut self, text: &str) {
        self.close_all();
        let down: Vec<usize> =
            text.chars().enumerate().filter(|(_, c)| DOWNWARD.contains(*c)).map(|(at, _)| at).collect();
        let column = |place: usize| self.borders.partition_point(|&border| border < place);
        let cells = down.windows(2).map(|two| (column(two[0]), column(two[1])));
        let row = self.row;
        self.open =
            cells.map(|(column, end)| Open { column, span: end - column, row, text: Passage::default() }).collect();
    }

    /// A line of text; parts of it may be lines between rows.
    fn text(&mut self, line: &Passage, unruled: bool) -> Option<()> {
        let fields = fields(line);
        let cells: usize = fields.iter().map(|field| field.cells).sum();
        if cells != self.open.len() {
            return None;
        }
        if unruled && !fields[0].text.is_blank() && self.open.iter().any(|open| !open.text.is_blank()) {
            self.next_row(&[true].repeat(cells));
        }
        let ruled: Vec<bool> = fields.iter().flat_map(|field| vec![field.ruled; field.cells]).collect();
        if ruled.contains(&true) {
            self.next_row(&ruled);
        }
        let mut at = 0;
        for field in fields {
            if !field.ruled {
                run_on(&mut self.open[at].text, &field.text);
            }
            at += field.cells;
        }
        Some(())
    }

    /// Begins a row in these of the open cells; the others go on.
    fn next_row(&mut self, ends: &[bool]) {
        self.row += 1;
        let row = self.row;
        for (open, _) in self.open.iter_mut().zip(ends).filter(|(_, ends)| **ends) {
            let text = std::mem::take(&mut open.text);
            self.cells.push(cell(open, text, row));
            open.row = row;
        }
    }

    fn close_all(&mut self) {
        if self.open.is_empty() {
            return;
        }
        self.row += 1;
        for mut open in std::mem::take(&mut self.open) {
            let text = std::mem::take(&mut open.text);
            self.cells.push(cell(&open, text, self.row));
        }
    }
}

fn cell(open: &Open, text: Passage, end: usize) -> GridCell {
    GridCell { text, row: open.row, column: open.column, row_span: end - open.row, column_span: open.span }
}

/// A part of a line of text between vertical lines.
struct Field {
    text: Passage,
    /// It is a line between rows.
    ruled: bool,
    /// Number of cells that it covers.
    cells: usize,
}

fn fields(line: &Passage) -> Vec<Field> {
    let text = line.text();
    let mut out = Vec::new();
    let mut start = None;
    // Crossings inside a line between rows.
    for (at, c) in text.char_indices() {
        if !is_vertical(c) && (!is_crossing(c) || (c == '+' && !touches_rule(text, at))) {
            continue;
        }
        if let Some(from) = start {
            let part = &text[from..at];
            let ruled = !part.is_empty() && part.chars().all(|c| HORIZONTAL.contains(c)) && part.chars().count() > 2;
            out.push(Field { text: line.slice(from..at), ruled, cells: 1 });
        }
        start = Some(at + c.len_utf8());
    }
    out
}

/// Does a horizontal line begin or end at a sign.
fn touches_rule(text: &str, at: usize) -> bool {
    let is_rule = |c: Option<char>| c.is_some_and(|c| HORIZONTAL.contains(c));
    is_rule(text[at + 1..].chars().next()) || is_rule(text[..at].chars().next_back())
}
