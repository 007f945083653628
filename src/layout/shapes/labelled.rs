//! Records printed as labelled lines (标签行): 项目名称:…, 责任单位:…, 完成时限:…, a block a record. Every label is a
//! column; blocks are told apart by the label that begins them all.

use super::{Drawn, Sketch, run_on};
use crate::document::{Paragraph, Passage};
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, HeadingLevel, Pack};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Records that such a table has at least.
const FEWEST_RECORDS: usize = 2;
/// Longest label, in characters.
const LONGEST_LABEL: usize = 12;
/// A value goes on over at most this many lines that a blank line parts from it.
const MOST_LINES_OF_A_VALUE: usize = 12;
/// A heading between blocks up to this length, in characters.
const LONGEST_HEADING: usize = 60;
/// A mark before the name of a record (实事一) is no longer than this, in characters.
const LONGEST_MARK: usize = 8;
/// Mark and name before the labels of the first record.
const MOST_LEAD_LINES: usize = 2;
/// The label of names that stand before their records without one.
const NAME: &str = "任务名称";

/// Paragraphs that are looked through for labels that come again.
const LABELS_WITHIN: usize = 400;

/// The records from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let mut labels = Labels { pack, own: BTreeSet::new() };
    // The name of the first record may stand before its labels, and before the name a mark such as 实事一.
    let (lead, opening) = (0..=MOST_LEAD_LINES).find_map(|lead| {
        let named = lead == 0 || is_heading(&paragraphs.get(lead - 1)?.text);
        let marked = lead < 2 || mark(&paragraphs[0].text).is_some();
        Some((lead, opening_label(&labels, paragraphs.get(lead..)?)?)).filter(|_| named && marked)
    })?;
    labels.learn(&opening, paragraphs);
    let parts = if lead > 0 { vec![Part::Heading(paragraphs[lead - 1].text.clone())] } else { Vec::new() };
    let first_mark = if lead > 1 { mark(&paragraphs[0].text) } else { None };
    let (words, number) = first_mark.map_or((Vec::new(), None), |(word, number)| (vec![word], Some(number)));
    let mut walk = Walk { labels, paragraphs, opening, parts, words };
    let taken = walk.run(lead, number);
    let Walk { labels, parts, words, .. } = walk;
    let parts = match named_by_headings(&labels, &parts) {
        true => with_names(pack, parts),
        false if lead > 0 => return None,
        false => parts,
    };
    let records = || parts.iter().filter_map(|part| if let Part::Record(record) = part { Some(record) } else { None });
    let long_enough = |record: &Record| record.fields.len() > 1;
    if records().count() < FEWEST_RECORDS || !records().all(long_enough) {
        return None;
    }
    let beside = beside(&parts).into_iter().chain(words).collect();
    draw(&parts).map(|grid| Drawn { beside, ..Drawn::certain(grid, taken) })
}

/// Has every record a heading of its own and no label that names it.
fn named_by_headings(labels: &Labels<'_>, parts: &[Part]) -> bool {
    let names = |field: &Field| {
        let name = labels.pack.column(field.label.text()).is_some_and(|c| c.role == ColumnRole::Name);
        name && !field.value.text().contains(['。', '，', ','])
    };
    let pair = |pair: &[Part]| match pair {
        [Part::Heading(_), Part::Record(record)] => !record.fields.iter().any(names),
        _ => false,
    };
    parts.chunks(2).all(pair)
}

/// The records with the headings before them as their names.
fn with_names(pack: &Pack, parts: Vec<Part>) -> Vec<Part> {
    let mut heading = Passage::default();
    let mut out = Vec::new();
    for part in parts {
        match part {
            Part::Heading(text) => heading = text,
            Part::Record(mut record) => {
                let mut sign = Passage::default();
                if let Some(numbered) = pack.heading(heading.text()) {
                    let number = numbered.number.map(|number| Passage::unplaced(&number.to_string()));
                    record.number = record.number.or(number);
                    sign = heading.slice(0..numbered.title.start);
                    heading = heading.slice(numbered.title);
                }
                let label = Passage::unplaced(NAME);
                let name = Field { label, number: None, sign, value: std::mem::take(&mut heading) };
                record.fields.insert(0, name);
                out.push(Part::Record(record));
            }
        }
    }
    out
}

