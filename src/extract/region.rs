//! The region (行政区划) that a document governs.

use crate::grammar::fold::fold;
use crate::grammar::region::{RegionLevel, chain, level, names};
use crate::layout::{Item, Layout};
use crate::record::{Level, Region};
use crate::rules::{Pack, Rules};
use std::collections::BTreeMap;

/// Lines at the beginning among which the title of a list or the head of the page may name the region.
const HEAD_LINES: usize = 40;
/// A title says more than a name, in characters.
const MORE_THAN_NAME: usize = 4;
/// A name that nothing but its number speaks for must stand so often, and so many times as often as the next one.
const OFTEN: usize = 3;
/// A line up to this length that ends no sentence may be a title, in characters.
const LONGEST_TITLE: usize = 60;

/// Region of the document: the innermost one that its issuer begins with, else its title, else the head of the page
/// and the titles of its lists, else what the text says of the government of its own level.
pub fn of_document(layout: &Layout, title: Option<&str>, issuer: Option<&str>, rules: &Rules) -> Option<Region> {
    let pack = &rules.pack;
    let stated = |text: Option<&str>| innermost(&names(&fold(text?), pack.region_words()));
    let texts = texts(layout);
    let name = stated(issuer).or_else(|| stated(title)).or_else(|| match prevailing_level(&texts) {
        Some(wanted) => in_titles(&texts, pack, wanted).or_else(|| in_text(&texts, pack, wanted)),
        None => before_year(&texts, pack),
    })?;
    Some(Region { level: level_of(&name, pack)?, name })
}

/// The last name of the first chain: 某某县 of 某某市某某县.
fn innermost(names: &[&str]) -> Option<String> {
    let deeper = names.windows(2).take_while(|pair| level(pair[0]) < level(pair[1])).count();
    names.get(deeper).map(|name| name.to_string())
}

/// A municipality is a province by its level.
fn level_of(name: &str, pack: &Pack) -> Option<Level> {
    if pack.words("region.municipality").iter().any(|m| m == name) {
        return Some(Level::Province);
    }
    Some(match level(name)? {
        RegionLevel::Province => Level::Province,
        RegionLevel::City => Level::City,
        RegionLevel::County => Level::County,
        RegionLevel::Town => Level::Town,
    })
}

/// The folded texts of the document, paragraphs and cells, with whether they are paragraphs.
fn texts(layout: &Layout) -> Vec<(String, bool)> {
    let mut texts = Vec::new();
    for item in &layout.items {
        match item {
            Item::Paragraph(p) => texts.push((fold(p.text.text()), true)),
            Item::Table(t) => {
                let cells = t.rows.iter().flat_map(|r| r.cells.iter().flatten());
                texts.extend(cells.filter(|c| !c.merged).map(|c| (fold(c.text.text()), false)));
            }
            Item::UnknownTable(cells) => texts.extend(cells.iter().map(|c| (fold(c.text()), false))),
        }
    }
    texts
}

/// The first name of the level of the document in a line that may be a title.
fn in_titles(texts: &[(String, bool)], pack: &Pack, wanted: RegionLevel) -> Option<String> {
    let titles = texts.iter().filter(|(text, paragraph)| *paragraph && is_title(text)).take(HEAD_LINES);
    let named = titles.filter_map(|(text, _)| Some((text, innermost(&names(text, pack.region_words()))?)));
    // A name that stands alone is a cell of a list of regions.
    let mut named = named.filter(|(text, name)| text.chars().count() > name.chars().count() + MORE_THAN_NAME);
    named.find(|(_, name)| level(name) == Some(wanted)).map(|(_, name)| name)
}

/// The region that a title begins with, before a year or a quoted plan (“十四五”), for a document that does not say at what
/// level it speaks: 望洲县2021年造林任务分配表.
fn before_year(texts: &[(String, bool)], pack: &Pack) -> Option<String> {
    let titles = texts.iter().filter(|(text, paragraph)| *paragraph && is_title(text)).take(HEAD_LINES);
    let leads = |text: &String| {
        let names = chain(text, pack.region_words());
        let behind = &text[names.iter().map(|name| name.len()).sum()..];
        names
            .last()
            .filter(|_| ["20", "19", "“", "\""].iter().any(|sign| behind.starts_with(sign)))
            .map(|name| name.to_string())
    };
    titles.map(|(text, _)| text).find_map(leads)
}

fn is_title(text: &str) -> bool {
    text.chars().count() <= LONGEST_TITLE && !text.contains(['。', ';']) && !text.ends_with([':', ','])
}

