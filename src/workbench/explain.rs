//! `rules explain`: which rules looked at a line, which won, with what groups, and what record came of it.

use super::difference::shortened;
use super::find::{self, FindError, Place};
use super::spot::Spot;
use crate::document::{Document, Passage};
use crate::grammar::fold::fold;
use crate::pipeline::Failure;
use crate::record::DocumentRecords;
use crate::rules::trace::{Asked, watch};
use crate::rules::{Pack, Rules};
use std::path::PathBuf;
use thiserror::Error;

/// Longest text that is quoted, in characters.
const LONGEST_QUOTE: usize = 40;
/// Questions that are shown of one kind where not all are asked for.
const MOST_OF_A_KIND: usize = 12;

/// What the rules made of a line.
#[derive(Debug, Clone)]
pub struct Explanation {
    place: String,
    line: String,
    asked: Vec<Asked>,
    records: Vec<String>,
    pack: Pack,
}

/// Why there is no explanation. `Display` is the message in Chinese.
#[derive(Debug, Error)]
pub enum ExplainError {
    /// The place is nowhere.
    #[error(transparent)]
    Place(#[from] FindError),
    /// The file cannot be read.
    #[error("{}：{}。{}", .0.shown, .0.problem, .0.problem.advice())]
    File(Box<Failure>),
}

/// Reads the document of a place under these rules and watches what they do with its line.
///
/// # Errors
/// When the place is nowhere or the file cannot be read.
pub fn explain(rules: &Rules, place: &Place, folders: &[PathBuf]) -> Result<Explanation, ExplainError> {
    let (_, document) = find::document(&place.file, folders)?;
    let (_, line) = find::line(&document, &place.spot)?;
    let texts = texts_of(&document.document, &place.spot);
    let (records, asked) = watch(texts, || document.records(rules));
    let records = records.map_err(ExplainError::File)?;
    Ok(Explanation {
        place: format!("{} {}", document.shown(), place.spot.shown()),
        line: line.to_string(),
        asked,
        records: came_of(&records, &rules.pack, &place.spot),
        pack: rules.pack.clone(),
    })
}

/// The folded texts that stand at a place: whole cells and paragraphs, and of those that go over several lines the part
/// on these. With a column, only what stands there.
fn texts_of(document: &Document, spot: &Spot) -> Vec<String> {
    let lines = spot.lines(document);
    let mut texts = Vec::new();
    for passage in document.blocks.iter().flat_map(|block| block.passages()) {
        let here: String = passage.places().filter(|(_, at, _)| lines.contains(at)).map(|(c, _, _)| c).collect();
        let there = |column: u32| passage.places().any(|(_, at, col)| lines.contains(&at) && col == column);
        if !here.trim().is_empty() && spot.column().is_none_or(there) {
            texts.extend(cells(passage, &here));
        }
    }
    texts.sort();
    texts.dedup();
    texts
}

/// A line of `a | b |` is looked at cell by cell.
fn cells(passage: &Passage, here: &str) -> Vec<String> {
    let parts = here.split('|').filter(|_| here.contains('|')).map(fold);
    let whole = [fold(passage.text()), fold(here)];
    parts.chain(whole).filter(|text| !text.is_empty()).collect()
}

/// The records that stand at a place, in lines for people.
fn came_of(records: &DocumentRecords, pack: &Pack, spot: &Spot) -> Vec<String> {
    let mut out = Vec::new();
    for list in &records.lists {
        if spot.is_in(&list.anchor) {
            out.push(format!("清单 {}：{}（{}条）", list.id, list.title, list.records.len()));
        }
        for group in list.groups.iter().filter(|group| spot.is_in(&group.anchor)) {
            out.push(format!("分组：{}（{}条）", group.path.join(" / "), group.records.len()));
        }
    }
    for target in &records.targets {
        let values: Vec<_> = target.values.iter().filter(|value| spot.is_in(&value.anchor)).collect();
        if spot.is_in(&target.anchor) || !values.is_empty() {
            out.push(format!("指标 {} {}（把握 {}）", target.id, target.name, target.confidence));
            out.extend(values.iter().map(|value| {
                let number = value.number.map_or_else(|| "没有数".to_string(), |number| number.to_string());
                format!("  {}：“{}”读作 {number}", value.label(true), value.raw.trim())
            }));
            out.extend(chain(&target.rules, pack));
        }
    }
    for task in records.tasks.iter().filter(|task| spot.is_in(&task.anchor)) {
        let text = task.sections.first().map(|section| section.text.as_str()).unwrap_or_default();
        let name = task.title.clone().unwrap_or_else(|| shortened(text, LONGEST_QUOTE));
        out.push(format!("任务 {} {name}（把握 {}）", task.id, task.confidence));
        let units: Vec<&str> = task.responsible.iter().map(|unit| unit.name.as_str()).collect();
        out.extend((!units.is_empty()).then(|| format!("  责任单位：{}", units.join("、"))));
        for step in task.schedule.iter().filter(|step| spot.is_in(&step.anchor) && !step.raw.is_empty()) {
            let month = |month: &Option<String>| month.clone().unwrap_or_else(|| "?".to_string());
            out.push(format!("  进度“{}”读作 {} 至 {}", step.raw, month(&step.start), month(&step.end)));
        }
        out.extend(chain(&task.rules, pack));
    }
    for note in records.not_understood.iter().filter(|note| spot.is_in(&note.anchor)) {
        out.push(format!("没有认出的{}“{}”", note.kind.label(), note.text));
    }
    for span in records.coverage.unread_spans.iter().filter(|span| spot.is_in(&span.anchor)) {
        out.push(format!("没有用上“{}”", shortened(&span.text, LONGEST_QUOTE)));
    }
    out
}

fn chain(rules: &[String], pack: &Pack) -> Option<String> {
    let named = |id: &String| match pack.rule(id) {
        Some(rule) => format!("{id} {}", rule.title),
        None => id.clone(),
    };
    (!rules.is_empty()).then(|| format!("  规则：{}", rules.iter().map(named).collect::<Vec<_>>().join("；")))
}

impl Explanation {
    /// For people; with `all`, questions that no rule answered are shown, too.
    pub fn text(&self, all: bool) -> String {
        let mut out = format!("{}\n  {}\n\n", self.place, shortened(&self.line, 3 * LONGEST_QUOTE));
        let shown = self.shown(all);
        let silent = self.asked.len() - shown.len();
        out.push_str("规则看过什么：\n");
        for asked in &shown {
            out.push_str(&self.question(asked));
        }
        if shown.is_empty() {
            out.push_str("  没有规则认这一行\n");
        }
        if silent > 0 {
            out.push_str(&format!("  另外问过 {silent} 次，没有规则认或与上面相同（加 --all 全部列出）\n"));
        }
        out.push_str("\n得到什么：\n");
        self.records.iter().for_each(|line| out.push_str(&format!("  {line}\n")));
        if self.records.is_empty() {
            out.push_str("  没有记录\n");
        }
        out
    }

