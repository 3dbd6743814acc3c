//! Groups against numbers that are known from closed forms, or from a brute-force listing of all compositions.

use pactum::unstable::numeric::math::pow;
use pactum::unstable::strategy::{BranchMethod, Options, Status};

use crate::support::scenario::Scenario;
use crate::support::solved_game::{SolvedGame, nominal};

/// Numbers with eleven or more known digits agree to this.
const DIGITS: f64 = 1e-11;

#[track_caller]
fn meets(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= DIGITS, "{what} is {found}, not {expected}");
}

fn solved(text: &str) -> SolvedGame {
    let (_, model) = Scenario::read(text).models().swap_remove(0);
    let solved = SolvedGame::nominal(&model);
    assert_eq!(solved.solution.status[0], Status::Converged);
    solved
}

/// The chance of an outcome.
fn outcome(solved: &SolvedGame, name: &str) -> f64 {
    let mut known = solved.explored.names.outcomes.iter();
    let at = known.position(|known| known == name).expect("there is such an outcome");
    solved.exact.outcomes[at][0]
}

/// The payoff of an actor.
fn payoff(solved: &SolvedGame, actor: usize) -> f64 {
    let terms = solved.explored.game.term_actor.iter().zip(&solved.exact.terms);
    terms.filter(|(of, _)| **of == actor).map(|(_, paid)| paid[0]).sum()
}

/// The probability of the first action of members of each type, at the first set of each in a period.
fn first_action(solved: &SolvedGame, period: usize) -> Vec<f64> {
    let game = &solved.explored.game;
    let graph = &game.graphs[game.calendar[period - 1]];
    let mut found = vec![None; 2];
    for set in &graph.information_sets {
        let own_type = game.decision_kinds[set.decision_kind].actor_type.unwrap_or(0);
        let play = solved.solution.profile.periods[period - 1][set.first_choice][0];
        found[own_type].get_or_insert(play);
    }
    found.into_iter().flatten().collect()
}

/// A straw vote whose count is public, and a vote that is accepted with at least `quota` votes.
fn straw_and_vote(members: usize, quota: usize, lambda: f64) -> String {
    format!(
        r#"
title = "A straw vote and a vote"
periods = 2
[actors.allies]
members = {members}
types = {{ willing = 0.7, reluctant = 0.3 }}
strategy = {{ logit = {lambda} }}
discount = 0.9
payoffs = [
    {{ name = "straw", paid = "on_action", action = "straw_vote.yes", amount = "if(allies.type == willing, 0.2, -0.1)" }},
    {{ name = "vote", paid = "on_action", action = "vote.yes", amount = "if(allies.type == willing, -0.3, -0.4)" }},
    {{ name = "accepted", paid = "at_end", when = "accepted == yes", amount = "if(allies.type == willing, 3, -1.5) + 1.5 * allies.willing / {members}" }},
]
[variables]
count = {{ range = [0, {members}], start = 0 }}
accepted = {{ values = ["open", "yes", "no"], start = "open" }}
[[stages]]
name = "straw_vote"
when = "period == 1"
actor = "allies"
actions = [{{ name = "yes" }}, {{ name = "no" }}]
tally = {{ set = {{ count = "allies.yes" }} }}
[[stages]]
name = "vote"
when = "period == 2"
actor = "allies"
actions = [{{ name = "yes" }}, {{ name = "no" }}]
tally = {{ set = {{ accepted = "if(allies.yes >= {quota}, yes, no)" }} }}
[[outcomes]]
name = "accepted"
when = "accepted == yes"
[[outcomes]]
name = "rejected"
when = "accepted == no"
[[outcomes]]
name = "never"
at_end = true
"#
    )
}

#[test]
fn straw_votes_are_those_of_a_brute_force_listing() {
    let known = [
        (3, 2, [0.56068909, 0.46657424], 0.7680860829554, 2.0334233955382),
        (
            12,
            8,
            [0.57222934964043, 0.46675201372131],
            0.4154458885324,
            1.0035270720409,
        ),
        (
            31,
            21,
            [0.56463593745840, 0.46754550751029],
            0.00142035682657,
            -0.0484239994760,
        ),
    ];
    for (members, quota, straw, accepted, each) in known {
        let solved = solved(&straw_and_vote(members, quota, 1.3));
        for (found, expected) in first_action(&solved, 1).into_iter().zip(straw) {
            // The first row is known to eight digits.
            let digits = if members == 3 { 5e-9 } else { DIGITS };
            assert!(
                (found - expected).abs() < digits,
                "{members}: {found} is not {expected}"
            );
        }
        meets("accepted", outcome(&solved, "accepted"), accepted);
        meets("the payoff of a member", payoff(&solved, 0), each);
    }
}

