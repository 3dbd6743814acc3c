//! The beliefs of observers after each event, against an enumeration of all histories.

use std::collections::BTreeMap;

use pactum::unstable::game::Bound;
use pactum::unstable::play::{Beliefs, BeliefsAfterEvents, Event, Events, Observers, Question, exact_observed};
use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::StageKind;

use super::compare::{Verdict, near};
use super::event_coverage::{Change, EventCoverage};
use super::observers::{belief, place, trait_cell};
use crate::interpreter::account::Account;
use crate::interpreter::history::{Event as Happening, What};
use crate::support::solved_game::SolvedGame;

/// Compares what is believed after each event in a block of draws.
pub(crate) fn compare(
    model: &Model,
    answer: &SolvedGame,
    draws: &[Vec<f64>],
    accounts: &[Account],
    coverage: &mut EventCoverage,
) -> Result<(), Verdict> {
    let game = &answer.explored.game;
    let bound = Bound::new(game, draws);
    let profile = &answer.solution.profile;
    let observers = Observers::new(game);
    let events = Events::of(game, &answer.explored.names);
    let mut beliefs = Beliefs::new(&observers, &bound, profile);
    let mut aftermath = BeliefsAfterEvents::new(&observers, &events, &bound, profile);
    exact_observed(&bound, profile, |now| {
        beliefs.observe(now.period, now.reach, |_| ());
        aftermath.observe(now, &beliefs);
    });
    for (lane, account) in accounts.iter().enumerate() {
        let lived = lived_through(account);
        all_known(&lived, &events, lane)?;
        for (number, event) in events.list().iter().enumerate() {
            let event = same(event);
            let ways = lived.get(&event).map_or(&[][..], Vec::as_slice);
            let mut changes = Vec::new();
            for question in observers.questions() {
                let counted = count(model, account, question, ways);
                let cell = &model.cells[trait_cell(model, question.about)];
                for (&(truth, believed), change) in &counted {
                    let what = format!(
                        "draw {lane}, after {event:?}: actor {} on {}, true {truth}, believed {believed}",
                        question.observer, cell.name
                    );
                    let engine = aftermath.sum(number, question, truth, believed)[lane];
                    near(&what, engine, change.after)?;
                }
                changes.push((*question, counted));
            }
            coverage.after(&event, together(model, &event), &changes);
            let died = account.died_with.get(&event).copied();
            coverage.cut_short += usize::from(died.is_some_and(|chance| chance > 0.0));
        }
    }
    Ok(())
}

/// A way of living through an event: the period, the states as it and the next one start, and the chance.
type Way<'a> = (usize, &'a [i32], &'a [i32], f64);

/// Everything that happens in games that go on.
fn lived_through(account: &Account) -> BTreeMap<&Happening, Vec<Way<'_>>> {
    let mut all: BTreeMap<&Happening, Vec<Way<'_>>> = BTreeMap::new();
    for ((period, event), ways) in &account.lived_through {
        let of_event = all.entry(event).or_default();
        for ((dawn, next), &chance) in ways {
            of_event.push((*period, dawn, next, chance));
        }
    }
    all
}

/// Requires that the engine knows of everything that happens.
fn all_known(lived: &BTreeMap<&Happening, Vec<Way<'_>>>, events: &Events, lane: usize) -> Result<(), Verdict> {
    let unknown = |happening: &&&Happening| events.list().iter().all(|e| same(e) != ***happening);
    lived.keys().find(unknown).map_or(Ok(()), |happening| {
        let what = format!("draw {lane}: the engine does not know of {happening:?}");
        Err(Verdict::Wrong(what))
    })
}

/// An event of the engine in the terms of the interpreter.
fn same(event: &Event) -> Happening {
    let what = if event.branch { What::Branch } else { What::Action };
    Happening {
        stage: event.stage,
        actor: event.actor,
        what: what(event.name.clone()),
    }
}

/// Whether an event is a branch of what several do together.
fn together(model: &Model, event: &Happening) -> bool {
    let decided = matches!(model.stages[event.stage].kind, StageKind::Decision { .. });
    decided && event.actor.is_none()
}

/// For each true and believed value: what an event does to the belief, over all games that have the true value and go on.
fn count(model: &Model, account: &Account, question: &Question, ways: &[Way<'_>]) -> BTreeMap<(usize, usize), Change> {
    let held = held(model, account, question);
    let values = 0..question.size;
    let pairs = values.clone().flat_map(|t| values.clone().map(move |b| (t, b)));
    let mut changes: BTreeMap<(usize, usize), Change> = pairs.map(|pair| (pair, Change::default())).collect();
    let cell = trait_cell(model, question.about);
    for &(period, dawn, next, chance) in ways {
        let (before, after) = (&held[&(period, dawn)], &held[&(period + 1, next)]);
        for believed in values.clone() {
            let change = changes.get_mut(&(place(model, cell, dawn), believed));
            let change = change.expect("each pair has its place");
            change.chance += chance;
            change.before += chance * before.0[believed];
            change.after += chance * after.0[believed];
            change.ruled_out |= after.1 && chance > 0.0;
        }
    }
    changes
}

/// What an observer believes of each value of something, by period and the state as it starts, and whether its prior rules
/// out everything that it then sees.
type Held<'a> = BTreeMap<(usize, &'a [i32]), (Vec<f64>, bool)>;

fn held<'a>(model: &Model, account: &'a Account, question: &Question) -> Held<'a> {
    let cell = trait_cell(model, question.about);
    let mut held = BTreeMap::new();
    for ((period, observer, _), states) in &account.starts {
        if *observer != question.observer {
            continue;
        }
        let of = |value| belief(states, |state| place(model, cell, state) == value);
        let beliefs: Vec<f64> = (0..question.size).map(of).collect();
        let ruled_out = states.values().all(|standing| standing.own.order > 0);
        for state in states.keys() {
            held.insert((*period, state.as_slice()), (beliefs.clone(), ruled_out));
        }
    }
    held
}
