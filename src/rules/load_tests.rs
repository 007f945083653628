use super::*;

const GOOD: &str = r#"
[[rule]]
id = "values.at-least"
title = "不低于 / 以上"
kind = "value"
pattern = '{number}(?<unit>\S{0,8}?)以上'
yields = { op = "ge" }
[[rule.example]]
text = "９０以上"
record = { op = "ge", number = "90" }
[[rule.counter]]
text = "以上各项"
"#;

fn error(source: &str) -> String {
    Pack::default().add("rules/试.toml", source).unwrap_err().to_string()
}

#[test]
fn a_later_file_replaces_extends_and_disables_by_id() {
    let mut pack = Pack::default();
    pack.add("a", GOOD).unwrap();
    assert_eq!(pack.of(Kind::Value).count(), 1);
    pack.add("b", &GOOD.replace("不低于 / 以上", "另一条")).unwrap();
    assert_eq!(pack.of(Kind::Value).next().unwrap().title, "另一条");
    pack.add("c", "[[rule]]\nid = \"values.at-least\"\nextend = true\nwords = [\"九十朝上\"]\n[[rule.example]]\ntext = \"九十 朝上\"\n")
        .unwrap();
    let rule = pack.of(Kind::Value).next().unwrap();
    assert!(rule.is_match("九十朝上") && rule.is_match("90以上"));
    assert_eq!(rule.origins.len(), 2);
    pack.add("d", "[[rule]]\nid = \"values.at-least\"\ndisabled = true\n").unwrap();
    assert_eq!(pack.of(Kind::Value).count(), 0);
}

#[test]
fn words_are_added_taken_out_and_replaced() {
    let mut pack = Pack::default();
    let words = |more: &str| format!("[[words]]\nid = \"unit.suffix\"\ntitle = \"后缀\"\n{more}\n");
    pack.add("a", &words("words = [\"局\", \"委 员 会\"]\n[[words.counter]]\ntext = \"示范区\"")).unwrap();
    pack.add("b", &words("words = [\"共同体\"]\nremove = [\"局\"]")).unwrap();
    assert_eq!(pack.words("unit.suffix"), ["委员会", "共同体"]);
    let wide = pack.clone().add("c", &words("words = [\"区\"]")).unwrap_err().to_string();
    assert!(wide.contains("“区”太宽：词表 unit.suffix 的反例“示范区”也被认出"), "{wide}");
    pack.add("d", &words("words = [\"处\"]\nreplace = true")).unwrap();
    assert_eq!(pack.words("unit.suffix"), ["处"]);
}

#[test]
fn mistakes_name_file_line_and_column() {
    for (from, to, wanted) in [
        ("{number}", "{nummer}", "没有叫 {nummer} 的查找器"),
        ("以上'", "以上('", "这个左括号没有配对"),
        ("以上'", "（含）以上'", "正则里有全角的“（”"),
        ("以上'", "體以上'", "正则里有繁体的“體”"),
        ("以上'", " 以上'", "正则里有空格"),
        ("(?<unit>", "(?<unti>", "没有叫“unti”的组"),
        ("op =", "opp =", "yields 里的“opp”不认识"),
        ("op = \"ge\" }", "op = \"more\" }", "op 不能是“more”"),
        ("yields = { op = \"ge\" }", "", "没有写得到什么"),
        ("title", "titel", "没有“titel”这个键"),
        ("\"90\"", "\"80\"", "应为“80”，实得“90”"),
        ("以上各项", "80以上各项", "反例也被这条规则匹配"),
        ("[[rule.counter]]\ntext = \"以上各项\"", "", "规则缺少反例"),
        ("{number}(?<unit>\\S{0,8}?)以上", "(以上)*", "连空文本也匹配"),
        ("{number}", "{number}(?:甲{0,900}乙{0,900}){0,900}", "这条正则太大"),
        ("\"values.at-least\"", "\"at least\"", "编号的写法不对"),
        ("kind = \"value\"", "kind = \"values\"", "没有“values”这种规则"),
        ("kind = \"value\"", "kind = \"value\"\npriority = 99999", "priority 太大或太小"),
    ] {
        let message = error(&GOOD.replace(from, to));
        assert!(message.contains(wanted), "{message}");
        assert!(message.contains("rules/试.toml:"), "{message}");
    }
}

#[test]
fn a_place_inside_a_pattern_is_pointed_at() {
    let source = GOOD.replace("以上'", "（含）以上'");
    let at = source.lines().position(|line| line.contains('（')).unwrap() + 1;
    let line = source.lines().nth(at - 1).unwrap();
    let column = line.chars().position(|c| c == '（').unwrap() + 1;
    let problem = Pack::default().add("a", &source).unwrap_err().problems.remove(0);
    assert_eq!(problem.place, Some((at, column)));
}
