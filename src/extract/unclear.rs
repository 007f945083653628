//! What was not understood (没有认出): text that looks like a known kind of thing and that no rule reads. Each is a rule
//! that somebody might write; what the program is sure to have read is never among them.

use super::duty;
use super::place::anchor_of;
use super::{Extractor, paragraph_of};
use crate::document::Passage;
use crate::grammar::fold::{Folded, fold};
use crate::grammar::quantity::ValueReading;
use crate::layout::{Item, Layout, OutlineParagraph, RecoveredTable};
use crate::record::{Unclear, UnclearKind};
use crate::rules::{ColumnRole, ColumnSpec, Strength};
use std::collections::BTreeMap;

/// The rules of columns that no header word stands behind: running text, and what the cells look like.
const NO_COLUMN: [&str; 2] = ["tables.text", "tables.guessed"];
/// The rule that takes what no other reads as a value.
const NO_VALUE: &str = "values.other";
/// A header cell outside of a table is not longer, in characters.
const LONGEST_HEADER: usize = 14;
/// The name of a unit that nobody knows is not longer, in characters.
const LONGEST_UNIT: usize = 20;
/// As much of a text is noted, in characters.
const LONGEST_NOTE: usize = 60;
/// What stands in front of the first stop of a cell and may be a period is not longer, in characters; what is longer is a
/// sentence that names none, and no rule would help.
const LONGEST_PERIOD: usize = 10;
/// Headers that must be known around an unknown one outside of a table.
const KNOWN_HEADERS: usize = 2;
/// Paragraphs that must have an unknown numbering before it is taken for one.
const NUMBERED_PARAGRAPHS: usize = 2;

/// What was noted so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes {
    /// With the shape of the text: one rule reads all texts of one shape.
    notes: Vec<(String, Unclear)>,
}

impl Notes {
    /// Notes a text at its first place; a text of a shape that is noted already counts once more.
    fn add(&mut self, kind: UnclearKind, passage: &Passage) {
        self.add_shape(kind, passage, shape(passage.text()));
    }

    fn add_shape(&mut self, kind: UnclearKind, passage: &Passage, shape: String) {
        let text: String = passage.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let text: String = text.chars().take(LONGEST_NOTE).collect();
        if text.is_empty() {
            return;
        }
        let anchor = anchor_of(passage);
        match self.notes.iter_mut().find(|(known, note)| note.kind == kind && *known == shape) {
            Some((_, note)) if note.anchor != anchor => note.places += 1,
            Some(_) => {}
            None => self.notes.push((shape, Unclear { kind, text, places: 1, anchor })),
        }
    }

    /// The notes in the order of the source.
    pub(super) fn finish(&mut self) -> Vec<Unclear> {
        let mut notes: Vec<Unclear> = std::mem::take(&mut self.notes).into_iter().map(|(_, note)| note).collect();
        notes.sort_by_key(|note| (note.anchor.line, note.anchor.column, note.kind));
        notes
    }
}

