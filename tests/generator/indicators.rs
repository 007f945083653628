//! Tables of indicators: over years, and broken down to regions.

use crate::build::{Builder, Gathering, Numbering, column, read};
use crate::logical::{Case, Cell, Column, Line, Role, Row, Table};
use crate::random::Random;
use crate::words::{BREAK, Words, whole};

/// What a table of indicators is made by.
struct Plan {
    year: i32,
    gathering: Gathering,
    columns: Vec<Column>,
    /// Names carry the unit of measure in a bracket.
    measure_in_name: bool,
    /// The rows are projects with quantities, not indicators.
    projects: bool,
    /// Marks of a value that there is not.
    nothing: &'static str,
}

/// A table of indicators with about so many rows.
pub fn table(words: Words, case: &Case, r: &mut Random, rows: usize) -> Table {
    let plan = plan(words, case, &mut r.part("plan", 0));
    let mut builder = Builder::new(words, case, plan.columns.clone(), rows, &mut r.part("builder", 0));
    let (mut group, mut made) = (0, 0);
    while made < rows {
        let mut own = r.part("group", group);
        let items = own.between(1, 9).min(rows - made);
        builder.gather(&mut own, plan.gathering, group, items);
        for item in 0..items {
            let mut own = r.part("item", made);
            add_item(&mut builder, &plan, &mut own, item == 0);
            made += 1;
        }
        group += 1;
    }
    let note = case.features.has("notes").then(|| note(words, &mut r.part("note", 0)));
    Table { title: title(words, &mut r.part("title", 0), plan.year), columns: plan.columns, lines: builder.lines, note }
}

fn title(words: Words, r: &mut Random, year: i32) -> String {
    let subject = whole(&words.subject(r));
    match r.below(4) {
        0 => format!("{year}年{subject}主要指标表"),
        1 => format!("表:{year}年{subject}指标目标"),
        2 => format!("{subject}指标任务分解"),
        _ => format!("{}{subject}主要指标责任分工", words.place(r)),
    }
}

fn note(words: Words, r: &mut Random) -> String {
    let (name, _) = words.indicator(r);
    match r.below(3) {
        0 => format!("注:{}以统计部门公布的数据为准。", whole(&name)),
        1 => format!("备注:1.{}按新口径计算;2.其余指标口径不变。", whole(&name)),
        _ => format!("说明:{}待上级下达后另行明确。", whole(&name)),
    }
}

fn plan(words: Words, case: &Case, r: &mut Random) -> Plan {
    let year = r.between(2019, 2027) as i32;
    let regions = r.chance(45);
    let projects = regions && r.chance(50);
    let gathering = match r.below(10) {
        0 | 1 => Gathering::None,
        2 => Gathering::Headings(Numbering::Han),
        3 => Gathering::Headings(if r.chance(50) { Numbering::Plain } else { Numbering::Bracket }),
        _ => Gathering::Column,
    };
    let measure_column = !projects && r.chance(25);
    let mut columns = Vec::new();
    let category =
        (gathering == Gathering::Column).then(|| column(Role::Category, r.pick(&category_headers(projects))));
    let numbered = r.chance(88);
    let seq = numbered.then(|| column(Role::Seq, r.pick(&["序号", "序号", "序号", "编号", "序 号"])));
    if r.chance(60) {
        columns.extend(category.into_iter().chain(seq));
    } else {
        columns.extend(seq.into_iter().chain(category));
    }
    let name = if projects {
        r.pick(&["事项名称", "项目名称", "工作任务", "任务名称"]).to_string()
    } else if measure_column || r.chance(30) {
        r.pick(&["指标名称", "指标", "主要指标", "考核指标", "指 标"]).to_string()
    } else {
        format!("{}{BREAK}(单位)", r.pick(&["指标名称", "指标"]))
    };
    columns.push(column(Role::Name, &name));
    if !projects && case.features.has("families") {
        columns.push(column(Role::Component, ""));
    }
    if measure_column {
        columns.push(column(Role::Measure, r.pick(&["单位", "计量单位"])));
    }
    let units = r.chance(80).then(|| column(Role::Units, unit_header(r)));
    let units_first = r.chance(10);
    if units_first {
        columns.extend(units.clone());
    }
    columns.extend(if regions { region_columns(words, r) } else { year_columns(r, year) });
    if !regions && r.chance(25) {
        columns.push(column(Role::Attribute, r.pick(&["指标属性", "属性"])));
    }
    if !units_first {
        columns.extend(units);
    }
    if r.chance(8) {
        columns.push(column(Role::Remark, "备注"));
    }
    let nothing = r.pick(&["/", "/", "——", "-", "暂无数据"]);
    Plan { year, gathering, columns, measure_in_name: !measure_column && !projects, projects, nothing }
}

