//! How fast games are played, next to the same game written by hand: `cargo bench --bench play`.

mod by_hand;
mod deal;

use divan::Bencher;
use divan::counter::ItemsCount;
use pactum::unstable::game::{Bound, Game, Profile};
use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::play::{Beliefs, CompiledGame, Draw, Observers, Simulator, Tallies, exact, exact_observed};

const GAMES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    agree();
    divan::main();
}

fn profile(game: &Game) -> Profile {
    let mut profile = Profile::uniform(game);
    let graph = &game.graphs[0];
    for choices in &mut profile.periods {
        for (number, set) in graph.information_sets.iter().enumerate() {
            let cells = deal::TYPES * deal::LEVELS;
            let chances = if number < cells {
                deal::moves(number / deal::LEVELS, number % deal::LEVELS).to_vec()
            } else {
                deal::answers(number - cells).to_vec()
            };
            for (choice, chance) in chances.into_iter().enumerate() {
                choices[set.first_choice + choice] = [chance; LANES];
            }
        }
    }
    profile
}

/// Both play the very same games.
fn agree() {
    let game = deal::game();
    let layout = CompiledGame::new(&game, &deal::names(), 7);
    let (bound, profile) = (Bound::new(&game, &[Vec::new()]), profile(&game));
    let draw = Draw {
        bound: &bound,
        profile: &profile,
        lane: 0,
        number: 3,
    };
    let mut tallies = Tallies::new(&game);
    let played = Simulator::new(&layout).play(&draw, 3_000, &mut tallies, |_| ());
    let by_hand = by_hand::play(&by_hand::Keys::new(7), &by_hand::Numbers::new(&profile, 0), 3, 3_000);
    assert_eq!(played.outcomes, by_hand.outcomes);
    assert_eq!(tallies.decisions, by_hand.decisions);
    assert_eq!(played.totals, by_hand.totals);
    assert_eq!(played.terms, by_hand.terms);
    assert!(tallies.terms.iter().chain(&tallies.totals).eq(&by_hand.sketches));
}

fn steps(games: usize) -> ItemsCount {
    let profile = profile(&deal::game());
    let numbers = by_hand::Numbers::new(&profile, 0);
    ItemsCount::new(by_hand::play(&by_hand::Keys::new(7), &numbers, 0, games).steps)
}

/// Each time another draw: a processor soon knows by heart what happens in one.
#[divan::bench(args = GAMES)]
fn from_a_file(bencher: Bencher<'_, '_>, games: usize) {
    let game = deal::game();
    let layout = CompiledGame::new(&game, &deal::names(), 7);
    let (bound, profile) = (Bound::new(&game, &[Vec::new()]), profile(&game));
    let mut player = Simulator::new(&layout);
    let mut tallies = Tallies::new(&game);
    let mut number = 0;
    bencher.counter(steps(games)).bench_local(|| {
        number += 1;
        let draw = Draw {
            bound: &bound,
            profile: &profile,
            lane: 0,
            number,
        };
        player.play(&draw, games as u64, &mut tallies, |_| ())
    });
}

#[divan::bench(args = GAMES)]
fn by_hand(bencher: Bencher<'_, '_>, games: usize) {
    let keys = by_hand::Keys::new(7);
    let profile = profile(&deal::game());
    let numbers = by_hand::Numbers::new(&profile, 0);
    let mut number = 0;
    bencher.counter(steps(games)).bench_local(|| {
        number += 1;
        by_hand::play(&keys, &numbers, number, games)
    });
}

#[divan::bench]
fn exactly(bencher: Bencher<'_, '_>) {
    let game = deal::game();
    let (bound, profile) = (Bound::new(&game, &[Vec::new()]), profile(&game));
    let graph = &game.graphs[0];
    let visits = (graph.nodes.len() * deal::PERIODS * LANES) as u64;
    bencher
        .counter(ItemsCount::new(visits))
        .bench_local(|| exact(&bound, &profile));
}

#[divan::bench]
fn exactly_with_beliefs(bencher: Bencher<'_, '_>) {
    let game = deal::game();
    let (bound, profile) = (Bound::new(&game, &[Vec::new()]), profile(&game));
    let observers = Observers::new(&game);
    bencher.bench_local(|| {
        let mut beliefs = Beliefs::new(&observers, &bound, &profile);
        let mut held = 0_u64;
        let exact = exact_observed(&bound, &profile, |now| {
            beliefs.observe(now.period, now.reach, |_| held += 1);
        });
        (exact, beliefs, held)
    });
}
