//! Periods and schedule cells.

use super::{Misses, RULES, Size, load};
use gongwen::grammar::quantity::PeriodReading;
use serde::Deserialize;

/// The year of the document that the phrases stand in.
const YEAR: i32 = 2024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    version: u32,
    phrases: usize,
    not_phrases: usize,
    period: Vec<Period>,
    cell: Vec<Cell>,
    not: Vec<Not>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    value: String,
    texts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    text: String,
    entries: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Not {
    why: String,
    texts: Vec<String>,
}

#[test]
fn phrases_of_schedules_are_read_as_a_clerk_reads_them() {
    let corpus: Corpus = load(include_str!("schedule.toml"));
    let mut misses = Misses::default();
    for period in &corpus.period {
        for text in &period.texts {
            misses.expect(text, &period.value, &whole_period(text));
        }
    }
    for cell in &corpus.cell {
        misses.expect(&cell.text, &cell.entries.join(" | "), &entries(&cell.text).join(" | "));
    }
    for not in &corpus.not {
        for text in &not.texts {
            let begins = RULES.pack.read_period(text, 0).map(|p| p.raw);
            let entry = RULES.pack.split_schedule(text).into_iter().find_map(|s| s.period).map(|p| p.raw);
            misses.refuse(text, &not.why, begins.or(entry));
        }
    }
    let size = Size { version: corpus.version, phrases: corpus.phrases, not_phrases: corpus.not_phrases };
    misses.finish(&size, (300, 100));
}

/// The period that takes a whole phrase but for a separator.
fn whole_period(text: &str) -> String {
    match RULES.pack.read_period(text, 0) {
        Some(p) if text[p.end..].trim().is_empty() => months(&p),
        Some(p) => format!("{} of {:?} only", months(&p), p.raw),
        None => "nothing".to_string(),
    }
}

fn months(period: &PeriodReading) -> String {
    if period.recurring {
        return "recurring".to_string();
    }
    let (first, last) = period.months(Some(YEAR));
    format!("{}..{}", first.as_deref().unwrap_or("?"), last.as_deref().unwrap_or("?"))
}

fn entries(cell: &str) -> Vec<String> {
    let show = |slice: gongwen::grammar::quantity::ScheduleSlice| {
        let months = slice.period.as_ref().map(months).unwrap_or_default();
        format!("{months} {}", &cell[slice.text])
    };
    RULES.pack.split_schedule(cell).into_iter().map(show).collect()
}
