use super::{Anchor, Decimal, Responsible};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An indicator (指标) or allocated item with its values; a sub-indicator is a target of its own with `component`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// `T001` and on, in source order.
    pub id: String,
    /// Title of the table or section it stands in.
    pub list: String,
    /// Path of groups, count suffix stripped.
    pub category: Vec<String>,
    /// Printed number, of the row it belongs to for a sub-row.
    pub seq: Option<u32>,
    /// The row prints no number; `seq` follows from its place before the first row that does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub seq_inferred: bool,
    /// Name without its trailing "(unit)".
    pub name: String,
    /// Sub-indicator.
    pub component: Option<String>,
    /// Unit of measure (计量单位), normalised spelling.
    pub unit: Option<String>,
    /// 约束性, 预期性, 评价指标 … as printed.
    pub attribute: Option<String>,
    /// Responsible units (责任单位) in printed order.
    pub responsible: Vec<Responsible>,
    /// The values, one per year, basis and region.
    pub values: Vec<TargetValue>,
    /// 0..1, how sure the recovery of the row is.
    pub confidence: f64,
    /// The second-best reading where confidence is low.
    pub alternative: Option<Alternative>,
    /// Ids of the rules that made the record.
    pub rules: Vec<String>,
    /// Place of the row.
    pub anchor: Anchor,
}

impl Target {
    /// What to call the target: its name with the sub-indicator and the unit of measure, as tables print it.
    pub fn shown_name(&self) -> String {
        let component = self.component.as_ref().map(|component| format!("：{component}")).unwrap_or_default();
        let unit = self.unit.as_ref().map(|unit| format!("（{unit}）")).unwrap_or_default();
        format!("{}{component}{unit}", self.name)
    }
}

/// One value of a target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TargetValue {
    /// Region as the table calls it; the whole is 全市 for a city, else the region's own name.
    pub region: String,
    /// Year that the value is for.
    pub year: Option<i32>,
    /// What kind of value it is.
    pub basis: Basis,
    /// As printed.
    pub raw: String,
    /// How the number binds.
    pub op: Operator,
    /// The number, null for text and none.
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    #[schemars(with = "Option<f64>")]
    pub number: Option<Decimal>,
    /// Upper end of a range.
    #[serde(with = "rust_decimal::serde::arbitrary_precision_option")]
    #[schemars(with = "Option<f64>")]
    pub number_max: Option<Decimal>,
    /// Unit that the value itself prints, else the target's.
    pub unit: Option<String>,
    /// A bracketed remark on the value: "前三季度", "新口径".
    pub note: Option<String>,
    /// Place of the value.
    pub anchor: Anchor,
}

impl TargetValue {
    /// Year and kind of the value, with its region where asked: `全市2022年目标值`.
    pub fn label(&self, with_region: bool) -> String {
        let year = self.year.map(|year| format!("{year}年")).unwrap_or_default();
        let region = if with_region { self.region.as_str() } else { "" };
        format!("{region}{year}{}", self.basis.label())
    }

    /// Is this its label, with or without the region?
    pub fn is_labelled(&self, label: &str) -> bool {
        self.label(true) == label || self.label(false) == label
    }
}

/// What kind of value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Reached (完成值).
    Actual,
    /// To be reached (目标值).
    Target,
    /// Target of the level above (省目标值).
    SuperiorTarget,
    /// Expected (预计).
    Forecast,
}

impl Basis {
    /// The Chinese word for users.
    pub fn label(self) -> &'static str {
        match self {
            Basis::Actual => "完成值",
            Basis::Target => "目标值",
            Basis::SuperiorTarget => "上级目标值",
            Basis::Forecast => "预计值",
        }
    }
}

/// How a printed number binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Exactly.
    Eq,
    /// At least: 以上, ≥, 不低于.
    Ge,
    /// More than: >.
    Gt,
    /// At most: 以内, ≤.
    Le,
    /// Less than: <, 低于.
    Lt,
    /// About: 左右, 约.
    Approx,
    /// From `number` to `number_max`.
    Range,
    /// Up by.
    UpBy,
    /// Down by.
    DownBy,
    /// Words: 全覆盖, 完成上级下达指标.
    Text,
    /// Nothing: "/", "——", 暂无数据.
    None,
}

/// A second reading of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Alternative {
    /// Chinese sentence: what the other reading takes the text for.
    pub reading: String,
    /// The text that the two readings differ about.
    pub text: String,
}
