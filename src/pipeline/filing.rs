//! Every document goes into the ledger (台账), in the order of the input.

use super::problem::Problem;
use super::rulebook::Rulebook;
use crate::compare;
use crate::ledger::{Label, Labels, Ledger, Stored};
use crate::record::DocumentRecords;
use std::path::Path;

/// Name of the ledger in the output folder.
pub const LEDGER: &str = "gongwen.sqlite";

/// What became of the documents of a run in the ledger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filed {
    /// Documents that were not there.
    pub added: u64,
    /// Documents of which another version was there.
    pub superseded: u64,
    /// Documents that were there with the same content and were read anew.
    pub renewed: u64,
    /// Documents that were there as they are.
    pub unchanged: u64,
}

/// The ledger of a run. After its first failure it is given up; what was put into it before stays.
pub(super) struct Filing {
    ledger: Option<Ledger>,
    filed: Option<Filed>,
    /// What kept it from being opened.
    problem: Option<Problem>,
}

impl Filing {
    /// Opens the ledger, where one is wanted.
    pub(super) fn open(path: Option<&Path>) -> Filing {
        match path.map(Ledger::open) {
            None => Filing { ledger: None, filed: None, problem: None },
            Some(Ok(ledger)) => Filing { ledger: Some(ledger), filed: Some(Filed::default()), problem: None },
            Some(Err(error)) => Filing { ledger: None, filed: None, problem: Some(Problem::Ledger(error)) },
        }
    }

    /// Can documents be put into it.
    pub(super) fn is_open(&self) -> bool {
        self.ledger.is_some()
    }

    /// Puts a document into it.
    pub(super) fn put(&mut self, records: &DocumentRecords, labels: &Labels) -> Option<Problem> {
        let (ledger, filed) = self.ledger.as_mut().zip(self.filed.as_mut())?;
        match ledger.put(records, labels) {
            Ok(stored) => {
                *filed.count(stored) += 1;
                None
            }
            Err(error) => {
                self.ledger = None;
                Some(Problem::Ledger(error))
            }
        }
    }

    /// What became of the documents, and what kept the ledger closed.
    pub(super) fn finish(self) -> (Option<Filed>, Option<Problem>) {
        (self.filed, self.problem)
    }
}

impl Filed {
    fn count(&mut self, stored: Stored) -> &mut u64 {
        match stored {
            Stored::Added => &mut self.added,
            Stored::Superseded => &mut self.superseded,
            Stored::Renewed => &mut self.renewed,
            Stored::Unchanged => &mut self.unchanged,
        }
    }
}

/// What the rules say of the targets of a document.
pub(super) fn labels(records: &DocumentRecords, rulebook: &Rulebook) -> Labels {
    let label = |compare::Label { indicator, key, places }: compare::Label| Label { indicator, key, places };
    let labels = compare::labels(records, &rulebook.rules, rulebook.checker.settings());
    Labels { targets: labels.into_iter().map(label).collect() }
}
