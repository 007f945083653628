use super::cell::Cell;
use super::*;
use crate::record::{Alternative, DocumentRecords, PolicyReference};
use crate::write::specimen;
use calamine::{Data, DataType, Range, Reader, Xlsx};
use std::io::Cursor;

fn open(records: &DocumentRecords) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(document_workbook(records, &[]).unwrap())).unwrap()
}

fn sheet(records: &DocumentRecords, name: &str) -> Range<Data> {
    open(records).worksheet_range(name).unwrap()
}

/// Number format of the cell under a title, `row` counted behind the header.
fn format(records: &DocumentRecords, name: &str, title: &str, row: usize) -> String {
    let mut workbook = open(records);
    let range = workbook.worksheet_range(name).unwrap();
    let at = titles(&range).iter().position(|t| t == title).unwrap();
    let styles = workbook.worksheet_style(name).unwrap();
    let style = styles.get((row as u32 + 3, at as u32)).unwrap();
    style.number_format.as_ref().unwrap().format_code.clone()
}

fn titles(range: &Range<Data>) -> Vec<String> {
    range.rows().nth(2).unwrap().iter().map(ToString::to_string).collect()
}

fn column(range: &Range<Data>, title: &str) -> Vec<Data> {
    let at = titles(range).iter().position(|t| t == title).unwrap_or_else(|| panic!("no column {title}"));
    range.rows().skip(3).map(|row| row[at].clone()).collect()
}

fn text(text: &str) -> Data {
    Data::String(text.into())
}

#[test]
fn a_document_has_every_sheet_it_has_something_for() {
    let usual = [
        "总览",
        "指标目标",
        "县区分解",
        "任务清单",
        "进度安排",
        "时间节点",
        "责任单位",
        "单位分工",
        "校验结果",
        "核对单",
    ];
    assert_eq!(open(&specimen::city()).sheet_names(), usual);
    let mut records = specimen::city();
    records.targets[1].confidence = 0.5;
    records.tasks[0].policies = vec![policy("规划", None)];
    assert_eq!(open(&records).sheet_names()[8..], ["政策文件", "校验结果", "核对单", "待复核"]);
    assert_eq!(open(&specimen::empty()).sheet_names(), ["总览", "校验结果"]);
    let nothing = sheet(&specimen::empty(), "校验结果");
    assert_eq!(column(&nothing, "说明"), [text("没有发现前后矛盾、数量不符等问题。")]);
}

#[test]
fn the_overview_names_the_document_and_counts() {
    let range = sheet(&specimen::city(), "总览");
    let value = |name: &str| {
        range.rows().find(|row| row[0].get_string() == Some(name)).map(|row| row[1].clone()).unwrap_or_default()
    };
    assert_eq!(value("文号"), text("样市政发〔2022〕1号"));
    assert_eq!(value("适用地区"), text("样市（市级）"));
    assert_eq!(value("成文日期").get_datetime().unwrap().as_f64(), 44_621.0, "day number of 2022-03-01");
    assert_eq!(value("指标（项）"), Data::Float(4.0));
    assert_eq!(value("错误（处）"), Data::Float(1.0));
    assert_eq!(value("覆盖率"), Data::Float(0.96));
    assert_eq!(value("发布日期"), Data::Empty);
}

#[test]
fn indicators_stand_in_one_row_with_numbers_as_numbers() {
    let range = sheet(&specimen::city(), "指标目标");
    let expected = [
        "类别",
        "序号",
        "指标",
        "计量单位",
        "2021年完成值",
        "2022年目标值",
        "2022年上级目标值",
        "2022年上级目标值原文",
        "责任单位",
        "出处",
        "编号",
    ];
    assert_eq!(titles(&range), expected);
    assert_eq!(column(&range, "2021年完成值")[0], Data::Float(14.7));
    let goals = [Data::Float(16.0), text("全覆盖"), Data::Float(78.0), text("-")];
    assert_eq!(column(&range, "2022年目标值"), goals);
    assert_eq!(column(&range, "2022年上级目标值原文")[0], text("11.3以上"));
    assert_eq!(column(&range, "责任单位")[0], text("市发改委、市统计局"));
    assert_eq!(column(&range, "出处")[0], text("第12行"));
}

