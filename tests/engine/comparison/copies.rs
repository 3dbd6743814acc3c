//! What the way in which a menu is written must not change: an action cut into a nest of copies, a nest of one action, and
//! a share of nothing given back.

use std::collections::BTreeMap;

use pactum::unstable::expression::{Binary, Tree};
use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::{Nest, NestMember, Paid, StageKind, Strategy};
use pactum::unstable::strategy::{Options, Status};

use super::compare::{LIMIT, Verdict, believed, near};
use super::engine::{draws, read};
use crate::interpreter::account::Key;
use crate::interpreter::responses::{confirm_fixed_point, uniform};
use crate::interpreter::walk::walk;
use crate::support::random_numbers::RandomNumbers;
use crate::support::solved_game::SolvedGame;

/// What is solved more closely than by default.
const TOLERANCE: f64 = 1e-13;

/// An action of a choice of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    stage: usize,
    choice: usize,
    action: usize,
}

fn solved(model: &Model, draws: &[Vec<f64>]) -> Result<SolvedGame, Verdict> {
    let options = Options {
        tolerance: TOLERANCE,
        ..Options::default()
    };
    SolvedGame::with(model, draws.to_vec(), &options).map_err(|error| Verdict::Wrong(format!("{error:?}")))
}

/// An action in copies, which stand in a nest, does what it did alone: the first two that nothing names, one by one.
pub(crate) fn copies_in_a_nest_count_as_one(text: &str) -> Result<(), Verdict> {
    if text.contains("best_response") {
        return Err(Verdict::Passed(
            "best responders whose payoffs hardly differ break ties by rounding",
        ));
    }
    let model = read(text).map_err(Verdict::Wrong)?;
    let draws = draws(&model, &[0.3]);
    let mut random = RandomNumbers::new(text.len() as u64);
    let before = solved(&model, &draws)?;
    let mut compared = false;
    for place in unnamed(&model).into_iter().take(2) {
        let (cut, copies) = cut(&model, place, &mut random);
        if walk(&cut, &draws[0], &uniform(&cut), LIMIT).is_none() {
            continue;
        }
        let after = solved(&cut, &draws)?;
        for lane in 0..draws.len() {
            let statuses = [before.solution.status[lane], after.solution.status[lane]];
            if statuses != [Status::Converged; 2] {
                return Err(Verdict::Wrong(format!("draw {lane} with {copies:?}: {statuses:?}")));
            }
            same_results(&before, &after, lane)?;
            same_play(&model, &cut, (place, &copies), [&before, &after], lane)?;
            same_beliefs(&model, &cut, [&before, &after], lane)?;
        }
        let residual = confirm_fixed_point(&cut, &draws[0], &after.profile(&cut, 0), LIMIT);
        near("the residual with copies", residual.expect("it was small enough"), 0.0)?;
        compared = true;
    }
    if compared {
        Ok(())
    } else {
        Err(Verdict::Passed("every action is named, or the game is too large"))
    }
}

/// The actions that nothing else names: no promise, joint effect or payoff.
fn unnamed(model: &Model) -> Vec<Place> {
    let mut found = Vec::new();
    for (stage, described) in model.stages.iter().enumerate() {
        let StageKind::Decision { choices, joint } = &described.kind else {
            continue;
        };
        for (choice, offered) in choices.iter().enumerate() {
            for action in 0..offered.actions.len() {
                let place = Place { stage, choice, action };
                let promised = model.commitments.iter().any(|commitment| {
                    (commitment.stage, commitment.choices.start, commitment.action) == (stage, choice, action)
                });
                let settled = joint.iter().any(|entry| entry.picks[choice] == Some(action));
                let paid = model.terms.iter().any(|term| names(&term.paid, place));
                if !(promised || settled || paid || offered.not_asked == Some(action)) {
                    found.push(place);
                }
            }
        }
    }
    found
}

fn names(paid: &Paid, place: Place) -> bool {
    match *paid {
        Paid::OnAction {
            stage, choice, action, ..
        } => place == Place { stage, choice, action },
        _ => false,
    }
}

/// The model with an action in two or three copies, which stand in a nest, and the numbers of the copies.
fn cut(model: &Model, place: Place, random: &mut RandomNumbers) -> (Model, Vec<usize>) {
    let mut model = model.clone();
    let StageKind::Decision { choices, .. } = &mut model.stages[place.stage].kind else {
        unreachable!("the stage has actions")
    };
    let choice = &mut choices[place.choice];
    let more = 1 + random.below(2);
    let first = choice.actions.len();
    let mut copies = vec![place.action];
    for copy in first..first + more {
        let mut action = choice.actions[place.action].clone();
        action.name = format!("copy_{copy}");
        choice.actions.push(action);
        copies.push(copy);
    }
    // Given probabilities are shared among the copies somehow.
    let shares: &[f64] = match (random.below(2), more) {
        (0, _) => &[1.0, 0.0, 0.0],
        (_, 1) => &[0.75, 0.25],
        _ => &[0.25, 0.25, 0.5],
    };
    match &mut choice.strategy {
        Strategy::Fixed(play) => share(play, place.action, &shares[..=more]),
        Strategy::Rules(rules) => {
            for rule in rules {
                share(&mut rule.play, place.action, &shares[..=more]);
            }
        }
        Strategy::Logit(_) | Strategy::BestResponse => {}
    }
    let multiple = *random.pick(&[1.0, 1.5, 4.0]);
    nest(&mut choice.nests, first, place.action, &copies, multiple);
    (model, copies)
}

