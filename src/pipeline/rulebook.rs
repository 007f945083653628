//! The rules and the thresholds of a run.

use super::problem::RunError;
use crate::check::Settings;
use crate::rules::{Rules, RulesError};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// File of an overlay folder that holds the thresholds of the checks.
const SETTINGS_FILE: &str = "checks.toml";

/// What drives extraction and checks.
pub(super) struct Rulebook {
    pub(super) rules: Rules,
    pub(super) settings: Settings,
}

impl Rulebook {
    /// The built-in rules, overlaid with those of a folder.
    ///
    /// # Errors
    /// A mistake in a rule file, with its place.
    pub(super) fn load(overlay: Option<&Path>) -> Result<Rulebook, RunError> {
        Ok(Rulebook { rules: Rules::load(overlay)?, settings: settings(overlay)? })
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
