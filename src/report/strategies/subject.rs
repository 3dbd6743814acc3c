//! What was solved: one draw of a scenario, or a game file at one precision.

use std::fmt;

use serde::Serialize;

/// What was solved.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Subject {
    /// The variant of a scenario.
    pub variant: Option<String>,
    /// The draw of the variant; `None` at the nominal point.
    pub draw: Option<u64>,
    /// The seed of the draws.
    pub seed: Option<u64>,
    /// The precision of all players of a game file.
    pub lambda: Option<f64>,
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(lambda) = self.lambda {
            return write!(f, "λ = {lambda}");
        }
        let variant = self.variant.as_deref().unwrap_or_default();
        write!(f, "variant `{variant}`, ")?;
        match self.draw.zip(self.seed) {
            Some((draw, seed)) => write!(f, "draw {draw}, seed {seed}"),
            None => f.write_str("nominal point"),
        }
    }
}
