//! Reported beliefs follow Bayes' rule.

use super::{Belief, Beliefs};
use crate::game::{Bound, CertainBranch, Game, LayerKind, Names, Profile};
use crate::play::fixtures::full_game::full_game;
use crate::play::fixtures::{EdgeSpec, GameBuilder, GraphBuilder, Target, lopsided, two_hazards, two_types};
use crate::play::{BeliefsAfterEvents, Events, Observers, exact_observed};

fn observe<'a>(observers: &'a Observers<'a>, bound: &'a Bound<'a>, profile: &'a Profile) -> (Beliefs<'a>, Vec<Belief>) {
    let mut beliefs = Beliefs::new(observers, bound, profile);
    let mut each = Vec::new();
    exact_observed(bound, profile, |now| {
        beliefs.observe(now.period, now.reach, |belief| each.push(*belief));
    });
    (beliefs, each)
}

fn in_hazard(game: &Game) -> Vec<f64> {
    let observers = Observers::new(game);
    assert_eq!(observers.questions().len(), 1);
    let bound = Bound::new(game, &[Vec::new()]);
    let profile = Profile::uniform(game);
    let (beliefs, each) = observe(&observers, &bound, &profile);
    let question = &observers.questions()[0];
    assert_eq!((question.observer, question.about), (1, 0));
    assert!(each.iter().all(|belief| belief.lane == 0));
    (1..=game.periods)
        .map(|period| {
            let (sum, mass) = beliefs.sum_of_all(period, question, 0);
            sum[0] / mass[0]
        })
        .collect()
}

#[test]
fn survival_raises_the_belief_in_the_lesser_hazard() {
    let beliefs = in_hazard(&two_hazards(21, 0.4).game);
    assert!((beliefs[0] - 0.4).abs() < 1e-15);
    assert!((beliefs[20] - 0.122_083).abs() < 5e-7);
}

#[test]
fn an_observer_reasons_from_its_own_prior() {
    let beliefs = in_hazard(&two_hazards(3, 0.8).game);
    let (risky, safe) = (0.8 * 0.92 * 0.92, 0.2 * 0.995 * 0.995);
    assert!((beliefs[2] - risky / (risky + safe)).abs() < 1e-15);
    assert_eq!(in_hazard(&two_hazards(3, 0.0).game), [0.0; 3]);
}

#[test]
fn beliefs_of_those_who_hold_the_true_prior_are_right_on_average() {
    let builder = full_game(6);
    let bound = Bound::new(&builder.game, &[vec![0.3], vec![0.9]]);
    let observers = Observers::new(&builder.game);
    let profile = lopsided(&builder.game);
    let (beliefs, each) = observe(&observers, &bound, &profile);
    // Actors 0 and 1 are asked about each other, actor 2 about both.
    assert_eq!(observers.questions().len(), 4);
    for question in observers.questions().iter().filter(|question| question.observer != 2) {
        for period in 1..=6 {
            for value in 0..2 {
                let (sum, _) = beliefs.sum_of_all(period, question, value);
                let (_, mass) = beliefs.sum(period, question, value, value);
                assert!((sum[1] - mass[1]).abs() < 1e-15);
            }
        }
    }
    for (number, question) in observers.questions().iter().enumerate() {
        let (sum, mass) = beliefs.sum(4, question, 1, 0);
        let same = |belief: &&Belief| {
            (belief.period, belief.question, belief.truth, belief.believed) == (4, number, 1, 0) && belief.lane == 1
        };
        let (mut sum_of_each, mut mass_of_each) = (0.0, 0.0);
        for belief in each.iter().filter(same) {
            sum_of_each += belief.belief * belief.weight;
            mass_of_each += belief.weight;
        }
        assert!((sum[1] - sum_of_each).abs() < 1e-15 && (mass[1] - mass_of_each).abs() < 1e-15);
    }
}

/// The observer is sure of the first of the two hazards, but sees what only the other can bring about.
#[test]
fn excluded_types_are_believed_once_they_are_observed() {
    let mut builder = two_hazards(3, 1.0);
    builder.game.period_states[1].views[1] = 1;
    // A period state that no game reaches leaves it in doubt which of them the observer faces.
    builder.game.period_states.push(builder.game.period_states[0].clone());
    builder.game.period_states[2].views[1] = 1;
    for graph in &mut builder.game.graphs {
        graph.entry.push(None);
        graph.entry_delivers.push(0);
    }
    let observers = Observers::new(&builder.game);
    let bound = Bound::new(&builder.game, &[Vec::new()]);
    let profile = Profile::uniform(&builder.game);
    let mut beliefs = Beliefs::new(&observers, &bound, &profile);
    beliefs.observe(1, &[[0.0; 8], [0.5; 8], [0.0; 8]], |_| ());
    let question = &observers.questions()[0];
    assert_eq!(beliefs.sum(1, question, 1, 1).0, [0.6 * 0.5; 8]);
    assert_eq!(beliefs.sum(1, question, 1, 0).0, [0.0; 8]);
}

