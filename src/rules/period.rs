//! Reading periods (时间段) at a place of a text.

use super::kind::Kind;
use super::rule::{Pack, Rule};
use super::trace;
use crate::grammar::fold::{Folded, half_width};
use crate::grammar::number;
use crate::grammar::quantity::{PeriodReading, YearMonth};
use regex::Captures;
use std::ops::Range;

/// No period is longer, in bytes of the raw text.
const LOOK_AHEAD: usize = 120;

/// The form of a rule for years printed without 年, which count in schedules only.
const BARE_YEAR: &str = "bare-year";

/// What stands between a period and what is to be done.
const SEPARATORS: [char; 4] = [':', ',', ';', '。'];

/// What the groups of a pattern say.
#[derive(Default)]
struct Span {
    start: Option<YearMonth>,
    finish: Option<YearMonth>,
    next_year: bool,
    recurring: bool,
}

impl Pack {
    /// The period that begins at a byte of the raw text, blanks before it skipped.
    ///
    /// None when none begins there, when the byte is inside a number, or when a day follows (2022年11月9日).
    pub fn read_period(&self, raw: &str, at: usize) -> Option<PeriodReading> {
        if raw.get(..at)?.ends_with(|c: char| c.is_numeric()) {
            return None;
        }
        let tail = &raw[at..];
        let first = tail.chars().find(|c| !c.is_whitespace())?;
        if is_plain_or_digit(first) && !self.may_begin(Kind::Period, half_width(first)) {
            return None;
        }
        let end = (LOOK_AHEAD..tail.len()).find(|&i| tail.is_char_boundary(i)).unwrap_or(tail.len());
        let mut reading = self.period_in(&Folded::new(&tail[..end]), 0, false)?;
        reading.range = reading.range.start + at..reading.range.end + at;
        reading.end += at;
        reading.raw = raw[reading.range.clone()].to_string();
        Some(reading)
    }

    /// The period that begins at a byte offset of the shadow; its `raw` text is filled in by the caller.
    pub(super) fn period_in(&self, folded: &Folded, at: usize, bare_years: bool) -> Option<PeriodReading> {
        let read = self.period_at(folded, at, bare_years);
        let text = &folded.text()[at..];
        if trace::wants(text) {
            let result = read.as_ref().map(PeriodReading::to_string);
            let won = read.as_ref().map(|period| period.rule.as_str());
            trace::note(trace::about_kind(Kind::Period), text, self.of(Kind::Period), won, result);
        }
        read
    }

    fn period_at(&self, folded: &Folded, at: usize, bare_years: bool) -> Option<PeriodReading> {
        let text = &folded.text()[at..];
        let rules = self.candidates(Kind::Period, text).filter(|r| bare_years || r.yields("form") != BARE_YEAR);
        let fitting = rules.flat_map(|rule| rule.patterns.iter().map(move |pattern| (rule, pattern)));
        let mut matches = fitting.filter_map(|(rule, pattern)| {
            let captures = pattern.captures(text).filter(|c| c.get(0).is_some_and(|m| m.start() == 0))?;
            let period = captures.name("period").or(captures.get(0))?.range();
            Some((rule, captures, period))
        });
        let (rule, captures, period, span) = matches.find_map(|(rule, captures, period)| {
            // A day behind it makes it a date, which no shorter reading can be a period of.
            if is_day(&text[period.end..]) {
                return Some(None);
            }
            let span = span(rule, &captures).filter(|_| self.ends_here(text, period.end, rule))?;
            Some(Some((rule, captures, period, span)))
        })??;
        let separator = text[period.end..].chars().next().filter(|c| SEPARATORS.contains(c)).map_or(0, char::len_utf8);
        let place = |r: Range<usize>| folded.raw_range(r.start + at..r.end + at);
        let last_year = year(&captures, "year_to").filter(|_| span.start.is_none_or(|start| start.year.is_some()));
        Some(PeriodReading {
            range: place(period.clone()),
            end: place(period.start..period.end + separator).end,
            raw: String::new(),
            start: span.start,
            finish: span.finish,
            year: year(&captures, "year").or(last_year),
            next_year: span.next_year,
            recurring: span.recurring,
            whole_year: matches!(rule.yields("form"), "years" | BARE_YEAR),
            rule: rule.id.clone(),
        })
    }

