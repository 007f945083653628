//! The only place that touches the disk: a file is written beside its place and renamed, so that nobody ever sees
//! half of it.

use super::WriteError;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// What the names of files begin and end with that are not yet in their place.
const PREFIX: &str = ".gongwen-";
const SUFFIX: &str = ".tmp";

/// Removes what a killed process has left unfinished in a folder; what cannot be removed stays. Only for one whose
/// process is the only one that writes there.
pub fn remove_unfinished(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) {
            // It is hidden, and the next one that looks tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes `bytes` to `path` at once: readers see the old file or the whole new one. Makes the folders above it.
///
/// # Errors
/// A [`WriteError`] with reason and advice in Chinese; a file that stood there is untouched.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(bytes).map_err(|e| file.error(e))?;
    file.commit()
}

/// A file that appears under its name on [`commit`](AtomicFile::commit) only, for output that is written as it comes.
/// Dropped without it, it leaves nothing.
///
/// The bytes are not forced to the platter: after a power cut a run is repeated, and the cost would be felt in every run.
#[derive(Debug)]
pub struct AtomicFile {
    path: PathBuf,
    beside: BufWriter<NamedTempFile>,
}

impl AtomicFile {
    /// Opens a file beside `path`, in folders that are made where they are missing.
    ///
    /// # Errors
    /// When the folder cannot be made or written to, or `path` is a folder.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let open = || {
            if path.is_dir() {
                return Err(io::Error::from(ErrorKind::IsADirectory));
            }
            let folder = folder(path);
            fs::create_dir_all(folder)?;
            readable_by_others(Builder::new().prefix(PREFIX).suffix(SUFFIX)).tempfile_in(folder)
        };
        let beside = open().map_err(|e| WriteError::io(path, e))?;
        Ok(AtomicFile { path: path.to_owned(), beside: BufWriter::new(beside) })
    }

    /// Where the file will stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder it will stand in; it exists.
    pub(super) fn folder(&self) -> &Path {
        folder(&self.path)
    }

    /// Puts the file in its place, over one that stands there.
    ///
    /// # Errors
    /// When the last bytes cannot be written or the file cannot be renamed.
    pub fn commit(self) -> Result<(), WriteError> {
        let AtomicFile { path, beside } = self;
        let file = beside.into_inner().map_err(|e| WriteError::io(&path, e.into_error()))?;
        file.persist(&path).map_err(|e| WriteError::io(&path, e.error))?;
        Ok(())
    }

    /// `error` with the path of this file.
    pub(super) fn error(&self, error: io::Error) -> WriteError {
        WriteError::io(&self.path, error)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.beside.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.beside.flush()
    }
}

/// The folder of `path`; the working folder for a bare name.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Temporary files are private by default; results are for colleagues too, as far as the umask lets them.
#[cfg(unix)]
fn readable_by_others<'a, 'b>(builder: &'a mut Builder<'b, 'b>) -> &'a Builder<'b, 'b> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn readable_by_others<'a, 'b>(builder: &'a mut Builder<'b, 'b>) -> &'a Builder<'b, 'b> {
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn writes_into_new_folders_and_over_an_old_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("输出/documents/甲.json");
        write_atomically(&path, b"1").unwrap();
        write_atomically(&path, b"22").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"22");
        assert_eq!(names(path.parent().unwrap()), ["甲.json"]);
    }

    #[test]
    fn what_a_killed_process_left_is_removed_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        for name in [".gongwen-a1B2c3.tmp", ".gongwen-watch.lock", "甲.tmp", "甲.json"] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        remove_unfinished(dir.path());
        assert_eq!(names(dir.path()), [".gongwen-watch.lock", "甲.json", "甲.tmp"]);
        remove_unfinished(&dir.path().join("无"));
    }

    #[test]
    fn a_file_without_commit_leaves_nothing_and_the_old_one_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("targets.csv");
        write_atomically(&path, b"old").unwrap();
        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all(&[b'x'; 100_000]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        drop(file);
        assert_eq!(names(dir.path()), ["targets.csv"]);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn a_folder_in_the_way_and_a_file_above_are_named() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("甲.json")).unwrap();
        fs::write(dir.path().join("文件"), "").unwrap();
        let cases = [
            (dir.path().join("甲.json"), "同名的文件夹已经存在"),
            (dir.path().join("文件/乙.json"), "上级路径是一个文件"),
            (dir.path().join("文件/深/乙.json"), "上级路径是一个文件"),
        ];
        for (path, reason) in cases {
            let error = write_atomically(&path, b"x").unwrap_err();
            assert!(error.reason.starts_with(reason), "{error}");
            assert_eq!(error.path, path);
        }
        assert_eq!(names(dir.path()), ["文件", "甲.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_too_long_is_named_and_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let error = write_atomically(&dir.path().join("长".repeat(200)), b"x").unwrap_err();
        assert!(error.reason.starts_with("文件名过长"), "{error}");
        assert!(names(dir.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_not_private() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let (ours, plain) = (dir.path().join("a"), dir.path().join("b"));
        write_atomically(&ours, b"x").unwrap();
        fs::write(&plain, b"x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&plain));
    }

    #[test]
    fn a_bare_name_stands_in_the_working_folder() {
        assert_eq!(folder(Path::new("甲.json")), Path::new("."));
        assert_eq!(folder(Path::new("输出/甲.json")), Path::new("输出"));
    }
}
