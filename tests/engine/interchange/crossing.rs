//! Games whose information sets have no order of time, because two of them cross: judged by the tree alone.

use std::sync::atomic::AtomicBool;

use pactum::GameTree;
use pactum::unstable::game::{Bound, Part, Profile};
use pactum::unstable::interchange::{Form, Imported, Kind, Tree, efg};
use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::numeric::math::{exp, logistic, max};
use pactum::unstable::numeric::path_following::Branch;
use pactum::unstable::play::exact;
use pactum::unstable::strategy::{
    ActionValues, BranchMethod, Derivatives, Options, PrincipalBranch, Reachable, Recall, Solution, Status,
    action_values, best_response_value, derivatives, solve,
};

use super::meaning::{expected, imported, in_order, profile, refused};
use super::random_tree::{self, forest, tree};
use crate::support::files::{project, text};
use crate::support::game_file::parsed;
use crate::support::random_numbers::RandomNumbers;

/// Whether some set stands in several layers.
fn crosses(imported: &Imported) -> bool {
    let mut sets = imported.game.graphs[0].information_sets.iter();
    sets.any(|set| matches!(set.part, Part::First(_)))
}

/// A random game of about that many nodes whose sets cross.
fn crossing(random: &mut RandomNumbers, nodes: usize) -> Imported {
    some(|| tree(random, random_tree::Kind { nodes, forgetful: true }))
}

/// The first of these games that can be solved and whose sets cross.
fn some(mut text: impl FnMut() -> String) -> Imported {
    loop {
        let text = text();
        if refused(&text).is_none() {
            let imported = imported(&text);
            if crosses(&imported) {
                return imported;
            }
        }
    }
}

/// The play in the first lane, by set of the tree.
fn by_rank(imported: &Imported, profile: &Profile) -> Vec<Vec<f64>> {
    let mut play = vec![Vec::new(); imported.tree.sets.len()];
    for (set, name) in imported.game.graphs[0].information_sets.iter().zip(&imported.sets) {
        let choices = &profile.periods[0][set.first_choice..][..set.actions];
        play[name.rank] = choices.iter().map(|choice| choice[0]).collect();
    }
    play
}

/// Solves a game at a precision.
fn solved(imported: &Imported, precision: f64, options: &Options) -> Solution {
    let bound = Bound::new(&imported.game, &[vec![precision]]);
    let solution = solve(&bound, &Reachable::of(&imported.game), options);
    assert_eq!(solution.status[0], Status::Converged);
    solution
}

/// What the tree says about a set under a play.
#[derive(Clone, Debug, Default)]
struct AtSet {
    /// With which chance it is met.
    reach: f64,
    /// For each action, what follows it for the player who moves, times the chance that it is met.
    sums: Vec<f64>,
}

/// Walks through the tree from a node that is met with a chance: what each player may expect there, and in `sets` what it
/// may expect of each action.
fn walk(tree: &Tree, play: &[Vec<f64>], node: usize, reach: f64, sets: &mut [AtSet]) -> Vec<f64> {
    let own: Vec<f64> = match tree.nodes[node].outcome {
        Some(outcome) => tree.outcomes[outcome]
            .payoffs
            .iter()
            .map(|payoff| payoff.value())
            .collect(),
        None => vec![0.0; tree.players.len()],
    };
    let mut sum = own.clone();
    for (action, child) in tree.children(node).enumerate() {
        let chance = match tree.nodes[node].kind {
            Kind::Chance(set) => tree.chances[set].chances[action].value(),
            Kind::Decision(set) => play[set][action],
            Kind::End => unreachable!("an end has no children"),
        };
        let below = walk(tree, play, child, reach * chance, sets);
        if let Kind::Decision(set) = tree.nodes[node].kind {
            let player = tree.sets[set].player;
            // What the root pays is paid with the first move.
            let paid = if node == 0 { own[player] } else { 0.0 };
            sets[set].sums.resize(tree.sets[set].actions.len(), 0.0);
            sets[set].sums[action] += reach * (below[player] + paid);
        }
        for (sum, below) in sum.iter_mut().zip(below) {
            *sum += chance * below;
        }
    }
    if let Kind::Decision(set) = tree.nodes[node].kind {
        sets[set].reach += reach;
    }
    sum
}

