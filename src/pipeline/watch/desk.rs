//! What is done with complete files: read, entered into the results, moved.

use super::scan::Ready;
use super::{DONE, Event, FAILED, WatchOptions};
use crate::ledger::Labels;
use crate::pipeline::filing::{Filing, labels};
use crate::pipeline::inputs::Input;
use crate::pipeline::names::Names;
use crate::pipeline::outputs::Outputs;
use crate::pipeline::previous::document_file;
use crate::pipeline::problem::{Failure, Problem, RunError};
use crate::pipeline::rulebook::Rulebook;
use crate::pipeline::{Draft, Finished, complete, drafts, settle_names, thread_pool};
use crate::record::DocumentRecords;
use crate::write::files::write_atomically;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Ending of the note that says why a file could not be read.
const REASON: &str = ".原因.txt";

/// A document in the results.
#[derive(Debug, Clone)]
struct Entered {
    id: String,
    sha256: String,
}

/// The results and the folders of a watcher.
pub struct Desk<'a> {
    options: &'a WatchOptions,
    rulebook: &'a Rulebook,
    pool: rayon::ThreadPool,
    /// Documents in the results, by the path of their file.
    entered: BTreeMap<String, Entered>,
    /// Documents that are surely in the ledger, by their content. A watcher that begins knows of none, so that what a
    /// killed one left out is put there.
    filed: BTreeSet<String>,
    /// The results over all documents lag behind.
    stale: bool,
}

