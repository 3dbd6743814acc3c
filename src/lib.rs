//! A simulator for conditional deals: "if they break it, then we do this".
//!
//! A scenario file says who the actors are, what each wants, what each may do and when, and which promises bind whom.
//! The folders of this crate are the phases in which that file becomes outcome distributions, in reading order; see
//! `docs/architecture.md`.

pub mod cli;
pub mod explore;
pub mod expression;
pub mod game;
pub mod interchange;
pub mod numeric;
pub mod play;
pub mod report;
pub mod scenario;
pub mod source;
pub mod strategy;
pub mod study;
