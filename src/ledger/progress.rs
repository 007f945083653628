//! What units have reported (进展), period by period.

use super::{Ledger, LedgerError};
use crate::record::Decimal;
use rusqlite::{Transaction, TransactionBehavior, params};

/// The duty and the period that a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Id of the document.
    pub document: String,
    /// Names the duty across versions of the document: fingerprint of the record, with that of the step.
    pub item: String,
    /// The unit that reports.
    pub unit: String,
    /// The period, by its last month: `2022-06`.
    pub period: String,
    /// Id of the record when it was collected.
    pub record: String,
    /// Is it an indicator, or a task.
    pub is_target: bool,
    /// Name of the indicator, title of the task.
    pub name: String,
    /// The step, empty for a whole task and for an indicator.
    pub step: String,
    /// Last day, `2022-06-30`.
    pub due: Option<String>,
    /// What is to be reached, as printed.
    pub goal: Option<String>,
    /// What the unit says; none takes back what it said before.
    pub said: Option<Said>,
}

/// What a unit says of a duty. Empty texts are what it left empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// 状态
    pub status: Option<String>,
    /// 完成值
    pub value: Option<Decimal>,
    /// 进展情况
    pub text: String,
    /// 存在问题
    pub problem: String,
    /// 下一步
    pub next: String,
    /// 填报人
    pub reporter: String,
    /// 填报日期, `2022-07-05`
    pub reported_on: Option<String>,
    /// The day on which it was collected.
    pub collected_on: String,
}

impl Ledger {
    /// Notes what units have reported; what they said of the same duty for the same period before is replaced.
    ///
    /// # Errors
    /// When the file cannot be written; nothing is noted then.
    pub fn note_progress(&mut self, reports: &[Reported]) -> Result<(), LedgerError> {
        self.write_quickly()?;
        let mut note = || {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            reports.iter().try_for_each(|report| put(&transaction, report))?;
            transaction.commit()
        };
        let done = note();
        done.map_err(|error| self.failed(error))
    }
}

fn put(transaction: &Transaction, report: &Reported) -> rusqlite::Result<()> {
    let Reported { document, item, unit, period, record, is_target, name, step, due, goal, said } = report;
    let Some(said) = said else {
        let sql = "DELETE FROM progress WHERE document = ?1 AND item = ?2 AND unit = ?3 AND period = ?4";
        transaction.prepare_cached(sql)?.execute(params![document, item, unit, period])?;
        return Ok(());
    };
    let sql = "INSERT OR REPLACE INTO progress VALUES
               (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
    let value = said.value.map(|value| value.to_string());
    let number: Option<f64> = value.as_deref().and_then(|value| value.parse().ok());
    transaction.prepare_cached(sql)?.execute(params![
        document,
        item,
        unit,
        period,
        record,
        if *is_target { "target" } else { "task" },
        name,
        step,
        due,
        goal,
        said.status,
        value,
        number,
        said.text,
        said.problem,
        said.next,
        said.reporter,
        said.reported_on,
        said.collected_on,
    ])?;
    Ok(())
}
