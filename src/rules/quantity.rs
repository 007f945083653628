//! Quantities in running text: "新增微型企业3500家" is 3500家 of 微型企业. Precision goes before recall: what might be a
//! name (15分钟生活圈, 十四五, 5G) is left out.

use super::counted::{BORDERS, CLAUSE_ENDS, SUBJECT_LIMIT, border_before, continues};
use super::phrase::clauses;
use super::rule::Pack;
use crate::grammar::fold::{Folded, fold};
use crate::grammar::number;
use crate::grammar::quantity::{Op, QuantityReading, ValueReading};
use std::ops::Range;

/// Operator words before a number are looked for in as many characters.
const OPERATOR_REACH: usize = 12;
/// What a number describes (32学时以上|职业培训|1万人) is not longer, in characters.
const DESCRIBED_LIMIT: usize = 20;
/// Words that make two or more names share values.
const PARALLEL: [&str; 2] = ["分别", "均"];

/// A number with its unit in the shadow.
struct Amount {
    number: Range<usize>,
    /// Behind the unit and 以上, 左右.
    end: usize,
    /// Something stands behind the unit that changes the operator.
    has_suffix: bool,
    kind: AmountKind,
}

/// What a number needs beside it to count something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AmountKind {
    /// A unit that counts things.
    Counted,
    /// A unit of time or of marks (年, 分): only what lasts or is marked has so much of it.
    Measured,
    /// No unit: only an index or a ratio that reaches it.
    Bare,
    /// A factor before the noun itself: 1.8万劳动力, behind a verb only.
    Factor,
}

/// A clause that deals several values out, in bytes of the shadow, with what it states.
type Dealt = (Range<usize>, Vec<QuantityReading>);

impl Pack {
    /// The quantities of a running text, left to right; several that share one clause quote it whole.
    pub fn quantities(&self, raw: &str) -> Vec<QuantityReading> {
        let folded = Folded::new(raw);
        let dealt = self.dealt_out(raw, &folded);
        let mut from = 0;
        let mut out = Vec::new();
        let numbers = self.free_numbers(raw, &folded);
        for (at, number) in numbers.iter().enumerate().filter(|(_, n)| !n.is_empty()) {
            if number.start < from {
                continue;
            }
            if let Some((clause, members)) = dealt.iter().find(|(clause, _)| clause.contains(&number.start)) {
                from = clause.end;
                out.extend(members.iter().cloned());
            } else if let Some((end, reading)) = self.quantity_at(&folded, from, number.clone(), numbers.get(at + 1)) {
                from = end;
                out.push(reading);
            }
        }
        out
    }

    /// The places of the numbers that may count something, in order.
    fn free_numbers(&self, raw: &str, folded: &Folded) -> Vec<Range<usize>> {
        let text = folded.text();
        let Some(rule) = self.rule("quantities.amount") else { return Vec::new() };
        let mut numbers: Vec<Range<usize>> =
            rule.patterns.iter().flat_map(|p| p.find_iter(text)).map(|m| m.range()).collect();
        numbers.sort_by_key(|r| (r.start, r.end));
        let quoted = quoted_places(text);
        numbers.retain(|n| !is_mark_and_number(&raw[folded.raw_range(n.clone())]));
        numbers.retain(|n| stands_free(text, n) && !quoted.iter().any(|q| q.contains(&n.start)));
        numbers
    }

    /// The clauses that give several names their values: "甲率、乙率分别达到97%、95%以上".
    fn dealt_out(&self, raw: &str, folded: &Folded) -> Vec<Dealt> {
        let text = folded.text();
        if !PARALLEL.iter().any(|word| text.contains(word)) {
            return Vec::new();
        }
        let members = |clause: Range<usize>| {
            let start = clause.start + self.preamble(&text[clause.clone()]);
            let start = start + self.behind_last_adverb(&text[start..clause.end]);
            let found = self.parallel(raw, folded, start..clause.end)?;
            let counts = |m: &super::parallel::Parallel| m.reading.op.is_number() && is_subject(&m.subject);
            let sound = found.len() > 1 && found.iter().all(counts);
            let reading = |m: super::parallel::Parallel| self.dealt(folded, start..clause.end, m);
            sound.then(|| (clause.clone(), found.into_iter().map(reading).collect()))
        };
        clauses(raw, folded).into_iter().filter_map(members).collect()
    }

