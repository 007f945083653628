//! What is written, and what is not: no half files, nothing stale, the same bytes for any number of threads.

use super::desk::{Desk, notice};
use std::fs;

fn no_leftovers(desk: &Desk, folder: &str) {
    for file in desk.tree(folder).keys() {
        let ours = ["json", "csv", "xlsx", "sqlite"].iter().any(|ending| file.ends_with(&format!(".{ending}")));
        assert!(ours && !file.contains(".gongwen-"), "left over: {file}");
    }
}

#[test]
fn all_files_are_written() {
    let desk = Desk::new();
    let run = desk.file("in/a.md", notice(1)).extract();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let id = &desk.documents()[0];
    let files: Vec<String> = desk.tree("out").into_keys().collect();
    let mut expected: Vec<String> =
        ["findings.csv", "gongwen.sqlite", "index.json", "targets.csv", "tasks.csv", "汇总.xlsx"]
            .map(String::from)
            .into();
    expected.extend([format!("documents/{id}.json"), format!("{id}.xlsx")]);
    expected.sort();
    assert_eq!(files, expected);
    assert!(run.stdout.starts_with("完成：文件 1 个"), "{}", run.stdout);
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let desk = Desk::new();
    for number in 1..=24 {
        desk.file(&format!("in/{number}.md"), notice(number % 20));
    }
    desk.file("in/空.txt", "").file("in/坏.txt", [0xff; 30]);
    let runs = [("1", "out1"), ("4", "out4"), ("3", "out3"), ("4", "out4")];
    let stderr: Vec<String> =
        runs.map(|(jobs, out)| desk.run(&["extract", "in", "-o", out, "--jobs", jobs]).stderr).into();
    assert!(stderr.iter().all(|text| text == &stderr[0]));
    let one = desk.tree("out1");
    assert!(one.len() > 48, "{} files", one.len());
    for out in ["out4", "out3"] {
        let other = desk.tree(out);
        assert!(one.keys().eq(other.keys()));
        for (file, bytes) in &one {
            assert!(other[file] == *bytes, "{file} differs");
        }
    }
    no_leftovers(&desk, "out4");
}

#[test]
fn quiet_says_nothing_but_problems() {
    let desk = Desk::new();
    let run = desk.file("in/a.md", notice(1)).run(&["extract", "in", "-o", "out", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    let run = desk.file("in/b.txt", "").run(&["extract", "in", "-o", "out", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.lines().count()), (1, "", 1));
}

#[test]
fn hidden_files_and_lock_files_are_skipped() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).file("in/.b.md", "").file("in/~$a.docx", "x").file("in/.git/c.md", "");
    let run = desk.file("in/Thumbs.db", "x").extract();
    assert_eq!((run.code, run.stderr.as_str(), desk.documents().len()), (0, "", 1));
}

#[test]
fn results_inside_the_input_are_not_read_again() {
    let desk = Desk::new();
    desk.file("a.md", notice(1));
    for _ in 0..2 {
        let run = desk.run(&["extract", ".", "-o", "out"]);
        assert_eq!((run.code, desk.documents().len()), (0, 1), "{}", run.stderr);
    }
    let run = desk.run(&["extract", ".", "-o", "."]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("输入和输出是同一个文件夹"), "{}", run.stderr);
}

#[test]
fn what_an_earlier_run_left_is_removed_and_nothing_else() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).file("in/b.md", notice(2)).extract();
    let ids = desk.documents();
    desk.file("out/documents/自己的.json", "{}").file("out/笔记.xlsx", "x");
    fs::remove_file(desk.path("in/b.md")).expect("there");
    assert_eq!(desk.extract().code, 0);
    let there = |file: String| desk.path(&file).exists();
    assert!(there(format!("out/documents/{}.json", ids[0])) && there(format!("out/{}.xlsx", ids[0])));
    assert!(!there(format!("out/documents/{}.json", ids[1])) && !there(format!("out/{}.xlsx", ids[1])));
    assert!(there("out/documents/自己的.json".into()) && there("out/笔记.xlsx".into()));
}

#[test]
fn a_document_that_can_no_longer_be_read_leaves_no_old_records() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).extract();
    desk.file("in/a.md", "");
    assert_eq!(desk.extract().code, 1);
    assert!(!desk.tree("out").keys().any(|file| file.starts_with("documents/")));
}

#[test]
fn an_index_of_somebody_else_is_reported() {
    let desk = Desk::new();
    let run = desk.file("in/a.md", notice(1)).file("out/index.json", "[]").extract();
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("上次运行留下的 index.json 无法识别"), "{}", run.stderr);
}