#[test]
fn number_formats_show_printed_decimals_and_signs() {
    let format = |title| format(&specimen::city(), "指标目标", title, 0);
    assert_eq!(format("2021年完成值"), "0.00");
    assert_eq!(format("2022年目标值"), "\"≥\"0;\"≥\"-0");
    assert_eq!(format("2022年上级目标值"), "\"≥\"0.0;\"≥\"-0.0");
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let mut open = open(&specimen::city());
    assert_eq!(column(&open.worksheet_range("指标目标").unwrap(), "指标")[1], text("=环境满意度"));
    assert!(open.worksheet_formula("指标目标").unwrap().is_empty());
}

#[test]
fn broken_down_indicators_make_a_matrix_with_the_whole_first() {
    let range = sheet(&specimen::city(), "县区分解");
    let regions: Vec<String> = titles(&range).into_iter().skip_while(|t| t != "全市").take(3).collect();
    assert_eq!(regions, ["全市", "东县", "西县"]);
    assert_eq!(column(&range, "编号"), [text("T003"), text("T004")]);
    assert_eq!(column(&range, "东县"), [Data::Float(40.0), text("1-2")]);
    assert_eq!(column(&range, "西县"), [Data::Float(38.8), text("按需")]);
    assert_eq!(
        range.rows().nth(1).unwrap()[0],
        text("县区分解　主要指标表　2022年目标值　共2项　样市政发〔2022〕1号　成文日期：2022-03-01")
    );
}

#[test]
fn sums_stand_beside_the_printed_whole_as_formulas_with_their_results() {
    let sums = [Sum { target: "T003".into(), whole: 1, parts: vec![0, 2], is_wrong: true }];
    let bytes = document_workbook(&specimen::city(), &sums).unwrap();
    let mut workbook = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let range = workbook.worksheet_range("县区分解").unwrap();
    assert_eq!(column(&range, "各地合计"), [Data::Float(78.8), Data::Empty]);
    assert_eq!(column(&range, "差额"), [Data::Float(-0.8), Data::Empty]);
    let formulas = workbook.worksheet_formula("县区分解").unwrap();
    let formulas: Vec<&str> = formulas.used_cells().map(|(_, _, formula)| formula.as_str()).collect();
    let whole = titles(&range).iter().position(|title| title == "全市").unwrap() as u16;
    let name = |at| format!("{}4", rust_xlsxwriter::utility::column_number_to_name(whole + at));
    let expected = [format!("SUM({}:{})", name(1), name(2)), format!("ROUND({}-{},6)", name(0), name(3))];
    assert_eq!(formulas, expected);
    let sheet = part_of(&bytes, "xl/worksheets/sheet3.xml");
    let rules: Vec<&str> = sheet.split("<conditionalFormatting sqref=\"").skip(1).collect();
    assert_eq!(rules.len(), 1, "nothing explains the difference, so no yellow");
    assert_eq!(rules[0].matches("<cfRule").count(), 2);
    let explained = [Sum { is_wrong: false, ..sums[0].clone() }];
    let bytes = document_workbook(&specimen::city(), &explained).unwrap();
    assert_eq!(part_of(&bytes, "xl/worksheets/sheet3.xml").matches("<cfRule").count(), 3);
}

#[test]
fn several_years_of_a_break_down_have_a_row_each() {
    let mut records = specimen::city();
    let mut earlier = records.targets[2].values[0].clone();
    (earlier.year, earlier.raw, earlier.number) = (Some(2021), "39".into(), Some(39.into()));
    records.targets[2].values.push(earlier);
    let range = sheet(&records, "县区分解");
    assert_eq!(column(&range, "年度"), [Data::Float(2021.0), Data::Float(2022.0), Data::Float(2022.0)]);
    assert_eq!(column(&range, "东县")[0], Data::Float(39.0));
    assert_eq!(column(&range, "口径")[0], text("目标值"));
}

