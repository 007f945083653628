//! A folder to work in, and the program run there.

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A small file with a document number, a table of indicators, and duties in prose.
pub fn notice(number: u32) -> String {
    format!(
        "# 海湾市人民政府办公室文件\n\n海政办发〔2025〕{number}号\n\n## 关于印发2025年海湾市重点工作清单的通知\n\n\
         各区人民政府：\n\n## 一、主要指标\n\n\
         | 序号 | 指标 | 2024年完成值 | 2025年目标值 | 责任单位 |\n|---|---|---|---|---|\n\
         | 1 | 海水养殖产量（万吨） | 12.5 | 13以上 | 市农业农村局 |\n\
         | 2 | 港口吞吐量增速（%） | 6.1 | ≥7 | 市交通局<br>市港航局 |\n\n\
         ## 二、重点任务\n\n1. 新建渔港避风锚地2处，9月底前完工。（市农业农村局、市交通局）\n\n\
         海湾市人民政府办公室\n\n2025年2月{number}日\n"
    )
}

/// What a run came to.
pub struct Run {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// The only line of standard error that names this file.
    pub fn line_about(&self, file: &str) -> &str {
        let lines: Vec<&str> = self.stderr.lines().filter(|line| line.contains(file)).collect();
        assert_eq!(lines.len(), 1, "lines about {file} in:\n{}", self.stderr);
        lines[0]
    }
}

/// A folder of its own for a test.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Desk {
        Desk(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    /// Writes a file, with the folders above it.
    pub fn file(&self, file: &str, content: impl AsRef<[u8]>) -> &Desk {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("lies in the folder")).expect("writable");
        fs::write(path, content).expect("writable");
        self
    }

    /// Runs the program in this folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = cargo_bin_cmd!("gongwen").current_dir(self.0.path()).args(arguments).output().expect("runs");
        Run {
            code: output.status.code().expect("ended by itself"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Reads the folder `in` into the folder `out`.
    pub fn extract(&self) -> Run {
        self.run(&["extract", "in", "-o", "out"])
    }

    /// Every file below a folder with its bytes.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(&self.path(folder), "", &mut files);
        files
    }

    pub fn json(&self, file: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(file)).expect("was written")).expect("is JSON")
    }

    /// Kind and path of every failure in `out/index.json`.
    pub fn failures(&self) -> Vec<(String, String)> {
        let index = self.json("out/index.json");
        let text = |failure: &Value, key: &str| failure[key].as_str().expect("text").to_string();
        let failures = index["failures"].as_array().expect("a list");
        failures.iter().map(|failure| (text(failure, "kind"), text(failure, "path"))).collect()
    }

    /// Ids of the documents in `out/index.json`, in order.
    pub fn documents(&self) -> Vec<String> {
        let index = self.json("out/index.json");
        let documents = index["documents"].as_array().expect("a list");
        documents.iter().map(|document| document["id"].as_str().expect("text").to_string()).collect()
    }
}

fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            gather(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).expect("readable"));
        }
    }
}
