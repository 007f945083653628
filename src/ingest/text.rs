//! Decoded text to [`Document`]: paragraphs line by line, and the tables that Markdown states.

use super::detect::Format;
use super::error::IngestError;
use super::fragment;
use super::inline;
use super::limits::{Limit, Limits};
use super::markdown::{self, Content};
use super::scramble;
use crate::document::{Block, Document, Paragraph, Passage};

/// Reads a text. Lines end with LF, CRLF or CR; every character of a passage keeps its line and column.
///
/// # Errors
/// [`IngestError::Empty`] where nothing but blanks stands, [`IngestError::TooLarge`] past a limit.
pub fn read(text: &str, format: Format, limits: &Limits) -> Result<Document, IngestError> {
    let lines = split_lines(text);
    let line_lengths = measure(&lines, limits)?;
    let markdown = format == Format::Markdown;
    let scrambled = scramble::is_scrambled(&lines);
    let mut reader = Reader { markdown, scrambled, ..Reader::default() };
    let mut at = 0;
    while at < lines.len() {
        at = reader.read_block(&lines, at, limits)?;
    }
    if reader.blocks.is_empty() {
        return Err(IngestError::Empty);
    }
    Ok(Document { blocks: reader.blocks, line_lengths, furniture: reader.furniture, ..Document::default() })
}

/// The lines of a text without their breaks; a break at the very end begins no further line.
pub(super) fn split_lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        lines.push(&rest[..end]);
        let after = &rest[end..];
        rest = after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or("");
    }
    lines
}

/// Lengths of the lines of a text in characters; a page may be all in one line.
///
/// # Errors
/// [`IngestError::TooLarge`] past the number of lines.
pub(super) fn measure_lines(text: &str, limits: &Limits) -> Result<Vec<u32>, IngestError> {
    measure(&split_lines(text), &Limits { line_characters: usize::MAX, ..limits.clone() })
}

/// Lengths of the lines in characters.
fn measure(lines: &[&str], limits: &Limits) -> Result<Vec<u32>, IngestError> {
    if lines.len() > limits.lines {
        return Err(too_large(Limit::Lines, lines.len(), limits.lines, None));
    }
    let mut lengths = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let length = line.chars().count();
        if length > limits.line_characters {
            return Err(too_large(Limit::LineCharacters, length, limits.line_characters, Some(i)));
        }
        lengths.push(length as u32);
    }
    Ok(lengths)
}

/// The error for a passed limit; `line` counts from 0.
fn too_large(what: Limit, found: usize, limit: usize, line: Option<usize>) -> IngestError {
    IngestError::TooLarge { what, found: found as u64, limit: limit as u64, line: line.map(|i| i as u32 + 1) }
}

/// Blanks of every width, and characters that print nothing.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The passage without blanks at its ends, those included that print nothing.
pub(super) fn trim(passage: &Passage) -> Passage {
    let text = passage.text();
    let start = text.len() - text.trim_start_matches(is_blank).len();
    let end = text.trim_end_matches(is_blank).len().max(start);
    passage.slice(start..end)
}

#[derive(Default)]
struct Reader {
    markdown: bool,
    /// Random words stand at the ends of lines.
    scrambled: bool,
    /// A `<table` was met that nothing closes: no later one is looked at.
    open_tag: bool,
    blank_lines: u32,
    cells: usize,
    blocks: Vec<Block>,
    /// Random words.
    furniture: Vec<Passage>,
}

