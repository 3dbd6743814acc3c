//! Responses at one information set: from the values of its actions to how they are played.

use crate::numeric::lanes::{Lanes, map, update, zip};
use crate::numeric::math::{exp, max};

/// Logit response: probabilities in proportion to exp(λ · value), for each action and lane. `odds` receives the
/// logarithms of the proportions, the largest being 0 (McKelvey & Palfrey 1998, eq. 3).
pub(in crate::strategy) fn logit<const W: usize>(
    values: &[Lanes<W>],
    precision: &Lanes<W>,
    odds: &mut Vec<Lanes<W>>,
    response: &mut Vec<Lanes<W>>,
) {
    let best = best(values);
    odds.clear();
    response.clear();
    let mut total = [0.0; W];
    for value in values {
        let gap = zip(value, &best, |value, best| value - best);
        let odd = zip(&gap, precision, |gap, precision| gap * precision);
        let weight = map(&odd, exp);
        update(&mut total, &weight, |sum, weight| sum + weight);
        odds.push(odd);
        response.push(weight);
    }
    for weight in response {
        update(weight, &total, |weight, total| weight / total);
    }
}

/// Best response: actions whose value is within `tolerance` of the best share evenly.
pub(in crate::strategy) fn shared_best<const W: usize>(
    values: &[Lanes<W>],
    tolerance: &Lanes<W>,
    response: &mut Vec<Lanes<W>>,
) {
    let best = best(values);
    response.clear();
    let mut count = [0.0; W];
    for value in values {
        let tied: Lanes<W> = std::array::from_fn(|lane| {
            if value[lane] >= best[lane] - tolerance[lane] {
                1.0
            } else {
                0.0
            }
        });
        update(&mut count, &tied, |sum, tied| sum + tied);
        response.push(tied);
    }
    for tied in response {
        update(tied, &count, |tied, count| tied / count);
    }
}

/// Best response: one action alone; the one that is played now if it is within `tolerance` of the best, otherwise the
/// first best.
pub(in crate::strategy) fn single_best<const W: usize>(
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
        // Values that are no numbers have no best; such draws are refused before they are solved.
        let taken = kept.or(first).unwrap_or(0);
        response[taken][lane] = 1.0;
    }
}

/// The value of the best action.
pub(in crate::strategy) fn best<const W: usize>(values: &[Lanes<W>]) -> Lanes<W> {
    let mut best = values[0];
    for value in &values[1..] {
        update(&mut best, value, max);
    }
    best
}
