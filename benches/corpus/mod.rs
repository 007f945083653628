//! The documents that are measured: the specimens in `seeds/`, the real documents where they lie beside the repository,
//! and long ones made up.

use gongwen::check::{self, Settings};
use gongwen::document::Document;
use gongwen::extract;
use gongwen::ingest::{self, Limits};
use gongwen::record::{DocumentRecords, Format, Source};
use gongwen::rules::Rules;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The built-in rules.
pub static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load(None).expect("the built-in rules are sound"));

/// A folder of documents.
#[derive(Debug, Clone, Copy)]
pub struct Corpus {
    name: &'static str,
    folder: &'static str,
}

/// The documents of the project itself.
pub const SPECIMENS: Corpus = Corpus { name: "specimens", folder: "seeds" };

const CORPORA: [Corpus; 2] = [SPECIMENS, Corpus { name: "real", folder: "../shared/seeds" }];

impl fmt::Display for Corpus {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

impl Corpus {
    fn path(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(self.folder)
    }

    /// Bytes and extension of every document, by name.
    pub fn files(&self) -> Vec<(Vec<u8>, String)> {
        let entries = fs::read_dir(self.path()).expect("the folder is there");
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
        files.retain(|file| file.file_stem().is_some_and(|stem| stem != "README"));
        files.sort();
        let extension = |file: &Path| file.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
        files.iter().map(|file| (fs::read(file).expect("readable"), extension(file))).collect()
    }

    /// Every document as it is read, by name.
    pub fn documents(&self) -> Vec<Document> {
        self.files().iter().map(|(bytes, extension)| read(bytes, extension)).collect()
    }

    /// The records with their findings.
    pub fn records(&self) -> Vec<DocumentRecords> {
        let settings = Settings::default();
        let checked = |mut records| {
            check::run(&mut records, &settings);
            records
        };
        self.documents().iter().map(|document| checked(records(document))).collect()
    }
}

/// The corpora that are here.
pub fn corpora() -> Vec<Corpus> {
    CORPORA.into_iter().filter(|corpus| corpus.path().is_dir()).collect()
}

/// Reads a document from the bytes of a file with this extension.
pub fn read(bytes: &[u8], extension: &str) -> Document {
    ingest::read_bytes(bytes, extension, &Limits::default()).expect("a document that can be read").document
}

/// What is extracted from a document.
pub fn records(document: &Document) -> DocumentRecords {
    records_by(&RULES, document)
}

/// What is extracted from a document by some rules.
pub fn records_by(rules: &Rules, document: &Document) -> DocumentRecords {
    let source = Source {
        path: "bench.txt".to_string(),
        format: Format::Text,
        encoding: "UTF-8".to_string(),
        bytes: 0,
        sha256: String::new(),
    };
    extract::extract(document, source, rules)
}

/// Allocation tables and task lists in turn, one cell a paragraph, and duties in prose.
pub fn long_document(rows: usize) -> String {
    const ROWS_OF_A_LIST: usize = 250;
    let mut text = String::from("海湾市2025年重点工作要点\n\n");
    for (part, start) in (0..rows).step_by(ROWS_OF_A_LIST).enumerate() {
        let rows = start..rows.min(start + ROWS_OF_A_LIST);
        let head = format!("附件{}\n\n海湾市2025年第{}批", part + 1, part + 1);
        match part % 2 {
            0 => text.push_str(&format!("{head}任务分解\n\n序号\n\n指标\n\n全市\n\n东区\n\n西区\n\n责任单位\n\n")),
            _ => text.push_str(&format!("{head}工作清单\n\n序号\n\n工作任务\n\n目标体系\n\n进度安排\n\n责任单位\n\n")),
        }
        for (number, row) in (1..).zip(rows) {
            let (name, unit) = quantity_name(row);
            let (east, west) = (row * 7 % 53 + 2, row * 11 % 47 + 3);
            let total = east + west;
            let cells = match part % 2 {
                0 => format!("{name}（{unit}）\n\n{total}\n\n{east}\n\n{west}"),
                _ => format!(
                    "推进{name}\n\n{name}{total}{unit}。\n\n2—6月：{name}{east}{unit}；7—12月：{name}{total}{unit}。"
                ),
            };
            text.push_str(&format!("{number}\n\n{cells}\n\n市住建局、市水利局\n\n"));
        }
    }
    text
}

/// What the row counts, and its unit of measure.
fn quantity_name(row: usize) -> (String, &'static str) {
    const VERBS: [&str; 7] = ["新建", "改造", "新增", "培育", "整治", "完成", "创建"];
    const KINDS: [&str; 13] =
        ["沿江", "山区", "智慧", "绿色", "传统", "民营", "园区", "牧区", "港口", "老城", "高校", "渔业", "乡村"];
    const THINGS: [(&str, &str); 11] = [
        ("养老床位", "张"),
        ("充电桩", "个"),
        ("口袋公园", "个"),
        ("公路", "公里"),
        ("污水管网", "公里"),
        ("卫生室", "所"),
        ("水库", "座"),
        ("停车场", "个"),
        ("实验室", "个"),
        ("家庭农场", "家"),
        ("候车亭", "个"),
    ];
    const ENDS: [&str; 5] = ["适老化", "数字化", "标准化", "规范化", "一体化"];
    let (thing, unit) = THINGS[row % 11];
    let kinds = [KINDS[row / 3 % 13], KINDS[row / 17 % 13]];
    (format!("{}{}{}{}{thing}", VERBS[row % 7], kinds[0], kinds[1], ENDS[row / 5 % 5]), unit)
}
