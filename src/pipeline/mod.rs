//! The order of things: which files, what happens to each, what is written, what is said about failures.
//!
//! Files are worked on in chunks, in parallel; results are numbered and written in the order of the input and then
//! dropped, so the output is the same for any number of threads and memory holds one chunk only.

mod asking;
mod comparing;
mod confirm;
mod examine;
mod filing;
mod guard;
mod inputs;
mod locate;
mod names;
mod outputs;
mod previous;
mod problem;
mod reader;
mod rulebook;
mod schema;
mod supervision;
mod watch;

pub use crate::check::accepted::Acceptance;
pub use crate::ingest::{IngestError, Limit, Limits};
pub use crate::record::Severity;
pub use crate::record::comparison::{ComparedIndicator, Comparison, Judgement, TaskStatus, UnitStatus};
pub use crate::rules::{Layers, PROJECT_FILE};
pub use crate::supervise::{Date, Item, Light, Month, RemarkKind};
pub use crate::write::index::Totals;
pub use asking::{Answered, Ask, Form, Query, ask, default_ledger};
pub use comparing::{COMPARISON_HTML, COMPARISON_JSON, COMPARISON_WORKBOOK, CompareOptions, Compared, compare};
pub use confirm::{Confirmed, confirm};
pub use examine::{Examination, Examined, Report, Selection, codes, examine, explain, is_between_documents};
pub use filing::{Filed, LEDGER};
pub use outputs::SUMMARY;
pub use problem::{Failure, Problem, RunError};
pub use reader::{File, Opened, files, opened};
pub use schema::{comparison_schema, schema};
pub use supervision::{
    Base, CollectQuery, Collected, DueItem, DueList, DueQuery, PROGRESS_FILE, REMINDERS_FOLDER, RemindQuery, Reminder,
    ReportDue, Reporting, SHEETS_FOLDER, SheetsOutcome, SheetsQuery, SupervisionError, collect, due, remind, sheets,
    write_calendar,
};
pub use watch::{DONE, Event, FAILED, WatchOptions, watch};

use crate::ingest;
use crate::ledger::Labels;
use crate::record::{DocumentRecords, Format, Source};
use filing::Filing;
use ingest::{Ingested, Member};
use inputs::{Input, Origin};
use names::Names;
use outputs::{Outputs, write_document};
use rayon::prelude::*;
use rulebook::Rulebook;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What to read, where to write, by which rules.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files and folders to read, in this order.
    pub inputs: Vec<PathBuf>,
    /// Folder for the results; made where it is missing.
    pub output: PathBuf,
    /// Folder with rules that overlay the built-in ones.
    pub rules: Option<PathBuf>,
    /// A project's `gongwen.toml`, whose rules lie over all others; see [`project_file`].
    pub project: Option<PathBuf>,
    /// File with findings that were looked at; else `accepted.toml` in the folder with rules, where there is one.
    pub accepted: Option<PathBuf>,
    /// The ledger that every document is put into; none where none is given.
    pub ledger: Option<PathBuf>,
    /// Number of threads; all cores where none is given.
    pub jobs: Option<usize>,
    /// Bounds for a file.
    pub limits: Limits,
}

impl Options {
    /// Where the rules come from.
    pub fn layers(&self) -> Layers {
        Layers { folder: self.rules.clone(), project: self.project.clone() }
    }
}

/// The project's file in a folder, where there is one.
pub fn project_file(folder: &Path) -> Option<PathBuf> {
    Some(folder.join(PROJECT_FILE)).filter(|file| file.is_file())
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Sums over all documents, as in `index.json`.
    pub totals: Totals,
    /// What became of the documents in the ledger; `None` without one.
    pub ledger: Option<Filed>,
    /// Accepted findings that no document has any more.
    pub strays: Vec<Acceptance>,
    /// What a person should know of how files were read.
    pub notes: Vec<Note>,
    /// What failed, in the order of the input; what concerns the run as a whole comes last.
    pub failures: Vec<Failure>,
}

/// What a person should know of how a file was read, although nothing is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The file as in `source.path`.
    pub path: String,
    /// A Chinese sentence without a full stop.
    pub text: String,
}

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading files, recovering records and checking them.
    Read,
    /// Writing the files of a document.
    Write,
    /// Finishing the files over all documents.
    Finish,
}

/// Someone who watches a run. Calls come from several threads.
pub trait Progress: Sync {
    /// The input is known: number of files and their bytes.
    fn begin(&self, _files: usize, _bytes: u64) {}
    /// A stage begins; reading and writing take turns.
    fn stage(&self, _stage: Stage) {}
    /// A file of so many bytes is read, or has failed.
    fn advance(&self, _bytes: u64) {}
}

