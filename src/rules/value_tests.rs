use super::super::samples::grammar_pack;
use super::*;
use proptest::prelude::*;

/// `op number..max unit [note] (year) label 预计`, what is absent left out.
fn short(r: &ValueReading) -> String {
    let mut out = r.op.as_str().to_string();
    if let Some(n) = r.number {
        out.push_str(&format!(" {n}"));
    }
    if let Some(n) = r.number_max {
        out.push_str(&format!("..{n}"));
    }
    for (before, part, after) in [(" ", &r.unit, ""), (" [", &r.note, "]"), (" {", &r.label, "}")] {
        if let Some(part) = part {
            out.push_str(&format!("{before}{part}{after}"));
        }
    }
    if let Some(year) = r.year {
        out.push_str(&format!(" ({year})"));
    }
    if r.forecast {
        out.push_str(" 预计");
    }
    out
}

#[test]
fn many_spellings_of_one_value() {
    let pack = grammar_pack();
    for (wanted, spellings) in [
        ("eq 16", &["16", " 16 ", "１６", "达到16", "16。", "=16"][..]),
        ("eq 3500", &["3500", "3,500", "３，５００", "达到3500", "3 500"]),
        ("eq 2.0", &["2.0", "达2.0"]),
        ("eq 0.009", &["0.009"]),
        ("eq -0.5", &["-0.5", "－0.5", "−0.5"]),
        ("eq 14.7 %", &["14.7%", "14.7 ％", "达14.7%", "保持在14.7%", "百分之十四点七"]),
        ("eq 100 %", &["100%", "１００％", "保持在100%", "实现100%"]),
        ("eq 18.59", &["降至18.59", "下降到18.59", "缩小到18.59", "提高到18.59"]),
        ("eq 85", &["达到85", "85", "增至85", "力争达到85", "为85"]),
        ("eq 500000000", &["5亿", "达到5亿", "500000000"]),
        ("eq 2.4 万人", &["2.4万人", "2.4 万人", "达2.4万人"]),
        ("eq 120 家", &["一百二十家", "120家"]),
        ("eq 0.3", &["三成", "0.3", "十分之三"]),
        (
            "ge 11000",
            &["≥11000", "11000以上", "不低于11000", "超过11000", "1.1万以上", ">=11000", "突破11000", "至少11000"],
        ),
        ("ge 90", &["90 以上", "90以上", "90及以上", "９０以上", "90（含）以上"]),
        ("ge 98.7 %", &["不低于98.7%", "98.7%以上", "达到98.7%以上", "≥98.7％"]),
        ("ge 500000000", &["超过5亿", "5亿以上", "达到5亿以上"]),
        ("ge 20 家", &["力争达到20家以上", "20家以上", "不少于20家", "超20家"]),
        ("ge 0.6666666666666666666666666667", &["三分之二以上", "2/3以上", "达到三分之二以上"]),
        ("eq 0.6666666666666666666666666667", &["三分之二", "2/3"]),
        ("gt 86 %", &[">86%", "＞86％", "高于86%", "大于86%"]),
        ("lt 0.019", &["<0.019", "＜0.019", "低于0.019", "小于0.019"]),
        ("lt 86.7 件/万人", &["低于86.7件/万人", "<86.7 件/万人"]),
        ("le 8.55", &["≤8.55", "8.55以内", "不超过8.55", "8.55及以下", "控制在8.55以内", "不高于8.55", "控制在8.55"]),
        ("le 5 %", &["控制在5%以内", "5%以内", "不超过5%", "控制在5%"]),
        ("approx 9 %", &["9%左右", "约9%", "达到9%左右", "近9%"]),
        ("approx 50 家", &["约50家", "50家左右", "近50家", "50余家"]),
        ("approx 1.9 预计", &["预计1.9", "预计 1.9", "预计达1.9", "预计达到1.9"]),
        ("ge 55 预计", &["预计55以上", "预计超过55"]),
        ("range 1..2 项", &["1-2项", "1—2 项", "1～2项", "1至2项", "1到2项"]),
        ("range 10..50 万元", &["10—50万元", "10-50 万元", "10万元-50万元", "10万—50万元"]),
        ("range 100000..500000", &["10万-50万", "10-50万"]),
        ("down_by 3.4 %", &["下降 3.4%", "降低3.4%", "同比下降3.4%", "减少3.4%"]),
        ("down_by 3 %", &["降低 3%左右", "下降3%以上", "下降约3%"]),
        ("up_by 3 百分点", &["提高 3 个百分点", "提升3个百分点", "上升3个百分点左右"]),
        ("up_by 8 %", &["增长8%", "年均增长8%", "同比增长8%", "力争增长8%", "较上年增长8%"]),
        ("eq 1.86 [前三季度]", &["1.86(前三季度)", "1.86（前三季度）", "1.86\n(前三季度)"]),
        ("eq 71.9 [新口径]", &["71.9\n(新口径)", "71.9（新口径）"]),
        ("eq 50.3 [2020年] (2020)", &["50.3\n(2020 年)", "50.3（2020年）"]),
        ("approx 1.9 [预计] 预计", &["1.9(预计)"]),
        ("eq 2 {新建}", &["新建2", "新建 2"]),
        ("eq 4 {改建}", &["改建4"]),
        ("eq 3.0 个 {每千人}", &["每千人3.0个", "每千人达3.0个"]),
        ("none", &["", " ", "/", "／", "——", "-", "—", "－", "暂无数据", "暂 无 数 据", "…"]),
    ] {
        for printed in spellings {
            assert_eq!(short(&pack.read_value(printed)), wanted, "{printed}");
        }
    }
}

