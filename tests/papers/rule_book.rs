//! `rules/README.md`: its example runs, and it leaves nothing out.

use super::fence::{block, paper};
use gongwen::check::{Setting, Settings};
use gongwen::pipeline::{self, Options};
use gongwen::record::{DocumentRecords, Task};
use gongwen::rules::{Direction, Indicators, Kind, Pack, Rules};
use gongwen::supervise::Layout;
use std::fs;
use std::path::Path;

const BOOK: &str = "rules/README.md";

/// Reads the document of the example, with the office's rules or without.
fn example(with_rules: bool) -> DocumentRecords {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let write = |file: &str, text: String| {
        let path = desk.path().join(file);
        fs::create_dir_all(path.parent().expect("lies in the folder")).expect("writable");
        fs::write(path, text).expect("writable");
    };
    write("in/来文.md", block(&paper(BOOK), "来文"));
    write("rules/本单位.toml", block(&paper(BOOK), "规则"));
    let options = Options {
        inputs: vec![desk.path().join("in")],
        output: desk.path().join("out"),
        rules: with_rules.then(|| desk.path().join("rules")),
        ..Options::default()
    };
    let outcome = pipeline::run(&options, &()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(outcome.failures, []);
    only_document(&desk.path().join("out/documents"))
}

fn only_document(folder: &Path) -> DocumentRecords {
    let files: Vec<_> = fs::read_dir(folder).expect("documents").collect();
    assert_eq!(files.len(), 1);
    let path = files[0].as_ref().expect("readable").path();
    serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("records")
}

fn shown(task: &Task) -> String {
    let units: Vec<_> = task.responsible.iter().map(|unit| unit.name.as_str()).collect();
    let seq = task.seq.map(|seq| format!("{} 第{seq}项", task.category.join("、"))).unwrap_or_default();
    format!("{}：{}\n", task.title.clone().unwrap_or(seq), units.join("、"))
}

#[test]
fn the_example_comes_out_right_with_the_rules_alone() {
    let without = example(false);
    assert!(without.tasks.iter().all(|task| task.responsible.is_empty()) && without.tasks.len() == 2);
    let with = example(true);
    let tasks: String = with.tasks.iter().map(shown).collect();
    assert_eq!(tasks, block(&paper(BOOK), "结果"));
    let by_office = |task: &&Task| task.rules.iter().any(|rule| rule == "office.header-undertaker");
    assert_eq!(with.tasks.iter().filter(by_office).count(), 2);
}

#[test]
fn the_example_of_settings_changes_what_it_says() {
    let settings = Settings::overlaid(&block(&paper(BOOK), "检查")).expect("settings");
    assert_eq!(settings.severity["GW103"], Setting::Off);
    let mut expected = Settings::default();
    expected.severity.insert("GW103".into(), Setting::Off);
    expected.low_confidence.threshold = 0.8;
    assert_eq!(settings, expected);
}

#[test]
fn the_example_of_a_layout_changes_what_it_says() {
    let layout = Layout::overlaid(&block(&paper(BOOK), "版式")).expect("a layout");
    let mut expected = Layout::default();
    expected.workbook.logo = "海湾市人民政府督查室".into();
    expected.lights.soon_days = 10;
    assert_eq!(layout, expected);
}

#[test]
fn the_examples_of_names_are_good_rules() {
    let mut pack = Rules::load(None).expect("the built-in rules").pack;
    for example in ["指标", "沿革"] {
        pack.add(example, &block(&paper(BOOK), example)).unwrap_or_else(|error| panic!("{error}"));
    }
    let table = Indicators::new(&pack).unwrap_or_else(|error| panic!("{error}"));
    let listed = table.find(&table.read("海水养殖总产量", None)).expect("an alias");
    assert_eq!((listed.name.as_str(), listed.direction), ("海水养殖产量", Some(Direction::Higher)));
    assert_eq!(pack.organisations.of("港航管理局").map(|next| next.since), Some(2025));
}

#[test]
fn every_kind_key_and_value_is_explained() {
    let book = paper(BOOK);
    let mut missing = Vec::new();
    let mut need = |text: String, what: String| {
        if !book.contains(&text) {
            missing.push(what);
        }
    };
    for (_, kind, keys) in Kind::ALL {
        need(format!("\n| `{kind}` |"), format!("kind {kind}"));
        keys.iter().for_each(|key| need(format!("`{key}`"), format!("{kind}: {key}")));
    }
    let pack = Rules::load(None).expect("the built-in rules").pack;
    for rule in pack.rules().iter().filter(|rule| rule.kind != Kind::Measure) {
        for (key, value) in rule.yields.iter().filter(|(key, _)| !["start", "end"].contains(&key.as_str())) {
            let text = if value == "cell" { format!("`{key} = \"{value}\"`") } else { format!("`{value}`") };
            need(text, format!("{}: {key} {value}", rule.id));
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "{BOOK} does not explain these");
}

#[test]
fn every_word_list_is_explained() {
    let book = paper(BOOK);
    let mut missing = Vec::new();
    for file in fs::read_dir(super::fence::root().join("rules")).expect("the rules") {
        let text = fs::read_to_string(file.expect("readable").path()).expect("readable");
        let ids =
            text.split("[[words]]\nid = \"").skip(1).map(|words| words.split('"').next().unwrap_or("").to_string());
        missing.extend(ids.filter(|id| !book.contains(&format!("`{id}`"))));
    }
    assert_eq!(missing, Vec::<String>::new(), "{BOOK} does not explain these");
}

/// The loader names all finders when one is unknown.
#[test]
fn every_finder_is_explained() {
    let rule = "[[rule]]\nid = \"a.b\"\ntitle = \"甲\"\nkind = \"furniture\"\npattern = '{nothing}'\n";
    let message = Pack::default().add("a.toml", rule).expect_err("no such finder").to_string();
    let list = message.split("可用的查找器：").nth(1).expect("the list").trim();
    let finders: Vec<&str> = list.lines().next().expect("a line").split('、').collect();
    assert!(finders.len() > 10);
    let book = paper(BOOK);
    finders.iter().for_each(|finder| assert!(book.contains(&format!("`{{{finder}}}`")), "{finder}"));
}
