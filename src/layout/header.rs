//! Headers (表头): which columns a table has, as hypotheses for the rows to decide between.

use super::align::costs::{self, Term};
use super::align::{Costs, Reading};
use super::fragment::{Border, Fragment};
use super::guess;
use super::marks::Mark;
use super::settle::{goal_beside_values, numberings, settle_by_rows, settle_names, settle_units};
use super::signature::Signature;
use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, ColumnSpec, Pack, Scope};

/// Longest header cell, in characters.
const LONGEST_HEADER_CELL: usize = 20;
/// Longest header cell that no rule knows, in characters.
const LONGEST_UNKNOWN_CELL: usize = 12;
/// A header cell may be broken over this many fragments.
const MOST_FRAGMENTS_OF_A_CELL: usize = 3;
/// A header has at most so many cells that no rule knows.
const MOST_UNKNOWN_CELLS: usize = 3;
/// Partial headers followed at each fragment.
const MOST_PARTIAL_HEADERS: usize = 12;
/// Hypotheses that the rows have to decide between.
const MOST_HYPOTHESES: usize = 24;
/// Of these, as many may take the same fragments.
const HYPOTHESES_OF_A_LENGTH: usize = 8;

/// What speaks for and against a header by itself, each so many times.
#[derive(Debug, Clone, Copy, Default)]
pub struct HeaderEvidence {
    /// Cells of one fragment that a rule knows.
    known: u8,
    /// Cells that are known only when their fragments are joined.
    joined: u8,
    /// Joins of two fragments that a rule knows by themselves, the second of which is no usual rest of a cell.
    known_parts: u8,
    /// Cells that begin with what is left of a broken header cell.
    tails: u8,
    /// Cells that are regions only because of where they stand.
    guessed: u8,
    /// Cells that no rule knows.
    unknown: u8,
    /// Lines in front of the header that are passed over.
    passed: u8,
    /// Of these, header cells that a rule knows.
    passed_known: u8,
    /// Of these, the word above numbers, which is never a title.
    passed_seq: u8,
    /// A header cell that a rule knows, or the rest of one, stands right behind the last.
    cut: u8,
}

impl HeaderEvidence {
    /// Notes lines in front of the header that are passed over.
    pub fn pass(&mut self, lines: &[Fragment]) {
        self.passed = lines.len() as u8;
        self.passed_known = lines.iter().filter(|f| f.features.header.is_some()).count() as u8;
        self.passed_seq = lines.iter().filter(|f| f.features.header == Some(ColumnRole::Seq)).count() as u8;
    }

    /// Its pieces, as indices of costs and how many times they count.
    pub fn pieces(&self) -> impl Iterator<Item = (usize, f32)> {
        let counts = [
            (Term::HeaderKnown, self.known),
            (Term::HeaderJoined, self.joined),
            (Term::HeaderKnownPart, self.known_parts),
            (Term::HeaderTail, self.tails),
            (Term::HeaderGuessed, self.guessed),
            (Term::HeaderUnknown, self.unknown),
            (Term::HeaderPassed, self.passed),
            (Term::HeaderPassedKnown, self.passed_known),
            (Term::HeaderPassedSeq, self.passed_seq),
            (Term::HeaderCut, self.cut),
        ];
        counts.into_iter().filter(|(_, times)| *times > 0).map(|(term, times)| (costs::term(term), f32::from(times)))
    }
}

/// A possible header: its columns and how many fragments it takes.
#[derive(Debug, Clone)]
pub struct Hypothesis {
    /// The columns.
    pub signature: Signature,
    /// First fragment of the header.
    pub start: usize,
    /// Fragments that it takes.
    pub length: usize,
    /// What speaks for and against it by itself.
    pub evidence: HeaderEvidence,
}

impl Hypothesis {
    /// Does another one read the same columns from the same fragments.
    pub fn is_alike(&self, other: &Hypothesis) -> bool {
        let columns =
            |h: &Hypothesis| h.signature.columns.iter().map(|c| (c.role, c.header.clone())).collect::<Vec<_>>();
        let numbers = self.signature.inline_numbers == other.signature.inline_numbers
            && self.signature.numbers == other.signature.numbers;
        self.start == other.start && self.length == other.length && numbers && columns(self) == columns(other)
    }

    /// Everything that speaks for and against it beside its rows: index of the cost and how many times.
    pub fn pieces(&self, reading: &Reading) -> Vec<(usize, f32)> {
        let mut out: Vec<(usize, f32)> = self.evidence.pieces().collect();
        out.extend(signature_pieces(&self.signature, reading));
        out
    }
}

