//! What a unit fills in (填报) for a duty.

use super::date::Date;
use crate::record::Decimal;
use serde::{Deserialize, Serialize};

/// How far a duty is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// 未启动
    #[serde(rename = "未启动")]
    NotBegun,
    /// 推进中
    #[serde(rename = "推进中")]
    UnderWay,
    /// 已完成
    #[serde(rename = "已完成")]
    Done,
    /// 滞后
    #[serde(rename = "滞后")]
    Behind,
}

impl Status {
    /// All of them, in the order of the list to choose from.
    pub const ALL: [Status; 4] = [Status::NotBegun, Status::UnderWay, Status::Done, Status::Behind];

    /// The word in the sheets.
    pub fn label(self) -> &'static str {
        match self {
            Status::NotBegun => "未启动",
            Status::UnderWay => "推进中",
            Status::Done => "已完成",
            Status::Behind => "滞后",
        }
    }

    /// The status of this word, blanks aside.
    pub fn of(word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.label() == word.trim())
    }
}

/// What a unit has filled in for a duty. Empty texts are what was left empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fill {
    /// 进展情况
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub progress: String,
    /// 完成值
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rust_decimal::serde::arbitrary_precision_option"
    )]
    pub value: Option<Decimal>,
    /// 状态
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// 存在问题
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub problem: String,
    /// 下一步
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub next: String,
    /// 填报人
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reporter: String,
    /// 填报日期
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<Date>,
}

impl Fill {
    /// Was nothing filled in?
    pub fn is_empty(&self) -> bool {
        *self == Fill::default()
    }
}
