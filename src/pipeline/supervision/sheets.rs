//! The workbooks that units fill in: written anew from the records and what was collected, never patched.

use super::{Base, Office, SupervisionError};
use crate::pipeline::names::safe_name;
use crate::supervise::{Date, Duty, Expected, Month, UnitDuties, filled, take};
use crate::write::files::write_atomically;
use crate::write::xlsx::ledger::{Issue, unit_workbook};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the workbooks, in the output folder.
pub const SHEETS_FOLDER: &str = "责任单位";

/// Behind every period.
const LAST: Month = Month { year: 9999, month: 12 };

/// Which workbooks to write.
#[derive(Debug, Clone)]
pub struct SheetsQuery {
    /// The results to work on.
    pub base: Base,
    /// Names of units; all where none is given.
    pub units: Vec<String>,
    /// The day that the traffic lights hang on (截至日期).
    pub today: Date,
    /// A month of the periods that they are for; those whose reports are due next where none is given.
    pub period: Option<Month>,
}

/// A period that workbooks are for.
#[derive(Debug, Clone, PartialEq)]
pub struct Reporting {
    /// The period, by its last month.
    pub period: Month,
    /// The last day for the report.
    pub deadline: Date,
    /// The sentence of the documents that says so; none where it is a setting.
    pub stated: Option<String>,
    /// The documents, as people call them.
    pub documents: Vec<String>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetsOutcome {
    /// The periods that the workbooks are for, the report that is due first in front.
    pub reporting: Vec<Reporting>,
    /// The workbooks.
    pub files: Vec<PathBuf>,
    /// What could not be written, or was not to be overwritten: whole Chinese sentences.
    pub problems: Vec<String>,
}

/// Writes the workbooks of units.
///
/// # Errors
/// When the results cannot be read, or a unit is unknown.
pub fn sheets(query: &SheetsQuery) -> Result<SheetsOutcome, SupervisionError> {
    let office = Office::open(&query.base)?;
    let Office { layout, store, rhythms, .. } = &office;
    let issue = Issue { layout, store, rhythms, period: query.period, cutoff: query.today };
    let units = office.units_called(&query.units)?;
    let results: Vec<Result<PathBuf, String>> = units.par_iter().map(|unit| office.write_sheet(unit, &issue)).collect();
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    Ok(SheetsOutcome { reporting: office.reporting(query), files, problems })
}

impl Office {
    /// The periods of the documents, those of one rhythm together.
    fn reporting(&self, query: &SheetsQuery) -> Vec<Reporting> {
        let mut all: Vec<Reporting> = Vec::new();
        for (document, name) in &self.documents {
            let rhythm = self.rhythms.of(document);
            let period = self.rhythms.for_sheet(document, query.period, query.today);
            let (deadline, stated) = (rhythm.deadline(period), rhythm.stated().map(str::to_owned));
            let is_same = |known: &&mut Reporting| (known.period, &known.stated) == (period, &stated);
            match all.iter_mut().find(is_same) {
                Some(known) => known.documents.push(name.clone()),
                None => all.push(Reporting { period, deadline, stated, documents: vec![name.clone()] }),
            }
        }
        all.sort_by_key(|reporting| reporting.deadline);
        all
    }

    fn write_sheet(&self, unit: &UnitDuties, issue: &Issue) -> Result<PathBuf, String> {
        let path = self.file_of(unit, SHEETS_FOLDER);
        if self.holds_uncollected(&path, issue) {
            let advice = "请先用 gongwen collect 汇总，或把它移走";
            return Err(format!("“{}”里有填了还没有汇总的内容，没有覆盖。{advice}", path.display()));
        }
        let bytes = unit_workbook(unit, issue).map_err(|error| error.to_string())?;
        write_atomically(&path, &bytes).map_err(|error| error.to_string())?;
        Ok(path)
    }

    /// Does a workbook stand there in which someone has filled in what was not collected yet?
    fn holds_uncollected(&self, path: &Path, issue: &Issue) -> bool {
        let Some(filled) = fs::read(path).ok().and_then(|bytes| filled::read(&bytes).ok()) else { return false };
        let listed = |_: &Duty| false;
        let expected = Expected {
            units: &self.units,
            listed: &listed,
            layout: &self.layout,
            store: &self.store,
            rhythms: &self.rhythms,
            period: issue.period,
            today: issue.cutoff,
        };
        let known = |item: &str, unit: &str| self.store.latest(item, unit, LAST).cloned().unwrap_or_default();
        let fills = take(&filled, "", &expected).fills;
        fills
            .iter()
            .any(|((_, unit), fills)| fills.iter().any(|(item, fill)| !fill.is_empty() && *fill != known(item, unit)))
    }

    /// Where a workbook of a unit stands; units of one name in several regions carry the region.
    pub(super) fn file_of(&self, unit: &UnitDuties, folder: &str) -> PathBuf {
        let shared = self.units.iter().filter(|other| other.name == unit.name).count() > 1;
        let name = if shared { format!("{} {}", unit.region, unit.name) } else { unit.name.clone() };
        self.output.join(folder).join(format!("{}.xlsx", safe_name(&name)))
    }
}
