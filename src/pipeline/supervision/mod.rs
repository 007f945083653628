//! Supervision over the results of earlier runs (督查): sheets for units, what is due, what was reported.
//!
//! All of it reads `documents/*.json` of an output folder and the collected state beside them; no document is read
//! again, and the day is always given by the caller.

mod collect;
mod due;
mod error;
mod history;
mod remind;
mod sheets;

pub use collect::{CollectQuery, Collected, PROGRESS_FILE, collect};
pub use due::{DueItem, DueList, DueQuery, ReportDue, due, write_calendar};
pub use error::SupervisionError;
pub use remind::{REMINDERS_FOLDER, RemindQuery, Reminder, remind};
pub use sheets::{Reporting, SHEETS_FOLDER, SheetsOutcome, SheetsQuery, sheets};

use super::previous::document_file;
use super::rulebook::read_or_default;
use crate::record::DocumentRecords;
use crate::supervise::{Item, Layout, Rhythms, Store, UnitDuties, Units, items_of};
use crate::write::files::write_atomically;
use crate::write::index::Index;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The collected state, in the output folder.
const STORE_FILE: &str = "progress.json";
/// File of an overlay folder that holds the layout of sheets.
const LAYOUT_FILE: &str = "sheets.toml";

/// Which results to work on.
#[derive(Debug, Clone, Default)]
pub struct Base {
    /// Output folder of `extract`.
    pub output: PathBuf,
    /// Folder with an office's own `sheets.toml`.
    pub rules: Option<PathBuf>,
}

/// The results of earlier runs, ready for supervision.
struct Office {
    output: PathBuf,
    layout: Layout,
    store: Store,
    items: Vec<Item>,
    units: Vec<UnitDuties>,
    rhythms: Rhythms,
    /// Ids and names of the documents that give something to supervise.
    documents: Vec<(String, String)>,
}

impl Office {
    /// Reads everything.
    ///
    /// # Errors
    /// When there are no results, or one of them, the layout or the collected state cannot be read.
    fn open(base: &Base) -> Result<Office, SupervisionError> {
        let layout = layout(base.rules.as_deref())?;
        let store = store(&base.output.join(STORE_FILE))?;
        let index: Index = read_json(&base.output.join("index.json"))?.ok_or_else(|| nothing(&base.output))?;
        let (mut items, mut units, mut documents) = (Vec::new(), Units::default(), Vec::new());
        let mut rhythms = Rhythms::new(&layout.reporting);
        for entry in &index.documents {
            let path = base.output.join(document_file(&entry.id));
            let records: DocumentRecords = read_json(&path)?.ok_or_else(|| nothing(&base.output))?;
            let own = items_of(&records);
            units.add(&records, &own);
            rhythms.add(&records, &layout.reporting);
            documents.extend(own.first().map(|item| (item.document.clone(), item.document_name.clone())));
            items.extend(own);
        }
        Ok(Office { output: base.output.clone(), layout, store, items, units: units.finish(), rhythms, documents })
    }

    /// Writes the collected state.
    fn save(&self) -> Result<(), SupervisionError> {
        write_atomically(&self.output.join(STORE_FILE), self.store.to_text().as_bytes())?;
        Ok(())
    }

    /// The units of these names, all where none is given.
    ///
    /// # Errors
    /// A name that no unit goes by, with those that come near.
    fn units_called(&self, names: &[String]) -> Result<Vec<&UnitDuties>, SupervisionError> {
        for name in names {
            if !self.units.iter().any(|unit| unit.is_called(name)) {
                let near = self.units.iter().filter(|unit| unit.name.contains(name) || name.contains(&unit.name));
                let near = near.map(|unit| unit.name.clone()).take(5).collect();
                return Err(SupervisionError::UnknownUnit { name: name.clone(), near });
            }
        }
        let wanted = |unit: &&UnitDuties| names.is_empty() || names.iter().any(|name| unit.is_called(name));
        Ok(self.units.iter().filter(wanted).collect())
    }
}

fn nothing(output: &Path) -> SupervisionError {
    SupervisionError::NoResults(output.to_path_buf())
}

/// A file of ours; none where it is not there.
fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>, SupervisionError> {
    let broken = |reason: String| SupervisionError::Broken { file: path.to_path_buf(), reason };
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| broken(error.to_string())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(broken(error.to_string())),
    }
}

fn store(path: &Path) -> Result<Store, SupervisionError> {
    let broken = |reason: String| SupervisionError::Broken { file: path.to_path_buf(), reason };
    match fs::read_to_string(path) {
        Ok(text) => Store::parse(&text).map_err(broken),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Store::default()),
        Err(error) => Err(broken(error.to_string())),
    }
}

fn layout(overlay: Option<&Path>) -> Result<Layout, SupervisionError> {
    let Some(folder) = overlay else { return Ok(Layout::default()) };
    Ok(read_or_default(&folder.join(LAYOUT_FILE), Layout::overlaid)?)
}
