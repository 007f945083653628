//! `rules/README.md`: its tutorial runs, its examples are good rules, and it leaves nothing out.

use super::fence::{block, paper, table};
use super::session::run;
use gongwen::check::{Setting, Settings};
use gongwen::record::{DocumentRecords, Task};
use gongwen::rules::{Direction, Indicators, KINDS, Kind, LISTS, Layers, Pack, Rules, cue_spec};
use gongwen::supervise::Layout;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const BOOK: &str = "rules/README.md";

/// The tutorial, its files written and its commands run one after the other in one folder.
#[test]
fn the_tutorial_does_what_it_says() {
    let book = paper(BOOK);
    let (_, tutorial) = book.split_once("## 五分钟").expect("the tutorial");
    let (tutorial, _) = tutorial.split_once("\n## ").expect("other sections");
    let desk = tempfile::tempdir().expect("a temporary folder");
    assert!(run(tutorial, desk.path()) >= 5, "the tutorial runs the program");
    let records = only_document(&desk.path().join("结果/documents"));
    let tasks: String = records.tasks.iter().map(shown).collect();
    assert_eq!(tasks, block(tutorial, "结果"));
    let steps = records.tasks.iter().flat_map(|task| &task.schedule);
    assert!(steps.into_iter().all(|step| step.end.is_some()) && records.not_understood.is_empty());
}

fn only_document(folder: &Path) -> DocumentRecords {
    let files: Vec<_> = fs::read_dir(folder).expect("documents").collect();
    assert_eq!(files.len(), 1);
    let path = files[0].as_ref().expect("readable").path();
    serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("records")
}

/// Number, title, units, the first section, the steps with their last months.
fn shown(task: &Task) -> String {
    let units: Vec<_> = task.responsible.iter().map(|unit| unit.name.as_str()).collect();
    let goal = task.sections.iter().find(|section| section.name.contains("目标")).expect("a goal");
    let steps = task.schedule.iter().map(|step| format!("{} 至 {}", step.raw, step.end.clone().unwrap_or_default()));
    format!(
        "{} {}：{}，{} {}，{}\n",
        task.seq.unwrap_or_default(),
        task.title.clone().unwrap_or_default(),
        units.join("、"),
        goal.name,
        goal.text,
        steps.collect::<Vec<_>>().join("；")
    )
}

/// Rules out of a block of the paper, laid over the built-in ones.
fn rules_of(mark: &str) -> Rules {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.toml"), block(&paper(BOOK), mark)).expect("writable");
    Rules::load(Some(folder.path())).unwrap_or_else(|error| panic!("{mark}: {error}"))
}

#[test]
fn the_example_rules_do_what_they_say() {
    let rules = rules_of("示例");
    let column = rules.pack.column("承接 单位").expect("extended");
    assert_eq!((column.rule.as_str(), column.role), ("tables.responsible", gongwen::rules::ColumnRole::Responsible));
    let list = rules.organisations.read_list(&rules.pack, "海湾新材料产业园共同体").expect("a unit by its ending");
    assert_eq!(list.units.len(), 1);
    assert_eq!(rules.pack.aliases.canonical("市资规局"), Some("市自然资源和规划局"));
}

#[test]
fn the_example_of_a_project_names_folders_and_settings() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let work = folder.path().join("工作");
    for name in ["全市通用规则", "工作/本处规则"] {
        fs::create_dir_all(folder.path().join(name)).expect("writable");
    }
    let words = "[[words]]\nid = \"unit.suffix\"\ntitle = \"后缀\"\nwords = [\"共同体\"]\n";
    fs::write(folder.path().join("全市通用规则/a.toml"), words).expect("writable");
    fs::write(work.join("gongwen.toml"), block(&paper(BOOK), "项目")).expect("writable");
    let layers = Layers { folder: None, project: Some(work.join("gongwen.toml")) };
    let rules = Rules::of(&layers).unwrap_or_else(|error| panic!("{error}"));
    assert!(rules.pack.words("unit.suffix").contains(&"共同体".to_string()));
    let settings = Settings::layered(&rules.settings).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(settings.severity["GW103"], Setting::Off);
}

#[test]
fn the_example_of_settings_changes_what_it_says() {
    let settings = Settings::overlaid(&block(&paper(BOOK), "检查")).expect("settings");
    let mut expected = Settings::default();
    expected.severity.insert("GW103".into(), Setting::Off);
    expected.low_confidence.threshold = 0.8;
    expected.conflict.synonyms.push(("渔业村".into(), "农村".into()));
    assert_eq!(settings, expected);
}

