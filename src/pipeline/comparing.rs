//! A new document against others: which are read, what is written.

use super::asking::regions;
use super::filing::labels;
use super::inputs::{self, Input};
use super::names::Names;
use super::previous::document_file;
use super::problem::{Failure, Problem, RunError};
use super::rulebook::Rulebook;
use super::{Draft, Options, Progress, Stage, drafts, guard, settle_names, silence_and_merge, thread_pool};
use crate::compare;
use crate::ingest;
use crate::ledger::{Ledger, LedgerError, TaskLink, TaskName};
use crate::record::DocumentRecords;
use crate::record::comparison::Comparison;
use crate::write::files::write_atomically;
use crate::write::{self, WriteError, json, xlsx};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// The result for programs, in the output folder.
pub const COMPARISON_JSON: &str = "comparison.json";
/// The page for people, in the output folder.
pub const COMPARISON_HTML: &str = "年度对比.html";
/// The workbook, in the output folder.
pub const COMPARISON_WORKBOOK: &str = "年度对比.xlsx";

/// What to compare, and where to write.
#[derive(Debug, Clone, Default)]
pub struct CompareOptions {
    /// The new document: a source file, or records that were extracted.
    pub new: PathBuf,
    /// Others: files, records, folders.
    pub old: Vec<PathBuf>,
    /// A ledger whose documents of the region, and of those above and below, are held against it too.
    pub ledger: Option<PathBuf>,
    /// Put the new document into the ledger, and note which of its tasks go on from which.
    pub record: bool,
    /// Where to write, by which rules, how many at once; its inputs and its ledger are not looked at.
    pub run: Options,
}

/// What a comparison came to.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The result; findings that were accepted are left out.
    pub comparison: Comparison,
    /// What failed, in the order of the input.
    pub failures: Vec<Failure>,
}

/// Compares a new document with others and writes `comparison.json` and the records of what was extracted.
///
/// # Errors
/// Wrong rules, an output folder that cannot be used, a new document that cannot be read, nothing to compare it with, or
/// a ledger that cannot be used.
pub fn compare(options: &CompareOptions, progress: &dyn Progress) -> Result<Compared, RunError> {
    let run = &options.run;
    let rulebook = Rulebook::load(&run.layers(), run.accepted.as_deref(), Some(&run.output))?;
    let (documents, mut failures) = read(options, &rulebook, progress)?;
    let Some((new, given)) = documents.split_first() else {
        let reasons: Vec<String> = failures.iter().map(|failure| failure.problem.to_string()).collect();
        let message = format!("新文件“{}”读不了：{}", options.new.display(), reasons.join("；"));
        return Err(RunError::Comparison(message));
    };
    let stored = match &options.ledger {
        Some(path) => from_ledger(path, new, given, &rulebook).map_err(RunError::Ledger)?,
        None => Vec::new(),
    };
    let old: Vec<&DocumentRecords> = given.iter().chain(&stored).collect();
    if old.is_empty() {
        return Err(RunError::Comparison(
            "没有可以对比的文件。请用 --with 给出以前的文件，或用 --ledger 给出台账".into(),
        ));
    }
    let mut comparison = compare::compare(new, &old, &rulebook.rules, rulebook.checker.settings());
    let document = &new.document.id;
    comparison.findings.retain(|finding| rulebook.accepted.matching(document, &finding.fingerprint).next().is_none());
    if let Some(path) = &options.ledger {
        keep_lines(path, new, options.record, &rulebook, &mut comparison).map_err(RunError::Ledger)?;
    }
    progress.stage(Stage::Write);
    failures.extend(write(&comparison, &options.run.output).into_iter().map(Failure::of_run));
    Ok(Compared { comparison, failures })
}

/// The documents that could be read, the new one first, each content once; nothing where the new one could not.
fn read(
    options: &CompareOptions,
    rulebook: &Rulebook,
    progress: &dyn Progress,
) -> Result<(Vec<DocumentRecords>, Vec<Failure>), RunError> {
    let output = &options.run.output;
    let new = inputs::collect(std::slice::from_ref(&options.new), Path::new(""))?;
    if new.len() != 1 {
        return Err(RunError::Comparison(format!("“{}”要是一个文件", options.new.display())));
    }
    let is_index = |input: &Input| ["index.json", COMPARISON_JSON].iter().any(|name| input.file.ends_with(name));
    let old = inputs::collect(&options.old, output)?.into_iter().filter(|input| !is_index(input));
    let inputs: Vec<Input> = new.into_iter().chain(old).collect();
    progress.begin(inputs.len(), inputs.iter().map(Input::bytes).sum());
    progress.stage(Stage::Read);
    let pool = thread_pool(options.run.jobs)?;
    let read: Vec<Vec<Draft>> =
        pool.install(|| inputs.par_iter().map(|input| drafts_or_records(input, options, rulebook, progress)).collect());
    let of_new = read.first().map_or(0, Vec::len);
    if read.iter().take(1).flatten().filter(|draft| draft.records.is_some()).count() > 1 {
        let message = format!("“{}”里不止一份文件，请解压后给出其中一份", options.new.display());
        return Err(RunError::Comparison(message));
    }
    let were_extracted: Vec<bool> =
        inputs.iter().zip(&read).flat_map(|(input, drafts)| drafts.iter().map(|_| !holds_records(input))).collect();
    let drafts = settle_names(read.into_iter().flatten().collect(), &mut Names::default());
    let drafts = drafts.into_par_iter().zip(were_extracted);
    let finished: Vec<_> =
        pool.install(|| drafts.map(|(draft, extracted)| finish(draft, extracted, rulebook, output)).collect());
    let is_new_there = finished.iter().take(of_new).any(|(records, _)| records.is_some());
    let (documents, failures): (Vec<_>, Vec<_>) = finished.into_iter().unzip();
    let mut documents: Vec<DocumentRecords> = documents.into_iter().flatten().collect();
    if !is_new_there {
        documents.clear();
    }
    let mut seen = std::collections::BTreeSet::new();
    documents.retain(|records| seen.insert(records.document.source.sha256.clone()));
    let told = |failure: &Failure| !matches!(failure.problem, Problem::SameContent { .. });
    Ok((documents, failures.into_iter().flatten().filter(told).collect()))
}