/// The name of the level of the document that stands most often before the word of a government, a committee or a year;
/// else the one that stands far more often than any other.
fn in_text(texts: &[(String, bool)], pack: &Pack, wanted: RegionLevel) -> Option<String> {
    let mut governing: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all: BTreeMap<&str, usize> = BTreeMap::new();
    for (text, _) in texts {
        for name in names(text, pack.region_words()).into_iter().filter(|name| level(name) == Some(wanted)) {
            let behind = &text[name.as_ptr() as usize - text.as_ptr() as usize + name.len()..];
            let governs = pack.words("region.governs").iter().any(|word| behind.starts_with(word.as_str()));
            *all.entry(name).or_default() += 1;
            *governing.entry(name).or_default() += usize::from(governs || behind.starts_with("20"));
        }
    }
    governing.retain(|_, count| *count > 0);
    let ranked = |counts: &BTreeMap<&str, usize>| {
        let mut ranked: Vec<(usize, String)> = counts.iter().map(|(name, count)| (*count, name.to_string())).collect();
        // The name breaks ties, so that the order of the text never shows.
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked
    };
    if let Some((_, name)) = ranked(&governing).into_iter().next() {
        return Some(name);
    }
    let mut often = ranked(&all).into_iter();
    let (count, name) = often.next()?;
    let next = often.next().map_or(0, |(count, _)| count);
    (count >= OFTEN && count >= OFTEN * next).then_some(name)
}

/// The level that the document speaks of itself at: 全市, 我县, 市发改委, 区经信局. None where it speaks of the country.
fn prevailing_level(texts: &[(String, bool)]) -> Option<RegionLevel> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (text, _) in texts {
        for (at, c) in text.char_indices() {
            let Some(class) = class_of(c) else { continue };
            let before = &text[..at];
            let begins = before.is_empty() || before.ends_with(['、', '(', ',', ':', ';', '。', '\n']);
            let own = before.ends_with(['全', '我', '本']);
            if begins && !is_enumeration(&text[at + c.len_utf8()..]) || own {
                *counts.entry(class).or_default() += if own { 2 } else { 1 };
            }
        }
    }
    let (class, _) = counts.into_iter().max_by_key(|(class, count)| (*count, std::cmp::Reverse(*class)))?;
    match class {
        "省" => Some(RegionLevel::Province),
        "市" => Some(RegionLevel::City),
        "县" => Some(RegionLevel::County),
        "镇" => Some(RegionLevel::Town),
        _ => None,
    }
}

/// The character that stands for a level.
fn class_of(c: char) -> Option<&'static str> {
    Some(match c {
        '国' => "国",
        '省' => "省",
        '市' | '州' | '盟' => "市",
        '县' | '区' | '旗' => "县",
        '镇' | '乡' => "镇",
        _ => return None,
    })
}

/// "市、区)" behind a level names levels and no unit.
fn is_enumeration(behind: &str) -> bool {
    behind.starts_with(['、', ')', '('])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Passage;
    use crate::layout::OutlineParagraph;

    fn of(rules: &Rules, title: Option<&str>, issuer: Option<&str>, lines: &[&str]) -> Option<(String, Level)> {
        let paragraph = |text: &&str| {
            let text = Passage::new(text, 1, 1);
            Item::Paragraph(OutlineParagraph { text, heading: None, marked_heading: None, blank_lines_before: 0 })
        };
        let layout = Layout { items: lines.iter().map(paragraph).collect() };
        of_document(&layout, title, issuer, rules).map(|r| (r.name, r.level))
    }

    #[test]
    fn the_issuer_says_it_then_the_title_then_the_text() {
        let rules = Rules::load(None).unwrap();
        for (title, issuer, lines, wanted) in [
            (None, Some("江宁市望洲区人民政府"), &[][..], Some(("望洲区", Level::County))),
            (Some("2022年临屿市30件民生实事责任分工表"), Some("市民生办"), &[], Some(("临屿市", Level::City))),
            (Some("关于印发临屿市方案的通知"), None, &["望洲区人民政府"], Some(("临屿市", Level::City))),
            (None, Some("澜州市屿川区渡口镇人民政府"), &[], Some(("渡口镇", Level::Town))),
            (None, Some("北屿盟行政公署办公室"), &[], Some(("北屿盟", Level::City))),
            (None, None, &["临屿市2010年造林任务分解表", "市林业局负责。"], Some(("临屿市", Level::City))),
            (
                None,
                None,
                &["各乡镇要抓好落实。", "全县种植6万亩,望洲县人民政府督办。"],
                Some(("望洲县", Level::County)),
            ),
            (None, None, &["望洲县2021年造林任务分配表", "单位:亩"], Some(("望洲县", Level::County))),
            // The parts of a region are not the region.
            (None, None, &["市发改委牵头,望洲区、沙门县人民政府配合。"], None),
            (None, None, &["全国目标15187万亩", "云岭省950万亩"], None),
            (None, None, &["完成省、市下达的任务。", "全市生产总值增长8%。"], None),
            (None, None, &["全省完成率48%,临屿市76%,江宁市28%。"], None),
        ] {
            let wanted = wanted.map(|(name, level)| (name.to_string(), level));
            assert_eq!(of(&rules, title, issuer, lines), wanted, "{title:?} {issuer:?} {lines:?}");
        }
    }
}
