//! What a corrected cell teaches (从改动学规则): the rule, word or alias that would make it as it was corrected.

use super::compose::{Entry, Rule};
use super::difference::{Cell, Change, Difference, Named, RecordKind, shortened};
use super::shape::value_pattern;
use crate::grammar::fold::fold;
use crate::record::{DocumentRecords, Operator, Responsible, Role, ScheduleEntry, TargetValue, Task};
use crate::rules::{Kind, Rules, Strength};
use std::collections::BTreeSet;

/// The entries that are proposed, each once, words of one list together.
#[derive(Default)]
pub(super) struct Entries(BTreeSet<Entry>);

impl Entries {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, entry: Entry) {
        if let Entry::Words { list, title, words } = &entry {
            let known = self.0.iter().find(|e| matches!(e, Entry::Words { list: other, .. } if other == list)).cloned();
            if let Some(Entry::Words { words: before, .. }) = &known {
                let words = before.union(words).cloned().collect();
                self.0.retain(|entry| Some(entry) != known.as_ref());
                self.0.insert(Entry::Words { list, title, words });
                return;
            }
        }
        // One rule for one text.
        let same = |known: &Entry| match (known, &entry) {
            (Entry::Rule(a), Entry::Rule(b)) => (&a.kind, &a.words, &a.pattern) == (&b.kind, &b.words, &b.pattern),
            _ => false,
        };
        if !self.0.iter().any(same) {
            self.0.insert(entry);
        }
    }

    pub(super) fn into_vec(self) -> Vec<Entry> {
        self.0.into_iter().collect()
    }
}

/// The two readings, and the rules under which the first was made.
pub(super) struct Desk<'a> {
    pub(super) rules: &'a Rules,
    pub(super) found: &'a DocumentRecords,
    pub(super) wanted: &'a DocumentRecords,
}

