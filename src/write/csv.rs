//! `targets.csv`, `tasks.csv`, `findings.csv`: tidy tables (one value, one step, one finding a row) over all documents,
//! UTF-8 with a byte order mark so that Excel opens them right.

use super::files::AtomicFile;
use super::{WriteError, wording};
use crate::record::{Decimal, DocumentRecords, Finding, Responsible, ScheduleEntry, Target, TargetValue, Task};
use std::io::Write;
use std::path::Path;

/// Columns that every table begins with.
const DOCUMENT: [&str; 5] = ["文件编号", "文件", "文号", "文件地区", "文件年度"];

const TARGETS: [&str; 21] = [
    "指标编号",
    "清单",
    "类别",
    "序号",
    "指标",
    "分项",
    "计量单位",
    "属性",
    "牵头（责任）单位",
    "配合单位",
    "地区",
    "年度",
    "口径",
    "原文",
    "关系",
    "数值",
    "数值上限",
    "数值单位",
    "备注",
    "把握",
    "出处",
];

const TASKS: [&str; 15] = [
    "任务编号",
    "清单",
    "类别",
    "序号",
    "任务",
    "内容",
    "牵头（责任）单位",
    "配合单位",
    "牵头领导",
    "时间",
    "开始",
    "截止",
    "步骤",
    "把握",
    "出处",
];

const FINDINGS: [&str; 9] = ["程度", "代码", "说明", "应为", "实为", "涉及记录", "出处", "原文", "指纹"];

/// `targets.csv`: one value a row; an indicator without values has one row.
pub struct TargetsCsv(Table);

/// `tasks.csv`: one step of a schedule a row; a task without a schedule has one row.
pub struct TasksCsv(Table);

/// `findings.csv`: one finding a row.
pub struct FindingsCsv(Table);

/// What the three tables offer: made at a path, filled document by document, put in place at the end.
macro_rules! table {
    ($name:ident, $columns:expr, $rows:expr) => {
        impl $name {
            /// Opens the table at `path`; it appears there on [`finish`](Self::finish) only.
            ///
            /// # Errors
            /// When the folder cannot be written to.
            pub fn create(path: &Path) -> Result<Self, WriteError> {
                Table::create(path, &$columns).map(Self)
            }

            /// Adds the rows of a document.
            ///
            /// # Errors
            /// When the disk is full or gone.
            pub fn push(&mut self, records: &DocumentRecords) -> Result<(), WriteError> {
                $rows(records).iter().try_for_each(|row| self.0.row(row))
            }

            /// Puts the table in its place.
            ///
            /// # Errors
            /// When the last rows cannot be written or the file cannot be renamed.
            pub fn finish(self) -> Result<(), WriteError> {
                self.0.finish()
            }
        }
    };
}

table!(TargetsCsv, TARGETS, target_rows);
table!(TasksCsv, TASKS, task_rows);
table!(FindingsCsv, FINDINGS, finding_rows);

/// A table on its way to the disk.
struct Table {
    path: std::path::PathBuf,
    writer: csv::Writer<AtomicFile>,
}

impl Table {
    fn create(path: &Path, columns: &[&str]) -> Result<Self, WriteError> {
        let mut file = AtomicFile::create(path)?;
        file.write_all("\u{feff}".as_bytes()).map_err(|e| file.error(e))?;
        let mut table = Table { path: path.to_owned(), writer: csv::Writer::from_writer(file) };
        let titles: Vec<String> = DOCUMENT.iter().chain(columns).map(|&title| title.to_owned()).collect();
        table.row(&titles)?;
        Ok(table)
    }

    fn row(&mut self, cells: &[String]) -> Result<(), WriteError> {
        self.writer.write_record(cells).map_err(|e| WriteError::csv(&self.path, e))
    }

    fn finish(self) -> Result<(), WriteError> {
        let file = self.writer.into_inner().map_err(|e| WriteError::csv(&self.path, e.into_error().into()))?;
        file.commit()
    }
}

fn target_rows(records: &DocumentRecords) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for target in &records.targets {
        let mut row = |value| rows.push([document(records), target_cells(target, value)].concat());
        target.values.iter().for_each(|value| row(Some(value)));
        if target.values.is_empty() {
            row(None);
        }
    }
    rows
}

