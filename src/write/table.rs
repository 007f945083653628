//! A plain table as text, CSV and JSON, for answers that go to the terminal.

use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr;

/// Widest column of a text, in Latin characters; longer cells are cut.
const WIDEST: usize = 48;
/// Blanks between two columns.
const GAP: &str = "  ";

/// Columns side by side, a Chinese character counted twice; empty columns are left out.
pub fn text(columns: &[String], rows: &[Vec<String>]) -> String {
    let told = |at: usize| rows.iter().any(|row| !row[at].is_empty());
    let shown: Vec<usize> = (0..columns.len()).filter(|&at| told(at)).collect();
    let cells = |row: &[String]| shown.iter().map(|&at| fitting(&row[at])).collect::<Vec<_>>();
    let lines: Vec<Vec<String>> = [columns].into_iter().chain(rows.iter().map(Vec::as_slice)).map(cells).collect();
    let widths: Vec<usize> =
        (0..shown.len()).map(|at| lines.iter().map(|line| line[at].width_cjk()).max().unwrap_or(0)).collect();
    let line = |line: &Vec<String>| {
        let padded = line.iter().zip(&widths).map(|(cell, width)| {
            let blanks = " ".repeat(width - cell.width_cjk());
            format!("{cell}{blanks}")
        });
        format!("{}\n", padded.collect::<Vec<_>>().join(GAP).trim_end())
    };
    if shown.is_empty() { String::new() } else { lines.iter().map(line).collect() }
}

/// On one line, and not too long.
fn fitting(cell: &str) -> String {
    let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.width_cjk() <= WIDEST {
        return line;
    }
    let mut cut = String::new();
    for c in line.chars() {
        if cut.width_cjk() + 4 > WIDEST {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}

/// CSV (UTF-8 with a byte order mark).
pub fn csv(columns: &[String], rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let lines = [columns].into_iter().chain(rows.iter().map(Vec::as_slice));
    for line in lines {
        writer.write_record(line).expect("memory takes every record, and all have the same length");
    }
    let bytes = writer.into_inner().expect("memory needs no flushing");
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

/// A list of objects, keys as the columns are called.
pub fn json(columns: &[String], rows: &[Vec<String>]) -> String {
    let object = |row: &Vec<String>| {
        let pairs = columns.iter().cloned().zip(row.iter().cloned().map(Value::String));
        Value::Object(pairs.collect::<Map<String, Value>>())
    };
    let list: Vec<Value> = rows.iter().map(object).collect();
    let mut text = serde_json::to_string_pretty(&list).expect("texts in lists");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Vec<String> {
        line.split('|').map(String::from).collect()
    }

    #[test]
    fn columns_line_up_and_empty_ones_are_left_out() {
        let rows = [cells("人均|16||x"), cells("a|1\n2||yy")];
        assert_eq!(text(&cells("指标|原文|说明|行"), &rows), "指标  原文  行\n人均  16    x\na     1 2   yy\n");
        assert_eq!(text(&cells("指标"), &[]), "");
        let long = text(&cells("甲"), &[vec!["长".repeat(60)]]);
        assert!(long.lines().all(|line| line.width_cjk() <= WIDEST) && long.contains('…'));
    }

    #[test]
    fn programs_get_every_cell() {
        let rows = [cells("a,b|1|")];
        assert_eq!(csv(&cells("甲|乙|丙"), &rows), "\u{feff}甲,乙,丙\n\"a,b\",1,\n");
        let parsed: Value = serde_json::from_str(&json(&cells("甲|乙|丙"), &rows)).unwrap();
        assert_eq!(parsed[0]["乙"], "1");
    }
}
