//! Tables of which only the cells are left, one a paragraph.

use super::Context;
use super::accept::Signature;
use super::fragment::{Border, Fragment};
use super::header::{HeaderHypothesis, hypotheses, other_header};
use super::table::RecoveredTable;
use crate::document::{Paragraph, Passage};
use crate::grammar::fold::fold;

/// A header has at most this many fragments.
const LONGEST_HEADER: usize = 48;
/// Fragments behind a header by which its hypotheses are judged.
const FRAGMENTS_TO_JUDGE_BY: usize = 80;
/// A header is one only when its rows cost less than this.
const WORST_TABLE: f32 = -2.0;
/// A title above the header may read as its first cell, so the next paragraphs compete as beginnings, too.
const COMPETING_BEGINNINGS: usize = 3;
/// A later beginning wins when its rows are cheaper by this.
const CLEARLY_BETTER: f32 = 8.0;

/// The table whose header begins at the first paragraph, with the number of paragraphs it takes.
pub fn take_table(context: &Context, paragraphs: &[&Paragraph]) -> Option<(RecoveredTable, usize)> {
    let (cost, best) = judge(context, paragraphs)?;
    for later in 1..=COMPETING_BEGINNINGS.min(best.length.saturating_sub(1)) {
        if judge(context, &paragraphs[later..]).is_some_and(|(other, _)| other < cost - CLEARLY_BETTER) {
            return None;
        }
    }
    let header: Vec<Passage> = paragraphs[..best.length].iter().map(|p| p.text.clone()).collect();
    let texts: Vec<String> = header.iter().map(|p| fold(p.text())).collect();
    let mut fragments = fragments(context, &paragraphs[best.length..]);
    let other = other_header(&fragments, &texts);
    fragments.truncate(other.unwrap_or(fragments.len()));
    let mut reading = context.read(&best.signature, &fragments, &texts);
    if other.is_some() {
        reading.leave_title();
    }
    let end = reading.end().unwrap_or(fragments.len());
    let table = RecoveredTable::build(&best.signature, header, &fragments, &reading);
    (!table.rows.is_empty()).then_some((table, best.length + end))
}

/// The best header that begins at the first paragraph and the cost of the rows behind it.
fn judge(context: &Context, paragraphs: &[&Paragraph]) -> Option<(f32, HeaderHypothesis)> {
    let pack = &context.rules.pack;
    let texts: Vec<&Passage> = paragraphs.iter().take(LONGEST_HEADER).map(|p| &p.text).collect();
    if texts.first()?.text().chars().count() > 20 {
        return None;
    }
    let found = hypotheses(pack, &texts);
    let longest = found.iter().map(|h| h.length).max()?;
    let window = &paragraphs[..paragraphs.len().min(longest + FRAGMENTS_TO_JUDGE_BY)];
    let fragments = fragments(context, window);
    let mut best: Option<(f32, HeaderHypothesis)> = None;
    for hypothesis in found {
        let header: Vec<String> = texts[..hypothesis.length].iter().map(|p| fold(p.text())).collect();
        let rows = &fragments[hypothesis.length..];
        let rows = &rows[..other_header(rows, &header).unwrap_or(rows.len())];
        let signatures: [Signature; 1] = [hypothesis.signature.clone()];
        let (_, cost) = context.best_signature(&signatures, rows, &header)?;
        let cost = cost + hypothesis.cost;
        if cost < WORST_TABLE && best.as_ref().is_none_or(|(b, _)| cost < *b) {
            best = Some((cost, hypothesis));
        }
    }
    best
}

/// One fragment a paragraph; more empty lines than usual are evidence of an empty cell.
fn fragments(context: &Context, paragraphs: &[&Paragraph]) -> Vec<Fragment> {
    let usual = usual_blank_lines(paragraphs);
    paragraphs
        .iter()
        .map(|p| {
            let mut fragment = Fragment::new(p.text.clone(), Border::Open, context.rules, &context.lexicon);
            fragment.gap = p.blank_lines_before > usual;
            fragment
        })
        .collect()
}

/// The number of empty lines that stand between most paragraphs.
fn usual_blank_lines(paragraphs: &[&Paragraph]) -> u32 {
    let mut counts = [0usize; 8];
    for p in paragraphs {
        counts[(p.blank_lines_before as usize).min(7)] += 1;
    }
    (0..8).max_by_key(|&n| (counts[n], std::cmp::Reverse(n))).unwrap_or(0) as u32
}
