//! The main job on the main scenario: its anchors, the same bytes every time, and intervals that cover.

mod anchors;
mod coverage;
mod nominal;
mod reproducibility;
