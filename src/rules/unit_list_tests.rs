use super::*;
use crate::rules::samples::unit_rules;

fn names(raw: &str) -> Option<Vec<String>> {
    let (pack, organisations) = unit_rules();
    let list = organisations.read_list(pack, raw)?;
    Some(list.units.into_iter().map(|u| u.name).collect())
}

#[test]
fn lists_as_they_are_printed() {
    for (raw, wanted) in [
        ("市发改委", vec!["市发改委"]),
        ("市发改委\n市经信局\n市农业农村局", vec!["市发改委", "市经信局", "市农业农村局"]),
        ("市农业农村局 市海洋经济局", vec!["市农业农村局", "市海洋经济局"]),
        ("县经信局、\n县发改局", vec!["县经信局", "县发改局"]),
        ("市生态环境局\n望洲分局", vec!["市生态环境局望洲分局"]),
        ("自贸区“两局一\n中心”", vec!["自贸区“两局一中心”"]),
        ("市财政局(市国资委)、市属各国有企业(列第一位者为牵头单位,下同)", vec!["市财政局(市国资委)", "市属各国有企业"]),
        ("县发改局、县投促中心。列第一位的为牵头单位,下同", vec!["县发改局", "县投促中心"]),
        ("县司法局、县委政法委按职责各自牵头负责", vec!["县司法局", "县委政法委"]),
        ("县文旅局、县卫健局等相关部门", vec!["县文旅局", "县卫健局"]),
        ("市经信局,各县(区)政府、功能区管委会", vec!["市经信局", "各县(区)政府", "功能区管委会"]),
        ("(区交通局)(区发改局)", vec!["区交通局", "区发改局"]),
        ("人民银行某市分行、市府办〔金融〕", vec!["人民银行某市分行", "市府办〔金融〕"]),
        ("“小岛”专班、市发改委", vec!["“小岛”专班", "市发改委"]),
        (
            "区科技局、江畔街道、经济开发区、宁南新城管理中心",
            vec!["区科技局", "江畔街道", "经济开发区", "宁南新城管理中心"],
        ),
        ("各乡镇、各部门", vec!["各乡镇", "各部门"]),
        ("县海洋与渔业局\n、县经信局", vec!["县海洋与渔业局", "县经信局"]),
        ("新城管委会、", vec!["新城管委会"]),
        ("县人大、县政协、团县委", vec!["县人大", "县政协", "团县委"]),
        ("望洲县", vec!["望洲县"]),
    ] {
        assert_eq!(names(raw), Some(wanted.into_iter().map(String::from).collect()), "{raw}");
    }
}

#[test]
fn unknown_names_between_units_are_units_of_the_document() {
    let (_, organisations) = unit_rules();
    for (raw, wanted) in [
        ("县教育局、县鼓乐坊、县残联", vec!["县鼓乐坊"]),
        ("县教育局、县残联", vec![]),
        ("县教育局、高校毕业生、县残联", vec![]),
        ("县鼓乐坊、县皮影戏", vec![]),
    ] {
        assert_eq!(organisations.listed_unknown(raw), wanted, "{raw}");
    }
}

#[test]
fn labelled_lists_take_every_name() {
    let (pack, organisations) = unit_rules();
    let show = |raw: &str| {
        let list = organisations.read_labelled(pack, raw)?;
        let part = |unit: &UnitMention| match unit.role {
            Some(StatedRole::Lead) => "=牵头",
            Some(StatedRole::Support) => "=配合",
            None => "",
        };
        Some(list.units.iter().map(|u| format!("{}{}", u.name, part(u))).collect::<Vec<_>>().join(" "))
    };
    for (raw, wanted) in [
        (
            "牵头单位:区发改局\n责任单位:望洲经开区,全区经济运行各专班",
            Some("区发改局=牵头 望洲经开区=配合 全区经济运行各专班=配合"),
        ),
        ("牵头单位:市科技局;责任单位:团市委、高新区管委会;", Some("市科技局=牵头 团市委=配合 高新区管委会=配合")),
        ("区园林局(区城管局、区水务局配合)", Some("区园林局=牵头 区城管局=配合 区水务局=配合")),
        ("各街道、区住建局（区发改局牵头）", Some("各街道 区住建局=配合 区发改局=牵头")),
        ("市财政局(市国资委)、市审计局", Some("市财政局(市国资委) 市审计局")),
        ("责任单位:市委农工办、市民政局等部门，各区县人民政府", Some("市委农工办 市民政局 各区县人民政府")),
        ("县水务局\n县住建局\n护城河指挥部", Some("县水务局 县住建局 护城河指挥部")),
        ("县歌舞团\n县林草局", Some("县歌舞团 县林草局")),
        ("各主管部门 县财政局", Some("各主管部门 县财政局")),
        ("县人力资源和\n社会保障局", Some("县人力资源和社会保障局")),
        ("建设交通局、澄湖城投公司", Some("建设交通局 澄湖城投公司")),
        ("各处室", Some("各处室")),
        ("/", None),
        ("", None),
    ] {
        assert_eq!(show(raw).as_deref(), wanted, "{raw}");
    }
}

#[test]
fn what_is_no_list_of_units() {
    for raw in [
        "法律援助市域内100%通办",
        "交通出行",
        "经济高质量发展",
        "推进城乡风貌整治提升",
        "按三口之家计算",
        "%",
        "16",
        "2022年",
        "评价指标",
        "城乡",
    ] {
        assert_eq!(names(raw), None, "{raw}");
    }
}

#[test]
fn stated_roles_hold_until_the_next_label() {
    let (pack, organisations) = unit_rules();
    let list = organisations.read_list(pack, "牵头单位:市发改委;配合单位:市财政局、市水利局").unwrap();
    let roles: Vec<_> = list.units.iter().map(|u| u.role).collect();
    assert_eq!(roles, [Some(StatedRole::Lead), Some(StatedRole::Support), Some(StatedRole::Support)]);
}

#[test]
fn every_unit_knows_its_place() {
    let (pack, organisations) = unit_rules();
    let raw = " 市发改委、 市经信局(牵头)";
    let list = organisations.read_list(pack, raw).unwrap();
    assert_eq!(&raw[list.units[1].range.clone()], "市经信局");
    assert_eq!(list.units[1].role, Some(StatedRole::Lead));
}
