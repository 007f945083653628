//! Tables of a page: a grid with its spans, or only a frame that lays out text.

use super::dom::{Dom, Id};
use super::flow::{Flow, Line, is_block, is_hidden};
use crate::document::{Grid, Passage};
use crate::ingest::error::IngestError;
use crate::ingest::grid::GridBuilder;
use crate::ingest::limits::Limit;

/// Elements of a table; where one is only a frame, each of them stands on lines of its own.
pub const PARTS: [&str; 8] = ["caption", "tbody", "td", "tfoot", "th", "thead", "tr", "table"];

/// A cell with more than this in it frames text rather than holding a datum, in characters.
const LONG_CELL: usize = 600;
/// A table of more rows is no frame, whatever its cells hold.
const ROWS_OF_A_FRAME: usize = 3;

/// The grid of a table; None where the table only frames text.
///
/// # Errors
/// [`IngestError::TooLarge`] where the table passes a limit.
pub fn read(flow: &mut Flow, table: Id) -> Result<Option<Grid>, IngestError> {
    let rows = rows(flow.dom, table);
    if is_frame(flow.dom, &rows) {
        return Ok(None);
    }
    let mut builder = GridBuilder::new(flow.limits);
    let heads = rows.iter().take_while(|(row, head)| *head || all_headers(flow.dom, *row)).count();
    for (row, _) in &rows {
        builder.begin_row();
        for cell in cells(flow.dom, *row) {
            let span = |name: &str| flow.dom.attribute(cell, name).map(leading_number);
            let below = match span("rowspan") {
                // As many rows as there are.
                Some(0) => rows.len(),
                other => other.unwrap_or(1),
            };
            builder.push(text(flow, cell), below, span("colspan").unwrap_or(1))?;
        }
    }
    let grid = builder.finish(if heads < rows.len() { heads } else { 0 })?;
    flow.cells += grid.cells.len();
    if flow.cells > flow.limits.cells {
        let line = Some(flow.dom.place(table).0);
        let (found, limit) = (flow.cells as u64, flow.limits.cells as u64);
        return Err(IngestError::TooLarge { what: Limit::Cells, found, limit, line });
    }
    Ok((!grid.cells.is_empty()).then_some(grid))
}

/// The number that an attribute begins with: "2", " 3;" and "2px" are numbers, the rest counts as 1.
fn leading_number(value: &str) -> usize {
    let digits: String = value.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(if digits.is_empty() { 1 } else { usize::MAX })
}

/// The rows of a table that are shown, and whether they stand in its head; those of tables inside it are not its own.
fn rows(dom: &Dom, table: Id) -> Vec<(Id, bool)> {
    let mut out = Vec::new();
    for &part in dom.children(table).iter().filter(|&&part| !is_hidden(dom, part)) {
        match dom.name(part) {
            "tr" => out.push((part, false)),
            name @ ("thead" | "tbody" | "tfoot") => {
                let own = dom.children(part).iter().filter(|&&row| dom.name(row) == "tr" && !is_hidden(dom, row));
                out.extend(own.map(|&row| (row, name == "thead")));
            }
            _ => {}
        }
    }
    out
}

fn cells(dom: &Dom, row: Id) -> Vec<Id> {
    let is_cell = |id: &&Id| matches!(dom.name(**id), "td" | "th") && !is_hidden(dom, **id);
    dom.children(row).iter().filter(is_cell).copied().collect()
}

fn all_headers(dom: &Dom, row: Id) -> bool {
    let cells = cells(dom, row);
    cells.len() > 1 && cells.iter().all(|&cell| dom.name(cell) == "th")
}

/// A table with a table inside, with one cell a row, or with few cells of which one holds pages of text.
fn is_frame(dom: &Dom, rows: &[(Id, bool)]) -> bool {
    let counts: Vec<Vec<Id>> = rows.iter().map(|(row, _)| cells(dom, *row)).collect();
    let widest = counts.iter().map(Vec::len).max().unwrap_or(0);
    if widest <= 1 {
        return true;
    }
    let few = rows.len() <= ROWS_OF_A_FRAME;
    let all = || counts.iter().flatten();
    let nests = |cell: &Id| holds(dom, *cell, "table");
    let nesting = all().filter(|cell| nests(cell)).count();
    (nesting > 0 && (few || 2 * nesting > rows.len())) || (few && all().any(|&cell| length(dom, cell) > LONG_CELL))
}

fn holds(dom: &Dom, id: Id, wanted: &str) -> bool {
    dom.children(id).iter().any(|&child| dom.name(child) == wanted || holds(dom, child, wanted))
}

/// Characters below a node, at least as far as it matters here.
fn length(dom: &Dom, id: Id) -> usize {
    let own: usize = dom.pieces(id).iter().map(|piece| piece.text.trim().chars().count()).sum();
    own + dom.children(id).iter().map(|&child| length(dom, child)).sum::<usize>()
}

/// The text of a cell, its lines with breaks between.
fn text(flow: &Flow, cell: Id) -> Passage {
    let mut writer = Cell { flow, passage: Passage::default(), line: Line::default() };
    writer.children(cell);
    writer.end_line();
    writer.passage
}

struct Cell<'f, 'd> {
    flow: &'f Flow<'d>,
    passage: Passage,
    line: Line,
}

impl Cell<'_, '_> {
    fn children(&mut self, id: Id) {
        for &child in self.flow.dom.children(id) {
            let name = self.flow.dom.name(child);
            let block = name == "br" || is_block(name);
            if is_hidden(self.flow.dom, child) {
                continue;
            }
            if block {
                self.end_line();
            }
            for piece in self.flow.dom.pieces(child) {
                self.line.put(&piece.text, piece.line, piece.column);
            }
            self.children(child);
            if block {
                self.end_line();
            }
        }
    }

    fn end_line(&mut self) {
        let line = self.line.finish();
        if !line.is_blank() {
            self.passage.push_break();
            self.passage.append(&line);
        }
    }
}
