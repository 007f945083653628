//! Statements (表述) of quantities in a document, from tables and from running text, in a form that can be compared.

use super::interval::Printed;
use super::item::Item;
use super::named_in_text;
use super::subject::{Subject, SubjectReader};
use super::{Context, plain, quantity};
use crate::record::{
    Anchor, Basis, Decimal, Evidence, Operator, QuantityMention, ScheduleEntry, Target, TargetValue, Task,
};
use std::collections::BTreeSet;

/// One place of the document that states a quantity.
#[derive(Debug, Clone)]
pub(super) struct Statement<'a> {
    /// The record.
    pub(super) item: Item<'a>,
    /// What it is about.
    pub(super) subject: Subject,
    /// Class of the unit of measure.
    pub(super) unit: String,
    /// Region of the value; empty for the whole.
    pub(super) region: String,
    /// Year; `None` where a text names none.
    pub(super) year: Option<i32>,
    /// The figure; `None` for a printed "/".
    pub(super) figure: Option<Figure>,
    /// As printed, with the unit.
    pub(super) text: String,
    /// The place.
    pub(super) anchor: &'a Anchor,
    /// Stands in a table of values.
    pub(super) in_table: bool,
}

/// A figure in the smallest unit of its class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figure {
    /// The number with its operator and fineness.
    pub(super) printed: Printed,
}

impl Statement<'_> {
    pub(super) fn evidence(&self) -> Evidence {
        Evidence { text: self.text.clone(), anchor: self.anchor.clone() }
    }
}

/// All statements of a document, tables first, in source order.
pub(super) fn collect<'a>(context: &Context<'a>) -> Vec<Statement<'a>> {
    let mut statements = Vec::new();
    let mut regions = BTreeSet::new();
    let reader = SubjectReader::new(&context.settings.conflict);
    for target in &context.records.targets {
        let about = About::new(target, &reader, context);
        for value in target.values.iter().filter(|value| value.basis == Basis::Target) {
            let region = region_of(value, context);
            regions.insert(region.clone());
            statements.extend(of_value(&about, value, region, context));
        }
    }
    let regions: Vec<String> =
        regions.into_iter().map(|region| stem(&region)).filter(|stem| stem.chars().count() > 1).collect();
    for task in &context.records.tasks {
        statements.extend(of_task(task, &regions, &reader, context));
    }
    named_in_text::collect(&mut statements, context);
    statements
}

/// Empty for the whole region of the document.
fn region_of(value: &TargetValue, context: &Context) -> String {
    let region = plain(&value.region);
    let whole = &context.settings.regions.whole;
    let words = [&whole.province, &whole.city, &whole.county, &whole.town, &whole.any];
    let own = context.records.document.region.as_ref().is_some_and(|own| plain(&own.name) == region);
    if own || region == "全域" || words.iter().any(|words| words.contains(&region)) {
        String::new()
    } else {
        stem(&region)
    }
}

/// 定海区 and 定海 are one region.
fn stem(region: &str) -> String {
    let count = region.chars().count();
    match region.chars().last() {
        Some('省' | '市' | '县' | '区' | '镇' | '乡') if count > 2 => region.chars().take(count - 1).collect(),
        _ => region.to_owned(),
    }
}

/// What the cells of a row are about.
struct About<'a> {
    target: &'a Target,
    subject: Subject,
    /// Units of the counts that the name holds: 个 and 栋 of `17个(共71栋)`.
    counted: Vec<String>,
}

impl<'a> About<'a> {
    fn new(target: &'a Target, reader: &SubjectReader, context: &Context<'a>) -> Self {
        let component = target.component.as_deref().unwrap_or_default();
        let (wording, counted) = without_counts(&format!("{}{component}", target.name), context);
        About { target, subject: reader.read(&wording), counted }
    }
}

/// The statements of one cell: one, or several for a cell such as `17(71)` under a name such as `17个(共71栋)`.
fn of_value<'a>(
    about: &About<'a>,
    value: &'a TargetValue,
    region: String,
    context: &Context<'a>,
) -> Vec<Statement<'a>> {
    let (target, subject, counted) = (about.target, &about.subject, &about.counted);
    let growth = subject.growth;
    let statement = |unit: String, figure: Option<Figure>, text: String| Statement {
        item: Item::Target(target),
        subject: subject.clone(),
        unit,
        region: region.clone(),
        year: value.year,
        figure,
        text,
        anchor: &value.anchor,
        in_table: true,
    };
    let own = value.unit.as_deref().or(target.unit.as_deref()).map(plain).filter(|unit| !unit.is_empty());
    let raw = value.raw.trim().to_owned();
    if quantity::is_nothing(value, &context.settings.quantity) {
        let units = if own.is_some() || counted.is_empty() { vec![own.unwrap_or_default()] } else { counted.clone() };
        return units.into_iter().map(|unit| statement(unit_class(&unit, context).1, None, raw.clone())).collect();
    }
    if value.op == Operator::Text {
        let numbers = super::interval::numbers_in(&value.raw);
        let fits = numbers.len() == counted.len() && numbers.len() > 1;
        let pairs = numbers.into_iter().zip(counted).filter(|_| fits);
        let exact = |number: Decimal| Figure { printed: Printed::new(Operator::Eq, number, None, &number.to_string()) };
        return pairs
            .map(|(number, unit)| {
                statement(unit_class(unit, context).1, Some(exact(number)), format!("{number}{unit}"))
            })
            .collect();
    }
    let Some(printed) = quantity::printed(value) else { return Vec::new() };
    let unit = own.or_else(|| counted.first().map(|unit| unit_class(unit, context).1)).unwrap_or_default();
    let (power, class) = unit_class(&unit, context);
    let text = if raw.contains(unit.as_str()) { raw } else { format!("{raw}{unit}") };
    let figure = as_level(printed, growth).and_then(|printed| printed.scaled(power));
    figure.map(|printed| statement(class, Some(Figure { printed }), text)).into_iter().collect()
}

