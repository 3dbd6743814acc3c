//! The draws of a study as a table of numbers: for each variant, parameters, probabilities of outcomes and payoffs.

use super::contrast::Group;
use super::paired::{self, comparison};
use super::rows::{ComparisonKind, ComparisonRow};
use super::subject::Subject;
use super::table::Shape;

/// The draws of several variants; draws of one number are paired.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DrawTable {
    /// The parameters with their units, the outcomes and the actors, which name the numbers of each variant.
    pub shape: Shape,
    /// The variants, all with the same draws.
    pub variants: Vec<VariantDraws>,
}

/// The draws of one variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct VariantDraws {
    /// The variant.
    pub name: String,
    /// For each parameter, its value in each draw; missing where the variant has none.
    pub parameters: Vec<Vec<Option<f64>>>,
    /// For each outcome, its probability in each draw; missing in those that failed.
    pub probabilities: Vec<Vec<Option<f64>>>,
    /// For each actor, its expected payoff in each draw; missing in those that failed.
    pub payoffs: Vec<Vec<Option<f64>>>,
    /// The draws that were not solved.
    pub unsolved: u64,
    /// The draws that failed.
    pub failed: u64,
}

/// An uncertain parameter: one whose value differs between draws.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UncertainParameter {
    /// Its name.
    pub name: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// Its value in each draw.
    pub values: Vec<f64>,
}

impl DrawTable {
    /// The number of draws of each variant.
    pub(crate) fn draws(&self) -> usize {
        let mut columns = self.variants.iter().flat_map(|variant| &variant.probabilities);
        columns.next().map_or(0, Vec::len)
    }

    /// A quantity in each draw of a variant; missing in those that failed. What no variant names is left out.
    pub(crate) fn values(&self, variant: usize, subject: &Subject) -> Vec<Option<f64>> {
        let variant = &self.variants[variant];
        let (names, columns, wanted) = match subject {
            Subject::Outcomes(group) => (&self.shape.outcomes, &variant.probabilities, &group.outcomes[..]),
            Subject::Payoff(actor) => (&self.shape.actors, &variant.payoffs, std::slice::from_ref(actor)),
        };
        let mut sums = vec![Some(0.0); self.draws()];
        for (_, column) in names.iter().zip(columns).filter(|(name, _)| wanted.contains(name)) {
            for (sum, value) in sums.iter_mut().zip(column) {
                *sum = sum.zip(*value).map(|(sum, value)| sum + value);
            }
        }
        sums
    }

    /// How a variant differs from another, each draw paired with itself, without those that failed in either: headlines,
    /// outcomes, payoffs.
    pub(crate) fn comparisons(&self, variant: usize, baseline: usize, headlines: &[Group]) -> Vec<ComparisonRow> {
        let headlines = headlines.iter().cloned().map(Subject::Outcomes);
        let headlines = headlines.map(|subject| (ComparisonKind::Headline, subject));
        let outcomes = self.shape.outcomes.iter().map(|name| Group::of(vec![name.clone()]));
        let outcomes = outcomes.map(|group| (ComparisonKind::Outcome, Subject::Outcomes(group)));
        let payoffs = self.shape.actors.iter().cloned().map(Subject::Payoff);
        let payoffs = payoffs.map(|subject| (ComparisonKind::Payoff, subject));
        let row = |(kind, subject): (ComparisonKind, Subject)| {
            let [here, there] = [variant, baseline].map(|side| self.values(side, &subject));
            let compared = paired::Subject {
                variant: &self.variants[variant].name,
                baseline: &self.variants[baseline].name,
                kind,
                name: match subject {
                    Subject::Outcomes(group) => group.name(),
                    Subject::Payoff(actor) => actor,
                },
                precision: 1.0,
                given: None,
            };
            let both = here.into_iter().zip(there);
            let both = both.filter_map(|(here, there)| here.zip(there));
            comparison(compared, &both.collect::<Vec<_>>())
        };
        headlines.chain(outcomes).chain(payoffs).map(row).collect()
    }

    /// The parameters whose value differs between these draws in one of these variants; the first of them in which it does
    /// gives the values.
    pub(crate) fn uncertain(&self, variants: &[usize], draws: &[usize]) -> Vec<UncertainParameter> {
        let parameters = self.shape.parameters.iter().enumerate();
        let uncertain = parameters.filter_map(|(place, (name, unit))| {
            let columns = variants.iter().map(|&of| &self.variants[of].parameters[place]);
            let of_draws = |column: &Vec<Option<f64>>| draws.iter().map(|&draw| column[draw]).collect();
            let mut known = columns.filter_map(|column| -> Option<Vec<f64>> { of_draws(column) });
            let values = known.find(|values| values.iter().any(|value| *value != values[0]))?;
            let (name, unit) = (name.clone(), unit.clone());
            Some(UncertainParameter { name, unit, values })
        });
        uncertain.collect()
    }
}
