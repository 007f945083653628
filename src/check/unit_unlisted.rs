//! GW303 unit-unlisted (不在单位名单): a responsible unit is missing from the document's own list of units, or stands
//! there and is never used.

use super::item::Item;
use super::unit_name::folded;
use super::{Check, Context, Draft, plain, unit_names};
use crate::record::{Evidence, Severity, Unit};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check {
    code: "GW303",
    name: "unit-unlisted",
    title: "单位不在名单",
    severity: Severity::Info,
    explanation: "\
查什么：文件附有单位名单（“有关单位名单”“主送单位”）的，责任单位是否都在名单里，名单里的单位是否都领了任务。\
“各县（区）”这类统称、带括号另一块牌子、名称前冠本地地名的，按同一单位看；写法不统一由 GW302 报告，这里不重复。
为什么：不在名单里的单位收不到文件，却要完成任务；名单里没有任务的单位可能是漏分解了。
例：名单26家单位中没有市委改革办，它却承担2项任务。
怎样处理：补进名单，或改责任单位。没有任务也许只是知会，所以只作提示。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW303 设为 \"off\"。",
    run,
};

/// Units that are named in a finding.
const NAMED: usize = 12;

fn run(context: &Context) -> Vec<Draft> {
    let units = &context.records.units;
    let listed: Vec<&Unit> = units.iter().filter(|unit| unit.listed).collect();
    if listed.is_empty() {
        return Vec::new();
    }
    let spellings = spellings(units, context);
    let known = |unit: &Unit| listed.iter().any(|other| is_same(unit, other, &spellings, context));
    let missing: Vec<&Unit> =
        units.iter().filter(|unit| !unit.listed && is_unit(unit, context) && !known(unit)).collect();
    let used = |unit: &Unit| unit.targets + unit.tasks > 0;
    let in_use =
        |unit: &Unit| used(unit) || units.iter().any(|other| used(other) && is_same(other, unit, &spellings, context));
    let idle: Vec<&Unit> = listed.iter().copied().filter(|unit| !in_use(unit)).collect();
    [unlisted(&missing, context), unused(&idle)].into_iter().flatten().collect()
}

fn spellings(units: &[Unit], context: &Context) -> Vec<BTreeSet<String>> {
    let names: Vec<_> = units.iter().map(|unit| (plain(&unit.name), 1)).collect();
    let groups = unit_names::groups(&names, &context.settings.unit_names);
    groups.into_iter().map(|group| group.into_iter().collect()).collect()
}

fn is_same(one: &Unit, other: &Unit, spellings: &[BTreeSet<String>], context: &Context) -> bool {
    let (a, b) = (folded(&one.name), folded(&other.name));
    let canonical = folded(&one.canonical) == folded(&other.canonical);
    let (one, other) = (plain(&one.name), plain(&other.name));
    let together = || spellings.iter().any(|group| group.contains(&one) && group.contains(&other));
    let (short, long) = (bare(&a, context), bare(&b, context));
    canonical || short == long || together() || brackets(&a).iter().any(|part| bare(part, context) == long)
}

/// A name without the name of the region and its level in front.
fn bare(name: &str, context: &Context) -> String {
    let own = context.records.document.region.as_ref().map(|region| plain(&region.name)).unwrap_or_default();
    let name = name.strip_prefix(own.as_str()).filter(|_| !own.is_empty()).unwrap_or(name);
    let levels = &context.settings.unit_names.level_prefixes;
    let without =
        levels.iter().find_map(|level| name.strip_prefix(level.as_str())).filter(|rest| rest.chars().count() > 2);
    without.unwrap_or(name).to_owned()
}

/// The name in front of the brackets and the one in them: `市财政局(市国资委)`.
fn brackets(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = name.split(['(', ')']).map(str::to_owned).collect();
    parts.retain(|part| !part.is_empty());
    parts
}

