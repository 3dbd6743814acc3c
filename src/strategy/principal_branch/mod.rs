//! The principal branch of one draw, as a curve: the profiles that are their own response, by the share s at which
//! precisions stand.
//!
//! F(x, s) is how far the log-odds x lie from the response that a sweep gives. Beliefs come from the play that x says.
//! Values come from it too in small games. In large ones they come from the responses that the sweep has already found
//! further on: at the profiles sought both are the same, and so is the determinant of all derivatives, but as such a
//! sweep nearly solves the equations, a few products with the derivative do.

mod derivative;
mod edge_shares;
mod log_odds;
pub(in crate::strategy) mod trace;

use super::Reachable;
use super::payoff_range::payoff_ranges;
use super::solve::{beliefs_matter, opening};
use super::sweep::backward::{BestManner, Manner, Record, Sweep};
use super::sweep::forward::{Beliefs, Faint, Priors, forward, starts};
use super::sweep::scaled_play::ScaledPlay;
use crate::game::{Bound, InformationSet, PeriodGraph, Play, Profile};
use crate::numeric::lanes::Lanes;
use crate::numeric::linear::Matrix;
use crate::numeric::math::max;
use crate::numeric::path::Branch;
use derivative::derivative;
use edge_shares::EdgeShares;
use log_odds::{LogOdds, odds};

/// Up to so many unknowns values come from the play that they say.
const SMALL: usize = 400;
/// How many directions are differentiated side by side.
const SIDE_BY_SIDE: usize = 8;

/// One draw's branch, and everything that is known of it at the point that was moved to last. The unknowns are the
/// log-odds of each action against the first of its set; all 0 is even chance.
pub struct PrincipalBranch<'a, 'g> {
    pub(in crate::strategy) bound: &'a Bound<'g, 1>,
    reachable: &'a Reachable,
    priors: Priors<1>,
    pub(in crate::strategy) coordinates: LogOdds,
    /// Whether beliefs decide anything.
    pub(in crate::strategy) beliefs_matter: bool,
    /// Whether values come from the play that the unknowns say, and not from responses.
    pub(in crate::strategy) still: bool,
    /// Whether chances must be worked out with care, of any size and with trembles.
    careful: bool,
    /// 1 over the payoff range of each actor.
    calm: Vec<f64>,
    s: f64,
    /// What the unknowns say.
    pub(in crate::strategy) profile: Profile<1>,
    /// The play that values come from.
    pub(in crate::strategy) response: Profile<1>,
    pub(in crate::strategy) beliefs: Beliefs<1>,
    pub(in crate::strategy) flows: EdgeShares,
    pub(in crate::strategy) record: Record<1>,
}

impl<'a, 'g> PrincipalBranch<'a, 'g> {
    /// The branch of a draw.
    pub fn of(bound: &'a Bound<'g, 1>, reachable: &'a Reachable) -> Self {
        let game = bound.game;
        let opening = opening(bound);
        let best = |set: &InformationSet| set.play == Play::BestResponse;
        let ranges = if game.graphs.iter().flat_map(|graph| &graph.information_sets).any(best) {
            payoff_ranges(bound)
        } else {
            Vec::new()
        };
        let coordinates = LogOdds::of(game, reachable);
        let calm = |&[range]: &[f64; 1]| if range > 0.0 { 1.0 / range } else { 0.0 };
        Self {
            bound,
            reachable,
            priors: Priors::of(bound),
            beliefs_matter: beliefs_matter(game),
            still: coordinates.count() <= SMALL,
            coordinates,
            careful: false,
            calm: ranges.iter().map(calm).collect(),
            s: 0.0,
            response: opening.clone(),
            profile: opening,
            beliefs: Beliefs::even(bound),
            flows: EdgeShares::none(game),
            record: Record::of(game),
        }
    }

    /// The precision at a set in a period at the present share, and how fast it rises with the share.
    pub(in crate::strategy) fn precision(&self, set: &InformationSet, period: usize) -> (f64, f64) {
        match &set.play {
            Play::Logit(precision) => {
                let full = self.bound.number(*precision, period)[0];
                (self.s * full, full)
            }
            Play::BestResponse => {
                let calm = self.calm.get(set.actor).copied().unwrap_or(0.0);
                let left = 1.0 - self.s;
                (calm * self.s / left, calm / (left * left))
            }
            Play::Fixed(_) | Play::Committed(_) => (0.0, 0.0),
        }
    }

    /// The information sets whose play is unknown: the period, and the number of the set in its graph.
    pub fn sets(&self) -> impl Iterator<Item = (usize, usize)> {
        self.coordinates.places()
    }

    /// The probabilities of a set's actions at the point that was moved to last.
    pub fn play(&self, period: usize, set: usize) -> &[Lanes<1>] {
        let set = &self.graph(period).information_sets[set];
        &self.profile.periods[period - 1][set.first_choice..set.first_choice + set.actions]
    }

