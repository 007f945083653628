use super::Anchor;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where every character of the input went (覆盖率). All counts are characters, line breaks left out;
/// `in_records`, `explained` and `unread` add up to `characters`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// Characters of the decoded input.
    pub characters: u64,
    /// Characters that a record holds.
    pub in_records: u64,
    /// Characters that are no record, by reason.
    pub explained: Explained,
    /// Characters that look like content and were not used.
    pub unread: u64,
    /// How many numbers stand in the unread text.
    pub unread_numbers: u64,
    /// The unread text, those with numbers first.
    pub unread_spans: Vec<UnreadSpan>,
}

/// Reasons for which characters are in no record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Explained {
    /// Page furniture (页面元素): 访问次数, 字号, navigation.
    pub furniture: u64,
    /// Letter head, addressees, signature, date (版头、主送、落款).
    pub letterhead: u64,
    /// Headings, table headers and list titles.
    pub header: u64,
    /// Prose without a duty.
    pub prose: u64,
    /// Blanks, cell borders and tags.
    pub markup: u64,
}

/// A stretch of unread text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnreadSpan {
    /// The text as printed.
    pub text: String,
    /// Its place.
    pub anchor: Anchor,
}
