//! What somebody has changed in a workbook: its cells held against those that the records give, and the changes brought
//! back into the records.

use crate::record::{Basis, Decimal, DocumentRecords, Operator, Responsible, Role};
use crate::rules::Rules;
use crate::write::xlsx::document_workbook;
use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// The folder of records, beside the workbooks of a run.
const DOCUMENTS: &str = "documents";
/// The column with the id of the record.
const ID: &str = "编号";
/// The sheets that a correction is learnt from.
const SHEETS: [&str; 2] = ["指标目标", "任务清单"];

/// A cell that differs: id of the record, header of the column, new text.
struct Edit {
    id: String,
    header: String,
    text: String,
}

/// The records that a workbook was made from, and the same as the workbook has them now. A Chinese sentence where it
/// cannot be told.
pub(super) fn read(path: &Path) -> Result<(DocumentRecords, DocumentRecords), String> {
    let base = records_beside(path)?;
    let rules = Rules::load(None).map_err(|error| error.to_string())?;
    // The sheets that are looked at show no sums.
    let bytes = document_workbook(&base, &[]).map_err(|error| error.to_string())?;
    let mut made = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut edited: Xlsx<_> =
        open_workbook(path).map_err(|error| format!("工作簿“{}”打不开（{error}）", path.display()))?;
    let mut wanted = base.clone();
    let mut foreign = Vec::new();
    for sheet in SHEETS {
        let (Ok(before), Ok(after)) = (made.worksheet_range(sheet), edited.worksheet_range(sheet)) else { continue };
        for edit in edits(&before, &after) {
            if !apply(&mut wanted, &edit, &rules) {
                foreign.push(format!("{} 的“{}”", edit.id, edit.header));
            }
        }
    }
    match foreign.is_empty() {
        true => Ok((base, wanted)),
        false => {
            Err(format!("工作簿里改了{}，这些栏学不来。请改 documents 里的 JSON，或先把它们改回去", foreign.join("、")))
        }
    }
}

/// `documents/<id>.json` of the run that wrote the workbook.
fn records_beside(path: &Path) -> Result<DocumentRecords, String> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let json = path.with_file_name(DOCUMENTS).join(format!("{stem}.json"));
    let text = fs::read_to_string(&json)
        .map_err(|_| format!("工作簿旁边没有“{}”。请把改过的工作簿放回它原来的输出文件夹，不要改名", json.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("“{}”不是 documents/*.json 的格式（{error}）", json.display()))
}

/// The rows of a sheet by the ids of their records, each cell by the header of its column.
fn rows(sheet: &Range<Data>) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = |cell: &Data| cell.to_string().trim().to_string();
    let Some(head) = sheet.rows().position(|row| row.iter().any(|cell| text(cell) == ID)) else {
        return BTreeMap::new();
    };
    let headers: Vec<String> = sheet.rows().nth(head).into_iter().flatten().map(text).collect();
    let of_row = |row: &[Data]| {
        let cells: BTreeMap<String, String> = headers.iter().cloned().zip(row.iter().map(text)).collect();
        Some((cells.get(ID)?.clone(), cells)).filter(|(id, _)| !id.is_empty())
    };
    sheet.rows().skip(head + 1).filter_map(of_row).collect()
}

fn edits(before: &Range<Data>, after: &Range<Data>) -> Vec<Edit> {
    let (before, after) = (rows(before), rows(after));
    let mut out = Vec::new();
    for (id, cells) in after {
        let Some(old) = before.get(&id) else { continue };
        // A column that was added by hand was empty before.
        let differs = |header: &String, text: &String| old.get(header).map_or("", String::as_str) != text;
        for (header, text) in cells.into_iter().filter(|(header, text)| differs(header, text)) {
            out.push(Edit { id: id.clone(), header, text });
        }
    }
    out
}

/// Brings an edit into the records; false where its column is none that records are made of.
fn apply(records: &mut DocumentRecords, edit: &Edit, rules: &Rules) -> bool {
    if let Some(target) = records.targets.iter_mut().find(|target| target.id == edit.id) {
        let filled = Some(edit.text.clone()).filter(|text| !text.is_empty());
        match edit.header.as_str() {
            "指标" => target.name.clone_from(&edit.text),
            "分项" => target.component = filled,
            "计量单位" => target.unit = filled,
            "属性" => target.attribute = filled,
            "责任单位" => target.responsible = units(&target.responsible, &edit.text, Role::Equal),
            header => {
                let value = target.values.iter_mut().find(|value| value.label(false) == header);
                let Some(value) = value else { return false };
                let Some((op, number)) = figure(rules, &edit.text) else { return false };
                value.op = op;
                value.number = number;
                value.basis = if value.basis == Basis::Forecast { Basis::Target } else { value.basis };
            }
        }
        return true;
    }
    let Some(task) = records.tasks.iter_mut().find(|task| task.id == edit.id) else { return false };
    let filled = Some(edit.text.clone()).filter(|text| !text.is_empty());
    match edit.header.as_str() {
        "任务" => task.title = filled,
        "牵头领导" => task.leader = filled,
        "责任单位" | "牵头单位" | "牵头（责任）单位" => {
            let role = if edit.header == "责任单位" { Role::Equal } else { Role::Lead };
            let rest: Vec<Responsible> = task.responsible.iter().filter(|u| u.role == Role::Support).cloned().collect();
            let mut all = units(&task.responsible, &edit.text, role);
            all.extend(rest);
            task.responsible = all;
        }
        "配合单位" => {
            let mut all: Vec<Responsible> =
                task.responsible.iter().filter(|u| u.role != Role::Support).cloned().collect();
            all.extend(units(&task.responsible, &edit.text, Role::Support));
            task.responsible = all;
        }
        _ => return false,
    }
    true
}

/// The units of a cell; those that stood there before keep their parts.
fn units(before: &[Responsible], text: &str, role: Role) -> Vec<Responsible> {
    let names = text.split(['、', '，', ',', '；', ';', '\n']).map(str::trim).filter(|name| !name.is_empty());
    let part = |name: &str| before.iter().find(|unit| unit.name == name).map_or(role, |unit| unit.role);
    names.map(|name| Responsible { name: name.to_string(), role: part(name) }).collect()
}

/// The operator and the number that somebody typed: 90, ≥90, 5%以内, 全覆盖.
fn figure(rules: &Rules, text: &str) -> Option<(Operator, Option<Decimal>)> {
    let read = rules.pack.read_value(text);
    let op = serde_json::from_value(serde_json::Value::String(read.op.as_str().to_string())).ok()?;
    Some((op, read.number))
}
