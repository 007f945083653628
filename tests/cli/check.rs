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
    assert!(shown.contains("发现2处：错误 1，警告 1，提示 0"), "{shown}");
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
    assert_eq!(json[0]["findings"].as_array().map(Vec::len), Some(2));
    let sarif: Value = serde_json::from_str(&show("sarif")).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(2));
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
        assert_eq!(left[0]["findings"].as_array().map(Vec::len), Some(1), "{}", text(&run.stderr));
        assert!(text(&run.stderr).contains("0000000000000000（张三，2024-05-07，原文如此）没有对应的发现"));
    }
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
