//! `gongwen compare`: two years of a city and one of its counties, from files, from records, from the ledger.

use super::desk::{Desk, Run};
use serde_json::Value;
use std::fs;

/// A city's list for a year, with figures by county.
fn city(year: i32, school: &str, water: &str, county: &str, task: &str) -> String {
    format!(
        "# 海湾市人民政府办公室文件\n\n海政办发〔{year}〕3号\n\n## 关于印发{year}年海湾市重点工作清单的通知\n\n\
         各区人民政府：\n\n## 一、主要指标\n\n\
         | 序号 | 指标 | {0}年完成值 | {year}年目标值 | 责任单位 |\n|---|---|---|---|---|\n\
         | 1 | 城镇新增就业人数（万人） | 4.2 | {school} | 市人社局 |\n\
         | 2 | 农村自来水普及率（%） | 70.5 | {water} | 市水利局 |\n\n\
         ## 二、主要指标分解\n\n\
         | 序号 | 指标 | 全市 | 望洲区 | 澜山县 |\n|---|---|---|---|---|\n\
         | 1 | 农村自来水普及率（%） | {water} | {county} | 66 |\n\n\
         ## 三、重点任务清单\n\n\
         | 序号 | 任务名称 | 工作目标 | 责任单位 |\n|---|---|---|---|\n\
         | 1 | 渔港避风锚地建设 | {task}锚地2处 | 市农业农村局 |\n\
         | 2 | 全民阅读推广 | 举办活动{year}场 | 市文广旅体局 |\n\n\
         海湾市人民政府办公室\n\n{year}年2月3日\n",
        year - 1
    )
}

/// The county's own document.
const COUNTY: &str = "# 望洲区人民政府办公室文件\n\n望政办发〔2025〕8号\n\n## 关于印发2025年望洲区重点工作清单的通知\n\n\
    ## 一、主要指标\n\n| 序号 | 指标 | 2025年目标值 | 责任单位 |\n|---|---|---|---|\n\
    | 1 | 农村自来水普及率（%） | 74 | 区水利局 |\n\n望洲区人民政府办公室\n\n2025年3月1日\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("2024.md", city(2024, "4.5", "75", "71", "建成"));
    desk.file("2025.md", city(2025, "45000", "72", "80", "推进").replace("就业人数（万人）", "就业人数（人）"));
    desk.file("county.md", COUNTY);
    desk
}

fn compared(desk: &Desk, arguments: &[&str]) -> (Run, Value) {
    let run = desk.run(&[&["compare"], arguments, &["-o", "out"]].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    (run, desk.json("out/comparison.json"))
}

fn entry<'c>(comparison: &'c Value, name: &str) -> &'c Value {
    let indicators = comparison["indicators"].as_array().expect("a list");
    indicators.iter().find(|entry| entry["canonical"] == name).unwrap_or_else(|| panic!("no {name}"))
}

fn codes(comparison: &Value) -> Vec<String> {
    let findings = comparison["findings"].as_array().expect("a list");
    findings.iter().map(|finding| finding["code"].as_str().expect("a code").to_string()).collect()
}

#[test]
fn a_year_is_held_against_the_one_before() {
    let desk = desk();
    let (run, comparison) = compared(&desk, &["2025.md", "--with", "2024.md"]);
    assert!(
        run.stdout.starts_with("对比：新文件与 1 份文件\n指标 2 项：好于以前 0，差于以前 1，持平 1"),
        "{}",
        run.stdout
    );
    let jobs = entry(&comparison, "城镇新增就业人数");
    assert_eq!((jobs["judgement"].as_str(), jobs["against"].as_str()), (Some("same"), Some("earlier_goal")));
    let water = entry(&comparison, "农村自来水普及率");
    assert_eq!((water["judgement"].as_str(), water["change"].to_string()), (Some("worse"), "-3".to_string()));
    assert_eq!(water["goal"]["value"].to_string(), "72");
    let task = &comparison["tasks"][0];
    assert_eq!((task["status"].as_str(), &task["weakened"][0]["from"]), (Some("changed"), &"建成".into()));
    assert_eq!(task["line"], "海政办发-2024-3#K001");
    assert!(codes(&comparison).contains(&"GW501".to_string()), "{:?}", codes(&comparison));
}

