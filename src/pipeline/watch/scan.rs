//! Which files of the drop folder are complete.

use super::{DONE, FAILED};
use crate::pipeline::inputs::{is_left_out, slashed};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};
use walkdir::WalkDir;

/// Names under which browsers and copying programs keep a file that is still coming.
const UNFINISHED: [&str; 6] = ["crdownload", "part", "partial", "download", "tmp", "filepart"];

/// A complete file.
#[derive(Debug, Clone, PartialEq)]
pub struct Ready {
    /// Where it is.
    pub file: PathBuf,
    /// Its path below the drop folder, `/` between parts.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// The drop folder as it was seen so far.
pub struct Scan {
    folder: PathBuf,
    output: Option<PathBuf>,
    settle: Duration,
    /// Size and time of every file, and since when they are so.
    seen: BTreeMap<PathBuf, (u64, Option<SystemTime>, Instant)>,
}

impl Scan {
    /// Nothing was seen yet; files below `output` are results, not input.
    pub fn new(folder: &Path, output: &Path, settle: Duration) -> Scan {
        let output = fs::canonicalize(output).ok();
        Scan { folder: folder.to_path_buf(), output, settle, seen: BTreeMap::new() }
    }

    /// Looks through the folder; gives the files whose size and time have rested long enough, by their paths.
    ///
    /// # Errors
    /// Where the folder cannot be read: a network drive that is gone.
    pub fn look(&mut self) -> io::Result<Vec<Ready>> {
        fs::read_dir(&self.folder)?;
        let (mut seen, mut ready) = (BTreeMap::new(), Vec::new());
        let wanted = |entry: &walkdir::DirEntry| {
            let shelf = entry.depth() == 1 && (entry.file_name() == DONE || entry.file_name() == FAILED);
            let is_output = || fs::canonicalize(entry.path()).ok().is_some_and(|path| Some(path) == self.output);
            entry.depth() == 0
                || !(is_left_out(entry.file_name()) || shelf || entry.file_type().is_dir() && is_output())
        };
        for entry in WalkDir::new(&self.folder).sort_by_file_name().into_iter().filter_entry(wanted).flatten() {
            let Ok(metadata) = entry.metadata() else { continue };
            if !metadata.is_file() || is_unfinished(entry.path()) {
                continue;
            }
            let (size, time) = (metadata.len(), metadata.modified().ok());
            let since = match self.seen.get(entry.path()) {
                Some(&(old_size, old_time, since)) if (old_size, old_time) == (size, time) => since,
                _ => Instant::now(),
            };
            if since.elapsed() >= self.settle {
                let path = slashed(entry.path().strip_prefix(&self.folder).unwrap_or(entry.path()));
                ready.push(Ready { file: entry.path().to_path_buf(), path, bytes: size });
            }
            seen.insert(entry.into_path(), (size, time, since));
        }
        self.seen = seen;
        Ok(ready)
    }
}

fn is_unfinished(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| UNFINISHED.contains(&extension.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_at_rest_are_ready() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let put = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("lies in a folder")).expect("writable");
            fs::write(path, text).expect("writable");
        };
        for name in
            ["b.txt", "夹/a.txt", ".隐藏", "~$a.docx", "c.pdf.crdownload", "已处理/x.txt", "失败/y.txt", "out/z.json"]
        {
            put(name, "1");
        }
        let mut scan = Scan::new(folder.path(), &folder.path().join("out"), Duration::from_millis(40));
        assert_eq!(scan.look().expect("there"), []);
        std::thread::sleep(Duration::from_millis(60));
        put("b.txt", "12");
        let paths: Vec<String> = scan.look().expect("there").into_iter().map(|ready| ready.path).collect();
        assert_eq!(paths, ["夹/a.txt"]);
        std::thread::sleep(Duration::from_millis(60));
        assert_eq!(scan.look().expect("there").len(), 2);
        assert!(Scan::new(&folder.path().join("无"), folder.path(), Duration::ZERO).look().is_err());
    }
}
