//! Whole texts read into records: tasks and targets of running text.

use crate::ingest::{Limits, read_bytes};
use crate::record::{DocumentRecords, Format, Role, Source};
use crate::rules::Rules;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load(None).unwrap());

/// The records of a plain text.
pub(super) fn records(text: &str) -> DocumentRecords {
    let read = read_bytes(text.as_bytes(), "txt", &Limits::default()).unwrap();
    let source = Source {
        path: "a.txt".into(),
        format: Format::Text,
        encoding: "UTF-8".into(),
        bytes: 0,
        sha256: String::new(),
    };
    super::extract(&read.document, source, &RULES)
}

/// `category #seq text | units | leader | raw start..end` of each task.
pub(super) fn tasks(text: &str) -> Vec<String> {
    let part = |role: Role| match role {
        Role::Lead => "=牵头",
        Role::Support => "=配合",
        Role::Equal => "",
    };
    let show = |task: crate::record::Task| {
        let units: Vec<String> = task.responsible.iter().map(|u| format!("{}{}", u.name, part(u.role))).collect();
        let month = |m: &Option<String>| m.clone().unwrap_or_default();
        let steps = task.schedule.iter().map(|s| format!("{} {}..{}{}", s.raw, month(&s.start), month(&s.end), s.text));
        format!(
            "{} #{} {} | {} | {} | {}",
            task.category.join("/"),
            task.seq.map(|seq| seq.to_string()).unwrap_or_default(),
            task.sections[0].text,
            units.join(" "),
            task.leader.unwrap_or_default(),
            steps.collect::<Vec<_>>().join("; ")
        )
    };
    records(text).tasks.into_iter().map(show).collect()
}

/// `list: category #seq name = region year raw, …` of each target.
pub(super) fn targets(text: &str) -> Vec<String> {
    let show = |target: crate::record::Target| {
        let values = target.values.iter().map(|v| format!("{} {} {}", v.region, v.year.unwrap_or(0), v.raw));
        format!(
            "{}: {} #{} {} = {}",
            target.list,
            target.category.join("/"),
            target.seq.map(|seq| seq.to_string()).unwrap_or_default(),
            target.name,
            values.collect::<Vec<_>>().join(", ")
        )
    };
    records(text).targets.into_iter().map(show).collect()
}

#[test]
fn units_stand_below_the_item_in_lines_of_their_own() {
    let text = "临屿市2023年重点工作任务分解\n\n一、扩大投资\n1.新建泊位3个。\n牵头单位:市港航局\n责任单位:市发改委，各县(区)\n完成时限:10月底前\n\
                2.修缮堤坝20公里。\n牵头领导：季某；牵头单位：市水利局；完成时限：长期坚持。\n3.其他项目按计划推进。\n";
    assert_eq!(
        tasks(text),
        [
            "一、扩大投资 #1 新建泊位3个。 | 市港航局=牵头 市发改委=配合 各县(区)=配合 |  | 10月底前 ..2023-10",
            "一、扩大投资 #2 修缮堤坝20公里。 | 市水利局=牵头 | 季某 | 长期坚持 ..",
            "一、扩大投资 #3 其他项目按计划推进。 |  |  | ",
        ]
    );
}

#[test]
fn units_stand_in_brackets_behind_items_of_every_level() {
    let text = "一、2024年计划目标\n(一)生产总值增长6%。(牵头单位:市发改委;责任单位:各县市区人民政府)\n(二)城镇新增就业3万人。(牵头单位:市人社局)\n\
                二、重点工作\n(一)稳增长。\n着力扩大投资。\n1.建成绕城公路。(责任领导:张某;责任单位:市交通局、市城投集团;完成时限:2024年12月31日)\n\
                (二)深化改革。取消事项30项(市编办、市政务服务中心)。推行一照一码(市市场监管局)。\n";
    assert_eq!(
        tasks(text),
        [
            "一、2024年计划目标 #1 生产总值增长6%。 | 市发改委=牵头 各县市区人民政府=配合 |  | ",
            "一、2024年计划目标 #2 城镇新增就业3万人。 | 市人社局=牵头 |  | ",
            "(一)稳增长/着力扩大投资 #1 建成绕城公路。 | 市交通局 市城投集团 | 张某 | 2024年12月31日 ..2024-12",
            "(二)深化改革 # 取消事项30项。 | 市编办 市政务服务中心 |  | ",
            "(二)深化改革 # 推行一照一码。 | 市市场监管局 |  | ",
        ]
    );
}

