//! `rules test`: the examples of all rules, and an office's own documents with the records that they must give.

use super::checkup::{Checkup, check};
use super::difference::{Difference, between, shown};
use crate::pipeline::{File, files, opened};
use crate::record::DocumentRecords;
use crate::rules::{Layers, Rules, RulesError};
use crate::write::WriteError;
use crate::write::files::write_atomically;
use crate::write::json;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder with documents, in the folder with rules.
const CASES: &str = "例文";
/// The ending of the records that a document must give, behind its own.
const EXPECTED: &str = "json";

/// What a test of rules came to.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The rules themselves with their examples.
    pub checkup: Checkup,
    /// The documents in order of their names.
    pub cases: Vec<Case>,
    folder: Option<PathBuf>,
}

/// A document of the office.
#[derive(Debug, Clone)]
pub struct Case {
    /// The document.
    pub file: PathBuf,
    /// What came of it.
    pub verdict: Verdict,
}

/// What came of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The records are those that are expected.
    Same,
    /// They are not.
    Differs(Vec<Difference>),
    /// Nobody has said yet what is expected.
    New,
    /// The document or its expected records cannot be read, in Chinese.
    Unreadable(String),
}

/// Tests the rules of all layers, and the documents in the `例文` folder of the folder given.
pub fn test(layers: &Layers) -> Trial {
    let checkup = check(layers);
    let cases = match (Rules::of(layers), &layers.folder) {
        (Ok(rules), Some(folder)) => documents(folder)
            .into_iter()
            .map(|file| Case { verdict: verdict(&rules, &file), file: file.file })
            .collect(),
        _ => Vec::new(),
    };
    Trial { checkup, cases, folder: layers.folder.clone() }
}

/// Writes down what the rules give now as what is expected from here on, for the documents that differ or are new;
/// gives the files that were written.
///
/// # Errors
/// Wrong rules, or a file that cannot be written.
pub fn accept(layers: &Layers) -> Result<Vec<PathBuf>, AcceptError> {
    let rules = Rules::of(layers)?;
    let mut written = Vec::new();
    let found = layers.folder.as_deref().map(documents).unwrap_or_default();
    for file in found.iter().filter(|file| verdict(&rules, file) != Verdict::Same) {
        if let Ok(records) = records(&rules, file) {
            let path = expected(&file.file);
            write_atomically(&path, &json::document(&records))?;
            written.push(path);
        }
    }
    Ok(written)
}

/// Why nothing was accepted. `Display` is the message in Chinese.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Wrong rules.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// A file that cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

fn documents(folder: &Path) -> Vec<File> {
    let found = files(&[folder.join(CASES)]).unwrap_or_default();
    found.into_iter().filter(|file| file.file.is_file()).collect()
}

/// `来文.md.json` beside `来文.md`.
fn expected(document: &Path) -> PathBuf {
    let name = document.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    document.with_file_name(format!("{name}.{EXPECTED}"))
}

/// The records of a document; a Chinese sentence where there are none.
fn records(rules: &Rules, file: &File) -> Result<DocumentRecords, String> {
    let mut documents = opened(file);
    let one = if documents.len() == 1 { documents.pop() } else { None };
    let one = one.ok_or("里面不止一份文件，请把要对照的一份取出来放进例文")?;
    one.and_then(|document| document.records(rules)).map_err(|failure| failure.problem.to_string())
}

fn verdict(rules: &Rules, file: &File) -> Verdict {
    let wanted = match fs::read_to_string(expected(&file.file)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Verdict::New,
        Err(error) => return Verdict::Unreadable(format!("应得的记录读不了（{error}）")),
    };
    let wanted: DocumentRecords = match serde_json::from_str(&wanted) {
        Ok(records) => records,
        Err(error) => return Verdict::Unreadable(format!("应得的记录不是 documents/*.json 的格式（{error}）")),
    };
    match records(rules, file) {
        Ok(found) => match between(&wanted, &found) {
            same if same.is_empty() => Verdict::Same,
            differences => Verdict::Differs(differences),
        },
        Err(reason) => Verdict::Unreadable(reason),
    }
}

