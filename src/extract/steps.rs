//! Steps with their periods (进度安排) from a schedule cell, a column of time limits or a label 完成时限.

use super::Extractor;
use super::place::anchor;
use crate::document::Passage;
use crate::grammar::date;
use crate::grammar::fold::fold;
use crate::grammar::quantity::{PeriodReading, ScheduleSlice};
use crate::record::{Anchor, ScheduleEntry};

impl Extractor<'_> {
    /// The steps of a schedule. A text without any period is one step that can't be dated.
    pub(super) fn steps(&self, text: &Passage) -> Vec<ScheduleEntry> {
        self.rules.pack.split_schedule(text.text()).iter().map(|slice| self.step(text, slice)).collect()
    }

    /// The steps of a time limit (完成时限): what no rule can date (长期坚持, 立行立改) is a period all the same.
    pub(super) fn time_limit(&self, text: &Passage) -> Vec<ScheduleEntry> {
        let mut steps = self.steps(text);
        if let [step] = &mut steps[..]
            && step.raw.is_empty()
        {
            step.raw = std::mem::take(&mut step.text);
            step.end = self.month_of_day(&step.raw);
        }
        steps
    }

    /// The month of "2023年12月31日" or "6月15日" at the beginning of a time limit.
    fn month_of_day(&self, raw: &str) -> Option<String> {
        let folded = fold(raw);
        let year = self.records.document.year;
        let dated = date::read(&folded).or_else(|| date::read(&format!("{}年{folded}", year?)))?;
        Some(dated.0[..7].to_string())
    }

    /// The step of a cell whose column is a period; none where the cell is empty.
    pub(super) fn step_of_period(&self, text: &Passage, period: &PeriodReading) -> Vec<ScheduleEntry> {
        let (start, end) = period.months(period.year.or(self.records.document.year));
        let step = ScheduleEntry {
            raw: period.raw.clone(),
            start,
            end,
            text: text.text().trim().to_string(),
            anchor: anchor(text.span()),
        };
        if text.is_blank() { Vec::new() } else { vec![step] }
    }

    fn step(&self, text: &Passage, slice: &ScheduleSlice) -> ScheduleEntry {
        let from = slice.period.as_ref().map_or(slice.text.start, |p| p.range.start);
        let anchor = anchor(text.span_of(from..slice.text.end.max(from)));
        entry(text.text(), slice, self.records.document.year, anchor)
    }
}

/// A slice of the text of a schedule as a step; `year` is that of the document.
pub(super) fn entry(text: &str, slice: &ScheduleSlice, year: Option<i32>, anchor: Anchor) -> ScheduleEntry {
    let (start, end) = match &slice.period {
        Some(period) => period.months(period.year.or(year)),
        None => (None, None),
    };
    let raw = slice.period.as_ref().map(|period| period.raw.clone()).unwrap_or_default();
    ScheduleEntry { raw, start, end, text: text[slice.text.clone()].trim().to_string(), anchor }
}