impl Extractor<'_> {
    /// Header cells of a table that no rule knows and that its place does not explain either. What a column was taken for
    /// after its cells is a guess, so its header is noted, too.
    pub(super) fn note_header(&mut self, table: &RecoveredTable) {
        for column in table.columns.iter().filter(|column| NO_COLUMN.contains(&column.rule.as_str())) {
            if column.header.is_empty() || self.rules.pack.column(&column.header).is_some() {
                continue;
            }
            let bare = |passage: &Passage| passage.text().split_whitespace().collect::<String>();
            if let Some(cell) = table.header.iter().find(|cell| bare(cell) == column.header) {
                self.unclear.add(UnclearKind::Header, cell);
            }
        }
    }

    /// Header cells of a table of the source that is not understood at all: those of its first line.
    pub(super) fn note_unknown_table(&mut self, cells: &[Passage]) {
        let filled = || cells.iter().filter(|cell| !cell.is_blank());
        let line = |cell: &Passage| cell.span().map(|span| span.line);
        let Some(first) = filled().next().map(line) else { return };
        for cell in filled().take_while(|cell| line(cell) == first) {
            if self.rules.pack.column(cell.text()).is_none() {
                self.unclear.add(UnclearKind::Header, cell);
            }
        }
    }

    /// A cell of a value column that holds neither a number nor a known wording.
    pub(super) fn note_value(&mut self, cell: &Passage, reading: &ValueReading) {
        if reading.rule == NO_VALUE {
            self.unclear.add(UnclearKind::Value, cell);
        }
    }

    /// The cells of a schedule column without any period, where the column as a whole is dated or named after time.
    pub(super) fn note_periods(&mut self, column: &ColumnSpec, cells: &[&Passage]) {
        let has_period =
            |cell: &Passage| self.rules.pack.split_schedule(cell.text()).iter().any(|s| s.period.is_some());
        let (dated, undated): (Vec<&&Passage>, Vec<&&Passage>) =
            cells.iter().filter(|cell| !cell.is_blank()).partition(|cell| has_period(cell));
        let goals = column.header.contains("目标");
        let of_time = column.header.contains(['时', '期', '度']) && !goals;
        if goals && dated.is_empty() || !of_time && dated.len() < undated.len() {
            return;
        }
        for cell in undated.into_iter().copied().filter(|cell| !is_mark(cell.text())) {
            let end = cell.text().find([':', '：', ',', '，', ';', '；', '。', '\n']).unwrap_or(cell.text().len());
            let lead = cell.slice(0..end);
            let undated = self.rules.pack.list("periods.undated").contains(&fold(lead.text()));
            if lead.text().chars().count() <= LONGEST_PERIOD && !undated {
                self.unclear.add(UnclearKind::Period, &lead);
            }
        }
    }

    /// A name whose column announces units in brackets, with a bracket that holds none.
    pub(super) fn note_bracket_of_name(&mut self, name: &Passage) {
        if let Some(open) = duty::last_bracket(name.text()) {
            let inner = duty::strip_outer(&name.text()[open..]);
            if self.may_be_units(inner, true) {
                self.unclear.add(UnclearKind::Units, &inside(name, open..name.text().len()));
            }
        }
    }

    /// What paragraphs hold that looks like units, header cells or numbers of headings.
    pub(super) fn note_prose(&mut self, layout: &Layout) {
        let closing = self.records.tasks.iter().any(|task| task.rules.iter().any(|rule| rule == "units.list"));
        let mut run: Vec<&OutlineParagraph> = Vec::new();
        for item in &layout.items {
            match paragraph_of(item) {
                Some(paragraph) => {
                    self.note_brackets(paragraph, closing);
                    run.push(paragraph);
                }
                None => self.note_loose_headers(&std::mem::take(&mut run)),
            }
        }
        self.note_loose_headers(&run);
        self.note_numberings(layout);
    }

    /// Brackets that end a sentence and look like units; `closing` says that the document closes items with units.
    fn note_brackets(&mut self, paragraph: &OutlineParagraph, closing: bool) {
        let text = &paragraph.text;
        for bracket in duty::unread_brackets(self.rules, text) {
            let closes_item = closing && paragraph.heading.is_some() && text.text()[bracket.end..].trim().is_empty();
            let inner = duty::strip_outer(&text.text()[bracket.clone()]).to_string();
            let behind_stop = text.text()[..bracket.start].trim_end().ends_with('。');
            if self.may_be_units(&inner, closes_item && behind_stop) {
                self.unclear.add(UnclearKind::Units, &inside(text, bracket));
            }
        }
    }

    /// Could a bracket hold units that nobody knows: names side by side, one of them a unit, or all of them short where
    /// units are `expected`?
    fn may_be_units(&self, inner: &str, expected: bool) -> bool {
        let label = self.rules.pack.duty_labels(inner).into_iter().next();
        let label = label.filter(|label| label.part.names_units() && inner[..label.range.start].trim().is_empty());
        let label = label.map(|label| label.range.end);
        let names = fold(&inner[label.unwrap_or(0)..]);
        let pieces: Vec<&str> = names.split(['、', ',', ';']).filter(|piece| !piece.is_empty()).collect();
        let no_names = [self.rules.pack.list("unit.not-begin"), self.rules.pack.list("unit.remark-begin")];
        let like_a_name = |piece: &&str| {
            let length = piece.chars().count();
            (2..=LONGEST_UNIT).contains(&length)
                && piece.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || "“”()".contains(c))
                && no_names.iter().all(|list| list.prefix(piece).is_none())
        };
        let known = |piece: &&str| self.rules.organisations.strength(piece) == Strength::Strong;
        let named = pieces.len() > 1 && pieces.iter().any(known);
        let long_enough = pieces.iter().all(|piece| piece.chars().count() > 3);
        !pieces.is_empty() && pieces.iter().all(like_a_name) && (named || label.is_some() || expected && long_enough)
    }

    /// Short lines between known header cells: a header that was not put together for the sake of one cell.
    fn note_loose_headers(&mut self, run: &[&OutlineParagraph]) {
        for cells in rows_of_headers(run) {
            let known: Vec<bool> = cells.iter().map(|cell| self.is_telling_header(cell)).collect();
            let Some(stretch) = stretch_of_headers(&known) else { continue };
            let count = known[stretch.clone()].iter().filter(|known| **known).count();
            let unknown: Vec<&Passage> =
                cells[stretch].iter().filter(|cell| self.rules.pack.column(cell.text()).is_none()).collect();
            if count >= KNOWN_HEADERS && !unknown.is_empty() && unknown.len() <= count {
                unknown.into_iter().for_each(|cell| self.unclear.add(UnclearKind::Header, cell));
            }
        }
    }

    fn is_telling_header(&self, cell: &Passage) -> bool {
        let role = self.rules.pack.column(cell.text()).map(|column| column.role);
        role.is_some_and(|role| !matches!(role, ColumnRole::Text | ColumnRole::Remark))
    }

    /// Beginnings that look like numbers of headings, where several paragraphs have the same.
    fn note_numberings(&mut self, layout: &Layout) {
        let mut styles: BTreeMap<String, Vec<&Passage>> = BTreeMap::new();
        let bare = |item| paragraph_of(item).filter(|paragraph: &&OutlineParagraph| paragraph.heading.is_none());
        for paragraph in layout.items.iter().filter_map(|item: &Item| bare(item)) {
            let folded = Folded::new(paragraph.text.text());
            if let Some(found) = self.rules.pack.find_cue("numbering-like", &folded).filter(|m| m.range.start == 0) {
                styles.entry(style(found.group("number").unwrap_or_default())).or_default().push(&paragraph.text);
            }
        }
        for (style, paragraphs) in styles.into_iter().filter(|(_, of)| of.len() >= NUMBERED_PARAGRAPHS) {
            paragraphs.into_iter().for_each(|text| self.unclear.add_shape(UnclearKind::Heading, text, style.clone()));
        }
    }
}

