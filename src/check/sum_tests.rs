use crate::check::testing::{Row, document, findings, messages, target};
use crate::record::Severity;

fn road(cells: &str) -> Row {
    target("公路养护").list("附表1").seq(28).unit("公里").regions(cells)
}

fn reached(cells: &str) -> Row {
    target("公路里程").unit("公里").actual().regions(cells)
}

/// A row that adds up, to show that the list is an allocation.
fn sound(seq: u32) -> Row {
    target("山塘").list("附表1").seq(seq).unit("座").regions("全市 9, 甲区 4, 乙区 3, 丙县 2")
}

fn of(row: Row) -> Vec<(Severity, String)> {
    findings("GW201", document().with(row))
}

fn wrong(row: Row) -> bool {
    !of(row).is_empty()
}

#[test]
fn fires_with_the_sum_worked_out() {
    assert_eq!(
        of(road("全市 78, 市本级 /, 甲区 31.1, 乙区 26.2, 丙县 14, 丁县 7.5")),
        [(Severity::Error, "附表1 第28项 公路养护：全市 78，各地合计 31.1+26.2+14+7.5=78.8，相差 0.8".to_owned())]
    );
    let mut records = document().with(road("全市 78, 甲区 31.1, 乙区 26.2, 丙县 /, 丁县 21.5")).build();
    crate::check::run(&mut records, &Default::default());
    let finding = records.findings.iter().find(|finding| finding.code == "GW201").unwrap();
    assert_eq!((finding.expected.as_deref(), finding.found.as_deref()), (Some("78.8"), Some("78")));
    let quoted: Vec<_> =
        finding.evidence.iter().map(|evidence| (evidence.text.as_str(), evidence.anchor.column)).collect();
    assert_eq!(quoted, [("78", Some(10)), ("31.1", Some(20)), ("26.2", Some(30)), ("21.5", Some(50))]);
}

#[test]
fn fires_on_decided_figures_even_where_rounding_would_explain_them() {
    for cells in ["全市 26, 甲区 8.9, 乙区 8.5, 丙县 4.7, 丁县 4.2", "全市 60, 甲区 27, 乙区 34"] {
        let alone = of(road(cells));
        assert_eq!(alone[0].0, Severity::Warning);
        assert!(alone[0].1.ends_with("；若总数经过四舍五入，可由此解释"), "{alone:?}");
        let among = findings("GW201", document().with(sound(1)).with(road(cells)));
        assert_eq!(among[0].0, Severity::Error);
    }
}

#[test]
fn fires_by_interval() {
    for (cells, fires) in [
        ("全市 100, 甲区 33.3, 乙区 33.3, 丙县 33.3", false),
        ("全市 100, 甲区 33.3, 乙区 33.3, 丙县 33.1", true),
        ("全市 26.3, 甲区 9, 乙区 9, 丙县 8", false),
        ("全市 29.3, 甲区 9, 乙区 9, 丙县 8", true),
        ("全市 10以上, 甲区 5, 乙区 6", false),
        ("全市 10以上, 甲区 4, 乙区 5", true),
        ("全市 12以内, 甲区 7, 乙区 6", true),
        ("全市 20, 甲区 7以上, 乙区 6", false),
        ("全市 12, 甲区 7以上, 乙区 6", true),
        ("全市 200左右, 甲区 90, 乙区 102", false),
        ("全市 200左右, 甲区 90, 乙区 82", true),
        ("全市 4.5万, 甲区 2.3万, 乙区 2.2万", false),
    ] {
        assert_eq!(wrong(road(cells)), fires, "{cells}");
    }
}

#[test]
fn fires_on_reached_values_only_beyond_rounding() {
    for (cells, fires) in [
        ("全市 26, 甲区 8.9, 乙区 8.5, 丙县 4.7, 丁县 4.2", false),
        ("全市 60, 甲区 27, 乙区 34", false),
        ("全市 60, 甲区 27, 乙区 36", true),
        ("全市 78, 甲区 31.1, 乙区 26.2, 丙县 14, 丁县 7.5", true),
    ] {
        assert_eq!(wrong(reached(cells)), fires, "{cells}");
    }
    assert!(wrong(target("学校").unit("所").actual().regions("全市 60, 甲区 27, 乙区 34")), "counts are exact");
}

#[test]
fn fires_softly_over_an_empty_cell_that_could_hold_the_difference() {
    let found = of(road("全市 80, 甲区 22, 乙区 25, 丙县 , 丁县 20"));
    assert_eq!(found[0].0, Severity::Warning);
    assert!(found[0].1.ends_with("相差 13；丙县的格空着，若是 13 则相符"), "{found:?}");
    assert_eq!(of(road("全市 60, 甲区 42, 乙区 25, 丙县 "))[0].0, Severity::Error);
}

#[test]
fn fires_number_by_number_on_cells_of_one_shape() {
    let text = |cells: &str| messages("GW201", document().with(target("老旧小区").regions(cells)));
    assert_eq!(
        text("全市 17(71), 甲区 12(45), 乙区 2(20), 丙县 3(5)"),
        ["表 老旧小区：全市 17(71)，第2个数各地合计 45+20+5=70，相差 1"]
    );
    for sound in [
        "全市 17(71), 甲区 12(45), 乙区 2(20), 丙县 3（6）",
        "全市 17(71), 甲区 12(45), 乙区 6",
        "全市 17(71), 甲区 全覆盖, 乙区 1(2)",
    ] {
        assert_eq!(text(sound), [""; 0], "{sound}");
    }
}

