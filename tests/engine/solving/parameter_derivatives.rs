//! Derivatives of exact results by parameters, against closed forms and against differences of solved draws.

use std::fmt::Write as _;
use std::sync::atomic::AtomicBool;

use pactum::unstable::explore::{Limits, explore};
use pactum::unstable::game::Bound;
use pactum::unstable::numeric::math::{exp, max};
use pactum::unstable::scenario::Model;
use pactum::unstable::strategy::{Derivatives, NoDerivative, Options, Reachable, Tie, derivatives, solve};
use pactum::unstable::study::soundness::check;
use pactum::{DerivativeRow, Error, Scenario as FrontDoor, TieKind};
use proptest::strategy::{Strategy as _, ValueTree};

use super::conventions::put_in_nests_and_own_later;
use crate::comparison::engine::{draws, read};
use crate::generator::{open_ended, scenarios};
use crate::groups::named_members::with_groups;
use crate::random_scenarios::runner;
use crate::support::files::{project, text};
use crate::support::scenario::Scenario;
use crate::support::solved_game::{SolvedGame, nominal};

/// How many random scenarios are looked at.
const RANDOM: usize = 24;
/// The widths of differences, relative to the parameter; each pair is tried in turn.
const WIDTHS: [[f64; 2]; 3] = [[2e-3, 1e-3], [5e-4, 2e-4], [8e-3, 4e-3]];
/// Derivatives agree with differences to this fraction of the result's largest derivative.
const AGREES: f64 = 1e-6;
/// Differences do not see derivatives that are a smaller fraction of the result.
const UNSEEN: f64 = 1e-6;
/// The largest random game, in nodes.
const NODES: usize = 2_000;
/// The scenario of one logit choice.
const CLAUSE: &str = "scenarios/classics/conditional_clause.toml";

/// The derivatives of all results at a point.
fn found(model: &Model, point: &[f64]) -> Result<Vec<Derivatives>, NoDerivative> {
    found_unless(model, point, &AtomicBool::new(false))
}

/// The same, unless it is interrupted.
fn found_unless(model: &Model, point: &[f64], interrupt: &AtomicBool) -> Result<Vec<Derivatives>, NoDerivative> {
    let explored = explore(model, &Limits::default()).expect("it is sound");
    let bound = Bound::single(&explored.game, point);
    let reachable = Reachable::of(&explored.game);
    let solution = solve(&bound, &reachable, &Options::default());
    derivatives(&bound, &reachable, &solution, interrupt)
}

/// A game at some points near another; `None` where one makes no sense or is not solved closely.
pub(super) fn solved_closely(model: &Model, point: &[f64], points: Vec<Vec<f64>>) -> Option<SolvedGame> {
    let close = Options {
        tolerance: 1e-13,
        ..Options::default()
    };
    let mut lanes = 0..points.len();
    let solved = SolvedGame::with(model, points, &close).expect("it is sound");
    // What makes no sense at the point itself is reached by no play.
    let (game, names) = (&solved.explored.game, &solved.explored.names);
    let known = check(&Bound::new(game, &[point.to_vec()]), names).pop();
    let known = known.map(|known| (known.chances, known.other));
    let mut unsound = check(&solved.bound(), names).into_iter();
    let differs = unsound.any(|unsound| Some((unsound.chances, unsound.other)) != known);
    let open = lanes.any(|lane| solved.solution.residual[lane] > 1e-11);
    (!differs && !open).then_some(solved)
}

/// The results at some points: the probability of each outcome, then the payoff of each actor; `None` where one makes no
/// sense or is not solved closely.
fn results(model: &Model, point: &[f64], points: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let lanes = 0..points.len();
    let solved = solved_closely(model, point, points)?;
    let of = |lane: usize| {
        let mut results: Vec<f64> = solved.exact.outcomes.iter().map(|outcome| outcome[lane]).collect();
        for actor in 0..model.actors.len() {
            let terms = solved.exact.terms.iter().zip(&model.terms);
            let own = terms.filter(|(_, term)| term.actor == actor);
            results.push(own.map(|(sum, _)| sum[lane]).sum());
        }
        results
    };
    Some(lanes.map(of).collect())
}

