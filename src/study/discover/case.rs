//! Which draws are cases of interest.

use super::prim::Limits;
use crate::numeric::decimal::shortest;
use crate::study::draw_table::DrawTable;
use crate::study::paired::difference;
use crate::study::statistics::quantiles;
use crate::study::subject::Subject;

/// On which side of a bound the cases lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Above it.
    Above,
    /// Below it.
    Below,
}

impl Side {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::Below => "below",
        }
    }

    fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::Above => value > bound,
            Self::Below => value < bound,
        }
    }
}

/// Which draws are asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Question {
    /// What is looked at.
    pub subject: Subject,
    /// The variant; the first by default, or the first other than `against`.
    pub variant: Option<usize>,
    /// The variant from which the difference is taken.
    pub against: Option<usize>,
    /// The bound, and on which side of it the cases lie. By default above the 75th percentile of a probability, below the
    /// 25th of a payoff, and on the worse side of 0 for a difference.
    pub bound: Option<(Side, f64)>,
}

/// The cases of interest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Case {
    /// The variant.
    pub variant: usize,
    /// The variant from which the difference is taken.
    pub against: Option<usize>,
    /// On which side of the bound the cases lie.
    pub side: Side,
    /// The bound.
    pub bound: f64,
    /// The percentile of all draws that the bound is, where it was not given.
    pub percentile: Option<u32>,
    /// The draws that are looked at: all but those that failed.
    pub draws: Vec<usize>,
    /// Whether each of them is a case.
    pub of_interest: Vec<bool>,
}

/// Why there is nothing to look for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum CaseError {
    /// A variant cannot be compared with itself.
    #[error("`{0}` cannot be compared with itself; choose another variant by --variant or --worse-than")]
    Itself(String),
    /// There are too few draws to look for anything.
    #[error("there are {0} draws, and at least {FEWEST} are needed; run the scenario with more --draws")]
    FewDraws(usize),
    /// No draw is a case, or every one is.
    #[error(
        "{which} of the {draws} draws is a case: the numbers lie between {low} and {high}; choose another --above or --below"
    )]
    Alike {
        /// None or every one.
        which: &'static str,
        /// The number of draws.
        draws: usize,
        /// The least number.
        low: String,
        /// The greatest.
        high: String,
    },
}

/// The fewest draws that are worth a search.
const FEWEST: usize = 20;

impl Question {
    /// The cases of interest among the draws.
    ///
    /// # Errors
    /// There are too few draws, no cases, or nothing but cases; or a variant is compared with itself.
    pub(crate) fn cases(&self, table: &DrawTable) -> Result<Case, CaseError> {
        let other = || (0..table.variants.len()).find(|&place| self.against != Some(place));
        let variant = self.variant.or_else(other).unwrap_or(0);
        if self.against == Some(variant) {
            return Err(CaseError::Itself(table.variants[variant].name.clone()));
        }
        let mut values = table.values(variant, &self.subject);
        if let Some(against) = self.against {
            let there = table.values(against, &self.subject);
            let pairs = values.iter().zip(there).map(|(here, there)| here.zip(there));
            values = pairs
                .map(|pair| pair.map(|(here, there)| difference(here, there)))
                .collect();
        }
        let known = values.into_iter().enumerate();
        let known = known.filter_map(|(draw, value)| Some((draw, value?)));
        let (draws, values): (Vec<usize>, Vec<f64>) = known.unzip();
        if draws.len() < FEWEST {
            return Err(CaseError::FewDraws(draws.len()));
        }
        let (side, bound, percentile) = self.bound_of(&values);
        let of_interest: Vec<bool> = values.iter().map(|&value| side.holds(value, bound)).collect();
        let cases = of_interest.iter().filter(|&&case| case).count();
        if cases == 0 || cases == values.len() {
            let range = Limits::around(&values);
            return Err(CaseError::Alike {
                which: if cases == 0 { "none" } else { "every one" },
                draws: values.len(),
                low: shortest(range.low),
                high: shortest(range.high),
            });
        }
        Ok(Case {
            variant,
            against: self.against,
            side,
            bound,
            percentile,
            draws,
            of_interest,
        })
    }

    /// The bound, and the percentile that it is where it was not given.
    fn bound_of(&self, values: &[f64]) -> (Side, f64, Option<u32>) {
        if let Some((side, bound)) = self.bound {
            return (side, bound, None);
        }
        let (side, percentile) = match self.subject {
            Subject::Outcomes(_) => (Side::Above, 75),
            Subject::Payoff(_) => (Side::Below, 25),
        };
        if self.against.is_some() {
            return (side, 0.0, None);
        }
        let [bound] = quantiles(values, [f64::from(percentile) / 100.0]);
        (side, bound, Some(percentile))
    }
}
