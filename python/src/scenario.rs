//! A scenario in memory.

use std::path::PathBuf;

use pactum::{ActorRow, Plan, Row, SetBeliefRow, SettingRow, StrategyRow, Watch};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use crate::failure::raised;
use crate::table::{PackageField, Table, package_field};
use crate::work::during;

/// A scenario that was read and found right so far.
#[pyclass(frozen)]
pub(crate) struct Scenario(pactum::Scenario);

#[pymethods]
impl Scenario {
    /// Reads a file.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let opened = py.detach(|| pactum::Scenario::open(path));
        opened.map(Self).map_err(|error| raised(py, error))
    }

    /// The same with keys set, each as `KEY=VALUE`.
    fn set(&self, py: Python<'_>, settings: Vec<String>) -> PyResult<Self> {
        let set = py.detach(|| self.0.clone().set_all(&settings));
        set.map(Self).map_err(|error| raised(py, error))
    }

    /// The same with these variants only.
    fn only(&self, py: Python<'_>, variants: Vec<String>) -> PyResult<Self> {
        let chosen = self.0.clone().only(&variants);
        chosen.map(Self).map_err(|error| raised(py, error))
    }

    #[getter]
    fn title(&self) -> &str {
        self.0.title()
    }

    #[getter]
    fn variants(&self) -> Vec<&str> {
        self.0.variants().collect()
    }

    #[getter]
    fn warnings(&self) -> String {
        self.0.warnings()
    }

    /// The columns of a table of this name: its keys, or what tells how the actors play.
    fn fields(&self, table: &str) -> PyResult<Vec<PackageField>> {
        let columns = match table {
            SettingRow::TABLE => self.0.columns::<SettingRow>(),
            ActorRow::TABLE => self.0.columns::<ActorRow>(),
            StrategyRow::TABLE => self.0.columns::<StrategyRow>(),
            SetBeliefRow::TABLE => self.0.columns::<SetBeliefRow>(),
            _ => return Err(PyKeyError::new_err(format!("there is no table {table}"))),
        };
        Ok(columns.into_iter().map(package_field).collect())
    }

    /// Exact results at each point, which has a value for each key: at the nominal point, or over so many draws.
    #[pyo3(signature = (keys, points, draws, seed, progress=None))]
    fn outcomes(
        &self,
        py: Python<'_>,
        keys: Vec<String>,
        points: Vec<Vec<String>>,
        draws: Option<u64>,
        seed: u64,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Table> {
        let scenario = self.0.clone();
        let plan = Plan {
            draws: draws.unwrap_or(1),
            games: 0,
            seed,
            nominal: draws.is_none(),
            every_game: false,
        };
        let found = during(py, progress.as_ref(), move |signals| {
            let watch = Watch {
                progress: &|progress| signals.note(progress),
                interrupt: &signals.stop,
            };
            let table = scenario.outcomes(&keys, &points, &plan, &watch)?;
            Ok(Table::of_rows(&table.rows, table.columns))
        })?;
        found.map_err(|error| raised(py, error))
    }
}
