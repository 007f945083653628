//! What is supervised (督查事项): a step of a task, a task without steps, or an indicator, each with a key that holds
//! across runs.

use super::date::{Date, Month};
use crate::record::{
    Anchor, Basis, Decimal, DocumentRecords, Fingerprints, Operator, Responsible, Role, ScheduleEntry, Target,
    TargetValue, Task, digest,
};
use std::collections::BTreeMap;

/// Is it an indicator or a piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKind {
    /// 指标
    Target,
    /// 任务, or a step of it
    Task,
}

impl ItemKind {
    /// The Chinese word for users.
    pub fn label(self) -> &'static str {
        match self {
            ItemKind::Target => "指标",
            ItemKind::Task => "任务",
        }
    }
}

/// The number that is to be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// How the number binds.
    pub op: Operator,
    /// The number.
    pub number: Decimal,
    /// Its unit of measure, empty where it has none or the name of the indicator says it.
    pub unit: String,
}

impl Goal {
    /// Is the goal reached by growing to its number, so that a share of it makes sense?
    pub fn is_reached_upward(&self) -> bool {
        let upward = matches!(self.op, Operator::Eq | Operator::Ge | Operator::Gt | Operator::Approx | Operator::UpBy);
        upward && self.number > Decimal::ZERO
    }

    /// The sign between a value and an upper bound that it keeps, as formulas write it; none where the goal is no bound.
    pub fn bound_sign(&self) -> Option<&'static str> {
        match self.op {
            Operator::Le => Some("<="),
            Operator::Lt => Some("<"),
            _ => None,
        }
    }

    /// Does a value keep an upper bound, where the goal is one? None where it is no bound.
    pub fn keeps_bound(&self, value: Decimal) -> Option<bool> {
        match self.op {
            Operator::Le => Some(value <= self.number),
            Operator::Lt => Some(value < self.number),
            _ => None,
        }
    }
}

/// Something that units answer for and report on.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Names it across runs: document, fingerprint of the record, and for a step its own digest.
    pub key: String,
    /// Id of the document.
    pub document: String,
    /// What people call the document: its number, else its title.
    pub document_name: String,
    /// Name of the region that the document governs, empty where unknown.
    pub region: String,
    /// Id of the record in its document.
    pub record: String,
    /// Indicator or task.
    pub kind: ItemKind,
    /// List that the record stands in.
    pub list: String,
    /// Path of groups.
    pub category: String,
    /// Printed number.
    pub seq: Option<u32>,
    /// Name of the indicator, title of the task.
    pub name: String,
    /// What the task is about; of an indicator the values as printed.
    pub content: String,
    /// What the step is.
    pub step: String,
    /// Period of the step as printed; for an indicator its year.
    pub period: String,
    /// First month.
    pub start: Option<Month>,
    /// Last day; none where no date is stated.
    pub due: Option<Date>,
    /// The number to be reached, where there is one.
    pub goal: Option<Goal>,
    /// Units in printed order.
    pub responsible: Vec<Responsible>,
    /// Leader in charge.
    pub leader: String,
    /// Place in the source.
    pub anchor: Anchor,
}

impl Item {
    /// The units that answer for it, joined by 、: those that lead, or all where no order is stated.
    pub fn answering(&self) -> String {
        self.names(|role| role != Role::Support)
    }

    /// The units that take part behind others, joined by 、.
    pub fn supporting(&self) -> String {
        self.names(|role| role == Role::Support)
    }

    fn names(&self, wanted: impl Fn(Role) -> bool) -> String {
        let names = self.responsible.iter().filter(|unit| wanted(unit.role)).map(|unit| unit.name.as_str());
        names.collect::<Vec<_>>().join("、")
    }
}

/// Everything that a document gives to supervise, in source order, indicators first.
pub fn items_of(records: &DocumentRecords) -> Vec<Item> {
    let prints = Fingerprints::of(records);
    let frame = Frame { records, prints: &prints };
    let targets = records.targets.iter().map(|target| frame.target(target));
    let tasks = records.tasks.iter().flat_map(|task| frame.task(task));
    targets.chain(tasks).collect()
}

/// What all items of a document share.
struct Frame<'a> {
    records: &'a DocumentRecords,
    prints: &'a Fingerprints,
}

