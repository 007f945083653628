//! A new document held against others: the types of `comparison.json`.

use super::{Anchor, Basis, Decimal, Operator, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A new document held against others: the content of `comparison.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// Version of this contract, see [`super::SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The documents, the new one first, the others from the latest year back.
    pub documents: Vec<ComparedDocument>,
    /// Every indicator of any of them once, those of the new document first, in its order.
    pub indicators: Vec<ComparedIndicator>,
    /// Indicators that are alike and were not taken for one; a person confirms or refutes them.
    pub doubtful: Vec<DoubtfulPair>,
    /// What became of tasks: those of the new document in its order, then those that are gone.
    pub tasks: Vec<TaskChange>,
    /// What became of responsible units.
    pub units: Vec<UnitChange>,
    /// What a reader of the new document should look at.
    pub findings: Vec<ComparisonFinding>,
}

/// A document that takes part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedDocument {
    /// Its id.
    pub id: String,
    /// Path of its input file.
    pub path: String,
    /// Its title, null when it prints none.
    pub title: Option<String>,
    /// Its document number.
    pub doc_number: Option<String>,
    /// Year that it governs.
    pub year: Option<i32>,
    /// Region that it governs.
    pub region: Option<String>,
    /// How its region stands to that of the new document.
    pub relation: Relation,
}

/// How a region stands to the one of the new document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The new document itself.
    New,
    /// The same region.
    Same,
    /// It breaks its figures down to the region of the new document.
    Above,
    /// The new document breaks its figures down to its region.
    Below,
    /// Another region.
    Other,
}

/// An indicator with all values that the documents print of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedIndicator {
    /// `I001` and on.
    pub id: String,
    /// Canonical name: that of the rules, else the one that the first document prints.
    pub canonical: String,
    /// Path of groups in the first document that has it.
    pub category: Vec<String>,
    /// The targets that are this indicator.
    pub members: Vec<Member>,
    /// Unit of measure that figures are converted to.
    pub unit: Option<String>,
    /// Which way it should go.
    pub direction: Direction,
    /// Why it is thought so, Chinese.
    pub direction_reason: String,
    /// What it measures.
    pub kind: QuantityKind,
    /// Why it is thought so, Chinese.
    pub kind_reason: String,
    /// Every value of every member, by document, then as printed.
    pub series: Vec<SeriesValue>,
    /// Target of the new document for its own region: that of its year, else of the next one it names.
    pub goal: Option<SeriesValue>,
    /// What an earlier document of the region wanted for the same year, else for the latest year before.
    pub earlier_goal: Option<SeriesValue>,
    /// The latest figure of the region that was reached or expected, of a year before that of the target.
    pub actual: Option<SeriesValue>,
    /// What the level above wants for the same year.
    pub superior: Option<SeriesValue>,
    /// Target less the figure it is judged against, in `unit`.
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    #[schemars(with = "Option<f64>")]
    pub change: Option<Decimal>,
    /// What the target is judged against.
    pub against: Option<Baseline>,
    /// How the target stands to it.
    pub judgement: Judgement,
    /// What a reader should know about the judgement, Chinese.
    pub note: Option<String>,
}

/// A target of a document that is this indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// Id of the document.
    pub document: String,
    /// Id of the target.
    pub target: String,
    /// Name as printed, with its component.
    pub name: String,
    /// How sure it is, 0..1.
    pub score: f64,
    /// Why it is this indicator.
    pub reason: MatchReason,
    /// Factor that brings its figures to the unit of the entry; null when its unit cannot be converted.
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    #[schemars(with = "Option<f64>")]
    pub scale: Option<Decimal>,
}

/// Why a target is an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MatchReason {
    /// The same name, but for blanks, width, synonyms and the figure of the target.
    Same,
    /// The rules list both names.
    Alias,
    /// The names differ only in words that make no other indicator.
    Wording,
}

/// A value of an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SeriesValue {
    /// Id of the document that prints it.
    pub document: String,
    /// Id of the target there.
    pub target: String,
    /// Region as printed.
    pub region: String,
    /// The region under its own name: 全市 is the city of the document.
    pub place: String,
    /// Year that it is for.
    pub year: Option<i32>,
    /// What kind of value it is.
    pub basis: Basis,
    /// How the number binds.
    pub op: Operator,
    /// The number as printed.
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    #[schemars(with = "Option<f64>")]
    pub number: Option<Decimal>,
    /// Upper end of a range.
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    #[schemars(with = "Option<f64>")]
    pub number_max: Option<Decimal>,
    /// The number in the unit of the entry; null for words, changes and units that cannot be converted.
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    #[schemars(with = "Option<f64>")]
    pub value: Option<Decimal>,
    /// As printed.
    pub raw: String,
    /// A remark on the value.
    pub note: Option<String>,
    /// Its place in the document.
    pub anchor: Anchor,
}

