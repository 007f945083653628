//! Tables as texts print them and what is read out of them.

use crate::document::{Block, Document, Paragraph, Passage};
use crate::layout::{Item, Layout, RecoveredTable, lay_out};
use crate::rules::Rules;
use std::sync::LazyLock;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load(None).expect("the built-in rules"));

fn of(text: &str) -> Layout {
    let mut blank_lines_before = 0;
    let mut blocks = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            blank_lines_before += 1;
            continue;
        }
        let indent = line[..line.len() - line.trim_start().len()].to_string();
        let text = Passage::new(trimmed, number, indent.chars().count() as u32 + 1);
        let blank_lines_before = std::mem::take(&mut blank_lines_before);
        blocks.push(Block::Paragraph(Paragraph { text, indent, blank_lines_before, heading: None }));
    }
    lay_out(&Document { blocks, ..Document::default() }, &RULES)
}

fn tables(layout: &Layout) -> Vec<&RecoveredTable> {
    layout.items.iter().filter_map(|item| if let Item::Table(table) = item { Some(table) } else { None }).collect()
}

fn paragraphs(layout: &Layout) -> Vec<&str> {
    layout.items.iter().filter_map(|i| if let Item::Paragraph(p) = i { Some(p.text.text()) } else { None }).collect()
}

/// Number and cells of every row that are printed in it, an empty one as a dot.
fn shown(table: &RecoveredTable) -> Vec<String> {
    let cell = |cell: &Option<crate::layout::Cell>| match cell {
        Some(cell) if !cell.merged => cell.text.text().replace('\n', "/"),
        _ => ".".to_string(),
    };
    let row = |row: &crate::layout::TableRow| {
        let number = row.number.map(|n| n.to_string()).unwrap_or_default();
        format!("{number}:{}", row.cells.iter().map(cell).collect::<Vec<_>>().join("|"))
    };
    table.rows.iter().map(row).collect()
}

/// A turned table: the indicators, each with its places and figures.
fn by_place(table: &RecoveredTable) -> Vec<String> {
    assert!(table.by_place);
    let value = |row: &crate::layout::TableRow, column: usize| {
        let spec = &table.columns[column];
        let year = spec.year.map(|year| year.to_string()).unwrap_or_default();
        row.cell(column).map(|cell| format!("{}{year}={}", spec.header, cell.text()))
    };
    let row = |row: &crate::layout::TableRow| {
        let name = |column: usize| row.cell(column).map_or("", Passage::text);
        let values: Vec<String> = (2..table.columns.len()).filter_map(|column| value(row, column)).collect();
        format!("{}/{}: {}", name(0), name(1), values.join(" "))
    };
    table.rows.iter().map(row).collect()
}

fn only(text: &str) -> RecoveredTable {
    let layout = of(text);
    let tables = tables(&layout);
    assert_eq!(tables.len(), 1, "{:?}", layout.items);
    tables[0].clone()
}

#[test]
fn tabs_part_cells_and_a_line_without_them_is_a_heading() {
    let layout = of("附表1\n东浦区主要指标\n序号\t指标名称\t单位\t2023年实绩\t2024年目标\t责任单位\n一、产业(2项)\n\
         1\t工业投资\t亿元\t3.5\t4以上\t区工信局\n2\t用电量\t万千瓦时\t/\t18\t\n二、民生(1项)\n3\t新增床位\t张\t20\t35\t区民政局\n说明:划线的没有统计。");
    let tables = tables(&layout);
    assert_eq!(tables.len(), 1);
    assert_eq!(
        shown(tables[0]),
        ["1:1|工业投资|.|亿元|3.5|4以上|区工信局", "2:2|用电量|.|万千瓦时|/|18|.", "3:3|新增床位|.|张|20|35|区民政局"]
    );
    assert_eq!(tables[0].groups.len(), 2);
    assert_eq!(paragraphs(&layout), ["附表1", "东浦区主要指标", "说明:划线的没有统计。"]);
}

#[test]
fn a_leading_tab_is_an_empty_cell() {
    let table = only(
        "类别\t序号\t重点任务\t完成标准\t责任单位\t完成时限\n道路\t1\t修通断头路\t通车三条。\t镇建设办\t5月底前\n\t2\t更换路灯\t换灯二十盏。\t镇城管办\t全年",
    );
    assert_eq!(
        shown(&table),
        ["1:道路|1|修通断头路|通车三条。|镇建设办|5月底前", "2:.|2|更换路灯|换灯二十盏。|镇城管办|全年"]
    );
}

#[test]
fn tabs_in_other_lines_make_no_table() {
    for text in ["首页\t公开\t服务\n位置\t首页\t文件", "\t第一段文字在这里。\n\t第二段文字在这里。"]
    {
        assert!(tables(&of(text)).is_empty(), "{text}");
    }
}

