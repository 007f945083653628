//! The whole and its parts among the values of a row: 全市 and its counties, a county and its towns.

use super::{ByLevel, Context, plain};
use crate::record::{Level, Target, TargetValue};

/// Values of one year and one basis, taken apart into the whole and its parts.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// The value of the whole region.
    pub(super) whole: &'a TargetValue,
    /// The values of its parts, two or more.
    pub(super) parts: Vec<&'a TargetValue>,
    /// Columns that repeat others (小计, 其中), left out of `parts`.
    pub(super) subtotals: Vec<&'a TargetValue>,
}

/// The rows of a target that have a whole and at least two parts.
pub(super) fn rows<'a>(target: &'a Target, context: &Context) -> Vec<Row<'a>> {
    let mut groups: Vec<Vec<&TargetValue>> = Vec::new();
    for value in &target.values {
        let same = |group: &&mut Vec<&TargetValue>| (group[0].year, group[0].basis) == (value.year, value.basis);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(value),
            None => groups.push(vec![value]),
        }
    }
    groups.into_iter().filter_map(|group| row(group, context)).collect()
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

fn row<'a>(values: Vec<&'a TargetValue>, context: &Context) -> Option<Row<'a>> {
    let words = &context.settings.regions;
    let is_subtotal =
        |value: &&TargetValue| words.subtotal.iter().any(|word| plain(&value.region).starts_with(word.as_str()));
    let (subtotals, values): (Vec<_>, Vec<_>) = values.into_iter().partition(is_subtotal);
    if has_twins(&values) {
        return None;
    }
    let claims: Vec<_> = values.iter().filter_map(|value| Some((*value, claim(&value.region, context)?))).collect();
    let (whole, parts) = match claims.is_empty() {
        true => highest(&values, &words.suffix)?,
        false => claimed(&values, claims, &words.suffix)?,
    };
    (parts.len() > 1).then_some(Row { whole, parts, subtotals })
}

fn has_twins(values: &[&TargetValue]) -> bool {
    let names: std::collections::BTreeSet<_> = values.iter().map(|value| plain(&value.region)).collect();
    names.len() < values.len()
}

fn claim(region: &str, context: &Context) -> Option<Claim> {
    let region = plain(region);
    let whole = &context.settings.regions.whole;
    if let Some(level) = level_of(whole, |word| *word == region) {
        return Some(Claim::Word(Some(level)));
    }
    if whole.any.contains(&region) {
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
    let region = plain(region);
    level_of(suffixes, |suffix| region.ends_with(suffix.as_str()))
}

type Parted<'a> = (&'a TargetValue, Vec<&'a TargetValue>);

/// The claim of the lowest level whose parts all lie below it; columns of a level above are left out.
fn claimed<'a>(
    values: &[&'a TargetValue],
    mut claims: Vec<(&'a TargetValue, Claim)>,
    suffixes: &ByLevel,
) -> Option<Parted<'a>> {
    claims.sort_by_key(|(_, claim)| std::cmp::Reverse(claim.level()));
    for &(whole, claim) in &claims {
        let above = |value: &TargetValue| {
            claims.iter().any(|(other, theirs)| std::ptr::eq(*other, value) && theirs.level() < claim.level())
        };
        let parts: Vec<_> =
            values.iter().copied().filter(|value| !std::ptr::eq(*value, whole) && !above(value)).collect();
        let claims_too = |part: &&TargetValue| {
            claims.iter().any(|(other, theirs)| {
                std::ptr::eq(*other, *part) && (matches!(theirs, Claim::Word(_)) || theirs.level() == claim.level())
            })
        };
        if parts.len() > 1 && !parts.iter().any(claims_too) && lie_below(&parts, claim, suffixes) {
            return Some((whole, parts));
        }
    }
    None
}

/// May these be parts of a whole with this claim. A city has county-level cities among its parts, so the ending 市 alone
/// speaks against a part only where the whole is known by its name and no part is of a lower level.
fn lie_below(parts: &[&TargetValue], claim: Claim, suffixes: &ByLevel) -> bool {
    let Some(level) = claim.level() else { return true };
    let levels: Vec<_> = parts.iter().filter_map(|part| suffix_level(&part.region, suffixes)).collect();
    let equal = levels.contains(&level);
    let lower = levels.iter().any(|part| *part > level);
    levels.iter().all(|part| *part >= level) && (matches!(claim, Claim::Word(_)) || !equal || lower)
}

/// Without a claim: the one region of the highest level, when every column ends like a region.
fn highest<'a>(values: &[&'a TargetValue], suffixes: &ByLevel) -> Option<Parted<'a>> {
    let levels: Option<Vec<_>> = values.iter().map(|value| suffix_level(&value.region, suffixes)).collect();
    let levels = levels?;
    let top = levels.iter().min()?;
    (levels.iter().filter(|level| *level == top).count() == 1).then_some(())?;
    let at = levels.iter().position(|level| level == top)?;
    let parts = values.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, value)| *value).collect();
    Some((values[at], parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Settings;
    use crate::check::testing::{document, target};

    /// `whole = parts`, `-` for a row without them.
    fn parted(own: Option<(&str, Level)>, regions: &str) -> String {
        let cells: Vec<_> = regions.split(' ').map(|region| format!("{region} 1")).collect();
        let mut document = document().with(target("山塘").regions(&cells.join(", ")));
        if let Some((name, level)) = own {
            document = document.of(name, level);
        }
        let (records, settings) = (document.build(), Settings::default());
        let rows = rows(&records.targets[0], &Context::new(&records, &settings));
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
