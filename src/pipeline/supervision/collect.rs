//! Taking in what units have sent back, and what it comes to.

use super::history::Emptied;
use super::{Base, Office, SupervisionError};
use crate::extract::correct::{Corrections, Entry};
use crate::pipeline::LEDGER;
use crate::pipeline::rulebook::{self, CORRECTIONS_FILE};
use crate::supervise::{
    Date, Duty, Expected, ItemKind, Month, Remark, RemarkKind, Rows, SheetLayout, Store, Taken, filled, progress,
    review, take,
};
use crate::write::files::write_atomically;
use crate::write::xlsx::progress::{ProgressReport, progress_workbook};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The workbook over everything that was collected, in the output folder.
pub const PROGRESS_FILE: &str = "进度汇总.xlsx";

/// What to take in.
#[derive(Debug, Clone)]
pub struct CollectQuery {
    /// The results to work on.
    pub base: Base,
    /// The filled-in workbooks, and folders with such.
    pub files: Vec<PathBuf>,
    /// A month of the period that they are about; what the files say where none is given.
    pub period: Option<Month>,
    /// The ledger that notes what was reported as well; that of the output folder, if there is one, where none is given.
    pub ledger: Option<PathBuf>,
    /// The day; overdue hangs on it.
    pub today: Date,
}

/// What was taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct Collected {
    /// The period, the last where the files are about several.
    pub period: Month,
    /// Files that were taken in.
    pub files: usize,
    /// Units that reported.
    pub units: Vec<String>,
    /// Duties with something filled in.
    pub filled: usize,
    /// Rows of 待复核 that were put right, kept for the next extraction.
    pub corrected: usize,
    /// What is wrong with the files.
    pub remarks: Vec<Remark>,
    /// Files that could not be taken in, whole Chinese sentences.
    pub failures: Vec<String>,
    /// The workbook that was written; none where the files hold corrections only.
    pub report: Option<PathBuf>,
}

/// Takes in filled workbooks, adds them to the collected state and writes 进度汇总.xlsx.
///
/// # Errors
/// When the results cannot be read, or the state or the workbook cannot be written; then nothing was collected.
pub fn collect(query: &CollectQuery) -> Result<Collected, SupervisionError> {
    if let Some(missing) = query.ledger.as_ref().filter(|ledger| !ledger.is_file()) {
        return Err(SupervisionError::NoLedger(missing.clone()));
    }
    let mut office = Office::open(&query.base)?;
    let mut intake = Intake {
        query,
        remarks: Vec::new(),
        failures: Vec::new(),
        reports: BTreeMap::new(),
        files: 0,
        reviewed: Vec::new(),
    };
    for file in files(&query.files) {
        intake.read(&file, &office);
    }
    let last = intake.reports.keys().map(|(period, _)| *period).next_back();
    let period = last.unwrap_or_else(|| office.last_period(query));
    let mut units: Vec<String> = intake.reports.keys().map(|(_, unit)| unit.clone()).collect();
    units.sort();
    units.dedup();
    let filled = intake.reports.values().flat_map(BTreeMap::values).filter(|fill| !fill.is_empty()).count();
    let mut emptied = Emptied::new();
    for ((period, unit), fills) in intake.reports {
        let empty = fills.iter().filter(|(_, fill)| fill.is_empty());
        emptied.extend(empty.map(|(item, _)| (period, unit.clone(), item.clone())));
        office.store.put(period, &unit, query.today, fills);
    }
    let corrected = keep_corrections(&query.base.output, &intake.reviewed)?;
    let mut report = None;
    if !units.is_empty() || corrected == 0 {
        let bytes = office.progress_report(period, query, &intake.remarks)?;
        if !units.is_empty() {
            office.save()?;
            let ledger = query.ledger.clone().unwrap_or_else(|| query.base.output.join(LEDGER));
            if let Err(error) = office.note_progress(&ledger, &emptied) {
                intake.failures.push(format!("{error}。填报内容已经收下，再次运行 gongwen collect 会补记"));
            }
        }
        let path = query.base.output.join(PROGRESS_FILE);
        write_atomically(&path, &bytes)?;
        report = Some(path);
    }
    let (remarks, failures, files) = (intake.remarks, intake.failures, intake.files);
    Ok(Collected { period, files, units, filled, corrected, remarks, failures, report })
}

/// Adds what was put right to the corrections beside the results; gives how many rows that are.
fn keep_corrections(output: &Path, reviewed: &[review::Reviewed]) -> Result<usize, SupervisionError> {
    if reviewed.is_empty() {
        return Ok(0);
    }
    let mut corrections: Corrections = rulebook::corrections(output)?;
    for row in reviewed {
        let (document, fingerprint) = row.key.split_once('|').unwrap_or_default();
        corrections.put(Entry {
            document: document.to_owned(),
            fingerprint: fingerprint.to_owned(),
            name: row.name.clone(),
            content: row.content.clone(),
            units: row.units.clone(),
        });
    }
    write_atomically(&output.join(CORRECTIONS_FILE), corrections.to_text().as_bytes())?;
    Ok(reviewed.len())
}

