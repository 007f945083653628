use super::wording::{self, Language};
use crate::pipeline::{Progress, Stage};
use indicatif::{ProgressBar, ProgressStyle};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The progress on standard error: stage, files, bytes, time left. Draws nothing where that is no terminal.
pub(super) struct Bar {
    language: Language,
    bar: ProgressBar,
    files: AtomicUsize,
    done: AtomicUsize,
}

impl Bar {
    /// A bar that shows nothing yet, or ever when `quiet`.
    pub(super) fn new(language: Language, quiet: bool) -> Bar {
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(0) };
        let style = ProgressStyle::with_template(wording::progress_template(language));
        bar.set_style(style.expect("a fixed template, shown in a test"));
        Bar { language, bar, files: AtomicUsize::new(0), done: AtomicUsize::new(0) }
    }

    /// Takes the bar from the screen.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    fn show_files(&self) {
        let (done, files) = (self.done.load(Ordering::Relaxed), self.files.load(Ordering::Relaxed));
        self.bar.set_message(wording::files_done(self.language, done, files));
    }
}

impl Progress for Bar {
    fn begin(&self, files: usize, bytes: u64) {
        const REDRAW: Duration = Duration::from_millis(200);
        self.files.store(files, Ordering::Relaxed);
        self.bar.set_length(bytes);
        self.bar.enable_steady_tick(REDRAW);
        self.show_files();
    }

    fn stage(&self, stage: Stage) {
        self.bar.set_prefix(wording::stage(self.language, stage));
    }

    fn advance(&self, bytes: u64) {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.bar.inc(bytes);
        self.show_files();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_sound() {
        for language in [Language::Zh, Language::En] {
            let bar = Bar::new(language, true);
            bar.begin(2, 10);
            bar.stage(Stage::Read);
            bar.advance(4);
            assert_eq!((bar.bar.position(), bar.bar.length()), (4, Some(10)));
            assert!(bar.bar.message().contains("1/2"));
        }
    }
}
