//! Ordinals (编号): the styles in which the column of a table prints the numbers of its rows, beside plain integers.

use super::fragment::Fragment;
use crate::grammar::number::chinese;
use std::collections::HashMap;

/// Numbers of one part of a list stay below this; the number of the part is counted in it.
const PART: u32 = 1000;
/// What counts up so far by one is a numbering, however far plain integers do.
const SURE_COUNT: u32 = 4;
/// Longest ordinal, in characters.
const LONGEST: usize = 8;

/// How the number of a row is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberStyle {
    /// 1, 01, 1. or 1、
    Plain,
    /// 1.1 or 1-1: part and number.
    Parts,
    /// (1)
    Bracket,
    /// ①
    Circled,
    /// A-01 or A1: a letter names the part.
    Code,
    /// 一 or 一、
    Han,
    /// (一)
    HanBracket,
    /// 第1项
    Item,
}

/// Styles that a column of numbers may have beside plain integers.
const STYLES: [NumberStyle; 7] = [
    NumberStyle::Parts,
    NumberStyle::Bracket,
    NumberStyle::Circled,
    NumberStyle::Code,
    NumberStyle::Han,
    NumberStyle::HanBracket,
    NumberStyle::Item,
];

/// The number that a whole folded text states in a style. Where lists have parts, 2.3 is 2003: one more than 2.2, and
/// [`follows`] knows that 3.1 comes behind it, too.
pub fn number(style: NumberStyle, folded: &str) -> Option<u32> {
    if folded.chars().nth(LONGEST).is_some() {
        return None;
    }
    let stripped = || folded.trim_end_matches(['.', '、']);
    match style {
        NumberStyle::Plain => digits(stripped()),
        NumberStyle::Parts => {
            let (part, number) = folded.split_once(['.', '-', '—'])?;
            in_part(digits(part)?, digits(number)?)
        }
        NumberStyle::Bracket => digits(in_brackets(stripped())?),
        NumberStyle::Circled => {
            let mut chars = stripped().chars();
            let c = chars.next().filter(|c| ('①'..='⑳').contains(c) && chars.as_str().is_empty())?;
            Some(c as u32 - '①' as u32 + 1)
        }
        NumberStyle::Code => {
            let letters = folded.find(|c: char| !c.is_ascii_uppercase()).filter(|n| (1..=3).contains(n))?;
            let part = folded[..letters].bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
            in_part(part, digits(folded[letters..].trim_start_matches(['-', '—']))?)
        }
        NumberStyle::Han => han(stripped()),
        NumberStyle::HanBracket => han(in_brackets(stripped())?),
        NumberStyle::Item => {
            let inner = folded.strip_prefix('第')?.strip_suffix(['项', '条', '号'])?;
            digits(inner).or_else(|| han(inner))
        }
    }
}

/// The number that a whole folded text states in any style, as a row is called by it.
pub fn in_any_style(folded: &str) -> Option<u32> {
    let all = [NumberStyle::Plain].into_iter().chain(STYLES);
    all.into_iter().find_map(|style| number(style, folded).map(|n| within_part(style, n)))
}

/// The number as a row is called by it: that within its part.
pub fn within_part(style: NumberStyle, number: u32) -> u32 {
    match style {
        NumberStyle::Parts | NumberStyle::Code => number % PART,
        _ => number,
    }
}

/// Does a number come right behind another one: by one more, or as the first of the next part, or of the first one.
pub fn follows(style: NumberStyle, number: u32, previous: u32) -> bool {
    let has_parts = matches!(style, NumberStyle::Parts | NumberStyle::Code);
    let first_of_part = has_parts && number % PART == 1;
    number == previous + 1 || first_of_part && (previous == 0 || number / PART == previous / PART + 1)
}

/// The styles beside plain integers that these fragments may number rows in: they count up in it at least as far as they
/// do in plain integers, or there is a single number and no row can be the first or second by a plain one.
pub fn styles(fragments: &[Fragment]) -> Vec<NumberStyle> {
    let (plain, integers) = longest_count(fragments, NumberStyle::Plain);
    let first_rows = [1, 2].iter().any(|n| integers.contains_key(n));
    let numbers_rows = |style: &NumberStyle| match longest_count(fragments, *style) {
        (1, found) => found.len() == 1 && !first_rows,
        (longest, _) => longest > 1 && (longest >= plain || longest >= SURE_COUNT),
    };
    STYLES.into_iter().filter(numbers_rows).collect()
}

/// How far the fragments count up by one in a style, whatever stands between, and for each number how far up to there.
fn longest_count(fragments: &[Fragment], style: NumberStyle) -> (u32, HashMap<u32, u32>) {
    let mut counts = HashMap::new();
    for number in fragments.iter().filter_map(|f| number(style, &f.features.folded)).filter(|&n| n > 0) {
        let before: u32 = counts.get(&(number - 1)).copied().unwrap_or(0);
        let own = counts.entry(number).or_insert(0);
        *own = (*own).max(before + 1);
    }
    (counts.values().copied().max().unwrap_or(0), counts)
}

fn in_part(part: u32, number: u32) -> Option<u32> {
    (part > 0 && number > 0 && number < PART).then_some(part * PART + number)
}

fn in_brackets(folded: &str) -> Option<&str> {
    folded.strip_prefix(['(', '[', '〔', '【'])?.strip_suffix([')', ']', '〕', '】'])
}

fn digits(text: &str) -> Option<u32> {
    let short = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    short.then(|| text.parse().ok()).flatten()
}

fn han(text: &str) -> Option<u32> {
    let counts = !text.is_empty() && text.chars().all(|c| "一二三四五六七八九十百".contains(c));
    let number: u32 = counts.then(|| chinese(text)).flatten()?.try_into().ok()?;
    (number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberStyle::*;

    #[test]
    fn styles_and_near_misses() {
        for (style, text, wanted) in [
            (Plain, "01", Some(1)),
            (Plain, "1、", Some(1)),
            (Parts, "1.1", Some(1001)),
            (Parts, "2-13", Some(2013)),
            (Parts, "1.0", None),
            (Parts, "0.5", None),
            (Parts, "1.1万", None),
            (Bracket, "(12)", Some(12)),
            (Bracket, "(1)甲", None),
            (Circled, "③", Some(3)),
            (Circled, "③④", None),
            (Code, "A-01", Some(1001)),
            (Code, "B2", Some(2002)),
            (Code, "PM10以下", None),
            (Han, "十二", Some(12)),
            (Han, "一、", Some(1)),
            (Han, "一般", None),
            (HanBracket, "(三)", Some(3)),
            (HanBracket, "(试行)", None),
            (Item, "第4项", Some(4)),
            (Item, "第十条", Some(10)),
            (Item, "第一产业", None),
        ] {
            assert_eq!(number(style, text), wanted, "{style:?} {text}");
        }
    }

    #[test]
    fn parts_follow_each_other() {
        assert!(follows(Plain, 4, 3) && !follows(Plain, 5, 3));
        assert!(follows(Parts, 1001, 0) && follows(Parts, 1002, 1001) && follows(Parts, 2001, 1002));
        assert!(!follows(Parts, 3001, 1002) && !follows(Parts, 2002, 1002));
        assert_eq!(within_part(Code, 2003), 3);
    }
}
