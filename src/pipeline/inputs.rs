//! Which files to read: those that were given, and those in the folders that were given.

use super::problem::RunError;
use crate::ingest::IngestError;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A file to read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Input {
    /// Where to open it, as the user would name it.
    pub(super) file: PathBuf,
    /// Relative to the folder that was given, `/` between parts; the bare name for a file that was given itself.
    pub(super) path: String,
    /// Its size, or why it cannot be read at all.
    pub(super) found: Result<u64, IngestError>,
}

impl Input {
    /// A file that is named by `path` in records.
    pub(super) fn at(file: &Path, path: &str) -> Input {
        Input { path: path.to_string(), ..input(file, file) }
    }

    /// Size in bytes as far as known.
    pub(super) fn bytes(&self) -> u64 {
        *self.found.as_ref().unwrap_or(&0)
    }

    /// Extension in lower case without the dot.
    pub(super) fn extension(&self) -> String {
        self.file.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
    }
}

/// A file that was read, or one inside it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Origin {
    /// As in `source.path`.
    pub(super) path: String,
    /// As the user would find it from the working folder.
    pub(super) shown: String,
}

impl Input {
    /// The file itself, or one at this path inside it.
    pub(super) fn origin(&self, inside: &str) -> Origin {
        let file = self.file.display();
        match inside {
            "" => Origin { path: self.path.clone(), shown: file.to_string() },
            inside => Origin { path: format!("{}!{inside}", self.path), shown: format!("{file}!{inside}") },
        }
    }
}

/// Is a file inside an archive one to read, by its path.
pub(super) fn is_wanted_inside(path: &str) -> bool {
    path.split('/').all(|part| !is_left_out(OsStr::new(part)) && part != "__MACOSX")
}

/// All files in the order given, folders in the order of their names; each file once.
///
/// Hidden files, lock files of Office (`~$`), thumbnails, a folder's README.md and the output folder are left out.
///
/// # Errors
/// When a folder to read is the folder to write.
pub(super) fn collect(given: &[PathBuf], output: &Path) -> Result<Vec<Input>, RunError> {
    let output = fs::canonicalize(output).ok();
    let mut inputs = Vec::new();
    for path in given {
        if path.is_dir() {
            if output.is_some() && fs::canonicalize(path).ok() == output {
                return Err(RunError::OutputIsInput(path.clone()));
            }
            walk(path, output.as_deref(), &mut inputs);
        } else {
            inputs.push(input(path, path.file_name().map(Path::new).unwrap_or(path)));
        }
    }
    let mut seen = HashSet::new();
    inputs.retain(|input| seen.insert(real_path(&input.file)));
    Ok(inputs)
}

/// The path without links, as far as it can be told.
fn real_path(file: &Path) -> PathBuf {
    let of_folder = || Some(fs::canonicalize(file.parent()?).ok()?.join(file.file_name()?));
    fs::canonicalize(file).ok().or_else(of_folder).unwrap_or_else(|| file.to_path_buf())
}

fn walk(root: &Path, output: Option<&Path>, inputs: &mut Vec<Input>) {
    let is_output =
        |entry: &DirEntry| entry.file_type().is_dir() && fs::canonicalize(entry.path()).ok().as_deref() == output;
    let wanted = |entry: &DirEntry| {
        entry.depth() == 0 || !(is_left_out(entry.file_name()) || output.is_some() && is_output(entry))
    };
    let walker = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(wanted);
    for entry in walker {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => inputs.push(input(entry.path(), relative(entry.path(), root))),
            Err(error) => inputs.extend(unreachable(&error, root)),
        }
    }
}

fn relative<'a>(path: &'a Path, root: &Path) -> &'a Path {
    path.strip_prefix(root).ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path)
}

fn input(file: &Path, path: &Path) -> Input {
    let found = fs::metadata(file).map(|metadata| metadata.len()).map_err(|error| IngestError::at(file, &error));
    Input { file: file.to_path_buf(), path: slashed(path), found }
}

/// What the walk could not enter: a broken link, a circle of links, a closed folder.
fn unreachable(error: &walkdir::Error, root: &Path) -> Option<Input> {
    let file = error.path().unwrap_or(root);
    if file.file_name().is_some_and(is_left_out) {
        return None;
    }
    let reason = match error.io_error() {
        _ if error.loop_ancestor().is_some() => IngestError::LinkLoop,
        Some(io) => IngestError::at(file, io),
        None => IngestError::Io(error.to_string()),
    };
    Some(Input { file: file.to_path_buf(), path: slashed(relative(file, root)), found: Err(reason) })
}

/// Hidden files, lock files, what Windows leaves in folders, and the note that explains a folder.
pub(super) fn is_left_out(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.starts_with("~$")
        || ["thumbs.db", "desktop.ini", "readme.md"].contains(&name.to_lowercase().as_str())
}

pub(super) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("has a folder")).expect("writable");
            fs::write(path, file).expect("writable");
        }
        folder
    }

    fn paths(inputs: &[Input]) -> Vec<&str> {
        inputs.iter().map(|input| input.path.as_str()).collect()
    }

    #[test]
    fn folders_are_read_in_the_order_of_names() {
        let root = folder(&[
            "b.txt",
            "a/2.txt",
            "a/1.md",
            ".git/x",
            "a/~$1.md",
            "Thumbs.db",
            "README.md",
            "out/index.json",
            "~b",
        ]);
        let inputs = collect(&[root.path().to_path_buf()], &root.path().join("out")).expect("two folders");
        assert_eq!(paths(&inputs), ["a/1.md", "a/2.txt", "b.txt", "~b"]);
        assert_eq!(inputs[0].found, Ok(6));
    }

    #[test]
    fn a_file_counts_once_and_may_be_hidden_when_given_itself() {
        let root = folder(&["a.txt", ".b.txt"]);
        let given = [root.path().join(".b.txt"), root.path().join("a.txt"), root.path().to_path_buf()];
        let inputs = collect(&given, Path::new("none")).expect("no output yet");
        assert_eq!(paths(&inputs), [".b.txt", "a.txt"]);
    }

    #[test]
    fn the_output_is_no_input() {
        let root = folder(&["a.txt"]);
        let error = collect(&[root.path().to_path_buf()], root.path()).expect_err("the same folder");
        assert!(matches!(error, RunError::OutputIsInput(_)));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_broken_ones_reported() {
        use std::os::unix::fs::symlink;
        let root = folder(&["a/1.txt"]);
        symlink("nowhere", root.path().join("b.txt")).expect("a link");
        symlink("nowhere", root.path().join(".c.txt")).expect("a link");
        symlink("..", root.path().join("a/up")).expect("a link");
        symlink("a/1.txt", root.path().join("d.txt")).expect("a link");
        let inputs =
            collect(&[root.path().to_path_buf(), root.path().join("e.txt")], Path::new("none")).expect("inputs");
        let found: Vec<_> = inputs.iter().map(|i| (i.path.as_str(), i.found.clone().err())).collect();
        let expected = [
            ("a/1.txt", None),
            ("a/up", Some(IngestError::LinkLoop)),
            ("b.txt", Some(IngestError::BrokenLink)),
            ("e.txt", Some(IngestError::NotFound)),
        ];
        assert_eq!(found, expected);
    }
}
