//! The same scenario twice: with a group, and with every member as an actor of its own. All numbers must be equal.

use pactum::unstable::game::{Bound, Game, Members, Promise};
use pactum::unstable::numeric::math::max;
use pactum::unstable::play::{CompiledGame, Draw, Simulator, Tallies};

use crate::comparison::compare::compare;
use crate::support::scenario::Scenario;
use crate::support::solved_game::SolvedGame;

/// Numbers that are worked out in two ways agree to this.
const AGREES: f64 = 1e-12;
/// The same where play goes on after the last period: what it is worth is found step by step.
const AGREES_BEYOND: f64 = 1e-11;

/// Scenarios with a group of three that differ in what members may do, and whether play goes on after the last period.
pub(crate) fn with_groups() -> Vec<String> {
    let asked = Some("if(count > 0, 0.5, 0.8)");
    let all = [
        (None, None, false, false),
        (asked, Some("per_occasion"), false, true),
        (asked, Some("per_game"), false, false),
        (asked, Some("per_occasion"), true, true),
    ];
    let scenario = |(opportunity, promise, goes_on, own_later)| {
        let features = Features {
            opportunity,
            promise,
            goes_on,
            own_later,
            ..Features::default()
        };
        text(&Counted("ally", 3), 3, features)
    };
    all.into_iter().map(scenario).collect()
}

/// What a scenario has besides a straw vote and a vote.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Features {
    /// The chance of being asked.
    pub(super) opportunity: Option<&'static str>,
    /// Whether those that are not asked count as voting yes.
    pub(super) not_asked: bool,
    /// When it is drawn whether a promise to vote yes binds.
    pub(super) promise: Option<&'static str>,
    /// Whether the chair has a prior of its own, and members of each other.
    pub(super) own_prior: bool,
    /// Whether play goes on after the last period.
    pub(super) goes_on: bool,
    /// Whether later choices are taken as best, and actions stand in nests.
    pub(super) own_later: bool,
}

/// How a scenario writes of the members of one group.
pub(super) trait Players {
    /// A section for each actor that there is.
    fn each(&self, section: &str) -> String;
    /// Choices in a stage.
    fn choices(&self, actions: &str) -> String;
    /// How many take an action, or have a type.
    fn count(&self, what: &str) -> String;
    /// What follows from how many say yes, who may take these actions; `YES` stands for their number.
    fn follows(&self, _actions: &[&str], what: &str) -> String {
        format!("tally = {{ {} }}", what.replace("YES", &self.count("yes")))
    }
}