fn category_headers(projects: bool) -> Vec<&'static str> {
    if projects {
        vec!["事项分类", "领域", "类别"]
    } else {
        vec!["类别", "领域", "一级指标", "指标类别", "重点领域", "分类"]
    }
}

pub fn unit_header(r: &mut Random) -> &'static str {
    r.pick(&["责任单位", "责任单位", "牵头单位", "责任部门", "牵头部门", "主管部门", "实施单位", "市级责任单位"])
}

fn year_columns(r: &mut Random, year: i32) -> Vec<Column> {
    let header = |text: String| Column { role: Role::Value, header: text };
    match r.below(6) {
        0 => vec![header(format!("{year}年{BREAK}目标值"))],
        1 => vec![header(format!("{}年{BREAK}完成值", year - 1)), header(format!("{year}年{BREAK}目标值"))],
        2 => vec![
            header(format!("{}年{BREAK}完成值", year - 1)),
            header(format!("{year}年{BREAK}目标值")),
            header(format!("{year}年{BREAK}省目标值")),
        ],
        3 => (0..3).map(|n| header(format!("{}年", year + 2 * n))).collect(),
        4 => vec![
            header(format!("{}年实际", year - 1)),
            header(format!("{year}年预计")),
            header(format!("{}年目标", year + 1)),
        ],
        _ => (0..r.between(2, 5) as i32).map(|n| header(format!("{}年目标值", year + n))).collect(),
    }
}

fn region_columns(words: Words, r: &mut Random) -> Vec<Column> {
    let total = match r.below(6) {
        0 => format!("拟下达{BREAK}{}指标", words.place(r)),
        _ => r.pick(words.style.totals).to_string(),
    };
    let mut columns = vec![column(Role::Value, &total)];
    if r.chance(30) {
        columns.push(column(Role::Value, "市本级"));
    }
    let bare = r.chance(25);
    let count = r.between(2, 9);
    for region in words.regions(r, count, bare) {
        let header = match region.strip_suffix("管委会") {
            Some(place) => format!("{place}{BREAK}管委会"),
            None => region,
        };
        columns.push(column(Role::Value, &header));
    }
    columns
}

/// Adds a numbered item: a row, or several of one number.
fn add_item(builder: &mut Builder, plan: &Plan, r: &mut Random, first: bool) {
    builder.number += 1;
    if builder.column(Role::Component).is_some() && r.chance(15) {
        return add_family(builder, plan, r, first);
    }
    let sub_rows = plan.projects && builder.case.features.has("sub-rows") && r.chance(25);
    let parts = if sub_rows { r.between(2, 4) } else { 1 };
    for part in 0..parts {
        let mut row = builder.numbered_row(first && part == 0, part == 0);
        let (name, measure) = if plan.projects { (builder.words.project(r), None) } else { builder.words.indicator(r) };
        read(&mut row, "name", whole(&name));
        if builder.column(Role::Component).is_some() {
            read(&mut row, "component", "");
        }
        write_name(builder, plan, &mut row, Role::Name, &name, measure);
        write_measure(builder, plan, &mut row, measure);
        finish_row(builder, plan, r, row, measure, part > 0);
    }
}

/// An indicator with several components, of which each has a row.
fn add_family(builder: &mut Builder, plan: &Plan, r: &mut Random, first: bool) {
    let (name, components) = builder.words.family(r);
    let (shared, of_all) = split_measure(&name);
    for (part, component) in components.iter().enumerate() {
        let mut row = builder.numbered_row(first && part == 0, part == 0);
        let (own, measure) = split_measure(component);
        read(&mut row, "name", shared);
        read(&mut row, "component", own);
        if part == 0 {
            write_name(builder, plan, &mut row, Role::Name, shared, of_all);
        }
        write_name(builder, plan, &mut row, Role::Component, own, measure);
        write_measure(builder, plan, &mut row, measure.or(of_all));
        row.stackable = part > 0;
        finish_row(builder, plan, r, row, measure.or(of_all), part > 0);
    }
}

fn split_measure(name: &str) -> (&str, Option<&str>) {
    match name.strip_suffix(')').and_then(|n| n.rsplit_once('(')) {
        Some((name, measure)) => (name, Some(measure)),
        None => (name, None),
    }
}

