//! What can be asked of solving, and what it finds.

use serde::{Deserialize, Serialize};

use crate::game::Profile;
use crate::numeric::lanes::{LANES, Lanes};
use crate::numeric::path_following::SingularPoint;
use crate::strategy::Beliefs;

/// How precisely and by which method to solve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The largest residual that counts as solved: the largest |probability − response| over all information sets.
    pub tolerance: f64,
    /// The most sweeps for a draw.
    pub sweeps: u32,
    /// How each draw's branch is followed.
    pub method: BranchMethod,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            tolerance: 1e-10,
            sweeps: 2_000,
            method: BranchMethod::Adaptive,
        }
    }
}

/// How the principal branch is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchMethod {
    /// By arc-length continuation in small games; in others by sweeps at a few shares of the precisions, and by
    /// arc length where sweeps do not contract.
    Adaptive,
    /// By sweeps at many shares of the precisions, each solved closely; by arc length where they do not contract.
    FineSteps,
    /// By arc-length continuation only.
    ArcLength,
}

/// How solving a draw ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// The residual is within the tolerance.
    Converged,
    /// It is not; the profile is the last one reached.
    NotConverged,
    /// Iterated pure best responses did not settle where no best responder could gain.
    NoPureEquilibrium,
    /// Two ways of following the branch ended at different profiles; this is the one that was followed more closely.
    AuditDisagrees,
}

impl Status {
    /// The word that tables use for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Converged => "converged",
            Self::NotConverged => "not_converged",
            Self::NoPureEquilibrium => "no_pure_equilibrium",
            Self::AuditDisagrees => "audit_disagrees",
        }
    }
}

/// What shows that a profile lies on the principal branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Evidence {
    /// Play rests on no belief: backward induction gives the only equilibrium.
    Induction,
    /// Sweeps contracted at every share of the precisions, so that the branch has no fold or bifurcation there.
    Contraction,
    /// The branch was traced from uniform play on.
    Trace,
}

impl Evidence {
    /// The word that tables use for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Induction => "induction",
            Self::Contraction => "contraction",
            Self::Trace => "trace",
        }
    }
}

/// The equilibrium of each draw of a block, and how well it is solved.
#[derive(Clone, Debug)]
pub struct Solution<const W: usize = LANES> {
    /// The profile.
    pub profile: Profile<W>,
    /// The beliefs that it responds to.
    pub beliefs: Beliefs<W>,
    /// How each lane ended.
    pub status: [Status; W],
    /// The largest |probability − response|, by lane.
    pub residual: Lanes<W>,
    /// The largest one-shot regret over all information sets, by actor, in payoff units of the set's period.
    pub regret: Vec<Lanes<W>>,
    /// What each period state is worth to each actor beyond the last period, as everybody plays: state × actors + actor.
    /// Empty where the game stops at the horizon.
    pub beyond: Vec<Lanes<W>>,
    /// The same in the values that actors act on.
    pub(crate) beyond_acted_on: Vec<Lanes<W>>,
    /// The number of sweeps, by lane.
    pub sweeps: [u32; W],
    /// The share s of the precisions that was reached, by lane: 1 at the end of the branch.
    pub reached: Lanes<W>,
    /// What shows that the profile lies on the principal branch, by lane.
    pub evidence: [Evidence; W],
    /// The folds and bifurcations on the branch, each with its share s, by lane.
    pub singular_points: [Vec<(SingularPoint, f64)>; W],
}
