//! The main scenario as it was, under one modelling convention after another: published numbers, worked out anew.
//!
//! How the menu is cut, where the horizon lies, how actors take their own later choices: what should not change an answer
//! changed this one.

use std::fmt;

use pactum::unstable::explore::{Limits, explore};
use pactum::unstable::game::Bound;
use pactum::unstable::play::exact;
use pactum::unstable::strategy::{Options, Reachable, Status, solve};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::support::files::text;
use crate::support::scenario::Scenario;

/// How far the numbers may be from those published with three digits or four.
const CLOSE: f64 = 0.0005;

/// How the file is changed.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    /// The watched periods, if they are others than 40.
    periods: Option<usize>,
    /// Play goes on after them.
    goes_on: bool,
    /// Everybody takes its own later choices as best.
    best: bool,
    /// Russia complies or acts in the gray zone with precision 1 once it does not attack.
    nests: bool,
    /// The gray zone is three identical acts.
    gray_in_three: bool,
    /// An attack is two identical acts.
    attack_in_two: bool,
    gray_zone_cost: Option<usize>,
}

/// The chance of any war by a quarter, without the clause and with it.
#[derive(Clone, Copy, Debug)]
struct War {
    by: usize,
    plain: Option<f64>,
    clause: Option<f64>,
}

fn war(by: usize, plain: f64, clause: f64) -> War {
    let [plain, clause] = [plain, clause].map(Some);
    War { by, plain, clause }
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self:?}")
    }
}

/// Puts something before or after the only place in a text that reads so.
fn put(text: &mut String, place: &str, with: &str) {
    assert_eq!(text.matches(place).count(), 1, "{place}");
    *text = text.replacen(place, with, 1);
}

impl Change {
    fn text(&self) -> String {
        let mut text = text("tests/deal/conventions.toml");
        let then = if self.goes_on { ", then = \"goes_on\"" } else { "" };
        let periods = format!("count = {}{then},", self.periods.unwrap_or(40));
        put(&mut text, "count = 40,", &periods);
        if self.best {
            for precision in ["russia", "others"] {
                let strategy = format!("strategy = {{ logit = \"precision_{precision}\" }}");
                text = text.replace(&strategy, &format!("{strategy}\nown_later = \"best\""));
            }
        }
        let (mut grays, mut attacks) = (vec!["gray_zone"], vec!["attack"]);
        if self.gray_in_three {
            grays.extend(["gray_zone_2", "gray_zone_3"]);
            copy(&mut text, "gray_zone", &grays[1..]);
        }
        if self.attack_in_two {
            attacks.push("attack_2");
            copy(&mut text, "attack", &attacks[1..]);
        }
        if self.nests {
            let peaceful = [&["comply"], &grays[..]].concat();
            let nests = format!(
                "nests = [\n  {{ name = \"peaceful\", members = {peaceful:?}, multiple = \"1 / precision_russia\" }},\n  \
                 {{ name = \"warlike\", members = {attacks:?}, multiple = \"1 / precision_russia\" }},\n]"
            );
            let asked = "opportunity = \"opportunity_russia\"";
            put(&mut text, asked, &format!("{asked}\n{nests}"));
        }
        text
    }

    /// The chance of war by each of some quarters.
    fn wars(&self, variant: &str, by: &[usize]) -> Vec<f64> {
        let cost = self.gray_zone_cost.map(|cost| format!("gray_zone_cost={cost}"));
        let sets: Vec<String> = cost.into_iter().collect();
        wars(&self.text(), (variant, &sets), by)
    }

    fn expect(&self, wanted: &[War]) {
        for variant in ["plain_ceasefire", "clause"] {
            let of = |war: &War| if variant == "clause" { war.clause } else { war.plain };
            if wanted.iter().all(|war| of(war).is_none()) {
                continue;
            }
            let by: Vec<usize> = wanted.iter().map(|war| war.by).collect();
            for (war, found) in wanted.iter().zip(self.wars(variant, &by)) {
                if let Some(wanted) = of(war) {
                    // Halves of the last digit round either way.
                    let off = (found - wanted).abs();
                    assert!(
                        off <= CLOSE + 1e-9,
                        "{self}, {variant} by {}: {found} is not {wanted}",
                        war.by
                    );
                }
            }
        }
    }
}

