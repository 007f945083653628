//! Metadata (元数据) of the document: title, number, issuer, dates, region, year; and the page furniture around it.

use super::coverage::{CoverageMap, Fate};
use super::page::{self, Field};
use super::{region, signature, title};
use crate::document::Passage;
use crate::grammar::fold::{Folded, fold};
use crate::layout::{Item, Layout, OutlineParagraph};
use crate::record::{DocumentInfo, Source};
use crate::rules::{HeadingLevel, Kind, Pack, Rules};

/// Paragraphs at the beginning among which metadata stands.
const HEAD_PARAGRAPHS: usize = 80;
/// Paragraphs at the end among which the signature of a document without attachments stands.
const TAIL_PARAGRAPHS: usize = 20;
/// What the document number of another document stands behind.
const OTHER_DOCUMENT: [char; 3] = ['》', '”', '>'];

/// A paragraph of the head.
pub struct Line<'a> {
    /// The paragraph.
    pub paragraph: &'a OutlineParagraph,
    /// Its text without the borders that a page leaves around it.
    pub text: Passage,
    /// It belongs to the page and not to the document.
    pub furniture: bool,
}

/// What the head of the document says.
#[derive(Debug, Default)]
struct Head {
    title: Option<String>,
    doc_number: Option<String>,
    index_number: Option<String>,
    publisher: Option<String>,
    signed: Option<String>,
    published: Option<String>,
    generated: Option<String>,
}

/// Reads the metadata and marks the text it stands in.
pub fn read(layout: &Layout, source: Source, rules: &Rules, coverage: &mut CoverageMap) -> DocumentInfo {
    let mut head = Head::default();
    let lines = head.take_page(rules, head_paragraphs(layout), coverage);
    head.take_number(&rules.pack, &lines);
    let numbered = head.doc_number.is_some();
    let mut signature = signature::take(rules, &lines, numbered, coverage);
    if signature.date.is_none() && head.signed.is_none() {
        signature = signature::take(rules, &tail(layout), numbered, coverage);
    }
    let title = title::take(rules, &lines, coverage).or(head.title);
    mark_letterhead(&rules.pack, &lines, coverage);
    let of_title = title.as_deref().and_then(|title| signature::issuer_of_title(rules, title));
    let issuer = signature.issuer.or(of_title).or(head.publisher);
    let signed = signature.date.or(head.signed);
    let region = region::of_document(layout, title.as_deref(), issuer.as_deref(), rules);
    let year = governed_year(title.as_deref(), layout)
        .or_else(|| signed.as_deref().or(head.published.as_deref()).and_then(|d| d.get(..4)?.parse().ok()))
        .or_else(|| mentioned_year(layout));
    DocumentInfo {
        id: document_id(head.doc_number.as_deref(), title.as_deref(), year, &source.path),
        source,
        title,
        doc_number: head.doc_number,
        issuer,
        index_number: head.index_number,
        signed_date: signed.or(head.generated),
        published_date: head.published,
        region,
        year,
        attachments: Vec::new(),
        attached: Vec::new(),
        notes: Vec::new(),
    }
}

/// The paragraphs before the first table and the first attachment, not more than a page or two.
fn head_paragraphs(layout: &Layout) -> Vec<&OutlineParagraph> {
    let before_table = layout.items.iter().map_while(super::paragraph_of);
    before_table.take_while(|p| !begins_attachment(p)).take(HEAD_PARAGRAPHS).collect()
}

/// "附件1" or a bare "附件" begins one; "附件:" announces what lies behind.
fn begins_attachment(paragraph: &OutlineParagraph) -> bool {
    let text = paragraph.text.text();
    let heading = paragraph.heading.as_ref().filter(|h| h.level == HeadingLevel::Attachment);
    let bare = |title: &str| title.trim().is_empty() && !text.trim_end().ends_with([':', '\u{ff1a}']);
    heading.is_some_and(|h| h.number.is_some() || bare(&text[h.title.clone()]))
}

/// The last lines of the document.
fn tail(layout: &Layout) -> Vec<Line<'_>> {
    let last = layout.items.iter().rev().map_while(super::paragraph_of).take(TAIL_PARAGRAPHS);
    let mut lines: Vec<Line<'_>> =
        last.map(|paragraph| Line { paragraph, text: core(&paragraph.text), furniture: false }).collect();
    lines.reverse();
    lines
}

