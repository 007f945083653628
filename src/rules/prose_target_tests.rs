use super::super::samples::grammar_pack;
use proptest::prelude::*;

/// `name/component op number unit «raw»`
fn short(raw: &str) -> Vec<String> {
    let targets = grammar_pack().prose_targets(raw);
    targets
        .iter()
        .map(|t| {
            let component = t.component.as_ref().map(|c| format!("/{c}")).unwrap_or_default();
            let number = t.value.number.map(|n| format!(" {n}")).unwrap_or_default();
            let unit = t.unit.as_ref().map(|u| format!(" {u}")).unwrap_or_default();
            let year = t.value.year.map(|y| format!(" ({y})")).unwrap_or_default();
            format!("{}{component} {}{number}{unit}{year} «{}»", t.name, t.value.op.as_str(), t.value_raw)
        })
        .collect()
}

#[test]
fn one_clause_one_target() {
    for (raw, wanted) in [
        ("人均生产总值15万元", "人均生产总值 eq 15 万元 «15万元»"),
        ("全员劳动生产率24.5万元/人", "全员劳动生产率 eq 24.5 万元/人 «24.5万元/人»"),
        ("单位GDP能耗完成市下达指标", "单位GDP能耗 text «完成市下达指标»"),
        (
            "单位GDP建设用地使用面积降至18.59平方米/万元",
            "单位GDP建设用地使用面积 eq 18.59 平方米/万元 «降至18.59平方米/万元»",
        ),
        ("R&D经费支出占GDP比重2.44%", "R&D经费支出占GDP比重 eq 2.44 % «2.44%»"),
        ("居民人均可支配收入与人均GDP之比达0.396", "居民人均可支配收入与人均GDP之比 eq 0.396 «0.396»"),
        ("城镇登记失业率低于3.5%", "城镇登记失业率 lt 3.5 % «低于3.5%»"),
        ("城镇登记失业率控制在5%以内", "城镇登记失业率 le 5 % «5%以内»"),
        ("森林覆盖率保持在60%以上", "森林覆盖率 ge 60 % «60%以上»"),
        ("城乡居民收入倍差1.67", "城乡居民收入倍差 eq 1.67 «1.67»"),
        ("最低镇收入与全区平均之比缩小到0.8", "最低镇收入与全区平均之比 eq 0.8 «缩小到0.8»"),
        ("3个“1小时交通圈”人口覆盖率达96.2%", "3个“1小时交通圈”人口覆盖率 eq 96.2 % «96.2%»"),
        ("城乡公交一体化率保持在100%", "城乡公交一体化率 eq 100 % «保持在100%»"),
        ("每千人口拥有婴幼儿照护设施托位数达3.3个", "每千人口拥有婴幼儿照护设施托位数 eq 3.3 个 «3.3个»"),
        ("普惠性幼儿园在园幼儿占比不低于95%", "普惠性幼儿园在园幼儿占比 ge 95 % «不低于95%»"),
        ("PM2.5平均浓度完成市下达任务", "PM2.5平均浓度 text «完成市下达任务»"),
        ("PM2.5平均浓度19 微克/立方米以下", "PM2.5平均浓度 le 19 微克/立方米 «19 微克/立方米以下»"),
        ("地表水达到或优于Ⅲ类水体比例100%", "地表水达到或优于Ⅲ类水体比例 eq 100 % «100%»"),
        ("事故死亡率控制在0.009", "事故死亡率 le 0.009 «控制在0.009»"),
        ("万人成讼率低于86.7件/万人", "万人成讼率 lt 86.7 件/万人 «低于86.7件/万人»"),
        ("律师万人比达2人/万人", "律师万人比 eq 2 人/万人 «2人/万人»"),
        ("群众安全感满意度稳步提升", "群众安全感满意度 text «稳步提升»"),
        ("1.规上工业增加值增长9%左右。", "规上工业增加值 up_by 9 % «增长9%左右»"),
        ("人才总量力争达到20万人", "人才总量 eq 20 万人 «20万人»"),
        ("到2025年人均预期寿命达到82岁", "人均预期寿命 eq 82 岁 (2025) «82岁»"),
        ("居民收入与经济增长基本同步", "居民收入 text «与经济增长基本同步»"),
        ("数字 经济 增加值：１５ 亿元", "数字 经济 增加值 eq 15 亿元 «１５ 亿元»"),
    ] {
        assert_eq!(short(raw), [wanted], "{raw}");
    }
}

#[test]
fn several_values_are_dealt_out() {
    for (raw, wanted) in [
        (
            "家庭年收入8—40万元群体、16—48万元群体比例分别达65%和25%",
            &["家庭年收入/8—40万元群体比例 eq 65 % «65%»", "家庭年收入/16—48万元群体比例 eq 25 % «25%»"][..],
        ),
        ("审批满意率、承办满意率分别达到97%、95%以上", &["审批满意率 ge 97 % «97%»", "承办满意率 ge 95 % «95%以上»"]),
        (
            "职工和居民住院报销(含大病、慢病)比例分别达到85%、69%",
            &["住院报销(含大病、慢病)比例/职工 eq 85 % «85%»", "住院报销(含大病、慢病)比例/居民 eq 69 % «69%»"],
        ),
        (
            "二氧化硫、氮氧化物和挥发性有机物等污染物排放量比2020年分别下降15%、10%和6%",
            &[
                "污染物排放量/二氧化硫 down_by 15 % «下降15%»",
                "污染物排放量/氮氧化物 down_by 10 % «10%»",
                "污染物排放量/挥发性有机物 down_by 6 % «6%»",
            ],
        ),
        ("产地检疫率、屠宰检疫率均达到100%", &["产地检疫率 eq 100 % «100%»", "屠宰检疫率 eq 100 % «100%»"]),
        ("山区、海岛通达率均达到95%", &["山区、海岛通达率 eq 95 % «95%»"]),
    ] {
        assert_eq!(short(raw), wanted, "{raw}");
    }
}

#[test]
fn clauses_part_at_commas_that_group_no_digits() {
    let raw = "居民收入56,000元,人均支出33700元。失业率低于3.5%；倍差1.67，3个圈覆盖率达96.2%";
    let names: Vec<String> = grammar_pack().prose_targets(raw).into_iter().map(|t| t.name).collect();
    assert_eq!(names, ["居民收入", "人均支出", "失业率", "倍差", "3个圈覆盖率"]);
}

#[test]
fn what_is_no_target() {
    for raw in [
        "",
        "。,;",
        "推进数字化改革",
        "打造8100产业集群",
        "完成5G网络建设",
        "2022年",
        "到2025年底",
        "15万元",
        "分别达到",
        "深化“1+7+N”体系",
        "缩小三大差距",
        "公园、绿道数分别新增3、5个",
        "建设15分钟公共服务圈",
        "甲、乙、丙分别达5%和6%、7%、8%",
        "PM2.5",
        "第3",
    ] {
        assert_eq!(short(raw), [""; 0], "{raw}");
    }
}

proptest! {
    #[test]
    fn ranges_are_in_order(raw in "[人均率达到分别0-9.%万元、和,，。;()“”甲乙比例２]{0,40}|\\PC{0,20}") {
        let mut start = 0;
        for t in grammar_pack().prose_targets(&raw) {
            prop_assert!(t.range.start >= start && raw.get(t.range.clone()).is_some());
            prop_assert!(raw.contains(&t.name) && raw.contains(&t.value_raw));
            start = t.range.start;
        }
    }
}
