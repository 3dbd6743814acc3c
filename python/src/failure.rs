//! Errors of the library as exceptions of the Python package.

use pactum::Error;
use pyo3::prelude::*;

/// The exit codes by which commands tell these errors apart.
const USAGE: u8 = 2;
const SCENARIO: u8 = 3;
const OUTPUT: u8 = 4;
const INTERRUPTED: u8 = 130;

/// The exception for an error of the library.
pub(crate) fn raised(py: Python<'_>, error: Error) -> PyErr {
    let (code, mistakes) = match &error {
        Error::Scenario(mistakes) => (SCENARIO, Some(mistakes)),
        Error::Condition(mistakes) => (USAGE, Some(mistakes)),
        Error::Read(_) | Error::Cases(_) => (SCENARIO, None),
        Error::Write(_) => (OUTPUT, None),
        Error::Interrupted => (INTERRUPTED, None),
        _ => (USAGE, None),
    };
    let mistakes = mistakes.map(|mistakes| mistakes.data().to_string());
    let exception = || {
        let module = py.import("pactum._errors")?;
        module.call_method1("failure", (code, error.to_string(), mistakes))
    };
    exception().map_or_else(|error| error, PyErr::from_value)
}
