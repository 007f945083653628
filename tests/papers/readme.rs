//! `README.md`: what it quotes of the program is what the program says, and its tables are complete.

use super::fence::{block, paper, root, table};
use assert_cmd::cargo::cargo_bin_cmd;
use calamine::{Reader, Xlsx, open_workbook};
use gongwen::check::CHECKS;
use gongwen::compare;
use gongwen::pipeline::{self, Limits};
use gongwen::record::Format;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::LazyLock;
use tempfile::TempDir;
use walkdir::WalkDir;

/// A run over the specimens, as the first command of the paper makes it.
struct Run {
    folder: TempDir,
    stdout: String,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("seeds")).expect("writable");
    for file in fs::read_dir(root().join("seeds")).expect("the specimens") {
        let path = file.expect("readable").path();
        fs::copy(&path, folder.path().join("seeds").join(path.file_name().expect("a file"))).expect("writable");
    }
    let output = gongwen(folder.path(), &["extract"]);
    assert!(output.status.success());
    Run { stdout: text(&output.stdout), folder }
});

fn gongwen(folder: &Path, arguments: &[&str]) -> Output {
    cargo_bin_cmd!("gongwen").current_dir(folder).args(arguments).output().expect("runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn readme() -> String {
    paper("README.md")
}

/// The files that the run wrote, the ids of documents masked.
fn written() -> BTreeSet<String> {
    let output = RUN.folder.path().join("output");
    let ids = documents().into_iter().map(|document| document["document"]["id"].as_str().expect("an id").to_string());
    let ids: Vec<_> = ids.collect();
    let files = WalkDir::new(&output).into_iter().map(|entry| entry.expect("readable"));
    let mask = |path: String| ids.iter().fold(path, |path, id| path.replace(id.as_str(), "<文件编号>"));
    let names = files.filter(|entry| entry.file_type().is_file());
    names.map(|entry| mask(entry.path().strip_prefix(&output).expect("below").display().to_string())).collect()
}

fn documents() -> Vec<Value> {
    let files = fs::read_dir(RUN.folder.path().join("output/documents")).expect("documents");
    let read = |path: &Path| serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("JSON");
    files.map(|file| read(&file.expect("readable").path())).collect()
}

#[test]
fn the_help_is_that_of_the_program() {
    let here = tempfile::tempdir().expect("a temporary folder");
    for command in ["extract", "check", "compare", "collect"] {
        let help = gongwen(here.path(), &[command, "--help"]);
        assert_eq!(block(&readme(), &format!("gongwen {command} --help")).trim(), text(&help.stdout).trim());
    }
}

/// A comparison of specimens, as the paper makes it.
fn compared() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let readme = readme();
    let command = readme.lines().find_map(|line| line.strip_prefix("cargo run --release -- compare ")).expect("quoted");
    let seeds = |name: &str| name.replace("seeds/", &format!("{}/seeds/", root().display()));
    let arguments: Vec<String> = ["compare"].into_iter().chain(command.split(' ')).map(seeds).collect();
    let output = gongwen(folder.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(output.status.success(), "{}", text(&output.stderr));
    (folder, text(&output.stdout))
}

#[test]
fn the_summary_of_a_comparison_and_its_files_are_those_of_a_run() {
    let (folder, stdout) = compared();
    assert_eq!(block(&readme(), "对比小结").trim(), stdout.trim());
    let output = folder.path().join("output");
    let files = WalkDir::new(&output).into_iter().map(|entry| entry.expect("readable"));
    let mask = |path: String| match path.strip_prefix("documents/") {
        Some(_) => "documents/<文件编号>.json".to_string(),
        None => path,
    };
    let names = files.filter(|entry| entry.file_type().is_file());
    let written: BTreeSet<String> =
        names.map(|entry| mask(entry.path().strip_prefix(&output).expect("below").display().to_string())).collect();
    let explained = table(&readme(), "对比文件").into_iter().map(|row| row[0].trim_matches('`').to_string());
    assert_eq!(explained.collect::<BTreeSet<_>>(), written);
}

#[test]
fn every_question_of_the_paper_is_answered() {
    let output = RUN.folder.path();
    let rows = table(&readme(), "查询");
    let help = text(&gongwen(output, &["query", "--help"]).stdout);
    let commands = help.lines().skip_while(|line| *line != "问题：").skip(1).take_while(|line| !line.is_empty());
    assert_eq!(rows.len(), commands.count(), "{help}");
    for row in rows {
        let command = row[0].trim_matches('`').strip_prefix("gongwen ").expect("a command").to_string();
        let run = gongwen(output, &command.split(' ').collect::<Vec<_>>());
        // Nobody has reported on the specimens; tests/cli/supervision.rs asks for what was collected.
        let is_told = !run.stdout.is_empty() || command.starts_with("query progress");
        assert!(run.status.success() && is_told, "{command}: {}", text(&run.stderr));
    }
}

#[test]
fn the_commands_of_the_rules_are_those_of_the_program() {
    let here = tempfile::tempdir().expect("a temporary folder");
    let help = text(&gongwen(here.path(), &["rules", "--help"]).stdout);
    let (_, list) = help.split_once("命令：\n").expect("a list of commands");
    let commands = list.lines().take_while(|line| line.starts_with("  ")).map(|line| {
        let (name, about) = line.trim().split_once("  ").expect("a name and what it does");
        (format!("gongwen rules {name}"), about.trim().to_string())
    });
    let told = block(&readme(), "规则命令");
    let told = told.lines().map(|line| {
        let (name, about) = line.split_once("  ").expect("a name and what it does");
        (name.to_string(), about.trim().to_string())
    });
    assert_eq!(told.collect::<Vec<_>>(), commands.collect::<Vec<_>>());
}

#[test]
fn the_summary_is_that_of_a_run() {
    let time = Regex::new("用时 [0-9.]+ 秒").expect("fixed");
    let masked = |text: &str| time.replace(text, "用时 … 秒").trim().to_string();
    assert_eq!(masked(&block(&readme(), "小结")), masked(&RUN.stdout));
}

#[test]
fn the_record_is_one_of_the_run() {
    let excerpt: Value = serde_json::from_str(&block(&readme(), "记录")).expect("JSON");
    let documents = documents();
    let mut targets = documents.iter().flat_map(|document| document["targets"].as_array().expect("targets"));
    let same = targets.find(|target| target["id"] == excerpt["id"] && target["name"] == excerpt["name"]);
    let same = same.unwrap_or_else(|| panic!("no target {}", excerpt["name"]));
    assert_eq!(part_of(same, &excerpt), excerpt);
}

/// What the value has under the keys of the excerpt; of an array as many elements as the excerpt has.
fn part_of(value: &Value, excerpt: &Value) -> Value {
    match (value, excerpt) {
        (Value::Object(value), Value::Object(excerpt)) => {
            excerpt.iter().filter_map(|(key, part)| Some((key.clone(), part_of(value.get(key)?, part)))).collect()
        }
        (Value::Array(value), Value::Array(excerpt)) => value.iter().zip(excerpt).map(|(v, e)| part_of(v, e)).collect(),
        (value, _) => value.clone(),
    }
}

#[test]
fn the_findings_are_lines_of_the_run() {
    let csv = fs::read_to_string(RUN.folder.path().join("output/findings.csv")).expect("readable");
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().expect("a head").clone();
    let column = |name: &str| head.iter().position(|column| column == name).expect(name);
    let columns = [column("程度"), column("代码"), column("说明")];
    let row = |line: Result<csv::StringRecord, csv::Error>| {
        let line = line.expect("CSV");
        columns.map(|at| line[at].to_string()).to_vec()
    };
    let lines: BTreeSet<Vec<String>> = reader.records().map(row).collect();
    let quoted = table(&readme(), "发现");
    assert!(!quoted.is_empty());
    quoted.iter().for_each(|row| assert!(lines.contains(row), "not found: {row:?}"));
}

#[test]
fn the_finding_is_shown_as_the_program_shows_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = text(&gongwen(root, &["check", "seeds"]).stdout);
    let quoted = block(&readme(), "核对");
    assert!(!quoted.trim().is_empty() && shown.contains(quoted.trim()), "not in\n{shown}");
}