#[test]
fn cells_go_on_below_themselves() {
    let table = only(
        "  序号  存在问题              整改措施            责任单位    整改时限\n\
         \x20 1     小区绿化恢复得不够快  补种乔木和灌木，每  区建设局、  4月底前\n\
         \x20       ，居民反映多。        月巡查一次。        区园林中心\n\
         \x20 2     路口早晚拥堵。        错峰放学。          区公安分局  立行立改",
    );
    assert_eq!(
        shown(&table),
        [
            "1:1|小区绿化恢复得不够快，居民反映多。|补种乔木和灌木，每月巡查一次。|区建设局、区园林中心|4月底前",
            "2:2|路口早晚拥堵。|错峰放学。|区公安分局|立行立改"
        ]
    );
}

#[test]
fn places_in_columns_of_one_width() {
    let table = only(
        "  序号  任务          单位    合计    东浦街道    西屿街道\n\
         \x20 1     加装电梯      部      60      25          35\n\
         \x20 2     新建停车泊位  个      150     -           150",
    );
    assert_eq!(shown(&table), ["1:1|加装电梯|部|60|25|35", "2:2|新建停车泊位|个|150|-|150"]);
}

#[test]
fn drawn_lines_say_what_is_merged() {
    let table = only(
        "┌──────────┬─────┬─────┐\n\
         │ 单 位    │总数(人次) │ 队伍(人) │\n\
         ├────┬─────┼─────┼─────┤\n\
         │ 市 │ 市本级 │ 450 │ 100 │\n\
         │ ├─────┼─────┼─────┤\n\
         │ 区 │ 东浦区 │ 310 │ 50 │\n\
         │ ├─────┼─────┼─────┤\n\
         │ │ 西屿区 │ 380 │ 60 │\n\
         └────┴─────┴─────┴─────┘",
    );
    assert_eq!(
        by_place(&table),
        ["总数(人次)/: 市本级=450 东浦区=310 西屿区=380", "队伍(人)/: 市本级=100 东浦区=50 西屿区=60"]
    );
}

#[test]
fn lines_of_plus_and_minus() {
    let table = only(
        "+------+----------+--------+----------+\n\
         | 序号 | 工作任务 | 责任单位 | 完成时限 |\n\
         +------+----------+--------+----------+\n\
         | 1 | 新建码头 | 市港航局 | 6月底前 |\n\
         | 2 | 疏浚航道 | 市水利局 | 全年 |\n\
         | 3 | 整治岸线 | 市水利局 | 9月 |\n\
         +------+----------+--------+----------+",
    );
    assert_eq!(
        shown(&table),
        ["1:1|新建码头|市港航局|6月底前", "2:2|疏浚航道|市水利局|全年", "3:3|整治岸线|市水利局|9月"]
    );
}

#[test]
fn rows_of_places_with_bars() {
    let table = only("省 份 | 面积(万亩) |\n全 省 | 30 |\n东浦市 | 10 |\n西屿市 | 20 |\n湖心岛管理处 |  |");
    assert_eq!(by_place(&table), ["面积(万亩)/: 全省=30 东浦市=10 西屿市=20"]);
}

#[test]
fn a_table_in_one_line() {
    let table = only(
        "附:分解表。\n| 县(市、区) | 面 积 | 四旁植树 |  | 合  计 | 15.5 | 1100 |  | 东 浦 县 | 10.5 | 900 |  | 西屿区 | 5 |   |",
    );
    assert_eq!(by_place(&table), ["面 积/: 合计=15.5 东浦县=10.5 西屿区=5", "四旁植树/: 合计=1100 东浦县=900"]);
}

#[test]
fn rows_of_places_of_which_the_cells_are_left() {
    let table = only(
        "序号\n县(市、区)\n播种面积\n(万亩)\n总产量\n(万吨)\n示范片\n(个)\n2025年实绩\n2026年任务\n2025年实绩\n2026年任务\n\
         合计\n52.0\n52.1\n22.7\n22.8\n3\n1\n东浦区\n20.0\n20.1\n9.1\n9.2\n1\n2\n西屿县\n30.0\n30.0\n13.6\n13.6\n2\n\
         3\n新城开发区\n2.0\n2.0\n/\n/\n/\n注:新城开发区不安排示范片。",
    );
    assert_eq!(
        by_place(&table),
        [
            "播种面积(万亩)/: 合计2025=52.0 东浦区2025=20.0 西屿县2025=30.0 新城开发区2025=2.0 合计2026=52.1 东浦区2026=20.1 西屿县2026=30.0 新城开发区2026=2.0",
            "总产量(万吨)/: 合计2025=22.7 东浦区2025=9.1 西屿县2025=13.6 新城开发区2025=/ 合计2026=22.8 东浦区2026=9.2 西屿县2026=13.6 新城开发区2026=/",
            "示范片(个)/: 合计=3 东浦区=1 西屿县=2 新城开发区=/"
        ]
    );
}

