//! What `estimate` and `backtest` are both told: the cases, and the keys that are estimated from them.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Serialize, Serializer};

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::scenario::load;
use crate::api::{CaseTable, EstimateQuestion, Scenario};
use crate::report::CASES;
use crate::scenario::text_of;
use crate::study::estimate::Fit;

/// The cases, and the keys that are estimated from them.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Fitting {
    /// The table of cases, a CSV file.
    #[arg(long, value_name = "CSV")]
    #[serde(serialize_with = "in_folder")]
    cases: PathBuf,
    /// Estimate this key; may be repeated. Those with `estimate = true` in the scenario by default.
    #[arg(long, value_name = "KEY")]
    estimate: Vec<String>,
    /// Search from this value of a key, in place of the scenario's.
    #[arg(long, value_name = "KEY=VALUE")]
    start: Vec<String>,
    /// The ends of a key's range; either may be left out. Probabilities lie between 0 and 1 without being told.
    #[arg(long, value_name = "KEY=LOW:HIGH")]
    bounds: Vec<String>,
    /// What is held likely of a key beforehand: log_f:M (log-F with M and M degrees of freedom), normal:MEAN:SD, beta:A:B, …
    #[arg(long, value_name = "KEY=PRIOR")]
    prior: Vec<String>,
    /// Leave out this column of the table; may be repeated.
    #[arg(long, value_name = "COLUMN")]
    ignore: Vec<String>,
    /// The variant; the first by default.
    #[arg(long, value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    /// From how many places the maximum is searched for.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = args::whole::<1, 10_000>)]
    pub(super) starts: u64,
    /// The seed of all randomness.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = args::whole::<0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// How many threads; all cores by default. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = args::threads)]
    #[serde(skip)]
    pub(super) threads: Option<usize>,
}

/// The table lies beside the study in the folder of results.
fn in_folder<S: Serializer>(_: &PathBuf, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(CASES)
}

/// A scenario as read, the text of its table of cases, and both together.
pub(super) struct Fitted {
    pub(super) loaded: Scenario,
    pub(super) table: String,
    pub(super) fit: Fit,
}

impl Fitting {
    /// Reads the scenario and the cases; `open` says whether there may be some of which nothing is recorded.
    pub(super) fn read(&self, scenario: &args::Scenario, open: bool, console: &Console) -> Result<Fitted, Failure> {
        let variant: Vec<String> = self.variant.iter().cloned().collect();
        let loaded = load(scenario, &variant, console)?;
        let table = table_of(&self.cases)?;
        let question = EstimateQuestion {
            keys: &self.estimate,
            starts: &self.start,
            bounds: &self.bounds,
            priors: &self.prior,
        };
        let given = CaseTable {
            text: &table,
            ignored: &self.ignore,
            open,
        };
        let fit = loaded.fit(&question, &given);
        let fit = fit.map_err(|error| console.failure(error))?;
        Ok(Fitted { loaded, table, fit })
    }
}

/// The text of a table of cases.
pub(super) fn table_of(path: &Path) -> Result<String, Failure> {
    text_of(path).map_err(|error| Failure::Scenario(format!("error: {error}\n")))
}
