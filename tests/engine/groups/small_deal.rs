//! The deal of `scenarios/allies.toml` with few voters, as groups and with every voter as an actor: all numbers are equal.

use std::fs;

use pactum::unstable::numeric::lanes::Lanes;
use pactum::unstable::numeric::math::max;

use crate::support::files;
use crate::support::scenario::Scenario;
use crate::support::solved_game::SolvedGame;

/// Numbers that are worked out in two ways agree to this.
const AGREES: f64 = 1e-12;
/// The same of what actors do, and of what it is worth to them, where play goes on after the last period. What comes then is
/// worked out until it changes by no more than 1e-13 of the largest worth, about 100, in a quarter; all later quarters, at a
/// discount of .98, make it fifty times as much. How likely outcomes are hardly rests on it.
const AGREES_BEYOND: [f64; 2] = [1e-11, 1e-10];
/// The members of each group.
const MEMBERS: usize = 2;
/// The groups, what their members are called as actors, and what follows their section and their choice in the file.
const GROUPS: [(&str, [&str; MEMBERS], &str, &str); 2] = [
    (
        "holdouts",
        ["holdout_1", "holdout_2"],
        "[actors.allies]",
        "[[stages.choices]]\nactor = \"allies\"",
    ),
    ("allies", ["ally_1", "ally_2"], "# ---", "[stages.tally]"),
];

/// Exchanges what stands in a text once.
#[track_caller]
fn exchanged(text: &str, (from, to): (&str, &str)) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

/// The shipped file with two other allies in place of 27.
fn counted() -> String {
    let fewer = [
        ("members = 27", "members = 2"),
        ("-blame / 27", "-blame / 2"),
        ("allies.approve == 27", "allies.approve == 2"),
    ];
    let shipped = files::text("scenarios/allies.toml");
    fewer.into_iter().fold(shipped, |text, fewer| exchanged(&text, fewer))
}

/// The same with each member as an actor of its own.
fn named() -> String {
    let mut text = counted();
    for (group, members, after_section, after_choice) in GROUPS {
        text = one_for_each(&text, (group, members), &format!("[actors.{group}]"), after_section);
        let choice = format!("[[stages.choices]]\nactor = \"{group}\"");
        text = one_for_each(&text, (group, members), &choice, after_choice);
        let approve = members.map(|member| format!("{member}.approve")).join(" + ");
        text = exchanged(&text, (&format!("{group}.approve"), &approve));
    }
    text
}

/// Writes the part from one text to before another once for each member of a group.
fn one_for_each(text: &str, (group, members): (&str, [&str; MEMBERS]), from: &str, to: &str) -> String {
    let (before, part) = text.split_once(from).expect("the part begins");
    let (part, after) = part.split_once(to).expect("the part ends");
    let part = format!("{from}{part}").replace(&format!("members = {MEMBERS}\n"), "");
    let of_member = |member: &str| {
        let part = part.replace(&format!("actors.{group}"), &format!("actors.{member}"));
        part.replace(&format!("\"{group}\""), &format!("\"{member}\""))
    };
    format!("{before}{}{to}{after}", members.map(of_member).concat())
}

/// The variant `clause` of a file that extends the main scenario, with some settings.
fn solved(text: &str, settings: &[&str]) -> SolvedGame {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("the file can be written");
    write("nato_clause.toml", &files::text("scenarios/nato_clause.toml"));
    write("deal.toml", text);
    let model = Scenario::load(folder.path().join("deal.toml")).model("clause", settings);
    SolvedGame::nominal(&model)
}

/// How an actor, or a member of a group on average, acts: at each of its information sets, and in each period.
fn actions(solved: &SolvedGame, player: &str) -> Vec<(String, f64)> {
    let (game, names) = (&solved.explored.game, &solved.explored.names);
    let own = owns(solved, player);
    let mut found = Vec::new();
    for (period, &graph) in game.calendar.iter().enumerate() {
        let sets = game.graphs[graph].information_sets.iter();
        for set in sets.filter(|set| own(set.actor)) {
            let kind = &game.decision_kinds[set.decision_kind];
            let state = &names.states[names.node_states[graph][set.nodes.start] as usize];
            let cells = names.cells.iter().zip(state).filter(|(cell, _)| cell.seen[kind.actor]);
            let sees: Vec<String> = cells.map(|(cell, value)| format!("{}={value}", cell.name)).collect();
            let stage = &names.stages[kind.stage];
            let what = format!("{} {stage} {:?} {}", period + 1, kind.bound, sees.join(" "));
            let choices = solved.solution.profile.periods[period].iter().skip(set.first_choice);
            let choices = choices.take(set.actions).enumerate();
            found.extend(choices.map(|(action, chance)| (format!("{what}: {action}"), chance[0])));
        }
    }
    // A game lists its information sets in an order that rests on who else chooses.
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let all: usize = game.decision_kinds.iter().map(|kind| kind.actions).sum();
    for kind in game.decision_kinds.iter().filter(|kind| own(kind.actor)) {
        for period in 0..game.periods {
            for action in 0..kind.actions {
                let taken = solved.exact.taken[period * all + kind.first + action][0];
                let what = format!("taken in {}: {} {action}", period + 1, names.stages[kind.stage]);
                found.push((what, taken / members(player)));
            }
        }
    }
    found
}

