//! The main scenario: facts that anchor its values, and properties that hold for all of them.

use pactum::unstable::numeric::math;

use super::nominal::Nominal;
use crate::support::files::text;
use crate::support::scenario::Scenario;

const SCENARIO: &str = "scenarios/nato_clause.toml";
/// Five years of quarters.
const FIVE_YEARS: usize = 20;

fn solved(name: &str, sets: &[&str]) -> Nominal {
    Nominal::of(Scenario::load(SCENARIO).model(name, sets))
}

fn war(solved: &Nominal) -> f64 {
    solved.outcome("war_alone") + solved.outcome("war_with_nato")
}

fn peace(solved: &Nominal) -> f64 {
    solved.outcome("peace") + solved.outcome("peace_in_nato")
}

/// The scenario's nominal value of a setting.
fn value(solved: &Nominal, key: &str) -> f64 {
    let settings = &solved.model.settings;
    let setting = settings.iter().find(|setting| setting.key == key);
    let value = &setting.unwrap_or_else(|| panic!("no setting {key}")).value;
    value.parse().unwrap_or_else(|_| panic!("{key} is {value}"))
}

/// What a war alone is worth to a type of Russia at the first balance of forces.
fn war_value(solved: &Nominal, of: &str) -> f64 {
    let own = |name: &str| value(solved, &format!("{name}.{of}"));
    let wins = math::logistic(-0.1 - value(solved, "deployment"));
    wins * own("victory") + (1.0 - wins) * own("defeat") - own("cost_of_war")
}

#[test]
fn who_prefers_war_and_when() {
    let plain = solved("plain_ceasefire", &[]);
    let own = |name: &str, of: &str| value(&plain, &format!("{name}.{of}"));
    let comply = |of: &str| own("value_of_complying", of);
    assert!(war_value(&plain, "revisionist") > comply("revisionist"));
    assert!(war_value(&plain, "security_seeker") < comply("security_seeker"));
    let pending = comply("security_seeker") - own("fear_of_membership", "security_seeker");
    assert!(pending < war_value(&plain, "security_seeker"), "the preventive motive");
    assert!(war_value(&plain, "status_quo") < comply("status_quo"));
}

#[test]
fn a_plain_ceasefire_fails_within_five_years_as_often_as_the_record_says() {
    let failure = |precision: &str| {
        let setting = format!("precision_russia={precision}");
        solved("plain_ceasefire", &[&setting]).outcome_by("war_alone", FIVE_YEARS)
    };
    let nominal = solved("plain_ceasefire", &[]).outcome_by("war_alone", FIVE_YEARS);
    assert!((0.30..=0.60).contains(&nominal), "{nominal}");
    assert!((failure("0.06") - nominal).abs() < 1e-9, "λ = .06 is the nominal point");
    assert!(failure("0.12") > 0.2, "failures must not vanish as λ doubles");
}

#[test]
fn gray_zone_action_is_taken_in_a_minority_of_quarters() {
    for name in ["plain_ceasefire", "clause"] {
        let solved = solved(name, &[]);
        let exact = &solved.game.exact;
        let measures = &solved.game.explored.names.measures;
        let gray = measures.iter().position(|(measure, _)| measure == "gray_zone");
        let of_measure = exact.measures.iter().skip(gray.expect("the measure exists"));
        let sum: f64 = of_measure.step_by(measures.len()).map(|lanes| lanes[0]).sum();
        let quarters: f64 = exact.survives.iter().map(|lanes| lanes[0]).sum();
        let share = sum / quarters;
        assert!((0.05..0.5).contains(&share), "{name}: {share}");
    }
}

/// The preventive motive shows in the solved strategies: a security-seeker that is asked attacks far more often while
/// membership is pending than while the clause is in force.
#[test]
fn a_security_seeker_strikes_while_membership_is_pending() {
    let solved = solved("clause", &[]);
    let in_force = attack_chance(&solved, "in_force");
    let pending = attack_chance(&solved, "pending");
    assert!(in_force < 0.05, "{in_force}");
    assert!(pending > 0.4, "{pending}");
}

/// The chance that a security-seeker attacks when asked in period 10 at an even balance, by the state of the clause.
fn attack_chance(solved: &Nominal, clause: &str) -> f64 {
    const PERIOD: usize = 10;
    let explored = &solved.game.explored;
    let (game, names) = (&explored.game, &explored.names);
    let number = game.calendar[PERIOD - 1];
    let graph = &game.graphs[number];
    let shown = |node: usize, name: &str| {
        let state = &names.states[names.node_states[number][node] as usize];
        let cell = names
            .cells
            .iter()
            .position(|cell| cell.name == name)
            .expect("the cell exists");
        names.cells[cell].show(state[cell])
    };
    let set = graph
        .information_sets
        .iter()
        .find(|set| {
            let node = set.nodes.start;
            let row = &game.decision_kinds[set.decision_kind];
            names.stages[row.stage] == "russia_moves"
                && shown(node, "russia") == "security_seeker"
                && shown(node, "clause") == clause
                && shown(node, "balance") == "0"
        })
        .expect("the set exists");
    // Comply, gray zone, attack, attack under a pretext: all are always available.
    solved.game.solution.profile.periods[PERIOD - 1][set.first_choice + 2][0]
}

#[test]
fn where_admission_is_impossible_the_clause_changes_nothing() {
    let sets = ["holdout_vote=0"];
    let (plain, clause) = (solved("plain_ceasefire", &sets), solved("clause", &sets));
    assert!((war(&plain) - war(&clause)).abs() < 1e-3);
    assert!((peace(&plain) - peace(&clause)).abs() < 1e-3);
}

#[test]
fn where_admission_is_impossible_and_only_russia_is_strategic_nothing_changes_at_all() {
    let written = text(SCENARIO);
    let fixed = "strategy_at = { ukraine_moves = { fixed = { restrain = 0.6, arm_hard = 0.3, provoke = 0.1 } }, \
                 ukraine_invokes = { fixed = { invoke = 0.7, waive = 0.3 } } }";
    let others = "strategy = { logit = \"precision_others\" }\nown_later = \"best\"";
    let us = "strategy_at = { us_votes = { fixed = { approve = 0.4, veto = 0.6 } }, \
              us_answers = { fixed = { fight = 0.7, stand_aside = 0.3 } } }";
    let text_of = written.replacen(others, fixed, 1).replacen(others, us, 1);
    let mut scenario = Scenario::read(&text_of);
    let sets = ["holdout_vote=0"];
    let [plain, clause] = ["plain_ceasefire", "clause"].map(|name| Nominal::of(scenario.model(name, &sets)));
    assert!((war(&plain) - war(&clause)).abs() < 1e-9);
    assert!((peace(&plain) - peace(&clause)).abs() < 1e-9);
}

#[test]
fn slow_admission_is_worse_than_immediate_entry() {
    let immediate = solved("clause", &[]);
    let ordinary = solved("clause", &["admission_lag=4.6"]);
    assert!(war(&ordinary) > war(&immediate));
}

#[test]
fn the_number_of_states_is_small() {
    for name in ["plain_ceasefire", "clause"] {
        let size = solved(name, &[]).game.explored.size;
        let most = size.nodes_by_period.iter().max().expect("there are periods");
        assert!(*most <= 9_000, "{name}: {most} nodes in a period");
    }
}
