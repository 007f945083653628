//! What became of responsible units (责任单位): kept, under another name, new, gone; and which unit of the level above has
//! the same duty.

use super::View;
use crate::check::{Settings, unit_names};
use crate::grammar::fold::fold;
use crate::record::comparison::{Relation, UnitChange, UnitStatus};
use crate::record::{DocumentRecords, Responsible, Role};
use crate::rules::{Rules, Succession};
use std::collections::{BTreeMap, BTreeSet};

/// Sign in a former name for the place that stands there.
const ANY_PLACE: char = '*';

/// What became of the units since the latest earlier document of the region, and the counterparts on the level above.
pub(super) fn changes(view: &View) -> Vec<UnitChange> {
    let with = |relation: Relation| {
        let documents = 1..view.documents.len();
        documents.into_iter().find(|at| view.relation(*at) == relation && !view.documents[*at].units.is_empty())
    };
    let mut changes = with(Relation::Same).map(|old| since(old, view)).unwrap_or_default();
    changes.extend(with(Relation::Above).map(|above| counterparts(above, view)).unwrap_or_default());
    changes
}

/// Every unit of the new document, then those of the old one that are gone.
fn since(old: usize, view: &View) -> Vec<UnitChange> {
    let same = SameUnits::new(old, view);
    let document = Some(view.id(old).to_string());
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut changes = Vec::new();
    for unit in &view.documents[0].units {
        let name = unit.name.as_str();
        let before = same.before(name);
        found.extend(before.map(|(name, _)| name));
        let (status, reason) = match &before {
            Some((earlier, _)) if fold(earlier) == fold(name) => (UnitStatus::Kept, String::new()),
            Some((_, reason)) => (UnitStatus::Renamed, reason.to_string()),
            None => (UnitStatus::New, String::new()),
        };
        let old = before.map(|(name, _)| name.to_string());
        changes.push(UnitChange { status, document: document.clone(), old, new: Some(name.to_string()), reason });
    }
    let gone = view.documents[old].units.iter().filter(|unit| !found.contains(unit.name.as_str()));
    changes.extend(gone.map(|unit| {
        let reason = successor(&unit.name, view.rules, view.settings).map(|(_, next)| told(&next)).unwrap_or_default();
        let (old, document) = (Some(unit.name.clone()), document.clone());
        UnitChange { status: UnitStatus::Gone, document, old, new: None, reason }
    }));
    changes
}

/// Which unit of an old document a unit of the new one is.
struct SameUnits {
    /// Name in the new document to name in the old one, with the reason in Chinese.
    by_new: BTreeMap<String, (String, String)>,
}

impl SameUnits {
    fn new(old: usize, view: &View) -> SameUnits {
        let names = |document: usize| view.documents[document].units.iter().map(|unit| unit.name.as_str());
        let mut by_new = BTreeMap::new();
        let before: BTreeMap<String, &str> = names(old).map(|name| (fold(name), name)).collect();
        for name in names(0) {
            if let Some(same) = before.get(&fold(name)) {
                by_new.insert(name.to_string(), (same.to_string(), String::new()));
            }
        }
        for (new, old, reason) in successions(old, view) {
            by_new.entry(new).or_insert((old, reason));
        }
        for (new, old) in spellings(names(0), names(old), view) {
            by_new.entry(new).or_insert((old, "同一单位的不同写法".to_string()));
        }
        SameUnits { by_new }
    }

    fn before(&self, new: &str) -> Option<(&str, &str)> {
        self.by_new.get(new).map(|(old, reason)| (old.as_str(), reason.as_str()))
    }
}

/// Pairs of a name of the new and one of the old document that are spellings of one unit.
fn spellings<'n>(
    new: impl Iterator<Item = &'n str>,
    old: impl Iterator<Item = &'n str>,
    view: &View,
) -> Vec<(String, String)> {
    let (new, old): (Vec<&str>, Vec<&str>) = (new.collect(), old.collect());
    let all: BTreeSet<&str> = new.iter().chain(&old).copied().collect();
    let counted: Vec<(String, usize)> = all.into_iter().map(|name| (name.to_string(), 1)).collect();
    let groups = unit_names::find(&counted, &view.settings.unit_names).into_iter().filter(|group| group.certain);
    let pair = |names: Vec<String>| {
        let own = |of: &[&str]| names.iter().find(|name| of.contains(&name.as_str())).cloned();
        // A document that uses both spellings tells nothing that the other does not.
        let fresh = new.iter().copied().filter(|name| !old.contains(name)).collect::<Vec<_>>();
        Some((own(&fresh)?, own(&old)?))
    };
    groups.filter_map(|group| pair(group.names.into_iter().map(|(name, _)| name).collect())).collect()
}