#[test]
fn folds_of_straw_votes_are_where_they_are_known_to_be() {
    for (members, quota, fold) in [(4, 3, 0.869981), (5, 4, 0.563170)] {
        let solved = solved(&straw_and_vote(members, quota, 12.0));
        let points = &solved.solution.singular_points[0];
        let (_, first) = points.first().expect("the branch turns back");
        assert!((first - fold).abs() < 1e-6, "{members}: {first}");
    }
    let text = straw_and_vote(12, 8, 5.0);
    let (_, model) = Scenario::read(&text).models().swap_remove(0);
    for method in [BranchMethod::Adaptive, BranchMethod::ArcLength] {
        let options = Options {
            method,
            ..Options::default()
        };
        let solved = SolvedGame::with(&model, vec![nominal(&model)], &options).expect("it is sound");
        meets("accepted", outcome(&solved, "accepted"), 0.695399837350);
    }
}

/// One vote with a tally, and no second stage.
fn one_vote(actor: &str, tally: &str) -> String {
    format!(
        r#"
title = "One vote"
periods = 1
[actors.voters]
{actor}
[variables]
passed = {{ values = ["open", "yes", "no"], start = "open" }}
[[stages]]
name = "vote"
actor = "voters"
actions = [{{ name = "yes" }}, {{ name = "no" }}]
tally = {{ set = {{ passed = "if({tally}, yes, no)" }} }}
[[outcomes]]
name = "passed"
when = "passed == yes"
[[outcomes]]
name = "failed"
when = "passed == no"
[[outcomes]]
name = "open"
at_end = true
"#
    )
}

#[test]
fn unanimity_among_thirty_one_is_the_known_one() {
    let actor = r#"
members = 31
types = { willing = 0.8, reluctant = 0.2 }
strategy = { logit = 2 }
payoffs = [
    { name = "entry", paid = "at_end", when = "passed == yes", amount = "if(voters.type == willing, 6, -3)" },
    { name = "yes", paid = "on_action", action = "yes", amount = "if(voters.type == willing, 2, 1.5)" },
]
"#;
    let solved = solved(&one_vote(actor, "voters.yes == 31"));
    let play = first_action(&solved, 1);
    meets("willing", play[0], 0.999335568751460);
    meets("reluctant", play[1], 0.792825670506277);
    meets("accepted", outcome(&solved, "passed"), 0.264729788855596);
}

#[test]
fn members_of_one_type_are_those_without_types() {
    let plain = r#"
members = 5
strategy = { logit = 2 }
payoffs = [{ name = "yes", paid = "at_end", when = "passed == yes", amount = 3 }]
"#;
    let typed = plain.replace("members = 5", "members = 5\ntypes = { willing = 1 }");
    let typed = typed.replace("amount = 3", "amount = \"if(voters.type == willing, 3, 0)\"");
    let [plain, typed] = [plain, &typed].map(|actor| solved(&one_vote(actor, "voters.yes >= 3")));
    meets("passed", outcome(&typed, "passed"), outcome(&plain, "passed"));
    meets("payoff", payoff(&typed, 0), payoff(&plain, 0));
}

#[test]
fn volunteers_and_majorities_are_the_known_ones() {
    let volunteer = r#"
members = 31
strategy = { logit = 100 }
payoffs = [
    { name = "help", paid = "at_end", when = "passed == yes", amount = 1 },
    { name = "cost", paid = "on_action", action = "yes", amount = -0.2 },
]
"#;
    let volunteers = solved(&one_vote(volunteer, "voters.yes >= 1"));
    meets("a volunteer", first_action(&volunteers, 1)[0], 0.0569981967990679);
    let informed = "members = 31\nstrategy = { fixed = { yes = 0.6, no = 0.4 } }\n";
    let majority = solved(&one_vote(informed, "voters.yes >= 16"));
    meets("Condorcet's majority", outcome(&majority, "passed"), 0.871618272304819);
}

