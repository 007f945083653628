//! A whole table of places in one line, its cells parted by blanks: "单 位 任务数 备 注 甲村 6 乙村 8". Characters that the
//! source has spread over the width of a cell stand apart, too; remarks leave no trace.

use super::{Drawn, Sketch, words};
use crate::document::{Paragraph, Passage};
use crate::layout::exact::heads_places;
use crate::rules::{ColumnRole, Pack, ValueLook};
use std::ops::Range;

/// Rows that such a line has at least.
const FEWEST_ROWS: usize = 4;
/// Longest name of a place, in characters.
const LONGEST_NAME: usize = 20;

/// The table in the first paragraph, and the words before it as its title.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let text = &paragraphs.first()?.text;
    let cells = cells(pack, text);
    let start = cells.iter().position(|cell| heads_places(pack, cell.text()))?;
    let body = first_name(pack, &cells, start)?;
    let (header, beside) = header(pack, &cells[start..body])?;
    let rows: Vec<&[Passage]> = cells[body..].chunks(header.len()).collect();
    let is_row = |row: &&[Passage]| {
        let name = row[0].text();
        let named = !is_number(pack, name) && name.chars().count() <= LONGEST_NAME && !name.ends_with('。');
        row.len() == header.len() && named && row[1..].iter().all(|cell| is_number(pack, cell.text()))
    };
    if rows.len() < FEWEST_ROWS || !rows.iter().all(is_row) {
        return None;
    }
    let mut sketch = Sketch::default();
    if let Some(title) = cells[..start].iter().cloned().reduce(joined) {
        sketch.line(title, header.len());
    }
    sketch.row(header.into_iter().enumerate());
    rows.into_iter().for_each(|row| sketch.row(row.iter().cloned().enumerate()));
    Some(Drawn { beside, ..Drawn::certain(sketch.finish(true), 1) })
}

fn is_number(pack: &Pack, text: &str) -> bool {
    pack.value_look(text) == ValueLook::Number
}

/// The first cell behind the header: the name before the first number.
fn first_name(pack: &Pack, cells: &[Passage], start: usize) -> Option<usize> {
    let number = cells[start..].iter().position(|cell| is_number(pack, cell.text()))?;
    (number > 2).then_some(start + number - 1)
}

/// The header of the places and their figures, printed once or again for every place side by side; and the rest of its
/// cells. None where it is made of anything else.
fn header(pack: &Pack, cells: &[Passage]) -> Option<(Vec<Passage>, Vec<Passage>)> {
    let is_remark = |cell: &Passage| pack.column(cell.text()).is_some_and(|spec| spec.role == ColumnRole::Remark);
    let is_value = |cell: &Passage| pack.column(cell.text()).is_some_and(|spec| spec.holds_values());
    let kept: Vec<Passage> = cells.iter().filter(|cell| !is_remark(cell)).cloned().collect();
    let again = |cell: &Passage| heads_places(pack, cell.text());
    let width = kept[1..].iter().position(again).map_or(kept.len(), |next| next + 1);
    let block = &kept[..width];
    let same = |other: &[Passage]| {
        let figures = other.iter().skip(1).zip(&block[1..]).all(|(a, b)| a.text() == b.text());
        other.len() == width && again(&other[0]) && figures
    };
    if width < 2 || !block[1..].iter().all(is_value) || !kept.chunks(width).all(same) {
        return None;
    }
    let remarks = cells.iter().filter(|cell| is_remark(cell)).cloned();
    Some((block.to_vec(), kept[width..].iter().cloned().chain(remarks).collect()))
}

fn joined(mut left: Passage, right: Passage) -> Passage {
    left.append(&right);
    left
}

/// The cells of a line: its words, characters that stand alone beside each other taken together until they are a header
/// cell.
fn cells(pack: &Pack, text: &Passage) -> Vec<Passage> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut before_alone = false;
    let line = text.text();
    let known = |cell: Range<usize>| pack.column(&line[cell.clone()]).is_some() || heads_places(pack, &line[cell]);
    // "村" is a header cell, and so is "村 别".
    let goes_on = |cell: &Range<usize>, word: &Range<usize>| !known(cell.clone()) || known(cell.start..word.end);
    for word in words(line) {
        let alone = line[word.clone()].chars().count() == 1 && !line[word.clone()].contains(char::is_numeric);
        match out.last_mut().filter(|cell| alone && before_alone && goes_on(cell, &word)) {
            Some(cell) => cell.end = word.end,
            None => out.push(word),
        }
        before_alone = alone;
    }
    out.into_iter().map(|range| text.slice(range)).collect()
}
