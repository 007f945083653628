//! Questions to the ledger (查询): names as people write them become those of the ledger.

use super::problem::RunError;
use super::rulebook::Rulebook;
use crate::compare;
use crate::ledger::{Answer, Filter, Ledger, LedgerError, Question};
use crate::rules::Layers;
use crate::write::table;
use std::path::{Path, PathBuf};

/// As many names are suggested.
const SUGGESTIONS: u32 = 8;

/// What somebody wants to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Values of an indicator, by any of its names.
    Indicator(String),
    /// Duties of a unit, by any of its names.
    Unit(String),
    /// Steps that end from a month to a month, as `2025-09` or `2025年9月`.
    Due(String, Option<String>),
    /// What units have reported on an indicator or a task, by a part of its name or its id.
    Progress(String),
    /// The documents.
    Documents,
    /// Findings by the beginning of their code.
    Findings(String),
}

/// A question with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Query {
    /// What is asked.
    pub ask: Ask,
    /// The ledger that is asked.
    pub ledger: PathBuf,
    /// Where the rules come from.
    pub rules: Layers,
    /// Only this region, with or without its ending.
    pub region: Option<String>,
    /// Only documents of this year.
    pub year: Option<i32>,
}

/// How an answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table for people.
    Text,
    /// CSV with a byte order mark, for Excel.
    Csv,
    /// A list of objects.
    Json,
}

/// An answer, and what to say beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    answer: Answer,
    /// Names that may have been meant, where nothing was found.
    pub suggestions: Vec<String>,
}

impl Answered {
    /// Was nothing found.
    pub fn is_empty(&self) -> bool {
        self.answer.rows.is_empty()
    }

    /// The answer in one of the forms, ready to be printed.
    pub fn show(&self, form: Form) -> String {
        let Answer { columns, rows } = &self.answer;
        match form {
            Form::Text => table::text(columns, rows),
            Form::Csv => table::csv(columns, rows),
            Form::Json => table::json(columns, rows),
        }
    }
}

/// Asks the ledger.
///
/// # Errors
/// Wrong rules, a month that is none, a ledger that is not there or cannot be read.
pub fn ask(query: &Query) -> Result<Answered, RunError> {
    let rulebook = Rulebook::load(&query.rules, None, None)?;
    let question = |ledger: &Ledger| question(&query.ask, ledger, &rulebook);
    let ledger = Ledger::read(&query.ledger).map_err(RunError::Ledger)?;
    let question = question(&ledger)?;
    let regions = query.region.as_deref().map(|name| regions(name, &ledger)).transpose().map_err(RunError::Ledger)?;
    let filter = Filter { regions: regions.unwrap_or_default(), year: query.year };
    let answer = ledger.ask(&question, &filter).map_err(RunError::Ledger)?;
    let suggestions = match (&query.ask, answer.rows.is_empty()) {
        (Ask::Indicator(name), true) => ledger.indicators_like(name.trim(), SUGGESTIONS),
        (Ask::Unit(name), true) => units_like(name.trim(), &ledger),
        _ => Ok(Vec::new()),
    };
    Ok(Answered { answer, suggestions: suggestions.map_err(RunError::Ledger)? })
}

fn question(ask: &Ask, ledger: &Ledger, rulebook: &Rulebook) -> Result<Question, RunError> {
    Ok(match ask {
        Ask::Indicator(name) => Question::Indicator(compare::keys(name, &rulebook.rules)),
        Ask::Unit(name) => {
            let known = ledger.unit_names().map_err(RunError::Ledger)?;
            let known: Vec<String> = known.into_iter().map(|(name, _)| name).collect();
            Question::Unit(compare::unit_names_of(name, &known, &rulebook.rules, rulebook.checker.settings()))
        }
        Ask::Due(from, to) => {
            let from = month(from)?;
            let to = to.as_deref().map(month).transpose()?.unwrap_or_else(|| from.clone());
            Question::Due(from, to)
        }
        Ask::Progress(name) => Question::Progress(name.trim().to_owned()),
        Ask::Documents => Question::Documents,
        Ask::Findings(code) => Question::Findings(code.to_ascii_uppercase()),
    })
}

/// `2025-9`, `2025.09`, `2025年9月` as `2025-09`.
fn month(text: &str) -> Result<String, RunError> {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let parsed = match numbers[..] {
        [year, month] if year.len() == 4 && month.len() <= 2 => month.parse().ok().map(|month: u32| (year, month)),
        _ => None,
    };
    match parsed {
        Some((year, month @ 1..=12)) => Ok(format!("{year}-{month:02}")),
        _ => Err(RunError::Question(format!("“{text}”不是月份。请写成 2025-09 这样"))),
    }
}

/// The regions of the ledger that a name may mean: the name itself, 望洲区 for 望洲, and 某市·望洲, as a table of the city calls
/// it.
pub(super) fn regions(name: &str, ledger: &Ledger) -> Result<Vec<String>, LedgerError> {
    let stem_of = |whole: &str, stem: &str| whole.strip_prefix(stem).is_some_and(|rest| rest.chars().count() == 1);
    let meant = |place: &String| {
        let last = place.rsplit('·').next().unwrap_or(place);
        last == name || stem_of(last, name) || last != place.as_str() && stem_of(name, last)
    };
    let mut meant: Vec<String> = ledger.places()?.into_iter().filter(meant).collect();
    if meant.is_empty() {
        meant.push(name.to_string());
    }
    Ok(meant)
}

fn units_like(name: &str, ledger: &Ledger) -> Result<Vec<String>, LedgerError> {
    let stem: String = name.chars().skip(1).take(2).collect();
    let names = ledger.unit_names()?.into_iter().map(|(name, _)| name);
    Ok(names.filter(|known| !stem.is_empty() && known.contains(&stem)).take(SUGGESTIONS as usize).collect())
}

/// Where the ledger is when nothing else is said: in the output folder of that name.
pub fn default_ledger(output: &Path) -> PathBuf {
    output.join(super::LEDGER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_people_write_them() {
        for text in ["2025-9", "2025-09", "2025.09", "2025年9月", "2025/9"] {
            assert_eq!(month(text).ok().as_deref(), Some("2025-09"), "{text}");
        }
        for text in ["", "九月", "2025", "2025-13", "2025-0", "25-09", "2025-09-01"] {
            assert!(month(text).is_err(), "{text}");
        }
    }
}
