//! What Markdown states in lines: headings, list marks, rules, and pipe tables.

use super::inline;
use super::text::is_blank;
use crate::document::{Passage, Table};
use std::ops::Range;

/// Does this line show that the text is Markdown: a heading, the rule of a table, a line that begins bold.
pub(super) fn speaks_for_markdown(line: &str) -> bool {
    let trimmed = line.trim_matches(is_blank);
    heading_mark(line).is_some()
        || is_table_rule(line)
        || trimmed.strip_prefix("**").is_some_and(|rest| !rest.starts_with('*') && rest.contains("**"))
}

/// The part of a line between its marks, as a byte range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Content {
    /// First byte.
    pub(super) start: usize,
    /// Behind the last byte.
    pub(super) end: usize,
    /// Depth of the heading, 1 for `#`.
    pub(super) heading: Option<u8>,
}

impl Content {
    /// A line without marks.
    pub(super) fn whole(line: &str) -> Content {
        Content { start: 0, end: line.len(), heading: None }
    }
}

/// What a line holds behind `# ` or `- ` and before closing `#`; nothing for a rule (`---`) or the fence of a block.
pub(super) fn line_content(line: &str) -> Content {
    if let Some((start, depth)) = heading_mark(line) {
        let text = line.trim_end_matches(is_blank);
        let open = text.trim_end_matches('#');
        let closed = open.len() < text.len() && open.ends_with(is_blank);
        let end = if closed { open.len() } else { text.len() };
        return Content { start, end: end.max(start), heading: Some(depth) };
    }
    if is_rule(line) || line.trim_start_matches(is_blank).starts_with("```") {
        return Content { start: 0, end: 0, heading: None };
    }
    let indent = line.len() - line.trim_start_matches(is_blank).len();
    let marked = line[indent..].starts_with("- ") || line[indent..].starts_with("* ");
    Content { start: if marked { indent + 2 } else { 0 }, end: line.len(), heading: None }
}

/// Byte offset behind `## ` and the number of `#`.
fn heading_mark(line: &str) -> Option<(usize, u8)> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let depth = line[indent..].bytes().take_while(|&b| b == b'#').count();
    let behind = indent + depth;
    let is_heading = (1..=6).contains(&depth)
        && line[behind..].starts_with([' ', '\t'])
        && !line[behind..].chars().all(|c| is_blank(c) || c == '#');
    is_heading.then_some((behind + 1, depth as u8))
}

/// A line of three or more `-`, `*` or `_` and nothing else.
fn is_rule(line: &str) -> bool {
    let marks: Vec<char> = line.chars().filter(|&c| !is_blank(c)).collect();
    marks.len() >= 3 && matches!(marks[0], '-' | '*' | '_') && marks.iter().all(|&c| c == marks[0])
}

/// The line under the header of a table, `|---|:--:|`.
fn is_table_rule(line: &str) -> bool {
    let line = line.trim_matches(is_blank);
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let is_column = |cell: &str| {
        let cell = cell.trim_matches(is_blank);
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
    };
    line.contains('|') && inner.split('|').all(is_column)
}

/// The lines of a table, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Extent {
    /// Header rows, empty where the rule comes first.
    pub(super) header: Range<usize>,
    /// Rows under the rule.
    pub(super) body: Range<usize>,
}

/// The table that begins at line `at`: its header, its rule, and rows up to a line without a bar or the header of
/// the next table. Rows that a blank line separates are not put together here.
pub(super) fn table_at(lines: &[&str], at: usize) -> Option<Extent> {
    let rule = |i: usize| lines.get(i).is_some_and(|line| is_table_rule(line));
    let header = if rule(at) {
        at..at
    } else if lines[at].contains('|') && rule(at + 1) {
        at..at + 1
    } else {
        return None;
    };
    let first = header.end + 1;
    let is_row = |i: usize| lines[i].contains('|') && !rule(i) && !rule(i + 1);
    let end = (first..lines.len()).find(|&i| !is_row(i)).unwrap_or(lines.len());
    Some(Extent { header, body: first..end })
}

/// Reads the lines of a table; rows keep the number of cells that they print.
pub(super) fn read_table(lines: &[&str], extent: &Extent) -> Table {
    let rows = extent.header.clone().chain(extent.body.clone());
    Table {
        rows: rows.map(|i| read_row(lines[i], i as u32 + 1)).collect(),
        header_rows: extent.header.len(),
        lines: (extent.header.start as u32 + 1, extent.body.end as u32),
    }
}

