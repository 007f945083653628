//! Help, wrong usage, defaults, languages.

use super::desk::{Desk, notice};

#[test]
fn wrong_usage_is_exit_code_2_with_a_chinese_line() {
    let desk = Desk::new();
    let cases: [(&[&str], &str); 8] = [
        (&[], "用法：gongwen <命令>"),
        (&["提取"], "没有“提取”这个命令"),
        (&["extract", "--fast"], "没有“--fast”这个选项"),
        (&["extract", "--jobs", "0"], "不能是“0”"),
        (&["extract", "--jobs", "many"], "不能是“many”"),
        (&["extract", "--jobs"], "后面缺少内容"),
        (&["extract", "--lang", "fr"], "可以是：zh, en"),
        (&["schema", "x"], "不能是“x”"),
    ];
    for (arguments, words) in cases {
        let run = desk.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains(words) && run.stdout.is_empty(), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn wrong_rules_are_exit_code_2() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).file("rules/checks.toml", "[settings\n");
    for (folder, words) in [("nowhere", "nowhere"), ("rules", "checks.toml")] {
        let run = desk.run(&["extract", "in", "-o", "out", "--rules", folder]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
        assert!(!desk.path("out").exists());
    }
}

#[test]
fn help_is_chinese_and_no_failure() {
    let desk = Desk::new();
    for arguments in [&["--help"][..], &["extract", "--help"], &["extract", "-h"], &["schema", "--help"]] {
        let run = desk.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains("用法：gongwen") && run.stdout.contains("显示帮助"), "{}", run.stdout);
        for english in ["Usage", "Options", "Print", "OPTIONS", "COMMAND"] {
            assert!(!run.stdout.contains(english), "{english} in {}", run.stdout);
        }
    }
    assert!(desk.run(&["--version"]).stdout.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_drop_folder_is_the_default() {
    let desk = Desk::new();
    let run = desk.file("seeds/a.md", notice(1)).run(&["extract"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(desk.path("output/index.json").exists());
}

#[test]
fn english_on_request_changes_words_but_no_results() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).file("in/b.txt", "").file("in/c.txt", b"7z\xbc\xaf\x27\x1c");
    desk.extract();
    let run = desk.run(&["extract", "in", "-o", "english", "--lang", "en"]);
    assert_eq!(run.code, 1);
    assert!(run.line_about("b.txt").ends_with("b.txt: the file is empty"));
    assert!(run.line_about("c.txt").contains("archive (.7z) is not supported yet"));
    assert!(run.stdout.starts_with("done: 1 documents"), "{}", run.stdout);
    assert!(desk.tree("out") == desk.tree("english"));
}
