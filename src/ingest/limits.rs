/// Bounds for what a reader takes (读入上限); beyond them a file is refused with a sentence, not read in part.
///
/// A policy file of two hundred pages has about 200 KB of text, 5,000 lines and 5,000 cells: the defaults leave sixty
/// times that, and keep the program under 512 MB of memory whatever a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file in bytes.
    pub file_bytes: u64,
    /// Bytes of the text in the file, as UTF-8, without its markup.
    pub text_bytes: u64,
    /// Number of lines of a text, or of paragraphs and cells of another file.
    pub lines: usize,
    /// Length of one line in characters.
    pub line_characters: usize,
    /// Number of cells in one row of a table.
    pub row_cells: usize,
    /// Number of cells in all tables of a file.
    pub cells: usize,
    /// Depth of elements inside each other, in HTML and XML.
    pub depth: usize,
    /// Number of elements, attributes and pieces of text in a web page or a part of an office file.
    pub nodes: usize,
    /// Bytes of an office file or an archive when unpacked, all parts together.
    pub unpacked_bytes: u64,
    /// Number of parts of an office file, or of files in an archive.
    pub members: usize,
    /// Number of pages of a PDF or OFD file.
    pub pages: usize,
    /// Bytes of all files of an archive when unpacked, those of archives inside it included.
    pub archive_bytes: u64,
    /// Depth of archives inside each other.
    pub nesting: usize,
}

/// A bound by the name under which a person sets it.
struct Named {
    name: &'static str,
    /// Bytes, or one, that a unit of the number stands for.
    unit: u64,
    put: fn(&mut Limits, u64),
}

const MEGABYTE: u64 = 1024 * 1024;

const fn named(name: &'static str, unit: u64, put: fn(&mut Limits, u64)) -> Named {
    Named { name, unit, put }
}

/// For counts; on a machine with shorter words the greatest number has to do.
fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

const NAMED: [Named; 13] = [
    named("file-mb", MEGABYTE, |limits, number| limits.file_bytes = number),
    named("text-mb", MEGABYTE, |limits, number| limits.text_bytes = number),
    named("lines", 1, |limits, number| limits.lines = count(number)),
    named("line-characters", 1, |limits, number| limits.line_characters = count(number)),
    named("row-cells", 1, |limits, number| limits.row_cells = count(number)),
    named("cells", 1, |limits, number| limits.cells = count(number)),
    named("depth", 1, |limits, number| limits.depth = count(number)),
    named("nodes", 1, |limits, number| limits.nodes = count(number)),
    named("unpacked-mb", MEGABYTE, |limits, number| limits.unpacked_bytes = number),
    named("members", 1, |limits, number| limits.members = count(number)),
    named("pages", 1, |limits, number| limits.pages = count(number)),
    named("archive-mb", MEGABYTE, |limits, number| limits.archive_bytes = number),
    named("nesting", 1, |limits, number| limits.nesting = count(number)),
];

impl Limits {
    /// The names that [`Limits::set`] takes, in the order of the fields.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|named| named.name)
    }

    /// Sets a bound by its name, those of sizes in megabytes (MB, 1024 × 1024 bytes), the others as they are counted.
    /// Gives whether there is such a bound.
    ///
    /// ```
    /// let mut limits = gongwen::ingest::Limits::default();
    /// assert!(limits.set("pages", 8000) && limits.set("file-mb", 100));
    /// assert_eq!((limits.pages, limits.file_bytes), (8000, 104_857_600));
    /// assert!(!limits.set("page", 8000));
    /// ```
    pub fn set(&mut self, name: &str, number: u64) -> bool {
        let Some(named) = NAMED.iter().find(|named| named.name == name) else { return false };
        (named.put)(self, number.saturating_mul(named.unit));
        true
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 64 * 1024 * 1024,
            text_bytes: 32 * 1024 * 1024,
            lines: 600_000,
            line_characters: 200_000,
            row_cells: 1_000,
            cells: 300_000,
            depth: 512,
            nodes: 1_000_000,
            unpacked_bytes: 128 * 1024 * 1024,
            members: 10_000,
            pages: 5_000,
            archive_bytes: 1024 * 1024 * 1024,
            nesting: 3,
        }
    }
}

/// Which bound of [`Limits`] was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::file_bytes`]
    FileBytes,
    /// [`Limits::text_bytes`]
    TextBytes,
    /// [`Limits::lines`]
    Lines,
    /// [`Limits::line_characters`]
    LineCharacters,
    /// [`Limits::row_cells`]
    RowCells,
    /// [`Limits::cells`]
    Cells,
    /// [`Limits::depth`]
    Depth,
    /// [`Limits::nodes`]
    Nodes,
    /// [`Limits::unpacked_bytes`], for an archive [`Limits::archive_bytes`]
    UnpackedBytes,
    /// [`Limits::members`]
    Members,
    /// [`Limits::pages`]
    Pages,
    /// [`Limits::nesting`]
    Nesting,
}

impl Limit {
    /// The Chinese words for what is counted.
    pub fn label(self) -> &'static str {
        match self {
            Limit::FileBytes => "文件字节数",
            Limit::TextBytes => "文字字节数",
            Limit::Lines => "行数",
            Limit::LineCharacters => "单行字符数",
            Limit::RowCells => "表格单行的单元格数",
            Limit::Cells => "单元格总数",
            Limit::Depth => "标签嵌套层数",
            Limit::Nodes => "元素个数",
            Limit::UnpackedBytes => "解压后的字节数",
            Limit::Members => "压缩包里的文件数",
            Limit::Pages => "页数",
            Limit::Nesting => "压缩包套压缩包的层数",
        }
    }
}
