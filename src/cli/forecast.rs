//! How long a run takes on this machine, and how much memory: measured on its first draws.

use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use indicatif::HumanDuration;

use super::console::Console;
use super::{memory, threads};
use crate::numeric::lanes::LANES;
use crate::study::{Plan, Rows, Variant, Watch, run};

/// How long the measurement may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the first draws of a run told.
#[derive(Clone, Copy, Debug)]
enum Measured {
    /// They took this long.
    Took(Duration),
    /// They had not ended after this long.
    NotIn(Duration),
}

/// Says how long a run of these variants takes. It is said only to a person at a terminal: it is another time on every
/// machine.
pub(super) fn say(variants: Vec<Variant>, plan: &Plan, asked: Option<usize>, console: &Console) {
    if !console.shows_progress() {
        return;
    }
    let workers = threads::count(asked) as u64;
    let few = Plan {
        draws: plan.draws.min(workers * LANES as u64),
        ..*plan
    };
    let (told, heard) = mpsc::channel();
    // A thread of its own, as a single draw may take longer than anybody waits; the program ends without it then.
    std::thread::spawn(move || {
        let begun = Instant::now();
        let watch = Watch {
            progress: &|_| (),
            interrupt: &AtomicBool::new(false),
        };
        let done = threads::on(asked, || run(&variants, &few, &watch, &mut Rows::default()));
        if matches!(done, Ok(Ok(_))) {
            // Nobody may listen any more.
            let _ = told.send(begun.elapsed());
        }
    });
    let measured = match heard.recv_timeout(PATIENCE) {
        Ok(time) => Measured::Took(time),
        Err(mpsc::RecvTimeoutError::Timeout) => Measured::NotIn(PATIENCE),
        // A draw that makes no sense: the run says so.
        Err(mpsc::RecvTimeoutError::Disconnected) => return,
    };
    console.remark(&sentence(measured, (plan, few.draws), workers, memory::peak()));
}

/// What was measured on the first draws, for all of the plan.
fn sentence(measured: Measured, (plan, measured_draws): (&Plan, u64), workers: u64, memory: Option<u64>) -> String {
    let whole = |time: Duration| time.mul_f64(plan.draws as f64 / measured_draws as f64);
    let Plan { draws, games, .. } = plan;
    let takes = match measured {
        Measured::Took(time) if whole(time) < Duration::from_secs(1) => "less than a second".to_owned(),
        Measured::Took(time) => format!("about {}", HumanDuration(whole(time))),
        Measured::NotIn(time) => format!("more than {}", HumanDuration(whole(time))),
    };
    let memory = memory.map_or_else(String::new, |bytes| {
        let least = if matches!(measured, Measured::NotIn(_)) {
            "at least "
        } else {
            ""
        };
        format!(" and {least}{} MiB of memory", bytes.div_ceil(1 << 20))
    });
    let threads = if workers == 1 { "thread" } else { "threads" };
    format!("Here a run of {draws} draws × {games} games takes {takes}{memory}, on {workers} {threads}.")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Measured, sentence};
    use crate::study::Plan;

    #[test]
    fn what_the_first_draws_took_is_told_of_all() {
        let plan = Plan {
            draws: 1_000,
            games: 100,
            ..Plan::default()
        };
        let said = |measured, memory| sentence(measured, (&plan, 16), 2, memory);
        let took = |millis| Measured::Took(Duration::from_millis(millis));
        assert_eq!(
            said(took(960), Some((41 << 20) - 5)),
            "Here a run of 1000 draws × 100 games takes about 60 seconds and 41 MiB of memory, on 2 threads."
        );
        assert_eq!(
            said(took(3), None),
            "Here a run of 1000 draws × 100 games takes less than a second, on 2 threads."
        );
        assert_eq!(
            said(Measured::NotIn(Duration::from_secs(10)), Some(1 << 30)),
            "Here a run of 1000 draws × 100 games takes more than 10 minutes and at least 1024 MiB of memory, on 2 threads."
        );
    }
}
