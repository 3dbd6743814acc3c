//! Scenarios exported as trees and as Markov chains have the same outcomes and payoffs, for any profile.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;

use pactum::unstable::explore::Limits;
use pactum::unstable::game::{Bound, Game, Names, Play, Profile};
use pactum::unstable::interchange::{
    ExtensiveForm, Form, TooManyNodes, chain, efg, equivalence_notes, extensive_form, import, prism,
};
use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::play::{Exact, exact};
use pactum::unstable::scenario::{Model, read};
use pactum::unstable::source::Sources;
use pactum::unstable::study::{Variant, central};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::meaning::met;
use crate::generator::{Text, scenarios};
use crate::support::file_list::files_below;
use crate::support::game_file::parsed;
use crate::support::random_numbers::RandomNumbers;
use crate::support::scenario::Scenario;

/// The largest tree that is looked at.
const NODES: usize = 20_000;

/// Some play: chance's and bound actors' as it must be, that of all others at random.
fn some_play(bound: &Bound<'_>, random: &mut RandomNumbers) -> Profile {
    let mut profile = Profile::uniform(bound.game);
    for period in 1..=bound.game.periods {
        for set in &bound.game.graphs[bound.game.calendar[period - 1]].information_sets {
            let choices = &mut profile.periods[period - 1][set.first_choice..][..set.actions];
            let weights: Vec<f64> = match &set.play {
                Play::Fixed(chances) => chances.iter().map(|&slot| bound.number(slot, period)[0]).collect(),
                Play::Committed(_) => vec![1.0],
                Play::Logit(_) | Play::BestResponse => choices.iter().map(|_| 0.05 + random.share()).collect(),
            };
            let total: f64 = weights.iter().sum();
            for (choice, weight) in choices.iter_mut().zip(weights) {
                *choice = [weight / total; LANES];
            }
        }
    }
    profile
}

/// What each actor earns, by the exact pass.
fn payoffs(game: &Game, exact: &Exact) -> Vec<f64> {
    let mut payoffs = vec![0.0; game.actors];
    for (term, &actor) in exact.terms.iter().zip(&game.term_actor) {
        payoffs[actor] += term[0];
    }
    payoffs
}

