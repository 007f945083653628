//! Targets (指标) in running text: "居民人均可支配收入56000元,城镇登记失业率低于3.5%".

use super::parallel::Parallel;
use super::phrase::{clauses, item_mark};
use super::rule::Pack;
use crate::grammar::fold::{Folded, fold, half_width};
use crate::grammar::quantity::{Op, ProseTarget, QuantityReading, ValueReading};
use std::ops::Range;

/// Words before the inside of a bracket that states a part of what stands before it.
const PARTS: [&str; 6] = ["其中:", "其中", "包括:", "包括", "含:", "含"];

/// A paragraph of targets, and the year that its last clause has set.
struct Reader<'a> {
    pack: &'a Pack,
    raw: &'a str,
    folded: Folded,
    year: Option<i32>,
}

impl Pack {
    /// The targets of a paragraph that lists them, as it stands behind a label such as "指标目标:" or below a heading
    /// such as 发展目标. A clause without a value gives none.
    pub fn prose_targets(&self, raw: &str) -> Vec<ProseTarget> {
        let folded = Folded::new(raw);
        let clauses = clauses(raw, &folded);
        let mut reader = Reader { pack: self, raw, folded, year: None };
        clauses.into_iter().flat_map(|clause| reader.clause(clause)).collect()
    }
}

impl Reader<'_> {
    fn text(&self, range: &Range<usize>) -> &str {
        &self.folded.text()[range.clone()]
    }

    fn printed(&self, range: Range<usize>) -> String {
        self.raw[self.folded.raw_range(range)].to_string()
    }

    /// The targets of a clause and those of the brackets at its end.
    fn clause(&mut self, clause: Range<usize>) -> Vec<ProseTarget> {
        let start = clause.start + item_mark(self.text(&clause));
        let start = self.skip_lead(start..clause.end);
        let mut end = clause.end;
        let mut parts = Vec::new();
        while let (main, Some(inside)) = without_bracket(self.text(&(start..end))) {
            end = start + main;
            parts.insert(0, start + inside.start..start + inside.end);
        }
        let mut out = self.members(start..end);
        for inside in parts {
            out.extend(self.part(inside).unwrap_or_default());
        }
        out
    }

    /// "(其中甲1.2万人)": the bracket that states a part of what stands before it.
    fn part(&mut self, inside: Range<usize>) -> Option<Vec<ProseTarget>> {
        let text = self.text(&inside);
        let word = PARTS.iter().find(|word| text.starts_with(**word))?;
        Some(self.clause(inside.start + word.len()..inside.end))
    }

    /// Periods and words at the beginning of a clause that belong to no name: "到2025年,", 全市, 力争, 其中. A year holds
    /// for this clause and those behind it.
    fn skip_lead(&mut self, clause: Range<usize>) -> usize {
        let mut start = clause.start;
        loop {
            let piece = Folded::new(self.text(&(start..clause.end)));
            let period = self.pack.period_in(&piece, 0, false).filter(|p| p.year.is_some());
            if let Some(period) = period {
                self.year = period.finish.and_then(|f| f.year).or(period.year);
                start += period.range.end;
                continue;
            }
            let word = self.pack.list("prose.lead").prefix(piece.text());
            match word.filter(|&length| has_two_characters(&piece.text()[length..])) {
                Some(length) => start += length,
                None => return start,
            }
        }
    }

    fn members(&self, clause: Range<usize>) -> Vec<ProseTarget> {
        if let Some(members) = self.pack.parallel(self.raw, &self.folded, clause.clone()) {
            let target = |m: Parallel| self.target(clause.start, m.name, m.component, m.value, m.reading);
            return members.into_iter().map(target).collect();
        }
        let listed = self.listed(clause.clone());
        if listed.is_empty() { self.counted(clause) } else { listed }
    }

    /// "收入达到86亿元、增长6%": one target with two values; "合格率80%以上、纯度90%以上": two targets.
    fn listed(&self, clause: Range<usize>) -> Vec<ProseTarget> {
        let mut out: Vec<ProseTarget> = Vec::new();
        let mut start = clause.start;
        for end in self.list_ends(&clause) {
            let part = start..end;
            if let Some(last) = out.last_mut()
                && let Some(reading) = self.pack.read_phrase(self.text(&part)).filter(|r| r.op.is_number())
            {
                last.also.push((self.dated(reading), self.value_text(part.clone())));
                last.range.end = self.folded.raw_range(part.clone()).end;
            } else if let Some(target) = self.single(part) {
                out.push(with_direction_of(out.last(), target));
            } else {
                // A member of an enumeration; what it belongs to stands behind it.
                continue;
            }
            start = end + '、'.len_utf8();
        }
        out
    }

    /// Where the parts of a list end: before each 、 outside brackets, and at the end.
    fn list_ends(&self, clause: &Range<usize>) -> Vec<usize> {
        let text = self.text(clause);
        let mut depth = 0usize;
        let mut ends = Vec::new();
        for (at, c) in text.char_indices() {
            match c {
                '(' | '“' | '《' => depth += 1,
                ')' | '”' | '》' => depth = depth.saturating_sub(1),
                '、' if depth == 0 => ends.push(clause.start + at),
                _ => {}
            }
        }
        ends.push(clause.end);
        ends
    }

    /// A name with its value behind it.
    fn single(&self, clause: Range<usize>) -> Option<ProseTarget> {
        let text = self.text(&clause);
        let (at, value) = self.pack.trailing_value(text)?;
        let sign = usize::from(text[at..].starts_with([':', '=']));
        let name = text[..at].trim_end_matches(':');
        let basis = self.pack.find_cue("value.basis", &Folded::new(name)).map_or(name.len(), |m| m.range.start);
        let place = clause.start + at + sign..clause.end;
        let printed = self.printed(clause.start..clause.start + basis);
        let named = has_two_characters(&name[..basis]) && !self.is_manner(&name[..basis]);
        named.then(|| self.target(clause.start, printed, None, place, value))
    }

    /// "培育2个千亿级产业集群和6家龙头企业": the number stands before what it counts.
    fn counted(&self, clause: Range<usize>) -> Vec<ProseTarget> {
        let offset = self.folded.raw_range(clause.clone()).start;
        let raw = self.printed(clause);
        // "73项重点工作" counts what the document itself lists.
        let counts = |unit: &String| unit != "项";
        let behind = |q: &QuantityReading| q.range.end > q.amount.end && q.unit.as_ref().is_some_and(counts);
        // The subject as printed; the grammar of quantities reads folded text.
        let name = |q: &QuantityReading| {
            let printed = raw[q.amount.end..q.range.end].trim();
            if fold(printed) == fold(&q.subject) { printed.to_string() } else { q.subject.clone() }
        };
        let target = |q: QuantityReading| ProseTarget {
            range: q.range.start + offset..q.range.end + offset,
            name: name(&q),
            component: None,
            value_raw: raw[q.amount].to_string(),
            unit: q.unit.clone(),
            value: self.dated(ValueReading {
                number: q.number,
                number_max: q.number_max,
                unit: q.unit,
                ..ValueReading::without_number(q.op, &q.rule)
            }),
            also: Vec::new(),
        };
        self.pack.quantities(&raw).into_iter().filter(behind).map(target).collect()
    }

    /// A verb or an adverb and no name: 全面 of "全面完成上级任务".
    fn is_manner(&self, name: &str) -> bool {
        ["quantities.manner", "quantities.verbs"].iter().any(|list| self.pack.list(list).contains(name))
    }

    fn dated(&self, reading: ValueReading) -> ValueReading {
        ValueReading { year: reading.year.or(self.year), ..reading }
    }

    /// A value as printed, without the verb that leads to it and without the year that it is compared with.
    fn value_text(&self, value: Range<usize>) -> String {
        let lead = self.pack.neutral_lead(self.text(&value));
        self.printed(value.start + lead..value.end)
    }

    fn target(
        &self,
        start: usize,
        name: String,
        component: Option<String>,
        value: Range<usize>,
        reading: ValueReading,
    ) -> ProseTarget {
        ProseTarget {
            range: self.folded.raw_range(start..value.end),
            name,
            component,
            value_raw: self.value_text(value),
            unit: reading.unit.clone(),
            value: self.dated(reading),
            also: Vec::new(),
        }
    }
}

