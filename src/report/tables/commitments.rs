//! The tables of commitments: what became of them, who kept them, and what others thought of them before.

use super::processes::of_beliefs;
use crate::report::column::{integer, real, text};
use crate::report::table::Table;
use crate::study::rows::{CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow};

const SHARE: &str = "share of occasions";

/// `commitments.csv`.
pub(crate) fn commitments(period_unit: &str) -> Table<CommitmentRow> {
    Table {
        name: "commitments",
        about: "One row per variant and commitment: what became of the promise in the played games.".into(),
        key: &["variant", "commitment"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &CommitmentRow| {
                &*r.variant
            }),
            text("commitment", "The commitment.", |r: &CommitmentRow| &*r.commitment),
            real(
                "triggered",
                "share of games",
                "Share of games in which it was triggered at least once.",
                |r: &CommitmentRow| r.triggered,
            ),
            real(
                "honoured_bound",
                SHARE,
                "Share of occasions on which a bound actor took the promised action.",
                |r: &CommitmentRow| r.honoured_bound,
            ),
            real(
                "honoured_free",
                SHARE,
                "Share of occasions on which a free actor took it by choice.",
                |r: &CommitmentRow| r.honoured_free,
            ),
            real(
                "reneged",
                SHARE,
                "Share of occasions on which a free actor did something else.",
                |r: &CommitmentRow| r.reneged,
            ),
            real(
                "vetoed",
                SHARE,
                "Share of occasions on which it was honoured, but its condition for having come true never held afterwards; \
                 empty where it has no such condition.",
                |r: &CommitmentRow| r.vetoed,
            ),
            real(
                "mean_period",
                period_unit,
                "Mean period of a game's first trigger.",
                |r: &CommitmentRow| r.mean_period,
            ),
            real(
                "unable",
                SHARE,
                "Share of occasions on which the promised action was not available.",
                |r: &CommitmentRow| r.unable,
            ),
            integer("occasions", "Occasions in all played games.", |r: &CommitmentRow| {
                r.occasions
            }),
        ],
    }
}

/// `commitments_by_type.csv`.
pub(crate) fn commitments_by_type() -> Table<CommitmentByTypeRow> {
    Table {
        name: "commitments_by_type",
        about: "One row per variant, commitment and true type of the actor that made it (`any`: whatever it is): who keeps \
                the promise, and who was bluffing. Exact, so that shares may differ a little from those of played games."
            .into(),
        key: &["variant", "commitment", "true_type"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &CommitmentByTypeRow| &*r.variant),
            text("commitment", "The commitment.", |r: &CommitmentByTypeRow| &*r.commitment),
            text("actor", "Who made it.", |r: &CommitmentByTypeRow| &*r.actor),
            text("true_type", "Its true type; `any`: all games.", |r: &CommitmentByTypeRow| &*r.true_type),
            real("occasions", "occasions in a game", "Occasions in a game on which an actor of this type is asked.", |r: &CommitmentByTypeRow| {
                r.occasions
            }),
            real("honoured_bound", SHARE, "Share of them on which it does as promised because it is bound.", |r: &CommitmentByTypeRow| {
                r.honoured_bound
            }),
            real("honoured_free", SHARE, "Share of them on which it is free and does as promised by choice.", |r: &CommitmentByTypeRow| {
                r.honoured_free
            }),
            real("reneged", SHARE, "Share of them on which it is free and does something else: its promise was a bluff.", |r: &CommitmentByTypeRow| {
                r.reneged
            }),
            real("unable", SHARE, "Share of them on which the promised action was not available.", |r: &CommitmentByTypeRow| r.unable),
            real(
                "share_of_reneged",
                "share of broken promises",
                "Of all occasions on which the promise is broken, the share that falls to this type.",
                |r: &CommitmentByTypeRow| r.share_of_reneged,
            ),
        ],
    }
}

/// `commitment_beliefs.csv`.
pub(crate) fn commitment_beliefs() -> Table<CommitmentBeliefRow> {
    let over = "occasions";
    Table {
        name: "commitment_beliefs",
        about: "One row per variant, commitment, observer and true type of the actor that made it (`any`: whatever it is): \
                what others think of the promise before it is tested. Taken as a period starts in which it is tested: the \
                probability that the observer then gives to its being honoured, given that it is tested in this period. \
                Exact; weighted by how often it is truly tested."
            .into(),
        key: &["variant", "commitment", "observer", "true_type"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &CommitmentBeliefRow| &*r.variant),
            text("commitment", "The commitment.", |r: &CommitmentBeliefRow| &*r.commitment),
            text("observer", "Who thinks so: everybody but the actor that made it.", |r: &CommitmentBeliefRow| &*r.observer),
            text("true_type", "The true type of the actor that made it; `any`: all games.", |r: &CommitmentBeliefRow| &*r.true_type),
            real(
                "occasions",
                "occasions in a game",
                "Occasions in a game on which it is tested: the promised action is available, and the observer held that possible.",
                |r: &CommitmentBeliefRow| r.occasions,
            ),
            real("honoured", SHARE, "Share of them on which it is honoured, bound or by choice.", |r: &CommitmentBeliefRow| r.honoured),
            real("belief_mean", "probability", "Mean of the observer's probability that it would be honoured.", |r: &CommitmentBeliefRow| {
                r.mean
            }),
            real("belief_p05", "probability", &of_beliefs("5th", over), |r: &CommitmentBeliefRow| r.percentiles[0]),
            real("belief_p95", "probability", &of_beliefs("95th", over), |r: &CommitmentBeliefRow| r.percentiles[1]),
        ],
    }
}
