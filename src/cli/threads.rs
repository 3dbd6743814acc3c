//! The thread pool of a command.

use super::failure::Failure;

/// Runs work in a pool of this many threads, by default one for each core.
pub(super) fn on<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|error| Failure::Unexpected(format!("threads cannot be started: {error}")))?;
    Ok(pool.install(work))
}

/// The cores of the machine.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
