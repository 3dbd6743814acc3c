//! Maps a point of the unit cube to a sample of a Dirichlet distribution.

use super::level::Level;
use super::math::{exp, max};
use super::quantile::gamma_logarithm;

/// The shares at a point of the unit cube, one coordinate for each; they sum to 1 within rounding.
///
/// Each share is a gamma variable divided by the sum of all. A coordinate changes the odds of its own share only, so
/// that the odds among the others do not depend on it, and no share has precedence.
pub fn dirichlet(point: &[Level], concentrations: &[f64]) -> Vec<f64> {
    // In logarithms, since with small concentrations every one of the quantities may be too small to be a number.
    let logarithms: Vec<f64> = point
        .iter()
        .zip(concentrations)
        .map(|(&at, &concentration)| gamma_logarithm(at, concentration))
        .collect();
    let largest = logarithms.iter().copied().fold(f64::NEG_INFINITY, max);
    let parts: Vec<f64> = logarithms.iter().map(|part| exp(part - largest)).collect();
    let total: f64 = parts.iter().sum();
    parts.iter().map(|part| part / total).collect()
}

#[cfg(test)]
mod tests {
    use super::dirichlet;
    use crate::numeric::level::Level;
    use crate::numeric::math::max;
    use crate::numeric::special::beta_tails;
    use crate::numeric::stream::parameter_stream;

    const DRAWS: u64 = 20_000;

    fn draws(concentrations: &[f64]) -> Vec<Vec<f64>> {
        let streams: Vec<_> = (0..concentrations.len())
            .map(|part| parameter_stream(5, &format!("part_{part}")))
            .collect();
        (0..DRAWS)
            .map(|draw| {
                let point: Vec<Level> = streams.iter().map(|s| Level::of(s.at(draw))).collect();
                dirichlet(&point, concentrations)
            })
            .collect()
    }

    #[test]
    fn each_share_has_a_beta_distribution() {
        for concentrations in [vec![4.0, 3.5, 2.5], vec![0.02, 0.3], vec![1.0; 6]] {
            let total: f64 = concentrations.iter().sum();
            let draws = draws(&concentrations);
            for (part, &own) in concentrations.iter().enumerate() {
                let mut levels: Vec<f64> = draws
                    .iter()
                    .map(|shares| beta_tails(own, total - own, shares[part], 1.0 - shares[part]).below)
                    .collect();
                levels.sort_by(f64::total_cmp);
                let count = DRAWS as f64;
                // Ties at a share of 0 or 1 to the last digit are no fault of the draws.
                let far = levels
                    .iter()
                    .enumerate()
                    .filter(|(_, level)| **level > 1e-9 && **level < 1.0 - 1e-9)
                    .map(|(at, level)| (level - (at as f64 + 0.5) / count).abs())
                    .fold(0.0, max);
                assert!(far < 1.95 / count.sqrt(), "{concentrations:?}: {far}");
            }
        }
    }

    #[test]
    fn shares_sum_to_one_and_none_is_nothing_at_all() {
        for shares in draws(&[4.0, 3.5, 2.5]) {
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-15);
            assert!(shares.iter().all(|&share| share > 0.0 && share < 1.0));
        }
        // Quantities far below the smallest number still compare.
        let tiny = dirichlet(&[Level::of(0.3), Level::of(0.6)], &[1e-4, 1e-4]);
        assert_eq!(tiny.iter().sum::<f64>(), 1.0);
        assert!(tiny[1] > tiny[0]);
    }

    #[test]
    fn a_coordinate_leaves_the_odds_among_the_others() {
        let levels = |own: f64| [own, 0.3, 0.8].map(Level::of);
        let one = dirichlet(&levels(0.1), &[2.0, 3.0, 4.0]);
        let other = dirichlet(&levels(0.9), &[2.0, 3.0, 4.0]);
        assert!((one[1] / one[2] - other[1] / other[2]).abs() < 1e-15);
    }
}