#[test]
fn parts_of_one_thing_are_of_one_magnitude() {
    let table = only(
        "县(市、区)\n生猪出栏\n(万头)\n母猪存栏(万头)\n禽蛋产量(吨)\n正常量\n最低量\n\
         东浦区\n12.5\n0.58\n0.53\n960\n西屿县\n42.0\n1.92\n1.77\n1600\n北岭县\n38.6\n1.75\n1.61\n2400",
    );
    let names: Vec<String> =
        by_place(&table).iter().map(|row| row.split(':').next().unwrap_or("").to_string()).collect();
    assert_eq!(names, ["生猪出栏(万头)/", "母猪存栏(万头)/正常量", "母猪存栏(万头)/最低量", "禽蛋产量(吨)/"]);
}

#[test]
fn places_side_by_side_under_one_header() {
    let table =
        only("单 位\n任务数(人)\n单 位\n任务数(人)\n东浦社区\n20\n卫生院\n15\n西屿社区\n(含码头)\n18\n派出所\n3");
    assert_eq!(by_place(&table), ["任务数(人)/: 东浦社区=20 卫生院=15 西屿社区(含码头)=18 派出所=3"]);
}

#[test]
fn a_unit_of_measure_or_of_duty_is_no_place() {
    let texts = [
        "单位\n县教育局\n县民政局\n县水利局",
        "单位 | 联系人 | 电话 |\n县教育局 | 张某 | 6215507 |\n县民政局 | 李某 | 6215508 |",
    ];
    for text in texts {
        assert!(tables(&of(text)).iter().all(|table| !table.by_place), "{text}");
    }
}

#[test]
fn labelled_lines_are_records_with_a_column_for_every_label() {
    let table = only(
        "项目名称:新建城东水厂\n责任单位:县水利局\n建设内容:日供水五万吨,\n铺设管网。\n完成时限:10月底前\n\n\
         项目名称:改造老旧小区\n建设内容:改造12个小区。\n责任单位:县住建局;完成时限:12月底前\n以上由督查室督办。",
    );
    let headers: Vec<&str> = table.columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(headers, ["项目名称", "责任单位", "建设内容", "完成时限"]);
    let rows =
        [":新建城东水厂|县水利局|日供水五万吨,铺设管网。|10月底前", ":改造老旧小区|县住建局|改造12个小区。|12月底前"];
    assert_eq!(shown(&table), rows);
    for (text, rows) in [
        ("1.【任务名称】甲村修路\n【责任单位】:乙镇\n2.任务名称:丙村修桥\n责任单位:丁镇", 0),
        ("1.任务名称:甲村修路\n责任单位:乙镇\n2.任务名称:丙村修桥\n责任单位:丁镇", 2),
        ("1\n任务名称:甲村修路\n责任单位:乙镇\n2\n任务名称:丙村修桥\n责任单位:丁镇", 2),
        ("序号:1\n任务名称:甲村修路\n责任单位:乙镇\n序号:2\n任务名称:丙村修桥\n责任单位:丁镇", 2),
    ] {
        let layout = of(text);
        let numbers: Vec<_> = tables(&layout).iter().flat_map(|t| t.rows.iter().map(|row| row.number)).collect();
        assert_eq!(numbers, [Some(1), Some(2)][..rows], "{text}");
    }
}

#[test]
fn labels_of_other_things_are_no_records() {
    for text in [
        "责任单位:县水利局\n责任单位:县住建局\n责任单位:县商务局",
        "项目名称:新建城东水厂\n责任单位:县水利局\n本项目由县政府督办。",
        "发文机关:某县人民政府\n发布日期:2024年1月5日\n发文字号:某政发〔2024〕1号",
        "工作目标:全面提升。\n一、强化领导\n工作目标:全面落实。",
    ] {
        assert!(tables(&of(text)).is_empty(), "{text}");
    }
}

