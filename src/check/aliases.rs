//! One entry a unit (责任单位归并): spellings of one unit that a document uses side by side.

use super::UnitNames;
use super::unit_names;
use crate::record::Unit;
use std::collections::BTreeSet;

/// Joins the entries of units whose names are certainly spellings of one unit: the entry keeps the spelling printed
/// most often, takes the fullest one as canonical, and lists all of them as aliases. Doubtful spellings stay apart.
pub fn merge(units: &mut Vec<Unit>, words: &UnitNames) {
    let counted: Vec<(String, usize)> =
        units.iter().map(|u| (u.name.clone(), (u.targets + u.tasks) as usize)).collect();
    for group in unit_names::find(&counted, words).into_iter().filter(|g| g.certain) {
        let names: Vec<String> = group.names.into_iter().map(|(name, _)| name).collect();
        let Some(at) = units.iter().position(|u| names.contains(&u.name)) else { continue };
        let mut joined = units[at].clone();
        let mut aliases = names.clone();
        aliases.extend(units.iter().filter(|u| names.contains(&u.name)).flat_map(|u| u.aliases.iter().cloned()));
        for other in units[at + 1..].iter().filter(|u| names.contains(&u.name)) {
            joined.targets += other.targets;
            joined.tasks += other.tasks;
            joined.tasks_led += other.tasks_led;
            joined.listed |= other.listed;
        }
        joined.name = names[0].clone();
        joined.aliases = unique(aliases);
        joined.canonical = joined.aliases.iter().max_by_key(|n| n.chars().count()).unwrap_or(&names[0]).clone();
        units.retain(|u| !names.contains(&u.name));
        units.insert(at.min(units.len()), joined);
    }
}

/// Each name once, in the order of its first appearance.
fn unique(names: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|name| seen.insert(name.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Settings;

    fn unit(name: &str, tasks: u32, listed: bool) -> Unit {
        Unit {
            name: name.into(),
            canonical: name.into(),
            aliases: vec![name.into()],
            level: None,
            listed,
            targets: 0,
            tasks_led: tasks,
            tasks,
        }
    }

    #[test]
    fn spellings_become_one_entry_and_branches_stay_apart() {
        let mut units = vec![
            unit("市资规局", 5, false),
            unit("市公安局", 2, false),
            unit("市资源规划局", 1, true),
            unit("市公安局交警支队", 1, false),
        ];
        merge(&mut units, &Settings::default().unit_names);
        let names: Vec<&str> = units.iter().map(|u| u.name.as_str()).collect();
        assert_eq!(names, ["市资规局", "市公安局", "市公安局交警支队"]);
        assert_eq!((units[0].canonical.as_str(), units[0].tasks, units[0].listed), ("市资源规划局", 6, true));
        assert_eq!(units[0].aliases, ["市资规局", "市资源规划局"]);
    }
}
