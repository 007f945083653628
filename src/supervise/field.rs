//! The columns (栏目) that a sheet of a unit can have, and what stands in them.

use super::date::Date;
use super::fill::Fill;
use super::item::{Goal, Item};
use super::store::duty_key;
use super::unit::Duty;
use crate::record::Operator;
use serde::{Deserialize, Serialize};

/// A column by its subject; the name in `rules/sheets.toml` is that of the variant in snake case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Place in the sheet, 1 and on.
    Number,
    /// 牵头, 配合 or 责任.
    Role,
    /// 指标 or 任务.
    Kind,
    /// Number or title of the document.
    Document,
    /// List of the record.
    List,
    /// Path of groups.
    Category,
    /// Printed number.
    Seq,
    /// Name of the indicator, title of the task.
    Name,
    /// What the task is about; values of the indicator as printed.
    Content,
    /// The step.
    Step,
    /// Period as printed.
    Period,
    /// Last day.
    Due,
    /// The period of the row and until when its report is due; shown where the rows of a sheet differ in it.
    Report,
    /// Traffic light: a formula over due day, status and cut-off day.
    Light,
    /// The number to be reached.
    Goal,
    /// Units that answer.
    Leads,
    /// Units that take part.
    Supports,
    /// Leader in charge.
    Leader,
    /// Place in the source.
    Place,
    /// Id of the record.
    Record,
    /// To fill in: 进展情况.
    Progress,
    /// To fill in: 完成值.
    Value,
    /// A formula: share of the goal that is reached.
    Rate,
    /// To fill in: 状态.
    Status,
    /// To fill in: 存在问题.
    Problem,
    /// To fill in: 下一步.
    Next,
    /// To fill in: 填报人.
    Reporter,
    /// To fill in: 填报日期.
    ReportedOn,
}

impl Field {
    /// All of them.
    pub const ALL: [Field; 28] = [
        Field::Number,
        Field::Role,
        Field::Kind,
        Field::Document,
        Field::List,
        Field::Category,
        Field::Seq,
        Field::Name,
        Field::Content,
        Field::Step,
        Field::Period,
        Field::Due,
        Field::Report,
        Field::Light,
        Field::Goal,
        Field::Leads,
        Field::Supports,
        Field::Leader,
        Field::Place,
        Field::Record,
        Field::Progress,
        Field::Value,
        Field::Rate,
        Field::Status,
        Field::Problem,
        Field::Next,
        Field::Reporter,
        Field::ReportedOn,
    ];

    /// Is it for the unit to fill in?
    pub fn is_filled(self) -> bool {
        use Field::{Next, Problem, Progress, ReportedOn, Reporter, Status, Value};
        matches!(self, Progress | Value | Status | Problem | Next | Reporter | ReportedOn)
    }

    /// Is it worked out by the spreadsheet program, or by the place of the row?
    pub fn is_derived(self) -> bool {
        matches!(self, Field::Number | Field::Light | Field::Rate)
    }

    /// Its name in `rules/sheets.toml` and in the hidden row of a sheet.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// What people call it, whatever a layout titles it.
    pub fn title(self) -> &'static str {
        match self {
            Field::Number => "行号",
            Field::Role => "分工",
            Field::Kind => "类型",
            Field::Document => "文件",
            Field::List => "清单",
            Field::Category => "类别",
            Field::Seq => "序号",
            Field::Name => "指标或任务",
            Field::Content => "内容",
            Field::Step => "节点要求",
            Field::Period => "时间",
            Field::Due => "截止日期",
            Field::Report => "报送期",
            Field::Light => "预警",
            Field::Goal => "目标值",
            Field::Leads => "牵头（责任）单位",
            Field::Supports => "配合单位",
            Field::Leader => "牵头领导",
            Field::Place => "出处",
            Field::Record => "编号",
            Field::Progress => "进展情况",
            Field::Value => "完成值",
            Field::Rate => "完成率",
            Field::Status => "状态",
            Field::Problem => "存在问题",
            Field::Next => "下一步",
            Field::Reporter => "填报人",
            Field::ReportedOn => "填报日期",
        }
    }

    /// The field of a name.
    pub fn of(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with sign and unit.
    Goal(Goal),
    /// A day.
    Day(Date),
}

impl Content {
    fn text(text: impl Into<String>) -> Content {
        let text = text.into();
        if text.is_empty() { Content::Empty } else { Content::Text(text) }
    }

    /// What a person reads there, without sign and unit.
    pub fn shown(&self) -> String {
        match self {
            Content::Empty => String::new(),
            Content::Text(text) => text.clone(),
            Content::Whole(number) => number.to_string(),
            Content::Goal(goal) => goal.number.normalize().to_string(),
            Content::Day(date) => date.to_string(),
        }
    }
}

/// What stands in a column for a duty; nothing for columns that are derived, filled in or hang on the period.
pub fn content(field: Field, duty: &Duty) -> Content {
    let item = &duty.item;
    match field {
        Field::Role => Content::text(duty.role.label()),
        Field::Kind => Content::text(item.kind.label()),
        Field::Document => Content::text(&item.document_name),
        Field::List => Content::text(&item.list),
        Field::Category => Content::text(&item.category),
        Field::Seq => item.seq.map_or(Content::Empty, |seq| Content::Whole(seq.into())),
        Field::Name => Content::text(&item.name),
        Field::Content => Content::text(&item.content),
        Field::Step => Content::text(if item.step.is_empty() { &item.content } else { &item.step }),
        Field::Period => Content::text(&item.period),
        Field::Due => item.due.map_or(Content::Empty, Content::Day),
        Field::Goal => goal(item),
        Field::Leads => Content::text(item.answering()),
        Field::Supports => Content::text(item.supporting()),
        Field::Leader => Content::text(&item.leader),
        Field::Place => Content::text(item.anchor.place()),
        Field::Record => Content::text(&item.record),
        _ => Content::Empty,
    }
}

/// The number to be reached, or for an indicator without one the words.
fn goal(item: &Item) -> Content {
    match &item.goal {
        Some(goal) => Content::Goal(goal.clone()),
        None if item.kind == super::ItemKind::Target => Content::text(&item.content),
        None => Content::Empty,
    }
}

/// What a unit has filled in there.
pub fn filled(field: Field, fill: &Fill) -> Content {
    match field {
        Field::Progress => Content::text(&fill.progress),
        Field::Value => fill
            .value
            .map_or(Content::Empty, |number| Content::Goal(Goal { op: Operator::Eq, number, unit: String::new() })),
        Field::Status => fill.status.map_or(Content::Empty, |status| Content::text(status.label())),
        Field::Problem => Content::text(&fill.problem),
        Field::Next => Content::text(&fill.next),
        Field::Reporter => Content::text(&fill.reporter),
        Field::ReportedOn => fill.reported_on.map_or(Content::Empty, Content::Day),
        _ => Content::Empty,
    }
}

/// The key of a row of a unit's sheet.
pub fn row_key(duty: &Duty, unit: &str) -> String {
    duty_key(&duty.item.key, unit)
}