#[test]
fn an_output_path_that_is_a_file_is_one_clear_line() {
    let desk = Desk::new();
    let run = desk.file("in/a.md", notice(1)).file("out", "mine").extract();
    assert_eq!((run.code, run.stderr.lines().count()), (1, 1), "{}", run.stderr);
    assert!(run.stderr.contains("输出文件夹无法使用"), "{}", run.stderr);
    assert_eq!(fs::read(desk.path("out")).expect("still a file"), b"mine");
}

#[cfg(unix)]
#[test]
fn an_output_folder_without_permission_is_one_clear_line() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).file("out/x.csv", "");
    fs::set_permissions(desk.path("out"), fs::Permissions::from_mode(0o555)).expect("ours");
    if fs::write(desk.path("out/try.csv"), "").is_ok() {
        eprintln!("skipped: this user (root) may write everywhere");
        return;
    }
    let run = desk.extract();
    assert_eq!((run.code, run.stderr.lines().count()), (1, 1), "{}", run.stderr);
    assert!(run.stderr.contains("输出文件夹无法使用"), "{}", run.stderr);
}

#[test]
fn one_result_in_the_way_does_not_stop_the_others() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).file("in/b.md", notice(2)).extract();
    let ids = desk.documents();
    let file = format!("out/documents/{}.json", ids[0]);
    fs::remove_file(desk.path(&file)).expect("there");
    fs::create_dir(desk.path(&file)).expect("writable");
    fs::remove_file(desk.path("out/tasks.csv")).expect("there");
    fs::create_dir(desk.path("out/tasks.csv")).expect("writable");
    let run = desk.extract();
    assert_eq!(run.code, 1);
    assert!(run.line_about("a.md").contains("没有写成“documents/"), "{}", run.stderr);
    assert!(run.line_about("tasks.csv").contains("没有写成“tasks.csv”"), "{}", run.stderr);
    assert_eq!(desk.documents(), ids[1..]);
}

/// A limit on the size of files stands in for a full disk: every longer write fails half-way.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_half_files() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).file("in/b.md", notice(2)).extract();
    let before = desk.tree("out");
    desk.file("in/c.md", notice(3));
    let program = assert_cmd::cargo::cargo_bin!("gongwen");
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" extract in -o out";
    let output = std::process::Command::new("sh")
        .current_dir(desk.path(""))
        .args(["-c", script])
        .arg(program)
        .output()
        .expect("a shell");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(!stderr.is_empty() && stderr.lines().all(|line| line.contains("没有写成“")), "{stderr}");
    no_leftovers(&desk, "out");
    // The index could not be written either, so the earlier run still stands as a whole.
    let after = desk.tree("out");
    for (file, bytes) in before.iter().filter(|(file, _)| !file.ends_with(".csv") && !file.ends_with(".xlsx")) {
        assert!(after.get(file) == Some(bytes), "{file} was lost");
    }
}

#[test]
fn files_given_directly_are_read_once_in_the_order_given() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).file("in/b.md", notice(2));
    let run = desk.run(&["extract", "in/b.md", "in", "in/a.md", "-o", "out"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let paths: Vec<String> = desk
        .documents()
        .iter()
        .map(|id| desk.json(&format!("out/documents/{id}.json"))["document"]["source"]["path"].to_string())
        .collect();
    assert_eq!(paths, ["\"b.md\"", "\"a.md\""]);
}

/// Two indicators and then three: a count is one of indicators, however many rows their components take.
#[test]
fn declared_counts_of_a_group_count_indicators_and_not_their_components() {
    let desk = Desk::new();
    let table = "# 2025年海湾市主要指标\n\n| 类别 | 指标名称(单位) |  | 全市合计 | 责任单位 |\n|--|--|--|--|--|\n\
                 | 数字赋能(2项) | 线上办件占比(%) |  | 66.5 | 市数据局 |\n\
                 |  | 工业产值(万元) | 采矿 | 726 | 市经信局 |\n|  |  | 制造 | 719 | 市经信局 |\n|  |  | 供水 | 916 |  |\n\
                 | 就业创业(3项) | 平均受教育年限(年) |  | 10.6 | 市教育局 |\n\
                 |  | 技能等级占比(%) | 高级工 | 83 | 市人社局 |\n|  |  | 技师 | 95 |  |\n\
                 |  | 热线办结率(%) |  | 34.6 | 市信访局 |\n| 乡村振兴(1项) | 食堂覆盖率(%) |  | 7.9 | 市民政局 |\n";
    desk.file("in/a.md", table).extract();
    let records = desk.json(&format!("out/documents/{}.json", desk.documents()[0]));
    let targets = records["targets"].as_array().expect("a list");
    let categories: Vec<&str> = targets.iter().filter_map(|target| target["category"][0].as_str()).collect();
    let wanted = [("数字赋能", 4), ("就业创业", 4), ("乡村振兴", 1)];
    assert_eq!(categories, wanted.map(|(name, rows)| vec![name; rows]).concat());
}