/// Nobody watches.
impl Progress for () {}

/// Chunk size per thread: big enough that a long file does not leave the other threads idle for long.
const FILES_PER_THREAD: usize = 4;
/// Deeply nested text must not end a thread.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Reads all inputs and writes all results.
///
/// # Errors
/// What keeps a run from beginning: wrong rules, an input folder that is also the output, an output folder that
/// cannot be made. What goes wrong with a single file is in [`Outcome::failures`].
pub fn run(options: &Options, progress: &dyn Progress) -> Result<Outcome, RunError> {
    let rulebook = Rulebook::load(&options.layers(), options.accepted.as_deref(), Some(&options.output))?;
    let inputs = inputs::collect(&options.inputs, &options.output)?;
    let mut outputs = Outputs::open(&options.output)?;
    let mut filing = Filing::open(options.ledger.as_deref());
    progress.begin(inputs.len(), inputs.iter().map(Input::bytes).sum());
    if inputs.is_empty() {
        outputs.fail(Failure::of_run(Problem::NoInput));
    }
    let pool = thread_pool(options.jobs)?;
    let mut names = Names::default();
    let (mut used, mut ids) = (Vec::new(), Vec::new());
    for chunk in inputs.chunks(FILES_PER_THREAD * pool.current_num_threads()) {
        progress.stage(Stage::Read);
        let drafts = pool
            .install(|| chunk.par_iter().flat_map_iter(|input| drafts(input, options, &rulebook, progress)).collect());
        progress.stage(Stage::Write);
        let drafts = settle_names(drafts, &mut names);
        let folder = outputs.folder();
        let finished: Vec<_> =
            pool.install(|| drafts.into_par_iter().map(|draft| complete(draft, &rulebook, folder)).collect());
        for document in finished {
            used.extend(&document.accepted);
            ids.extend(document.records.as_ref().map(|records| records.document.id.clone()));
            let problem = document.records.as_ref().and_then(|records| filing.put(records, &document.labels));
            outputs.push(document);
            outputs.fail_run(problem);
        }
    }
    progress.stage(Stage::Finish);
    let strays = strays(&rulebook, &used, &ids);
    let (filed, problem) = filing.finish();
    outputs.fail_run(problem);
    Ok(Outcome { strays, ledger: filed, ..outputs.finish() })
}

/// The accepted findings that matched nothing in the documents with these ids.
fn strays(rulebook: &Rulebook, used: &[usize], ids: &[String]) -> Vec<Acceptance> {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    rulebook.accepted.stray(used, &ids).into_iter().cloned().collect()
}

fn thread_pool(jobs: Option<usize>) -> Result<rayon::ThreadPool, RunError> {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).stack_size(STACK_BYTES);
    builder.build().map_err(|error| RunError::Threads(error.to_string()))
}

/// A document on its way; `records` is missing when nothing more can be done with the file.
struct Draft {
    origin: Origin,
    records: Option<DocumentRecords>,
    /// The anchors count lines of the source; in a file that its reader laid out they don't.
    has_lines: bool,
    problems: Vec<Problem>,
}

/// A document whose files are written.
struct Finished {
    /// Missing when it has no files.
    records: Option<DocumentRecords>,
    /// Its workbook, relative to the output folder.
    workbook: Option<String>,
    /// What the rules say of its targets, for the ledger.
    labels: Labels,
    /// Entries of the accepted findings that matched.
    accepted: Vec<usize>,
    failures: Vec<Failure>,
}

/// Reads a file, recovers its records and checks them; an archive gives a document for every file in it.
fn drafts(input: &Input, options: &Options, rulebook: &Rulebook, progress: &dyn Progress) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let opened = guard::catch(|| {
        let mut out = Vec::new();
        let result = open(input, &options.limits, &mut |member| out.push(draft(input, member, options, rulebook)));
        (result, out)
    });
    let failed = |problem| Draft { origin: input.origin(""), records: None, has_lines: false, problems: vec![problem] };
    match opened {
        Ok((result, out)) => {
            drafts.extend(out);
            drafts.extend(result.err().map(|error| failed(Problem::Unreadable(error))));
        }
        Err(panic) => drafts.push(failed(Problem::Panicked(panic))),
    }
    progress.advance(input.bytes());
    drafts
}

/// Shows the files that an input holds, or the input itself.
fn open(input: &Input, limits: &Limits, show: &mut dyn FnMut(Member)) -> Result<(), IngestError> {
    if let Err(error) = &input.found {
        return Err(error.clone());
    }
    let bytes = ingest::load(&input.file, limits)?;
    ingest::open(&bytes, &input.extension(), limits, &inputs::is_wanted_inside, show);
    Ok(())
}

