use super::{Anchor, Claim, Correction, Coverage, Finding, ListInfo, Reporting, Target, Task, Unclear, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything that was read out of one document: the content of `documents/<id>.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRecords {
    /// Version of this contract, see [`super::SCHEMA_VERSION`].
    pub schema_version: u32,
    /// What the document is.
    pub document: DocumentInfo,
    /// The lists and tables that the records stand in, in source order.
    pub lists: Vec<ListInfo>,
    /// Indicators with their values.
    pub targets: Vec<Target>,
    /// Tasks with their schedules.
    pub tasks: Vec<Task>,
    /// Every responsible unit once.
    pub units: Vec<Unit>,
    /// What sentences of the document promise about its lists ("62项重点工作").
    pub claims: Vec<Claim>,
    /// What looks like a known kind of thing and no rule reads, in source order.
    #[serde(default)]
    pub not_understood: Vec<Unclear>,
    /// How often units must report, where the document says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reporting: Vec<Reporting>,
    /// What a person has put right in the records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// What does not add up.
    pub findings: Vec<Finding>,
    /// Where every character of the input went.
    pub coverage: Coverage,
}

/// The document itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentInfo {
    /// Stable name of the document, also its file name: from the document number, else title and year.
    pub id: String,
    /// The input file.
    pub source: Source,
    /// Title (标题) as printed, null when the file prints none.
    pub title: Option<String>,
    /// Document number (文号), such as `X政发〔2023〕9号`.
    pub doc_number: Option<String>,
    /// Issuing organ (发文机关).
    pub issuer: Option<String>,
    /// Index number (索引号).
    pub index_number: Option<String>,
    /// Date of signature (成文日期), ISO 8601.
    pub signed_date: Option<String>,
    /// Date of publication (发布日期), ISO 8601.
    pub published_date: Option<String>,
    /// Region that the document governs.
    pub region: Option<Region>,
    /// Year that the document governs, the first of a span; not the year of issue.
    pub year: Option<i32>,
    /// Announced attachments (附件).
    pub attachments: Vec<Attachment>,
    /// Heads of attachments that the file prints behind the letter ("附件1"), with the title in the same line.
    #[serde(default)]
    pub attached: Vec<Attachment>,
    /// What a person should know of how the file was read (读取说明): hidden sheets left out, changes taken as accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// The input file of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Path relative to the folder that was given, `/` between parts.
    pub path: String,
    /// Format of the file.
    pub format: Format,
    /// Encoding it was decoded from, such as `UTF-8` or `GB18030`.
    pub encoding: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// Formats that readers exist for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// Web page.
    Html,
    /// Separated values.
    Csv,
    /// Excel workbook.
    Xlsx,
    /// Binary Excel workbook.
    Xlsb,
    /// Old Excel or WPS workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Word document.
    Docx,
    /// Old Word, WPS, RTF or OpenDocument text, read by way of LibreOffice.
    Doc,
    /// PDF with a text layer.
    Pdf,
    /// OFD, the national format for official documents.
    Ofd,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 12] = [
        Format::Text,
        Format::Markdown,
        Format::Html,
        Format::Csv,
        Format::Xlsx,
        Format::Xlsb,
        Format::Xls,
        Format::Ods,
        Format::Docx,
        Format::Doc,
        Format::Pdf,
        Format::Ofd,
    ];

    /// The Chinese name.
    pub fn label(self) -> &'static str {
        match self {
            Format::Text => "纯文本",
            Format::Markdown => "Markdown",
            Format::Html => "网页",
            Format::Csv => "CSV",
            Format::Xlsx => "Excel 工作簿",
            Format::Xlsb => "二进制 Excel 工作簿",
            Format::Xls => "旧版 Excel 或 WPS 工作簿",
            Format::Ods => "OpenDocument 工作簿",
            Format::Docx => "Word 文档",
            Format::Doc => "旧版 Word、WPS 等文档",
            Format::Pdf => "PDF",
            Format::Ofd => "OFD",
        }
    }
}

/// A region (行政区划) with its level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Region {
    /// Name with its suffix.
    pub name: String,
    /// Administrative level.
    pub level: Level,
}

/// Administrative level (行政层级). A district (区) of a city is on county level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 省、自治区、直辖市
    Province,
    /// 地级市
    City,
    /// 县、区、县级市
    County,
    /// 乡镇、街道
    Town,
}

/// An attachment that the document announces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attachment {
    /// Printed number.
    pub number: Option<u32>,
    /// Title as announced.
    pub title: String,
    /// Place of the announcement.
    pub anchor: Anchor,
}
