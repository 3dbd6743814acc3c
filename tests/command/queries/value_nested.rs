//! `pactum value` against nested Monte Carlo: 1,000 values of a parameter, with 1,000 draws of all others at each.

use pactum::StreamKey;
use pactum::unstable::numeric::math::{logistic, max};

use crate::folder::Folder;
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

/// Whether the owner puts up a fence. How likely the raider comes is a logit choice, so that payoffs given each draw have a
/// closed form, in which the parameters work together.
const FENCE: &str = r#"
title = "Whether to put up a fence"
periods = { count = 1, unit = "year" }
[actors.raider]
strategy = { logit = 2 }
[[actors.raider.payoffs]]
name = "booty"
paid = "at_end"
amount = "prize - cost - 2 * fence"
when = 'raided == yes'
[actors.owner]
[[actors.owner.payoffs]]
name = "harm"
paid = "at_end"
amount = "-damage"
when = 'raided == yes'
[[actors.owner.payoffs]]
name = "fence"
paid = "at_end"
amount = "-fence * price"
[parameters.prize]
distribution = { uniform = [0, 3] }
[parameters.cost]
distribution = { uniform = [0, 1] }
[parameters.damage]
distribution = { uniform = [0, 4] }
[parameters.price]
distribution = { uniform = [0, 2] }
[parameters.fence]
value = 0
[variables.raided]
values = ["no", "yes"]
start = "no"
[[stages]]
name = "raid"
actor = "raider"
[[stages.actions]]
name = "stay"
[[stages.actions]]
name = "raid"
set = { raided = "yes" }
[[outcomes]]
name = "raid"
when = 'raided == yes'
[[outcomes]]
name = "quiet"
at_end = true
[variants.open]
[variants.fenced]
set = { fence = 1 }
"#;

/// The parameters, each uniform from 0 to this.
const PARAMETERS: [(&str, f64); 4] = [("prize", 3.0), ("cost", 1.0), ("damage", 4.0), ("price", 2.0)];
/// How many values of a parameter, and draws of the others at each.
const NESTED: u64 = 1_000;

/// The payoff of the owner with or without a fence.
fn payoff([prize, cost, damage, price]: [f64; 4], fence: f64) -> f64 {
    -damage * logistic(2.0 * (prize - cost - 2.0 * fence)) - fence * price
}

/// What the fence gains.
fn gain(point: [f64; 4]) -> f64 {
    payoff(point, 1.0) - payoff(point, 0.0)
}

/// A random point, by its number.
fn random(name: &str, number: u64) -> [f64; 4] {
    let mut point = [0.0; 4];
    StreamKey::of(7, &["nested", name])
        .stream(number, 0)
        .fill(0, &mut point);
    std::array::from_fn(|at| point[at] * PARAMETERS[at].1)
}

/// What it is worth to know something by which the fence gains so much on average: the best choice then, less the best
/// choice now.
fn worth(gains: &[f64]) -> f64 {
    let mean = |of: &dyn Fn(f64) -> f64| gains.iter().map(|&gain| of(gain)).sum::<f64>() / gains.len() as f64;
    mean(&|gain| max(gain, 0.0)) - max(mean(&|gain| gain), 0.0)
}

/// What it is worth to know one parameter, by nested Monte Carlo; the outer values are those in the middle of equally
/// likely ranges.
fn nested(at: usize) -> f64 {
    let (name, end) = PARAMETERS[at];
    let inner = |outer: u64| {
        let value = (outer as f64 + 0.5) / NESTED as f64 * end;
        let gains = (0..NESTED).map(|number| {
            let mut point = random(name, outer * NESTED + number);
            point[at] = value;
            gain(point)
        });
        gains.sum::<f64>() / NESTED as f64
    };
    worth(&(0..NESTED).map(inner).collect::<Vec<f64>>())
}

#[test]
fn payoffs_have_the_closed_form() {
    let temp = Folder::with(&[("fence.toml", FENCE)]);
    temp.run(
        0,
        &["run", "fence.toml", "--draws", "40", "--games", "0", "--out", "run"],
    );
    let draws = Csv::of(&temp.text("run/draws.csv"));
    for (variant, fence) in [("open", 0.0), ("fenced", 1.0)] {
        let rows = draws.only(&[("variant", variant)]);
        assert_eq!(rows.len(), 40);
        for row in rows {
            let point = PARAMETERS.map(|(name, _)| row.number(&format!("parameter_{name}")));
            meets(row.number("payoff_owner"), payoff(point, fence), 1e-9);
        }
    }
}

#[test]
fn information_is_worth_what_nested_monte_carlo_says() {
    const WITHIN: f64 = 0.02;
    let temp = Folder::with(&[("fence.toml", FENCE)]);
    let command = [
        "value",
        "fence.toml",
        "--payoff",
        "owner",
        "--draws",
        "400000",
        "--format",
        "csv",
    ];
    let table = Csv::of(&temp.run(0, &command).out);
    let value = |name: &str| table.one(&[("name", name)]).number("value");
    let all: Vec<f64> = (0..NESTED * NESTED).map(|number| gain(random("all", number))).collect();
    let everything = worth(&all);
    meets(value("everything"), everything, WITHIN * everything);
    for (at, (name, _)) in PARAMETERS.into_iter().enumerate() {
        let nested = nested(at);
        // To know the cost alone never changes the choice; what it is worth is measured by what everything is.
        let scale = if name == "cost" { everything } else { nested };
        meets(value(name), nested, WITHIN * scale);
    }
}
