//! What is recorded of a case, and its likelihood as sums of probabilities of events.

use crate::game::{Game, Names};
use crate::strategy::Event;

/// What is recorded of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// It ended with one of these outcomes; with any if there are none.
    pub outcomes: Vec<String>,
    /// It ended in this period, or was going on after it.
    pub period: Option<usize>,
    /// It was going on after the period.
    pub running: bool,
    /// How often each action of a stage was taken.
    pub actions: Vec<ActionCount>,
}

/// How often an action was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ActionCount {
    /// The stage.
    pub stage: String,
    /// The action.
    pub action: String,
    /// How often.
    pub count: u64,
}

/// One conditional probability in the likelihood: that of some events, among others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    /// The events, by number.
    pub(super) of: Vec<usize>,
    /// The events of which one occurs; empty where that is certain.
    pub(super) among: Vec<usize>,
}

impl Record {
    /// Whether nothing is recorded.
    pub(crate) fn is_empty(&self) -> bool {
        self.outcomes.is_empty() && self.period.is_none() && self.actions.is_empty()
    }

    /// The terms of the likelihood, each with how often it counts.
    ///
    /// # Errors
    /// The record does not fit the game; the message says why.
    pub(super) fn terms(&self, game: &Game, names: &Names) -> Result<Vec<(Term, u64)>, String> {
        let mut terms = Vec::new();
        if !self.outcomes.is_empty() || self.period.is_some() {
            let of = self.endings(game, names)?;
            terms.push((Term { of, among: Vec::new() }, 1));
        }
        for counted in self.actions.iter().filter(|counted| counted.count > 0) {
            terms.push((chosen(game, names, counted)?, counted.count));
        }
        Ok(terms)
    }

    fn endings(&self, game: &Game, names: &Names) -> Result<Vec<usize>, String> {
        let (periods, last) = (0..=game.periods, game.periods);
        if let Some(period) = self.period.filter(|period| !periods.contains(period)) {
            return Err(format!("period {period} is not one of the game's, 1 to {last}"));
        }
        if self.running {
            return match self.period {
                Some(period) if period > 0 => Ok(vec![Event::Survives { period }.number(game)]),
                _ => Err("a case that was going on needs a period, from 1".to_owned()),
            };
        }
        let outcome = |name: &String| {
            let found = names.outcomes.iter().position(|known| known == name);
            found.ok_or_else(|| {
                format!(
                    "there is no outcome `{name}`; it is one of {}",
                    names.outcomes.join(", ")
                )
            })
        };
        let outcomes: Vec<usize> = match &self.outcomes[..] {
            [] => (0..game.outcomes).collect(),
            named => named.iter().map(outcome).collect::<Result<_, _>>()?,
        };
        let periods = self.period.map_or(periods, |period| period..=period);
        let ends = |period: usize| {
            let ends = outcomes.iter().map(move |&outcome| Event::Ends { outcome, period });
            ends.map(|event| event.number(game))
        };
        let mut all: Vec<usize> = periods.flat_map(ends).collect();
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }
}

/// The actions of a stage and an actor, where only one actor of the stage has this action.
fn chosen(game: &Game, names: &Names, counted: &ActionCount) -> Result<Term, String> {
    let ActionCount { stage, action, .. } = counted;
    let number = names.stages.iter().position(|known| known == stage);
    let number = number.ok_or_else(|| format!("there is no stage `{stage}`"))?;
    let has_it = |actor: &usize| names.actions_of(number, *actor).contains(action);
    let mut actors: Vec<usize> = (0..game.actors).filter(has_it).collect();
    if actors.iter().any(|&actor| actor >= game.declared) {
        return Err(format!(
            "`{stage}.{action}` is an action of a group, whose members' actions are not estimated from; record the \
             outcome that its tally leads to"
        ));
    }
    actors.dedup();
    let &[actor] = &actors[..] else {
        return Err(match actors.len() {
            0 => format!("`{stage}` has no action `{action}`"),
            _ => format!("several actors have the action `{action}` at `{stage}`: name their actions apart"),
        });
    };
    let actions = names.actions_of(number, actor);
    let mut term = Term {
        of: Vec::new(),
        among: Vec::new(),
    };
    let kinds = game.decision_kinds.iter().enumerate();
    for (kind, _) in kinds.filter(|(_, kind)| kind.stage == number && kind.actor == actor) {
        for (at, name) in actions.iter().enumerate() {
            let event = Event::Taken { kind, action: at }.number(game);
            term.among.push(event);
            if name == action {
                term.of.push(event);
            }
        }
    }
    Ok(term)
}
