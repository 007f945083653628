//! `rules new --from-correction`: rules that grow from a record that somebody has put right by hand.
//!
//! The corrected record is held against what the program reads. For every cell that differs it is told which rules made
//! the record, and what rule, word or alias would make it as it was corrected; the case is kept as the example.

use super::difference::{Difference, between};
use super::find;
use super::lesson::{Desk, Entries};
use super::propose::{Proposal, ProposeError, propose};
use super::sheet;
use crate::pipeline::{File, Opened, files};
use crate::record::DocumentRecords;
use crate::rules::{Layers, Rules};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What came of a correction.
#[derive(Debug, Clone)]
pub struct Corrected {
    /// For every corrected cell what it is about, which rules made it, and what is proposed, in lines for people.
    pub cells: Vec<String>,
    /// The rules that are proposed; None where no rule helps.
    pub proposal: Option<Proposal>,
    /// How many of the corrected cells the rules would give.
    pub reached: usize,
    /// How many cells were corrected.
    pub corrected: usize,
}

/// Proposes rules from a corrected `documents/*.json`, or from a corrected workbook that lies where a run has put it.
/// The source is looked for in `folders`; the effect is shown on `over`, else on the folder of the source.
///
/// # Errors
/// When the corrected file or the source cannot be read, or nothing in it was changed.
pub fn from_correction(
    layers: &Layers,
    corrected: &Path,
    folders: &[PathBuf],
    over: &[PathBuf],
) -> Result<Corrected, ProposeError> {
    let rules = Rules::of(layers)?;
    let (base, wanted) = read(corrected)?;
    let (source, document) = find::document(Path::new(&wanted.document.source.path), folders)?;
    let found = document.records(&rules).map_err(ProposeError::File)?;
    let differences = between(base.as_ref().unwrap_or(&found), &wanted);
    if differences.is_empty() {
        let nothing = "改过的记录与程序读出的一样，没有可以学的。请确认改的是这个文件，并且已经保存";
        return Err(ProposeError::Nothing(nothing.to_string()));
    }
    let desk = Desk { rules: &rules, found: base.as_ref().unwrap_or(&found), wanted: &wanted };
    let mut entries = Entries::default();
    let cells = differences.iter().flat_map(|difference| desk.lines(difference, &mut entries)).collect();
    let corrected = cells_in(&differences);
    if entries.is_empty() {
        return Ok(Corrected { cells, proposal: None, reached: 0, corrected });
    }
    let over = if over.is_empty() { vec![folder_of(&source)] } else { over.to_vec() };
    let files = files(&over).unwrap_or_default();
    let proposal = propose(layers, &rules, &entries.into_vec(), Vec::new(), &files)?;
    let left = after(layers, &proposal, &document)
        .map_or(corrected, |after| still_wrong(&differences, &between(&after, &wanted)));
    Ok(Corrected { cells, proposal: Some(proposal), reached: corrected - left.min(corrected), corrected })
}

/// What was read before, where that is known, and what it should be.
fn read(corrected: &Path) -> Result<(Option<DocumentRecords>, DocumentRecords), ProposeError> {
    if corrected.extension().is_some_and(|ending| ending == "xlsx") {
        return sheet::read(corrected).map(|(base, wanted)| (Some(base), wanted)).map_err(ProposeError::Corrected);
    }
    let shown = corrected.display();
    let text = fs::read_to_string(corrected).map_err(|error| {
        ProposeError::Corrected(format!("“{shown}”读不了（{error}）。请给出改过的 documents/*.json 或工作簿"))
    })?;
    let records = serde_json::from_str(&text).map_err(|error| {
        ProposeError::Corrected(format!(
            "“{shown}”不是 documents/*.json 的格式（第{}行第{}列：{error}）",
            error.line(),
            error.column()
        ))
    })?;
    Ok((None, records))
}

fn folder_of(file: &File) -> PathBuf {
    file.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
}

fn after(layers: &Layers, proposal: &Proposal, document: &Opened) -> Option<DocumentRecords> {
    let (rules, _) = Rules::examine_with(layers, Some(("建议的规则", &proposal.toml)));
    document.records(&rules).ok()
}

fn cells_in(differences: &[Difference]) -> usize {
    let count = |difference: &Difference| match difference {
        Difference::Changed { cells, .. } => cells.len(),
        Difference::Gained(_) | Difference::Lost(_) => 1,
    };
    differences.iter().map(count).sum()
}

/// How many of the corrected cells are still not as they should be.
fn still_wrong(corrected: &[Difference], left: &[Difference]) -> usize {
    let wanted = |difference: &Difference| match difference {
        Difference::Changed { new, cells, .. } => {
            cells.iter().map(|c| (new.label.clone(), Some(c.cell.clone()))).collect()
        }
        Difference::Gained(record) | Difference::Lost(record) => vec![(record.label.clone(), None)],
    };
    let left: BTreeSet<_> = left.iter().flat_map(wanted).collect();
    corrected.iter().flat_map(wanted).filter(|cell| left.contains(cell)).count()
}

impl Corrected {
    /// What was corrected, what is proposed, and what it changes elsewhere.
    pub fn text(&self) -> String {
        let mut out = String::from("改过的记录：\n");
        self.cells.iter().for_each(|line| out.push_str(&format!("  {line}\n")));
        match &self.proposal {
            None => out.push_str("\n没有可以建议的规则\n"),
            Some(proposal) => {
                out.push_str(&format!("\n建议的规则：\n{}", proposal.text()));
                out.push_str(&format!(
                    "\n改过的 {} 处，用上建议的规则得到 {} 处。对其他文件的影响：\n",
                    self.corrected, self.reached
                ));
                out.push_str(&proposal.effect.text());
            }
        }
        out
    }
}

#[cfg(test)]
#[path = "correction_tests.rs"]
mod tests;
