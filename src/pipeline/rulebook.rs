//! The rules and the thresholds of a run.

use super::problem::RunError;
use crate::check::accepted::Accepted;
use crate::check::{Checker, Settings};
use crate::rules::{AliasKind, Layers, Rules, RulesError};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// File of an overlay folder that lists findings that were looked at.
const ACCEPTED_FILE: &str = "accepted.toml";

/// What drives extraction and checks.
pub(super) struct Rulebook {
    pub(super) rules: Rules,
    pub(super) checker: Checker,
    pub(super) accepted: Accepted,
}

impl Rulebook {
    /// The rules and settings of all layers, and the findings accepted in a file, else in the folder with rules, else
    /// beside the project's file.
    ///
    /// # Errors
    /// A mistake in a rule file, with its place.
    pub(super) fn load(layers: &Layers, accepted: Option<&Path>) -> Result<Rulebook, RunError> {
        let beside = layers.project.as_deref().and_then(Path::parent);
        let accepted = self::accepted(layers.folder.as_deref().or(beside), accepted)?;
        let rules = Rules::of(layers)?;
        let mut settings = Settings::layered(&rules.settings)?;
        let aliases = &rules.pack.aliases;
        settings.unit_names.known = aliases.of(AliasKind::Unit);
        settings.unit_names.apart = aliases.denied(AliasKind::Unit).to_vec();
        settings.conflict.known = aliases.of(AliasKind::Indicator);
        Ok(Rulebook { rules, checker: Checker::new(settings), accepted })
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
