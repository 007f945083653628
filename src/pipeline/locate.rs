//! Quotes of findings that point at a whole row are pointed at the words themselves, where the source has them.

use crate::document::{Block, Document, Passage};
use crate::grammar::fold::{Folded, fold};
use crate::record::{Anchor, Evidence, Finding};

/// Narrows the places of all quotes; a quote that the source does not hold word for word keeps its place.
pub(super) fn narrow(findings: &mut [Finding], document: &Document) {
    if findings.is_empty() {
        return;
    }
    let passages = passages(document);
    for evidence in findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
        narrow_one(evidence, &passages);
    }
}

/// All passages with their first line, in source order.
fn passages(document: &Document) -> Vec<(u32, &Passage)> {
    let all = document.blocks.iter().flat_map(Block::passages);
    let mut passages: Vec<_> = all.filter_map(|passage| Some((passage.span()?.line, passage))).collect();
    passages.sort_by_key(|(line, _)| *line);
    passages
}

fn narrow_one(evidence: &mut Evidence, passages: &[(u32, &Passage)]) {
    let anchor = &evidence.anchor;
    let (Some(line), Some(end_line)) = (anchor.line, anchor.end_line) else { return };
    // A long quote is cut.
    let wanted = fold(evidence.text.trim_end_matches('…'));
    if wanted.is_empty() {
        return;
    }
    // A paragraph that begins above may reach into the first line.
    let from = passages.partition_point(|(first, _)| *first < line).saturating_sub(1);
    let inside = passages[from..].iter().take_while(|(first, _)| *first <= end_line);
    let places = inside.filter_map(|(_, passage)| place(passage, &wanted)).filter(|place| lies_in(place, anchor));
    if let Some(place) = places.into_iter().next() {
        let Anchor { line, column, end_line, end_column, .. } = place;
        evidence.anchor = Anchor { line, column, end_line, end_column, ..evidence.anchor.clone() };
    }
}

/// Where a passage has a folded text.
fn place(passage: &Passage, wanted: &str) -> Option<Anchor> {
    let folded = Folded::new(passage.text());
    let start = folded.text().find(wanted)?;
    let span = passage.span_of(folded.raw_range(start..start + wanted.len()))?;
    Some(Anchor::text(span.line, span.column, span.end_line, span.end_column))
}

fn lies_in(place: &Anchor, within: &Anchor) -> bool {
    let start = |anchor: &Anchor| (anchor.line, anchor.column);
    let end = |anchor: &Anchor| (anchor.end_line, anchor.end_column);
    start(within) <= start(place) && end(place) <= end(within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Limits, read_bytes};
    use crate::record::Severity;

    const TEXT: &str = "矛盾调解（区 矛调中心）\n\n全年万人成讼率低于８９。\n\n推动“解纷码”，让群众少跑。\n";

    fn narrowed(text: &str, anchor: Anchor) -> Anchor {
        let document = read_bytes(TEXT.as_bytes(), "txt", &Limits::default()).unwrap().document;
        let evidence = vec![Evidence { text: text.into(), anchor }];
        let mut findings = vec![Finding {
            code: "GW301".into(),
            severity: Severity::Warning,
            message: String::new(),
            subject: Vec::new(),
            expected: None,
            found: None,
            evidence,
            fingerprint: String::new(),
        }];
        narrow(&mut findings, &document);
        findings.remove(0).evidence.remove(0).anchor
    }

    #[test]
    fn a_quote_points_at_its_words() {
        let row = || Anchor { table: Some(2), row: Some(4), ..Anchor::text(1, 1, 5, 15) };
        let exact = narrowed("万人成讼率低于89", row());
        assert_eq!((exact.line, exact.column, exact.end_column), (Some(3), Some(3), Some(11)));
        assert_eq!((exact.table, exact.row), (Some(2), Some(4)), "the row stays known");
        assert_eq!(narrowed("“解纷码”…", row()).line, Some(5));
    }

    #[test]
    fn a_quote_that_is_not_there_keeps_its_place() {
        let row = Anchor::text(1, 1, 3, 15);
        for text in ["“解纷码”", "68 矛盾调解", ""] {
            assert_eq!(narrowed(text, row.clone()), row, "{text}");
        }
        assert_eq!(narrowed("万人成讼率", Anchor::default()), Anchor::default());
    }
}