#[test]
fn a_juror_under_unanimity_is_indifferent_where_it_should_be() {
    let juries = [
        (
            12,
            0.8,
            0.9,
            0.575916295031997,
            Some([0.00692328579812, 0.654779317947574]),
        ),
        (3, 0.7, 0.5, 0.314250087969094, None),
    ];
    for (jurors, signal, threshold, votes, errors) in juries {
        let actor = format!(
            r#"
members = {jurors}
alike = {{ guilty = 0.5, innocent = 0.5 }}
types = {{ incriminated = "if(voters.mood == guilty, {signal}, 1 - {signal})", exonerated = "if(voters.mood == guilty, 1 - {signal}, {signal})" }}
strategy = {{ rules = [
    {{ when = "voters.type == incriminated", play = "yes" }},
    {{ play = {{ yes = {votes}, no = "1 - {votes}" }} }},
] }}
payoffs = [
    {{ name = "convicts_innocent", paid = "at_end", when = "passed == yes and voters.mood == innocent", amount = -{threshold} }},
    {{ name = "acquits_guilty", paid = "at_end", when = "passed == no and voters.mood == guilty", amount = "-(1 - {threshold})" }},
]
"#
        );
        let solved = solved(&one_vote(&actor, &format!("voters.yes == {jurors}")));
        // What an exonerated juror could gain.
        meets(
            "regret",
            solved
                .solution
                .regret
                .iter()
                .fold(0.0, |most, of| if of[0] > most { of[0] } else { most }),
            0.0,
        );
        let Some([convicted, acquitted]) = errors else { continue };
        let (game, exact) = (&solved.explored.game, &solved.exact);
        let given = |mood: usize, outcome: usize| {
            let profiles = 0..game.type_profiles.len();
            let profiles = profiles.filter(|&profile| game.type_profiles[profile].values[0] == mood);
            let of = |profile: usize| exact.outcomes_by_type_profile[profile * game.outcomes + outcome][0];
            profiles.map(of).sum::<f64>() / 0.5
        };
        meets("the innocent are convicted", given(1, 0), convicted);
        meets("the guilty are acquitted", given(0, 1), acquitted);
    }
}

/// Two votes at fixed probabilities, the count of the first being public.
fn two_votes(actor: &str, members: usize, chair: &str) -> String {
    format!(
        r#"
title = "Two votes"
periods = 2
[actors.allies]
members = {members}
{actor}
payoffs = [{{ name = "again", paid = "at_end", when = "again == {members}", amount = 1 }}]
[actors.chair]
strategy = {{ logit = 1 }}
payoffs = [{{ name = "calls", paid = "on_action", action = "call", amount = 1 }}]
{chair}
[variables]
count = {{ range = [0, {members}], start = 0 }}
again = {{ range = [0, {members}], start = 0 }}
[[stages]]
name = "first"
when = "period == 1"
actor = "allies"
actions = [{{ name = "yes" }}, {{ name = "no" }}]
tally = {{ set = {{ count = "allies.yes" }} }}
[[stages]]
name = "calls"
when = "period == 2"
actor = "chair"
actions = [{{ name = "call" }}, {{ name = "wait" }}]
[[stages]]
name = "second"
when = "period == 2"
actor = "allies"
actions = [{{ name = "yes" }}, {{ name = "no" }}]
tally = {{ set = {{ again = "allies.yes" }} }}
[[outcomes]]
name = "all_after_all"
at_end = true
when = "again == {members} and count == {members}"
[[outcomes]]
name = "all_after_all_but_one"
at_end = true
when = "again == {members} and count == {members} - 1"
[[outcomes]]
name = "once"
at_end = true
when = "count == {members}"
[[outcomes]]
name = "all_but_one"
at_end = true
when = "count == {members} - 1"
[[outcomes]]
name = "other"
at_end = true
"#
    )
}

#[test]
fn a_second_unanimous_vote_follows_the_first() {
    let actor = r#"
types = { willing = 0.9, reluctant = 0.1 }
strategy = { fixed = { yes = "if(allies.type == willing, 0.999, 0.5)", no = "if(allies.type == willing, 0.001, 0.5)" } }
"#;
    let solved = solved(&two_votes(actor, 31, ""));
    let share = |both: &str, one: &str| {
        let both = outcome(&solved, both);
        both / (both + outcome(&solved, one))
    };
    meets("after 31", share("all_after_all", "once"), 0.424142331786498);
    meets(
        "after 30",
        share("all_after_all_but_one", "all_but_one"),
        0.221867793366518,
    );
}

