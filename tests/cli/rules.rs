//! `gongwen rules` from outside.

use super::desk::{Desk, Run, notice};

const COLUMN: &str = r#"[[rule]]
id = "office.承接单位"
title = "承接单位"
kind = "column"
words = ["承接单位"]
yields = { role = "responsible" }
[[rule.example]]
text = "承接单位"
[[rule.counter]]
text = "承接单位名单"
"#;

const LETTER: &str = "# 2025年海湾市重点项目清单\n\n| 编号 | 事项 | 承接单位 | 完成时限 |\n|---|---|---|---|\n\
                      | 1 | 冷链码头 | 市港航局 | 6月底前 |\n| 2 | 船闸 | 市水利局 | 9月底前 |\n";

fn office(rules: &str) -> Desk {
    let desk = Desk::new();
    desk.file("规则/本单位.toml", rules);
    desk
}

fn check(rules: &str) -> Run {
    office(rules).run(&["rules", "check", "规则"])
}

/// Each kind of mistake is told at its place, with what to write instead.
#[test]
fn kinds_of_mistakes_are_told_at_their_place() {
    let with = |from: &str, to: &str| {
        assert!(COLUMN.contains(from), "{from}");
        COLUMN.replacen(from, to, 1)
    };
    let pattern = |pattern: &str| with("words = [\"承接单位\"]", &format!("pattern = '{pattern}'"));
    let mistakes = [
        ("1_quote_left_open", with("title = \"承接单位\"", "title = \"承接单位")),
        ("2_key_misspelt", with("title", "titel")),
        ("3_kind_unknown", with("\"column\"", "\"columm\"")),
        ("4_value_of_yields_unknown", with("\"responsible\"", "\"responsable\"")),
        ("5_list_where_text_belongs", with("title = \"承接单位\"", "title = [\"承接单位\"]")),
        ("6_bracket_left_open", pattern("^承接(?:单位|部门$")),
        ("7_finder_unknown", pattern("^{yaer}年承接单位$")),
        ("8_full_width_in_pattern", pattern("^承接单位（必填）$")),
        ("9_example_not_matched", with("text = \"承接单位\"", "text = \"承办单位\"")),
        ("10_counter_matched", with("承接单位名单", "承接 单位")),
        ("11_no_counter", with("[[rule.counter]]\ntext = \"承接单位名单\"\n", "")),
        ("12_matches_nothing_at_all", pattern("(?:承接)?(?:单位)?")),
        ("13_same_id_twice", format!("{COLUMN}\n{COLUMN}")),
        ("14_no_such_list", "[[words]]\nid = \"unit.sufix\"\ntitle = \"后缀\"\nwords = [\"共同体\"]\n".to_string()),
        ("15_word_too_wide", "[[words]]\nid = \"unit.suffix\"\ntitle = \"后缀\"\nwords = [\"区\"]\n".to_string()),
        ("16_takes_the_text_of_another", pattern("单位$").replace("承接单位名单", "处室")),
        (
            "17_clash",
            with("words = [\"承接单位\"]", "priority = 88\nwords = [\"承接单位\", \"责任部门\"]")
                .replace("\"responsible\"", "\"support\""),
        ),
        (
            "18_shadowed",
            with("words = [\"承接单位\"]", "priority = 1\nwords = [\"承接单位\", \"工作内容\"]").replacen(
                "[[rule.example]]",
                "[[rule.example]]\ntext = \"工作内容\"\n[[rule.example]]",
                1,
            ),
        ),
        ("19_disables_what_is_not_there", "[[rule]]\nid = \"tables.responsble\"\ndisabled = true\n".to_string()),
        ("20_setting_unknown", "[settings.severity]\nGW19 = \"off\"\n[settings.sum]\nadding_row = 3\n".to_string()),
    ];
    for (name, rules) in mistakes {
        let run = check(&rules);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{name}: {}", run.stdout);
        assert!(run.stdout.contains("规则/本单位.toml:") && run.stdout.contains("怎么改："), "{name}: {}", run.stdout);
        // The closing lines count the rules, which are no matter of this test.
        let (told, _) = run.stdout.split_once("\n\n规则 ").expect("a closing line");
        insta::assert_snapshot!(name, told);
    }
}

#[test]
fn good_rules_pass_and_all_mistakes_are_told_at_once() {
    let run = check(COLUMN);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.ends_with("检查通过\n"), "{}", run.stdout);
    let bad = COLUMN.replace("columm", "column").replace("\"responsible\"", "\"x\"");
    let run = check(&format!("{bad}\n[[words]]\nid = \"a.b\"\ntitle = \"甲\"\nwords = [\"乙\"]\n"));
    assert_eq!(run.stdout.matches("规则有误：").count(), 2, "{}", run.stdout);
    assert!(run.stdout.ends_with("检查没有通过：2 处有误\n"), "{}", run.stdout);
    let run = Desk::new().run(&["rules", "check", "没有"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("没有：找不到"), "{}", run.stdout);
}

#[test]
fn the_project_file_lies_over_the_folder() {
    let desk = office(COLUMN);
    desk.file("in/a.md", LETTER);
    let count = |desk: &Desk, arguments: &[&str]| {
        desk.run(&[&["rules", "list", "--own"], arguments].concat()).stdout.lines().skip(1).count()
    };
    assert_eq!((count(&desk, &[]), count(&desk, &["--rules", "规则"])), (0, 1));
    desk.file("gongwen.toml", "rules = [\"规则\"]\n[[rule]]\nid = \"office.承接单位\"\ndisabled = true\n");
    assert_eq!(count(&desk, &[]), 0, "disabled by the project");
    desk.file("gongwen.toml", "rules = [\"规则\"]\n[settings.severity]\nGW110 = \"off\"\n");
    assert_eq!(count(&desk, &[]), 1);
    let run = desk.extract();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stderr);
    let id = &desk.documents()[0];
    let record = desk.json(&format!("out/documents/{id}.json"));
    assert_eq!(record["tasks"][0]["responsible"][0]["name"], "市港航局");
    desk.file("gongwen.toml", "rules = [\"没有\"]\n");
    let run = desk.extract();
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("没有：找不到"), "{}", run.stderr);
}

