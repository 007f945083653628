//! Tables of tasks: lists of work, of reforms, of problems.

use crate::build::{Builder, Gathering, Numbering, column, read};
use crate::indicators::unit_header;
use crate::logical::{Case, Cell, Column, Line, Role, Row, Table};
use crate::random::Random;
use crate::words::{BREAK, Words, whole};

/// What stands in a column of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Items,
    Sentences,
    Policies,
    Judgement,
}

/// What a table of tasks is made by.
struct Plan {
    year: i32,
    gathering: Gathering,
    columns: Vec<Column>,
    /// Kind of text for each column, where it holds text.
    kinds: Vec<Kind>,
    /// The name carries the number of the row.
    inline_numbers: bool,
    /// The name carries the units in a bracket.
    with_units: bool,
    /// The schedule is a date, not a list of steps.
    deadline: bool,
    /// The schedule is a goal for each of two years.
    yearly: bool,
}

/// A table of tasks with about so many rows.
pub fn table(words: Words, case: &Case, r: &mut Random, rows: usize) -> Table {
    let plan = plan(&mut r.part("plan", 0));
    let mut builder = Builder::new(words, case, plan.columns.clone(), rows, &mut r.part("builder", 0));
    let (mut group, mut made) = (0, 0);
    while made < rows {
        let mut own = r.part("group", group);
        let items = own.between(1, 9).min(rows - made);
        builder.gather(&mut own, plan.gathering, group, items);
        for item in 0..items {
            add_task(&mut builder, &plan, &mut r.part("item", made), item == 0);
            made += 1;
        }
        group += 1;
    }
    let note = case.features.has("notes").then(|| format!("注:{}。", words.sentence(&mut r.part("note", 0))));
    let title = title(words, case, &mut r.part("title", 0), plan.year);
    Table { title, columns: plan.columns, lines: builder.lines, note }
}

fn title(words: Words, case: &Case, r: &mut Random, year: i32) -> String {
    if case.features.has("header-like-titles") && r.chance(50) {
        return r.pick(&["重点任务", "主要任务", "重点工作", "年度工作任务"]).to_string();
    }
    let subject = whole(&words.subject(r));
    match r.below(3) {
        0 => format!("{year}年{subject}重点工作清单"),
        1 => format!("{}{subject}任务分解表", words.place(r)),
        _ => format!("{subject}突破性抓手清单"),
    }
}

fn plan(r: &mut Random) -> Plan {
    let year = r.between(2019, 2027) as i32;
    let gathering = match r.below(12) {
        0 | 1 => Gathering::None,
        2 | 3 => Gathering::Headings(Numbering::Plain),
        4 => Gathering::Headings(Numbering::Han),
        5 | 6 => Gathering::Headings(Numbering::Bracket),
        7 => Gathering::TwoLevels,
        _ => Gathering::Column,
    };
    let with_units = r.chance(30);
    let inline_numbers = !with_units && r.chance(20);
    let numbered = !inline_numbers && r.chance(88);
    let mut columns = Vec::new();
    let category = (gathering == Gathering::Column)
        .then(|| column(Role::Category, r.pick(&["重点领域", "领域", "类别", "任务类别", "板块", "工作领域", "方面"])));
    let seq = numbered.then(|| column(Role::Seq, r.pick(&["序号", "序号", "编号", "序 号"])));
    if r.chance(60) {
        columns.extend(category.into_iter().chain(seq));
    } else {
        columns.extend(seq.into_iter().chain(category));
    }
    columns.push(column(Role::Name, &name_header(r, with_units)));
    let texts = text_headers(r);
    let mut kinds = vec![Kind::Sentences; columns.len()];
    for (header, kind) in &texts {
        columns.push(column(Role::Text, header));
        kinds.push(*kind);
    }
    let (deadline, yearly) = add_tail(&mut columns, r, with_units);
    kinds.resize(columns.len(), Kind::Sentences);
    Plan { year, gathering, columns, kinds, inline_numbers, with_units, deadline, yearly }
}

fn name_header(r: &mut Random, with_units: bool) -> String {
    let name =
        r.pick(&["重点工作", "工作任务", "重点任务", "改革事项", "任务名称", "重大改革", "重点项目", "突破性抓手"]);
    if with_units {
        format!("{name}{BREAK}({})", r.pick(&["责任单位", "牵头单位", "责任部门"]))
    } else {
        name.to_string()
    }
}

fn text_headers(r: &mut Random) -> Vec<(&'static str, Kind)> {
    match r.below(7) {
        0 => vec![
            ("目标体系", Kind::Sentences),
            ("工作体系", Kind::Items),
            ("政策体系", Kind::Policies),
            ("评价体系", Kind::Judgement),
        ],
        1 => vec![("工作目标", Kind::Sentences), ("工作措施", Kind::Items)],
        2 => vec![("主要内容", Kind::Items)],
        3 => vec![("存在问题", Kind::Sentences), ("整改措施", Kind::Items)],
        4 => vec![("年度工作目标要求", Kind::Sentences), ("具体举措", Kind::Items), ("预期成效", Kind::Judgement)],
        5 => vec![("工作内容", Kind::Sentences)],
        _ => vec![("工作目标", Kind::Items), ("重点工作安排", Kind::Items), ("政策体系", Kind::Policies)],
    }
}

