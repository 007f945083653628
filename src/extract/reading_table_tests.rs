//! Whole texts read into records: what the header, the title and the names of a table say of its values.

use super::reading_tests::{records, targets, tasks};
use crate::record::Basis;

#[test]
fn a_weight_is_no_value() {
    let text = "望洲县2016年目标任务分解表\n项目\t分值\t目标任务\t监考单位\n工业投资\t3\t52\t县经信局\n技改投资\t2\t46\t县经信局\n新增贷款\t1\t15\t县金融办\n";
    assert_eq!(
        targets(text),
        [
            "望洲县2016年目标任务分解表:  # 工业投资 = 望洲县 2016 52",
            "望洲县2016年目标任务分解表:  # 技改投资 = 望洲县 2016 46",
            "望洲县2016年目标任务分解表:  # 新增贷款 = 望洲县 2016 15",
        ]
    );
}

#[test]
fn the_base_year_of_a_plan_and_the_level_of_a_target_tell_its_kind() {
    let kinds = |text: &str| {
        let values = records(text).targets.remove(0).values;
        values.iter().map(|v| v.basis).collect::<Vec<_>>()
    };
    use Basis::*;
    let table = |header: &str, row: &str| {
        format!("望洲县规划主要指标\n\n指标\t{header}\t责任单位\n{row}\t县统计局\n绿化率(%)\t41\t43\t县林业局\n")
    };
    assert_eq!(kinds(&table("2020年\t2025年", "产值(亿元)\t86\t128")), [Actual, Target]);
    assert_eq!(kinds(&table("2021年\t2022年目标", "产值(亿元)\t86\t128")), [Actual, Target]);
    assert_eq!(kinds(&table("2022年\t2024年", "产值(亿元)\t86\t128")), [Target, Target]);
    assert_eq!(kinds(&table("省定目标\t市级目标", "产值(亿元)\t86\t128")), [SuperiorTarget, SuperiorTarget]);
    let unknown =
        "食品安全指标\n指标\t省定目标\t市级目标\t责任单位\n抽检(批次)\t5\t6\t市监管局\n检测(批次)\t7\t8\t市农业局\n";
    assert_eq!(kinds(unknown), [SuperiorTarget, Target]);
}

#[test]
fn a_name_may_carry_its_number_or_its_part() {
    let numbered = "望洲县2022年指标\n指标\t目标值\t属性\n1.参保率(%)\t95\t约束性\n2.床位(张)\t300\t预期性\n";
    assert_eq!(
        targets(numbered),
        ["望洲县2022年指标:  #1 参保率 = 望洲县 2022 95", "望洲县2022年指标:  #2 床位 = 望洲县 2022 300"]
    );
    let graded = "望洲县2022年指标\n指标\t目标值\t属性\n病历评级(级)\t4\t约束性\n床位(张)\t300\t预期性\n";
    assert_eq!(records(graded).targets[0].unit.as_deref(), Some("级"));
    let parted = "望洲县2022年指标\n序号\t指标\t目标值\n1\t覆盖率:城市\t95\n2\t覆盖率:农村\t90\n3\t其中:住院率\t3\n";
    let shown: Vec<String> = records(parted)
        .targets
        .into_iter()
        .map(|t| format!("{}/{}", t.name, t.component.unwrap_or_default()))
        .collect();
    assert_eq!(shown, ["覆盖率/城市", "覆盖率/农村", "其中:住院率/"]);
}

