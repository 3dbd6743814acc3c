//! Commands as functions.

use pactum::Caller;
use pyo3::prelude::*;

use crate::work::during;

/// How a command ended.
#[pyclass(frozen, get_all)]
pub(crate) struct Reply {
    /// The exit code.
    code: u8,
    /// What a shell would find on standard output.
    data: String,
    /// Warnings and remarks.
    remarks: String,
    /// Why it failed.
    error: Option<String>,
    /// The mistakes in the scenario that made it fail, as JSON.
    mistakes: Option<String>,
}

/// Does what a command line asks, the name of the program first. `progress(done, of)` is called now and then.
#[pyfunction]
#[pyo3(signature = (line, progress=None))]
pub(crate) fn call(py: Python<'_>, line: Vec<String>, progress: Option<Py<PyAny>>) -> PyResult<Reply> {
    let reply = during(py, progress.as_ref(), move |signals| {
        let noted = signals.clone();
        let caller = Caller {
            progress: Box::new(move |progress| noted.note(progress)),
            stop: signals.stop.clone(),
        };
        pactum::call(caller, line)
    })?;
    Ok(Reply {
        code: reply.code,
        data: reply.data,
        remarks: reply.remarks,
        error: reply.error,
        mistakes: reply.mistakes.map(|mistakes| mistakes.data().to_string()),
    })
}
