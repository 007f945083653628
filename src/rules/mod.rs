//! Rules (规则) are data of few kinds: TOML files, built in from `rules/`, overlaid with an office's own folder.
//!
//! A rule has an id, a Chinese title, patterns over the folded shadow of a text ([`crate::grammar::fold`]), what a
//! match yields, an example that must match and a counter-example that must not. The loader tests both and refuses
//! a file that contradicts itself, naming file, line, column and the mistake.

mod column;
mod counted;
mod dispatch;
mod duty_label;
mod error;
mod finder;
mod heading;
mod indicator;
mod load;
mod measure;
mod organisation;
mod parallel;
mod pattern;
mod period;
mod phrase;
mod prose_target;
mod quantity;
mod regional;
mod rule;
#[cfg(test)]
mod samples;
mod schedule;
mod succession;
mod unit_list;
mod value;
mod value_look;
mod words;

pub use column::{ColumnRole, ColumnSpec, Scope};
pub use duty_label::{DutyLabel, DutyPart};
pub use error::RulesError;
pub use heading::{DeclaredCount, Heading, HeadingLevel};
pub use indicator::{Bond, Direction, Indicator, Indicators, Likeness, Nature, QuantityKind, Why, Wording};
pub use organisation::{Organisations, Strength, UnitsLook};
pub use pattern::Pattern;
pub use regional::RegionalRun;
pub use rule::{Kind, Match, Pack, Rule};
pub use succession::{Succession, Successions};
pub use unit_list::{StatedRole, UnitList, UnitMention};
pub use value_look::ValueLook;
pub use words::WordList;

use std::path::Path;

/// The rule files that are built into the binary, in the order in which they are read.
const BUILT_IN: &[(&str, &str)] = &[
    ("rules/cues.toml", include_str!("../../rules/cues.toml")),
    ("rules/indicators.toml", include_str!("../../rules/indicators.toml")),
    ("rules/measures.toml", include_str!("../../rules/measures.toml")),
    ("rules/metadata.toml", include_str!("../../rules/metadata.toml")),
    ("rules/outline.toml", include_str!("../../rules/outline.toml")),
    ("rules/periods.toml", include_str!("../../rules/periods.toml")),
    ("rules/quantities.toml", include_str!("../../rules/quantities.toml")),
    ("rules/reporting.toml", include_str!("../../rules/reporting.toml")),
    ("rules/successions.toml", include_str!("../../rules/successions.toml")),
    ("rules/tables.toml", include_str!("../../rules/tables.toml")),
    ("rules/units.toml", include_str!("../../rules/units.toml")),
    ("rules/values.toml", include_str!("../../rules/values.toml")),
];

/// Names of the rule files that are built in, in the order in which they are read.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(file, _)| *file)
}

/// Everything that the rule files say, compiled and ready.
#[derive(Debug, Clone)]
pub struct Rules {
    /// All rules and word lists.
    pub pack: Pack,
    /// Words that make a responsible unit.
    pub organisations: Organisations,
    /// Names of indicators, with kind and direction.
    pub indicators: Indicators,
}

impl Rules {
    /// The built-in rules, overlaid with the `*.toml` files of a folder where one is given.
    ///
    /// # Errors
    /// The first mistake in the folder's files, with file, line and column.
    pub fn load(overlay: Option<&Path>) -> Result<Rules, RulesError> {
        let mut pack = Pack::default();
        for (file, source) in BUILT_IN {
            pack.add(file, source)?;
        }
        if let Some(folder) = overlay {
            pack.add_folder(folder)?;
        }
        Ok(Rules { organisations: Organisations::new(&pack), indicators: Indicators::new(&pack)?, pack })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_pack_passes_its_own_examples() {
        if let Err(e) = Rules::load(None) {
            panic!("{e}");
        }
    }
}
