//! Places inside a file as people type them: a line of a text, a line of a page, a cell of a workbook.

use crate::document::{Document, Site};
use crate::record::Anchor;
use std::fmt;

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// A line of a text, perhaps with a column in characters; both 1-based.
    Line(u32, Option<u32>),
    /// A line of a page; both 1-based.
    Page(u32, u32),
    /// A cell of a workbook: name of the sheet, row and column from 0.
    Cell(String, u32, u32),
}

impl Spot {
    /// Splits `文件:12`, `文件:12:3`, `文件:第3页第12行` or `文件:清单:B7` into the file and the place in it.
    pub(super) fn split(typed: &str) -> Option<(&str, Spot)> {
        let (rest, last) = typed.rsplit_once(':')?;
        if let Some((page, line)) = page_and_line(last) {
            return Some((rest, Spot::Page(page, line)));
        }
        if let Some(last) = number(last) {
            let before = rest.rsplit_once(':').and_then(|(file, line)| Some((file, number(line)?)));
            return Some(match before {
                Some((file, line)) => (file, Spot::Line(line, Some(last))),
                None => (rest, Spot::Line(last, None)),
            });
        }
        let (row, column) = cell(last)?;
        let (file, sheet) = rest.rsplit_once(':')?;
        Some((file, Spot::Cell(sheet.trim().to_string(), row, column)))
    }

    /// Does an anchor of a record hold the place?
    pub(super) fn is_in(&self, anchor: &Anchor) -> bool {
        let on_line =
            |line: u32| anchor.line.is_some_and(|first| first <= line && anchor.end_line.unwrap_or(first) >= line);
        match self {
            Spot::Line(line, _) => anchor.page.is_none() && on_line(*line),
            Spot::Page(page, line) => anchor.page == Some(*page) && on_line(*line),
            Spot::Cell(sheet, row, column) => {
                let cells = anchor.cell.as_deref().filter(|_| anchor.sheet.as_ref() == Some(sheet));
                let corners = cells.map(|cells| cells.split_once(':').unwrap_or((cells, cells)));
                let corners = corners.and_then(|(first, last)| Some((cell(first)?, cell(last)?)));
                corners.is_some_and(|((top, left), (bottom, right))| {
                    (top..=bottom).contains(row) && (left..=right).contains(column)
                })
            }
        }
    }

    /// The lines of the document that stand there, as its reader has laid them out.
    pub(super) fn lines(&self, document: &Document) -> Vec<u32> {
        let is_here = |site: &Site| match (self, site) {
            (Spot::Page(page, line), Site::Page { page: of, line: at }) => (page, line) == (of, at),
            (Spot::Cell(sheet, row, column), Site::Cell { sheet: of, row: at, column: beside }) => {
                (sheet.as_str(), row, column) == (of.as_ref(), at, beside)
            }
            _ => false,
        };
        match self {
            Spot::Line(line, _) if document.sites.is_empty() => vec![*line],
            _ => (1..).zip(&document.sites).filter(|(_, site)| is_here(site)).map(|(line, _)| line).collect(),
        }
    }

    /// The place as it is typed, its column left out.
    pub(super) fn without_column(&self) -> Spot {
        match self {
            Spot::Line(line, _) => Spot::Line(*line, None),
            other => other.clone(),
        }
    }

    /// The place in words.
    pub(super) fn shown(&self) -> String {
        match self {
            Spot::Line(line, _) => format!("第{line}行"),
            Spot::Page(..) => self.to_string(),
            Spot::Cell(sheet, row, column) => format!("工作表“{sheet}”{}{}", letters(*column), row + 1),
        }
    }

    /// The column of a text that was typed.
    pub(super) fn column(&self) -> Option<u32> {
        match self {
            Spot::Line(_, column) => *column,
            Spot::Page(..) | Spot::Cell(..) => None,
        }
    }

    /// The place of the first line of a document, as an example of how places are typed there.
    pub(super) fn example(document: &Document) -> Spot {
        match document.sites.first() {
            None => Spot::Line(1, None),
            Some(Site::Page { page, line }) => Spot::Page(*page, *line),
            Some(Site::Cell { sheet, row, column }) => Spot::Cell(sheet.to_string(), *row, *column),
        }
    }
}