/// The cells of a column of a table of the paper, without backquotes.
fn column(mark: &str, at: usize) -> Vec<String> {
    table(&paper(BOOK), mark).into_iter().map(|row| row[at].replace('`', "")).collect()
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
fn every_kind_with_its_keys_and_groups_is_explained() {
    let list = |names: Vec<String>| if names.is_empty() { "没有".to_string() } else { names.join("、") };
    let row = |spec: &gongwen::rules::KindSpec| {
        let optional = |required: bool| if required { "" } else { "（可不写）" };
        let keys = spec.keys.iter().map(|key| format!("{}{}", key.name, optional(key.required))).collect();
        let groups = match spec.kind {
            Kind::Cue => "见下".to_string(),
            _ => list(spec.groups.iter().map(|group| group.to_string()).collect()),
        };
        [spec.name.to_string(), spec.title.to_string(), list(keys), groups]
    };
    let told: Vec<[String; 4]> =
        table(&paper(BOOK), "种类").into_iter().map(|row| std::array::from_fn(|at| row[at].replace('`', ""))).collect();
    assert_eq!(told, KINDS.iter().map(row).collect::<Vec<_>>());
    let book = paper(BOOK);
    for key in KINDS.iter().filter(|spec| spec.kind != Kind::Cue).flat_map(|spec| spec.keys) {
        for (value, title) in key.values.iter().filter(|(value, _)| value.parse::<u8>().is_err() && *value != "cell") {
            assert!(book.contains(&format!("`{value}` {title}")), "{}: {value} {title}", key.name);
        }
    }
}

#[test]
fn every_cue_with_its_groups_is_explained() {
    let key = KINDS.iter().find(|spec| spec.kind == Kind::Cue).and_then(|spec| spec.key("cue")).expect("there");
    let rows = table(&paper(BOOK), "提示");
    assert_eq!(rows.len(), key.values.len());
    for (row, (name, title)) in rows.iter().zip(key.values) {
        assert_eq!([row[0].trim_matches('`'), row[1].as_str()], [*name, *title]);
        let spec = cue_spec(name).expect("listed");
        let groups: BTreeSet<&str> = row[2].split('`').skip(1).step_by(2).collect();
        assert_eq!(groups, spec.needs.iter().chain(spec.may_have).copied().collect(), "{name}");
        assert_eq!(row[3] != "不行", spec.words.is_some(), "{name}");
    }
}

#[test]
fn every_word_list_is_explained() {
    let pack = Rules::load(None).expect("the built-in rules").pack;
    let rows = table(&paper(BOOK), "词表");
    let mut told = BTreeSet::new();
    for row in &rows {
        let id = row[0].trim_matches('`');
        let how = gongwen::rules::use_of(id).unwrap_or_else(|| panic!("{id} is no list"));
        assert_eq!(row[1], how.title(), "{id}");
        let (_, about) = pack.lists().find(|(known, _)| *known == id).unwrap_or_else(|| panic!("{id} is in no file"));
        assert_eq!(row[2], about.title, "{id}");
        told.insert(id.to_string());
    }
    let known = LISTS.iter().map(|(id, _)| (*id).to_string()).filter(|id| !id.ends_with('*'));
    assert_eq!(known.filter(|id| !told.contains(id)).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_key_of_a_rule_and_of_a_name_is_explained() {
    let schema: serde_json::Value = serde_json::from_str(&gongwen::rules::schema()).expect("JSON");
    let keys = |table: &str| -> BTreeSet<String> {
        let properties = &schema["properties"][table]["items"]["properties"];
        properties.as_object().expect("a table").keys().cloned().collect()
    };
    assert_eq!(column("键", 0).into_iter().collect::<BTreeSet<_>>(), keys("rule"));
    for (mark, table) in
        [("别名", "unit"), ("指标的键", "indicator"), ("沿革的键", "region"), ("沿革的键", "organisation")]
    {
        assert_eq!(column(mark, 0).into_iter().collect::<BTreeSet<_>>(), keys(table), "{table}");
    }
}

#[test]
fn every_command_is_explained() {
    use assert_cmd::cargo::cargo_bin_cmd;
    let help = cargo_bin_cmd!("gongwen").args(["rules", "--help"]).output().expect("runs").stdout;
    let help = String::from_utf8(help).expect("UTF-8");
    let (_, list) = help.split_once("命令：\n").expect("a list");
    let named = list.lines().take_while(|line| line.starts_with("  "));
    let named: Vec<String> =
        named.filter_map(|line| Some(format!("gongwen rules {}", line.split_whitespace().next()?))).collect();
    assert_eq!(column("命令", 0), named);
}

/// The loader names all finders when one is unknown.
#[test]
fn every_finder_is_explained() {
    let rule = "[[rule]]\nid = \"a.b\"\ntitle = \"甲\"\nkind = \"furniture\"\npattern = '{zzz}'\n";
    let message = Pack::default().add("a.toml", rule).expect_err("no such finder").to_string();
    let list = message.split("可用的查找器：").nth(1).expect("the list").trim();
    let finders: Vec<&str> = list.lines().next().expect("a line").split('、').collect();
    assert!(finders.len() > 10);
    let book = paper(BOOK);
    finders.iter().for_each(|finder| assert!(book.contains(&format!("`{{{finder}}}`")), "{finder}"));
}
