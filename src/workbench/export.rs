//! `rules export`: the built-in rules as files, to be read or to begin from.

use crate::rules::{BUILT_IN, schema};
use crate::write::WriteError;
use crate::write::files::write_atomically;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The schema beside the rule files, which their first line names.
pub(super) const SCHEMA_FILE: &str = "schema.json";

/// Why nothing was exported. `Display` is the message in Chinese.
#[derive(Debug, Error)]
pub enum ExportError {
    /// A file that would be overwritten.
    #[error("“{}”里已经有 {name}，没有覆盖。请换一个空文件夹", .folder.display())]
    Exists {
        /// The folder.
        folder: PathBuf,
        /// The file in it.
        name: String,
    },
    /// A file that cannot be written.
    #[error("{0}")]
    Write(#[from] WriteError),
}

/// Writes the built-in rule files and their schema into a folder, which is made where it is missing; gives the names
/// of the files.
///
/// # Errors
/// When one of the files is there already, or cannot be written.
pub fn export(folder: &Path) -> Result<Vec<String>, ExportError> {
    let schema = schema();
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_string();
    let built_in = BUILT_IN.iter().map(|(path, text)| (name(path), *text));
    let files: Vec<(String, &str)> = built_in.chain([(SCHEMA_FILE.to_string(), schema.as_str())]).collect();
    if let Some((name, _)) = files.iter().find(|(name, _)| folder.join(name).exists()) {
        return Err(ExportError::Exists { folder: folder.to_path_buf(), name: name.clone() });
    }
    for (name, text) in &files {
        write_atomically(&folder.join(name), text.as_bytes())?;
    }
    Ok(files.into_iter().map(|(name, _)| name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Layers, Rules};

    #[test]
    fn what_is_exported_is_a_good_overlay_and_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("规则");
        let files = export(&target).unwrap();
        assert!(files.contains(&"tables.toml".to_string()) && files.contains(&SCHEMA_FILE.to_string()));
        let (_, problems) = Rules::examine(&Layers::folder(Some(&target)));
        let errors: Vec<_> = problems.iter().filter(|p| p.weight == crate::rules::Weight::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert!(export(&target).unwrap_err().to_string().contains("没有覆盖"));
    }
}