/// What counts as a label.
struct Labels<'p> {
    pack: &'p Pack,
    /// Labels that no rule knows, folded.
    own: BTreeSet<String>,
}

impl Labels<'_> {
    fn know(&self, label: &str) -> bool {
        self.pack.column(label).is_some() || self.own.contains(&fold(label))
    }

    /// What leads to a colon in at least every other record is a label, too: 总投资, 2024年计划投资.
    fn learn(&mut self, opening: &str, paragraphs: &[&Paragraph]) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for paragraph in paragraphs.iter().take(LABELS_WITHIN) {
            let Some((label, _)) = paragraph.text.text().split_once([':', '\u{ff1a}']) else { continue };
            let label = fold(without_number(label.trim_matches(is_decoration)));
            if (1..=LONGEST_LABEL).contains(&label.chars().count()) && !label.contains(['。', ',', ';']) {
                *counts.entry(label).or_default() += 1;
            }
        }
        let records = counts.get(opening).copied().unwrap_or(0);
        let often = |count: usize| count >= FEWEST_RECORDS && 2 * count >= records && count <= records;
        self.own = counts.into_iter().filter(|(_, count)| often(*count)).map(|(label, _)| label).collect();
    }
}

/// The labels and colons that the header of the grid does not hold.
fn beside(parts: &[Part]) -> Vec<Passage> {
    let mut seen: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for part in parts {
        let Part::Record(record) = part else { continue };
        for field in &record.fields {
            let label = key(&field.label);
            if seen.contains(&label) {
                out.push(field.label.clone());
            } else {
                seen.push(label);
            }
            out.push(field.sign.clone());
        }
    }
    out
}

/// The label that the first record begins with, which has to name it or say what is to be done. A number or a heading
/// may stand before it.
fn opening_label(labels: &Labels<'_>, paragraphs: &[&Paragraph]) -> Option<String> {
    let first = usize::from(lone_number(&paragraphs.first()?.text).is_some());
    let line = fields(labels, &paragraphs.get(first)?.text);
    let role = |label: &Passage| labels.pack.column(label.text()).map(|spec| spec.role);
    let mut printed = line.fields.iter().map(|field| &field.label);
    let numbered = printed.next().filter(|label| role(label) == Some(ColumnRole::Seq));
    let named = match numbered {
        // "序号:1" stands alone or before the name.
        Some(_) => printed.next().cloned().or_else(|| {
            let next = fields(labels, &paragraphs.get(first + 1)?.text);
            next.fields.first().map(|field| field.label.clone())
        })?,
        None => line.fields.first()?.label.clone(),
    };
    let names = matches!(role(&named)?, ColumnRole::Name | ColumnRole::Text | ColumnRole::Category);
    names.then(|| key(numbered.unwrap_or(&named)))
}

/// What a label is compared by.
fn key(label: &Passage) -> String {
    fold(label.text())
}

/// A labelled value.
struct Field {
    label: Passage,
    /// The number of the record, printed behind the label: 问题1.
    number: Option<Passage>,
    /// What stands between: the colon and brackets.
    sign: Passage,
    value: Passage,
}

/// A record: its number where one is printed before the first label, and its labelled values.
struct Record {
    number: Option<Passage>,
    fields: Vec<Field>,
}

enum Part {
    Record(Record),
    Heading(Passage),
}

struct Walk<'p> {
    labels: Labels<'p>,
    paragraphs: &'p [&'p Paragraph],
    opening: String,
    parts: Vec<Part>,
    /// Words before the numbers of records (实事).
    words: Vec<Passage>,
}

