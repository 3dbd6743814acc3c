//! What was solved: one draw of a scenario, or a game file at one precision.

use std::fmt;

/// What was solved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Asked {
    /// A draw of a variant of a scenario.
    Scenario {
        /// The variant.
        variant: String,
        /// The draw; `None` at the nominal point.
        draw: Option<u64>,
        /// The seed of the draws.
        seed: u64,
    },
    /// A game file.
    File {
        /// The precision of all players.
        precision: f64,
    },
}

impl Asked {
    pub(super) fn variant(&self) -> Option<&str> {
        match self {
            Self::Scenario { variant, .. } => Some(variant),
            Self::File { .. } => None,
        }
    }

    pub(super) fn draw(&self) -> Option<u64> {
        match self {
            Self::Scenario { draw, .. } => *draw,
            Self::File { .. } => None,
        }
    }

    pub(super) fn seed(&self) -> Option<u64> {
        match self {
            Self::Scenario { seed, .. } => Some(*seed),
            Self::File { .. } => None,
        }
    }

    pub(super) fn precision(&self) -> Option<f64> {
        match self {
            Self::Scenario { .. } => None,
            Self::File { precision } => Some(*precision),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scenario {
                variant,
                draw: Some(draw),
                seed,
            } => write!(f, "variant `{variant}`, draw {draw}, seed {seed}"),
            Self::Scenario { variant, .. } => write!(f, "variant `{variant}`, nominal point"),
            Self::File { precision } => write!(f, "λ = {precision}"),
        }
    }
}
