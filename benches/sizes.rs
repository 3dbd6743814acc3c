//! What a node costs in trees of a thousand to millions of nodes: `cargo bench --bench sizes -- LEVELS …`.
//!
//! A tree of n levels has 2^(n + 1) − 2 nodes. As CSV, a line for each tree: its nodes, nanoseconds per node of
//! exploring, per node, draw and sweep of solving, per node and draw of the exact pass, and per step of a played game;
//! then what a sweep must move and compute per node and draw: bytes, and exponentials. Last, what one core can do: the
//! nanoseconds of an exponential, of a multiplication with an addition, and of a byte that is copied.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::hint::black_box;
use std::mem::size_of;
use std::time::Instant;

use pactum::unstable::explore::Limits;
use pactum::unstable::game::{Bound, Edge, Game, Node};
use pactum::unstable::numeric::lanes::{LANES, Lanes};
use pactum::unstable::numeric::math::exp;
use pactum::unstable::play::{CompiledGame, Draw, Simulator, Tallies, exact};
use pactum::unstable::scenario::read;
use pactum::unstable::source::Sources;
use pactum::unstable::strategy::{Evidence, Options, Reachable, solve};
use pactum::unstable::study::Variant;
use pactum::unstable::study::draws::Draws;

/// A time is the median of at most so many, and of fewer where they take more than so many seconds in all.
const TIMES: usize = 9;
const SECONDS: f64 = 2.0;
/// Games that are played of a draw.
const GAMES: u64 = 20_000;
/// The levels at which a position is held in one variable, whose range may hold 10,000 values.
const LOW_LEVELS: usize = 12;

fn main() {
    let levels: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if levels.is_empty() {
        println!("name numbers of levels: cargo bench --bench sizes -- 9 15");
        return;
    }
    println!("nodes,explore,sweep,exact,step,sweep_bytes,sweep_exponentials");
    for levels in levels {
        measure(levels);
    }
    println!("exponential,multiplication,copied_byte");
    println!("{:.4},{:.4},{:.4}", exponential(), multiplication(), copied_byte());
}

/// A tree in which an actor with two types, another one and chance move in turns.
///
/// Chance and the first actor add to a score, the other one changes its sign; the first is paid the score as its type
/// values it, the second loses it. Every history is a state of its own.
fn tree(levels: usize) -> String {
    let mut text = String::from(
        r#"
title = "A tree"
periods = 1

[actors.first]
types = { cool = 0.5, keen = 0.5 }
strategy = { logit = "precision" }
payoffs = [{ name = "score", paid = "at_end", amount = "worth * score" }]

[actors.second]
strategy = { logit = "precision" }
payoffs = [{ name = "score", paid = "at_end", amount = "-worth * score" }]

[variables]
low = { range = [0, 8191], start = 1 }
high = { range = [0, 8191], start = 1 }
score = { range = [-99, 99], start = 0 }

[parameters]
precision = { value = 0.2, spread = { uniform = 0.05 } }
worth = { by = "first", values = { cool = 1, keen = 2 }, spread = { uniform = 0.5 } }

[[outcomes]]
name = "end"
at_end = true
"#,
    );
    for level in 0..levels {
        let position = if level < LOW_LEVELS { "low" } else { "high" };
        let (who, options, left, right, score) = match level % 3 {
            0 => ("actor = \"first\"\n", "actions", "", "", "score + 1"),
            1 => ("actor = \"second\"\n", "actions", "", "", "-score"),
            _ => ("", "branches", "probability = 0.4, ", "otherwise = true, ", "score + 2"),
        };
        text += &format!(
            r#"
[[stages]]
name = "level_{level}"
{who}{options} = [
  {{ name = "left", {left}set = {{ {position} = "2 * {position}" }} }},
  {{ name = "right", {right}set = {{ {position} = "2 * {position} + 1", score = "{score}" }} }},
]
"#
        );
    }
    text
}

