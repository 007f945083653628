use super::Anchor;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A list or table (清单、表) that records stand in; `title` is what `Target::list` and `Task::list` repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListInfo {
    /// `L01` and on, in source order.
    pub id: String,
    /// Title without a count such as "(43项)".
    pub title: String,
    /// Do its rows give targets or tasks.
    pub kind: ListKind,
    /// Number of items that the title declares.
    pub declared: Option<Declared>,
    /// Groups of the list (分组), in source order, also those that declare nothing.
    pub groups: Vec<Group>,
    /// Ids of its records in source order.
    pub records: Vec<String>,
    /// Place of the title, or of the first row where there is none.
    pub anchor: Anchor,
}

/// What the rows of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ListKind {
    /// Indicator and allocation tables.
    Targets,
    /// Task, reform, problem and case lists, and duties in prose.
    Tasks,
}

/// A group of a list: a heading or a category cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// Path as in `category` of its records.
    pub path: Vec<String>,
    /// Number of items that it declares.
    pub declared: Option<Declared>,
    /// Ids of its records in source order.
    pub records: Vec<String>,
    /// Place of the heading.
    pub anchor: Anchor,
}

/// A declared number of items, "(11项)".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Declared {
    /// The number.
    pub count: u32,
    /// As printed, "11项".
    pub text: String,
    /// Its place.
    pub anchor: Anchor,
}

/// What a sentence says of the size of a list: "62项重点工作".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// The number.
    pub count: u32,
    /// What is counted, "重点工作".
    pub subject: String,
    /// As printed.
    pub text: String,
    /// Its place.
    pub anchor: Anchor,
}
