//! Targets (指标) in running text: "居民人均可支配收入56000元,城镇登记失业率低于3.5%".

use super::parallel::Parallel;
use super::phrase::{clauses, item_mark};
use super::rule::Pack;
use crate::grammar::fold::Folded;
use crate::grammar::quantity::{ProseTarget, ValueReading};
use std::ops::Range;

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
        match self.pack.parallel(self.raw, &self.folded, start..clause.end) {
            Some(members) => self.parallel(start, members),
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
        let printed = self.raw[self.folded.raw_range(name)].to_string();
        let place = clause.start + at + sign..clause.end;
        is_name(&text[..at]).then(|| self.target(clause.start, printed, None, place, value))
    }

    fn target(
        &self,
        start: usize,
        name: String,
        component: Option<String>,
        value: Range<usize>,
        reading: ValueReading,
    ) -> ProseTarget {
        let printed = |r: Range<usize>| self.raw[self.folded.raw_range(r)].to_string();
        let lead = self.pack.neutral_lead(&self.folded.text()[value.clone()]);
        ProseTarget {
            range: self.folded.raw_range(start..value.end),
            name,
            component,
            value_raw: printed(value.start + lead..value.end),
            unit: reading.unit.clone(),
            value: ValueReading { year: reading.year.or(self.year), ..reading },
        }
    }

    fn parallel(&self, start: usize, members: Vec<Parallel>) -> Vec<ProseTarget> {
        let target = |m: Parallel| self.target(start, m.name, m.component, m.value, m.reading);
        members.into_iter().map(target).collect()
    }
}

/// A name has at least two Chinese characters.
fn is_name(folded: &str) -> bool {
    folded.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() >= 2
}

#[cfg(test)]
#[path = "prose_target_tests.rs"]
mod tests;
