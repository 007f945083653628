//! Grids that are no tables: fields of a document in pairs (索引号, 文号), frames around text, signatures.

use super::matrix::Matrix;
use crate::document::Passage;
use crate::grammar::fold::{Folded, fold};
use crate::rules::{Kind, Pack};

/// A grid in which each cell is shorter than this may be a frame of fields, in characters.
const LONGEST_FIELD: usize = 120;

/// The paragraphs of a grid that holds text in a frame or fields in pairs; None where it is a table of its own kind.
pub fn paragraphs(pack: &Pack, matrix: &Matrix) -> Option<Vec<Passage>> {
    let single = (0..matrix.rows()).all(|row| matrix.begun(row).len() <= 1);
    if single {
        return Some((0..matrix.rows()).flat_map(|row| of_row(matrix, row)).collect());
    }
    let rows: Vec<Vec<Passage>> = (0..matrix.rows()).map(|row| fields(pack, matrix, row)).collect();
    let says = |text: &Passage| {
        let folded = Folded::new(text.text());
        let known = |kind| pack.of(kind).any(|rule| rule.is_match(folded.text()));
        folded.text().chars().count() <= LONGEST_FIELD && (known(Kind::Metadata) || known(Kind::Furniture))
    };
    rows.iter().flatten().any(says).then(|| rows.into_iter().flatten().collect())
}

/// A row as one paragraph, its cells with a break between; nothing for an empty row.
pub fn of_row(matrix: &Matrix, row: usize) -> Option<Passage> {
    let cells = matrix.begun(row);
    let texts = cells.iter().map(|cell| cell.text.trim());
    texts.reduce(joined)
}

/// A row of labels and values, each pair as one paragraph. What is known by itself, such as a title, stands alone.
fn fields(pack: &Pack, matrix: &Matrix, row: usize) -> Vec<Passage> {
    let cells = matrix.begun(row);
    let alone = |text: &Passage| pack.find_by_id("metadata.title", &Folded::new(text.text())).is_some();
    let mut out: Vec<Passage> = Vec::new();
    for pair in cells.chunks(2) {
        match pair {
            [label, value] if !alone(&value.text) && fold(label.text.text()).chars().count() <= 12 => {
                out.push(joined(label.text.trim(), value.text.trim()));
            }
            cells => out.extend(cells.iter().map(|cell| cell.text.trim())),
        }
    }
    out
}

fn joined(mut left: Passage, right: Passage) -> Passage {
    left.push_break();
    left.append(&right);
    left
}
