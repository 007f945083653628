//! Rows of words that one blank parts, as they are copied from a printed page: "1 改造老旧管网 市住建局 6月底前". Every row
//! has as many words as the header; its first word counts the rows, or names a place before figures.

use super::{Drawn, Sketch};
use crate::document::{Paragraph, Passage};
use crate::grammar::fold::fold;
use crate::layout::exact::heads_places;
use crate::rules::{ColumnRole, Pack, ValueLook};

/// Columns that such a table has at least: fewer words are a sentence with a number before it.
const FEWEST_COLUMNS: usize = 3;
/// Rows that it has at least.
const FEWEST_ROWS: usize = 2;

/// The rows from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let header = words(paragraphs.first()?);
    let width = header.len();
    let roles: Vec<_> = header.iter().map_while(|word| pack.column(word.text()).map(|spec| spec.role)).collect();
    let counted = roles.len() == width && roles.first() == Some(&ColumnRole::Seq);
    let of_places = header.first().is_some_and(|word| heads_places(pack, word.text()));
    if width < FEWEST_COLUMNS || !(counted || of_places) {
        return None;
    }
    let begins_row = |row: &[Passage], rows: usize| {
        let figures = row[1..].iter().all(|cell| pack.value_look(cell.text()) == ValueLook::Number);
        if of_places { figures } else { fold(row[0].text()).parse() == Ok(rows + 1) }
    };
    let mut sketch = Sketch::default();
    sketch.row(header.into_iter().enumerate());
    let mut taken = 1;
    for paragraph in &paragraphs[1..] {
        let row = words(paragraph);
        if row.len() < 2 || !begins_row(&row, taken - 1) {
            break;
        }
        // A blank inside a cell, or an empty cell, leaves the whole table in doubt.
        if row.len() != width {
            return None;
        }
        sketch.row(row.into_iter().enumerate());
        taken += 1;
    }
    (taken > FEWEST_ROWS).then(|| Drawn::certain(sketch.finish(false), taken))
}

fn words(paragraph: &Paragraph) -> Vec<Passage> {
    super::words(paragraph.text.text()).map(|word| paragraph.text.slice(word)).collect()
}
