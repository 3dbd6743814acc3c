//! Trust in commitments has the values computed by hand.

use super::trust::{Trust, Trusted};
use crate::game::{
    Bound, CommitmentInfo, Factor, Game, LayerKind, Occasion, Play, PrivateAttribute, Profile, StartTo, TypeProfile,
};
use crate::play::fixtures::{EdgeSpec, GameBuilder, GraphBuilder, Target, two_types};
use crate::play::{Compliance, Observers, exact_observed};

/// How likely actor 0 is honest, and how likely its promise binds.
const HONEST: f64 = 0.25;
const BINDS: f64 = 0.3;

/// Actor 0 promises its first action; honest or not, and bound or not, it is asked with these chances. Free, it keeps
/// its promise if and only if it is honest. Actor 1 sees nothing.
fn promise(asked: [f64; 2]) -> GameBuilder {
    let mut builder = two_types(1, HONEST);
    builder.game.attributes.push(PrivateAttribute {
        actor: 0,
        commitment: Some(0),
        size: 2,
        composition: false,
    });
    builder.game.commitments = vec![CommitmentInfo {
        actor: 0,
        delivers: None,
    }];
    let binding = [1.0 - BINDS, BINDS].map(|chance| builder.number(chance));
    let kinds = std::mem::take(&mut builder.game.type_profiles);
    for (type_profile, kind, bound) in [(0, 0, 0), (1, 0, 1), (2, 1, 0), (3, 1, 1)] {
        let mut factors = kinds[kind].factors.clone();
        let chance = binding[bound];
        for prior in &mut factors {
            prior.push(Factor { chance, options: 2 });
        }
        let values = vec![kind, bound];
        builder.game.type_profiles.push(TypeProfile { values, factors });
        builder.period_state(type_profile, 0, 0, &[type_profile as u32, 0]);
        builder.ending(type_profile, Vec::new(), StartTo::PeriodState(type_profile));
    }
    let graph = ask(&mut builder, asked);
    builder.graph(graph);
    builder
}

/// Nodes by type profile: who is asked, then who decides.
fn ask(builder: &mut GameBuilder, asked: [f64; 2]) -> GraphBuilder {
    let mut graph = GraphBuilder::default();
    graph.layer(0, Some(0), LayerKind::Opportunity);
    for type_profile in 0..4 {
        let chance = asked[type_profile / 2];
        let [yes, no] = [chance, 1.0 - chance].map(|chance| builder.number(chance));
        let edges = [
            EdgeSpec(Target::Node(4 + type_profile), yes, 0),
            EdgeSpec(Target::PeriodState(type_profile), no, 0),
        ];
        let node = graph.node(type_profile, &edges);
        graph.entries.push((type_profile, Target::Node(node)));
    }
    graph.layer(0, Some(0), LayerKind::Choice);
    let row = builder.row(0, 0, 2);
    let [sure, never] = [1.0, 0.0].map(|chance| builder.number(chance));
    for type_profile in 0..4 {
        let bound = type_profile % 2 == 1;
        let play = match type_profile {
            0 => Play::Fixed(vec![sure, never]),
            2 => Play::Fixed(vec![never, sure]),
            _ => Play::Committed(0),
        };
        let occasion = Occasion {
            commitment: 0,
            promised: Some(0),
            available: true,
            bound,
        };
        let to = EdgeSpec(Target::PeriodState(type_profile), sure, 0);
        graph.set(row, play, Some(occasion), &[(type_profile, &[to, to])]);
    }
    graph
}

/// The profile in which the promise is kept by all but those who are neither honest nor bound.
fn play(game: &Game) -> Profile {
    let mut profile = Profile::uniform(game);
    let choices = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0];
    profile.periods[0] = choices.map(|chance| [chance; 8]).to_vec();
    profile
}

/// What actor 1 thinks of the promise in each type profile, and what is done about it: type profile × kind of compliance.
fn trusted(asked: [f64; 2]) -> (Vec<Trusted>, Vec<f64>) {
    let builder = promise(asked);
    let observers = Observers::new(&builder.game);
    let bound = Bound::new(&builder.game, &[Vec::new()]);
    let profile = play(&builder.game);
    let mut trust = Trust::new(&observers, &bound, &profile);
    let mut all = Vec::new();
    let exact = exact_observed(&bound, &profile, |now| {
        trust.observe(now.period, now.reach, |trusted| all.push(*trusted));
    });
    (all, exact.compliance.iter().map(|chance| chance[0]).collect())
}

#[test]
fn a_promise_is_trusted_as_far_as_it_binds_or_is_made_by_the_honest() {
    let (all, _) = trusted([1.0, 1.0]);
    assert_eq!(all.len(), 4);
    for trusted in all {
        assert!((trusted.belief.unwrap() - (BINDS + (1.0 - BINDS) * HONEST)).abs() < 1e-15);
    }
}

/// The honest are asked half as often, so that to be asked speaks against the promise.
#[test]
fn trust_is_given_that_the_promise_has_an_occasion() {
    let (all, _) = trusted([0.5, 1.0]);
    let (honest, others) = (HONEST * 0.5, 1.0 - HONEST);
    for trusted in &all {
        let belief = (honest + others * BINDS) / (honest + others);
        assert!((trusted.belief.unwrap() - belief).abs() < 1e-15);
    }
    let occasions: f64 = all.iter().map(|trusted| trusted.occasions).sum();
    let honours: f64 = all.iter().map(|trusted| trusted.honours).sum();
    assert!((occasions - (honest + others)).abs() < 1e-15);
    assert!((honours - (honest + others * BINDS)).abs() < 1e-15);
}

#[test]
fn compliance_is_counted_by_type_profile() {
    let (_, compliance) = trusted([0.5, 1.0]);
    let done = |type_profile: usize, kind: Compliance| compliance[type_profile * Compliance::ALL.len() + kind as usize];
    let free = 1.0 - BINDS;
    let wanted = [
        (0, Compliance::HonouredFree, HONEST * free * 0.5),
        (1, Compliance::HonouredBound, HONEST * BINDS * 0.5),
        (2, Compliance::Reneged, (1.0 - HONEST) * free),
        (3, Compliance::HonouredBound, (1.0 - HONEST) * BINDS),
    ];
    for (type_profile, kind, chance) in wanted {
        assert!((done(type_profile, kind) - chance).abs() < 1e-15, "{kind:?}");
    }
    let all: f64 = wanted.iter().map(|(_, _, chance)| chance).sum();
    assert!((compliance.iter().sum::<f64>() - all).abs() < 1e-15);
}