/// Differences of fourth order of all results by a parameter, with two widths.
fn differences(model: &Model, point: &[f64], parameter: usize, widths: [f64; 2]) -> Option<Vec<[f64; 2]>> {
    let size = if point[parameter] == 0.0 {
        1.0
    } else {
        point[parameter].abs()
    };
    let widths = widths.map(|width| width * size);
    let at = |by: f64| {
        let mut point = point.to_vec();
        point[parameter] += by;
        point
    };
    let points = widths
        .iter()
        .flat_map(|width| [-2.0, -1.0, 1.0, 2.0].map(|steps| at(steps * width)));
    let at = results(model, point, points.collect())?;
    let difference = |result: usize, at: &[Vec<f64>], width: f64| {
        (8.0 * (at[2][result] - at[1][result]) - (at[3][result] - at[0][result])) / (12.0 * width)
    };
    let both = |result| {
        [
            difference(result, &at[..4], widths[0]),
            difference(result, &at[4..], widths[1]),
        ]
    };
    Some((0..at[0].len()).map(both).collect())
}

/// What was compared.
#[derive(Debug, Default)]
struct Seen {
    points: usize,
    derivatives: usize,
    /// Why derivatives do not exist.
    ties: Vec<Tie>,
    /// Differences that depend on their width.
    unclear: usize,
    /// Differences that lead to where numbers make no sense, or to draws that are not solved closely.
    outside: usize,
    worst: f64,
    wrong: String,
}

impl Seen {
    /// Compares the derivatives at a point by some parameters with differences.
    fn compare(&mut self, name: &str, model: &Model, point: &[f64], parameters: impl Iterator<Item = usize>) {
        let found = match found(model, point) {
            Ok(found) => found,
            Err(NoDerivative::BestResponse { .. } | NoDerivative::NotSolved) => return,
            Err(why @ (NoDerivative::Singular | NoDerivative::Interrupted)) => panic!("{name}: {why:?}"),
        };
        self.points += 1;
        for parameter in parameters {
            let mut open: Vec<usize> = (0..found.len()).collect();
            let mut any = false;
            for widths in WIDTHS {
                if open.is_empty() {
                    break;
                }
                if let Some(differences) = differences(model, point, parameter, widths) {
                    any = true;
                    let name = format!("{name}: parameter {parameter}");
                    open.retain(|&result| !self.judge(&name, &found[result], parameter, differences[result]));
                }
            }
            *(if any { &mut self.unclear } else { &mut self.outside }) += open.len();
        }
    }

    /// Whether the differences are good enough to judge the derivative, which then must agree.
    fn judge(&mut self, name: &str, found: &Derivatives, parameter: usize, [coarse, fine]: [f64; 2]) -> bool {
        let derivative = match found.by_parameter[parameter] {
            Ok(derivative) => derivative,
            Err(tie) => {
                self.ties.push(tie);
                return true;
            }
        };
        let sizes = found.by_parameter.iter().flatten().map(|by| by.abs());
        let largest = sizes.fold(UNSEEN * (1.0 + found.value.abs()), max);
        let off = (derivative - fine).abs() / largest;
        if (coarse - fine).abs() > 0.3 * AGREES * largest {
            return false;
        }
        self.derivatives += 1;
        self.worst = if off > self.worst { off } else { self.worst };
        if off > AGREES {
            writeln!(self.wrong, "{name}: {derivative} is not {fine}").expect("it is a text");
        }
        true
    }

    /// Fails unless all derivatives agreed, and this many were compared.
    fn pass(&self, derivatives: usize) {
        assert!(self.wrong.is_empty(), "{}", self.wrong);
        assert!(
            self.derivatives >= derivatives && self.unclear * 50 <= self.derivatives,
            "{self:?}"
        );
    }
}

