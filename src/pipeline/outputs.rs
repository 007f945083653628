//! The output folder: the files of every document, and the files over all documents.

use super::guard;
use super::previous::{Previous, document_file};
use super::problem::{Failure, Problem, RunError};
use super::{Finished, Note, Outcome};
use crate::record::{DocumentRecords, Sum};
use crate::write::WriteError;
use crate::write::csv::{FindingsCsv, TargetsCsv, TasksCsv};
use crate::write::files::write_atomically;
use crate::write::index::Index;
use crate::write::xlsx::Summary;
use crate::write::{json, xlsx};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const INDEX: &str = "index.json";
/// The workbook over all documents, in the output folder.
pub const SUMMARY: &str = "汇总.xlsx";

/// The output folder of a run.
pub(super) struct Outputs {
    folder: PathBuf,
    index: Index,
    previous: Previous,
    failures: Vec<Failure>,
    notes: Vec<Note>,
    /// Files of documents, relative to the folder.
    written: BTreeSet<String>,
    targets: Growing<TargetsCsv>,
    tasks: Growing<TasksCsv>,
    findings: Growing<FindingsCsv>,
    summary: Growing<Summary>,
}

/// Which files of a document were written.
pub(super) struct Written {
    /// The records.
    pub(super) json: bool,
    /// The workbook, relative to the output folder.
    pub(super) workbook: Option<String>,
}

/// Writes the files of one document.
pub(super) fn write_document(folder: &Path, records: &DocumentRecords, sums: &[Sum]) -> (Written, Vec<Problem>) {
    let id = &records.document.id;
    let mut problems = Vec::new();
    let mut write = |file: String, bytes: Result<Vec<u8>, WriteError>| {
        let result = bytes.and_then(|bytes| write_atomically(&folder.join(&file), &bytes));
        result.map_err(|error| problems.push(Problem::unwritten(&file, &error))).is_ok().then_some(file)
    };
    let json = write(document_file(id), Ok(json::document(records))).is_some();
    let workbook = if json { write(format!("{id}.xlsx"), xlsx::document_workbook(records, sums)) } else { None };
    (Written { json, workbook }, problems)
}

impl Outputs {
    /// Makes the folder and opens the files over all documents.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub(super) fn open(folder: &Path) -> Result<Outputs, RunError> {
        let previous = Previous::read(&folder.join(INDEX));
        let mut outputs = Outputs {
            folder: folder.to_path_buf(),
            index: Index::new(),
            previous: Previous::default(),
            failures: Vec::new(),
            notes: Vec::new(),
            written: BTreeSet::new(),
            // The first file tells whether the folder can be used at all.
            targets: Growing { name: "targets.csv", file: Some(TargetsCsv::create(&folder.join("targets.csv"))?) },
            tasks: Growing { name: "tasks.csv", file: None },
            findings: Growing { name: "findings.csv", file: None },
            summary: Growing { name: SUMMARY, file: None },
        };
        let opened = [outputs.tasks.open(folder), outputs.findings.open(folder), outputs.summary.open(folder)];
        outputs.fail_run(opened.into_iter().flatten());
        match previous {
            Ok(previous) => outputs.previous = previous,
            Err(problem) => outputs.fail_run([problem]),
        }
        Ok(outputs)
    }

    /// Where the files of documents go.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Notes a failure.
    pub(super) fn fail(&mut self, failure: Failure) {
        self.index.fail(failure.entry());
        self.failures.push(failure);
    }

    /// Notes what went wrong with the run as a whole.
    pub(super) fn fail_run(&mut self, problems: impl IntoIterator<Item = Problem>) {
        problems.into_iter().for_each(|problem| self.fail(Failure::of_run(problem)));
    }

    /// Adds a document to the files over all documents.
    pub(super) fn push(&mut self, document: Finished) {
        let Finished { records, workbook, failures, .. } = document;
        failures.into_iter().for_each(|failure| self.fail(failure));
        let Some(records) = records else { return };
        let note = |text: &String| Note { path: records.document.source.path.clone(), text: text.clone() };
        self.notes.extend(records.document.notes.iter().map(note));
        let problems = [
            self.targets.push(&records),
            self.tasks.push(&records),
            self.findings.push(&records),
            self.summary.push(&records),
        ];
        self.fail_run(problems.into_iter().flatten());
        self.index.push(&records, workbook.as_deref());
        self.written.insert(document_file(&records.document.id));
        self.written.extend(workbook);
    }

    /// Finishes the files over all documents, writes the index, and then removes what an earlier run has left: as long
    /// as the index of that run stands, its files stand too.
    pub(super) fn finish(mut self) -> Outcome {
        let finished = [self.targets.finish(), self.tasks.finish(), self.findings.finish(), self.summary.finish()];
        self.fail_run(finished.into_iter().flatten());
        if self.write_index() {
            let stale = self.previous.remove_stale(&self.folder, &self.written);
            if !stale.is_empty() {
                self.fail_run(stale);
                self.write_index();
            }
        }
        let strays = Vec::new();
        Outcome { totals: self.index.totals, ledger: None, strays, notes: self.notes, failures: self.failures }
    }

    /// Writes the index; where that fails, only the outcome of the run can say so.
    fn write_index(&mut self) -> bool {
        let result = write_atomically(&self.folder.join(INDEX), &self.index.to_json());
        if let Err(error) = &result {
            self.fail_run([Problem::unwritten(INDEX, error)]);
        }
        result.is_ok()
    }
}

/// A file over all documents; after its first failure it is given up, and what stood there before stays.
struct Growing<T> {
    name: &'static str,
    file: Option<T>,
}

impl<T: OverAll> Growing<T> {
    fn open(&mut self, folder: &Path) -> Option<Problem> {
        let path = folder.join(self.name);
        self.attempt(|_| T::create(&path).map(Some))
    }

    fn push(&mut self, records: &DocumentRecords) -> Option<Problem> {
        self.attempt(|file| file.map(|mut file| file.push(records).map(|()| file)).transpose())
    }

    fn finish(&mut self) -> Option<Problem> {
        self.attempt(|file| file.map(T::finish).transpose().map(|_| None))
    }

    /// Does one step; where it fails, also by a panic of a library that cannot write, the file is dropped.
    fn attempt(&mut self, step: impl FnOnce(Option<T>) -> Result<Option<T>, WriteError>) -> Option<Problem> {
        let file = self.file.take();
        match guard::catch(move || step(file)) {
            Ok(Ok(file)) => {
                self.file = file;
                None
            }
            Ok(Err(error)) => Some(Problem::unwritten(self.name, &error)),
            Err(panic) => Some(Problem::Panicked(panic)),
        }
    }
}

/// A file that grows with every document.
trait OverAll: Sized {
    fn create(path: &Path) -> Result<Self, WriteError>;
    fn push(&mut self, records: &DocumentRecords) -> Result<(), WriteError>;
    fn finish(self) -> Result<(), WriteError>;
}

macro_rules! over_all {
    ($($file:ident :: $create:ident),*) => {$(
        impl OverAll for $file {
            fn create(path: &Path) -> Result<Self, WriteError> {
                $file::$create(path)
            }

            fn push(&mut self, records: &DocumentRecords) -> Result<(), WriteError> {
                self.push(records)
            }

            fn finish(self) -> Result<(), WriteError> {
                self.finish()
            }
        }
    )*};
}

over_all!(TargetsCsv::create, TasksCsv::create, FindingsCsv::create, Summary::new);
