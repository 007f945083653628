//! The rules and the thresholds of a run.

use super::problem::RunError;
use crate::check::accepted::Accepted;
use crate::check::{Checker, Settings};
use crate::rules::{Rules, RulesError};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// File of an overlay folder that holds the thresholds of the checks.
const SETTINGS_FILE: &str = "checks.toml";
/// File of an overlay folder that lists findings that were looked at.
const ACCEPTED_FILE: &str = "accepted.toml";

/// What drives extraction and checks.
pub(super) struct Rulebook {
    pub(super) rules: Rules,
    pub(super) checker: Checker,
    pub(super) accepted: Accepted,
}

impl Rulebook {
    /// The built-in rules, overlaid with those of a folder, and the findings accepted in a file, else in that folder.
    ///
    /// # Errors
    /// A mistake in a rule file, with its place.
    pub(super) fn load(overlay: Option<&Path>, accepted: Option<&Path>) -> Result<Rulebook, RunError> {
        let accepted = self::accepted(overlay, accepted)?;
        Ok(Rulebook { rules: Rules::load(overlay)?, checker: Checker::new(settings(overlay)?), accepted })
    }
}

fn settings(overlay: Option<&Path>) -> Result<Settings, RunError> {
    let Some(folder) = overlay else { return Ok(Settings::default()) };
    let file = folder.join(SETTINGS_FILE);
    match fs::read_to_string(&file) {
        Ok(text) => Settings::overlaid(&text)
            .map_err(|error| RulesError::syntax(&file.display().to_string(), &text, &error).into()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Settings::default()),
        Err(error) => Err(RulesError::unreadable(&file, &error).into()),
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