    fn dealt(&self, folded: &Folded, clause: Range<usize>, member: super::parallel::Parallel) -> QuantityReading {
        let ValueReading { op, number, number_max, unit, rule, .. } = member.reading;
        let subject = fold(&member.subject);
        let amount = folded.raw_range(member.value);
        QuantityReading { range: folded.raw_range(clause), amount, subject, op, number, number_max, unit, rule }
    }

    /// The quantity of a number and the offset behind it; nothing before `from` belongs to it.
    fn quantity_at(
        &self,
        folded: &Folded,
        from: usize,
        number: Range<usize>,
        next: Option<&Range<usize>>,
    ) -> Option<(usize, QuantityReading)> {
        let text = folded.text();
        let amount = self.amount(text, number)?;
        // "2025年每千人拥有托位4.5张": the year is none of 每千人.
        if text[amount.number.start..amount.end].split_once('每').is_some_and(|(year, _)| is_year(year)) {
            return None;
        }
        if next.is_some_and(|next| self.describes(text, &amount, next.start)) {
            return None;
        }
        let (start, value) = self.with_operator(text, from, &amount)?;
        let clause = border_before(text, from, start, CLAUSE_ENDS);
        let near = border_before(text, from, start, BORDERS);
        let before = self.subject_before(text, clause, near, start);
        // "人口超过1000人海岛建设" speaks of 人口, "各镇新增不少于3个点位" of 点位.
        let led = self.is_led(&text[near..start], &text[start..amount.number.start], value.op);
        let behind = self.subject_behind(text, amount.end, amount.has_suffix);
        let behind = behind.filter(|_| !led && (before.is_none() || continues(text, amount.end)));
        self.fits(text, near, start, &amount, before.as_ref(), behind.as_ref()).then_some(())?;
        // "提升11个小区的水平" counts 小区, "道路提升5公里" what was done; neither says by how much something rises.
        let done = value.op == Op::UpBy && text[start..].starts_with(DONE) && !self.is_change(&value);
        let changes = matches!(value.op, Op::UpBy | Op::DownBy) && behind.is_some();
        let value = if changes || done { self.read_phrase(&text[amount.number.start..amount.end])? } else { value };
        let before = before.map(|noun| if done { noun.start..start + DONE.len() } else { noun });
        let (subject, end) = match (before, behind) {
            (_, Some(noun)) => (noun.clone(), noun.end),
            (Some(noun), None) => (noun, amount.end),
            (None, None) => return None,
        };
        let begin = near.min(subject.start);
        let begin = begin + self.lead(&text[begin..end]);
        let ValueReading { op, number, number_max, unit, rule, .. } = value;
        let subject = text[subject].to_string();
        let range = folded.raw_range(begin..end);
        let amount = folded.raw_range(start..amount.end);
        Some((end, QuantityReading { range, amount, subject, op, number, number_max, unit, rule }))
    }

    /// Does the word before the number (超过, 达到) say something of what stands before it?
    fn is_led(&self, before: &str, lead: &str, op: Op) -> bool {
        let verb = self.list("quantities.verbs").suffix(before).is_some() || matches!(lead, "完成" | "实现");
        !before.is_empty() && !lead.is_empty() && !verb && !matches!(op, Op::UpBy | Op::DownBy)
    }

    /// Is the amount one by which something changes: a share, points, money.
    fn is_change(&self, value: &ValueReading) -> bool {
        value.unit.as_deref().is_none_or(|unit| self.list("quantities.change-units").suffix(unit).is_some())
    }

    /// Has an amount beside it what its kind asks for?
    fn fits(
        &self,
        text: &str,
        near: usize,
        start: usize,
        amount: &Amount,
        before: Option<&Range<usize>>,
        behind: Option<&Range<usize>>,
    ) -> bool {
        let ends_in =
            |list: &str| before.is_some_and(|noun| self.list(list).suffix(unquoted(&text[noun.clone()])).is_some());
        match amount.kind {
            AmountKind::Counted => true,
            AmountKind::Measured => {
                behind.is_none() && !is_year(&text[amount.number.start..amount.end]) && ends_in("quantities.measured")
            }
            AmountKind::Bare => behind.is_none() && start < amount.number.start && ends_in("quantities.indices"),
            AmountKind::Factor => {
                behind.is_some() && self.list("quantities.verbs").suffix(&text[near..amount.number.start]).is_some()
            }
        }
    }

