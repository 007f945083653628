//! Documents read one by one into records, without checks and without files: what the rule workbench asks for.

use super::inputs::{self, Input, Origin};
use super::problem::{Failure, Problem, RunError};
use super::{guard, open, read};
use crate::document::Document;
use crate::extract::{extract, settle_places};
use crate::ingest::{self, Limits, Member};
use crate::record::{DocumentRecords, Format, Source};
use crate::rules::Rules;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// A file to read, with its path as records name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where to open it.
    pub file: PathBuf,
    /// Relative to the folder that was given, `/` between parts.
    pub path: String,
}

/// The files of folders and the files given by themselves, as a run would read them; records that are expected of a
/// document and lie beside it are left out.
///
/// # Errors
/// As those of a run; nothing is written, so none is about an output folder.
pub fn files(given: &[PathBuf]) -> Result<Vec<File>, RunError> {
    let inputs = inputs::collect(given, Path::new(""))?;
    let named: HashSet<PathBuf> = inputs.iter().map(|input| input.file.clone()).collect();
    // 来文.txt.json beside 来文.txt holds the records that it must give.
    let expected =
        |file: &Path| file.extension().is_some_and(|e| e == "json") && named.contains(&file.with_extension(""));
    let files = inputs.into_iter().filter(|input| !expected(&input.file));
    Ok(files.map(|input| File { file: input.file, path: input.path }).collect())
}

/// A document that was opened: a file, or one inside it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// What its reader made of it.
    pub document: Document,
    source: Source,
    origin: Origin,
    /// The lines of the source that hold something, by their numbers.
    lines: BTreeMap<u32, String>,
}

/// The documents of a file: one, or as many as an archive holds, in the order of their paths. Characters that the
/// encoding does not know are no failure.
pub fn opened(file: &File) -> Vec<Result<Opened, Box<Failure>>> {
    let input = Input::at(&file.file, &file.path);
    let limits = Limits::default();
    let read = guard::catch(|| {
        let mut documents = Vec::new();
        let mut show = |member: Member| {
            let origin = input.origin(&member.path);
            let read = guard::catch(|| read(&origin.path, &member, &limits)).unwrap_or_else(panicked);
            documents.push(match read {
                Ok((read, source)) => {
                    let lines = lines(&member, &source, &read.document);
                    Ok(Opened { document: read.document, source, origin, lines })
                }
                Err(problem) => Err(Box::new(Failure::of(&origin, problem))),
            });
        };
        let all = open(&input, &limits, &mut show).map_err(Problem::Unreadable);
        all.map(|()| documents)
    });
    let failed = |problem| vec![Err(Box::new(Failure::of(&input.origin(""), problem)))];
    read.unwrap_or_else(panicked).unwrap_or_else(failed)
}

fn panicked<T>(panic: String) -> Result<T, Problem> {
    Err(Problem::Panicked(panic))
}

/// The lines of a text as they stand there, those of other formats as their reader laid them out.
fn lines(member: &Member, source: &Source, document: &Document) -> BTreeMap<u32, String> {
    let is_text = matches!(source.format, Format::Text | Format::Markdown | Format::Html | Format::Csv);
    let text = member.content.as_ref().ok().filter(|_| is_text).and_then(|bytes| ingest::decoded_text(bytes));
    if let Some(text) = text {
        return (1..).zip(text.lines().map(str::to_string)).collect();
    }
    let mut lines: BTreeMap<u32, String> = BTreeMap::new();
    for passage in document.blocks.iter().flat_map(|block| block.passages()) {
        passage.places().for_each(|(c, line, _)| lines.entry(line).or_default().push(c));
    }
    lines
}

impl Opened {
    /// The document as the user would find it from the working folder.
    pub fn shown(&self) -> &str {
        &self.origin.shown
    }

    /// A line, 1-based, without its line break; None where the document has no such line.
    pub fn line(&self, number: u32) -> Option<&str> {
        self.lines.get(&number).map(String::as_str)
    }

    /// Number of the last line that holds something, 0 for none.
    pub fn last_line(&self) -> u32 {
        self.lines.last_key_value().map_or(0, |(number, _)| *number)
    }

    /// The records that rules make of it, without findings.
    ///
    /// # Errors
    /// A mistake of the program.
    pub fn records(&self, rules: &Rules) -> Result<DocumentRecords, Box<Failure>> {
        let read = guard::catch(|| {
            let mut records = extract(&self.document, self.source.clone(), rules);
            settle_places(&mut records, &self.document.sites);
            records
        });
        read.map_err(|panic| Box::new(Failure::of(&self.origin, Problem::Panicked(panic))))
    }
}