impl Walk<'_> {
    /// Takes records as long as they go on; gives the number of paragraphs they take.
    fn run(&mut self, start: usize, mut number: Option<Passage>) -> usize {
        let mut at = start;
        while let Some(paragraph) = self.paragraphs.get(at) {
            let line = fields(&self.labels, &paragraph.text);
            let begins = line.fields.first().is_some_and(|field| key(&field.label) == self.opening);
            if begins {
                let number = line.number.or(number.take());
                self.parts.push(Part::Record(Record { number, fields: line.fields }));
            } else if let Some(Part::Record(record)) = self.parts.last_mut().filter(|_| !line.fields.is_empty()) {
                let double = |field: &Field| record.fields.iter().any(|known| key(&known.label) == key(&field.label));
                if line.fields.iter().any(double) {
                    return at;
                }
                record.fields.extend(line.fields);
            } else if let Some((word, own)) = mark(&paragraph.text).filter(|_| self.opens(at + 1) || self.names(at + 1))
            {
                self.words.push(word);
                number = Some(own);
            } else if self.names(at) {
                self.parts.push(Part::Heading(paragraph.text.clone()));
            } else if !self.goes_on(at) {
                return at;
            }
            at += 1;
        }
        at
    }

    /// Does a record begin at a paragraph, perhaps with its number on a line before.
    fn opens(&self, at: usize) -> bool {
        let begins = |at: usize| {
            let line = self.paragraphs.get(at).map(|paragraph| fields(&self.labels, &paragraph.text));
            line.is_some_and(|line| line.fields.first().is_some_and(|field| key(&field.label) == self.opening))
        };
        let numbered = self.paragraphs.get(at).is_some_and(|paragraph| lone_number(&paragraph.text).is_some());
        begins(at) || numbered && begins(at + 1)
    }

    /// Does a heading stand here, before a record.
    fn names(&self, at: usize) -> bool {
        self.opens(at + 1) && self.paragraphs.get(at).is_some_and(|paragraph| is_heading(&paragraph.text))
    }

    /// Adds a line without a label to the value above it, where it goes on with that.
    fn goes_on(&mut self, at: usize) -> bool {
        let paragraph = self.paragraphs[at];
        let outer =
            self.labels.pack.heading(paragraph.text.text()).is_some_and(|h| h.level <= HeadingLevel::HanBracket);
        let next = self.paragraphs[at + 1..].iter().take(MOST_LINES_OF_A_VALUE);
        let labelled = || next.clone().any(|paragraph| !fields(&self.labels, &paragraph.text).fields.is_empty());
        let Some(Part::Record(record)) = self.parts.last_mut() else { return false };
        let Some(Field { label, value, .. }) = record.fields.last_mut() else { return false };
        // Behind the last label of all, only a text goes on, and without a blank line.
        let is_text = self.labels.pack.column(label.text()).is_some_and(|spec| spec.role == ColumnRole::Text);
        let follows = labelled() || is_text && paragraph.blank_lines_before == 0;
        if outer || !follows {
            return false;
        }
        run_on(value, &paragraph.text);
        true
    }
}

/// The grid of the records: a column for every label.
fn draw(parts: &[Part]) -> Option<crate::document::Grid> {
    let mut labels: Vec<&Passage> = Vec::new();
    let mut numbered = false;
    for part in parts {
        let Part::Record(record) = part else { continue };
        numbered |= record.number.is_some();
        for Field { label, .. } in &record.fields {
            if labels.iter().all(|known| key(known) != key(label)) {
                labels.push(label);
            }
        }
    }
    let lead = usize::from(numbered);
    let column = |label: &Passage| labels.iter().position(|known| key(known) == key(label)).map(|at| lead + at);
    let mut sketch = Sketch::default();
    let number = numbered.then(|| (0, Passage::unplaced("序号")));
    sketch.row(number.into_iter().chain(labels.iter().enumerate().map(|(at, label)| (lead + at, (*label).clone()))));
    for part in parts {
        match part {
            Part::Heading(text) => sketch.line(text.clone(), lead + labels.len()),
            Part::Record(record) => {
                let number = record.number.iter().map(|number| (0, number.clone()));
                let fields = record.fields.iter();
                let fields = fields.filter_map(|field| Some((column(&field.label)?, field.value.clone())));
                sketch.row(number.chain(fields));
            }
        }
    }
    (labels.len() > 1).then(|| sketch.finish(true))
}

/// A line with labels.
#[derive(Default)]
struct Labelled {
    /// The number before the first label.
    number: Option<Passage>,
    /// Labels with what stands behind them.
    fields: Vec<Field>,
}

