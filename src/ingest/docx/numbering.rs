//! Automatic numbering (自动编号): the 一、 and (一) that Word prints and the text does not hold.

use crate::ingest::xml::Element;
use std::collections::{HashMap, HashSet};

/// Levels of a list.
const LEVELS: usize = 9;

/// A level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    /// `decimal`, `chineseCounting` …
    format: String,
    /// `%1、`
    text: String,
    start: u32,
    /// Numbers of the levels above are decimal, whatever their format.
    legal: bool,
}

/// A list that paragraphs refer to.
#[derive(Debug, Clone, Default)]
struct List {
    /// Lists of one abstract list count together.
    family: String,
    levels: Vec<Level>,
    /// Levels at which this list begins to count anew.
    restarts: HashMap<usize, u32>,
}

/// The lists of a document and how far they have counted.
#[derive(Debug, Default)]
pub struct Numbering {
    lists: HashMap<String, List>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<String>,
}

impl Numbering {
    /// The lists of `numbering.xml`.
    pub fn new(root: &Element) -> Numbering {
        let families: HashMap<&str, Vec<Level>> = root
            .elements()
            .filter(|element| element.name == "abstractNum")
            .filter_map(|element| Some((element.attribute("abstractNumId")?, levels(element))))
            .collect();
        let list = |element: &Element| {
            let family = element.child("abstractNumId")?.attribute("val")?;
            let mut levels = families.get(family)?.clone();
            let mut restarts = HashMap::new();
            for change in element.elements().filter(|change| change.name == "lvlOverride") {
                let at = change.attribute("ilvl").and_then(|at| at.parse::<usize>().ok()).filter(|at| *at < LEVELS)?;
                if let Some(own) = change.child("lvl").map(level) {
                    levels.resize(levels.len().max(at + 1), Level::default());
                    levels[at] = own;
                }
                let start = change.child("startOverride").and_then(|start| start.attribute("val")?.parse().ok());
                restarts.extend(start.map(|start| (at, start)));
            }
            Some((element.attribute("numId")?.to_string(), List { family: family.to_string(), levels, restarts }))
        };
        let lists = root.elements().filter(|element| element.name == "num").filter_map(list).collect();
        Numbering { lists, ..Numbering::default() }
    }

    /// The number before the next paragraph of a list at a level, from 0; empty where Word prints none or a bullet.
    pub fn next(&mut self, list: &str, level: usize) -> String {
        let Some(found) = self.lists.get(list) else { return String::new() };
        let Some(own) = found.levels.get(level) else { return String::new() };
        let counters = self.counters.entry(found.family.clone()).or_default();
        if self.begun.insert(list.to_string()) {
            for (&at, &start) in &found.restarts {
                counters[at] = start.checked_sub(1);
                counters[at + 1..].fill(None);
            }
        }
        counters[level] = Some(counters[level].map_or(own.start, |count| count.saturating_add(1)));
        counters[level + 1..].fill(None);
        if own.format == "bullet" || own.format == "none" {
            return String::new();
        }
        let mut out = String::new();
        let mut chars = own.text.chars();
        while let Some(c) = chars.next() {
            match (c, chars.clone().next().and_then(|digit| digit.to_digit(10))) {
                ('%', Some(digit @ 1..)) => {
                    chars.next();
                    let at = digit as usize - 1;
                    let shown = found.levels.get(at);
                    let count = counters.get(at).copied().flatten().or(shown.map(|level| level.start)).unwrap_or(1);
                    let format = shown.map_or("decimal", |level| level.format.as_str());
                    let format = if own.legal && at < level { "decimal" } else { format };
                    out.push_str(&figure(count, format));
                }
                _ => out.push(c),
            }
        }
        out
    }
}

fn levels(element: &Element) -> Vec<Level> {
    let mut levels = Vec::new();
    for child in element.elements().filter(|child| child.name == "lvl") {
        let at = child.attribute("ilvl").and_then(|at| at.parse().ok()).unwrap_or(levels.len());
        if at < LEVELS {
            levels.resize(levels.len().max(at + 1), Level::default());
            levels[at] = level(child);
        }
    }
    levels
}

