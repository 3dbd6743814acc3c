//! What can be shown of chances for all values of the uncertain parameters at once.
//!
//! A check is evaluated over the whole box of possible parameters; where that shows nothing, the box is halved again and
//! again, as far as a fixed amount of work allows. Each half is either shown to be fine, or halved, or has a point at
//! which the chances make no sense for sure.

use crate::expression::Binary;
use crate::expression::cone::Cone;
use crate::expression::interval::Interval;
use crate::expression::polynomial::{Shares, bounds};
use crate::game::{ChanceCheck, Game, Total};
use crate::numeric::distribution::Distribution;
use crate::numeric::precision::PROBABILITY_TOLERANCE;
use crate::scenario::model::{Model, Parameter};

/// How many operations all checks together may take beyond the first look at each.
const WORK: usize = 150_000;

/// How often everything is looked at for one halving, counting dearly what is worked out exactly.
const LOOKS: usize = 8;

/// No smaller share of what is possible is halved.
const LEAST_SHARE: f64 = 1e-6;

/// How often one box is halved at most.
const HALVINGS: usize = 400;

/// What was shown of a check of chances.
#[derive(Clone, Debug, PartialEq)]
pub enum ProofResult {
    /// It holds for all values of the uncertain parameters, in every period.
    Always,
    /// It fails for these values of the parameters that it reads, in this period.
    Fails {
        /// The parameters, by number, with their values.
        parameters: Vec<(usize, f64)>,
        /// The period.
        period: usize,
    },
    /// Neither could be shown; it rests on these parameters.
    Undecided {
        /// The parameters, by number.
        parameters: Vec<usize>,
    },
}

/// What can be shown of each check of a game.
pub fn prove(model: &Model, game: &Game) -> Vec<ProofResult> {
    let world = World::of(model);
    let mut work = WORK;
    let prove = |check| Prover::new(game, check, &world).prove(&mut work);
    game.checks.iter().map(prove).collect()
}

/// What the parameters may be, each by itself and together.
struct World {
    possible: Vec<Possible>,
    /// Parameters that are drawn together and sum to a total.
    shares: Vec<Shares>,
    /// For each parameter, whether it is correlated with others: not every combination need be possible.
    correlated: Vec<bool>,
}

impl World {
    fn of(model: &Model) -> Self {
        let possible = |parameter: &Parameter| Possible::of(&parameter.distribution);
        let of_group = |members: &Vec<usize>| match &model.parameters[*members.first()?].distribution {
            Distribution::Share(share) => Some(Shares {
                members: members.clone(),
                total: share.total,
            }),
            _ => None,
        };
        let groups = &model.correlations;
        let jointly = |number| model.joint_draws.iter().any(|joint| joint.members.contains(&number));
        let correlated = |number| groups.iter().any(|group| group.members.contains(&number)) || jointly(number);
        Self {
            possible: model.parameters.iter().map(possible).collect(),
            shares: model.shares.iter().filter_map(of_group).collect(),
            correlated: (0..model.parameters.len()).map(correlated).collect(),
        }
    }
}

/// The values that a parameter may have.
#[derive(Clone, Debug)]
struct Possible {
    all: Interval,
    /// Ascending, where they are a list.
    listed: Option<Vec<f64>>,
}

impl Possible {
    fn of(distribution: &Distribution) -> Self {
        let (low, high) = distribution.support();
        Self {
            all: Interval::new(low, high),
            listed: distribution.listed(),
        }
    }

    /// The listed values within bounds.
    fn within(&self, now: Interval) -> Option<Vec<f64>> {
        let listed = self.listed.as_ref()?.iter().copied();
        Some(listed.filter(|&value| now.contains(value)).collect())
    }

    /// A value in the middle of the possible ones within bounds.
    fn middle(&self, now: Interval) -> Option<f64> {
        match self.within(now) {
            Some(listed) => listed.get(listed.len() / 2).copied(),
            None => Some(now.low + 0.5 * (now.high - now.low)).filter(|half| half.is_finite()),
        }
    }

    /// The possible values within bounds in two halves; none where there is only one, or no middle.
    fn halves(&self, now: Interval) -> Option<[Interval; 2]> {
        if let Some(listed) = self.within(now) {
            let (low, high) = listed.split_at(listed.len() / 2);
            let hull = |part: &[f64]| Some(Interval::new(*part.first()?, *part.last()?));
            return Some([hull(low)?, hull(high)?]);
        }
        let half = self.middle(now)?;
        let halves = [Interval::new(now.low, half), Interval::new(half, now.high)];
        (self.left(now) > LEAST_SHARE).then_some(halves)
    }

    /// Which share of all possible values lies within bounds; none of those that can be halved no further.
    fn left(&self, now: Interval) -> f64 {
        let share = match self.within(now) {
            Some(within) if within.len() < 2 => 0.0,
            _ => (now.high - now.low) / (self.all.high - self.all.low),
        };
        if share.is_finite() { share } else { 0.0 }
    }
}

/// Values of all parameters, and the periods.
#[derive(Clone, Debug)]
struct Region {
    parameters: Vec<Interval>,
    /// The first and the last period.
    periods: (usize, usize),
}

struct Prover<'g> {
    game: &'g Game,
    check: &'g ChanceCheck,
    world: &'g World,
    cone: Cone,
    parameters: Vec<usize>,
}

impl<'g> Prover<'g> {
    fn new(game: &'g Game, check: &'g ChanceCheck, world: &'g World) -> Self {
        let cone = Cone::new(&game.tape, &check.chances);
        let parameters = cone.parameters();
        Self {
            game,
            check,
            world,
            cone,
            parameters,
        }
    }

