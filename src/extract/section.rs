//! Where in the document we are: the title of the list at hand and the headings above.

use crate::document::Passage;
use crate::grammar::fold::{Folded, fold};
use crate::record::{Anchor, Declared};
use crate::rules::{Heading, HeadingLevel, Pack};

use super::place::{anchor, anchor_of};

/// A heading that is open.
#[derive(Debug, Clone)]
struct OpenHeading {
    level: HeadingLevel,
    /// It has no number and stands below a numbered one of its level.
    below: bool,
    text: String,
    leader: Option<String>,
    declared: Option<Declared>,
    anchor: Anchor,
}

/// A title line above a list or table.
#[derive(Debug, Clone, Default)]
struct Title {
    text: String,
    declared: Option<Declared>,
    anchor: Anchor,
    /// A table has used it, or text has gone on below it.
    used: bool,
    /// It was the title of a table that is over.
    spent: bool,
}

/// The title and the headings in force.
#[derive(Debug, Clone, Default)]
pub struct Sections {
    document_title: String,
    title: Option<Title>,
    headings: Vec<OpenHeading>,
    /// Titles announced for attachments, folded.
    announced: Vec<String>,
    /// Title of the attachment being read, as announced.
    attachment: Option<String>,
    /// The last sentence that ended with a colon, below the last heading.
    lead: String,
    lead_anchor: Anchor,
}

/// The list that a record stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct ListPlace {
    /// Title of the list.
    pub title: String,
    /// Number of items that the title declares.
    pub declared: Option<Declared>,
    /// Place of the title.
    pub anchor: Anchor,
}

impl Sections {
    /// No section yet; `document_title` is never the title of a list.
    pub fn new(document_title: Option<&str>) -> Sections {
        Sections { document_title: document_title.map(fold).unwrap_or_default(), ..Sections::default() }
    }

    /// Attachments as they are announced.
    pub fn announce(&mut self, titles: impl Iterator<Item = String>) {
        self.announced = titles.collect();
    }

    /// An attachment begins: headings and titles above are over.
    pub fn begin_attachment(&mut self, number: Option<u32>, title: &str) {
        self.headings.clear();
        self.title = None;
        self.lead.clear();
        let announced = number.and_then(|n| self.announced.get((n as usize).checked_sub(1)?).cloned());
        self.attachment = if title.is_empty() { announced } else { Some(title.to_string()) };
    }

    /// A heading opens and closes those of its own level and below.
    pub fn open_heading(&mut self, pack: &Pack, text: &Passage, heading: &Heading) {
        self.headings.retain(|h| (h.level, h.below) < (heading.level, false));
        self.lead.clear();
        if heading.level <= HeadingLevel::Han && self.title.as_ref().is_some_and(|t| t.spent) {
            self.title = None;
        }
        let (printed, declared) = without_count(pack, text);
        let title = &text.text()[heading.title.clone()];
        let leader = pack.find_cue("leader-heading", &Folded::new(title));
        self.headings.push(OpenHeading {
            level: heading.level,
            below: false,
            text: printed,
            leader: leader.and_then(|m| m.group("leader").map(str::to_string)),
            declared,
            anchor: anchor_of(text),
        });
    }

    /// A heading without a number below the numbered ones.
    pub fn open_subheading(&mut self, text: &Passage) {
        self.headings.retain(|h| h.level < HeadingLevel::Digit && !h.below);
        let level = self.headings.last().map_or(HeadingLevel::Han, |h| h.level);
        let text_of = heading_text(text.text());
        self.headings.push(OpenHeading {
            level,
            below: true,
            text: text_of,
            leader: None,
            declared: None,
            anchor: anchor_of(text),
        });
    }

    /// Is any heading open.
    pub fn has_headings(&self) -> bool {
        !self.headings.is_empty()
    }

    /// A line that is announced as the title of an attachment, or ends like the title of a list.
    pub fn is_list_title(&self, pack: &Pack, folded: &str) -> bool {
        self.is_announced(folded) || pack.has_cue("list-title", folded)
    }

    /// The list of goals (目标) that the innermost heading or the title opens, None where neither does.
    pub fn goals(&self, pack: &Pack) -> Option<ListPlace> {
        if let Some(m) = pack.find_cue("targets-lead", &Folded::new(&self.lead)) {
            return Some(ListPlace {
                title: m.group("title")?.to_string(),
                declared: None,
                anchor: self.lead_anchor.clone(),
            });
        }
        let place = match (self.headings.last(), &self.title) {
            (Some(h), _) => {
                ListPlace { title: strip_number(&h.text), declared: h.declared.clone(), anchor: h.anchor.clone() }
            }
            (None, Some(t)) => {
                ListPlace { title: t.text.clone(), declared: t.declared.clone(), anchor: t.anchor.clone() }
            }
            (None, None) => return None,
        };
        pack.has_cue("targets-title", &fold(&place.title)).then_some(place)
    }

