//! Gold and program in the form in which they are compared.

use super::gold::{self, Gold};
use super::row::Row;
use super::text::{heading, plain};
use gongwen::record::{Basis, Decimal, DocumentRecords, Responsible, ScheduleEntry, Target, Task, Unit};
use serde::Serialize;

/// The rows of gold: the document, targets, tasks, listed units.
pub fn of_gold(gold: &Gold) -> Vec<Row> {
    let document = &gold.document;
    let head = Row::new("document".into(), &[&["document"]])
        .exact("title", bare_title(document.title.as_deref()))
        .field("doc_number", text(&document.doc_number))
        .field("issuer", text(&document.issuer))
        .field("signed_date", text(&document.signed_date))
        .field("published_date", text(&document.published_date))
        .field("region", text(&document.region))
        .exact("year", number(document.year));
    let mut rows = vec![head];
    rows.extend(gold.targets.iter().map(gold_target));
    rows.extend(gold.tasks.iter().map(|task| gold_task(task, document.year)));
    rows.extend(gold.units.iter().map(|name| unit(name)));
    rows
}

/// The rows of the program.
pub fn of_program(records: &DocumentRecords) -> Vec<Row> {
    let document = &records.document;
    let head = Row::new("document".into(), &[&["document"]])
        .exact("title", bare_title(document.title.as_deref()))
        .field("doc_number", text(&document.doc_number))
        .field("issuer", text(&document.issuer))
        .field("signed_date", text(&document.signed_date))
        .field("published_date", text(&document.published_date))
        .field("region", document.region.as_ref().map_or("", |region| &region.name))
        .exact("year", number(document.year));
    let mut rows = vec![head];
    rows.extend(records.targets.iter().map(target));
    rows.extend(records.tasks.iter().map(task));
    rows.extend(records.units.iter().filter(|unit| unit.listed).map(|listed| unit(listed_name(listed))));
    rows
}

fn gold_target(target: &gold::Target) -> Row {
    let row = target_row(&target.list, target.seq, &target.name, text(&target.component));
    let row = row
        .exact("category", target.category.split('/').map(heading).collect::<Vec<_>>().join("/"))
        .exact("unit", spelling(text(&target.unit)))
        .field("attribute", text(&target.attribute))
        .field("responsible", &target.responsible.join("、"));
    target.values.iter().fold(row, |row, value| {
        let reading = reading(&value.op, value.number.as_ref(), value.number_max.as_ref());
        value_fields(row, (&value.region, value.year, &value.basis), &value.raw, reading)
    })
}

fn target(target: &Target) -> Row {
    let row = target_row(&target.list, target.seq, &target.name, text(&target.component));
    let row = row
        .exact("category", target.category.iter().map(|part| heading(part)).collect::<Vec<_>>().join("/"))
        .exact("unit", spelling(text(&target.unit)))
        .field("attribute", text(&target.attribute))
        .field("responsible", &names(&target.responsible));
    target.values.iter().fold(row, |row, value| {
        // An expected value is one that is reached, as gold has it.
        let basis = if value.basis == Basis::Forecast { Basis::Actual } else { value.basis };
        let number = value.number.map(|number| fraction(number, &value.raw));
        let reading = reading(&word(value.op), number.as_ref(), value.number_max.as_ref());
        let year = year_of(value.note.as_deref()).or(value.year);
        value_fields(row, (&value.region, year, &word(basis)), &value.raw, reading)
    })
}

/// A year in the bracket behind a value is the year of the value: "50.1(2020年)".
fn year_of(note: Option<&str>) -> Option<i32> {
    note.and_then(|note| note.trim().strip_suffix('年')).and_then(|year| year.parse().ok())
}

/// Gold has the unit as printed, the program in its normal spelling.
fn spelling(unit: &str) -> String {
    let unit = plain(unit);
    if unit == "m2" { "平方米".to_string() } else { unit }
}

fn target_row(list: &str, seq: Option<u32>, name: &str, component: &str) -> Row {
    let seq = number(seq);
    let shown = format!("[{list}] {seq} {name} {component}");
    let keys: [&[&str]; 4] =
        [&[list, &seq, name, component], &[&seq, name, component], &[name, component], &[&seq, name]];
    Row::new(shown.trim_end().into(), &keys)
        .field("list", list)
        .exact("seq", seq)
        .field("name", name)
        .field("component", component)
}

fn value_fields(row: Row, (region, year, basis): (&str, Option<i32>, &str), raw: &str, reading: String) -> Row {
    let name = format!("{} {} {basis}", plain(region), number(year));
    row.field(&format!("{name} raw"), raw).exact(&format!("{name} reading"), reading)
}

/// Operator and numbers, without zeros that say nothing.
fn reading(op: &str, number: Option<&impl ToString>, max: Option<&impl ToString>) -> String {
    let decimal = |number: String| number.parse::<Decimal>().expect("a decimal number").normalize().to_string();
    let numbers = [number.map(ToString::to_string), max.map(ToString::to_string)].into_iter().flatten().map(decimal);
    std::iter::once(op.to_string()).chain(numbers).collect::<Vec<_>>().join(" ")
}