/// The chance of war by each of some quarters, in a scenario whose text is this.
fn wars(text: &str, (variant, sets): (&str, &[String]), by: &[usize]) -> Vec<f64> {
    let model = Scenario::read(text).model(variant, sets);
    let explored = explore(&model, &Limits::default()).unwrap_or_else(|error| panic!("{error:?}"));
    let nominal: Vec<f64> = model.parameters.iter().map(|parameter| parameter.nominal).collect();
    let bound = Bound::single(&explored.game, &nominal);
    let solution = solve(&bound, &Reachable::of(&explored.game), &Options::default());
    assert_eq!(solution.status, [Status::Converged], "{variant} {sets:?}");
    let exact = exact(&bound, &solution.profile);
    let outcomes = explored.names.outcomes.len();
    let name = |number: usize| explored.names.outcomes[number].as_str();
    let wars: Vec<usize> = (0..outcomes)
        .filter(|&number| name(number).starts_with("war"))
        .collect();
    let in_period = |period: usize| {
        let ends = wars.iter().map(|war| exact.endings[period * outcomes + war][0]);
        ends.sum::<f64>()
    };
    by.iter().map(|&by| (0..=by).map(in_period).sum()).collect()
}

/// Copies of an act of Russia, with what it pays.
fn copy(text: &mut String, act: &str, copies: &[&str]) {
    let written = match act {
        "gray_zone" => "[[stages.actions]]\nname = \"gray_zone\"\nset = { gray = \"clause == in_force\" }\n",
        _ => "[[stages.actions]]\nname = \"attack\"\nset = { crisis = \"attack\" }\n",
    };
    let named = |text: &str, copy: &str| text.replace(&format!("name = \"{act}\""), &format!("name = \"{copy}\""));
    let all: Vec<String> = copies.iter().map(|copy| named(written, copy)).collect();
    put(text, written, &format!("{written}\n{}", all.join("\n")));
    let paid = "[[actors.russia.payoffs]]\nname = \"gray_zone\"\npaid = \"on_action\"\naction = \"russia_moves.gray_zone\"\n\
                amount = \"(1 - discount) * (gray_zone_gain - gray_zone_cost)\"\n";
    if act == "gray_zone" {
        let all: Vec<String> = copies
            .iter()
            .map(|copy| paid.replace("gray_zone\"", &format!("{copy}\"")))
            .collect();
        put(text, paid, &format!("{paid}\n{}", all.join("\n")));
    }
}

#[test]
fn conventions_that_should_not_matter_moved_the_old_scenario() {
    let plain = Change::default();
    let best = Change { best: true, ..plain };
    let nests = Change { nests: true, ..best };
    let longer = |change: Change| Change {
        periods: Some(80),
        ..change
    };
    let gray = |change: Change| Change {
        gray_in_three: true,
        ..change
    };
    let attack = |change: Change| Change {
        attack_in_two: true,
        ..change
    };
    let cost = |change: Change, cost: usize| Change {
        gray_zone_cost: Some(cost),
        ..change
    };
    let with_clause = |by: usize, chance: f64| War {
        by,
        plain: None,
        clause: Some(chance),
    };
    let wanted = vec![
        (plain, vec![war(40, 0.430, 0.394)]),
        (gray(plain), vec![war(40, 0.370, 0.298)]),
        (attack(plain), vec![war(40, 0.494, 0.455)]),
        (cost(plain, 0), vec![with_clause(40, 0.389)]),
        (cost(plain, 100), vec![with_clause(40, 0.409)]),
        (cost(plain, 1000), vec![with_clause(40, 0.489)]),
        (best, vec![war(40, 0.413, 0.346)]),
        (longer(best), vec![war(40, 0.405, 0.343)]),
        (gray(best), vec![war(40, 0.345, 0.258)]),
        (attack(best), vec![war(40, 0.464, 0.419)]),
        (cost(best, 1000), vec![war(40, 0.444, 0.388)]),
        (nests, vec![war(40, 0.464, 0.410)]),
        (longer(nests), vec![war(40, 0.461, 0.410)]),
        (gray(nests), vec![war(40, 0.464, 0.415)]),
        (attack(nests), vec![war(40, 0.464, 0.410)]),
        (cost(nests, 1000), vec![war(40, 0.466, 0.409)]),
    ];
    wanted
        .into_par_iter()
        .for_each(|(change, wanted)| change.expect(&wanted));
}

