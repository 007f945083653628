//! Targets (指标) in running text: "居民人均可支配收入56000元,城镇登记失业率低于3.5%".

use super::phrase::{clauses, item_mark};
use super::rule::Pack;
use super::words::WordList;
use crate::grammar::fold::Folded;
use crate::grammar::quantity::{Op, ProseTarget, ValueReading};
use std::ops::Range;

/// The word that deals several values out to several names.
const RESPECTIVELY: &str = "分别";

/// A paragraph of targets, and the year that its last clause has set.
struct Reader<'a> {
    pack: &'a Pack,
    raw: &'a str,
    folded: Folded,
    year: Option<i32>,
}

impl Pack {
    /// The targets of a paragraph that lists them, as it stands behind a label such as "指标目标:". A clause without
    /// a value gives none.
    pub fn prose_targets(&self, raw: &str) -> Vec<ProseTarget> {
        let folded = Folded::new(raw);
        let clauses = clauses(raw, &folded);
        let mut reader = Reader { pack: self, raw, folded, year: None };
        clauses.into_iter().flat_map(|clause| reader.clause(clause)).collect()
    }
}

impl Reader<'_> {
    fn clause(&mut self, clause: Range<usize>) -> Vec<ProseTarget> {
        let start = clause.start + item_mark(&self.folded.text()[clause.clone()]);
        let start = self.skip_period(start..clause.end);
        let text = &self.folded.text()[start..clause.end];
        match text.find(RESPECTIVELY).map(|at| (at, at + RESPECTIVELY.len())) {
            Some((names, values)) => self.several(start, start..start + names, start + values..clause.end),
            None => self.single(start..clause.end).into_iter().collect(),
        }
    }

    /// A year at the beginning of a clause ("到2025年,") holds for this clause and those behind it.
    fn skip_period(&mut self, clause: Range<usize>) -> usize {
        let piece = Folded::new(&self.folded.text()[clause.clone()]);
        let Some(period) = self.pack.period_in(&piece, 0, false).filter(|p| p.year.is_some()) else {
            return clause.start;
        };
        self.year = period.finish.and_then(|f| f.year).or(period.year);
        clause.start + period.range.end
    }

    fn single(&self, clause: Range<usize>) -> Option<ProseTarget> {
        let text = &self.folded.text()[clause.clone()];
        let (at, value) = self.pack.trailing_value(text)?;
        let name = clause.start..clause.start + at;
        let sign = usize::from(text[at..].starts_with([':', '=']));
        let name = name.start..clause.start + text[..at].trim_end_matches(':').len();
        is_name(&text[..at]).then(|| self.target(clause.start, name, None, clause.start + at + sign..clause.end, value))
    }

    fn target(
        &self,
        start: usize,
        name: Range<usize>,
        component: Option<String>,
        value: Range<usize>,
        reading: ValueReading,
    ) -> ProseTarget {
        let printed = |r: Range<usize>| self.raw[self.folded.raw_range(r)].to_string();
        let lead = self.pack.neutral_lead(&self.folded.text()[value.clone()]);
        ProseTarget {
            range: self.folded.raw_range(start..value.end),
            name: printed(name),
            component,
            value_raw: printed(value.start + lead..value.end),
            unit: reading.unit.clone(),
            value: ValueReading { year: reading.year.or(self.year), ..reading },
        }
    }

    /// "甲、乙分别达65%和25%": as many names as values, or nothing.
    fn several(&self, start: usize, names: Range<usize>, values: Range<usize>) -> Vec<ProseTarget> {
        let values = self.split_list(values, usize::MAX);
        let Some(readings) = self.read_values(&values) else { return Vec::new() };
        let names = self.split_list(names, values.len());
        if names.len() != values.len() {
            return Vec::new();
        }
        let named = self.name_components(&names);
        let parts = named.into_iter().zip(values).zip(readings);
        parts.map(|(((name, component), value), reading)| self.target(start, name, component, value, reading)).collect()
    }

    /// All values of a list; what the last one prints behind its number (以上, the unit) holds for all.
    fn read_values(&self, values: &[Range<usize>]) -> Option<Vec<ValueReading>> {
        let text = self.folded.text();
        let mut readings: Vec<_> =
            values.iter().map(|v| self.pack.read_phrase(&text[v.clone()])).collect::<Option<_>>()?;
        let last = readings.last()?.clone();
        for reading in readings.iter_mut().filter(|r| r.op == Op::Eq) {
            if matches!(last.op, Op::Ge | Op::Le | Op::Approx) {
                reading.op = last.op;
                reading.rule.clone_from(&last.rule);
            }
            reading.unit = reading.unit.take().or_else(|| last.unit.clone());
        }
        (readings.len() > 1).then_some(readings)
    }

    /// Parts a list at its conjunctions, outside brackets, into at most `limit` parts, the first ones kept together.
    fn split_list(&self, list: Range<usize>, limit: usize) -> Vec<Range<usize>> {
        let text = &self.folded.text()[list.clone()];
        let cuts = conjunctions(self.pack.list("prose.lists"), text);
        let commas: Vec<_> = cuts.iter().filter(|c| &text[(*c).clone()] == "、").cloned().collect();
        let cuts = if limit != usize::MAX && commas.len() + 1 == limit { commas } else { cuts };
        let skipped = (cuts.len() + 1).saturating_sub(limit);
        let mut start = list.start;
        let mut parts = Vec::new();
        for cut in cuts.into_iter().skip(skipped) {
            parts.push(start..list.start + cut.start);
            start = list.start + cut.end;
        }
        parts.push(start..list.end);
        parts
    }

    /// Name and component of each member of a list of names.
    fn name_components(&self, names: &[Range<usize>]) -> Vec<(Range<usize>, Option<String>)> {
        let text = self.folded.text();
        let (Some(first), Some(last)) = (names.first().cloned(), names.last().cloned()) else { return Vec::new() };
        let tail = common_tail(&text[first.clone()], &text[last.clone()]);
        let stem = match text[first.clone()].find(|c: char| c.is_ascii_digit()) {
            Some(digit) if digit > 0 && text[last.clone()].starts_with(|c: char| c.is_ascii_digit()) => digit,
            _ if tail.is_empty() => return names.iter().map(|n| (n.clone(), None)).collect(),
            _ => 0,
        };
        let name = if stem > 0 { first.start..first.start + stem } else { first.start..last.end };
        let component = |i: usize, n: &Range<usize>| {
            let from = if i == 0 { n.start + stem } else { n.start };
            let own = &self.raw[self.folded.raw_range(from..n.end)];
            if n.end == last.end { own.to_string() } else { format!("{own}{tail}") }
        };
        names.iter().enumerate().map(|(i, n)| (name.clone(), Some(component(i, n)))).collect()
    }
}

