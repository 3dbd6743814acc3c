//! Diagnostics as text for people.

use super::{Diagnostic, Sources};

/// Findings as text.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], colour: bool) -> String {
    let _ = (sources, colour);
    format!("{diagnostics:?}")
}