/// Names of the new document that followed names of the old one: new, old, reason.
fn successions(old: usize, view: &View) -> Vec<(String, String, String)> {
    let mut out = Vec::new();
    for unit in &view.documents[old].units {
        let Some((name, succession)) = successor(&unit.name, view.rules, view.settings) else { continue };
        let new = view.documents[0].units.iter().map(|unit| unit.name.as_str());
        let same = new.clone().find(|new| fold(new) == fold(&name)).map(str::to_string);
        let same = same.or_else(|| spellings(new, [name.as_str()].into_iter(), view).pop().map(|(new, _)| new));
        out.extend(same.map(|new| (new, unit.name.clone(), told(&succession))));
    }
    out
}

/// Why a name is out of use, in Chinese.
pub(super) fn told(succession: &Succession) -> String {
    let name = succession.name.replace(ANY_PLACE, "");
    let verb = if succession.merged { "并入" } else { "改为" };
    format!("{}年起{verb}{name}", succession.since)
}

/// The name that followed a unit's name, with its level or place, and the entry of the rules.
pub(super) fn successor(name: &str, rules: &Rules, settings: &Settings) -> Option<(String, Succession)> {
    let name = fold(name);
    let table = &rules.pack.organisations;
    let prefixes = settings.unit_names.level_prefixes.iter();
    for rest in prefixes.filter_map(|prefix| name.strip_prefix(prefix.as_str())).chain([name.as_str()]) {
        if let Some(succession) = table.of(rest) {
            let level = &name[..name.len() - rest.len()];
            return Some((format!("{level}{}", succession.name), succession));
        }
    }
    let pattern = table.iter().find_map(|entry| Some((entry, place_in(&name, &entry.former)?)))?;
    let (entry, place) = pattern;
    let succession = table.of(&entry.former)?;
    Some((succession.name.replace(ANY_PLACE, place), succession))
}

/// What stands for the sign in a pattern such as `人行*中心支行`.
fn place_in<'n>(name: &'n str, pattern: &str) -> Option<&'n str> {
    let (before, behind) = pattern.split_once(ANY_PLACE)?;
    let place = name.strip_prefix(before)?.strip_suffix(behind)?;
    (!place.is_empty()).then_some(place)
}

/// Units of the level above with the duty of a unit of the new document: under the level of those above, the two names
/// are spellings of one unit.
fn counterparts(above: usize, view: &View) -> Vec<UnitChange> {
    let levels = prevailing_level(view.documents[0], view).zip(prevailing_level(view.documents[above], view));
    let Some((own, theirs)) = levels else { return Vec::new() };
    let higher: Vec<&str> = view.documents[above].units.iter().map(|unit| unit.name.as_str()).collect();
    let units = view.documents[0].units.iter().filter_map(|unit| {
        let raised = format!("{theirs}{}", unit.name.strip_prefix(own)?);
        Some((raised, unit.name.as_str()))
    });
    let raised: Vec<(String, &str)> = units.collect();
    let spelt = spellings_of(raised.iter().map(|(name, _)| name.as_str()).chain(higher.iter().copied()), view);
    let counterpart = |(raised, name): &(String, &str)| {
        let same = |other: &&&str| {
            fold(other) == fold(raised)
                || spelt.iter().any(|group| [raised.as_str(), other].iter().all(|n| group.iter().any(|m| m == n)))
        };
        Some(UnitChange {
            status: UnitStatus::Counterpart,
            document: Some(view.id(above).to_string()),
            old: Some(higher.iter().find(same)?.to_string()),
            new: Some(name.to_string()),
            reason: "上级的对口单位".to_string(),
        })
    };
    raised.iter().filter_map(counterpart).collect()
}

/// The level that most units of a document carry in front: 市, 县.
fn prevailing_level<'v>(records: &DocumentRecords, view: &'v View) -> Option<&'v str> {
    let levels = view.settings.unit_names.level_prefixes.iter();
    let count = |level: &String| records.units.iter().filter(|unit| unit.name.starts_with(level.as_str())).count();
    let counted = levels.map(|level| (count(level), level.as_str())).filter(|(count, _)| *count > 0);
    counted.max_by_key(|(count, level)| (*count, std::cmp::Reverse(*level))).map(|(_, level)| level)
}

/// Groups of names that are spellings of one unit.
fn spellings_of<'n>(names: impl Iterator<Item = &'n str>, view: &View) -> Vec<Vec<String>> {
    let all: BTreeSet<&str> = names.collect();
    let counted: Vec<(String, usize)> = all.into_iter().map(|name| (name.to_string(), 1)).collect();
    unit_names::groups(&counted, &view.settings.unit_names)
}

