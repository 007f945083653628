//! A finding in the making, and the fingerprint that names it across runs.

use super::{Context, plain};
use crate::record::{Evidence, Finding, Severity, digest};
use std::collections::BTreeMap;

/// What a check has found; [`finish`] makes findings of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// Chinese sentence.
    pub(super) message: String,
    /// Ids of the records it is about.
    pub(super) subject: Vec<String>,
    /// What makes it the same finding in another run; empty where the subjects do.
    pub(super) key: Vec<String>,
    /// What should stand there.
    pub(super) expected: Option<String>,
    /// What stands there.
    pub(super) found: Option<String>,
    /// Quotes.
    pub(super) evidence: Vec<Evidence>,
    /// By how many steps the severity is lowered because the evidence is thin.
    pub(super) softer: usize,
}

impl Draft {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Draft { message: message.into(), ..Draft::default() }
    }

    pub(super) fn about<'i>(mut self, ids: impl IntoIterator<Item = &'i str>) -> Self {
        self.subject.extend(ids.into_iter().map(str::to_owned));
        self
    }

    pub(super) fn known_by(mut self, key: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.key.extend(key.into_iter().map(|word| plain(word.as_ref())));
        self
    }

    pub(super) fn expected(mut self, expected: impl ToString) -> Self {
        self.expected = Some(expected.to_string());
        self
    }

    pub(super) fn found(mut self, found: impl ToString) -> Self {
        self.found = Some(found.to_string());
        self
    }

    pub(super) fn evidence(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    pub(super) fn softened(mut self, steps: usize) -> Self {
        self.softer += steps;
        self
    }
}

/// Makes the findings of one check out of its drafts, in the order of their places.
pub(super) fn finish(code: &str, severity: Severity, drafts: Vec<Draft>, context: &Context) -> Vec<Finding> {
    let mut findings: Vec<_> = drafts.into_iter().map(|draft| finding(code, severity, draft, context)).collect();
    findings.sort_by_key(place);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for finding in &mut findings {
        let twins = seen.entry(finding.fingerprint.clone()).or_default();
        *twins += 1;
        if *twins > 1 {
            finding.fingerprint = digest(&[finding.fingerprint.clone(), twins.to_string()]);
        }
    }
    findings
}

fn finding(code: &str, severity: Severity, draft: Draft, context: &Context) -> Finding {
    let names = draft.subject.iter().filter_map(|id| context.item(id)).map(|item| item.identity());
    let mut identity = vec![code.to_owned()];
    if draft.key.is_empty() {
        identity.extend(names)
    } else {
        identity.extend(draft.key)
    }
    identity.extend([&draft.expected, &draft.found].map(|value| plain(value.as_deref().unwrap_or_default())));
    Finding {
        code: code.to_owned(),
        severity: lowered(severity, draft.softer),
        message: draft.message,
        subject: draft.subject,
        expected: draft.expected,
        found: draft.found,
        evidence: draft.evidence,
        fingerprint: digest(&identity),
    }
}

fn lowered(severity: Severity, steps: usize) -> Severity {
    let order = [Severity::Error, Severity::Warning, Severity::Info];
    order[(severity as usize + steps).min(order.len() - 1)]
}

/// What findings of one code are sorted by: the place of the first quote.
fn place(finding: &Finding) -> impl Ord + use<> {
    let anchor = finding.evidence.first().map(|evidence| evidence.anchor.clone()).unwrap_or_default();
    (anchor.page, anchor.line, anchor.column, anchor.sheet, anchor.table, anchor.row, anchor.col)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{document, target};
    use crate::record::{Anchor, DocumentRecords};

    fn print_of(records: &DocumentRecords, id: &str, found: &str) -> String {
        let checker = crate::check::Checker::new(crate::check::Settings::default());
        let context = Context::new(records, &checker);
        let draft = Draft::new("消息").about([id]).found(found);
        finish("GW201", Severity::Error, vec![draft], &context).remove(0).fingerprint
    }

    #[test]
    fn a_fingerprint_forgets_ids_lines_and_blanks_but_not_names_and_values() {
        let first = document().with(target("养护公路").list("分解表").seq(28)).build();
        let mut moved = document()
            .with(target("别的").list("分解表").seq(1))
            .with(target("养护 公路").list("分解表").seq(28))
            .build();
        moved.targets[1].anchor = Anchor::text(900, 1, 900, 9);
        let print = print_of(&first, "T001", "78");
        assert_eq!(print.len(), 16);
        assert_eq!(print, print_of(&moved, "T002", "7 8"));
        assert_ne!(print, print_of(&moved, "T001", "78"));
        assert_ne!(print, print_of(&moved, "T002", "79"));
    }

    #[test]
    fn twins_get_fingerprints_of_their_own() {
        let records = document().with(target("养护公路")).build();
        let checker = crate::check::Checker::new(crate::check::Settings::default());
        let context = Context::new(&records, &checker);
        let twins = vec![Draft::new("甲").about(["T001"]), Draft::new("甲").about(["T001"])];
        let findings = finish("GW104", Severity::Warning, twins, &context);
        assert_ne!(findings[0].fingerprint, findings[1].fingerprint);
    }

    #[test]
    fn thin_evidence_lowers_the_severity_down_to_info() {
        assert_eq!(lowered(Severity::Error, 0), Severity::Error);
        assert_eq!(lowered(Severity::Error, 1), Severity::Warning);
        assert_eq!(lowered(Severity::Info, 2), Severity::Info);
    }
}