/// What speaks for and against a signature beside the steps of a reading.
pub fn signature_pieces(signature: &Signature, reading: &Reading) -> Vec<(usize, f32)> {
    let counts = [
        (Term::TextAmongValues, text_among_values(&signature.columns)),
        (Term::UnusedColumn, signature.unused_columns(reading)),
        (Term::NumbersInNames, usize::from(signature.inline_numbers)),
        (Term::CategoryLikeName, signature.categories_like_names(reading)),
    ];
    counts.into_iter().filter(|(_, n)| *n > 0).map(|(term, n)| (costs::term(term), n as f32)).collect()
}

/// What pieces of evidence cost together.
pub fn total(costs: &Costs, pieces: &[(usize, f32)]) -> f32 {
    pieces.iter().map(|&(at, times)| costs.get(at) * times).sum()
}

/// A header read up to some fragment.
#[derive(Debug, Clone, Default)]
struct Partial {
    columns: Vec<Option<ColumnSpec>>,
    /// Text of each column's cell.
    texts: Vec<String>,
    evidence: HeaderEvidence,
}

impl Partial {
    fn cost(&self, costs: &Costs) -> f32 {
        let pieces: Vec<(usize, f32)> = self.evidence.pieces().collect();
        let known: Vec<ColumnSpec> = self.columns.iter().flatten().cloned().collect();
        total(costs, &pieces) + costs.get(costs::term(Term::TextAmongValues)) * text_among_values(&known) as f32
    }
}

/// The headers that may begin at the fragment `start`, the likely ones first.
pub fn hypotheses(pack: &Pack, costs: &Costs, fragments: &[Fragment], start: usize, longest: usize) -> Vec<Hypothesis> {
    let window = &fragments[start..fragments.len().min(start + longest)];
    let mut behind: Vec<Vec<Partial>> = vec![Vec::new(); window.len() + 1];
    behind[0].push(Partial::default());
    for at in 0..window.len() {
        let mut partial = std::mem::take(&mut behind[at]);
        partial.sort_by(|a, b| a.cost(costs).total_cmp(&b.cost(costs)));
        partial.truncate(MOST_PARTIAL_HEADERS);
        for count in 1..=MOST_FRAGMENTS_OF_A_CELL.min(window.len() - at) {
            extend(pack, &window[at..at + count], at, &partial, &mut behind[at + count]);
        }
        behind[at] = partial;
    }
    let understood = behind.into_iter().enumerate().skip(2).flat_map(|(length, partial)| {
        let mut partial: Vec<Partial> = partial.into_iter().filter(is_understood).collect();
        partial.sort_by(|a, b| a.cost(costs).total_cmp(&b.cost(costs)));
        partial.truncate(HYPOTHESES_OF_A_LENGTH);
        partial.into_iter().map(move |p| (length, p))
    });
    let mut understood: Vec<(usize, Partial)> = understood.collect();
    understood.sort_by(|(_, a), (_, b)| a.cost(costs).total_cmp(&b.cost(costs)));
    understood.truncate(MOST_HYPOTHESES);
    let tails = pack.list("table.header-tail");
    let is_cut = |f: &Fragment| f.features.header.is_some() || tails.contains(&f.features.folded);
    let hypotheses = understood.into_iter().flat_map(|(length, mut p)| {
        p.evidence.cut = u8::from(fragments.get(start + length).is_some_and(is_cut));
        let rows = &fragments[start + length..];
        let columns = guess::fill_in(p.columns, &p.texts, rows);
        let columns = settle_by_rows(pack, columns, rows);
        let signatures = Signature::with_number_styles(signatures(pack, columns), rows).into_iter();
        signatures.map(move |signature| Hypothesis { signature, start, length, evidence: p.evidence })
    });
    hypotheses.collect()
}

/// Adds a cell of these fragments to each partial header that may stand before it.
fn extend(pack: &Pack, cell: &[Fragment], at: usize, partial: &[Partial], out: &mut Vec<Partial>) {
    let text: String = cell.iter().map(|f| f.text.text()).collect();
    if text.chars().count() > LONGEST_HEADER_CELL || cell[1..].iter().any(|f| f.border != Border::Open) {
        return;
    }
    // 一、 and (一) number the headings of a text, never the cells of a header.
    if cell.iter().any(|f| f.features.numbering.is_some()) {
        return;
    }
    let tails = pack.list("table.header-tail");
    let is_tail = |f: &Fragment| tails.contains(&f.features.folded);
    let is_known = |f: &Fragment| f.features.header.is_some();
    let known_parts = cell.windows(2).filter(|two| two.iter().all(is_known) && !is_tail(&two[1])).count();
    let spec = pack.column(&text);
    for p in partial {
        let mut evidence = p.evidence;
        let spec = match &spec {
            Some(spec) => {
                if cell.len() == 1 {
                    evidence.known += 1;
                } else {
                    evidence.joined += 1;
                    evidence.known_parts += known_parts as u8;
                }
                Some(spec.clone())
            }
            None if cell.len() > 1 => continue,
            None => match guessed_region(&text, p.columns.last().and_then(Option::as_ref)) {
                Some(region) => {
                    evidence.guessed += 1;
                    Some(region)
                }
                None if may_be_header(&cell[0]) && usize::from(evidence.unknown) < MOST_UNKNOWN_CELLS => {
                    evidence.unknown += 1;
                    None
                }
                None => continue,
            },
        };
        // A word such as 管委会 belongs to the cell before it.
        evidence.tails += u8::from(at > 0 && is_tail(&cell[0]));
        let mut next = Partial { columns: p.columns.clone(), texts: p.texts.clone(), evidence };
        next.columns.push(spec);
        next.texts.push(text.clone());
        out.push(next);
    }
}

