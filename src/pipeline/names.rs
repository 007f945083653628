//! Ids of documents: safe as file names, each once in a run.

use super::problem::Problem;
use crate::record::DocumentInfo;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Longest id in bytes; with an ending and the prefix of a temporary file it stays under the 255 of file systems.
const LONGEST: usize = 180;
/// The workbook over all documents stands beside those of the documents.
const RESERVED: &str = "汇总";
/// Hexadecimal digits of the hash that tell two documents of one number apart.
const HASH_DIGITS: usize = 6;

/// The ids given so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Id in lower case (file systems may not tell case) to the path of its document.
    taken: BTreeMap<String, String>,
    /// Hash of the content to the path of its first document.
    contents: BTreeMap<String, String>,
}

impl Names {
    /// Takes the name of a document that is there already.
    pub(super) fn remember(&mut self, id: &str, path: &str, sha256: &str) {
        self.taken.insert(id.to_lowercase(), path.to_string());
        self.contents.insert(sha256.to_string(), path.to_string());
    }

    /// Makes the id of a document safe and unique; says so where the id or the content was there before.
    pub(super) fn settle(&mut self, document: &mut DocumentInfo) -> Option<Problem> {
        let wanted = wanted_name(document);
        let hashed = with_hash(&wanted, document);
        let others = (1..).map(|n| if n == 1 { hashed.clone() } else { format!("{hashed}-{n}") });
        let is_free = |name: &String| name != RESERVED && !self.taken.contains_key(&name.to_lowercase());
        let mut candidates = [wanted.clone()].into_iter().chain(others);
        let id = candidates.find(is_free).expect("one of endless names is free");
        let problem = self.double_of(document, &wanted, &id);
        self.taken.insert(id.to_lowercase(), document.source.path.clone());
        self.contents.entry(document.source.sha256.clone()).or_insert_with(|| document.source.path.clone());
        document.id = id;
        problem
    }

    fn double_of(&self, document: &DocumentInfo, wanted: &str, id: &str) -> Option<Problem> {
        if let Some(other) = self.contents.get(&document.source.sha256) {
            return Some(Problem::SameContent { other: other.clone(), id: id.to_string() });
        }
        let other = self.taken.get(&wanted.to_lowercase())?.clone();
        Some(Problem::SameNumber { number: document.doc_number.clone(), other, id: id.to_string() })
    }
}

/// The ids that a document may come to have: alone, and beside another of its number.
pub(super) fn possible(document: &DocumentInfo) -> [String; 2] {
    let wanted = wanted_name(document);
    let hashed = with_hash(&wanted, document);
    [wanted, hashed]
}

/// The name of the second document of a number.
fn with_hash(wanted: &str, document: &DocumentInfo) -> String {
    format!("{wanted}-{}", document.source.sha256.get(..HASH_DIGITS).unwrap_or_default())
}

/// The id that the document would have alone; the name of the file where nothing better is known.
fn wanted_name(document: &DocumentInfo) -> String {
    let stem = Path::new(&document.source.path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let candidates = [safe_name(&document.id), safe_name(&stem.unwrap_or_default())];
    candidates.into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| "文件".to_string())
}

/// A name that every file system takes: no separators, wildcards or control characters, no dot or blank at its ends,
/// no name of a device, not too long.
pub(super) fn safe_name(name: &str) -> String {
    let replace = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let invisible = |c: &char| {
        c.is_control() && !c.is_whitespace()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let clean: String = name.chars().filter(|c| !invisible(c)).map(replace).collect();
    let words: BTreeSet<usize> =
        clean.char_indices().map(|(i, c)| i + c.len_utf8()).filter(|&end| end <= LONGEST).collect();
    let end = words.last().copied().unwrap_or(0);
    let name = clean[..end].trim_matches([' ', '.', '-']);
    if is_device(name) { format!("{name}_") } else { name.to_string() }
}

/// Names that Windows keeps for devices, also with an ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered =
        |prefix: &str| stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Format, Source};

    fn document(id: &str, path: &str, sha256: &str) -> DocumentInfo {
        let source = Source {
            path: path.to_string(),
            format: Format::Text,
            encoding: "UTF-8".to_string(),
            bytes: 1,
            sha256: sha256.to_string(),
        };
        DocumentInfo {
            id: id.to_string(),
            source,
            title: None,
            doc_number: Some("海发〔2025〕1号".to_string()),
            issuer: None,
            index_number: None,
            signed_date: None,
            published_date: None,
            region: None,
            year: None,
            attachments: Vec::new(),
            attached: Vec::new(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn names_are_safe_everywhere() {
        let long = "长".repeat(200);
        let cases = [
            ("海发-2025-1", "海发-2025-1"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j"),
            ("../../etc/passwd", "etc-passwd"),
            (" 通知.\u{3000}", "通知"),
            ("一\n二\t三\u{0}", "一 二 三"),
            ("con", "con_"),
            ("LPT1.txt", "LPT1.txt_"),
            ("control", "control"),
            ("...", ""),
            ("\u{202e}gpj", "gpj"),
            (long.as_str(), &long[..LONGEST]),
        ];
        for (name, expected) in cases {
            assert_eq!(safe_name(name), expected, "{name}");
        }
    }

    #[test]
    fn the_second_of_a_number_gets_its_hash() {
        let mut names = Names::default();
        let mut settle = |id: &str, path: &str, sha256: &str| {
            let mut document = document(id, path, sha256);
            let problem = names.settle(&mut document);
            (document.id, problem.map(|p| p.kind().to_string()))
        };
        let double = Some("duplicate".to_string());
        assert_eq!(settle("海发-2025-1", "a.txt", "aaaaaaaa"), ("海发-2025-1".into(), None));
        assert_eq!(settle("海发-2025-1", "b.txt", "bbbbbbbb"), ("海发-2025-1-bbbbbb".into(), double.clone()));
        assert_eq!(settle("海发-2025-1", "c.txt", "aaaaaaaa"), ("海发-2025-1-aaaaaa".into(), double.clone()));
        assert_eq!(settle("海发-2025-1", "d.txt", "aaaaaaaa"), ("海发-2025-1-aaaaaa-2".into(), double.clone()));
        assert_eq!(settle("海发-2025-2", "e.txt", "eeeeeeee"), ("海发-2025-2".into(), None));
        assert_eq!(settle("ABC", "f.txt", "ffffffff"), ("ABC".into(), None));
        assert_eq!(settle("abc", "g.txt", "99999999"), ("abc-999999".into(), double));
    }

    #[test]
    fn the_summary_keeps_its_name_and_files_lend_theirs() {
        let mut names = Names::default();
        let mut summary = document("汇总", "x.txt", "12345678");
        assert_eq!(names.settle(&mut summary), None);
        assert_eq!(summary.id, "汇总-123456");
        let mut nameless = document("", "dir/某文件.txt", "87654321");
        assert_eq!(names.settle(&mut nameless), None);
        assert_eq!(nameless.id, "某文件");
    }
}