    fn prove(&self, work: &mut usize) -> ProofResult {
        let possible = self.world.possible.iter();
        let whole = Region {
            parameters: possible.map(|possible| possible.all).collect(),
            periods: self.periods(),
        };
        let undecided = || ProofResult::Undecided {
            parameters: self.parameters.clone(),
        };
        let mut open = vec![whole];
        let mut halvings = 0;
        while let Some(next) = open.pop() {
            if self.holds(&next) == Some(true) {
                continue;
            }
            let middle = self.middle(&next);
            if let Some(point) = middle.filter(|point| self.holds(point) == Some(false)) {
                let value = |&number: &usize| (number, point.parameters[number].low);
                let parameters = self.parameters.iter().map(value).collect();
                return ProofResult::Fails {
                    parameters,
                    period: point.periods.0,
                };
            }
            let spent = LOOKS * self.cone.len();
            if halvings == HALVINGS || *work < spent {
                return undecided();
            }
            *work -= spent;
            halvings += 1;
            match self.halves(&next) {
                Some(halves) => open.extend(halves),
                None => return undecided(),
            }
        }
        ProofResult::Always
    }

    /// The periods in which the chances are needed, from the first to the last; one of them where they are the same in
    /// all.
    fn periods(&self) -> (usize, usize) {
        let Some(graph) = self.check.graph else {
            return (0, 0);
        };
        let calendar = &self.game.calendar;
        let first = calendar.iter().position(|&other| other == graph);
        let last = calendar.iter().rposition(|&other| other == graph);
        match (first, last) {
            (Some(first), Some(last)) if self.cone.reads_period() => (first + 1, last + 1),
            (Some(first), _) => (first + 1, first + 1),
            _ => (1, self.game.periods),
        }
    }

    /// Whether the check holds everywhere in a region; `None` where intervals do not say.
    fn holds(&self, at: &Region) -> Option<bool> {
        let period = Interval::new(at.periods.0 as f64, at.periods.1 as f64);
        let values = self.cone.run(&at.parameters, period);
        let chances = self.cone.wanted(&values);
        let range = (-PROBABILITY_TOLERANCE, 1.0 + PROBABILITY_TOLERANCE);
        let no_chance = |chance: Interval| !chance.undefined && (chance.high < range.0 || chance.low > range.1);
        if chances.clone().any(no_chance) {
            return Some(false);
        }
        let (least, most) = match self.check.total {
            Total::One => (1.0 - PROBABILITY_TOLERANCE, 1.0 + PROBABILITY_TOLERANCE),
            Total::AtMostOne => (f64::NEG_INFINITY, 1.0 + PROBABILITY_TOLERANCE),
            Total::Positive => (f64::MIN_POSITIVE, f64::INFINITY),
        };
        let is_chance = |chance: Interval| chance.within(range.0, range.1);
        let judge = |each: bool, sum: Interval| {
            let outside = !sum.undefined && (sum.high < least || sum.low > most);
            if each && sum.within(least, most) {
                Some(true)
            } else {
                outside.then_some(false)
            }
        };
        let each_fine = chances.clone().all(is_chance);
        let add = |sum, chance| Binary::Add.interval(sum, chance);
        let added = chances.fold(Interval::point(0.0), add);
        judge(each_fine, added).or_else(|| {
            // What cancels is seen only where results are worked out before numbers are put in.
            let closer = bounds(&self.cone, &values, &self.world.shares);
            let each_fine = each_fine || closer.each.iter().copied().all(is_chance);
            judge(each_fine, closer.sum).or_else(|| judge(each_fine, added))
        })
    }

    /// A possible point in the middle of a region; none where its period is not one in which the chances are needed.
    fn middle(&self, at: &Region) -> Option<Region> {
        let mut parameters = at.parameters.clone();
        let correlated = |&number: &usize| self.world.correlated[number];
        if self.parameters.iter().any(correlated) {
            return None;
        }
        for &number in &self.parameters {
            let value = self.world.possible[number].middle(parameters[number])?;
            parameters[number] = Interval::point(value);
        }
        for shares in &self.world.shares {
            let middle = |&number: &usize| self.world.possible[number].middle(parameters[number]);
            let values: Vec<f64> = shares.members.iter().map(middle).collect::<Option<_>>()?;
            let sum: f64 = values.iter().sum();
            for (&number, value) in shares.members.iter().zip(values) {
                parameters[number] = Interval::point(value / sum * shares.total);
            }
        }
        let period = at.periods.0 + (at.periods.1 - at.periods.0) / 2;
        let needed = |graph: usize| self.game.calendar[period - 1] == graph;
        let needed = self.check.graph.is_none_or(needed);
        needed.then_some(Region {
            parameters,
            periods: (period, period),
        })
    }

    /// The region in two halves: the periods, or the parameter of which most of what is possible is left.
    fn halves(&self, at: &Region) -> Option<[Region; 2]> {
        let (first, last) = at.periods;
        let (mut low, mut high) = (at.clone(), at.clone());
        if first < last {
            let half = first + (last - first) / 2;
            low.periods.1 = half;
            high.periods.0 = half + 1;
            return Some([low, high]);
        }
        let left = |number: usize| self.world.possible[number].left(at.parameters[number]);
        let numbers = self.parameters.iter().copied();
        let widest = numbers.max_by(|&a, &b| left(a).total_cmp(&left(b)).then(b.cmp(&a)))?;
        let [lower, upper] = self.world.possible[widest].halves(at.parameters[widest])?;
        low.parameters[widest] = lower;
        high.parameters[widest] = upper;
        Some([low, high])
    }
}
