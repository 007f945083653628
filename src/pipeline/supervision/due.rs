//! What is due in a month.

use super::{Base, Office, SupervisionError};
use crate::supervise::{Date, Item, Light, Month, UnitDuties, When, concerns};
use crate::write::files::write_atomically;
use crate::write::{WriteError, ics};
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
    let mut list = DueList { month, overdue: Vec::new(), due: Vec::new(), recurring: Vec::new(), running: Vec::new() };
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
    list.overdue.sort_by_key(|entry| entry.item.due);
    list.due.sort_by_key(|entry| entry.item.due);
    Ok(list)
}

fn answers(unit: &UnitDuties, item: &Item) -> bool {
    item.region == unit.region && item.responsible.iter().any(|responsible| unit.is_called(&responsible.name))
}

impl Office {
    fn due_item(&self, item: &Item, today: Date) -> DueItem {
        let units: Vec<&str> =
            self.units.iter().filter(|unit| answers(unit, item)).map(|unit| unit.name.as_str()).collect();
        let done = self.store.is_done(&item.key, &units, today.month_of());
        let light = Light::of(item.due, done, today, self.layout.lights.soon_days);
        DueItem { item: item.clone(), done, light }
    }
}

/// Writes the dated items of a list as a calendar (RFC 5545), stamped with the day.
///
/// # Errors
/// When the file cannot be written.
pub fn write_calendar(path: &Path, list: &DueList, today: Date) -> Result<(), WriteError> {
    let items: Vec<&Item> = list.due.iter().map(|entry| &entry.item).collect();
    write_atomically(path, ics::calendar(&items, today).as_bytes())
}
