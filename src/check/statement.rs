//! Statements (表述) of quantities in a document, from tables and from running text, in a form that can be compared.
//!
//! What a place speaks of is read everywhere; the statement itself is made only where another place speaks of the same,
//! which is rare in a long table.

use super::interval::Printed;
use super::item::Item;
use super::named_in_text;
use super::pairing::Numbering;
use super::subject::Subject;
use super::words::WordSet;
use super::{Context, plain, quantity};
use crate::record::{
    Anchor, Basis, Decimal, Evidence, Operator, QuantityMention, ScheduleEntry, Target, TargetValue, Task,
};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// One place of the document that states a quantity.
#[derive(Debug, Clone)]
pub(super) struct Statement<'a> {
    /// The record.
    pub(super) item: Item<'a>,
    /// What it is about, by its number among the subjects.
    pub(super) subject: usize,
    /// Class of the unit of measure.
    pub(super) unit: Cow<'a, str>,
    /// Region of the value; empty for the whole.
    pub(super) region: String,
    /// Year; `None` where a text names none.
    pub(super) year: Option<i32>,
    /// The figure; `None` for a printed "/".
    pub(super) figure: Option<Figure>,
    /// As printed, with the unit.
    pub(super) text: Cow<'a, str>,
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
        Evidence { text: self.text.to_string(), anchor: self.anchor.clone() }
    }
}

/// A place that speaks of a subject.
#[derive(Debug, Clone)]
pub(super) enum Source<'a> {
    /// A row of a table, with the units of the counts that its name holds: 个 and 栋 of `17个(共71栋)`.
    Row(&'a Target, Vec<&'a str>),
    /// A quantity in the text of a task.
    Mention(&'a Task, &'a QuantityMention),
    /// An indicator of a table that a task names.
    Named(Box<Statement<'a>>),
}

impl<'a> Source<'a> {
    /// The id of the record.
    pub(super) fn id(&self) -> &'a str {
        match self {
            Source::Row(target, _) => &target.id,
            Source::Mention(task, _) => &task.id,
            Source::Named(statement) => statement.item.id(),
        }
    }

    /// What the place states of the subject with this number; a row states something in each cell.
    pub(super) fn statements(&self, subject: usize, growth: bool, context: &Context<'a>) -> Vec<Statement<'a>> {
        match self {
            Source::Row(target, counted) => of_row(target, counted, subject, growth, context),
            Source::Mention(task, mention) => of_mention(task, mention, subject, growth, context).into_iter().collect(),
            Source::Named(statement) => vec![(**statement).clone()],
        }
    }
}

/// The subjects of a document, and the places that speak of each, tables first, in source order.
#[derive(Debug)]
pub(super) struct Collection<'a> {
    pub(super) subjects: Vec<Subject>,
    /// By the number of the subject, each with its place in the order of the source.
    pub(super) sources: Vec<Vec<(usize, Source<'a>)>>,
}

/// Reads what all places of a document speak of.
pub(super) fn collect<'a>(context: &Context<'a>) -> Collection<'a> {
    let mut places: Vec<(usize, Source<'a>)> = Vec::new();
    let mut numbering = Numbering::default();
    for target in context.records.targets.iter().filter(|target| states_a_target(target)) {
        let component = target.component.as_deref().unwrap_or_default();
        let (wording, counted) = without_counts(&format!("{}{component}", target.name), context);
        let subject = context.words.subjects.read(&wording);
        places.push((numbering.number(subject), Source::Row(target, counted)));
    }
    let regions = WordSet::new(region_stems(context));
    for task in &context.records.tasks {
        for mention in task.quantities.iter().filter(|mention| !regions.is_in(&mention.text)) {
            if let Some(subject) = subject_of(mention, context) {
                places.push((numbering.number(subject), Source::Mention(task, mention)));
            }
        }
    }
    let subjects = numbering.subjects();
    let mut collection = Collection { sources: vec![Vec::new(); subjects.len()], subjects };
    for (order, (subject, source)) in places.into_iter().enumerate() {
        collection.sources[subject].push((order, source));
    }
    named_in_text::collect(&mut collection, context);
    collection
}

fn states_a_target(target: &Target) -> bool {
    target.values.iter().any(|value| value.basis == Basis::Target)
}

/// The names of the regions of all tables, without their endings.
fn region_stems(context: &Context) -> BTreeSet<String> {
    let values = context.records.targets.iter().flat_map(|target| &target.values);
    let names: BTreeSet<&str> = values.map(|value| value.region.as_str()).collect();
    let stems = names.into_iter().map(|name| stem(&region_of(name, context)));
    stems.filter(|stem| stem.chars().count() > 1).collect()
}

/// Empty for the whole region of the document.
fn region_of(region: &str, context: &Context) -> String {
    let region = plain(region);
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

/// The statements of a row; a cell such as `17(71)` under a name such as `17个(共71栋)` makes several.
pub(super) fn of_row<'a>(
    target: &'a Target,
    counted: &[&'a str],
    subject: usize,
    growth: bool,
    context: &Context<'a>,
) -> Vec<Statement<'a>> {
    let goals = target.values.iter().filter(|value| value.basis == Basis::Target);
    let of_value = |value: &'a TargetValue| {
        let cell = Cell { target, value, subject, region: region_of(&value.region, context) };
        cell.statements(counted, growth, context)
    };
    goals.flat_map(of_value).collect()
}

/// A cell of a row.
struct Cell<'a> {
    target: &'a Target,
    value: &'a TargetValue,
    subject: usize,
    region: String,
}

