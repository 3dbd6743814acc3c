//! The tables of results: outcomes, outcomes by type, payoffs, and differences between variants.

use super::quantile;
use crate::numeric::sketch::RELATIVE_ERROR;
use crate::report::column::{integer, real, text};
use crate::report::number::number;
use crate::report::table::Table;
use crate::study::rows::{OutcomeByTypeRow, OutcomeRow, PayoffRow};

const SHARE: &str = "share of games";
const PROBABILITY: &str = "probability";
const PAYOFF: &str = "payoff, discounted to the start";

/// `outcomes.csv`.
pub(crate) fn outcomes() -> Table<OutcomeRow> {
    Table {
        name: "outcomes",
        about: "One row per variant and outcome: how often games ended so, played and exact.".into(),
        key: &["variant", "outcome"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &OutcomeRow| &*r.variant),
            text("outcome", "How a game ended.", |r: &OutcomeRow| &*r.outcome),
            integer(
                "games",
                "Games played in this variant, all draws together.",
                |r: &OutcomeRow| r.games,
            ),
            integer("count", "Played games that ended so.", |r: &OutcomeRow| r.count),
            real(
                "share",
                SHARE,
                "Share of played games that ended so.",
                |r: &OutcomeRow| r.share,
            ),
            real("share_low", SHARE, SHARE_LOW, |r: &OutcomeRow| r.share_interval.low),
            real(
                "share_high",
                SHARE,
                "Upper end of that 95 % interval.",
                |r: &OutcomeRow| r.share_interval.high,
            ),
            real(
                "probability",
                PROBABILITY,
                "Exact probability given each draw, averaged over draws.",
                |r: &OutcomeRow| r.probability,
            ),
            real("probability_low", PROBABILITY, PROBABILITY_LOW, |r: &OutcomeRow| {
                r.probability_interval.map(|i| i.low)
            }),
            real(
                "probability_high",
                PROBABILITY,
                "Upper end of that 95 % interval.",
                |r: &OutcomeRow| r.probability_interval.map(|i| i.high),
            ),
            real(
                "probability_sd",
                PROBABILITY,
                "Standard deviation of the exact probability over draws.",
                |r: &OutcomeRow| r.sd,
            ),
            real(
                "probability_p05",
                PROBABILITY,
                &quantile("5th percentile of the exact probability"),
                |r: &OutcomeRow| r.percentiles[0],
            ),
            real(
                "probability_p50",
                PROBABILITY,
                &quantile("Median of the exact probability"),
                |r: &OutcomeRow| r.percentiles[1],
            ),
            real(
                "probability_p95",
                PROBABILITY,
                &quantile("95th percentile of the exact probability"),
                |r: &OutcomeRow| r.percentiles[2],
            ),
        ],
    }
}

const SHARE_LOW: &str = "Lower end of the 95 % interval of the share. It respects that games of one draw belong together: \
     Wilson's interval with Student's t for the number of draws and the effective number of games.";
const PROBABILITY_LOW: &str = "Lower end of the 95 % interval of the mean over draws, by the formula of the share's \
     interval with endless games a draw; empty with one draw.";

/// `outcomes_by_type.csv`.
pub(crate) fn outcomes_by_type() -> Table<OutcomeByTypeRow> {
    Table {
        name: "outcomes_by_type",
        about: "One row per variant, actor, true type and outcome: how games end, given what an actor truly is.".into(),
        key: &["variant", "actor", "true_type", "outcome"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &OutcomeByTypeRow| {
                &*r.variant
            }),
            text("actor", "The actor whose type is given.", |r: &OutcomeByTypeRow| {
                &*r.actor
            }),
            text("true_type", "The true type of the actor.", |r: &OutcomeByTypeRow| {
                &*r.true_type
            }),
            text("outcome", "How a game ended.", |r: &OutcomeByTypeRow| &*r.outcome),
            real(
                "probability",
                PROBABILITY,
                "Exact probability of the outcome in games in which the actor has this type, all draws together; \
                 empty where the type has no chance.",
                |r: &OutcomeByTypeRow| r.probability,
            ),
            real(
                "probability_p05",
                PROBABILITY,
                &quantile("5th percentile of it"),
                |r: &OutcomeByTypeRow| r.percentiles.map(|p| p[0]),
            ),
            real(
                "probability_p95",
                PROBABILITY,
                &quantile("95th percentile of it"),
                |r: &OutcomeByTypeRow| r.percentiles.map(|p| p[1]),
            ),
            real(
                "type_probability",
                PROBABILITY,
                "Probability that the actor has this type.",
                |r: &OutcomeByTypeRow| r.type_probability,
            ),
        ],
    }
}

/// `payoffs.csv`; the quantiles over games come from a sketch with this relative error.
pub(crate) fn payoffs() -> Table<PayoffRow> {
    let over_games = |which: &str| {
        format!(
            "{which} percentile over all played games, from a sketch with fixed bins; relative error at most {}.",
            number(RELATIVE_ERROR)
        )
    };
    Table {
        name: "payoffs",
        about: "One row per variant, actor and payoff term (`total`: all terms together): what the actor earned."
            .into(),
        key: &["variant", "actor", "term"],
        columns: vec![
            text("variant", "The variant of the scenario.", |r: &PayoffRow| &*r.variant),
            text("actor", "The actor.", |r: &PayoffRow| &*r.actor),
            text("term", "The payoff term; `total` is their sum.", |r: &PayoffRow| {
                &*r.term
            }),
            real("mean", PAYOFF, "Mean over all played games.", |r: &PayoffRow| r.mean),
            real(
                "mean_low",
                PAYOFF,
                "Lower end of the 95 % interval of the mean; games of one draw belong together.",
                |r: &PayoffRow| r.mean_interval.map(|i| i.low),
            ),
            real(
                "mean_high",
                PAYOFF,
                "Upper end of that 95 % interval.",
                |r: &PayoffRow| r.mean_interval.map(|i| i.high),
            ),
            real(
                "sd",
                PAYOFF,
                "Standard deviation over all played games.",
                |r: &PayoffRow| r.sd,
            ),
            real("p05", PAYOFF, &over_games("5th"), |r: &PayoffRow| r.percentiles[0]),
            real("p25", PAYOFF, &over_games("25th"), |r: &PayoffRow| r.percentiles[1]),
            real("p50", PAYOFF, &over_games("50th"), |r: &PayoffRow| r.percentiles[2]),
            real("p75", PAYOFF, &over_games("75th"), |r: &PayoffRow| r.percentiles[3]),
            real("p95", PAYOFF, &over_games("95th"), |r: &PayoffRow| r.percentiles[4]),
            real(
                "exact_mean",
                PAYOFF,
                "Exact expectation given each draw, averaged over draws.",
                |r: &PayoffRow| r.exact_mean,
            ),
        ],
    }
}
