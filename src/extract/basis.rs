//! What a value of a table stands for: the region, and whether it is reached, planned or set from above.

use super::Extractor;
use crate::grammar::fold::fold;
use crate::grammar::region;
use crate::layout::RecoveredTable;
use crate::record::{Basis, Level};
use crate::rules::{ColumnRole, ColumnSpec, Scope};

/// Years of a five-year plan, whose base is the last year of the plan before.
const PLAN_YEARS: i32 = 5;

impl Extractor<'_> {
    /// The kind of value: what the header says, else a year before the document's, or before the one that a plan is for,
    /// is reached; None where neither tells.
    pub(super) fn basis(&self, table: &RecoveredTable, spec: &ColumnSpec, forecast: bool) -> Option<Basis> {
        let document_year = self.records.document.year;
        let year = spec.year.or(document_year);
        let is_past = || match (document_year, year) {
            (_, None) => false,
            (_, Some(year)) if spec.year.is_some() && self.base_year == Some(year) => true,
            (Some(now), Some(year)) => year < now,
            (None, Some(year)) => is_base_year(&table.columns, year),
        };
        let basis = match spec.basis.as_deref() {
            Some("actual") => Basis::Actual,
            Some("superior_target") if self.is_own_target(table, spec) => Basis::Target,
            Some("superior_target") => Basis::SuperiorTarget,
            Some("forecast") => Basis::Forecast,
            Some(_) if spec.scope == Scope::Change && is_past() => Basis::Actual,
            Some(_) => Basis::Target,
            None if is_past() => Basis::Actual,
            None => return None,
        };
        Some(if forecast && basis == Basis::Actual { Basis::Forecast } else { basis })
    }

    /// Is a target that a header gives to a level of government (市级目标) that of the document's own: by its region, and
    /// where that is not known, when a higher level stands beside it.
    fn is_own_target(&self, table: &RecoveredTable, spec: &ColumnSpec) -> bool {
        let Some(level) = spec.level else { return false };
        match &self.records.document.region {
            Some(region) => region::level(&region.name) == Some(level),
            None => table.columns.iter().any(|other| other.level.is_some_and(|other| other < level)),
        }
    }

    /// Does the title of the list say that its values are what has been reached; that of the document, where the list
    /// says nothing of targets.
    pub(super) fn reports_progress(&self) -> bool {
        let list = &self.current_list().title;
        self.says_progress(list) || !self.sets_targets(list) && self.document_reports_progress()
    }

    /// Does the title of the document say so.
    pub(super) fn document_reports_progress(&self) -> bool {
        self.records.document.title.as_deref().is_some_and(|title| self.says_progress(title))
    }

    fn says_progress(&self, title: &str) -> bool {
        self.rules.pack.has_cue("list-reports-progress", &fold(title))
    }

    pub(super) fn sets_targets(&self, text: &str) -> bool {
        self.rules.pack.has_cue("list-sets-targets", &fold(text))
    }

    /// Region of a value column as the table calls it; the whole is 全市 for a city, 全州 where the header says so.
    pub(super) fn region(&self, spec: &ColumnSpec) -> String {
        match spec.scope {
            Scope::Region => spec.header.clone(),
            Scope::Total => self.whole_as_printed(&spec.header).unwrap_or_else(|| self.own_region()),
            Scope::Own | Scope::Change | Scope::Weight => self.own_region(),
        }
    }

    /// "全州" or "全盟" as the header of the total of a prefecture (地级) that is no 市, and of a region that is not known.
    fn whole_as_printed(&self, header: &str) -> Option<String> {
        let folded = fold(header);
        let last = folded.strip_prefix('全').filter(|last| last.chars().count() == 1)?;
        let is_whole = match &self.records.document.region {
            Some(region) => region.level == Level::City && region.name.ends_with(last),
            None => region::level(last).is_some(),
        };
        is_whole.then_some(folded)
    }

    /// The name of the document's own region in values.
    pub(super) fn own_region(&self) -> String {
        match &self.records.document.region {
            Some(region) => match region.level {
                Level::Province => "全省".to_string(),
                Level::City if region.name.ends_with('市') => "全市".to_string(),
                Level::City => region.name.clone(),
                Level::County | Level::Town => region.name.clone(),
            },
            None => "全域".to_string(),
        }
    }
}

/// Is a year, of which the header says no more, the base of what is planned beside it: "2021年" beside "2022年目标", or
/// "2020年" beside "2025年".
fn is_base_year(columns: &[ColumnSpec], year: i32) -> bool {
    let values = || columns.iter().filter(|column| column.role == ColumnRole::Value);
    let later = |column: &ColumnSpec| column.year.is_some_and(|other| other > year);
    let planned = values().any(|column| later(column) && column.basis.as_deref() == Some("target"));
    let last = values().filter_map(|column| column.year).max();
    planned || year % PLAN_YEARS == 0 && last == Some(year + PLAN_YEARS)
}
