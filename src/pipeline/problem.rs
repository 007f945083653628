//! What can go wrong in a run, in words: which file, where, why, what to do.

use super::inputs::Origin;
use crate::ingest::{Broken, IngestError};
use crate::ledger::LedgerError;
use crate::rules::RulesError;
use crate::write::WriteError;
use crate::write::index;
use std::path::PathBuf;
use thiserror::Error;

/// Something that went wrong with one file, or with the results as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The file as in `source.path`; for the run as a whole, the result that is concerned, or nothing.
    pub path: String,
    /// The file as the user would find it from the working folder.
    pub shown: String,
    /// What went wrong.
    pub problem: Problem,
}

/// What went wrong. `Display` is the reason in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// The file could not be read.
    #[error("{0}")]
    Unreadable(IngestError),
    /// The file was read, but for some characters.
    #[error("有 {} 个字符按 {encoding} 无法识别，已用“\u{fffd}”代替，其余内容照常读取", .broken.count)]
    BrokenCharacters {
        /// The encoding that was used.
        encoding: &'static str,
        /// How many, and where the first one stands.
        broken: Broken,
    },
    /// Another file has the same document number, or the same title and year.
    #[error("{}，本文件的结果另存为“{id}”", same_number(.number.as_deref(), .other))]
    SameNumber {
        /// The number that both print.
        number: Option<String>,
        /// The file that came first.
        other: String,
        /// The id that this file has got.
        id: String,
    },
    /// Another file has the same content.
    #[error("与“{other}”内容完全相同，结果另存为“{id}”，汇总时会重复计算")]
    SameContent {
        /// The file that came first.
        other: String,
        /// The id that this file has got.
        id: String,
    },
    /// A mistake of the program.
    #[error("程序内部错误：{0}")]
    Panicked(String),
    /// A result could not be written.
    #[error("没有写成“{file}”：{reason}")]
    Unwritten {
        /// The result, relative to the output folder.
        file: String,
        /// Why, in Chinese.
        reason: String,
        /// What to do, in Chinese.
        advice: String,
    },
    /// A file that was read could not be moved out of the drop folder.
    #[error("无法移走：{reason}")]
    Unmoved {
        /// What the system says.
        reason: String,
    },
    /// What an earlier run said of a file that could not be read, from the note beside it.
    #[error("{reason}")]
    Earlier {
        /// Kind of the failure.
        kind: String,
        /// Why, in Chinese.
        reason: String,
        /// What to do, in Chinese.
        advice: String,
    },
    /// A `.json` file that holds no records of a document.
    #[error("不是 gongwen 写出的文件记录（{0}）")]
    NoRecords(String),
    /// The ledger could not be opened, or the document could not be put into it.
    #[error("没有记入台账“{}”：{}", .0.path.display(), .0.reason)]
    Ledger(LedgerError),
    /// No file in the folders that were given.
    #[error("没有找到可以读取的文件")]
    NoInput,
    /// The index of an earlier run cannot be understood.
    #[error("上次运行留下的 index.json 无法识别，上次的结果没有清理")]
    PreviousIndex,
    /// A result of an earlier run could not be removed.
    #[error("上次运行的结果“{0}”已经过时，但无法删除")]
    Stale(String),
}

fn same_number(number: Option<&str>, other: &str) -> String {
    match number {
        Some(number) => format!("两个文件使用同一文号{number}：另一个是“{other}”"),
        None => format!("两个文件的标题和年份相同：另一个是“{other}”"),
    }
}

impl Problem {
    /// A result that could not be written, named relative to the output folder.
    pub(super) fn unwritten(file: &str, error: &WriteError) -> Problem {
        Problem::Unwritten { file: file.to_string(), reason: error.reason.clone(), advice: error.advice.clone() }
    }

    /// Is it this result, named relative to the output folder, that could not be written?
    pub fn is_unwritten(&self, result: &str) -> bool {
        matches!(self, Problem::Unwritten { file, .. } if file == result)
    }

    /// Stable name of the kind, for `index.json`.
    pub fn kind(&self) -> &str {
        match self {
            Problem::Unreadable(error) => error.kind(),
            Problem::BrokenCharacters { .. } => "encoding",
            Problem::SameNumber { .. } | Problem::SameContent { .. } => "duplicate",
            Problem::Panicked(_) => "internal",
            Problem::Unwritten { .. } => "output",
            Problem::Unmoved { .. } => "unmoved",
            Problem::Earlier { kind, .. } => kind,
            Problem::NoRecords(_) => "records",
            Problem::Ledger(_) => "ledger",
            Problem::NoInput => "no-input",
            Problem::PreviousIndex | Problem::Stale(_) => "previous-run",
        }
    }