#[test]
fn open_ended_the_watched_periods_do_not_matter() {
    let agent = Change {
        goes_on: true,
        ..Change::default()
    };
    let best = Change { best: true, ..agent };
    let nests = Change { nests: true, ..best };
    let watch = |change: Change, periods: usize| Change {
        periods: Some(periods),
        ..change
    };
    let wanted = vec![
        (watch(agent, 20), vec![war(20, 0.3771, 0.3350)]),
        (watch(agent, 40), vec![war(20, 0.3771, 0.3348)]),
        (watch(agent, 80), vec![war(20, 0.3771, 0.3350)]),
        (watch(best, 20), vec![war(20, 0.3120, 0.2341)]),
        (watch(best, 40), vec![war(20, 0.3119, 0.2342), war(40, 0.4030, 0.3420)]),
        (watch(best, 80), vec![war(20, 0.3119, 0.2343), war(40, 0.4030, 0.3420)]),
        (watch(nests, 20), vec![war(20, 0.3864, 0.3173)]),
        (watch(nests, 40), vec![war(20, 0.3864, 0.3174), war(40, 0.4606, 0.4099)]),
    ];
    wanted
        .into_par_iter()
        .for_each(|(change, wanted)| change.expect(&wanted));
}

/// War by quarter 20 differed with the horizon, by more than the clause does.
#[test]
fn with_a_horizon_the_watched_periods_mattered() {
    for (periods, wanted) in [(20, -0.080), (40, -0.046)] {
        let change = Change {
            periods: Some(periods),
            ..Change::default()
        };
        let [plain, clause] = ["plain_ceasefire", "clause"].map(|variant| change.wars(variant, &[20])[0]);
        assert!((clause - plain - wanted).abs() <= CLOSE, "{periods}: {plain}, {clause}");
    }
}

/// In the shipped scenario, copies of actions and the number of watched periods move what the clause does by less than
/// .01, and the other way of taking own later choices does not turn it.
#[test]
fn conventions_carry_no_result_in_the_shipped_scenario() {
    let shipped = text("scenarios/nato_clause.toml");
    let set = |key: &str| vec![key.to_owned()];
    let in_copies = |action: &str, copies: usize| {
        let mut text = shipped.clone();
        let from = text.find(&format!("[[stages.actions]]\nname = \"{action}\"\n"));
        let from = from.expect("the action exists");
        let length = text[from..].find("\n\n").expect("it ends") + 2;
        let written = text[from..from + length].to_owned();
        let names: Vec<String> = (1..copies).map(|copy| format!("{action}_{copy}")).collect();
        let named = |copy: &String| written.replace(&format!("name = \"{action}\""), &format!("name = \"{copy}\""));
        text.insert_str(from, &names.iter().map(named).collect::<String>());
        let members: Vec<String> = names.iter().map(|name| format!("\"{name}\", ")).collect();
        let (before, after) = text.split_once("members = [\"comply").expect("the nests of Russia");
        let after = after.replacen(
            &format!("\"{action}\""),
            &format!("{}\"{action}\"", members.concat()),
            1,
        );
        format!("{before}members = [\"comply{after}")
    };
    let difference = |text: &str, sets: &[String], by: usize| {
        let [plain, clause] = ["plain_ceasefire", "clause"].map(|variant| wars(text, (variant, sets), &[by])[0]);
        clause - plain
    };
    let as_written = [20, 40].map(|by| difference(&shipped, &[], by));
    for (text, sets, by) in [
        (in_copies("gray_zone", 3), vec![], 40),
        (in_copies("attack", 2), vec![], 40),
        (shipped.clone(), set("periods.count=20"), 20),
        (shipped.clone(), set("periods.count=80"), 20),
        (shipped.clone(), set("periods.count=80"), 40),
    ] {
        let moved = difference(&text, &sets, by) - as_written[usize::from(by == 40)];
        assert!(moved.abs() < 0.01, "{sets:?} by {by}: {moved}");
    }
    let aware = ["russia", "ukraine", "us"].map(|actor| format!("{actor}.own_later=as_played"));
    assert!(difference(&shipped, &aware, 40) < 0.0);
}
