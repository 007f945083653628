//! The specimen as a workbook and as separated values.

use super::specimen::{Part, document};
use rust_xlsxwriter::{Format, Workbook};

pub fn xlsx() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    let mut row = 0u32;
    for part in document() {
        match part {
            Part::Line(line) => {
                sheet.write(row, 0, line).expect("writable");
                row += 1;
            }
            Part::Table(table) => {
                row += 1;
                for cell in &table.cells {
                    let (top, left) = (row + cell.row as u32, cell.column as u16);
                    if (cell.rows, cell.columns) != (1, 1) {
                        let (bottom, right) = (top + cell.rows as u32 - 1, left + cell.columns as u16 - 1);
                        sheet.merge_range(top, left, bottom, right, "", &plain).expect("writable");
                    }
                    match cell.text.parse::<f64>() {
                        Ok(number) => sheet.write(top, left, number).expect("writable"),
                        Err(_) => sheet.write(top, left, &cell.text).expect("writable"),
                    };
                }
                row += table.rows as u32 + 1;
            }
        }
    }
    workbook.save_to_buffer().expect("in memory")
}

pub fn csv(separator: char) -> String {
    let mut out = String::new();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for part in document() {
        match part {
            Part::Line(line) => out.push_str(&format!("{}\n", quoted(&line))),
            Part::Table(table) => {
                out.push('\n');
                for row in 0..table.rows {
                    let text = |column: usize| match table.at(row, column) {
                        Some(cell) if (cell.row, cell.column) == (row, column) => quoted(&cell.text),
                        _ => String::new(),
                    };
                    let cells: Vec<String> = (0..table.columns).map(text).collect();
                    out.push_str(&format!("{}\n", cells.join(&separator.to_string())));
                }
                out.push('\n');
            }
        }
    }
    out
}
