//! Targets (指标) in prose: behind a label such as 指标目标:, and below a heading such as 发展目标.

use super::place::anchor;
use super::prose_task::{Lead, lead_of, without_lead};
use super::section::ListPlace;
use super::targets::operator;
use super::{Extractor, Fate};
use crate::document::Passage;
use crate::grammar::fold::{Folded, fold};
use crate::grammar::quantity::{Op, ProseTarget, ValueReading};
use crate::grammar::region::chain;
use crate::layout::OutlineParagraph;
use crate::record::{Basis, ListKind, Target, TargetValue};
use crate::rules::HeadingLevel;

/// The rule of goals in words, which only a label or a number of its own makes a target.
const GOAL_IN_WORDS: &str = "values.words";
/// What a dash at the beginning of a paragraph leads to is a group of goals up to this length, in characters.
const LONGEST_GROUP: usize = 16;

/// Where targets in prose stand.
struct Place {
    list: ListPlace,
    category: Vec<String>,
    seq: Option<u32>,
    /// The region that a lead before the targets names.
    region: Option<String>,
    rule: String,
}

impl Extractor<'_> {
    /// "指标目标:…" is a run of targets, "相对指标:…" one of a group, and so is what "主要预期目标是:" leads to up to the end
    /// of its sentence.
    pub(super) fn take_label(&mut self, paragraph: &OutlineParagraph) -> bool {
        let (_, text) = super::prose::numbered(paragraph);
        let Some((run, place, whole)) = self.labelled_run(&text) else { return false };
        let found = self.rules.pack.prose_targets(run.text());
        if found.is_empty() {
            return false;
        }
        self.sections.text_goes_on();
        self.push_targets(&run, &found, place);
        self.coverage.mark(if whole { &paragraph.text } else { &run }, Fate::Record);
        self.coverage.mark_rest(&paragraph.text, Fate::Prose);
        true
    }

    /// The run behind a label, where its targets stand, and whether the paragraph is nothing else.
    fn labelled_run(&self, text: &Passage) -> Option<(Passage, Place, bool)> {
        let pack = &self.rules.pack;
        let folded = Folded::new(text.text());
        let (list, category) = self.sections.prose_place();
        if let Some(label) = pack.find_cue("targets-label", &folded) {
            let place = Place { list, category, seq: None, region: None, rule: label.rule.id.clone() };
            return Some((text.slice(label.range.end..text.text().len()), place, true));
        }
        let group = pack.find_cue("targets-group", &folded);
        let lead = group.or_else(|| pack.find_cue("targets-run", &folded))?;
        let whole = lead.rule.yields("cue") == "targets-group";
        let title = lead.group("title")?.to_string();
        let (from, rest) = (lead.range.end, &text.text()[lead.range.end..]);
        let end = if whole { text.text().len() } else { rest.find('。').map_or(text.text().len(), |at| from + at) };
        let own = ListPlace { title: title.clone(), declared: None, anchor: anchor(text.span_of(lead.range.clone())) };
        let category = if whole { vec![title] } else { category };
        let place = Place { list: own, category, seq: None, region: None, rule: lead.rule.id.clone() };
        Some((text.slice(from..end), place, whole))
    }

    /// A paragraph below a heading of goals. What states a number or another's level is a target there; what only says
    /// that something gets better is one where it has a number of its own.
    pub(super) fn take_goals(&mut self, paragraph: &OutlineParagraph) -> bool {
        let lead = self.goals_lead(paragraph);
        let (seq, content) = match &lead {
            Some(lead) => (None, without_lead(&super::prose::numbered(paragraph).1, lead.skip)),
            None => super::prose::numbered(paragraph),
        };
        if let Some(lead) = &lead {
            self.open_lead(paragraph, lead);
        }
        let Some(heading) = self.sections.goals(&self.rules.pack) else { return false };
        let (group, content) = dashed_group(&content);
        let (region, content) = self.region_before(content);
        let in_words = |t: &ProseTarget| t.value.rule == GOAL_IN_WORDS;
        let mut found = self.rules.pack.prose_targets(content.text());
        found.retain(|target| seq.is_some() || !in_words(target));
        if found.is_empty() {
            return false;
        }
        self.sections.text_goes_on();
        let rule = "prose.targets-title".to_string();
        let category = group.into_iter().collect();
        self.push_targets(&content, &found, Place { list: heading, category, seq, region, rule });
        self.coverage.mark_rest(&paragraph.text, Fate::Prose);
        true
    }

    /// "望洲区:能耗下降3.5%": the region whose targets stand behind it, and the text behind the colon.
    fn region_before(&self, content: Passage) -> (Option<String>, Passage) {
        let folded = Folded::new(content.text());
        let names = chain(folded.text(), self.rules.pack.region_words());
        let length = names.iter().map(|name| name.len()).sum::<usize>();
        match names.last().filter(|_| folded.text()[length..].starts_with(':')) {
            Some(region) => {
                let behind = folded.raw_range(0..length + ':'.len_utf8()).end;
                (Some(region.to_string()), content.slice(behind..content.text().len()))
            }
            None => (None, content),
        }
    }

    /// "(二)发展目标。到2025年,…": the heading of goals inside its paragraph.
    fn goals_lead(&self, paragraph: &OutlineParagraph) -> Option<Lead> {
        let outer = paragraph.heading.as_ref().is_some_and(|h| h.level <= HeadingLevel::HanBracket);
        let lead = lead_of(paragraph).filter(|_| outer)?;
        self.rules.pack.has_cue("targets-title", &fold(&lead.text)).then_some(lead)
    }

    /// "各县完成率分别为:甲县76%、乙县28%…": one target with a value for each region.
    pub(super) fn take_regions(&mut self, paragraph: &OutlineParagraph) -> bool {
        let text = &paragraph.text;
        let Some(run) = self.rules.pack.regional_run(text.text()) else { return false };
        let reached = self.rules.pack.has_cue("reached", &fold(text.text())) || self.document_reports_progress();
        let (list, category) = self.sections.prose_place();
        self.sections.text_goes_on();
        self.open_prose_list(list, ListKind::Targets);
        let id = format!("T{:03}", self.records.targets.len() + 1);
        let unit = run.values.iter().find_map(|(_, _, value)| value.unit.clone());
        let value = |(region, place, reading): &(String, std::ops::Range<usize>, ValueReading)| TargetValue {
            region: region.clone(),
            year: reading.year.or(self.records.document.year),
            basis: if reached { Basis::Actual } else { Basis::Target },
            raw: text.text()[place.clone()].trim().to_string(),
            op: operator(reading.op),
            number: reading.number,
            number_max: reading.number_max,
            unit: reading.unit.clone(),
            note: reading.note.clone(),
            anchor: anchor(text.span_of(place.clone())),
        };
        let target = Target {
            id: id.clone(),
            list: self.current_list().title.clone(),
            category: category.clone(),
            seq: None,
            seq_inferred: false,
            name: run.name.clone(),
            component: None,
            unit,
            attribute: None,
            responsible: Vec::new(),
            values: run.values.iter().map(value).collect(),
            confidence: 1.0,
            alternative: None,
            rules: vec!["prose.regional-run".to_string()],
            anchor: anchor(text.span_of(run.range.clone())),
        };
        self.records.targets.push(target);
        self.note_in_prose(category, id);
        self.coverage.mark(&text.slice(run.range), Fate::Record);
        self.coverage.mark_rest(text, Fate::Prose);
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
            region: place.region.clone().unwrap_or_else(|| self.own_region()),
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