/// What came in, by period and unit; a later file of a unit covers what an earlier one says on the same duty.
struct Intake<'a> {
    query: &'a CollectQuery,
    remarks: Vec<Remark>,
    failures: Vec<String>,
    reports: BTreeMap<(Month, String), BTreeMap<String, crate::supervise::Fill>>,
    files: usize,
    reviewed: Vec<review::Reviewed>,
}

impl Intake<'_> {
    fn read(&mut self, file: &Path, office: &Office) {
        let shown = file.display().to_string();
        let bytes = match fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) => return self.failures.push(format!("{shown}：无法读取（{error}）。请检查路径和权限")),
        };
        if let Some(reviewed) = review::read(&bytes) {
            if reviewed.is_empty() {
                self.failures
                    .push(format!("{shown}：“待复核”表里没有填写更正。请填在“更正名称”“更正内容”“更正单位”三栏"));
            }
            self.reviewed.extend(reviewed);
            return;
        }
        let filled = match filled::read(&bytes) {
            Ok(filled) => filled,
            Err(reason) => {
                return self.failures.push(format!("{shown}：{reason}。请用 gongwen sheets 写出的填报表"));
            }
        };
        let listed = |duty: &Duty| office.lists(duty);
        let expected = Expected {
            units: &office.units,
            listed: &listed,
            layout: &office.layout,
            store: &office.store,
            rhythms: &office.rhythms,
            period: self.query.period,
            today: self.query.today,
        };
        let Taken { fills, remarks } = take(&filled, &shown, &expected);
        if fills.is_empty() {
            self.failures.push(format!("{shown}：没有一行能与现有记录对上。请核对是不是这一批文件的填报表"));
        } else {
            self.files += 1;
        }
        self.remarks.extend(remarks);
        for ((period, unit), fills) in fills {
            if self.reports.contains_key(&(period, unit.clone())) {
                let message = "同一单位同一期有两份填报表，相同的事项以后读的为准".to_owned();
                let (file, unit) = (shown.clone(), unit.clone());
                let (place, item) = (String::new(), String::new());
                self.remarks.push(Remark { kind: RemarkKind::Doubtful, unit, file, place, item, message });
            }
            self.reports.entry((period, unit)).or_default().extend(fills);
        }
    }
}

fn lists(sheet: &SheetLayout, duty: &Duty) -> bool {
    match sheet.rows {
        Rows::Due => false,
        Rows::Tasks => duty.item.kind == ItemKind::Task,
        Rows::Targets => duty.item.kind == ItemKind::Target,
        Rows::All => true,
    }
}

/// The files, those of a folder in the order of their names; lock files of Office left out.
fn files(given: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in given {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        for entry in walkdir::WalkDir::new(path).sort_by_file_name().into_iter().flatten() {
            let is_workbook = entry.path().extension().is_some_and(|end| {
                ["xlsx", "xlsm", "xls", "et", "ods"].iter().any(|known| end.eq_ignore_ascii_case(known))
            });
            let is_open = entry.file_name().to_string_lossy().starts_with(['~', '.']);
            if entry.file_type().is_file() && is_workbook && !is_open {
                files.push(entry.into_path());
            }
        }
    }
    files
}

impl Office {
    /// Does a sheet to fill in list the duty?
    fn lists(&self, duty: &Duty) -> bool {
        self.layout.sheet.iter().any(|sheet| lists(sheet, duty))
    }

    /// The period that a report of the day on a document is about.
    fn period_of(&self, document: &str, query: &CollectQuery) -> Month {
        self.rhythms.for_report(document, query.period, None, query.today)
    }

    /// The last of the periods that reports of the day are about.
    fn last_period(&self, query: &CollectQuery) -> Month {
        let periods = self.documents.iter().map(|(document, _)| self.period_of(document, query));
        periods.max().unwrap_or_else(|| query.today.month_of())
    }

    fn progress_report(
        &self,
        period: Month,
        query: &CollectQuery,
        remarks: &[Remark],
    ) -> Result<Vec<u8>, SupervisionError> {
        let store: &Store = &self.store;
        let expected = |duty: &Duty| self.lists(duty).then(|| self.period_of(&duty.item.document, query));
        let progress = progress(&self.items, &self.units, store, period, query.today, &expected);
        let soon_days = self.layout.lights.soon_days;
        let report = ProgressReport { progress: &progress, units: &self.units, store, remarks, soon_days };
        Ok(progress_workbook(&report)?)
    }
}