#[test]
fn a_second_vote_of_other_members_does_not_follow_the_first() {
    // Types that are drawn anew between two votes are those of other members.
    let member = r#"
[actors.ME]
members = 31
types = { willing = 0.9, reluctant = 0.1 }
strategy = { rules = [
    { when = "ME.type == willing", play = { yes = 0.999, no = 0.001 } },
    { play = { yes = 0.5, no = 0.5 } },
] }
"#;
    let rest = r#"
[variables]
count = { values = ["fewer", "all_but_one", "all"], start = "fewer" }
again = { truth = true, start = false }
[[stages]]
name = "first"
actor = "allies"
actions = [{ name = "yes" }, { name = "no" }]
tally = { set = { count = "if(allies.yes == 31, all, if(allies.yes == 30, all_but_one, fewer))" } }
[[stages]]
name = "second"
actor = "others"
actions = [{ name = "yes" }, { name = "no" }]
tally = { set = { again = "others.yes == 31" } }
[[outcomes]]
name = "all_after_all"
at_end = true
when = "again and count == all"
[[outcomes]]
name = "all_after_all_but_one"
at_end = true
when = "again and count == all_but_one"
[[outcomes]]
name = "once"
at_end = true
when = "count == all"
[[outcomes]]
name = "all_but_one"
at_end = true
when = "count == all_but_one"
[[outcomes]]
name = "other"
at_end = true
"#;
    let groups = ["allies", "others"].map(|name| member.replace("ME", name)).concat();
    let solved = solved(&format!("title = \"A vote of each\"\nperiods = 1\n{groups}{rest}"));
    for (both, once) in [("all_after_all_but_one", "all_but_one"), ("all_after_all", "once")] {
        let (both, once) = (outcome(&solved, both), outcome(&solved, once));
        meets("again", both / (both + once), 0.198002728670899);
    }
}

/// What the actor at a set believes of the share of willing members.
fn believed_willing(solved: &SolvedGame, period: usize, member: Option<usize>, count: i32) -> f64 {
    let (game, names) = (&solved.explored.game, &solved.explored.names);
    let number = game.calendar[period - 1];
    let graph = &game.graphs[number];
    let at = names
        .cells
        .iter()
        .position(|cell| cell.name == "count")
        .expect("it is a variable");
    let state = |node: usize| &names.states[names.node_states[number][node] as usize];
    let set = graph.information_sets.iter().find(|set| {
        let kind = &game.decision_kinds[set.decision_kind];
        let same = match member {
            Some(own_type) => kind.actor_type == Some(own_type),
            None => kind.actor == 1,
        };
        same && kind.actor != 0 && state(set.nodes.start)[at] == count
    });
    let set = set.expect("the set exists");
    let weights = solved.solution.beliefs.at(period, set, 0);
    let willing = set.nodes.clone().zip(weights).map(|(node, weight)| {
        let composition = game.type_profiles[graph.nodes[node].type_profile as usize].values[0];
        weight * composition as f64
    });
    willing.sum()
}

#[test]
fn beliefs_about_other_members_are_those_of_bayes() {
    let actor = r#"
types = { willing = 0.7, reluctant = 0.3 }
strategy = { logit = 0 }
strategy_at.first = { fixed = { yes = "if(allies.type == willing, 0.8, 0.25)", no = "if(allies.type == willing, 0.2, 0.75)" } }
"#;
    let solved = solved(&two_votes(actor, 31, ""));
    // A member knows its own type; the others are 30.
    let willing = believed_willing(&solved, 2, Some(0), 20);
    meets("to a willing member", (willing - 1.0) / 30.0, 0.702375958515775);
    let reluctant = believed_willing(&solved, 2, Some(1), 20);
    meets("to a reluctant member", reluctant / 30.0, 0.711488766238393);
}

#[test]
fn votes_of_vanishing_probability_tell_as_much_as_others() {
    let actor = r#"
types = { willing = 0.7, reluctant = 0.3 }
strategy = { logit = 0 }
strategy_at.first = { fixed = { yes = "if(allies.type == willing, 1e-12, 1e-14)", no = "if(allies.type == willing, 1 - 1e-12, 1 - 1e-14)" } }
"#;
    let solved = solved(&two_votes(actor, 31, ""));
    meets(
        "to the chair",
        believed_willing(&solved, 2, None, 31) / 31.0,
        0.9957325746799431,
    );
}

#[test]
fn a_mood_is_shared_by_all_members() {
    let plain = r#"
members = 32
types = { willing = 0.99, reluctant = 0.01 }
strategy = { fixed = { yes = "if(voters.type == willing, 1, 0)", no = "if(voters.type == willing, 0, 1)" } }
"#;
    let independent = solved(&one_vote(plain, "voters.yes >= 32"));
    meets("independent", outcome(&independent, "passed"), pow(0.99, 32.0));
    let mood = plain.replace(
        "types = { willing = 0.99, reluctant = 0.01 }",
        "alike = { good = 0.9, bad = 0.1 }\ntypes = { willing = \"if(voters.mood == good, 1, 0.9)\", reluctant = \"if(voters.mood == good, 0, 0.1)\" }",
    );
    let together = solved(&one_vote(&mood.replace("32", "31"), "voters.yes >= 31"));
    // One more, who approves with even chance, makes it .451907602122.
    meets(
        "with a mood",
        outcome(&together, "passed") / 2.0,
        (0.9 + 0.1 * pow(0.9, 31.0)) / 2.0,
    );
    assert!((outcome(&together, "passed") / 2.0 - 0.451907602122).abs() < 1e-12);
}
