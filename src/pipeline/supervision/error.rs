use crate::rules::RulesError;
use crate::write::WriteError;
use std::path::PathBuf;
use thiserror::Error;

/// Why supervision could not go on. `Display` is the whole message in Chinese.
#[derive(Debug, Error)]
pub enum SupervisionError {
    /// The folder holds no results of `extract`.
    #[error("“{}”里没有提取结果。请先运行 gongwen extract，或用 -o 指定结果所在的文件夹", .0.display())]
    NoResults(PathBuf),
    /// There is no ledger where the user says.
    #[error("没有台账“{}”。请核对 --ledger，或先用 gongwen extract --ledger 建一个", .0.display())]
    NoLedger(PathBuf),
    /// A file of ours cannot be read.
    #[error("“{}”无法读取：{reason}。请重新运行 gongwen extract；若是 progress.json，请从备份恢复", file.display())]
    Broken {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// No unit goes by a name.
    #[error("没有名为“{name}”的责任单位。{}", advice(near))]
    UnknownUnit {
        /// The name.
        name: String,
        /// Units whose names come near.
        near: Vec<String>,
    },
    /// A mistake in `sheets.toml`.
    #[error("{0}")]
    Rules(#[from] RulesError),
    /// A result could not be written.
    #[error("{0}")]
    Write(#[from] WriteError),
}

fn advice(near: &[String]) -> String {
    match near {
        [] => "单位名称见汇总.xlsx的“责任单位”表".to_owned(),
        near => format!("是否指：{}", near.join("、")),
    }
}

impl SupervisionError {
    /// Is it the command line or the layout that must be changed?
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            SupervisionError::NoLedger(_) | SupervisionError::UnknownUnit { .. } | SupervisionError::Rules(_)
        )
    }
}
