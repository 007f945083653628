//! Word documents (`.docx`): paragraphs with their automatic numbers, tables with their merges, text boxes, footnotes;
//! tracked changes count as accepted, and that is told.

mod numbering;
mod runs;
mod styles;
mod tables;

use super::error::IngestError;
use super::limits::Limits;
use super::lines::Lines;
use super::package::Package;
use super::xml::{self, Element};
use crate::document::{Block, Document, Paragraph, Passage};
use numbering::Numbering;
use runs::Text;
use styles::Styles;

/// A paragraph longer than this is no heading, whatever its style says, in characters.
const LONGEST_HEADING: usize = 60;

/// Reads a document. The lines are its paragraphs, counted from 1, those in tables included.
///
/// # Errors
/// A document that is damaged, empty, or past a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, IngestError> {
    let mut package = Package::open(bytes, limits)?;
    let mut part = |name: &str| match package.read(name)? {
        Some(part) => xml::parse(&part, name, limits).map(Some),
        None => Ok(None),
    };
    let main = part("word/document.xml")?.ok_or_else(|| IngestError::Damaged("缺少 word/document.xml".to_string()))?;
    let numbering = part("word/numbering.xml")?.map(|root| Numbering::new(&root)).unwrap_or_default();
    let styles = part("word/styles.xml")?.map(|root| Styles::new(&root)).unwrap_or_default();
    let footnotes = [part("word/footnotes.xml")?, part("word/endnotes.xml")?];
    let names = package.names().to_vec();
    let body = main.child("body").ok_or_else(|| IngestError::Damaged("正文是空的".to_string()))?;
    let mut reader = Reader::new(limits, numbering, styles);
    reader.blocks(body)?;
    for notes in footnotes.iter().flatten() {
        reader.footnotes(notes)?;
    }
    let around = |name: &&String| ["word/header", "word/footer"].iter().any(|begin| name.starts_with(begin));
    for name in names.iter().filter(around).filter(|name| name.ends_with(".xml")) {
        if let Some(bytes) = package.read(name)? {
            reader.furniture(&xml::parse(&bytes, name, limits)?)?;
        }
    }
    reader.finish()
}

/// What is read so far.
struct Reader<'l> {
    limits: &'l Limits,
    numbering: Numbering,
    styles: Styles,
    lines: Lines,
    document: Document,
    blank_lines: u32,
    /// Cells of all tables so far.
    cells: usize,
    changes: Changes,
    /// Text of a paragraph whose end is deleted: it goes on with the next one.
    carried: String,
}

/// What was decided about parts of the text.
#[derive(Debug, Default)]
struct Changes {
    inserted: usize,
    deleted: usize,
    hidden: usize,
    comments: usize,
}

impl<'l> Reader<'l> {
    fn new(limits: &'l Limits, numbering: Numbering, styles: Styles) -> Reader<'l> {
        Reader {
            limits,
            numbering,
            styles,
            lines: Lines::default(),
            document: Document::default(),
            blank_lines: 0,
            cells: 0,
            changes: Changes::default(),
            carried: String::new(),
        }
    }

    /// Takes paragraphs and tables in order, also those in frames of other elements.
    fn blocks(&mut self, parent: &Element) -> Result<(), IngestError> {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element)?,
                "tbl" => self.table(element)?,
                "AlternateContent" => {
                    if let Some(branch) = element.child("Choice").or_else(|| element.child("Fallback")) {
                        self.blocks(branch)?;
                    }
                }
                "del" | "moveFrom" => self.changes.deleted += 1,
                "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag" => self.blocks(element)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, element: &Element) -> Result<(), IngestError> {
        let Text { text, boxes } = self.text_of(element);
        for line in self.lay(&text).lines() {
            let heading = self.heading(element, &line);
            let blank_lines_before = std::mem::take(&mut self.blank_lines);
            self.document.blocks.push(Block::Paragraph(Paragraph {
                text: line,
                blank_lines_before,
                heading,
                ..Paragraph::default()
            }));
        }
        if text.trim().is_empty() {
            self.blank_lines += 1;
        }
        boxes.iter().try_for_each(|text_box| self.blocks(text_box))
    }

    /// The text of a paragraph with its automatic number; none where it goes on with the next one.
    fn text_of<'e>(&mut self, element: &'e Element) -> Text<'e> {
        let mut text = runs::read(element, &mut self.changes);
        let properties = element.child("pPr");
        let mark_deleted = properties.and_then(|p| p.path(&["rPr", "del"])).is_some();
        if mark_deleted {
            self.carried.push_str(&text.text);
            return Text { text: String::new(), ..text };
        }
        let whole = std::mem::take(&mut self.carried) + &text.text;
        let number = match self.styles.list_of(properties) {
            Some((list, level)) => self.numbering.next(&list, level),
            None => String::new(),
        };
        let glued = number.ends_with(|c: char| c.is_ascii_digit()) && whole.starts_with(|c: char| c.is_ascii_digit());
        text.text = format!("{number}{}{whole}", if glued { " " } else { "" });
        text
    }

    fn heading(&self, element: &Element, line: &Passage) -> Option<u8> {
        let short = line.text().chars().count() <= LONGEST_HEADING && !line.text().ends_with('。');
        self.styles.heading_of(element.child("pPr")).filter(|_| short)
    }

    fn lay(&mut self, text: &str) -> Passage {
        self.lines.lay(text, None)
    }

    /// Footnotes stand behind the text; the separators among them hold nothing.
    fn footnotes(&mut self, root: &Element) -> Result<(), IngestError> {
        let notes = root.elements().filter(|note| matches!(note.attribute("type"), None | Some("normal")));
        notes.into_iter().try_for_each(|note| self.blocks(note))
    }

    fn furniture(&mut self, root: &Element) -> Result<(), IngestError> {
        let before = self.document.blocks.len();
        self.blocks(root)?;
        let blocks = self.document.blocks.split_off(before);
        self.document.furniture.extend(blocks.iter().flat_map(Block::passages).cloned());
        Ok(())
    }

    fn finish(mut self) -> Result<Document, IngestError> {
        if self.document.blocks.is_empty() {
            return Err(IngestError::Empty);
        }
        let Changes { inserted, deleted, hidden, comments } = self.changes;
        if inserted + deleted > 0 {
            self.document.notes.push(format!("文档里有修订（插入 {inserted} 处、删除 {deleted} 处），按全部接受读取"));
        }
        if hidden > 0 {
            self.document.notes.push(format!("隐藏文字 {hidden} 处没有读取"));
        }
        if comments > 0 {
            self.document.notes.push(format!("批注 {comments} 条没有读取"));
        }
        self.document.line_lengths = self.lines.lengths;
        Ok(self.document)
    }
}

#[cfg(test)]
mod tests;