/// The columns behind the texts; whether the schedule is a date, and whether it is a goal for each of two years.
fn add_tail(columns: &mut Vec<Column>, r: &mut Random, with_units: bool) -> (bool, bool) {
    let leader = r.chance(20).then(|| column(Role::Leader, r.pick(&["牵头领导", "责任领导", "分管领导", "责任人"])));
    let units = (!with_units).then(|| column(Role::Units, unit_header(r)));
    let support =
        (!with_units && r.chance(25)).then(|| column(Role::Support, r.pick(&["配合单位", "协办单位", "配合部门"])));
    let kind = r.below(10);
    let schedule = match kind {
        0..=2 => Some(column(Role::Schedule, r.pick(&["进度安排", "时间安排", "年度进度安排"]))),
        3 | 4 => Some(column(Role::Schedule, r.pick(&["完成时限", "完成时间", "时限要求"]))),
        5 => Some(column(Role::Schedule, "年度目标")),
        _ => None,
    };
    let units_last = r.chance(50);
    if units_last {
        columns.extend(schedule.clone());
    }
    columns.extend(leader.into_iter().chain(units).chain(support));
    if !units_last {
        columns.extend(schedule);
    }
    if r.chance(8) {
        columns.push(column(Role::Remark, "备注"));
    }
    (matches!(kind, 3 | 4), kind == 5)
}

fn add_task(builder: &mut Builder, plan: &Plan, r: &mut Random, first: bool) {
    builder.number += 1;
    let words = builder.words;
    let mut row = builder.numbered_row(first, true);
    let task = words.task(r);
    let mut name = if plan.inline_numbers { format!("{}.{task}", builder.number) } else { task.clone() };
    read(&mut row, "title", whole(&task));
    if plan.inline_numbers {
        read(&mut row, "seq", builder.number.to_string());
    }
    let mut units = Vec::new();
    if plan.with_units {
        units = words.units(r, 3);
        name = format!("{name}{BREAK}({})", units.join("、"));
    }
    builder.set(&mut row, Role::Name, Cell::Text(name));
    for column in 0..plan.columns.len() {
        if plan.columns[column].role == Role::Text {
            write_text(builder, plan, r, &mut row, column);
        }
    }
    write_schedule(builder, plan, r, &mut row);
    write_people(builder, r, &mut row, units);
    if let Some(at) = builder.column(Role::Remark) {
        row.cells[at] = Cell::Empty;
        if r.chance(12) {
            let remark = words.judgement(r);
            row.cells[at] = Cell::Text(remark.clone());
            read(&mut row, "section 备注", remark);
        }
    }
    builder.lines.push(Line::Row(row));
}

fn write_text(builder: &Builder, plan: &Plan, r: &mut Random, row: &mut Row, column: usize) {
    let field = format!("section {}", plan.columns[column].header);
    if builder.case.features.has("empties") && r.chance(4) && plan.columns[column - 1].role == Role::Text {
        row.cells[column] = Cell::Empty;
        return read(row, &field, "");
    }
    let lines = text(builder.words, plan.kinds[column], r);
    read(row, &field, lines.concat());
    row.cells[column] = Cell::Text(lines.join("\n"));
}

/// The lines of a text.
fn text(words: Words, kind: Kind, r: &mut Random) -> Vec<String> {
    let stop = |s: String| format!("{s}。");
    let numbered = |lines: Vec<String>| match lines.len() {
        1 => lines,
        _ => lines.into_iter().enumerate().map(|(n, line)| format!("{}.{line}", n + 1)).collect(),
    };
    match kind {
        Kind::Items => {
            let count = r.between(1, 4);
            numbered((0..count).map(|_| stop(words.sentence(r))).collect())
        }
        Kind::Sentences => {
            let count = r.between(1, 2);
            vec![(0..count).map(|_| stop(words.sentence(r))).collect()]
        }
        Kind::Policies => {
            let count = r.between(1, 3);
            numbered((0..count).map(|_| stop(words.policy(r))).collect())
        }
        Kind::Judgement => vec![stop(words.judgement(r))],
    }
}

fn write_schedule(builder: &Builder, plan: &Plan, r: &mut Random, row: &mut Row) {
    let Some(column) = builder.column(Role::Schedule) else { return };
    let lines = match (plan.deadline, plan.yearly) {
        (true, _) => vec![builder.words.deadline(r, plan.year)],
        (_, true) => builder.words.yearly(r, plan.year),
        _ => builder.words.steps(r),
    };
    read(row, &format!("section {}", plan.columns[column].header), lines.concat());
    row.cells[column] = Cell::Text(lines.join("\n"));
}

/// Leaders and units; `units` are those that the name carries.
fn write_people(builder: &mut Builder, r: &mut Random, row: &mut Row, mut units: Vec<String>) {
    if builder.column(Role::Leader).is_some() {
        let leader = builder.words.leader(r);
        read(row, "leader", leader.clone());
        builder.set(row, Role::Leader, Cell::Text(leader));
    }
    if builder.column(Role::Units).is_some() {
        let (own, cell) = builder.units_cell(r, 4);
        units.extend(own);
        builder.set(row, Role::Units, cell);
    }
    if builder.column(Role::Support).is_some() {
        let own = builder.words.units(r, 3);
        let cell = builder.list_of_units(r, &own);
        units.extend(own);
        builder.set(row, Role::Support, cell);
    }
    read(row, "units", units.join("、"));
}