/// The sets that play meets, with the value of each action there.
fn values(tree: &Tree, play: &[Vec<f64>]) -> Vec<(usize, f64, Vec<f64>)> {
    let mut sets = vec![AtSet::default(); tree.sets.len()];
    walk(tree, play, 0, 1.0, &mut sets);
    let met = sets.into_iter().enumerate().filter(|(_, at)| at.reach > 0.0);
    met.map(|(set, at)| {
        let values = at.sums.iter().map(|sum| sum / at.reach).collect();
        (set, at.reach, values)
    })
    .collect()
}

/// The logit response to values.
fn response(precision: f64, values: &[f64]) -> Vec<f64> {
    let best = values.iter().copied().fold(f64::NEG_INFINITY, max);
    let weights: Vec<f64> = values.iter().map(|value| exp(precision * (value - best))).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

#[track_caller]
fn meet(found: &[f64], wanted: &[f64], tolerance: f64) {
    let apart = found.iter().zip(wanted).map(|(a, b)| (a - b).abs() / (1.0 + b.abs()));
    assert!(
        found.len() == wanted.len() && apart.clone().all(|apart| apart <= tolerance),
        "{found:?} is not {wanted:?}"
    );
}

#[test]
fn they_are_played_as_their_trees() {
    let mut random = RandomNumbers::new(11);
    for _ in 0..200 {
        let imported = crossing(&mut random, 60);
        in_order(&imported.game);
        let (play, profile) = profile(&mut random, &imported);
        let bound = Bound::new(&imported.game, &[vec![1.0]]);
        let found: Vec<f64> = exact(&bound, &profile).terms.iter().map(|term| term[0]).collect();
        meet(&found, &expected(&imported.tree, &play), 1e-9);
    }
}

#[test]
fn play_is_the_response_to_the_values_of_the_tree() {
    let mut random = RandomNumbers::new(12);
    let mut met = 0;
    for number in 0..60 {
        let imported = crossing(&mut random, 60);
        let precision = [0.3, 1.0, 3.0][number % 3];
        let solution = solved(&imported, precision, &Options::default());
        let play = by_rank(&imported, &solution.profile);
        let mut found: Vec<Option<ActionValues>> = vec![None; imported.tree.sets.len()];
        let bound = Bound::new(&imported.game, &[vec![precision]]);
        let solution = (&solution.profile, &solution.beliefs);
        action_values(&bound, 0, solution, &Reachable::of(&imported.game), |at| {
            let rank = imported.sets[at.set].rank;
            assert!(found[rank].replace(at).is_none(), "a set is told of once");
        });
        assert!(found.iter().all(Option::is_some));
        for (set, reach, values) in values(&imported.tree, &play) {
            meet(&play[set], &response(precision, &values), 1e-8);
            let at = found[set].as_ref().expect("all are told of");
            meet(&at.payoffs, &values, 1e-9);
            meet(&[at.reach], &[reach], 1e-9);
            met += 1;
        }
    }
    assert!(met > 300, "{met}");
}

#[test]
fn sweeps_and_traces_agree() {
    let mut random = RandomNumbers::new(13);
    for _ in 0..20 {
        let imported = crossing(&mut random, 200);
        let [swept, traced] = [BranchMethod::FineSteps, BranchMethod::ArcLength].map(|method| {
            let options = Options {
                method,
                ..Options::default()
            };
            by_rank(&imported, &solved(&imported, 0.1, &options).profile)
        });
        meet(&swept.concat(), &traced.concat(), 1e-8);
    }
}

/// The tree with all actions in reverse order.
fn mirrored(tree: &Tree) -> Tree {
    fn copy(tree: &Tree, node: usize, into: &mut Tree) {
        let at = into.nodes.len();
        into.nodes.push(tree.nodes[node].clone());
        let children: Vec<usize> = tree.children(node).collect();
        for child in children.into_iter().rev() {
            copy(tree, child, into);
        }
        into.nodes[at].end = into.nodes.len();
    }
    let mut mirrored = tree.clone();
    mirrored.nodes.clear();
    copy(tree, 0, &mut mirrored);
    mirrored.sets.iter_mut().for_each(|set| set.actions.reverse());
    for chance in &mut mirrored.chances {
        chance.actions.reverse();
        chance.chances.reverse();
    }
    mirrored
}

#[test]
fn the_order_of_actions_does_not_matter() {
    let mut random = RandomNumbers::new(14);
    for _ in 0..40 {
        let one = crossing(&mut random, 50);
        let other = imported(&efg(&mirrored(&one.tree)));
        let play = |imported: &Imported| by_rank(imported, &solved(imported, 0.5, &Options::default()).profile);
        let (of_one, of_other) = (play(&one), play(&other));
        for (set, play) in one.tree.sets.iter().zip(of_one) {
            let same = |of: &&(usize, i32)| **of == (set.player, set.number);
            let sets: Vec<(usize, i32)> = other.tree.sets.iter().map(|set| (set.player, set.number)).collect();
            let mut found = of_other[sets.iter().position(|of| same(&of)).expect("it is there")].clone();
            found.reverse();
            meet(&found, &play, 1e-8);
        }
    }
}

/// All ways to choose one of so many actions at each set.
fn plans(actions: &[usize]) -> impl Iterator<Item = Vec<usize>> {
    let count: usize = actions.iter().product();
    (0..count).map(move |mut number| {
        let digit = |actions: &usize| {
            let digit = number % actions;
            number /= actions;
            digit
        };
        actions.iter().map(digit).collect()
    })
}

#[test]
fn best_response_strategies_are_those_of_the_tree() {
    let mut random = RandomNumbers::new(15);
    let (mut compared, mut in_parts, mut several) = (0, 0, 0);
    for _ in 0..400 {
        let imported = crossing(&mut random, 40);
        let (play, profile) = profile(&mut random, &imported);
        let bound = Bound::new(&imported.game, &[vec![1.0]]);
        let recall = Recall::of(&imported.game);
        for player in 0..imported.tree.players.len() {
            let sets: Vec<usize> = (0..play.len())
                .filter(|&set| imported.tree.sets[set].player == player)
                .collect();
            let actions: Vec<usize> = sets.iter().map(|&set| play[set].len()).collect();
            let few = actions.iter().product::<usize>() <= 500;
            let Some(found) = best_response_value(&bound, 0, &profile, &recall, player).filter(|_| few) else {
                continue;
            };
            let of_plan = |plan: Vec<usize>| {
                let mut play = play.clone();
                for (&set, action) in sets.iter().zip(plan) {
                    play[set].fill(0.0);
                    play[set][action] = 1.0;
                }
                expected(&imported.tree, &play)[player]
            };
            let best = plans(&actions).map(of_plan).fold(f64::NEG_INFINITY, max);
            meet(&[found], &[best], 1e-9);
            let mut of_graph = imported.game.graphs[0].information_sets.iter();
            let own_in_parts = of_graph.any(|set| set.actor == player && matches!(set.part, Part::First(_)));
            compared += 1;
            in_parts += usize::from(own_in_parts);
            several += usize::from(own_in_parts && sets.len() > 2);
        }
    }
    assert!(
        compared > 200 && in_parts > 50 && several > 10,
        "{compared} {in_parts} {several}"
    );
}

#[test]
fn derivatives_along_the_branch_are_the_limits_of_differences() {
    let mut random = RandomNumbers::new(16);
    let mut most = 0;
    for trees in [1, 2, 5, 10, 50, 500] {
        let kind = random_tree::Kind {
            nodes: 60,
            forgetful: true,
        };
        let imported = some(|| forest(&mut random, kind, trees));
        let bound = Bound::single(&imported.game, &[1.0]);
        let reachable = Reachable::of(&imported.game);
        let mut branch = PrincipalBranch::of(&bound, &reachable);
        let unknowns = branch.unknowns();
        most = most.max(unknowns);
        let mut level = || 2.0 * random.share() - 1.0;
        let x: Vec<f64> = (0..unknowns).map(|_| level()).collect();
        let direction: Vec<f64> = (0..=unknowns).map(|_| level()).collect();
        let (s, width) = (0.6, 1e-5);
        let mut at = |by: f64| {
            let x: Vec<f64> = x.iter().zip(&direction).map(|(x, d)| x + by * d).collect();
            branch.evaluate(&x, s + by * direction[unknowns])
        };
        let (above, below) = (at(width), at(-width));
        branch.evaluate(&x, s);
        let differences = above
            .iter()
            .zip(&below)
            .map(|(above, below)| (above - below) / (2.0 * width));
        meet(&branch.derivative(&direction), &differences.collect::<Vec<f64>>(), 1e-6);
    }
    // Values follow from the play of the branch in small games, and from responses in large ones.
    assert!(most > 400, "{most}");
}

#[test]
fn derivatives_by_the_precision_are_the_limits_of_differences() {
    let mut random = RandomNumbers::new(17);
    let options = Options {
        tolerance: 1e-13,
        ..Options::default()
    };
    let mut compared = 0;
    for _ in 0..30 {
        let imported = crossing(&mut random, 40);
        let (precision, width) = (0.4, 1e-4);
        let bound = Bound::single(&imported.game, &[precision]);
        let reachable = Reachable::of(&imported.game);
        let solution = solve(&bound, &reachable, &options);
        let found = derivatives(&bound, &reachable, &solution, &AtomicBool::new(false)).expect("there are some");
        let results = |precision: f64| {
            let bound = Bound::<LANES>::new(&imported.game, &[vec![precision]]);
            let exact = exact(&bound, &solve(&bound, &reachable, &options).profile);
            let results = exact.outcomes.iter().chain(&exact.terms);
            results.map(|lanes| lanes[0]).collect::<Vec<f64>>()
        };
        let (above, below) = (results(precision + width), results(precision - width));
        for ((above, below), Derivatives { by_parameter, .. }) in above.iter().zip(&below).zip(&found) {
            if let Ok(found) = by_parameter[0] {
                meet(&[found], &[(above - below) / (2.0 * width)], 1e-5);
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "{compared}");
}

/// Ann moves first on one path, and after Bob on the other. As nothing matters to Bob, he plays at even chance, so that
/// Ann believes to be first with 2/3: `left` is better by 2 there, and worse by 1 where she comes second, and so better
/// by 1 on average.
const CHANCE_OF_BEING_FIRST: &str = r#"EFG 2 R "who is first?" { "Ann" "Bob" }
c "" 1 "" { "Ann" 1/2 "Bob" 1/2 } 0
p "" 1 1 "" { "left" "right" } 0
t "" 1 "a" { 3, 0 }
p "" 2 1 "" { "stop" "go" } 0
t "" 2 "b" { 2, 0 }
t "" 3 "c" { 0, 0 }
p "" 2 1 0
t "" 4 "d" { 7, 0 }
p "" 1 1 0
t "" 3
t "" 5 "e" { 1, 0 }
"#;

#[test]
fn beliefs_weigh_the_nodes_of_a_set_whatever_their_order() {
    let imported = imported(CHANCE_OF_BEING_FIRST);
    assert!(crosses(&imported));
    for precision in [0.5, 1.0, 2.0, 5.0] {
        let solution = solved(&imported, precision, &Options::default());
        let play = by_rank(&imported, &solution.profile).concat();
        let left = logistic(precision);
        meet(&play, &[left, 1.0 - left, 0.5, 0.5], 1e-9);
    }
}

#[test]
fn in_a_symmetric_game_both_play_the_root_of_one_equation() {
    let file = "scenarios/games/first_strike.efg";
    let imported = imported(&text(file));
    assert!(crosses(&imported));
    for precision in [0.2, 1.0, 4.0] {
        // Whoever waits comes second with the chance that the other waits; then nothing is left to fear.
        let responds = |wait: f64| logistic(precision * ((1.0 - wait) * -3.0 + wait + wait) / (1.0 + wait));
        let (mut low, mut high) = (0.0, 0.5);
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            if responds(middle) > middle {
                low = middle
            } else {
                high = middle
            }
        }
        let solution = solved(&imported, precision, &Options::default());
        meet(
            &by_rank(&imported, &solution.profile).concat(),
            &[1.0 - low, low, 1.0 - low, low],
            1e-9,
        );
    }
    let games = 200_000;
    let played = GameTree::open(project(file)).expect("it is a game").play(1.0, games, 3);
    assert!(played.solved);
    for (name, probability, count) in played.outcomes {
        let (mean, deviation) = (
            probability * games as f64,
            (probability * (1.0 - probability) * games as f64).sqrt(),
        );
        assert!(
            (count as f64 - mean).abs() < 5.0 * deviation,
            "{name}: {count} of {games} for {probability}"
        );
    }
}

#[test]
fn a_set_at_several_depths_keeps_its_order_where_there_is_one() {
    // Bob does not see whether Ann moved before him; nothing crosses.
    let text = r#"EFG 2 R "" { "Ann" "Bob" }
c "" 1 "" { "a" 1/2 "b" 1/2 } 0
p "" 1 1 "" { "x" "y" } 0
p "" 2 1 "" { "u" "v" } 0
t "" 1 "a" { 1, 1 }
t "" 2 "b" { 0, 0 }
t "" 0
p "" 2 1 0
t "" 2
t "" 1
"#;
    let Form::Tree(tree) = parsed(text).form else {
        panic!("it is a tree");
    };
    assert_eq!(tree.sets.len(), 2);
    assert!(!crosses(&imported(text)));
}
