//! CSV and TSV in any encoding: fields with their lines and columns. Merged cells stand where they begin.

use crate::document::{Block, Document, Grid, GridCell, Paragraph, Passage};
use crate::ingest::error::IngestError;
use crate::ingest::limits::{Limit, Limits};
use crate::ingest::text;

/// Lines by which the separator is told.
const LINES_TO_JUDGE_BY: usize = 50;

/// Reads separated values.
///
/// # Errors
/// [`IngestError::Empty`] where nothing but blanks stands, [`IngestError::TooLarge`] past a limit.
pub fn read(source: &str, limits: &Limits) -> Result<Document, IngestError> {
    let line_lengths = text::measure_lines(source, limits)?;
    let rows = rows(source, separator(source), limits)?;
    let mut document = Document { line_lengths, ..Document::default() };
    let mut places = 0;
    let mut blank = 0;
    for band in rows.split(|row| row.iter().all(Passage::is_blank)) {
        if band.is_empty() {
            blank += 1;
            continue;
        }
        if band.iter().all(|row| row.iter().filter(|cell| !cell.is_blank()).count() == 1) {
            for cell in band.iter().flatten().filter(|cell| !cell.is_blank()) {
                let blank_lines_before = std::mem::take(&mut blank);
                let paragraph = Paragraph { text: cell.clone(), blank_lines_before, ..Paragraph::default() };
                document.blocks.push(Block::Paragraph(paragraph));
            }
            continue;
        }
        document.blocks.push(Block::Grid(grid(band, &mut places, limits)?));
        blank = 0;
    }
    if document.blocks.is_empty() { Err(IngestError::Empty) } else { Ok(document) }
}

fn grid(rows: &[Vec<Passage>], places: &mut usize, limits: &Limits) -> Result<Grid, IngestError> {
    let line = rows.iter().flatten().find_map(|cell| cell.span()).map(|span| span.line);
    let too_large = |what, found: usize, limit: usize| IngestError::TooLarge {
        what,
        found: found as u64,
        limit: limit as u64,
        line,
    };
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns > limits.row_cells {
        return Err(too_large(Limit::RowCells, columns, limits.row_cells));
    }
    *places += rows.len() * columns;
    if *places > limits.cells {
        return Err(too_large(Limit::Cells, *places, limits.cells));
    }
    let mut grid = Grid { rows: rows.len(), columns, states_spans: false, ..Grid::default() };
    for (row, cells) in rows.iter().enumerate() {
        let filled = cells.iter().enumerate().filter(|(_, text)| !text.is_blank());
        let cell = |(column, text): (usize, &Passage)| GridCell {
            text: text.clone(),
            row,
            column,
            row_span: 1,
            column_span: 1,
        };
        grid.cells.extend(filled.map(cell));
    }
    Ok(grid)
}

/// The separator that stands in most lines, and most often in each.
fn separator(source: &str) -> char {
    let head: Vec<&str> = text::split_lines(source).into_iter().take(LINES_TO_JUDGE_BY).collect();
    let weight = |separator: char| {
        let counts: Vec<usize> = head.iter().map(|line| line.matches(separator).count()).filter(|&n| n > 0).collect();
        (counts.len(), counts.iter().sum::<usize>())
    };
    // The full-width comma parts fields only where nothing else does: it stands inside sentences.
    let usual = [',', '\t', ';'].into_iter().max_by_key(|&separator| weight(separator)).unwrap_or(',');
    if weight(usual).0 == 0 { '\u{ff0c}' } else { usual }
}

/// Fields of all rows with their places; a quoted field may hold separators, line breaks and doubled quotes. Blank
/// fields at the end of a row are left out: a sheet may save thousands of them for every row.
fn rows(source: &str, separator: char, limits: &Limits) -> Result<Vec<Vec<Passage>>, IngestError> {
    let mut scan = Scan {
        limits,
        rows: vec![Vec::new()],
        blanks: 0,
        fields: 0,
        field: Passage::default(),
        run: String::new(),
        start: (1, 1),
    };
    let (mut line, mut column) = (1, 1);
    let mut quoted = false;
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        let breaks = c == '\n' || c == '\r';
        if c == '\r' && chars.peek() == Some(&'\n') {
            chars.next();
        }
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                scan.put('"', line, column);
                scan.cut();
                column += 1;
            }
            '"' if quoted => quoted = false,
            '"' if scan.is_empty() => quoted = true,
            _ if breaks && quoted => {
                scan.cut();
                scan.field.push_break();
            }
            _ if breaks => scan.end_row(line)?,
            c if c == separator && !quoted => scan.end_field(line)?,
            c => scan.put(c, line, column),
        }
        if breaks {
            (line, column) = (line + 1, 1);
        } else {
            column += 1;
            if c == '"' || c == separator {
                scan.cut();
            }
        }
    }
    scan.end_row(line)?;
    Ok(scan.rows)
}

struct Scan<'l> {
    limits: &'l Limits,
    rows: Vec<Vec<Passage>>,
    /// Blank fields of the row behind the last one that is filled.
    blanks: usize,
    /// Fields of all rows so far.
    fields: usize,
    field: Passage,
    /// Characters side by side that are not in the field yet, and where they begin.
    run: String,
    start: (u32, u32),
}

