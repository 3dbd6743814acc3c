//! Models with nests and own later choices put in, and the ways of solving them.

use pactum::unstable::explore::{Limits, explore};
use pactum::unstable::expression::Tree;
use pactum::unstable::numeric::math::max;
use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::{Nest, NestMember, StageKind, Strategy};
use pactum::unstable::strategy::{BranchMethod, Options, Status};

use crate::comparison::engine::{draws, read};
use crate::generator::{Text, open_ended, scenarios};
use crate::random_scenarios::runner;
use crate::support::files::text;
use crate::support::scenario::Scenario;
use crate::support::solved_game::{SolvedGame, nominal};
use proptest::strategy::{Strategy as Generator, ValueTree};

/// Puts the first actions of every logit choice in nests; actors who only choose so give back a share of their regret.
pub(crate) fn put_in_nests_and_own_later(model: &mut Model) {
    let mut errs = vec![true; model.actors.len()];
    for stage in &mut model.stages {
        let StageKind::Decision { choices, .. } = &mut stage.kind else {
            continue;
        };
        for choice in choices {
            match choice.strategy {
                Strategy::Logit(_) => choice.nests = nests(choice.actions.len()),
                Strategy::BestResponse => errs[choice.actor] = false,
                Strategy::Fixed(_) | Strategy::Rules(_) => {}
            }
        }
    }
    for (actor, _) in model.actors.iter_mut().zip(errs).filter(|(_, errs)| *errs) {
        actor.own_later = Some(Tree::Constant(0.7));
    }
}

/// The first two actions in a nest, that and the third in another, and the rest of the menu.
fn nests(actions: usize) -> Vec<Nest> {
    let inner = actions.min(2);
    let mut nests = vec![nest(2.0, (0..inner).map(NestMember::Action).collect())];
    for multiple in [1.5, 1.0] {
        let held: usize = nests.iter().map(|nest| nest.members.len()).sum::<usize>() + 1 - nests.len();
        let rest = held..if multiple > 1.0 { actions.min(3) } else { actions };
        let last = NestMember::Nest(nests.len() - 1);
        let members = std::iter::once(last).chain(rest.map(NestMember::Action));
        nests.push(nest(multiple, members.collect()));
    }
    nests
}

fn nest(multiple: f64, members: Vec<NestMember>) -> Nest {
    Nest {
        name: String::new(),
        multiple: Tree::Constant(multiple),
        members,
    }
}

/// Solves a model by two ways, each closely; how far the two profiles are apart, `None` where one is no solution.
fn apart(model: &Model, points: &[Vec<f64>], methods: [BranchMethod; 2]) -> Option<f64> {
    let [one, other] = methods.map(|method| {
        let options = Options {
            tolerance: 1e-13,
            method,
            ..Options::default()
        };
        SolvedGame::with(model, points.to_vec(), &options).expect("it is sound")
    });
    let converged = |game: &SolvedGame| {
        game.solution.status[..points.len()]
            .iter()
            .all(|s| *s == Status::Converged)
    };
    let plays = |game: &SolvedGame| game.solution.profile.periods.concat();
    let far = plays(&one)
        .into_iter()
        .flatten()
        .zip(plays(&other).into_iter().flatten());
    let far = far.fold(0.0, |far, (one, other)| max(far, (one - other).abs()));
    (converged(&one) && converged(&other)).then_some(far)
}

/// Solves random scenarios by sweeps and by arc length; `model_of` gives the model of those that count.
fn both_agree(
    scenarios: &impl Generator<Value = Text>,
    (seed, count, least): (u8, usize, usize),
    model_of: impl Fn(&str) -> Option<Model>,
) {
    let mut runner = runner(1, seed);
    let (mut compared, mut lost) = (0, Vec::new());
    for _ in 0..count {
        let Text(text) = scenarios.new_tree(&mut runner).expect("it can be made").current();
        if text.contains("best_response") || !text.contains("logit") {
            continue;
        }
        let Some(model) = model_of(&text) else { continue };
        let points = draws(&model, &[0.6]);
        match apart(&model, &points, [BranchMethod::FineSteps, BranchMethod::ArcLength]) {
            Some(far) if far < 1e-9 => compared += 1,
            far => lost.push((far, text)),
        }
    }
    let first = lost.first();
    assert!(first.is_none(), "{} of {compared}, first {first:?}", lost.len());
    assert!(compared > least, "{compared}");
}

#[test]
fn sweeps_and_arc_lengths_agree_with_nests_and_own_later_choices() {
    both_agree(&scenarios(), (11, 250, 100), |text| {
        let mut model = read(text).expect("it is sound");
        if !text.contains("nests = ") {
            put_in_nests_and_own_later(&mut model);
        }
        Some(model)
    });
}

#[test]
fn sweeps_and_arc_lengths_agree_where_play_goes_on() {
    both_agree(&open_ended(), (15, 120, 30), |text| {
        let mut model = read(text).expect("it is sound");
        // Elsewhere play beyond the last period meets a new set.
        explore(&model, &Limits::default()).ok()?;
        if !text.contains("nests = ") && !text.contains("own_later") {
            put_in_nests_and_own_later(&mut model);
        }
        Some(model)
    });
}

#[test]
fn a_large_game_is_solved_alike_by_sweeps_and_by_arc_length() {
    for name in ["scenarios/strike.toml", "scenarios/classics/joint_resolve.toml"] {
        let (_, mut model) = Scenario::read(&text(name)).models().swap_remove(0);
        put_in_nests_and_own_later(&mut model);
        let nominal = vec![nominal(&model)];
        for method in [BranchMethod::Adaptive, BranchMethod::FineSteps] {
            let far = apart(&model, &nominal, [method, BranchMethod::ArcLength]);
            assert!(far.is_some_and(|far| far < 1e-9), "{name} by {method:?}: {far:?}");
        }
    }
}