#[test]
fn every_numbered_item_of_a_list_of_deeds_is_a_task() {
    let text = "某局2020年为民办实事\n来源: 某局 发布时间:2020-03-02 15:00\n1.加固校舍3万平方米。\n2.新建3所幼儿园;改造食堂2处。\n";
    assert_eq!(tasks(text), [" #1 加固校舍3万平方米。 |  |  | ", " #2 新建3所幼儿园;改造食堂2处。 |  |  | "]);
    let text = "2023年工作思路\n1.坚持稳中求进。\n2.坚持系统观念。\n";
    assert_eq!(tasks(text), [""; 0], "items of other lists need units");
}

#[test]
fn the_labels_of_a_page_make_no_task() {
    let text = "2023年工作要点\n\n相关链接:省政府网站 市政府网站\n主办:临屿市人民政府 承办:临屿市人民政府办公室\n";
    assert_eq!(tasks(text), [""; 0]);
}

#[test]
fn goals_stand_below_their_heading_and_behind_their_label() {
    let text = "临屿市2016年工作方案\n\n一、主要预期目标\n——经济增长。全市生产总值增长7.5%左右,一般公共预算收入达到86亿元、增长6%。\n\
                ——生态环境持续改善。\n二、总体要求\n(一)指导思想。坚持新发展理念,推动增长10%以上的企业扩面。\n\
                (二)发展目标。到2022年,制造业占比35%左右。到2025年,培育2个百亿级集群。\n三、其他\n据统计,2016年我市减排目标任务分别为:氨氮同比削减2.4%、总磷3.6%。另行下达。\n";
    assert_eq!(
        targets(text),
        [
            "主要预期目标: 经济增长 # 生产总值 = 全市 2016 增长7.5%左右",
            "主要预期目标: 经济增长 # 一般公共预算收入 = 全市 2016 86亿元, 全市 2016 增长6%",
            "发展目标:  # 制造业占比 = 全市 2022 35%左右",
            "发展目标:  # 百亿级集群 = 全市 2025 2个",
            "2016年我市减排目标任务: 三、其他 # 氨氮 = 全市 2016 同比削减2.4%",
            "2016年我市减排目标任务: 三、其他 # 总磷 = 全市 2016 3.6%",
        ]
    );
}

#[test]
fn goals_are_numbered_below_a_heading_or_a_sentence_that_leads_to_them() {
    let text = "望洲县2009年就业工作方案\n\n一、全县促进就业主要指标\n(一)全县登记失业率控制在4%以内;\n(二)全县新增就业2万人以上,其中困难对象就业0.3万人。\n\
                二、有关要求\n2009年具体目标如下:\n1.技能培训5000人次。\n";
    assert_eq!(
        targets(text),
        [
            "全县促进就业主要指标:  #1 登记失业率 = 望洲县 2009 4%以内",
            "全县促进就业主要指标:  #2 新增就业 = 望洲县 2009 2万人以上",
            "全县促进就业主要指标:  #2 困难对象就业 = 望洲县 2009 0.3万人",
            "2009年具体目标:  #1 技能培训 = 望洲县 2009 5000人次",
        ]
    );
}

#[test]
fn regions_have_their_values_in_one_sentence() {
    let text = "全省2019年改厕进展\n\n截至8月底,各市州完成率分别为:临屿市76.4%、望江市28.8%、南岭州75.5%。\n";
    assert_eq!(
        targets(text),
        ["全省2019年改厕进展:  # 完成率 = 临屿市 2019 76.4%, 望江市 2019 28.8%, 南岭州 2019 75.5%"]
    );
}

#[test]
fn a_page_run_into_one_line_is_read_like_its_lines() {
    let filler = "现将重点工作任务予以分解。各责任单位要尽快制定具体落实方案,明确时间节点、责任领导和主要措施,按季度报告进展情况,确保如期完成。";
    let text = format!(
        "云岭省人民政府 关于明确2023年重点工作责任单位的通知 云政〔2023〕5号 {filler}{filler} 一、提振信心 (一)促进消费。 1.改善条件。(省商务厅、财政厅等按职责分工负责) 2.落实措施。(省发改委)"
    );
    assert_eq!(
        tasks(&text),
        ["(一)促进消费 #1 改善条件。 | 省商务厅 财政厅 |  | ", "(一)促进消费 #2 落实措施。 | 省发改委 |  | ",]
    );
}

#[test]
fn attachments_take_their_title_from_the_next_line() {
    let text = "某通知\n\n附件:1.任务清单\n2.单位名单\n\n附件1\n\n2023年任务清单(3项)\n\n附件2\n有关单位名单\n市发改委、市财政局\n附件3:说明\n\n附件4\n\n望洲县建设样板县\n\n短板问题清单(25项)\n\n市发改委\n";
    let attached: Vec<(Option<u32>, String)> =
        records(text).document.attached.into_iter().map(|a| (a.number, a.title)).collect();
    let wanted = [(1, "2023年任务清单"), (2, "有关单位名单"), (3, "说明"), (4, "望洲县建设样板县短板问题清单")];
    assert_eq!(attached, wanted.map(|(number, title)| (Some(number), title.to_string())));
}