/// Writes a name, with its unit of measure in a bracket where the table has it there.
fn write_name(builder: &Builder, plan: &Plan, row: &mut Row, role: Role, name: &str, measure: Option<&str>) {
    let text = match measure.filter(|_| plan.measure_in_name) {
        Some(measure) => format!("{name}{BREAK}({measure})"),
        None => name.to_string(),
    };
    builder.set(row, role, Cell::Text(text));
}

/// The unit of measure, in a column of its own or read out of the name.
fn write_measure(builder: &Builder, plan: &Plan, row: &mut Row, measure: Option<&str>) {
    builder.set(row, Role::Measure, Cell::Text(measure.unwrap_or("—").to_string()));
    let printed = plan.measure_in_name || builder.column(Role::Measure).is_some();
    if let Some(measure) = measure.filter(|_| printed) {
        read(row, "unit", measure);
    }
}

fn finish_row(builder: &mut Builder, plan: &Plan, r: &mut Random, mut row: Row, measure: Option<&str>, below: bool) {
    set_values(builder, plan, r, &mut row, measure);
    if builder.column(Role::Attribute).is_some() {
        let words = ["约束性", "预期性", "评价指标", "观察指标", "指导性"];
        let attribute = words[r.below(2) + if plan.year % 2 == 0 { 0 } else { 2 }];
        // A part has the attribute of its whole; only then is the cell merged.
        let above = builder.lines.iter().rev().find_map(|line| match line {
            Line::Row(row) => row.truth.iter().find(|(f, _)| f == "attribute").map(|(_, t)| t.clone()),
            Line::Group(_) => None,
        });
        match above.filter(|_| below) {
            Some(above) => read(&mut row, "attribute", above),
            None => {
                read(&mut row, "attribute", attribute);
                builder.set(&mut row, Role::Attribute, Cell::Text(attribute.to_string()));
            }
        }
    }
    if builder.column(Role::Units).is_some() {
        let shared = below && r.chance(75);
        let (units, cell) = match last_units(builder).filter(|_| shared) {
            Some(units) => (units, Cell::Merged),
            None => {
                let (units, cell) = builder.units_cell(r, 3);
                (units.join("、"), cell)
            }
        };
        read(&mut row, "units", units);
        builder.set(&mut row, Role::Units, cell);
    }
    if builder.column(Role::Remark).is_some() {
        let remark = if r.chance(12) { Cell::Text(builder.words.judgement(r)) } else { Cell::Empty };
        builder.set(&mut row, Role::Remark, remark);
    }
    builder.lines.push(Line::Row(row));
}

fn last_units(builder: &Builder) -> Option<String> {
    match builder.lines.last() {
        Some(Line::Row(row)) => row.truth.iter().find(|(f, _)| f == "units").map(|(_, t)| t.clone()),
        _ => None,
    }
}

/// Values, some in words that stand for several columns, some left out.
fn set_values(builder: &Builder, plan: &Plan, r: &mut Random, row: &mut Row, measure: Option<&str>) {
    let columns = builder.columns_of(Role::Value);
    let features = builder.case.features;
    let regions = columns.len() > 1 && !builder.columns[columns[1]].header.contains('年');
    let measure = if plan.projects { Some("个") } else { measure };
    let no_value = if regions { 14 } else { 4 };
    let mut at = 0;
    while at < columns.len() {
        let left = columns.len() - at;
        let in_words = r.chance(if regions { 2 } else { 10 });
        let text = match () {
            () if in_words => builder.words.goal(r).to_string(),
            () if r.chance(no_value) && left < columns.len() => plan.nothing.to_string(),
            () if features.has("empties") && left < columns.len() && r.chance(2) => String::new(),
            () if plan.projects => r.between(0, 400).to_string(),
            () => builder.words.value(r, measure),
        };
        // A judgement may stand for several years, and so may a bound that is to be kept in each of them.
        let kept = !regions && ["以上", "以内"].iter().any(|bound| text.ends_with(bound));
        let spreads = in_words && r.chance(60) || kept && r.chance(30);
        let span = if spreads && features.has("spans") && left > 1 { r.between(2, left) } else { 1 };
        row.cells[columns[at]] = if text.is_empty() { Cell::Empty } else { Cell::Text(text.clone()) };
        for part in 0..span {
            read(row, &format!("value {}", at + part + 1), text.clone());
        }
        at += span;
    }
}