#[test]
fn what_is_not_understood_is_counted_listed_and_cured_by_its_own_command() {
    let desk = Desk::new();
    desk.file("in/来文.md", LETTER.replace("承接单位", "承接方")).extract();
    let index = desk.json("out/index.json");
    assert_eq!(index["documents"][0]["not_understood"]["headers"], 1, "{index}");
    assert_eq!(index["totals"]["not_understood"]["headers"], 1);
    let findings = String::from_utf8(desk.tree("out")["findings.csv"].clone()).expect("UTF-8");
    let command = findings.split("运行：").nth(1).expect("a command").split(['"', ',']).next().expect("a line");
    assert_eq!(command, "gongwen rules new --from 来文.md:3:13");
    let arguments: Vec<&str> = command.split(' ').skip(1).chain(["--in", "in", "--write", "规则/a.toml"]).collect();
    let run = desk.run(&arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    desk.run(&["extract", "in", "-o", "out", "--rules", "规则"]);
    assert_eq!(desk.json("out/index.json")["totals"]["not_understood"]["headers"], 0);
}

#[test]
fn explain_diff_and_new_work_from_outside() {
    let desk = office(COLUMN);
    desk.file("in/来文.md", LETTER);
    let run = desk.run(&["rules", "explain", "来文.md:3", "--in", "in", "--rules", "规则"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("→ office.承接单位 承接单位（规则/本单位.toml:2，优先级 200）"), "{}", run.stdout);
    let run = desk.run(&["rules", "diff", "in", "--rules", "规则"]);
    assert!(run.code == 0 && run.stdout.contains("责任单位：（空） → 市港航局"), "{}", run.stdout);
    let run = desk.run(&["rules", "diff", "in"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("用 --rules 写明"), "{}", run.stderr);
    for (arguments, words) in [
        (&["rules", "explain", "来文.md"][..], "没有写明在哪里"),
        (&["rules", "explain", "没有.md:3"], "找不到文件“没有.md”"),
        (&["rules", "explain", "来文.md:99", "--in", "in"], "只有 6 行"),
        (&["rules", "new"], "还要写“--from <文件:行> 或 --from-correction <文件>”"),
        (&["rules", "new", "--from", "来文.md:1", "--in", "in"], "没有没认出的内容"),
        (&["rules", "new", "--from-correction", "没有.json"], "“没有.json”读不了"),
        (&["rules", "list", "--kind", "x"], "不能是“x”"),
    ] {
        let run = desk.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains(words) && run.stdout.is_empty(), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_corrected_record_gives_a_rule() {
    let desk = Desk::new();
    desk.file("in/来文.md", LETTER).extract();
    let id = &desk.documents()[0];
    let mut record = desk.json(&format!("out/documents/{id}.json"));
    let unit = serde_json::json!({ "name": "市港航局", "role": "equal" });
    record["tasks"][0]["responsible"] = serde_json::json!([unit]);
    desk.file("改过.json", serde_json::to_vec(&record).expect("JSON"));
    let run = desk.run(&["rules", "new", "--from-correction", "改过.json", "--in", "in", "--write", "规则/a.toml"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("words = [\"承接单位\"]") && run.stdout.contains("得到 1 处"), "{}", run.stdout);
    assert_eq!(desk.run(&["rules", "check", "规则"]).code, 0);
}

#[test]
fn documents_are_held_to_what_was_written_down() {
    let desk = office(COLUMN);
    desk.file("规则/例文/来文.md", LETTER);
    assert_eq!(desk.run(&["rules", "test", "规则", "--accept"]).code, 0);
    let run = desk.run(&["rules", "test", "规则"]);
    assert!(run.code == 0 && run.stdout.ends_with("例文 1 份：一致 1，不同或读不了 0\n"), "{}", run.stdout);
    desk.file("规则/本单位.toml", COLUMN.replace("\"responsible\"", "\"support\""));
    let run = desk.run(&["rules", "test", "规则"]);
    assert!(run.code == 1 && run.stdout.contains("市港航局 → 市港航局（配合）"), "{}", run.stdout);
}

#[test]
fn the_built_in_rules_can_be_exported_once() {
    let desk = Desk::new();
    let run = desk.run(&["rules", "export", "内置"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(desk.path("内置/tables.toml").is_file() && desk.path("内置/schema.json").is_file());
    let schema = desk.run(&["schema", "rules"]).stdout;
    assert_eq!(std::fs::read_to_string(desk.path("内置/schema.json")).expect("readable"), schema);
    assert_eq!(desk.run(&["rules", "export", "内置"]).code, 1);
}

/// A rule of an office that reads one text and names no rule.
#[test]
fn any_rule_that_is_written_is_seen_in_the_records() {
    let desk = office(COLUMN);
    desk.file("in/a.md", notice(1)).file("in/b.md", LETTER);
    desk.run(&["extract", "in", "-o", "out", "--rules", "规则"]);
    let used = desk.documents().into_iter().filter(|id| {
        let record = desk.json(&format!("out/documents/{id}.json"));
        record.to_string().contains("office.承接单位")
    });
    assert_eq!(used.count(), 1);
}