    /// Does the amount only describe what the next number counts: 32学时以上 of "32学时以上职业培训1万人"?
    fn describes(&self, text: &str, amount: &Amount, next: usize) -> bool {
        let Some(between) = text.get(amount.end..next).filter(|_| amount.has_suffix) else { return false };
        let length = between.chars().count();
        let plain = (2..=DESCRIBED_LIMIT).contains(&length) && !between.contains(|c| BORDERS.contains(c) || c == '和');
        let verb = self.list("quantities.verbs").suffix(between).is_some()
            && self.list("quantities.activities").suffix(between).is_none();
        plain && !verb && self.before_predicate(between) == between.len()
    }

    /// The number with its unit.
    fn amount(&self, text: &str, number: Range<usize>) -> Option<Amount> {
        let over = text[number.end..].chars().next().filter(|c| matches!(c, '余' | '多')).map_or(0, char::len_utf8);
        let unit_at = number.end + over;
        let rest = &text[unit_at..];
        let is_fraction = text[number.clone()].contains("分之");
        let unit = self.measure_prefix(rest).unwrap_or(0);
        let suffix = self.list("values.after").prefix(&rest[unit..]);
        let end = unit_at + unit + suffix.unwrap_or(0);
        let factor = number::factor(&rest[..unit]).is_some();
        let kind = match () {
            () if unit == 0 && !is_fraction => AmountKind::Bare,
            () if self.list("quantities.not-counted").contains(&rest[..unit]) => AmountKind::Measured,
            () if factor && continues(text, end) && suffix.is_none() && !text[end..].starts_with('级') => {
                AmountKind::Factor
            }
            () => AmountKind::Counted,
        };
        let names_a_class = kind != AmountKind::Factor && (factor || rest[..unit].contains('元'));
        let class = suffix.is_some() && text[end..].starts_with('的') || names_a_class && continues(text, end);
        let goes_on = matches!(kind, AmountKind::Bare) && !ends_here(&text[end..]);
        (!class && !goes_on).then_some(Amount { number, end, has_suffix: suffix.is_some(), kind })
    }

    /// The value together with the operator before the number (不少于, 达到), and where it begins.
    fn with_operator(&self, text: &str, from: usize, amount: &Amount) -> Option<(usize, ValueReading)> {
        let lead = self.rule("values.lead");
        let near = border_before(text, from, amount.number.start, BORDERS);
        let places: Vec<usize> =
            text[near..amount.number.start].char_indices().rev().take(OPERATOR_REACH).map(|(i, _)| near + i).collect();
        let places = places.into_iter().rev().filter(|&at| lead.is_some_and(|rule| rule.is_match(&text[at..])));
        let read = |at: usize| Some((at, self.read_phrase(&text[at..amount.end]).filter(|v| v.op.is_number())?));
        places.chain([amount.number.start]).find_map(read)
    }
}

/// The verb that says of a length or a number of people what was done with them.
const DONE: &str = "提升";

/// Nothing but a border stands behind a number without a unit.
fn ends_here(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| BORDERS.contains(c) || matches!(c, ')' | '”' | '和' | '并'))
}

/// 2024年 names a year.
fn is_year(amount: &str) -> bool {
    amount.ends_with('年') && amount.bytes().take_while(u8::is_ascii_digit).count() == 4
}

/// A quoted name without its quotation marks.
fn unquoted(noun: &str) -> &str {
    noun.trim_end_matches(['”', '’'])
}

/// A name that may stand as the subject of a quantity.
fn is_subject(name: &str) -> bool {
    let han = name.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    han >= 2 && name.chars().count() <= SUBJECT_LIMIT
}

/// "1. 4" of "1. 4个县" is a mark and a number, which the shadow joins to a decimal.
fn is_mark_and_number(raw: &str) -> bool {
    raw.split_once(['.', '\u{ff0e}']).is_some_and(|(_, rest)| rest.starts_with(char::is_whitespace))
}

/// Not a part of a word, a document number or an ordinal: PM2.5, 第3, 〔2022〕2号, 1+7.
fn stands_free(text: &str, number: &Range<usize>) -> bool {
    !text[..number.start].ends_with(|c: char| c.is_ascii_alphanumeric() || ".+-#第每〔[/".contains(c))
        && !text[number.end..].starts_with(['+', '〕'])
}

/// The insides of 《》 and of quotation marks, where numbers belong to names.
fn quoted_places(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for (open, close) in [('《', '》'), ('“', '”'), ('‘', '’')] {
        let mut begun = None;
        for (at, c) in text.char_indices() {
            if c == open {
                begun = begun.or(Some(at));
            } else if c == close {
                out.extend(begun.take().map(|start| start..at));
            }
        }
    }
    out
}

#[cfg(test)]
#[path = "quantity_tests.rs"]
mod tests;
