//! What a user asks of a scenario, and what comes of it as typed rows.

mod beliefs;
mod block;
pub mod contrast;
pub mod draws;
pub mod error;
pub mod explain;
pub mod findings;
mod kept;
mod paired;
pub mod path;
pub mod plan;
pub mod proof;
pub mod rows;
pub mod run;
pub mod sets;
pub mod solve;
mod solver;
pub mod soundness;
mod statistics;
mod summarise;
mod totals;
pub mod trace;
pub mod variant;
pub mod verify;

pub use contrast::{Contrast, Group, Inquiry, Level, contrast, unshared};
pub use error::{BadDraw, StudyError, Suspect};
pub use findings::Findings;
pub use plan::{Plan, Progress, Watch};
pub use proof::{Counterexample, Proof, proof};
pub use run::run;
pub use sets::Wanted;
pub use solve::{Answer, Which, solve};
pub use trace::{Trace, trace};
pub use variant::{Variant, shape};
pub use verify::verify;
