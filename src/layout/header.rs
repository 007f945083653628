//! Headers (表头): which columns a table has, as hypotheses for the rows to decide between.

use super::accept::Signature;
use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, ColumnSpec, Pack, Scope};

/// A header cell may be broken over this many fragments.
const MOST_FRAGMENTS_OF_A_CELL: usize = 3;
/// Longest header cell, in characters.
const LONGEST_HEADER_CELL: usize = 20;
/// Partial headers followed at each fragment.
const MOST_PARTIAL_HEADERS: usize = 8;
/// Hypotheses that the rows have to decide between.
const MOST_HYPOTHESES: usize = 8;
/// Of these, as many may take the same fragments.
const HYPOTHESES_OF_A_LENGTH: usize = 6;

/// A possible header: its columns and how many fragments it takes.
#[derive(Debug, Clone)]
pub struct HeaderHypothesis {
    /// The columns.
    pub signature: Signature,
    /// Fragments from the start of the header on.
    pub length: usize,
}

/// A header read up to some fragment.
#[derive(Debug, Clone)]
struct Partial {
    columns: Vec<ColumnSpec>,
    /// Cells joined out of fragments that are header cells by themselves, guessed regions, and the like.
    doubts: usize,
}

/// The headers that may begin at the first of these texts, the likely ones first: those that take more fragments,
/// and of these the ones that join less.
pub fn hypotheses(pack: &Pack, texts: &[&Passage]) -> Vec<HeaderHypothesis> {
    let known: Vec<bool> = texts.iter().map(|t| pack.column(t.text()).is_some()).collect();
    let tails = pack.words("table.header-tail");
    let mut behind: Vec<Vec<Partial>> = vec![Vec::new(); texts.len() + 1];
    behind[0].push(Partial { columns: Vec::new(), doubts: 0 });
    for at in 0..texts.len() {
        let mut partial = std::mem::take(&mut behind[at]);
        partial.sort_by_key(|p| p.doubts + text_among_values(&p.columns));
        partial.truncate(MOST_PARTIAL_HEADERS);
        for count in 1..=MOST_FRAGMENTS_OF_A_CELL.min(texts.len() - at) {
            let cell: String = texts[at..at + count].iter().map(|p| p.text()).collect();
            if cell.chars().count() > LONGEST_HEADER_CELL {
                break;
            }
            let headers_joined = known[at..at + count].iter().filter(|&&k| k).count().saturating_sub(1);
            let begins_with_tail = count > 1 && tails.iter().any(|t| *t == fold(texts[at].text()));
            for p in &partial {
                if let Some(spec) = read_cell(pack, &cell, count, &p.columns) {
                    let guessed = !known[at] && count == 1;
                    let doubtful = headers_joined + usize::from(guessed) + 2 * usize::from(begins_with_tail);
                    let mut columns = p.columns.clone();
                    columns.push(spec);
                    behind[at + count].push(Partial { columns, doubts: p.doubts + doubtful });
                }
            }
        }
        behind[at] = partial;
    }
    likely(behind)
}

fn likely(behind: Vec<Vec<Partial>>) -> Vec<HeaderHypothesis> {
    let mut out: Vec<HeaderHypothesis> = Vec::new();
    for (length, mut partial) in behind.into_iter().enumerate().skip(2).rev() {
        partial.sort_by_key(|p| p.doubts + text_among_values(&p.columns));
        let found = partial.into_iter().flat_map(|p| signatures(p.columns));
        out.extend(found.take(HYPOTHESES_OF_A_LENGTH).map(|signature| HeaderHypothesis { signature, length }));
        if out.len() >= MOST_HYPOTHESES {
            break;
        }
    }
    out
}

/// Columns of text in a table of values are rare.
fn text_among_values(columns: &[ColumnSpec]) -> usize {
    let count = |role: ColumnRole| columns.iter().filter(|c| c.role == role).count();
    let spare_names = if count(ColumnRole::Category) > 0 { count(ColumnRole::Name).saturating_sub(1) } else { 0 };
    if count(ColumnRole::Value) > 1 { count(ColumnRole::Text) + spare_names } else { 0 }
}