impl Reader {
    /// Reads what begins at line `at` (counted from 0) and gives the line behind it.
    fn read_block(&mut self, lines: &[&str], at: usize, limits: &Limits) -> Result<usize, IngestError> {
        if self.markdown
            && let Some(extent) = markdown::table_at(lines, at)
        {
            let end = extent.body.end;
            let table = markdown::read_table(lines, &extent);
            self.count_cells(&table.rows, limits, at)?;
            self.blocks.push(Block::Table(table));
            self.blank_lines = 0;
            return Ok(end);
        }
        if let Some(behind) = self.read_html(lines, at, limits)? {
            return Ok(behind);
        }
        let line = lines[at];
        let content = if self.scrambled { scramble::content(line) } else { 0..line.len() };
        for random in [0..content.start, content.end..line.len()] {
            let column = line[..random.start].chars().count() as u32 + 1;
            let passage = trim(&Passage::new(&line[random], at as u32 + 1, column));
            self.furniture.extend(Some(passage).filter(|passage| !passage.is_blank()));
        }
        self.read_line(line, content, at as u32 + 1);
        Ok(at + 1)
    }

    /// Reads a table of HTML that begins in line `at`, with what stands before and behind it in its lines; gives the
    /// line behind it.
    fn read_html(&mut self, lines: &[&str], at: usize, limits: &Limits) -> Result<Option<usize>, IngestError> {
        if self.open_tag || !lines[at].contains('<') {
            return Ok(None);
        }
        let Some(extent) = fragment::table_at(lines, at) else {
            self.open_tag = fragment::opens_table(lines[at]);
            return Ok(None);
        };
        let Some(blocks) = fragment::read(lines, at, extent, limits)? else { return Ok(None) };
        self.read_line(lines[at], 0..extent.start, at as u32 + 1);
        let cells = blocks.iter().map(|block| if let Block::Grid(grid) = block { grid.cells.len() } else { 0 }).sum();
        self.add_cells(cells, limits, at)?;
        self.blocks.extend(blocks);
        self.blank_lines = 0;
        let behind = lines[extent.last];
        self.read_line(behind, extent.end..behind.len(), extent.last as u32 + 1);
        self.blank_lines = 0;
        Ok(Some(extent.last + 1))
    }

    fn count_cells(&mut self, rows: &[Vec<Passage>], limits: &Limits, at: usize) -> Result<(), IngestError> {
        let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
        if widest > limits.row_cells {
            return Err(too_large(Limit::RowCells, widest, limits.row_cells, Some(at)));
        }
        self.add_cells(rows.iter().map(Vec::len).sum(), limits, at)
    }

    fn add_cells(&mut self, cells: usize, limits: &Limits, at: usize) -> Result<(), IngestError> {
        self.cells += cells;
        if self.cells > limits.cells {
            return Err(too_large(Limit::Cells, self.cells, limits.cells, Some(at)));
        }
        Ok(())
    }

