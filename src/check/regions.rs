//! The whole and its parts among the values of a row: 全市 and its counties, a county and its towns.
//!
//! Which column is the whole follows from the names of the columns alone, so it is settled once for all rows of a table.

use super::{ByLevel, Context, plain, quantity};
use crate::record::{Level, Target, TargetValue};
use std::collections::HashMap;

/// Values of one year and one basis, taken apart into the whole and its parts.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// The record that the values belong to.
    pub(super) target: &'a Target,
    /// The value of the whole region.
    pub(super) whole: &'a TargetValue,
    /// The values of its parts, two or more.
    pub(super) parts: Vec<&'a TargetValue>,
    /// Columns that repeat others (小计, 其中), left out of `parts`.
    pub(super) subtotals: Vec<&'a TargetValue>,
    /// A ratio, an average or a standard, which does not add up.
    pub(super) is_ratio: bool,
    /// What the parts are.
    pub(super) parts_are: PartsAre,
}

/// What the parts of a whole are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartsAre {
    /// Columns of a row, one a region.
    Regions,
    /// Rows of a column.
    Rows,
}

impl PartsAre {
    /// The Chinese word for all of them.
    pub(super) fn label(self) -> &'static str {
        match self {
            PartsAre::Regions => "各地",
            PartsAre::Rows => "各行",
        }
    }
}

/// The rows of all targets that have a whole and at least two parts, in source order.
pub(super) fn rows<'a>(context: &Context<'a>) -> Vec<Row<'a>> {
    let mut known: HashMap<Vec<&'a str>, Option<Columns>> = HashMap::new();
    let mut rows = Vec::new();
    for target in context.records.targets.iter().filter(|target| target.values.len() > 2) {
        for values in by_year_and_basis(target) {
            let names: Vec<&str> = values.iter().map(|value| value.region.as_str()).collect();
            if let Some(columns) = known.entry(names).or_insert_with_key(|names| columns(names, context)) {
                rows.push(columns.row(target, &values, context));
            }
        }
    }
    rows
}

fn by_year_and_basis(target: &Target) -> Vec<Vec<&TargetValue>> {
    let mut groups: Vec<Vec<&TargetValue>> = Vec::new();
    for value in &target.values {
        let same = |group: &&mut Vec<&TargetValue>| (group[0].year, group[0].basis) == (value.year, value.basis);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(value),
            None => groups.push(vec![value]),
        }
    }
    groups.retain(|group| group.len() > 2);
    groups
}

/// Which columns of a table are the whole, its parts, and repetitions; by their place.
struct Columns {
    whole: usize,
    parts: Vec<usize>,
    subtotals: Vec<usize>,
}

impl Columns {
    fn row<'a>(&self, target: &'a Target, values: &[&'a TargetValue], context: &Context) -> Row<'a> {
        let at = |places: &[usize]| places.iter().map(|&place| values[place]).collect::<Vec<_>>();
        let is_ratio = quantity::is_ratio(target, values, context);
        let (parts, subtotals) = (at(&self.parts), at(&self.subtotals));
        Row { target, whole: values[self.whole], parts, subtotals, is_ratio, parts_are: PartsAre::Regions }
    }
}

/// How a column claims to be the whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// By a word (全市), with its level; 合计 has none.
    Word(Option<Level>),
    /// By being the document's own region.
    Own(Level),
}

impl Claim {
    fn level(self) -> Option<Level> {
        match self {
            Claim::Word(level) => level,
            Claim::Own(level) => Some(level),
        }
    }
}

fn columns(names: &[&str], context: &Context) -> Option<Columns> {
    let words = &context.settings.regions;
    let all: Vec<Column> = (0..).zip(names).map(|(at, name)| Column { at, name: plain(name) }).collect();
    let is_subtotal = |column: &&Column| words.subtotal.iter().any(|word| column.name.starts_with(word.as_str()));
    let (subtotals, columns): (Vec<&Column>, Vec<&Column>) = all.iter().partition(is_subtotal);
    if has_twins(&columns) {
        return None;
    }
    let claims: Vec<_> = columns.iter().filter_map(|column| Some((column.at, claim(&column.name, context)?))).collect();
    let (whole, parts) = match claims.is_empty() {
        true => highest(&columns, &words.suffix)?,
        false => claimed(&columns, claims, &words.suffix)?,
    };
    let subtotals = subtotals.iter().map(|column| column.at).collect();
    (parts.len() > 1).then_some(Columns { whole, parts, subtotals })
}

/// A column of regions: its place and its name for comparing.
struct Column {
    at: usize,
    name: String,
}

fn has_twins(columns: &[&Column]) -> bool {
    let names: std::collections::BTreeSet<_> = columns.iter().map(|column| &column.name).collect();
    names.len() < columns.len()
}

fn claim(region: &str, context: &Context) -> Option<Claim> {
    let whole = &context.settings.regions.whole;
    if let Some(level) = level_of(whole, |word| word == region) {
        return Some(Claim::Word(Some(level)));
    }
    if whole.any.iter().any(|word| word == region) {
        return Some(Claim::Word(None));
    }
    let own = context.records.document.region.as_ref()?;
    let name = plain(&own.name);
    let bare: String = name.chars().take(name.chars().count().saturating_sub(1)).collect();
    (region == name || (bare.chars().count() > 1 && region == bare)).then_some(Claim::Own(own.level))
}

