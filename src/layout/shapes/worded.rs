//! Rows of words that one blank parts, as they are copied from a printed page: "1 改造老旧管网 市住建局 6月底前". Every row
//! has as many words as the header, and the first of them counts the rows.

use super::{Drawn, Sketch};
use crate::document::{Paragraph, Passage};
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, Pack};

/// Columns that such a table has at least: fewer words are a sentence with a number before it.
const FEWEST_COLUMNS: usize = 3;
/// Rows that it has at least.
const FEWEST_ROWS: usize = 2;

/// The rows from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let header = words(paragraphs.first()?);
    let roles: Vec<_> = header.iter().map_while(|word| pack.column(word.text()).map(|spec| spec.role)).collect();
    let known = roles.len() == header.len() && roles.len() >= FEWEST_COLUMNS && roles[0] == ColumnRole::Seq;
    if !known {
        return None;
    }
    let width = header.len();
    let mut sketch = Sketch::default();
    sketch.row(header.into_iter().enumerate());
    let mut rows = 0;
    for paragraph in &paragraphs[1..] {
        let row = words(paragraph);
        if row.len() != width || fold(row[0].text()).parse() != Ok(rows + 1) {
            break;
        }
        sketch.row(row.into_iter().enumerate());
        rows += 1;
    }
    // A row with a blank in a cell, or with an empty one, leaves the whole table in doubt.
    let goes_on = paragraphs
        .get(rows + 1)
        .is_some_and(|next| words(next).first().is_some_and(|word| fold(word.text()).parse() == Ok(rows + 1)));
    (rows >= FEWEST_ROWS && !goes_on).then(|| Drawn::certain(sketch.finish(false), rows + 1))
}

fn words(paragraph: &Paragraph) -> Vec<Passage> {
    let line = paragraph.text.text();
    let range = |word: &str| {
        let start = word.as_ptr() as usize - line.as_ptr() as usize;
        start..start + word.len()
    };
    line.split_whitespace().map(|word| paragraph.text.slice(range(word))).collect()
}
