//! Regions (地区) over documents: 全市 in a city's document is that city, 定海 is 定海区, and a region that was renamed
//! goes by its new name.

use crate::check::{ByLevel, Settings};
use crate::grammar::fold::fold;
use crate::grammar::region::{self, RegionWords};
use crate::record::{DocumentRecords, Level};
use crate::rules::{Rules, Successions};
use std::collections::{BTreeMap, BTreeSet};

/// Sign between a document's region and a column that is no region of its own: 市本级, 高新区管委会.
const PART_OF: char = '·';

/// What the printed region names of several documents stand for.
pub(super) struct Places<'a> {
    settings: &'a Settings,
    regions: &'a Successions,
    /// Words of which no name of a region is made: 示范区, 高新.
    words: RegionWords<'a>,
    /// For each document its own region and level.
    own: Vec<Option<(String, Level)>>,
    /// Full names by their name without ending.
    by_stem: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(documents: &[&DocumentRecords], rules: &'a Rules, settings: &'a Settings) -> Self {
        let own = |document: &&DocumentRecords| document.document.region.as_ref().map(|r| (fold(&r.name), r.level));
        let own: Vec<_> = documents.iter().map(own).collect();
        let printed = documents.iter().flat_map(|document| &document.targets).flat_map(|target| &target.values);
        let mut names: BTreeSet<String> = printed.map(|value| fold(&value.region)).collect();
        names.extend(own.iter().flatten().map(|(name, _)| name.clone()));
        documents.iter().for_each(|document| names.extend(mentioned(document, rules)));
        let mut places = Places {
            settings,
            regions: &rules.pack.regions,
            words: rules.pack.region_words(),
            own,
            by_stem: BTreeMap::new(),
        };
        for name in names {
            if let Some(stem) = stem(&name).filter(|_| places.is_region(&name)).map(str::to_string) {
                places.by_stem.entry(stem).or_default().insert(name);
            }
        }
        places.own = places.own.iter().map(|own| own.clone().map(|(name, level)| (places.now(name), level))).collect();
        places
    }

    /// The region that a document governs, under its present name.
    pub(super) fn own(&self, document: usize) -> Option<&str> {
        self.own[document].as_ref().map(|(name, _)| name.as_str())
    }

    /// The level of the region that a document governs.
    pub(super) fn level(&self, document: usize) -> Option<Level> {
        self.own[document].as_ref().map(|(_, level)| *level)
    }

    /// The region that a printed name of a document stands for, under its present name.
    pub(super) fn of(&self, document: usize, printed: &str) -> String {
        let text = fold(printed);
        let own = self.own(document);
        match (self.whole(&text), own) {
            (Some(level), Some(own)) if level.is_none() || level == self.level(document) => return own.to_string(),
            (Some(_), _) => return text,
            (None, Some(own)) if own == text || stem(own) == Some(text.as_str()) => return own.to_string(),
            (None, _) => {}
        }
        if self.is_region(&text) {
            return self.now(text);
        }
        let full = self.by_stem.get(&text).filter(|names| names.len() == 1).and_then(BTreeSet::first);
        match (full, own) {
            (Some(full), _) => self.now(full.clone()),
            (None, Some(own)) => format!("{own}{PART_OF}{text}"),
            (None, None) => text,
        }
    }

    /// Is it a word for the whole, and of which level; 合计 is of none.
    fn whole(&self, text: &str) -> Option<Option<Level>> {
        let words = &self.settings.regions.whole;
        let level = levels(words).into_iter().find(|(_, list)| list.iter().any(|word| word == text));
        level.map(|(level, _)| Some(level)).or_else(|| words.any.iter().any(|word| word == text).then_some(None))
    }

    /// Does it end as names of regions do; 高新区 and 市区 are no regions.
    pub(super) fn is_region(&self, text: &str) -> bool {
        let ends = |list: &[String]| list.iter().any(|suffix| text.ends_with(suffix.as_str()));
        let mut lists = levels(&self.settings.regions.suffix).into_iter();
        let subtotal = self.settings.regions.subtotal.iter().any(|word| text.starts_with(word.as_str()));
        let named = text.chars().count() > 1;
        // A single character may well begin a name (从江县); a word does not.
        let word = |begin: &String| begin.chars().count() > 1 && text.starts_with(begin.as_str());
        let other = ends(self.words.not) || self.words.not_begin.iter().any(word);
        named && !subtotal && !other && lists.any(|(_, list)| ends(list))
    }

    fn now(&self, name: String) -> String {
        self.regions.of(&name).filter(|succession| !succession.merged).map_or(name, |succession| succession.name)
    }
}

/// Full names of regions in the running text and among the units of a document: its tables may call them by their stems.
fn mentioned(document: &DocumentRecords, rules: &Rules) -> Vec<String> {
    let words = rules.pack.region_words();
    let units = document.units.iter().map(|unit| unit.name.as_str());
    let sections = document.tasks.iter().flat_map(|task| &task.sections).map(|section| section.text.as_str());
    let texts = document.document.title.as_deref().into_iter().chain(units).chain(sections);
    let names = |text| region::names(&fold(text), words).into_iter().map(str::to_string).collect::<Vec<_>>();
    texts.flat_map(names).collect()
}

fn levels(words: &ByLevel) -> [(Level, &Vec<String>); 4] {
    [
        (Level::Province, &words.province),
        (Level::City, &words.city),
        (Level::County, &words.county),
        (Level::Town, &words.town),
    ]
}

/// A name without its ending of one character, where two are left: 定海区 and 定海.
fn stem(name: &str) -> Option<&str> {
    let (at, _) = name.char_indices().next_back()?;
    (name[..at].chars().count() > 1).then_some(&name[..at])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{RULES, of, year};
    use super::*;
    use crate::check::testing::{document, target};

    #[test]
    fn every_column_stands_for_one_region() {
        let settings = Settings::default();
        let city =
            year(2024, document().with(target("甲").regions("全市 1, 望洲 2, 澜山县 3, 市本级 4, 高新区 5, 绍兴县 6")));
        let county = of(
            "望洲区",
            Level::County,
            2023,
            document().with(target("甲").regions("全区 1, 全市 2, 望洲区 3, 一镇 4")),
        );
        let places = Places::new(&[&city, &county], &RULES, &settings);
        for (document, printed, place) in [
            (0, "全市", "东海市"),
            (0, "合计", "东海市"),
            (0, "东海", "东海市"),
            (0, "望洲", "望洲区"),
            (0, "澜山", "澜山县"),
            (0, "市本级", "东海市·市本级"),
            (0, "高新区", "东海市·高新区"),
            (0, "绍兴县", "柯桥区"),
            (0, "全省", "全省"),
            (1, "全区", "望洲区"),
            (1, "全市", "全市"),
            (1, "望 洲", "望洲区"),
            (1, "一镇", "一镇"),
        ] {
            assert_eq!(places.of(document, printed), place, "{printed} in {document}");
        }
    }
}