/// The outcome that a label of an exported game names.
fn outcome_of(label: &str, names: &Names) -> usize {
    let fits = |name: &str| match label.strip_prefix(name) {
        Some("") => true,
        Some(rest) => rest
            .strip_prefix('_')
            .is_some_and(|number| number.parse::<u32>().is_ok()),
        None => false,
    };
    let fitting = names.outcomes.iter().enumerate().filter(|(_, name)| fits(name));
    fitting
        .max_by_key(|(_, name)| name.len())
        .expect("some outcome has that name")
        .0
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

/// Compares a written-out game with the exact pass under the same play.
fn compare_tree(bound: &Bound<'_>, names: &Names, unrolled: &ExtensiveForm, profile: &Profile, exact: &Exact) {
    let game = bound.game;
    let text = efg(&unrolled.tree);
    assert!(text.is_ascii());
    let file = parsed(&text);
    assert!(file.warnings.is_empty(), "{:?}", file.warnings);
    let Form::Tree(tree) = &file.form else {
        panic!("it is a tree");
    };
    assert_eq!(tree.sets.len(), unrolled.sets.len());
    let play: Vec<Vec<f64>> = unrolled
        .sets
        .iter()
        .map(|&(period, set)| {
            let set = &game.graphs[game.calendar[period - 1]].information_sets[set];
            let choices = &profile.periods[period - 1][set.first_choice..][..set.actions];
            choices.iter().map(|choice| choice[0]).collect()
        })
        .collect();
    let mut outcomes = vec![0.0; tree.outcomes.len()];
    met(tree, &play, 0, 1.0, &mut outcomes);
    let mut by_name = vec![0.0; game.outcomes];
    let mut earned = vec![0.0; game.actors];
    for (outcome, reach) in tree.outcomes.iter().zip(outcomes) {
        by_name[outcome_of(&outcome.label, names)] += reach;
        for (earned, payoff) in earned.iter_mut().zip(&outcome.payoffs) {
            *earned += reach * payoff.value();
        }
    }
    for (found, exact) in by_name.iter().zip(&exact.outcomes) {
        assert!(near(*found, exact[0]), "{found} for {}", exact[0]);
    }
    for (found, exact) in earned.iter().zip(payoffs(game, exact)) {
        assert!(near(*found, exact), "{found} for {exact}");
    }
    import(file).expect("a game in periods has an order of time");
}

/// Compares the Markov chain with the exact pass under the same play.
fn compare_chain(bound: &Bound<'_>, names: &Names, profile: &Profile, exact: &Exact) {
    let chain = chain(bound, names, profile);
    let mut reach = vec![0.0; chain.transitions.len()];
    reach[0] = 1.0;
    let first_ending = chain.transitions.len() - chain.endings.len();
    for state in 0..first_ending {
        let total: f64 = chain.transitions[state].iter().map(|(_, chance)| chance).sum();
        assert!((total - 1.0).abs() < 1e-12, "{total}");
        for &(to, chance) in &chain.transitions[state] {
            assert!(to > state, "chains lead forward");
            reach[to] += reach[state] * chance;
        }
    }
    assert!(reach.iter().all(|&reach| reach > 0.0), "every state is reached");
    for (name, exact) in names.outcomes.iter().zip(&exact.outcomes) {
        let ending = chain.endings.iter().find(|(other, _)| other == name);
        let found = ending.map_or(0.0, |(_, state)| reach[*state]);
        assert_eq!(ending.is_none(), chain.never.contains(name));
        assert!(near(found, exact[0]), "{found} for {}", exact[0]);
    }
    for ((_, rewards), exact) in chain.rewards.iter().zip(payoffs(bound.game, exact)) {
        let found: f64 = rewards.iter().zip(&reach).map(|(reward, reach)| reward * reach).sum();
        assert!(near(found, exact), "{found} for {exact}");
    }
    for (ending, text) in prism(&chain, "a chain") {
        assert!(text.is_ascii() && !text.is_empty(), "{ending}");
    }
}

/// Whether the tree was small enough to be compared.
fn compare(variant: &Variant, random: &mut RandomNumbers) -> Option<bool> {
    let bound = central(variant).ok()?;
    let names = &variant.explored.names;
    let profile = some_play(&bound, random);
    let exact = exact(&bound, &profile);
    compare_chain(&bound, names, &profile, &exact);
    match extensive_form(&bound, names, NODES) {
        Err(TooManyNodes(size)) => {
            assert!(size > NODES as f64);
            Some(false)
        }
        Ok(unrolled) => {
            let size = unrolled.tree.nodes.len();
            assert_eq!(extensive_form(&bound, names, size - 1), Err(TooManyNodes(size as f64)));
            assert!(!equivalence_notes(&bound, names, &unrolled).is_empty());
            compare_tree(&bound, names, &unrolled, &profile, &exact);
            Some(true)
        }
    }
}

fn explored(name: &str, model: Model) -> Variant {
    Variant::new(name, model, &Limits::default()).expect("the file is sound")
}

#[test]
fn exports_of_shipped_scenarios_have_the_same_results() {
    let mut random = RandomNumbers::new(3);
    let mut compared = [0, 0];
    let files = [
        files_below("scenarios", "toml"),
        files_below("tests/interchange/scenarios", "toml"),
    ];
    // Files that extend the main scenario have larger games of the same kind.
    let extends = |file: &PathBuf| fs::read_to_string(file).expect("it is a text").contains("\nextends = ");
    for file in files.concat().into_iter().filter(|file| !extends(file)) {
        let mut models = Scenario::load(&file).models();
        // What is counted has no extensive form.
        models.retain(|(_, model)| model.actors.iter().all(|actor| actor.group.is_none()));
        for (name, model) in models {
            let small = compare(&explored(&name, model), &mut random).expect("its nominal values are sound");
            compared[usize::from(small)] += 1;
        }
    }
    assert!(compared[0] >= 3 && compared[1] >= 20, "{compared:?}");
}

#[test]
fn exports_of_random_scenarios_have_the_same_results() {
    let config = Config {
        cases: 300,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let compared = RefCell::new([0, 0]);
    let outcome = runner.run(&scenarios(), |Text(text)| {
        let mut sources = Sources::new();
        let Ok(document) = read(&text, "random.toml", &mut sources) else {
            return Ok(());
        };
        let Ok((model, _)) = document.model("base", &[], &mut sources) else {
            return Ok(());
        };
        let Ok(variant) = Variant::new("base", model, &Limits::default()) else {
            return Ok(());
        };
        if let Some(small) = compare(&variant, &mut RandomNumbers::new(text.len() as u64)) {
            compared.borrow_mut()[usize::from(small)] += 1;
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let compared = compared.borrow();
    assert!(compared[1] >= 100, "{compared:?}");
}
