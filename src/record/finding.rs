use super::Anchor;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that does not add up (校验发现).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Stable code, such as `GW201`.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// Chinese sentence, complete without the other fields.
    pub message: String,
    /// Ids of the records it is about, in source order.
    pub subject: Vec<String>,
    /// What should stand there.
    pub expected: Option<String>,
    /// What stands there.
    pub found: Option<String>,
    /// The places that contradict each other, quoted.
    pub evidence: Vec<Evidence>,
    /// The same finding in another run has the same fingerprint, also when lines moved.
    pub fingerprint: String,
}

/// How bad a finding is; the worst sorts first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nearly always a mistake in the document.
    Error,
    /// Probably a mistake, or worth asking.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The Chinese word for users.
    pub fn label(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Info => "提示",
        }
    }
}

/// A quote from the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The text as printed.
    pub text: String,
    /// Its place.
    pub anchor: Anchor,
}
