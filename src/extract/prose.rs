//! Running text: headings, duties in prose, targets in prose, the list of units, announced attachments.

use super::duty::Duty;
use super::place::{anchor, anchor_of};
use super::section::{ListPlace, without_count};
use super::targets::operator;
use super::{Extractor, Fate, attachment, claims, duty, items, policies};
use crate::document::Passage;
use crate::grammar::fold::{Folded, fold};
use crate::layout::OutlineParagraph;
use crate::record::{Attachment, Basis, ListInfo, ListKind, Responsible, Section, Target, TargetValue, Task};
use crate::rules::HeadingLevel;

/// A numbered paragraph up to this length that holds no sentence is a heading, in characters.
const LONGEST_HEADING: usize = 60;
/// A plain paragraph up to this length that ends no sentence may be a title, in characters.
const LONGEST_TITLE: usize = 60;
/// The leading sentence of a numbered paragraph up to this length is its title, in characters.
const LONGEST_LEAD: usize = 24;

impl Extractor<'_> {
    /// Takes a paragraph, with the one behind it where that belongs to it; gives how many it took.
    pub(super) fn take_paragraph(&mut self, paragraph: &OutlineParagraph, next: Option<&OutlineParagraph>) -> usize {
        let text = &paragraph.text;
        if self.coverage.is_taken(text) {
            return 1;
        }
        self.records.claims.extend(claims::find(&self.rules.pack, text));
        if self.take_label(text) || self.take_heading(paragraph, next) || self.take_list_of_units(text) {
            return 1;
        }
        if let Some(units) = next.and_then(|n| duty::of_line(self.rules, &n.text, self.first_leads)) {
            let line = next.map(|n| n.text.clone()).unwrap_or_default();
            self.push_duty_with_line(paragraph, &line, units);
            return 2;
        }
        if !self.take_duties(paragraph) {
            self.take_plain(paragraph);
        }
        1
    }

    /// "指标目标:…" is a run of targets.
    fn take_label(&mut self, text: &Passage) -> bool {
        let folded = Folded::new(text.text());
        let Some(label) = self.rules.pack.find_cue("targets-label", &folded) else { return false };
        let rest = text.slice(label.range.end..text.text().len());
        let found = self.rules.pack.prose_targets(rest.text());
        if found.is_empty() {
            return false;
        }
        self.sections.text_goes_on();
        let (place, category) = self.sections.prose_place();
        self.open_prose_list(place, ListKind::Targets);
        for target in &found {
            self.push_prose_target(&rest, target, &category, &label.rule.id);
        }
        self.coverage.mark(text, Fate::Record);
        true
    }

    fn push_prose_target(
        &mut self,
        text: &Passage,
        found: &crate::grammar::quantity::ProseTarget,
        category: &[String],
        rule: &str,
    ) {
        let id = format!("T{:03}", self.records.targets.len() + 1);
        let place = anchor(text.span_of(found.range.clone()));
        let basis = if found.value.forecast { Basis::Forecast } else { Basis::Target };
        let value = TargetValue {
            region: self.own_region(),
            year: found.value.year.or(self.records.document.year),
            basis,
            raw: found.value_raw.trim().to_string(),
            op: operator(found.value.op),
            number: found.value.number,
            number_max: found.value.number_max,
            unit: found.value.unit.clone().or_else(|| found.unit.clone()),
            note: found.value.note.clone(),
            anchor: place.clone(),
        };
        self.records.targets.push(Target {
            id: id.clone(),
            list: self.current_list().title.clone(),
            category: category.to_vec(),
            seq: None,
            seq_inferred: false,
            name: found.name.clone(),
            component: found.component.clone(),
            unit: found.unit.clone(),
            attribute: None,
            responsible: Vec::new(),
            values: vec![value],
            confidence: 1.0,
            alternative: None,
            rules: vec![rule.to_string(), found.value.rule.clone()],
            anchor: place,
        });
        self.note_in_prose(category.to_vec(), id);
    }

    /// Headings: a numbered line that is no sentence, an attachment, a heading that the format marks, a title line.
    fn take_heading(&mut self, paragraph: &OutlineParagraph, next: Option<&OutlineParagraph>) -> bool {
        let text = &paragraph.text;
        let raw = text.text();
        let length = raw.chars().count();
        let sentence = fold(raw).trim_end_matches(['。']).contains(['。', ';']) || ends_sentence(raw);
        if let Some(heading) = &paragraph.heading {
            if heading.level == HeadingLevel::Attachment {
                let title = raw[heading.title.clone()].trim();
                self.records.document.attached.push(Attachment {
                    number: heading.number,
                    title: title.to_string(),
                    anchor: anchor(text.span_of(0..raw.len())),
                });
                self.sections.begin_attachment(heading.number, title);
                self.coverage.mark_rest(text, Fate::Header);
                return true;
            }
            let outer = heading.level <= HeadingLevel::HanBracket;
            let short_lead = outer && length <= LONGEST_HEADING && !fold(raw).trim_end_matches('。').contains('。');
            let followed = next.is_some_and(|n| duty::of_line(self.rules, &n.text, false).is_some());
            if (short_lead || (outer && !sentence && length <= LONGEST_HEADING)) && !followed && !self.has_duty(text) {
                self.sections.open_heading(&self.rules.pack, text, heading);
                self.coverage.mark_rest(text, Fate::Header);
                return true;
            }
            return false;
        }
        if paragraph.marked_heading.is_some() || (!sentence && length <= LONGEST_TITLE && !self.has_duty(text)) {
            self.sections.take_title(&self.rules.pack, text);
            self.coverage.mark_rest(text, Fate::Header);
            return true;
        }
        false
    }

    fn has_duty(&self, text: &Passage) -> bool {
        !duty::split(self.rules, text, false).0.is_empty() || duty::of_line(self.rules, text, false).is_some()
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

    /// A task whose units stand in a line of their own below it.
    fn push_duty_with_line(&mut self, paragraph: &OutlineParagraph, line: &Passage, units: Vec<Responsible>) {
        let (seq, content) = numbered(paragraph);
        let mut whole = paragraph.text.clone();
        whole.append(line);
        let duty = Duty { text: content, whole, units, leader: None, closes_item: true };
        self.push_prose_task(seq, None, duty, "prose.duty-line");
    }

    /// Sentences that end in a bracket of units.
    fn take_duties(&mut self, paragraph: &OutlineParagraph) -> bool {
        let (seq, content) = numbered(paragraph);
        let content = self.without_label(content);
        let (duties, rest) = duty::split(self.rules, &content, self.first_leads);
        if duties.is_empty() {
            return false;
        }
        let single = duties.len() == 1 && rest.is_blank();
        // "…。(甲局)" closes the whole item, "…(甲局)。" a sentence of it.
        let closes_item = single && duties[0].closes_item;
        let lead = if closes_item { None } else { self.lead_of(paragraph, seq) };
        let category_extra = lead.as_ref().map(|l| l.0.clone());
        for (at, mut duty) in duties.into_iter().enumerate() {
            if let (Some((_, skip)), 0) = (&lead, at) {
                duty.text = without_lead(&duty.text, *skip);
            }
            let number = if single && lead.is_none() { seq } else { None };
            let rule = if duty.leader.is_some() { "prose.duty-bracket" } else { "units.list" };
            self.push_prose_task(number, category_extra.clone(), duty, rule);
        }
        self.coverage.mark_rest(&rest, Fate::Prose);
        self.coverage.mark_rest(&paragraph.text, Fate::Header);
        true
    }

    fn without_label(&self, content: Passage) -> Passage {
        match self.rules.pack.find_cue("measures-label", &Folded::new(content.text())) {
            Some(label) => content.slice(label.range.end..content.text().len()),
            None => content,
        }
    }

    /// "1.夯实物质基础。" before the sentences: a heading inside the paragraph, with the length of its text in bytes.
    fn lead_of(&self, paragraph: &OutlineParagraph, seq: Option<u32>) -> Option<(String, usize)> {
        seq?;
        let heading = paragraph.heading.as_ref()?;
        let raw = paragraph.text.text();
        let title = &raw[heading.title.clone()];
        let end = title.find('。')?;
        let lead = title[..end].trim();
        let short = lead.chars().count() <= LONGEST_LEAD && !lead.contains(['(', '\u{ff08}']);
        short.then(|| (raw[..heading.title.start + end].trim().to_string(), end + '。'.len_utf8()))
    }

    /// Enters a duty as a task; `under` is a heading inside its paragraph, `rule` what found it.
    fn push_prose_task(&mut self, seq: Option<u32>, under: Option<String>, duty: Duty, rule: &str) {
        self.sections.text_goes_on();
        let (place, mut category) = self.sections.prose_place();
        self.open_prose_list(place, ListKind::Tasks);
        category.extend(under);
        let text = duty.text.text().to_string();
        let id = self.next_task_id();
        let task = Task {
            id: id.clone(),
            list: self.current_list().title.clone(),
            category: category.clone(),
            seq,
            seq_inferred: false,
            title: None,
            responsible: duty.units,
            leader: duty.leader.or_else(|| self.sections.leader()),
            quantities: self.quantities(&[&duty.text]),
            policies: policies::find(&self.rules.pack, &text),
            sections: vec![Section { name: "内容".to_string(), items: items::split(&text), text }],
            schedule: Vec::new(),
            confidence: 1.0,
            alternative: None,
            rules: vec![rule.to_string()],
            anchor: anchor_of(&duty.whole),
        };
        self.coverage.mark(&duty.whole, Fate::Record);
        self.records.tasks.push(task);
        self.note_in_prose(category, id);
    }

    /// Enters a record of prose in its list and under the heading it stands below.
    fn note_in_prose(&mut self, path: Vec<String>, id: String) {
        self.records.lists[self.list].records.push(id.clone());
        if path.is_empty() {
            return;
        }
        let (declared, place) = self.sections.innermost().unwrap_or_default();
        self.note_in_group(path, declared, place, id);
    }

    /// Opens the list of a stretch of prose, or goes on with it.
    fn open_prose_list(&mut self, place: ListPlace, kind: ListKind) {
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
                    &crate::rules::Heading {
                        title: heading.title.start.min(lead.text().len())..lead.text().len(),
                        ..heading.clone()
                    },
                );
            }
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
fn numbered(paragraph: &OutlineParagraph) -> (Option<u32>, Passage) {
    match &paragraph.heading {
        Some(h) if h.level >= HeadingLevel::Digit => {
            (h.number, paragraph.text.slice(h.title.start..paragraph.text.text().len()))
        }
        _ => (None, paragraph.text.clone()),
    }
}

fn without_lead(text: &Passage, skip: usize) -> Passage {
    text.slice(skip.min(text.text().len())..text.text().len())
}

fn ends_sentence(raw: &str) -> bool {
    raw.trim_end().ends_with(['。', ';', '\u{ff1b}', ':', '\u{ff1a}', ',', '\u{ff0c}'])
}
