//! Tables: `gridSpan` goes over columns, `vMerge` over rows; a table of one column is a frame around text.

use super::Reader;
use super::runs::Text;
use crate::document::{Block, Passage};
use crate::ingest::error::IngestError;
use crate::ingest::grid::GridBuilder;
use crate::ingest::limits::Limit;
use crate::ingest::xml::Element;

/// A cell of a row as it is written.
struct Cell<'e> {
    element: &'e Element,
    column: usize,
    columns: usize,
    /// It goes on with the cell above.
    continues: bool,
}

impl Reader<'_> {
    /// Takes a table.
    pub(super) fn table(&mut self, table: &Element) -> Result<(), IngestError> {
        let rows = self.rows(table);
        if rows.iter().all(|(cells, _)| cells.len() <= 1) {
            return rows.iter().flat_map(|(cells, _)| cells).try_for_each(|cell| self.blocks(cell.element));
        }
        let mut builder = GridBuilder::new(self.limits);
        for (at, (cells, _)) in rows.iter().enumerate() {
            builder.begin_row();
            for cell in cells.iter().filter(|cell| at == 0 || !cell.continues) {
                let goes_on = |(cells, _): &&(Vec<Cell>, bool)| {
                    cells.iter().any(|below| below.continues && below.column == cell.column)
                };
                let below = rows[at + 1..].iter().take_while(goes_on).count();
                builder.move_to(cell.column);
                builder.push(self.cell_text(cell.element), 1 + below, cell.columns)?;
            }
        }
        let heads = rows.iter().take_while(|(_, head)| *head).count();
        let grid = builder.finish(if heads < rows.len() { heads } else { 0 })?;
        self.cells += grid.cells.len();
        if self.cells > self.limits.cells {
            let (found, limit) = (self.cells as u64, self.limits.cells as u64);
            return Err(IngestError::TooLarge { what: Limit::Cells, found, limit, line: None });
        }
        self.blank_lines = 0;
        self.document.blocks.push(Block::Grid(grid));
        Ok(())
    }

    /// The rows that are shown, and whether Word repeats them on every page.
    fn rows<'e>(&mut self, table: &'e Element) -> Vec<(Vec<Cell<'e>>, bool)> {
        let mut rows = Vec::new();
        for row in wrapped(table, "tr") {
            let properties = row.child("trPr");
            let has = |name: &str| properties.is_some_and(|p| p.child(name).is_some());
            if has("del") {
                self.changes.deleted += 1;
                continue;
            }
            if has("hidden") {
                self.changes.hidden += 1;
                continue;
            }
            self.changes.inserted += usize::from(has("ins"));
            let before = properties.and_then(|p| p.child("gridBefore")).map_or(0, |before| count(before, 0));
            rows.push((cells(row, before), has("tblHeader")));
        }
        rows
    }

    /// Lines of a cell with breaks between; a table inside is read as lines, too.
    fn cell_text(&mut self, cell: &Element) -> Passage {
        let mut passage = Passage::default();
        self.cell_lines(cell, &mut passage);
        passage
    }

    fn cell_lines(&mut self, parent: &Element, passage: &mut Passage) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => {
                    let Text { text, boxes } = self.text_of(element);
                    if !text.trim().is_empty() {
                        passage.push_break();
                        passage.append(&self.lay(&text));
                    }
                    boxes.iter().for_each(|text_box| self.cell_lines(text_box, passage));
                }
                "del" | "moveFrom" => self.changes.deleted += 1,
                "tcPr" | "tblPr" | "trPr" => {}
                _ => self.cell_lines(element, passage),
            }
        }
    }
}

/// The elements of this name in a table or a row, also those in content controls and the like around them.
fn wrapped<'e>(parent: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for element in parent.elements() {
        match element.name.as_str() {
            own if own == name => found.push(element),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => found.extend(wrapped(element, name)),
            _ => {}
        }
    }
    found
}

fn cells(row: &Element, before: usize) -> Vec<Cell<'_>> {
    let mut column = before;
    let mut out: Vec<Cell> = Vec::new();
    for element in wrapped(row, "tc") {
        let property = |name: &str| element.child("tcPr").and_then(|properties| properties.child(name));
        let columns = property("gridSpan").map_or(1, |span| count(span, 1)).max(1);
        let goes_on = |name: &str| property(name).is_some_and(|merge| merge.attribute("val") != Some("restart"));
        // An old way to merge over columns.
        if goes_on("hMerge")
            && let Some(left) = out.last_mut()
        {
            left.columns += columns;
        } else {
            out.push(Cell { element, column, columns, continues: goes_on("vMerge") });
        }
        column += columns;
    }
    out
}

fn count(element: &Element, default: usize) -> usize {
    element.attribute("val").and_then(|count| count.parse().ok()).unwrap_or(default).min(10_000)
}
