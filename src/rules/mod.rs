//! Rules (规则) are data of few kinds: TOML files, built in from `rules/`, overlaid with an office's own folder.
//!
//! A rule has an id, a Chinese title, patterns over the folded shadow of a text ([`crate::grammar::fold`]), what a
//! match yields, an example that must match and a counter-example that must not. The loader tests both and refuses
//! a file that contradicts itself, naming file, line, column and the mistake.

mod alias;
mod build;
mod column;
mod compile;
mod contest;
mod counted;
mod dispatch;
mod duty_label;
mod error;
mod finder;
mod form;
mod heading;
mod indicator;
mod kind;
mod layer;
mod lists;
mod load;
mod measure;
mod organisation;
mod parallel;
mod pattern;
mod period;
mod phrase;
mod proof;
mod prose_target;
mod quantity;
mod read;
mod regional;
mod rule;
#[cfg(test)]
mod samples;
mod schedule;
mod schema;
mod succession;
mod suggest;
pub mod trace;
mod unit_cuts;
mod unit_list;
mod value;
mod value_look;
mod witness;
mod words;

pub use alias::{AliasKind, Aliases};
pub use column::{ColumnRole, ColumnSpec, Scope};
pub use duty_label::{DutyLabel, DutyPart};
pub use error::{Problem, RulesError, Weight};
pub use heading::{DeclaredCount, Heading, HeadingLevel};
pub use indicator::{Bond, Direction, Indicator, Indicators, Likeness, Nature, QuantityKind, Why, Wording};
pub use kind::{CUES, CueSpec, KINDS, Key, Kind, KindSpec, cue_spec};
pub use layer::{Layer, Layers, OFFICE_PRIORITY, PROJECT_FILE};
pub use lists::{LISTS, Use, use_of};
pub use organisation::{Organisations, Strength, UnitsLook};
pub use pattern::Pattern;
pub use regional::RegionalRun;
pub use rule::{Example, ListInfo, Match, Origin, Pack, Rule};
pub use schema::schema;
pub use succession::{Succession, Successions};
pub use suggest::closest;
pub use unit_list::{StatedRole, UnitList, UnitMention};
pub use value_look::ValueLook;
pub use words::WordList;

use load::Loader;
use std::path::Path;

/// The rule files that are built into the binary, in the order in which they are read.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("rules/checks.toml", include_str!("../../rules/checks.toml")),
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
    /// Files above the built-in ones that hold settings of the checks, the lowest layer first.
    pub settings: Vec<SettingsText>,
}

/// A file with settings of the checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsText {
    /// The file as it was named.
    pub file: String,
    /// Its whole text.
    pub text: String,
}

impl Rules {
    /// The built-in rules, overlaid with the `*.toml` files of a folder where one is given.
    ///
    /// # Errors
    /// The mistakes in the folder's files, with file, line and column.
    pub fn load(overlay: Option<&Path>) -> Result<Rules, RulesError> {
        Rules::of(&Layers::folder(overlay))
    }

    /// The rules of all layers, a later one over those before.
    ///
    /// # Errors
    /// The mistakes in the files, with file, line and column.
    pub fn of(layers: &Layers) -> Result<Rules, RulesError> {
        let (rules, mut problems) = Rules::read(Loader::trusting(Pack::default()), layers, None);
        problems.retain(|problem| problem.weight == Weight::Error);
        if problems.is_empty() { Ok(rules) } else { Err(RulesError { problems }) }
    }

    /// The same with everything that is wrong or looks so; where errors are among that, what could be read remains.
    pub fn examine(layers: &Layers) -> (Rules, Vec<Problem>) {
        Rules::examine_with(layers, None)
    }

    /// The same with one more file on top, given by its name and text, which need not be on the disk.
    pub fn examine_with(layers: &Layers, on_top: Option<(&str, &str)>) -> (Rules, Vec<Problem>) {
        Rules::read(Loader::new(Pack::default()), layers, on_top)
    }

    fn read(mut loader: Loader, layers: &Layers, on_top: Option<(&str, &str)>) -> (Rules, Vec<Problem>) {
        for (file, source) in BUILT_IN {
            loader.add(&Layer::BuiltIn, file, (*source).into());
        }
        if let Some(folder) = &layers.folder {
            loader.add_folder(folder);
        }
        if let Some(project) = &layers.project {
            loader.add_project(project);
        }
        if let Some((name, text)) = on_top {
            loader.begin_layer();
            loader.add(&Layer::Project(name.into()), name, text.to_string().into());
        }
        let (pack, files, mut problems) = loader.finish();
        let above = files.into_iter().skip(BUILT_IN.len()).filter(|file| file.has_settings);
        let settings = above.map(|file| SettingsText { file: file.name, text: file.text.into_owned() }).collect();
        let (indicators, contradictions) = Indicators::examine(&pack);
        problems.extend(contradictions);
        (Rules { organisations: Organisations::new(&pack), indicators, pack, settings }, problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_pack_passes_its_own_examples() {
        let (_, problems) = Rules::examine(&Layers::built_in());
        assert!(problems.is_empty(), "{}", RulesError { problems });
    }

    /// What the loader asks of the rules of an office holds for the built-in ones, too.
    #[test]
    fn the_built_in_rules_do_not_take_each_others_texts() {
        let pack = Rules::load(None).unwrap().pack;
        assert_eq!(contest::of_built_in(&pack), Vec::<String>::new());
    }
}
