//! `rules new`: a rule with its example, proposed from a text that was not understood.

use super::compose::{Entry, Rule};
use super::difference::Difference;
use super::effect::{Effect, effect};
use super::export::SCHEMA_FILE;
use super::find::{self, FindError, Place};
use super::proposer::{Proposer, remark_on_role};
use crate::pipeline::{Failure, File};
use crate::record::{DocumentRecords, Unclear};
use crate::rules::{Kind, Layers, Problem, Rules, RulesError, Weight, schema};
use crate::write::WriteError;
use crate::write::files::write_atomically;
use std::fs;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What the proposal is called in messages.
const NAME: &str = "建议的规则";

/// Rules that are proposed.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The entries in TOML.
    pub toml: String,
    /// What to look at, in Chinese.
    pub remarks: Vec<String>,
    /// What they change.
    pub effect: Effect,
    /// What speaks against them; empty where they are good to be used.
    pub problems: Vec<Problem>,
}

/// Why nothing is proposed. `Display` is the message in Chinese.
#[derive(Debug, Error)]
pub enum ProposeError {
    /// The place is nowhere.
    #[error(transparent)]
    Place(#[from] FindError),
    /// The rules at hand are wrong.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// The file cannot be read.
    #[error("{}：{}。{}", .0.shown, .0.problem, .0.problem.advice())]
    File(Box<Failure>),
    /// The corrected file cannot be read.
    #[error("{0}")]
    Corrected(String),
    /// There is nothing that a rule could do.
    #[error("{0}")]
    Nothing(String),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Proposes a rule for what was not understood at a place.
///
/// # Errors
/// When the place is nowhere, or nothing there needs a rule.
pub fn from_place(layers: &Layers, place: &Place, folders: &[PathBuf]) -> Result<Proposal, ProposeError> {
    let rules = Rules::of(layers)?;
    let (file, opened) = find::document(&place.file, folders)?;
    let (line, text) = find::line(&opened, &place.spot)?;
    let records = opened.records(&rules).map_err(ProposeError::File)?;
    let source = format!("{}:{}", place.file.display(), place.spot.without_column());
    let proposer = Proposer { rules: &rules, document: &opened.document, records: &records, line, source };
    let (entries, remarks) = match note_at(&records, place) {
        Some(note) => proposer.of_note(note)?,
        None => proposer.of_line(text, place)?,
    };
    let files = [file];
    let proposal = propose(layers, &rules, &entries, remarks, &files)?;
    // A table may only be put together again when the column is what it is: then the guess was wrong.
    let helps = |proposal: &Proposal| !proposal.effect.documents.is_empty();
    let as_text = if helps(&proposal) { None } else { as_text(&entries) };
    if let Some((entries, remark)) = as_text {
        let other = propose(layers, &rules, &entries, vec![remark], &files)?;
        let only_gains = |(_, found): &(String, Vec<Difference>)| {
            found.iter().all(|difference| matches!(difference, Difference::Gained(_)))
        };
        if helps(&other) && other.effect.documents.iter().all(only_gains) {
            return Ok(other);
        }
    }
    Ok(proposal)
}

/// The same header as a column of text.
fn as_text(entries: &[Entry]) -> Option<(Vec<Entry>, String)> {
    let [Entry::Rule(rule)] = entries else { return None };
    if rule.kind != Kind::Column || rule.yields == [("role", "text".to_string())] {
        return None;
    }
    let remark = remark_on_role(&rule.title, "text", "这样才能把表还原出来");
    Some((vec![Entry::Rule(Rule { yields: vec![("role", "text".to_string())], ..rule.clone() })], remark))
}

/// The proposal of these entries with what it does to files, put to the proof.
pub(super) fn propose(
    layers: &Layers,
    rules: &Rules,
    entries: &[Entry],
    remarks: Vec<String>,
    files: &[File],
) -> Result<Proposal, ProposeError> {
    let toml = entries.iter().map(|entry| entry.toml(&rules.pack)).collect::<Vec<_>>().join("\n");
    let (new, mut problems) = Rules::examine_with(layers, Some((NAME, &toml)));
    problems.retain(|problem| problem.weight == Weight::Error);
    let effect = if problems.is_empty() { effect(files, rules, &new) } else { Effect::default() };
    Ok(Proposal { toml, remarks, effect, problems })
}

/// Appends a proposal to a rule file, which begins with the line that tells editors its schema.
///
/// # Errors
/// When the file cannot be read or written.
pub fn write(proposal: &Proposal, path: &Path) -> Result<(), ProposeError> {
    let before = match fs::read_to_string(path) {
        Ok(text) => format!("{}\n\n", text.trim_end()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => format!("#:schema ./{SCHEMA_FILE}\n\n"),
        Err(error) => return Err(RulesError::unreadable(path, &error).into()),
    };
    let beside = path.with_file_name(SCHEMA_FILE);
    if !beside.exists() {
        write_atomically(&beside, schema().as_bytes())?;
    }
    write_atomically(path, format!("{before}{}", proposal.toml).as_bytes())?;
    Ok(())
}

/// The note that the place means: that of its column, else the first of its line.
fn note_at<'r>(records: &'r DocumentRecords, place: &Place) -> Option<&'r Unclear> {
    let on_line = || records.not_understood.iter().filter(|note| place.spot.is_in(&note.anchor));
    let at_column = |note: &&Unclear| {
        let (from, to) = (note.anchor.column.unwrap_or(0), note.anchor.end_column.unwrap_or(u32::MAX));
        place.spot.column().is_some_and(|column| (from..=to).contains(&column))
    };
    on_line().find(at_column).or_else(|| on_line().next())
}

impl Proposal {
    /// The entries with the remarks above them, and what they change.
    pub fn text(&self) -> String {
        let mut out: String = self.remarks.iter().map(|remark| format!("# {remark}\n")).collect();
        out.push('\n');
        out.push_str(&self.toml);
        if !self.problems.is_empty() {
            out.push_str("\n# 还不能直接用：\n");
            for problem in &self.problems {
                out.push_str(&format!("# {}。{}\n", problem.mistake, problem.advice));
            }
        }
        out
    }
}

#[cfg(test)]
#[path = "propose_tests.rs"]
mod tests;
