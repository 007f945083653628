//! Targets (指标) in prose: behind a label such as 指标目标:, and below a heading such as 发展目标.

use super::place::anchor;
use super::section::ListPlace;
use super::targets::operator;
use super::{Extractor, Fate};
use crate::document::Passage;
use crate::grammar::fold::Folded;
use crate::grammar::quantity::{Op, ProseTarget, ValueReading};
use crate::layout::OutlineParagraph;
use crate::record::{Basis, ListKind, Target, TargetValue};

/// The rule of goals in words, which only a label or a number of its own makes a target.
const GOAL_IN_WORDS: &str = "values.words";
/// What a dash at the beginning of a paragraph leads to is a group of goals up to this length, in characters.
const LONGEST_GROUP: usize = 16;

/// Where targets in prose stand.
struct Place {
    list: ListPlace,
    category: Vec<String>,
    seq: Option<u32>,
    rule: String,
}

impl Extractor<'_> {
    /// "指标目标:…" is a run of targets, and so is what "主要预期目标是:" leads to up to the end of its sentence.
    pub(super) fn take_label(&mut self, text: &Passage) -> bool {
        let folded = Folded::new(text.text());
        let cue = self.rules.pack.find_cue("targets-label", &folded);
        let (run, list, rule) = match (&cue, self.rules.pack.find_cue("targets-run", &folded)) {
            (Some(label), _) => (label.range.end..text.text().len(), None, label.rule.id.clone()),
            (None, Some(lead)) => {
                let from = lead.range.end;
                let end = text.text()[from..].find('。').map_or(text.text().len(), |at| from + at);
                let title = lead.group("title").map(|title| (title.to_string(), lead.range.clone()));
                (from..end, title, lead.rule.id.clone())
            }
            (None, None) => return false,
        };
        let run = text.slice(run);
        let found = self.rules.pack.prose_targets(run.text());
        if found.is_empty() {
            return false;
        }
        self.sections.text_goes_on();
        let (mut place, category) = self.sections.prose_place();
        if let Some((title, range)) = list {
            place = ListPlace { title, declared: None, anchor: anchor(text.span_of(range)) };
        }
        self.push_targets(&run, &found, Place { list: place, category, seq: None, rule });
        self.coverage.mark(if cue.is_some() { text } else { &run }, Fate::Record);
        self.coverage.mark_rest(text, Fate::Prose);
        true
    }

    /// A paragraph below a heading of goals. What states a number or another's level is a target there; what only says
    /// that something gets better is one where it has a number of its own.
    pub(super) fn take_goals(&mut self, paragraph: &OutlineParagraph) -> bool {
        let Some(heading) = self.sections.goals(&self.rules.pack) else { return false };
        let (seq, content) = super::prose::numbered(paragraph);
        let (group, content) = dashed_group(&content);
        let in_words = |t: &ProseTarget| t.value.rule == GOAL_IN_WORDS;
        let mut found = self.rules.pack.prose_targets(content.text());
        found.retain(|target| seq.is_some() || !in_words(target));
        if found.is_empty() {
            return false;
        }
        self.sections.text_goes_on();
        let rule = "prose.targets-title".to_string();
        let category = group.into_iter().collect();
        self.push_targets(&content, &found, Place { list: heading, category, seq, rule });
        self.coverage.mark_rest(&paragraph.text, Fate::Prose);
        true
    }

    fn push_targets(&mut self, text: &Passage, found: &[ProseTarget], place: Place) {
        self.open_prose_list(place.list.clone(), ListKind::Targets);
        for target in found {
            self.push_prose_target(text, target, &place);
            self.coverage.mark(&text.slice(target.range.clone()), Fate::Record);
        }
    }

    fn push_prose_target(&mut self, text: &Passage, found: &ProseTarget, place: &Place) {
        let id = format!("T{:03}", self.records.targets.len() + 1);
        let span = anchor(text.span_of(found.range.clone()));
        let all = [(&found.value, &found.value_raw)].into_iter().chain(found.also.iter().map(|(v, raw)| (v, raw)));
        let value = |(reading, raw): (&ValueReading, &String)| TargetValue {
            region: self.own_region(),
            year: reading.year.or(self.records.document.year),
            basis: if reading.forecast { Basis::Forecast } else { Basis::Target },
            raw: raw.trim().to_string(),
            op: operator(reading.op),
            number: reading.number,
            number_max: reading.number_max,
            unit: reading.unit.clone().or_else(|| found.unit.clone().filter(|_| reading.op != Op::Text)),
            note: reading.note.clone(),
            anchor: span.clone(),
        };
        let target = Target {
            id: id.clone(),
            list: self.current_list().title.clone(),
            category: place.category.clone(),
            seq: place.seq,
            seq_inferred: false,
            name: found.name.clone(),
            component: found.component.clone(),
            unit: found.unit.clone(),
            attribute: None,
            responsible: Vec::new(),
            values: all.map(value).collect(),
            confidence: 1.0,
            alternative: None,
            rules: vec![place.rule.clone(), found.value.rule.clone()],
            anchor: span,
        };
        self.records.targets.push(target);
        self.note_in_prose(place.category.clone(), id);
    }
}

/// "——经济增长。生产总值增长7%": the group that a dash leads to, and the text behind it.
fn dashed_group(content: &Passage) -> (Option<String>, Passage) {
    let raw = content.text();
    let body = raw.trim_start_matches(['—', '-', '─', '―', '–']);
    let start = raw.len() - body.len();
    let end = body.find(['。', ':', '\u{ff1a}']).filter(|_| start > 0);
    match end.filter(|&end| (2..=LONGEST_GROUP).contains(&body[..end].chars().count())) {
        Some(end) => {
            let sign = body[end..].chars().next().map_or(0, char::len_utf8);
            (Some(body[..end].trim().to_string()), content.slice(start + end + sign..raw.len()))
        }
        None => (None, content.slice(start..raw.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_leads_to_a_group_of_goals() {
        let read = |text: &str| {
            let (group, rest) = dashed_group(&Passage::new(text, 1, 1));
            (group, rest.text().to_string())
        };
        assert_eq!(read("——经济增长。产值增长7%"), (Some("经济增长".into()), "产值增长7%".into()));
        assert_eq!(read("——绿化率达到40%。"), (Some("绿化率达到40%".into()), "".into()));
        assert_eq!(read("产值增长7%"), (None, "产值增长7%".into()));
    }
}
