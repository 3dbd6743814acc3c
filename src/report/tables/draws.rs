//! The tables of single draws and single games, whose columns are named after the scenario's own words.

use crate::report::column::{Cell, Column, Kind, integer, real, text};
use crate::report::table::Table;
use crate::study::rows::{DrawRow, GameRow, Shape};

const PAYOFF: &str = "payoff, discounted to the start";

/// `draws.csv`.
pub(crate) fn draws(shape: &Shape) -> Table<DrawRow> {
    let mut columns = vec![
        text("variant", "The variant of the scenario.", |r: &DrawRow| &*r.variant),
        integer(
            "draw",
            "The draw, counted from 0; equal in all variants.",
            |r: &DrawRow| r.draw,
        ),
    ];
    for (place, (name, unit)) in shape.parameters.iter().enumerate() {
        let meaning = format!("Value of the parameter `{name}` in this draw; empty where the variant has none.");
        columns.push(
            Column::new(
                column_name("parameter", name),
                Kind::Number,
                meaning,
                move |r: &DrawRow| r.parameters[place],
            )
            .unit(unit),
        );
    }
    for (place, name) in shape.outcomes.iter().enumerate() {
        let meaning = format!("Exact probability of the outcome `{name}` in this draw.");
        columns.push(
            Column::new(
                column_name("probability", name),
                Kind::Number,
                meaning,
                move |r: &DrawRow| r.probabilities[place],
            )
            .unit("probability"),
        );
    }
    for (place, name) in shape.actors.iter().enumerate() {
        let meaning = format!("Exact expected payoff of `{name}` in this draw.");
        columns.push(payoff(name, meaning, move |r: &DrawRow| r.payoffs[place]));
    }
    columns.extend([
        text(
            "solver_status",
            "How the solution of this draw came out; `converged` is as it should be.",
            |r: &DrawRow| r.solved.status,
        ),
        real(
            "regret",
            "payoff",
            "The most that any actor could gain by one deviation at one information set.",
            |r: &DrawRow| r.solved.regret,
        ),
        real(
            "residual",
            "probability",
            "Largest distance between a probability of the profile and the response to it.",
            |r: &DrawRow| r.solved.residual,
        ),
        integer(
            "sweeps",
            "Sweeps over the game that the solution took.",
            |r: &DrawRow| r.solved.sweeps,
        ),
        text(
            "evidence",
            "What shows that the profile is on the principal branch: induction (there is no other), contraction (sweeps contracted all the way) or trace (the branch was traced).",
            |r: &DrawRow| r.solved.evidence,
        ),
        real(
            "reached",
            "share of all precisions",
            "Share of the way from even chance that was reached; 1 at its end.",
            |r: &DrawRow| r.solved.reached,
        ),
        real(
            "fold",
            "share of all precisions",
            "Where the traced branch first turned round; empty where it did not.",
            |r: &DrawRow| r.solved.fold,
        ),
        real(
            "bifurcation",
            "share of all precisions",
            "Where another branch first crossed the traced one; empty where none did.",
            |r: &DrawRow| r.solved.bifurcation,
        ),
    ]);
    Table {
        name: "draws",
        about: "One row per variant and draw: one possible world, its parameters, and what they make of the game."
            .into(),
        key: &["variant", "draw"],
        columns,
    }
}

/// `games.csv`.
pub(crate) fn games(shape: &Shape) -> Table<GameRow> {
    let mut columns = vec![
        text("variant", "The variant of the scenario.", |r: &GameRow| &*r.variant),
        integer("draw", "The draw, counted from 0.", |r: &GameRow| r.draw),
        integer("game", "The game within the draw, counted from 0.", |r: &GameRow| {
            r.game
        }),
        text("outcome", "How the game ended.", |r: &GameRow| &*r.outcome),
        integer(
            "last_period",
            "The period in which it ended; 0 if it was over at the start.",
            |r: &GameRow| r.last_period,
        )
        .unit(&shape.period_unit),
    ];
    for (place, name) in shape.actors.iter().enumerate() {
        let meaning = format!("What `{name}` earned.");
        columns.push(payoff(name, meaning, move |r: &GameRow| r.payoffs[place]));
    }
    Table {
        name: "games",
        about: "One row per variant, draw and game.".into(),
        key: &["variant", "draw", "game"],
        columns,
    }
}

fn payoff<R, C: Into<Cell>>(actor: &str, meaning: String, take: impl Fn(&R) -> C + Send + Sync + 'static) -> Column<R> {
    Column::new(column_name("payoff", actor), Kind::Number, meaning, take).unit(PAYOFF)
}

/// A header made of a prefix and a scenario's word; what depends on a type is `name.type` there and `name__type` here.
fn column_name(prefix: &str, name: &str) -> String {
    format!("{prefix}_{}", name.replace('.', "__"))
}
