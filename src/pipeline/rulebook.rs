//! The rules and the thresholds of a run.

use super::problem::RunError;
use crate::check::accepted::Accepted;
use crate::check::{Checker, Settings};
use crate::extract::correct::Corrections;
use crate::rules::{AliasKind, Layers, Rules, RulesError};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// File of an overlay folder that lists findings that were looked at.
const ACCEPTED_FILE: &str = "accepted.toml";

/// File, in an overlay folder or in the folder of the results, with what a person has put right.
pub(super) const CORRECTIONS_FILE: &str = "corrections.toml";

/// What drives extraction and checks.
pub(super) struct Rulebook {
    pub(super) rules: Rules,
    pub(super) checker: Checker,
    pub(super) accepted: Accepted,
    pub(super) corrections: Corrections,
}

impl Rulebook {
    /// The rules and settings of all layers, the findings accepted in a file, else in the folder with rules, else
    /// beside the project's file, and the corrections of the folder with rules and of the folder of the results.
    ///
    /// # Errors
    /// A mistake in a rule file, with its place.
    pub(super) fn load(layers: &Layers, accepted: Option<&Path>, output: Option<&Path>) -> Result<Rulebook, RunError> {
        let folder = layers.folder.as_deref();
        let beside = layers.project.as_deref().and_then(Path::parent);
        let accepted = self::accepted(folder.or(beside), accepted)?;
        let mut corrections = Corrections::default();
        for folder in folder.into_iter().chain(output) {
            corrections.extend(self::corrections(folder)?);
        }
        let rules = Rules::of(layers)?;
        let checker = Checker::new(settings(&rules)?);
        Ok(Rulebook { rules, checker, accepted, corrections })
    }
}

/// The settings of the checks, with the names that the rules know to be one.
fn settings(rules: &Rules) -> Result<Settings, RulesError> {
    let mut settings = Settings::layered(&rules.settings)?;
    settings.unit_names.known = rules.pack.other_names(AliasKind::Unit);
    settings.unit_names.apart = rules.pack.aliases.denied().to_vec();
    settings.conflict.known = rules.pack.other_names(AliasKind::Indicator);
    Ok(settings)
}

/// The corrections of a folder; none where it has no such file.
pub(super) fn corrections(folder: &Path) -> Result<Corrections, RulesError> {
    read_or_default(&folder.join(CORRECTIONS_FILE), Corrections::parse)
}

/// What a file of a folder of rules says; the default where there is no such file.
pub(super) fn read_or_default<T: Default>(
    file: &Path,
    parse: impl Fn(&str) -> Result<T, toml::de::Error>,
) -> Result<T, RulesError> {
    match fs::read_to_string(file) {
        Ok(text) => parse(&text).map_err(|error| RulesError::syntax(&file.display().to_string(), &text, &error)),
        // A folder that is none is found out where it is used, with its own words.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(T::default()),
        Err(error) => Err(RulesError::unreadable(file, &error)),
    }
}

fn accepted(overlay: Option<&Path>, given: Option<&Path>) -> Result<Accepted, RunError> {
    let (file, must_exist) = match (given, overlay) {
        (Some(file), _) => (file.to_path_buf(), true),
        (None, Some(folder)) => (folder.join(ACCEPTED_FILE), false),
        (None, None) => return Ok(Accepted::default()),
    };
    match fs::read_to_string(&file) {
        Ok(text) => Accepted::parse(&text)
            .map_err(|error| RulesError::syntax(&file.display().to_string(), &text, &error).into()),
        Err(error) if error.kind() == ErrorKind::NotFound && !must_exist => Ok(Accepted::default()),
        Err(error) => Err(RulesError::unreadable(&file, &error).into()),
    }
}