impl Trial {
    /// Do all rules and documents pass?
    pub fn passed(&self) -> bool {
        let good = |case: &Case| matches!(case.verdict, Verdict::Same | Verdict::New);
        self.checkup.passed() && self.cases.iter().all(good)
    }

    /// What failed, and a closing line.
    pub fn text(&self) -> String {
        let mut out = self.checkup.text();
        for case in &self.cases {
            let file = case.file.display();
            match &case.verdict {
                Verdict::Same => {}
                Verdict::Differs(differences) => {
                    out.push_str(&format!("\n{file}：与记下的不同（应得 → 实得）\n{}", shown(differences)));
                }
                Verdict::New => out.push_str(&format!("\n{file}：还没有记下应得的记录\n")),
                Verdict::Unreadable(reason) => out.push_str(&format!("\n{file}：{reason}\n")),
            }
        }
        let count = |good: fn(&Verdict) -> bool| self.cases.iter().filter(|case| good(&case.verdict)).count();
        let same = count(|verdict| *verdict == Verdict::Same);
        let fresh = count(|verdict| *verdict == Verdict::New);
        match (&self.folder, self.cases.len()) {
            (Some(folder), 0) => out.push_str(&format!(
                "没有例文。把核对过的来文放进“{}”，加 --accept 运行一次，以后改规则就会与它对照\n",
                folder.join(CASES).display()
            )),
            (None, _) => {}
            (Some(_), all) => {
                out.push_str(&format!("例文 {all} 份：一致 {same}，不同或读不了 {}", all - same - fresh));
                out.push_str(&if fresh > 0 {
                    format!("，没有记下的 {fresh}（加 --accept 记下）\n")
                } else {
                    "\n".into()
                });
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "# 2025年海湾市重点项目清单\n\n| 序号 | 项目名称 | 建设内容 | 承接方 |\n|---|---|---|---|\n\
                          | 1 | 冷链码头 | 新建泊位2个 | 市港航局 |\n| 2 | 船闸 | 建成船闸1座 | 市水利局 |\n";
    const RULE: &str = "[[rule]]\nid = \"office.承接方\"\ntitle = \"承接方\"\nkind = \"column\"\nwords = [\"承接方\"]\n\
                        yields = { role = \"responsible\" }\n[[rule.example]]\ntext = \"承接方\"\n[[rule.counter]]\ntext = \"承接方名单\"\n";

    #[test]
    fn documents_are_held_to_what_was_accepted() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path(CASES)).unwrap();
        fs::write(path("例文/来文.md"), LETTER).unwrap();
        fs::write(path("a.toml"), RULE).unwrap();
        let layers = Layers::folder(Some(folder.path()));
        let first = test(&layers);
        assert!(first.passed() && first.text().contains("没有记下的 1（加 --accept 记下）"), "{}", first.text());
        assert_eq!(accept(&layers).unwrap(), [path("例文/来文.md.json")]);
        assert!(accept(&layers).unwrap().is_empty(), "nothing new to write down");
        let second = test(&layers);
        assert!(second.passed() && second.text().ends_with("例文 1 份：一致 1，不同或读不了 0\n"), "{}", second.text());
        fs::remove_file(path("a.toml")).unwrap();
        let third = test(&layers);
        assert!(!third.passed(), "{}", third.text());
        assert!(third.text().contains("责任单位：市港航局 → （空）"), "{}", third.text());
        fs::write(path("例文/来文.md.json"), "{}").unwrap();
        assert!(test(&layers).text().contains("应得的记录不是 documents/*.json 的格式"));
    }

    #[test]
    fn a_folder_without_documents_says_how_to_begin() {
        let folder = tempfile::tempdir().unwrap();
        let trial = test(&Layers::folder(Some(folder.path())));
        assert!(trial.passed() && trial.text().contains("没有例文。"), "{}", trial.text());
    }
}
