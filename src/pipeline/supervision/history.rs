//! What was collected goes into the ledger as well (进展入台账), where one is kept: the state beside the results knows the
//! duties of these results only, the ledger those of all years.

use super::Office;
use crate::ledger::{Ledger, LedgerError, Reported, Said};
use crate::supervise::{Date, Fill, Item, ItemKind, Month};
use std::collections::BTreeMap;
use std::path::Path;

/// Reports that were taken back: period, unit and key of the item.
pub(super) type Emptied = Vec<(Month, String, String)>;

impl Office {
    /// Notes everything that was collected in a ledger that is there; none is made.
    pub(super) fn note_progress(&self, ledger: &Path, emptied: &Emptied) -> Result<(), LedgerError> {
        if !ledger.is_file() {
            return Ok(());
        }
        let items: BTreeMap<&str, &Item> = self.items.iter().map(|item| (item.key.as_str(), item)).collect();
        let collected = self.store.reports().filter_map(|report| {
            let item = items.get(report.item)?;
            Some(reported(item, report.unit, report.period, Some(said(report.fill, report.on))))
        });
        // A later report of the store stands, even where an earlier file was empty there.
        let is_gone = |(period, unit, item): &&(Month, String, String)| !self.store.holds(item, unit, *period);
        let gone = emptied.iter().filter(is_gone).filter_map(|(period, unit, item)| {
            let item = items.get(item.as_str())?;
            Some(reported(item, unit, *period, None))
        });
        let reports: Vec<Reported> = collected.chain(gone).collect();
        Ledger::open(ledger)?.note_progress(&reports)
    }
}

fn reported(item: &Item, unit: &str, period: Month, said: Option<Said>) -> Reported {
    let is_target = item.kind == ItemKind::Target;
    let own = item.key.split_once('|').map_or(item.key.as_str(), |(_, own)| own);
    Reported {
        document: item.document.clone(),
        item: own.to_owned(),
        unit: unit.to_owned(),
        period: period.to_string(),
        record: item.record.clone(),
        is_target,
        name: item.name.clone(),
        step: item.step.clone(),
        due: item.due.map(|due| due.to_string()),
        // The content of an indicator is its value as printed; that of a task is what it is about.
        goal: (is_target && !item.content.is_empty()).then(|| item.content.clone()),
        said,
    }
}

fn said(fill: &Fill, on: Date) -> Said {
    Said {
        status: fill.status.map(|status| status.label().to_owned()),
        value: fill.value,
        text: fill.progress.clone(),
        problem: fill.problem.clone(),
        next: fill.next.clone(),
        reporter: fill.reporter.clone(),
        reported_on: fill.reported_on.map(|day| day.to_string()),
        collected_on: on.to_string(),
    }
}
