//! Findings only, without files: what `gongwen check` shows.

use super::inputs::{self, Input, Origin};
use super::names::Names;
use super::problem::{Failure, Problem, RunError};
use super::rulebook::Rulebook;
use super::{Acceptance, Draft, Options, Progress, Stage, drafts, guard, open, settle_names, strays, thread_pool};
use crate::check::{self, CHECKS};
use crate::compare;
use crate::ingest::{self, Member};
use crate::record::{DocumentRecords, Severity};
use crate::write::files::write_atomically;
use crate::write::report::SourceLines;
use crate::write::{checklist, csv, report, sarif, xlsx};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// Which codes to show.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Beginnings of codes (`GW2`); all where none is given.
    pub select: Vec<String>,
    /// Beginnings of codes that are left out.
    pub ignore: Vec<String>,
}

impl Selection {
    fn wants(&self, code: &str) -> bool {
        let begins = |beginnings: &[String]| beginnings.iter().any(|beginning| check::begins_with(code, beginning));
        (self.select.is_empty() || begins(&self.select)) && !begins(&self.ignore)
    }

    /// The beginnings that fit no code.
    pub fn unknown(&self) -> Vec<&str> {
        let unfit = |beginning: &&String| !CHECKS.iter().any(|check| check::begins_with(check.code, beginning));
        self.select.iter().chain(&self.ignore).filter(unfit).map(String::as_str).collect()
    }
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// For people: quotes, places, source lines underlined.
    Text,
    /// A list of documents with their findings.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// One finding a row.
    Csv,
    /// A 核对单 a document.
    Markdown,
}

/// A document that was read and checked.
#[derive(Debug, Clone)]
pub struct Examined {
    /// Its records; the findings are those that were selected and not accepted.
    pub records: DocumentRecords,
    /// The source lines that the findings quote.
    lines: SourceLines,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Examination {
    /// The documents in the order of the input.
    pub documents: Vec<Examined>,
    /// Accepted findings that no document has any more.
    pub strays: Vec<Acceptance>,
    /// What failed, in the order of the input.
    pub failures: Vec<Failure>,
}

/// A document, the accepted findings that it has, and what went wrong with its file.
type Finished = (Option<(Examined, Vec<usize>)>, Vec<Failure>);

/// Reads and checks all inputs of `options`; nothing is written, whatever its output folder.
///
/// # Errors
/// What keeps a run from beginning: wrong rules, settings or accepted findings.
pub fn examine(options: &Options, selection: &Selection, progress: &dyn Progress) -> Result<Examination, RunError> {
    let rulebook = Rulebook::load(&options.layers(), options.accepted.as_deref(), None)?;
    let inputs = inputs::collect(&options.inputs, Path::new(""))?;
    progress.begin(inputs.len(), inputs.iter().map(Input::bytes).sum());
    progress.stage(Stage::Read);
    let pool = thread_pool(options.jobs)?;
    let drafts =
        pool.install(|| inputs.par_iter().flat_map_iter(|input| drafts(input, options, &rulebook, progress)).collect());
    let drafts = settle_names(drafts, &mut Names::default());
    let finished: Vec<Finished> = pool.install(|| {
        drafts.into_par_iter().map(|draft| finish(draft, &inputs, options, &rulebook, selection)).collect()
    });
    let mut examination = Examination { documents: Vec::new(), strays: Vec::new(), failures: Vec::new() };
    let mut used = Vec::new();
    for (examined, failures) in finished {
        examination.failures.extend(failures);
        if let Some((examined, accepted)) = examined {
            used.extend(accepted);
            examination.documents.push(examined);
        }
    }
    if inputs.is_empty() {
        examination.failures.push(Failure::of_run(Problem::NoInput));
    }
    let ids: Vec<String> = examination.documents.iter().map(|document| document.records.document.id.clone()).collect();
    examination.strays = strays(&rulebook, &used, &ids);
    Ok(examination)
}

fn finish(draft: Draft, inputs: &[Input], options: &Options, rulebook: &Rulebook, selection: &Selection) -> Finished {
    let Draft { origin, records, has_lines, mut problems } = draft;
    let place = &origin;
    let checked = records.map(|mut records| {
        guard::catch(move || {
            let accepted = rulebook.accepted.silence(&mut records);
            records.findings.retain(|finding| selection.wants(&finding.code));
            // A file laid out by its reader has no source lines to show.
            let lines = if has_lines { source_lines(place, inputs, &records, options) } else { SourceLines::new() };
            (Examined { records, lines }, accepted)
        })
    });
    let examined = match checked {
        Some(Ok(examined)) => Some(examined),
        Some(Err(panic)) => {
            problems.push(Problem::Panicked(panic));
            None
        }
        None => None,
    };
    (examined, problems.into_iter().map(|problem| Failure::of(&origin, problem)).collect())
}

/// The lines that the quotes begin in; none where the file has gone meanwhile.
fn source_lines(origin: &Origin, inputs: &[Input], records: &DocumentRecords, options: &Options) -> SourceLines {
    let evidence = records.findings.iter().flat_map(|finding| &finding.evidence);
    let wanted: BTreeSet<u32> = evidence.filter_map(|evidence| evidence.anchor.line).collect();
    let inside = |input: &&Input| {
        let rest = origin.shown.strip_prefix(&input.file.display().to_string());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('!'))
    };
    let Some(input) = inputs.iter().find(inside).filter(|_| !wanted.is_empty()) else { return SourceLines::new() };
    let mut text = None;
    let mut take = |member: Member| {
        if input.origin(&member.path) == *origin {
            text = member.content.ok().and_then(ingest::decoded_text);
        }
    };
    if open(input, &options.limits, &mut take).is_err() {
        return SourceLines::new();
    }
    let lines = (1..).zip(text.as_deref().unwrap_or_default().lines());
    lines.filter(|(number, _)| wanted.contains(number)).map(|(number, line)| (number, line.to_owned())).collect()
}

