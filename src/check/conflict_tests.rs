use crate::check::testing::{Row, TaskRow, document, findings, messages, target, task};
use crate::record::Severity;

fn duty(text: &str) -> TaskRow {
    task("某事").list("责任分解").seq(1).mentions(text)
}

fn row(name: &'static str, cells: &str) -> Row {
    target(name).list("分解表").seq(3).regions(cells)
}

#[test]
fn fires_on_a_table_and_a_text() {
    let document = document()
        .with(row("农村公路提升115公里", "全市 115, 甲县 60, 乙县 55"))
        .with(duty("改造|渔农村公路|112|公里"));
    let found = findings("GW301", document);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, Severity::Warning);
    assert_eq!(
        found[0].1,
        "疑为同一数量而前后不一：“115公里”（分解表 第3项 农村公路提升115公里），“改造渔农村公路112公里”（责任分解 第1项 某事）；依据：名称相同、计量单位相同"
    );
}

#[test]
fn fires_on_two_tables_region_by_region() {
    let other = target("改造老旧小区").list("另表").unit("栋").regions("全市 65, 甲县 45, 乙县 20");
    let document = document().with(row("改造老旧小区17个(共67栋)", "全市 17(67), 甲县 12(45), 乙县 5(22)")).with(other);
    let found = messages("GW301", document);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("乙县：“22栋”（分解表 第3项") || found[0].contains("乙：“22栋”"), "{found:?}");
}

#[test]
fn fires_after_conversion_of_units() {
    let jobs = |text: &str| {
        let table = document().with(target("城镇新增就业人数").list("表").unit("人").region("全市", "45000"));
        messages("GW301", table.with(duty(text))).len()
    };
    assert_eq!(jobs("城镇新增|就业|4.6|万人"), 1);
    assert_eq!(jobs("城镇新增|就业|4.5|万人"), 0);
    let rows = |text: &str| document_with_area().with(duty(text));
    assert_eq!(messages("GW301", rows("新增|多田套合面积|7500|亩")).len(), 1);
    assert_eq!(messages("GW301", rows("新增|多田套合面积|6000|亩")), [""; 0]);
}

fn document_with_area() -> crate::check::testing::DocumentBuilder {
    document().with(target("新增多田套合面积").list("表").unit("万亩").region("全市", "0.6"))
}

#[test]
fn fires_softly_on_bounds_and_on_a_scope_named_once() {
    let document = document().with(row("打造城乡风貌样板区80个", "全市 4, 甲县 1, 乙县 3"));
    let found = findings("GW301", document.with(duty("争创|省级城乡风貌样板区|3|个")));
    assert_eq!(found[0].0, Severity::Info);
    assert!(found[0].1.contains("一处写明“省级”，另一处没有写"), "{found:?}");
}

#[test]
fn stays_silent_on_the_same_figure_and_on_other_things() {
    for (name, cells, text) in [
        ("农村公路提升115公里", "全市 115, 甲县 60, 乙县 55", "改造|渔农村公路|115|公里"),
        ("农村公路养护78公里", "全市 78, 甲县 40, 乙县 38", "改造|渔农村公路|112|公里"),
        ("新增技能人才40万人", "全市 9800, 甲县 9800, 乙县 /", "新增|高技能人才|6100|人"),
        ("建设老年幸福食堂20家", "全市 20, 甲县 20, 乙县 /", "建设|老年幸福食堂|8|座次"),
        ("建设老年幸福食堂20家", "全市 20, 甲县 20, 乙县 /", "建设|老年幸福食堂甲县|8|家"),
        ("惠民保参保人数达2500万人", "全市 270000, 甲县 140000, 乙县 130000", "惠民保|参保人数|27|万人"),
    ] {
        assert_eq!(messages("GW301", document().with(row(name, cells)).with(duty(text))), [""; 0], "{text}");
    }
}

#[test]
fn stays_silent_on_a_name_that_many_rows_have() {
    let names: Vec<&'static str> = vec!["养护农村公路", "整治病险山塘", "新建城市书房"];
    let row = |at: usize| {
        target(names[at % 3]).list("表").seq(at as u32 + 1).unit("座").region("全市", &(at % 7 + 1).to_string())
    };
    let again = target(names[0]).list("另表").unit("座").region("全市", "9");
    assert_eq!(messages("GW301", document().with_all((0..300).map(row)).with(again)), [""; 0]);
}