#[test]
fn a_county_is_held_against_the_break_down_of_its_city() {
    let desk = desk();
    let (_, comparison) = compared(&desk, &["county.md", "--with", "2025.md"]);
    assert_eq!(comparison["documents"][1]["relation"], "above");
    assert_eq!(codes(&comparison), ["GW505", "GW507"]);
    let message = comparison["findings"][1]["message"].as_str().expect("a sentence");
    assert_eq!(
        message,
        "农村自来水普及率（望洲区）：2025年目标值 74，与海政办发〔2025〕3号分解的2025年目标值 80不一致"
    );
}

#[test]
fn files_folders_and_records_are_the_same_and_so_are_all_bytes() {
    let desk = desk();
    compared(&desk, &["2025.md", "--with", "2024.md", "county.md"]);
    let first = desk.tree("out");
    desk.file("old/a.md", fs::read(desk.path("2024.md")).expect("there"));
    desk.file("old/b.md", fs::read(desk.path("county.md")).expect("there"));
    fs::rename(desk.path("out/documents"), desk.path("records")).expect("moves");
    let names: Vec<String> = desk.tree("records").into_keys().map(|name| format!("records/{name}")).collect();
    let new = names.iter().find(|name| name.contains("2025-3")).expect("the new one");
    let old: Vec<&str> = names.iter().filter(|name| name != &new).map(String::as_str).collect();
    compared(&desk, &[&[new.as_str(), "--with"], old.as_slice()].concat());
    let records = desk.tree("out");
    for file in ["comparison.json", "年度对比.xlsx", "年度对比.html"] {
        assert!(first[file] == records[file], "{file}");
    }
    let (_, comparison) = compared(&desk, &["2025.md", "--with", "old"]);
    assert_eq!(comparison["documents"].as_array().map(Vec::len), Some(3));
}

#[test]
fn the_ledger_gives_the_earlier_documents_and_keeps_the_lines_of_tasks() {
    let desk = desk();
    desk.file("in/2023.md", city(2023, "4.1", "71", "70", "新建"));
    desk.file("in/2024.md", city(2024, "4.5", "75", "71", "建成"));
    desk.file("in/other.md", COUNTY.replace("望洲", "别洲").replace("望政", "别政"));
    assert_eq!(desk.run(&["extract", "in", "-o", "extracted", "--ledger", "我的.sqlite"]).code, 0);
    let with_ledger =
        |new: &str, record: &[&str]| compared(&desk, &[&[new, "--ledger", "我的.sqlite"], record].concat()).1;
    let line = |comparison: &Value| comparison["tasks"][0]["line"].as_str().expect("a line").to_string();
    let years = |comparison: &Value| -> Vec<i64> {
        let documents = comparison["documents"].as_array().expect("a list");
        documents.iter().map(|document| document["year"].as_i64().expect("a year")).collect()
    };
    let middle = with_ledger("in/2024.md", &["--record"]);
    assert_eq!((years(&middle), line(&middle)), (vec![2024, 2023], "海政办发-2023-3#K001".to_string()));
    let newest = with_ledger("2025.md", &[]);
    assert_eq!((years(&newest), line(&newest)), (vec![2025, 2024, 2023], "海政办发-2023-3#K001".to_string()));
    let documents = desk.run(&["query", "documents", "--ledger", "我的.sqlite", "--format", "json"]);
    let documents: Value = serde_json::from_str(&documents.stdout).expect("JSON");
    assert_eq!(documents.as_array().map(Vec::len), Some(3), "without --record the new one is not put in");
}

#[test]
fn what_was_accepted_is_left_out() {
    let desk = desk();
    let (_, comparison) = compared(&desk, &["county.md", "--with", "2025.md"]);
    let fingerprint = comparison["findings"][0]["fingerprint"].as_str().expect("a fingerprint");
    desk.file(
        "rules/accepted.toml",
        format!(
            "[[accepted]]\nfingerprint = \"{fingerprint}\"\nby = \"张三\"\non = \"2025-05-07\"\nreason = \"原文如此\"\n"
        ),
    );
    let (_, comparison) = compared(&desk, &["county.md", "--with", "2025.md", "--rules", "rules"]);
    assert_eq!(codes(&comparison), ["GW507"]);
    let extract = desk.run(&["extract", "county.md", "--rules", "rules", "-o", "extracted"]);
    assert_eq!((extract.code, extract.stderr.as_str()), (0, ""), "extract does not miss what only compare can find");
}

