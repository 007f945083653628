//! Corrections (人工更正): what a person has put right in 待复核, kept in a file by the fingerprint of the record and
//! applied to every new extraction, so that the work on a document survives a new run.

use super::targets::operator;
use super::{items, steps, units};
use crate::record::{Correction, DocumentRecords, Fingerprints, Responsible, Section, Target, Task};
use crate::rules::Rules;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The content of `corrections.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// One entry a record.
    #[serde(default)]
    correction: Vec<Entry>,
}

/// What is right of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Id of the document.
    pub document: String,
    /// Fingerprint of the record as it was extracted, see [`Fingerprints`].
    pub fingerprint: String,
    /// The right name of the indicator or title of the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The right values or text, written as 待复核 shows them: `2022年目标值 16；2021年完成值 14.7`, or the text of the
    /// task, several columns each behind its name in 【】.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// The right units, see [`Responsible::parse`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<String>,
}

impl Corrections {
    /// Reads the text of the file.
    ///
    /// # Errors
    /// When it is no TOML, or an entry lacks a field or has an unknown one.
    pub fn parse(text: &str) -> Result<Corrections, toml::de::Error> {
        toml::from_str(text)
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        let head =
            "# 人工更正，由 gongwen collect 从“待复核”表读回，gongwen extract 照此更正。不再需要的可以删去。\n\n";
        head.to_owned() + &toml::to_string(self).expect("texts and lists of tables")
    }

    /// Enters a correction; what it says of a record comes in the place of what was said before.
    pub fn put(&mut self, entry: Entry) {
        let same = |known: &&mut Entry| (&known.document, &known.fingerprint) == (&entry.document, &entry.fingerprint);
        match self.correction.iter_mut().find(same) {
            Some(known) => {
                known.name = entry.name.or(known.name.take());
                known.content = entry.content.or(known.content.take());
                known.units = entry.units.or(known.units.take());
            }
            None => self.correction.push(entry),
        }
    }

    /// Adds the corrections of another file behind these.
    pub fn extend(&mut self, others: Corrections) {
        others.correction.into_iter().for_each(|entry| self.put(entry));
    }

    /// Puts right what it says of the records of a document that goes by one of these ids, notes it in them, and leaves
    /// a remark where an entry of the document fits nothing.
    pub fn apply(&self, records: &mut DocumentRecords, rules: &Rules, ids: &[String]) {
        let prints = Fingerprints::of(records);
        let mut made = Vec::new();
        let mut unfit: BTreeSet<String> = BTreeSet::new();
        for entry in self.correction.iter().filter(|entry| ids.contains(&entry.document)) {
            let is_it = |id: &String| prints.get(id) == entry.fingerprint;
            let fits = if let Some(target) = records.targets.iter_mut().find(|target| is_it(&target.id)) {
                entry.correct_target(target, rules, &mut made)
            } else if let Some(task) = records.tasks.iter_mut().find(|task| is_it(&task.id)) {
                let year = records.document.year;
                entry.correct_task(task, year, rules, &mut made)
            } else {
                false
            };
            if !fits {
                unfit.insert(entry.fingerprint.clone());
            }
        }
        if !made.is_empty() {
            records.document.notes.push(format!("按人工更正改了{}处，见待复核和记录的 corrections", made.len()));
        }
        if made.iter().any(|correction| correction.field == Correction::RESPONSIBLE) {
            let listed = records.units.iter().filter(|unit| unit.listed).flat_map(|unit| unit.aliases.clone());
            let listed: Vec<String> = listed.collect();
            records.units = units::collect(records, &listed, rules);
        }
        let remark = |print: String| format!("corrections.toml 里的更正 {print} 没有全部用上，记录或写法对不上");
        records.document.notes.extend(unfit.into_iter().map(remark));
        records.corrections = made;
    }
}

impl Entry {
    fn note(&self, record: &str, field: &str, extracted: &str, corrected: &str) -> Correction {
        Correction {
            record: record.to_owned(),
            fingerprint: self.fingerprint.clone(),
            field: field.to_owned(),
            extracted: extracted.to_owned(),
            corrected: corrected.to_owned(),
        }
    }

    /// Puts a target right; false where some of it is not understood.
    fn correct_target(&self, target: &mut Target, rules: &Rules, made: &mut Vec<Correction>) -> bool {
        if let Some(name) = self.name.as_ref().filter(|name| **name != target.name) {
            made.push(self.note(&target.id, Correction::NAME, &target.name, name));
            target.name.clone_from(name);
        }
        let units = self.correct_units(&target.id, &mut target.responsible, made);
        let Some(content) = &self.content else { return units };
        units
            & content.split('；').map(str::trim).filter(|part| !part.is_empty()).all(|part| {
                let Some((label, raw)) = part.split_once(' ') else { return false };
                let Some(value) = target.values.iter_mut().find(|value| value.is_labelled(label)) else { return false };
                if value.raw.trim().replace('\n', "") != raw.trim() {
                    made.push(self.note(&target.id, label, &value.raw, raw.trim()));
                    let reading = rules.pack.read_value(raw);
                    value.raw = raw.trim().to_owned();
                    value.op = operator(reading.op);
                    (value.number, value.number_max, value.note) = (reading.number, reading.number_max, reading.note);
                    value.unit = reading.unit.or_else(|| target.unit.clone());
                }
                true
            })
    }

    fn correct_task(&self, task: &mut Task, year: Option<i32>, rules: &Rules, made: &mut Vec<Correction>) -> bool {
        if let Some(name) = self.name.as_ref().filter(|name| Some(*name) != task.title.as_ref()) {
            let title = task.title.replace(name.clone()).unwrap_or_default();
            made.push(self.note(&task.id, Correction::NAME, &title, name));
        }
        let units = self.correct_units(&task.id, &mut task.responsible, made);
        let Some(content) = &self.content else { return units };
        let shown: Vec<String> = task.doubtful_sections().iter().map(|section| section.name.clone()).collect();
        let texts: Vec<(String, String)> = match &shown[..] {
            [only] => vec![(only.clone(), content.clone())],
            _ => named_texts(content),
        };
        units
            & !texts.is_empty()
            & texts.into_iter().all(|(name, text)| self.correct_section(task, &name, &text, year, rules, made))
    }

    /// Puts the units of a record right; false where what is written for them is not understood.
    fn correct_units(&self, record: &str, units: &mut Vec<Responsible>, made: &mut Vec<Correction>) -> bool {
        let Some(text) = &self.units else { return true };
        let Some(right) = Responsible::parse(text) else { return false };
        if right != *units {
            made.push(self.note(
                record,
                Correction::RESPONSIBLE,
                &Responsible::shown(units),
                &Responsible::shown(&right),
            ));
            *units = right;
        }
        true
    }

    fn correct_section(
        &self,
        task: &mut Task,
        name: &str,
        text: &str,
        year: Option<i32>,
        rules: &Rules,
        made: &mut Vec<Correction>,
    ) -> bool {
        let Some(section) = task.sections.iter_mut().find(|section| section.name == name) else { return false };
        if section.text == text {
            return true;
        }
        made.push(self.note(&task.id, name, &section.text, text));
        let was = std::mem::replace(
            section,
            Section { name: name.to_owned(), text: text.to_owned(), items: items::split(text) },
        );
        let is_schedule = !task.schedule.is_empty() && task.schedule.iter().all(|step| was.text.contains(&step.text));
        if is_schedule {
            let anchor = &task.schedule[0].anchor;
            let slices = rules.pack.split_schedule(text);
            task.schedule = slices.iter().map(|slice| steps::entry(text, slice, year, anchor.clone())).collect();
        }
        true
    }
}

/// The texts behind names in 【】 at the beginning of lines.
fn named_texts(content: &str) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for line in content.split('\n') {
        match line.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
            Some((name, text)) => texts.push((name.to_owned(), text.to_owned())),
            None => match texts.last_mut() {
                Some((_, text)) => text.extend(["\n", line]),
                None => return Vec::new(),
            },
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Format, Source};

    const DOCUMENT: &str = "# 海湾市2022年重点工作清单\n\n\
        | 序号 | 指标 | 2021年完成值 | 2022年目标值 | 责任单位 |\n|---|---|---|---|---|\n\
        | 1 | 养殖产量（万吨） | 12.5 | 13以上 | 市农业农村局 |\n| 2 | 吞吐量（万吨） | 610 | 700 | 市交通局 |\n\n\
        | 序号 | 任务 | 工作目标 | 进度安排 | 牵头单位 |\n|---|---|---|---|---|\n\
        | 1 | 渔港建设 | 新建锚地2处 | 2-4月：印发方案。5-6月：开工。 | 市农业农村局 |\n";

    fn records() -> (DocumentRecords, Rules) {
        let rules = Rules::load(None).unwrap();
        let read = crate::ingest::read_bytes(DOCUMENT.as_bytes(), "md", &Default::default()).unwrap();
        let source = Source {
            path: "a.md".into(),
            format: Format::Markdown,
            encoding: "UTF-8".into(),
            bytes: 0,
            sha256: String::new(),
        };
        let records = crate::extract::extract(&read.document, source, &rules);
        (records, rules)
    }

    fn entry(fingerprint: &str, name: Option<&str>, content: Option<&str>) -> Entry {
        let text = |text: Option<&str>| text.map(str::to_owned);
        let (name, content) = (text(name), text(content));
        Entry { document: "甲".into(), fingerprint: fingerprint.into(), name, content, units: None }
    }

    #[test]
    fn a_correction_holds_in_the_next_run_and_keeps_the_fingerprint() {
        let (mut records, rules) = records();
        let prints = Fingerprints::of(&records);
        let (target, task) = (prints.get("T001").to_owned(), prints.get("K001").to_owned());
        let mut corrections = Corrections::default();
        corrections.put(entry(&target, Some("海水养殖产量"), Some("2021年完成值 12.5；2022年目标值 ≥13.5")));
        let text = "【工作目标】新建锚地3处\n【进度安排】2-4月：印发方案。\n5-9月：开工。";
        corrections.put(entry(&task, None, Some(text)));
        let corrections = Corrections::parse(&corrections.to_text()).unwrap();
        corrections.apply(&mut records, &rules, &["甲".to_owned()]);
        let (first, second) = (&records.targets[0], &records.tasks[0]);
        assert_eq!((first.name.as_str(), first.values[1].number), ("海水养殖产量", "13.5".parse().ok()));
        assert_eq!(second.sections[0].text, "新建锚地3处");
        assert_eq!(second.schedule[1].end.as_deref(), Some("2022-09"));
        let fields: Vec<&str> = records.corrections.iter().map(|made| made.field.as_str()).collect();
        assert_eq!(fields, ["名称", "2022年目标值", "工作目标", "进度安排"]);
        assert_eq!(Fingerprints::of(&records), prints);
        assert_eq!(records.document.notes.len(), 1);
    }

    #[test]
    fn corrected_units_are_the_units_of_the_document() {
        let (mut records, rules) = records();
        let prints = Fingerprints::of(&records);
        let mut corrections = Corrections::default();
        let units = |print: &str, units: &str| Entry { units: Some(units.into()), ..entry(print, None, None) };
        corrections.put(units(prints.get("T002"), "牵头：市港航局；配合：市交通局、市农业农村局"));
        corrections.put(units(prints.get("K001"), "协办：市水利局"));
        let corrections = Corrections::parse(&corrections.to_text()).unwrap();
        corrections.apply(&mut records, &rules, &["甲".to_owned()]);
        let made: Vec<_> =
            records.corrections.iter().map(|made| (made.field.as_str(), made.extracted.as_str())).collect();
        assert_eq!(made, [("责任单位", "市交通局")]);
        let counts: Vec<_> = records.units.iter().map(|unit| (unit.name.as_str(), unit.targets, unit.tasks)).collect();
        assert_eq!(counts, [("市农业农村局", 2, 1), ("市港航局", 1, 0), ("市交通局", 1, 0)]);
        assert_eq!(records.document.notes.len(), 2, "one is done, one is not understood");
    }

    #[test]
    fn what_fits_nothing_is_said() {
        let (mut records, rules) = records();
        let prints = Fingerprints::of(&records);
        let mut corrections = Corrections::default();
        corrections.put(entry("0123456789abcdef", Some("没有这一项"), None));
        corrections.put(entry(prints.get("T002"), None, Some("2023年目标值 800")));
        corrections.put(Entry { document: "乙".into(), ..entry("0123456789abcdef", Some("别的文件"), None) });
        corrections.apply(&mut records, &rules, &["甲".to_owned()]);
        assert_eq!((records.document.notes.len(), records.corrections.len()), (2, 0));
    }

    #[test]
    fn a_later_correction_comes_in_the_place_of_an_earlier_one() {
        let mut corrections = Corrections::default();
        corrections.put(entry("1", Some("一"), None));
        corrections.put(entry("1", Some("二"), Some("内容")));
        corrections.put(entry("1", None, None));
        assert_eq!(corrections.correction, [entry("1", Some("二"), Some("内容"))]);
        assert!(Corrections::parse("[[correction]]\nfingerprint = \"1\"\n").is_err());
    }
}
