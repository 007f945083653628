//! All records of a document as text, one line for a record, a value, a section or a step, so that a change of the
//! output reads as a diff.

use gongwen::record::{
    Anchor, Decimal, DocumentRecords, Finding, ListInfo, Operator, Responsible, Section, Target, TargetValue, Task,
    Unit,
};
use serde::Serialize;
use std::fmt::Write;

/// The whole document.
pub fn document(records: &DocumentRecords) -> String {
    let mut out = Lines::default();
    head(records, &mut out);
    records.lists.iter().for_each(|entry| list(entry, &mut out));
    records.targets.iter().for_each(|entry| target(entry, &mut out));
    records.tasks.iter().for_each(|entry| task(entry, &mut out));
    records.units.iter().for_each(|entry| unit(entry, &mut out));
    for claim in &records.claims {
        out.line(0, &format!("claim {} {} “{}” @{}", claim.count, claim.subject, claim.text, place(&claim.anchor)));
    }
    records.findings.iter().for_each(|entry| finding(entry, &mut out));
    coverage(records, &mut out);
    out.0
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, depth: usize, text: &str) {
        let text = text.replace('\n', "⏎");
        writeln!(self.0, "{:1$}{2}", "", depth * 2, text.trim_end()).expect("a string takes everything");
    }
}

fn head(records: &DocumentRecords, out: &mut Lines) {
    let document = &records.document;
    let source = &document.source;
    out.line(
        0,
        &format!("document {} from {} ({}, {})", document.id, source.path, word(source.format), source.encoding),
    );
    let region = document.region.as_ref().map(|region| format!("{} {}", region.name, word(region.level)));
    for (name, value) in [
        ("title", document.title.clone()),
        ("number", document.doc_number.clone()),
        ("issuer", document.issuer.clone()),
        ("index", document.index_number.clone()),
        ("signed", document.signed_date.clone()),
        ("published", document.published_date.clone()),
        ("region", region),
        ("year", document.year.map(|year| year.to_string())),
    ] {
        out.line(1, &format!("{name}: {}", value.as_deref().unwrap_or("-")));
    }
    for attachment in &document.attachments {
        let number = attachment.number.map(|number| number.to_string()).unwrap_or_default();
        out.line(1, &format!("attachment {number} {} @{}", attachment.title, place(&attachment.anchor)));
    }
}

fn list(list: &ListInfo, out: &mut Lines) {
    let declared = |declared: &Option<gongwen::record::Declared>| {
        declared.as_ref().map(|d| format!(", declares {}", d.count)).unwrap_or_default()
    };
    let size = list.records.len();
    out.line(0, &format!("list {} {} [{} {size}{}]", list.id, list.title, word(list.kind), declared(&list.declared)));
    for group in &list.groups {
        let size = group.records.len();
        out.line(1, &format!("group {} [{size}{}]", group.path.join("/"), declared(&group.declared)));
    }
}

fn target(target: &Target, out: &mut Lines) {
    let Target { id, list, category, name, component, unit, attribute, responsible, anchor, .. } = target;
    let mut line = format!("{id} [{list}] {}", category.join("/"));
    push(&mut line, " #", target.seq);
    push(&mut line, " ", Some(name));
    push(&mut line, " / ", component.as_ref());
    push(&mut line, " (", unit.as_ref().map(|unit| format!("{unit})")));
    push(&mut line, " ", attribute.as_ref());
    line.push_str(&trailer(responsible, target.confidence, &target.rules, anchor));
    out.line(0, &line);
    target.values.iter().for_each(|entry| value(entry, unit, out));
    if let Some(other) = &target.alternative {
        out.line(1, &format!("or: {} “{}”", other.reading, other.text));
    }
}

fn value(value: &TargetValue, unit: &Option<String>, out: &mut Lines) {
    let year = value.year.map(|year| year.to_string()).unwrap_or_default();
    let mut line = format!("{} {year} {}: {:?} = ", value.region, word(value.basis), value.raw);
    line.push_str(&reading(value.op, value.number, value.number_max));
    push(&mut line, " ", value.unit.as_ref().filter(|own| Some(*own) != unit.as_ref()));
    push(&mut line, " note ", value.note.as_ref());
    push(&mut line, " @", Some(place(&value.anchor)));
    out.line(1, &line);
}

