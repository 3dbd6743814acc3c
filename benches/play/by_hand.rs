//! The same deal written by hand in plain Rust: the yardstick for playing a game that came from a file.

use pactum::numeric::sketch::Sketch;
use pactum::numeric::stream::{Purpose, StreamKey};
use pactum::play::Moments;

use crate::deal::{
    ACTORS, ASKED, COSTS, DISCOUNT, DOWN, LEVELS, NIBBLE, PERIODS, PRIOR, STAGES, TERMS, TYPES, UP,
    WAR, answers, held, moves, war,
};

/// What the games came to.
#[derive(Debug)]
pub(crate) struct Result {
    pub(crate) outcomes: [u64; 3],
    pub(crate) decisions: Vec<u64>,
    pub(crate) terms: [Moments; TERMS],
    pub(crate) totals: [Moments; 2],
    pub(crate) sketches: Vec<Sketch>,
    /// How many random decisions were made.
    pub(crate) steps: u64,
}

/// The streams of the deal.
pub(crate) struct Keys {
    start: StreamKey,
    layers: [StreamKey; 5],
}

impl Keys {
    pub(crate) fn new(seed: u64) -> Self {
        let step = |stage: usize, actor: &str, purpose| {
            StreamKey::step(seed, STAGES[stage], actor, purpose)
        };
        Self {
            start: StreamKey::step(seed, ACTORS[0], "", Purpose::Start),
            layers: [
                step(0, ACTORS[0], Purpose::Opportunity),
                step(0, ACTORS[0], Purpose::Choice),
                step(0, ACTORS[0], Purpose::Effect),
                step(1, ACTORS[1], Purpose::Choice),
                step(2, "", Purpose::Effect),
            ],
        }
    }
}

#[derive(Clone, Copy)]
struct Deal {
    kind: usize,
    level: usize,
    ended: bool,
    outcome: usize,
    paid: [f64; TERMS],
}

/// Plays all games of a draw.
pub(crate) fn play(keys: &Keys, draw: u64, games: usize) -> Result {
    let mut result = Result {
        outcomes: [0; 3],
        decisions: vec![0; PERIODS * 11],
        terms: [Moments::default(); TERMS],
        totals: [Moments::default(); 2],
        sketches: vec![Sketch::new(); TERMS + 2],
        steps: 0,
    };
    let mut numbers = vec![[0.0; 5]; games];
    let mut column = vec![0.0; games];
    keys.start.stream(draw, 0).fill(0, &mut column);
    let mut deals: Vec<Deal> = column.iter().map(|&number| begin(number)).collect();
    result.steps += games as u64;
    let mut weight = 1.0;
    for period in 1..=PERIODS {
        for (layer, key) in keys.layers.iter().enumerate() {
            key.stream(draw, period as u32).fill(0, &mut column);
            for (numbers, &number) in numbers.iter_mut().zip(&column) {
                numbers[layer] = number;
            }
        }
        let decisions = &mut result.decisions[(period - 1) * 11..period * 11];
        for (deal, numbers) in deals.iter_mut().zip(&numbers) {
            if !deal.ended {
                result.steps += step(deal, numbers, weight, decisions);
            }
        }
        weight *= DISCOUNT;
    }
    for deal in &mut deals {
        finish(deal, weight, &mut result);
    }
    result
}

fn begin(number: f64) -> Deal {
    let kind = if number < PRIOR[0] {
        0
    } else if number < PRIOR[0] + PRIOR[1] {
        1
    } else {
        2
    };
    Deal {
        kind,
        level: 2,
        ended: false,
        outcome: 0,
        paid: [0.0; TERMS],
    }
}

#[inline]
fn step(deal: &mut Deal, numbers: &[f64; 5], weight: f64, decisions: &mut [u64]) -> u64 {
    let mut steps = 3;
    if numbers[0] < ASKED {
        let chances = moves(deal.kind, deal.level);
        steps += 1;
        if numbers[1] < chances[0] {
            decisions[deal.kind * 3] += 1;
        } else if numbers[1] < chances[0] + chances[1] {
            decisions[deal.kind * 3 + 1] += 1;
            deal.paid[1] += COSTS[0] * weight;
            steps += 1;
            if numbers[2] < NIBBLE {
                deal.level = (deal.level + 1).min(LEVELS - 1);
            }
        } else {
            decisions[deal.kind * 3 + 2] += 1;
            steps += 1;
            if numbers[2] < WAR {
                let war = war(deal.kind, deal.level);
                deal.paid[2] += war[0] * weight;
                deal.paid[5] += war[1] * weight;
                deal.ended = true;
                deal.outcome = 2;
                return steps - 2;
            }
        }
    }
    let chances = answers(deal.level);
    if numbers[3] < chances[0] {
        decisions[TYPES * 3] += 1;
    } else {
        decisions[TYPES * 3 + 1] += 1;
        deal.paid[5] += COSTS[1] * weight;
        deal.level = deal.level.saturating_sub(1);
    }
    if numbers[4] < UP {
        deal.level = (deal.level + 1).min(LEVELS - 1);
    } else if numbers[4] < UP + DOWN {
        deal.level = deal.level.saturating_sub(1);
    }
    pay_held(deal, weight);
    steps
}

#[inline]
fn pay_held(deal: &mut Deal, weight: f64) {
    let held = held(deal.kind, deal.level);
    deal.paid[0] += held[0] * weight;
    deal.paid[1] += held[1] * weight;
    deal.paid[3] += held[2] * weight;
    deal.paid[4] += held[3] * weight;
}

fn finish(deal: &mut Deal, weight: f64, result: &mut Result) {
    if !deal.ended {
        deal.outcome = usize::from(deal.level > 2);
        pay_held(deal, weight);
    }
    result.outcomes[deal.outcome] += 1;
    let [a, b, c, d, e, f] = deal.paid;
    let totals = [a + b + c, d + e + f];
    for (&paid, moments) in deal.paid.iter().zip(&mut result.terms) {
        moments.add(paid);
    }
    for (&paid, moments) in totals.iter().zip(&mut result.totals) {
        moments.add(paid);
    }
    for (&paid, sketch) in deal.paid.iter().chain(&totals).zip(&mut result.sketches) {
        sketch.add(paid);
    }
}
