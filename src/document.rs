//! The typed middle of the program: what every reader makes and everything after it works on.
//!
//! A [`Document`] is a sequence of [`Block`]s: paragraphs (a line of a text file) and tables. Text is kept exactly as
//! printed in [`Passage`]s, which know the place of every character as a line and a column. In a text these are the
//! lines of the file; a file without lines is laid out in lines by its reader, and each of them has a [`Site`].

use std::ops::Range;
use std::sync::Arc;

/// A read file: its blocks in reading order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// Length in characters of every line, line breaks left out; the first line is entry 0.
    pub line_lengths: Vec<u32>,
    /// Where every line stands in a source of pages or sheets; empty where the lines are the source's own.
    pub sites: Vec<Site>,
    /// Text around the content (页眉页脚、网页导航): it is no part of the document and takes part in nothing.
    pub furniture: Vec<Passage>,
    /// What the reader left out or decided and a person should know, Chinese sentences without a full stop.
    pub notes: Vec<String>,
}

/// Where a line of a document stands in a source that is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Site {
    /// A cell of a workbook; row and column count from 0.
    Cell {
        /// Name of the sheet.
        sheet: Arc<str>,
        /// Row.
        row: u32,
        /// Column.
        column: u32,
    },
    /// A printed line of a page; both count from 1.
    Page {
        /// Page of the file.
        page: u32,
        /// Line from the top of the page.
        line: u32,
    },
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A non-empty line of a text.
    Paragraph(Paragraph),
    /// A table as a text prints it, whose cells may have slipped.
    Table(Table),
    /// A table whose borders the format states.
    Grid(Grid),
}

impl Block {
    /// The text of the block in reading order.
    pub fn passages(&self) -> Vec<&Passage> {
        match self {
            Block::Paragraph(paragraph) => vec![&paragraph.text],
            Block::Table(table) => table.rows.iter().flatten().collect(),
            Block::Grid(grid) => grid.cells.iter().map(|cell| &cell.text).collect(),
        }
    }
}

/// A paragraph (段落).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paragraph {
    /// Its text, outer blanks removed, markup removed.
    pub text: Passage,
    /// The blanks before it in its line as printed: what stands in a column is told from them. Empty where the format
    /// prints no lines.
    pub indent: String,
    /// How many empty lines stand before it.
    pub blank_lines_before: u32,
    /// Depth of the heading (1 for `#`), where the format marks one.
    pub heading: Option<u8>,
}

/// A table (表格) as a text prints it; merged cells are printed where they begin, the rest is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Rows of cells; rows may have different lengths.
    pub rows: Vec<Vec<Passage>>,
    /// Number of rows at the beginning that the format marks as header.
    pub header_rows: usize,
    /// The lines of the source that the table takes, 1-based, last one included.
    pub lines: (u32, u32),
}

/// A table with certain borders (网格): of HTML, a workbook, Word, or ruled on a page. Every place of the grid is in
/// one cell at most; a cell that is left out is empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// The cells, row by row and from left to right.
    pub cells: Vec<GridCell>,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Number of rows at the beginning that the format marks as header, 0 where it marks none.
    pub header_rows: usize,
    /// The spans of the cells are stated; else (CSV) a merged cell stands where it begins and the rest is empty.
    pub states_spans: bool,
}

/// A cell (单元格) of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// Its text; lines are joined by a line feed.
    pub text: Passage,
    /// Row of its upper left corner, from 0.
    pub row: usize,
    /// Column of its upper left corner, from 0.
    pub column: usize,
    /// Rows that it takes, at least 1.
    pub row_span: usize,
    /// Columns that it takes, at least 1.
    pub column_span: usize,
}

/// A stretch of text: first line and column, last line and column, 1-based, inclusive, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// Last column.
    pub end_column: u32,
}

impl Span {
    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        let (line, column) = (self.line, self.column).min((other.line, other.column));
        let (end_line, end_column) = (self.end_line, self.end_column).max((other.end_line, other.end_column));
        Span { line, column, end_line, end_column }
    }
}

/// Text with the place of every character (带出处的文字).
///
/// It is made of runs of characters that stand side by side in the source; where something was left out between
/// two runs (a tag, a line break inside a cell, the break between two fragments of a wrapped cell) a new run begins.
/// Ranges are byte ranges of [`Passage::text`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    text: String,
    runs: Vec<Run>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Byte offset in the text at which the run begins.
    start: usize,
    line: u32,
    column: u32,
}

impl Passage {
    /// A passage of characters that stand side by side from `line`, `column` (1-based, in characters) on.
    pub fn new(text: &str, line: u32, column: u32) -> Passage {
        let mut passage = Passage::default();
        passage.push(text, line, column);
        passage
    }

    /// Text that stands at no place of the source: what a table has to say and the source leaves unsaid.
    pub fn unplaced(text: &str) -> Passage {
        Passage { text: text.to_string(), runs: Vec::new() }
    }

