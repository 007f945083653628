//! The lexicon (词表) of a document: titles of headings, which often come back as categories of a table, and names that
//! its lists of units hold.

use super::fragment::{Lexicon, strip_numbering};
use crate::document::{Block, Document};
use crate::grammar::fold::fold;
use crate::rules::{HeadingLevel, Pack, Rules};
use std::collections::HashSet;

/// Longest heading that can be a category, in characters.
const LONGEST_CATEGORY: usize = 30;

/// What a document says of the words of its tables.
pub fn collect(document: &Document, rules: &Rules) -> Lexicon {
    Lexicon { headings: headings(document, &rules.pack), units: units(document, rules) }
}

/// The titles of all headings of a document, without number and count, folded.
fn headings(document: &Document, pack: &Pack) -> HashSet<String> {
    let mut lexicon = HashSet::new();
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

/// Longest list of units that is looked at, in characters.
const LONGEST_LIST: usize = 160;

/// Names that stand in lists of units, begin like units and are none by any rule: 市鼓乐坊 in "市教育局、市鼓乐坊、市残联".
fn units(document: &Document, rules: &Rules) -> HashSet<String> {
    let texts = document.blocks.iter().flat_map(Block::passages);
    let lists =
        texts.flat_map(|passage| passage.text().split('|')).filter(|text| text.contains('、') && !text.contains('。'));
    let lists = lists.filter(|text| text.chars().nth(LONGEST_LIST).is_none());
    lists.flat_map(|list| rules.organisations.listed_unknown(list)).collect()
}