    /// Is the list at hand one of deeds (实事), every numbered item of which is a task.
    pub fn lists_deeds(&self, pack: &Pack) -> bool {
        let heading = self.headings.last().map(|h| h.text.as_str());
        let title = self.title.as_ref().map(|t| t.text.as_str());
        let texts = [heading, title, Some(self.lead.as_str()), Some(self.document_title.as_str())];
        texts.into_iter().flatten().any(|text| pack.has_cue("deeds-title", &fold(text)))
    }

    /// A sentence that leads to what follows: "努力办好十件实事:".
    pub fn lead(&mut self, text: &Passage) {
        self.lead = text.text().trim_end().to_string();
        self.lead_anchor = anchor_of(text);
    }

    /// A line that may be the title of what follows. A bare "(208项)" belongs to the title above it.
    pub fn take_title(&mut self, pack: &Pack, text: &Passage) {
        let (printed, declared) = without_count(pack, text);
        let printed = table_label(pack, &printed);
        if printed.is_empty() {
            if let Some(title) = &mut self.title {
                title.declared = declared.or(title.declared.take());
            }
            return;
        }
        let folded = fold(&printed);
        let form_line = folded.contains(':') && pack.list("table.form-line").prefix(&folded).is_some();
        if form_line || self.is_part_of_document_title(&printed) {
            return;
        }
        let wraps = self.title.as_ref().filter(|t| !t.used && self.is_announced(&format!("{}{printed}", t.text)));
        let (text, anchor) = match wraps {
            Some(above) => (format!("{}{printed}", above.text), above.anchor.clone()),
            None => (printed, anchor_of(text)),
        };
        self.headings.clear();
        self.title = Some(Title { text, declared, anchor, used: false, spent: false });
    }

    fn is_announced(&self, title: &str) -> bool {
        let title = fold(title);
        self.announced.iter().any(|a| fold(a) == title)
    }

    fn is_part_of_document_title(&self, text: &str) -> bool {
        let text = fold(text);
        !text.is_empty() && self.document_title.contains(&text) && self.attachment.is_none()
    }

    /// Text has gone on below the title, so the next line of it is no second half of the title.
    pub fn text_goes_on(&mut self) {
        if let Some(title) = &mut self.title {
            title.used = true;
        }
    }

    /// The rows of a table are through.
    pub fn table_ended(&mut self) {
        self.text_goes_on();
        if let Some(title) = &mut self.title {
            title.spent = true;
        }
    }

    /// The list that a table stands in: the title above it, else the heading, else the attachment.
    pub fn table_place(&self) -> ListPlace {
        let heading = self.headings.last();
        match (&self.title, heading) {
            (Some(t), _) if !t.used || heading.is_none() => {
                ListPlace { title: t.text.clone(), declared: t.declared.clone(), anchor: t.anchor.clone() }
            }
            (_, Some(h)) => {
                ListPlace { title: strip_number(&h.text), declared: h.declared.clone(), anchor: h.anchor.clone() }
            }
            _ => self.fallback(),
        }
    }

    /// The list that a duty in prose stands in, and its category: the headings below the list's own.
    pub fn prose_place(&self) -> (ListPlace, Vec<String>) {
        let texts = |headings: &[OpenHeading]| headings.iter().map(|h| h.text.clone()).collect();
        match (&self.title, self.headings.split_first()) {
            (Some(t), _) => {
                let place = ListPlace { title: t.text.clone(), declared: t.declared.clone(), anchor: t.anchor.clone() };
                (place, texts(&self.headings))
            }
            (None, Some((first, rest))) if !rest.is_empty() => {
                let place = ListPlace {
                    title: strip_number(&first.text),
                    declared: first.declared.clone(),
                    anchor: first.anchor.clone(),
                };
                (place, texts(rest))
            }
            _ => (self.fallback(), texts(&self.headings)),
        }
    }

    fn fallback(&self) -> ListPlace {
        let title = self.attachment.clone().unwrap_or_else(|| self.document_title.clone());
        ListPlace { title, declared: None, anchor: anchor(None) }
    }

    /// Does the title in force pass a test.
    pub fn title_is(&self, test: impl Fn(&str) -> bool) -> bool {
        self.title.as_ref().is_some_and(|t| test(&t.text))
    }