impl<'a> Desk<'a> {
    /// The results as they lie on the disk.
    ///
    /// # Errors
    /// When the output folder cannot be used.
    pub fn open(options: &'a WatchOptions, rulebook: &'a Rulebook) -> Result<Desk<'a>, RunError> {
        let pool = thread_pool(options.run.jobs)?;
        let mut entered = BTreeMap::new();
        for file in document_files(&options.run.output) {
            if let Some(records) = load(&file) {
                let document = records.document;
                entered.insert(document.source.path, Entered { id: document.id, sha256: document.source.sha256 });
            }
        }
        Ok(Desk { options, rulebook, pool, entered, filed: BTreeSet::new(), stale: true })
    }

    /// Reads files, enters what they give, and moves them.
    pub fn take(&mut self, files: &[Ready], tell: &mut dyn FnMut(Event)) {
        let input =
            |ready: &Ready| Input { file: ready.file.clone(), path: ready.path.clone(), found: Ok(ready.bytes) };
        let inputs: Vec<Input> = files.iter().map(input).collect();
        let (run, rulebook) = (&self.options.run, self.rulebook);
        let read: Vec<Vec<Draft>> =
            self.pool.install(|| inputs.par_iter().map(|input| drafts(input, run, rulebook, &())).collect());
        for (ready, drafts) in files.iter().zip(read) {
            self.enter(ready, drafts, tell);
        }
    }

    /// Enters the documents of one file and moves it.
    fn enter(&mut self, ready: &Ready, drafts: Vec<Draft>, tell: &mut dyn FnMut(Event)) {
        let content = |draft: &Draft| draft.records.as_ref().map(|records| records.document.source.sha256.clone());
        let is_known = |draft: &Draft| content(draft).is_some_and(|sha256| self.has(&sha256));
        let known = drafts.iter().filter(|draft| is_known(draft)).count();
        let new: Vec<Draft> = drafts.into_iter().filter(|draft| !is_known(draft)).collect();
        let mut names = self.names(new.iter().map(|draft| draft.origin.path.as_str()));
        let mut failures: Vec<Failure> = Vec::new();
        let mut documents = 0;
        for draft in settle_names(new, &mut names) {
            let path = draft.origin.path.clone();
            let Finished { records, failures: own, .. } = complete(draft, self.rulebook, &self.options.run.output);
            if let Some(failure) = own.iter().find(|failure| matches!(failure.problem, Problem::Unwritten { .. })) {
                // The file stays where it is, and the next look tries again.
                return tell(Event::Trouble(failure.clone()));
            }
            failures.extend(own);
            if let Some(records) = records {
                documents += 1;
                self.replace(path, records);
            }
        }
        self.move_away(ready, documents, known, failures, tell);
    }

    fn has(&self, sha256: &str) -> bool {
        self.entered.values().any(|entered| entered.sha256 == sha256)
    }

    /// Names that are taken, but for those of files that come again with another content.
    fn names<'p>(&self, coming: impl Iterator<Item = &'p str>) -> Names {
        let coming: Vec<&str> = coming.collect();
        let mut names = Names::default();
        for (path, entered) in self.entered.iter().filter(|(path, _)| !coming.contains(&path.as_str())) {
            names.remember(&entered.id, path, &entered.sha256);
        }
        names
    }

    /// Enters a document; what the same file gave before goes.
    fn replace(&mut self, path: String, records: DocumentRecords) {
        let document = records.document;
        let new = Entered { id: document.id, sha256: document.source.sha256 };
        let old = self.entered.insert(path, new.clone()).filter(|old| old.id != new.id);
        if let Some(old) = old {
            let folder = &self.options.run.output;
            for file in [document_file(&old.id), format!("{}.xlsx", old.id)] {
                // What cannot be removed is entered again with the next look at the folder, and told then.
                let _ = fs::remove_file(folder.join(file));
            }
        }
        self.stale = true;
    }

    fn move_away(
        &mut self,
        ready: &Ready,
        documents: usize,
        known: usize,
        failures: Vec<Failure>,
        tell: &mut dyn FnMut(Event),
    ) {
        let read = documents + known > 0;
        let target = free_place(&self.options.folder.join(if read { DONE } else { FAILED }), &ready.path);
        let moved = (|| {
            if !read {
                let note: String = failures.iter().map(reason).collect();
                write_atomically(&beside(&target), note.as_bytes()).map_err(|error| error.reason)?;
                self.stale = true;
            }
            target.parent().map_or(Ok(()), fs::create_dir_all).map_err(|error| error.to_string())?;
            fs::rename(&ready.file, &target).map_err(|error| error.to_string())
        })();
        if let Err(reason) = moved {
            let problem = Problem::Unmoved { reason };
            let shown = ready.file.display().to_string();
            return tell(Event::Trouble(Failure { path: ready.path.clone(), shown, problem }));
        }
        for failure in failures {
            tell(Event::Failed(failure));
        }
        match (documents, known) {
            (0, 0) => {}
            (0, _) => tell(Event::Known { file: ready.path.clone() }),
            _ => tell(Event::Taken { file: ready.path.clone(), documents }),
        }
    }

    /// Writes the results over all documents anew from the records of each, where they lag behind, and puts into the
    /// ledger what is not there.
    pub fn bring_up_to_date(&mut self, tell: &mut dyn FnMut(Event)) {
        if !self.stale {
            return;
        }
        let folder = &self.options.run.output;
        let mut outputs = match Outputs::open(folder) {
            Ok(outputs) => outputs,
            Err(error) => {
                let problem = Problem::Unwritten {
                    file: folder.display().to_string(),
                    reason: error.to_string(),
                    advice: "请检查输出文件夹".to_string(),
                };
                return tell(Event::Trouble(Failure::of_run(problem)));
            }
        };
        let mut filing = Filing::open(self.options.run.ledger.as_deref());
        let files: Vec<PathBuf> =
            self.entered.values().map(|entered| folder.join(document_file(&entered.id))).collect();
        for file in files {
            let Some(records) = load(&file) else { continue };
            let workbook = format!("{}.xlsx", records.document.id);
            let workbook = folder.join(&workbook).is_file().then_some(workbook);
            outputs.fail_run(self.put(&records, &mut filing));
            let (accepted, failures) = (Vec::new(), Vec::new());
            outputs.push(Finished { records: Some(records), workbook, labels: Labels::default(), accepted, failures });
        }
        earlier_failures(&self.options.folder.join(FAILED)).into_iter().for_each(|failure| outputs.fail(failure));
        outputs.fail_run(filing.finish().1);
        let failures = outputs.finish().failures;
        self.stale = failures.iter().any(|failure| matches!(failure.problem, Problem::Unwritten { .. }));
        // A ledger that cannot be written is tried again with the next document, not with every look at the folder.
        let trouble = |failure: &Failure| matches!(failure.problem, Problem::Unwritten { .. } | Problem::Ledger(_));
        failures.into_iter().filter(trouble).for_each(|failure| tell(Event::Trouble(failure)));
    }

    /// Puts a document into the ledger, where it is not there yet.
    fn put(&mut self, records: &DocumentRecords, filing: &mut Filing) -> Option<Problem> {
        let content = &records.document.source.sha256;
        if !filing.is_open() || self.filed.contains(content) {
            return None;
        }
        let problem = filing.put(records, &labels(records, self.rulebook));
        if problem.is_none() {
            self.filed.insert(content.clone());
        }
        problem
    }
}

