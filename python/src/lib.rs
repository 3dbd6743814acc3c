//! The native part of the Python package `pactum`: commands, scenarios and tables of the library, for the Python code
//! beside it, which is what people call.

mod call;
mod failure;
mod scenario;
mod table;
mod work;

use pyo3::prelude::*;

/// The engine of pactum.
#[pymodule]
mod _pactum {
    #[pymodule_export]
    use super::call::{Reply, call};
    #[pymodule_export]
    use super::execute;
    #[pymodule_export]
    use super::scenario::Scenario;
    #[pymodule_export]
    use super::table::{Table, read_table, table_of_json};
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}

/// Does what a command line asks as the program `pactum` does, with its output and signals; gives the exit code.
#[pyfunction]
fn execute(py: Python<'_>, line: Vec<String>) -> u8 {
    py.detach(|| pactum::execute(line))
}
