//! Records printed as a heading with headings below it that say what follows: 一、扩建水厂, (一)工作目标, …, (二)责任单位, ….
//! The upper heading is the name, every lower one a column.

use super::{Drawn, Sketch};
use crate::document::{Paragraph, Passage};
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, Heading, HeadingLevel, Pack};

/// Records that such a table has at least.
const FEWEST_RECORDS: usize = 2;
/// Fields that a record has at least.
const FEWEST_FIELDS: usize = 2;
/// A label is looked for so many paragraphs on.
const REACH: usize = 12;
/// Longest name and longest label, in characters.
const LONGEST_NAME: usize = 40;
const LONGEST_LABEL: usize = 12;

/// The records from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let name = name(pack, paragraphs.first()?)?;
    let label = label(pack, paragraphs.get(1)?, name.level)?;
    let walk = Walk { pack, paragraphs, outer: name.level, inner: label.level };
    let (records, taken) = walk.records();
    let answered = |record: &Record| record.fields.iter().any(|field| field.is_responsible);
    let whole = |record: &Record| record.fields.len() >= FEWEST_FIELDS;
    if records.len() < FEWEST_RECORDS || !records.iter().all(whole) || !records.iter().any(answered) {
        return None;
    }
    let beside = records.iter().flat_map(|record| record.beside.clone()).collect();
    Some(Drawn { beside, ..Drawn::certain(draw(&records), taken) })
}

struct Name {
    level: HeadingLevel,
    number: Option<u32>,
    title: Passage,
    mark: Passage,
}

struct Label {
    level: HeadingLevel,
    text: Passage,
    is_responsible: bool,
    /// The number before it, and the colon behind it.
    beside: Vec<Passage>,
    /// What stands behind the colon.
    rest: Passage,
}

struct Field {
    label: Passage,
    is_responsible: bool,
    text: Passage,
}

struct Record {
    name: Name,
    fields: Vec<Field>,
    beside: Vec<Passage>,
}

fn heading(pack: &Pack, paragraph: &Paragraph) -> Option<Heading> {
    pack.heading(paragraph.text.text()).filter(|heading| heading.level != HeadingLevel::Attachment)
}

/// A heading that may name a record: short, and no sentence.
fn name(pack: &Pack, paragraph: &Paragraph) -> Option<Name> {
    let heading = heading(pack, paragraph)?;
    let title = paragraph.text.slice(heading.title.clone()).trim();
    let short = (1..=LONGEST_NAME).contains(&title.text().chars().count());
    let sentence = fold(title.text()).trim_end_matches('。').contains(['。', ';', ':']);
    let mark = paragraph.text.slice(0..heading.title.start);
    (short && !sentence).then_some(Name { level: heading.level, number: heading.number, title, mark })
}

/// A heading below `outer` that says what follows it.
fn label(pack: &Pack, paragraph: &Paragraph, outer: HeadingLevel) -> Option<Label> {
    let heading = heading(pack, paragraph).filter(|heading| heading.level > outer)?;
    let raw = paragraph.text.text();
    let title = &raw[heading.title.clone()];
    let end = title.find([':', '\u{ff1a}', '。']).unwrap_or(title.len());
    let printed = &title[..end];
    let role = pack.column(printed).map(|spec| spec.role).filter(|_| printed.chars().count() <= LONGEST_LABEL)?;
    let start = heading.title.start + printed.len() - printed.trim_start().len();
    let stop = start + printed.trim().len();
    let behind = heading.title.start + end + title[end..].chars().next().map_or(0, char::len_utf8);
    use ColumnRole::{Leader, Remark, Responsible, Schedule, Support, Text};
    matches!(role, Leader | Remark | Responsible | Schedule | Support | Text).then(|| Label {
        level: heading.level,
        text: paragraph.text.slice(start..stop),
        is_responsible: role == Responsible,
        beside: vec![paragraph.text.slice(0..start), paragraph.text.slice(stop..behind)],
        rest: paragraph.text.slice(behind..raw.len()).trim(),
    })
}

struct Walk<'p> {
    pack: &'p Pack,
    paragraphs: &'p [&'p Paragraph],
    outer: HeadingLevel,
    inner: HeadingLevel,
}

impl Walk<'_> {
    /// The records and the number of paragraphs that they take.
    fn records(&self) -> (Vec<Record>, usize) {
        let mut records: Vec<Record> = Vec::new();
        let mut at = 0;
        while let Some(name) = self.name_at(at) {
            let mut record = Record { beside: vec![name.mark.clone()], name, fields: Vec::new() };
            at += 1;
            while let Some(label) = self.label_at(at) {
                let mut text = label.rest;
                at += 1;
                while self.goes_on(at, &text) {
                    text.push_break();
                    text.append(&self.paragraphs[at].text);
                    at += 1;
                }
                // The header of the grid is the label of one record; those of the others are said again.
                record.beside.push(label.text.clone());
                record.beside.extend(label.beside);
                record.fields.push(Field { label: label.text, is_responsible: label.is_responsible, text });
            }
            records.push(record);
        }
        (records, at)
    }

    /// A name with a label below it.
    fn name_at(&self, at: usize) -> Option<Name> {
        let name = name(self.pack, self.paragraphs.get(at)?).filter(|name| name.level == self.outer)?;
        self.label_at(at + 1).map(|_| name)
    }

    fn label_at(&self, at: usize) -> Option<Label> {
        label(self.pack, self.paragraphs.get(at)?, self.outer).filter(|label| label.level == self.inner)
    }

    /// Is the paragraph a further one of a field. Behind the last field of all, a line that ends no sentence is none.
    fn goes_on(&self, at: usize, text: &Passage) -> bool {
        let Some(paragraph) = self.paragraphs.get(at) else { return false };
        if heading(self.pack, paragraph).is_some_and(|heading| heading.level <= self.inner) {
            return false;
        }
        let more = (at + 1..=at + REACH).any(|next| self.label_at(next).is_some() || self.name_at(next).is_some());
        let labelled = !self.pack.duty_labels(paragraph.text.text()).is_empty();
        more || text.is_blank() || labelled || paragraph.text.text().ends_with(['。', ';', '\u{ff1b}'])
    }
}

/// A column for the number, one for the name and one for every label.
fn draw(records: &[Record]) -> crate::document::Grid {
    let mut labels: Vec<&Passage> = Vec::new();
    for field in records.iter().flat_map(|record| &record.fields) {
        if labels.iter().all(|known| fold(known.text()) != fold(field.label.text())) {
            labels.push(&field.label);
        }
    }
    let mut sketch = Sketch::default();
    let lead = [Passage::unplaced("序号"), Passage::unplaced("任务名称")];
    sketch.row(lead.into_iter().chain(labels.iter().map(|label| (*label).clone())).enumerate());
    for record in records {
        let number = record.name.number.map(|number| (0, Passage::unplaced(&number.to_string())));
        let fields = record.fields.iter().filter_map(|field| {
            let column = labels.iter().position(|known| fold(known.text()) == fold(field.label.text()))?;
            Some((column + 2, field.text.clone()))
        });
        sketch.row(number.into_iter().chain([(1, record.name.title.clone())]).chain(fields));
    }
    sketch.finish(true)
}