fn level(element: &Element) -> Level {
    let value = |name: &str| element.child(name).and_then(|child| child.attribute("val"));
    Level {
        format: value("numFmt").unwrap_or("decimal").to_string(),
        text: value("lvlText").unwrap_or_default().to_string(),
        start: value("start").and_then(|start| start.parse().ok()).unwrap_or(1),
        legal: element.child("isLgl").is_some_and(|on| !matches!(on.attribute("val"), Some("0" | "false"))),
    }
}

/// A number in one of the formats of ECMA-376 (`ST_NumberFormat`); those that no Chinese office uses are decimal.
fn figure(number: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "chineseLegalSimplified" => han(number),
        "ideographTraditional" => cycle(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cycle(number, "子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            let circled = match number {
                1..=20 => char::from_u32(0x2460 + number - 1),
                21..=35 => char::from_u32(0x3251 + number - 21),
                _ => None,
            };
            circled.map_or_else(|| number.to_string(), String::from)
        }
        "decimalEnclosedParen" => format!("({number})"),
        "decimalEnclosedFullstop" => format!("{number}."),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            let wide = |c: char| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c);
            number.to_string().chars().map(wide).collect()
        }
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        _ => number.to_string(),
    }
}

/// 一, 十, 十二, 二十, 一百零五
fn han(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number == 0 || number > 9999 {
        return if number == 0 { DIGITS[0].to_string() } else { number.to_string() };
    }
    let mut out = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (number / unit % 10) as usize;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push_str(DIGITS[0]);
            gap = false;
        }
        out.push_str(DIGITS[digit]);
        out.push_str(name);
    }
    out.strip_prefix("一十").map_or_else(|| out.clone(), |rest| format!("十{rest}"))
}

fn cycle(number: u32, of: &str) -> String {
    let count = of.chars().count() as u32;
    let at = number.saturating_sub(1) % count;
    of.chars().nth(at as usize).map(String::from).unwrap_or_default()
}

fn letters(number: u32) -> String {
    let at = number.saturating_sub(1);
    let letter = char::from(b'a' + (at % 26) as u8);
    letter.to_string().repeat((at / 26 + 1).min(10) as usize)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number.min(5000);
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::limits::Limits;
    use crate::ingest::xml::parse;

    #[test]
    fn numbers_of_every_format() {
        let cases = [
            (12, "chineseCounting", "十二"),
            (20, "chineseCountingThousand", "二十"),
            (105, "chineseCountingThousand", "一百零五"),
            (110, "chineseCountingThousand", "一百一十"),
            (3, "decimalEnclosedCircleChinese", "③"),
            (21, "decimalEnclosedCircle", "㉑"),
            (4, "ideographTraditional", "丁"),
            (5, "decimalZero", "05"),
            (7, "decimalFullWidth", "７"),
            (28, "lowerLetter", "bb"),
            (49, "upperRoman", "XLIX"),
            (9, "unheard", "9"),
        ];
        for (number, format, expected) in cases {
            assert_eq!(figure(number, format), expected, "{number} {format}");
        }
    }

    #[test]
    fn lists_count_together_and_begin_anew() {
        let level = |at: usize, format: &str, text: &str| {
            format!(
                "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/></w:lvl>"
            )
        };
        let xml = format!(
            "<w:numbering><w:abstractNum w:abstractNumId='7'>{}{}{}</w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>\
             <w:num w:numId='2'><w:abstractNumId w:val='7'/></w:num>\
             <w:num w:numId='3'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>\
             </w:numbering>",
            level(0, "chineseCounting", "%1、"),
            level(1, "chineseCounting", "（%2）"),
            level(2, "bullet", "·"),
        );
        let mut numbering = Numbering::new(&parse(xml.as_bytes(), "a", &Limits::default()).expect("XML"));
        let next = [("1", 0), ("1", 1), ("1", 1), ("2", 0), ("1", 1), ("1", 2), ("3", 0), ("3", 0), ("9", 0), ("1", 8)];
        let next: Vec<String> = next.iter().map(|(list, level)| numbering.next(list, *level)).collect();
        assert_eq!(next, ["一、", "（一）", "（二）", "二、", "（一）", "", "五、", "六、", "", ""]);
    }
}
