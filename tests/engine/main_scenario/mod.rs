//! The main scenario: its anchors, reproducibility and interval coverage.

mod anchors;
mod coverage;
mod nominal;
mod reproducibility;