fn measure(levels: usize) {
    let mut sources = Sources::new();
    let text = tree(levels);
    let document = read(&text, "tree.toml", &mut sources).unwrap_or_else(|found| panic!("{found:?}"));
    let (model, _) = document
        .model("base", &[], &mut sources)
        .unwrap_or_else(|found| panic!("{found:?}"));
    let limits = Limits { states: usize::MAX };
    let (exploring, variant) = median(|| Variant::new("base", model.clone(), &limits).expect("it can be explored"));
    let game = &variant.explored.game;
    let nodes = game.graphs[0].nodes.len() as f64;
    let draws = Draws::new(&variant.model, 0, false);
    let block: Vec<Vec<f64>> = (0..LANES as u64).map(|draw| draws.at(draw)).collect();
    let bound = Bound::new(game, &block);
    let reachable = Reachable::of(game);
    let (solving, solution) = median(|| solve(&bound, &reachable, &Options::default()));
    assert_eq!(
        solution.evidence,
        [Evidence::Contraction; LANES],
        "sweeps alone solve it"
    );
    let sweeps = f64::from(*solution.sweeps.iter().max().expect("there are lanes"));
    let (working_out, _) = median(|| exact(&bound, &solution.profile));
    let compiled = CompiledGame::new(game, &variant.explored.names, 0);
    let mut simulator = Simulator::new(&compiled);
    let mut tallies = Tallies::new(game);
    let mut draw = Draw {
        bound: &bound,
        profile: &solution.profile,
        lane: 0,
        number: 0,
    };
    let (playing, _) = median(|| {
        draw.number += 1;
        simulator.play(&draw, GAMES, &mut tallies, |_| ())
    });
    let lanes = LANES as f64;
    println!(
        "{nodes},{:.1},{:.2},{:.2},{:.1},{:.1},{:.3}",
        1e9 * exploring / nodes,
        1e9 * solving / (nodes * lanes * sweeps),
        1e9 * working_out / (nodes * lanes),
        1e9 * playing / (GAMES as f64 * levels as f64),
        moved(game) as f64 / (nodes * lanes),
        game.graphs[0].choices as f64 / nodes,
    );
}

/// The bytes that a sweep over a block of draws reads or writes, if it meets each entry of each array once forward and
/// once backward: nodes, edges, play, reach and beliefs, then nodes, edges, beliefs, play (read and written) and values.
fn moved(game: &Game) -> usize {
    let graph = &game.graphs[0];
    let places = graph.nodes.len() + game.period_states.len() + game.leaves.len();
    let structure = graph.nodes.len() * size_of::<Node>() + graph.edges.len() * size_of::<Edge>();
    // Reach and values are set, added to, and read.
    let forward = graph.choices + 3 * places + graph.nodes.len();
    let backward = graph.nodes.len() + 2 * graph.choices + 3 * game.actors * places;
    2 * structure + (forward + backward) * size_of::<Lanes>()
}

/// The seconds of a run, as a median, and what the last one gave.
fn median<T>(mut run: impl FnMut() -> T) -> (f64, T) {
    let began = Instant::now();
    let mut times = Vec::new();
    loop {
        let start = Instant::now();
        let last = run();
        times.push(start.elapsed().as_secs_f64());
        if times.len() == TIMES || began.elapsed().as_secs_f64() > SECONDS {
            times.sort_by(f64::total_cmp);
            return (times[times.len() / 2], last);
        }
    }
}

/// Nanoseconds that an item takes, where a run has so many.
fn nanoseconds(items: usize, run: impl FnMut()) -> f64 {
    1e9 * median(run).0 / items as f64
}

/// The vectors are as wide as those of the engine.
fn exponential() -> f64 {
    let numbers: Vec<f64> = (0..1024).map(|at| f64::from(at) * -0.01).collect();
    let mut powers = vec![0.0; numbers.len()];
    nanoseconds(1000 * numbers.len(), || {
        for _ in 0..1000 {
            pulp::Arch::new().dispatch(
                #[inline(always)]
                || {
                    for (power, number) in powers.iter_mut().zip(black_box(&numbers)) {
                        *power = exp(*number);
                    }
                },
            );
            black_box(&mut powers);
        }
    })
}

fn multiplication() -> f64 {
    const STEPS: usize = 100_000;
    const WIDTH: usize = 8 * LANES;
    let mut sums = [1.0; WIDTH];
    nanoseconds(STEPS * WIDTH, || {
        let (factor, addend) = (black_box(0.5), black_box(0.25));
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || {
                for _ in 0..STEPS {
                    for sum in &mut sums {
                        *sum = *sum * factor + addend;
                    }
                }
            },
        );
        black_box(&mut sums);
    })
}

fn copied_byte() -> f64 {
    let from = vec![1_u8; 1 << 28];
    let mut to = vec![2_u8; 1 << 28];
    nanoseconds(from.len(), || {
        to.copy_from_slice(black_box(&from));
        black_box(&mut to);
    })
}