impl Desk<'_> {
    /// What is said of a difference; what would help is put among the entries.
    pub(super) fn lines(&self, difference: &Difference, entries: &mut Entries) -> Vec<String> {
        match difference {
            Difference::Gained(record) => {
                vec![format!("{}：整条补上的记录，规则学不来，请看 gongwen rules explain", record.label)]
            }
            Difference::Lost(record) => self.lost(record, entries),
            Difference::Changed { old, new, cells } => {
                let made = self.made_by(old);
                let mut lines = vec![format!("{}{made}", new.label)];
                for change in cells {
                    let found = self.of_cell(old, new, change);
                    let outcome = match found {
                        Ok((entry, outcome)) => {
                            entries.add(entry);
                            outcome
                        }
                        Err(reason) => reason,
                    };
                    let text = |text: &str| {
                        if text.is_empty() { "（空）".to_string() } else { shortened(text, 40) }
                    };
                    lines.push(format!(
                        "  {}：{} → {}：{outcome}",
                        change.cell.label(),
                        text(&change.old),
                        text(&change.new)
                    ));
                }
                lines
            }
        }
    }

    /// Which rules made a record.
    fn made_by(&self, record: &Named) -> String {
        let rules = match record.kind {
            RecordKind::Target => &self.found.targets[record.at].rules,
            RecordKind::Task => &self.found.tasks[record.at].rules,
            RecordKind::Document => return String::new(),
        };
        if rules.is_empty() { String::new() } else { format!("（由 {} 得到）", rules.join("、")) }
    }

    /// A record that was taken out: a duty whose bracket holds no units after all.
    fn lost(&self, record: &Named, entries: &mut Entries) -> Vec<String> {
        let task = match record.kind {
            RecordKind::Task => Some(&self.found.tasks[record.at]),
            _ => None,
        };
        match task.filter(|task| task.rules == ["units.list"] && !task.responsible.is_empty()) {
            Some(task) => {
                let words = task.responsible.iter().map(|unit| unit.name.clone()).collect();
                entries.add(Entry::Words { list: "unit.not", title: "不是单位", words });
                vec![format!("{}：整条删去，括号里的不是单位：加进词表 unit.not", record.label)]
            }
            None => vec![format!("{}：整条删去的记录，规则学不来，请看 gongwen rules explain", record.label)],
        }
    }

    /// What would make a cell as it was corrected, with a word on it; the reason where nothing would.
    fn of_cell(&self, old: &Named, new: &Named, change: &Change) -> Result<(Entry, String), String> {
        match (&change.cell, old.kind) {
            (Cell::Responsible, _) => self.units(old, new),
            (Cell::Value(..), RecordKind::Target) => self.value(old, new, &change.cell),
            (Cell::Step(at), RecordKind::Task) => self.step(old, new, *at),
            (Cell::Measure, RecordKind::Target) => self.measure(old, new),
            (Cell::Name, RecordKind::Target) => Ok(alias("indicator", &change.new, &change.old)),
            (Cell::Leader, RecordKind::Task) => self.column(old, "leader", &change.new),
            (Cell::Attribute, RecordKind::Target) if !change.new.is_empty() => {
                let words = BTreeSet::from([change.new.clone()]);
                let entry = Entry::Words { list: "table.attribute", title: "指标属性", words };
                Ok((entry, "加进词表 table.attribute".to_string()))
            }
            // What moved out of a column of text because of another correction.
            (Cell::Section(_), _) if change.new.is_empty() => Err("随别的改动一起变".to_string()),
            _ => Err("规则学不来：这是表格还原或原文的问题，请看 gongwen rules explain".to_string()),
        }
    }

    fn responsible(&self, records: &'_ DocumentRecords, record: &Named) -> Vec<Responsible> {
        match record.kind {
            RecordKind::Target => records.targets[record.at].responsible.clone(),
            RecordKind::Task => records.tasks[record.at].responsible.clone(),
            RecordKind::Document => Vec::new(),
        }
    }

    fn units(&self, old: &Named, new: &Named) -> Result<(Entry, String), String> {
        let (before, after) = (self.responsible(self.found, old), self.responsible(self.wanted, new));
        let names = |units: &[Responsible]| units.iter().map(|unit| unit.name.clone()).collect::<Vec<_>>();
        let missing = |from: &[Responsible], names: Vec<String>| -> Vec<String> {
            from.iter().map(|unit| unit.name.clone()).filter(|name| !names.contains(name)).collect()
        };
        let (added, removed) = (missing(&after, names(&before)), missing(&before, names(&after)));
        if let ([name], [spelling]) = (added.as_slice(), removed.as_slice())
            && !self.printed_in_text(old, name)
        {
            return Ok(alias("unit", name, spelling));
        }
        if !added.is_empty() && old.kind == RecordKind::Task {
            let role = if after.iter().any(|unit| unit.role == Role::Support && added.contains(&unit.name)) {
                "support"
            } else {
                "responsible"
            };
            if let Ok(found) = self.column(old, role, &added.join("、")) {
                return Ok(found);
            }
        }
        let unknown: BTreeSet<String> =
            added.into_iter().filter(|name| self.rules.organisations.strength(name) != Strength::Strong).collect();
        if !unknown.is_empty() {
            let entry = Entry::Words { list: "unit.name", title: "完整的单位名称", words: unknown };
            return Ok((entry, "加进词表 unit.name".to_string()));
        }
        if !removed.is_empty() {
            let words = removed.into_iter().collect();
            return Ok((Entry::Words { list: "unit.not", title: "不是单位", words }, "加进词表 unit.not".to_string()));
        }
        Err("规则学不来：单位都认识，错在别处，请看 gongwen rules explain".to_string())
    }

    /// Does a text column of the task print this name?
    fn printed_in_text(&self, record: &Named, name: &str) -> bool {
        let has = |task: &Task| task.sections.iter().any(|section| fold(&section.text).contains(&fold(name)));
        record.kind == RecordKind::Task && has(&self.found.tasks[record.at])
    }

    /// The text column of a task that holds all of a text: a rule for its header.
    fn column(&self, record: &Named, role: &'static str, text: &str) -> Result<(Entry, String), String> {
        let nothing = || "规则学不来：原文的各栏里没有这些字".to_string();
        if record.kind != RecordKind::Task {
            return Err(nothing());
        }
        let task = &self.found.tasks[record.at];
        let parts: Vec<String> = fold(text).split('、').map(str::to_string).collect();
        let holds = |cell: &str| {
            let cell = fold(cell);
            parts.iter().all(|part| cell.contains(part.as_str())) && cell.chars().count() <= text.chars().count() + 8
        };
        let section = task.sections.iter().find(|section| section.name != "内容" && holds(&section.text));
        let header = section.map(|section| section.name.clone()).ok_or_else(nothing)?;
        let rule = Rule {
            words: vec![header.clone()],
            examples: vec![(header.clone(), vec![("role", role.to_string())])],
            over: self.taken_by(Kind::Column, &header),
            ..self.rule(&header, Kind::Column, vec![("role", role.to_string())], format!("{header}说明"))
        };
        Ok((Entry::Rule(rule), format!("表头“{header}”当作 {role}")))
    }

    /// The rule that reads a text now, which the new one must come before.
    fn taken_by(&self, kind: Kind, text: &str) -> Vec<String> {
        let examples = |id: &str| {
            self.rules.pack.rule(id).is_some_and(|rule| rule.examples.iter().any(|e| fold(&e.text) == fold(text)))
        };
        let taken = self.rules.pack.find(kind, text).map(|found| found.rule.id.clone());
        taken.into_iter().filter(|id| examples(id)).collect()
    }

    fn rule(&self, name: &str, kind: Kind, yields: Vec<(&'static str, String)>, counter: String) -> Rule {
        let source = &self.found.document.source.path;
        Rule::new(name, kind, yields, counter, "由改过的记录得到".to_string(), source)
    }

    fn value(&self, old: &Named, new: &Named, cell: &Cell) -> Result<(Entry, String), String> {
        let pick = |records: &'_ DocumentRecords, at: usize| -> Option<TargetValue> {
            let Cell::Value(label, nth) = cell else { return None };
            let mut own = records.targets[at].values.iter().filter(|value| value.label(true) == *label);
            own.nth(*nth).cloned()
        };
        let reason = || "规则学不来：这一格读了别处的文字，是表格还原的问题".to_string();
        let (before, after) =
            (pick(self.found, old.at).ok_or_else(reason)?, pick(self.wanted, new.at).ok_or_else(reason)?);
        if fold(&before.raw) != fold(&after.raw) {
            return Err(reason());
        }
        let folded = fold(&after.raw);
        let op = serde_json::to_value(after.op).ok().and_then(|op| op.as_str().map(str::to_string)).unwrap_or_default();
        let mut yields = vec![("op", op)];
        let mut record = Vec::new();
        let (words, pattern) = match (after.op, after.number) {
            (Operator::Text | Operator::None, _) => {
                yields.push(("scope", "cell".to_string()));
                if folded.chars().any(|c| c.is_ascii_digit()) {
                    (Vec::new(), Some(value_pattern(&folded)))
                } else {
                    (vec![folded.clone()], None)
                }
            }
            (_, Some(number)) => {
                let printed = number_in(&folded, &number.to_string()).ok_or("规则学不来：改成的数在这一格里没有印")?;
                record.push(("number", printed.to_string()));
                (Vec::new(), Some(self.pattern_of_value(&folded, printed, after.unit.as_deref())))
            }
            (_, None) => return Err("规则学不来：这种比较方式要有数".to_string()),
        };
        let rule = Rule {
            words,
            pattern,
            over: self.taken_by(Kind::Value, &after.raw),
            title: format!("{} 这样的值", after.raw.trim()),
            examples: vec![(after.raw.trim().to_string(), record)],
            ..self.rule(&format!("值{folded}"), Kind::Value, yields, "12".to_string())
        };
        Ok((Entry::Rule(rule), format!("“{}”这样的值照改的读", after.raw.trim())))
    }

    /// The printed value with its number, and its unit where one is known, left open.
    fn pattern_of_value(&self, folded: &str, number: &str, unit: Option<&str>) -> String {
        let at = folded.find(number).unwrap_or(0);
        let (before, behind) = (&folded[..at], &folded[at + number.len()..]);
        let escaped = |text: &str| regex::escape(text);
        let known = unit.filter(|_| !behind.is_empty());
        let own = known.and_then(|unit| {
            (1..=behind.len()).rev().find(|&end| {
                behind.is_char_boundary(end)
                    && self.rules.pack.is_measure(&behind[..end])
                    && self.rules.pack.normalise_measure(&behind[..end]) == unit
            })
        });
        match own {
            Some(end) => format!("^{}{{number}}{{unit}}{}$", escaped(before), escaped(&behind[end..])),
            None => format!("^{}{{number}}{}$", escaped(before), escaped(behind)),
        }
    }

    fn step(&self, old: &Named, new: &Named, at: usize) -> Result<(Entry, String), String> {
        let reason = || "规则学不来：步骤的分法变了，请看 gongwen rules explain".to_string();
        let step = |records: &'_ DocumentRecords, record: &Named| -> Option<ScheduleEntry> {
            records.tasks[record.at].schedule.get(at).cloned()
        };
        let (before, after) = (step(self.found, old), step(self.wanted, new).ok_or_else(reason)?);
        if before
            .as_ref()
            .is_some_and(|before| (&before.start, &before.end) == (&after.start, &after.end) && before.raw == after.raw)
        {
            return Err(reason());
        }
        let folded = fold(&after.raw);
        if folded.is_empty() || folded.chars().any(|c| c.is_ascii_digit()) {
            return Err("规则学不来：时间里印着数字，请按 rules/README.md 写一条 period 规则".to_string());
        }
        let month = |month: &Option<String>| month.as_ref().and_then(|m| m.rsplit('-').next()?.parse::<u8>().ok());
        let yields = match (month(&after.start), month(&after.end)) {
            (Some(start), Some(end)) => {
                vec![("form", "months".to_string()), ("start", start.to_string()), ("end", end.to_string())]
            }
            (None, Some(end)) => vec![("form", "deadline".to_string()), ("end", end.to_string())],
            (None, None) => vec![("form", "recurring".to_string())],
            (Some(_), None) => return Err("规则学不来：只有开始月份的时间要印着月份".to_string()),
        };
        let rule = Rule {
            words: vec![folded.clone()],
            over: self.taken_by(Kind::Period, &after.raw),
            examples: vec![(after.raw.clone(), Vec::new())],
            ..self.rule(&folded, Kind::Period, yields, format!("前{folded}"))
        };
        Ok((Entry::Rule(rule), format!("“{}”当作这段时间", after.raw)))
    }

    fn measure(&self, old: &Named, new: &Named) -> Result<(Entry, String), String> {
        let (before, after) = (&self.found.targets[old.at].unit, &self.wanted.targets[new.at].unit);
        let unit = after.clone().ok_or("规则学不来：去掉计量单位请看 gongwen rules explain")?;
        match before {
            Some(spelling) => {
                let rule = Rule {
                    words: vec![spelling.clone()],
                    over: self.taken_by(Kind::Measure, spelling),
                    examples: vec![(spelling.clone(), vec![("unit", unit.clone())])],
                    ..self.rule(spelling, Kind::Measure, vec![("unit", unit.clone())], format!("非{spelling}"))
                };
                Ok((Entry::Rule(rule), format!("计量单位“{spelling}”统一写成“{unit}”")))
            }
            None => {
                let entry =
                    Entry::Words { list: "measures.words", title: "计量单位", words: BTreeSet::from([unit]) };
                Ok((entry, "加进词表 measures.words".to_string()))
            }
        }
    }
}

fn alias(kind: &'static str, name: &str, also: &str) -> (Entry, String) {
    let entry = Entry::Alias { kind, name: name.to_string(), also: also.to_string() };
    (entry, format!("“{also}”是“{name}”的别名（原文照录，汇总和核对时算同一个）"))
}

/// The number as it is printed: 3,500 for 3500.
pub(super) fn number_in<'t>(folded: &'t str, number: &str) -> Option<&'t str> {
    let digits = |c: char| c.is_ascii_digit() || ".,".contains(c);
    let mut at = 0;
    while let Some(start) = folded[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
        let end = folded[start..].find(|c: char| !digits(c)).map_or(folded.len(), |length| start + length);
        let printed = folded[start..end].trim_end_matches(['.', ',']);
        if printed.replace(',', "") == number {
            return Some(printed);
        }
        at = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_as_they_are_printed() {
        assert_eq!(number_in("增加3,500家", "3500"), Some("3,500"));
        assert_eq!(number_in("2025年90家", "90"), Some("90"));
        assert_eq!(number_in("没有", "3"), None);
    }
}
