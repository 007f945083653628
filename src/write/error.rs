use rust_xlsxwriter::XlsxError;
use std::error::Error;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why an output could not be written: which one, the reason and what to do, in Chinese.
///
/// Nothing half-written is left behind: the old file, if any, is as it was.
#[derive(Debug, thiserror::Error)]
#[error("没有写成“{}”：{reason}。{advice}", path.display())]
pub struct WriteError {
    /// The file that was to be written; for a workbook that is made in memory, the input it was made from.
    pub path: PathBuf,
    /// What went wrong.
    pub reason: String,
    /// What the user can do about it.
    pub advice: String,
    #[source]
    source: Box<dyn Error + Send + Sync>,
}

impl WriteError {
    /// An error of the file system at `path`.
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        let (reason, advice) = explain(&source);
        Self::new(path, reason, advice, source)
    }

    /// An error of the CSV writer at `path`.
    pub(super) fn csv(path: &Path, source: csv::Error) -> Self {
        match source.into_kind() {
            csv::ErrorKind::Io(source) => Self::io(path, source),
            other => {
                Self::new(path, "表格排不成".into(), "请把原文件发给维护人员", io::Error::other(format!("{other:?}")))
            }
        }
    }

    /// An error of the workbook writer at `path`.
    pub(super) fn workbook(path: &Path, source: XlsxError) -> Self {
        match source {
            XlsxError::IoError(source) | XlsxError::TempFileError(_, source) => Self::io(path, source),
            XlsxError::ZipError(zip) => Self::io(path, io_of(zip)),
            other => Self::new(path, format!("工作簿排不成（{other}）"), "请把原文件发给维护人员", other),
        }
    }

    /// The temporary file of a workbook could not be written; its writer says so by a panic.
    pub(super) fn temporary(path: &Path) -> Self {
        let source = io::Error::from(ErrorKind::StorageFull);
        Self::new(path, "临时文件写不下去".into(), "请清理磁盘空间后重新运行", source)
    }

    fn new(path: &Path, reason: String, advice: &str, source: impl Error + Send + Sync + 'static) -> Self {
        WriteError { path: path.to_owned(), reason, advice: advice.to_owned(), source: Box::new(source) }
    }
}

/// The error of the file system inside an error of the zip writer, which other crates do not name.
fn io_of(zip: impl Error + 'static) -> io::Error {
    let kind = zip.source().and_then(|inner| inner.downcast_ref::<io::Error>()).map(io::Error::kind);
    io::Error::new(kind.unwrap_or(ErrorKind::Other), zip.to_string())
}

/// Reason and advice for an error of the file system.
fn explain(error: &io::Error) -> (String, &'static str) {
    let (reason, advice) = match error.kind() {
        ErrorKind::PermissionDenied => {
            ("没有写入权限，或文件正被其他程序（如 Excel）打开", "请关闭该文件，或换一个有权限的输出文件夹")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ("磁盘空间不足", "请清理磁盘，或换一个输出文件夹"),
        ErrorKind::IsADirectory => ("同名的文件夹已经存在", "请移走该文件夹，或换一个输出文件夹"),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => ("上级路径是一个文件，不是文件夹", "请换一个输出文件夹"),
        ErrorKind::ReadOnlyFilesystem => ("磁盘是只读的", "请换一个可以写入的输出文件夹"),
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput => {
            ("文件名过长，或含有不允许的字符", "请缩短输出文件夹的路径，或改名后重试")
        }
        ErrorKind::FileTooLarge => ("文件超过磁盘允许的大小", "请分批处理，或换一个磁盘"),
        ErrorKind::NotFound => ("输出文件夹不存在或已被移走", "请检查磁盘是否仍然连接，再重新运行"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => ("文件正被其他程序使用", "请关闭该文件后重新运行"),
        ErrorKind::TimedOut | ErrorKind::NetworkDown | ErrorKind::HostUnreachable => {
            ("网络磁盘没有响应", "请检查网络，或换一个本机的输出文件夹")
        }
        _ => return (format!("系统报告：{error}"), "请检查磁盘后重新运行"),
    };
    (reason.to_owned(), advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_chinese_and_says_what_to_do() {
        let kinds = [
            (ErrorKind::PermissionDenied, "没有写入权限"),
            (ErrorKind::StorageFull, "磁盘空间不足"),
            (ErrorKind::IsADirectory, "同名的文件夹"),
            (ErrorKind::NotADirectory, "上级路径是一个文件"),
            (ErrorKind::ReadOnlyFilesystem, "只读"),
            (ErrorKind::InvalidFilename, "文件名过长"),
            (ErrorKind::NotFound, "不存在"),
            (ErrorKind::BrokenPipe, "系统报告"),
        ];
        for (kind, reason) in kinds {
            let error = WriteError::io(Path::new("输出/甲.json"), io::Error::from(kind));
            assert!(error.reason.contains(reason), "{kind:?}: {}", error.reason);
            let shown = error.to_string();
            assert!(shown.starts_with("没有写成“输出/甲.json”：") && shown.contains("。请"), "{shown}");
        }
    }

    #[test]
    fn errors_of_the_file_system_inside_a_workbook_error_are_found() {
        let full = XlsxError::IoError(io::Error::from(ErrorKind::StorageFull));
        assert_eq!(WriteError::workbook(Path::new("甲.xlsx"), full).reason, "磁盘空间不足");
        let other = XlsxError::RowColumnLimitError;
        assert!(WriteError::workbook(Path::new("甲.xlsx"), other).reason.starts_with("工作簿排不成"));
    }
}
