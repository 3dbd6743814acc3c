//! How a variant differs from the first, each draw paired with itself.

use super::kept::Kept;
use super::rows::{ComparisonRow, Paired};
use super::statistics::{mean, mean_interval, quantiles, sd};
use super::totals::Totals;
use super::variant::Variant;

/// Which variant is compared with which.
struct Pair<'a> {
    baseline: (&'a Variant, &'a Totals),
    variant: (&'a Variant, &'a Totals),
}

/// The rows of differences of one variant to another: outcomes, then payoffs.
pub(super) fn comparisons(
    baseline: (&Variant, &Totals),
    variant: (&Variant, &Totals),
) -> Vec<ComparisonRow> {
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
        let differences = both
            .map(|(here, there)| exact(here) - exact(there))
            .collect();
        let per_game =
            |totals: &Totals| totals.kept.iter().map(&played).sum::<f64>() / totals.games() as f64;
        ComparisonRow {
            variant: self.variant.0.name.clone(),
            baseline: self.baseline.0.name.clone(),
            kind,
            name: name.to_owned(),
            paired: Paired::of(differences),
            played_difference: per_game(self.variant.1) - per_game(self.baseline.1),
        }
    }
}

impl Paired {
    /// What the differences of all draws come to.
    pub(super) fn of(differences: Vec<f64>) -> Self {
        let draws = differences.len() as f64;
        let share =
            |test: fn(&f64) -> bool| differences.iter().filter(|d| test(d)).count() as f64 / draws;
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
