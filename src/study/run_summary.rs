//! The summary of a run, for the terminal and the manifest.

use serde::{Serialize, Serializer};

use super::draw_summary::DrawSummary;
use super::error::BadDraw;
use super::rows::{CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow, ComparisonRow, OutcomeRow};
use super::solver::Solved;
use super::statistics::mean;
use super::table::as_map;
use super::totals::Totals;
use super::until::Until;
use super::variant::Variant;
use crate::numeric::math;
use crate::numeric::summary::agreement;

/// The status of a draw that fails.
pub(crate) const FAILED: &str = "failed";

/// The summary of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunSummary {
    /// By variant.
    pub variants: Vec<VariantSummary>,
    /// Why it stopped, where it was to go on until its probabilities are known well enough.
    pub until: Option<Until>,
}

/// The summary of one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantSummary {
    /// The variant.
    pub name: String,
    /// How its outcomes fared.
    pub outcomes: Vec<OutcomeRow>,
    /// How it differs from the first, also in outcomes that are taken together; empty for the first.
    pub comparisons: Vec<ComparisonRow>,
    /// What became of each commitment.
    pub promises: Vec<Promise>,
    /// How its draws were solved.
    pub solver: SolverSummary,
    /// The chance with which played games would differ from the exact probabilities by as much as they do; `None` where no
    /// games were played.
    pub agreement: Option<Agreement>,
    /// The probability of each outcome over the draws that were solved; `None` where none was.
    pub probabilities_of_solved: Option<Vec<f64>>,
}

/// The rows about one commitment.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// How it fared in the played games.
    pub played: CommitmentRow,
    /// How often its actor keeps it, by true type: `any` first.
    pub by_type: Vec<CommitmentByTypeRow>,
    /// What others expected of it before it was tested, observer by observer, by its actor's true type: `any` first.
    pub trust: Vec<CommitmentBeliefRow>,
}

/// How the draws of a variant were solved.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SolverSummary {
    /// The number of draws with each status, in the order of first occurrence.
    #[serde(serialize_with = "as_map")]
    pub statuses: Vec<(&'static str, u64)>,
    /// The number of draws with each kind of evidence, in the order of first occurrence.
    #[serde(serialize_with = "as_map")]
    pub evidence: Vec<(&'static str, u64)>,
    /// The draws that were not solved.
    pub unsolved: u64,
    /// The draws that failed, and are left out.
    pub failed: u64,
    /// The first of them, and why.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_sentence")]
    pub first_failure: Option<Box<BadDraw>>,
    /// The largest residual.
    #[serde(rename = "max_residual")]
    pub residual: f64,
    /// The largest regret.
    #[serde(rename = "max_regret")]
    pub regret: f64,
    /// The mean number of sweeps.
    pub mean_sweeps: f64,
    /// The largest number of sweeps.
    #[serde(rename = "max_sweeps")]
    pub sweeps: u64,
    /// The draws whose branch turned round on the way.
    pub folds: u64,
    /// The draws whose branch another one crossed.
    pub bifurcations: u64,
    /// The draws that were solved a second time, by following their branches closely.
    pub audited: u64,
    /// The draws for which the second solution is another profile, which then counts.
    #[serde(rename = "audits_disagreeing")]
    pub disagreeing: u64,
}

/// The exact-versus-played check.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The number of outcomes that were looked at.
    pub outcomes: usize,
    /// The outcome that fits worst.
    pub outcome: String,
    /// Its tail probability.
    pub tail: f64,
}

impl RunSummary {
    /// Whether every draw of every variant was solved.
    pub fn all_solved(&self) -> bool {
        self.variants.iter().all(|variant| variant.solver.all_solved())
    }
}

impl VariantSummary {
    pub(super) fn new(
        (variant, totals): (&Variant, &Totals),
        (outcomes, promises): (Vec<OutcomeRow>, Vec<Promise>),
        comparisons: Vec<ComparisonRow>,
        failure: Option<Box<BadDraw>>,
    ) -> Self {
        let solved = totals.draws.iter().map(|draw| draw.exact.solved);
        Self {
            name: variant.name.clone(),
            solver: SolverSummary::of(solved, (totals.failed.len() as u64, failure)),
            agreement: Agreement::of(&outcomes, totals),
            probabilities_of_solved: of_solved(totals, outcomes.len()),
            outcomes,
            promises,
            comparisons,
        }
    }
}

