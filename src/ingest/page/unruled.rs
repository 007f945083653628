//! Tables without strokes: lines of several fields under each other, with gaps between their columns that no line
//! crosses.

use super::line::{FIELD_GAP, Line};
use super::{Cell, Part, Table};

/// A table has at least so many columns; two columns of text are rather a page in columns or a signature.
const LEAST_COLUMNS: usize = 3;
/// And so many lines.
const LEAST_LINES: usize = 3;
/// A line further below the one before than this many sizes is no part of the table.
const WIDEST_LEADING: f64 = 4.0;

/// The lines with those that make tables put together.
pub fn find(lines: Vec<Line>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match table_at(&lines[at..]) {
            Some((table, count)) => {
                parts.push(Part::Table(table));
                at += count;
            }
            None => {
                parts.push(Part::Line(lines[at].clone()));
                at += 1;
            }
        }
    }
    parts
}

/// The table whose header is the first line, with the number of lines it takes.
fn table_at(lines: &[Line]) -> Option<(Table, usize)> {
    if lines[0].fields.len() < LEAST_COLUMNS {
        return None;
    }
    let mut columns: Vec<(f64, f64)> = lines[0].fields.iter().map(|field| (field.x, field.end)).collect();
    let mut count = 1;
    for pair in lines.windows(2) {
        let near = pair[1].y - pair[0].y <= WIDEST_LEADING * pair[0].size;
        match widened(&columns, &pair[1]).filter(|_| near) {
            Some(wider) => columns = wider,
            None => break,
        }
        count += 1;
    }
    // What stands alone at the end is a line of text.
    while count > 1 && lines[count - 1].fields.is_empty() {
        count -= 1;
    }
    let filled = lines[..count].iter().filter(|line| line.fields.len() > 1).count();
    (count >= LEAST_LINES && 2 * filled >= count).then(|| (table(&lines[..count], &columns), count))
}

/// The columns with another line: each field widens the one that it touches; None where it touches two.
fn widened(columns: &[(f64, f64)], line: &Line) -> Option<Vec<(f64, f64)>> {
    let mut columns = columns.to_vec();
    let gap = FIELD_GAP * line.size / 2.0;
    for (x, end) in spans(line) {
        let touched: Vec<usize> = (0..columns.len()).filter(|&c| x < columns[c].1 && end > columns[c].0).collect();
        let column = match touched.as_slice() {
            [column] => *column,
            [] => nearest(&columns, (x + end) / 2.0),
            _ => return None,
        };
        columns[column] = (columns[column].0.min(x), columns[column].1.max(end));
    }
    columns.windows(2).all(|pair| pair[1].0 - pair[0].1 > gap).then_some(columns)
}

fn spans(line: &Line) -> Vec<(f64, f64)> {
    if line.fields.is_empty() {
        vec![(line.x, line.end)]
    } else {
        line.fields.iter().map(|field| (field.x, field.end)).collect()
    }
}

fn nearest(columns: &[(f64, f64)], x: f64) -> usize {
    let distance = |column: &(f64, f64)| ((column.0 + column.1) / 2.0 - x).abs();
    let by_distance = |a: &usize, b: &usize| distance(&columns[*a]).total_cmp(&distance(&columns[*b]));
    (0..columns.len()).min_by(by_distance).unwrap_or(0)
}

/// Rows begin where the first column or at least half of the columns are filled; other lines go on with the row above.
fn table(lines: &[Line], columns: &[(f64, f64)]) -> Table {
    let mut cells: Vec<Cell> = Vec::new();
    let mut rows = 0;
    for line in lines {
        let fields: Vec<&Line> = if line.fields.is_empty() { vec![line] } else { line.fields.iter().collect() };
        let placed: Vec<(usize, &Line)> =
            fields.into_iter().map(|field| (nearest(columns, (field.x + field.end) / 2.0), field)).collect();
        let begins = rows == 0 || placed[0].0 == 0 || 2 * placed.len() >= columns.len();
        rows += usize::from(begins);
        for (column, field) in placed {
            let row = rows - 1;
            match cells.iter_mut().find(|cell| (cell.row, cell.column) == (row, column)) {
                Some(cell) => cell.lines.push(field.clone()),
                None => {
                    let (right, lines) = (columns[column].1, vec![field.clone()]);
                    cells.push(Cell { row, column, row_span: 1, column_span: 1, lines, right });
                }
            }
        }
    }
    let top = lines[0].y - lines[0].size;
    Table { top, rows, columns: columns.len(), cells, states_spans: false }
}