/// Chance sounds an alarm, stays quiet or ends the game; how likely, depends on the type of actor 0. Actor 1 hears it.
fn alarm() -> GameBuilder {
    let mut builder = two_types(2, 0.4);
    let mut graph = GraphBuilder::default();
    graph.layer(0, None, LayerKind::Effect);
    for (type_profile, chances) in [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]].into_iter().enumerate() {
        let [loud, quiet, crash] = chances.map(|chance| builder.number(chance));
        let heard =
            [1, 0].map(|heard| builder.period_state(type_profile, 0, 0, &[type_profile as u32 * 2 + heard, heard]));
        let leaf = builder.leaf(type_profile, 1, 0);
        let edges = [
            EdgeSpec(Target::PeriodState(heard[0]), loud, 0),
            EdgeSpec(Target::PeriodState(heard[1]), quiet, 0),
            EdgeSpec(Target::Leaf(leaf), crash, 0),
        ];
        let node = graph.node(type_profile, &edges);
        graph
            .entries
            .extend(heard.map(|period_state| (period_state, Target::Node(node))));
        builder.begin(type_profile, heard[1]);
    }
    builder.graph(graph);
    let names = ["alarm", "", "crash"].map(str::to_owned);
    builder.names.branches = vec![[names.clone(), names].concat()];
    builder
}

/// The belief of actor 1 in the first type of actor 0 after each event, and how often each happens in games that go on.
fn after_events(game: &Game, names: &Names) -> Vec<(String, f64, f64)> {
    let (observers, events) = (Observers::new(game), Events::of(game, names));
    let bound = Bound::new(game, &[Vec::new()]);
    let profile = Profile::uniform(game);
    let mut beliefs = Beliefs::new(&observers, &bound, &profile);
    let mut aftermath = BeliefsAfterEvents::new(&observers, &events, &bound, &profile);
    exact_observed(&bound, &profile, |now| {
        beliefs.observe(now.period, now.reach, |_| ());
        aftermath.observe(now, &beliefs);
    });
    let question = &observers.questions()[0];
    let list = events.list().iter().enumerate();
    let found = list.map(|(number, event)| {
        let of = |believed| {
            let by_truth = (0..2).map(|truth| aftermath.sum(number, question, truth, believed)[0]);
            by_truth.sum::<f64>()
        };
        let times = of(0) + of(1);
        (event.name.clone(), of(0) / times, times)
    });
    found.collect()
}

#[test]
fn beliefs_after_an_alarm_follow_bayes_rule() {
    let builder = alarm();
    let found = after_events(&builder.game, &builder.names);
    let (name, belief, times) = &found[0];
    let (first, second) = (0.4 * 0.7, 0.6 * 0.1);
    assert_eq!((found.len(), name.as_str()), (2, "alarm"));
    assert!((belief - first / (first + second)).abs() < 1e-15);
    assert!((times - (first + second)).abs() < 1e-15);
}

#[test]
fn nobody_believes_anything_after_the_game_is_over() {
    let builder = alarm();
    let (name, _, times) = &after_events(&builder.game, &builder.names)[1];
    assert_eq!((name.as_str(), *times), ("crash", 0.0));
}

/// A certain branch needs no draw, and is an event all the same.
#[test]
fn certain_branches_are_events() {
    let mut builder = alarm();
    let sure = |name: &str| CertainBranch {
        stage: 1,
        actor: None,
        number: 0,
        name: name.to_owned(),
    };
    let first_alarm = builder.game.graphs[0].edges_of(0).start;
    builder.names.certain_on_edges = vec![vec![(first_alarm, sure("after an alarm"))]];
    let from_quiet = |type_profile: usize| (2 * type_profile + 1, sure("from quiet"));
    builder.names.certain_at_entry = vec![vec![from_quiet(0), from_quiet(1)]];
    let mut found = after_events(&builder.game, &builder.names);
    let (alarm, quiet) = (found.remove(0), found.split_off(1));
    assert_eq!((alarm.0.as_str(), found[0].0.as_str()), ("alarm", "crash"));
    for (name, _, times) in &quiet {
        let expected = match name.as_str() {
            "after an alarm" => 0.4 * 0.7,
            _ => 0.9,
        };
        assert!((times - expected).abs() < 1e-15, "{name}: {times}");
    }
}
