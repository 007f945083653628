use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a person has put right in a record (人工更正); the record itself already says what is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    /// Id of the record.
    pub record: String,
    /// Fingerprint of the record as it was extracted.
    pub fingerprint: String,
    /// What was put right, in words: 名称, 责任单位, the label of a value, the name of a section.
    pub field: String,
    /// What was extracted.
    pub extracted: String,
    /// What is right.
    pub corrected: String,
}

impl Correction {
    /// The field of the name of a target, or of the title of a task.
    pub const NAME: &'static str = "名称";
    /// The field of the responsible units.
    pub const RESPONSIBLE: &'static str = "责任单位";
}