#[test]
fn two_values_of_one_year_and_kind_both_stay() {
    let mut records = specimen::city();
    let mut again = records.targets[0].values[1].clone();
    (again.raw, again.number) = ("≥17（新口径）".into(), Some(17.into()));
    records.targets[0].values.push(again);
    let range = sheet(&records, "指标目标");
    assert_eq!(column(&range, "2022年目标值")[0], Data::Float(16.0));
    assert_eq!(column(&range, "2022年目标值（2）")[0], Data::Float(17.0));
    assert_eq!(column(&range, "2022年目标值（2）原文")[0], text("≥17（新口径）"));
}

#[test]
fn tasks_share_text_columns_where_lists_have_their_own_headers() {
    let range = sheet(&specimen::city(), "任务清单");
    let expected = ["清单", "序号", "任务", "目标体系／内容", "工作体系", "责任单位", "出处", "编号"];
    assert_eq!(titles(&range), expected);
    assert_eq!(column(&range, "目标体系／内容")[2], text("推进改革。"));
    assert_eq!(column(&range, "工作体系"), [text("成立专班。"), text("制定方案。"), Data::Empty]);
}

#[test]
fn many_names_of_a_text_column_stand_before_the_texts() {
    let mut records = specimen::city();
    let mut fourth = records.tasks[2].clone();
    (fourth.list, fourth.sections[0].name) = ("问题清单".into(), "存在的问题".into());
    records.tasks.push(fourth);
    let range = sheet(&records, "任务清单");
    let texts = column(&range, "内容");
    assert_eq!(texts[0], text("【目标体系】1.建成平台。\n2.培育企业20家。"));
    assert_eq!(texts[2..], [text("推进改革。"), text("【存在的问题】推进改革。")]);
}

#[test]
fn the_schedule_has_a_row_a_step_and_a_grid_of_months() {
    let range = sheet(&specimen::city(), "进度安排");
    assert_eq!(column(&range, "编号")[..2], [text("K001"), text("K001")]);
    assert!(column(&range, "工作内容").contains(&text("完成设计。")));
    assert_eq!(
        titles(&range).iter().filter(|title| title.starts_with("2022年") || title.starts_with("2023年")).count(),
        24
    );
    assert_eq!(column(&range, "2022年2月"), vec![Data::Empty; 6], "the bars are no values");
    assert_eq!(format(&specimen::city(), "进度安排", "开始", 0), "yyyy\"年\"m\"月\"");
}

#[test]
fn deadlines_are_dates_and_the_earliest_comes_first() {
    let range = sheet(&specimen::city(), "时间节点");
    let months = |title| -> Vec<Option<f64>> {
        column(&range, title).iter().map(|cell| cell.get_datetime().map(|date| date.as_f64())).collect()
    };
    let (april, june, december, february) = (44_681.0, 44_742.0, 44_926.0, 44_985.0);
    let due = [Some(april), Some(june), Some(june), Some(december), Some(february), None];
    assert_eq!(months("截止"), due, "last days of 2022-04, -06, -06, -12 and 2023-02");
    assert_eq!(months("开始")[0], Some(44_593.0), "2022-02-01");
    assert_eq!(column(&range, "工作内容")[1], text("完成设计。"));
    assert_eq!(format(&specimen::city(), "时间节点", "截止", 0), "yyyy\"年\"m\"月\"");
}

#[test]
fn every_unit_has_its_duties_together() {
    let mut records = specimen::city();
    records.units[1].aliases.push("经信局".into());
    records.tasks[1].responsible[0].name = "经信局".into();
    let range = sheet(&records, "单位分工");
    let units = ["市发改委"; 4].into_iter().chain(["市经信局"; 3]).map(text);
    assert_eq!(column(&range, "单位"), units.collect::<Vec<_>>());
    assert_eq!(column(&range, "分工")[3..5], [text("牵头"), text("责任")]);
    assert_eq!(column(&range, "指标或任务")[0], text("人均生产总值（万元）"));
    let goals = column(&range, "目标或内容");
    assert_eq!(goals[0], text("2021年完成值 14.70；2022年目标值 ≥16；2022年上级目标值 11.3以上"));
    assert_eq!(goals[4], text("1.建成平台。\n2.培育企业20家。"));
}

