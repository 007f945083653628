//! `gongwen check` and `gongwen explain`.

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use std::path::Path;
use std::process::Output;

fn gongwen(arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    cargo_bin_cmd!("gongwen").current_dir(root).args(arguments).output().expect("runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

const DUTIES: &str = "seeds/2023年市责任分解.txt";

#[test]
fn findings_are_quoted_with_place_and_underlined() {
    let run = gongwen(&["check", DUTIES]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let shown = text(&run.stdout);
    assert!(shown.contains("发现3处：错误 1，警告 1，提示 1"), "{shown}");
    assert!(shown.contains("错误 GW201 合计不符"), "{shown}");
    assert!(shown.contains("   407 | 78\n       | ^^\n"), "{shown}");
}

#[test]
fn the_exit_code_tells_what_is_left() {
    for (arguments, code) in [
        (vec!["--fail-on", "error"], 1),
        (vec!["--fail-on", "error", "--ignore", "GW2.."], 0),
        (vec!["--fail-on", "warning", "--select", "GW104,GW301"], 1),
        (vec!["--select", "GW9"], 2),
        (vec!["--select", "GW5"], 2),
        (vec!["--format", "html"], 2),
    ] {
        let run = gongwen(&[&["check", DUTIES], arguments.as_slice()].concat());
        assert_eq!(run.status.code(), Some(code), "{arguments:?} {}", text(&run.stderr));
    }
}

#[test]
fn every_form_holds_the_findings() {
    let show = |format: &str| text(&gongwen(&["check", DUTIES, "--format", format]).stdout);
    let json: Value = serde_json::from_str(&show("json")).expect("JSON");
    assert_eq!(json[0]["findings"].as_array().map(Vec::len), Some(3));
    let sarif: Value = serde_json::from_str(&show("sarif")).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(3));
    assert_eq!(show("csv").lines().next().map(|line| line.contains("程度,代码,说明")), Some(true));
    let list = show("markdown");
    assert!(list.starts_with("# 核对单："), "{list}");
    assert_eq!(list.matches("☐").count(), 2);
}

#[test]
fn what_was_accepted_is_silent_and_strays_are_told() {
    let json: Value =
        serde_json::from_str(&text(&gongwen(&["check", DUTIES, "--format", "json"]).stdout)).expect("JSON");
    let fingerprint = json[0]["findings"][0]["fingerprint"].as_str().expect("a fingerprint");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("accepted.toml");
    let entry = |fingerprint: &str| {
        format!(
            "[[accepted]]\nfingerprint = \"{fingerprint}\"\nby = \"张三\"\non = \"2024-05-07\"\nreason = \"原文如此\"\n"
        )
    };
    std::fs::write(&file, entry(fingerprint) + &entry("0000000000000000")).expect("writable");
    for option in ["--accepted", "--rules"] {
        let path = if option == "--rules" { folder.path() } else { &file };
        let run = gongwen(&["check", DUTIES, "--format", "json", option, &path.display().to_string()]);
        let left: Value = serde_json::from_str(&text(&run.stdout)).expect("JSON");
        assert_eq!(left[0]["findings"].as_array().map(Vec::len), Some(2), "{}", text(&run.stderr));
        assert!(text(&run.stderr).contains("0000000000000000（张三，2024-05-07，原文如此）没有对应的发现"));
    }
}

#[test]
fn lists_to_ask_back_with_are_written_for_documents_that_need_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("核对单");
    let run = gongwen(&["check", "seeds", "-o", &output.display().to_string()]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let mut names: Vec<String> = std::fs::read_dir(&output)
        .expect("the folder")
        .map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert!(text(&run.stderr).contains(&format!("{} 份文件的核对单写在", names.len() / 2)), "{}", text(&run.stderr));
    assert!(names.iter().filter(|name| name.ends_with("-核对单.md")).count() == names.len() / 2, "{names:?}");
    let sheet = names.iter().find(|name| name.ends_with("-核对单.xlsx")).expect("a workbook");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(output.join(sheet)).expect("a workbook");
    assert_eq!(calamine::Reader::sheet_names(&book), ["核对单"]);
    let range = calamine::Reader::worksheet_range(&mut book, "核对单").expect("the sheet");
    let cells: Vec<String> = range.rows().flatten().map(ToString::to_string).collect();
    for title in ["代码", "问题", "原文", "建议询问", "已核对", "答复", "☐"] {
        assert!(cells.iter().any(|cell| cell == title), "{title} {cells:?}");
    }
    let nothing =
        gongwen(&["check", "seeds", "--select", "GW405", "-o", &folder.path().join("空").display().to_string()]);
    assert!(text(&nothing.stderr).contains("没有写核对单"));
}

#[test]
fn severities_differ_by_path_where_the_office_says_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rules = "[settings]\nexceptions = [{ paths = [\"2023*\"], codes = [\"GW2\"], severity = \"off\" }]\n";
    std::fs::write(folder.path().join("checks.toml"), rules).expect("writable");
    let run = gongwen(&["check", "seeds", "--format", "json", "--rules", &folder.path().display().to_string()]);
    let documents: Value = serde_json::from_str(&text(&run.stdout)).expect("JSON");
    let codes = |path: &str| -> Vec<String> {
        let of = documents.as_array().expect("a list").iter().find(|document| document["path"] == path);
        let findings = of.and_then(|document| document["findings"].as_array()).expect(path);
        findings.iter().filter_map(|finding| finding["code"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(codes("2023年市责任分解.txt"), ["GW104", "GW110"]);
    assert!(codes("2021年县清单.txt").contains(&"GW101".to_owned()));
}

#[test]
fn every_code_is_explained() {
    let codes = text(&gongwen(&["explain"]).stdout);
    assert!(codes.lines().count() > 20, "{codes}");
    for line in codes.lines() {
        let page = gongwen(&["explain", &line[..5].to_lowercase()]);
        assert!(text(&page.stdout).starts_with(&line[..5]) && page.status.success(), "{line}");
    }
    assert_eq!(gongwen(&["explain", "GW999"]).status.code(), Some(2));
}