    /// Does a rule read a period at the beginning of this text: the pattern fits, and so do its months and what follows?
    pub(super) fn reads_period(&self, rule: &Rule, folded: &Folded) -> bool {
        let text = folded.text();
        rule.patterns.iter().any(|pattern| {
            let captures = pattern.captures(text).filter(|c| c.get(0).is_some_and(|m| m.start() == 0));
            captures.is_some_and(|captures| {
                let end = captures.name("period").or(captures.get(0)).map_or(0, |period| period.end());
                span(rule, &captures).is_some() && self.ends_here(text, end, rule) && !is_day(&text[end..])
            })
        })
    }

    /// No unit of measure follows a bare number, and no word goes on that the period has cut.
    fn ends_here(&self, text: &str, end: usize, rule: &Rule) -> bool {
        let rest = &text[end..];
        let counts = rule.yields("form") == BARE_YEAR && self.measure_prefix(rest).is_some();
        let last = text[..end].chars().next_back().map_or(0, char::len_utf8);
        let cuts_word = self.list("periods.not-cut").prefix(&text[end - last..]).is_some_and(|word| word > last);
        !counts && !cuts_word
    }
}

/// Does the character fold to its half-width form?
fn is_plain_or_digit(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '!'..='~' | '\u{ff01}'..='\u{ff5e}')
}

/// "9日" behind a month.
fn is_day(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && rest[digits..].starts_with(['日', '号'])
}

fn span(rule: &Rule, captures: &Captures<'_>) -> Option<Span> {
    let from = month(rule, "start", captures, "from");
    let to = month(rule, "end", captures, "to");
    let year = year(captures, "year");
    let finish = |month: u8| Some(YearMonth { year, month });
    let deadline = |month: u8| Span { finish: finish(month), ..Span::default() };
    Some(match rule.yields("form") {
        "months" => months(captures, from?, to.or(from)?),
        "two-months" => months(captures, from?, to.filter(|&to| Some(to) == from.map(|f| f % 12 + 1))?),
        "from" => Span { start: finish(from?), ..Span::default() },
        "deadline" => deadline(to?),
        "quarters" => months(captures, from? * 3 - 2, to.or(from)? * 3),
        "quarters-until" => months(captures, 1, to? * 3),
        "quarter-deadline" => deadline(to? * 3),
        "years" | BARE_YEAR => months(captures, 1, 12),
        "year-deadline" => deadline(12),
        "recurring" => Span { recurring: true, ..Span::default() },
        _ => return None,
    })
}

/// From one month to another. The last one lies in the next year where the text says so or prints an earlier month.
fn months(captures: &Captures<'_>, from: u8, to: u8) -> Span {
    let last_year = year(captures, "year_to");
    let next_year = captures.name("next").is_some() || last_year.is_none() && to < from;
    let crossing = i32::from(to < from);
    let first_year = year(captures, "year").or(last_year.filter(|_| crossing > 0).map(|year| year - crossing));
    let last_year = last_year.or(first_year.map(|year| year + i32::from(next_year)));
    Span {
        start: Some(YearMonth { year: first_year, month: from }),
        finish: Some(YearMonth { year: last_year, month: to }),
        next_year,
        recurring: false,
    }
}

fn year(captures: &Captures<'_>, group: &str) -> Option<i32> {
    captures.name(group)?.as_str().parse().ok()
}