fn level_of(words: &ByLevel, fits: impl Fn(&String) -> bool) -> Option<Level> {
    let levels = [
        (Level::Province, &words.province),
        (Level::City, &words.city),
        (Level::County, &words.county),
        (Level::Town, &words.town),
    ];
    let hits = levels.into_iter().flat_map(|(level, words)| words.iter().map(move |word| (word, level)));
    hits.filter(|(word, _)| fits(word)).max_by_key(|(word, _)| word.len()).map(|(_, level)| level)
}

fn suffix_level(region: &str, suffixes: &ByLevel) -> Option<Level> {
    level_of(suffixes, |suffix| region.ends_with(suffix.as_str()))
}

/// The place of the whole and those of its parts.
type Parted = (usize, Vec<usize>);

/// The claim of the lowest level whose parts all lie below it; columns of a level above are left out.
fn claimed(columns: &[&Column], mut claims: Vec<(usize, Claim)>, suffixes: &ByLevel) -> Option<Parted> {
    claims.sort_by_key(|(_, claim)| std::cmp::Reverse(claim.level()));
    let claim_of = |at: usize| claims.iter().find(|(other, _)| *other == at).map(|(_, claim)| *claim);
    for &(whole, claim) in &claims {
        let above = |column: &&&Column| claim_of(column.at).is_some_and(|theirs| theirs.level() < claim.level());
        let parts: Vec<&Column> =
            columns.iter().filter(|column| column.at != whole && !above(column)).copied().collect();
        let claims_too = |part: &&Column| {
            let theirs = claim_of(part.at);
            theirs.is_some_and(|theirs| matches!(theirs, Claim::Word(_)) || theirs.level() == claim.level())
        };
        if parts.len() > 1 && !parts.iter().any(claims_too) && lie_below(&parts, claim, suffixes) {
            return Some((whole, parts.iter().map(|part| part.at).collect()));
        }
    }
    None
}

/// May these be parts of a whole with this claim. A city has county-level cities among its parts, so the ending 市 alone
/// speaks against a part only where the whole is known by its name and no part is of a lower level.
fn lie_below(parts: &[&Column], claim: Claim, suffixes: &ByLevel) -> bool {
    let Some(level) = claim.level() else { return true };
    let levels: Vec<_> = parts.iter().filter_map(|part| suffix_level(&part.name, suffixes)).collect();
    let equal = levels.contains(&level);
    let lower = levels.iter().any(|part| *part > level);
    levels.iter().all(|part| *part >= level) && (matches!(claim, Claim::Word(_)) || !equal || lower)
}

/// Without a claim: the one region of the highest level, when every column ends like a region.
fn highest(columns: &[&Column], suffixes: &ByLevel) -> Option<Parted> {
    let levels: Option<Vec<_>> = columns.iter().map(|column| suffix_level(&column.name, suffixes)).collect();
    let levels = levels?;
    let top = levels.iter().min()?;
    (levels.iter().filter(|level| *level == top).count() == 1).then_some(())?;
    let at = levels.iter().position(|level| level == top)?;
    let parts = columns.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, column)| column.at).collect();
    Some((columns[at].at, parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{document, target};
    use crate::check::{Checker, Settings};

    /// `whole = parts`, `-` for a row without them.
    fn parted(own: Option<(&str, Level)>, regions: &str) -> String {
        let cells: Vec<_> = regions.split(' ').map(|region| format!("{region} 1")).collect();
        let mut document = document().with(target("山塘").regions(&cells.join(", ")));
        if let Some((name, level)) = own {
            document = document.of(name, level);
        }
        let (records, checker) = (document.build(), Checker::new(Settings::default()));
        let rows = rows(&Context::new(&records, &checker));
        let names = |row: &Row| row.parts.iter().map(|part| part.region.clone()).collect::<Vec<_>>().join(" ");
        rows.first().map_or("-".into(), |row| format!("{} = {}", row.whole.region, names(row)))
    }

    #[test]
    fn the_whole_is_a_word_the_own_region_or_the_highest() {
        let city = Some(("东海市", Level::City));
        let county = Some(("甲县", Level::County));
        for (own, regions, expected) in [
            (None, "全市 市本级 甲县 乙区", "全市 = 市本级 甲县 乙区"),
            (city, "东海市 甲县 乙区", "东海市 = 甲县 乙区"),
            (city, "东海 甲 乙", "东海 = 甲 乙"),
            (city, "全省 全市 甲县 乙区", "全市 = 甲县 乙区"),
            (city, "东海市 甲县 乙市", "东海市 = 甲县 乙市"),
            (city, "东海市 西海市 南海市", "-"),
            (city, "全市 东海市 甲县", "-"),
            (county, "甲县 一镇 二乡", "甲县 = 一镇 二乡"),
            (county, "全市 甲县 乙县 丙区", "全市 = 甲县 乙县 丙区"),
            (county, "甲县 乙县 丙区", "-"),
            (county, "全市 甲县", "-"),
            (None, "合计 一镇 二乡", "合计 = 一镇 二乡"),
            (None, "合计 全市 甲县", "-"),
            (None, "东海市 甲县 乙区", "东海市 = 甲县 乙区"),
            (None, "东海市 西海市 甲县", "-"),
            (None, "甲 乙 丙", "-"),
            (None, "全市 市区 甲区 乙县", "全市 = 甲区 乙县"),
            (None, "全市 甲县 甲县", "-"),
            (None, "全市", "-"),
        ] {
            assert_eq!(parted(own, regions), expected, "{regions}");
        }
    }
}
