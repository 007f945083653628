//! What a printed value, period or quantity means: the plain result types of the grammars.

use rust_decimal::Decimal;
use std::ops::Range;

/// How a printed number binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Op {
    /// Exactly.
    Eq,
    /// At least (以上、≥、不低于).
    Ge,
    /// More than (>、高于).
    Gt,
    /// At most (以内、≤、不超过).
    Le,
    /// Less than (<、低于).
    Lt,
    /// About (左右、约、预计).
    Approx,
    /// From one number to another.
    Range,
    /// Up by (提高、增长).
    UpBy,
    /// Down by (下降、降低).
    DownBy,
    /// Words (全覆盖).
    Text,
    /// Nothing printed (`/`、——、暂无数据).
    None,
}

impl Op {
    /// All operators with their names in rule files and records.
    pub const ALL: &'static [(Op, &'static str)] = &[
        (Op::Eq, "eq"),
        (Op::Ge, "ge"),
        (Op::Gt, "gt"),
        (Op::Le, "le"),
        (Op::Lt, "lt"),
        (Op::Approx, "approx"),
        (Op::Range, "range"),
        (Op::UpBy, "up_by"),
        (Op::DownBy, "down_by"),
        (Op::Text, "text"),
        (Op::None, "none"),
    ];

    /// The name in rule files and records.
    pub fn as_str(self) -> &'static str {
        Op::ALL.iter().find(|(op, _)| *op == self).map_or("none", |(_, name)| name)
    }

    /// The operator of this name.
    pub fn from_name(name: &str) -> Option<Op> {
        Op::ALL.iter().find(|(_, n)| *n == name).map(|(op, _)| *op)
    }

    /// Does a number belong to it?
    pub fn is_number(self) -> bool {
        !matches!(self, Op::Text | Op::None)
    }
}

/// A value of an indicator, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueReading {
    /// How the number binds.
    pub op: Op,
    /// The number; None for [`Op::Text`] and [`Op::None`].
    pub number: Option<Decimal>,
    /// Upper end of a range.
    pub number_max: Option<Decimal>,
    /// Unit of measure (计量单位) that the value itself prints, normalised.
    pub unit: Option<String>,
    /// A bracketed remark on the value, folded: 前三季度, 新口径.
    pub note: Option<String>,
    /// The year that the remark names, when it is not the column's.
    pub year: Option<i32>,
    /// The value is expected and not yet reached (预计).
    pub forecast: bool,
    /// A word before the number that tells what part it counts: 新建, 改建.
    pub label: Option<String>,
    /// Id of the rule that decided.
    pub rule: String,
}

impl ValueReading {
    /// A reading without a number.
    pub fn without_number(op: Op, rule: &str) -> ValueReading {
        ValueReading {
            op,
            number: None,
            number_max: None,
            unit: None,
            note: None,
            year: None,
            forecast: false,
            label: None,
            rule: rule.to_string(),
        }
    }
}

/// A month, its year where the text prints one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearMonth {
    /// Printed year.
    pub year: Option<i32>,
    /// Month, 1 to 12.
    pub month: u8,
}

/// A period (时间段) that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodReading {
    /// The period itself in bytes of the raw text, without the separator behind it.
    pub range: Range<usize>,
    /// Raw byte behind the separator, or behind the period where there is none.
    pub end: usize,
    /// The period as printed.
    pub raw: String,
    /// First month; None for a deadline ("6月底前") and for what recurs.
    pub start: Option<YearMonth>,
    /// Last month; None for what recurs and where only the beginning is printed ("5月起").
    pub finish: Option<YearMonth>,
    /// Year printed in the period, the first of a span.
    pub year: Option<i32>,
    /// The last month lies in the year behind that of the first (11月至次年2月).
    pub next_year: bool,
    /// It comes again and again (每季度), or has no date (长期).
    pub recurring: bool,
    /// The period is one or more whole years.
    pub whole_year: bool,
    /// Id of the rule that decided.
    pub rule: String,
}

impl PeriodReading {
    /// First and last month as `2022-02`, with `default_year` where the period prints no year.
    ///
    /// A month whose year is neither printed nor given is None.
    pub fn months(&self, default_year: Option<i32>) -> (Option<String>, Option<String>) {
        let format = |m: Option<YearMonth>, year: Option<i32>| {
            let m = m?;
            m.year.or(year).map(|year| format!("{year:04}-{:02}", m.month))
        };
        let last_year = default_year.map(|year| year + i32::from(self.next_year));
        (format(self.start, default_year), format(self.finish, last_year))
    }

    /// Did a separator follow (":", ",")?
    pub fn has_separator(&self) -> bool {
        self.end > self.range.end
    }
}

/// A piece of a schedule cell (进度安排).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleSlice {
    /// When; None where no period is printed.
    pub period: Option<PeriodReading>,
    /// What is to be done, in bytes of the raw text, without outer blanks.
    pub text: Range<usize>,
}

/// A quantity in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuantityReading {
    /// The phrase in bytes of the raw text, verb and counted thing included.
    pub range: Range<usize>,
    /// The number with its unit and the words that bind it (不少于, 以上), in bytes of the raw text.
    pub amount: Range<usize>,
    /// What is counted, folded.
    pub subject: String,
    /// How the number binds.
    pub op: Op,
    /// The number.
    pub number: Option<Decimal>,
    /// Upper end of a range.
    pub number_max: Option<Decimal>,
    /// Unit of measure, normalised.
    pub unit: Option<String>,
    /// Id of the rule that decided.
    pub rule: String,
}

/// A target (指标) in running text: a name and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseTarget {
    /// Name and value in bytes of the raw text.
    pub range: Range<usize>,
    /// Name as printed.
    pub name: String,
    /// Sub-indicator, where several share one name.
    pub component: Option<String>,
    /// The value.
    pub value: ValueReading,
    /// The value as printed, without the verb that leads to it (达到) and with the words that bind it (不低于).
    pub value_raw: String,
    /// Unit of measure, normalised.
    pub unit: Option<String>,
    /// Further values of the same target, with what is printed: "增长6%" of "达到86亿元、增长6%".
    pub also: Vec<(ValueReading, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_know_their_names() {
        for (op, name) in Op::ALL {
            assert_eq!(op.as_str(), *name);
            assert_eq!(Op::from_name(name), Some(*op));
        }
        assert_eq!(Op::from_name("about"), None);
    }
}
