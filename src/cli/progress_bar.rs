//! The progress bar.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::console::Console;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::threads;
use crate::study::Watch;

/// Does work on this many draws in a pool of threads; Ctrl-C stops it. A progress bar stands on standard error
/// meanwhile, unless that is no terminal.
pub(super) fn watched<T: Send>(
    draws: u64,
    threads: Option<usize>,
    (interrupt, console): (&Interrupt, &Console),
    work: impl FnOnce(&Watch<'_>) -> T + Send,
) -> Result<T, Failure> {
    let bar = ProgressBar::with_draw_target(Some(draws), ProgressDrawTarget::hidden());
    if console.shows_progress() {
        bar.set_draw_target(ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} draws, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    }
    let watch = Watch {
        progress: &|progress| bar.set_position(progress.done),
        interrupt: &interrupt.asked,
    };
    let done = threads::on(threads, || work(&watch))?;
    bar.finish_and_clear();
    Ok(done)
}
