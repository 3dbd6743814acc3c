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

/// How a vote failed.
const FAILURES: [&str; 2] = ["vetoed", "held_out"];

/// Who the United States is after a vote failed, by how it failed and type, summed over the quarters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failures {
    chances: Vec<Vec<Lanes>>,
}

impl Failures {
    /// Adds the period states as a period begins, given how likely each is for each type profile.
    pub(crate) fn watch(&mut self, bound: &Bound<'_>, names: &Names, reach: &[Lanes]) {
        let cell = |name: &str| names.cells.iter().position(|cell| cell.name == name);
        let (us, record) = (cell("us").expect("a type"), cell("failed_vote").expect("a record"));
        let type_profiles = bound.type_profile_chances(0);
        let types = names.cells[us].values.len();
        self.chances.resize(FAILURES.len(), vec![[0.0; LANES]; types]);
        for (number, period_state) in bound.game.period_states.iter().enumerate() {
            let state = &names.states[names.period_states[number] as usize];
            let shown = names.cells[record].show(state[record]);
            let Some(place) = FAILURES.iter().position(|failure| *failure == shown) else {
                continue;
            };
            let of = usize::try_from(state[us] - names.cells[us].low).expect("a type");
            for (lane, sum) in self.chances[place][of].iter_mut().enumerate() {
                *sum += reach[number][lane] * type_profiles[period_state.type_profile][lane];
            }
        }
    }

    /// What is believed of a type, by its number, once a vote failed so.
    pub(crate) fn belief(&self, failure: &str, of: usize, lane: usize) -> f64 {
        let place = FAILURES.iter().position(|name| *name == failure).expect("a failure");
        let total: f64 = self.chances[place].iter().map(|chance| chance[lane]).sum();
        self.chances[place][of][lane] / total
    }
}