    /// Leader that the innermost heading with one names.
    pub fn leader(&self) -> Option<String> {
        self.headings.iter().rev().find_map(|h| h.leader.clone())
    }

    /// What the innermost heading declares, with its place.
    pub fn innermost(&self) -> Option<(Option<Declared>, Anchor)> {
        self.headings.last().map(|h| (h.declared.clone(), h.anchor.clone()))
    }
}

/// A heading as printed without its count, and the count.
pub fn without_count(pack: &Pack, text: &Passage) -> (String, Option<Declared>) {
    let raw = text.text();
    match pack.declared_count(raw) {
        Some(count) => {
            let bracket = text.slice(count.range.clone());
            let inner = bracket.text().trim_matches(|c: char| "()\u{ff08}\u{ff09}〔〕".contains(c)).trim().to_string();
            let declared = Declared { count: count.count, text: inner, anchor: anchor_of(&bracket) };
            (heading_text(&raw[..count.range.start]), Some(declared))
        }
        None => (heading_text(raw), None),
    }
}

/// The lines of a heading joined, without the stop that some print behind it.
fn heading_text(text: &str) -> String {
    let line: String = text.split('\n').map(str::trim).collect();
    line.trim_end_matches(|c: char| c.is_whitespace() || "。:\u{ff1a}".contains(c)).to_string()
}

/// "表:2024年指标目标" is titled 2024年指标目标.
fn table_label(pack: &Pack, text: &str) -> String {
    let folded = Folded::new(text);
    match pack.find_cue("table-title", &folded).and_then(|m| m.group_range("title")) {
        Some(range) => text[range].trim().to_string(),
        None => text.to_string(),
    }
}

/// A heading without its number.
pub fn strip_number(heading: &str) -> String {
    let mark = heading.find(['、', ')', '\u{ff09}', '.']).filter(|&at| at <= 15);
    match mark {
        Some(at) => {
            let mark = heading[at..].chars().next().map_or(1, char::len_utf8);
            heading[at + mark..].trim().trim_end_matches(['。', ':', '\u{ff1a}']).to_string()
        }
        None => heading.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    fn line(text: &str) -> Passage {
        Passage::new(text, 1, 1)
    }

    fn open(sections: &mut Sections, pack: &Pack, text: &str) {
        let heading = pack.heading(text).unwrap();
        sections.open_heading(pack, &line(text), &heading);
    }

    #[test]
    fn prose_stands_under_its_headings() {
        let pack = Rules::load(None).unwrap().pack;
        let mut sections = Sections::new(Some("某市工作要点"));
        open(&mut sections, &pack, "二、重点任务");
        open(&mut sections, &pack, "(一)推动发展(3项)。");
        let (place, category) = sections.prose_place();
        assert_eq!((place.title.as_str(), category), ("重点任务", vec!["(一)推动发展".to_string()]));
        open(&mut sections, &pack, "三、保障措施");
        assert_eq!(sections.prose_place().1, ["三、保障措施"]);
    }

    #[test]
    fn a_title_line_names_the_list_and_a_bare_count_belongs_to_it() {
        let pack = Rules::load(None).unwrap().pack;
        let mut sections = Sections::new(None);
        sections.announce(["某县样板县任务清单".to_string()].into_iter());
        sections.begin_attachment(Some(1), "");
        sections.take_title(&pack, &line("某县样板县"));
        sections.take_title(&pack, &line("任务清单"));
        sections.take_title(&pack, &line("(208项)"));
        let place = sections.table_place();
        assert_eq!((place.title.as_str(), place.declared.map(|d| d.count)), ("某县样板县任务清单", Some(208)));
    }

    #[test]
    fn the_title_of_a_table_does_not_name_the_prose_behind_it() {
        let pack = Rules::load(None).unwrap().pack;
        let mut sections = Sections::new(None);
        sections.take_title(&pack, &line("表:2024年指标目标"));
        assert_eq!(sections.table_place().title, "2024年指标目标");
        sections.table_ended();
        open(&mut sections, &pack, "二、重点任务");
        open(&mut sections, &pack, "(一)夯实基础");
        assert_eq!(sections.prose_place().0.title, "重点任务");
    }

    #[test]
    fn leaders_come_from_headings() {
        let pack = Rules::load(None).unwrap().pack;
        let mut sections = Sections::new(None);
        open(&mut sections, &pack, "一、李某某常务副市长牵头重点工作");
        assert_eq!(sections.leader().as_deref(), Some("李某某"));
        open(&mut sections, &pack, "九、各县(区)政府共同落实工作");
        assert_eq!(sections.leader(), None);
    }
}
