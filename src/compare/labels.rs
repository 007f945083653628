//! What the rules say of the targets of one document, for the ledger and for queries.

use super::places::Places;
use crate::check::Settings;
use crate::record::{DocumentRecords, Target};
use crate::rules::Rules;

/// What the rules say of a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Canonical name of the indicator: that of the rules, else the printed one without the figure of the target.
    pub indicator: String,
    /// The same text for all names that are surely of one indicator.
    pub key: String,
    /// For each value the region that it stands for.
    pub places: Vec<String>,
}

/// A label for each target of a document, in their order.
pub fn labels(records: &DocumentRecords, rules: &Rules, settings: &Settings) -> Vec<Label> {
    let places = Places::new(&[records], rules, settings);
    let label = |target: &Target| {
        let wording = rules.indicators.read(&target.name, target.component.as_deref());
        let listed = rules.indicators.find(&wording);
        Label {
            indicator: listed.map_or_else(|| wording.title().to_string(), |indicator| indicator.name.clone()),
            key: wording.key(),
            places: target.values.iter().map(|value| places.of(0, &value.region)).collect(),
        }
    };
    records.targets.iter().map(label).collect()
}

/// The regions that a document speaks of under their present names, its own first; columns such as 市本级 are none.
pub fn regions(records: &DocumentRecords, rules: &Rules, settings: &Settings) -> Vec<String> {
    let places = Places::new(&[records], rules, settings);
    let mut regions: Vec<String> = places.own(0).map(str::to_string).into_iter().collect();
    for value in records.targets.iter().flat_map(|target| &target.values) {
        let place = places.of(0, &value.region);
        if !regions.contains(&place) && places.is_region(&place) {
            regions.push(place);
        }
    }
    regions
}

/// The keys of all names of the indicator that is meant by a name; that of the name itself where the rules do not list it.
pub fn keys(name: &str, rules: &Rules) -> Vec<String> {
    let wording = rules.indicators.read(name, None);
    match rules.indicators.find(&wording) {
        Some(indicator) => rules.indicators.keys_of(indicator),
        None => vec![wording.key()],
    }
}