/// As it is typed behind the file.
impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spot::Line(line, None) => write!(f, "{line}"),
            Spot::Line(line, Some(column)) => write!(f, "{line}:{column}"),
            Spot::Page(page, line) => write!(f, "第{page}页第{line}行"),
            Spot::Cell(sheet, row, column) => write!(f, "{sheet}:{}{}", letters(*column), row + 1),
        }
    }
}

/// A number from 1 on.
fn number(typed: &str) -> Option<u32> {
    typed.trim().parse().ok().filter(|&number| number > 0)
}

/// `第3页第12行`, also without 第 and 行.
fn page_and_line(typed: &str) -> Option<(u32, u32)> {
    let (page, line) = typed.trim().split_once('页')?;
    let bare = |text: &str| text.trim().trim_start_matches('第').trim_end_matches('行').to_string();
    Some((number(&bare(page))?, number(&bare(line))?))
}

/// Row and column from 0 of a cell such as `B7`.
fn cell(typed: &str) -> Option<(u32, u32)> {
    const MOST_LETTERS: usize = 3;
    let typed = typed.trim().to_uppercase();
    let digits = typed.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = typed.split_at(digits);
    let fits = (1..=MOST_LETTERS).contains(&letters.len()) && letters.bytes().all(|c| c.is_ascii_uppercase());
    let column = letters.bytes().filter(|_| fits).fold(0, |sum, c| sum * 26 + u32::from(c - b'A') + 1);
    Some((number(row)?.checked_sub(1)?, column.checked_sub(1)?))
}

/// The letters of a column that counts from 0.
fn letters(column: u32) -> String {
    let mut out = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        out.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_as_people_type_them() {
        let cell = |sheet: &str, row, column| Spot::Cell(sheet.to_string(), row, column);
        for (typed, file, spot) in [
            ("来文.md:12", "来文.md", Spot::Line(12, None)),
            ("夹/来文.md:12:7", "夹/来文.md", Spot::Line(12, Some(7))),
            ("C:\\来文.md:3", "C:\\来文.md", Spot::Line(3, None)),
            ("来文.pdf:第3页第12行", "来文.pdf", Spot::Page(3, 12)),
            ("来文.pdf:3页12行", "来文.pdf", Spot::Page(3, 12)),
            ("目标.xlsx:清单:B7", "目标.xlsx", cell("清单", 6, 1)),
            ("目标.xlsx:1. 清单:aa10", "目标.xlsx", cell("1. 清单", 9, 26)),
        ] {
            assert_eq!(Spot::split(typed), Some((file, spot)), "{typed}");
        }
        for typed in
            ["来文.md", "来文.md:", "来文.md:0", "来文.md:甲", "来文.pdf:3页", "目标.xlsx:B7", "目标.xlsx:清单:7B"]
        {
            assert_eq!(Spot::split(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_place_is_typed_as_it_is_shown() {
        for shown in ["12", "12:7", "第3页第12行", "清单:B7", "清单:AA10", "清单:ZZ1"] {
            let typed = format!("来文:{shown}");
            assert_eq!(Spot::split(&typed).unwrap().1.to_string(), shown);
        }
    }

    #[test]
    fn anchors_hold_places() {
        let anchor = Anchor { sheet: Some("清单".into()), cell: Some("B7:C9".into()), ..Anchor::default() };
        let at = |typed: &str| Spot::split(&format!("a:{typed}")).unwrap().1.is_in(&anchor);
        assert!(at("清单:B7") && at("清单:C8"));
        assert!(!at("清单:A7") && !at("清单:C10") && !at("别的:B7") && !at("7"));
        let page = Anchor { page: Some(2), ..Anchor::text(3, 1, 5, 9) };
        assert!(Spot::Page(2, 4).is_in(&page) && !Spot::Page(3, 4).is_in(&page) && !Spot::Line(4, None).is_in(&page));
    }
}
