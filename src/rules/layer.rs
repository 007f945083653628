//! Layers (层) of rules: the built-in pack, an office's folder, a project's `gongwen.toml`; a later one has its way.

use std::fmt;
use std::path::{Path, PathBuf};

/// The file of a project that lies in the folder where the program runs.
pub const PROJECT_FILE: &str = "gongwen.toml";

/// Where rules come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layers {
    /// A folder with rules, as `--rules` names it.
    pub folder: Option<PathBuf>,
    /// A project's `gongwen.toml`, which may name more folders.
    pub project: Option<PathBuf>,
}

impl Layers {
    /// The built-in rules alone.
    pub fn built_in() -> Layers {
        Layers::default()
    }

    /// The built-in rules and a folder.
    pub fn folder(folder: Option<&Path>) -> Layers {
        Layers { folder: folder.map(Path::to_path_buf), project: None }
    }
}

/// The layer that a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Built into the program.
    BuiltIn,
    /// A folder with rules.
    Folder(PathBuf),
    /// A project's `gongwen.toml`.
    Project(PathBuf),
}

impl Layer {
    /// Rules that name no priority have this one, so that those of an office come before the built-in ones.
    pub(super) fn priority(&self) -> i32 {
        match self {
            Layer::BuiltIn => 0,
            Layer::Folder(_) | Layer::Project(_) => OFFICE_PRIORITY,
        }
    }

    /// Is it the built-in one?
    pub fn is_built_in(&self) -> bool {
        *self == Layer::BuiltIn
    }
}

/// Higher than any priority of the built-in pack.
pub const OFFICE_PRIORITY: i32 = 200;

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Layer::BuiltIn => f.write_str("内置"),
            Layer::Folder(path) | Layer::Project(path) => write!(f, "{}", path.display()),
        }
    }
}
