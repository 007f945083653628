//! The usual questions (常用查询), answered without SQL.

use super::{Ledger, LedgerError};
use rusqlite::types::ValueRef;
use rusqlite::{Row, params};
use serde_json::json;

/// A question to the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Values of an indicator over the years, by the keys of its names.
    Indicator(Vec<String>),
    /// Indicators and tasks of a unit, by all its spellings.
    Unit(Vec<String>),
    /// Steps that end from a month to a month (`2024-06`), both included.
    Due(String, String),
    /// What units have reported on indicators and tasks whose name holds a text, or on the records of this id.
    Progress(String),
    /// The documents with all their versions.
    Documents,
    /// Findings whose code begins so; all for an empty text.
    Findings(String),
}

/// Narrows a question down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Regions under their own names; all for an empty list.
    pub regions: Vec<String>,
    /// Year that the document governs.
    pub year: Option<i32>,
}

/// The answer: a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Titles of the columns, Chinese.
    pub columns: Vec<String>,
    /// The rows; an empty text where nothing is known.
    pub rows: Vec<Vec<String>>,
}

impl Question {
    /// The statement, and the words that it takes as its first parameter.
    fn statement(&self) -> (&'static str, Vec<&str>) {
        match self {
            Question::Indicator(keys) => {
                (include_str!("query/indicator.sql"), keys.iter().map(String::as_str).collect())
            }
            Question::Unit(names) => (include_str!("query/unit.sql"), names.iter().map(String::as_str).collect()),
            Question::Due(from, to) => (include_str!("query/due.sql"), vec![from, to]),
            Question::Progress(name) => (include_str!("query/progress.sql"), vec![name]),
            Question::Documents => (include_str!("query/documents.sql"), Vec::new()),
            Question::Findings(code) => (include_str!("query/findings.sql"), vec![code]),
        }
    }
}

impl Ledger {
    /// Answers a question.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ask(&self, question: &Question, filter: &Filter) -> Result<Answer, LedgerError> {
        let (sql, words) = question.statement();
        let ask = || {
            let mut statement = self.connection.prepare(sql)?;
            let columns: Vec<String> = statement.column_names().map(str::to_string).collect();
            let row = |row: &Row| (0..columns.len()).map(|at| row.get_ref(at).map(shown)).collect();
            let values = params![json!(words).to_string(), json!(filter.regions).to_string(), filter.year];
            let rows = statement.query_map(values, row)?.collect::<rusqlite::Result<Vec<Vec<String>>>>()?;
            Ok(Answer { columns, rows })
        };
        ask().map_err(|error| self.failed(error))
    }
}

fn shown(value: ValueRef) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
    }
}
