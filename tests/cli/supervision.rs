//! The round of supervision: sheets for units, filled in as people do it, collected, counted, reminded of.

use super::desk::Desk;
use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;

const WORKS: &str = "# 海湾市人民政府办公室文件\n\n海政办发〔2022〕7号\n\n## 关于印发2022年海湾市重点工作清单的通知\n\n\
     各区人民政府：\n\n各责任单位每隔两月，在次月15日前报送清单的进度情况。\n\n## 一、主要指标\n\n\
     | 序号 | 指标 | 2021年完成值 | 2022年目标值 | 责任单位 |\n|---|---|---|---|---|\n\
     | 1 | 海水养殖产量（万吨） | 12.5 | 13以上 | 市农业农村局 |\n\
     | 2 | 港口吞吐量（万吨） | 610 | ≥700 | 市交通局 |\n\n## 二、重点工作\n\n\
     | 序号 | 任务 | 工作目标 | 进度安排 | 牵头单位 | 配合单位 |\n|---|---|---|---|---|---|\n\
     | 1 | 渔港建设 | 新建锚地2处 | 2-4月：印发方案。<br>5-6月：开工建设。<br>7-12月：完成验收。 | 市农业农村局 | 市交通局 |\n\
     | 2 | 航道疏浚 | 疏浚航道30公里 | 4-6月：完成疏浚。 | 市交通局 | 市农业农村局 |\n\n\
     海湾市人民政府办公室\n\n2022年2月7日\n";

/// A sheet as texts, from its first cell on.
type Grid = Vec<Vec<String>>;

fn grid(desk: &Desk, file: &str, sheet: &str) -> Grid {
    let mut workbook: Xlsx<_> = open_workbook(desk.path(file)).expect("a workbook");
    let range = workbook.worksheet_range(sheet).expect("the sheet");
    let text = |cell: &Data| match cell {
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

/// The place of a column by its name in the hidden row.
fn column(grid: &Grid, field: &str) -> usize {
    let name = format!("gongwen:{field}");
    grid.iter().flat_map(|row| row.iter().position(|cell| *cell == name)).next().expect("a column of this name")
}

/// The place of a row by a text in it.
fn row(grid: &Grid, text: &str) -> usize {
    grid.iter().position(|row| row.iter().any(|cell| cell == text)).unwrap_or_else(|| panic!("no {text} in {grid:?}"))
}

fn put(grid: &mut Grid, text: &str, field: &str, value: &str) {
    let (row, column) = (row(grid, text), column(grid, field));
    grid[row][column] = value.to_owned();
}

/// Saves sheets as another program would: numbers as numbers, all else as text, no format; rows with 滞后 filtered out.
fn save(desk: &Desk, file: &str, sheets: &[(&str, Grid)]) {
    let mut workbook = Workbook::new();
    for (name, grid) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).expect("a name");
        for (at, row) in (0..).zip(grid) {
            for (column, text) in (0..).zip(row) {
                match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(at, column, number),
                    Err(_) => sheet.write_string(at, column, text),
                }
                .expect("a cell");
            }
            if row.iter().any(|text| text == "滞后") {
                sheet.set_row_hidden(at).expect("a row");
            }
        }
    }
    workbook.save(desk.path(file)).expect("writable");
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("in/a.md", WORKS);
    let run = desk.extract();
    assert_eq!(run.code, 0, "{}", run.stderr);
    desk
}

