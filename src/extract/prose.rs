//! Running text: headings, the list of units, announced attachments; what a paragraph is taken for, in order.

use super::place::anchor;
use super::section::{ListPlace, without_count};
use super::{Extractor, Fate, attachment, claims, duty, reporting};
use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::layout::OutlineParagraph;
use crate::record::{Attachment, ListInfo, ListKind};
use crate::rules::{Heading, HeadingLevel, ValueLook};

/// A numbered paragraph up to this length that holds no sentence is a heading, in characters.
pub(super) const LONGEST_HEADING: usize = 60;
/// A plain paragraph up to this length that ends no sentence may be a title, in characters.
const LONGEST_TITLE: usize = 60;
/// A plain paragraph up to this length between numbered items is a heading of them, in characters.
const LONGEST_SUBHEADING: usize = 24;

/// Words of a line that are figures, at least, where it is a row of them.
const FEWEST_FIGURES: usize = 2;

impl Extractor<'_> {
    /// Takes the first of the paragraphs, with those behind it that belong to it; gives how many it took.
    pub(super) fn take_paragraph(&mut self, rest: &[&OutlineParagraph]) -> usize {
        let Some((paragraph, behind)) = rest.split_first() else { return 1 };
        let text = &paragraph.text;
        if self.coverage.is_taken(text) {
            return 1;
        }
        self.records.claims.extend(claims::find(&self.rules.pack, text));
        self.records.reporting.extend(reporting::find(&self.rules.pack, text));
        if self.take_attachment_head(paragraph, behind) {
            return 1;
        }
        if let Some(taken) = self.take_duty_with_lines(rest) {
            return taken;
        }
        let taken = self.take_list_of_units(text)
            || self.take_label(paragraph)
            || self.take_heading(paragraph, behind)
            || self.take_labels_behind(paragraph)
            || self.take_duties(paragraph)
            || self.take_item(rest)
            || self.take_goals(paragraph)
            || self.take_regions(paragraph);
        // The coverage lists a row of a table that was not understood as unread.
        if !taken && !self.is_row_of_figures(text) {
            self.take_plain(paragraph);
        }
        1
    }

    /// "附件1", with the title in the same line or in the next one.
    fn take_attachment_head(&mut self, paragraph: &OutlineParagraph, behind: &[&OutlineParagraph]) -> bool {
        let text = &paragraph.text;
        let raw = text.text();
        let Some(heading) = paragraph.heading.as_ref().filter(|h| h.level == HeadingLevel::Attachment) else {
            return false;
        };
        let title = raw[heading.title.clone()].trim();
        let named = if title.is_empty() { self.title_below(behind) } else { title.to_string() };
        self.records.document.attached.push(Attachment {
            number: heading.number,
            title: named,
            anchor: anchor(text.span_of(0..raw.len())),
        });
        self.sections.begin_attachment(heading.number, title);
        self.coverage.mark_rest(text, Fate::Header);
        true
    }

    /// The title below "附件1", empty where there is none. It may take two lines, of which the first is no title.
    fn title_below(&self, behind: &[&OutlineParagraph]) -> String {
        let pack = &self.rules.pack;
        let mut lines = behind.iter().take_while(|p| self.is_title_line(p)).map(|p| without_count(pack, &p.text).0);
        let first = lines.next().unwrap_or_default();
        let whole = lines.next().map(|second| format!("{first}{second}"));
        let is_title = |title: &str| self.sections.is_list_title(pack, &fold(title));
        whole.filter(|whole| !is_title(&first) && is_title(whole)).unwrap_or(first)
    }

    /// A line that may be the title of what follows.
    fn is_title_line(&self, paragraph: &OutlineParagraph) -> bool {
        let text = paragraph.text.text();
        paragraph.heading.is_none()
            && !ends_sentence(text)
            && text.chars().count() <= LONGEST_TITLE
            && !text.contains('。')
    }

    /// Headings: a numbered line that is no sentence, a heading that the format marks, a title line.
    fn take_heading(&mut self, paragraph: &OutlineParagraph, behind: &[&OutlineParagraph]) -> bool {
        let text = &paragraph.text;
        let raw = text.text();
        let length = raw.chars().count();
        let sentence = fold(raw).trim_end_matches(['。']).contains(['。', ';']) || ends_sentence(raw);
        if let Some(heading) = &paragraph.heading {
            let outer = heading.level <= HeadingLevel::HanBracket;
            let short_lead = outer && length <= LONGEST_HEADING && !fold(raw).trim_end_matches('。').contains('。');
            let item = self.sections.lists_deeds(&self.rules.pack) && ends_sentence(raw);
            let heads = short_lead && !self.is_goal(paragraph) || outer && !sentence && length <= LONGEST_HEADING;
            if heads && !item && !self.has_duty(text) {
                self.sections.open_heading(&self.rules.pack, text, heading);
                self.coverage.mark_rest(text, Fate::Header);
                return true;
            }
            return false;
        }
        if self.take_subheading(paragraph, behind) {
            return true;
        }
        if paragraph.marked_heading.is_some()
            || (!sentence && length <= LONGEST_TITLE && !self.has_duty(text) && !self.is_row_of_figures(text))
        {
            self.sections.take_title(&self.rules.pack, text);
            self.coverage.mark_rest(text, Fate::Header);
            return true;
        }
        false
    }

    /// "(一)失业率控制在4%以内;" below a heading of goals is a goal and no heading.
    fn is_goal(&self, paragraph: &OutlineParagraph) -> bool {
        self.sections.goals(&self.rules.pack).is_some()
            && ends_sentence(paragraph.text.text())
            && !self.rules.pack.prose_targets(numbered(paragraph).1.text()).is_empty()
    }

    /// A short line without a number between numbered items: 着力扩大投资。
    fn take_subheading(&mut self, paragraph: &OutlineParagraph, behind: &[&OutlineParagraph]) -> bool {
        let text = &paragraph.text;
        let raw = fold(text.text());
        let body = raw.trim_end_matches('。');
        let short =
            (2..=LONGEST_SUBHEADING).contains(&body.chars().count()) && !body.contains(['。', ';', ':', ',', '(', '|']);
        let item = behind.first().and_then(|p| p.heading.as_ref()).is_some_and(|h| h.level >= HeadingLevel::Digit);
        let inside = self.sections.has_headings() && !body.contains(|c: char| c.is_ascii_digit());
        if !(short && item && inside) || self.sections.is_list_title(&self.rules.pack, body) {
            return false;
        }
        self.sections.open_subheading(text);
        self.coverage.mark_rest(text, Fate::Header);
        true
    }

    /// Cells that a tab or a bar parts, with a figure among them, a cell that is a figure, or words that are mostly figures.
    fn is_row_of_figures(&self, text: &Passage) -> bool {
        let is_figure = |cell: &&str| self.rules.pack.value_look(cell) == ValueLook::Number;
        let mut cells = text.text().split(['\t', '|']).map(str::trim).filter(|cell| !cell.is_empty());
        let words = || text.text().split_whitespace();
        cells.any(|cell| is_figure(&cell))
            || words().filter(is_figure).count() >= FEWEST_FIGURES
                && 2 * words().filter(is_figure).count() > words().count()
    }

    pub(super) fn has_duty(&self, text: &Passage) -> bool {
        !duty::split(self.rules, text, false).0.is_empty() || duty::labelled(self.rules, text, false).is_some()
    }

    /// "有关单位名单" and the paragraph below it.
    fn take_list_of_units(&mut self, text: &Passage) -> bool {
        if !self.sections.title_is(|title| self.rules.pack.has_cue("unit-list-title", &fold(title))) {
            return false;
        }
        let Some(list) = self.rules.organisations.read_list(&self.rules.pack, text.text()) else {
            return false;
        };
        self.listed_units.extend(list.units.into_iter().map(|u| u.name));
        self.coverage.mark(text, Fate::Record);
        true
    }

    /// Enters a record of prose in its list and under the heading it stands below.
    pub(super) fn note_in_prose(&mut self, path: Vec<String>, id: String) {
        self.records.lists[self.list].records.push(id.clone());
        if path.is_empty() {
            return;
        }
        let (declared, place) = self.sections.innermost().unwrap_or_default();
        self.note_in_group(path, declared, place, id);
    }

    /// Opens the list of a stretch of prose, or goes on with it.
    pub(super) fn open_prose_list(&mut self, place: ListPlace, kind: ListKind) {
        // Targets and duties of one section take turns, so the list may not be the last one.
        let same = |l: &ListInfo| l.title == place.title && l.kind == kind && l.anchor == place.anchor;
        match self.records.lists.iter().position(same) {
            Some(at) => self.list = at,
            None => self.push_list(place, kind),
        }
    }

    /// Prose without a duty.
    fn take_plain(&mut self, paragraph: &OutlineParagraph) {
        if let Some(heading) = paragraph.heading.as_ref().filter(|h| h.level <= HeadingLevel::HanBracket) {
            let raw = paragraph.text.text();
            let end = raw[heading.title.clone()].find('。').map_or(raw.len(), |at| heading.title.start + at);
            let lead = paragraph.text.slice(0..end);
            if lead.text().chars().count() <= LONGEST_HEADING {
                self.sections.open_heading(
                    &self.rules.pack,
                    &lead,
                    &Heading {
                        title: heading.title.start.min(lead.text().len())..lead.text().len(),
                        ..heading.clone()
                    },
                );
            }
        }
        if paragraph.text.text().trim_end().ends_with([':', '\u{ff1a}']) {
            self.sections.lead(&paragraph.text);
        }
        self.sections.text_goes_on();
        self.coverage.mark_rest(&paragraph.text, Fate::Prose);
    }

    /// Takes the list of announced attachments; gives how many paragraphs it took.
    pub(super) fn take_attachments(&mut self, paragraphs: &[&OutlineParagraph]) -> usize {
        let (found, taken) = attachment::read(&self.rules.pack, paragraphs);
        if found.is_empty() {
            return 0;
        }
        for paragraph in &paragraphs[..taken] {
            self.coverage.mark(&paragraph.text, Fate::Record);
        }
        self.records.document.attachments.extend(found);
        self.sections.announce(self.records.document.attachments.iter().map(|a| {
            let passage = Passage::new(&a.title, 1, 1);
            without_count(&self.rules.pack, &passage).0
        }));
        taken
    }
}

/// The number of a numbered paragraph and the text behind it.
pub(super) fn numbered(paragraph: &OutlineParagraph) -> (Option<u32>, Passage) {
    match &paragraph.heading {
        Some(h) if h.level != HeadingLevel::Attachment => {
            (h.number, paragraph.text.slice(h.title.start..paragraph.text.text().len()))
        }
        _ => (None, paragraph.text.clone()),
    }
}

fn ends_sentence(raw: &str) -> bool {
    raw.trim_end().ends_with(['。', ';', '\u{ff1b}', ':', '\u{ff1a}', ',', '\u{ff0c}'])
}
