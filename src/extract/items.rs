//! Numbered items (分条) of a text: "1.甲。2.乙。" gives two, and so do "(1)…(2)…", "①…②…", "一是…二是…".

use crate::grammar::fold::half_width;

/// A way to number items, with what prints the number `n` of it: the text before and behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 1. or 1、
    Digit,
    /// (1) or 1)
    Bracket,
    /// ①
    Circled,
    /// (一)
    HanBracket,
    /// 一、
    HanPoint,
    /// 一是
    HanIs,
}

/// All styles; where two begin at one place, the first of them holds.
const STYLES: [Style; 6] =
    [Style::HanPoint, Style::HanBracket, Style::Digit, Style::Bracket, Style::Circled, Style::HanIs];

/// A text is numbered no further.
const MOST_ITEMS: usize = 99;

/// The items of a text without their numbers; none when it is not numbered 1, 2, … in one style. Where styles are
/// nested, the outermost gives the items.
pub fn split(text: &str) -> Vec<String> {
    let numbered = STYLES.iter().map(|&style| marks(text, style)).filter(|marks| marks.len() > 1);
    let Some(marks) = numbered.min_by_key(|marks| marks[0].0) else { return Vec::new() };
    let ends = marks.iter().skip(1).map(|mark| mark.0).chain([text.len()]);
    marks.iter().zip(ends).map(|((_, from), to)| text[*from..to].trim().to_string()).collect()
}

/// Where the numbers 1, 2, … of a style stand: the place of each and the place behind it.
fn marks(text: &str, style: Style) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        if out.len() < MOST_ITEMS
            && let Some(length) = mark(&text[at..], style, out.len() + 1)
            && may_begin(style, before, out.is_empty())
        {
            out.push((at, at + length));
        }
        before = Some(c);
    }
    out
}

/// May an item begin behind this character: at the beginning, behind the end of a sentence or of a line, and, once the
/// numbering runs, behind a blank or behind a word whose stop was forgotten.
fn may_begin(style: Style, before: Option<char>, first: bool) -> bool {
    let Some(before) = before.map(half_width) else { return true };
    let ends = before == '\n' || "。;:!?”》)".contains(before);
    let word = ('\u{4e00}'..='\u{9fff}').contains(&before);
    match style {
        Style::Digit => ends || !first && (before.is_whitespace() || word),
        Style::Bracket => ends || before.is_whitespace() || before == ',',
        Style::Circled => ends || before.is_whitespace() || before == ',' || !first && word,
        Style::HanIs => ends || before == ',',
        Style::HanPoint | Style::HanBracket => ends || before.is_whitespace(),
    }
}

/// Length in bytes of the mark of number `n` that a text begins with.
fn mark(text: &str, style: Style, n: usize) -> Option<usize> {
    match style {
        Style::Digit => digit_mark(text, n),
        Style::Bracket => {
            let (open, body) = without_bracket(text);
            let rest = body.strip_prefix(&n.to_string())?;
            let close = rest.chars().next().filter(|&c| half_width(c) == ')')?;
            let printed = open + (body.len() - rest.len()) + close.len_utf8();
            (open > 0 || !text[printed..].starts_with(is_digit)).then_some(printed)
        }
        Style::Circled => {
            let sign = char::from_u32('①' as u32 + n as u32 - 1).filter(|c| ('①'..='⑳').contains(c))?;
            text.starts_with(sign).then_some(sign.len_utf8())
        }
        Style::HanBracket => {
            let (open, body) = without_bracket(text);
            let rest = body.strip_prefix(&numeral(n)).filter(|_| open > 0)?;
            let close = rest.chars().next().filter(|&c| half_width(c) == ')')?;
            Some(open + (body.len() - rest.len()) + close.len_utf8())
        }
        Style::HanPoint => {
            Some(text.strip_prefix(&numeral(n))?.strip_prefix('、')?).map(|rest| text.len() - rest.len())
        }
        Style::HanIs => {
            let rest = text.strip_prefix(&numeral(n))?.strip_prefix('是')?;
            let rest = rest.trim_start_matches([':', '\u{ff1a}']);
            Some(text.len() - rest.len())
        }
    }
}

