//! How fast a game file is loaded, swept and solved: `cargo bench --bench solving -- FILE.efg …`.
//!
//! As CSV, a line for each file and precision: the information sets, the seconds that loading took, how many full sweeps
//! (beliefs forward, values and responses backward) one core makes in a second, the seconds that solving took, and the
//! residual that it reached. Times are medians of several.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::path::Path;
use std::time::Instant;

use pactum::unstable::game::Bound;
use pactum::unstable::interchange::{Imported, read};
use pactum::unstable::source::Sources;
use pactum::unstable::strategy::{BranchMethod, Evidence, Options, Reachable, solve};

/// Each time is the median of so many.
const TIMES: usize = 9;
/// A precision at which no branch needs tracing.
const CALM: f64 = 0.05;
const PRECISIONS: [f64; 3] = [0.5, 1.0, 3.0];

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|file| !file.starts_with('-')).collect();
    if files.is_empty() {
        println!("name game files: cargo bench --bench solving -- leduc.efg");
        return;
    }
    println!("file,information_sets,load_seconds,sweeps_per_second,lambda,solve_seconds,residual");
    for file in files {
        let (loading, imported) = median(|| load(&file));
        let sweeping = sweeps(&imported);
        let sets = imported.game.graphs[0].information_sets.len();
        for precision in PRECISIONS {
            let bound = Bound::single(&imported.game, &[precision]);
            let reachable = Reachable::of(&imported.game);
            let (seconds, solution) = median(|| solve(&bound, &reachable, &Options::default()));
            let residual = solution.residual[0];
            println!("{file},{sets},{loading:.6},{sweeping:.0},{precision},{seconds:.7},{residual:.1e}");
        }
    }
}

fn load(file: &str) -> Imported {
    let mut sources = Sources::new();
    read(Path::new(file), &mut sources).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Full sweeps in a second: those of a solve at a precision at which sweeps alone lead to the end.
fn sweeps(imported: &Imported) -> f64 {
    let bound = Bound::single(&imported.game, &[CALM]);
    let reachable = Reachable::of(&imported.game);
    let options = Options {
        method: BranchMethod::FineSteps,
        ..Options::default()
    };
    let (seconds, solution) = median(|| solve(&bound, &reachable, &options));
    assert_ne!(solution.evidence[0], Evidence::Trace, "{CALM} needs tracing");
    f64::from(solution.sweeps[0]) / seconds
}

/// The median time of several runs, and what the last one gave.
fn median<T>(mut run: impl FnMut() -> T) -> (f64, T) {
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..TIMES {
        let start = Instant::now();
        last = Some(run());
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    (times[TIMES / 2], last.expect("it ran"))
}
