//! Text, places in it, and what is wrong there.

pub mod data;
pub mod diagnostic;
pub mod render;
pub mod text;
pub mod wording;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use render::render;
pub use text::{SourceId, Sources, Span, Spanned};
