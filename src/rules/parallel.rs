//! Parallel names (并列成分): "甲率、乙率分别达65%和25%" states two values, "甲率、乙率均达到100%" one value twice.

use super::rule::Pack;
use super::words::WordList;
use crate::grammar::fold::Folded;
use crate::grammar::quantity::{Op, ValueReading};
use std::ops::Range;

/// The word that deals several values out to several names.
const RESPECTIVELY: &str = "分别";
/// The word that gives several names one value.
const ALL: &str = "均";
/// The word that ends an enumeration before what its members are.
const SUMMED_UP: &str = "等";
/// One of several names with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parallel {
    /// The name, what all share where the members are components.
    pub name: String,
    /// What is the member's own.
    pub component: Option<String>,
    /// Name and component as one phrase.
    pub subject: String,
    /// The value in bytes of the shadow.
    pub value: Range<usize>,
    /// The value, read.
    pub reading: ValueReading,
}

/// A list of names being parted.
struct Reader<'a> {
    pack: &'a Pack,
    raw: &'a str,
    folded: &'a Folded,
}

impl Pack {
    /// The names and values of a clause (bytes of the shadow) that holds several names; None where it does not, empty
    /// where it says that it does and the numbers of names and values differ.
    pub(super) fn parallel(&self, raw: &str, folded: &Folded, clause: Range<usize>) -> Option<Vec<Parallel>> {
        let text = &folded.text()[clause.clone()];
        let reader = Reader { pack: self, raw, folded };
        let parts =
            |at: usize, word: &str| (clause.start..clause.start + at, clause.start + at + word.len()..clause.end);
        if let Some(at) = text.find(RESPECTIVELY) {
            let (names, values) = parts(at, RESPECTIVELY);
            return Some(reader.respectively(names, values));
        }
        let (names, value) = text.rfind(ALL).map(|at| parts(at, ALL))?;
        reader.all(names, value)
    }

    /// Is it the name of an indicator that shares nothing with the one behind it.
    fn is_complete_name(&self, name: &str) -> bool {
        let name = name.strip_suffix(')').and_then(|n| n.rfind('(').map(|at| &n[..at])).unwrap_or(name);
        self.list("prose.complete-names").suffix(name).is_some()
    }
}

