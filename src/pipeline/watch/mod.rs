//! A drop folder (投递文件夹): files put there are read once they are complete, moved away, and entered into the results.
//!
//! Nothing is kept but what lies on the disk, so a watcher that is killed goes on where it was: the records of a file
//! are written before it is moved, and a file whose records are there is only moved. The folder is looked through every
//! second or so rather than watched by events: those of network drives never come.

mod desk;
mod scan;

use super::problem::RunError;
use super::rulebook::Rulebook;
use super::{Failure, Options};
use crate::write::WriteError;
use crate::write::files::remove_unfinished;
use desk::Desk;
use scan::Scan;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// Below the drop folder: files that were read.
pub const DONE: &str = "已处理";
/// Below the drop folder: files that could not be read, each with its reason beside it.
pub const FAILED: &str = "失败";

/// Files that are taken before a wish to stop is seen.
const BATCH: usize = 16;
/// How long a nap is; after each, a wish to stop is seen.
const NAP: Duration = Duration::from_millis(50);

/// What to watch and how.
#[derive(Debug, Clone)]
pub struct WatchOptions {
    /// The drop folder.
    pub folder: PathBuf,
    /// Where results go and by which rules; the inputs are not used.
    pub run: Options,
    /// How long size and time of a file must rest before it counts as complete.
    pub settle: Duration,
    /// How long to wait between two looks.
    pub every: Duration,
}

/// What happened to a file, or to the folder.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Watching has begun.
    Begun,
    /// A file was read and moved.
    Taken {
        /// Its path below the drop folder.
        file: String,
        /// Documents in it.
        documents: usize,
    },
    /// A file whose content is in the results already was moved.
    Known {
        /// Its path below the drop folder.
        file: String,
    },
    /// A file could not be read and was moved.
    Failed(Failure),
    /// Something went wrong that the next look may get over: a result that cannot be written, a file that cannot be
    /// moved.
    Trouble(Failure),
    /// The drop folder is not there.
    Lost,
    /// It is there again.
    Back,
}

/// Watches until `stop` is set; what happens is told to `tell`.
///
/// # Errors
/// What keeps it from beginning: wrong rules, an output folder that is the drop folder, cannot be used, or belongs to
/// another watcher.
pub fn watch(options: &WatchOptions, stop: &AtomicBool, tell: &mut dyn FnMut(Event)) -> Result<(), RunError> {
    let run = &options.run;
    let rulebook = Rulebook::load(&run.layers(), run.accepted.as_deref(), Some(&run.output))?;
    let same = |a: &Path, b: &Path| fs::canonicalize(a).ok().zip(fs::canonicalize(b).ok()).is_some_and(|(a, b)| a == b);
    if same(&options.folder, &options.run.output) {
        return Err(RunError::OutputIsInput(options.folder.clone()));
    }
    let _lock = lock(&options.run.output)?;
    for folder in [run.output.clone(), run.output.join("documents")] {
        remove_unfinished(&folder);
    }
    let mut desk = Desk::open(options, &rulebook)?;
    let mut scan = Scan::new(&options.folder, &options.run.output, options.settle);
    let mut lost = false;
    tell(Event::Begun);
    desk.bring_up_to_date(tell);
    while !stop.load(Ordering::Relaxed) {
        match scan.look() {
            Ok(ready) => {
                if std::mem::take(&mut lost) {
                    tell(Event::Back);
                }
                for batch in ready.chunks(BATCH) {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    desk.take(batch, tell);
                }
                desk.bring_up_to_date(tell);
            }
            Err(_) if !lost => {
                lost = true;
                tell(Event::Lost);
            }
            Err(_) => {}
        }
        rest(options.every, stop);
    }
    Ok(())
}

fn rest(long: Duration, stop: &AtomicBool) {
    let mut left = long;
    while left > Duration::ZERO && !stop.load(Ordering::Relaxed) {
        thread::sleep(NAP.min(left));
        left = left.saturating_sub(NAP);
    }
}

/// Keeps a second watcher from the same results. The system lets go of it when the program ends, however it ends.
fn lock(output: &Path) -> Result<File, RunError> {
    let path = output.join(".gongwen-watch.lock");
    let open = || {
        fs::create_dir_all(output)?;
        File::create(&path)
    };
    let file = open().map_err(|error| WriteError::io(&path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(RunError::Watched(output.to_path_buf())),
        // A file system without locks: nobody can be kept out.
        Err(TryLockError::Error(_)) => Ok(file),
    }
}
