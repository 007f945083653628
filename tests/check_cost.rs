//! Checking a large document costs little beside reading it, and does not grow with the square of its rows.

use gongwen::check::{self, Settings};
use gongwen::extract::extract;
use gongwen::ingest::{self, Limits};
use gongwen::record::{Format, Source};
use gongwen::rules::Rules;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Share of the time of extraction that the checks may take.
const SHARE: f64 = 0.3;

const THINGS: [&str; 8] =
    ["农村公路", "病险山塘", "城市书房", "老旧小区", "供水管网", "充电桩", "文化礼堂", "托育机构"];
const VERBS: [&str; 5] = ["新建", "改造", "养护", "新增", "提升"];

/// An indicator table of so many rows, and a task list of a tenth of them that repeats its figures.
fn document(rows: usize) -> String {
    let mut text = String::from("关于下达2024年目标任务的通知\n\n2024年目标任务分解表\n\n");
    text.push_str("序号 | 指标 | 全市 | 甲县 | 乙县 | 责任单位 |\n");
    for row in 1..=rows {
        let (verb, thing) = (VERBS[row % VERBS.len()], THINGS[row / 7 % THINGS.len()]);
        let (whole, part) = (row % 90 + 10, row % 40);
        writeln!(
            text,
            "{row} | {verb}第{row}批{thing}(个) | {whole} | {part} | {} | 市第{}局 |",
            whole - part.min(whole),
            row % 60
        )
        .expect("memory");
    }
    text.push_str("\n2024年重点任务清单\n\n序号 | 工作任务 | 工作目标 | 责任单位 |\n");
    for row in 1..=rows / 10 {
        let (verb, thing) = (VERBS[row % VERBS.len()], THINGS[row / 7 % THINGS.len()]);
        writeln!(text, "{row} | {thing}工作 | {verb}第{row}批{thing}{}个。 | 市第{}局 |", row % 90 + 11, row % 60)
            .expect("memory");
    }
    text
}

fn times(rows: usize) -> (usize, Duration, Duration) {
    let text = document(rows);
    let rules = Rules::load(None).expect("built in");
    let begun = Instant::now();
    let read = ingest::read_bytes(text.as_bytes(), "txt", &Limits::default()).expect("a text");
    let source = Source {
        path: "a.txt".into(),
        format: Format::Text,
        encoding: "UTF-8".into(),
        bytes: text.len() as u64,
        sha256: String::new(),
    };
    let mut records = extract(&read.document, source, &rules);
    let extraction = begun.elapsed();
    let settings = Settings::default();
    let begun = Instant::now();
    check::run(&mut records, &settings);
    (records.targets.len() + records.tasks.len(), extraction, begun.elapsed())
}

#[test]
fn checking_costs_little_beside_reading() {
    let (records, extraction, checks) = times(1_000);
    eprintln!("{records} records: extraction {extraction:?}, checks {checks:?}");
    assert!(records > 900, "the table is read");
    assert!(checks.as_secs_f64() <= extraction.as_secs_f64() * SHARE, "extraction {extraction:?}, checks {checks:?}");
}

#[test]
#[ignore = "takes a minute without optimisation"]
fn checking_twenty_thousand_rows_costs_little() {
    let (records, extraction, checks) = times(20_000);
    eprintln!("{records} records: extraction {extraction:?}, checks {checks:?}");
    assert!(checks.as_secs_f64() <= extraction.as_secs_f64() * SHARE, "extraction {extraction:?}, checks {checks:?}");
}
