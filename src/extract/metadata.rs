//! Metadata (元数据) of the document: title, number, issuer, dates, region, year; and the page furniture around it.

use super::coverage::{CoverageMap, Fate};
use super::region;
use crate::document::Passage;
use crate::grammar::fold::{Folded, fold};
use crate::layout::{Item, Layout, OutlineParagraph};
use crate::record::{DocumentInfo, Source};
use crate::rules::{HeadingLevel, Kind, Match, Pack, Rules};

/// Paragraphs at the beginning among which metadata stands.
const HEAD_PARAGRAPHS: usize = 80;
/// Longest line of a signature, in characters.
const LONGEST_SIGNATURE_LINE: usize = 34;
/// Lines over which the name of an issuer may be broken.
const MOST_SIGNATURE_LINES: usize = 3;
/// A line of text longer than this is no title, in characters.
const LONGEST_TITLE: usize = 200;

/// What the head of the document says.
#[derive(Debug, Default)]
struct Head {
    title: Option<String>,
    doc_number: Option<String>,
    index_number: Option<String>,
    issuer: Option<String>,
    publisher: Option<String>,
    signed: Option<String>,
    signature: Option<String>,
    published: Option<String>,
    generated: Option<String>,
}

/// Reads the metadata and marks the text it stands in.
pub fn read(layout: &Layout, source: Source, rules: &Rules, coverage: &mut CoverageMap) -> DocumentInfo {
    let paragraphs = head_paragraphs(layout);
    let mut head = Head::default();
    for paragraph in &paragraphs {
        head.take_fields(rules, paragraph, coverage);
    }
    head.take_signature(rules, &paragraphs, coverage);
    head.take_title(rules, &paragraphs, coverage);
    mark_letterhead(&rules.pack, &paragraphs, coverage);
    let signed = head.signature.or(head.signed);
    let published = head.published;
    let issuer = head.issuer.or(head.publisher);
    let region = region::of_document(layout, head.title.as_deref(), issuer.as_deref(), rules);
    let year = governed_year(head.title.as_deref(), layout)
        .or_else(|| signed.as_deref().or(published.as_deref()).and_then(|d| d.get(..4)?.parse().ok()));
    DocumentInfo {
        id: document_id(head.doc_number.as_deref(), head.title.as_deref(), year, &source.path),
        source,
        title: head.title,
        doc_number: head.doc_number,
        issuer,
        index_number: head.index_number,
        signed_date: signed.or(head.generated),
        published_date: published,
        region,
        year,
        attachments: Vec::new(),
        attached: Vec::new(),
        notes: Vec::new(),
    }
}

/// The paragraphs before the first table, not more than a page or two.
fn head_paragraphs(layout: &Layout) -> Vec<&OutlineParagraph> {
    let is_attachment = |p: &&OutlineParagraph| {
        p.heading.as_ref().is_some_and(|h| h.level == HeadingLevel::Attachment && h.number.is_some())
    };
    layout.items.iter().map_while(super::paragraph_of).take_while(|p| !is_attachment(p)).take(HEAD_PARAGRAPHS).collect()
}

impl Head {
    /// Fields of the page around the document, and what the letter head states.
    fn take_fields(&mut self, rules: &Rules, paragraph: &OutlineParagraph, coverage: &mut CoverageMap) {
        let pack = &rules.pack;
        let raw = paragraph.text.text();
        if raw.chars().count() > LONGEST_TITLE {
            return;
        }
        let folded = Folded::new(raw);
        for rule in pack.of(Kind::Metadata) {
            let Some(m) = pack.find_by_id(&rule.id, &folded) else { continue };
            self.take_field(&m, raw);
        }
        if rule_matches(pack, Kind::Furniture, &folded) {
            coverage.mark_rest(&paragraph.text, Fate::Furniture);
        }
    }