/// "二氧化硫同比下降5%、氮氧化物8%": the direction of the first value holds for the bare ones behind it.
fn with_direction_of(before: Option<&ProseTarget>, mut target: ProseTarget) -> ProseTarget {
    let direction = before.filter(|b| matches!(b.value.op, Op::UpBy | Op::DownBy) && b.unit == target.unit);
    if let Some(before) = direction.filter(|_| target.value.op == Op::Eq && target.value_raw.starts_with(is_digit)) {
        target.value.op = before.value.op;
        target.value.rule.clone_from(&before.value.rule);
    }
    target
}

fn is_digit(c: char) -> bool {
    half_width(c).is_ascii_digit()
}

/// The length of a clause without the bracket at its end, and the inside of that bracket; one that holds no number is
/// part of the clause.
fn without_bracket(clause: &str) -> (usize, Option<Range<usize>>) {
    let whole = (clause.len(), None);
    let Some(body) = clause.strip_suffix(')') else { return whole };
    let mut depth = 1usize;
    for (at, c) in body.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let value_before = clause[..at].contains(|c: char| c.is_ascii_digit());
            return if value_before && at > 0 { (at, Some(at + 1..body.len())) } else { whole };
        }
    }
    whole
}

/// A name has at least two Chinese characters.
fn has_two_characters(folded: &str) -> bool {
    folded.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() >= 2
}

#[cfg(test)]
#[path = "prose_target_tests.rs"]
mod tests;