fn target_cells(target: &Target, value: Option<&TargetValue>) -> Vec<String> {
    let place = value.map_or(&target.anchor, |v| &v.anchor).place();
    let mut cells = vec![text(&target.id), text(&target.list), text(&wording::category(&target.category))];
    cells.extend([plain(target.seq), text(&target.name), optional(&target.component), optional(&target.unit)]);
    cells.push(optional(&target.attribute));
    cells.extend(units(&target.responsible));
    cells.extend(value.map(value_cells).unwrap_or_else(|| vec![String::new(); 9]));
    cells.extend([target.confidence.to_string(), place]);
    cells
}

fn value_cells(value: &TargetValue) -> Vec<String> {
    vec![
        text(&value.region),
        plain(value.year),
        value.basis.label().to_owned(),
        text(&value.raw),
        wording::operator(value.op).to_owned(),
        decimal(value.number),
        decimal(value.number_max),
        optional(&value.unit),
        optional(&value.note),
    ]
}

fn task_rows(records: &DocumentRecords) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for task in &records.tasks {
        let mut row = |step| rows.push([document(records), task_cells(task, step)].concat());
        task.schedule.iter().for_each(|step| row(Some(step)));
        if task.schedule.is_empty() {
            row(None);
        }
    }
    rows
}

fn task_cells(task: &Task, step: Option<&ScheduleEntry>) -> Vec<String> {
    let place = step.map_or(&task.anchor, |s| &s.anchor).place();
    let mut cells = vec![text(&task.id), text(&task.list), text(&wording::category(&task.category))];
    cells.extend([plain(task.seq), optional(&task.title), text(&wording::content(&task.sections))]);
    cells.extend(units(&task.responsible));
    cells.push(optional(&task.leader));
    cells.extend(match step {
        Some(step) => [text(&step.raw), optional(&step.start), optional(&step.end), text(&step.text)],
        None => Default::default(),
    });
    cells.extend([task.confidence.to_string(), place]);
    cells
}