/// A line without the bars, question marks and blanks that a page leaves around it.
fn core(text: &Passage) -> Passage {
    let raw = text.text();
    let junk = |c: char| c.is_whitespace() || c == '|' || c == '?';
    let start = raw.len() - raw.trim_start_matches(junk).len();
    text.slice(start..raw.trim_end_matches(junk).len().max(start))
}

impl Head {
    /// Takes the fields of the page around the document; a label at the end of a line has its value in the next one.
    fn take_page<'a>(
        &mut self,
        rules: &Rules,
        paragraphs: Vec<&'a OutlineParagraph>,
        coverage: &mut CoverageMap,
    ) -> Vec<Line<'a>> {
        let mut pending = None;
        let mut lines = Vec::new();
        for paragraph in paragraphs {
            let text = core(&paragraph.text);
            let fields = page::fields(&rules.pack, &text);
            let folded = Folded::new(text.text());
            let waiting = pending.take().filter(|_| fields.is_none());
            let value = waiting.is_some_and(|field| self.set(field, text.text()));
            let dated = page::dated_line(text.text()).or_else(|| Some((page::date_line(text.text())?, None)));
            let dated = dated.filter(|_| !value);
            let button = rules.pack.of(Kind::Furniture).any(|rule| rule.is_match(folded.text()));
            let furniture = fields.is_some() || dated.is_some() || value || button;
            if furniture {
                coverage.mark_rest(&paragraph.text, Fate::Furniture);
            }
            for (field, value) in fields.iter().flatten() {
                self.set(*field, value);
            }
            pending =
                fields.and_then(|fields| fields.last().filter(|(_, value)| value.is_empty()).map(|(field, _)| *field));
            if let Some((published, publisher)) = dated {
                self.published.get_or_insert(published);
                self.publisher = self.publisher.take().or(publisher);
            }
            lines.push(Line { paragraph, text, furniture });
        }
        lines
    }

    /// Enters the value of a field unless an earlier one has it; false where the value is none of its kind.
    fn set(&mut self, field: Field, value: &str) -> bool {
        let (slot, read) = match field {
            Field::Title => (&mut self.title, Some(value.split_whitespace().collect::<Vec<_>>().join(" "))),
            Field::DocNumber => (&mut self.doc_number, doc_number_of(value)),
            Field::IndexNumber => (&mut self.index_number, index_number_of(value)),
            Field::Publisher => (&mut self.publisher, page::publisher_of(value)),
            Field::Signed => (&mut self.signed, page::date_of(value)),
            Field::Published => (&mut self.published, page::date_of(value)),
            Field::Generated => (&mut self.generated, page::date_of(value)),
            Field::Other => return false,
        };
        let read = read.filter(|read| !read.is_empty());
        let found = read.is_some();
        *slot = slot.take().or(read);
        found
    }

    /// The document number in a line of its own, or behind the title of a page that is one line; not that of another
    /// document, which stands in brackets behind its title.
    fn take_number(&mut self, pack: &Pack, lines: &[Line<'_>]) {
        if self.doc_number.is_some() {
            return;
        }
        self.doc_number = lines.iter().filter(|line| !line.furniture).find_map(|line| {
            let raw = line.text.text();
            let folded = Folded::new(raw);
            let m = pack.find_by_id("metadata.doc-number", &folded)?;
            let value = m.group_range("value")?;
            // The shadow joins the number to the words before it.
            let blank = raw[value.clone()].find('〔').unwrap_or(0);
            let own = raw[value.start..value.start + blank].rfind(char::is_whitespace);
            let own = own.filter(|at| raw[value.start + at..value.start + blank].trim().chars().count() > 1);
            let start = value.start + own.unwrap_or(0);
            let before = raw[..start].trim_end_matches(['(', '\u{ff08}']);
            let begins = before.trim().is_empty();
            let behind_title = own.is_some() && !before.ends_with(OTHER_DOCUMENT);
            (begins || behind_title).then(|| raw[start..value.end].split_whitespace().collect())
        });
    }
}

/// The document number of a field; "无" and dashes are none.
fn doc_number_of(value: &str) -> Option<String> {
    let folded = fold(value);
    let number = folded.chars().any(|c| c.is_ascii_digit()) && folded.contains(['号', '〔', '[', '(', '【']);
    number.then(|| value.split_whitespace().collect::<String>())
}

/// Letters, digits, hyphens and slashes.
fn index_number_of(value: &str) -> Option<String> {
    let folded = fold(value.split_whitespace().next()?);
    let plain = folded.chars().all(|c| c.is_ascii_alphanumeric() || "-/_.".contains(c));
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    (plain && digits >= 4).then_some(folded)
}