impl Examination {
    /// The findings in one of the forms, ready to be printed.
    pub fn show(&self, report: Report) -> String {
        let documents: Vec<&DocumentRecords> = self.documents.iter().map(|document| &document.records).collect();
        match report {
            Report::Text => self.text(),
            Report::Json => json(&documents),
            Report::Sarif => sarif::log(&documents, &rules(), &notices(&self.failures)),
            Report::Csv => csv::findings_text(&documents),
            Report::Markdown => documents.iter().map(|of| checklist::markdown(of)).collect::<Vec<_>>().join("\n"),
        }
    }

    fn text(&self) -> String {
        let title = |code: &str| check::find(code).map_or("", |check| check.title);
        let of = |document: &Examined| report::document(&document.records, &document.lines, title);
        self.documents.iter().map(of).collect::<Vec<_>>().join("\n")
    }

    /// Writes a 核对单 for every document that has something to ask about, as a workbook and in Markdown, and says how
    /// many documents those are and which files could not be written.
    pub fn write_checklists(&self, folder: &Path) -> (usize, Vec<Failure>) {
        let records = self.documents.iter().map(|document| &document.records);
        let asking: Vec<&DocumentRecords> = records.filter(|records| checklist::asks(records)).collect();
        let mut failures = Vec::new();
        for records in &asking {
            let name = format!("{}-核对单", records.document.id);
            let files = [
                (format!("{name}.md"), Ok(checklist::markdown(records).into_bytes())),
                (format!("{name}.xlsx"), xlsx::checklist_workbook(records)),
            ];
            for (file, bytes) in files {
                let written = bytes.and_then(|bytes| write_atomically(&folder.join(&file), &bytes));
                failures.extend(written.err().map(|error| Failure::of_run(Problem::unwritten(&file, &error))));
            }
        }
        (asking.len(), failures)
    }

    /// How many findings are at least as bad.
    pub fn at_least(&self, severity: Severity) -> usize {
        let findings = self.documents.iter().flat_map(|document| &document.records.findings);
        findings.filter(|finding| finding.severity <= severity).count()
    }
}

fn json(documents: &[&DocumentRecords]) -> String {
    let entry = |records: &&DocumentRecords| {
        let document = &records.document;
        serde_json::json!({ "document": document.id, "path": document.source.path, "findings": records.findings })
    };
    let entries: Vec<serde_json::Value> = documents.iter().map(entry).collect();
    let mut text = serde_json::to_string_pretty(&entries).expect("texts, numbers and lists");
    text.push('\n');
    text
}

fn notices(failures: &[Failure]) -> Vec<sarif::Notice> {
    let text = |failure: &Failure| format!("{}。{}", failure.problem, failure.problem.advice());
    failures.iter().map(|failure| sarif::Notice { path: failure.path.clone(), text: text(failure) }).collect()
}

fn rules() -> Vec<sarif::Rule> {
    let rule = |check: &check::Check| sarif::Rule {
        code: check.code,
        name: check.name,
        title: check.title,
        help: check.explanation,
        severity: check.severity,
    };
    CHECKS.iter().map(rule).collect()
}

/// What the page on a check says, of one document or between documents.
struct About {
    code: &'static str,
    name: &'static str,
    title: &'static str,
    severity: Severity,
    explanation: &'static str,
}

/// Every check in order of code.
fn abouts() -> impl Iterator<Item = About> {
    macro_rules! about {
        ($check:expr) => {{
            let check = $check;
            About {
                code: check.code,
                name: check.name,
                title: check.title,
                severity: check.severity,
                explanation: check.explanation,
            }
        }};
    }
    CHECKS.iter().map(|check| about!(check)).chain(compare::CHECKS.iter().map(|check| about!(check)))
}

/// Is this the beginning of codes of checks between documents, which `gongwen compare` runs.
pub fn is_between_documents(beginning: &str) -> bool {
    compare::CHECKS.iter().any(|other| check::begins_with(other.code, beginning))
}

/// The page on a code, `None` where there is no such code.
pub fn explain(code: &str) -> Option<String> {
    let About { code, name, title, severity, explanation } =
        abouts().find(|check| check.code.eq_ignore_ascii_case(code))?;
    Some(format!("{code} {title}（{name}）\n等级：{}\n\n{explanation}\n", severity.label()))
}

/// All codes, one a line with its title.
pub fn codes() -> String {
    abouts().map(|check| format!("{} {} {}\n", check.code, check.severity.label(), check.title)).collect()
}