fn document_files(output: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(output.join("documents")) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

fn load(file: &Path) -> Option<DocumentRecords> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

/// A place that is free for a file: its own name, else one with a number.
fn free_place(folder: &Path, path: &str) -> PathBuf {
    let (stem, extension) = match path.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => (stem, format!(".{extension}")),
        _ => (path, String::new()),
    };
    let others = (2..).map(|n| folder.join(format!("{stem}（{n}）{extension}")));
    let mut places = [folder.join(path)].into_iter().chain(others);
    places.find(|place| !place.exists()).expect("one of endless names is free")
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_os_string();
    name.push(REASON);
    file.with_file_name(name)
}

/// The note beside a file: path, kind, reason and advice, a line each.
fn reason(failure: &Failure) -> String {
    let entry = failure.entry();
    format!("文件：{}\n类别：{}\n原因：{}\n建议：{}\n", entry.path, entry.kind, entry.reason, entry.advice)
}

/// The failures whose files lie in the folder of failed files, from the notes beside them.
fn earlier_failures(folder: &Path) -> Vec<Failure> {
    let notes = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let notes = notes.filter(|entry| entry.file_name().to_string_lossy().ends_with(REASON));
    let texts = notes.filter_map(|entry| fs::read_to_string(entry.path()).ok());
    texts.flat_map(|text| failures_of_note(&text)).collect()
}

fn failures_of_note(text: &str) -> Vec<Failure> {
    let lines: Vec<&str> = text.lines().collect();
    let field = |line: &str, name: &str| line.strip_prefix(name).map(str::to_string);
    let failure = |lines: &[&str]| {
        let [path, kind, reason, advice] = lines else { return None };
        let problem = Problem::Earlier {
            kind: field(kind, "类别：")?,
            reason: field(reason, "原因：")?,
            advice: field(advice, "建议：")?,
        };
        let path = field(path, "文件：")?;
        Some(Failure { shown: path.clone(), path, problem })
    };
    lines.chunks(4).filter_map(failure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_read_as_they_are_written() {
        let problem = Problem::Unreadable(crate::ingest::IngestError::Empty);
        let failure = Failure { path: "夹/a.txt".into(), shown: String::new(), problem };
        let again = failures_of_note(&reason(&failure));
        assert_eq!(again.len(), 1);
        assert_eq!(again[0].entry(), failure.entry());
        assert_eq!(failures_of_note("别的文字\n"), []);
    }

    #[test]
    fn a_place_is_never_taken_twice() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("夹")).expect("writable");
        let first = free_place(folder.path(), "夹/a.b.txt");
        fs::write(&first, "").expect("writable");
        let name = |path: PathBuf| path.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(
            (name(first), name(free_place(folder.path(), "夹/a.b.txt"))),
            ("a.b.txt".into(), "a.b（2）.txt".into())
        );
    }
}