/// Gold writes "三分之二" with four decimals.
fn fraction(number: Decimal, raw: &str) -> Decimal {
    if raw.contains("分之") { number.round_dp(4) } else { number }
}

fn gold_task(task: &gold::Task, year: Option<i32>) -> Row {
    let sections = task.sections.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let steps: Vec<Step> = task.schedule.iter().map(|step| gold_step(step, year)).collect();
    let category = task.category.split('/').map(heading).collect::<Vec<_>>().join("/");
    task_row(&task.list, task.seq, text(&task.title), sections.collect(), steps)
        .exact("category", category)
        .field("leader", text(&task.leader))
        .field("responsible", &task.responsible.join("、"))
}

fn task(task: &Task) -> Row {
    let sections = task.sections.iter().map(|section| (section.name.as_str(), section.text.as_str()));
    let steps: Vec<Step> = task.schedule.iter().map(step).collect();
    let category = task.category.iter().map(|part| heading(part)).collect::<Vec<_>>().join("/");
    task_row(&task.list, task.seq, text(&task.title), sections.collect(), steps)
        .exact("category", category)
        .field("leader", text(&task.leader))
        .field("responsible", &names(&task.responsible))
}

fn task_row(list: &str, seq: Option<u32>, title: &str, sections: Vec<(&str, &str)>, steps: Vec<Step>) -> Row {
    let seq = number(seq);
    let sections: Vec<_> = sections.into_iter().filter(|(_, text)| !plain(text).is_empty()).collect();
    let content: String = sections.iter().map(|(_, text)| *text).collect();
    let shown = if title.is_empty() { content.chars().take(24).collect() } else { title.to_string() };
    let keys: [&[&str]; 5] =
        [&[list, &seq, title, &content], &[list, &seq, title], &[&seq, title], &[title], &[&content]];
    let row = Row::new(format!("[{list}] {seq} {shown}"), &keys);
    let row = row.field("list", list).exact("seq", seq).field("title", title);
    // The column that the schedule was read from is told by its steps.
    let told = sections.into_iter().filter(|(_, text)| !holds_schedule(text, &steps));
    let row = told.fold(row, |row, (name, text)| row.field(&format!("section {}", plain(name)), text));
    steps.iter().enumerate().fold(row, |row, (at, step)| {
        let name = format!("schedule {}", at + 1);
        row.field(&format!("{name} raw"), &step.raw)
            .exact(&format!("{name} months"), step.months.clone())
            .field(&format!("{name} text"), &step.text)
    })
}

struct Step {
    raw: String,
    months: String,
    text: String,
}

/// Gold has months without their year, which is the year of the document, or a whole year.
fn gold_step(step: &gold::Step, year: Option<i32>) -> Step {
    let month = |month: Option<u32>| {
        let year = step.year.or(year).filter(|_| month.is_some())?;
        Some(format!("{year}-{:02}", month?))
    };
    let whole = step.year.is_some() && step.start.is_none() && step.end.is_none();
    let (start, end) = if whole { (Some(1), Some(12)) } else { (step.start, step.end) };
    Step { raw: step.raw.clone(), months: months(&month(start), &month(end)), text: step.text.clone() }
}

fn step(step: &ScheduleEntry) -> Step {
    Step { raw: step.raw.clone(), months: months(&step.start, &step.end), text: step.text.clone() }
}

fn months(start: &Option<String>, end: &Option<String>) -> String {
    format!("{} to {}", text(start), text(end))
}

fn holds_schedule(text: &str, steps: &[Step]) -> bool {
    let text = plain(text);
    let texts: Vec<String> = steps.iter().map(|step| plain(&step.text)).filter(|step| !step.is_empty()).collect();
    !texts.is_empty() && 2 * texts.iter().filter(|step| text.contains(*step)).count() > texts.len()
}

fn unit(name: &str) -> Row {
    Row::new(format!("listed unit {name}"), &[&[name]])
}

/// The name of a unit as the printed list has it, which is its standard name.
fn listed_name(unit: &Unit) -> &str {
    &unit.canonical
}

/// The bare name in 关于印发《…》的通知 is a title as well.
fn bare_title(title: Option<&str>) -> String {
    let plain = plain(title.unwrap_or(""));
    let inner = plain.split_once("印发《").and_then(|(_, rest)| rest.strip_suffix("》的通知"));
    inner.map(str::to_string).unwrap_or(plain)
}

fn names(units: &[Responsible]) -> String {
    units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join("、")
}

fn text(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("")
}

fn number(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The word that stands for an enum in the files.
fn word(value: impl Serialize) -> String {
    let json = serde_json::to_value(value).expect("a plain enum");
    json.as_str().expect("a word").to_string()
}