fn task(task: &Task, out: &mut Lines) {
    let mut line = format!("{} [{}] {}", task.id, task.list, task.category.join("/"));
    push(&mut line, " #", task.seq);
    push(&mut line, " ", task.title.as_ref());
    push(&mut line, " leader ", task.leader.as_ref());
    line.push_str(&trailer(&task.responsible, task.confidence, &task.rules, &task.anchor));
    out.line(0, &line);
    for Section { name, text, items } in &task.sections {
        out.line(1, &format!("{name} ({} items): {text}", items.len()));
    }
    for step in &task.schedule {
        let month = |month: &Option<String>| month.clone().unwrap_or_default();
        let period = format!("{}..{}", month(&step.start), month(&step.end));
        out.line(1, &format!("step {:?} {period}: {} @{}", step.raw, step.text, place(&step.anchor)));
    }
    for quantity in &task.quantities {
        let unit = quantity.unit.as_deref().unwrap_or("");
        let reading = reading(quantity.op, quantity.number, quantity.number_max);
        out.line(1, &format!("quantity “{}” = {} {reading} {unit}", quantity.text, quantity.subject));
    }
    for policy in &task.policies {
        out.line(1, &format!("policy {} {}", policy.title, policy.doc_number.as_deref().unwrap_or("")));
    }
    if let Some(other) = &task.alternative {
        out.line(1, &format!("or: {} “{}”", other.reading, other.text));
    }
}

fn unit(unit: &Unit, out: &mut Lines) {
    let mut line = format!("unit {}", unit.name);
    push(&mut line, " = ", Some(&unit.canonical).filter(|canonical| **canonical != unit.name));
    push(&mut line, " also ", Some(unit.aliases.join("、")).filter(|_| unit.aliases.len() > 1));
    push(&mut line, " ", unit.level.map(word));
    push(&mut line, "", unit.listed.then_some(" listed"));
    push(&mut line, ": targets ", Some(unit.targets));
    push(&mut line, ", leads ", Some(unit.tasks_led));
    push(&mut line, " of tasks ", Some(unit.tasks));
    out.line(0, &line);
}

fn finding(finding: &Finding, out: &mut Lines) {
    let subject = finding.subject.join(" ");
    out.line(0, &format!("finding {} {} [{subject}] {}", finding.code, word(finding.severity), finding.message));
}

fn coverage(records: &DocumentRecords, out: &mut Lines) {
    let coverage = &records.coverage;
    let explained = &coverage.explained;
    out.line(
        0,
        &format!(
            "coverage: characters {}, in records {}, furniture {}, letterhead {}, header {}, prose {}, markup {}, unread {}",
            coverage.characters,
            coverage.in_records,
            explained.furniture,
            explained.letterhead,
            explained.header,
            explained.prose,
            explained.markup,
            coverage.unread
        ),
    );
    for span in &coverage.unread_spans {
        out.line(1, &format!("unread {:?} @{}", span.text, place(&span.anchor)));
    }
}

/// Units, confidence where it is not full, the rules, and the place.
fn trailer(responsible: &[Responsible], confidence: f64, rules: &[String], anchor: &Anchor) -> String {
    let unit = |unit: &Responsible| format!("{}({})", unit.name, word(unit.role));
    let units: Vec<_> = responsible.iter().map(unit).collect();
    let mut out = String::new();
    push(&mut out, " - ", Some(units.join("、")).filter(|units| !units.is_empty()));
    push(&mut out, " confidence ", Some(confidence).filter(|confidence| *confidence < 1.0));
    push(&mut out, " by ", Some(rules.join(" ")));
    push(&mut out, " @", Some(place(anchor)));
    out
}

fn push(line: &mut String, before: &str, value: Option<impl ToString>) {
    if let Some(value) = value {
        line.push_str(before);
        line.push_str(&value.to_string());
    }
}

fn reading(op: Operator, number: Option<Decimal>, max: Option<Decimal>) -> String {
    let numbers = [number, max].into_iter().flatten().map(|number| number.to_string());
    std::iter::once(word(op)).chain(numbers).collect::<Vec<_>>().join(" ")
}

/// Line and column of the first and the last character.
fn place(anchor: &Anchor) -> String {
    let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
    let (line, column) = (number(anchor.line), number(anchor.column));
    let (end_line, end_column) = (number(anchor.end_line), number(anchor.end_column));
    format!("{line}:{column}-{end_line}:{end_column}")
}

/// The word that stands for an enum in the files.
fn word(value: impl Serialize) -> String {
    let json = serde_json::to_value(value).expect("a plain enum");
    json.as_str().expect("a word").to_string()
}
