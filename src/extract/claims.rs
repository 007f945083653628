//! What sentences promise about the lists of the document: "62项重点工作和37项重大改革".

use super::place::anchor_of;
use crate::document::Passage;
use crate::grammar::fold::Folded;
use crate::record::Claim;
use crate::rules::Pack;

/// The claims of a paragraph.
pub fn find(pack: &Pack, text: &Passage) -> Vec<Claim> {
    let folded = Folded::new(text.text());
    let read = |m: &crate::rules::Match<'_>| {
        let part = text.slice(m.range.clone());
        Some(Claim {
            count: m.group("count")?.parse().ok()?,
            subject: m.group("subject")?.to_string(),
            text: part.text().to_string(),
            anchor: anchor_of(&part),
        })
    };
    pack.find_cues("claim", &folded).iter().filter_map(read).collect()
}
