//! The edges of playing agree with each other, and with games whose answers are known.

use super::fixtures::full_game::full_game;
use super::fixtures::{decision, lopsided, two_hazards};
use super::tally::SampleStatistics;
use super::{CompiledGame, Draw, Exact, Simulator, Tallies, exact, replay};
use crate::game::{Bound, Game, Profile};
use crate::numeric::lanes::LANES;

fn close(value: f64, wanted: f64, within: f64) {
    assert!((value - wanted).abs() <= within, "{value} is not {wanted}");
}

#[test]
fn two_hazards_have_the_known_answers() {
    for (periods, survival) in [(20, 0.618_244), (40, 0.505_234)] {
        let builder = two_hazards(periods, 0.4);
        let bound = Bound::new(&builder.game, &[Vec::new()]);
        let exact = exact(&bound, &Profile::uniform(&builder.game));
        close(exact.outcomes[0][0], survival, 5e-7);
        close(exact.outcomes[1][7], 1.0 - survival, 5e-7);
        close(
            exact.outcomes_by_type_profile[0][0] / exact.outcomes[0][0],
            0.4 * power(0.92, periods) / survival,
            1e-6,
        );
        let hazard = |period: usize| exact.endings[period * 2 + 1][0] / exact.running[period - 1][0];
        close(hazard(1), 0.035, 1e-12);
        if periods == 40 {
            close(hazard(21), 0.014_156, 5e-7);
        }
        close(exact.survives[periods - 1][0], survival, 5e-7);
    }
}

fn power(base: f64, exponent: usize) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}

/// Going on always: costs 1 in each of T periods, and the lasting situation is worth what it says.
#[test]
fn a_lasting_situation_is_worth_its_value() {
    let builder = decision(40, 0.98);
    let bound = Bound::new(&builder.game, &[Vec::new()]);
    let mut profile = Profile::uniform(&builder.game);
    for choices in &mut profile.periods {
        choices.copy_from_slice(&[[1.0; LANES], [0.0; LANES]]);
    }
    let exact = exact(&bound, &profile);
    close(exact.terms[2][0], 7.0, 1e-12);
    close(exact.terms[0][0], -(1.0 - power(0.98, 40)) / (1.0 - 0.98), 1e-12);
    assert_eq!(exact.terms[1][0], 0.0);
    assert_eq!(exact.reached.len(), 40);
    assert_eq!(exact.taken[79][0], 0.0);
}

/// Stopping with one half each period: an outcome in a stage stops everything.
#[test]
fn an_ending_pays_in_the_period_in_which_it_comes() {
    let builder = decision(3, 0.5);
    let bound = Bound::new(&builder.game, &[Vec::new()]);
    let exact = exact(&bound, &Profile::uniform(&builder.game));
    // Ends in period 1, 2, 3 with chance 1/2, 1/4, 1/8, weights 1, 1/2, 1/4.
    close(exact.terms[1][0], 10.0 * (0.5 + 0.25 * 0.5 + 0.125 * 0.25), 1e-15);
    close(exact.terms[3][0], -3.0 * (0.5 + 0.25 * 0.5 + 0.125 * 0.25), 1e-15);
    // Survives 1, 2, 3 with chance 1/2, 1/4, 1/8: half of 7 each time, and the rest of it after the horizon.
    close(
        exact.terms[2][0],
        3.5 * (0.5 + 0.25 * 0.5 + 0.125 * 0.25) + 7.0 * 0.125 * 0.125,
        1e-15,
    );
    assert_eq!(
        exact.reached.iter().map(|mass| mass[0]).collect::<Vec<_>>(),
        [1.0, 0.5, 0.25]
    );
    assert_eq!(exact.taken[5][0], 0.125);
    assert_eq!(exact.outcomes[1][0], 0.875);
}

const DRAWS: [f64; 3] = [0.25, 0.6, 1.0];

struct Solved<'g> {
    bound: Bound<'g>,
    profile: Profile,
}

impl<'g> Solved<'g> {
    fn new(game: &'g Game) -> Self {
        let draws: Vec<Vec<f64>> = DRAWS.iter().map(|&asked| vec![asked]).collect();
        Self {
            bound: Bound::new(game, &draws),
            profile: lopsided(game),
        }
    }

    fn draw(&self, lane: usize) -> Draw<'_> {
        Draw {
            bound: &self.bound,
            profile: &self.profile,
            lane,
            number: lane as u64,
        }
    }
}

