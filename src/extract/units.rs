//! Every responsible unit of the document, once.

use crate::grammar::fold::fold;
use crate::grammar::region::{RegionLevel, chain, level};
use crate::record::{DocumentRecords, Level, Responsible, Role, Unit};
use crate::rules::Rules;
use std::collections::BTreeMap;

/// Collects the units of all records in the order of their first appearance, then those only in the printed list.
/// Names that differ in the shape of a bracket only, or in the name of the document's own place for its level (某市水利局,
/// 市水利局), are one unit.
pub fn collect(records: &DocumentRecords, listed: &[String], rules: &Rules) -> Vec<Unit> {
    let mut units = Units { rules, own: own_region(records), all: Vec::new(), printed: Vec::new() };
    for target in &records.targets {
        for r in &target.responsible {
            units.entry(&r.name, true).targets += 1;
        }
    }
    for task in &records.tasks {
        for r in &task.responsible {
            let unit = units.entry(&r.name, true);
            unit.tasks += 1;
            unit.tasks_led += u32::from(leads(r));
        }
    }
    for name in listed {
        units.entry(name, false).listed = true;
    }
    units.finish()
}

/// Where no order is stated, every unit leads.
fn leads(r: &Responsible) -> bool {
    r.role != Role::Support
}

/// Name of the document's region and the character of its level.
fn own_region(records: &DocumentRecords) -> Option<(String, char)> {
    let name = fold(&records.document.region.as_ref()?.name);
    let last = name.chars().next_back()?;
    Some((name, last))
}

struct Units<'a> {
    rules: &'a Rules,
    own: Option<(String, char)>,
    all: Vec<(String, Unit)>,
    /// For each unit, how often each of its names is printed in records.
    printed: Vec<BTreeMap<String, usize>>,
}

impl Units<'_> {
    fn entry(&mut self, name: &str, in_record: bool) -> &mut Unit {
        let key = self.key(name);
        let at = self.all.iter().position(|(k, _)| *k == key).unwrap_or_else(|| {
            let unit = Unit {
                name: name.to_string(),
                canonical: name.to_string(),
                aliases: Vec::new(),
                level: unit_level(self.rules, name),
                listed: false,
                targets: 0,
                tasks_led: 0,
                tasks: 0,
            };
            self.all.push((key, unit));
            self.printed.push(BTreeMap::new());
            self.all.len() - 1
        });
        *self.printed[at].entry(name.to_string()).or_default() += usize::from(in_record);
        let unit = &mut self.all[at].1;
        if !unit.aliases.iter().any(|alias| fold(alias) == fold(name)) {
            unit.aliases.push(name.to_string());
        }
        unit
    }

    /// What all spellings of a unit share.
    fn key(&self, name: &str) -> String {
        let folded = fold(name).replace(['〔', '[', '【'], "(").replace(['〕', ']', '】'], ")");
        match &self.own {
            Some((own, last)) => match folded.strip_prefix(own.as_str()) {
                // 某县 itself, and 某县人民政府, stand for the county and for no unit of it.
                Some(rest) if rest.chars().count() > 1 => format!("{last}{rest}"),
                _ => folded,
            },
            None => folded,
        }
    }

    /// The spelling printed most often names the unit, the fullest is its canonical name.
    fn finish(self) -> Vec<Unit> {
        let finish = |((_, mut unit), printed): ((String, Unit), BTreeMap<String, usize>)| {
            let often = |name: &String| printed.get(name).copied().unwrap_or(0);
            let first = |name: &String| std::cmp::Reverse(unit.aliases.iter().position(|alias| alias == name));
            let name = unit.aliases.iter().max_by_key(|name| (often(name), first(name)));
            let fullest = unit.aliases.iter().max_by_key(|name| (name.chars().count(), first(name)));
            let (name, fullest) = (name.cloned(), fullest.cloned());
            unit.name = name.unwrap_or(unit.name);
            unit.canonical = fullest.unwrap_or(unit.canonical);
            unit
        };
        self.all.into_iter().zip(self.printed).map(finish).collect()
    }
}

/// The level that a name states: by its first word (市, 团市委, 各乡镇), or by the place that it begins with.
fn unit_level(rules: &Rules, name: &str) -> Option<Level> {
    let folded = fold(name);
    let body = folded.strip_prefix(['团', '各']).unwrap_or(&folded);
    let body = body.strip_prefix("有关").or(body.strip_prefix("相关")).unwrap_or(body);
    let by_word = match body.chars().next()? {
        '省' => Some(Level::Province),
        '市' | '州' | '盟' => Some(Level::City),
        '县' | '区' | '旗' => Some(Level::County),
        '镇' | '乡' => Some(Level::Town),
        _ => None,
    };
    let by_place = || {
        let place = chain(&folded, rules.pack.region_words()).pop().and_then(level)?;
        Some(match place {
            RegionLevel::Province => Level::Province,
            RegionLevel::City => Level::City,
            RegionLevel::County => Level::County,
            RegionLevel::Town => Level::Town,
        })
    };
    by_word.or_else(by_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_units() {
        let rules = Rules::load(None).unwrap();
        for (name, level) in [
            ("市水利局", Some(Level::City)),
            ("团市委", Some(Level::City)),
            ("临屿市消防救援支队", Some(Level::City)),
            ("望洲县", Some(Level::County)),
            ("江宁市望洲区教育局", Some(Level::County)),
            ("各县(市、区)人民政府", Some(Level::County)),
            ("各乡镇", Some(Level::Town)),
            ("各有关乡镇", Some(Level::Town)),
            ("渡口镇人民政府", Some(Level::Town)),
            ("省生态环境厅", Some(Level::Province)),
            ("开发区管委会", None),
        ] {
            assert_eq!(unit_level(&rules, name), level, "{name}");
        }
    }

    #[test]
    fn spellings_of_one_unit_are_one_entry() {
        let rules = Rules::load(None).unwrap();
        let names = [
            "市府办〔金融〕",
            "市府办(金融)",
            "市消防支队",
            "临屿市消防支队",
            "市消防支队",
            "市财政局",
            "市财政局(市国资委)",
            "临屿市",
        ];
        let own = Some(("临屿市".to_string(), '市'));
        let mut units = Units { rules: &rules, own, all: Vec::new(), printed: Vec::new() };
        names.iter().for_each(|name| units.entry(name, true).tasks += 1);
        let found: Vec<(String, String, usize, u32)> =
            units.finish().into_iter().map(|u| (u.name, u.canonical, u.aliases.len(), u.tasks)).collect();
        let entry = |name: &str, full: &str, aliases, tasks| (name.to_string(), full.to_string(), aliases, tasks);
        assert_eq!(
            found,
            [
                entry("市府办〔金融〕", "市府办〔金融〕", 2, 2),
                entry("市消防支队", "临屿市消防支队", 2, 3),
                entry("市财政局", "市财政局", 1, 1),
                entry("市财政局(市国资委)", "市财政局(市国资委)", 1, 1),
                entry("临屿市", "临屿市", 1, 1),
            ]
        );
    }
}
