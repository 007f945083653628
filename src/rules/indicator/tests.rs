use super::super::Rules;
use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static TABLE: LazyLock<Indicators> = LazyLock::new(|| with("").unwrap());

/// The built-in table with more entries.
fn with(source: &str) -> Result<Indicators, RulesError> {
    let mut pack = Rules::load(None)?.pack;
    pack.add("本单位.toml", source)?;
    Indicators::new(&pack)
}

fn key(name: &str) -> String {
    TABLE.read(name, None).key()
}

fn bond(a: &str, b: &str) -> Option<Bond> {
    TABLE.like(&TABLE.read(a, None), &TABLE.read(b, None)).map(|likeness| likeness.bond)
}

#[test]
fn spellings_of_one_name_have_one_key() {
    for names in [
        &["单位 GDP 能耗", "单位GDP能耗", "单位地区生产总值能耗", "万元生产总值能耗", "单位ＧＤＰ能耗"][..],
        &["每千人口拥有执业（助理）医师数", "每千人执业(助理)医师数量", "每千常住人口执业(助理)医师数"],
        &["新增城市书房200家", "新建城市书房150家", "建成城市书房", "建成“城市书房”3个以上。"],
        &["农村生活污水治理率达到80%", "渔农村生活污水治理率", "农村生活污水治理率"],
        &["规上工业增加值增速", "规模以上工业增加值增长9%", "规上工业增加值同比增长"],
        &["完成农村公路养护78公里", "养护农村公路100公里", "农村公路完成养护5000公里"],
        &["10—50万元群体比例", "10-50万群体占比", "10－50万元群体比重"],
        &["地表水达到或优于Ⅲ类水体比例", "地表水达到或好于 III 类水体比例"],
        &["义务教育随迁子女就读公办学校比例", "义务教育随迁子女就读公办学校达85%"],
    ] {
        let keys: BTreeSet<String> = names.iter().map(|name| key(name)).collect();
        assert_eq!(keys.len(), 1, "{names:?} {keys:?}");
    }
}

#[test]
fn figures_that_say_what_is_measured_stay() {
    for (name, core) in [
        ("10-50万元群体比例", "10-50万群体比例"),
        ("每千人口3岁以下婴幼儿托位数", "每千人口3岁以下婴幼儿托位数"),
        ("集体经济年收入50万元以上行政村占比", "集体经济年收入50万元以上行政村比例"),
        ("3个“1小时交通圈”人口覆盖率", "3个1小时交通圈人口覆盖率"),
        ("PM2.5", "PM2.5"),
        ("新建“5S”管理作坊15家", "5S管理作坊"),
        ("为300万名学生开展筛查", "为学生开展筛查"),
    ] {
        assert_eq!(TABLE.read(name, None).core(), core, "{name}");
    }
}

#[test]
fn titles_lose_the_figure_alone() {
    for (name, component, title, counted) in [
        ("新增城市书房200家", None, "新增城市书房", Some("家")),
        ("开工改造老旧小区17个(共71栋)。", None, "开工改造老旧小区", Some("个")),
        ("新建筹集租赁住房25万套(间)", None, "新建筹集租赁住房", Some("万套(间)")),
        ("城市公园200个", Some("新建"), "城市公园：新建", Some("个")),
        ("家庭可支配收入(按三口之家计算)", None, "家庭可支配收入(按三口之家计算)", None),
        ("人均 生产总值", None, "人均生产总值", None),
    ] {
        let wording = TABLE.read(name, component);
        assert_eq!((wording.title(), wording.counted()), (title, counted), "{name}");
    }
}

#[test]
fn names_are_one_one_or_two() {
    use Bond::{Alias, Doubtful, Same, Wording};
    for (a, b, expected) in [
        ("海水养殖产量", "海水养殖 产量", Some(Same)),
        ("研发经费支出占地区生产总值比重", "R&D经费支出与GDP之比", Some(Alias)),
        ("农村饮用水达标率", "农村饮用水项目达标率", Some(Wording)),
        ("重要公共场所无障碍改造50个", "重要公共场所完成50个点位无障碍改造", Some(Wording)),
        ("开工改造老旧小区", "改造老旧小区", Some(Doubtful)),
        ("海水网箱养殖总产量", "海水网箱鱼养殖总产量", Some(Doubtful)),
        ("海水养殖产量", "海水养殖产值", None),
        ("农村公路养护里程", "农村公路改造里程", None),
        ("养护农村公路", "改造农村公路", None),
        ("海水养殖产量", "海水养殖产量增速", None),
        ("海水养殖产量增速", "海水养殖产量降幅", None),
        ("省级示范渔港数", "市级示范渔港数", None),
        ("新增技能人才", "新增高技能人才", None),
        ("10-50万元群体比例", "20-60万元群体比例", None),
        ("普惠性幼儿园在园幼儿占比", "普惠性幼儿园占比", None),
        ("进口总额占比", "进出口总额占比", None),
    ] {
        assert_eq!(bond(a, b), expected, "{a} {b}");
        assert_eq!(bond(b, a), expected, "{b} {a}");
    }
}

