//! Announced attachments (附件): "附件:1.…" at the end of the letter and the numbered lines below it.

use super::place::anchor_of;
use crate::grammar::fold::{Folded, fold};
use crate::layout::OutlineParagraph;
use crate::record::Attachment;
use crate::rules::{HeadingLevel, Pack};

/// Is this the line that begins the list of attachments.
pub fn begins(pack: &Pack, paragraph: &OutlineParagraph) -> bool {
    pack.has_cue("attachment-list", &fold(first_line(paragraph)))
}

fn first_line(paragraph: &OutlineParagraph) -> &str {
    paragraph.text.text().lines().next().unwrap_or("")
}

/// The attachments of a list that begins at the first paragraph, and how many paragraphs it takes.
pub fn read(pack: &Pack, paragraphs: &[&OutlineParagraph]) -> (Vec<Attachment>, usize) {
    let mut out = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let text = paragraph.text.text();
        let (number, start) = if at == 0 {
            let folded = Folded::new(text);
            let Some(m) = pack.find_cue("attachment-list", &folded) else { return (out, 0) };
            (m.group("number").and_then(|n| n.parse().ok()), m.group_range("title").map_or(text.len(), |r| r.start))
        } else {
            match &paragraph.heading {
                Some(h) if h.level == HeadingLevel::Digit => (h.number, h.title.start),
                _ => return (out, at),
            }
        };
        let title = paragraph.text.slice(start..text.len());
        if !title.is_blank() {
            out.push(Attachment { number, title: title.text().to_string(), anchor: anchor_of(&title) });
        }
    }
    (out, paragraphs.len())
}
