//! How a variant differs from the first, each draw paired with itself.

use super::kept::Kept;
use super::rows::{ComparisonRow, Paired};
use super::statistics::{mean, mean_interval, quantiles, sd};
use super::totals::Totals;
use super::variant::Variant;
use crate::numeric::math::max;

/// Values that differ by no more than this share of the larger one differ by rounding.
const ROUNDING: f64 = 1e-13;

/// Which variant is compared with which.
struct Pair<'a> {
    baseline: (&'a Variant, &'a Totals),
    variant: (&'a Variant, &'a Totals),
}

/// The rows of differences of one variant to another: outcomes, then payoffs.
pub(super) fn comparisons(baseline: (&Variant, &Totals), variant: (&Variant, &Totals)) -> Vec<ComparisonRow> {
    let pair = Pair { baseline, variant };
    let names = &variant.0.explored.names;
    let outcomes = names.outcomes.iter().enumerate().map(|(number, name)| {
        let played = |kept: &Kept| kept.played.outcomes[number] as f64;
        pair.row("outcome", name, |kept| kept.outcomes[number], played)
    });
    let payoffs = names.actors.iter().enumerate().map(|(number, name)| {
        let played = |kept: &Kept| kept.played.totals[number].sum;
        pair.row("payoff", name, |kept| kept.payoffs[number], played)
    });
    outcomes.chain(payoffs).collect()
}

impl Pair<'_> {
    /// A row about one quantity: its exact value, and its sum over the games of a draw.
    fn row(
        &self,
        kind: &'static str,
        name: &str,
        exact: impl Fn(&Kept) -> f64,
        played: impl Fn(&Kept) -> f64,
    ) -> ComparisonRow {
        let both = self.variant.1.kept.iter().zip(&self.baseline.1.kept);
        let values = both.map(|(here, there)| (exact(here), exact(there)));
        let per_game = |totals: &Totals| totals.kept.iter().map(&played).sum::<f64>() / totals.games() as f64;
        ComparisonRow {
            variant: self.variant.0.name.clone(),
            baseline: self.baseline.0.name.clone(),
            kind,
            name: name.to_owned(),
            paired: Paired::of(values),
            played_difference: per_game(self.variant.1) - per_game(self.baseline.1),
        }
    }
}

impl Paired {
    /// What the differences of all draws come to, given the values here and there.
    pub(super) fn of(values: impl Iterator<Item = (f64, f64)>) -> Self {
        let differences: Vec<f64> = values.map(|(here, there)| apart(here, there)).collect();
        let draws = differences.len() as f64;
        let share = |test: fn(&f64) -> bool| differences.iter().filter(|d| test(d)).count() as f64 / draws;
        Self {
            difference: mean(&differences),
            interval: mean_interval(&differences),
            sd: sd(&differences),
            share_above: share(|&d| d > 0.0),
            share_below: share(|&d| d < 0.0),
            percentiles: quantiles(differences, [0.05, 0.5, 0.95]),
        }
    }
}

/// How far a value is from another; 0 where that is rounding, so that no draw has a sign that means nothing.
fn apart(here: f64, there: f64) -> f64 {
    let difference = here - there;
    if difference.abs() <= ROUNDING * max(here.abs(), there.abs()) {
        0.0
    } else {
        difference
    }
}

#[cfg(test)]
mod tests {
    use super::Paired;

    #[test]
    fn what_differs_by_rounding_does_not_differ() {
        let same = (0.1 + 0.2, 0.3);
        assert_ne!(same.0, same.1);
        let paired = Paired::of([same, (1.0, 0.5), (0.0, 1e-300)].into_iter());
        assert_eq!((paired.share_above, paired.share_below), (1.0 / 3.0, 1.0 / 3.0));
        assert_eq!(paired.percentiles[1], 0.0);
    }
}