    /// The passage in a source that has `lines` more lines before it, and `columns` more characters before it in its
    /// first line.
    pub fn moved(mut self, lines: u32, columns: u32) -> Passage {
        for run in &mut self.runs {
            run.column += if run.line == 1 { columns } else { 0 };
            run.line += lines;
        }
        self
    }

    /// Adds characters that stand at another place; nothing is put between.
    pub fn push(&mut self, text: &str, line: u32, column: u32) {
        if text.is_empty() {
            return;
        }
        self.runs.push(Run { start: self.text.len(), line, column });
        self.text.push_str(text);
    }

    /// Adds a break (`\n`) that stands at no place of the source; used between lines of a cell.
    pub fn push_break(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Adds another passage behind this one; nothing is put between.
    pub fn append(&mut self, other: &Passage) {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.iter().map(|r| Run { start: r.start + shift, ..*r }));
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// No text at all, or only blanks.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// A part of the passage, without blanks at its ends.
    ///
    /// # Panics
    /// When the range does not lie on character borders of the text.
    pub fn slice(&self, range: Range<usize>) -> Passage {
        let part = &self.text[range.clone()];
        let start = range.start + (part.len() - part.trim_start().len());
        let end = (range.start + part.trim_end().len()).max(start);
        let mut out = Passage { text: self.text[start..end].to_string(), runs: Vec::new() };
        if start == end {
            return out;
        }
        let first = self.runs.partition_point(|r| r.start <= start).saturating_sub(1);
        for run in self.runs[first..].iter().take_while(|r| r.start < end) {
            let from = run.start.max(start);
            let skipped = self.text[run.start..from].chars().filter(|&c| c != '\n').count() as u32;
            out.runs.push(Run { start: from - start, line: run.line, column: run.column + skipped });
        }
        out
    }

    /// The passage without blanks at its ends.
    pub fn trim(&self) -> Passage {
        self.slice(0..self.text.len())
    }

    /// The lines of the passage, blank ones left out.
    pub fn lines(&self) -> Vec<Passage> {
        let mut start = 0;
        let mut out = Vec::new();
        for part in self.text.split('\n') {
            let end = start + part.len();
            let line = self.slice(start..end);
            if !line.text.is_empty() {
                out.push(line);
            }
            start = end + 1;
        }
        out
    }

    /// Every character of the source with its line and column, both 1-based; breaks between lines are left out.
    pub fn places(&self) -> impl Iterator<Item = (char, u32, u32)> {
        let ends = self.runs.iter().skip(1).map(|r| r.start).chain([self.text.len()]);
        self.runs.iter().zip(ends).flat_map(|(run, end)| {
            let chars = self.text[run.start..end].chars().filter(|&c| c != '\n');
            chars.enumerate().map(|(n, c)| (c, run.line, run.column + n as u32))
        })
    }

    /// The place of the whole passage; None when it has no character of the source.
    pub fn span(&self) -> Option<Span> {
        self.spans().into_iter().reduce(Span::join)
    }

    /// The place of a part of the passage.
    pub fn span_of(&self, range: Range<usize>) -> Option<Span> {
        self.slice(range).span()
    }

    /// The places of the runs, in order.
    pub fn spans(&self) -> Vec<Span> {
        let ends = self.runs.iter().skip(1).map(|r| r.start).chain([self.text.len()]);
        self.runs
            .iter()
            .zip(ends)
            .filter_map(|(run, end)| {
                let chars = self.text[run.start..end].chars().filter(|&c| c != '\n').count() as u32;
                (chars > 0).then(|| Span {
                    line: run.line,
                    column: run.column,
                    end_line: run.line,
                    end_column: run.column + chars - 1,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell() -> Passage {
        // `10<br>ab<sup>2</sup>` in line 7 from column 3 on
        let mut p = Passage::new("10", 7, 3);
        p.push_break();
        p.push("ab", 7, 9);
        p.push("2", 7, 16);
        p
    }

    #[test]
    fn a_part_knows_its_place() {
        let p = cell();
        assert_eq!(p.text(), "10\nab2");
        assert_eq!(p.span(), Some(Span { line: 7, column: 3, end_line: 7, end_column: 16 }));
        assert_eq!(p.span_of(4..6), Some(Span { line: 7, column: 10, end_line: 7, end_column: 16 }));
        assert_eq!(p.lines().len(), 2);
        assert_eq!(p.lines()[1].text(), "ab2");
    }

    #[test]
    fn blanks_at_the_ends_are_not_part_of_a_slice() {
        let p = Passage::new("一 二  ", 1, 1);
        let s = p.slice(3..p.text().len());
        assert_eq!(s.text(), "二");
        assert_eq!(s.span(), Some(Span { line: 1, column: 3, end_line: 1, end_column: 3 }));
        assert_eq!(p.slice(0..0).span(), None);
    }

    #[test]
    fn wrapped_fragments_keep_both_places() {
        let mut p = Passage::new("占", 3, 5);
        p.append(&Passage::new("比重", 5, 1));
        assert_eq!(p.span(), Some(Span { line: 3, column: 5, end_line: 5, end_column: 2 }));
    }
}
