//! `gongwen query`: the usual questions.

use super::desk::{Desk, notice};
use serde_json::Value;

fn desk() -> Desk {
    let desk = Desk::new();
    let list = "\n\n## 三、项目清单\n\n| 序号 | 项目名称 | 责任单位 | 进度安排 |\n|---|---|---|---|\n\
                | 1 | 冷链码头 | 市港航局 | 6月底前：开工；12月底前：投用 |\n";
    desk.file("in/a.md", notice(1) + list).file("in/b.md", notice(2).replace("12.5", "11.9").replace("2025", "2024"));
    assert_eq!(desk.run(&["extract", "in"]).code, 0);
    desk
}

fn rows(desk: &Desk, arguments: &[&str]) -> Vec<Value> {
    let run = desk.run(&[&["query"], arguments, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).expect("JSON")
}

#[test]
fn every_question_has_an_answer() {
    let desk = desk();
    let history = rows(&desk, &["indicator", "海水养殖 产量"]);
    let told: Vec<String> = history.iter().map(|row| format!("{} {}", row["年份"], row["原文"])).collect();
    assert_eq!(told, ["\"2024\" \"11.9\"", "\"2024\" \"12.5\"", "\"2024\" \"13以上\"", "\"2025\" \"13以上\""]);
    assert!(history.iter().all(|row| row["地区"] == "海湾市"));
    assert_eq!(rows(&desk, &["指标", "海水养殖产量", "--year", "2024"]).len(), 2);
    assert_eq!(rows(&desk, &["indicator", "海水养殖产量", "--region", "海湾"]).len(), 4);
    let duties = rows(&desk, &["unit", "市港航和口岸局"]);
    assert!(duties.iter().any(|row| row["名称"] == "冷链码头" && row["单位"] == "市港航局"), "{duties:?}");
    let due = rows(&desk, &["due", "2025年12月"]);
    assert_eq!((due.len(), &due[0]["步骤"]), (1, &"投用".into()));
    assert_eq!(rows(&desk, &["due", "2025-01", "--to", "2025-12"]).len(), 2);
    assert_eq!(rows(&desk, &["documents"]).len(), 2);
    let findings = rows(&desk, &["findings", "gw1"]);
    assert!(findings.iter().all(|row| row["代码"].as_str().is_some_and(|code| code.starts_with("GW1"))));
}

#[test]
fn people_get_a_table_and_suggestions() {
    let desk = desk();
    let run = desk.run(&["query", "indicator", "港口吞吐量增速"]);
    assert!(run.stdout.starts_with("指标            地区    年份  口径"), "{}", run.stdout);
    let csv = desk.run(&["query", "documents", "--format", "csv"]).stdout;
    assert!(csv.starts_with("\u{feff}版本,状态,编号"), "{csv}");
    let run = desk.run(&["query", "indicator", "养殖"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr.trim(), "没有查到。台账里名称相近的有：海水养殖产量");
}

#[test]
fn what_cannot_be_answered_is_told() {
    let desk = desk();
    for (arguments, code, words) in [
        (&["due", "九月"][..], 2, "“九月”不是月份"),
        (&["documents", "--ledger", "nowhere.sqlite"], 1, "没有这个文件"),
        (&["documents", "--ledger", "in/a.md"], 1, "不是台账文件"),
        (&["weather"], 2, "没有“weather”这个命令"),
        (&["indicator"], 2, ""),
    ] {
        let run = desk.run(&[&["query"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?} {}", run.stderr);
        assert!(run.stderr.contains(words) && run.stdout.is_empty(), "{arguments:?} {}", run.stderr);
    }
}