#[test]
fn derivatives_agree_with_differences_on_random_scenarios() {
    let mut runner = runner(1, 3);
    let mut seen = Seen::default();
    for number in 0..RANDOM {
        let scenario = if number % 4 == 0 {
            open_ended().new_tree(&mut runner).map(|tree| tree.current())
        } else {
            scenarios().new_tree(&mut runner).map(|tree| tree.current())
        };
        let text = scenario.expect("it can be made").0;
        let Ok(mut model) = read(&text) else { continue };
        if number % 2 == 0 {
            put_in_nests_and_own_later(&mut model);
        }
        let explored = explore(&model, &Limits::default());
        if explored.is_ok_and(|explored| explored.size.nodes <= NODES) {
            for point in draws(&model, &[0.31]) {
                seen.compare(&format!("scenario {number}"), &model, &point, 0..point.len());
            }
        }
    }
    seen.pass(300);
}

#[test]
fn derivatives_agree_with_differences_where_members_are_counted() {
    let mut seen = Seen::default();
    for (number, text) in with_groups().into_iter().enumerate() {
        let freed = Scenario::read(&text).document.with_freed_parameters("base", &[]);
        let model = freed.unwrap_or_else(|found| panic!("{found:?}")).model;
        let point = nominal(&model);
        seen.compare(&format!("group {number}"), &model, &point, 0..point.len());
    }
    seen.pass(150);
}

#[test]
fn derivatives_agree_with_differences_on_the_main_scenario() {
    let model = Scenario::load("scenarios/nato_clause.toml").models().swap_remove(0).1;
    let point = nominal(&model);
    let mut seen = Seen::default();
    seen.compare("the deal", &model, &point, 0..3);
    seen.pass(18);
}

/// The derivatives of a variant of a scenario by all its numbers at its nominal point.
pub(super) fn rows(text: &str, variant: &str) -> Vec<DerivativeRow> {
    let scenario = FrontDoor::parse(text, "test.toml").and_then(|scenario| scenario.variant(variant));
    let rows = scenario.and_then(|scenario| scenario.derivatives_by_all(None, 1));
    rows.unwrap_or_else(|error| panic!("{error}"))
}

/// The derivative of a result by a number of a scenario.
pub(super) fn derivative(rows: &[DerivativeRow], name: &str, parameter: &str) -> f64 {
    let mut rows = rows.iter();
    let row = rows.find(|row| row.name == name && row.parameter == parameter);
    row.and_then(|row| row.derivative)
        .unwrap_or_else(|| panic!("{name} by {parameter}"))
}

#[test]
fn one_logit_choice_has_the_derivatives_of_its_closed_form() {
    let rows = rows(&text(CLAUSE), "logit");
    let (chance, precision) = (0.5, 0.1);
    let ahead = 20.0 - 60.0 * chance;
    let violates = 1.0 / (1.0 + exp(-precision * ahead));
    let slope = violates * (1.0 - violates);
    let by_chance = -60.0 * precision * slope;
    let wanted = [
        (
            "violated_and_admitted",
            "admission_chance",
            violates + chance * by_chance,
        ),
        (
            "violated_unpunished",
            "admission_chance",
            (1.0 - chance) * by_chance - violates,
        ),
        ("violated_and_admitted", "precision", chance * ahead * slope),
        (
            "violated_unpunished",
            "worth.unpunished",
            (1.0 - chance) * (1.0 - chance) * precision * slope,
        ),
        ("russia", "precision", ahead * ahead * slope),
        ("russia", "worth.at_peace", 1.0 - violates - ahead * precision * slope),
    ];
    for (name, parameter, wanted) in wanted {
        let found = derivative(&rows, name, parameter);
        assert!(
            (found - wanted).abs() < 1e-10,
            "{name} by {parameter}: {found} is not {wanted}"
        );
    }
    let row = rows
        .iter()
        .find(|row| row.name == "russia" && row.parameter == "precision");
    let row = row.expect("it is there");
    let elasticity = ahead * ahead * slope * precision / row.value;
    assert!(row.elasticity.is_some_and(|found| (found - elasticity).abs() < 1e-10));
}

