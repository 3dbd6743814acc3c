//! A simulator for conditional deals: "if they break it, then we do this".
//!
//! A scenario file says who the actors are, what each wants, what each may do and when, and which promises bind whom.
//! The folders of this crate are the phases in which that file becomes outcome distributions, in reading order; see
//! `docs/architecture.md`.

mod api;
mod cli;
mod explore;
mod expression;
mod game;
mod interchange;
mod numeric;
mod play;
mod report;
mod scenario;
mod source;
mod strategy;
mod study;
#[doc(hidden)]
pub mod unstable;

pub use api::{Checked, Error, GameTree, Mistakes, Node, Outcomes, Question, Scenario, Solution};

/// The tables of results: one row type for each, and the sinks that take rows.
pub mod rows {
    pub use crate::study::rows::{
        BeliefAfterRow, BeliefRow, CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow, ComparisonKind,
        ComparisonRow, DecisionRow, DrawRow, EventKind, GameRow, NamedValues, OutcomeByTypeRow, OutcomeRow, PayoffRow,
        TimelineKind, TimelineRow,
    };
    pub use crate::study::table::Row;
    pub use crate::study::{Rows, Sink};
}

#[doc(hidden)]
pub use cli::main;