fn draft(input: &Input, member: Member, options: &Options, rulebook: &Rulebook) -> Draft {
    let origin = input.origin(&member.path);
    let result = guard::catch(|| recover(&origin.path, member, &options.limits, rulebook))
        .unwrap_or_else(|panic| Err(Problem::Panicked(panic)));
    match result {
        Ok(Recovered { records, has_lines, problem }) => {
            Draft { origin, records: Some(records), has_lines, problems: Vec::from_iter(problem) }
        }
        Err(problem) => Draft { origin, records: None, has_lines: false, problems: vec![problem] },
    }
}

/// The records of a file with their findings, and what is wrong with it where it could be read all the same.
struct Recovered {
    records: DocumentRecords,
    has_lines: bool,
    problem: Option<Problem>,
}

fn recover(path: &str, member: Member, limits: &Limits, rulebook: &Rulebook) -> Result<Recovered, Problem> {
    let (read, source) = read(path, &member, limits)?;
    let problem = read.broken.map(|broken| Problem::BrokenCharacters { encoding: read.encoding, broken });
    let mut records = crate::extract::extract(&read.document, source, &rulebook.rules);
    let ids = names::possible(&records.document);
    rulebook.corrections.apply(&mut records, &rulebook.rules, &ids);
    rulebook.checker.run(&mut records);
    locate::narrow(&mut records.findings, &read.document);
    // From here on the anchors say where things stand in the source.
    crate::extract::settle_places(&mut records, &read.document.sites);
    Ok(Recovered { records, has_lines: read.document.sites.is_empty(), problem })
}

/// The document of a file, and what is said of the file; `path` is as in `source.path`.
fn read(path: &str, member: &Member, limits: &Limits) -> Result<(Ingested, Source), Problem> {
    let bytes = member.content.clone().map_err(Problem::Unreadable)?;
    let read = ingest::read_bytes(bytes, &member.extension, limits).map_err(Problem::Unreadable)?;
    let source = Source {
        path: path.to_string(),
        format: format(read.format),
        encoding: read.encoding.to_string(),
        bytes: bytes.len() as u64,
        sha256: Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    Ok((read, source))
}

fn format(format: ingest::Format) -> Format {
    match format {
        ingest::Format::Text => Format::Text,
        ingest::Format::Markdown => Format::Markdown,
        ingest::Format::Html => Format::Html,
        ingest::Format::Csv => Format::Csv,
        ingest::Format::Xlsx => Format::Xlsx,
        ingest::Format::Xlsb => Format::Xlsb,
        ingest::Format::Xls => Format::Xls,
        ingest::Format::Ods => Format::Ods,
        ingest::Format::Docx => Format::Docx,
        ingest::Format::Converted => Format::Doc,
        ingest::Format::Pdf => Format::Pdf,
        ingest::Format::Ofd => Format::Ofd,
    }
}

/// Gives every document of a chunk its name, in the order of the input.
fn settle_names(drafts: Vec<Draft>, names: &mut Names) -> Vec<Draft> {
    let settle = |mut draft: Draft| {
        let problem = draft.records.as_mut().and_then(|records| names.settle(&mut records.document));
        draft.problems.extend(problem);
        draft
    };
    drafts.into_iter().map(settle).collect()
}

/// Takes out what was accepted and joins the spellings of units; returns the accepted entries that matched.
fn silence_and_merge(records: &mut DocumentRecords, rulebook: &Rulebook) -> Vec<usize> {
    let accepted = rulebook.accepted.silence(records);
    // Behind the checks, which need every spelling as an entry of its own.
    crate::check::aliases::merge(&mut records.units, &rulebook.checker.settings().unit_names);
    accepted
}

/// Takes out what was accepted and writes the files of a document.
fn complete(draft: Draft, rulebook: &Rulebook, folder: &Path) -> Finished {
    let Draft { origin, records, mut problems, .. } = draft;
    let written = records.map(|mut records| {
        guard::catch(move || {
            let accepted = silence_and_merge(&mut records, rulebook);
            let (written, problems) = write_document(folder, &records, &rulebook.checker.sums(&records));
            let labels = filing::labels(&records, rulebook);
            (records, written, labels, accepted, problems)
        })
    });
    let mut finished =
        Finished { records: None, workbook: None, labels: Labels::default(), accepted: vec![], failures: vec![] };
    match written {
        Some(Ok((records, written, labels, accepted, more))) => {
            problems.extend(more);
            finished = Finished { workbook: written.workbook, labels, accepted, ..finished };
            finished.records = written.json.then_some(records);
        }
        Some(Err(panic)) => problems.push(Problem::Panicked(panic)),
        None => {}
    }
    finished.failures = problems.into_iter().map(|problem| Failure::of(&origin, problem)).collect();
    finished
}
