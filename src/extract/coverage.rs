//! Coverage (覆盖率): where every character of the input went, so that nothing is lost silently.

use super::place::anchor;
use crate::document::{Block, Document, Passage, Span};
use crate::grammar::fold::fold;
use crate::record::{Coverage, Explained, UnreadSpan};
use std::collections::BTreeSet;

/// Unread spans that are listed; more would hide the first ones.
const MOST_SPANS: usize = 200;

/// What became of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Blanks, cell borders, tags.
    Markup,
    /// Nothing has taken it yet.
    Unread,
    /// Page furniture.
    Furniture,
    /// Letter head, addressee, signature.
    Letterhead,
    /// Headings and table headers.
    Header,
    /// Prose without a duty.
    Prose,
    /// In a record.
    Record,
}

/// The fate of every character, line by line.
#[derive(Debug, Clone)]
pub struct CoverageMap {
    lines: Vec<Vec<Fate>>,
}

impl CoverageMap {
    /// At first, all text is unread and all else is markup.
    pub fn new(document: &Document) -> CoverageMap {
        let lines = document.line_lengths.iter().map(|&n| vec![Fate::Markup; n as usize]).collect();
        let mut map = CoverageMap { lines };
        for passage in passages(document) {
            map.set(passage, Fate::Unread, |_| true);
        }
        for passage in &document.furniture {
            map.set(passage, Fate::Furniture, |_| true);
        }
        map
    }

    /// Marks a passage; what is in a record stays there.
    pub fn mark(&mut self, passage: &Passage, fate: Fate) {
        self.set(passage, fate, |old| old != Fate::Record);
    }

    /// Marks passages.
    pub fn mark_all(&mut self, passages: &[Passage], fate: Fate) {
        passages.iter().for_each(|p| self.mark(p, fate));
    }

    /// Marks a passage where nothing else has taken it.
    pub fn mark_rest(&mut self, passage: &Passage, fate: Fate) {
        self.set(passage, fate, |old| old == Fate::Unread);
    }

    /// Nothing of the passage is left unread.
    pub fn is_taken(&self, passage: &Passage) -> bool {
        let unread = |line: u32, column: u32| {
            let cell = self.lines.get(line as usize - 1).and_then(|l| l.get(column as usize - 1));
            cell == Some(&Fate::Unread)
        };
        passage.places().all(|(_, line, column)| !unread(line, column))
    }

    /// Marks as headers the unread stretches of a document that only repeat one of the labels (folded): a category that
    /// a page break has printed again.
    pub fn explain_repeated(&mut self, document: &Document, labels: &BTreeSet<String>) {
        for passage in passages(document) {
            for line in passage.lines() {
                if labels.contains(&fold(line.text())) {
                    self.mark_rest(&line, Fate::Header);
                }
            }
        }
    }

    fn set(&mut self, passage: &Passage, fate: Fate, may: impl Fn(Fate) -> bool) {
        for (c, line, column) in passage.places() {
            let Some(cell) = self.at(line, column) else { continue };
            if !c.is_whitespace() && c != '|' && may(*cell) {
                *cell = fate;
            }
        }
    }

    fn at(&mut self, line: u32, column: u32) -> Option<&mut Fate> {
        self.lines.get_mut(line.checked_sub(1)? as usize)?.get_mut(column.checked_sub(1)? as usize)
    }

    /// Counts, and the unread text with its places.
    pub fn summary(mut self, document: &Document) -> Coverage {
        let count = |fate: Fate| self.lines.iter().flatten().filter(|&&f| f == fate).count() as u64;
        let mut coverage = Coverage {
            characters: self.lines.iter().map(|l| l.len() as u64).sum(),
            in_records: count(Fate::Record),
            explained: Explained {
                furniture: count(Fate::Furniture),
                letterhead: count(Fate::Letterhead),
                header: count(Fate::Header),
                prose: count(Fate::Prose),
                markup: count(Fate::Markup),
            },
            unread: count(Fate::Unread),
            unread_numbers: 0,
            unread_spans: Vec::new(),
        };
        let mut spans = self.unread(document);
        coverage.unread_numbers = spans.iter().map(|s| numbers_in(&s.text)).sum();
        spans.sort_by_key(|s| numbers_in(&s.text) == 0);
        spans.truncate(MOST_SPANS);
        coverage.unread_spans = spans;
        coverage
    }

    fn unread(&mut self, document: &Document) -> Vec<UnreadSpan> {
        let mut spans = Vec::new();
        for passage in passages(document) {
            let mut open: Option<(String, Span)> = None;
            for (c, line, column) in passage.places() {
                let here = Span { line, column, end_line: line, end_column: column };
                let unread = self.at(line, column).is_some_and(|f| *f == Fate::Unread);
                match &mut open {
                    Some((text, span)) if unread || c.is_whitespace() => {
                        text.push(c);
                        *span = span.join(here);
                    }
                    Some(_) => spans.extend(open.take()),
                    None if unread => open = Some((c.to_string(), here)),
                    None => {}
                }
            }
            spans.extend(open);
        }
        spans
            .into_iter()
            .map(|(text, span)| UnreadSpan { text: text.trim().to_string(), anchor: anchor(Some(span)) })
            .collect()
    }
}

fn passages(document: &Document) -> impl Iterator<Item = &Passage> {
    document.blocks.iter().flat_map(Block::passages)
}

/// How many numbers a text holds.
fn numbers_in(text: &str) -> u64 {
    let mut inside = false;
    let starts = text.chars().filter(|c| {
        let digit = c.is_ascii_digit();
        let begins = digit && !inside;
        inside = digit || (inside && (*c == '.' || *c == ','));
        begins
    });
    starts.count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Paragraph;

    #[test]
    fn everything_adds_up() {
        let text = Passage::new("甲 12.5乙丙", 1, 3);
        let paragraph = Paragraph { text: text.clone(), ..Paragraph::default() };
        let document =
            Document { blocks: vec![Block::Paragraph(paragraph)], line_lengths: vec![12], ..Document::default() };
        let mut map = CoverageMap::new(&document);
        map.mark(&text.slice(0..3), Fate::Record);
        map.mark(&text.slice(0..text.text().len()), Fate::Header);
        map.mark(&text.slice(text.text().len() - 3..text.text().len()), Fate::Record);
        assert_eq!(map.lines[0].iter().filter(|f| **f == Fate::Header).count(), 5);
        let mut map = CoverageMap::new(&document);
        map.mark(&text.slice(0..3), Fate::Record);
        let summary = map.summary(&document);
        let explained = &summary.explained;
        assert_eq!(summary.in_records + explained.markup + summary.unread, summary.characters);
        assert_eq!((summary.unread, summary.unread_numbers), (6, 1));
        assert_eq!(summary.unread_spans[0].text, "12.5乙丙");
        assert_eq!(summary.unread_spans[0].anchor.column, Some(5));
    }

    #[test]
    fn a_label_that_is_printed_again_is_explained() {
        let paragraph =
            |text: &str, line| Block::Paragraph(Paragraph { text: Passage::new(text, line, 1), ..Default::default() });
        let blocks = vec![paragraph("民生共享", 1), paragraph("民生共享3", 2)];
        let document = Document { blocks, line_lengths: vec![4, 5], ..Document::default() };
        let mut map = CoverageMap::new(&document);
        map.explain_repeated(&document, &BTreeSet::from(["民生共享".to_string()]));
        let summary = map.summary(&document);
        assert_eq!((summary.explained.header, summary.unread), (4, 5));
    }
}
