//! The thread pool of a command.

use super::failure::Failure;

/// The most threads that a command starts.
pub(super) const MOST_THREADS: usize = 1024;

/// The variable that limits threads where --threads does not.
const VARIABLE: &str = "RAYON_NUM_THREADS";

/// Runs work in a pool of this many threads, by default one for each core.
pub(super) fn on<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    let threads = count(threads);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| {
            Failure::Unexpected(format!(
                "{threads} threads cannot be started: {error}\ngive --threads 1"
            ))
        })?;
    Ok(pool.install(work))
}

/// How many threads work: as asked for, or else as RAYON_NUM_THREADS says, or else one for each core.
pub(super) fn count(asked: Option<usize>) -> usize {
    let variable = || {
        std::env::var(VARIABLE)
            .ok()?
            .parse()
            .ok()
            .filter(|&threads| threads > 0)
    };
    asked.or_else(variable).unwrap_or_else(cores).min(MOST_THREADS)
}

/// The cores of the machine.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
