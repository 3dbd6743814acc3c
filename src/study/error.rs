//! Why a study cannot be finished.

use crate::explore::ChanceWitness;

/// Why a study cannot be finished.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// A number makes no sense in some draw.
    #[error(transparent)]
    Unsound(Box<BadDraw>),
    /// The sink takes no more rows.
    #[error("results cannot be written: {0}")]
    Sink(#[from] std::io::Error),
    /// The results of a draw have no derivatives.
    #[error(transparent)]
    NoDerivative(Box<Undifferentiable>),
    /// It was asked to stop.
    #[error("interrupted")]
    Interrupted,
}

/// A draw in which the scenario makes no sense.
#[derive(Clone, Debug, PartialEq)]
pub struct BadDraw {
    /// The variant.
    pub variant: String,
    /// The draw; `None` at the nominal point.
    pub draw: Option<u64>,
    /// The seed.
    pub seed: u64,
    /// The period, and what a period is.
    pub period: (usize, String),
    /// What is wrong.
    pub message: String,
    /// Where chances are wrong: their place in the scenario.
    pub place: Option<String>,
    /// Every parameter and its value in the draw.
    pub parameters: Vec<(String, f64)>,
    /// What it is that is wrong.
    pub what: Suspect,
    /// Where chances are wrong: a shortest history that leads there.
    pub witness: Option<ChanceWitness>,
}

/// What makes no sense in a draw, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspect {
    /// Chances at the start: the check of the game.
    Start(usize),
    /// Chances within a period: the check of the game.
    Chances(usize),
    /// The discount factor of an actor.
    Discount(usize),
    /// The precision of an actor.
    Precision(usize),
    /// The multiple of a nest of an actor.
    Multiple(usize),
    /// The share of its own later regret that an actor gives back.
    OwnLater(usize),
    /// A payoff term.
    Term(usize),
    /// A measure.
    Measure(usize),
}

impl Suspect {
    /// Whether a draw in which it makes no sense may be left out of results. Wrong chances are a mistake in the scenario,
    /// which other draws may hide.
    pub(super) fn is_left_out(self) -> bool {
        !matches!(self, Self::Start(_) | Self::Chances(_))
    }
}

/// A draw whose results have no derivatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undifferentiable {
    /// The variant.
    pub variant: String,
    /// The draw; `None` at the nominal point.
    pub draw: Option<u64>,
    /// The seed.
    pub seed: u64,
    /// Why, and what would help.
    pub why: String,
}

impl std::error::Error for Undifferentiable {}

impl std::fmt::Display for Undifferentiable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = place(&self.variant, self.draw, self.seed);
        write!(f, "{place}, results have no derivatives: {}", self.why)
    }
}

/// A draw, in words.
fn place(variant: &str, draw: Option<u64>, seed: u64) -> String {
    match draw {
        Some(draw) => format!("in draw {draw} of variant `{variant}` (seed {seed})"),
        None => format!("at the nominal point of variant `{variant}`"),
    }
}

impl std::error::Error for BadDraw {}

impl BadDraw {
    /// What is wrong, in which draw, when and where, in one sentence.
    pub fn sentence(&self) -> String {
        let draw = place(&self.variant, self.draw, self.seed);
        let when = match &self.period {
            (0, _) => "at the start".to_owned(),
            (period, unit) => format!("{unit} {period}"),
        };
        let place = self.place.as_ref().map(|place| format!(", in {place}"));
        format!("{}: {draw}, {when}{}", self.message, place.unwrap_or_default())
    }
}

impl std::fmt::Display for BadDraw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence())?;
        for (name, value) in &self.parameters {
            write!(f, "\n  {name} = {value}")?;
        }
        if let Some(witness) = &self.witness {
            write!(f, "\na shortest history that leads there:")?;
            for line in witness.history.to_string().lines() {
                write!(f, "\n  {line}")?;
            }
        }
        Ok(())
    }
}