#[test]
fn a_policy_stands_once_with_all_its_tasks() {
    let mut records = specimen::city();
    records.tasks[0].policies = vec![policy("规划", None), policy("办法", None), policy("规划", None)];
    records.tasks[1].policies = vec![policy("规划", Some("样政发〔2021〕3号"))];
    let range = sheet(&records, "政策文件");
    assert_eq!(column(&range, "政策文件"), [text("《规划》"), text("《办法》")]);
    assert_eq!(column(&range, "文号"), [text("样政发〔2021〕3号"), Data::Empty]);
    assert_eq!(column(&range, "提到的任务数"), [Data::Float(2.0), Data::Float(1.0)]);
    assert_eq!(column(&range, "任务编号")[0], text("K001、K002"));
    assert_eq!(column(&range, "牵头（责任）单位")[0], text("市经信局"));
}

#[test]
fn names_of_records_lead_to_their_rows() {
    let mut records = specimen::city();
    records.findings[1].subject = vec!["K002".into(), "K001".into()];
    records.findings.push(records.findings[1].clone());
    records.findings[2].subject = vec!["K999".into()];
    let links = links(&records, "校验结果");
    assert_eq!(links, [("I4", "'县区分解'!A4"), ("I5", "'任务清单'!A5")].map(|(a, b)| (a.into(), b.into())));
    let names = column(&sheet(&records, "校验结果"), "涉及记录");
    assert_eq!(names, [text("T003"), text("K002、K001"), text("K999")], "one without a row stays text");
    assert_eq!(links_of_units(&records), ["'单位分工'!A4", "'单位分工'!A8"]);
}

fn links_of_units(records: &DocumentRecords) -> Vec<String> {
    links(records, "责任单位").into_iter().map(|(_, to)| to).collect()
}

/// Cells with a link and where it leads.
fn links(records: &DocumentRecords, name: &str) -> Vec<(String, String)> {
    let at = open(records).sheet_names().iter().position(|sheet| sheet == name).unwrap();
    let xml = part(records, &format!("xl/worksheets/sheet{}.xml", at + 1));
    let attribute =
        |tag: &str, name: &str| tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next().map(String::from);
    let tags = xml.split("<hyperlink ").skip(1).map(|tag| format!(" {tag}"));
    tags.map(|tag| (attribute(&tag, "ref").unwrap(), attribute(&tag, "location").unwrap())).collect()
}

