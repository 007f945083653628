use super::detect::Foreign;
use super::limits::Limit;
use std::fs;
use std::io;
use std::path::Path;
use thiserror::Error;

/// Why a file could not be read. `Display` is the reason in Chinese; [`IngestError::remedy`] says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IngestError {
    /// No bytes, or nothing but blanks.
    #[error("文件是空的，没有任何文字")]
    Empty,
    /// Neither a known format nor text.
    #[error("文件不是文本，而是二进制数据")]
    Binary,
    /// A format that no reader exists for.
    #[error("{}暂不支持", .0.name)]
    Unsupported(Foreign),
    /// More characters broken than a text can bear.
    #[error("按 {encoding} 解码时有 {count} 个字符无法识别，全文无法可靠读取")]
    BrokenEncoding {
        /// The encoding that fitted best.
        encoding: &'static str,
        /// How many characters could not be decoded.
        count: usize,
        /// Line of the first one, 1-based.
        line: u32,
        /// Column of the first one, 1-based, in characters.
        column: u32,
    },
    /// A bound of [`super::Limits`] is passed.
    #[error("{}为 {found}，超过上限 {limit}", .what.label())]
    TooLarge {
        /// Which bound.
        what: Limit,
        /// What the file has; for counts that stop at the bound, the bound and one.
        found: u64,
        /// The bound.
        limit: u64,
        /// The line it was passed in, 1-based.
        line: Option<u32>,
    },
    /// It can be opened with a password only.
    #[error("文件加了密码，无法读取")]
    Encrypted,
    /// The file is not what its format asks for.
    #[error("文件结构有误：{0}")]
    Damaged(String),
    /// An old format, and the program that turns it into a new one is not installed.
    #[error("读取{0}需要 LibreOffice，这台电脑上没有找到")]
    NoConverter(&'static str),
    /// The program that turns old formats into new ones failed.
    #[error("LibreOffice 没有转换成功：{0}")]
    NotConverted(String),
    /// A symbolic link inside an archive.
    #[error("这是压缩包里的一个链接，不是文件")]
    ArchiveLink,
    /// Pages that are pictures.
    #[error("这是扫描件：{pages} 页都是图片，没有文字层")]
    Scan {
        /// Number of pages.
        pages: u64,
    },
    /// Fonts that do not say what their shapes stand for.
    #[error("文件的字体没有说明 {count} 个字是什么字，无法可靠读取")]
    Unmapped {
        /// Number of characters.
        count: u64,
    },
    /// The system refuses to open it.
    #[error("没有读取权限")]
    NoPermission,
    /// A symbolic link whose target does not exist.
    #[error("这是一个失效的链接，指向的文件不存在")]
    BrokenLink,
    /// Links of folders that lead back into themselves.
    #[error("链接的文件夹指回自身，成了循环")]
    LinkLoop,
    /// Nothing of that name.
    #[error("文件不存在")]
    NotFound,
    /// A folder where a file is asked for.
    #[error("这是文件夹，不是文件")]
    IsFolder,
    /// A device, a pipe, a socket.
    #[error("这不是普通文件")]
    NotAFile,
    /// Any other failure of the system.
    #[error("读取失败：{0}")]
    Io(String),
}

impl IngestError {
    /// The error for what the system says about a path; tells a link that leads nowhere from a file that is not there.
    pub fn at(path: &Path, error: &io::Error) -> IngestError {
        let is_link = || fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        match error.kind() {
            io::ErrorKind::NotFound if is_link() => IngestError::BrokenLink,
            io::ErrorKind::NotFound => IngestError::NotFound,
            io::ErrorKind::PermissionDenied => IngestError::NoPermission,
            io::ErrorKind::IsADirectory => IngestError::IsFolder,
            _ => IngestError::Io(error.to_string()),
        }
    }

    /// Stable name of the kind, for `index.json`.
    pub fn kind(&self) -> &'static str {
        match self {
            IngestError::Empty => "empty",
            IngestError::Binary => "binary",
            IngestError::Unsupported(_) => "unsupported",
            IngestError::BrokenEncoding { .. } => "encoding",
            IngestError::TooLarge { .. } => "too-large",
            IngestError::Encrypted => "encrypted",
            IngestError::Damaged(_) => "damaged",
            IngestError::NoConverter(_) => "no-converter",
            IngestError::NotConverted(_) => "not-converted",
            IngestError::Scan { .. } => "scan",
            IngestError::Unmapped { .. } => "unmapped",
            IngestError::ArchiveLink => "archive-link",
            IngestError::NoPermission => "permission",
            IngestError::BrokenLink => "broken-link",
            IngestError::LinkLoop => "link-loop",
            IngestError::NotFound => "not-found",
            IngestError::IsFolder => "folder",
            IngestError::NotAFile => "not-a-file",
            IngestError::Io(_) => "io",
        }
    }

    /// What the user can do, a Chinese sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            IngestError::Empty => "请确认文件已保存完整",
            IngestError::Binary => "请用能打开它的软件另存为文本（.txt）后再试",
            IngestError::Unsupported(foreign) => foreign.way_out.remedy(),
            IngestError::BrokenEncoding { .. } => "请用记事本打开检查，另存为 UTF-8 编码后再试",
            IngestError::TooLarge { .. } => "请拆分成几个文件，或用 --limit 放宽上限",
            IngestError::Encrypted => "请用密码打开，另存为不加密的文件后再试",
            IngestError::Damaged(_) => "请用原来的软件打开检查，重新保存后再试",
            IngestError::NoConverter(_) => "请安装 LibreOffice，或另存为 .docx 后再试",
            IngestError::NotConverted(_) => "请用原来的软件打开检查，另存为 .docx 后再试",
            IngestError::Scan { .. } => "请先用文字识别（OCR）软件加上文字层，或向发文单位索取 Word、OFD 原件",
            IngestError::Unmapped { .. } => "请向发文单位索取 Word 原件，或用文字识别（OCR）软件转成文本后再试",
            IngestError::ArchiveLink => "请把它指向的文件直接放进压缩包",
            IngestError::NoPermission => "请联系文件的所有者开放读取权限，或复制一份再试",
            IngestError::BrokenLink => "请删除该链接，或恢复它指向的文件",
            IngestError::LinkLoop => "请删除指回上级文件夹的链接",
            IngestError::NotFound => "请检查路径是否写对",
            IngestError::IsFolder => "请给出文件夹里的文件",
            IngestError::NotAFile => "请复制成普通文件后再试",
            IngestError::Io(_) => "请检查磁盘或网络驱动器后再试",
        }
    }

    /// Line and column where it went wrong, both 1-based; the column is missing where a whole line is meant.
    pub fn place(&self) -> Option<(u32, Option<u32>)> {
        match self {
            IngestError::BrokenEncoding { line, column, .. } => Some((*line, Some(*column))),
            IngestError::TooLarge { line, .. } => line.map(|line| (line, None)),
            _ => None,
        }
    }
}
