//! Text, places in it, and what is wrong there.

pub mod diagnostic;
pub mod text;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use text::{SourceId, Sources, Span, Spanned};
