//! Findings of the comparison in the making.

use super::View;
use crate::check::Settings;
use crate::check::accepted::BETWEEN_DOCUMENTS;
use crate::grammar::fold::fold;
use crate::record::comparison::{
    ComparedIndicator, ComparisonFinding, DocumentEvidence, SeriesValue, TaskChange, UnitChange,
};
use crate::record::digest;
use crate::record::{Anchor, Severity};
use std::collections::BTreeMap;

/// A check of the comparison: how it is called, what it means, what it does.
pub struct Check {
    /// Stable code, such as `GW501`.
    pub code: &'static str,
    /// Short English name, also the name of its file.
    pub name: &'static str,
    /// Short Chinese title.
    pub title: &'static str,
    /// Severity where the settings say nothing.
    pub severity: Severity,
    /// One page in Chinese: what it looks at, why it matters, an example, what to do.
    pub explanation: &'static str,
    pub(super) run: fn(&Context) -> Vec<Draft>,
}

/// What a check works on.
pub(super) struct Context<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) indicators: &'a [ComparedIndicator],
    pub(super) tasks: &'a [TaskChange],
    pub(super) units: &'a [UnitChange],
}

/// What a check has found.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// Chinese sentence.
    pub(super) message: String,
    /// Records it is about, document and id.
    pub(super) subject: Vec<(String, String)>,
    /// What makes it the same finding in another run.
    pub(super) key: Vec<String>,
    pub(super) expected: Option<String>,
    pub(super) found: Option<String>,
    pub(super) evidence: Vec<DocumentEvidence>,
    /// The evidence is thin: one step less severe.
    pub(super) soft: bool,
}

impl Draft {
    /// A finding about values of an indicator, quoted in their order.
    pub(super) fn of_values(message: String, key: Vec<String>, values: &[&SeriesValue]) -> Draft {
        let subject = values.iter().map(|value| (value.document.clone(), value.target.clone())).collect();
        let evidence = values.iter().map(|value| quote(&value.document, &value.raw, &value.anchor)).collect();
        Draft { message, subject, key, evidence, ..Draft::default() }
    }
}

/// A quote of a document.
pub(super) fn quote(document: &str, text: &str, anchor: &Anchor) -> DocumentEvidence {
    DocumentEvidence { document: document.to_string(), text: text.to_string(), anchor: anchor.clone() }
}

/// A value in words: `2022年目标值 ≥11000`.
pub(super) fn told(value: &SeriesValue) -> String {
    let year = value.year.map(|year| format!("{year}年")).unwrap_or_default();
    let raw: String = value.raw.split_whitespace().collect();
    format!("{year}{} {raw}", value.basis.label())
}

/// Runs the checks that are not off; findings come by code, then in the order of the checks.
pub(super) fn run(checks: &[Check], context: &Context, settings: &Settings) -> Vec<ComparisonFinding> {
    let path = &context.view.documents[0].document.source.path;
    let mut findings = Vec::new();
    for check in checks {
        let setting = settings.of(check.code, path);
        let Some(severity) = setting.map_or(Some(check.severity), |setting| setting.severity()) else { continue };
        findings.extend((check.run)(context).into_iter().map(|draft| finish(check.code, severity, draft)));
    }
    tell_twins_apart(&mut findings);
    findings
}

fn finish(code: &str, severity: Severity, draft: Draft) -> ComparisonFinding {
    let mut identity = vec![code.to_string()];
    identity.extend(draft.key.iter().map(|word| fold(word)));
    identity.extend([&draft.expected, &draft.found].map(|value| fold(value.as_deref().unwrap_or_default())));
    let severity = match (severity, draft.soft) {
        (Severity::Error, true) => Severity::Warning,
        (_, true) => Severity::Info,
        (severity, false) => severity,
    };
    let mut subject: Vec<String> = Vec::new();
    for (document, record) in draft.subject {
        let name = format!("{document}#{record}");
        if !subject.contains(&name) {
            subject.push(name);
        }
    }
    ComparisonFinding {
        code: code.to_string(),
        severity,
        message: draft.message,
        subject,
        expected: draft.expected,
        found: draft.found,
        evidence: draft.evidence,
        fingerprint: named(&identity),
    }
}

/// The fingerprint of a finding between documents.
fn named(identity: &[String]) -> String {
    let fingerprint = digest(identity);
    let digits = fingerprint.chars().skip(1);
    std::iter::once(BETWEEN_DOCUMENTS).chain(digits).collect()
}

fn tell_twins_apart(findings: &mut [ComparisonFinding]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        let twins = seen.entry(finding.fingerprint.clone()).or_default();
        *twins += 1;
        if *twins > 1 {
            finding.fingerprint = named(&[finding.fingerprint.clone(), twins.to_string()]);
        }
    }
}