#[test]
fn masses_add_up() {
    let builder = full_game(7);
    let solved = Solved::new(&builder.game);
    let exact = exact(&solved.bound, &solved.profile);
    let sum = |masses: &[[f64; LANES]]| masses.iter().map(|mass| mass[1]).sum::<f64>();
    close(sum(&exact.outcomes), 1.0, 1e-14);
    close(sum(&exact.endings), 1.0, 1e-14);
    close(sum(&exact.outcomes_by_type_profile), 1.0, 1e-14);
    close(exact.running[0][1], 0.8, 1e-15);
    close(exact.endings[3][1], 0.2, 1e-15);
    for period in 1..7 {
        close(exact.survives[period - 1][1], exact.running[period][1], 1e-15);
    }
    for period in 0..7 {
        close(exact.reached[period * 2][1], 0.6 * exact.running[period][1], 1e-15);
        close(
            sum(&exact.taken[period * 5..period * 5 + 3]),
            exact.reached[period * 2][1],
            1e-15,
        );
        assert!(exact.measures[period][1] <= 2.0 * exact.survives[period][1]);
    }
}

#[test]
fn a_draw_is_the_same_alone() {
    let builder = full_game(7);
    let solved = Solved::new(&builder.game);
    let together = exact(&solved.bound, &solved.profile);
    let alone = Bound::new(&builder.game, &[vec![DRAWS[1]]]);
    let alone = exact(&alone, &solved.profile);
    let lane = |exact: &Exact, lane: usize| -> Vec<u64> {
        let all = exact
            .outcomes
            .iter()
            .chain(&exact.terms)
            .chain(&exact.taken)
            .chain(&exact.measures);
        all.map(|mass| mass[lane].to_bits()).collect()
    };
    assert_eq!(lane(&together, 1), lane(&alone, 0));
}

/// The outcome, last period and payoffs of a game.
type Record = (usize, usize, Vec<f64>);

/// The games of a draw; everything about each game on top.
fn play(
    layout: &CompiledGame<'_>,
    draw: &Draw<'_>,
    games: u64,
    chunk: usize,
) -> (SampleStatistics, Tallies, Vec<Record>) {
    let mut tallies = Tallies::new(draw.bound.game);
    let mut records = Vec::new();
    let played = Simulator::with_batch_size(layout, chunk).play(draw, games, &mut tallies, |record| {
        assert_eq!(record.game, records.len() as u64);
        records.push((record.outcome, record.last_period, record.payoffs.to_vec()));
    });
    (played, tallies, records)
}

#[test]
fn played_games_follow_the_exact_distribution() {
    let builder = full_game(6);
    let solved = Solved::new(&builder.game);
    let exact = exact(&solved.bound, &solved.profile);
    let layout = CompiledGame::new(&builder.game, &builder.names, 11);
    let games = 40_000;
    let share_is = |count: u64, chance: f64, of: f64| {
        let within = 4.0 * (chance * (1.0 - chance) / of).sqrt() + 1e-12;
        close(count as f64 / of, chance, within);
    };
    for lane in 0..DRAWS.len() {
        let (played, tallies, records) = play(&layout, &solved.draw(lane), games, 1024);
        let total = games as f64;
        for (&count, chance) in played.outcomes.iter().zip(&exact.outcomes) {
            share_is(count, chance[lane], total);
        }
        for (&count, chance) in tallies.decisions.iter().zip(&exact.taken) {
            share_is(count, chance[lane], total);
        }
        for (number, row) in builder.game.decision_kinds.iter().enumerate() {
            share_is(tallies.asked(3, row), exact.reached[2 * 2 + number][lane], total);
        }
        for (moments, mean) in played.terms.iter().zip(&exact.terms) {
            let found = moments.sum / total;
            let variance = moments.squares / total - found * found;
            close(found, mean[lane], 4.0 * (variance / total).sqrt());
        }
        let ended_early = records.iter().filter(|record| record.1 == 2).count() as u64;
        let chance: f64 = (0..4).map(|outcome| exact.endings[2 * 4 + outcome][lane]).sum();
        share_is(ended_early, chance, total);
    }
}

#[test]
fn batch_sizes_and_thresholds_change_no_result() {
    let builder = full_game(6);
    let solved = Solved::new(&builder.game);
    let layout = CompiledGame::new(&builder.game, &builder.names, 3);
    let whole = play(&layout, &solved.draw(1), 5_000, 8_192);
    for chunk in [1, 7, 64, 1024] {
        assert!(
            play(&layout, &solved.draw(1), 5_000, chunk) == whole,
            "chunks of {chunk}"
        );
    }
    let mut tallies = Tallies::new(&builder.game);
    let fewer = Simulator::new(&layout).play(&solved.draw(1), 100, &mut tallies, |_| ());
    assert_eq!(fewer.outcomes.iter().sum::<u64>(), 100);
}

