//! An imported game has the payoffs and probabilities of its tree, for any profile.

use pactum::unstable::game::{Bound, Game, Play, Profile};
use pactum::unstable::interchange::{Form, Imported, Kind, Tree, import, parse};
use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::play::exact;
use pactum::unstable::source::{Code, Sources};
use pactum::unstable::strategy::{Options, Reachable, Status, solve};

use super::random_tree::{self, tree};
use crate::support::game_file::parsed;
use crate::support::random_numbers::RandomNumbers;

pub(crate) fn imported(text: &str) -> Imported {
    import(parsed(text)).unwrap_or_else(|found| panic!("{found:?}\n{text}"))
}

/// The code of what keeps a text from being a game that can be solved.
pub(crate) fn refused(text: &str) -> Option<Code> {
    let mut sources = Sources::new();
    let source = sources.add("game", text);
    let found = parse(source, text).and_then(import).err()?;
    Some(found.all()[0].code)
}

/// A random profile, as probabilities by set of the file, and as the game has it.
pub(crate) fn profile(random: &mut RandomNumbers, imported: &Imported) -> (Vec<Vec<f64>>, Profile) {
    let mut by_rank = vec![Vec::new(); imported.tree.sets.len()];
    let mut profile = Profile::uniform(&imported.game);
    for (set, name) in imported.game.graphs[0].information_sets.iter().zip(&imported.sets) {
        let weights: Vec<f64> = (0..set.actions).map(|_| 0.1 + random.share()).collect();
        let total: f64 = weights.iter().sum();
        for (action, weight) in weights.iter().enumerate() {
            profile.periods[0][set.first_choice + action] = [weight / total; LANES];
        }
        by_rank[name.rank] = weights.iter().map(|weight| weight / total).collect();
    }
    (by_rank, profile)
}

/// With which chance each outcome is met from a node on: read off the tree alone.
pub(crate) fn met(tree: &Tree, play: &[Vec<f64>], node: usize, reach: f64, outcomes: &mut [f64]) {
    if let Some(outcome) = tree.nodes[node].outcome {
        outcomes[outcome] += reach;
    }
    for (action, child) in tree.children(node).enumerate() {
        let chance = match tree.nodes[node].kind {
            Kind::Chance(set) => tree.chances[set].chances[action].value(),
            Kind::Decision(set) => play[set][action],
            Kind::End => unreachable!("an end has no children"),
        };
        met(tree, play, child, reach * chance, outcomes);
    }
}

/// What each player may expect.
pub(crate) fn expected(tree: &Tree, play: &[Vec<f64>]) -> Vec<f64> {
    let mut outcomes = vec![0.0; tree.outcomes.len()];
    met(tree, play, 0, 1.0, &mut outcomes);
    let mut payoffs = vec![0.0; tree.players.len()];
    for (outcome, reach) in tree.outcomes.iter().zip(outcomes) {
        for (payoff, paid) in payoffs.iter_mut().zip(&outcome.payoffs) {
            *payoff += reach * paid.value();
        }
    }
    payoffs
}

pub(crate) fn in_order(game: &Game) {
    let graph = &game.graphs[0];
    let nodes = graph.nodes.len();
    for layer in &graph.layers {
        for node in layer.nodes.clone() {
            for edge in &graph.edges[graph.edges_of(node)] {
                let to = edge.to as usize;
                assert!(to >= layer.nodes.end, "edges lead to later layers");
                assert!(to < nodes + 1 + game.leaves.len());
            }
        }
    }
    let covered: Vec<usize> = graph.layers.iter().flat_map(|layer| layer.nodes.clone()).collect();
    assert_eq!(covered, (0..nodes).collect::<Vec<_>>());
    for set in &graph.information_sets {
        assert!(matches!(set.play, Play::Logit(_)));
        for node in set.nodes.clone() {
            assert_eq!(graph.nodes[node].edges as usize, set.actions);
        }
    }
}