impl Reader<'_> {
    fn text(&self, range: &Range<usize>) -> &str {
        &self.folded.text()[range.clone()]
    }

    fn printed(&self, range: Range<usize>) -> &str {
        &self.raw[self.folded.raw_range(range)]
    }

    /// As many names as values, or nothing.
    fn respectively(&self, names: Range<usize>, values: Range<usize>) -> Vec<Parallel> {
        let basis = self.pack.find_cue("value.basis", &Folded::new(self.text(&names)));
        let names = names.start..basis.map_or(names.end, |m| names.start + m.range.start);
        let values = self.split(values, usize::MAX);
        let Some(readings) = self.read_values(&values) else { return Vec::new() };
        let names = self.split(names, values.len());
        if names.len() != values.len() {
            return Vec::new();
        }
        let named = self.name_members(&names).into_iter();
        let member =
            |(((name, component, subject), value), reading)| Parallel { name, component, subject, value, reading };
        named.zip(values).zip(readings).map(member).collect()
    }

    /// Several complete names before 均 and one number behind it.
    fn all(&self, names: Range<usize>, value: Range<usize>) -> Option<Vec<Parallel>> {
        let reading = self.pack.read_phrase(self.text(&value)).filter(|r| r.op.is_number())?;
        let names = self.split(names, usize::MAX);
        let complete = names.len() > 1 && names.iter().all(|n| self.pack.is_complete_name(self.text(n)));
        let member = |name: Range<usize>| {
            let name = self.printed(name).to_string();
            Parallel { subject: name.clone(), name, component: None, value: value.clone(), reading: reading.clone() }
        };
        complete.then(|| names.into_iter().map(member).collect())
    }

    /// All values of a list; what the last one prints behind its number (以上, the unit) holds for all.
    fn read_values(&self, values: &[Range<usize>]) -> Option<Vec<ValueReading>> {
        let mut readings: Vec<_> = values.iter().map(|v| self.pack.read_phrase(self.text(v))).collect::<Option<_>>()?;
        let last = readings.last()?.clone();
        for reading in readings.iter_mut().filter(|r| r.op == Op::Eq) {
            if matches!(last.op, Op::Ge | Op::Le | Op::Approx) {
                reading.op = last.op;
                reading.rule.clone_from(&last.rule);
            }
            reading.unit = reading.unit.take().or_else(|| last.unit.clone());
        }
        (readings.len() > 1).then(|| carry_direction(readings))
    }

    /// Parts a list at its conjunctions, outside brackets, into at most `limit` parts, the first ones kept together.
    fn split(&self, list: Range<usize>, limit: usize) -> Vec<Range<usize>> {
        let text = self.text(&list);
        let cuts = conjunctions(self.pack.list("prose.lists"), text);
        let commas: Vec<_> = cuts.iter().filter(|c| &text[(*c).clone()] == "、").cloned().collect();
        let cuts = if limit != usize::MAX && commas.len() + 1 == limit { commas } else { cuts };
        let skipped = (cuts.len() + 1).saturating_sub(limit);
        let mut start = list.start;
        let mut parts = Vec::new();
        for cut in cuts.into_iter().skip(skipped) {
            parts.push(start..list.start + cut.start);
            start = list.start + cut.end;
        }
        parts.push(start..list.end);
        parts
    }

    /// Name, component and both together of each member of a list of names.
    fn name_members(&self, names: &[Range<usize>]) -> Vec<(String, Option<String>, String)> {
        let (Some(first), Some(last)) = (names.first().cloned(), names.last().cloned()) else { return Vec::new() };
        if let Some(members) = self.grouped(names).or_else(|| self.summed_up(names)) {
            return members;
        }
        let complete = self.pack.is_complete_name(self.text(&first));
        let tail = if complete { "" } else { common_tail(self.text(&first), self.text(&last)) };
        let stem = match self.text(&first).find(|c: char| c.is_ascii_digit()) {
            Some(digit) if digit > 0 && self.text(&last).starts_with(|c: char| c.is_ascii_digit()) => digit,
            _ if tail.is_empty() => {
                let whole = |n: &Range<usize>| self.printed(n.clone()).to_string();
                return names.iter().map(|n| (whole(n), None, whole(n))).collect();
            }
            _ => 0,
        };
        let name = if stem > 0 { first.start..first.start + stem } else { first.start..last.end };
        let name = self.printed(name);
        let member = |(i, n): (usize, &Range<usize>)| {
            let own = self.printed(if i == 0 { n.start + stem } else { n.start }..n.end);
            let component = if n.end == last.end { own.to_string() } else { format!("{own}{tail}") };
            let subject = if stem > 0 { format!("{name}{component}") } else { component.clone() };
            (name.to_string(), Some(component), subject)
        };
        names.iter().enumerate().map(member).collect()
    }

    /// "化学需氧量、氨氮等污染物排放量" is 排放量 of 化学需氧量 and of 氨氮, which are names by themselves.
    fn summed_up(&self, names: &[Range<usize>]) -> Option<Vec<(String, Option<String>, String)>> {
        let last = names.last()?;
        let sum = last.start + self.text(last).rfind(SUMMED_UP)?;
        let shared = self.printed(sum + SUMMED_UP.len()..last.end);
        let member = |n: &Range<usize>| {
            let own = self.printed(n.start..n.end.min(sum)).to_string();
            (own.clone(), None, format!("{own}{shared}"))
        };
        (sum > last.start && shared.chars().count() > 1).then(|| names.iter().map(member).collect())
    }

    /// "职工和城乡居民医保参保率" is 医保参保率 of 职工 and of 城乡居民: names that are groups of people or levels, and
    /// behind the last one what all share.
    fn grouped(&self, names: &[Range<usize>]) -> Option<Vec<(String, Option<String>, String)>> {
        let groups = self.pack.list("prose.groups");
        let (last, others) = names.split_last()?;
        let own = groups.prefix(self.text(last))?;
        let all = others.iter().all(|n| groups.suffix(self.text(n)).is_some());
        let shared = self.printed(last.start + own..last.end);
        let member = |n: Range<usize>| {
            let group = self.printed(n);
            (shared.to_string(), Some(group.to_string()), format!("{group}{shared}"))
        };
        let place = |n: &Range<usize>| if n.end == last.end { n.start..n.start + own } else { n.clone() };
        (all && !shared.is_empty()).then(|| names.iter().map(place).map(member).collect())
    }
}

/// "分别增长8%、6%" and "分别下降2.8%、2.4%": the verb before the first value holds for all.
fn carry_direction(mut readings: Vec<ValueReading>) -> Vec<ValueReading> {
    let first = readings[0].clone();
    if matches!(first.op, Op::UpBy | Op::DownBy) {
        for reading in readings.iter_mut().filter(|r| matches!(r.op, Op::Eq | Op::Ge | Op::Approx)) {
            reading.op = first.op;
            reading.rule.clone_from(&first.rule);
        }
    }
    readings
}

/// What the last name of a list prints for all: "比例" of "20—60万元群体比例" when the first one ends in 群体.
fn common_tail<'t>(first: &str, last: &'t str) -> &'t str {
    let mut chars = first.chars().rev();
    let ending: String = chars.next().into_iter().chain(chars.next()).collect::<Vec<_>>().into_iter().rev().collect();
    let behind = last.rfind(&ending).map(|at| at + ending.len());
    behind
        .map_or_else(|| if last.ends_with("比例") { &last[last.len() - "比例".len()..] } else { "" }, |at| &last[at..])
}

/// The conjunctions of a list outside brackets, as ranges.
fn conjunctions(words: &WordList, text: &str) -> Vec<Range<usize>> {
    let mut depth = 0usize;
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '“' | '《' => depth += 1,
            ')' | '”' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let word = words.prefix(&text[at..]);
        if let Some(length) = word.filter(|_| depth == 0 && at > 0 && out.last().is_none_or(|o| o.end <= at)) {
            out.push(at..at + length);
        }
    }
    out.retain(|cut| cut.end < text.len());
    out
}