/// The labelled values of a line: it begins with a known label, perhaps behind a number; further ones may follow behind
/// a blank or a semicolon.
fn fields(labels: &Labels<'_>, text: &Passage) -> Labelled {
    let line = text.text();
    let mark = number_mark(line);
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (colon, c) in line.char_indices().filter(|(_, c)| matches!(c, ':' | '\u{ff1a}')) {
        let from = if found.is_empty() { mark } else { start_of_label(line, colon) };
        let label = from..colon;
        let short = line[label.clone()].chars().count() <= LONGEST_LABEL;
        if short && labels.know(without_number(line[label.clone()].trim_matches(is_decoration))) {
            found.push((label, colon + c.len_utf8()));
        } else if found.is_empty() {
            break;
        }
    }
    let ends = found.iter().skip(1).map(|(label, _)| label.start).chain([line.len()]);
    let field = |((label, value), end): (&(Range<usize>, usize), usize)| {
        let printed = &line[label.clone()];
        let start = label.start + printed.len() - printed.trim_start_matches(is_decoration).len();
        let numbered = label.start + printed.trim_end_matches(is_decoration).len();
        let stop = start + without_number(&line[start..numbered]).len();
        let behind = line[*value..end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ';' | '\u{ff1b}'));
        let value = *value..value + behind.len();
        Field {
            label: text.slice(start..stop),
            number: (stop < numbered).then(|| text.slice(stop..numbered)),
            sign: text.slice(numbered..value.start),
            value: text.slice(value),
        }
    };
    let fields: Vec<_> = found.iter().zip(ends).map(field).collect();
    let number = fields.first().and_then(|first| match mark {
        0 => first.number.clone(),
        mark => Some(text.slice(0..mark)),
    });
    Labelled { number, fields }
}

const HAN_DIGITS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// A label without the number behind it: 问题1, 任务二.
fn without_number(label: &str) -> &str {
    let bare = label.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    if bare.len() < label.len() { bare } else { label.trim_end_matches(HAN_DIGITS) }
}

/// Brackets that a label is printed in: 【责任单位】.
fn is_decoration(c: char) -> bool {
    c.is_whitespace() || matches!(c, '【' | '】' | '[' | ']' | '●' | '■' | '◆' | '·' | '*' | '-')
}

/// Where the label before a colon inside a line begins: behind the last blank or semicolon.
fn start_of_label(line: &str, colon: usize) -> usize {
    let parts = |c: char| c.is_whitespace() || matches!(c, ';' | '\u{ff1b}' | '|' | '/');
    line[..colon].char_indices().rev().find(|(_, c)| parts(*c)).map_or(0, |(at, c)| at + c.len_utf8())
}

/// Bytes of "1.", "1、", "(1)" or "1)" at the beginning of a line.
fn number_mark(line: &str) -> usize {
    let body = line.trim_start_matches(['(', '\u{ff08}']);
    let open = line.len() - body.len();
    let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let close = body[digits..].chars().next().filter(|c| "..、\u{ff0e})\u{ff09}".contains(*c));
    match close {
        Some(close) if (1..=3).contains(&digits) => open + digits + close.len_utf8(),
        _ => 0,
    }
}

fn is_heading(text: &Passage) -> bool {
    text.text().chars().count() <= LONGEST_HEADING && !text.text().ends_with(['。', ';', '\u{ff1b}'])
}

/// A number on a line of its own, and the word before it, if there is one: 实事一.
fn mark(text: &Passage) -> Option<(Passage, Passage)> {
    let line = text.text();
    let word = without_number(line);
    let short = line.chars().count() <= LONGEST_MARK && !word.is_empty() && word.chars().all(char::is_alphabetic);
    let behind_word = || (text.slice(0..word.len()), text.slice(word.len()..line.len()));
    let alone = lone_number(text).map(|number| (Passage::default(), number));
    alone.or_else(|| (short && word.len() < line.len()).then(behind_word))
}

/// A number on a line of its own.
fn lone_number(text: &Passage) -> Option<Passage> {
    let folded = fold(text.text());
    let bare = folded.trim_start_matches('(').trim_end_matches(['.', '、', ')']);
    (!bare.is_empty() && bare.len() <= 3 && bare.bytes().all(|b| b.is_ascii_digit())).then(|| text.clone())
}
