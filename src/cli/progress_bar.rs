//! The progress bar.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::console::Console;
use crate::study::Progress;

/// A progress bar on standard error; hidden where that is no terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar over a number of draws.
    pub(super) fn new(draws: u64, console: &Console) -> Self {
        let bar = ProgressBar::with_draw_target(Some(draws), ProgressDrawTarget::hidden());
        if console.shows_progress() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{bar:40} {pos}/{len} draws, {eta} left");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        }
        Self(bar)
    }

    /// Moves the bar.
    pub(super) fn show(&self, progress: Progress) {
        self.0.set_position(progress.done);
    }

    /// Removes the bar.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}