/// Says that other units answer now; `None` where one of them does as before, under whatever name, or where one side
/// names none. Where an order is stated, those that lead are meant.
pub(super) fn changed_leads(old: &[Responsible], new: &[Responsible], view: &View) -> Option<String> {
    let has_order = [old, new].into_iter().all(|units| units.iter().any(|unit| unit.role == Role::Lead));
    let answering = |units: &[Responsible]| -> Vec<String> {
        let chosen = units.iter().filter(|unit| !has_order || unit.role == Role::Lead);
        chosen.map(|unit| unit.name.clone()).collect()
    };
    let (before, after) = (answering(old), answering(new));
    let goes_on = before.iter().any(|name| after.iter().any(|new| one_unit(name, new, view)));
    if before.is_empty() || after.is_empty() || goes_on {
        return None;
    }
    let what = if has_order { "牵头单位" } else { "责任单位" };
    Some(format!("{what}由{}变为{}", before.join("、"), after.join("、")))
}

/// Are two names one unit: the same, spellings of one, or one followed by the other.
fn one_unit(old: &str, new: &str, view: &View) -> bool {
    let same = |a: &str, b: &str| {
        let counted = [(a.to_string(), 1), (b.to_string(), 1)];
        fold(a) == fold(b) || !unit_names::find(&counted, &view.settings.unit_names).is_empty()
    };
    same(old, new) || successor(old, view.rules, view.settings).is_some_and(|(name, _)| same(&name, new))
}

/// The names among `known` that mean the same unit as `name`: the same, spellings of it, those before it and behind it.
pub fn unit_names_of(name: &str, known: &[String], rules: &Rules, settings: &Settings) -> Vec<String> {
    let mut meant: Vec<String> = vec![fold(name)];
    meant.extend(successor(name, rules, settings).map(|(next, _)| next));
    let before = known.iter().filter(|other| {
        successor(other, rules, settings).is_some_and(|(next, _)| meant.iter().any(|name| fold(name) == fold(&next)))
    });
    let before: Vec<String> = before.cloned().collect();
    meant.extend(before);
    let all: BTreeSet<&String> = known.iter().chain(&meant).collect();
    let counted: Vec<(String, usize)> = all.into_iter().map(|name| (name.clone(), 1)).collect();
    for group in unit_names::find(&counted, &settings.unit_names) {
        if group.names.iter().any(|(spelt, _)| meant.contains(spelt)) {
            meant.extend(group.names.into_iter().map(|(spelt, _)| spelt));
        }
    }
    known.iter().filter(|known| meant.iter().any(|name| fold(name) == fold(known))).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{RULES, compared, of, year};
    use super::*;
    use crate::check::testing::{document, task};
    use crate::record::Level;

    fn list(units: &str) -> crate::check::testing::DocumentBuilder {
        document().with(task("渔港避风锚地建设").by(units))
    }

    fn told(changes: &[UnitChange]) -> Vec<String> {
        let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "-".to_string());
        changes
            .iter()
            .map(|unit| format!("{:?} {} {} {}", unit.status, name(&unit.old), name(&unit.new), unit.reason))
            .collect()
    }

    #[test]
    fn units_are_kept_renamed_new_or_gone() {
        let old = year(2022, list("市水利局、市资源规划局、市大数据局、市环保局、东海银保监分局、市残联"));
        let new =
            year(2024, list("市水利局、市资规局、市数据局、市生态环境局、国家金融监督管理总局东海监管分局、市文联"));
        assert_eq!(
            told(&compared(&new, &[&old]).units),
            [
                "Kept 市水利局 市水利局 ",
                "Renamed 市资源规划局 市资规局 同一单位的不同写法",
                "Renamed 市大数据局 市数据局 2024年起改为数据局",
                "Renamed 市环保局 市生态环境局 2019年起改为生态环境局",
                "Renamed 东海银保监分局 国家金融监督管理总局东海监管分局 2023年起改为国家金融监督管理总局监管分局",
                "New - 市文联 ",
                "Gone 市残联 - ",
            ]
        );
    }

    #[test]
    fn units_of_a_county_have_counterparts_in_the_city() {
        let city = list("市发改委、市资源规划局、市残联")
            .with(crate::check::testing::target("农村自来水普及率").unit("%").regions("全市 80, 望洲区 90, 澜山县 70"));
        let county = of("望洲区", Level::County, 2023, list("区发改局、区资规局、区文联"));
        assert_eq!(
            told(&compared(&county, &[&year(2023, city)]).units),
            ["Counterpart 市发改委 区发改局 上级的对口单位", "Counterpart 市资源规划局 区资规局 上级的对口单位"]
        );
    }

    #[test]
    fn a_name_means_its_spellings_and_those_before_it() {
        let settings = Settings::default();
        let known =
            ["市资规局", "市资源规划局", "市大数据局", "市数据局", "市残联", "县资规局"].map(String::from).to_vec();
        let meant = |name: &str| unit_names_of(name, &known, &RULES, &settings).join("、");
        assert_eq!(meant("市自然资源和规划局"), "市资规局、市资源规划局");
        assert_eq!(meant("市数据局"), "市大数据局、市数据局");
        assert_eq!(meant("市大数据局"), "市大数据局、市数据局");
        assert_eq!(meant("市 残联"), "市残联");
        assert_eq!(meant("市气象局"), "");
    }
}
