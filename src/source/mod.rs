//! Text, places in it, and what is wrong there.

pub mod code;
pub mod data;
pub mod diagnostic;
pub mod explain;
pub mod mistakes;
pub mod render;
pub mod text;
pub mod wording;

pub use code::Code;
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use render::render;
pub use text::{SourceId, Sources, Span, Spanned};
