//! How fast a game file is loaded, swept, solved and played: `cargo bench --bench solving -- FILE.efg …`.
//!
//! As CSV, a line for each file and precision: the information sets, the seconds that loading took, how many full sweeps
//! (beliefs forward, values and responses backward) one core makes in a second, the seconds that solving took, the
//! residual that it reached, the seconds of all players' best responses to that play and of its exact outcome, and how
//! many games one core plays in a second. Times are medians of several.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::path::Path;
use std::time::Instant;

use pactum::unstable::game::{Bound, Profile};
use pactum::unstable::interchange::{Imported, read};
use pactum::unstable::play::{CompiledGame, Draw, Simulator, Tallies, exact};
use pactum::unstable::source::Sources;
use pactum::unstable::strategy::{BranchMethod, Evidence, Options, Reachable, Recall, best_response_value, solve};

/// Each time is the median of so many.
const TIMES: usize = 9;
/// A precision at which hardly any branch needs tracing.
const CALM: f64 = 0.05;
const PRECISIONS: [f64; 3] = [0.5, 1.0, 3.0];
/// Games that are played at a time.
const GAMES: u64 = 1_000;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|file| !file.starts_with('-')).collect();
    if files.is_empty() {
        println!("name game files: cargo bench --bench solving -- leduc.efg");
        return;
    }
    println!(
        "file,information_sets,load_seconds,sweeps_per_second,lambda,solve_seconds,residual,best_response_seconds,\
         exact_seconds,games_per_second"
    );
    for file in files {
        let (loading, imported) = median(|| load(&file));
        let sweeping = sweeps(&imported).map_or_else(String::new, |number| format!("{number:.0}"));
        let sets = imported.game.graphs[0].information_sets.len();
        for precision in PRECISIONS {
            let bound = Bound::single(&imported.game, &[precision]);
            let reachable = Reachable::of(&imported.game);
            let (seconds, solution) = median(|| solve(&bound, &reachable, &Options::default()));
            let residual = solution.residual[0];
            let (replying, _) = median(|| best_responses(&bound, &solution.profile));
            let (passing, games) = play(&imported, precision);
            println!(
                "{file},{sets},{loading:.6},{sweeping},{precision},{seconds:.7},{residual:.1e},{replying:.7},\
                 {passing:.7},{games:.0}"
            );
        }
    }
}

fn load(file: &str) -> Imported {
    let mut sources = Sources::new();
    read(Path::new(file), &mut sources).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Full sweeps in a second: those of a solve at a precision at which sweeps alone lead to the end; `None` where there is a
/// need to trace even there.
fn sweeps(imported: &Imported) -> Option<f64> {
    let bound = Bound::single(&imported.game, &[CALM]);
    let reachable = Reachable::of(&imported.game);
    let options = Options {
        method: BranchMethod::FineSteps,
        ..Options::default()
    };
    let (seconds, solution) = median(|| solve(&bound, &reachable, &options));
    (solution.evidence[0] != Evidence::Trace).then(|| f64::from(solution.sweeps[0]) / seconds)
}

/// What each player's best-response strategy is worth.
fn best_responses(bound: &Bound<'_, 1>, profile: &Profile<1>) -> Vec<Option<f64>> {
    let recall = Recall::of(bound.game);
    let actors = 0..bound.game.actors;
    actors
        .map(|actor| best_response_value(bound, 0, profile, &recall, actor))
        .collect()
}

/// The seconds of the exact pass over a block, of which one draw would do here, and the games of a second.
fn play(imported: &Imported, precision: f64) -> (f64, f64) {
    let game = &imported.game;
    let bound = Bound::new(game, &[vec![precision]]);
    let profile = solve(&bound, &Reachable::of(game), &Options::default()).profile;
    let (passing, _) = median(|| exact(&bound, &profile));
    let compiled = CompiledGame::new(game, &imported.names, 0);
    let mut simulator = Simulator::new(&compiled);
    let mut tallies = Tallies::new(game);
    let mut number = 0;
    let (playing, _) = median(|| {
        number += 1;
        let draw = Draw {
            bound: &bound,
            profile: &profile,
            lane: 0,
            number,
        };
        simulator.play(&draw, GAMES, &mut tallies, |_| ())
    });
    (passing, GAMES as f64 / playing)
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
