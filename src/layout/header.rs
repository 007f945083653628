//! Headers (表头): which columns a table has, as hypotheses for the rows to decide between.

use super::accept::Signature;
use super::fragment::{Border, Fragment};
use super::weights::{DOUBT, TEXT_AMONG_VALUES};
use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, ColumnSpec, Pack, Scope};

/// A header cell may be broken over this many fragments.
const MOST_FRAGMENTS_OF_A_CELL: usize = 3;
/// Longest header cell, in characters.
const LONGEST_HEADER_CELL: usize = 20;
/// Partial headers followed at each fragment.
const MOST_PARTIAL_HEADERS: usize = 12;
/// Hypotheses that the rows have to decide between.
const MOST_HYPOTHESES: usize = 16;
/// Of these, as many may take the same fragments.
const HYPOTHESES_OF_A_LENGTH: usize = 10;

/// A possible header: its columns and how many fragments it takes.
#[derive(Debug, Clone)]
pub struct HeaderHypothesis {
    /// The columns.
    pub signature: Signature,
    /// Fragments from the start of the header on.
    pub length: usize,
    /// How doubtful the header is by itself, to be added to the cost of its rows.
    pub cost: f32,
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
            let is_tail = |at: usize| tails.iter().any(|t| *t == fold(texts[at].text()));
            let headers_joined = (at + 1..at + count).filter(|&i| known[i] && known[i - 1] && !is_tail(i)).count();
            // A word such as 管委会 belongs to the cell before it.
            let tail_alone = at > 0 && is_tail(at);
            for p in &partial {
                if let Some(spec) = read_cell(pack, &cell, count, &p.columns) {
                    let guessed = !known[at] && count == 1;
                    let doubtful = headers_joined + usize::from(guessed) + count * usize::from(tail_alone);
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
        let found = partial.into_iter().flat_map(|p| {
            let cost = DOUBT * p.doubts as f32 + TEXT_AMONG_VALUES * text_among_values(&p.columns) as f32;
            signatures(p.columns).into_iter().map(move |signature| HeaderHypothesis { signature, length, cost })
        });
        out.extend(found.take(HYPOTHESES_OF_A_LENGTH));
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

/// Fragments in which a header shows.
const FRAGMENTS_OF_A_HEADER: usize = 4;

/// Where the header of another table begins, one that follows without a line between: as many of the fragments there
/// as to be certain are header cells of different roles. `own` is the header that pages may repeat.
pub fn other_header(fragments: &[Fragment], own: &[String]) -> Option<usize> {
    let mut at = 0;
    while at < fragments.len() {
        let repeated = repeated_header(&fragments[at..], own);
        if repeated == 0 && fragments[at].border != Border::Cell && shows_header(&fragments[at..]) {
            return Some(at);
        }
        at += repeated.max(1);
    }
    None
}

fn shows_header(fragments: &[Fragment]) -> bool {
    let first = match fragments[0].border {
        Border::Open => &fragments[..fragments.len().min(FRAGMENTS_OF_A_HEADER)],
        _ => &fragments[..1 + fragments[1..].iter().take_while(|f| f.border == Border::Cell).count()],
    };
    if fragments[0].features.header.is_none() || first.len() + 1 < FRAGMENTS_OF_A_HEADER {
        return false;
    }
    let roles: Vec<ColumnRole> = first.iter().filter_map(|f| f.features.header).collect();
    let data = first.iter().any(|f| f.features.integer.is_some() || f.features.sentences > 0);
    // A row of dates reads as a row of years.
    let plain = |role: &ColumnRole| matches!(role, ColumnRole::Value | ColumnRole::Text | ColumnRole::Schedule);
    let telling = roles.iter().any(|role| !plain(role));
    let same = first.iter().enumerate().any(|(n, f)| first[..n].iter().any(|g| g.features.folded == f.features.folded));
    !data && telling && !same && 4 * roles.len() >= 3 * first.len()
}

/// How many fragments at the beginning repeat the header, 0 when they do not; joined cells count as one text.
pub fn repeated_header(fragments: &[Fragment], header: &[String]) -> usize {
    let mut rest = header.iter().map(String::as_str).filter(|cell| !cell.is_empty());
    let mut wanted = rest.next().unwrap_or("");
    for (count, fragment) in fragments.iter().enumerate() {
        let mut got = fragment.features.folded.as_str();
        if wanted.is_empty() || got.is_empty() {
            return 0;
        }
        while !got.is_empty() {
            let same = if wanted.len() < got.len() { wanted } else { got };
            if same.is_empty() || !got.starts_with(same) || !wanted.starts_with(same) {
                return 0;
            }
            (got, wanted) = (&got[same.len()..], &wanted[same.len()..]);
            if wanted.is_empty() {
                wanted = rest.next().unwrap_or("");
            }
        }
        if wanted.is_empty() {
            return count + 1;
        }
    }
    0
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

/// The signatures that a row of header cells may stand for, the likelier first.
fn signatures(columns: Vec<ColumnSpec>) -> Vec<Signature> {
    settle_names(columns).into_iter().filter(|columns| is_table(columns)).flat_map(numberings).collect()
}

/// The signature of settled columns: with a column of components that no header announces behind the name of an
/// indicator, and, where no column has the numbers, with numbers before the names or without.
fn numberings(mut columns: Vec<ColumnSpec>) -> Vec<Signature> {
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

/// A table has one name column. Of several, the second is it and the first is the category, or the first is it; the
/// others are text.
fn settle_names(columns: Vec<ColumnSpec>) -> Vec<Vec<ColumnSpec>> {
    let names: Vec<usize> = (0..columns.len()).filter(|&i| columns[i].role == ColumnRole::Name).collect();
    let has = |role: ColumnRole| columns.iter().any(|c| c.role == role);
    let with_roles = |roles: &[ColumnRole]| {
        let mut settled = columns.clone();
        for (at, &column) in names.iter().enumerate() {
            settled[column].role = roles.get(at).copied().unwrap_or(ColumnRole::Text);
        }
        settled
    };
    match names.len() {
        0 => vec![category_as_name(columns)],
        1 => vec![columns],
        _ => {
            let first = if has(ColumnRole::Category) { ColumnRole::Text } else { ColumnRole::Category };
            vec![with_roles(&[first, ColumnRole::Name]), with_roles(&[ColumnRole::Name])]
        }
    }
}

/// In a table without names and texts, the category is what the rows are called by.
fn category_as_name(mut columns: Vec<ColumnSpec>) -> Vec<ColumnSpec> {
    let text = columns.iter().any(|c| c.role == ColumnRole::Text);
    if let Some(column) = columns.iter_mut().find(|c| c.role == ColumnRole::Category && !text) {
        column.role = ColumnRole::Name;
    }
    columns
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
