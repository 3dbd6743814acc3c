//! The engine of pactum for the live report: a session answers requests in JSON, over a plain interface of C.
//!
//! Everything that is computed here, [`pactum::Scenario`] and [`pactum::NominalPoint`] compute.

mod interface;
mod request;
mod session;
mod told;

pub use session::Session;
