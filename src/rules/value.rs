//! Reading the values of indicators (指标值), as whole cells and at the end of a phrase.

use super::rule::{Kind, Pack, Rule};
use crate::grammar::fold::{Folded, fold};
use crate::grammar::number;
use crate::grammar::quantity::{Op, ValueReading};
use regex::Captures;
use rust_decimal::Decimal;

/// The rule that says "no number".
const NOTHING: &str = "values.nothing";
/// The rule that a plain number falls under.
const EXACT: &str = "values.exact";
/// The rule for everything that is no number.
const OTHER: &str = "values.other";

impl Pack {
    /// Reads a whole table cell as a value.
    pub fn read_value(&self, raw: &str) -> ValueReading {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            return ValueReading::without_number(Op::None, NOTHING);
        }
        if let Some(number) = number::digits(trimmed) {
            return ValueReading { number: Some(number), ..ValueReading::without_number(Op::Eq, EXACT) };
        }
        if has_stacked_numbers(trimmed) {
            return ValueReading::without_number(Op::Text, OTHER);
        }
        let folded = fold(trimmed);
        let text = folded.trim_end_matches(['。', ';', ',']);
        match self.split_note(text) {
            Some((core, note)) => with_note(self.read_core(&core), note),
            None => self.read_core(text),
        }
    }

    /// Reads a folded phrase as a value, only when it is one for certain: a number with a known unit or none, or
    /// one of the wordings of a goal without a number.
    pub(super) fn read_phrase(&self, folded: &str) -> Option<ValueReading> {
        let (rule, read) =
            self.candidates(Kind::Value, folded).find_map(|rule| Some((rule, self.apply(rule, folded)?)))?;
        (rule.yields("scope") != "cell").then_some(read)
    }

    /// Bytes of the verbs at the beginning of a phrase that lead to its value and leave its meaning as it is: 达到 of
    /// "达到51%以上" and 控制在 of "控制在5%以内", but not 不低于, 控制在 of 控制在5% or 降至 of 降至18.
    pub(super) fn neutral_lead(&self, folded: &str) -> usize {
        let Some(whole) = self.read_phrase(folded).filter(|whole| whole.op.is_number()) else { return 0 };
        let mut at = 0;
        while let Some(length) = self.neutral_word(&folded[at..]) {
            if whole.op == Op::Eq && self.list("values.level-verb").prefix(&folded[at..]).is_some() {
                break;
            }
            let rest = self.read_phrase(&folded[at + length..]);
            let same = rest.is_some_and(|r| {
                (r.op, r.number, r.number_max, &r.unit) == (whole.op, whole.number, whole.number_max, &whole.unit)
            });
            if !same {
                break;
            }
            at += length;
        }
        at
    }

    /// Bytes of a verb that leads to a value, or of the year that a change is measured by (比2020年, but not 同比).
    fn neutral_word(&self, folded: &str) -> Option<usize> {
        let verb = self.list("values.neutral-verb").prefix(folded);
        verb.or_else(|| self.find_cue("value.than", &Folded::new(folded)).map(|m| m.range.end))
    }

    fn read_core(&self, text: &str) -> ValueReading {
        let read = self.candidates(Kind::Value, text).find_map(|rule| self.apply(rule, text));
        read.unwrap_or_else(|| ValueReading::without_number(Op::Text, OTHER))
    }

    /// Parts the remark in brackets off: the folded value and the remark.
    fn split_note(&self, text: &str) -> Option<(String, String)> {
        let found = self.find_cue("value.note", &Folded::new(text))?;
        let (core, note) = (found.group("core")?, found.group("note")?);
        (!self.is_measure(note)).then(|| (core.to_string(), note.to_string()))
    }

    /// The reading that the first fitting pattern of a rule gives.
    fn apply(&self, rule: &Rule, text: &str) -> Option<ValueReading> {
        rule.patterns.iter().filter_map(|p| p.captures(text)).find_map(|c| self.reading(rule, &c))
    }

    fn reading(&self, rule: &Rule, captures: &Captures<'_>) -> Option<ValueReading> {
        let op = Op::from_name(rule.yields("op"))?;
        let forecast = captures.name("forecast").is_some();
        let plain = ValueReading { forecast, ..ValueReading::without_number(op, &rule.id) };
        if !op.is_number() {
            return Some(plain);
        }
        let printed = captures.name("number")?.as_str();
        let unit = captures.name("unit").map(|m| m.as_str()).filter(|u| !u.is_empty());
        if unit.is_some_and(|u| !self.is_measure(u) || self.is_ordinal(printed, u)) {
            return None;
        }
        let lower = captures.name("unit_min").map(|m| m.as_str());
        if lower.is_some_and(|l| Some(l) != unit && number::factor(l).is_none()) {
            return None;
        }
        let shared = lower.is_none_or(|l| unit.is_some_and(|u| u.starts_with(l)));
        let (factor, unit) = self.factor_and_unit(unit, printed);
        let own_factor = lower.filter(|_| !shared).and_then(number::factor).unwrap_or(factor);
        let scaled = |text: &str, factor: Decimal| times(number::parse(text)?, factor);
        Some(ValueReading {
            number: Some(scaled(printed, own_factor)?),
            number_max: match captures.name("max") {
                Some(max) => Some(scaled(max.as_str(), factor)?),
                None => None,
            },
            unit,
            label: captures.name("label").map(|m| m.as_str().to_string()),
            ..plain
        })
    }

    /// 一类, 三期, 二层 name one of several; 两类 counts.
    fn is_ordinal(&self, printed: &str, unit: &str) -> bool {
        let han = !printed.contains(|c: char| c.is_ascii_digit() || c == '两');
        han && self.list("values.ordinal-measures").contains(unit)
    }

    /// "5亿" is a number with a factor; in "5亿元" the factor belongs to the unit, as documents write it.
    fn factor_and_unit(&self, unit: Option<&str>, printed: &str) -> (Decimal, Option<String>) {
        match unit {
            None => (Decimal::ONE, number::share_unit(printed).map(str::to_string)),
            Some(unit) => match number::factor(unit) {
                Some(factor) => (factor, None),
                None => (Decimal::ONE, Some(self.normalise_measure(unit))),
            },
        }
    }
}

/// Multiplies without touching the printed scale of an unscaled number.
fn times(number: Decimal, factor: Decimal) -> Option<Decimal> {
    if factor == Decimal::ONE {
        return Some(number);
    }
    Some(number.checked_mul(factor)?.normalize())
}

fn with_note(mut reading: ValueReading, note: String) -> ValueReading {
    if !reading.op.is_number() {
        return reading;
    }
    if ["预计", "预测", "预期", "估计"].iter().any(|w| note.starts_with(w)) {
        reading.forecast = true;
        if reading.op == Op::Eq {
            reading.op = Op::Approx;
        }
    }
    let year = note.get(..4).and_then(|y| y.parse().ok());
    reading.year = year.filter(|_| note[4..].starts_with('年'));
    reading.note = Some(note);
    reading
}

/// Two lines that end and begin with digits are two numbers, which folding would glue together.
fn has_stacked_numbers(raw: &str) -> bool {
    let mut lines = raw.lines().map(str::trim).filter(|l| !l.is_empty());
    let Some(mut before) = lines.next() else { return false };
    lines.any(|line| {
        let stacked = before.ends_with(|c: char| c.is_numeric() || c == '%') && line.starts_with(char::is_numeric);
        before = line;
        stacked
    })
}

#[cfg(test)]
#[path = "value_tests.rs"]
mod tests;