impl<'a> Cell<'a> {
    fn statement(&self, unit: Cow<'a, str>, figure: Option<Figure>, text: impl Into<Cow<'a, str>>) -> Statement<'a> {
        Statement {
            item: Item::Target(self.target),
            subject: self.subject,
            unit,
            region: self.region.clone(),
            year: self.value.year,
            figure,
            text: text.into(),
            anchor: &self.value.anchor,
            in_table: true,
        }
    }

    fn statements(&self, counted: &[&'a str], growth: bool, context: &Context<'a>) -> Vec<Statement<'a>> {
        let (value, raw, units) = (self.value, self.value.raw.trim(), &context.words.units);
        let own = value.unit.as_deref().or(self.target.unit.as_deref()).filter(|unit| !unit.trim().is_empty());
        let named = own.or(counted.first().copied()).unwrap_or_default();
        if quantity::is_nothing(value, &context.settings.quantity) {
            let all = if own.is_none() { counted.get(1..).unwrap_or_default() } else { &[] };
            let all = [named].into_iter().chain(all.iter().copied());
            return all.map(|unit| self.statement(units.class(unit).1, None, raw)).collect();
        }
        if value.op == Operator::Text {
            return self.counts(counted, context);
        }
        let Some(printed) = quantity::printed(value) else { return Vec::new() };
        // The name counts by ten thousand, the cells below it one by one.
        let (power, class) = units.class(named);
        let power = if own.is_some() { power } else { 0 };
        let unit = if own.is_some() { named } else { class.as_ref() };
        let text = match raw.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
            true => Cow::from(format!("{raw}{unit}")),
            false if raw.contains(unit) => Cow::from(raw),
            false => Cow::from(format!("{raw}（{unit}）")),
        };
        let figure = as_level(printed, growth).and_then(|printed| printed.scaled(power));
        figure.map(|printed| self.statement(class, Some(Figure { printed }), text)).into_iter().collect()
    }

    /// The numbers of a cell such as `17(71)`, each in the unit of the count at its place in the name.
    fn counts(&self, counted: &[&'a str], context: &Context<'a>) -> Vec<Statement<'a>> {
        let numbers = super::interval::numbers_in(&self.value.raw);
        let fits = numbers.len() == counted.len() && numbers.len() > 1;
        let pairs = numbers.into_iter().zip(counted).filter(|_| fits);
        let exact = |number: Decimal| Figure { printed: Printed::new(Operator::Eq, number, None, &number.to_string()) };
        let statement = |(number, unit): (Decimal, &&'a str)| {
            self.statement(context.words.units.class(unit).1, Some(exact(number)), format!("{number}{unit}"))
        };
        pairs.map(statement).collect()
    }
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

/// A name without the counts in it (`新建100所`, `为300万名学生`), and their units.
fn without_counts<'a>(name: &str, context: &Context<'a>) -> (String, Vec<&'a str>) {
    let name = plain(name);
    if !name.contains(|c: char| c.is_ascii_digit()) {
        return (name, Vec::new());
    }
    let units = &context.settings.conflict.counted_units;
    let (mut kept, mut found, mut rest) = (String::new(), Vec::new(), name.as_str());
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let behind = &rest[digits..];
        let unit = units.iter().filter(|unit| digits > 0 && behind.starts_with(unit.as_str()));
        let step = match unit.max_by_key(|unit| unit.len()) {
            Some(unit) => {
                // The province counts by ten thousand, the cells below it one by one.
                found.push(context.words.units.split(unit).1);
                digits + unit.len()
            }
            None => {
                let step = digits.max(c.len_utf8());
                kept.push_str(&rest[..step]);
                step
            }
        };
        rest = &rest[step..];
    }
    (kept, found)
}

/// What a mention is about; `None` for one without a number, and for a range, whose end is not among its fields.
fn subject_of(mention: &QuantityMention, context: &Context) -> Option<Subject> {
    mention.number.filter(|_| mention.op != Operator::Range)?;
    let unit = plain(mention.unit.as_deref().unwrap_or_default());
    let subject = context.words.subjects.read(&wording(&plain(&mention.text), &plain(&mention.subject), &unit));
    let growth = subject.growth || (unit == "%" && matches!(mention.op, Operator::UpBy | Operator::DownBy));
    Some(Subject { growth, ..subject })
}

fn of_mention<'a>(
    task: &'a Task,
    mention: &'a QuantityMention,
    subject: usize,
    growth: bool,
    context: &Context<'a>,
) -> Option<Statement<'a>> {
    let year = match step_of(task, mention) {
        Some(step) => Some(final_year(step)?),
        None => None,
    };
    let printed = Printed::new(mention.op, mention.number?, None, &mention.text);
    let (power, unit) = context.words.units.class(mention.unit.as_deref().unwrap_or_default());
    let printed = as_level(printed, growth)?.scaled(power)?;
    Some(Statement {
        item: Item::Task(task),
        subject,
        unit,
        region: String::new(),
        year,
        figure: Some(Figure { printed }),
        text: mention.text.as_str().into(),
        anchor: &mention.anchor,
        in_table: false,
    })
}

/// The words of a mention without its number: what is done stands before what is counted.
fn wording(text: &str, subject: &str, unit: &str) -> String {
    let Some(at) = text.find(subject).filter(|_| !subject.is_empty()) else { return subject.to_owned() };
    let strip = |part: &str| -> String {
        let part = if unit.is_empty() { Cow::from(part) } else { Cow::from(part.replace(unit, "")) };
        part.chars().filter(|c| !matches!(c, '0'..='9' | '.' | '%')).collect()
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