impl Scan<'_> {
    fn put(&mut self, c: char, line: u32, column: u32) {
        if self.run.is_empty() {
            self.start = (line, column);
        }
        self.run.push(c);
    }

    fn is_empty(&self) -> bool {
        self.run.trim().is_empty() && self.field.is_blank()
    }

    /// Puts the run into the field.
    fn cut(&mut self) {
        self.field.push(&self.run, self.start.0, self.start.1);
        self.run.clear();
    }

    fn end_field(&mut self, line: u32) -> Result<(), IngestError> {
        self.cut();
        let field = text::trim(&std::mem::take(&mut self.field));
        let Some(row) = self.rows.last_mut() else { return Ok(()) };
        if field.is_blank() {
            self.blanks += 1;
            return Ok(());
        }
        let blanks = std::mem::take(&mut self.blanks);
        self.fields += blanks + 1;
        let counts = [
            (Limit::RowCells, row.len() + blanks + 1, self.limits.row_cells),
            (Limit::Cells, self.fields, self.limits.cells),
        ];
        for (what, found, limit) in counts {
            if found > limit {
                let (found, limit) = (found as u64, limit as u64);
                return Err(IngestError::TooLarge { what, found, limit, line: Some(line) });
            }
        }
        row.resize_with(row.len() + blanks, Passage::default);
        row.push(field);
        Ok(())
    }

    fn end_row(&mut self, line: u32) -> Result<(), IngestError> {
        self.end_field(line)?;
        self.blanks = 0;
        self.rows.push(Vec::new());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<Vec<String>> {
        let rows = rows(source, separator(source), &Limits::default()).expect("within the limits");
        let row = |row: &Vec<Passage>| row.iter().map(|cell| cell.text().to_string()).collect();
        rows.iter().filter(|cells| !cells.is_empty()).map(row).collect()
    }

    #[test]
    fn fields_of_every_writing() {
        let cases: [(&str, &[&[&str]]); 7] = [
            ("序号,指标\n1,产值\n", &[&["序号", "指标"], &["1", "产值"]]),
            ("序号;指标\r\n1;\"产值;税收\"", &[&["序号", "指标"], &["1", "产值;税收"]]),
            ("序号\t指标,单位\n1\t产值", &[&["序号", "指标,单位"], &["1", "产值"]]),
            ("a,\"甲\r\n乙\",b", &[&["a", "甲\n乙", "b"]]),
            ("a,\"\"\"甲\"\"乙\"", &[&["a", "\"甲\"乙"]]),
            ("a, 5寸\"屏 ,", &[&["a", "5寸\"屏"]]),
            ("序号，指标\n1，产值", &[&["序号", "指标"], &["1", "产值"]]),
        ];
        for (source, expected) in cases {
            assert_eq!(texts(source), expected, "{source:?}");
        }
    }

    #[test]
    fn blank_lines_part_tables_and_single_fields_are_text() {
        let document =
            read("重点工作清单,,\n\n序号,指标,\n1,产值,\n,,\n注：略", &Limits::default()).expect("not empty");
        let kinds: Vec<String> = document
            .blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(p) => p.text.text().to_string(),
                Block::Grid(grid) => format!("{}x{}", grid.rows, grid.columns),
                Block::Table(_) => "table".to_string(),
            })
            .collect();
        assert_eq!(kinds, ["重点工作清单", "2x2", "注：略"]);
        assert!(document.sites.is_empty());
    }

    #[test]
    fn blank_fields_behind_a_row_cost_nothing_and_those_before_a_field_count() {
        let limits = Limits { row_cells: 4, cells: 6, ..Limits::default() };
        let kind = |source: &str| match read(source, &limits) {
            Err(IngestError::TooLarge { what, found, line, .. }) => Some((what, found, line)),
            other => other.map(|_| None).expect("read"),
        };
        assert_eq!(kind(&format!("甲,乙{}\n丙,丁", ",".repeat(1000))), None);
        assert_eq!(kind(&format!("甲,乙\n{}\n丙,丁", ",".repeat(1000))), None);
        assert_eq!(kind("甲,乙\n,,,,丙"), Some((Limit::RowCells, 5, Some(2))));
        assert_eq!(kind("甲,乙,丙\n,,,丁"), Some((Limit::Cells, 7, Some(2))));
    }

    proptest::proptest! {
        #[test]
        fn every_character_stands_where_its_place_says(source in "[甲乙1,;\t\"\r\n ]{0,60}") {
            let lines: Vec<Vec<char>> = text::split_lines(&source).iter().map(|line| line.chars().collect()).collect();
            let rows = rows(&source, ',', &Limits::default()).expect("within the limits");
            for (c, line, column) in rows.iter().flatten().flat_map(|cell| cell.places().collect::<Vec<_>>()) {
                proptest::prop_assert_eq!(lines[line as usize - 1][column as usize - 1], c);
            }
        }
    }
}