#[test]
fn every_output_file_is_explained_and_no_other() {
    for file in ["README.md", "output/README.md"] {
        let rows = table(&paper(file), "文件");
        let cells = rows.iter().flat_map(|row| row[0].split('、'));
        let explained: BTreeSet<_> = cells.map(|cell| cell.trim_matches('`').to_string()).collect();
        assert_eq!(explained, written(), "{file}");
    }
}

#[test]
fn every_sheet_is_explained_in_order() {
    let file = RUN.folder.path().join("output/汇总.xlsx");
    let workbook: Xlsx<_> = open_workbook(file).expect("a workbook");
    let explained: Vec<_> = table(&readme(), "工作表").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(explained, workbook.sheet_names());
}

#[test]
fn every_check_is_explained() {
    let explained: Vec<_> = table(&readme(), "检查").into_iter().map(|row| row[..3].to_vec()).collect();
    let row = |code: &str, title: &str, severity: &str| [code, title, severity].map(String::from).to_vec();
    let inside = CHECKS.iter().map(|check| row(check.code, check.title, check.severity.label()));
    let between = compare::CHECKS.iter().map(|check| row(check.code, check.title, check.severity.label()));
    assert_eq!(explained, inside.chain(between).collect::<Vec<_>>());
}

#[test]
fn every_exit_code_happens() {
    let desk = tempfile::tempdir().expect("a temporary folder");
    fs::write(desk.path().join("甲.txt"), "一、目标\n\n新建泊位3个。\n").expect("writable");
    let codes = [&["extract", "甲.txt"][..], &["extract", "乙.txt"], &["extract", "--nothing"]]
        .map(|arguments| gongwen(desk.path(), arguments).status.code().expect("a code").to_string());
    let explained: Vec<_> = table(&readme(), "退出码").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(explained, codes);
}

