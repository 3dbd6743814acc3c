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
    /// Where the limit of rising precisions was asked for: whether it shows its support.
    #[serde(skip)]
    pub limit: Option<bool>,
}

impl Subject {
    /// What kind of equilibrium it is, where that is to be said.
    pub(super) fn equilibrium(&self) -> &'static str {
        match self.limit {
            None => "",
            Some(true) => "a Nash equilibrium: actions outside its support have probability 0",
            Some(false) => "close to a Nash equilibrium; what vanishes does so too slowly to tell its support",
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(lambda) = self.lambda {
            let limit = if self.limit.is_some() {
                "limit of rising λ, at "
            } else {
                ""
            };
            return write!(f, "{limit}λ = {lambda}");
        }
        let variant = self.variant.as_deref().unwrap_or_default();
        write!(f, "variant `{variant}`, ")?;
        match self.draw.zip(self.seed) {
            Some((draw, seed)) => write!(f, "draw {draw}, seed {seed}"),
            None => f.write_str("nominal point"),
        }
    }
}