#[test]
fn payoffs_are_those_of_the_tree() {
    let mut random = RandomNumbers::new(1);
    let kind = random_tree::Kind {
        nodes: 60,
        forgetful: false,
    };
    for _ in 0..300 {
        let imported = imported(&tree(&mut random, kind));
        in_order(&imported.game);
        let (play, profile) = profile(&mut random, &imported);
        let payoffs = expected(&imported.tree, &play);
        let bound = Bound::new(&imported.game, &[vec![1.0]]);
        let found = exact(&bound, &profile);
        for (term, payoff) in found.terms.iter().zip(&payoffs) {
            assert!((term[0] - payoff).abs() < 1e-9, "{} for {payoff}", term[0]);
        }
        let total: f64 = found.outcomes.iter().map(|outcome| outcome[0]).sum();
        assert!((total - 1.0).abs() < 1e-12);
    }
}

#[test]
fn forgetful_trees_are_solved_or_refused_with_a_reason() {
    let mut random = RandomNumbers::new(2);
    let kind = random_tree::Kind {
        nodes: 40,
        forgetful: true,
    };
    let mut seen = [0; 2];
    for _ in 0..300 {
        let text = tree(&mut random, kind);
        match refused(&text) {
            None => {
                seen[0] += 1;
                in_order(&imported(&text).game);
            }
            Some(Code::SetTwiceOnPath) => {
                seen[1] += 1;
                assert!(meets_twice(&text), "{text}");
            }
            Some(code) => panic!("{code:?}\n{text}"),
        }
    }
    assert!(seen.iter().all(|&count| count > 10), "{seen:?}");
}

/// Whether some path meets a set twice: followed node by node.
fn meets_twice(text: &str) -> bool {
    fn walk(tree: &Tree, node: usize, met: &[usize]) -> bool {
        let mut met = met.to_vec();
        if let Kind::Decision(set) = tree.nodes[node].kind {
            if met.contains(&set) {
                return true;
            }
            met.push(set);
        }
        tree.children(node).any(|child| walk(tree, child, &met))
    }
    let Form::Tree(tree) = parsed(text).form else {
        panic!("it is a tree");
    };
    walk(&tree, 0, &[])
}

#[test]
fn a_game_may_be_over_before_it_begins() {
    let imported = imported("EFG 2 R \"t\" { \"A\" \"B\" } t \"\" 1 \"x\" { 3 -1/2 }");
    let bound = Bound::new(&imported.game, &[vec![1.0]]);
    let found = exact(&bound, &Profile::uniform(&imported.game));
    assert_eq!((found.terms[0][0], found.terms[1][0]), (3.0, -0.5));
    assert_eq!(found.outcomes[0][0], 1.0);
    assert_eq!(refused("EFG 2 R \"t\" { } t \"\" 0"), Some(Code::NobodyPlays));
}

/// Logit equilibria of the inspection game, from both forms.
#[test]
fn the_inspection_game_has_its_equilibrium() {
    let table = include_str!("../../../scenarios/games/inspection.nfg");
    let form = parsed(table).form;
    let Form::Table(as_table) = &form else {
        panic!("it is a table");
    };
    let as_tree = pactum::unstable::interchange::efg(&as_table.to_tree());
    for text in [table, &as_tree] {
        let imported = imported(text);
        let reachable = Reachable::of(&imported.game);
        for (lambda, violate, inspect) in [
            (0.5, 0.290_836, 0.556_530),
            (1.0, 0.190_982, 0.488_729),
            (2.0, 0.148_698, 0.374_485),
        ] {
            let bound = Bound::new(&imported.game, &[vec![lambda]]);
            let solution = solve(&bound, &reachable, &Options::default());
            assert_eq!(solution.status[0], Status::Converged);
            let play = |player: usize| {
                let sets = imported.game.graphs[0].information_sets.iter();
                let set = sets.clone().find(|set| set.actor == player).expect("it moves");
                solution.profile.periods[0][set.first_choice + 1][0]
            };
            assert!((play(0) - violate).abs() < 1e-6, "{}", play(0));
            assert!((play(1) - inspect).abs() < 1e-6, "{}", play(1));
        }
    }
}
