//! The state of a history and the events in it so far.

use std::rc::Rc;

use super::reach::Reach;

/// Where a history stands.
#[derive(Clone)]
pub(super) struct History {
    pub(super) period: usize,
    pub(super) state: Vec<i32>,
    /// How likely it is: under the true prior, then under each actor's own.
    pub(super) reach: Vec<Reach>,
    /// The state as the period started.
    pub(super) dawn: Vec<i32>,
    /// What happened in the period, the last first.
    happened: Option<Rc<Happened>>,
}

/// Something that happened, and what happened before.
struct Happened {
    what: Event,
    before: Option<Rc<Happened>>,
}

/// Something that happens, as one would tell it: an action that an actor takes, or a branch that chance takes and that
/// has a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event {
    pub(crate) stage: usize,
    /// Whose action it is, or whose action the branch follows.
    pub(crate) actor: Option<usize>,
    pub(crate) what: What,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Action(String),
    Branch(String),
}

impl History {
    /// Nothing drawn yet.
    pub(super) fn nowhere(state: Vec<i32>, priors: usize) -> Self {
        Self {
            period: 0,
            dawn: state.clone(),
            state,
            reach: vec![Reach::SURE; priors],
            happened: None,
        }
    }

    /// Where a period beyond the last one begins, or where it is taken up.
    pub(super) fn beyond(state: Vec<i32>, period: usize, priors: usize) -> Self {
        Self {
            period,
            ..Self::nowhere(state, priors)
        }
    }

    /// One of several options, equally likely where a hand trembles.
    pub(super) fn then(&self, chance: f64, options: usize) -> Self {
        self.then_trembling(chance, 1.0 / options as f64)
    }

    /// Something with this probability, and with the other one where a hand trembles.
    pub(super) fn then_trembling(&self, chance: f64, even: f64) -> Self {
        let reach = self.reach.iter().map(|reach| reach.then(chance, even)).collect();
        Self { reach, ..self.clone() }
    }

    pub(super) fn in_state(&self, state: Vec<i32>) -> Self {
        Self { state, ..self.clone() }
    }

    /// A new period: what happened in the last one is over.
    pub(super) fn next_period(&self) -> Self {
        Self {
            period: self.period + 1,
            dawn: self.state.clone(),
            happened: None,
            ..self.clone()
        }
    }

    /// Records an event; events without a name are not reported.
    pub(super) fn telling(&self, stage: usize, actor: Option<usize>, what: What) -> Self {
        let (What::Action(name) | What::Branch(name)) = &what;
        if name.is_empty() {
            return self.clone();
        }
        let what = Event { stage, actor, what };
        let before = self.happened.clone();
        Self {
            happened: Some(Rc::new(Happened { what, before })),
            ..self.clone()
        }
    }

    /// What happened in the period so far.
    pub(super) fn happened(&self) -> impl Iterator<Item = &Event> {
        let first = self.happened.as_deref();
        std::iter::successors(first, |last| last.before.as_deref()).map(|last| &last.what)
    }
}