/// A change as a level: a growth of 9 % is a growth rate of 9.
fn as_level(printed: Printed, growth: bool) -> Option<Printed> {
    match printed.op {
        Operator::UpBy => Some(Printed { op: Operator::Eq, ..printed }),
        Operator::DownBy if growth => Some(Printed { op: Operator::Eq, number: -printed.number, ..printed }),
        Operator::DownBy | Operator::Text | Operator::None => None,
        _ => Some(printed),
    }
}

/// The power of ten and the class of a unit of measure: 万家 is 4 and 个.
pub(super) fn unit_class(unit: &str, context: &Context) -> (i32, String) {
    let (power, base) = quantity::split_scale(&plain(unit), &context.settings.quantity);
    let class = context.settings.conflict.units.iter().find(|class| class.contains(&base));
    (power, class.and_then(|class| class.first()).cloned().unwrap_or(base))
}

/// A name without the counts in it (`新建100所`, `为300万名学生`), and their units.
fn without_counts(name: &str, context: &Context) -> (String, Vec<String>) {
    let chars: Vec<char> = plain(name).chars().collect();
    let units = &context.settings.conflict.counted_units;
    let (mut kept, mut found, mut at) = (String::new(), Vec::new(), 0);
    while at < chars.len() {
        let digits = chars[at..].iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        let rest: String = chars[at + digits..].iter().take(UNIT_WINDOW).collect();
        match units.iter().filter(|unit| digits > 0 && rest.starts_with(unit.as_str())).max_by_key(|unit| unit.len()) {
            Some(unit) => {
                // The province counts by ten thousand, the cells below it one by one.
                found.push(quantity::split_scale(unit, &context.settings.quantity).1);
                at += digits + unit.chars().count();
            }
            None => {
                let step = digits.max(1);
                kept.extend(&chars[at..at + step]);
                at += step;
            }
        }
    }
    (kept, found)
}

/// Longest unit of measure behind a number, in characters.
const UNIT_WINDOW: usize = 6;

fn of_task<'a>(
    task: &'a Task,
    regions: &[String],
    reader: &SubjectReader,
    context: &Context<'a>,
) -> Vec<Statement<'a>> {
    let whole = |mention: &&QuantityMention| !regions.iter().any(|region| mention.text.contains(region.as_str()));
    let mentions = task.quantities.iter().filter(whole);
    mentions.filter_map(|mention| of_mention(task, mention, reader, context)).collect()
}

fn of_mention<'a>(
    task: &'a Task,
    mention: &'a QuantityMention,
    reader: &SubjectReader,
    context: &Context<'a>,
) -> Option<Statement<'a>> {
    let year = match step_of(task, mention) {
        Some(step) => Some(final_year(step)?),
        None => None,
    };
    let (unit, number) = (plain(mention.unit.as_deref().unwrap_or_default()), mention.number?);
    let text = plain(&mention.text);
    let subject = reader.read(&wording(&text, &plain(&mention.subject), &unit));
    let printed = Printed::new(mention.op, number, None, &mention.text);
    // The end of a range is not among the fields of a mention.
    let printed = (mention.op != Operator::Range).then_some(printed)?;
    let growth = subject.growth || (unit == "%" && matches!(mention.op, Operator::UpBy | Operator::DownBy));
    let (power, class) = unit_class(&unit, context);
    let printed = as_level(printed, growth)?.scaled(power)?;
    Some(Statement {
        item: Item::Task(task),
        subject: Subject { growth, ..subject },
        unit: class,
        region: String::new(),
        year,
        figure: Some(Figure { printed }),
        text: mention.text.clone(),
        anchor: &mention.anchor,
        in_table: false,
    })
}

/// The words of a mention without its number: what is done stands before what is counted.
fn wording(text: &str, subject: &str, unit: &str) -> String {
    let Some(at) = text.find(subject).filter(|_| !subject.is_empty()) else { return subject.to_owned() };
    let strip = |part: &str| -> String {
        let part = if unit.is_empty() { part.to_owned() } else { part.replace(unit, "") };
        part.chars().filter(|c| !c.is_ascii_digit() && !".%".contains(*c)).collect()
    };
    format!("{}{subject}{}", strip(&text[..at]), strip(&text[at + subject.len()..]))
}

/// The step of the schedule that a mention stands in.
pub(super) fn step_of<'a>(task: &'a Task, mention: &QuantityMention) -> Option<&'a ScheduleEntry> {
    let start = (mention.anchor.line?, mention.anchor.column?);
    task.schedule.iter().find(|step| {
        let from = step.anchor.line.zip(step.anchor.column);
        let to = step.anchor.end_line.zip(step.anchor.end_column);
        from.zip(to).is_some_and(|(from, to)| from <= start && start <= to)
    })
}

/// The year that a step closes; `None` for a step within the year and for one that can't be dated.
fn final_year(step: &ScheduleEntry) -> Option<i32> {
    let (year, month) = step.end.as_deref()?.split_once('-')?;
    let whole = step.start.as_deref().is_none_or(|start| start.ends_with("-01"));
    (month == "12" && whole).then(|| year.parse().ok())?
}
