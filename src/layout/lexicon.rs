//! The outline lexicon: titles of headings, which often come back as categories of a table.

use super::fragment::{Lexicon, strip_numbering};
use crate::document::{Block, Document};
use crate::grammar::fold::fold;
use crate::rules::{HeadingLevel, Pack};

/// Longest heading that can be a category, in characters.
const LONGEST_CATEGORY: usize = 30;

/// The titles of all headings of a document, without number and count, folded.
pub fn collect(document: &Document, pack: &Pack) -> Lexicon {
    let mut lexicon = Lexicon::new();
    for block in &document.blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        let raw = paragraph.text.text();
        if raw.chars().count() > LONGEST_CATEGORY {
            continue;
        }
        let level = pack.heading(raw).map(|h| h.level);
        if !matches!(level, Some(HeadingLevel::Han | HeadingLevel::HanBracket)) {
            continue;
        }
        let folded = fold(raw);
        let title = strip_numbering(&folded, pack.declared_count(raw).is_some());
        lexicon.insert(title.to_string());
        // "八、食药安全方面" comes back as 食药安全.
        lexicon.insert(title.trim_end_matches("方面").to_string());
    }
    lexicon
}