/// Reads a header cell with what stands left of it: behind a total, short unknown words are regions.
fn read_cell(pack: &Pack, cell: &str, fragments: usize, left: &[ColumnSpec]) -> Option<ColumnSpec> {
    if let Some(spec) = pack.column(cell) {
        return Some(spec);
    }
    let behind_parts = left.last().is_some_and(|c| matches!(c.scope, Scope::Total | Scope::Region));
    let short = (2..=4).contains(&fold(cell).chars().count());
    let plain = cell.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    (behind_parts && short && plain && fragments == 1).then(|| ColumnSpec::region(cell))
}

/// The columns of a grid whose header cells are given; None where too little of it is understood.
pub fn grid_signatures(pack: &Pack, cells: &[Passage]) -> Vec<Signature> {
    let mut columns: Vec<ColumnSpec> = Vec::new();
    let mut known = 0;
    for cell in cells {
        let text: String = cell.text().chars().filter(|c| !c.is_whitespace()).collect();
        let spec = read_cell(pack, &text, 1, &columns);
        known += usize::from(spec.is_some());
        let after_indicator = columns.last().is_some_and(|c| c.indicator);
        columns.push(match spec {
            Some(spec) => spec,
            None if text.is_empty() && after_indicator => ColumnSpec::hidden_component(),
            None => ColumnSpec::plain_text(&text),
        });
    }
    if known < 2 { Vec::new() } else { signatures(columns) }
}

/// The signatures that a row of header cells stands for, after the roles are settled between them.
fn signatures(mut columns: Vec<ColumnSpec>) -> Vec<Signature> {
    settle_names(&mut columns);
    if !is_table(&columns) {
        return Vec::new();
    }
    let name = columns.iter().position(|c| c.role == ColumnRole::Name);
    let has_component = columns.iter().any(|c| c.role == ColumnRole::Component);
    if let Some(at) = name.filter(|&at| columns[at].indicator && !has_component) {
        columns.insert(at + 1, ColumnSpec::hidden_component());
    }
    let numbered = columns.iter().any(|c| c.role == ColumnRole::Seq);
    let mut out = vec![Signature::new(columns.clone(), false)];
    if !numbered && name.is_some() {
        out.push(Signature::new(columns, true));
    }
    out
}

/// A table has one name column. Of two, the later one is it and the earlier one is the category.
fn settle_names(columns: &mut [ColumnSpec]) {
    let names: Vec<usize> = (0..columns.len()).filter(|&i| columns[i].role == ColumnRole::Name).collect();
    let has_category = columns.iter().any(|c| c.role == ColumnRole::Category);
    match names.as_slice() {
        [first, second, ..] => {
            columns[*first].role = if has_category { ColumnRole::Text } else { ColumnRole::Category };
            for &later in names.iter().skip(2) {
                columns[later].role = ColumnRole::Text;
            }
            debug_assert!(second > first);
        }
        [] => {
            let text = columns.iter().any(|c| c.role == ColumnRole::Text);
            let category = columns.iter().position(|c| c.role == ColumnRole::Category);
            if let (Some(at), false) = (category, text) {
                columns[at].role = ColumnRole::Name;
            }
        }
        [_] => {}
    }
}

/// Enough to call it a table: something to name a row by, something said of it, and no role claimed twice.
fn is_table(columns: &[ColumnSpec]) -> bool {
    let count = |role: ColumnRole| columns.iter().filter(|c| c.role == role).count();
    let unique = [
        ColumnRole::Seq,
        ColumnRole::Category,
        ColumnRole::Name,
        ColumnRole::Component,
        ColumnRole::Responsible,
        ColumnRole::Support,
        ColumnRole::Leader,
        ColumnRole::Attribute,
        ColumnRole::Measure,
    ];
    let named = count(ColumnRole::Name) + count(ColumnRole::Text) > 0;
    let said = count(ColumnRole::Value)
        + count(ColumnRole::Responsible)
        + count(ColumnRole::Schedule)
        + count(ColumnRole::Text);
    let values_differ = {
        let values: Vec<_> = columns.iter().filter(|c| c.role == ColumnRole::Value).map(|c| &c.header).collect();
        values.iter().enumerate().all(|(i, v)| !values[..i].contains(v))
    };
    columns.len() >= 2 && unique.iter().all(|&r| count(r) <= 1) && named && said > 0 && values_differ
}