impl SolverSummary {
    /// The summary of draws that do not fail; and of how many that do, with the reason of the first.
    pub(super) fn of(draws: impl Iterator<Item = Solved>, (failed, first): (u64, Option<Box<BadDraw>>)) -> Self {
        let mut summary = Self::default();
        let (mut count, mut sweeps) = (0_u64, 0_u64);
        for solved in draws {
            count_word(&mut summary.statuses, solved.status.word());
            count_word(&mut summary.evidence, solved.evidence.word());
            summary.unsolved += u64::from(!solved.fine);
            summary.residual = math::max(summary.residual, solved.residual);
            summary.regret = math::max(summary.regret, solved.regret);
            summary.sweeps = summary.sweeps.max(solved.sweeps);
            summary.folds += u64::from(solved.fold.is_some());
            summary.bifurcations += u64::from(solved.bifurcation.is_some());
            summary.audited += u64::from(solved.audit.is_some());
            summary.disagreeing += u64::from(solved.audit == Some(false));
            count += 1;
            sweeps += solved.sweeps;
        }
        summary.mean_sweeps = sweeps as f64 / count as f64;
        summary.statuses.extend((failed > 0).then_some((FAILED, failed)));
        Self {
            failed,
            first_failure: first,
            ..summary
        }
    }

    /// Whether every draw was solved.
    pub(crate) fn all_solved(&self) -> bool {
        self.unsolved == 0 && self.failed == 0
    }

    /// How many draws there are, also those that fail.
    pub(crate) fn draws(&self) -> u64 {
        self.statuses.iter().map(|(_, count)| count).sum()
    }
}

fn as_sentence<S: Serializer>(failure: &Option<Box<BadDraw>>, serializer: S) -> Result<S::Ok, S::Error> {
    failure.as_ref().map(|bad| bad.sentence()).serialize(serializer)
}

fn count_word(counts: &mut Vec<(&'static str, u64)>, word: &'static str) {
    match counts.iter_mut().find(|(known, _)| *known == word) {
        Some((_, count)) => *count += 1,
        None => counts.push((word, 1)),
    }
}

impl Agreement {
    fn of(rows: &[OutcomeRow], totals: &Totals) -> Option<Self> {
        let mut worst = Self {
            outcomes: rows.len(),
            outcome: String::new(),
            tail: 1.0,
        };
        let games = totals.games() / totals.count() as u64;
        for (number, row) in rows.iter().enumerate() {
            let probabilities = totals.over_draws(|draw| draw.exact.outcomes[number]);
            let tail = agreement(row.count?, &probabilities, games);
            if worst.outcome.is_empty() || tail < worst.tail {
                worst.tail = tail;
                worst.outcome.clone_from(&row.outcome);
            }
        }
        Some(worst)
    }

    /// The tail probability, times the outcomes among which it is the smallest, at most 1.
    pub fn corrected(&self) -> f64 {
        math::min(1.0, self.tail * self.outcomes as f64)
    }
}

fn of_solved(totals: &Totals, outcomes: usize) -> Option<Vec<f64>> {
    let solved = totals.draws.iter().filter(|draw| draw.exact.solved.fine);
    let solved: Vec<&DrawSummary> = solved.collect();
    let probability = |number: usize| {
        let values = solved.iter().map(|draw| draw.exact.outcomes[number]);
        mean(&values.collect::<Vec<f64>>())
    };
    (!solved.is_empty()).then(|| (0..outcomes).map(probability).collect())
}

#[cfg(test)]
mod tests {
    use super::SolverSummary;
    use crate::strategy::{Evidence, Status};
    use crate::study::solver::Solved;

    #[test]
    fn draws_that_are_not_solved_are_counted_and_the_worst_is_kept() {
        let solved = Solved {
            status: Status::Converged,
            fine: true,
            residual: 1e-12,
            regret: 0.5,
            sweeps: 6,
            reached: 1.0,
            evidence: Evidence::Contraction,
            fold: None,
            bifurcation: None,
            audit: Some(true),
        };
        let lost = Solved {
            status: Status::NotConverged,
            fine: false,
            residual: 0.25,
            regret: 0.125,
            sweeps: 30,
            reached: 0.75,
            evidence: Evidence::Trace,
            fold: Some(0.5),
            bifurcation: None,
            audit: Some(false),
        };
        let summary = SolverSummary::of([solved, lost, solved].into_iter(), (0, None));
        assert_eq!(summary.statuses, [("converged", 2), ("not_converged", 1)]);
        assert_eq!(summary.evidence, [("contraction", 2), ("trace", 1)]);
        assert_eq!((summary.unsolved, summary.folds), (1, 1));
        assert_eq!((summary.audited, summary.disagreeing), (3, 1));
        assert_eq!((summary.residual, summary.regret), (0.25, 0.5));
        assert_eq!((summary.mean_sweeps, summary.sweeps), (14.0, 30));
    }
}