    /// The most that the actor could gain at a set by one deviation, at the point that was moved to last.
    pub fn regret(&self, period: usize, set: usize) -> f64 {
        let play = self.play(period, set);
        let set = &self.graph(period).information_sets[set];
        let values = &self.record.choices[period - 1][set.first_choice..][..set.actions];
        let best = values.iter().fold(values[0][0], |best, &[value]| max(best, value));
        let lost = values.iter().zip(play).map(|([value], [play])| play * (best - value));
        lost.sum()
    }

    fn graph(&self, period: usize) -> &'g PeriodGraph {
        self.bound.game.graph(period)
    }

    /// Puts the play that the unknowns say into the profile; the same with care, where that is needed.
    pub(in crate::strategy) fn say(&mut self, x: &[f64]) -> Option<ScaledPlay> {
        self.coordinates.write(self.bound.game, x, &mut self.profile);
        self.careful.then(|| {
            let mut careful = ScaledPlay::new(&self.profile, 0);
            self.coordinates.each(self.bound.game, |period, set, first| {
                careful.respond(period, set.first_choice, &odds(set, first, x), 1.0);
            });
            careful
        })
    }

    /// Works out what the actors believe, and where that comes from.
    fn believe(&mut self, x: &[f64]) {
        let careful = self.say(x);
        if !self.beliefs_matter {
            return;
        }
        if let Some(careful) = careful {
            self.believe_with_care(&careful);
            return;
        }
        let (bound, profile, flows) = (self.bound, &self.profile, &mut self.flows);
        let mut beginning = starts(bound, &self.priors);
        let [faint] = forward(
            bound,
            &self.priors,
            self.reachable,
            profile,
            &mut self.beliefs,
            Faint::Report,
            &mut |period, reach| {
                flows.note(bound, profile, period, (&beginning, reach));
                let first = bound.game.graph(period).nodes.len();
                let last = first + bound.game.period_states.len();
                beginning.copy_from_slice(&reach[first..last]);
            },
        );
        if faint {
            self.careful = true;
            self.believe(x);
        }
    }

    fn believe_with_care(&mut self, careful: &ScaledPlay) {
        let (bound, flows) = (self.bound, &mut self.flows);
        let trembling = crate::game::Trembling::new(bound, 0);
        let mut starts = trembling.start();
        careful.believe(bound, &mut self.beliefs, &mut |period, reach| {
            let play = |choice| careful.choice(period, choice);
            flows.note_trembling(bound, play, period, (&starts, reach));
            starts.copy_from_slice(trembling.period_states(period, reach));
        });
    }

    /// Sweeps from the beliefs.
    fn respond(&mut self) {
        let smooth = |calm: &f64| [calm * self.s / (1.0 - self.s)];
        let manner = Manner {
            share: [self.s],
            best: BestManner::Smooth(self.calm.iter().map(smooth).collect()),
            step: [if self.still { 0.0 } else { 1.0 }],
            everywhere: false,
        };
        self.response.clone_from(&self.profile);
        Sweep {
            bound: self.bound,
            beliefs: &self.beliefs,
            reachable: self.reachable,
            manner: &manner,
            careful: &mut [],
            record: Some(&mut self.record),
        }
        .run(&mut self.response);
    }
}

impl Branch for PrincipalBranch<'_, '_> {
    fn unknowns(&self) -> usize {
        self.coordinates.count()
    }

    fn evaluate(&mut self, x: &[f64], s: f64) -> Vec<f64> {
        self.s = s;
        self.believe(x);
        self.respond();
        let mut apart = x.to_vec();
        self.coordinates.each(self.bound.game, |period, set, first| {
            let (precision, _) = self.precision(set, period);
            let values = &self.record.choices[period - 1][set.first_choice..];
            for action in 1..set.actions {
                apart[first + action - 1] -= precision * (values[action][0] - values[0][0]);
            }
        });
        apart
    }

    fn derivative(&self, direction: &[f64]) -> Vec<f64> {
        let (rise, by_x) = direction.split_last().expect("s is the last entry");
        let by_x: Vec<[f64; 1]> = by_x.iter().map(|&entry| [entry]).collect();
        let image = derivative(self, &by_x, &[*rise]);
        image.into_iter().map(|[entry]| entry).collect()
    }

    fn jacobian(&self) -> Matrix {
        let unknowns = self.unknowns();
        let mut jacobian = Matrix::zero(unknowns + 1);
        let columns: Vec<usize> = (0..=unknowns).collect();
        for block in columns.chunks(SIDE_BY_SIDE) {
            let mut by_x = vec![[0.0; SIDE_BY_SIDE]; unknowns];
            let mut by_s = [0.0; SIDE_BY_SIDE];
            for (lane, &column) in block.iter().enumerate() {
                let entry = by_x.get_mut(column).unwrap_or(&mut by_s);
                entry[lane] = 1.0;
            }
            let image = derivative(self, &by_x, &by_s);
            for (row, entries) in image.iter().enumerate() {
                jacobian.row_mut(row)[block[0]..block[0] + block.len()].copy_from_slice(&entries[..block.len()]);
            }
        }
        jacobian
    }
}
