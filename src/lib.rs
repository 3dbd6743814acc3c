//! A simulator for conditional deals: "if they break it, then we do this".
//!
//! A scenario file says who the actors are, what each wants, what each may do and when, and which promises bind whom.
//! The library reads it, proves it sound, works out how the actors play, and gives the distribution of outcomes.
//!
//! Open a scenario, run it, print a table:
//!
//! ```
//! use pactum::{OutcomeRow, Plan, Scenario};
//!
//! let scenario = Scenario::open("scenarios/nato_clause.toml")?.set("credibility", 0.9)?;
//! let rows = scenario.run(&Plan { draws: 8, games: 20, ..Plan::default() })?;
//! for row in rows.of::<OutcomeRow>() {
//!     println!("{:16} {:16} {:.3}", row.variant, row.outcome, row.probability);
//! }
//! # assert_eq!(rows.of::<OutcomeRow>().len(), 8);
//! # Ok::<(), pactum::Error>(())
//! ```
//!
//! [`Scenario`] is where everything about a scenario file begins: [`Scenario::set`] changes a key,
//! [`Scenario::variant`] chooses a variant, [`Scenario::check`] proves it sound, [`Scenario::solve`] and
//! [`Scenario::explain`] say how actors play and why, [`Scenario::compare`] sets variants side by side.
//! [`GameTree`] is a game in extensive form, made in code from [`Node`]s or read from Gambit's files.
//! Results are rows, one type for each table; [`Rows`] keeps them, and a [`Sink`] of your own may do anything else.
//! [`Stream`] is a random stream with a name, to sample from with the traits of `rand`.
//! `call` carries out a command of the program `pactum` for another program, which listens in place of a terminal.
//! Every number is reproducible to the byte: the same file, settings, plan and version give the same results on any
//! number of threads.

#![cfg_attr(
    not(feature = "cli"),
    expect(dead_code, unused_imports, reason = "some parts serve the command alone")
)]

mod api;
#[cfg(feature = "cli")]
mod cli;
mod explore;
mod expression;
mod game;
mod interchange;
mod numeric;
mod play;
#[cfg(feature = "cli")]
mod report;
mod scenario;
mod source;
mod strategy;
mod study;
#[doc(hidden)]
pub mod unstable;

pub use api::{
    Checked, Control, Error, GameTree, Mistakes, Node, NominalPoint, Outcomes, Preview, Previews, Question, Scenario,
    Solution, SweepTable,
};
pub use numeric::stream::{Stream, StreamKey};
pub use scenario::model::Setting;
pub use scenario::{LabelKind, LabelRow, SettingRole};
pub use study::derivatives::{DerivativeRow, TieKind};
pub use study::explain::{ChoiceRule, ExplainedAction, ExplainedNest, Explanation};
pub use study::rows::{
    BeliefAfterRow, BeliefRow, CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow, ComparisonKind, ComparisonRow,
    DecisionRow, DesignRow, DrawRow, EventKind, GameRow, KeyValues, NamedValues, OutcomeByTypeRow, OutcomeRow,
    PayoffRow, SensitivityIndex, SensitivityRow, SweepRow, ThresholdRow, TimelineKind, TimelineRow,
};
pub use study::sensitivity::Method as SensitivityMethod;
pub use study::sets::SetName;
pub use study::solve::{ActorRow, SetBeliefRow, StrategyRow};
pub use study::table::{Field, Kind as FieldKind, Row};
pub use study::{Look, MeanInterval, Plan, Progress, Rows, Sink, Until, VariedKey, Watch};

#[cfg(feature = "cli")]
pub use cli::{Caller, Reply, call};
#[cfg(feature = "cli")]
#[doc(hidden)]
pub use cli::{execute, main};
#[cfg(feature = "cli")]
pub use report::inventory::SettingRow;