    /// Of questions with the same answer the one about the longest text; those without an answer only if all are
    /// wanted.
    fn shown(&self, all: bool) -> Vec<&Asked> {
        if all {
            return self.asked.iter().collect();
        }
        let answered = |asked: &&Asked| asked.won.is_some() || asked.result.is_some();
        let mut shown: Vec<&Asked> = Vec::new();
        for asked in self.asked.iter().filter(answered) {
            let same = |known: &&Asked| {
                (&known.about, &known.won, &known.result) == (&asked.about, &asked.won, &asked.result)
                    && (known.text.contains(&asked.text) || asked.text.contains(&known.text))
            };
            let of_kind = shown.iter().filter(|known| known.about == asked.about).count();
            match shown.iter_mut().find(|known| same(known)) {
                Some(known) if known.text.len() < asked.text.len() => *known = asked,
                Some(_) => {}
                None if of_kind < MOST_OF_A_KIND => shown.push(asked),
                None => {}
            }
        }
        shown
    }

    fn question(&self, asked: &Asked) -> String {
        let number = if asked.rules > 0 { format!("（{}条规则）", asked.rules) } else { String::new() };
        let mut out = format!("  {}{number}“{}”\n", asked.about, shortened(&asked.text, LONGEST_QUOTE));
        match (&asked.won, &asked.result) {
            (None, None) => out.push_str("    没有规则认\n"),
            (None, Some(result)) => out.push_str(&format!("    → {result}\n")),
            (Some(won), result) => {
                let read = result.as_ref().map(|result| format!("  读作 {result}")).unwrap_or_default();
                out.push_str(&format!("    → {}{}{read}\n", self.named(won), self.groups(asked, won)));
            }
        }
        for other in asked.matching.iter().filter(|other| asked.won.as_deref() != Some(other.rule.as_str())) {
            out.push_str(&format!("    也匹配：{}，没有采用\n", self.named(&other.rule)));
        }
        out
    }

