//! Accepted findings (已核对): fingerprints of findings that someone has looked at, with who, when and why. They are
//! silenced; an acceptance that matches nothing any more is reported.

use crate::record::DocumentRecords;
use serde::{Deserialize, Serialize};

/// What fingerprints of findings between documents (GW5xx) begin with; no other does, being hexadecimal.
pub const BETWEEN_DOCUMENTS: char = 'x';

/// The content of `accepted.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// One entry a finding.
    #[serde(default)]
    pub accepted: Vec<Acceptance>,
}

/// A finding that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// Fingerprint of the finding.
    pub fingerprint: String,
    /// Id of the document; without it the acceptance holds in every document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Who has looked at it.
    pub by: String,
    /// When, as `2024-05-07`.
    pub on: String,
    /// Why it may stay.
    pub reason: String,
}

impl Accepted {
    /// Reads the text of an `accepted.toml`.
    ///
    /// # Errors
    /// When it is no TOML, or an entry lacks a field or has an unknown one.
    pub fn parse(text: &str) -> Result<Accepted, toml::de::Error> {
        toml::from_str(text)
    }

    /// Takes the accepted findings out of the records and returns the places, in this list, of the entries that matched.
    pub fn silence(&self, records: &mut DocumentRecords) -> Vec<usize> {
        let id = &records.document.id;
        let mut used = Vec::new();
        records.findings.retain(|finding| {
            let before = used.len();
            used.extend(self.matching(id, &finding.fingerprint));
            used.len() == before
        });
        used
    }

    /// The places, in this list, of the entries that accept a finding of a document.
    pub fn matching<'a>(&'a self, document: &'a str, fingerprint: &'a str) -> impl Iterator<Item = usize> + 'a {
        let of_document = move |entry: &Acceptance| entry.document.as_ref().is_none_or(|own| own == document);
        let entries = self.accepted.iter().enumerate();
        entries.filter(move |(_, entry)| of_document(entry) && entry.fingerprint == fingerprint).map(|(at, _)| at)
    }

    /// The entries that are not among the `used` ones. An entry of a document that was not `read` is no stray, nor is one
    /// of a finding between documents, which only a comparison can find.
    pub fn stray(&self, used: &[usize], read: &[&str]) -> Vec<&Acceptance> {
        let was_read =
            |entry: &Acceptance| entry.document.as_ref().is_none_or(|document| read.contains(&document.as_str()));
        let between = |entry: &Acceptance| entry.fingerprint.starts_with(BETWEEN_DOCUMENTS);
        let unused = self.accepted.iter().enumerate().filter(|(at, _)| !used.contains(at));
        let strays = unused.filter(|(_, entry)| was_read(entry) && !between(entry));
        strays.map(|(_, entry)| entry).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{document, target};
    use crate::check::{Settings, run};

    fn entry(fingerprint: &str, document: &str) -> String {
        format!(
            "[[accepted]]\nfingerprint = \"{fingerprint}\"\n{document}by = \"张三\"\non = \"2024-05-07\"\nreason = \"原文如此\"\n"
        )
    }

    #[test]
    fn what_was_accepted_is_silent_and_strays_are_told() {
        let rows = || document().with(target("山塘").seq(1).regions("全市 9, 甲县 3, 乙县 4"));
        let mut records = rows().build();
        run(&mut records, &Settings::default());
        let fingerprint = records.findings[0].fingerprint.clone();
        let text = [
            entry(&fingerprint, "document = \"文件\"\n"),
            entry(&fingerprint, "document = \"别的文件\"\n"),
            entry("0000000000000000", ""),
            entry("x000000000000000", ""),
        ];
        let accepted = Accepted::parse(&text.join("\n")).unwrap();
        let used = accepted.silence(&mut records);
        assert_eq!((records.findings.len(), used.as_slice()), (0, [0].as_slice()));
        let strays: Vec<_> =
            accepted.stray(&used, &["文件"]).into_iter().map(|entry| entry.fingerprint.as_str()).collect();
        assert_eq!(strays, ["0000000000000000"]);
        assert_eq!(accepted.stray(&used, &["文件", "别的文件"]).len(), 2);
    }

    #[test]
    fn an_entry_says_who_when_and_why() {
        let error = Accepted::parse("[[accepted]]\nfingerprint = \"1\"\n").unwrap_err().to_string();
        assert!(error.contains("by"), "{error}");
        assert_eq!(Accepted::parse("").unwrap(), Accepted::default());
    }
}
