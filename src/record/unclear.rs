use super::Anchor;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that looks like a known kind of thing and that no rule reads (没有认出). A rule would help; `gongwen rules
/// new` proposes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unclear {
    /// What it looks like.
    pub kind: UnclearKind,
    /// The text as printed, without line breaks.
    pub text: String,
    /// How often the document prints it.
    pub places: u32,
    /// Its first place.
    pub anchor: Anchor,
}

/// What a text looks like that no rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnclearKind {
    /// A header cell without a role.
    Header,
    /// Bracketed text that looks like a list of units and is none.
    Units,
    /// A value that parses as nothing.
    Value,
    /// A period that parses as nothing.
    Period,
    /// A heading with an unknown numbering.
    Heading,
}

impl UnclearKind {
    /// All kinds in their order.
    pub const ALL: [UnclearKind; 5] =
        [UnclearKind::Header, UnclearKind::Units, UnclearKind::Value, UnclearKind::Period, UnclearKind::Heading];

    /// The Chinese word for users.
    pub fn label(self) -> &'static str {
        match self {
            UnclearKind::Header => "表头",
            UnclearKind::Units => "责任单位",
            UnclearKind::Value => "指标值",
            UnclearKind::Period => "时间",
            UnclearKind::Heading => "编号",
        }
    }
}
