//! The exact distribution of what happens, given how the actors play: one forward pass for a block of draws.

use crate::game::{Bound, Profile};
use crate::numeric::lanes::Lanes;

/// What happens with which chance, exactly, for each draw of a block. All chances are those of the true prior.
/// Periods are numbered as in the scenario: index 0 is the start, index t is period t.
#[derive(Clone, Debug)]
pub struct Exact {
    /// The chance of each outcome.
    pub outcomes: Vec<Lanes>,
    /// The chance that a game is of this class and ends so: `class × outcomes + outcome`.
    pub outcomes_by_class: Vec<Lanes>,
    /// The chance of each class.
    pub classes: Vec<Lanes>,
    /// The chance that the game ends in this period with this outcome: `period × outcomes + outcome`, periods 0..=T.
    pub endings: Vec<Lanes>,
    /// The chance that the game is still running at the start of each period (index t − 1 for period t).
    pub running: Vec<Lanes>,
    /// The chance that the game survives the stages of each period (index t − 1).
    pub survives: Vec<Lanes>,
    /// For each period (index t − 1) and measure, its sum over surviving games, weighted by their chance.
    pub measures: Vec<Lanes>,
    /// The chance of being asked: period (index t − 1) × rows + row.
    pub reached: Vec<Lanes>,
    /// The chance of taking an action: period (index t − 1) × all rows' actions + `Row::first` + action.
    pub taken: Vec<Lanes>,
    /// The expected discounted payment of each term.
    pub terms: Vec<Lanes>,
    /// The mass of games that stand at each boundary as period t starts: (t − 1) × boundaries + boundary.
    pub at_boundary: Vec<Lanes>,
}

/// Works out what happens under a profile.
pub fn exact(bound: &Bound<'_>, profile: &Profile) -> Exact {
    let _ = (bound, profile);
    unreachable!("to be written")
}