#[test]
fn places_may_have_grouped_headers_and_the_whole_among_the_numbers() {
    let text = "望洲旗2021年绿化计划\n单位:亩、个\n苏木镇\t营造林(亩)\t\t绿化(个)\n\t小计\t造林\t\n全旗\t480\t310\t14\n\
                甲苏木\t150\t90\t6\n乙镇\t330\t220\t8\n";
    let shown: Vec<String> = records(text)
        .targets
        .into_iter()
        .map(|t| {
            let values = t.values.iter().map(|v| format!("{}={}", v.region, v.raw)).collect::<Vec<_>>().join(" ");
            format!(
                "{} {}/{} {}: {values}",
                t.list,
                t.name,
                t.component.unwrap_or_default(),
                t.unit.unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "望洲旗2021年绿化计划 营造林/小计 亩: 望洲旗=480 甲苏木=150 乙镇=330",
            "望洲旗2021年绿化计划 营造林/造林 亩: 望洲旗=310 甲苏木=90 乙镇=220",
            "望洲旗2021年绿化计划 绿化/ 个: 望洲旗=14 甲苏木=6 乙镇=8",
        ]
    );
    let two = "单位：万亩、万株\n县（市） | 造林 | 植树（万株） |\n合 计 | 12.5 | 150 |\n甲市 | 3.0 | 30 |\n乙县 | 9.5 | 120 |\n";
    let units: Vec<_> = records(two).targets.into_iter().map(|t| t.unit.unwrap_or_default()).collect();
    assert_eq!(units, ["万亩", "万株"]);
    let total = "| 序号 | 乡镇 | 农田(亩) | 投资(万元) |\n|:-:|:-:|:-:|:-:|\n| 1 | 甲乡 | 60 | 20 |\n| 2 | 乙镇 | 85 | 30 |\n| 合计 |  | 145 | 50 |\n";
    assert!(targets(total)[0].ends_with("甲乡 0 60, 乙镇 0 85, 全域 0 145"), "{:?}", targets(total));
}

#[test]
fn a_bar_may_stand_behind_each_cell_in_its_line() {
    let text = "2022年全区重点工作任务分解表\n工作任务 |\n工作要求 |\n牵头单位 |\n配合单位 |\n一、压实责任 |\n|||\n健全链条 |\n\
                修订细则,\n按季度通报。 |\n区应急局 |\n区督查室、区住建局 |\n建设站点 |\n新建站点22个。 |\n区住建局 |\n|\n二、整治风险 |\n|||\n\
                排查楼宇 |\n完成检测。 |\n区应急局 |\n区住建局 |\n";
    assert_eq!(
        tasks(text),
        [
            "一、压实责任 # 修订细则,\n按季度通报。 | 区应急局=牵头 区督查室=配合 区住建局=配合 |  | ",
            "一、压实责任 # 新建站点22个。 | 区住建局=牵头 |  | ",
            "二、整治风险 # 完成检测。 | 区应急局=牵头 区住建局=配合 |  | ",
        ]
    );
}

#[test]
fn the_word_above_the_places_need_not_be_known_where_every_column_states_its_measure() {
    let text = "望洲县2021年任务分配\n片组\t面积(亩)\t投资(万元)\n东片\t480\t31\n西片\t150\t90\n";
    assert_eq!(
        targets(text),
        [
            "望洲县2021年任务分配:  # 面积 = 东片 2021 480, 西片 2021 150",
            "望洲县2021年任务分配:  # 投资 = 东片 2021 31, 西片 2021 90",
        ]
    );
}

#[test]
fn figures_that_no_table_takes_are_unread() {
    let text = "望洲县2021年任务分配\n片组\t甲\t乙\n东片\t480\t31\n西片\t150\t90\n";
    let records = records(text);
    let numbers = records.targets.iter().flat_map(|t| &t.values).filter(|v| v.number.is_some()).count() as u64;
    assert_eq!(numbers + records.coverage.unread_numbers, 4, "{:?}", records.coverage);
}

#[test]
fn a_label_may_carry_the_number_of_its_record() {
    let text = "望洲区2020年问题整改清单\n问题1：环节多\n整改措施：压缩至1日\n责任单位：区市监局\n问题2：手续繁\n整改措施：推行代办\n责任单位：区住建局\n";
    let shown: Vec<String> = records(text)
        .tasks
        .iter()
        .map(|t| {
            let sections: Vec<String> = t.sections.iter().map(|s| format!("{}={}", s.name, s.text)).collect();
            format!("{} {:?} {:?} {}", t.list, t.seq, t.title, sections.join(" "))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "望洲区2020年问题整改清单 Some(1) None 问题=环节多 整改措施=压缩至1日",
            "望洲区2020年问题整改清单 Some(2) None 问题=手续繁 整改措施=推行代办"
        ]
    );
}

#[test]
fn one_blank_may_part_the_cells() {
    let text = "市2023年工作任务分工\n序号 重点任务 牵头单位 配合单位 时间要求\n1 开展专项排查。 市应急局 市安委会成员单位 全年\n\
                2 更新老旧管网120公里。 市住建局 市市场监管局、市消防支队 6月底前\n";
    let found = records(text);
    let units: Vec<usize> = found.tasks.iter().map(|task| task.responsible.len()).collect();
    assert_eq!((units, found.tasks[1].schedule[0].end.as_deref()), (vec![2, 3], Some("2023-06")));
}

#[test]
fn bars_that_all_rows_have_say_where_the_cells_stand() {
    let text = "望洲县2023年重点工作任务清单\n| 序号 | 重点任务 | 目标要求 | 牵头单位（责任人） | 协同单位 | 完成时限 |\n\
                | 1 | 推进园区建设 | 新建厂房20万平方米 | 县经信局（钱某） | 县住建局 | 2023.11 |\n\
                | | | 完成园区道路5公里 | | 县交通局 | 2023.10 |\n";
    let shown: Vec<String> = records(text)
        .tasks
        .iter()
        .map(|task| {
            let units: Vec<&str> = task.responsible.iter().map(|unit| unit.name.as_str()).collect();
            let end = task.schedule[0].end.as_deref();
            format!("{:?} {:?} {} {units:?} {end:?}", task.seq, task.title, task.sections[0].text)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Some(1) Some(\"推进园区建设\") 新建厂房20万平方米 [\"县经信局\", \"县住建局\"] Some(\"2023-11\")",
            "Some(1) Some(\"推进园区建设\") 完成园区道路5公里 [\"县经信局\", \"县交通局\"] Some(\"2023-10\")",
        ]
    );
}

#[test]
fn labels_that_come_again_are_columns_too() {
    let text = "2024年重大项目责任分解表\n项目名称：环城高速\n建设内容：全长26公里\n总投资：38.5\n责任单位：县交通局\n\
                项目名称：医院迁建\n建设内容：床位800张\n总投资：9.6\n责任单位：县卫健局\n";
    let shown: Vec<String> = records(text)
        .tasks
        .iter()
        .map(|task| task.sections.iter().map(|s| format!("{}={}", s.name, s.text)).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(shown, ["建设内容=全长26公里 总投资=38.5", "建设内容=床位800张 总投资=9.6"]);
}

#[test]
fn figures_of_places_may_be_parted_by_one_blank() {
    let text = "2022年各乡镇人口目标责任指标\n乡镇 出生率（‰） 性别比 检查人数\n甲关镇 9.5 107 320\n乙桥乡 9.8 106 150\n丙川乡 10.5 108 120\n";
    assert_eq!(
        targets(text)[0],
        "2022年各乡镇人口目标责任指标:  # 出生率 = 甲关镇 2022 9.5, 乙桥乡 2022 9.8, 丙川乡 2022 10.5"
    );
}

#[test]
fn the_goal_of_a_year_in_words_makes_tasks() {
    let rows = [
        ("实施能耗双控", "制定管理办法", "完成改造120家", "市发改委"),
        ("发展绿色制造", "培育绿色工厂", "创建工厂3家", "市经信局"),
        ("修复湿地", "实施退养还湿", "湿地保护率达到58%以上", "市林业局"),
    ];
    let line = |cells: [&str; 5], by: &str| cells.join(by);
    for by in ["\t", "\n\n"] {
        let mut text = format!(
            "望洲市重点任务清单\n\n{}\n",
            line(["序号", "重点任务", "目标举措", "2024年度目标", "责任单位"], by)
        );
        for (at, (name, measure, goal, unit)) in rows.iter().enumerate() {
            let number = (at + 1).to_string();
            text +=
                &format!("{}{}\n", if by == "\t" { "" } else { "\n" }, line([&number, name, measure, goal, unit], by));
        }
        let found = records(&text);
        let shown: Vec<String> =
            found.tasks.iter().map(|task| format!("{:?} {}", task.title, task.sections.len())).collect();
        assert_eq!(
            shown,
            [r#"Some("实施能耗双控") 2"#, r#"Some("发展绿色制造") 2"#, r#"Some("修复湿地") 2"#],
            "{by:?}"
        );
    }
    let values = "望洲市任务清单\n序号\t重点任务\t2024年度目标\t责任单位\n1\t新增就业\t3万人\t市人社局\n2\t参保率\t95%以上\t市医保局\n";
    assert_eq!(targets(values).len(), 2);
}

#[test]
fn lines_of_a_form_and_words_for_amounts_are_no_titles_and_no_places() {
    let text = "望洲市2024年主要指标目标表\n填报单位：市府办    时间：2024年3月\n指标名称\t单位\t2023年实绩\t2024年目标\t\t责任单位\n\
                \t\t\t绝对值\t增速(%)\t\n生产总值\t亿元\t1256\t1350\t7.5\t市发改委\n工业增加值\t亿元\t412\t450\t9\t市经信局\n";
    let found = records(text);
    assert_eq!(found.lists[0].title, "望洲市2024年主要指标目标表");
    let values: Vec<String> =
        found.targets[0].values.iter().map(|v| format!("{} {:?} {:?} {}", v.region, v.year, v.basis, v.raw)).collect();
    assert_eq!(values, ["全市 Some(2023) Actual 1256", "全市 Some(2024) Target 1350", "全市 Some(2024) Target 7.5"]);
}

#[test]
fn a_column_called_unit_holds_measures_or_organisations() {
    let text = "市级部门2023年度目标任务\n| 单位 | 指标 | 2022年完成数 | 2023年目标数 | 权重 |\n| 市发改委 | 固定资产投资 | 285亿元 | 310亿元 | 15 |\n\
                | | 向上争取资金 | 12亿元 | 13亿元 | 10 |\n| 市工信局 | 新增规上企业 | 35户 | 40户 | 10 |\n";
    let shown: Vec<String> = records(text)
        .targets
        .iter()
        .map(|t| format!("{} {} {}", t.name, t.unit.clone().unwrap_or_default(), t.responsible[0].name))
        .collect();
    assert_eq!(shown, ["固定资产投资 亿元 市发改委", "向上争取资金 亿元 市发改委", "新增规上企业 户 市工信局"]);
}

#[test]
fn a_person_may_answer_for_a_place() {
    let text = "2020年任务分解表\n序号 | 乡镇 | 改厕（户） | 治理村（个） | 责任人 |\n1 | 白塔镇 | 860 | 12 | 张某 |\n2 | 双桥镇 | 1200 | — | 李某 |\n合计 | | 2060 | 12 | |\n";
    let found = targets(text);
    assert_eq!(found[0], "2020年任务分解表:  # 改厕 = 白塔镇 2020 860, 双桥镇 2020 1200, 全域 2020 2060");
}

#[test]
fn a_heading_may_name_the_labels_below_it() {
    let text = "西河区2023年为民办实事项目责任分解表\n实事一\n实施积水点改造\n主要内容：完成12处改造。\n责任领导：王某某\n责任单位：区住建局\n完成时限：6月30日前\n\
                实事二\n新建公厕\n主要内容：新建公厕15座。\n责任领导：刘某\n责任单位：区城管局\n完成时限：10月31日前\n";
    let found = records(text);
    let shown: Vec<String> = found
        .tasks
        .iter()
        .map(|t| format!("{} {:?} {} {}", t.list, t.title, t.responsible[0].name, t.schedule[0].raw))
        .collect();
    assert_eq!(
        shown,
        [
            "西河区2023年为民办实事项目责任分解表 Some(\"实施积水点改造\") 区住建局 6月30日前",
            "西河区2023年为民办实事项目责任分解表 Some(\"新建公厕\") 区城管局 10月31日前",
        ]
    );
    assert_eq!(found.coverage.unread, 0, "{:?}", found.coverage);
    let numbered = "望洲州2021年工程\n一、就业工程\n目标任务：新增就业2万人，培训1万人。\n责任单位：州人社局\n二、教育工程\n目标任务：新建学校12所，改建8所。\n责任单位：州教育局\n";
    let found = records(numbered);
    let shown: Vec<String> = found.tasks.iter().map(|t| format!("{:?} {:?}", t.seq, t.title)).collect();
    assert_eq!(shown, ["Some(1) Some(\"就业工程\")", "Some(2) Some(\"教育工程\")"]);
    assert_eq!(found.coverage.unread, 0, "{:?}", found.coverage);
}

#[test]
fn a_cell_does_not_end_in_a_comma() {
    let text = "望洲县短板弱项问题清单\n序号\n问题描述\n整改措施\n整改时限\n责任单位\n1\n养老床位不足。\n新增床位200张。\n2022年12月\n县民政局\n\
                2\n产业链条短，\n农产品加工转化率仅为52%。\n引进深加工企业3家，\n力争转化率达到60%。\n长期\n县农业局\n3\n科技创新能力不强。\n高新技术企业达到45家。\n2023年6月\n县科技局\n";
    let texts: Vec<Vec<String>> = records(text)
        .tasks
        .iter()
        .map(|task| task.sections.iter().map(|section| section.text.replace('\n', "/")).collect())
        .collect();
    assert_eq!(texts[1], ["产业链条短，/农产品加工转化率仅为52%。", "引进深加工企业3家，/力争转化率达到60%。", "长期"]);
}

#[test]
fn a_list_of_projects_has_parts_with_sums() {
    let text = "2022年市级投资项目计划\n序号\n项目名称\n建设地点\n总投资\n2022年投资计划\n形象进度\n责任单位\n一\n续建项目（2个）\n83500\n32000\n\
                1\n滨河大道二期\n滨江区\n56000\n20000\n完成主体工程\n市住建局\n2\n市民中心\n高新区\n27500\n12000\n竣工投用\n市代建局\n\
                二\n新建项目（1个）\n38000\n10000\n3\n第三医院\n滨江区\n38000\n10000\n开工建设\n市卫健委\n合计\n121500\n42000\n";
    let found = records(text);
    let shown: Vec<String> = found
        .tasks
        .iter()
        .map(|task| format!("{} {:?} {}", task.category.join("/"), task.title, task.sections[1].text))
        .collect();
    assert_eq!(
        shown,
        [
            "续建项目 Some(\"滨河大道二期\") 56000",
            "续建项目 Some(\"市民中心\") 27500",
            "新建项目 Some(\"第三医院\") 38000",
        ]
    );
    assert_eq!(found.coverage.unread_numbers, 6);
}

#[test]
fn headings_of_parts_may_have_sums_and_stops() {
    let tabs = "2024年项目清单\n序号\t项目名称\t建设性质\t总投资(亿元)\t责任单位\n一、产业项目\t（2项）\t\t20.1\t\n1\t光伏产业园\t新建\t12.5\t县经信局\n\
                2\t药材基地\t续建\t7.6\t县农业局\n二、民生项目\t（1项）\t\t10.2\t\n3\t医院扩建\t续建\t10.2\t县卫健局\n";
    let cells = "2022年改革任务分工\n序号\n工作任务\n责任单位\n完成时限\n（一）优化审批。\n1\n编制公布清单，实行动态管理。\n市审批局牵头，市直有关部门配合\n9月底前\n2\n开展改革试点，实现一日办结。\n市市场监管局\n12月底前\n\
                 （二）强化监管。\n3\n推进随机监管，抽查比例不低于30%。\n市市场监管局\n6月底前\n";
    let categories =
        |text: &str| records(text).tasks.into_iter().map(|task| task.category.join("/")).collect::<Vec<_>>();
    assert_eq!(categories(tabs), ["一、产业项目", "一、产业项目", "二、民生项目"]);
    assert_eq!(categories(cells), ["（一）优化审批", "（一）优化审批", "（二）强化监管"]);
}

#[test]
fn a_letter_may_set_goals_for_places_line_by_line() {
    let text = "关于下达2023年度责任目标的通知\n现将2023年度责任目标下达如下：\n一、耕地保有量不低于38.6万亩。其中：\n甲河镇：耕地保有量8.5万亩，基本农田7.6万亩；\n乙林镇：耕地保有量9.2万亩。\n";
    assert_eq!(
        targets(text),
        [
            "2023年度责任目标:  #1 耕地保有量 = 全域 2023 不低于38.6万亩",
            "2023年度责任目标:  # 耕地保有量 = 甲河镇 2023 8.5万亩",
            "2023年度责任目标:  # 基本农田 = 甲河镇 2023 7.6万亩",
            "2023年度责任目标:  # 耕地保有量 = 乙林镇 2023 9.2万亩",
        ]
    );
}

#[test]
fn the_goal_of_the_year_beside_what_is_reached_is_a_value() {
    let rows =
        [["1", "充电桩(个)", "600", "432", "72%", "区发改局"], ["2", "绿地(公顷)", "45", "45.5", "101%", "区城管局"]];
    let header = ["序号", "重点工作", "年度目标", "1-8月完成", "完成率", "责任单位"];
    let expected = [
        "2024年重点工作推进情况:  #1 充电桩 = 全域 2024 600, 全域 2024 432",
        "2024年重点工作推进情况:  #2 绿地 = 全域 2024 45, 全域 2024 45.5",
    ];
    let lines = |sign: &str| [header].iter().chain(&rows).map(|row| row.join(sign)).collect::<Vec<_>>().join("\n");
    let without_share = |row: &[&str; 6]| [&row[..4], &row[5..]].concat().join("\n");
    let cells = [header].iter().chain(&rows).map(without_share).collect::<Vec<_>>().join("\n");
    for (name, table) in [("bars", lines(" | ")), ("tabs", lines("\t")), ("cells", cells)] {
        let text = format!("2024年重点工作推进情况\n\n{table}\n");
        assert_eq!(targets(&text), expected, "{name}");
        let bases: Vec<Basis> = records(&text).targets[0].values.iter().map(|value| value.basis).collect();
        assert_eq!(bases, [Basis::Target, Basis::Actual], "{name}");
    }
    let in_words = "2024年重点工作推进情况\n\n序号 | 工作任务 | 年度目标 | 完成值 | 责任单位\n1 | 河道治理 | 整治河道12公里，新建步道3处 | 8.5公里 | 区水利局\n2 | 公园建设 | 建成公园10个 | 6个 | 区城管局\n";
    let goal = &records(in_words).targets[0].values[0];
    assert_eq!((goal.raw.as_str(), goal.basis, goal.number), ("整治河道12公里，新建步道3处", Basis::Target, None));
}

#[test]
fn indicators_of_the_second_grade_are_the_names_where_no_others_are() {
    let text = "云州市2024年考核指标\n\n一级指标 | 二级指标 | 权重 | 目标值 | 考核单位\n产业兴旺 | 粮食产量(万吨) | 10 | 126.5 | 市农业农村局\n | 农田面积(万亩) | 10 | 8.6 | 市农业农村局\n生态宜居 | 污水治理率(%) | 10 | 65 | 市生态环境局\n";
    assert_eq!(
        targets(text),
        [
            "云州市2024年考核指标: 产业兴旺 # 粮食产量 = 全市 2024 126.5",
            "云州市2024年考核指标: 产业兴旺 # 农田面积 = 全市 2024 8.6",
            "云州市2024年考核指标: 生态宜居 # 污水治理率 = 全市 2024 65",
        ]
    );
}