/// What an actor, or a member of a group on average, is paid, and its largest regret.
fn payoffs(solved: &SolvedGame, player: &str) -> Vec<(String, f64)> {
    let (game, names) = (&solved.explored.game, &solved.explored.names);
    let own = owns(solved, player);
    let terms = names.terms.iter().zip(&game.term_actor).zip(&solved.exact.terms);
    let paid = terms.filter(|((_, actor), _)| **actor < game.declared && own(**actor));
    let mut found: Vec<_> = paid.map(|((term, _), paid)| (term.clone(), paid[0])).collect();
    let own = (0..game.actors).filter(|&actor| own(actor));
    let regret = own.map(|actor| solved.solution.regret[actor][0]).fold(0.0, max);
    found.push(("regret".to_owned(), regret));
    found
}

/// Whether an actor of the game is this one, or a member of this group.
fn owns(solved: &SolvedGame, player: &str) -> impl Fn(usize) -> bool {
    let (game, names) = (&solved.explored.game, &solved.explored.names);
    let declared = |actor: usize| {
        actor
            .checked_sub(game.declared)
            .map_or(actor, |member| names.groups[member])
    };
    let own: Vec<bool> = (0..game.actors)
        .map(|actor| names.actors[declared(actor)] == player)
        .collect();
    move |actor| own[actor]
}

/// How many a name stands for.
fn members(player: &str) -> f64 {
    let is_group = GROUPS.iter().any(|(group, ..)| *group == player);
    if is_group { MEMBERS as f64 } else { 1.0 }
}

#[track_caller]
fn agree(of: &str, found: &[(String, f64)], expected: &[(String, f64)], to: f64) {
    assert_eq!(found.len(), expected.len(), "{of}");
    assert!(
        expected.iter().any(|(_, number)| *number != 0.0),
        "{of}: there is nothing to compare"
    );
    for ((what, found), (same, expected)) in found.iter().zip(expected) {
        assert_eq!(what, same, "{of}");
        assert!(
            (found - expected).abs() <= to,
            "{of}: {what} is {found}, by name {expected}"
        );
    }
}

/// Who is compared: each actor with itself, each group with its members.
fn compared() -> Vec<(&'static str, &'static str)> {
    let named = ["russia", "ukraine", "us", "uk", "romania"].map(|actor| (actor, actor));
    let of_group =
        |(group, members, ..): (&'static str, [&'static str; MEMBERS], _, _)| members.map(|member| (group, member));
    named.into_iter().chain(GROUPS.into_iter().flat_map(of_group)).collect()
}

#[track_caller]
fn all_numbers_agree(settings: &[&str], [in_actions, in_payoffs]: [f64; 2]) {
    let settings = [settings, &["periods.count=8"]].concat();
    let [counted, named] = [counted(), named()].map(|text| solved(&text, &settings));
    let alike = |what: &str, found: &[Lanes], expected: &[Lanes]| {
        let listed = |all: &[Lanes]| -> Vec<_> { all.iter().map(|lanes| (String::new(), lanes[0])).collect() };
        agree(what, &listed(found), &listed(expected), AGREES);
    };
    let (by_count, by_name) = (&counted.exact, &named.exact);
    alike(
        "outcomes by type",
        &by_count.outcomes_by_type_profile,
        &by_name.outcomes_by_type_profile,
    );
    alike("endings by period", &by_count.endings, &by_name.endings);
    alike("measures", &by_count.measures, &by_name.measures);
    alike("compliance", &by_count.compliance, &by_name.compliance);
    for (group, member) in compared() {
        agree(member, &actions(&counted, group), &actions(&named, member), in_actions);
        agree(member, &payoffs(&counted, group), &payoffs(&named, member), in_payoffs);
    }
}

#[test]
fn a_deal_of_two_years_is_the_same_by_count_and_by_name() {
    all_numbers_agree(&["periods.then=stops"], [AGREES; 2]);
}

#[test]
fn a_deal_without_end_is_the_same_by_count_and_by_name() {
    all_numbers_agree(&["cost_of_war_at_once=5"], AGREES_BEYOND);
}
