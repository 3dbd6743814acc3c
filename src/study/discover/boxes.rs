//! Several boxes, each without limits that may be chance, and each sought among the draws that those before leave.

use super::Worlds;
use super::prim::{Counts, ENDS, End, Limits, Search, Settings, Step};
use crate::numeric::distribution::Distribution;

/// A limit counts as more than chance up to this quasi-p-value.
const SIGNIFICANT: f64 = 0.05;

/// What a box must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Demands {
    /// How boxes are sought.
    pub search: Settings,
    /// The density that a box should have.
    pub density: f64,
    /// The most boxes.
    pub boxes: usize,
}

/// A box that was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FoundBox {
    /// The trajectory that led to it.
    pub trajectory: Vec<Step>,
    /// The step of the trajectory from which it was taken.
    pub chosen: usize,
    /// The restricted parameters.
    pub restrictions: Vec<Restriction>,
    /// What it holds of the draws that were left.
    pub inside: Counts,
}

/// A parameter that a box restricts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Restriction {
    /// The parameter.
    pub parameter: usize,
    /// The lower limit; missing where it has none.
    pub low: Option<Limit>,
    /// The upper limit; missing where it has none.
    pub high: Option<Limit>,
    /// All values that the parameter has.
    pub range: Limits,
}

/// A limit of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Limit {
    /// Where it lies.
    pub value: f64,
    /// The chance that as many cases would lie within it if it told nothing: the upper tail of the binomial distribution
    /// whose share of cases is that of the box without this limit.
    pub quasi_p: f64,
}

/// A box of the trajectory without those limits that may be chance.
struct Candidate {
    step: usize,
    limits: Vec<Limits>,
    inside: Counts,
}

/// Box after box, as long as they are dense enough. Of each trajectory the box that covers most is taken among those
/// that are dense enough. Where none is, the densest one is given, alone.
pub(crate) fn find_boxes(worlds: &Worlds, demands: &Demands) -> Vec<FoundBox> {
    let mut left = vec![true; worlds.draws()];
    let mut found = Vec::new();
    while found.len() < demands.boxes {
        let search = Search::new(worlds, &left, demands.search);
        let trajectory = search.trajectory();
        let candidates = trajectory.iter().enumerate();
        let candidates = candidates.map(|(step, of)| search.without_chance(step, of));
        let Some(best) = best(candidates, demands.density) else {
            break;
        };
        let dense = best.inside.density() >= demands.density;
        let restrictions = search.restrictions(&best);
        if restrictions.is_empty() || !(dense || found.is_empty()) {
            break;
        }
        search.inside(&best.limits).for_each(|draw| left[draw] = false);
        found.push(FoundBox {
            chosen: best.step,
            restrictions,
            inside: best.inside,
            trajectory,
        });
        if !dense {
            break;
        }
    }
    found
}

/// The candidate that covers most among the dense ones, of these the smallest; without a dense one, the densest. Of equally
/// good ones the first.
fn best(candidates: impl Iterator<Item = Candidate>, density: f64) -> Option<Candidate> {
    let rank = |candidate: &Candidate| {
        let Counts { draws, cases } = candidate.inside;
        let own = candidate.inside.density();
        if own >= density {
            (true, cases as f64, -(draws as f64))
        } else {
            (false, own, cases as f64)
        }
    };
    candidates.fold(None, |best: Option<Candidate>, candidate| {
        let better = best.as_ref().is_none_or(|best| rank(&candidate) > rank(best));
        if better { Some(candidate) } else { best }
    })
}

impl Search<'_> {
    /// A box of the trajectory after limits are dropped, the one most likely chance first, until none may be chance.
    fn without_chance(&self, step: usize, of: &Step) -> Candidate {
        let mut simple = Candidate {
            step,
            limits: of.limits.clone(),
            inside: of.inside,
        };
        while let Some((parameter, end, quasi_p)) = self.weakest(&simple) {
            if quasi_p <= SIGNIFICANT {
                break;
            }
            let of_parameter = &mut simple.limits[parameter];
            *of_parameter = of_parameter.with(end, self.range(parameter).at(end));
            simple.inside = self.count(&simple.limits);
        }
        simple
    }

    /// The limit with the largest quasi-p-value; of equal ones the first.
    fn weakest(&self, of: &Candidate) -> Option<(usize, End, f64)> {
        let mut weakest: Option<(usize, End, f64)> = None;
        for parameter in 0..of.limits.len() {
            for end in ENDS {
                let Some(limit) = self.limit(of, parameter, end) else {
                    continue;
                };
                if weakest.is_none_or(|(_, _, most)| limit.quasi_p > most) {
                    weakest = Some((parameter, end, limit.quasi_p));
                }
            }
        }
        weakest
    }

    /// A limit of a box, with its quasi-p-value.
    fn limit(&self, of: &Candidate, parameter: usize, end: End) -> Option<Limit> {
        let (value, without) = (of.limits[parameter].at(end), self.range(parameter).at(end));
        if value == without {
            return None;
        }
        let mut freed = of.limits.clone();
        freed[parameter] = freed[parameter].with(end, without);
        let quasi_p = upper_tail(of.inside, self.count(&freed).density());
        Some(Limit { value, quasi_p })
    }

    fn restrictions(&self, of: &Candidate) -> Vec<Restriction> {
        let restriction = |parameter: usize| {
            let limit = |end| self.limit(of, parameter, end);
            let (low, high) = (limit(End::Low), limit(End::High));
            (low.is_some() || high.is_some()).then(|| Restriction {
                parameter,
                low,
                high,
                range: self.range(parameter),
            })
        };
        (0..of.limits.len()).filter_map(restriction).collect()
    }
}

/// The probability of at least so many cases in so many draws if each is one with probability `share`.
fn upper_tail(inside: Counts, share: f64) -> f64 {
    if inside.cases == 0 {
        return 1.0;
    }
    let shape = [inside.cases as f64, (inside.draws - inside.cases + 1) as f64];
    Distribution::named("beta", &shape).map_or(1.0, |beta| beta.cdf(share))
}