    /// A line outside a table, or a part of it: a paragraph, or several where it holds `<br>`, or an empty line.
    fn read_line(&mut self, raw: &str, part: std::ops::Range<usize>, number: u32) {
        let Content { start, end, heading } =
            if self.markdown { markdown::line_content(raw) } else { Content::whole(raw) };
        let start = start.max(part.start);
        let end = end.min(part.end).max(start);
        let column = raw[..start].chars().count() as u32 + 1;
        let before = self.blocks.len();
        let printed = &raw[start..];
        let mut indent = printed[..printed.len() - printed.trim_start_matches(is_blank).len()].to_string();
        for text in inline::lines(&raw[start..end], number, column, self.markdown) {
            let (blank_lines_before, indent) = (std::mem::take(&mut self.blank_lines), std::mem::take(&mut indent));
            self.blocks.push(Block::Paragraph(Paragraph { text, indent, blank_lines_before, heading }));
        }
        if self.blocks.len() == before {
            self.blank_lines += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;
    use proptest::prelude::*;

    fn read_all(text: &str, format: Format) -> Document {
        read(text, format, &Limits::default()).expect("a text")
    }

    /// Text, blank lines before, heading, line and column of every paragraph.
    fn paragraphs(document: &Document) -> Vec<(String, u32, Option<u8>, u32, u32)> {
        let paragraph = |block: &Block| match block {
            Block::Paragraph(p) => {
                let span = p.text.span().expect("not empty");
                Some((p.text.text().to_string(), p.blank_lines_before, p.heading, span.line, span.column))
            }
            Block::Table(_) | Block::Grid(_) => None,
        };
        document.blocks.iter().filter_map(paragraph).collect()
    }

    #[test]
    fn lines_end_in_three_ways() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[]),
            ("一", &["一"]),
            ("一\n", &["一"]),
            ("一\n\n", &["一", ""]),
            ("一\r\n二", &["一", "二"]),
            ("一\r二\r\r三", &["一", "二", "", "三"]),
            ("\n一", &["", "一"]),
            ("一\n\r\n二", &["一", "", "二"]),
        ];
        for (text, expected) in cases {
            assert_eq!(split_lines(text), expected, "{text:?}");
        }
    }

    #[test]
    fn blanks_of_every_width_are_trimmed_and_counted() {
        let document = read_all("\n\u{3000}\u{3000}一、目标\u{a0} \r\n\u{a0}\r\n\u{200b}\n\t新增 5 家\n", Format::Text);
        assert_eq!(
            paragraphs(&document),
            [("一、目标".to_string(), 1, None, 2, 3), ("新增 5 家".to_string(), 2, None, 5, 2)]
        );
        assert_eq!(document.line_lengths, [0, 8, 1, 1, 7]);
    }

    #[test]
    fn markdown_marks_go_and_places_stay() {
        let document = read_all("## 二、保障\n- 附件:1.清单\n**(一)加强。**落实\n---\n* 抓手", Format::Markdown);
        assert_eq!(
            paragraphs(&document),
            [
                ("二、保障".to_string(), 0, Some(2), 1, 4),
                ("附件:1.清单".to_string(), 0, None, 2, 3),
                ("(一)加强。落实".to_string(), 0, None, 3, 3),
                ("抓手".to_string(), 1, None, 5, 3),
            ]
        );
    }

    #[test]
    fn plain_text_keeps_what_markdown_would_drop() {
        let document = read_all("# 1泊位\n- 5\n张**、李**\n---\n1 | 产值 |\n>86%", Format::Text);
        let texts: Vec<String> = paragraphs(&document).into_iter().map(|p| p.0).collect();
        assert_eq!(texts, ["# 1泊位", "- 5", "张**、李**", "---", "1 | 产值 |", ">86%"]);
    }

    #[test]
    fn a_break_inside_a_line_makes_two_paragraphs() {
        let document = read_all("第一条<br>第二条\n第三条", Format::Text);
        let places: Vec<(String, u32, u32)> = paragraphs(&document).into_iter().map(|p| (p.0, p.3, p.4)).collect();
        assert_eq!(places, [("第一条".to_string(), 1, 1), ("第二条".to_string(), 1, 8), ("第三条".to_string(), 2, 1)]);
    }

    #[test]
    fn a_table_of_html_in_a_text_is_a_grid() {
        let text = "附表\n见<table>\n<tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr></table>以上\n完";
        for format in [Format::Text, Format::Markdown] {
            let document = read_all(text, format);
            let [_, _, Block::Grid(grid), behind, _] = &document.blocks[..] else { panic!("{:?}", document.blocks) };
            let place = |text: &Passage| text.span().map(|span| (span.line, span.column));
            let cells: Vec<_> =
                grid.cells.iter().map(|cell| (cell.text.text(), cell.row_span, place(&cell.text))).collect();
            assert_eq!(cells, [("甲", 2, Some((3, 19))), ("1", 1, Some((3, 29))), ("2", 1, Some((4, 9)))]);
            let Block::Paragraph(behind) = behind else { panic!("a paragraph") };
            assert_eq!((behind.text.text(), place(&behind.text)), ("以上", Some((4, 28))));
        }
        let open = read_all("<table>\n甲\n<table>乙", Format::Text);
        assert_eq!(paragraphs(&open).iter().map(|p| p.0.as_str()).collect::<Vec<_>>(), ["<table>", "甲", "<table>乙"]);
    }

    #[test]
    fn limits_hold_at_the_edge() {
        let limits = Limits { lines: 3, line_characters: 4, row_cells: 2, cells: 6, ..Limits::default() };
        let fails = |text: &str| match read(text, Format::Markdown, &limits) {
            Err(IngestError::TooLarge { what, line, .. }) => Some((what, line)),
            Err(other) => panic!("{other}"),
            Ok(_) => None,
        };
        assert_eq!(fails("一\n二\n三\n"), None);
        assert_eq!(fails("一\n二\n三\n四"), Some((Limit::Lines, None)));
        assert_eq!(fails("一\n二二二二"), None);
        assert_eq!(fails("一\n二二二二二"), Some((Limit::LineCharacters, Some(2))));
        let wide = Limits { line_characters: 100, lines: 100, ..limits };
        let table = |text: &str| read(text, Format::Markdown, &wide).map(|d| d.blocks.len());
        assert_eq!(table("|a|b|\n|-|-|\n|1|2|\n|3|4|"), Ok(1));
        assert!(matches!(
            table("|a|b|\n|-|-|\n|1|2|\n|3|4|\n|5|"),
            Err(IngestError::TooLarge { what: Limit::Cells, found: 7, limit: 6, line: Some(1) })
        ));
        assert!(matches!(table("|a|b|c|\n|-|-|-|"), Err(IngestError::TooLarge { what: Limit::RowCells, .. })));
    }

    #[test]
    fn nothing_but_blanks_is_empty() {
        for text in ["", "\n\n", " \u{3000}\n\u{feff}"] {
            assert_eq!(read(text, Format::Text, &Limits::default()), Err(IngestError::Empty), "{text:?}");
        }
    }

    /// Every character of a passage stands where its span says; a decoded entity stands at its `&`.
    fn assert_places(raw: &str, document: &Document) {
        let lines: Vec<Vec<char>> = split_lines(raw).iter().map(|line| line.chars().collect()).collect();
        let at = |line: u32, column: u32| lines[line as usize - 1][column as usize - 1];
        for passage in document.blocks.iter().flat_map(Block::passages) {
            let mut printed = passage.text().chars().filter(|&c| c != '\n');
            for Span { line, column, end_line, end_column } in passage.spans() {
                assert_eq!(line, end_line);
                for column in column..=end_column {
                    let c = printed.next().expect("a character for every place");
                    assert!(c == at(line, column) || at(line, column) == '&', "{c:?} at {line}:{column} of {raw:?}");
                }
            }
            assert_eq!(printed.next(), None);
        }
    }

    proptest! {
        #[test]
        fn any_text_keeps_its_places(raw in "(?s).{0,120}") {
            for format in [Format::Text, Format::Markdown] {
                if let Ok(document) = read(&raw, format, &Limits::default()) {
                    assert_places(&raw, &document);
                }
            }
        }

        #[test]
        fn markup_keeps_its_places(parts in proptest::collection::vec(proptest::sample::select(vec![
            "指标", "12.5", "|", "\\|", "<br>", "<p>", "</p>", "<sup>", "</sup>", "<ol style=\"x\">", "<li>", "&lt;", "&nbsp;",
            "&#20803;", "**", "- ", "# ", "\n", "\r\n", "\r", "|--|--|", "\n|-|-|\n", " ", "\u{3000}", "\u{a0}", "\\*", "<0.5",
            "[附件](https://a.cn/b)", "![](a.jpg)", "```", "<!-- 3 -->", "&", "《<意见>的方案》",
            "<table>", "<tr>", "<td>", "</table>",
        ]), 0..40)) {
            let raw = parts.concat();
            for format in [Format::Text, Format::Markdown] {
                if let Ok(document) = read(&raw, format, &Limits::default()) {
                    assert_places(&raw, &document);
                    let lengths: Vec<u32> = split_lines(&raw).iter().map(|l| l.chars().count() as u32).collect();
                    prop_assert_eq!(&document.line_lengths, &lengths);
                }
            }
        }
    }
}
