//! What observers learned about the United States in the first period, and its type given that.

use pactum::unstable::game::{Bound, Names};
use pactum::unstable::numeric::lanes::{LANES, Lanes};

/// The histories by the names of their measures: whether the declaration and the statement were given.
const HISTORIES: [(&str, bool, bool); 4] = [
    ("both_messages", true, true),
    ("declaration_alone", true, false),
    ("statement_alone", false, true),
    ("no_message", false, false),
];

/// The chance of each history and type of the United States together, by history and type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard {
    chances: Vec<Vec<Lanes>>,
}

/// Sums up who the United States is at the period states of a period, by what was heard; nothing in a scenario that has
/// no messages.
pub(crate) fn heard(bound: &Bound<'_>, names: &Names, reach: &[Lanes]) -> Heard {
    let cell = |name: &str| names.cells.iter().position(|cell| cell.name == name);
    let (Some(us), Some(declared), Some(stated)) = (cell("us"), cell("declared"), cell("stated")) else {
        return Heard::default();
    };
    let type_profiles = bound.type_profile_chances(0);
    let types = names.cells[us].values.len();
    let mut chances = vec![vec![[0.0; LANES]; types]; HISTORIES.len()];
    for (number, period_state) in bound.game.period_states.iter().enumerate() {
        let state = &names.states[names.period_states[number] as usize];
        let shows = |cell: usize| names.cells[cell].show(state[cell]) == "true";
        let history = (shows(declared), shows(stated));
        let place = HISTORIES
            .iter()
            .position(|&(_, declared, stated)| (declared, stated) == history)
            .expect("every history is listed");
        let of = usize::try_from(state[us] - names.cells[us].low).expect("a type");
        for (lane, sum) in chances[place][of].iter_mut().enumerate() {
            *sum += reach[number][lane] * type_profiles[period_state.type_profile][lane];
        }
    }
    Heard { chances }
}

impl Heard {
    /// What everybody believes of each type after a history.
    pub(crate) fn beliefs(&self, history: &str, lane: usize) -> Vec<f64> {
        let place = HISTORIES
            .iter()
            .position(|(name, ..)| *name == history)
            .unwrap_or_else(|| panic!("no history {history}"));
        let of = &self.chances[place];
        let total: f64 = of.iter().map(|chance| chance[lane]).sum();
        of.iter().map(|chance| chance[lane] / total).collect()
    }
}