#[test]
fn a_plan_of_activities_says_first_when() {
    let text = "望洲县2019年活动安排表\n时间 | 活动内容 | 承办单位 |\n3月 | 举办节水宣传周，开放水厂。 | 县水利局、县教育局 |\n\
                上半年 | 组织河长轮训，分两期。 | 县委党校 |\n9月 | 评选优秀案例并发布。 | 县融媒体中心 |\n";
    let shown: Vec<String> = records(text)
        .tasks
        .into_iter()
        .map(|task| {
            let said = |name: &str| task.sections.iter().find(|s| s.name == name).map_or("", |s| &s.text).to_string();
            let steps: Vec<String> = task.schedule.iter().map(|s| s.raw.clone()).collect();
            format!("{} {} {}", steps.join(" "), said("活动内容"), task.responsible[0].name)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "3月 举办节水宣传周，开放水厂。 县水利局",
            "上半年 组织河长轮训，分两期。 县委党校",
            "9月 评选优秀案例并发布。 县融媒体中心",
        ]
    );
}

#[test]
fn what_comes_again_and_again_is_merged_over_all_quarters() {
    let header = "序号\t重点任务\t一季度\t二季度\t三季度\t四季度\t责任单位";
    let row = |cells: &str| {
        format!(
            "望洲县2025年任务推进表\n{header}\n1\t建设中心药房\t招标\t开工\t完工\t验收\t县卫健局\n2\t签约提质\t{cells}\t县卫健局\n"
        )
    };
    let quarters = |cells: &str| {
        let task = records(&row(cells)).tasks.remove(1);
        task.schedule.iter().map(|s| format!("{}={}", s.raw, s.text)).collect::<Vec<_>>().join(" ")
    };
    let each = "每月抽查";
    assert_eq!(quarters("\t\t每月抽查\t"), ["一", "二", "三", "四"].map(|q| format!("{q}季度={each}")).join(" "));
    assert_eq!(quarters("\t\t组织抽查\t"), "三季度=组织抽查");
}

#[test]
fn a_region_may_lead_to_its_goals() {
    let text = "临屿市2019年工作方案\n\n二、分解目标\n(一)望洲区:单位能耗下降3.5%,煤炭消费量控制在25万吨以内。\n(二)沙门县：单位能耗下降3%。\n";
    assert_eq!(
        targets(text),
        [
            "分解目标:  #1 单位能耗 = 望洲区 2019 下降3.5%",
            "分解目标:  #1 煤炭消费量 = 望洲区 2019 25万吨以内",
            "分解目标:  #2 单位能耗 = 沙门县 2019 下降3%",
        ]
    );
}

#[test]
fn headings_may_say_what_stands_below_them() {
    let text = "临屿市2021年民生实事任务分解\n一、提升饮水保障水平\n(一)工作目标\n2021年底前,普及率达到92%。\n集中供水率达到95%。\n\
                (二)责任单位\n主办单位:市水利局\n协办单位:市财政局、市环境局\n(三)进度安排\n3月底前完成前期。6月底前开工。\n\
                二、实施免费筛查\n(一)工作目标：为12万名妇女筛查。\n(二)责任单位\n市卫健委\n(三)进度安排\n5月底前完成3万人。\n临屿市人民政府\n";
    let found = records(text);
    assert_eq!(found.coverage.unread, 0, "{:?}", found.coverage);
    let shown: Vec<String> = found
        .tasks
        .iter()
        .map(|task| {
            let units: Vec<&str> = task.responsible.iter().map(|unit| unit.name.as_str()).collect();
            let goal = &task.sections[0];
            format!("{:?} {:?} {}={} {units:?} {}", task.seq, task.title, goal.name, goal.text, task.schedule.len())
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Some(1) Some(\"提升饮水保障水平\") 工作目标=2021年底前,普及率达到92%。\n集中供水率达到95%。 [\"市水利局\", \"市财政局\", \"市环境局\"] 2",
            "Some(2) Some(\"实施免费筛查\") 工作目标=为12万名妇女筛查。 [\"市卫健委\"] 1",
        ]
    );
}

#[test]
fn a_title_over_three_lines_is_taken_whole() {
    let text = "望洲县人民政府办公室\n关于印发望洲县2022年政府工作报告\n目标任务责任分解的通知\n\n望政办发〔2022〕15号\n\n各乡镇人民政府：\n现印发给你们。\n";
    assert_eq!(
        records(text).document.title.as_deref(),
        Some("望洲县人民政府办公室关于印发望洲县2022年政府工作报告目标任务责任分解的通知")
    );
}
