//! The usual questions (常用查询), answered without SQL.

use super::{Ledger, LedgerError};
use rusqlite::types::{Value, ValueRef};

/// A question to the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Values of an indicator over the years, by the keys of its names.
    Indicator(Vec<String>),
    /// Indicators and tasks of a unit, by all its spellings.
    Unit(Vec<String>),
    /// Steps that end from a month to a month (`2024-06`), both included.
    Due(String, String),
    /// The documents with all their versions.
    Documents,
    /// Findings whose code begins so; all for an empty text.
    Findings(String),
}

/// Narrows a question down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Regions under their own names; all for an empty list.
    pub regions: Vec<String>,
    /// Year that the document governs.
    pub year: Option<i32>,
}

/// The answer: a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Titles of the columns, Chinese.
    pub columns: Vec<String>,
    /// The rows; an empty text where nothing is known.
    pub rows: Vec<Vec<String>>,
}

impl Ledger {
    /// Answers a question.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ask(&self, question: &Question, filter: &Filter) -> Result<Answer, LedgerError> {
        let (sql, values) = statement(question, filter);
        let ask = || {
            let mut statement = self.connection.prepare(&sql)?;
            let columns = statement.column_names().into_iter().map(str::to_string).collect::<Vec<_>>();
            let count = columns.len();
            let row = |row: &rusqlite::Row| (0..count).map(|at| row.get_ref(at).map(shown)).collect();
            let rows: rusqlite::Result<Vec<Vec<String>>> =
                statement.query_map(rusqlite::params_from_iter(values), row)?.collect();
            Ok(Answer { columns, rows: rows? })
        };
        ask().map_err(|error: rusqlite::Error| self.failed(error))
    }
}

fn shown(value: ValueRef) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
    }
}

/// Columns that name a document behind those of the answer.
const DOCUMENT: &str = "coalesce(d.doc_number, d.title, d.id) AS \"文件\", d.year AS \"文件年度\"";

fn statement(question: &Question, filter: &Filter) -> (String, Vec<Value>) {
    let texts = |list: &[String]| list.iter().map(|text| Value::Text(text.clone())).collect::<Vec<_>>();
    let marks = |list: &[String]| vec!["?"; list.len()].join(", ");
    let (select, order, mut values, region) = match question {
        Question::Indicator(keys) => (
            format!(
                "SELECT t.indicator AS \"指标\", v.place AS \"地区\", v.year AS \"年份\",
                        CASE v.basis WHEN 'actual' THEN '完成值' WHEN 'target' THEN '目标值'
                             WHEN 'superior_target' THEN '上级目标值' ELSE '预计值' END AS \"口径\",
                        replace(v.raw, char(10), '') AS \"原文\", v.unit AS \"计量单位\", {DOCUMENT}, t.id AS \"记录\", v.line AS \"行\"
                 FROM targets t
                 JOIN documents d ON d.version = t.document AND d.current = 1
                 JOIN target_values v ON v.document = t.document AND v.target = t.id
                 WHERE t.key IN ({})",
                marks(keys)
            ),
            "v.place, v.year, v.basis, d.year, d.version, t.id, v.position",
            texts(keys),
            "v.place",
        ),
        Question::Unit(names) => (
            format!(
                "SELECT CASE u.role WHEN 'lead' THEN '牵头' WHEN 'support' THEN '配合' ELSE '责任' END AS \"分工\",
                        CASE u.kind WHEN 'target' THEN '指标' ELSE '任务' END AS \"类型\",
                        coalesce(t.name, k.title, (SELECT substr(s.text, 1, 40) FROM sections s
                            WHERE s.document = u.document AND s.task = u.record AND s.position = 0)) AS \"名称\",
                        coalesce(t.list, k.list) AS \"清单\", u.unit AS \"单位\", {DOCUMENT}, u.record AS \"记录\"
                 FROM duties u
                 JOIN documents d ON d.version = u.document AND d.current = 1
                 LEFT JOIN targets t ON u.kind = 'target' AND t.document = u.document AND t.id = u.record
                 LEFT JOIN tasks k ON u.kind = 'task' AND k.document = u.document AND k.id = u.record
                 WHERE u.unit IN ({})",
                marks(names)
            ),
            "d.year, d.version, u.record, u.position",
            texts(names),
            "d.region",
        ),
        Question::Due(from, to) => (
            format!(
                "SELECT s.\"end\" AS \"截止\", k.title AS \"任务\", s.text AS \"步骤\",
                        (SELECT group_concat(unit, '、') FROM (SELECT unit FROM duties u
                            WHERE u.document = s.document AND u.record = s.task ORDER BY position)) AS \"责任单位\",
                        {DOCUMENT}, s.task AS \"记录\", s.line AS \"行\"
                 FROM schedule s
                 JOIN documents d ON d.version = s.document AND d.current = 1
                 JOIN tasks k ON k.document = s.document AND k.id = s.task
                 WHERE s.\"end\" BETWEEN ? AND ?"
            ),
            "s.\"end\", d.year, d.version, s.task, s.position",
            texts(&[from.clone(), to.clone()]),
            "d.region",
        ),
        Question::Documents => (
            "SELECT d.version AS \"版本\", CASE d.current WHEN 1 THEN '现行' ELSE '旧版' END AS \"状态\", d.id AS \"编号\",
                    d.doc_number AS \"文号\", d.title AS \"标题\", d.region AS \"地区\", d.year AS \"年度\", d.path AS \"文件\",
                    (SELECT count(*) FROM targets t WHERE t.document = d.version) AS \"指标\",
                    (SELECT count(*) FROM tasks k WHERE k.document = d.version) AS \"任务\"
             FROM documents d
             WHERE 1 = 1"
                .to_string(),
            "d.version",
            Vec::new(),
            "d.region",
        ),
        Question::Findings(code) => (
            format!(
                "SELECT f.code AS \"代码\", CASE f.severity WHEN 'error' THEN '错误' WHEN 'warning' THEN '警告' ELSE '提示' END AS \"程度\",
                        f.message AS \"说明\", {DOCUMENT}, f.line AS \"行\"
                 FROM findings f
                 JOIN documents d ON d.version = f.document AND d.current = 1
                 WHERE f.code >= ? AND f.code < ? || char(1114111)"
            ),
            "f.code, d.year, d.version, f.position",
            texts(&[code.clone(), code.clone()]),
            "d.region",
        ),
    };
    let mut sql = select;
    if !filter.regions.is_empty() {
        sql += &format!(" AND {region} IN ({})", marks(&filter.regions));
        values.extend(texts(&filter.regions));
    }
    if let Some(year) = filter.year {
        sql += " AND d.year = ?";
        values.push(Value::Integer(i64::from(year)));
    }
    (format!("{sql} ORDER BY {order}"), values)
}