    fn take_field(&mut self, m: &Match<'_>, raw: &str) {
        let value = m.group_range("value").map(|r| raw[r].trim().to_string());
        let slot = match m.rule.yields("field") {
            "doc_number" => &mut self.doc_number,
            "index_number" => &mut self.index_number,
            "publisher" => &mut self.publisher,
            "published_date" => return set(&mut self.published, date(m)),
            "generated_date" => return set(&mut self.generated, date(m)),
            "signed_date" => return set(&mut self.signed, date(m)),
            "signature_date" => return set(&mut self.signature, date(m)),
            _ => return,
        };
        set(slot, value.map(|v| v.split_whitespace().collect()));
    }

    /// The issuer stands above the date of signature, perhaps broken over lines, a seal in brackets between.
    fn take_signature(&mut self, rules: &Rules, paragraphs: &[&OutlineParagraph], coverage: &mut CoverageMap) {
        let pack = &rules.pack;
        let is_date =
            |p: &OutlineParagraph| pack.find_by_id("metadata.signature-date", &Folded::new(p.text.text())).is_some();
        let Some(date_at) = paragraphs.iter().position(|p| is_date(p)) else { return };
        coverage.mark_rest(&paragraphs[date_at].text, Fate::Letterhead);
        let mut lines: Vec<&Passage> = Vec::new();
        let mut blanks = 0;
        for paragraph in paragraphs[..date_at].iter().rev() {
            let folded = fold(paragraph.text.text());
            if folded.starts_with('(') && folded.ends_with(')') && lines.is_empty() {
                coverage.mark_rest(&paragraph.text, Fate::Letterhead);
                blanks = paragraph.blank_lines_before;
                continue;
            }
            let plain = folded.chars().count() <= LONGEST_SIGNATURE_LINE && paragraph.heading.is_none();
            let ends = folded.ends_with(['。', ':', ';', ',']);
            if !plain || ends || lines.len() == MOST_SIGNATURE_LINES || (!lines.is_empty() && blanks > 2) {
                break;
            }
            if rule_matches(pack, Kind::Furniture, &Folded::new(paragraph.text.text())) {
                break;
            }
            lines.insert(0, &paragraph.text);
            blanks = paragraph.blank_lines_before;
            let whole: String = lines.iter().map(|l| l.text()).collect();
            if self.doc_number.is_some()
                && lines.len() > 1
                && rules.organisations.strength(&whole) == crate::rules::Strength::No
                && !begins_with_region(rules, &folded)
            {
                lines.remove(0);
                break;
            }
        }
        for line in &lines {
            coverage.mark_rest(line, Fate::Letterhead);
        }
        if !lines.is_empty() {
            self.issuer = Some(lines.iter().map(|l| l.text().trim()).collect());
        }
    }

    /// The title is a line "关于…的通知", else the first heading or short line that names a kind of document.
    fn take_title(&mut self, rules: &Rules, paragraphs: &[&OutlineParagraph], coverage: &mut CoverageMap) {
        let pack = &rules.pack;
        let by_rule = paragraphs.iter().find(|p| {
            let raw = p.text.text();
            pack.find_by_id("metadata.title", &Folded::new(raw)).is_some()
        });
        let before_text = paragraphs.iter().take_while(|p| p.heading.is_none());
        let titled = by_rule.or_else(|| before_text.into_iter().find(|p| names_a_document(pack, p)));
        if let Some(paragraph) = titled {
            self.title = Some(paragraph.text.text().split_whitespace().collect::<Vec<_>>().join(" "));
            coverage.mark_rest(&paragraph.text, Fate::Letterhead);
        }
    }
}

/// A name too long to be known as a unit may still be one when it begins with a place.
fn begins_with_region(rules: &Rules, folded: &str) -> bool {
    rules.regions.names(folded).first().is_some_and(|name| folded.starts_with(name.as_str()))
}

fn rule_matches(pack: &Pack, kind: Kind, folded: &Folded) -> bool {
    pack.of(kind).any(|r| r.is_match(folded.text()))
}

fn set(slot: &mut Option<String>, value: Option<String>) {
    if slot.is_none() {
        *slot = value.filter(|v| !v.is_empty());
    }
}

fn date(m: &Match<'_>) -> Option<String> {
    let part = |name: &str| m.group(name)?.parse::<u32>().ok();
    let (y, month, day) = (part("y")?, part("m")?, part("d")?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| format!("{y:04}-{month:02}-{day:02}"))
}

