//! Which documents a new one is held against, and the line (沿革) of a task over the years.

use super::{Ledger, LedgerError, Version};
use rusqlite::{OptionalExtension, TransactionBehavior, params};

/// A task by the id of its document and its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskName {
    /// Id of the document.
    pub document: String,
    /// Id of the task there.
    pub task: String,
}

/// A task that goes on from one of an earlier document.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskLink {
    /// The task.
    pub task: TaskName,
    /// The earlier one.
    pub earlier: TaskName,
    /// How sure it is, 0..1.
    pub score: f64,
}

impl Ledger {
    /// The current versions of documents that govern, or give figures of, one of these regions, in the order in which they
    /// came.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn about(&self, places: &[String]) -> Result<Vec<Version>, LedgerError> {
        let marks = vec!["?"; places.len()].join(", ");
        let sql = format!(
            "SELECT version, current, id, year, region FROM documents
             WHERE current = 1 AND version IN (SELECT document FROM places WHERE place IN ({marks})) ORDER BY version"
        );
        self.rows(&sql, rusqlite::params_from_iter(places), super::version)
    }

    /// Notes which tasks go on from which; a task that was linked before is linked anew. Tasks that the ledger does not
    /// hold are left out.
    ///
    /// # Errors
    /// When the file cannot be written; no link is changed then.
    pub fn link(&mut self, links: &[TaskLink]) -> Result<(), LedgerError> {
        self.write_quickly()?;
        let mut link = || {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for link in links {
                // A corrected version may have lost the task, so only tasks that are there are linked.
                let sql = "INSERT OR REPLACE INTO task_links
                           SELECT n.document, n.id, e.document, e.id, ?5
                           FROM tasks n JOIN documents dn ON dn.version = n.document AND dn.current = 1,
                                tasks e JOIN documents de ON de.version = e.document AND de.current = 1
                           WHERE dn.id = ?1 AND n.id = ?2 AND de.id = ?3 AND e.id = ?4 AND n.document <> e.document";
                let TaskLink { task, earlier, score } = link;
                transaction.prepare_cached(sql)?.execute(params![
                    task.document,
                    task.task,
                    earlier.document,
                    earlier.task,
                    score
                ])?;
            }
            transaction.commit()
        };
        let done = link();
        done.map_err(|error| self.failed(error))
    }

    /// The task under whose id the line of a task began; `None` where the ledger does not hold it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn first_of_line(&self, task: &TaskName) -> Result<Option<TaskName>, LedgerError> {
        let sql = "WITH RECURSIVE line (document, task, steps) AS (
                       SELECT d.version, k.id, 0 FROM documents d JOIN tasks k ON k.document = d.version
                       WHERE d.id = ?1 AND d.current = 1 AND k.id = ?2
                       UNION ALL
                       SELECT l.earlier_document, l.earlier_task, line.steps + 1
                       FROM task_links l JOIN line ON l.document = line.document AND l.task = line.task
                       WHERE line.steps < 100
                   )
                   SELECT d.id, line.task FROM line JOIN documents d ON d.version = line.document
                   ORDER BY line.steps DESC LIMIT 1";
        let name = |row: &rusqlite::Row| Ok(TaskName { document: row.get(0)?, task: row.get(1)? });
        let first = self.connection.query_row(sql, params![task.document, task.task], name).optional();
        first.map_err(|error| self.failed(error))
    }
}
