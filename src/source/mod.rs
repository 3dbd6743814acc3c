//! Source texts, spans in them, and diagnostics.

pub(crate) mod code;
pub(crate) mod data;
pub(crate) mod diagnostic;
pub(crate) mod error_texts;
pub(crate) mod input;
pub mod render;
pub(crate) mod text;
pub(crate) mod wording;

pub use code::Code;
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use render::render;
pub(crate) use text::{SourceId, Spanned};
pub use text::{Sources, Span};