    /// Line and column, 1-based, where one is known.
    pub fn place(&self) -> Option<(u32, Option<u32>)> {
        match self {
            Problem::Unreadable(error) => error.place(),
            Problem::BrokenCharacters { broken, .. } => Some((broken.line, Some(broken.column))),
            _ => None,
        }
    }

    /// What the user can do, a Chinese sentence without a full stop.
    pub fn advice(&self) -> &str {
        match self {
            Problem::Unreadable(error) => error.remedy(),
            Problem::BrokenCharacters { .. } => "请对照原件核对该处文字，另存为 UTF-8 编码后再试",
            Problem::SameNumber { .. } => "请核对文号，或删去旧的一份",
            Problem::SameContent { .. } => "请删去重复的一份后重新运行",
            Problem::Panicked(_) => "请把该文件发给维护人员",
            Problem::Unwritten { advice, .. } => advice,
            Problem::Unmoved { .. } => "请关闭占用它的软件，程序会再试",
            Problem::Earlier { advice, .. } => advice,
            Problem::NoRecords(_) => "请给原文件，或 documents 文件夹里的 .json",
            Problem::Ledger(error) => &error.advice,
            Problem::NoInput => "请把政策文件放进该文件夹，或在命令后写上文件路径",
            Problem::PreviousIndex => "请换一个空的输出文件夹，或删去旧结果后重新运行",
            Problem::Stale(_) => "请关闭占用它的软件后手工删除",
        }
    }
}

impl Failure {
    /// A failure of one file.
    pub(super) fn of(origin: &Origin, problem: Problem) -> Failure {
        Failure { path: origin.path.clone(), shown: origin.shown.clone(), problem }
    }

    /// A failure of the run as a whole.
    pub(super) fn of_run(problem: Problem) -> Failure {
        Failure { path: String::new(), shown: String::new(), problem }
    }

    /// The line of `index.json`.
    pub(super) fn entry(&self) -> index::Failure {
        let place = match self.problem.place() {
            Some((line, Some(column))) => format!("第{line}行第{column}列："),
            Some((line, None)) => format!("第{line}行："),
            None => String::new(),
        };
        index::Failure {
            path: self.path.clone(),
            kind: self.problem.kind().to_string(),
            reason: format!("{place}{}", self.problem),
            advice: self.problem.advice().to_string(),
        }
    }
}

/// Why a run could not begin. `Display` is the whole message in Chinese.
#[derive(Debug, Error)]
pub enum RunError {
    /// A mistake in the rule files, or in the thresholds of the checks.
    #[error("{0}")]
    Rules(#[from] RulesError),
    /// The results would stand among the inputs.
    #[error("输入和输出是同一个文件夹“{}”。请用 -o 另外指定输出文件夹", .0.display())]
    OutputIsInput(PathBuf),
    /// The output folder cannot be made or written to.
    #[error("输出文件夹无法使用，{0}")]
    Output(#[from] WriteError),
    /// Another watcher writes to the output folder.
    #[error("另一个 gongwen watch 正在使用输出文件夹“{}”。请先停下它，或用 -o 另外指定输出文件夹", .0.display())]
    Watched(PathBuf),
    /// The new document of a comparison could not be read, or there is nothing to hold it against.
    #[error("{0}")]
    Comparison(String),
    /// The ledger is not there or cannot be read.
    #[error("{0}")]
    Ledger(LedgerError),
    /// A question that cannot be understood.
    #[error("{0}")]
    Question(String),
    /// A confirmation that contradicts the rules.
    #[error("{0}")]
    Confirmation(String),
    /// The system gives no threads.
    #[error("无法启动线程：{0}。请用 --jobs 1 重试")]
    Threads(String),
}

impl RunError {
    /// Is it the command line or the rules that must be changed.
    pub fn is_usage(&self) -> bool {
        use RunError::{Confirmation, OutputIsInput, Question, Rules, Watched};
        matches!(self, Rules(_) | OutputIsInput(_) | Watched(_) | Confirmation(_) | Question(_))
    }
}