#[test]
fn words_stay_words() {
    let pack = grammar_pack();
    for text in [
        "17(71)",
        "12（45）",
        "全覆盖",
        "完成上级下达指标",
        "完成国家下达目标",
        "持续巩固",
        "与经济增长基本同步",
        "稳步下降",
        "逐步下降",
        "维持在合理区间",
        "保持稳定",
        "十四五",
        "三大差距",
        "5G",
        "1+7+N",
        "八个一",
        "15分钟公共服务圈",
        "2021年",
        "2021-2025年",
        "排名第2",
        "全省前三",
        "75\n32",
        "1、2",
        "5/2",
        "1,2",
        "3,50",
        "达到省定要求",
        "快于全省平均水平",
        "12345热线",
        "以上",
        "左右",
        "%",
        "家",
    ] {
        assert_eq!(short(&pack.read_value(text)), "text", "{text}");
    }
    assert_eq!(short(&pack.read_value("预计能完成省目标")), "text 预计");
    assert_eq!(short(&pack.read_value("24小时")), "eq 24 小时");
}

#[test]
fn the_deciding_rule_is_named() {
    let pack = grammar_pack();
    for (text, rule) in [
        ("16", "values.exact"),
        ("90以上", "values.at-least"),
        ("/", "values.nothing"),
        ("持续巩固", "values.words"),
        ("完成上级下达指标", "values.reference"),
        ("17(71)", "values.other"),
    ] {
        let rule_of = pack.read_value(text).rule;
        assert_eq!(rule_of, rule, "{text}");
        assert!(pack.rules().iter().any(|r| r.id == rule_of));
    }
}

#[test]
fn inside_a_sentence_only_certain_values_count() {
    let pack = grammar_pack();
    for text in ["达95.2%", "15万元", "控制在0.009", "完成市下达任务", "稳步提升", "低于86.7件/万人"]
    {
        assert!(pack.read_phrase(text).is_some(), "{text}");
    }
    for text in ["15万元群体", "新建2", "2021年", "/", "数字经济", "5G", "三年行动", "一网通办"] {
        assert!(pack.read_phrase(text).is_none(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_cell_is_survived(raw in "[0-9一二三万亿%％以上下内≥<>约新建()（）.,\\-—/ \n]{0,16}|\\PC{0,16}") {
        let reading = grammar_pack().read_value(&raw);
        prop_assert_eq!(reading.op.is_number(), reading.number.is_some());
    }

    #[test]
    fn plain_numbers_keep_their_print(value in -100_000_000i64..100_000_000, scale in 0u32..5) {
        let printed = Decimal::new(value, scale).to_string();
        let reading = grammar_pack().read_value(&printed);
        prop_assert_eq!(reading.number.map(|n| n.to_string()), Some(printed));
        prop_assert_eq!(reading.op, Op::Eq);
    }
}
