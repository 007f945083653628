use super::Anchor;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How often units must report (报送要求), where the document says so: 每隔两月，次月15日前报送.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reporting {
    /// Months that a report covers: 1 for 每月, 2 for 每两月, 3 for 每季度.
    pub every_months: u32,
    /// Last day for the report; null where only the rhythm is stated.
    pub day: Option<u32>,
    /// The day is one of the month behind the months that are reported (次月).
    pub following_month: bool,
    /// The sentence as printed.
    pub text: String,
    /// Its place.
    pub anchor: Anchor,
}
