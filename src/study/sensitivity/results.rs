//! The results whose sensitivity is measured: of every variant, and of its difference to the first.

use super::analysis::Measured;
use crate::study::contrast::Group;
use crate::study::evaluation::{Evaluated, Quantity};
use crate::study::paired::difference;
use crate::study::rows::ComparisonKind;

/// The evaluations of all variants.
pub(crate) struct Evaluations<'a> {
    /// The variants.
    pub variants: &'a [String],
    /// What was worked out at each point.
    pub quantities: &'a [Quantity],
    /// The points of each variant, in the order of the design.
    pub sites: &'a [Vec<Evaluated>],
}

/// A result: its kind, its name, and the quantities whose sum it is.
type Subject = (ComparisonKind, String, Vec<usize>);

impl Evaluations<'_> {
    /// Every headline of several outcomes, every outcome and every payoff: of each variant, then of each difference to the
    /// first variant.
    pub(crate) fn measured(&self, headlines: &[Group]) -> Vec<Measured> {
        let subjects = self.subjects(headlines);
        let alone = (0..self.variants.len()).map(|variant| (variant, None));
        let compared = (1..self.variants.len()).map(|variant| (variant, Some(0)));
        let mut all = Vec::new();
        for (variant, baseline) in alone.chain(compared) {
            let sides: Vec<usize> = [variant].into_iter().chain(baseline).collect();
            let in_all = |(_, _, places): &&Subject| sides.iter().all(|&side| self.has(side, places));
            for (kind, name, places) in subjects.iter().filter(in_all) {
                all.push(Measured {
                    variant: self.variants[variant].clone(),
                    baseline: baseline.map(|baseline: usize| self.variants[baseline].clone()),
                    kind: *kind,
                    name: name.clone(),
                    values: self.values((variant, baseline), places),
                });
            }
        }
        all
    }

    fn subjects(&self, headlines: &[Group]) -> Vec<Subject> {
        let several = headlines.iter().filter(|headline| headline.outcomes.len() > 1);
        let together = several.map(|headline| {
            let places = headline.places(self.quantities);
            (ComparisonKind::Headline, headline.name(), places)
        });
        let each = self.quantities.iter().enumerate();
        let each = each.filter_map(|(place, quantity)| match quantity {
            Quantity::Outcome(name) => Some((ComparisonKind::Outcome, name.clone(), vec![place])),
            Quantity::Payoff(name) => Some((ComparisonKind::Payoff, name.clone(), vec![place])),
            _ => None,
        });
        together.chain(each).collect()
    }

    /// Whether a variant has any of these quantities.
    fn has(&self, variant: usize, places: &[usize]) -> bool {
        let first = self.sites[variant].first();
        first.is_some_and(|point| places.iter().any(|&place| point.values[place].is_some()))
    }

    /// The sum of some quantities at each point, in a variant or less that of a baseline.
    fn values(&self, (variant, baseline): (usize, Option<usize>), places: &[usize]) -> Vec<Option<f64>> {
        let of = |variant: usize, point: usize| {
            let point = &self.sites[variant][point];
            let values = places.iter().filter_map(|&place| point.values[place]);
            point.solved.then(|| values.sum())
        };
        let points = 0..self.sites[variant].len();
        let value = |point| match baseline {
            None => of(variant, point),
            Some(baseline) => Some(difference(of(variant, point)?, of(baseline, point)?)),
        };
        points.map(value).collect()
    }
}