/// A text with all numbers made alike: 14(58) and 6(25) are of one shape.
fn shape(text: &str) -> String {
    let alike = fold(text).chars().map(|c| if c.is_ascii_digit() || c == '.' { '0' } else { c }).collect::<Vec<_>>();
    let mut out = alike;
    out.dedup_by(|a, b| *a == '0' && *b == '0');
    out.into_iter().collect()
}

/// What stands between the brackets.
fn inside(text: &Passage, bracket: std::ops::Range<usize>) -> Passage {
    let inner = duty::strip_outer(&text.text()[bracket.clone()]);
    let start = bracket.start + text.text()[bracket].find(inner).unwrap_or(0);
    text.slice(start..start + inner.len())
}

/// "/" and "——" stand for nothing and need no rule.
fn is_mark(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// A number with its digits and letters made alike: "Ⅱ-3" and "Ⅳ-1" are of one style.
fn style(number: &str) -> String {
    let alike = |c: char| match c {
        '0'..='9' => '1',
        'a'..='z' | 'A'..='Z' => 'A',
        '\u{4e00}'..='\u{9fff}' => '甲',
        other => other,
    };
    let mut out: Vec<char> = number.chars().map(alike).collect();
    out.dedup();
    out.into_iter().collect()
}

/// The cells from the first known header on, as far as known ones follow with at most one unknown between; the very
/// first cell of a row belongs to them where it stands right before.
fn stretch_of_headers(known: &[bool]) -> Option<std::ops::Range<usize>> {
    let first = known.iter().position(|known| *known)?;
    let mut last = first;
    for (at, known) in known.iter().enumerate().skip(first + 1) {
        if *known && at - last <= 2 {
            last = at;
        }
    }
    Some(if first == 1 { 0 } else { first }..last + 1)
}

/// The runs of short lines that hold no sentence, and the cells of lines with bars, as rows of possible header cells.
fn rows_of_headers(run: &[&OutlineParagraph]) -> Vec<Vec<Passage>> {
    let mut rows: Vec<Vec<Passage>> = vec![Vec::new()];
    for text in run.iter().map(|paragraph| &paragraph.text) {
        let short = text.text().chars().count() <= LONGEST_HEADER && !text.text().contains(['。', '；', ';', '|']);
        match (short, rows.last_mut()) {
            (true, Some(row)) => row.push(text.clone()),
            _ => {
                if text.text().matches('|').count() > 1 {
                    rows.push(cells(text));
                }
                rows.push(Vec::new());
            }
        }
    }
    rows.retain(|row| row.len() > KNOWN_HEADERS);
    rows
}

fn cells(text: &Passage) -> Vec<Passage> {
    let mut start = 0;
    let mut out = Vec::new();
    for part in text.text().split('|') {
        out.push(text.slice(start..start + part.len()));
        start += part.len() + 1;
    }
    out.retain(|cell| !cell.is_blank());
    out
}

#[cfg(test)]
mod tests {
    use crate::record::UnclearKind;
    use crate::rules::Rules;

    /// Kind, text and number of places of what is noted of a text.
    fn noted(text: &str, format: &str) -> Vec<(UnclearKind, String, u32)> {
        let rules = Rules::load(None).unwrap();
        let read = crate::ingest::read_bytes(text.as_bytes(), format, &crate::ingest::Limits::default()).unwrap();
        let source = crate::record::Source {
            path: format!("a.{format}"),
            format: crate::record::Format::Text,
            encoding: "UTF-8".into(),
            bytes: 0,
            sha256: String::new(),
        };
        let records = crate::extract::extract(&read.document, source, &rules);
        records.not_understood.into_iter().map(|note| (note.kind, note.text, note.places)).collect()
    }

    fn one(kind: UnclearKind, text: &str, places: u32) -> Vec<(UnclearKind, String, u32)> {
        vec![(kind, text.to_string(), places)]
    }

    #[test]
    fn header_cells_without_a_role() {
        let table = "| 序号 | 事项 | 承接方 | 完成时限 |\n|---|---|---|---|\n| 1 | 冷链码头 | 市港航局 | 6月底前 |\n| 2 | 船闸 | 市水利局 | 9月底前 |\n";
        assert_eq!(noted(table, "md"), one(UnclearKind::Header, "承接方", 1));
        assert_eq!(noted(&table.replace("承接方", "责任单位"), "md"), []);
    }

    #[test]
    fn header_cells_of_a_table_that_lost_its_grid() {
        let cells = "年度产出（计件）\n\n承办单位\n\n编号\n\n完成时限\n\n事项\n\n新建泊位2（个）\n\n市港航局\n\n1\n\n6月底前\n\n冷链码头\n";
        assert_eq!(noted(cells, "txt"), one(UnclearKind::Header, "年度产出（计件）", 1));
        let between = "编号\n\n承接方\n\n责任单位\n\n完成时限\n\n某事\n\n其他\n\n一二三四\n";
        assert_eq!(noted(between, "txt"), one(UnclearKind::Header, "承接方", 1));
        let bars = "编号 | 承接方 | 事项 |\n";
        assert_eq!(noted(bars, "txt"), one(UnclearKind::Header, "承接方", 1));
    }

    #[test]
    fn a_table_that_is_not_understood_at_all() {
        let table = "| 甲方 | 乙方 |\n|---|---|\n| 一 | 二 |\n";
        let found = noted(table, "md");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|(kind, _, _)| *kind == UnclearKind::Header));
    }

    #[test]
    fn brackets_that_look_like_units() {
        let text = "一、任务\n\n1.扩建码头。（市港航局）\n2.办好开放日。（海湾新材料产业园共同体）\n\
                    3.建成中心。（市科技局、海湾共同体）\n4.完成普查。（按三口之家计算）\n";
        let found = noted(text, "txt");
        assert_eq!(
            found,
            [
                (UnclearKind::Units, "海湾新材料产业园共同体".to_string(), 1),
                (UnclearKind::Units, "市科技局、海湾共同体".to_string(), 1)
            ]
        );
        assert_eq!(noted("1.办好开放日。（海湾新材料产业园共同体）\n", "txt"), [], "no other item closes with units");
    }

    #[test]
    fn values_that_parse_as_nothing() {
        let table = "| 序号 | 指标 | 2024年目标值 | 责任单位 |\n|---|---|---|---|\n| 1 | 人均产值(万元) | 19 | 市发改委 |\n\
                     | 2 | 城镇化率(%) | 居中游 | 市住建局 |\n| 3 | 绿化率(%) | 稳步提升 | 市住建局 |\n| 4 | 贫困率(%) | / | 市住建局 |\n";
        assert_eq!(noted(table, "md"), one(UnclearKind::Value, "居中游", 1));
        let pairs = table.replace("| 19 |", "| 14(58) |").replace("居中游", "6(25)");
        assert_eq!(noted(&pairs, "md"), one(UnclearKind::Value, "14(58)", 2), "one shape, one note");
    }

    #[test]
    fn periods_that_parse_as_nothing() {
        let table = "| 序号 | 重点工作 | 责任单位 | 完成时限 |\n|---|---|---|---|\n| 1 | 扩建码头 | 市港航局 | 6月底前 |\n\
                     | 2 | 修缮堤坝 | 市水利局 | 汛期之前 |\n| 3 | 整治河道 | 市水利局 | 汛期之前 |\n| 4 | 普查 | 市统计局 | —— |\n";
        assert_eq!(noted(table, "md"), one(UnclearKind::Period, "汛期之前", 2));
    }

    #[test]
    fn headings_with_an_unknown_numbering() {
        let text = "甲、主要目标\n\n产值稳步增长，各项工作平稳推进。\n\n乙、重点任务\n\n抓好落实，按期完成。\n";
        let found = noted(text, "txt");
        assert_eq!(found, one(UnclearKind::Heading, "甲、主要目标", 2));
        assert_eq!(noted("甲、主要目标\n\n产值稳步增长，各项工作平稳推进。\n", "txt"), [], "one alone is no numbering");
    }
}