impl Frame<'_> {
    fn key(&self, record: &str) -> String {
        format!("{}|{}", self.records.document.id, self.prints.get(record))
    }

    fn blank(&self, record: &str, kind: ItemKind, anchor: &Anchor) -> Item {
        let document = &self.records.document;
        let title = || document.title.clone().unwrap_or_else(|| document.source.path.clone());
        Item {
            key: self.key(record),
            document: document.id.clone(),
            document_name: document.doc_number.clone().unwrap_or_else(title),
            region: document.region.as_ref().map(|region| region.name.clone()).unwrap_or_default(),
            record: record.to_owned(),
            kind,
            list: String::new(),
            category: String::new(),
            seq: None,
            name: String::new(),
            content: String::new(),
            step: String::new(),
            period: String::new(),
            start: None,
            due: None,
            goal: None,
            responsible: Vec::new(),
            leader: String::new(),
            anchor: anchor.clone(),
        }
    }

    fn target(&self, target: &Target) -> Item {
        let value = self.goal_value(target);
        let year = value.and_then(|value| value.year).or(self.records.document.year);
        Item {
            list: target.list.clone(),
            category: target.category.join(" / "),
            seq: target.seq,
            name: target.shown_name(),
            content: value.map(|value| value.raw.trim().replace('\n', "")).unwrap_or_default(),
            period: year.map(|year| format!("{year}年")).unwrap_or_default(),
            start: year.and_then(|year| Month::new(year, 1)),
            due: year.and_then(|year| Date::new(year, 12, 31)),
            goal: value.and_then(|value| goal(value, target)),
            responsible: target.responsible.clone(),
            ..self.blank(&target.id, ItemKind::Target, &target.anchor)
        }
    }

    /// The value to be reached: of the whole region, in the year of the document, else the first that is a target.
    fn goal_value<'t>(&self, target: &'t Target) -> Option<&'t TargetValue> {
        let document = &self.records.document;
        let own = document.region.as_ref().map(|region| region.name.as_str());
        let is_whole = |value: &TargetValue| {
            Some(value.region.as_str()) == own || value.region.starts_with('全') && value.region.chars().count() == 2
        };
        let goals = || target.values.iter().filter(|value| value.basis == Basis::Target);
        let one_region = goals().all(|value| goals().next().is_some_and(|first| first.region == value.region));
        let fitting = || goals().filter(|value| one_region || is_whole(value));
        fitting().find(|value| value.year == document.year).or_else(|| fitting().next())
    }

    /// A step of the task each, or the task itself where it has none.
    fn task(&self, task: &Task) -> Vec<Item> {
        let whole = Item {
            list: task.list.clone(),
            category: task.category.join(" / "),
            seq: task.seq,
            name: task.shown_title(),
            content: task.goal().to_owned(),
            responsible: task.responsible.clone(),
            leader: task.leader.clone().unwrap_or_default(),
            goal: only_goal(task, task.goal()),
            ..self.blank(&task.id, ItemKind::Task, &task.anchor)
        };
        if task.schedule.is_empty() {
            return vec![whole];
        }
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let step = |step: &ScheduleEntry| {
            let own = digest(&[step.raw.clone(), step.text.split_whitespace().collect()]);
            let twins = seen.entry(own.clone()).or_default();
            *twins += 1;
            let nth = if *twins > 1 { format!("-{twins}") } else { String::new() };
            Item {
                key: format!("{}.{}{nth}", whole.key, &own[..8]),
                step: step.text.clone(),
                period: step.raw.clone(),
                start: step.start.as_deref().and_then(Month::parse),
                due: step.end.as_deref().and_then(Month::parse).map(Month::last),
                goal: only_goal(task, &step.text),
                anchor: step.anchor.clone(),
                ..whole.clone()
            }
        };
        task.schedule.iter().map(step).collect()
    }
}

fn goal(value: &TargetValue, target: &Target) -> Option<Goal> {
    let single = !matches!(value.op, Operator::Range | Operator::Text | Operator::None);
    // The name of the indicator carries its unit already.
    let unit = value.unit.clone().filter(|unit| Some(unit) != target.unit.as_ref()).unwrap_or_default();
    value.number.filter(|_| single).map(|number| Goal { op: value.op, number, unit })
}

/// The quantity that a text names, where it names one only.
fn only_goal(task: &Task, text: &str) -> Option<Goal> {
    let mut named = task.quantities.iter().filter(|quantity| text.contains(&quantity.text));
    let (only, None) = (named.next()?, named.next()) else { return None };
    let single = !matches!(only.op, Operator::Range | Operator::Text | Operator::None);
    let unit = only.unit.clone().unwrap_or_default();
    only.number.filter(|_| single).map(|number| Goal { op: only.op, number, unit })
}