#[test]
fn kind_and_direction_come_from_the_table_or_the_head_of_the_name() {
    use Direction::{Higher, Lower, Neutral};
    use QuantityKind::{Average, Index, Ratio, Sum};
    for (name, unit, kind, direction, why) in [
        ("人均生产总值", "万元", Average, Higher, "规则中的“人均地区生产总值”"),
        ("渔船事故死亡率", "%", Ratio, Lower, "名称中的“死亡率”"),
        ("渔船能耗下降率", "%", Ratio, Higher, "名称中的“下降率”"),
        ("企业投诉率", "%", Ratio, Lower, "名称中的“投诉率”"),
        ("渔民人均收入", "元", Average, Higher, "名称中的“收入”"),
        ("高标准渔港", "座", Sum, Neutral, "名称中没有可以判断的字眼"),
        ("海水产值增速", "%", Ratio, Neutral, "名称中的“增速”"),
        ("营商环境指数", "", Index, Neutral, "名称中的“指数”"),
        ("某事项", "件/万人", Average, Neutral, "名称中没有可以判断的字眼"),
        ("某事项", "%", Ratio, Neutral, "名称中没有可以判断的字眼"),
    ] {
        let nature = TABLE.nature(&TABLE.read(name, None), Some(unit).filter(|unit| !unit.is_empty()));
        assert_eq!((nature.kind, nature.direction), (kind, direction), "{name}");
        assert_eq!(nature.direction_why.in_chinese(), why, "{name}");
    }
}

#[test]
fn an_overlay_adds_names_and_parts_them() {
    let table = with(
        "[[indicator]]\nname = \"人均地区生产总值\"\naliases = [\"人均经济总量\"]\ndirection = \"neutral\"\n\n\
         [[indicator]]\nname = \"海水养殖产量\"\nnot = [\"海水养殖总产量\"]\n\n\
         [[indicator]]\nname = \"基尼系数\"\ndisabled = true\n",
    )
    .unwrap();
    let listed = table.find(&table.read("人均经济总量", None)).unwrap();
    assert_eq!(
        (listed.name.as_str(), listed.direction, listed.kind),
        ("人均地区生产总值", Some(Direction::Neutral), Some(QuantityKind::Average))
    );
    assert!(listed.aliases.contains(&"人均GDP水平".to_string()), "built-in aliases stay");
    assert_eq!(table.like(&table.read("海水养殖产量", None), &table.read("海水养殖总产量", None)), None);
    assert!(table.find(&table.read("基尼系数", None)).is_none());
}

#[test]
fn mistakes_are_named_with_their_place() {
    for (entry, mistake) in [
        ("name = \"甲率\"\naliases = [\"人均GDP\"]", "“人均GDP”已经是“人均地区生产总值”的名称"),
        ("name = \"甲率\"\naliases = [\"乙率\"]\nnot = [\"乙 率\"]", "反例“乙 率”也被当成“甲率”"),
        ("name = \"甲率\"\nkind = \"rate\"", "没有“rate”这个值"),
        ("name = \"甲率\"\ndirection = \"up\"", "没有“up”这个值"),
        ("name = \"甲率\"\nalias = []", "没有“alias”这个键"),
    ] {
        let error = with(&format!("[[indicator]]\n{entry}\n")).unwrap_err().to_string();
        assert!(error.contains(mistake) && error.contains("本单位.toml:"), "{error}");
    }
}

#[test]
fn the_built_in_table_lists_no_alias_that_reading_makes_anyway() {
    let mut needless = Vec::new();
    for indicator in TABLE.listed() {
        let mut keys = BTreeSet::from([key(&indicator.name)]);
        needless.extend(indicator.aliases.iter().filter(|alias| !keys.insert(key(alias))));
        assert!(indicator.kind.is_some() && indicator.direction.is_some(), "{}", indicator.name);
    }
    assert_eq!(needless, Vec::<&String>::new());
}

proptest! {
    #[test]
    fn any_name_is_read(name in "[新建率达到0-9.万个家(（）)“”%、。增长速]{0,24}|\\PC{0,16}", other in "\\PC{0,8}") {
        let wording = TABLE.read(&name, Some(&other));
        let again = TABLE.read(&name, Some(&other));
        prop_assert_eq!(wording.key(), again.key());
        let _ = TABLE.nature(&wording, None);
        let _ = TABLE.like(&wording, &TABLE.read(&other, None));
    }
}
