//! What is due in a month.

use super::{Base, Office, SupervisionError};
use crate::supervise::{Date, Item, Light, Month, UnitDuties, When, concerns};
use crate::write::WriteError;
use crate::write::files::write_atomically;
use crate::write::ics::{self, Event};
use std::collections::BTreeSet;
use std::path::Path;

/// What to list.
#[derive(Debug, Clone)]
pub struct DueQuery {
    /// The results to work on.
    pub base: Base,
    /// Names of units; all where none is given.
    pub units: Vec<String>,
    /// The month; that of `today` where none is given.
    pub month: Option<Month>,
    /// The day that overdue and near hang on.
    pub today: Date,
}

/// An item that concerns the month.
#[derive(Debug, Clone, PartialEq)]
pub struct DueItem {
    /// The item.
    pub item: Item,
    /// Has a unit that answers for it reported it done?
    pub done: bool,
    /// How it stands on the day; none where it has no last day.
    pub light: Option<Light>,
}

/// A report on progress that a document wants in the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDue {
    /// The document, as people call it.
    pub document: String,
    /// The period that the report is about, by its last month.
    pub period: Month,
    /// The last day for it.
    pub deadline: Date,
    /// The sentence of the document.
    pub stated: String,
}

/// What concerns a month.
#[derive(Debug, Clone, PartialEq)]
pub struct DueList {
    /// The month.
    pub month: Month,
    /// Due before the month and not reported done, by last day. Empty as long as nothing was collected: then nobody
    /// knows what is done.
    pub overdue: Vec<DueItem>,
    /// Due in the month, in the order of the documents.
    pub due: Vec<DueItem>,
    /// What recurs and has one of its times in the month.
    pub recurring: Vec<DueItem>,
    /// What goes on in the month and ends later.
    pub running: Vec<DueItem>,
    /// Reports that documents state themselves; those of the setting are left out.
    pub reports: Vec<ReportDue>,
}

/// Lists what is due.
///
/// # Errors
/// When the results cannot be read, or a unit is unknown.
pub fn due(query: &DueQuery) -> Result<DueList, SupervisionError> {
    let office = Office::open(&query.base)?;
    let units = office.units_called(&query.units)?;
    let concerned = |item: &&Item| query.units.is_empty() || units.iter().any(|unit| answers(unit, item));
    let month = query.month.unwrap_or_else(|| query.today.month_of());
    let (overdue, due, recurring, running) = Default::default();
    let mut list = DueList { month, overdue, due, recurring, running, reports: Vec::new() };
    let anything_collected = office.store.periods().next().is_some();
    for item in office.items.iter().filter(concerned) {
        let entry = office.due_item(item, query.today);
        match concerns(item, month, &office.layout.recurring) {
            Some(When::Due) => list.due.push(entry),
            Some(When::Recurs) => list.recurring.push(entry),
            Some(When::Runs) => list.running.push(entry),
            None if anything_collected && !entry.done && item.due.is_some_and(|due| due < month.first()) => {
                list.overdue.push(entry);
            }
            None => {}
        }
    }
    let documents: BTreeSet<&str> = office.items.iter().filter(concerned).map(|item| item.document.as_str()).collect();
    list.reports = office.reports_due(month, &documents);
    list.overdue.sort_by_key(|entry| entry.item.due);
    list.due.sort_by_key(|entry| entry.item.due);
    Ok(list)
}

fn answers(unit: &UnitDuties, item: &Item) -> bool {
    item.region == unit.region && item.responsible.iter().any(|responsible| unit.is_called(&responsible.name))
}

impl Office {
    /// The reports of some documents that are due in a month.
    fn reports_due(&self, month: Month, documents: &BTreeSet<&str>) -> Vec<ReportDue> {
        let report = |(document, name): &(String, String)| {
            let rhythm = self.rhythms.of(document);
            let (period, stated) = (rhythm.period_due_in(month)?, rhythm.stated()?.to_owned());
            Some(ReportDue { document: name.clone(), period, deadline: rhythm.deadline(period), stated })
        };
        let wanted = self.documents.iter().filter(|(document, _)| documents.contains(document.as_str()));
        let mut reports: Vec<ReportDue> = wanted.filter_map(report).collect();
        reports.sort_by_key(|report| report.deadline);
        reports
    }

    fn due_item(&self, item: &Item, today: Date) -> DueItem {
        let units: Vec<&str> =
            self.units.iter().filter(|unit| answers(unit, item)).map(|unit| unit.name.as_str()).collect();
        let done = self.store.is_done(&item.key, &units, self.rhythms.last_begun(&item.document, today));
        let light = Light::of(item.due, done, today, self.layout.lights.soon_days);
        DueItem { item: item.clone(), done, light }
    }
}

/// Writes what is due in the month of a list as a calendar (RFC 5545), stamped with the day: items with their last day,
/// those that recur, and reports.
///
/// # Errors
/// When the file cannot be written.
pub fn write_calendar(path: &Path, list: &DueList, today: Date) -> Result<(), WriteError> {
    let due = list.due.iter().filter_map(|entry| Some(Event::due(&entry.item, entry.item.due?)));
    let recurring = list.recurring.iter().map(|entry| Event::recurring(&entry.item, list.month));
    let report = |report: &ReportDue| Event::report(&report.document, report.period, report.deadline, &report.stated);
    let events: Vec<Event> = due.chain(recurring).chain(list.reports.iter().map(report)).collect();
    write_atomically(path, ics::calendar(&events, today).as_bytes())
}
