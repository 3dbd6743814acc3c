//! How many draws may fail before their scenario is taken to be wrong.

use super::error::{BadDraw, StudyError};
use super::totals::Totals;

/// The draws that fail, among those that are played so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Failures {
    /// How many fail.
    pub(super) failed: u64,
    /// How many draws there are, also those that fail.
    pub(super) draws: u64,
    /// The first that fails.
    pub(super) first: Option<u64>,
}

impl Failures {
    /// Of the draws of these results.
    pub(super) fn of(totals: &Totals) -> Self {
        let mut failures = Self::default();
        failures.count(totals);
        failures
    }

    /// Counts further draws.
    pub(super) fn count(&mut self, totals: &Totals) {
        self.failed += totals.failed.len() as u64;
        self.draws += totals.all();
        self.first = self.first.or(totals.failed.first().map(|failed| failed.number));
    }

    /// Leaves the draws that fail out, of which this is the first, and hands it on.
    ///
    /// # Errors
    /// More than a tenth of all draws fail. What is left of them says too little of what was drawn from.
    pub(super) fn accept(self, first: Option<Box<BadDraw>>) -> Result<Option<Box<BadDraw>>, StudyError> {
        match first {
            Some(first) if self.failed > self.draws / 10 => Err(StudyError::Unsound(first)),
            first => Ok(first),
        }
    }

    /// The first draw that fails, where so many do that more than a tenth of all the draws will, of which there are to be
    /// so many: where that is certain, or as good as certain, as more than half of those so far fail.
    pub(super) fn hopeless(self, planned: u64) -> Option<u64> {
        let first = self.first?;
        (self.failed > planned / 10 || self.failed > self.draws / 2).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::Failures;

    fn failures(failed: u64, draws: u64) -> Failures {
        Failures {
            failed,
            draws,
            first: (failed > 0).then_some(3),
        }
    }

    #[test]
    fn a_run_stops_where_it_cannot_but_fail() {
        assert_eq!(failures(32, 64).hopeless(1_000), None);
        assert_eq!(failures(33, 64).hopeless(1_000), Some(3));
        assert_eq!(failures(101, 900).hopeless(1_000), Some(3));
        assert_eq!(failures(0, 64).hopeless(64), None);
    }
}
