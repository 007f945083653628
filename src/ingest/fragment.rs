//! Tables of HTML that stand in a text or in Markdown (`<table>…</table>`), over any number of lines.

use super::error::IngestError;
use super::html;
use super::limits::Limits;
use crate::document::{Block, Passage};

/// Where a table of HTML stands: its lines, counted from 0, and bytes in the first and the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// Byte at which it begins in its first line.
    pub(super) start: usize,
    /// Its last line.
    pub(super) last: usize,
    /// Byte behind it in its last line.
    pub(super) end: usize,
}

/// The table that begins in line `at`; None where none does, or where it is never closed.
pub(super) fn table_at(lines: &[&str], at: usize) -> Option<Extent> {
    let (start, _) = tags(lines[at]).find(|(_, opens)| *opens)?;
    let mut depth = 0usize;
    for (number, line) in lines.iter().enumerate().skip(at) {
        let from = if number == at { start } else { 0 };
        for (place, opens) in tags(line).filter(|(place, _)| *place >= from) {
            depth = if opens { depth + 1 } else { depth.saturating_sub(1) };
            if depth == 0 {
                let end = line[place..].find('>').map_or(line.len(), |close| place + close + 1);
                return Some(Extent { start, last: number, end });
            }
        }
    }
    None
}

/// Does a line open a table.
pub(super) fn opens_table(line: &str) -> bool {
    tags(line).any(|(_, opens)| opens)
}

/// The places of `<table` and `</table` in a line, and whether they open.
fn tags(line: &str) -> impl Iterator<Item = (usize, bool)> {
    let named = |at: usize| line.get(at..at + 5).is_some_and(|name| name.eq_ignore_ascii_case("table"));
    let ends = |at: usize| {
        let next = line[at..].chars().next();
        next.is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/'))
    };
    line.match_indices('<').filter_map(move |(at, _)| match line[at + 1..].starts_with('/') {
        true if named(at + 2) && ends(at + 7) => Some((at, false)),
        false if named(at + 1) && ends(at + 6) => Some((at, true)),
        _ => None,
    })
}

/// Reads the table; the places of its blocks are those of the text. None where a page would show the text at another
/// place than it stands at, as it does with text between the cells.
///
/// # Errors
/// [`IngestError::TooLarge`] past a limit.
pub(super) fn read(
    lines: &[&str],
    at: usize,
    extent: Extent,
    limits: &Limits,
) -> Result<Option<Vec<Block>>, IngestError> {
    let columns = lines[at][..extent.start].chars().count() as u32;
    let mut source = String::new();
    for (number, line) in lines.iter().enumerate().take(extent.last + 1).skip(at) {
        let from = if number == at { extent.start } else { 0 };
        let to = if number == extent.last { extent.end } else { line.len() };
        source.push_str(&line[from..to]);
        source.push('\n');
    }
    let moved = |text: &mut Passage| *text = std::mem::take(text).moved(at as u32, columns);
    let mut blocks = html::read_fragment(&source, limits)?;
    for block in &mut blocks {
        match block {
            Block::Paragraph(paragraph) => moved(&mut paragraph.text),
            Block::Table(table) => table.rows.iter_mut().flatten().for_each(moved),
            Block::Grid(grid) => grid.cells.iter_mut().for_each(|cell| moved(&mut cell.text)),
        }
    }
    let printed: Vec<Vec<char>> = lines[at..=extent.last].iter().map(|line| line.chars().collect()).collect();
    let stands = |(c, line, column): (char, u32, u32)| {
        let there = printed.get(line as usize - 1 - at).and_then(|line| line.get(column as usize - 1));
        there.is_some_and(|there| *there == c || *there == '&')
    };
    let sound = blocks.iter().flat_map(Block::passages).all(|passage| passage.places().all(stands));
    Ok(sound.then_some(blocks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_several_lines_and_near_misses() {
        let extent = |start, last, end| Some(Extent { start, last, end });
        let cases: [(&[&str], Option<Extent>); 6] = [
            (&["<table><tr><td>甲</td></tr></table>"], extent(0, 0, 36)),
            (&["见下:<TABLE border=1>", "<tr><td>甲</td></tr>", "</TABLE>完"], extent(7, 2, 8)),
            (&["<table><tr><td>", "<table></table>", "</td></tr></table>"], extent(0, 2, 18)),
            (&["<table><tr><td>甲"], None),
            (&["<tablet>", "</tablet>"], None),
            (&["3 < table"], None),
        ];
        for (lines, wanted) in cases {
            assert_eq!(table_at(lines, 0), wanted, "{lines:?}");
        }
    }
}
