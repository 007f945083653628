//! Every responsible unit of the document, once.

use crate::grammar::fold::fold;
use crate::record::{DocumentRecords, Level, Responsible, Role, Unit};

/// Collects the units of all records in the order of their first appearance, then those only in the printed list.
pub fn collect(records: &DocumentRecords, listed: &[String]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for target in &records.targets {
        for r in &target.responsible {
            entry(&mut units, &r.name).targets += 1;
        }
    }
    for task in &records.tasks {
        for r in &task.responsible {
            let unit = entry(&mut units, &r.name);
            unit.tasks += 1;
            unit.tasks_led += u32::from(leads(r));
        }
    }
    for name in listed {
        entry(&mut units, name).listed = true;
    }
    units
}

/// Where no order is stated, every unit leads.
fn leads(r: &Responsible) -> bool {
    r.role != Role::Support
}

fn entry<'u>(units: &'u mut Vec<Unit>, name: &str) -> &'u mut Unit {
    let key = fold(name);
    let at = units.iter().position(|u| fold(&u.name) == key).unwrap_or_else(|| {
        units.push(Unit {
            name: name.to_string(),
            canonical: name.to_string(),
            aliases: vec![name.to_string()],
            level: level(&key),
            listed: false,
            targets: 0,
            tasks_led: 0,
            tasks: 0,
        });
        units.len() - 1
    });
    &mut units[at]
}

/// The level that the first character of the name states.
fn level(name: &str) -> Option<Level> {
    match name.chars().next()? {
        '省' => Some(Level::Province),
        '市' | '州' => Some(Level::City),
        '县' | '区' | '旗' => Some(Level::County),
        '镇' | '乡' => Some(Level::Town),
        _ => None,
    }
}