pub(super) struct Counted(pub(super) &'static str, pub(super) usize);
pub(super) struct Named(pub(super) &'static str, pub(super) usize);

impl Players for Counted {
    fn each(&self, section: &str) -> String {
        let declared = format!("members = {}", self.1);
        section.replace("MEMBERS", &declared).replace("ME", self.0)
    }

    fn choices(&self, actions: &str) -> String {
        format!("{{ actor = \"{}\", {actions} }},", self.0)
    }

    fn count(&self, what: &str) -> String {
        format!("{}.{what}", self.0)
    }
}

impl Named {
    fn names(&self) -> impl Iterator<Item = String> {
        (1..=self.1).map(|number| format!("{}_{number}", self.0))
    }
}

impl Players for Named {
    fn each(&self, section: &str) -> String {
        let section = section.replace("MEMBERS", "");
        self.names().map(|name| section.replace("ME", &name)).collect()
    }

    fn choices(&self, actions: &str) -> String {
        let choice = |name| format!("{{ actor = \"{name}\", {actions} }},");
        self.names().map(choice).collect()
    }

    fn count(&self, what: &str) -> String {
        let one = |name: String| match what {
            "willing" => format!("if({name}.type == willing, 1, 0)"),
            _ => format!("{name}.{what}"),
        };
        self.names().map(one).collect::<Vec<_>>().join(" + ")
    }
}

/// Members with names, and an entry for whatever each of them does: what the interpreter reads.
struct Listed(Named);

impl Players for Listed {
    fn each(&self, section: &str) -> String {
        self.0.each(section)
    }

    fn choices(&self, actions: &str) -> String {
        self.0.choices(actions)
    }

    fn count(&self, what: &str) -> String {
        self.0.count(what)
    }

    fn follows(&self, actions: &[&str], what: &str) -> String {
        let mut all = vec![(String::new(), 0)];
        for name in self.0.names() {
            let further = |(picks, yes): &(String, usize)| {
                let pick = |action: &&str| {
                    let yes = yes + usize::from(*action == "yes");
                    (format!("{picks}{name} = \"{action}\", "), yes)
                };
                actions.iter().map(pick).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(further).collect();
        }
        let entry = |(picks, yes): &(String, usize)| {
            let what = what.replace("YES", &yes.to_string());
            format!("{{ picks = {{ {} }}, {what} }}", picks.trim_end_matches(", "))
        };
        format!("joint = [{}]", all.iter().map(entry).collect::<Vec<_>>().join(", "))
    }
}

pub(super) fn text(group: &dyn Players, members: usize, features: Features) -> String {
    let Features {
        opportunity,
        not_asked,
        promise,
        own_prior,
        goes_on,
        own_later,
    } = features;
    let own_later = if own_later { "own_later = 0.6" } else { "" };
    let mut asked = opportunity.map_or_else(String::new, |chance| format!("opportunity = \"{chance}\", "));
    if not_asked {
        asked += "not_asked = \"yes\", ";
    }
    let nests = if own_later.is_empty() {
        ""
    } else {
        ", nests = [{ name = \"voice\", members = [\"no\", \"abstain\"], multiple = 2 }]"
    };
    let straw = group.choices(&format!("{asked}actions = [{{ name = \"yes\" }}, {{ name = \"no\" }}]"));
    let vote = group.choices(&format!(
        "actions = [{{ name = \"yes\" }}, {{ name = \"no\" }}, {{ name = \"abstain\", guard = \"count > 0\" }}]{nests}"
    ));
    let belief = |about: &str| format!("[actors.chair.believed.{about}]\nwilling = 0.5\nreluctant = 0.5\n");
    let believed = if own_prior {
        group.each(&belief("ME"))
    } else {
        String::new()
    };
    let promised = promise.map_or_else(String::new, |drawn| {
        group.each(&format!(
            "[commitments.pact_of_ME]\nactor = \"ME\"\nstage = \"vote\"\naction = \"yes\"\nwhen = \"count >= 1\"\ndrawn = \"{drawn}\"\ncredibility = \"if(ME.type == willing, 0.4, 0.2)\"\ncost = 0.7\n"
        ))
    });
    let then = if goes_on { ", then = \"goes_on\"" } else { "" };
    let stages_when = if goes_on { "" } else { "when = \"period == 1\"" };
    let vote_when = if goes_on { "" } else { "when = \"period == 2\"" };
    let reopened = if goes_on { "open" } else { "no" };
    let counted = group.follows(&["yes", "no"], "set = { count = \"YES\" }");
    let decided = format!(
        "branches = [{{ name = \"counted\", probability = \"if(pressed, 0.9, 0.7)\", set = {{ accepted = \"if(YES >= 2, yes, {reopened})\" }} }}, {{ name = \"spoilt\", otherwise = true, set = {{ accepted = \"no\" }} }}]"
    );
    let decided = group.follows(&["yes", "no", "abstain"], &decided);
    let willing = group.count("willing");
    let mixed = group.each(
        r#"
[actors.ME]
MEMBERS
types = { willing = 0.7, reluctant = 0.3 }
strategy = { logit = "1.3 + if(ME.type == willing, 0.2, 0)" }
discount = 0.9
OWN_LATER
payoffs = [
    { name = "straw", paid = "on_action", action = "straw_vote.yes", amount = "if(ME.type == willing, 0.2, -0.1)" },
    { name = "vote", paid = "on_action", action = "vote.yes", when = "ME.type == willing", amount = -0.3 },
    { name = "waits", paid = "each_period", when = "ME.type == reluctant", amount = "0.1 * count" },
    { name = "accepted", paid = "at_end", when = "accepted == yes", amount = "if(ME.type == willing, 3, -1.5) + (WILLING) / N" },
]
"#,
    );
    let mixed = mixed.replace("OWN_LATER", own_later).replace("WILLING", &willing);
    let mixed = mixed.replace("/ N", &format!("/ {members}"));
    format!(
        r#"
title = "A straw vote and a vote"
periods = {{ count = 2{then} }}
[actors.chair]
strategy = {{ logit = 1.5 }}
discount = 0.95
payoffs = [
    {{ name = "accepted", paid = "at_end", when = "accepted == yes", amount = 2 }},
    {{ name = "presses", paid = "on_action", action = "press", amount = -0.4 }},
]
{believed}
{mixed}
{promised}
[variables]
count = {{ range = [0, {members}], start = 0 }}
pressed = {{ truth = true, start = false }}
accepted = {{ values = ["open", "yes", "no"], start = "open" }}
[[stages]]
name = "straw_vote"
{stages_when}
choices = [{straw}]
{counted}
[[stages]]
name = "chairs"
actor = "chair"
actions = [{{ name = "press", set = {{ pressed = "true" }} }}, {{ name = "hold" }}]
[[stages]]
name = "vote"
{vote_when}
choices = [{vote}]
{decided}
[[outcomes]]
name = "accepted"
when = "accepted == yes"
[[outcomes]]
name = "rejected"
when = "accepted == no"
[[outcomes]]
name = "open"
at_end = true
"#
    )
}

fn solved(text: &str) -> SolvedGame {
    let (_, model) = Scenario::read(text).models().swap_remove(0);
    SolvedGame::nominal(&model)
}

/// What is compared: outcomes, average payoffs, how often each action is taken, and the largest regret.
fn numbers(solved: &SolvedGame, members: usize) -> Vec<(String, f64)> {
    let (game, names) = (&solved.explored.game, &solved.explored.names);
    let of_group = |actor: usize| actor > 0;
    let mut numbers = Vec::new();
    for (name, chance) in names.outcomes.iter().zip(&solved.exact.outcomes) {
        numbers.push((format!("outcome {name}"), chance[0]));
    }
    let counted = game.declared < game.actors;
    let declared = game
        .term_actor
        .iter()
        .zip(&solved.exact.terms)
        .filter(|(actor, _)| **actor < game.declared);
    for group in [false, true] {
        let own = declared.clone().filter(|(actor, _)| of_group(**actor) == group);
        let sum: f64 = own.map(|(_, paid)| paid[0]).sum();
        let of_one = if group && !counted { sum / members as f64 } else { sum };
        numbers.push((format!("payoff of {group}"), of_one));
    }
    let actions: usize = game.decision_kinds.iter().map(|kind| kind.actions).sum();
    for period in 0..game.periods {
        for stage in 0..names.stages.len() {
            for kind_type in [None, Some(0), Some(1)] {
                for bound in [None, Some(false), Some(true)] {
                    let kinds = game.decision_kinds.iter();
                    let kinds: Vec<_> = kinds
                        .filter(|kind| (kind.stage, kind.actor_type, kind.bound) == (stage, kind_type, bound))
                        .collect();
                    for action in 0..kinds.first().map_or(0, |kind| kind.actions) {
                        let taken = kinds
                            .iter()
                            .map(|kind| solved.exact.taken[period * actions + kind.first + action][0]);
                        let what = format!("period {} stage {stage} {kind_type:?} {bound:?} {action}", period + 1);
                        numbers.push((what, taken.sum()));
                    }
                }
            }
        }
    }
    let compliance = game.type_profiles.len() * 4;
    for kind in 0..4 {
        let all = solved.exact.compliance.chunks(compliance).flat_map(|of| of.chunks(4));
        numbers.push((format!("compliance {kind}"), all.map(|of| of[kind][0]).sum()));
    }
    for group in [false, true] {
        let own = (0..game.actors).filter(|&actor| of_group(actor) == group);
        let regret = own.map(|actor| solved.solution.regret[actor][0]).fold(0.0, max);
        numbers.push((format!("regret of {group}"), regret));
    }
    numbers
}

#[track_caller]
fn agree(members: usize, features: Features) {
    let counted = text(&Counted("ally", members), members, features);
    let named = text(&Named("ally", members), members, features);
    texts_agree([&counted, &named], members, features);
}

/// The numbers of a text that counts members are those of a text that names them.
#[track_caller]
pub(super) fn texts_agree(texts: [&str; 2], members: usize, features: Features) {
    let [counted, named] = texts.map(solved);
    let pairs = numbers(&counted, members).into_iter().zip(numbers(&named, members));
    let agrees = if features.goes_on { AGREES_BEYOND } else { AGREES };
    let mut compared = 0;
    for ((what, found), (same, expected)) in pairs {
        assert_eq!(what, same);
        assert!(
            (found - expected).abs() <= agrees,
            "{features:?}: {what} is {found}, by name {expected}"
        );
        compared += usize::from(expected != 0.0);
    }
    assert!(compared > 12, "{compared}");
}

#[test]
fn members_are_counted_as_if_they_had_names() {
    for members in 2..=5 {
        agree(members, Features::default());
    }
}

#[test]
fn the_interpreter_lists_members_one_by_one() {
    let listed = [
        Features::default(),
        Features {
            opportunity: Some("0.8"),
            not_asked: true,
            ..Features::default()
        },
        Features {
            promise: Some("per_game"),
            ..Features::default()
        },
        Features {
            promise: Some("per_occasion"),
            own_prior: true,
            ..Features::default()
        },
    ];
    for features in listed {
        let listed = text(&Listed(Named("ally", 2)), 2, features);
        let seen = compare(&listed);
        assert!(seen.is_ok(), "{features:?}: {seen:?}");
        let counted = numbers(&solved(&text(&Counted("ally", 2), 2, features)), 2);
        for ((what, found), (_, expected)) in counted.into_iter().zip(numbers(&solved(&listed), 2)) {
            assert!(
                (found - expected).abs() <= AGREES,
                "{features:?}: {what} is {found}, listed {expected}"
            );
        }
    }
}

/// A straw vote of one group, then a vote of two groups and the chair at once.
fn two_groups(allies: &dyn Players, holdouts: &dyn Players) -> String {
    let member = r#"
[actors.ME]
MEMBERS
types = { willing = CHANCE, reluctant = "1 - CHANCE" }
strategy = { logit = LAMBDA }
discount = 0.9
payoffs = [
    { name = "vote", paid = "on_action", action = "vote.yes", amount = "if(ME.type == willing, -0.3, -0.5)" },
    { name = "accepted", paid = "at_end", when = "accepted == yes", amount = "if(ME.type == willing, 4, -0.5)" },
]
"#;
    let declared = |of: &dyn Players, chance: &str, lambda: &str| {
        of.each(&member.replace("CHANCE", chance).replace("LAMBDA", lambda))
    };
    let actions = "actions = [{ name = \"yes\" }, { name = \"no\" }]";
    let (straw, first) = (allies.choices(actions), allies.choices(actions));
    let second = holdouts.choices(&format!("opportunity = 0.8, {actions}"));
    let (all, others) = (allies.count("yes"), holdouts.count("yes"));
    format!(
        r#"
title = "Two groups and a chair"
periods = 2
[actors.chair]
strategy = {{ logit = 1.5 }}
payoffs = [{{ name = "accepted", paid = "at_end", when = "accepted == yes", amount = "1 + count" }}]
{}{}
[variables]
count = {{ range = [0, 2], start = 0 }}
accepted = {{ values = ["open", "yes", "no"], start = "open" }}
[[stages]]
name = "straw_vote"
when = "period == 1"
choices = [{straw}]
tally = {{ set = {{ count = "{all}" }} }}
[[stages]]
name = "vote"
when = "period == 2"
choices = [{first}{second}{{ actor = "chair", {actions} }}]
tally = {{ set = {{ accepted = "if({all} + {others} >= 3 and chair.yes == 1, yes, no)" }} }}
[[outcomes]]
name = "accepted"
when = "accepted == yes"
[[outcomes]]
name = "rejected"
when = "accepted == no"
[[outcomes]]
name = "open"
at_end = true
"#,
        declared(allies, "0.7", "1.3"),
        declared(holdouts, "0.4", "2.1"),
    )
}

#[test]
fn several_groups_and_named_actors_choose_at_once() {
    let counted = solved(&two_groups(&Counted("ally", 2), &Counted("holdout", 2)));
    let named = solved(&two_groups(&Named("ally", 2), &Named("holdout", 2)));
    for ((what, found), (_, expected)) in numbers(&counted, 2).into_iter().zip(numbers(&named, 2)) {
        assert!(
            (found - expected).abs() <= AGREES,
            "{what} is {found}, by name {expected}"
        );
    }
}

#[test]
fn members_that_may_not_be_asked_are_counted() {
    for not_asked in [false, true] {
        let features = Features {
            opportunity: Some("if(count > 0, 0.5, 0.8)"),
            not_asked,
            ..Features::default()
        };
        agree(3, features);
    }
}

#[test]
fn promises_bind_members_one_by_one() {
    for promise in ["per_game", "per_occasion"] {
        let features = Features {
            promise: Some(promise),
            ..Features::default()
        };
        agree(3, features);
    }
}

#[test]
fn further_members_stand_at_one_node() {
    let features = Features {
        promise: Some("per_occasion"),
        ..Features::default()
    };
    let counted = solved(&text(&Counted("ally", 4), 4, features));
    let members = counted.explored.game.graphs.iter().flat_map(|graph| &graph.members);
    let members: Vec<&Members> = members.collect();
    assert!(members.iter().all(|members| (1..4).contains(&members.count)));
    let promises: Vec<Promise> = members.iter().filter_map(|members| members.bound).collect();
    assert!(promises.iter().all(|promise| promise.commitment == 0) && !promises.is_empty());
}

#[test]
fn observers_hold_priors_about_members() {
    let features = Features {
        own_prior: true,
        ..Features::default()
    };
    agree(3, features);
}

#[test]
fn members_play_on_after_the_last_period() {
    let features = Features {
        goes_on: true,
        ..Features::default()
    };
    agree(2, features);
    agree(
        2,
        Features {
            opportunity: Some("0.8"),
            ..features
        },
    );
}

#[test]
fn members_have_nests_and_later_choices_of_their_own() {
    let features = Features {
        own_later: true,
        ..Features::default()
    };
    agree(3, features);
    let goes_on = Features {
        goes_on: true,
        ..features
    };
    agree(2, goes_on);
}

/// Chances and played shares: a share is off by more than four standard errors seldom.
fn plays_as_it_should(game: &Game, solved: &SolvedGame, games: u64) {
    let bound: Bound<'_> = solved.bound();
    let compiled = CompiledGame::new(game, &solved.explored.names, 7);
    let mut tallies = Tallies::new(game);
    let draw = Draw {
        bound: &bound,
        profile: &solved.solution.profile,
        lane: 0,
        number: 0,
    };
    let played = Simulator::new(&compiled).play(&draw, games, &mut tallies, |_| ());
    for (count, chance) in played.outcomes.iter().zip(&solved.exact.outcomes) {
        let [chance, ..] = *chance;
        let share = *count as f64 / games as f64;
        let error = (chance * (1.0 - chance) / games as f64).sqrt();
        assert!((share - chance).abs() <= 4.0 * error, "{share} of {chance}");
    }
    let actions: usize = game.decision_kinds.iter().map(|kind| kind.actions).sum();
    for kind in &game.decision_kinds {
        for period in 1..=game.periods {
            for (action, &taken) in tallies.taken(period, kind).iter().enumerate() {
                let expected = solved.exact.taken[(period - 1) * actions + kind.first + action][0];
                let found = taken as f64 / games as f64;
                // A count of up to five members has at most this variance.
                let error = (5.0 * expected / games as f64).sqrt();
                assert!((found - expected).abs() <= 4.0 * error, "{found} of {expected}");
            }
        }
    }
}

#[test]
fn played_members_do_what_exact_ones_do() {
    for promise in [None, Some("per_occasion"), Some("per_game")] {
        let features = Features {
            promise,
            opportunity: Some("0.8"),
            ..Features::default()
        };
        let solved = solved(&text(&Counted("ally", 5), 5, features));
        plays_as_it_should(&solved.explored.game, &solved, 100_000);
    }
}