/// Is this a file of records that were extracted before.
fn holds_records(input: &Input) -> bool {
    input.extension() == "json" && input.found.is_ok()
}

/// Records that were extracted before are taken as they are; everything else is extracted.
fn drafts_or_records(
    input: &Input,
    options: &CompareOptions,
    rulebook: &Rulebook,
    progress: &dyn Progress,
) -> Vec<Draft> {
    if !holds_records(input) {
        return drafts(input, &options.run, rulebook, progress);
    }
    let bytes = ingest::load(&input.file, &options.run.limits).map_err(Problem::Unreadable);
    let records = bytes.and_then(|bytes| {
        serde_json::from_slice::<DocumentRecords>(&bytes).map_err(|error| Problem::NoRecords(error.to_string()))
    });
    progress.advance(input.bytes());
    let (records, problem) = records.map_or_else(|problem| (None, Some(problem)), |records| (Some(records), None));
    vec![Draft { origin: input.origin(""), records, has_lines: false, problems: Vec::from_iter(problem) }]
}

/// Settles what was extracted and writes its records; records that came as such are not written again.
fn finish(
    draft: Draft,
    was_extracted: bool,
    rulebook: &Rulebook,
    output: &Path,
) -> (Option<DocumentRecords>, Vec<Failure>) {
    let Draft { origin, records, mut problems, .. } = draft;
    let checked = records.map(|mut records| {
        guard::catch(move || {
            if was_extracted {
                silence_and_merge(&mut records, rulebook);
            }
            records
        })
    });
    let records = match checked {
        Some(Ok(records)) => Some(records),
        Some(Err(panic)) => {
            problems.push(Problem::Panicked(panic));
            None
        }
        None => None,
    };
    if let Some(records) = records.as_ref().filter(|_| was_extracted) {
        let file = document_file(&records.document.id);
        let written = write_atomically(&output.join(&file), &json::document(records));
        problems.extend(written.err().map(|error| Problem::unwritten(&file, &error)));
    }
    (records, problems.into_iter().map(|problem| Failure::of(&origin, problem)).collect())
}

/// Documents of the ledger about the regions of the new one that were not given anyway. Those of its own region are
/// taken up to its year.
fn from_ledger(
    path: &Path,
    new: &DocumentRecords,
    given: &[DocumentRecords],
    rulebook: &Rulebook,
) -> Result<Vec<DocumentRecords>, LedgerError> {
    let ledger = Ledger::read(path)?;
    let mut places = compare::regions(new, &rulebook.rules, rulebook.checker.settings());
    if let Some(own) = places.first().cloned() {
        places.extend(regions(&own, &ledger)?);
    }
    let mut documents = Vec::new();
    for version in ledger.about(&places)? {
        let is_later = version.year.zip(new.document.year).is_some_and(|(theirs, own)| theirs > own);
        let own_region = new.document.region.as_ref().map(|region| &region.name);
        if is_later && version.region.as_ref() == own_region {
            continue;
        }
        let Some(records) = ledger.records(version.version)? else { continue };
        let known = |other: &DocumentRecords| {
            other.document.source.sha256 == records.document.source.sha256 || other.document.id == records.document.id
        };
        if !known(new) && !given.iter().any(known) {
            documents.push(records);
        }
    }
    Ok(documents)
}

/// Gives every task the id of its line, and notes the lines where that is asked for.
fn keep_lines(
    path: &Path,
    new: &DocumentRecords,
    record: bool,
    rulebook: &Rulebook,
    comparison: &mut Comparison,
) -> Result<(), LedgerError> {
    let name = |place: &crate::record::comparison::TaskPlace| TaskName {
        document: place.document.clone(),
        task: place.task.clone(),
    };
    let ledger = if record {
        let mut ledger = Ledger::open(path)?;
        ledger.put(new, &labels(new, rulebook))?;
        let pairs = comparison.tasks.iter().filter_map(|change| {
            let (task, earlier) = (change.new.as_ref().map(name)?, change.old.as_ref().map(name)?);
            Some(TaskLink { task, earlier, score: change.score? })
        });
        ledger.link(&pairs.collect::<Vec<_>>())?;
        ledger
    } else {
        Ledger::read(path)?
    };
    for change in &mut comparison.tasks {
        let Some(old) = change.old.as_ref().map(name) else { continue };
        if let Some(first) = ledger.first_of_line(&old)? {
            change.line = Some(format!("{}#{}", first.document, first.task));
        }
    }
    Ok(())
}

/// Writes the results; gives what could not be written.
fn write(comparison: &Comparison, output: &Path) -> Vec<Problem> {
    let files: [(&str, Result<Vec<u8>, WriteError>); 3] = [
        (COMPARISON_JSON, Ok(json::comparison(comparison))),
        (COMPARISON_HTML, Ok(write::comparison::page(comparison).into_bytes())),
        (COMPARISON_WORKBOOK, xlsx::comparison_workbook(comparison)),
    ];
    let write = |(file, bytes): (&str, Result<Vec<u8>, WriteError>)| {
        let written = bytes.and_then(|bytes| write_atomically(&output.join(file), &bytes));
        written.err().map(|error| Problem::unwritten(file, &error))
    };
    files.into_iter().filter_map(write).collect()
}
