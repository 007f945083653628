use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a reader finds a record in the source (出处).
///
/// Text formats use lines and columns, 1-based, columns counted in characters; the end is the last character itself.
/// `table`, `row` and `col` (1-based) are added where the record came out of a recovered table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Anchor {
    /// First line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<u32>,
    /// First column, in characters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<u32>,
    /// Last line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub end_line: Option<u32>,
    /// Last column, in characters, inclusive.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub end_column: Option<u32>,
    /// Sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sheet: Option<String>,
    /// Cell of a workbook, such as `B7`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cell: Option<String>,
    /// Page of a PDF or OFD file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<u32>,
    /// Number of the table in the document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub table: Option<u32>,
    /// Row of the recovered table, without its header.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<u32>,
    /// Column of the recovered table.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub col: Option<u32>,
}

impl Anchor {
    /// An anchor in a text: first line and column, last line and column, all 1-based and inclusive.
    pub fn text(line: u32, column: u32, end_line: u32, end_column: u32) -> Self {
        Anchor {
            line: Some(line),
            column: Some(column),
            end_line: Some(end_line),
            end_column: Some(end_column),
            ..Anchor::default()
        }
    }

    /// The place in words for a Chinese reader, such as `第120行` or `第3页`.
    ///
    /// ```
    /// use gongwen::record::Anchor;
    /// assert_eq!(Anchor::text(120, 7, 120, 12).place(), "第120行");
    /// assert_eq!(Anchor::text(120, 7, 124, 12).place(), "第120—124行");
    /// ```
    pub fn place(&self) -> String {
        if let (Some(sheet), Some(cell)) = (&self.sheet, &self.cell) {
            return format!("工作表“{sheet}”{cell}");
        }
        let page = self.page.map(|p| format!("第{p}页")).unwrap_or_default();
        match (self.line, self.end_line) {
            (Some(a), Some(b)) if a != b => format!("{page}第{a}—{b}行"),
            (Some(a), _) => format!("{page}第{a}行"),
            _ => page,
        }
    }
}