    fn named(&self, id: &str) -> String {
        let Some(rule) = self.pack.rule(id) else { return id.to_string() };
        let from = match (rule.is_built_in(), rule.origins.last()) {
            (false, Some(origin)) => format!("{}:{}", origin.file, origin.line),
            _ => "内置".to_string(),
        };
        format!("{id} {}（{from}，优先级 {}）", rule.title, rule.priority)
    }

    fn groups(&self, asked: &Asked, won: &str) -> String {
        let yields = self.pack.rule(won).map(|rule| rule.yields.clone()).unwrap_or_default();
        let own = asked.matching.iter().find(|matching| matching.rule == won);
        let groups = own.map(|matching| matching.groups.as_slice()).unwrap_or_default();
        let pairs: Vec<String> = yields
            .iter()
            .chain(groups.iter().map(|(name, text)| (name, text)))
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        if pairs.is_empty() { String::new() } else { format!("  {}", pairs.join(" ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(text: &str, place: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("来文.md"), text).unwrap();
        let rules = Rules::load(None).unwrap();
        let place = Place::parse(place).unwrap();
        let found = explain(&rules, &place, &[folder.path().to_path_buf()]);
        found.map(|explanation| explanation.text(false)).map_err(|error| error.to_string())
    }

    const TABLE: &str = "# 2025年海湾市主要指标\n\n| 序号 | 指标 | 2025年目标值 | 责任单位 |\n|---|---|---|---|\n\
                         | 1 | 港口吞吐量增速(%) | 7以上 | 市港航局 |\n| 2 | 海水养殖产量(万吨) | 13 | 市农业农村局 |\n";

    #[test]
    fn a_row_tells_its_rules_and_its_record() {
        let text = explained(TABLE, "来文.md:5").unwrap();
        assert!(
            text.contains("→ values.at-least 不低于 / 以上（内置，优先级 70）  op=ge number=7  读作 ge 7"),
            "{text}"
        );
        assert!(text.contains("责任单位的名单“市港航局”\n    → 市港航局"), "{text}");
        assert!(
            text.contains("指标 T001 港口吞吐量增速") && text.contains("全市2025年目标值：“7以上”读作 7"),
            "{text}"
        );
        assert!(!text.contains("海水养殖产量"), "{text}");
    }

    #[test]
    fn a_header_tells_its_columns() {
        let text = explained(TABLE, "来文.md:3").unwrap();
        assert!(text.contains("→ tables.responsible 责任单位") && text.contains("role=responsible"), "{text}");
        assert!(text.contains("year=2025"), "{text}");
        let cell = explained(TABLE, "来文.md:3:3").unwrap();
        assert!(cell.contains("tables.seq") && !cell.contains("tables.responsible"), "{cell}");
    }

    #[test]
    fn places_that_are_not_there_are_told() {
        assert!(explained(TABLE, "来文.md:99").unwrap_err().contains("只有 6 行，没有第 99 行"));
        assert!(explained(TABLE, "别的.md:1").unwrap_err().contains("--in"));
    }
}