#[test]
fn three_choices_in_a_row_have_the_derivatives_of_their_closed_form() {
    let rows = rows(&text("scenarios/classics/three_decisions.toml"), "base");
    let precision = 0.1;
    let logit = |ahead: f64| 1.0 / (1.0 + exp(-precision * ahead));
    let slope = |chance: f64| precision * chance * (1.0 - chance);
    let comes = logit(35.0 - 45.0);
    let by_comes = slope(comes);
    let resists = logit(30.0 + 25.0 * comes - 10.0);
    let by_resists = slope(resists) * 25.0 * by_comes;
    let fight = 55.0 - 45.0 * comes;
    let violates = logit((1.0 - resists) * 75.0 + resists * fight - 50.0);
    let by_violates = slope(violates) * (by_resists * (fight - 75.0) - resists * 45.0 * by_comes);
    let wanted = [
        ("peace", -by_violates),
        ("gives_way", by_violates * (1.0 - resists) - violates * by_resists),
        (
            "fights_together",
            by_violates * resists * comes + violates * (by_resists * comes + resists * by_comes),
        ),
    ];
    for (name, wanted) in wanted {
        let found = derivative(&rows, name, "worth_to_guarantor.together");
        assert!((found - wanted).abs() < 1e-10, "{name}: {found} is not {wanted}");
    }
}

#[test]
fn an_interruption_stops_before_a_linear_system_is_solved() {
    let model = Scenario::load(CLAUSE).models().swap_remove(0).1;
    assert!(found(&model, &nominal(&model)).is_ok());
    let stopped = found_unless(&model, &nominal(&model), &AtomicBool::new(true));
    assert_eq!(stopped, Err(NoDerivative::Interrupted));
}

#[test]
fn a_best_response_has_no_derivatives() {
    let scenario = FrontDoor::open(project(CLAUSE)).expect("it is right");
    let scenario = scenario.variant("best_reply").expect("it has it");
    let found = scenario.derivatives_by_all(None, 1);
    let Err(Error::NoDerivative(message)) = found else {
        panic!("{found:?}")
    };
    assert!(
        message.contains("`russia` chooses by best response at `russia_moves`"),
        "{message}"
    );
}

/// The tie by which a result has no derivative by a number of a scenario, if it has none.
pub(super) fn tie(rows: &[DerivativeRow], name: &str, parameter: &str) -> Option<TieKind> {
    let mut rows = rows.iter();
    let row = rows.find(|row| row.name == name && row.parameter == parameter);
    let row = row.unwrap_or_else(|| panic!("{name} by {parameter}"));
    assert_eq!(row.tie.is_none(), row.derivative.is_some());
    row.tie
}

#[test]
fn a_tie_leaves_the_derivatives_that_do_not_rest_on_it() {
    let clause = text(CLAUSE).replace(
        "amount = \"worth\"",
        "amount = \"worth + max(precision, floor_of_precision)\"",
    );
    let clause = format!("{clause}\n[parameters.floor_of_precision]\nvalue = 0.1\n");
    let rows = rows(&clause, "logit");
    // What is paid in any case does not change what is done.
    assert_eq!(tie(&rows, "russia", "floor_of_precision"), Some(TieKind::Formula));
    assert_eq!(tie(&rows, "russia", "precision"), Some(TieKind::Formula));
    assert_eq!(tie(&rows, "violated_unpunished", "floor_of_precision"), None);
    assert_eq!(tie(&rows, "violated_unpunished", "precision"), None);
    assert_eq!(tie(&rows, "russia", "admission_chance"), None);
}

/// Two of three actions in a nest.
const NEST: &str = r#"
title = "A nest of two actions"
periods = 1

[actors.one]
strategy = { logit = "precision" }
payoffs = [{ name = "first", paid = "on_action", action = "choice.a", amount = "1" }]

[parameters]
precision = { value = 1 }
multiple = { value = 2 }

[variables.chosen]
values = ["nothing", "a", "b", "c"]
start = "nothing"

[[stages]]
name = "choice"
actor = "one"
nests = [{ name = "inner", members = ["a", "b"], multiple = "multiple" }]
actions = [
  { name = "a", set = { chosen = "a" } },
  { name = "b", set = { chosen = "b" } },
  { name = "c", set = { chosen = "c" } },
]

