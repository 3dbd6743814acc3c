//! The same deal written by hand in plain Rust: the yardstick for playing a game that came from a file.

use pactum::unstable::game::Profile;
use pactum::unstable::numeric::sketch::Sketch;
use pactum::unstable::numeric::stream::{Purpose, StreamKey};
use pactum::unstable::play::Moments;

use crate::deal::{
    ACTORS, ASKED, COSTS, DISCOUNT, DOWN, LEVELS, NIBBLE, PERIODS, PRIOR, STAGES, TERMS, TYPES, UP, WAR, held, war,
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
        let step = |stage: usize, actor: &str, purpose| StreamKey::step(seed, STAGES[stage], actor, purpose);
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

/// What holds in a draw: how the actors play, and the numbers that a scenario's parameters would make.
pub(crate) struct Numbers<'a> {
    profile: &'a Profile,
    lane: usize,
    prior: [f64; TYPES],
    discount: f64,
    asked: f64,
    nibble: f64,
    war_chance: f64,
    drift: [f64; 2],
    costs: [f64; 2],
    held: [[[f64; 4]; LEVELS]; TYPES],
    war: [[[f64; 2]; LEVELS]; TYPES],
}

impl<'a> Numbers<'a> {
    /// The numbers of a draw, which the compiler cannot know.
    pub(crate) fn new(profile: &'a Profile, lane: usize) -> Self {
        use divan::black_box;
        Self {
            profile,
            lane,
            prior: black_box(PRIOR),
            discount: black_box(DISCOUNT),
            asked: black_box(ASKED),
            nibble: black_box(NIBBLE),
            war_chance: black_box(WAR),
            drift: black_box([UP, UP + DOWN]),
            costs: black_box(COSTS),
            held: std::array::from_fn(|kind| std::array::from_fn(|level| black_box(held(kind, level)))),
            war: std::array::from_fn(|kind| std::array::from_fn(|level| black_box(war(kind, level)))),
        }
    }
}

/// One period of a draw.
struct Now<'a> {
    numbers: &'a Numbers<'a>,
    choices: &'a [[f64; 8]],
    weight: f64,
}

impl Now<'_> {
    #[inline]
    fn choice(&self, number: usize) -> f64 {
        self.choices[number][self.numbers.lane]
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
pub(crate) fn play(keys: &Keys, given: &Numbers<'_>, draw: u64, games: usize) -> Result {
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
    let mut deals: Vec<Deal> = column.iter().map(|&number| begin(number, &given.prior)).collect();
    result.steps += games as u64;
    let mut weight = 1.0;
    for period in 1..=PERIODS {
        for (layer, key) in keys.layers.iter().enumerate() {
            key.stream(draw, period as u32).fill(0, &mut column);
            for (numbers, &number) in numbers.iter_mut().zip(&column) {
                numbers[layer] = number;
            }
        }
        let now = Now {
            numbers: given,
            choices: &given.profile.periods[period - 1],
            weight,
        };
        let decisions = &mut result.decisions[(period - 1) * 11..period * 11];
        for (deal, numbers) in deals.iter_mut().zip(&numbers) {
            if !deal.ended {
                result.steps += step(deal, numbers, &now, decisions);
            }
        }
        weight *= given.discount;
    }
    for deal in &mut deals {
        finish(deal, given, weight, &mut result);
    }
    result
}

fn begin(number: f64, prior: &[f64; TYPES]) -> Deal {
    let kind = if number < prior[0] {
        0
    } else if number < prior[0] + prior[1] {
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
fn step(deal: &mut Deal, numbers: &[f64; 5], now: &Now<'_>, decisions: &mut [u64]) -> u64 {
    let given = now.numbers;
    let mut steps = 3;
    if numbers[0] < given.asked {
        let first = (deal.kind * LEVELS + deal.level) * 3;
        let comply = now.choice(first);
        steps += 1;
        if numbers[1] < comply {
            decisions[deal.kind * 3] += 1;
        } else if numbers[1] < comply + now.choice(first + 1) {
            decisions[deal.kind * 3 + 1] += 1;
            deal.paid[1] += given.costs[0] * now.weight;
            steps += 1;
            if numbers[2] < given.nibble {
                deal.level = (deal.level + 1).min(LEVELS - 1);
            }
        } else {
            decisions[deal.kind * 3 + 2] += 1;
            steps += 1;
            if numbers[2] < given.war_chance {
                let war = given.war[deal.kind][deal.level];
                deal.paid[2] += war[0] * now.weight;
                deal.paid[5] += war[1] * now.weight;
                deal.ended = true;
                deal.outcome = 2;
                return steps - 2;
            }
        }
    }
    if numbers[3] < now.choice(TYPES * LEVELS * 3 + deal.level * 2) {
        decisions[TYPES * 3] += 1;
    } else {
        decisions[TYPES * 3 + 1] += 1;
        deal.paid[5] += given.costs[1] * now.weight;
        deal.level = deal.level.saturating_sub(1);
    }
    if numbers[4] < given.drift[0] {
        deal.level = (deal.level + 1).min(LEVELS - 1);
    } else if numbers[4] < given.drift[1] {
        deal.level = deal.level.saturating_sub(1);
    }
    pay_held(deal, given, now.weight);
    steps
}

#[inline]
fn pay_held(deal: &mut Deal, given: &Numbers<'_>, weight: f64) {
    let held = given.held[deal.kind][deal.level];
    deal.paid[0] += held[0] * weight;
    deal.paid[1] += held[1] * weight;
    deal.paid[3] += held[2] * weight;
    deal.paid[4] += held[3] * weight;
}

fn finish(deal: &mut Deal, given: &Numbers<'_>, weight: f64, result: &mut Result) {
    if !deal.ended {
        deal.outcome = usize::from(deal.level > 2);
        pay_held(deal, given, weight);
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
