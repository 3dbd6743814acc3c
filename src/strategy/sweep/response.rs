//! Responses at one information set: from the values of its actions to their probabilities.

use crate::numeric::lanes::{Lanes, add, map, update, zip};
use crate::numeric::math::{exp, max};

/// Logit response: probabilities in proportion to exp(λ · value), for each action and lane. `odds` receives the
/// logarithms of the proportions, the largest being 0 (McKelvey & Palfrey 1998, eq. 3).
#[inline(always)]
pub(super) fn logit<const W: usize>(
    values: &[Lanes<W>],
    precision: &Lanes<W>,
    odds: &mut Vec<Lanes<W>>,
    response: &mut Vec<Lanes<W>>,
) {
    let best = best(values);
    odds.clear();
    response.clear();
    for value in values {
        let gap = zip(value, &best, |value, best| value - best);
        let odd = zip(&gap, precision, |gap, precision| gap * precision);
        odds.push(odd);
        response.push(map(&odd, exp));
    }
    normalise(response);
}

/// The log-odds of an action against another one of its set under logit response, in one draw.
pub(crate) fn logit_log_odds(precision: f64, values: &[Lanes<1>], (action, other): (usize, usize)) -> f64 {
    precision * (values[action][0] - values[other][0])
}

/// Turns `changes` of the values of actions into those of their log-odds against a reference action under logit response,
/// in directions side by side. The precision changes by `by_share` with the share, and the share by `by_s`.
pub(crate) fn logit_log_odds_changes<const D: usize>(
    precision: f64,
    values: &[Lanes<1>],
    (by_share, by_s): (f64, &Lanes<D>),
    reference: usize,
    changes: &mut [Lanes<D>],
) {
    let base = changes[reference];
    for (change, value) in changes.iter_mut().zip(values) {
        let ahead = value[0] - values[reference][0];
        for lane in 0..D {
            change[lane] = precision * (change[lane] - base[lane]) + by_share * ahead * by_s[lane];
        }
    }
}

/// Best response: actions whose value is within `tolerance` of the best share evenly.
pub(super) fn shared_best<const W: usize>(values: &[Lanes<W>], tolerance: &Lanes<W>, response: &mut Vec<Lanes<W>>) {
    let best = best(values);
    response.clear();
    for value in values {
        let tied = |lane: usize| value[lane] >= best[lane] - tolerance[lane];
        response.push(std::array::from_fn(|lane| if tied(lane) { 1.0 } else { 0.0 }));
    }
    normalise(response);
}

/// Best response: one action alone; the one that is played now if it is within `tolerance` of the best, otherwise the
/// first best.
pub(super) fn single_best<const W: usize>(
    values: &[Lanes<W>],
    now: &[Lanes<W>],
    tolerance: &Lanes<W>,
    response: &mut Vec<Lanes<W>>,
) {
    let best = best(values);
    response.clear();
    response.resize(values.len(), [0.0; W]);
    for lane in 0..W {
        let good = |action: &usize| values[*action][lane] >= best[lane] - tolerance[lane];
        let kept = (0..values.len()).filter(good).find(|&action| now[action][lane] == 1.0);
        let first = (0..values.len()).find(|&action| values[action][lane] == best[lane]);
        // NaN values have no best; such draws are refused before they are solved.
        let taken = kept.or(first).unwrap_or(0);
        response[taken][lane] = 1.0;
    }
}

/// The value of the best action.
#[inline(always)]
pub(super) fn best<const W: usize>(values: &[Lanes<W>]) -> Lanes<W> {
    let mut best = values[0];
    for value in &values[1..] {
        update(&mut best, value, max);
    }
    best
}

/// Divides weights by their sum.
#[inline(always)]
fn normalise<const W: usize>(weights: &mut [Lanes<W>]) {
    let mut total = [0.0; W];
    for weight in weights.iter() {
        add(&mut total, weight);
    }
    for weight in weights {
        update(weight, &total, |weight, total| weight / total);
    }
}
