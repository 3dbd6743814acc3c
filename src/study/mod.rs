//! What a user asks of a scenario, and what comes of it as typed rows.

mod beliefs;
mod block;
pub mod central;
mod compare;
pub mod draws;
pub mod error;
pub mod findings;
mod kept;
pub mod plan;
pub mod proof;
pub mod rows;
pub mod run;
mod solver;
pub mod soundness;
mod statistics;
mod summarise;
mod totals;
pub mod trace;
pub mod variant;
pub mod verify;

pub use central::central;
pub use error::{BadDraw, StudyError};
pub use findings::Findings;
pub use plan::{Plan, Progress, Watch};
pub use proof::{Counterexample, Proof, proof};
pub use run::run;
pub use trace::{Trace, trace};
pub use variant::{Variant, shape};
pub use verify::verify;
