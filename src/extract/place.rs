//! From places in the source to anchors of records.

use crate::document::{Passage, Site, Span};
use crate::record::Anchor;

/// The anchor of a place in a text.
pub fn anchor(span: Option<Span>) -> Anchor {
    match span {
        Some(s) => Anchor::text(s.line, s.column, s.end_line, s.end_column),
        None => Anchor::default(),
    }
}

/// The anchor of a passage.
pub fn anchor_of(passage: &Passage) -> Anchor {
    anchor(passage.span())
}

/// The anchor of a passage that came out of a table; table, row and column are 1-based.
pub fn anchor_in_table(span: Option<Span>, table: u32, row: usize, col: Option<usize>) -> Anchor {
    Anchor { table: Some(table), row: Some(row as u32 + 1), col: col.map(|c| c as u32 + 1), ..anchor(span) }
}

/// Puts an anchor that counts laid-out lines where these lines stand in the source; one that stands there is left.
pub fn settle(anchor: &mut Anchor, sites: &[Site]) {
    if anchor.page.is_some() || anchor.cell.is_some() {
        return;
    }
    let site = |line: Option<u32>| sites.get((line? as usize).checked_sub(1)?);
    let Some(first) = site(anchor.line) else { return };
    let last = site(anchor.end_line).unwrap_or(first);
    let in_table = Anchor { table: anchor.table, row: anchor.row, col: anchor.col, ..Anchor::default() };
    *anchor = match (first, last) {
        (Site::Cell { sheet, row, column }, Site::Cell { sheet: other, row: end_row, column: end_column }) => {
            let (end_row, end_column) = if sheet == other { (end_row, end_column) } else { (row, column) };
            let corners = [(row.min(end_row), column.min(end_column)), (row.max(end_row), column.max(end_column))];
            let names = corners.map(|(row, column)| cell_name(*row, *column));
            let cell = if names[0] == names[1] { names[0].clone() } else { names.join(":") };
            Anchor { sheet: Some(sheet.to_string()), cell: Some(cell), ..in_table }
        }
        (Site::Page { page, line }, Site::Page { page: end_page, line: end_line }) => Anchor {
            page: Some(*page),
            line: Some(*line),
            column: anchor.column,
            end_line: (page == end_page).then_some(*end_line),
            end_column: anchor.end_column.filter(|_| page == end_page),
            ..in_table
        },
        _ => return,
    };
}

/// The name of a cell such as B7; row and column count from 0.
fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_a_workbook() {
        let names = [(0, 0), (6, 1), (0, 25), (0, 26), (9, 701), (9, 702)].map(|(row, column)| cell_name(row, column));
        assert_eq!(names, ["A1", "B7", "Z1", "AA1", "ZZ10", "AAA10"]);
    }

    #[test]
    fn places_are_those_of_the_source() {
        let cell = |row, column| Site::Cell { sheet: "清单".into(), row, column };
        let sites = [cell(2, 3), cell(3, 0), Site::Page { page: 2, line: 30 }, Site::Page { page: 3, line: 1 }];
        let settled = |line, end_line| {
            let mut anchor = Anchor { row: Some(1), ..Anchor::text(line, 2, end_line, 5) };
            settle(&mut anchor, &sites);
            let once = anchor.clone();
            settle(&mut anchor, &sites);
            assert_eq!((anchor.row, &anchor), (Some(1), &once));
            anchor.place()
        };
        assert_eq!(settled(1, 1), "工作表“清单”D3");
        assert_eq!(settled(1, 2), "工作表“清单”A3:D4");
        assert_eq!(settled(3, 3), "第2页第30行");
        assert_eq!(settled(3, 4), "第2页第30行");
        assert_eq!(settled(9, 9), "第9行");
    }
}
