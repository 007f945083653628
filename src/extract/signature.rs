//! The signature (落款) of the document: the organ and the date below the text.

use super::coverage::{CoverageMap, Fate};
use super::metadata::Line;
use crate::document::Passage;
use crate::grammar::date;
use crate::grammar::fold::fold;
use crate::grammar::region::chain;
use crate::rules::{Rules, Strength};

/// Longest line of a signature, in characters.
const LONGEST_LINE: usize = 34;
/// Lines over which the name of an issuer may be broken.
const MOST_LINES: usize = 3;

/// Who signed, and when.
#[derive(Debug, Default)]
pub struct Signature {
    /// The issuer as printed, its lines joined.
    pub issuer: Option<String>,
    /// ISO 8601.
    pub date: Option<String>,
}

/// Finds the signature among lines and marks it. `numbered` says that the head of the document states its number, so
/// that a line which is no organ can hardly be part of the issuer.
pub fn take(rules: &Rules, lines: &[Line<'_>], numbered: bool, coverage: &mut CoverageMap) -> Signature {
    let found = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.furniture)
        .find_map(|(at, line)| Some((at, signed_line(rules, line.text.text())?)));
    let Some((at, (issuer, date))) = found else { return Signature::default() };
    coverage.mark_rest(&lines[at].text, Fate::Letterhead);
    let issuer = issuer
        .or_else(|| issuer_above(rules, &lines[..at], lines[at].paragraph.blank_lines_before, numbered, coverage));
    Signature { issuer, date: Some(date) }
}

/// A line that is a date, or an organ and a date. A date with hyphens is one of the page, not of the text.
fn signed_line(rules: &Rules, raw: &str) -> Option<(Option<String>, String)> {
    let folded = fold(raw);
    let text = folded.trim_end_matches("印发").trim_end_matches("发布");
    let start = text.char_indices().map(|(at, _)| at).find(|&at| date::whole(&text[at..]).is_some())?;
    let (before, printed) = text.split_at(start);
    if printed.contains(['-', '/']) {
        return None;
    }
    let date = date::whole(printed)?;
    let organ = rules.organisations.strength(before) == Strength::Strong && before.chars().count() <= LONGEST_LINE;
    match before {
        // What a page or a forum leaves before the date has no Chinese word in it.
        _ if !before.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) => Some((None, date)),
        _ => organ.then(|| (Some(before.to_string()), date)),
    }
}

/// The issuer stands above the date, perhaps broken over lines, a seal in brackets between.
fn issuer_above(
    rules: &Rules,
    lines: &[Line<'_>],
    blanks_below: u32,
    numbered: bool,
    coverage: &mut CoverageMap,
) -> Option<String> {
    let mut parts: Vec<&Passage> = Vec::new();
    let mut blanks = blanks_below;
    for line in lines.iter().rev() {
        let folded = fold(line.text.text());
        if folded.starts_with('(') && folded.ends_with(')') && parts.is_empty() {
            coverage.mark_rest(&line.text, Fate::Letterhead);
            blanks = line.paragraph.blank_lines_before;
            continue;
        }
        let plain = folded.chars().count() <= LONGEST_LINE && line.paragraph.heading.is_none() && !line.furniture;
        let ends = folded.ends_with(['。', ':', ';', ',']) || folded.starts_with('附');
        if !plain || ends || parts.len() == MOST_LINES || (!parts.is_empty() && blanks > 2) {
            break;
        }
        parts.insert(0, &line.text);
        blanks = line.paragraph.blank_lines_before;
        let whole: String = parts.iter().map(|part| part.text()).collect();
        let names_region = !chain(&folded, rules.pack.region_words()).is_empty();
        if numbered && parts.len() > 1 && rules.organisations.strength(&whole) == Strength::No && !names_region {
            parts.remove(0);
            break;
        }
    }
    parts.iter().for_each(|part| coverage.mark_rest(part, Fate::Letterhead));
    let issuer: String = parts.iter().map(|part| part.text().trim()).collect();
    (!issuer.is_empty()).then_some(issuer)
}

/// The organ that a title begins with: 临屿市人民政府办公室 of "临屿市人民政府办公室关于…的通知".
pub fn issuer_of_title(rules: &Rules, title: &str) -> Option<String> {
    let folded = fold(title);
    let end = ["关于", "下达", "转发", "批转", "印发"].iter().filter_map(|word| folded.find(word)).min()?;
    let organ = &folded[..end];
    (rules.organisations.strength(organ) != Strength::No).then(|| organ.to_string())
}