[[outcomes]]
name = "c"
when = "chosen == c"

[[outcomes]]
name = "other"
at_end = true
"#;

#[test]
fn a_nest_has_the_derivatives_of_its_closed_form() {
    let rows = rows(NEST, "base");
    // (1/μ) · ln((e^μ + 1) / 2) and its derivative, at μ = 2.
    let inclusive = 0.716_890_415_241_513_6;
    let by_scale = 0.5 * (1.0 / (1.0 + exp(-2.0)) - inclusive);
    let nest = 1.0 / (1.0 + exp(-inclusive));
    let slope = nest * (1.0 - nest);
    let wanted = [
        ("multiple", slope * by_scale),
        ("precision", slope * (inclusive + 2.0 * by_scale)),
    ];
    for (parameter, wanted) in wanted {
        let found = derivative(&rows, "other", parameter);
        assert!((found - wanted).abs() < 1e-9, "{parameter}: {found} is not {wanted}");
    }
}

/// Each period a walker rests, which ends the game, or goes left or right; right of the road it rests better.
const PATIENCE: &str = r#"
title = "To rest, or to go left or right first"

[actors.keeper]
discount = 0.9
payoffs = [{ name = "toll", paid = "lasting", amount = "if(side == left, 1, 0)" }]

[actors.walker]
discount = "patience"
strategy = { logit = 0.5 }
payoffs = [{ name = "rest", paid = "on_action", action = "move.rest", amount = "if(side == right, 3, 2)" }]

[parameters]
patience = { value = 0.8 }

[variables.side]
values = ["middle", "left", "right"]
start = "middle"

[variables.rests]
truth = true
start = false

[[stages]]
name = "move"
actor = "walker"
actions = [
  { name = "rest", set = { rests = true } },
  { name = "left", set = { side = "left" } },
  { name = "right", set = { side = "right" } },
]

[[outcomes]]
name = "rested"
when = "rests"

[[outcomes]]
name = "went"
at_end = true
"#;

/// The chance that the walker rests in one of two periods, and what the game is worth to it.
fn rests(patience: f64, goes_on: bool) -> [f64; 2] {
    // What comes after a period, on the left and on the right; resting is worth as much in the middle as on the left.
    let choose = |rest: f64, later: [f64; 2]| {
        let values = [rest, patience * later[0], patience * later[1]];
        let odds = values.map(|value| exp(0.5 * value));
        let sum: f64 = odds.iter().sum();
        let chances = odds.map(|odds| odds / sum);
        let worth = chances
            .iter()
            .zip(&values)
            .map(|(chance, value)| chance * value)
            .sum::<f64>();
        (chances, worth)
    };
    let mut later = [0.0; 2];
    for _ in 0..if goes_on { 1_000 } else { 0 } {
        later = [choose(2.0, later).1, choose(3.0, later).1];
    }
    let second = [choose(2.0, later), choose(3.0, later)];
    let ([rest, left, right], worth) = choose(2.0, second.map(|(_, worth)| worth));
    [rest + left * second[0].0[0] + right * second[1].0[0], worth]
}

#[test]
fn discounts_have_the_derivatives_of_their_closed_form() {
    for (periods, goes_on) in [("2", false), ("{ count = 2, then = \"goes_on\" }", true)] {
        let rows = rows(&format!("periods = {periods}\n{PATIENCE}"), "base");
        let [above, below] = [0.8 + 1e-5, 0.8 - 1e-5].map(|patience| rests(patience, goes_on));
        let here = rests(0.8, goes_on);
        for (at, name) in ["rested", "walker"].into_iter().enumerate() {
            let row = rows.iter().find(|row| row.name == name).expect("it is there");
            assert!(
                (row.value - here[at]).abs() < 1e-9,
                "{name}: {} is not {}",
                row.value,
                here[at]
            );
            let wanted = (above[at] - below[at]) / 2e-5;
            let found = derivative(&rows, name, "patience");
            assert!((found - wanted).abs() < 1e-7, "{name}: {found} is not {wanted}");
        }
    }
}
