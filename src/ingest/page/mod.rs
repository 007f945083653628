//! Printed pages (版面), of PDF and OFD alike: characters and strokes with positions become lines, paragraphs and tables.

mod furniture;
mod line;
mod paragraph;
mod ruled;
mod unruled;

use super::error::IngestError;
use super::limits::{Limit, Limits};
use super::lines::Lines;
use crate::document::{Block, Document, Grid, GridCell, Paragraph, Passage, Site};
use line::Line;
use ruled::Ruled;

/// A page; x grows to the right, y downward, in any unit that is the same for all.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// The characters, in any order.
    pub glyphs: Vec<Glyph>,
    /// Horizontal and vertical strokes.
    pub strokes: Vec<Stroke>,
}

/// A character on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// What it stands for, mostly one character.
    pub text: String,
    /// Left edge.
    pub x: f64,
    /// Base line.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Size of the font.
    pub size: f64,
}

/// A stroke.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// One end.
    pub from: (f64, f64),
    /// The other end.
    pub to: (f64, f64),
}

/// Lays pages out; all of them together, because tables and paragraphs go over their ends.
///
/// # Errors
/// [`IngestError::Empty`] where no page has text, [`IngestError::TooLarge`] past a limit.
pub fn lay_out(pages: Vec<Page>, limits: &Limits) -> Result<Document, IngestError> {
    let heights: Vec<f64> = pages.iter().map(|page| page.height).collect();
    let widths: Vec<f64> = pages.iter().map(|page| page.width).collect();
    let mut parts: Vec<Vec<Part>> = pages.iter().map(parts_of).collect();
    drop(pages);
    let furniture = furniture::take(&mut parts, &heights);
    let mut layout = Layout {
        limits,
        lines: Lines::default(),
        document: Document::default(),
        places: 0,
        open: None,
        body: paragraph::Body::default(),
    };
    let bodies = paragraph::Body::of_pages(&widths, &parts);
    for ((page, parts), body) in (1..).zip(parts).zip(bodies) {
        layout.body = body;
        parts.into_iter().try_for_each(|part| layout.take(part, page))?;
    }
    layout.close();
    for (page, line) in furniture {
        let text = layout.lay(&line, page);
        layout.document.furniture.push(text);
    }
    let Layout { lines, mut document, .. } = layout;
    if document.blocks.is_empty() {
        return Err(IngestError::Empty);
    }
    document.line_lengths = lines.lengths;
    document.sites = lines.sites;
    Ok(document)
}

/// A piece of a page, from the top down.
#[derive(Debug, Clone)]
enum Part {
    Line(Line),
    Table(Table),
}

impl Part {
    fn top(&self) -> f64 {
        match self {
            Part::Line(line) => line.y - line.size,
            Part::Table(table) => table.top,
        }
    }
}

/// A table on one page.
#[derive(Debug, Clone)]
struct Table {
    top: f64,
    rows: usize,
    columns: usize,
    cells: Vec<Cell>,
    /// Spans are drawn; else blanks may be merged.
    states_spans: bool,
}

/// A cell with its lines.
#[derive(Debug, Clone)]
struct Cell {
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
    lines: Vec<Line>,
    /// Right edge that text has to keep from.
    right: f64,
}

/// Lines outside tables, ruled tables, tables without rules; by their place on the page.
fn parts_of(page: &Page) -> Vec<Part> {
    let ruled = Ruled::find(&page.strokes);
    let mut outside = Vec::new();
    let mut inside: Vec<Vec<Glyph>> = vec![Vec::new(); ruled.len()];
    for glyph in &page.glyphs {
        let middle = (glyph.x + glyph.width / 2.0, glyph.y - glyph.size * 0.3);
        match ruled.iter().position(|table| table.holds(middle)) {
            Some(at) => inside[at].push(glyph.clone()),
            None => outside.push(glyph.clone()),
        }
    }
    let mut parts: Vec<Part> = unruled::find(line::lines(outside)).into_iter().collect();
    parts.extend(ruled.iter().zip(inside).flat_map(|(table, glyphs)| table.fill(glyphs)));
    parts.sort_by(|a, b| a.top().total_cmp(&b.top()));
    number(&mut parts);
    parts
}

/// Numbers the lines of a page from the top; what stands side by side is one line.
fn number(parts: &mut [Part]) {
    let mut lines: Vec<&mut Line> = Vec::new();
    for part in parts {
        match part {
            Part::Line(line) => lines.push(line),
            Part::Table(table) => lines.extend(table.cells.iter_mut().flat_map(|cell| &mut cell.lines)),
        }
    }
    lines.sort_by(|a, b| a.y.total_cmp(&b.y));
    let (mut number, mut last) = (0, f64::NEG_INFINITY);
    for line in lines {
        if line.y - last > line.size * line::SAME_LINE {
            number += 1;
            last = line.y;
        }
        line.number = number;
    }
}

struct Layout<'l> {
    limits: &'l Limits,
    lines: Lines,
    document: Document,
    /// Places of all grids so far.
    places: usize,
    /// The paragraph that the next line may go on with.
    open: Option<(Passage, Line)>,
    body: paragraph::Body,
}

impl Layout<'_> {
    fn take(&mut self, part: Part, page: u32) -> Result<(), IngestError> {
        match part {
            Part::Line(line) => {
                let text = self.lay(&line, page);
                match &mut self.open {
                    Some((passage, last)) if self.body.goes_on(last, &line) => {
                        passage.append(&text);
                        *last = line;
                    }
                    _ => {
                        self.close();
                        self.open = Some((text, line));
                    }
                }
            }
            Part::Table(table) => {
                self.close();
                let grid = self.grid(table, page)?;
                self.document.blocks.push(Block::Grid(grid));
            }
        }
        Ok(())
    }

    fn lay(&mut self, line: &Line, page: u32) -> Passage {
        self.lines.lay(&line.text, Some(Site::Page { page, line: line.number }))
    }

    fn close(&mut self) {
        if let Some((text, _)) = self.open.take() {
            self.document.blocks.push(Block::Paragraph(Paragraph { text, ..Paragraph::default() }));
        }
    }

    fn grid(&mut self, table: Table, page: u32) -> Result<Grid, IngestError> {
        let Table { rows, columns, cells, states_spans, .. } = table;
        self.places += rows * columns;
        let too_large = |what, found: usize, limit: usize| {
            Err(IngestError::TooLarge { what, found: found as u64, limit: limit as u64, line: None })
        };
        if columns > self.limits.row_cells {
            return too_large(Limit::RowCells, columns, self.limits.row_cells);
        }
        if self.places > self.limits.cells {
            return too_large(Limit::Cells, self.places, self.limits.cells);
        }
        let paddings = paragraph::paddings(&cells, columns);
        let mut grid = Grid { cells: Vec::new(), rows, columns, header_rows: 0, states_spans };
        for cell in cells {
            let Cell { row, column, row_span, column_span, lines, right } = cell;
            let padding = paddings[column + column_span - 1];
            let mut text = Passage::default();
            for (at, line) in lines.iter().enumerate() {
                if at > 0 && !paragraph::is_wrapped(&lines[at - 1], line, right - padding) {
                    text.push_break();
                }
                text.append(&self.lay(line, page));
            }
            grid.cells.push(GridCell { text, row, column, row_span, column_span });
        }
        Ok(grid)
    }
}

#[cfg(test)]
mod tests;
