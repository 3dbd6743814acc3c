//! What `discover` finds: boxes, the trajectories that led to them, and a tree.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One row per box and parameter that it restricts: in which worlds the case of interest is frequent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["box", "parameter"]))]
pub(crate) struct BoxRow {
    /// The box, from 1; each is sought among the draws that those before leave.
    #[serde(rename = "box")]
    pub number: usize,
    /// The parameter that is restricted.
    pub parameter: String,
    /// The unit of the parameter and its limits; empty where it has none.
    pub unit: String,
    /// The lowest value in the box; empty where there is no lower limit.
    pub low: Option<f64>,
    /// The highest value in the box; empty where there is no upper limit.
    pub high: Option<f64>,
    /// Quasi-p-value of the lower limit: the chance of so many cases in the box if each draw were one with the density
    /// of the box without this limit.
    #[schemars(extend("unit" = "probability"))]
    pub quasi_p_low: Option<f64>,
    /// Quasi-p-value of the upper limit.
    #[schemars(extend("unit" = "probability"))]
    pub quasi_p_high: Option<f64>,
    /// The lowest value in any draw.
    pub lowest: f64,
    /// The highest value in any draw.
    pub highest: f64,
    /// The draws in the box.
    pub draws: u64,
    /// The cases of interest among them.
    pub cases: u64,
    /// Share of all cases of interest that are in the box.
    #[schemars(extend("unit" = "share of cases"))]
    pub coverage: f64,
    /// Share of the draws in the box that are cases of interest.
    #[schemars(extend("unit" = "share of draws"))]
    pub density: f64,
    /// Share of all draws that are in the box.
    #[schemars(extend("unit" = "share of draws"))]
    pub mass: f64,
    /// The number of parameters that the box restricts.
    pub restricted: usize,
}

/// One row per box and step of the search that led to it: which limit moved where, and what the box then held.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["box", "step"]))]
pub(crate) struct TrajectoryRow {
    /// The box, from 1.
    #[serde(rename = "box")]
    pub number: usize,
    /// The step, from 0: all draws that the boxes before leave.
    pub step: usize,
    /// `start`; `peel`, where a limit was drawn in; or `paste`, where one was let out.
    pub phase: &'static str,
    /// The parameter whose limit moved; empty at the start.
    pub parameter: String,
    /// Which limit moved: `low` or `high`; empty at the start.
    pub end: &'static str,
    /// Where it moved to.
    pub limit: Option<f64>,
    /// The draws in the box.
    pub draws: u64,
    /// The cases of interest among them.
    pub cases: u64,
    /// Share of all cases of interest that are in the box.
    #[schemars(extend("unit" = "share of cases"))]
    pub coverage: f64,
    /// Share of the draws in the box that are cases of interest.
    #[schemars(extend("unit" = "share of draws"))]
    pub density: f64,
    /// Share of all draws that are in the box.
    #[schemars(extend("unit" = "share of draws"))]
    pub mass: f64,
    /// The number of parameters that the box restricts.
    pub restricted: usize,
    /// Whether the box was taken from this step: that of boxes.csv has the same limits but for those that may be chance.
    pub chosen: bool,
}

/// One row per node of the tree: the draws that reach it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["node"]))]
pub(crate) struct TreeRow {
    /// The node, from 1, the root; what is below a node follows it.
    pub node: usize,
    /// The node above; empty for the root.
    pub parent: Option<usize>,
    /// The number of questions above it.
    pub depth: usize,
    /// The parameter that the node above asks about; empty for the root.
    pub parameter: String,
    /// The unit of the parameter; empty where it has none.
    pub unit: String,
    /// `below` or `above` the threshold; empty for the root.
    pub side: &'static str,
    /// The threshold; a value that equals it is below.
    pub threshold: Option<f64>,
    /// The draws that reach the node.
    pub draws: u64,
    /// The cases of interest among them.
    pub cases: u64,
    /// Share of these draws that are cases of interest.
    #[schemars(extend("unit" = "share of draws"))]
    pub density: f64,
    /// Whether the node asks nothing more.
    pub leaf: bool,
}
