//! Reading a printed document back through the library, and holding the rows against the truth.

use crate::document::Document;
use crate::logical::Fields;
use gongwen::document::Document as Typed;
use gongwen::ingest::{self, Limits};
use gongwen::layout::{Item, lay_out};
use gongwen::record::{Anchor, DocumentRecords, Format, Responsible, Source, Target, Task};
use gongwen::rules::Rules;
use std::sync::OnceLock;

/// A row as it was read.
#[derive(Debug, Clone)]
pub struct ReadRow {
    pub fields: Fields,
    pub confidence: f64,
    pub margin: f32,
    /// What the table as a whole says of its rows: see [`TableLook`].
    pub table: TableLook,
}

/// What may tell how far the margins of a table can be trusted.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableLook {
    pub columns_margin: f32,
    pub rows: usize,
    pub doubtful_rows: usize,
    pub strays: usize,
    pub columns: usize,
    pub sub_rows: usize,
}

/// A row of the truth beside the row read for it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// What was to be read; None for a row that there is not.
    pub truth: Option<Fields>,
    /// What was read; None for a row that was lost.
    pub read: Option<ReadRow>,
    /// Fields of the truth, and of these the right ones.
    pub fields: usize,
    pub right: usize,
}

impl Judged {
    /// Every cell in place.
    pub fn is_right(&self) -> bool {
        self.truth.is_some() && self.read.is_some() && self.fields == self.right
    }

    /// Wrong, and the program does not doubt it.
    pub fn is_wrong_and_sure(&self) -> bool {
        !self.is_right() && self.read.as_ref().is_some_and(|row| row.confidence >= 0.9)
    }
}

/// The built-in rules, compiled once.
pub fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| Rules::load(None).expect("the built-in rules"))
}

/// Reads a printed document and judges every row.
pub fn judge(document: &Document) -> Vec<Judged> {
    align(&document.rows, &read(document))
}

/// Judges every row of what was read of a printed document; without the margins, which cost another reading.
pub fn judge_records(document: &Document, records: &DocumentRecords) -> Vec<Judged> {
    align(&document.rows, &rows(records, &[]))
}

/// The records of a printed document.
pub fn extract(document: &Document) -> DocumentRecords {
    records(&ingested(document))
}

/// The rows of all tables of a printed document, in order.
pub fn read(document: &Document) -> Vec<ReadRow> {
    let ingested = ingested(document);
    rows(&records(&ingested), &margins(&ingested))
}

fn ingested(document: &Document) -> Typed {
    let read = ingest::read_bytes(document.text.as_bytes(), document.extension, &Limits::default());
    read.expect("a text").document
}

fn records(document: &Typed) -> DocumentRecords {
    let source = Source {
        path: "generated".to_string(),
        format: Format::Text,
        encoding: "UTF-8".to_string(),
        bytes: 0,
        sha256: String::new(),
    };
    gongwen::extract::extract(document, source, rules())
}

fn look(table: &gongwen::layout::RecoveredTable) -> TableLook {
    TableLook {
        columns_margin: table.columns_margin,
        rows: table.rows.len(),
        doubtful_rows: table.rows.iter().filter(|row| row.margin < 3.0).count(),
        strays: table.strays.len(),
        columns: table.columns.len(),
        sub_rows: table.rows.iter().filter(|row| !row.number_printed).count(),
    }
}

fn margins(document: &Typed) -> Vec<(TableLook, Vec<f32>)> {
    let tables = lay_out(document, rules()).items.into_iter();
    let tables = tables.filter_map(|item| if let Item::Table(table) = item { Some(table) } else { None });
    tables.map(|table| (look(&table), table.rows.iter().map(|row| row.margin).collect())).collect()
}

/// The rows of the records; those of a table without margins have none.
fn rows(records: &DocumentRecords, margins: &[(TableLook, Vec<f32>)]) -> Vec<ReadRow> {
    let mut out: Vec<((u32, u32), ReadRow)> = Vec::new();
    let mut add = |anchor: &Anchor, fields: Fields, confidence: f64| {
        let (Some(table), Some(row)) = (anchor.table, anchor.row) else { return };
        let of_table = margins.get(table as usize - 1).map(|(look, margins)| (margins[row as usize - 1], *look));
        let (margin, look) = of_table.unwrap_or_default();
        out.push(((table, row), ReadRow { fields, confidence, margin, table: look }));
    };
    for target in &records.targets {
        add(&target.anchor, fields_of_target(target), target.confidence);
    }
    for task in &records.tasks {
        add(&task.anchor, fields_of_task(task), task.confidence);
    }
    out.sort_by_key(|(place, _)| *place);
    out.into_iter().map(|(_, row)| row).collect()
}

