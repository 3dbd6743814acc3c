//! What is believed of the United States after what was heard of it, and after a vote that failed.

use pactum::unstable::game::{Bound, Names};
use pactum::unstable::numeric::lanes::Lanes;

/// The histories by the names of their measures: whether the declaration and the statement were given.
const HISTORIES: [(&str, bool, bool); 4] = [
    ("both_messages", true, true),
    ("declaration_alone", true, false),
    ("statement_alone", false, true),
    ("no_message", false, false),
];

/// How a vote failed.
const FAILURES: [&str; 2] = ["vetoed", "held_out"];

/// The chance of each history and type of the United States together, by history and type.
#[derive(Clone, Debug, Default)]
struct TypesByHistory<const W: usize> {
    chances: Vec<Vec<Lanes<W>>>,
}

impl<const W: usize> TypesByHistory<W> {
    /// Adds the period states of a period, given how likely each is for each type profile. `history` tells the number of
    /// a state's history, where it has one of these.
    fn add(
        &mut self,
        (bound, names, reach): (&Bound<'_, W>, &Names, &[Lanes<W>]),
        histories: usize,
        history: impl Fn(&[i32]) -> Option<usize>,
    ) {
        let us = cell(names, "us").expect("the United States has types");
        let type_profiles = bound.type_profile_chances(0);
        let types = names.cells[us].values.len();
        self.chances.resize(histories, vec![[0.0; W]; types]);
        for (number, period_state) in bound.game.period_states.iter().enumerate() {
            let state = &names.states[names.period_states[number] as usize];
            let Some(place) = history(state) else { continue };
            let of = usize::try_from(state[us] - names.cells[us].low).expect("a type");
            for (lane, sum) in self.chances[place][of].iter_mut().enumerate() {
                *sum += reach[number][lane] * type_profiles[period_state.type_profile][lane];
            }
        }
    }

    /// What everybody believes of each type after a history.
    fn beliefs(&self, history: usize, lane: usize) -> Vec<f64> {
        let of = &self.chances[history];
        let total: f64 = of.iter().map(|chance| chance[lane]).sum();
        of.iter().map(|chance| chance[lane] / total).collect()
    }
}

fn cell(names: &Names, name: &str) -> Option<usize> {
    names.cells.iter().position(|cell| cell.name == name)
}

/// Who the United States is, by what was heard of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard<const W: usize>(TypesByHistory<W>);

/// Sums up who the United States is at the period states of a period; nothing in a scenario that has no messages.
pub(crate) fn heard<const W: usize>(bound: &Bound<'_, W>, names: &Names, reach: &[Lanes<W>]) -> Heard<W> {
    let mut heard = Heard::default();
    if let (Some(declared), Some(stated)) = (cell(names, "declared"), cell(names, "stated")) {
        heard.0.add((bound, names, reach), HISTORIES.len(), |state| {
            let shows = |cell: usize| names.cells[cell].show(state[cell]) == "true";
            let history = (shows(declared), shows(stated));
            HISTORIES
                .iter()
                .position(|&(_, declared, stated)| (declared, stated) == history)
        });
    }
    heard
}

impl<const W: usize> Heard<W> {
    /// What everybody believes of each type after a history.
    pub(crate) fn beliefs(&self, history: &str, lane: usize) -> Vec<f64> {
        let place = HISTORIES.iter().position(|(name, ..)| *name == history);
        self.0
            .beliefs(place.unwrap_or_else(|| panic!("no history {history}")), lane)
    }
}

/// Who the United States is once a vote failed, by how it failed, summed over the quarters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failures<const W: usize>(TypesByHistory<W>);

impl<const W: usize> Failures<W> {
    /// Adds the period states as a period begins.
    pub(crate) fn watch(&mut self, bound: &Bound<'_, W>, names: &Names, reach: &[Lanes<W>]) {
        let record = cell(names, "failed_vote").expect("failed votes are on record");
        self.0.add((bound, names, reach), FAILURES.len(), |state| {
            let shown = names.cells[record].show(state[record]);
            FAILURES.iter().position(|failure| *failure == shown)
        });
    }

    /// What is believed of a type, by its number, once a vote failed so.
    pub(crate) fn belief(&self, failure: &str, of: usize, lane: usize) -> f64 {
        let place = FAILURES.iter().position(|name| *name == failure);
        self.0.beliefs(place.expect("a vote fails so"), lane)[of]
    }
}