fn read_row(line: &str, number: u32) -> Vec<Passage> {
    let mut column = 1;
    let mut done = 0;
    let cell = |range: Range<usize>| {
        column += line[done..range.start].chars().count() as u32;
        done = range.start;
        inline::cell(&line[range], number, column)
    };
    cell_ranges(line).into_iter().map(cell).collect()
}

/// Byte ranges of the cells between bars; a bar at either end only closes, and `\\|` is no bar.
fn cell_ranges(line: &str) -> Vec<Range<usize>> {
    let mut start = line.len() - line.trim_start_matches(is_blank).len();
    let end = line.trim_end_matches(is_blank).len();
    if line[start..].starts_with('|') {
        start += 1;
    }
    let mut ranges = Vec::new();
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate().take(end).skip(start) {
        if byte == b'|' && !escaped {
            ranges.push(start..at);
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    if start < end {
        ranges.push(start..end);
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_a_line() {
        let cases: [(&str, &str, Option<u8>); 13] = [
            ("# 要点", "要点", Some(1)),
            ("  ### 附件 2 ##", "附件 2 ", Some(3)),
            ("## 港口C#", "港口C#", Some(2)),
            ("#要点", "#要点", None),
            ("#", "#", None),
            ("## ##", "## ##", None),
            ("- 附件:1.清单  ", "附件:1.清单  ", None),
            ("  * 抓手", "抓手", None),
            ("-5", "-5", None),
            ("---", "", None),
            ("* * *", "", None),
            ("```markdown", "", None),
            ("——", "——", None),
        ];
        for (line, content, heading) in cases {
            let found = line_content(line);
            assert_eq!((&line[found.start..found.end], found.heading), (content, heading), "{line}");
        }
    }

    #[test]
    fn rules_of_tables_and_near_misses() {
        for line in ["|---|---|", "|--|", " | :-: | --: | ", "---|---", "|-|"] {
            assert!(is_table_rule(line), "{line}");
        }
        for line in ["---", "", "|", "||", "| - 5 |", "|---|内容|", "| / | - |", "|::|", "| ------ | |"] {
            assert!(!is_table_rule(line), "{line}");
        }
    }

    fn texts(table: &Table) -> Vec<Vec<&str>> {
        table.rows.iter().map(|row| row.iter().map(Passage::text).collect()).collect()
    }

    #[test]
    fn a_table_ends_where_its_bars_end() {
        let lines = ["| 序号 | 指标 |", "|---|---|", "| 1 | 产值 |", "| 2 |", "备注", "| 3 | 税收 |"];
        let extent = table_at(&lines, 0).expect("a table");
        let table = read_table(&lines, &extent);
        assert_eq!(texts(&table), [vec!["序号", "指标"], vec!["1", "产值"], vec!["2"]]);
        assert_eq!((table.header_rows, table.lines), (1, (1, 4)));
        assert_eq!(table_at(&lines, 4), None);
        assert_eq!(table_at(&lines, 5), None);
    }

    #[test]
    fn a_header_inside_the_rows_begins_a_new_table() {
        let lines = ["|a|b|", "|-|-|", "|1|2|", "|a|b|", "|-|-|", "|3|4|"];
        let first = table_at(&lines, 0).expect("a table");
        assert_eq!(first.body, 2..3);
        let second = table_at(&lines, first.body.end).expect("a table");
        assert_eq!((second.header, second.body), (3..4, 5..6));
        let headless = table_at(&lines, 4).expect("a table");
        assert_eq!((&headless.header, &headless.body), (&(4..4), &(5..6)));
        assert_eq!(read_table(&lines, &headless).lines, (5, 6));
    }

    #[test]
    fn cells_keep_empty_places_and_escaped_bars() {
        let lines = ["| a | | b |", "|---|---|---|", "|  | 甲\\|乙 |  |", "x|y|", "\u{3000}| 东浦 |"];
        let table = read_table(&lines, &table_at(&lines, 0).expect("a table"));
        assert_eq!(texts(&table)[1..], [vec!["", "甲|乙", ""], vec!["x", "y"], vec!["东浦"]]);
        let columns: Vec<(u32, u32)> = table.rows[1][1].spans().iter().map(|s| (s.column, s.end_column)).collect();
        assert_eq!(columns, [(6, 6), (8, 8), (9, 9)]);
        assert_eq!(table.rows[3][0].span().map(|s| (s.line, s.column)), Some((5, 4)));
    }
}