/// Addressees, the sentence that forwards, seals.
fn mark_letterhead(pack: &Pack, lines: &[Line<'_>], coverage: &mut CoverageMap) {
    for line in lines {
        let folded = fold(line.text.text());
        let letter = ["addressee", "forward", "seal"].iter().any(|cue| pack.has_cue(cue, &folded));
        let number = pack.find_by_id("metadata.doc-number", &Folded::new(line.text.text())).is_some();
        if letter || (number && folded.chars().count() <= 30) {
            coverage.mark_rest(&line.paragraph.text, Fate::Letterhead);
        }
    }
}

/// The year that the document governs: the first in its title, else the one that its first sentence begins with, else
/// the first in the title of a list.
fn governed_year(title: Option<&str>, layout: &Layout) -> Option<i32> {
    let in_title = title.and_then(|t| first_year(&fold(t)));
    let paragraphs = || paragraphs(layout);
    in_title
        .or_else(|| paragraphs().take(HEAD_PARAGRAPHS).filter(|t| t.starts_with("20")).find_map(|t| opening_year(&t)))
        .or_else(|| paragraphs().filter(|t| t.chars().count() <= 60).find_map(|t| first_year(&t)))
}

/// The first year that the text mentions at all.
fn mentioned_year(layout: &Layout) -> Option<i32> {
    paragraphs(layout).take(HEAD_PARAGRAPHS).find_map(|text| first_year(&text))
}

fn paragraphs(layout: &Layout) -> impl Iterator<Item = String> {
    layout.items.iter().filter_map(|item| match item {
        Item::Paragraph(p) => Some(fold(p.text.text())),
        _ => None,
    })
}

/// The first "2022年" or "2021-2025年" of a text.
fn first_year(folded: &str) -> Option<i32> {
    folded.match_indices("20").find_map(|(at, _)| {
        let year: i32 = folded.get(at..at + 4)?.parse().ok()?;
        let rest = &folded[at + 4..];
        let free = at == 0 || !folded[..at].ends_with(|c: char| c.is_ascii_digit() || "〔[".contains(c));
        let span = rest.starts_with(['-', '—', '–', '~', '至']);
        (free && (rest.starts_with('年') || span)).then_some(year)
    })
}

fn opening_year(folded: &str) -> Option<i32> {
    let year = folded.get(..4)?.parse().ok()?;
    let sentence = folded[4..].starts_with('年') && !folded.ends_with('日');
    sentence.then_some(year)
}

/// A name for the document that can be a file name: from its number, else title and year, else the file's name.
fn document_id(number: Option<&str>, title: Option<&str>, year: Option<i32>, path: &str) -> String {
    if let Some(number) = number {
        let digits: String = number.chars().map(|c| if "〔〕[]()【】号第".contains(c) { '-' } else { c }).collect();
        let parts: Vec<&str> = digits.split('-').filter(|p| !p.is_empty()).collect();
        return parts.join("-");
    }
    if let Some(title) = title {
        let short: String = fold(title).chars().filter(|c| !"《》“”'\"".contains(*c)).take(40).collect();
        return match year {
            Some(year) if !short.contains(&year.to_string()) => format!("{short}-{year}"),
            _ => short,
        };
    }
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_that_a_title_governs() {
        for (title, year) in [
            ("2022年扎实推动工作要点", Some(2022)),
            ("样板县2021-2025年主要目标", Some(2021)),
            ("关于印发某政发〔2023〕9号的通知", None),
            ("十四五规划", None),
        ] {
            assert_eq!(first_year(title), year, "{title}");
        }
        assert_eq!(opening_year("2024年,全市要深入学习"), Some(2024));
        assert_eq!(opening_year("2024年5月7日"), None);
    }

    #[test]
    fn ids_are_made_of_number_title_or_file() {
        assert_eq!(document_id(Some("某政办发〔2023〕9号"), None, None, "a.txt"), "某政办发-2023-9");
        assert_eq!(document_id(None, Some("《工作要点》"), Some(2022), "a.txt"), "工作要点-2022");
        assert_eq!(document_id(None, Some("2022年要点"), Some(2022), "a.txt"), "2022年要点");
        assert_eq!(document_id(None, None, Some(2022), "夹/b.txt"), "b");
    }
}

#[cfg(test)]
#[path = "metadata_tests.rs"]
mod tests_of_heads;
