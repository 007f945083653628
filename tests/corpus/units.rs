//! Lists of responsible units.

use super::{Misses, RULES, Size, load};
use gongwen::rules::StatedRole;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    version: u32,
    phrases: usize,
    not_phrases: usize,
    list: Vec<List>,
    not: Vec<Not>,
}

/// Texts that hold the same units; `units` has their names, with "=牵头" or "=配合" where the list states a part.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    units: String,
    texts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Not {
    why: String,
    texts: Vec<String>,
}

#[test]
fn lists_of_units_are_read_as_a_clerk_reads_them() {
    let corpus: Corpus = load(include_str!("units.toml"));
    let mut misses = Misses::default();
    for list in &corpus.list {
        for text in &list.texts {
            misses.expect(text, &list.units, &units(text).unwrap_or_else(|| "no list".to_string()));
        }
    }
    for not in &corpus.not {
        for text in &not.texts {
            misses.refuse(text, &not.why, units(text));
        }
    }
    let size = Size { version: corpus.version, phrases: corpus.phrases, not_phrases: corpus.not_phrases };
    misses.finish(&size, (300, 100));
}

/// The names with their parts; "^" in front says that the first unit leads, here and in what follows.
fn units(text: &str) -> Option<String> {
    let list = RULES.organisations.read_list(&RULES.pack, text)?;
    let name = |unit: &gongwen::rules::UnitMention| {
        let part = match unit.role {
            Some(StatedRole::Lead) => "=牵头",
            Some(StatedRole::Support) => "=配合",
            None => "",
        };
        format!("{}{part}", unit.name)
    };
    let first = if list.first_leads { "^" } else { "" };
    Some(format!("{first}{}", list.units.iter().map(name).collect::<Vec<_>>().join(" ")))
}