/// "3." of "3.推进" and of "3.2024年推进", but not of 3.5.
fn digit_mark(text: &str, n: usize) -> Option<usize> {
    let rest = text.strip_prefix(&n.to_string())?;
    let sign = rest.chars().next().filter(|&c| matches!(half_width(c), '.' | '、'))?;
    let behind = &rest[sign.len_utf8()..];
    let decimal = behind.starts_with(is_digit) && !begins_with_year(behind);
    (!decimal && !behind.is_empty()).then_some(text.len() - behind.len())
}

fn without_bracket(text: &str) -> (usize, &str) {
    let open = text.chars().next().filter(|&c| half_width(c) == '(').map_or(0, char::len_utf8);
    (open, &text[open..])
}

fn is_digit(c: char) -> bool {
    half_width(c).is_ascii_digit()
}

/// "2024年" behind an item number.
fn begins_with_year(text: &str) -> bool {
    let digits: String = text.chars().map(half_width).take_while(char::is_ascii_digit).collect();
    digits.len() == 4 && text.trim_start_matches(is_digit).trim_start().starts_with('年')
}

/// The Chinese numeral of 1 to 99.
fn numeral(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (n / 10 % 10, DIGITS[n % 10]);
    match tens {
        0 => ones.to_string(),
        1 => format!("十{ones}"),
        _ => format!("{}十{ones}", DIGITS[tens]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn items_of_a_cell() {
        for (text, wanted) in [
            ("1. 甲。\n2. 乙,增长2.5%。", &["甲。", "乙,增长2.5%。"][..]),
            ("1.甲;2.乙", &["甲;", "乙"]),
            ("总述。1.甲。2.乙。", &["甲。", "乙。"]),
            ("1.深化改革。2.2024年推出岗位。3.2025 年扩面。", &["深化改革。", "2024年推出岗位。", "2025 年扩面。"]),
            ("1.新增2.5公里。2.3.5公里渠道清淤。", &[]),
            ("1.培育集群 2.推进改造。3.扩大供给", &["培育集群", "推进改造。", "扩大供给"]),
            ("1.培育集群2.推进改造", &["培育集群", "推进改造"]),
            ("(1)甲。(2)乙,含(3)号楼。", &["甲。", "乙,含(3)号楼。"]),
            ("(1)甲,(2)乙。（3）丙。", &["甲,", "乙。", "丙。"]),
            ("1)甲;2)乙", &["甲;", "乙"]),
            ("①甲;②乙;③丙。", &["甲;", "乙;", "丙。"]),
            ("一是抓项目;二是抓要素;三是抓服务。", &["抓项目;", "抓要素;", "抓服务。"]),
            ("健全机制,一是定期会商,二是联合执法。", &["定期会商,", "联合执法。"]),
            ("一、甲。1.子。2.丑。二、乙。", &["甲。1.子。2.丑。", "乙。"]),
            ("1.甲:(1)子;(2)丑。2.乙。", &["甲:(1)子;(2)丑。", "乙。"]),
            ("（一）甲。（二）乙。", &["甲。", "乙。"]),
        ] {
            assert_eq!(split(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_not_numbered() {
        for text in [
            "1.5万元。2.3万元。",
            "只有一条",
            "1.只有一条。",
            "新增1、2号泊位",
            "2.乙。3.丙。",
            "增长1.2%",
            "",
            "完成率1",
            "统一是前提,第二是保障",
        ] {
            assert!(split(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn items_are_parts_of_the_text(text in "[1-3.、()（）①②一二是 。;甲乙\n年]{0,40}|\\PC{0,20}") {
            let mut rest = text.as_str();
            for item in split(&text) {
                let at = rest.find(&item);
                prop_assert!(at.is_some());
                rest = &rest[at.unwrap_or(0)..];
            }
        }
    }
}