#[test]
fn fires_once_for_a_list_whose_columns_are_not_all_the_parts() {
    let rows = (1..=4).map(|seq| road("全市 90, 甲区 31, 乙区 26").seq(seq));
    let found = findings("GW201", document().with_all(rows));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, Severity::Warning);
    assert!(found[0].1.starts_with("附表1：4处合计与各部分之和不符（另有0处相符）"), "{found:?}");
}

#[test]
fn fires_on_what_looks_like_an_average_only_among_rows_that_add_up() {
    let odd = "全市 24, 甲区 12, 乙区 20, 丙县 27";
    assert!(!wrong(road(odd)));
    let among = findings("GW201", document().with_all((1..=3).map(sound)).with(road(odd)));
    assert_eq!((among.len(), among[0].0), (1, Severity::Warning));
}

#[test]
fn fires_when_units_differ_in_scale_only() {
    let mut records = document().with(target("参保").unit("万人").regions("全市 4.5, 甲区 25000, 乙区 3")).build();
    records.targets[0].values[1].unit = Some("人".into());
    crate::check::run(&mut records, &Default::default());
    assert!(records.findings[0].message.ends_with("各地合计 2.5+3=5.5，相差 1"), "{:?}", records.findings);
    records.targets[0].values[1].unit = Some("户".into());
    crate::check::run(&mut records, &Default::default());
    assert_eq!(records.findings, []);
}

#[test]
fn stays_silent_on_sums_that_are_right() {
    for cells in [
        "全市 5, 市本级 1, 甲区 1, 乙区 1, 丙县 2, 丁县 /",
        "全市 78.8, 甲区 31.1, 乙区 26.2, 丙县 14, 丁县 7.5",
        "全市 9, 甲区 9, 乙区 /",
        "全市 11, 甲区 5, 乙区 6, 丙县 ",
        "全市 11, 市区 5, 甲区 5, 乙县 6",
        "全市 11, 市区 5, 乙县 6, 丙县 /",
    ] {
        assert!(!wrong(road(cells)), "{cells}");
    }
}

#[test]
fn stays_silent_where_nothing_adds_up() {
    for row in [
        road("全市 20, 甲区 全覆盖, 乙区 3"),
        road("全市 全覆盖, 甲区 全覆盖, 乙区 全覆盖"),
        road("全市 20, 甲区 20, 乙区 20"),
        road("全市 20, 甲区 4, 乙区 暂无数据"),
        road("全市 下降3, 甲区 下降2, 乙区 下降4"),
        road("全市 20, 甲区 4"),
        road("全市 /, 甲区 4, 乙区 5"),
        road("全市 20, 甲区 /, 乙区 /"),
        target("城镇化率").regions("全市 73, 甲区 76, 乙区 70"),
        target("参保").unit("%").regions("全市 60, 甲区 55, 乙区 70"),
        target("人均支出").unit("元").regions("全市 40400, 甲区 40800, 乙区 36600"),
        target("某种平时说法").regions("全市 40400, 甲区 40800, 乙区 36600"),
        target("某种平时说法").regions("全市 2.5, 甲区 19, 乙区 20, 丙县 38"),
    ] {
        assert!(!wrong(row.clone()));
    }
}

#[test]
fn sheets_are_told_which_values_add_up() {
    let sums = |row: Row| {
        let mut records = document().with(sound(1)).with(sound(2)).with(row.seq(3)).build();
        let checker = crate::check::Checker::new(Default::default());
        checker.run(&mut records);
        let sums = checker.sums(&records);
        let id = &records.targets[2].id;
        sums.iter().find(|sum| sum.target == *id).map(|sum| (sum.whole, sum.parts.clone(), sum.is_wrong))
    };
    let of = |cells: &str| sums(road(cells));
    assert_eq!(of("全市 9, 甲区 4, 乙区 3, 丙县 2"), Some((0, vec![1, 2, 3], false)));
    assert_eq!(of("甲区 4, 乙区 3, 丙县 2, 全市 9"), Some((3, vec![0, 1, 2], false)));
    assert_eq!(of("全市 78, 甲区 31.1, 乙区 26.2, 丙县 /, 丁县 21.5"), Some((0, vec![1, 2, 3, 4], true)));
    assert_eq!(of("全市 10以上, 甲区 5, 乙区 6"), Some((0, vec![1, 2], false)), "more than 10 is no mistake");
    assert_eq!(of("全市 9, 甲区 9, 乙区 9, 丙县 9"), None, "a standard that holds everywhere");
    assert_eq!(of("全市 9, 甲区 4, 乙区 全覆盖"), None, "a part in words");
    assert_eq!(of("全市 17(71), 甲区 8(35), 乙区 9(36)"), None, "two numbers in a cell");
    assert_eq!(sums(target("城镇化率").list("附表1").unit("%").regions("全市 60, 甲区 70, 乙区 50")), None);
}
