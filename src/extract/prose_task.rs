//! Tasks (任务) in prose: sentences that end in a bracket of units, paragraphs with labels behind or below them, and
//! numbered items of a list whose other items are tasks.

use super::duty::{self, Answer, Duty};
use super::place::anchor_of;
use super::prose::{LONGEST_HEADING, numbered};
use super::{Extractor, Fate, items, policies};
use crate::document::Passage;
use crate::grammar::fold::{Folded, fold};
use crate::layout::OutlineParagraph;
use crate::record::{ListKind, Section, Task};
use crate::rules::{Heading, HeadingLevel};

/// The leading sentence of a numbered paragraph up to this length is its title, in characters.
const LONGEST_LEAD: usize = 24;
/// A sibling of a numbered item is looked for so many paragraphs on.
const SIBLING_REACH: usize = 6;

impl Extractor<'_> {
    /// A task whose units stand in lines of their own below it; gives how many paragraphs it took.
    pub(super) fn take_duty_with_lines(&mut self, rest: &[&OutlineParagraph]) -> Option<usize> {
        let (paragraph, below) = rest.split_first()?;
        // Below a line that is neither numbered nor a sentence, labels say who keeps the page.
        let is_task = paragraph.heading.is_some() || ends_in_stop(&paragraph.text);
        if !is_task || duty::is_line(self.rules, &paragraph.text) {
            return None;
        }
        let lines: Vec<&Passage> = below.iter().map(|p| &p.text).collect();
        let (answer, count) = duty::of_lines(self.rules, &lines, self.first_leads)?;
        let (seq, content) = numbered(paragraph);
        let mut whole = paragraph.text.clone();
        lines[..count].iter().for_each(|line| whole.append(line));
        let text = self.without_label(content);
        self.push_prose_task(seq, None, Duty { text, whole, answer, closes_item: true }, "prose.duty-line");
        Some(1 + count)
    }

    /// "…建成投用。责任单位:市住建局": labels behind the last sentence of the paragraph.
    pub(super) fn take_labels_behind(&mut self, paragraph: &OutlineParagraph) -> bool {
        let (seq, content) = numbered(paragraph);
        let Some((text, answer)) = duty::labelled(self.rules, &content, self.first_leads) else { return false };
        let text = self.without_label(text);
        // "1.改造管网20公里 责任单位:县住建局" is an item of a list.
        let item = seq.is_some() && content.text()[text.text().len()..].starts_with(char::is_whitespace);
        if text.is_blank() || !(ends_in_stop(&text) || item) || answer.units.is_empty() {
            return false;
        }
        let whole = paragraph.text.clone();
        self.push_prose_task(seq, None, Duty { text, whole, answer, closes_item: true }, "prose.duty-line");
        true
    }

    /// Sentences that end in a bracket of units.
    pub(super) fn take_duties(&mut self, paragraph: &OutlineParagraph) -> bool {
        let (seq, content) = numbered(paragraph);
        let content = self.without_label(content);
        let (duties, rest) = duty::split(self.rules, &content, self.first_leads);
        if duties.is_empty() {
            return false;
        }
        let single = duties.len() == 1 && rest.is_blank();
        // "…。(甲局)" closes the whole item, "…(甲局)。" a sentence of it.
        let closes_item = single && duties[0].closes_item;
        let lead = if closes_item { None } else { lead_of(paragraph) };
        let under = lead.as_ref().and_then(|lead| self.open_lead(paragraph, lead));
        for (at, mut duty) in duties.into_iter().enumerate() {
            if let (Some(lead), 0) = (&lead, at) {
                duty.text = without_lead(&duty.text, lead.skip);
            }
            let number = if single && lead.is_none() { seq } else { None };
            let rule = if duty.answer.labelled { "prose.duty-bracket" } else { "units.list" };
            self.push_prose_task(number, under.clone(), duty, rule);
        }
        self.coverage.mark_rest(&rest, Fate::Prose);
        self.coverage.mark_rest(&paragraph.text, Fate::Header);
        true
    }

    /// A lead of an outer level is a heading for what follows; one of an item is the group of its sentences.
    pub(super) fn open_lead(&mut self, paragraph: &OutlineParagraph, lead: &Lead) -> Option<String> {
        let heading = paragraph.heading.as_ref()?;
        if heading.level >= HeadingLevel::Digit {
            return Some(lead.text.clone());
        }
        let text = paragraph.text.slice(0..lead.end);
        let title = heading.title.start.min(text.text().len())..text.text().len();
        self.sections.open_heading(&self.rules.pack, &text, &Heading { title, ..heading.clone() });
        None
    }

    /// A numbered item without units in a list of tasks: its neighbours have units, or the list is one of deeds (实事).
    pub(super) fn take_item(&mut self, rest: &[&OutlineParagraph]) -> bool {
        let Some((paragraph, behind)) = rest.split_first() else { return false };
        let (Some(seq), content) = numbered(paragraph) else { return false };
        let ends = ends_in_stop(&content);
        let level = paragraph.heading.as_ref().map(|h| h.level);
        let listed = self.sections.lists_deeds(&self.rules.pack)
            || self.follows_task(seq)
            || self.leads_to_task(level, seq, behind);
        if !listed || !ends {
            return false;
        }
        let duty = Duty { text: content, whole: paragraph.text.clone(), answer: Answer::default(), closes_item: true };
        self.push_prose_task(Some(seq), None, duty, "prose.numbered-item");
        true
    }

    /// The last task of the list and group at hand has the number before.
    fn follows_task(&self, seq: u32) -> bool {
        let (place, category) = self.sections.prose_place();
        self.records.tasks.last().is_some_and(|task| {
            task.list == place.title
                && task.category == category
                && task.seq == seq.checked_sub(1)
                && task.seq.is_some()
        })
    }

    /// The next item of the same level has the next number and units.
    fn leads_to_task(&self, level: Option<HeadingLevel>, seq: u32, behind: &[&OutlineParagraph]) -> bool {
        for (at, paragraph) in behind.iter().enumerate().take(SIBLING_REACH) {
            let Some(heading) = &paragraph.heading else { continue };
            if Some(heading.level) != level {
                return false;
            }
            let below: Vec<&Passage> = behind[at + 1..].iter().map(|p| &p.text).collect();
            let by_lines = duty::of_lines(self.rules, &below, false).is_some();
            return heading.number == Some(seq + 1) && (self.has_duty(&paragraph.text) || by_lines);
        }
        false
    }

    fn without_label(&self, content: Passage) -> Passage {
        match self.rules.pack.find_cue("measures-label", &Folded::new(content.text())) {
            Some(label) => content.slice(label.range.end..content.text().len()),
            None => content,
        }
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
            responsible: duty.answer.units,
            leader: duty.answer.leader.or_else(|| self.sections.leader()),
            quantities: self.quantities(&[&duty.text]),
            policies: policies::find(&self.rules.pack, &text),
            sections: vec![Section { name: "内容".to_string(), items: items::split(&text), text }],
            schedule: duty.answer.deadline.map(|deadline| self.time_limit(&deadline)).unwrap_or_default(),
            confidence: 1.0,
            alternative: None,
            rules: vec![rule.to_string()],
            anchor: anchor_of(&duty.whole),
        };
        self.coverage.mark(&duty.whole, Fate::Record);
        self.records.tasks.push(task);
        self.note_in_prose(category, id);
    }
}