/// Enough of the cells are known to call it a header.
fn is_understood(partial: &Partial) -> bool {
    let known = partial.columns.iter().flatten().count();
    known >= 2 && known > usize::from(partial.evidence.unknown)
}

/// Could a fragment that no rule knows be a header cell: a few words, no number, no list of units, no sentence.
fn may_be_header(fragment: &Fragment) -> bool {
    let f = &fragment.features;
    let data = [
        Mark::Integer,
        Mark::ValueNumber,
        Mark::ValueWords,
        Mark::UnitsSure,
        Mark::Stop,
        Mark::EndsSentence,
        Mark::Declared,
        Mark::KnownHeading,
        Mark::PeriodOnly,
        Mark::Attribute,
    ];
    (2..=LONGEST_UNKNOWN_CELL).contains(&f.length)
        && !f.closes_table
        && f.numbering.is_none()
        && !f.marks.has_any(&data)
}

/// Behind a total or a region, short unknown words are regions.
fn guessed_region(cell: &str, left: Option<&ColumnSpec>) -> Option<ColumnSpec> {
    let behind_parts = left.is_some_and(|c| matches!(c.scope, Scope::Total | Scope::Region));
    let short = (2..=4).contains(&fold(cell).chars().count());
    let plain = cell.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    (behind_parts && short && plain).then(|| ColumnSpec::region(cell))
}

/// Columns of text in a table of values are rare.
fn text_among_values(columns: &[ColumnSpec]) -> usize {
    let count = |role: ColumnRole| columns.iter().filter(|c| c.role == role).count();
    let spare_names = if count(ColumnRole::Category) > 0 { count(ColumnRole::Name).saturating_sub(1) } else { 0 };
    if count(ColumnRole::Value) > 1 { count(ColumnRole::Text) + spare_names } else { 0 }
}

/// The columns of a grid whose header cells are given; None where too little of it is understood.
pub fn grid_signatures(pack: &Pack, cells: &[Passage]) -> Vec<Signature> {
    let mut columns: Vec<ColumnSpec> = Vec::new();
    let mut known = 0;
    for cell in cells {
        let text: String = cell.text().chars().filter(|c| !c.is_whitespace()).collect();
        let spec = pack.column(&text).or_else(|| guessed_region(&text, columns.last()));
        known += usize::from(spec.is_some());
        let after_indicator = columns.last().is_some_and(|c| c.indicator);
        columns.push(match spec {
            Some(spec) => spec,
            None if text.is_empty() && after_indicator => ColumnSpec::hidden_component(),
            None => ColumnSpec::plain_text(&text),
        });
    }
    if let Some(at) = goal_beside_values(pack, &columns) {
        columns[at] = columns[at].clone().in_numbers();
    }
    if known < 2 { Vec::new() } else { signatures(pack, columns) }
}

/// The signatures that a row of header cells may stand for, the likelier first.
fn signatures(pack: &Pack, columns: Vec<ColumnSpec>) -> Vec<Signature> {
    settle_names(pack, settle_units(columns)).into_iter().filter(|c| is_table(c)).flat_map(numberings).collect()
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
        ColumnRole::Leader,
        ColumnRole::Attribute,
        ColumnRole::Measure,
    ];
    let named = count(ColumnRole::Name) + count(ColumnRole::Text) > 0;
    let said = columns.iter().filter(|c| c.holds_values()).count()
        + count(ColumnRole::Responsible)
        + count(ColumnRole::Schedule)
        + count(ColumnRole::Text);
    let headers_differ = {
        let headers: Vec<_> = columns.iter().map(|c| &c.header).filter(|h| !h.is_empty()).collect();
        headers.iter().enumerate().all(|(i, h)| !headers[..i].contains(h))
    };
    columns.len() >= 2 && unique.iter().all(|&r| count(r) <= 1) && named && said > 0 && headers_differ
}