fn fields_of_target(target: &Target) -> Fields {
    let mut out = vec![
        ("category".to_string(), target.category.join("/")),
        ("seq".to_string(), target.seq.map(|n| n.to_string()).unwrap_or_default()),
        ("name".to_string(), target.name.clone()),
        ("component".to_string(), target.component.clone().unwrap_or_default()),
        ("unit".to_string(), target.unit.clone().unwrap_or_default()),
        ("attribute".to_string(), target.attribute.clone().unwrap_or_default()),
        ("units".to_string(), names(&target.responsible)),
    ];
    let values = target.values.iter().enumerate();
    out.extend(values.map(|(n, value)| (format!("value {}", n + 1), value.raw.clone())));
    out
}

fn fields_of_task(task: &Task) -> Fields {
    let mut out = vec![
        ("category".to_string(), task.category.join("/")),
        ("seq".to_string(), task.seq.map(|n| n.to_string()).unwrap_or_default()),
        ("title".to_string(), task.title.clone().unwrap_or_default()),
        ("units".to_string(), names(&task.responsible)),
        ("leader".to_string(), task.leader.clone().unwrap_or_default()),
    ];
    out.extend(task.sections.iter().map(|s| (format!("section {}", s.name), s.text.clone())));
    out
}

fn names(units: &[Responsible]) -> String {
    units.iter().map(|u| u.name.as_str()).collect::<Vec<_>>().join("、")
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(f, _)| f == name).map_or("", |(_, text)| text)
}

/// How many fields of the truth a row has right.
fn right_fields(truth: &Fields, read: &Fields) -> usize {
    truth.iter().filter(|(name, text)| plain(text) == plain(field(read, name))).count()
}

/// Puts the rows of the truth beside those that were read, in order, so that as much as possible agrees.
fn align(truth: &[Fields], read: &[ReadRow]) -> Vec<Judged> {
    let agree = |t: &Fields, r: &ReadRow| {
        let name = |f: &Fields| plain(&format!("{}{}", field(f, "name"), field(f, "title")));
        let same_name = usize::from(name(t) == name(&r.fields)) * 6;
        right_fields(t, &r.fields) + same_name
    };
    let (n, m) = (truth.len(), read.len());
    let mut best = vec![vec![0usize; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let score = agree(&truth[i], &read[j]);
            let pair = if score >= 2 { best[i + 1][j + 1] + score } else { 0 };
            best[i][j] = pair.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < n || j < m {
        let score = if i < n && j < m { agree(&truth[i], &read[j]) } else { 0 };
        if score >= 2 && best[i][j] == best[i + 1][j + 1] + score {
            out.push(judged(Some(&truth[i]), Some(&read[j])));
            (i, j) = (i + 1, j + 1);
        } else if j == m || (i < n && best[i][j] == best[i + 1][j]) {
            out.push(judged(Some(&truth[i]), None));
            i += 1;
        } else {
            out.push(judged(None, Some(&read[j])));
            j += 1;
        }
    }
    out
}

fn judged(truth: Option<&Fields>, read: Option<&ReadRow>) -> Judged {
    let fields = truth.map_or(0, Vec::len);
    let right = truth.zip(read).map_or(0, |(t, r)| right_fields(t, &r.fields));
    Judged { truth: truth.cloned(), read: read.cloned(), fields, right }
}

/// The names of the fields that are wrong in a row.
pub fn wrong_fields(judged: &Judged) -> String {
    match (&judged.truth, &judged.read) {
        (Some(truth), Some(read)) => {
            let wrong = truth.iter().filter(|(name, text)| plain(text) != plain(field(&read.fields, name)));
            let mut names: Vec<&str> = wrong.map(|(name, _)| name.split(' ').next().unwrap_or(name)).collect();
            names.dedup();
            names.join(" ")
        }
        (Some(_), None) => "lost".to_string(),
        (None, _) => "not there".to_string(),
    }
}

/// What is wrong with a row, for a person.
pub fn explain(judged: &Judged) -> String {
    match (&judged.truth, &judged.read) {
        (Some(truth), Some(read)) => {
            let wrong = truth.iter().filter(|(name, text)| plain(text) != plain(field(&read.fields, name)));
            let wrong: Vec<String> =
                wrong.map(|(name, text)| format!("{name}: {text:?} read as {:?}", field(&read.fields, name))).collect();
            format!("{} ({:.2}, margin {:.2})", wrong.join("; "), read.confidence, read.margin)
        }
        (Some(truth), None) => format!("lost: {} {}", field(truth, "name"), field(truth, "title")),
        (None, Some(read)) => {
            let shown: Vec<&str> = read.fields.iter().map(|(_, t)| t.as_str()).filter(|t| !t.is_empty()).collect();
            format!("not there: {} ({:.2}, margin {:.2})", shown.join(" / "), read.confidence, read.margin)
        }
        (None, None) => String::new(),
    }
}