fn ends_in_stop(text: &Passage) -> bool {
    text.text().trim_end().ends_with(['。', ';', '\u{ff1b}', '!', '\u{ff01}'])
}

/// "1.夯实物质基础。" before the sentences of a paragraph: a heading inside it.
pub(super) struct Lead {
    /// Number and title as printed.
    pub(super) text: String,
    /// Where it ends in the paragraph.
    pub(super) end: usize,
    /// Bytes to leave out of the text behind the number, its stop included.
    pub(super) skip: usize,
}

pub(super) fn lead_of(paragraph: &OutlineParagraph) -> Option<Lead> {
    let heading = paragraph.heading.as_ref()?;
    let raw = paragraph.text.text();
    let title = &raw[heading.title.clone()];
    let end = title.find('。')?;
    let lead = title[..end].trim();
    let longest = if heading.level >= HeadingLevel::Digit { LONGEST_LEAD } else { LONGEST_HEADING };
    let short = lead.chars().count() <= longest && !fold(lead).contains('(');
    let place = heading.title.start + end;
    short.then(|| Lead { text: raw[..place].trim().to_string(), end: place, skip: end + '。'.len_utf8() })
}

pub(super) fn without_lead(text: &Passage, skip: usize) -> Passage {
    text.slice(skip.min(text.text().len())..text.text().len())
}
