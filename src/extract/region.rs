//! The region (行政区划) that a document governs.

use crate::grammar::fold::fold;
use crate::grammar::region::RegionLevel;
use crate::layout::{Item, Layout};
use crate::record::{Level, Region};
use crate::rules::Rules;
use std::collections::BTreeMap;

/// How much more than running text the name of the issuer and the title say about the region.
const WEIGHT_OF_ISSUER: usize = 40;
const WEIGHT_OF_TITLE: usize = 20;

/// Region of the document: at the level that its units name, the name that stands most often where names begin.
pub fn of_document(layout: &Layout, title: Option<&str>, issuer: Option<&str>, rules: &Rules) -> Option<Region> {
    let mut texts: Vec<(String, usize)> = Vec::new();
    texts.extend(issuer.map(|t| (fold(t), WEIGHT_OF_ISSUER)));
    texts.extend(title.map(|t| (fold(t), WEIGHT_OF_TITLE)));
    for item in &layout.items {
        match item {
            Item::Paragraph(p) => texts.push((fold(p.text.text()), 1)),
            Item::Table(t) => {
                let cells = t.rows.iter().flat_map(|r| r.cells.iter().flatten());
                texts.extend(cells.filter(|c| !c.merged).map(|c| (fold(c.text.text()), 1)));
            }
            Item::UnknownTable(_) => {}
        }
    }
    let prevailing = prevailing_level(&texts);
    // A single letter may name no region at the level of the units it is sent to.
    let name = most_frequent(&texts, rules, prevailing).or_else(|| most_frequent(&texts, rules, None))?;
    let level = match rules.regions.level(&name)? {
        RegionLevel::Province => Level::Province,
        RegionLevel::City => Level::City,
        RegionLevel::County => Level::County,
        RegionLevel::Town => Level::Town,
    };
    Some(Region { name, level })
}

/// The name that stands most often where names begin, at a level if one is given.
fn most_frequent(texts: &[(String, usize)], rules: &Rules, wanted: Option<RegionLevel>) -> Option<String> {
    // Towns stand in lists everywhere; a document is one of a town only where its units say so.
    let fits = |level: RegionLevel| wanted.map_or(level != RegionLevel::Town, |wanted| level == wanted);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (text, weight) in texts {
        for name in rules.regions.names(text).into_iter().filter(|name| rules.regions.level(name).is_some_and(fits)) {
            *counts.entry(name).or_default() += weight;
        }
    }
    // The name breaks ties, so that the order of the text never shows.
    counts.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(name.clone()))).map(|(name, _)| name)
}

/// The level that most units of the document belong to: 市发改委, 县发改局, 区经信局.
fn prevailing_level(texts: &[(String, usize)]) -> Option<RegionLevel> {
    use RegionLevel::{City, County, Province, Town};
    let mut counts = [(Province, 0usize), (City, 0), (County, 0), (Town, 0)];
    for (text, _) in texts {
        for (at, c) in text.char_indices() {
            let begins = at == 0 || text[..at].ends_with(['、', '(', ',', ':', ';', '\n']);
            let slot = match c {
                '省' => 0,
                '自' if text[at..].starts_with("自治区") => 0,
                '市' | '州' | '盟' => 1,
                '县' | '区' | '旗' => 2,
                '镇' | '乡' => 3,
                _ => continue,
            };
            if begins {
                counts[slot].1 += 1;
            }
        }
    }
    counts.iter().max_by_key(|(_, n)| *n).filter(|(_, n)| *n > 0).map(|(l, _)| *l)
}
