//! Who answers for what: items gathered by responsible unit (责任单位), over all documents of a region.

use super::item::Item;
use crate::record::{DocumentRecords, Role, Unit};
use std::collections::BTreeMap;

/// A unit with its duties.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitDuties {
    /// Its name, as the first document prints it most often.
    pub name: String,
    /// All its spellings.
    pub spellings: Vec<String>,
    /// Region of its documents; units of one name in two regions are two.
    pub region: String,
    /// What it answers for, those it leads first, then in the order of the documents.
    pub duties: Vec<Duty>,
}

/// An item with the part that the unit has in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Duty {
    /// The item.
    pub item: Item,
    /// Its part.
    pub role: Role,
}

impl UnitDuties {
    /// Does the unit go by this name?
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.spellings.iter().any(|spelling| spelling == name)
    }
}

/// Units gathered document by document.
#[derive(Debug, Default)]
pub struct Units {
    units: Vec<UnitDuties>,
    /// Place of every spelling, by region.
    places: BTreeMap<(String, String), usize>,
}

impl Units {
    /// Adds the items of a document, see [`items_of`](super::items_of), to the units that answer for them.
    pub fn add(&mut self, records: &DocumentRecords, items: &[Item]) {
        let region = records.document.region.as_ref().map(|region| region.name.clone()).unwrap_or_default();
        records.units.iter().for_each(|unit| self.enter(unit, &region));
        for item in items {
            for (at, role) in self.parts(item, &region) {
                self.units[at].duties.push(Duty { item: item.clone(), role });
            }
        }
    }

    /// The units that answer for anything, in the order of their first document.
    pub fn finish(self) -> Vec<UnitDuties> {
        let mut units = self.units;
        units.retain(|unit| !unit.duties.is_empty());
        units.iter_mut().for_each(|unit| unit.duties.sort_by_key(|duty| duty.role == Role::Support));
        units
    }

    /// Makes the spellings of a unit known; one known spelling makes it the same unit.
    fn enter(&mut self, unit: &Unit, region: &str) {
        let spellings = || unit.aliases.iter().chain([&unit.name, &unit.canonical]);
        let place = |spelling: &String| self.places.get(&(region.to_owned(), spelling.clone())).copied();
        let at = spellings().find_map(place).unwrap_or_else(|| {
            let (name, region) = (unit.name.clone(), region.to_owned());
            self.units.push(UnitDuties { name, spellings: Vec::new(), region, duties: Vec::new() });
            self.units.len() - 1
        });
        for spelling in spellings() {
            self.places.entry((region.to_owned(), spelling.clone())).or_insert(at);
            if !self.units[at].spellings.contains(spelling) {
                self.units[at].spellings.push(spelling.clone());
            }
        }
    }

    /// The units of an item, each once, with the first part that the item gives it.
    fn parts(&self, item: &Item, region: &str) -> Vec<(usize, Role)> {
        let mut parts: Vec<(usize, Role)> = Vec::new();
        for responsible in &item.responsible {
            let Some(&at) = self.places.get(&(region.to_owned(), responsible.name.clone())) else { continue };
            if parts.iter().all(|(known, _)| *known != at) {
                parts.push((at, responsible.role));
            }
        }
        parts
    }
}
