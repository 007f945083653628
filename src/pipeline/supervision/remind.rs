//! Reminder sheets (督办单) for what is late.

use super::{Base, Office, SupervisionError};
use crate::supervise::{Date, Duty, Status, UnitDuties, Urgency};
use crate::write::files::write_atomically;
use crate::write::xlsx::reminder::{Reminded, reminder_workbook};
use std::path::PathBuf;

/// The folder of the reminder sheets, in the output folder.
pub const REMINDERS_FOLDER: &str = "督办单";

/// Whom to remind.
#[derive(Debug, Clone)]
pub struct RemindQuery {
    /// The results to work on.
    pub base: Base,
    /// Names of units; all where none is given.
    pub units: Vec<String>,
    /// The day; late hangs on it.
    pub today: Date,
}

/// A sheet that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Reminder {
    /// The unit.
    pub unit: String,
    /// What it is late with.
    pub count: usize,
    /// The worst grade among it.
    pub urgency: Urgency,
    /// The workbook.
    pub file: PathBuf,
}

/// Writes a reminder for every unit that answers for something late, and notes that it was reminded.
///
/// # Errors
/// When the results cannot be read, a unit is unknown, or something cannot be written.
pub fn remind(query: &RemindQuery) -> Result<Vec<Reminder>, SupervisionError> {
    let mut office = Office::open(&query.base)?;
    let mut reminders = Vec::new();
    let mut reminded_of: Vec<(String, String)> = Vec::new();
    for unit in office.units_called(&query.units)? {
        let late = office.late_duties(unit, query.today);
        let Some(urgency) = late.iter().map(|one| one.urgency).max() else { continue };
        let file = office.file_of(unit, REMINDERS_FOLDER);
        let (layout, colours) = (&office.layout.reminder, &office.layout.colours);
        write_atomically(&file, &reminder_workbook(&unit.name, &late, layout, colours, query.today)?)?;
        reminded_of.extend(late.iter().map(|one| (one.item.key.clone(), unit.name.clone())));
        reminders.push(Reminder { unit: unit.name.clone(), count: late.len(), urgency, file });
    }
    for (item, unit) in &reminded_of {
        office.store.remind(item, unit, query.today);
    }
    if !reminded_of.is_empty() {
        office.save()?;
    }
    Ok(reminders)
}

impl Office {
    /// What a unit answers for, is late with and has not reported done, the latest first.
    fn late_duties<'o>(&self, unit: &'o UnitDuties, today: Date) -> Vec<Reminded<'o>> {
        let answers = |duty: &&Duty| duty.role != crate::record::Role::Support;
        let late = |duty: &'o Duty| {
            let days = today.days_since(duty.item.due?);
            let last = self.rhythms.last_begun(&duty.item.document, today);
            let fill = self.store.latest(&duty.item.key, &unit.name, last);
            let done = fill.is_some_and(|fill| fill.status == Some(Status::Done));
            let times = self.store.reminded(&duty.item.key, &unit.name, today);
            let urgency = Urgency::of(days, times, &self.layout.lights);
            (days > 0 && !done).then_some(Reminded { item: &duty.item, days, times, urgency })
        };
        let mut late: Vec<Reminded> = unit.duties.iter().filter(answers).filter_map(late).collect();
        late.sort_by_key(|one| std::cmp::Reverse(one.days));
        late
    }
}
