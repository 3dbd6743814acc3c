//! The progress bar.

use std::fmt::Write;
use std::time::Duration;

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::console::Console;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::threads;
use crate::study::Watch;

/// How often the bar shows how much time has passed, however long a draw takes.
const TICK: Duration = Duration::from_millis(500);

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
        let style = ProgressStyle::with_template("{spinner} {bar:16} {pos}/{len} draws, {elapsed}{left}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.with_key("left", left));
        bar.enable_steady_tick(TICK);
    }
    let watch = Watch {
        progress: &|progress| {
            bar.set_position(progress.done);
            console.progress(progress);
        },
        interrupt: &interrupt.asked,
    };
    let done = threads::on(threads, || work(&watch))?;
    bar.finish_and_clear();
    Ok(done)
}

/// How much time is left, once a draw is done by which that can be told.
fn left(state: &ProgressState, text: &mut dyn Write) {
    if state.pos() > 0 {
        // What the bar writes to takes every text.
        let _ = write!(text, ", {} left", HumanDuration(state.eta()));
    }
}
