//! Local sensitivity: how results change near the nominal point, from exact derivatives.

use super::analysis::NONE;
use super::inputs::Inputs;
use crate::study::contrast::Group;
use crate::study::derivatives::DerivativeRow;
use crate::study::rows::{ComparisonKind, SensitivityIndex, SensitivityRow};

/// A result of one variant: its kind, and the outcomes whose sum it is, or the actor.
type Subject = (ComparisonKind, Vec<String>);

/// The rows of every headline of several outcomes, every outcome and every payoff: of each variant, then of each difference
/// to the first variant.
pub(crate) fn local_sensitivities(
    derivatives: &[DerivativeRow],
    inputs: &Inputs,
    variants: &[String],
    headlines: &[Group],
) -> Vec<SensitivityRow> {
    let several = headlines.iter().filter(|headline| headline.outcomes.len() > 1);
    let mut subjects: Vec<Subject> = several
        .map(|headline| (ComparisonKind::Headline, headline.outcomes.clone()))
        .collect();
    for row in derivatives {
        let subject = (row.kind, vec![row.name.clone()]);
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    let alone = variants.iter().map(|variant| (variant, None));
    let compared = variants.iter().skip(1).map(|variant| (variant, variants.first()));
    let mut rows = Vec::new();
    for (variant, baseline) in alone.chain(compared) {
        for subject in &subjects {
            for parameter in 0..inputs.names().len() {
                let site = Site {
                    derivatives,
                    variant,
                    baseline,
                    subject,
                };
                rows.extend(site.rows(inputs, parameter));
            }
        }
    }
    rows
}

/// A result in a variant, or in a variant less a baseline.
struct Site<'a> {
    derivatives: &'a [DerivativeRow],
    variant: &'a String,
    baseline: Option<&'a String>,
    subject: &'a Subject,
}

impl Site<'_> {
    fn rows(&self, inputs: &Inputs, parameter: usize) -> [SensitivityRow; 3] {
        let name = &inputs.names()[parameter];
        let derivative = self.sum(name, |row| row.derivative);
        let value = self.sum(name, |row| Some(row.value));
        let at = self
            .derivatives
            .iter()
            .find(|row| row.parameter == *name)
            .map(|row| row.at);
        let elasticity = derivative
            .zip(value)
            .zip(at)
            .map(|((derivative, value), at)| derivative * at / value);
        let swing = derivative.map(|derivative| derivative * inputs.sampler.usual_width(parameter));
        [
            (SensitivityIndex::Swing, swing),
            (SensitivityIndex::Derivative, derivative),
            (
                SensitivityIndex::Elasticity,
                elasticity.filter(|elasticity| elasticity.is_finite()),
            ),
        ]
        .map(|(index, value)| SensitivityRow {
            variant: self.variant.clone(),
            baseline: self.baseline.cloned().unwrap_or_else(|| NONE.to_owned()),
            kind: self.subject.0,
            name: self.subject.1.join("+"),
            index,
            parameter: name.clone(),
            other: NONE.to_owned(),
            value,
            value_low: None,
            value_high: None,
            points: 1,
            removed: 0,
        })
    }

    /// The sum over the outcomes of the result in the variant, less that in the baseline; a variant that fixes the
    /// parameter adds nothing.
    fn sum(&self, parameter: &str, of: impl Fn(&DerivativeRow) -> Option<f64>) -> Option<f64> {
        let in_variant = |variant: &String| -> Option<f64> {
            let own = self.derivatives.iter().filter(|row| {
                (&row.variant, row.kind == ComparisonKind::Payoff)
                    == (variant, self.subject.0 == ComparisonKind::Payoff)
                    && row.parameter == parameter
                    && self.subject.1.contains(&row.name)
            });
            own.map(&of).sum()
        };
        let here = in_variant(self.variant)?;
        self.baseline
            .map_or(Some(here), |baseline| Some(here - in_variant(baseline)?))
    }
}
