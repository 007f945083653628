//! The rules and the thresholds of a run.

use super::problem::RunError;
use crate::check::accepted::Accepted;
use crate::check::{Checker, Settings};
use crate::extract::correct::Corrections;
use crate::rules::{Rules, RulesError};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// File of an overlay folder that holds the thresholds of the checks.
const SETTINGS_FILE: &str = "checks.toml";
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
    /// The built-in rules, overlaid with those of a folder, the findings accepted in a file, else in that folder, and
    /// the corrections of that folder and of the folder of the results.
    ///
    /// # Errors
    /// A mistake in a rule file, with its place.
    pub(super) fn load(
        overlay: Option<&Path>,
        accepted: Option<&Path>,
        output: Option<&Path>,
    ) -> Result<Rulebook, RunError> {
        let accepted = self::accepted(overlay, accepted)?;
        let mut corrections = Corrections::default();
        for folder in overlay.into_iter().chain(output) {
            corrections.extend(self::corrections(folder)?);
        }
        let checker = Checker::new(settings(overlay)?);
        Ok(Rulebook { rules: Rules::load(overlay)?, checker, accepted, corrections })
    }
}

/// The corrections of a folder; none where it has no such file.
pub(super) fn corrections(folder: &Path) -> Result<Corrections, RulesError> {
    read_or_default(&folder.join(CORRECTIONS_FILE), Corrections::parse)
}

fn settings(overlay: Option<&Path>) -> Result<Settings, RulesError> {
    overlay.map_or_else(
        || Ok(Settings::default()),
        |folder| read_or_default(&folder.join(SETTINGS_FILE), Settings::overlaid),
    )
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