/// What the last name of a list prints for all: "比例" of "20—60万元群体比例" when the first one ends in 群体; empty
/// when the first name is complete in itself.
fn common_tail<'t>(first: &str, last: &'t str) -> &'t str {
    const COMPLETE: [char; 6] = ['率', '比', '重', '数', '度', '额'];
    if first.ends_with(COMPLETE) || first.ends_with("比例") {
        return "";
    }
    let mut chars = first.chars().rev();
    let ending: String = chars.next().into_iter().chain(chars.next()).collect::<Vec<_>>().into_iter().rev().collect();
    let behind = last.rfind(&ending).map(|at| at + ending.len());
    behind
        .map_or_else(|| if last.ends_with("比例") { &last[last.len() - "比例".len()..] } else { "" }, |at| &last[at..])
}

/// The conjunctions of a list outside brackets, as ranges.
fn conjunctions(words: &WordList, text: &str) -> Vec<Range<usize>> {
    let mut depth = 0usize;
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '“' | '《' => depth += 1,
            ')' | '”' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let word = words.prefix(&text[at..]);
        if let Some(length) = word.filter(|_| depth == 0 && at > 0 && out.last().is_none_or(|o| o.end <= at)) {
            out.push(at..at + length);
        }
    }
    out.retain(|cut| cut.end < text.len());
    out
}

/// A name has at least two Chinese characters.
fn is_name(folded: &str) -> bool {
    folded.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() >= 2
}

#[cfg(test)]
#[path = "prose_target_tests.rs"]
mod tests;
