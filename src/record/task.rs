use super::{Alternative, Anchor, Decimal, Operator, Responsible};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A task (任务): a row of a task, reform, problem or case list, or a duty in prose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// `K001` and on, in source order.
    pub id: String,
    /// Title of the list or section it stands in.
    pub list: String,
    /// Path of groups or headings.
    pub category: Vec<String>,
    /// Printed number.
    pub seq: Option<u32>,
    /// The row prints no number; `seq` follows from its place before the first row that does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub seq_inferred: bool,
    /// Title of the row, null for a prose task without one.
    pub title: Option<String>,
    /// Responsible units in printed order.
    pub responsible: Vec<Responsible>,
    /// Leader in charge (牵头领导).
    pub leader: Option<String>,
    /// Text columns by their printed header; prose has one section 内容.
    pub sections: Vec<Section>,
    /// Steps with their periods (进度安排).
    pub schedule: Vec<ScheduleEntry>,
    /// Quantities that the task names.
    pub quantities: Vec<QuantityMention>,
    /// Policy documents that the task names.
    pub policies: Vec<PolicyReference>,
    /// 0..1, how sure the recovery of the row is.
    pub confidence: f64,
    /// The second-best reading where confidence is low.
    pub alternative: Option<Alternative>,
    /// Ids of the rules that made the record.
    pub rules: Vec<String>,
    /// Place of the row.
    pub anchor: Anchor,
}

impl Task {
    /// What to call the task: its title, else the beginning of its text.
    pub fn shown_title(&self) -> String {
        const LONGEST: usize = 40;
        if let Some(title) = &self.title {
            return title.clone();
        }
        let text = self.sections.first().map(|section| section.text.replace('\n', "")).unwrap_or_default();
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    /// The section that the doubtful text stands in, or all where it stands in none.
    pub fn doubtful_sections(&self) -> &[Section] {
        let doubt = self.alternative.as_ref().map(|other| other.text.as_str()).filter(|text| !text.is_empty());
        let at = doubt.and_then(|doubt| self.sections.iter().position(|section| section.text.contains(doubt)));
        at.map_or(&self.sections[..], |at| &self.sections[at..=at])
    }

    /// What the task is about: the first of its sections, as lists begin with goal or content.
    pub fn goal(&self) -> &str {
        self.sections.first().map(|section| section.text.as_str()).unwrap_or_default()
    }
}

/// A text column of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Printed header.
    pub name: String,
    /// Whole text; lines of the cell joined by a line feed.
    pub text: String,
    /// Its numbered items, empty where it has none.
    pub items: Vec<String>,
}

/// A step of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleEntry {
    /// The period as printed, empty where none is printed.
    pub raw: String,
    /// First month, `2022-02`; null for "6月底前" and for what recurs or cannot be dated.
    pub start: Option<String>,
    /// Last month, `2022-04`.
    pub end: Option<String>,
    /// What is to be done.
    pub text: String,
    /// Place of the step.
    pub anchor: Anchor,
}

/// A quantity in running text: "新增微型企业3500家".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuantityMention {
    /// As printed.
    pub text: String,
    /// What is counted.
    pub subject: String,
    /// How the number binds.
    pub op: Operator,
    /// The number.
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    #[schemars(with = "Option<f64>")]
    pub number: Option<Decimal>,
    /// Upper end of a range.
    #[serde(default, with = "rust_decimal::serde::arbitrary_precision_option")]
    #[schemars(with = "Option<f64>")]
    pub number_max: Option<Decimal>,
    /// Unit of measure.
    pub unit: Option<String>,
    /// Its place.
    pub anchor: Anchor,
}

/// A policy document (政策文件) that is named in 《》.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyReference {
    /// Title without the outer brackets.
    pub title: String,
    /// Document number behind it.
    pub doc_number: Option<String>,
}