/// The findings of documents as the text of a CSV file, without a byte order mark, for standard output.
pub fn findings_text(documents: &[&DocumentRecords]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let titles: Vec<String> = DOCUMENT.iter().chain(&FINDINGS).map(|&title| title.to_owned()).collect();
    let rows = documents.iter().flat_map(|records| finding_rows(records));
    for row in [titles].into_iter().chain(rows) {
        writer.write_record(&row).expect("memory takes every row, and all rows are of one length");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("rows are texts")
}

fn finding_rows(records: &DocumentRecords) -> Vec<Vec<String>> {
    records.findings.iter().map(|finding| [document(records), finding_cells(finding)].concat()).collect()
}

fn finding_cells(finding: &Finding) -> Vec<String> {
    vec![
        finding.severity.label().to_owned(),
        text(&finding.code),
        text(&finding.message),
        optional(&finding.expected),
        optional(&finding.found),
        text(&finding.subject.join("、")),
        wording::places(&finding.evidence),
        text(&wording::quotes(&finding.evidence)),
        text(&finding.fingerprint),
    ]
}

fn document(records: &DocumentRecords) -> Vec<String> {
    let document = &records.document;
    vec![
        text(&document.id),
        text(wording::title(document)),
        optional(&document.doc_number),
        text(&wording::region(&document.region)),
        plain(document.year),
    ]
}

fn units(responsible: &[Responsible]) -> [String; 2] {
    [text(&wording::units_answering(responsible)), text(&wording::units_supporting(responsible))]
}

fn plain(number: Option<impl ToString>) -> String {
    number.map(|n| n.to_string()).unwrap_or_default()
}

fn decimal(number: Option<Decimal>) -> String {
    plain(number)
}

fn optional(cell: &Option<String>) -> String {
    cell.as_deref().map(text).unwrap_or_default()
}

/// A text cell that a spreadsheet program will not run as a formula: an apostrophe goes before `=`, `+`, `@` (also
/// full width), tab and carriage return, and before `-` with something like a formula behind it.
///
/// What offices print for "no value" ("-", "——", "--") and negative numbers ("-3.5%") stays as printed.
/// Scripts that want the text byte for byte read the JSON.
fn text(cell: &str) -> String {
    let mut rest = cell.chars();
    let risky = match rest.next() {
        Some('=' | '+' | '@' | '＝' | '＋' | '＠' | '\t' | '\r') => true,
        Some('-' | '－') => !is_harmless_behind_minus(rest.as_str()),
        _ => false,
    };
    if risky { format!("'{cell}") } else { cell.to_owned() }
}

/// Nothing, dashes and blanks, or a plain number with its percent sign.
fn is_harmless_behind_minus(rest: &str) -> bool {
    let dashes = rest.chars().all(|c| matches!(c, '-' | '－' | '—' | '–' | ' ' | '\u{3000}'));
    let number = rest.trim_end_matches(['%', '％', '‰']);
    dashes || number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::specimen;

    fn read(path: &Path) -> (Vec<String>, Vec<csv::StringRecord>) {
        let bytes = std::fs::read(path).unwrap();
        let body = bytes.strip_prefix("\u{feff}".as_bytes()).expect("byte order mark");
        let mut reader = csv::Reader::from_reader(body);
        let titles = reader.headers().unwrap().iter().map(str::to_owned).collect();
        (titles, reader.records().map(Result::unwrap).collect())
    }

    fn cell<'a>(table: &'a (Vec<String>, Vec<csv::StringRecord>), row: usize, title: &str) -> &'a str {
        &table.1[row][table.0.iter().position(|t| t == title).unwrap()]
    }

    #[test]
    fn text_that_looks_like_a_formula_is_made_harmless() {
        let changed = [
            "=1+1",
            "=HYPERLINK(\"http://x\")",
            "+1",
            "＋86",
            "@SUM(A1)",
            "＝1",
            "-1+cmd|' /C calc'!A0",
            "-A1",
            "\t=1",
        ];
        for cell in changed {
            assert_eq!(text(cell), format!("'{cell}"));
        }
        let kept = ["", "-", "--", "——", "- ", "-3.5", "-3.5%", "-1,200", "16", "≥16", "甲=乙", "——未定", "'=1"];
        for cell in kept {
            assert_eq!(text(cell), cell);
        }
    }

    #[test]
    fn targets_have_one_value_a_row() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("targets.csv");
        let mut csv = TargetsCsv::create(&path).unwrap();
        let mut records = specimen::city();
        records.targets[1].values.clear();
        csv.push(&records).unwrap();
        assert!(!path.exists());
        csv.finish().unwrap();
        let table = read(&path);
        assert_eq!(table.1.len(), 10);
        assert_eq!(cell(&table, 0, "数值"), "14.70");
        assert_eq!(cell(&table, 1, "原文"), "≥16");
        assert_eq!(cell(&table, 1, "关系"), "不低于");
        assert_eq!(cell(&table, 3, "指标"), "'=环境满意度");
        assert_eq!(cell(&table, 3, "原文"), "");
        assert_eq!(cell(&table, 7, "原文"), "-");
        assert_eq!(cell(&table, 0, "牵头（责任）单位"), "市发改委");
        assert_eq!(cell(&table, 0, "出处"), "第12行");
    }

    #[test]
    fn tasks_have_one_step_a_row_and_findings_one_each() {
        let dir = tempfile::tempdir().unwrap();
        let (tasks, findings) = (dir.path().join("tasks.csv"), dir.path().join("findings.csv"));
        let mut csv = TasksCsv::create(&tasks).unwrap();
        csv.push(&specimen::city()).unwrap();
        csv.finish().unwrap();
        let table = read(&tasks);
        assert_eq!(table.1.len(), 7, "six steps and a task without any");
        assert_eq!(cell(&table, 0, "开始"), "2022-02");
        assert_eq!(cell(&table, 6, "步骤"), "");
        let mut csv = FindingsCsv::create(&findings).unwrap();
        csv.push(&specimen::city()).unwrap();
        csv.push(&specimen::empty()).unwrap();
        csv.finish().unwrap();
        let table = read(&findings);
        assert_eq!(table.1.len(), 2);
        assert_eq!(cell(&table, 0, "程度"), "错误");
        assert_eq!(cell(&table, 0, "原文"), "第30行：78\n第31行：40");
    }

    #[test]
    fn every_row_has_as_many_cells_as_titles() {
        let records = specimen::city();
        let tables = [
            (target_rows(&records), TARGETS.len()),
            (task_rows(&records), TASKS.len()),
            (finding_rows(&records), FINDINGS.len()),
        ];
        for (rows, columns) in tables {
            assert!(rows.iter().all(|row| row.len() == DOCUMENT.len() + columns));
        }
    }
}
