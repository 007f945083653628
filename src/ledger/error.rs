use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Why the ledger cannot be used: which file, the reason and what to do, in Chinese.
///
/// What was not finished is undone; the file is as it was before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("台账“{}”：{reason}。{advice}", path.display())]
pub struct LedgerError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub reason: String,
    /// What the user can do.
    pub advice: String,
}

impl LedgerError {
    pub(super) fn new(path: &Path, reason: &str, advice: &str) -> LedgerError {
        LedgerError { path: path.to_path_buf(), reason: reason.to_string(), advice: advice.to_string() }
    }

    /// An error of the database.
    pub(super) fn of(path: &Path, error: &rusqlite::Error) -> LedgerError {
        let (reason, advice) = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                ("正被另一个程序写入，等了很久仍未空闲", "请等它结束，或关闭打开该文件的软件后重试")
            }
            Some(ErrorCode::DiskFull) => ("磁盘空间不足", "请清理磁盘后重新运行"),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => ("没有写入权限", "请换一个有权限的位置"),
            Some(ErrorCode::CannotOpen) => ("打不开，路径不存在或没有权限", "请核对路径和权限"),
            Some(ErrorCode::NotADatabase) => ("不是台账文件", "请另外指定一个文件"),
            Some(ErrorCode::DatabaseCorrupt) => ("文件已损坏", "请恢复备份，或移走它后重新提取全部文件"),
            _ => return LedgerError::new(path, &format!("数据库报告：{error}"), "请把该文件发给维护人员"),
        };
        LedgerError::new(path, reason, advice)
    }
}
