use super::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A responsible unit as one record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Responsible {
    /// Name as printed.
    pub name: String,
    /// Its part.
    pub role: Role,
}

/// The part of a unit in a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 牵头
    Lead,
    /// 配合
    Support,
    /// No order is stated.
    Equal,
}

impl Role {
    /// The Chinese word for users.
    pub fn label(self) -> &'static str {
        match self {
            Role::Lead => "牵头",
            Role::Support => "配合",
            Role::Equal => "责任",
        }
    }
}

/// A responsible unit of the document, once, with its other spellings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// The spelling printed most often.
    pub name: String,
    /// Full or standard name.
    pub canonical: String,
    /// All spellings in the document.
    pub aliases: Vec<String>,
    /// Level it belongs to.
    pub level: Option<Level>,
    /// Stands in a printed list of units (有关单位名单).
    pub listed: bool,
    /// Number of targets it answers for.
    pub targets: u32,
    /// Number of tasks it leads; where no order is stated, all of them.
    pub tasks_led: u32,
    /// Number of tasks it takes part in.
    pub tasks: u32,
}