/// A file inside the workbook.
pub fn part_of(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

fn part(records: &DocumentRecords, name: &str) -> String {
    part_of(&document_workbook(records, &[]).unwrap(), name)
}

#[test]
fn bars_are_two_rules_over_the_whole_grid() {
    let records = specimen::city();
    let xml = part(&records, "xl/worksheets/sheet5.xml");
    let ranges: Vec<_> = xml.split("<conditionalFormatting sqref=\"").skip(1).collect();
    assert_eq!(ranges.len(), 1, "{xml}");
    let columns = titles(&sheet(&records, "进度安排"));
    let at = |title: &str| columns.iter().position(|known| known == title).unwrap() as u16;
    let name = |title: &str| rust_xlsxwriter::utility::column_number_to_name(at(title));
    assert!(ranges[0].starts_with(&format!("{}4:{}9\"", name("2022年1月"), name("2023年12月"))), "{}", ranges[0]);
    assert_eq!(xml.matches("<cfRule type=\"expression\"").count(), 2);
    let days = format!("COUNT(${}4,${}4)", name("开始"), name("截止"));
    assert_eq!(xml.matches(&days).count(), 2, "{xml}");
}

fn policy(title: &str, number: Option<&str>) -> PolicyReference {
    PolicyReference { title: title.into(), doc_number: number.map(Into::into) }
}

#[test]
fn printed_texts_stand_beside_numbers_only_where_they_differ() {
    let mut records = specimen::city();
    records.targets[2].values[1].raw = "7 8".into();
    let range = sheet(&records, "指标目标");
    assert!(!titles(&range).contains(&"2022年目标值原文".to_owned()), "blanks alone are no difference");
    records.targets[2].values[1].raw = "78公里".into();
    let range = sheet(&records, "指标目标");
    assert!(!titles(&range).contains(&"2022年目标值原文".to_owned()), "nor is the unit of the target");
    records.targets[2].values[1].raw = "78左右".into();
    let range = sheet(&records, "指标目标");
    let expected = [Data::Empty, Data::Empty, text("78左右"), Data::Empty];
    assert_eq!(column(&range, "2022年目标值原文"), expected);
    assert!(range.rows().nth(1).unwrap()[0].to_string().contains("原文与数值写法相同的不重列"));
}

#[test]
fn findings_begin_with_the_worst() {
    let mut records = specimen::city();
    records.findings.reverse();
    let range = sheet(&records, "校验结果");
    assert_eq!(column(&range, "程度"), [text("错误"), text("警告")]);
    assert_eq!(column(&range, "原文")[0], text("第30行：78\n第31行：40"));
    assert_eq!(column(&range, "出处")[0], text("第30行；第31行"));
}

#[test]
fn confidence_shows_only_where_a_row_is_unsure() {
    let mut records = specimen::city();
    let sure = sheet(&records, "指标目标");
    assert!(!titles(&sure).contains(&"把握".to_owned()));
    records.targets[1].confidence = 0.6;
    records.targets[1].alternative =
        Some(Alternative { reading: "“全覆盖”也可能属于上一行".into(), text: "全覆盖".into() });
    let unsure = sheet(&records, "指标目标");
    assert_eq!(column(&unsure, "把握")[..2], [Data::Float(1.0), Data::Float(0.6)]);
    let review = sheet(&records, "待复核");
    assert_eq!(column(&review, "编号"), [text("T002")]);
    assert_eq!(column(&review, "现在的读法"), [text("2022年目标值 全覆盖")]);
    assert_eq!(column(&review, "有疑问的文字"), [text("全覆盖")]);
    assert_eq!(column(&review, "另一种读法"), [text("“全覆盖”也可能属于上一行")]);
    records.targets[1].confidence = f64::NAN;
    assert!(!titles(&sheet(&records, "指标目标")).contains(&"把握".to_owned()));
}

#[test]
fn lists_are_filtered_and_repeat_their_header_on_paper() {
    let workbook = open(&specimen::city());
    let names = |name: &str| workbook.defined_names().iter().filter(|(n, _)| n.contains(name)).count();
    assert_eq!(names("Print_Titles"), 10);
    assert_eq!(names("_FilterDatabase"), 0, "lists are tables, which carry their filter along");
    let xml = |at| part(&specimen::city(), &format!("xl/tables/table{at}.xml"));
    let headers = |xml: &str| xml.matches("<tableColumn ").count();
    let findings = xml(8);
    assert!(findings.contains("ref=\"A3:I5\"") && findings.contains("<autoFilter ref=\"A3:I5\""), "{findings}");
    assert_eq!(headers(&findings), 9);
}

#[test]
fn too_long_texts_are_cut_with_a_remark() {
    let mut records = specimen::city();
    records.tasks[2].sections[0].text = "字".repeat(40_000);
    let range = sheet(&records, "任务清单");
    let cell = column(&range, "目标体系／内容")[2].to_string();
    assert!(cell.chars().count() <= 32_767 && cell.ends_with("全文见JSON文件）"));
}

#[test]
fn a_table_that_is_too_long_goes_on_in_the_next_sheet() {
    let table = |rows: i64| {
        let homes: Vec<String> = (0..rows).map(|row| format!("K{row}")).collect();
        let rows = (0..rows).map(|row| vec![Cell::Whole(row)]).collect();
        Table::list(vec![Column::text("序号", 8)], rows).note("共7项").homes(homes.iter())
    };
    assert_eq!(parts("任务清单", table(3), 3).len(), 1);
    let parts = parts("任务清单", table(7), 3);
    let shape: Vec<(&str, &str, usize)> =
        parts.iter().map(|(name, table)| (name.as_str(), table.note.as_str(), table.rows.len())).collect();
    let expected = [
        ("任务清单", "共7项", 3),
        ("任务清单2", "共7项　接“任务清单”，一张表写满了", 3),
        ("任务清单3", "共7项　接“任务清单2”，一张表写满了", 1),
    ];
    assert_eq!(shape, expected);
    let links = Links::of(&parts);
    assert_eq!(links.to("K6", 3, "甲").map(|_| ()), Some(()), "a home in the last sheet is found");
    assert_eq!(parts[2].1.homes, ["K6"]);
}

#[test]
fn a_long_sheet_is_written_row_by_row_and_reads_the_same() {
    let records = specimen::city();
    let contents = Contents { records: &records, sums: &[] };
    let [long, short] = [0, FEW_ROWS].map(|few| build(contents, &KINDS, few).unwrap());
    let [mut one, mut other] = [&long, &short].map(|bytes| Xlsx::new(Cursor::new(bytes)).unwrap());
    assert_eq!(one.sheet_names(), other.sheet_names());
    for name in one.sheet_names() {
        assert_eq!(one.worksheet_range(&name).unwrap(), other.worksheet_range(&name).unwrap(), "{name}");
    }
    for at in 1..=one.sheet_names().len() {
        let of = |bytes: &[u8]| {
            let xml = part_of(bytes, &format!("xl/worksheets/sheet{at}.xml"));
            let count = |tag: &str| xml.matches(tag).count();
            ["<row ", "<tablePart ", "<cfRule ", "<mergeCell ", "<hyperlink ", "<legacyDrawing "].map(count)
        };
        assert_eq!(of(&long), of(&short), "sheet {at}");
    }
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let records = specimen::city();
    assert_eq!(document_workbook(&records, &[]).unwrap(), document_workbook(&records, &[]).unwrap());
}

#[test]
fn lists_are_tables_unless_two_columns_have_one_name() {
    let tables = |name: &str| {
        let at = open(&specimen::city()).sheet_names().iter().position(|sheet| sheet == name).unwrap();
        let xml = part(&specimen::city(), &format!("xl/worksheets/sheet{}.xml", at + 1));
        (xml.contains("<tablePart "), xml.contains("<autoFilter "))
    };
    for list in ["指标目标", "县区分解", "任务清单", "进度安排", "时间节点", "责任单位", "单位分工", "校验结果"]
    {
        assert_eq!(tables(list), (true, false), "{list}");
    }
    assert_eq!(tables("总览"), (false, false), "a form");
    let mut records = specimen::city();
    records.targets[2].values[1].region = "编号".into();
    let xml = part(&records, "xl/worksheets/sheet3.xml");
    assert!(xml.contains("<autoFilter "), "two columns of one name are no table");
}

#[test]
fn the_overview_draws_what_is_due_and_who_has_most_to_do() {
    let records = specimen::city();
    let charts: Vec<String> = (1..=2).map(|at| part(&records, &format!("xl/charts/chart{at}.xml"))).collect();
    let range = sheet(&records, "总览");
    for (chart, title) in charts.iter().zip(["2022年各月到期的步骤", "各责任单位的指标和任务"]) {
        let head = range.rows().position(|row| row[0].get_string() == Some(title)).unwrap();
        let first = head + 2;
        assert!(chart.contains(&format!("<c:f>总览!$A${first}:$A$")), "{title} begins at {first}: {chart}");
        assert!(chart.contains(title));
    }
    assert!(open(&specimen::empty()).worksheet_range("总览").unwrap().rows().all(|row| row[0] != text("分布图")));
}