/// Which way an indicator should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Higher is better.
    Higher,
    /// Lower is better.
    Lower,
    /// Neither.
    Neutral,
}

/// What an indicator measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum QuantityKind {
    /// Adds up.
    Sum,
    /// A share or rate.
    Ratio,
    /// An average, a figure per head.
    Average,
    /// An index, a score.
    Index,
}

/// What a target is judged against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// The earlier target for the same year.
    SameYear,
    /// The earlier target for a year before.
    EarlierGoal,
    /// What was reached.
    Actual,
}

/// How a target stands to what it is judged against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Judgement {
    /// It asks for more.
    #[serde(rename = "better")]
    Better,
    /// It asks for less.
    #[serde(rename = "worse")]
    Worse,
    /// It asks for the same.
    #[serde(rename = "same")]
    Same,
    /// Nobody can say; the note says why.
    #[serde(rename = "not comparable")]
    NotComparable,
}

/// Two indicators that are alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DoubtfulPair {
    /// Ids of the two entries of `indicators`.
    pub indicators: [String; 2],
    /// Their names.
    pub names: [String; 2],
    /// Share of the characters that both have, 0..1.
    pub score: f64,
}

/// A record of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct TaskPlace {
    /// Id of the document.
    pub document: String,
    /// Id of the task.
    pub task: String,
    /// What to call it: its title, else the beginning of its text.
    pub title: String,
    /// Title of its list.
    pub list: String,
    /// Printed number.
    pub seq: Option<u32>,
}

/// What became of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaskChange {
    /// What became of it.
    pub status: TaskStatus,
    /// The task of the earlier document.
    pub old: Option<TaskPlace>,
    /// The task of the new document.
    pub new: Option<TaskPlace>,
    /// How sure it is that the two are one task, 0..1.
    pub score: Option<f64>,
    /// The id that the task had in the first document of its line, `document#task`; a task keeps it over the years.
    pub line: Option<String>,
    /// What is different, in Chinese; null where nothing is.
    pub difference: Option<String>,
    /// The goal word by word, where it changed.
    pub words: Vec<WordChange>,
    /// Strong words that weaker ones have replaced: 完成→推进.
    pub weakened: Vec<Weakening>,
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TaskStatus {
    /// It is there with the same goal and the same units.
    Kept,
    /// It is there, but something about it is different.
    Changed,
    /// No earlier document of the region has it.
    New,
    /// The new document does not have it.
    Gone,
}

/// A stretch of a text that was compared word by word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WordChange {
    /// In both, only in the old, or only in the new text.
    pub kind: WordKind,
    /// The stretch.
    pub text: String,
}

/// Where a stretch of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WordKind {
    /// In both texts.
    Kept,
    /// Only in the earlier one.
    Removed,
    /// Only in the new one.
    Added,
}

/// A commitment that became weaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Weakening {
    /// The word of the earlier text.
    pub from: String,
    /// The word of the new text.
    pub to: String,
}

/// What became of a responsible unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnitChange {
    /// What became of it.
    pub status: UnitStatus,
    /// Id of the earlier document.
    pub document: Option<String>,
    /// Name in the earlier document.
    pub old: Option<String>,
    /// Name in the new document.
    pub new: Option<String>,
    /// Why they are one unit, Chinese; empty where the names are the same.
    pub reason: String,
}

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnitStatus {
    /// Under the same name.
    Kept,
    /// Under another name.
    Renamed,
    /// Only in the new document.
    New,
    /// Only in the earlier document.
    Gone,
    /// The unit of another level with the same duty: 县发改局 and 市发改委.
    Counterpart,
}

/// Something that a reader of the new document should look at; as a finding of a document, with the documents named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparisonFinding {
    /// Stable code, such as `GW501`.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// Chinese sentence, complete without the other fields.
    pub message: String,
    /// Records it is about, as `document#record`.
    pub subject: Vec<String>,
    /// What should stand there.
    pub expected: Option<String>,
    /// What stands there.
    pub found: Option<String>,
    /// The places, quoted.
    pub evidence: Vec<DocumentEvidence>,
    /// The same finding in another run has the same fingerprint.
    pub fingerprint: String,
}

/// A quote with its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentEvidence {
    /// Id of the document.
    pub document: String,
    /// The text as printed.
    pub text: String,
    /// Its place.
    pub anchor: Anchor,
}