#[test]
fn a_name_broken_before_the_line_with_its_unit_is_one_cell() {
    let rows = by_place(&only(
        "县(市、区)\n蔬菜产量\n(万吨)\n畜禽粪污\n综合利用率(%)\n能繁母猪(万头)\n保有量\n最低量\n\
         南汀区\n12.5\n85\n0.58\n0.53\n东坪区\n16.8\n84\n0.76\n0.70\n秀岭县\n42.0\n82\n1.92\n1.77",
    ));
    assert_eq!(
        rows,
        [
            "蔬菜产量(万吨)/: 南汀区=12.5 东坪区=16.8 秀岭县=42.0",
            "畜禽粪污综合利用率(%)/: 南汀区=85 东坪区=84 秀岭县=82",
            "能繁母猪(万头)/保有量: 南汀区=0.58 东坪区=0.76 秀岭县=1.92",
            "能繁母猪(万头)/最低量: 南汀区=0.53 东坪区=0.70 秀岭县=1.77",
        ]
    );
}

#[test]
fn bars_on_lines_of_their_own_part_cells() {
    let cells = [
        "工作任务",
        "具体要求",
        "责任科室",
        "时限要求",
        "规范公开",
        "1",
        "清理文件目录。",
        "办公室",
        "年底前",
        "做好基础工作",
        "2",
        "规范专栏。",
        "各科室",
        "持续推进",
        "3",
        "编好年报。",
        "办公室",
        "3月底前",
    ];
    let text: String = cells.iter().map(|cell| format!("{cell}\n|\n")).collect();
    let table = only(&text);
    let roles: Vec<&str> = table.columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(roles, ["工作任务", "序号", "具体要求", "责任科室", "时限要求"]);
    let rows = [
        "1:规范公开|1|清理文件目录。|办公室|年底前",
        "2:做好基础工作|2|规范专栏。|各科室|持续推进",
        "3:.|3|编好年报。|办公室|3月底前",
    ];
    assert_eq!(shown(&table), rows);
    assert_eq!(table.rows[2].cell(0).map(Passage::text), Some("做好基础工作"));
    let even = "指标名称\n|\n2024年目标\n|\n用电量\n|\n18\n|\n床位\n|\n35\n|";
    assert_eq!(shown(&only(even)), [":用电量|.|18", ":床位|.|35"]);
    assert!(tables(&of("甲\n|\n乙\n|\n丙\n|")).is_empty());
}

#[test]
fn stanzas_of_places_tell_what_empty_cells_left_out() {
    let rows = by_place(&only(
        "地区\n\n就业工程\n\n\n城镇新增就业(人)\n\n失业人员\n\n再就业(人)\n\n\n责任\n\n单位\n\n市人社局\n\n市总工会\n\n\n\
         目标\n\n任务\n\n进度\n\n目标\n\n任务\n\n进度\n\n\n全市\n\n27800\n\n52242\n\n400\n\n1089\n\n\n市本级\n\n60\n\n77\n\n\n\
         东坪\n\n新区\n\n\n南汀区\n\n8000\n\n22921\n\n80\n\n160\n\n\n秀岭县\n\n3800\n\n6138\n\n120\n\n121",
    ));
    assert_eq!(
        rows,
        [
            "城镇新增就业(人)/: 全市=27800 南汀区=8000 秀岭县=3800 全市=52242 南汀区=22921 秀岭县=6138",
            "失业人员再就业(人)/: 全市=400 南汀区=80 秀岭县=120 全市=1089 南汀区=160 秀岭县=121 市本级=60 市本级=77",
        ]
    );
}

#[test]
fn a_value_reached_is_a_part_where_nothing_else_is_said_of_what_is_due() {
    let rows = by_place(&only(
        "市县名\n人数(人)\n筛查\n体检\n累计完成(例)\n完成率(%)\n累计完成(例)\n完成率(%)\n\
         东坪县\n286\n96\n99\n101\n98\n南汀县\n277\n93\n97\n95\n99\n秀岭县\n571\n190\n95\n192\n97",
    ));
    assert_eq!(rows[1], "筛查/累计完成(例): 东坪县=96 南汀县=93 秀岭县=190");
}

#[test]
fn a_table_of_places_stands_in_one_line() {
    let header = "村 别 任务数(人) 备 注 单 位 任务数(人) 备 注";
    let line = format!("附表: 2016年任务分配表 {header} 甲沟村 6 农技站 2 乙塘村 5 小 学 4 社 区 9 合计 26");
    let layout = of(&line);
    let tables = tables(&layout);
    assert_eq!(tables.len(), 1, "{:?}", layout.items);
    assert_eq!(by_place(tables[0]), ["任务数(人)/: 甲沟村=6 农技站=2 乙塘村=5 小学=4 社区=9 合计=26"]);
    assert_eq!(paragraphs(&layout), ["附表:2016年任务分配表"]);
    for other in ["单 位 任务数 备 注 甲沟村 6 农技站 2", "各 单 位 要 按 时 完 成 甲 6 乙 5 丙 4 丁 3"]
    {
        assert!(of(other).items.iter().all(|item| matches!(item, Item::Paragraph(_))), "{other}");
    }
}
