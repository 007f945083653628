//! From a tree to paragraphs and grids: what a reader of the page sees, in order.

use super::dom::{Dom, Id};
use super::table;
use crate::document::{Block, Paragraph, Passage};
use crate::ingest::error::IngestError;
use crate::ingest::limits::Limits;
use std::collections::HashSet;

/// Elements that show no text of their own.
const SILENT: [&str; 20] = [
    "script", "style", "head", "template", "noscript", "select", "textarea", "button", "input", "iframe", "object",
    "svg", "audio", "video", "canvas", "map", "datalist", "dialog", "title", "math",
];

/// Elements that begin and end a line.
const BLOCKS: [&str; 33] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "ul",
];

/// Is the element not shown: by its kind, or hidden by its own attributes.
pub fn is_hidden(dom: &Dom, id: Id) -> bool {
    let name = dom.name(id);
    let hides = |style: &str| {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    SILENT.contains(&name) || dom.attribute(id, "hidden").is_some() || dom.attribute(id, "style").is_some_and(hides)
}

/// Does an element stand on lines of its own.
pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name) || table::PARTS.contains(&name)
}

/// What a page shows, as blocks.
pub struct Flow<'d> {
    pub(super) dom: &'d Dom,
    pub(super) limits: &'d Limits,
    /// The blocks so far.
    pub blocks: Vec<Block>,
    /// Cells of all tables so far.
    pub(super) cells: usize,
    line: Line,
    blank_lines: u32,
    heading: Option<u8>,
    /// Elements left out, with all below them.
    pub left_out: HashSet<Id>,
}

impl<'d> Flow<'d> {
    /// Nothing so far; `left_out` are elements that are no part of the content.
    pub fn new(dom: &'d Dom, limits: &'d Limits, left_out: &[Id]) -> Flow<'d> {
        Flow {
            dom,
            limits,
            blocks: Vec::new(),
            cells: 0,
            line: Line::default(),
            blank_lines: 0,
            heading: None,
            left_out: left_out.iter().copied().collect(),
        }
    }

    /// Takes a node with all below it.
    ///
    /// # Errors
    /// A table that passes a limit.
    pub fn take(&mut self, id: Id) -> Result<(), IngestError> {
        let name = self.dom.name(id);
        if name.is_empty() {
            self.dom.pieces(id).iter().for_each(|piece| self.line.put(&piece.text, piece.line, piece.column));
            return self.children(id);
        }
        if is_hidden(self.dom, id) || self.left_out.contains(&id) {
            return Ok(());
        }
        match name {
            "br" => self.end_line(true),
            "table" => {
                self.end_line(false);
                match table::read(self, id)? {
                    Some(grid) => {
                        self.blank_lines = 0;
                        self.blocks.push(Block::Grid(grid));
                    }
                    None => self.children(id)?,
                }
                self.end_line(false);
            }
            name if is_block(name) => self.take_block(id, name)?,
            _ => self.children(id)?,
        }
        Ok(())
    }

    /// Takes everything below a node.
    pub fn children(&mut self, id: Id) -> Result<(), IngestError> {
        let dom = self.dom;
        dom.children(id).iter().try_for_each(|&child| self.take(child))
    }

    fn take_block(&mut self, id: Id, name: &str) -> Result<(), IngestError> {
        self.end_line(false);
        let before = self.blocks.len();
        let heading = name.strip_prefix('h').and_then(|depth| depth.parse().ok());
        let outer = self.heading;
        self.heading = heading.or(outer);
        if name == "li"
            && let Some(number) = list_number(self.dom, id)
        {
            let (line, column) = self.dom.place(id);
            self.line.put(&format!("{number}."), line, column);
            self.line.is_only_number = true;
        }
        self.children(id)?;
        self.end_line(false);
        self.heading = outer;
        // An empty paragraph is an empty line.
        self.blank_lines += u32::from(name == "p" && self.blocks.len() == before);
        Ok(())
    }

    /// Ends a paragraph; a forced end without text is an empty line.
    pub fn end_line(&mut self, forced: bool) {
        if self.line.is_only_number {
            return;
        }
        let text = self.line.finish();
        if text.is_blank() {
            self.blank_lines += u32::from(forced);
            return;
        }
        let blank_lines_before = std::mem::take(&mut self.blank_lines);
        self.blocks.push(Block::Paragraph(Paragraph {
            text,
            blank_lines_before,
            heading: self.heading,
            ..Paragraph::default()
        }));
    }
}

/// The number that a page prints before an item of a numbered list: decimal lists only, and not where the style hides
/// it or the item prints its own.
fn list_number(dom: &Dom, item: Id) -> Option<usize> {
    let list = dom.parent(item).filter(|&list| dom.name(list) == "ol")?;
    let decimal = dom.attribute(list, "type").is_none_or(|kind| kind == "1");
    let hidden = [list, item].iter().any(|&id| dom.attribute(id, "style").is_some_and(|style| style.contains("none")));
    let own = first_text(dom, item).is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit() || c == '('));
    if !decimal || hidden || own {
        return None;
    }
    let first: usize = dom.attribute(list, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
    let items = dom.children(list).iter().filter(|&&child| dom.name(child) == "li");
    Some(first + items.take_while(|&&child| child != item).count())
}

/// The first text below a node that is not blank.
fn first_text(dom: &Dom, id: Id) -> Option<&str> {
    let own = dom.pieces(id).iter().map(|piece| piece.text.trim_start()).find(|text| !text.is_empty());
    own.or_else(|| dom.children(id).iter().find_map(|&child| first_text(dom, child)))
}

/// A line that is being put together: white space runs are one blank, and none between two Chinese characters that
/// only a line of the source parts.
#[derive(Default)]
pub struct Line {
    text: Passage,
    /// White space seen since the last character: its place, and whether a line of the source ends in it.
    pending: Option<(u32, u32, bool)>,
    last: Option<char>,
    /// Only the number of a list item stands in it, whose text may stand in a block of its own.
    is_only_number: bool,
}

impl Line {
    /// Adds raw text that begins at a place.
    pub fn put(&mut self, raw: &str, line: u32, column: u32) {
        let mut start = 0;
        let mut start_column = column;
        for (here, (at, c)) in (column..).zip(raw.char_indices()) {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.flush(&raw[start..at], line, start_column);
                let breaks = matches!(c, '\n' | '\r');
                let (l, k, broken) = self.pending.unwrap_or((line, here, false));
                self.pending = Some((l, k, broken || breaks));
                start = at + c.len_utf8();
                start_column = here + 1;
            }
        }
        self.flush(&raw[start..], line, start_column);
    }

    fn flush(&mut self, text: &str, line: u32, column: u32) {
        let Some(first) = text.chars().next() else { return };
        if let (Some((l, k, broken)), Some(last)) = (self.pending.take(), self.last) {
            let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ff60}' | '“' | '”');
            if !(broken && wide(last) && wide(first)) {
                self.text.push(" ", l, k);
            }
        }
        self.text.push(text, line, column);
        self.last = text.chars().next_back();
        self.is_only_number = false;
    }

    /// The line without blanks at its ends; the next one begins.
    pub fn finish(&mut self) -> Passage {
        let line = std::mem::take(self);
        crate::ingest::text::trim(&line.text)
    }
}