#[test]
fn a_replayed_game_is_the_same_game() {
    let builder = full_game(9);
    let solved = Solved::new(&builder.game);
    let layout = CompiledGame::new(&builder.game, &builder.names, 5);
    for lane in 0..DRAWS.len() {
        let draw = solved.draw(lane);
        let (_, _, records) = play(&layout, &draw, 600, 256);
        for (game, record) in (0..).zip(records) {
            let trace = replay(&draw, layout.streams(), game);
            assert_eq!(
                (trace.outcome, trace.last_period, trace.payoffs.clone()),
                record,
                "game {game}"
            );
            let terms = trace.steps.iter().flat_map(|step| &step.payments);
            let terms = terms.chain(trace.survived.iter().flat_map(|end| &end.payments));
            let terms = terms.chain(&trace.at_end).chain(&trace.perpetuity);
            let total: f64 = terms.map(|payment| payment.amount * payment.weight).sum();
            close(total, trace.payoffs.iter().sum(), 1e-9);
        }
    }
}

/// What trace games show of commitments, counted in the plainest way.
#[test]
fn commitments_are_counted_as_single_games_show_them() {
    let builder = full_game(9);
    let solved = Solved::new(&builder.game);
    let layout = CompiledGame::new(&builder.game, &builder.names, 8);
    let draw = solved.draw(1);
    let (_, tallies, _) = play(&layout, &draw, 2_000, 500);
    let mut counted = super::CommitmentTally::default();
    for game in 0..2_000 {
        let trace = replay(&draw, layout.streams(), game);
        let mut first = None;
        for (place, step) in trace.steps.iter().enumerate() {
            let graph = &builder.game.graphs[step.graph];
            let Some(occasion) = step.set.and_then(|set| graph.information_sets[set].occasions.first()) else {
                continue;
            };
            first = first.or(Some(step.period as u64));
            counted.occasions += 1;
            let honoured = step.edge == graph.edges_of(step.node).start;
            counted.reneged += u64::from(!honoured);
            counted.honoured_bound += u64::from(honoured && occasion.bound);
            counted.honoured_free += u64::from(honoured && !occasion.bound);
            let later = &trace.steps[place..];
            let delivered = later
                .iter()
                .any(|step| builder.game.graphs[step.graph].edges[step.edge].delivers != 0);
            counted.undelivered += u64::from(honoured && !delivered);
        }
        counted.games += u64::from(first.is_some());
        counted.first_periods += first.unwrap_or(0);
    }
    assert_eq!(tallies.commitments, [counted]);
    assert!(counted.undelivered > 0 && counted.reneged > 0 && counted.honoured_free > 0);
}

/// Two games that differ in one action only make the same draws everywhere else.
#[test]
fn variants_share_their_random_numbers() {
    let builder = full_game(6);
    let solved = Solved::new(&builder.game);
    let mut changed = Solved::new(&builder.game);
    for choices in &mut changed.profile.periods[3..] {
        choices.swap(0, 1);
    }
    let layout = CompiledGame::new(&builder.game, &builder.names, 5);
    let streams = layout.streams();
    let mut differ = 0;
    for game in 0..300 {
        let (one, other) = (
            replay(&solved.draw(0), streams, game),
            replay(&changed.draw(0), streams, game),
        );
        let before = |trace: &super::GameTrace| {
            trace
                .steps
                .iter()
                .filter(|step| step.period <= 3)
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(before(&one), before(&other));
        assert_eq!(one.start, other.start);
        differ += usize::from(one != other);
    }
    assert!(0 < differ && differ < 200, "{differ} games differ");
}

#[test]
fn tallies_merge() {
    let builder = full_game(6);
    let solved = Solved::new(&builder.game);
    let layout = CompiledGame::new(&builder.game, &builder.names, 5);
    let mut player = Simulator::new(&layout);
    let mut together = Tallies::new(&builder.game);
    let mut merged = Tallies::new(&builder.game);
    for lane in 0..2 {
        let mut own = Tallies::new(&builder.game);
        let alone = player.play(&solved.draw(lane), 50, &mut own, |_| ());
        assert_eq!(player.play(&solved.draw(lane), 50, &mut together, |_| ()), alone);
        merged.merge(&own);
    }
    assert_eq!(merged, together);
}