/// A short line without number or stop that ends like the name of a document.
fn names_a_document(pack: &Pack, paragraph: &OutlineParagraph) -> bool {
    let folded = fold(paragraph.text.text());
    let short = (6..=80).contains(&folded.chars().count());
    let noun = pack.words("metadata.title-noun").iter().any(|w| folded.ends_with(w.as_str()));
    paragraph.heading.is_none() && short && noun && !folded.contains(['。', ':', ';', '|'])
}

/// Addressees, the sentence that forwards, seals.
fn mark_letterhead(pack: &Pack, paragraphs: &[&OutlineParagraph], coverage: &mut CoverageMap) {
    for paragraph in paragraphs {
        let folded = fold(paragraph.text.text());
        let letter = ["addressee", "forward", "seal"].iter().any(|cue| pack.has_cue(cue, &folded));
        let number = pack.find_by_id("metadata.doc-number", &Folded::new(paragraph.text.text())).is_some();
        if letter || (number && folded.chars().count() <= 30) {
            coverage.mark_rest(&paragraph.text, Fate::Letterhead);
        }
    }
}

/// The year that the document governs: the first in its title, else the one that its first sentence begins with, else
/// the first in the title of a list.
fn governed_year(title: Option<&str>, layout: &Layout) -> Option<i32> {
    let in_title = title.and_then(|t| first_year(&fold(t)));
    let paragraphs = || {
        layout.items.iter().filter_map(|item| match item {
            Item::Paragraph(p) => Some(fold(p.text.text())),
            _ => None,
        })
    };
    in_title
        .or_else(|| paragraphs().take(HEAD_PARAGRAPHS).filter(|t| t.starts_with("20")).find_map(|t| opening_year(&t)))
        .or_else(|| paragraphs().filter(|t| t.chars().count() <= 60).find_map(|t| first_year(&t)))
}

/// The first "2022年" or "2021-2025年" of a text.
fn first_year(folded: &str) -> Option<i32> {
    folded.match_indices("20").find_map(|(at, _)| {
        let year: i32 = folded.get(at..at + 4)?.parse().ok()?;
        let rest = &folded[at + 4..];
        let free = at == 0 || !folded[..at].ends_with(|c: char| c.is_ascii_digit() || "〔[(".contains(c));
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

    fn read_text(text: &str) -> DocumentInfo {
        let rules = Rules::load(None).unwrap();
        let read = crate::ingest::read_bytes(text.as_bytes(), "txt", &crate::ingest::Limits::default()).unwrap();
        let source = Source {
            path: "a.txt".into(),
            format: crate::record::Format::Text,
            encoding: "UTF-8".into(),
            bytes: 0,
            sha256: String::new(),
        };
        crate::extract::extract(&read.document, source, &rules).document
    }

    #[test]
    fn the_head_of_a_letter() {
        let info = read_text(
            "索引号 001008009005001/2023-03656 文号 屿政办发〔2023〕9号\n发布日期:2023-02-13 14:32   来源:市政府办公室\n\
             临屿市人民政府办公室关于印发2023年重点工作责任分解的通知\n\n各县(区)人民政府:\n\n请认真执行。\n\n\n\
             临屿市人民政府办公室\n\n2023年2月10日\n",
        );
        assert_eq!(info.doc_number.as_deref(), Some("屿政办发〔2023〕9号"));
        assert_eq!(info.issuer.as_deref(), Some("临屿市人民政府办公室"));
        assert_eq!(
            (info.signed_date.as_deref(), info.published_date.as_deref()),
            (Some("2023-02-10"), Some("2023-02-13"))
        );
        assert_eq!(info.region.map(|r| r.name).as_deref(), Some("临屿市"));
        assert_eq!(info.year, Some(2023));
    }

    #[test]
    fn a_district_is_not_its_city() {
        let info = read_text("江宁市望洲区2022年工作要点\n\n区发改局、区财政局、区教育局要按照要求抓好落实。\n");
        assert_eq!(info.region.map(|r| r.name).as_deref(), Some("望洲区"));
    }
}
