//! The checks GW5xx, one a file: what it looks at, why it matters, an example, the function.

mod below_superior;
mod definition_changed;
mod dropped_added;
mod jump;
mod level_mismatch;
mod missed_then_lowered;
mod responsible_changed;
mod unit_reorganised;
mod worse_than_before;

use super::View;
use super::finding::Check;
use super::judge::{Facts, facts};
use crate::record::Basis;
use crate::record::comparison::ComparedIndicator;

/// Every check of the comparison, in order of code.
pub const CHECKS: &[Check] = &[
    worse_than_before::CHECK,
    jump::CHECK,
    dropped_added::CHECK,
    responsible_changed::CHECK,
    below_superior::CHECK,
    definition_changed::CHECK,
    level_mismatch::CHECK,
    unit_reorganised::CHECK,
    missed_then_lowered::CHECK,
];

/// The regions that the new document gives targets of an indicator for, its own first, with what stands against them.
fn regions<'i>(indicator: &'i ComparedIndicator, view: &View) -> Vec<(&'i str, Facts)> {
    let new = view.id(0);
    let mut places: Vec<&str> = Vec::new();
    for value in indicator.series.iter().filter(|value| value.document == new && value.basis == Basis::Target) {
        if !places.contains(&value.place.as_str()) {
            places.push(&value.place);
        }
    }
    places.sort_by_key(|place| Some(*place) != view.places.own(0));
    places.into_iter().map(|place| (place, facts(&indicator.series, Some(place), view))).collect()
}

/// The name of an indicator in a sentence, with the region where that is not the document's own.
fn named(indicator: &ComparedIndicator, place: &str, view: &View) -> String {
    let member = indicator.members.iter().find(|member| member.document == view.id(0));
    let name = member.map_or(indicator.canonical.as_str(), |member| member.name.as_str());
    match view.places.own(0) == Some(place) {
        true => name.to_string(),
        false => format!("{name}（{}）", place.rsplit('·').next().unwrap_or(place)),
    }
}
