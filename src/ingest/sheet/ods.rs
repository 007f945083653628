//! `.ods`: the content says spans and the text that is shown, so it is read as it stands.

use super::{Sheet, lay_out};
use crate::document::Document;
use crate::ingest::error::IngestError;
use crate::ingest::limits::Limits;
use crate::ingest::package::Package;
use crate::ingest::xml::{self, Element, Node};
use std::collections::BTreeSet;

/// Reads a workbook.
///
/// # Errors
/// A workbook that is encrypted, damaged, empty, or past a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, IngestError> {
    let mut package = Package::open(bytes, limits)?;
    let encrypted = package.read("META-INF/manifest.xml")?.is_some_and(|manifest| {
        let wanted = b"encryption-data";
        manifest.windows(wanted.len()).any(|window| window == wanted)
    });
    if encrypted {
        return Err(IngestError::Encrypted);
    }
    let content = package.read("content.xml")?;
    let content = content.ok_or_else(|| IngestError::Damaged("缺少 content.xml".to_string()))?;
    let root = xml::parse(&content, "content.xml", limits)?;
    let hidden: BTreeSet<&str> = root
        .all("style")
        .into_iter()
        .filter(|style| style.child("table-properties").and_then(|p| p.attribute("display")) == Some("false"))
        .filter_map(|style| style.attribute("name"))
        .collect();
    let mut reader = Reader { limits, cells: 0 };
    let tables = root.path(&["body", "spreadsheet"]).map(|sheet| sheet.all("table")).unwrap_or_default();
    let sheets: Result<Vec<Sheet>, IngestError> =
        tables.into_iter().map(|table| reader.sheet(table, &hidden)).collect();
    lay_out(sheets?, limits)
}

struct Reader<'l> {
    limits: &'l Limits,
    cells: usize,
}

impl Reader<'_> {
    fn sheet(&mut self, table: &Element, hidden: &BTreeSet<&str>) -> Result<Sheet, IngestError> {
        let mut sheet = Sheet {
            name: table.attribute("name").unwrap_or_default().to_string(),
            hidden: table.attribute("style-name").is_some_and(|style| hidden.contains(style)),
            states_merges: true,
            ..Sheet::default()
        };
        let mut at = 0u32;
        for column in table.all("table-column") {
            let count = repeats(column, "number-columns-repeated");
            if is_hidden(column) {
                sheet.hidden_columns.extend(at..at.saturating_add(count).min(self.limits.row_cells as u32));
            }
            at = at.saturating_add(count);
        }
        let mut row = 0u32;
        for element in table.all("table-row") {
            let count = repeats(element, "number-rows-repeated");
            // Only rows with text can be many; an empty tail of a million rows is passed over at once.
            let filled = element.elements().any(|cell| !text(cell).trim().is_empty());
            let shown = if filled { count } else { 1 };
            for line in row..row.saturating_add(shown) {
                self.row(element, line, &mut sheet)?;
            }
            row = row.saturating_add(count);
        }
        Ok(sheet)
    }

    fn row(&mut self, element: &Element, row: u32, sheet: &mut Sheet) -> Result<(), IngestError> {
        if is_hidden(element) {
            sheet.hidden_rows.insert(row);
        }
        let mut column = 0u32;
        for cell in element.elements().filter(|cell| matches!(cell.name.as_str(), "table-cell" | "covered-table-cell"))
        {
            let count = repeats(cell, "number-columns-repeated");
            let text = text(cell);
            if cell.name == "table-cell" && !text.trim().is_empty() {
                for at in column..column.saturating_add(count) {
                    sheet.put(row, at, text.clone(), &mut self.cells, self.limits)?;
                }
                let (down, across) = (repeats(cell, "number-rows-spanned"), repeats(cell, "number-columns-spanned"));
                if down > 1 || across > 1 {
                    sheet.merges.push([row, column, row.saturating_add(down - 1), column.saturating_add(across - 1)]);
                }
            }
            column = column.saturating_add(count);
        }
        Ok(())
    }
}

fn repeats(element: &Element, name: &str) -> u32 {
    element.attribute(name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

fn is_hidden(element: &Element) -> bool {
    element.attribute("visibility").is_some_and(|visibility| visibility != "visible")
}

/// The paragraphs of a cell as shown; notes beside it are none of them.
fn text(cell: &Element) -> String {
    let paragraphs = cell.elements().filter(|element| element.name == "p");
    let lines: Vec<String> = paragraphs
        .map(|paragraph| {
            let mut line = String::new();
            write(paragraph, &mut line);
            line
        })
        .collect();
    lines.join("\n")
}

fn write(element: &Element, out: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) => match element.name.as_str() {
                "s" => {
                    let count = element.attribute("c").and_then(|c| c.parse().ok()).unwrap_or(1usize);
                    out.extend(std::iter::repeat_n(' ', count.min(1000)));
                }
                "tab" => out.push('\t'),
                "line-break" => out.push('\n'),
                "annotation" | "note" => {}
                _ => write(element, out),
            },
        }
    }
}