#[test]
fn every_refused_format_is_named() {
    let source = paper("src/ingest/detect.rs");
    let ending = Regex::new(r"foreign\([^（\n]*（([^）\n]+)）").expect("fixed");
    let endings: BTreeSet<_> = ending.captures_iter(&source).map(|found| found[1].to_string()).collect();
    assert!(endings.len() > 10);
    let readme = readme();
    endings.iter().for_each(|ending| assert!(readme.contains(ending.as_str()), "{ending}"));
}

#[test]
fn every_format_that_is_read_is_named() {
    let readme = readme();
    let named: BTreeSet<_> = table(&readme, "格式").into_iter().map(|row| row[0].clone()).collect();
    let read: BTreeSet<_> = Format::ALL.iter().map(|format| format.label().to_string()).collect();
    assert_eq!(named, read);
}

#[test]
fn the_oldest_rust_is_that_of_the_manifest() {
    let manifest: toml::Table = toml::from_str(&paper("Cargo.toml")).expect("TOML");
    let version = manifest["package"]["rust-version"].as_str().expect("a version");
    assert!(
        readme().contains(&format!("[Rust](https://rustup.rs) {version} "))
            && readme().contains(&format!("Rust {version}, MIT"))
    );
}

#[test]
fn the_terms_are_those_of_the_records() {
    let schema = pipeline::schema() + &pipeline::comparison_schema();
    for row in table(&readme(), "名词") {
        let term = row[1].trim_matches('`');
        let plural = format!("\"{term}s\"");
        assert!(schema.contains(&format!("\"{term}\"")) || schema.contains(&plural), "{term}");
    }
}

#[test]
fn the_thresholds_of_confidence_are_those_of_the_program() {
    let threshold = gongwen::check::Settings::default().low_confidence.threshold;
    assert!(readme().contains(&format!("低于 {threshold} 的作为 GW107")));
    assert!(paper("src/extract/confidence.rs").contains("KEEP_ALTERNATIVE_BELOW: f64 = 0.9;"));
    assert!(readme().contains("低于 0.9 的记录附上另一种读法"));
}

#[test]
fn every_bound_is_listed_with_its_default() {
    let rows = table(&readme(), "上限");
    let names: Vec<&str> = rows.iter().map(|row| row[0].trim_matches('`')).collect();
    assert_eq!(names, Limits::names().collect::<Vec<_>>());
    for row in &rows {
        let mut limits = Limits::default();
        limits.set(row[0].trim_matches('`'), row[2].parse().expect("a number"));
        assert_eq!(limits, Limits::default(), "{}", row[0]);
    }
}