fn share(play: &mut Vec<Tree>, action: usize, shares: &[f64]) {
    let whole = play[action].clone();
    let part = |share: f64| match whole {
        Tree::Constant(chance) => Tree::Constant(share * chance),
        _ if share == 0.0 => Tree::Constant(0.0),
        _ => Tree::Binary(Binary::Multiply, Box::new([Tree::Constant(share), whole.clone()])),
    };
    play.extend(shares[1..].iter().map(|&share| part(share)));
    play[action] = part(shares[0]);
}

/// Puts a nest of actions in the place of one. `actions` is the number of actions so far.
fn nest(nests: &mut Vec<Nest>, actions: usize, action: usize, members: &[usize], multiple: f64) {
    let made = |multiple, members| Nest {
        name: String::new(),
        multiple: Tree::Constant(multiple),
        members,
    };
    if nests.is_empty() {
        nests.push(made(1.0, (0..actions).map(NestMember::Action).collect()));
    }
    for member in nests.iter_mut().flat_map(|nest| &mut nest.members) {
        match member {
            NestMember::Action(number) if *number == action => *member = NestMember::Nest(0),
            NestMember::Action(_) => {}
            NestMember::Nest(number) => *number += 1,
        }
    }
    let members = members.iter().map(|&member| NestMember::Action(member)).collect();
    nests.insert(0, made(multiple, members));
}

fn same_results(one: &SolvedGame, other: &SolvedGame, lane: usize) -> Result<(), Verdict> {
    let numbers = |game: &SolvedGame| {
        let exact = &game.exact;
        let all = [&exact.endings, &exact.terms, &exact.measures, &game.solution.regret];
        let all = all.into_iter().flatten();
        all.map(|lanes| lanes[lane]).collect::<Vec<f64>>()
    };
    for (number, (one, other)) in numbers(one).into_iter().zip(numbers(other)).enumerate() {
        near(&format!("draw {lane}, result {number} with copies"), other, one)?;
    }
    Ok(())
}

/// The copies together are taken like the action, all others as before.
fn same_play(
    model: &Model,
    cut: &Model,
    (place, copies): (Place, &[usize]),
    [one, other]: [&SolvedGame; 2],
    lane: usize,
) -> Result<(), Verdict> {
    let mut with_copies = other.profile(cut, lane);
    for (key, before) in one.profile(model, lane) {
        let Some(mut after) = with_copies.remove(&key) else {
            return Err(Verdict::Wrong(format!("{key:?} is lost with copies")));
        };
        if (key.stage, key.choice) == (place.stage, place.choice) {
            after[place.action] = copies.iter().map(|&copy| after[copy]).sum();
        }
        for (before, after) in before.iter().zip(after) {
            near(&format!("draw {lane}, play at {key:?} with {copies:?}"), after, *before)?;
        }
    }
    Ok(())
}

fn beliefs(model: &Model, game: &SolvedGame, lane: usize) -> BTreeMap<(Key, Vec<i32>), f64> {
    let of_set = |(period, key, set)| {
        let states = believed(game, period, set, lane).into_iter();
        let states = states.map(move |(state, chance)| ((Key::clone(&key), state), chance));
        states.collect::<Vec<_>>()
    };
    game.sets(model).into_iter().flat_map(of_set).collect()
}

fn same_beliefs(model: &Model, cut: &Model, [one, other]: [&SolvedGame; 2], lane: usize) -> Result<(), Verdict> {
    let (one, other) = (beliefs(model, one, lane), beliefs(cut, other, lane));
    if !one.keys().eq(other.keys()) {
        return Err(Verdict::Wrong("other states are possible with copies".into()));
    }
    for (at, before) in one {
        near(
            &format!("draw {lane}, the belief at {at:?} with copies"),
            other[&at],
            before,
        )?;
    }
    Ok(())
}

/// Some actions in nests of their own: not a bit of any result is another.
pub(crate) fn a_nest_of_one_action_is_that_action(text: &str) -> Result<(), Verdict> {
    let model = read(text).map_err(Verdict::Wrong)?;
    let mut random = RandomNumbers::new(text.len() as u64);
    let mut wrapped = model.clone();
    for stage in &mut wrapped.stages {
        let StageKind::Decision { choices, .. } = &mut stage.kind else {
            continue;
        };
        for choice in choices {
            let actions = choice.actions.len();
            let action = random.below(actions);
            nest(&mut choice.nests, actions, action, &[action], 3.0);
        }
    }
    same_bits(&model, &wrapped)
}

/// Who gives nothing back takes its own later choices as they are played: not a bit of any result is another.
pub(crate) fn nothing_given_back_is_as_played(text: &str) -> Result<(), Verdict> {
    if text.contains("best_response") {
        return Err(Verdict::Passed("best responders give nothing back"));
    }
    let mut plain = read(text).map_err(Verdict::Wrong)?;
    let mut explicit = plain.clone();
    for (actor, explicit) in plain.actors.iter_mut().zip(&mut explicit.actors) {
        actor.own_later = None;
        explicit.own_later = Some(Tree::Constant(0.0));
    }
    same_bits(&plain, &explicit)
}

fn same_bits(one: &Model, other: &Model) -> Result<(), Verdict> {
    let draws = draws(one, &[0.3]);
    let bits = |model: &Model| {
        let game = SolvedGame::of(model, draws.clone()).map_err(|error| Verdict::Wrong(format!("{error:?}")))?;
        let numbers = [&game.exact.endings, &game.exact.terms, &game.solution.regret].into_iter();
        let numbers = numbers.chain(&game.solution.profile.periods).flatten().flatten();
        Ok(numbers.map(|number| number.to_bits()).collect::<Vec<u64>>())
    };
    if bits(one)? == bits(other)? {
        return Ok(());
    }
    Err(Verdict::Wrong("some bit of the results is another".into()))
}