/// The number that the rule states or the group prints, 1 to 12.
fn month(rule: &Rule, key: &str, captures: &Captures<'_>, group: &str) -> Option<u8> {
    let printed = match rule.yields(key) {
        "" => captures.name(group)?.as_str(),
        stated => stated,
    };
    let number = printed.parse().ok().or_else(|| u8::try_from(number::chinese(printed)?).ok())?;
    (1..=12).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::super::samples::grammar_pack;
    use super::*;
    use proptest::prelude::*;

    fn short(p: &PeriodReading) -> String {
        let (start, end) = p.months(Some(2022));
        let dash = |m: Option<String>| m.unwrap_or_else(|| "?".to_string());
        format!("{}..{}{}", dash(start), dash(end), if p.recurring { " recurring" } else { "" })
    }

    #[test]
    fn many_spellings_of_one_period() {
        let pack = grammar_pack();
        for (wanted, spellings) in [
            (
                "2022-02..2022-04",
                &["2-4月", "2—4月", "2-4 月", "2－4月份", "2月—4月", "2 月 至 4 月", "２-４月", "2月到4月", "02-04月"]
                    [..],
            ),
            ("2022-02..2022-06", &["2-6 月"]),
            ("2022-10..2022-12", &["10-12月", "10—12 月", "10月—12月", "四季度", "第四季度", "4季度"]),
            ("2022-03..2022-04", &["2022年3-4月", "3、4月", "3月、4月"]),
            ("2022-01..2022-01", &["1 月", "1月", "1月份", "1月上旬"]),
            ("2022-11..2023-02", &["2022年11月—2023年2月"]),
            ("2021-01..2021-12", &["2021年", "2021年度", "2021 年"]),
            ("2021-01..2023-12", &["2021-2023年", "2021年—2023年"]),
            ("2022-01..2022-12", &["全年", "2022年全年"]),
            ("2022-01..2022-06", &["上半年", "一、二季度", "1-2季度", "2022年上半年"]),
            ("2022-07..2022-12", &["下半年", "三、四季度"]),
            ("2022-01..2022-09", &["前三季度", "前3季度"]),
            ("?..2022-03", &["3 月底前", "3月底", "3月前", "3月份前", "3月31日前", "一季度末前", "到3月底"]),
            (
                "?..2022-12",
                &["年底前", "年底", "12月底前", "到2022年底", "2022年底前", "2022年年底", "年内", "四季度末"],
            ),
            ("?..2025-12", &["到2025年", "到2025年底"]),
            ("?..? recurring", &["每季度", "每月", "每隔两月", "每年", "每半年", "长期:"]),
        ] {
            for printed in spellings {
                let reading = pack.read_period(printed, 0).unwrap_or_else(|| panic!("{printed}"));
                assert_eq!(short(&reading), wanted, "{printed}");
                assert!(printed.starts_with(&reading.raw), "{printed} {}", reading.raw);
            }
        }
    }

    #[test]
    fn what_is_no_period() {
        let pack = grammar_pack();
        for text in [
            "1-2个",
            "1-2项",
            "2000人",
            "2021",
            "2021新增",
            "13月",
            "0月",
            "2022年11月9日",
            "11月9日",
            "3个月",
            "三年行动",
            "十四五",
            "9-10家",
            "月底",
            "年度",
            "每千人",
            "五季度",
            "",
            " ",
            "季度",
            "长期坚持",
        ] {
            assert_eq!(pack.read_period(text, 0).map(|p| p.raw), None, "{text}");
        }
        assert!(pack.read_period("12月", 1).is_none(), "inside a number");
        assert!(pack.read_period("二月", 1).is_none(), "inside a character");
        assert!(pack.read_period("2月", 99).is_none());
    }

    #[test]
    fn the_separator_is_not_the_period() {
        let pack = grammar_pack();
        let raw = "甲。 2-4 月 ： 印发";
        let at = "甲。".len();
        let reading = pack.read_period(raw, at).unwrap();
        assert_eq!((reading.raw.as_str(), &raw[reading.end..]), ("2-4 月", " 印发"));
        assert!(reading.has_separator());
        assert!(!pack.read_period("12月印发", 0).unwrap().has_separator());
        assert_eq!(pack.read_period("8-9月;启动", 0).unwrap().end, "8-9月;".len());
        assert_eq!(pack.read_period("10—12：完成", 0).unwrap().raw, "10—12");
    }

    proptest! {
        #[test]
        fn any_place_is_survived(raw in "[0-9年月日底前季度每全—\\-：:, ２]{0,16}|\\PC{0,12}", at in 0usize..20) {
            if let Some(p) = grammar_pack().read_period(&raw, at) {
                prop_assert!(p.range.start >= at && p.range.end <= p.end);
                prop_assert_eq!(raw.get(p.range.clone()), Some(p.raw.as_str()));
                prop_assert!(raw.is_char_boundary(p.end));
            }
        }
    }
}