fn sheets(desk: &Desk) -> String {
    let run = desk.run(&["sheets", "-o", "out", "--today", "2022-07-05"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

const UNIT: &str = "out/责任单位/市农业农村局.xlsx";

#[test]
fn a_sheet_lists_what_the_unit_answers_for_and_its_period_is_that_of_the_document() {
    let desk = desk();
    let said = sheets(&desk);
    assert!(said.contains("填报表 2 份") && said.contains("报送期 2022年6月，2022-07-15前报送（文件要求："), "{said}");
    let tasks = grid(&desk, UNIT, "任务台账");
    let steps: Vec<&str> = tasks.iter().map(|row| row[column(&tasks, "step")].as_str()).collect();
    let header = row(&tasks, "节点要求");
    assert_eq!(
        steps[header + 1..],
        ["印发方案。", "开工建设。", "完成验收。", "完成疏浚。"],
        "led first, then supported"
    );
    let lights: Vec<&str> = tasks[header + 1..].iter().map(|row| row[column(&tasks, "light")].as_str()).collect();
    assert_eq!(lights, ["逾期", "逾期", "正常", "逾期"]);
    assert!(tasks.iter().flatten().any(|cell| cell == "2022-07-05"), "the frozen day");
    let targets = grid(&desk, UNIT, "指标台账");
    assert_eq!(targets[row(&targets, "海水养殖产量（万吨）")][column(&targets, "goal")], "13");
    assert!(
        desk.tree("out") == {
            sheets(&desk);
            desk.tree("out")
        },
        "the same bytes again"
    );
}

#[test]
fn what_people_do_to_a_sheet_is_found_out_and_what_they_filled_in_is_taken() {
    let desk = desk();
    sheets(&desk);
    let mut tasks = grid(&desk, UNIT, "任务台账");
    for (text, status, progress) in
        [("印发方案。", "已完成", "已印发"), ("开工建设。", "滞后", ""), ("完成疏浚。", "快了", "在做")]
    {
        put(&mut tasks, text, "status", status);
        put(&mut tasks, text, "progress", progress);
        put(&mut tasks, text, "reported_on", "2022/7/4");
    }
    put(&mut tasks, "印发方案。", "due", "2022-08-31");
    put(&mut tasks, "开工建设。", "seq", "");
    put(&mut tasks, "完成疏浚。", "goal", "3");
    put(&mut tasks, "完成疏浚。", "list", "别的清单");
    // Deleted, sorted backward, a row put in, two columns changed places, another title.
    tasks.remove(row(&tasks, "完成验收。"));
    let header = row(&tasks, "节点要求");
    tasks[header + 1..].reverse();
    tasks.insert(header + 2, vec![String::new(), "自己加的".to_owned()]);
    let copied = tasks[row(&tasks, "印发方案。")].clone();
    tasks.push(copied);
    let (status, role) = (column(&tasks, "status"), column(&tasks, "role"));
    tasks.iter_mut().filter(|row| row.len() > status).for_each(|row| row.swap(status, role));
    tasks[header][role] = "进度".to_owned();
    let mut targets = grid(&desk, UNIT, "指标台账");
    put(&mut targets, "海水养殖产量（万吨）", "value", "135");
    put(&mut targets, "海水养殖产量（万吨）", "status", "已完成");
    save(&desk, "filled.xlsx", &[("任务台账", tasks), ("指标台账", targets)]);

    let run = desk.run(&["collect", "filled.xlsx", "-o", "out", "--period", "2022-06", "--today", "2022-07-10"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for line in [
        "[改动] filled.xlsx 任务台账!H9：渔港建设：“截止日期”原为“2022-04-30”，被改为“2022-08-31”",
        "：渔港建设：“序号”原为“1”，被清空",
        "：航道疏浚：“目标值”原为空，被填上“3”",
        "：航道疏浚：“清单”原为“重点工作”，被改为“别的清单”",
        "：渔港建设：与 任务台账!E9 是同一条记录，只汇总第一处",
        "：渔港建设：状态是滞后，没有写存在问题",
        "：航道疏浚：状态“快了”不在可选的四种之中，没有汇总",
        "：航道疏浚：没有选状态",
        "填报单位自己加的行，没有汇总：自己加的",
        "[缺失] filled.xlsx：渔港建设：这一行被删去了",
        "：海水养殖产量（万吨）：完成值 135 是目标值的 10 倍，请核对计量单位",
        "2022年6月：收到填报表 1 份，单位 1 个，填报 4 项",
        "改动 4，缺失 1，新增 2，未填 1，存疑 3，对不上 0",
    ] {
        assert!(run.stdout.contains(line), "{line} is not in\n{}", run.stdout);
    }
    let run = desk.run(&["query", "进展", "渔港", "--ledger", "out/gongwen.sqlite", "--format", "csv"]);
    let lines: Vec<&str> = run.stdout.lines().skip(1).collect();
    assert_eq!(lines.len(), 2, "{}", run.stdout);
    assert!(lines[0].contains("印发方案。") && lines[0].contains("2022-06,已完成,,,已印发,"), "{}", lines[0]);
    assert!(lines[1].contains("2022-06,滞后,"), "{}", lines[1]);
    let units = grid(&desk, "out/进度汇总.xlsx", "按单位");
    assert_eq!(units[row(&units, "市农业农村局")][1..7], ["是", "5", "2", "0", "1", "0"]);
    assert_eq!(units[row(&units, "市交通局")][1..4], ["否", "5", "0"]);
    let late = grid(&desk, "out/进度汇总.xlsx", "逾期事项");
    let late: Vec<&str> = late[3..].iter().map(|row| row[4].as_str()).collect();
    assert_eq!(late, ["开工建设。", "完成疏浚。"]);

    // Written anew with what was filled in, and not over what was not collected yet.
    sheets(&desk);
    let again = grid(&desk, UNIT, "任务台账");
    assert_eq!(again[row(&again, "印发方案。")][column(&again, "progress")], "已印发");
    let mut more = again.clone();
    put(&mut more, "完成验收。", "progress", "还没有汇总");
    save(&desk, UNIT, &[("任务台账", more)]);
    let run = desk.run(&["sheets", "-o", "out", "--today", "2022-07-05"]);
    assert_eq!(run.code, 1);
    assert!(run.line_about("市农业农村局").contains("填了还没有汇总的内容，没有覆盖"), "{}", run.stderr);
    assert_eq!(desk.run(&["collect", UNIT, "-o", "out", "--today", "2022-07-10"]).code, 0);
    sheets(&desk);
}

/// A document that says nothing of reports.
const NOTICE: &str = "# 海湾市人民政府办公室文件\n\n海政办发〔2022〕9号\n\n## 关于印发2022年海湾市渔业工作清单的通知\n\n\
     ## 一、重点工作\n\n\
     | 序号 | 任务 | 工作目标 | 进度安排 | 牵头单位 |\n|---|---|---|---|---|\n\
     | 1 | 增殖放流 | 放流鱼苗300万尾 | 3-6月：完成放流。 | 市农业农村局 |\n\n\
     海湾市人民政府办公室\n\n2022年2月9日\n";

#[test]
fn every_row_belongs_to_the_period_of_its_document() {
    let desk = Desk::new();
    desk.file("in/a.md", WORKS).file("in/b.md", NOTICE);
    assert_eq!(desk.extract().code, 0);
    let run = desk.run(&["sheets", "-o", "out", "--today", "2022-07-10"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let first = "报送期 2022年6月，2022-07-15前报送（文件要求：";
    let second = "报送期 2022年7月，2022-08-05前报送（文件没有写明报送要求，按设置）：海政办发〔2022〕9号\n";
    assert!(run.stdout.contains(first) && run.stdout.contains(second), "{}", run.stdout);

    let mut tasks = grid(&desk, UNIT, "任务台账");
    let report = column(&tasks, "report");
    let of = |tasks: &Grid, text: &str| tasks[row(tasks, text)][report].clone();
    assert_eq!(of(&tasks, "完成验收。"), "2022年6月期，7月15日前报送");
    assert_eq!(of(&tasks, "完成放流。"), "2022年7月期，8月5日前报送");
    let head = "报送期：2022年6月期，7月15日前报送；2022年7月期，8月5日前报送　共5项";
    assert!(tasks.iter().flatten().any(|cell| cell == head), "{tasks:?}");
    let other = grid(&desk, "out/责任单位/市交通局.xlsx", "任务台账");
    assert!(!other.iter().flatten().any(|cell| cell == "gongwen:report"), "one period stands in the head alone");

    for text in ["完成验收。", "完成放流。"] {
        put(&mut tasks, text, "status", "推进中");
    }
    put(&mut tasks, "完成放流。", "report", "2022年9月期");
    save(&desk, "filled.xlsx", &[("任务台账", tasks), ("gongwen", grid(&desk, UNIT, "gongwen"))]);
    let run = desk.run(&["collect", "filled.xlsx", "-o", "out", "--today", "2022-07-12"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let changed = "“报送期”原为“2022年7月期，8月5日前报送”，被改为“2022年9月期”";
    assert!(run.stdout.contains(changed) && run.stdout.contains("改动 1，"), "{}", run.stdout);
    let state = desk.json("out/progress.json");
    let fills = |period: &str| state["collections"][period]["fills"].as_object().map_or(0, |fills| fills.len());
    assert_eq!((fills("2022-06"), fills("2022-07")), (1, 1), "{state}");

    let due = desk.run(&["due", "-o", "out", "--month", "2022-07", "--today", "2022-07-01"]);
    let reports = "2022年7月应报送的进度：1 期\n      2022-07-15前报送2022年6月期【海政办发〔2022〕7号】";
    assert!(due.stdout.contains(reports), "{}", due.stdout);
    let none = desk.run(&["due", "-o", "out", "--month", "2022-06", "--today", "2022-07-01"]);
    assert!(!none.stdout.contains("应报送的进度"), "{}", none.stdout);
}

#[test]
fn what_is_reported_within_a_period_counts_at_once() {
    let desk = desk();
    let run = desk.run(&["sheets", "-o", "out", "--today", "2022-07-20"]);
    assert!(run.stdout.contains("报送期 2022年8月，"), "two months a report: {}", run.stdout);
    let mut tasks = grid(&desk, UNIT, "任务台账");
    put(&mut tasks, "开工建设。", "status", "已完成");
    put(&mut tasks, "开工建设。", "progress", "已开工");
    save(&desk, "filled.xlsx", &[("任务台账", tasks), ("gongwen", grid(&desk, UNIT, "gongwen"))]);
    assert_eq!(desk.run(&["collect", "filled.xlsx", "-o", "out", "--today", "2022-07-25"]).code, 0);
    let due = desk.run(&["due", "-o", "out", "--month", "2022-06", "--today", "2022-07-26"]);
    assert!(due.stdout.contains("2022-06-30（已完成） 第1项 渔港建设"), "{}", due.stdout);
    let reminded = desk.run(&["remind", "-o", "out", "--unit", "市农业农村局", "--today", "2022-07-26"]);
    assert!(reminded.stdout.contains("逾期 1 项"), "印发方案 alone is late: {}", reminded.stdout);
}

#[test]
fn progress_goes_into_the_ledger_that_is_named() {
    let desk = desk();
    sheets(&desk);
    let run = desk.run(&["extract", "in", "-o", "out", "--ledger", "own/all.sqlite"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let mut tasks = grid(&desk, UNIT, "任务台账");
    put(&mut tasks, "印发方案。", "status", "已完成");
    put(&mut tasks, "印发方案。", "progress", "已印发");
    save(&desk, "filled.xlsx", &[("任务台账", tasks)]);
    let collect =
        |ledger: &str| desk.run(&["collect", "filled.xlsx", "-o", "out", "--today", "2022-07-10", "--ledger", ledger]);
    let missing = collect("none.sqlite");
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("没有台账“none.sqlite”。请核对 --ledger"), "{}", missing.stderr);
    assert!(!desk.path("out/progress.json").exists() && !desk.path("none.sqlite").exists(), "nothing was collected");
    assert_eq!(collect("own/all.sqlite").code, 0);
    let lines = |ledger: &str| {
        let run = desk.run(&["query", "progress", "渔港", "--ledger", ledger, "--format", "csv"]);
        run.stdout.lines().filter(|line| line.contains("已印发")).count()
    };
    assert_eq!((lines("own/all.sqlite"), lines("out/gongwen.sqlite")), (1, 0));
}

#[test]
fn a_month_lists_what_is_due_and_makes_a_calendar() {
    let desk = desk();
    let run = desk.run(&["due", "-o", "out", "--month", "2022-06", "--today", "2022-06-01", "--ics", "june.ics"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("2022年6月到期：2 项"), "{}", run.stdout);
    for words in
        ["2022-06-30 第1项 渔港建设：开工建设。", "市农业农村局（配合：市交通局）", "第2项 航道疏浚：完成疏浚。"]
    {
        assert!(run.stdout.contains(words), "{words} is not in\n{}", run.stdout);
    }
    assert!(!run.stdout.contains("印发方案"), "nobody knows that it is not done: {}", run.stdout);
    let calendar = String::from_utf8(desk.tree("")["june.ics"].clone()).expect("UTF-8");
    assert_eq!(calendar.matches("BEGIN:VEVENT\r\n").count(), 2);
    assert!(calendar.contains("DTSTART;VALUE=DATE:20220630\r\nDTEND;VALUE=DATE:20220701\r\n"));
    desk.run(&["due", "-o", "out", "--month", "2022-07", "--today", "2022-07-01", "--ics", "july.ics"]);
    let calendar = String::from_utf8(desk.tree("")["july.ics"].clone()).expect("UTF-8").replace("\r\n ", "");
    let report =
        calendar.split("BEGIN:VEVENT").find(|event| event.contains("【报送】2022年6月期进展")).expect("a report");
    for words in ["DTSTART;VALUE=DATE:20220715\r\n", "次月15日前报送清单", "CATEGORIES:报送\r\n"] {
        assert!(report.contains(words), "{words} is not in {report}");
    }
    let one = desk.run(&["due", "-o", "out", "--month", "2022-12", "--unit", "市交通局", "--today", "2022-06-01"]);
    assert!(one.stdout.contains("2022年12月到期：2 项") && one.stdout.contains("港口吞吐量"), "{}", one.stdout);
    let unknown = desk.run(&["due", "-o", "out", "--unit", "交通局"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("是否指：市交通局"), "{}", unknown.stderr);
}

#[test]
fn who_is_late_is_reminded_and_more_urgently_the_second_time() {
    let desk = desk();
    let first = desk.run(&["remind", "-o", "out", "--unit", "市交通局", "--today", "2022-07-05"]);
    assert_eq!((first.code, first.stdout.lines().next()), (0, Some("蓝色 市交通局：逾期 1 项")), "{}", first.stderr);
    let again = desk.run(&["remind", "-o", "out", "--unit", "市交通局", "--today", "2022-07-05"]);
    assert!(again.stdout.starts_with("蓝色"), "the same day counts once: {}", again.stdout);
    let second = desk.run(&["remind", "-o", "out", "--unit", "市交通局", "--today", "2022-07-08"]);
    assert!(second.stdout.starts_with("橙色 市交通局"), "{}", second.stdout);
    let sheet = grid(&desk, "out/督办单/市交通局.xlsx", "督办单");
    let duty = &sheet[row(&sheet, "航道疏浚")];
    assert_eq!(duty[2..], ["完成疏浚。", "2022-06-30", "8", "橙色\n第2次"]);
    assert!(sheet[1][0].contains("于 2022年7月13日 前"), "{}", sheet[1][0]);
    let none = desk.run(&["remind", "-o", "out", "--today", "2022-03-01"]);
    assert!(none.stdout.contains("没有逾期事项"), "{}", none.stdout);
}

#[test]
fn what_is_none_of_ours_is_said() {
    let desk = desk();
    desk.file("别的.xlsx", b"PK").file("坏/progress.json", "{}").file("坏/index.json", "{}");
    let cases: [(&[&str], i32, &str); 6] = [
        (&["sheets", "-o", "空"], 1, "里没有提取结果。请先运行 gongwen extract"),
        (&["collect", "别的.xlsx", "-o", "out"], 1, "不是能读的工作簿"),
        (&["collect", "没有.xlsx", "-o", "out"], 1, "无法读取"),
        (&["collect", "out/汇总.xlsx", "-o", "out"], 1, "不是本程序写的填报表"),
        (&["due", "-o", "坏"], 1, "不是本程序写的进展库"),
        (&["due", "-o", "out", "--month", "六月"], 2, "2022-06"),
    ];
    for (arguments, code, words) in cases {
        let run = desk.run(arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn an_office_has_its_own_layout() {
    let desk = desk();
    let layout = "[workbook]\nlogo = \"海湾市督查室\"\n[[sheet]]\nname = \"台账\"\nrows = \"all\"\ncolumns = [\
                  { field = \"name\", title = \"事项\", width = 30 }, { field = \"status\", title = \"进度\", width = 10 }]\n";
    desk.file("rules/sheets.toml", layout);
    let run = desk.run(&["sheets", "-o", "out", "--rules", "rules", "--today", "2022-07-05"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let sheet = grid(&desk, UNIT, "台账");
    assert_eq!((sheet[0][0].as_str(), sheet[row(&sheet, "事项")][1].as_str()), ("海湾市督查室", "进度"));
    desk.file("rules/sheets.toml", "[colours]\nfill = \"黄\"\n");
    let wrong = desk.run(&["sheets", "-o", "out", "--rules", "rules"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("六位十六进制数"), "{}", wrong.stderr);
}

#[test]
fn what_is_put_right_in_the_review_holds_in_the_next_run() {
    let desk = Desk::new();
    desk.file("in/a.txt", include_str!("../../seeds/2021年县清单.txt"));
    desk.extract();
    let id = desk.documents().remove(0);
    let (book, json) = (format!("out/{id}.xlsx"), format!("out/documents/{id}.json"));
    let review = grid(&desk, &book, "待复核");
    let header = row(&review, "更正名称");
    let at = |title: &str| review[header].iter().position(|cell| cell == title).expect("the column");
    let unsure = review[header + 1..].iter().find(|row| row[at("编号")] == "T014").expect("an unsure row");
    let (name, read, key) = (&unsure[at("指标或任务")], &unsure[at("现在的读法")], unsure[at("记录")].clone());
    let first = read.split('；').next().expect("a value").split(' ').next().expect("its label");
    let mut filled = review.clone();
    let place = row(&filled, &key);
    filled[place][at("更正名称")] = "优良天数比率".to_owned();
    filled[place][at("更正内容")] = format!("{first} 97.5");
    filled[place][at("更正单位")] = "牵头：县环保分局；配合：县气象局".to_owned();
    save(&desk, "更正.xlsx", &[("待复核", filled)]);
    let run = desk.run(&["collect", "更正.xlsx", "-o", "out"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("待复核更正 1 处") && !desk.path("out/进度汇总.xlsx").exists(), "{}", run.stdout);

    let again = desk.extract();
    assert!(again.stderr.contains("按人工更正改了3处"), "{}", again.stderr);
    let records = desk.json(&json);
    let target = records["targets"].as_array().expect("targets").iter().find(|target| target["id"] == "T014");
    let target = target.expect("the record");
    assert!(name.starts_with(records["corrections"][0]["extracted"].as_str().expect("text")));
    assert_eq!((target["name"].as_str(), target["values"][0]["number"].as_f64()), (Some("优良天数比率"), Some(97.5)));
    let units = target["responsible"].as_array().expect("units").iter();
    let units: Vec<&str> = units.filter_map(|unit| unit["name"].as_str()).collect();
    assert_eq!(units, ["县环保分局", "县气象局"]);
    let known = records["units"].as_array().expect("units").iter().filter(|unit| unit["name"] == "县环保分局").count();
    assert_eq!(known, 1, "a corrected unit is a unit of the document");
    let review = grid(&desk, &book, "待复核");
    assert!(review.iter().flatten().any(|cell| *cell == key), "the key outlives the correction");
}