#[test]
fn a_doubtful_pair_is_confirmed_or_refuted_by_one_command() {
    let desk = Desk::new();
    let list = |year: i32, name: &str| {
        format!(
            "# {year}年海湾市民生实事\n\n| 序号 | 指标 | {year}年目标值 |\n|---|---|---|\n| 1 | {name}（万吨） | 5 |\n"
        )
    };
    desk.file("old.md", list(2024, "海水网箱养殖总产量")).file("new.md", list(2025, "海水网箱鱼养殖总产量"));
    let doubts = |rules: &[&str]| {
        let (_, comparison) = compared(&desk, &[&["new.md", "--with", "old.md"], rules].concat());
        let indicators = comparison["indicators"].as_array().map(Vec::len);
        (comparison["doubtful"].as_array().map(Vec::len), indicators)
    };
    assert_eq!(doubts(&[]), (Some(1), Some(2)));
    let confirm = |arguments: &[&str]| {
        desk.run(&[&["confirm", "海水网箱养殖总产量", "海水网箱鱼养殖总产量"], arguments].concat())
    };
    let run = confirm(&["--rules", "same"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("已记入“same/indicators.toml”"), "{}", run.stdout);
    assert_eq!(doubts(&["--rules", "same"]), (Some(0), Some(1)));
    assert!(confirm(&["--rules", "same"]).stdout.contains("没有改动"));
    let contrary = confirm(&["--rules", "same", "--different"]);
    assert_eq!(contrary.code, 2, "{}", contrary.stdout);
    assert!(contrary.stderr.contains("是同一项指标"), "{}", contrary.stderr);
    assert_eq!(confirm(&["--rules", "other", "--different"]).code, 0);
    assert_eq!(doubts(&["--rules", "other"]), (Some(0), Some(2)));
}

#[test]
fn confirmations_add_to_what_stands_in_the_file() {
    let desk = Desk::new();
    let before = "# 本单位的指标\n[[indicator]]\nname = \"甲鱼产量\"\nunit = \"吨\"";
    desk.file("rules/indicators.toml", before);
    assert_eq!(desk.run(&["confirm", "甲鱼产量", "甲鱼收获总量", "--rules", "rules"]).code, 0);
    let text = fs::read_to_string(desk.path("rules/indicators.toml")).expect("readable");
    assert!(text.starts_with(before) && text.contains("aliases = [\"甲鱼收获总量\"]"), "{text}");
    desk.file("inline/indicators.toml", "indicator = [{ name = \"甲鱼产量\" }]\n");
    let run = desk.run(&["confirm", "乙鱼产量", "乙鱼收获总量", "--rules", "inline"]);
    assert!(run.code == 2 && run.stderr.contains("[[indicator]] 的写法"), "{}", run.stderr);
    assert_eq!(
        fs::read(desk.path("inline/indicators.toml")).expect("there"),
        b"indicator = [{ name = \"\xe7\x94\xb2\xe9\xb1\xbc\xe4\xba\xa7\xe9\x87\x8f\" }]\n"
    );
    let two = desk.run(&["confirm", "人均GDP", "基尼系数", "--rules", "rules"]);
    assert!(two.code == 2 && two.stderr.contains("在规则里是两项指标"), "{}", two.stderr);
}

#[test]
fn wrong_usage_and_unreadable_files_are_told() {
    let desk = desk();
    desk.file("empty.md", "").file("odd.json", "{\"a\": 1}").file("old/good.md", city(2024, "4.5", "75", "71", "建成"));
    for (arguments, code, words) in [
        (&["2025.md"][..], 2, "没有说和什么对比"),
        (&["nowhere.md", "--with", "2024.md"], 1, "新文件“nowhere.md”读不了"),
        (&["empty.md", "--with", "2024.md"], 1, "新文件“empty.md”读不了"),
        (&["old", "--with", "county.md"], 0, ""),
        (&["2025.md", "--with", "2025.md"], 1, "没有可以对比的文件"),
        (&["2025.md", "--ledger", "nowhere.sqlite"], 1, "没有这个文件"),
        (&["2025.md", "--record", "--with", "2024.md"], 2, "--ledger"),
    ] {
        let run = desk.run(&[&["compare"], arguments, &["-o", "out"]].concat());
        assert_eq!(run.code, code, "{arguments:?}: {} {}", run.stderr, run.stdout);
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    }
    let run = desk.run(&["compare", "2025.md", "--with", "odd.json", "empty.md", "2024.md", "-o", "out"]);
    assert_eq!(run.code, 1);
    assert!(run.line_about("odd.json").contains("不是 gongwen 写出的文件记录"), "{}", run.stderr);
    assert!(run.line_about("empty.md").contains("文件是空的") && desk.path("out/comparison.json").exists());
}