/// Is it a unit that could stand in a list: no collective, no quotation.
fn is_unit(unit: &Unit, context: &Context) -> bool {
    let name = plain(&unit.name);
    let words = &context.settings.unit_names;
    let collective = words.collective_prefixes.iter().any(|word| name.starts_with(word.as_str()))
        || words.collective_words.iter().any(|word| name.contains(word.as_str()));
    !collective && !words.region_suffixes.iter().any(|suffix| name.ends_with(suffix.as_str()))
}

fn told(units: &[&Unit]) -> String {
    let more = if units.len() > NAMED { "等" } else { "" };
    format!("{}{more}", units.iter().take(NAMED).map(|unit| unit.name.as_str()).collect::<Vec<_>>().join("、"))
}

fn unlisted(units: &[&Unit], context: &Context) -> Option<Draft> {
    if units.is_empty() {
        return None;
    }
    let message = format!("{}个责任单位不在文件自己的单位名单中：{}", units.len(), told(units));
    let first = |unit: &&Unit| context.all_items().find(|item| names(*item, &unit.name));
    let places: Vec<(&str, Item)> = units.iter().filter_map(|unit| Some((unit.name.as_str(), first(unit)?))).collect();
    let evidence = places
        .iter()
        .take(NAMED)
        .map(|(name, item)| Evidence { text: (*name).to_owned(), anchor: item.anchor().clone() });
    let draft = Draft::new(message).about(places.iter().map(|(_, item)| item.id())).known_by(["名单外"]);
    Some(draft.known_by(units.iter().map(|unit| &unit.name)).evidence(evidence))
}

fn names(item: Item, name: &str) -> bool {
    item.responsible().iter().any(|unit| plain(&unit.name) == plain(name))
}

fn unused(units: &[&Unit]) -> Option<Draft> {
    if units.is_empty() {
        return None;
    }
    let message = format!("单位名单中有{}个单位没有任何任务和指标：{}", units.len(), told(units));
    Some(Draft::new(message).known_by(["未用"]).known_by(units.iter().map(|unit| &unit.name)))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{document, task};
    use crate::check::{Settings, run};
    use crate::record::{Level, Unit};

    fn unit(name: &str, listed: bool, tasks: u32) -> Unit {
        let (name, canonical, aliases) = (name.to_owned(), name.to_owned(), vec![name.to_owned()]);
        Unit { name, canonical, aliases, level: None, listed, targets: 0, tasks_led: 0, tasks }
    }

    fn messages(units: &[(&str, bool, u32)]) -> Vec<String> {
        let tasks = units.iter().filter(|unit| unit.2 > 0).map(|unit| task("某事").list("清单").by(unit.0));
        let mut records = document().of("东海市", Level::City).with_all(tasks).build();
        records.units = units.iter().map(|&(name, listed, tasks)| unit(name, listed, tasks)).collect();
        run(&mut records, &Settings::default());
        records.findings.into_iter().filter(|finding| finding.code == "GW303").map(|finding| finding.message).collect()
    }

    #[test]
    fn fires_on_units_outside_the_list_and_on_idle_ones() {
        assert_eq!(
            messages(&[("市教育局", true, 3), ("市统计局", true, 0), ("市委改革办", false, 2)]),
            ["单位名单中有1个单位没有任何任务和指标：市统计局", "1个责任单位不在文件自己的单位名单中：市委改革办"]
        );
    }

    #[test]
    fn stays_silent_without_a_list_and_on_other_spellings() {
        assert_eq!(messages(&[("市教育局", false, 3)]), [""; 0]);
        let same = [
            ("市资源规划局", true, 0),
            ("市资规局", false, 2),
            ("东海市消防救援支队", true, 0),
            ("市消防救援支队", false, 1),
            ("各县(区)", false, 4),
            ("市财政局", true, 1),
            ("市财政局(市国资委)", false, 1),
            ("市府办(金融)", true, 0),
            ("市府办〔金融〕", false, 1),
        ];
        assert_eq!(messages(&same), [""; 0]);
    }
}
