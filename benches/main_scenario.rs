//! How fast the main scenario is read, explored, solved and played, and the largest that extends it explored and solved at
//! the nominal point: `cargo bench --bench main_scenario`.

use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use pactum::unstable::explore::{Limits, explore};
use pactum::unstable::game::{Bound, Game};
use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::play::{CompiledGame, Draw, Simulator, Tallies, exact};
use pactum::unstable::scenario::{Document, load};
use pactum::unstable::source::Sources;
use pactum::unstable::strategy::{Options, Reachable, solve};
use pactum::unstable::study::Variant;
use pactum::unstable::study::draws::Draws;

const MAIN: &str = "scenarios/nato_clause.toml";
const VARIANTS: [&str; 2] = ["plain_ceasefire", "clause"];
/// The file of the family whose game is the largest, and the variant.
const LARGEST: [&str; 2] = ["scenarios/support.toml", "rising_clause"];

fn main() {
    divan::main();
}

fn document(file: &str, sources: &mut Sources) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    load(&path, sources).expect("the scenario is sound")
}

fn variant(file: &str, name: &str) -> Variant {
    let mut sources = Sources::new();
    let (model, _) = document(file, &mut sources)
        .model(name, &[], &mut sources)
        .expect("the variant is sound");
    Variant::new(name, model, &Limits::default()).expect("the variant can be explored")
}

/// The first block of draws that a run would make.
fn block(variant: &Variant) -> Vec<Vec<f64>> {
    let draws = Draws::new(&variant.model, 0, false);
    (0..LANES as u64).map(|draw| draws.at(draw)).collect()
}

/// Nodes of all periods times draws: what one sweep passes.
fn visits(game: &Game) -> u64 {
    let nodes: usize = game.calendar.iter().map(|&graph| game.graphs[graph].nodes.len()).sum();
    (nodes * LANES) as u64
}

#[divan::bench]
fn read() {
    let mut sources = Sources::new();
    divan::black_box(document(MAIN, &mut sources));
}

#[divan::bench(args = VARIANTS)]
fn explored(bencher: Bencher<'_, '_>, name: &str) {
    let model = variant(MAIN, name).model;
    bencher.bench_local(|| explore(&model, &Limits::default()));
}

#[divan::bench]
fn largest_explored(bencher: Bencher<'_, '_>) {
    let model = variant(LARGEST[0], LARGEST[1]).model;
    bencher.bench_local(|| explore(&model, &Limits::default()));
}

#[divan::bench]
fn largest_solved_at_the_nominal_point(bencher: Bencher<'_, '_>) {
    let variant = variant(LARGEST[0], LARGEST[1]);
    let nominal = Draws::new(&variant.model, 0, true).at(0);
    let bound = Bound::single(&variant.explored.game, &nominal);
    let reachable = Reachable::of(&variant.explored.game);
    bencher.bench_local(|| solve(&bound, &reachable, &Options::default()));
}

/// Items are sweeps over a node and draw.
#[divan::bench(args = VARIANTS)]
fn solved(bencher: Bencher<'_, '_>, name: &str) {
    let variant = variant(MAIN, name);
    let game = &variant.explored.game;
    let bound = Bound::new(game, &block(&variant));
    let reachable = Reachable::of(game);
    let options = Options::default();
    let sweeps = solve(&bound, &reachable, &options).sweeps;
    let most = u64::from(*sweeps.iter().max().expect("there are lanes"));
    bencher
        .counter(ItemsCount::new(most * visits(game)))
        .bench_local(|| solve(&bound, &reachable, &options));
}

#[divan::bench(args = VARIANTS)]
fn worked_out(bencher: Bencher<'_, '_>, name: &str) {
    let variant = variant(MAIN, name);
    let game = &variant.explored.game;
    let bound = Bound::new(game, &block(&variant));
    let solution = solve(&bound, &Reachable::of(game), &Options::default());
    bencher
        .counter(ItemsCount::new(visits(game)))
        .bench_local(|| exact(&bound, &solution.profile));
}

/// One draw of a hundred games.
#[divan::bench(args = VARIANTS)]
fn played(bencher: Bencher<'_, '_>, name: &str) {
    const GAMES: u64 = 100;
    let variant = variant(MAIN, name);
    let game = &variant.explored.game;
    let bound = Bound::new(game, &block(&variant));
    let solution = solve(&bound, &Reachable::of(game), &Options::default());
    let layout = CompiledGame::new(game, &variant.explored.names, 0);
    let mut player = Simulator::new(&layout);
    let mut tallies = Tallies::new(game);
    let mut number = 0;
    bencher.counter(ItemsCount::new(GAMES)).bench_local(|| {
        number += 1;
        let draw = Draw {
            bound: &bound,
            profile: &solution.profile,
            lane: 0,
            number,
        };
        player.play(&draw, GAMES, &mut tallies, |_| ())
    });
}
