//! `pactum estimate`: known answers, folders that give the same again, and what is said of doubtful estimates.

use std::fs;

use pactum::unstable::numeric::math::{exp, ln, max};

use crate::folder::Folder;
use crate::shipped::scenario;
use crate::support::csv_table::{Csv, Row};
use crate::support::files::text;
use crate::support::tolerance::meets;

/// Log-likelihoods, estimates, and standard errors and ends of intervals are known to so many digits.
const LOG_LIKELIHOOD: f64 = 1e-7;
const ESTIMATE: f64 = 1e-6;
const ERROR: f64 = 1e-5;

/// The tables of an estimate.
struct Tables {
    estimates: Csv,
    starts: Csv,
    predicted: Csv,
    said: String,
}

impl Tables {
    fn key(&self, key: &str) -> Row<'_> {
        self.estimates.one(&[("key", key)])
    }

    /// The estimate and the standard error of a key.
    fn meets(&self, key: &str, estimate: f64, error: f64) {
        let row = self.key(key);
        meets(row.number("estimate"), estimate, ESTIMATE);
        meets(row.number("standard_error"), error, ERROR);
    }

    /// The ends of the profile interval of a key.
    fn interval(&self, key: &str, low: f64, high: f64) {
        let row = self.key(key);
        meets(row.number("profile_low"), low, ERROR);
        meets(row.number("profile_high"), high, ERROR);
    }

    fn log_likelihood(&self, wanted: f64) {
        meets(
            self.starts.one(&[("start", "0")]).number("log_likelihood"),
            wanted,
            LOG_LIKELIHOOD,
        );
    }
}

/// Estimates from a table of cases; expects an exit code.
fn estimated(code: i32, file: &str, cases: &str, arguments: &[&str]) -> Tables {
    let temp = Folder::with(&[("table.csv", cases)]);
    let (table, out) = (temp.argument("table.csv"), temp.argument("out"));
    let line = ["estimate", file, "--cases", &table, "--out", &out];
    let said = temp.run(code, &[&line[..], arguments].concat());
    let file = |name: &str| Csv::of(&temp.text(&format!("out/{name}.csv")));
    Tables {
        estimates: file("estimates"),
        starts: file("starts"),
        predicted: file("predicted"),
        said: said.out,
    }
}

/// The same from a scenario and a table that are shipped.
fn shipped(name: &str, table: &str, arguments: &[&str]) -> Tables {
    let cases = text(&format!("scenarios/cases/{table}.csv"));
    estimated(0, &scenario(&format!("cases/{name}")), &cases, arguments)
}

/// The keys of a dispute.
pub(super) const DISPUTE: [&str; 10] = [
    "--estimate",
    "a0",
    "--estimate",
    "a_x",
    "--estimate",
    "b0",
    "--estimate",
    "c0",
    "--estimate",
    "c_z",
];

#[test]
fn a_precision_is_estimated_from_counts_of_actions() {
    let file = scenario("classics/conditional_clause");
    let one = "admission_chance,russia_moves.violate,russia_moves.comply\n0.5,12,28\n";
    let found = estimated(0, &file, one, &["--estimate", "precision"]);
    found.meets("precision", 0.084_729_786_0, 0.034_503_278_0);
    found.log_likelihood(-24.434_572_08);
    let several = "admission_chance,russia_moves.violate,russia_moves.comply\n\
                   0.2,14,6\n0.3333333333333333,10,10\n0.5,6,14\n0.75,2,18\n";
    let found = estimated(0, &file, several, &["--estimate", "precision"]);
    found.meets("precision", 0.089_925_343_7, 0.023_749_641_4);
    found.interval("precision", 0.047_725_16, 0.141_973_66);
    found.log_likelihood(-44.842_028_28);
}

#[test]
fn a_choice_among_others_choices_is_estimated() {
    let found = shipped("pennies", "pennies", &["--estimate", "precision"]);
    found.meets("precision", 1.798_722_52, 0.774_582);
    found.interval("precision", 0.302_958, 4.002_473);
    found.log_likelihood(-175.049_850_66);
}

#[test]
fn coefficients_of_payoffs_have_the_known_errors() {
    let table = text("scenarios/cases/disputes.csv");
    let clustered = table.lines().enumerate().map(|(at, line)| match at {
        0 => format!("{line},cluster\n"),
        at => format!("{line},{}\n", (at - 1) / 6),
    });
    let clustered: String = clustered.collect();
    let found = estimated(0, &scenario("cases/dispute"), &clustered, &DISPUTE);
    found.log_likelihood(-48.803_150_52);
    let known = [
        ("a0", -0.329_176, 0.732_656, 0.756_858, 0.700_955_4),
        ("a_x", 1.297_254, 0.394_857, 0.389_382, 0.215_484_8),
        ("b0", -1.339_316, 1.330_457, 1.364_234, 1.288_185_7),
        ("c0", 1.335_164, 0.785_078, 0.709_522, 0.655_708_2),
        ("c_z", -1.323_941, 0.569_954, 0.553_069, 0.537_078_4),
    ];
    for (key, estimate, error, robust, by_cluster) in known {
        found.meets(key, estimate, error);
        meets(found.key(key).number("robust_error"), robust, ERROR);
        meets(found.key(key).number("cluster_error"), by_cluster, ERROR);
    }
    found.interval("a_x", 0.564_728, 2.129_606);
    found.interval("b0", -7.234_463, 1.250_732);
    meets(found.key("b0").number("wald_low"), -3.947, 1e-3);
    let row = found.predicted.one(&[("row", "1")]);
    let sum = ["sq", "cap", "war"]
        .map(|name| row.number(&format!("probability_{name}")))
        .iter()
        .sum();
    meets(sum, 1.0, 1e-12);
    meets(row.number("log_likelihood"), ln(row.number("probability_war")), 1e-12);
}

#[test]
fn priors_shrink_estimates() {
    let table = text("scenarios/cases/disputes.csv");
    let priors = ["--prior", "a_x=log_f:1", "--prior", "c_z=log_f:1", "--wald"];
    let found = estimated(0, &scenario("cases/dispute"), &table, &[&DISPUTE[..], &priors].concat());
    meets(found.key("a_x").number("estimate"), 1.254_263_3, ESTIMATE);
    meets(found.key("c_z").number("estimate"), -1.236_713_8, ESTIMATE);
    let start = found.starts.one(&[("start", "0")]);
    meets(start.number("penalised"), -50.572_372_88, LOG_LIKELIHOOD);
}

#[test]
fn private_types_are_estimated() {
    let keys = [
        "chance_resolute",
        "war_value.resolute",
        "war_x",
        "audience",
        "target_war",
    ];
    let arguments: Vec<&str> = keys.iter().flat_map(|key| ["--estimate", key]).collect();
    let found = shipped("threat", "threats", &[&arguments[..], &["--wald"]].concat());
    found.log_likelihood(-524.805_334_86);
    let known = [
        (0.331_791, 0.053_67),
        (3.409_15, 1.097_5),
        (1.518_607, 0.314_61),
        (1.013_351, 0.205_95),
        (1.198_889, 0.254_16),
    ];
    for (key, (estimate, error)) in keys.into_iter().zip(known) {
        let row = found.key(key);
        meets(row.number("estimate"), estimate, 5e-6);
        meets(row.number("standard_error"), error, 5e-5);
    }
}

#[test]
fn promises_and_durations_are_estimated() {
    let promise = r#"
title = "A promise"
periods = 1
[actors.guarantor]
strategy = { logit = 1 }
[variables.state]
values = ["waiting", "helped", "left"]
start = "waiting"
[parameters.trust]
value = 0.5
unit = "probability"
note = "assumption: estimated"
[commitments.pact]
actor = "guarantor"
stage = "vote"
action = "help"
when = "state == waiting"
credibility = "trust"
cost = 0
[[stages]]
name = "vote"
actor = "guarantor"
actions = [ { name = "help", set = { state = "helped" } }, { name = "leave", set = { state = "left" } } ]
[[outcomes]]
name = "helped"
when = "state == helped"
[[outcomes]]
name = "left"
at_end = true
"#;
    let temp = Folder::with(&[("promise.toml", promise)]);
    let file = temp.argument("promise.toml");
    let cases = "outcome,count\nhelped,40\nleft,10\n";
    let found = estimated(0, &file, cases, &["--estimate", "trust"]);
    found.meets("trust", 0.6, 0.113_137);
    found.log_likelihood(-25.020_121_18);
    // What was voted is what became of it.
    let votes = "vote.help,vote.leave\n40,10\n";
    estimated(0, &file, votes, &["--estimate", "trust"]).meets("trust", 0.6, 0.113_137);
    let truces = shipped("truce", "truces", &["--estimate", "hazard"]);
    truces.meets("hazard", 6.0 / 224.0, 0.010_787_77);
    truces.log_likelihood(-27.638_235_11);
}

/// A vote by a logit in one column, of a known precision or one that is estimated too.
fn vote(precision: &str) -> String {
    format!(
        r#"
title = "A vote"
periods = 1
[actors.voter]
strategy = {{ logit = "{precision}" }}
payoffs = [ {{ name = "yes", paid = "at_end", amount = "intercept + slope * x", when = "vote == yes" }} ]
[variables.vote]
values = ["open", "yes", "no"]
start = "open"
[parameters]
one = {{ value = 1, note = "convention" }}
scale = {{ value = 1, note = "assumption: estimated" }}
intercept = {{ value = 0, note = "assumption: estimated" }}
slope = {{ value = 0, note = "assumption: estimated" }}
x = {{ value = 0, note = "assumption: a column" }}
[[stages]]
name = "ballot"
actor = "voter"
actions = [ {{ name = "yes", set = {{ vote = "yes" }} }}, {{ name = "no", set = {{ vote = "no" }} }} ]
[[outcomes]]
name = "yes"
when = "vote == yes"
[[outcomes]]
name = "no"
at_end = true
"#
    )
}

/// Nobody of twenty with x, and ten of twenty without it.
const SEPARATED: &str = "x,outcome,count\n0,yes,10\n0,no,10\n1,yes,0\n1,no,20\n";
/// Five of twenty with x, and ten of twenty without it.
const MIXED: &str = "x,outcome,count\n0,yes,10\n0,no,10\n1,yes,5\n1,no,15\n";

#[test]
fn separation_is_said_and_a_prior_cures_it() {
    let temp = Folder::with(&[("vote.toml", &vote("one"))]);
    let file = temp.argument("vote.toml");
    let keys = ["--estimate", "intercept", "--estimate", "slope"];
    let found = estimated(0, &file, SEPARATED, &keys);
    assert!(
        found.said.contains("no maximum in `slope`") && found.said.contains("separation"),
        "{}",
        found.said
    );
    assert_eq!(found.key("slope").text("profile_low"), "");
    // Where twice the fall of 20 ln(1 − p) and the free intercept is 3.84.
    let high = found.key("slope").number("profile_high");
    let fall = |slope: f64| {
        let at = |intercept: f64| {
            let log_odds = |x: f64| -ln(1.0 + exp(x));
            10.0 * (log_odds(-intercept) + log_odds(intercept)) + 20.0 * log_odds(intercept + slope)
        };
        let best = (-400..=400)
            .map(|step| at(f64::from(step) * 0.005))
            .fold(f64::NEG_INFINITY, max);
        2.0 * (-20.0 * ln(2.0) - best)
    };
    meets(fall(high), 3.841_458_8, 1e-3);
    let found = estimated(
        0,
        &file,
        SEPARATED,
        &[&keys[..], &["--prior", "slope=log_f:1"]].concat(),
    );
    meets(found.key("slope").number("estimate"), -3.623_417_62, ESTIMATE);
    assert!(!found.said.contains("separation"), "{}", found.said);
}

#[test]
fn keys_that_cannot_be_told_apart_are_named() {
    let temp = Folder::with(&[("vote.toml", &vote("scale"))]);
    let keys = ["--estimate", "intercept", "--estimate", "slope", "--estimate", "scale"];
    let found = estimated(0, &temp.argument("vote.toml"), MIXED, &keys);
    assert!(
        found.said.contains("cannot tell `slope` and `scale` apart"),
        "{}",
        found.said
    );
    assert_eq!(found.key("slope").text("standard_error"), "");
    let dispute = text("scenarios/cases/disputes.csv").replace("sq", "sq|cap");
    // Of what is known of war alone there is no maximum.
    let found = estimated(
        5,
        &scenario("cases/dispute"),
        &dispute.replace(",cap", ",sq|cap"),
        &DISPUTE,
    );
    assert!(
        ["cannot tell", "no maximum", "no end"]
            .iter()
            .any(|word| found.said.contains(word)),
        "{}",
        found.said
    );
}

#[test]
fn draws_have_the_covariance_and_stay_in_range() {
    let out = Folder::with(&[]);
    let arguments = ["--estimate", "hazard", "--draws", "4000", "--wald"];
    let line = [
        "estimate",
        &scenario("cases/truce"),
        "--cases",
        &shipped_table("truces"),
        "--out",
        &out.argument("out"),
    ];
    out.run(0, &[&line[..], &arguments].concat());
    let draws = Csv::of(&out.text("out/posterior.csv"));
    let logit = |row: Row<'_>| ln(row.number("hazard") / (1.0 - row.number("hazard")));
    let logits: Vec<f64> = draws.only(&[]).into_iter().map(logit).collect();
    let mean = logits.iter().sum::<f64>() / logits.len() as f64;
    let variance = logits.iter().map(|at| (at - mean) * (at - mean)).sum::<f64>() / (logits.len() - 1) as f64;
    // The information about a logit is the number of quarters times hazard times its complement.
    let hazard: f64 = 6.0 / 224.0;
    let wanted = 1.0 / (224.0 * hazard * (1.0 - hazard));
    meets(mean, ln(hazard / (1.0 - hazard)), 4.0 * (wanted / 4000.0_f64).sqrt());
    meets(variance / wanted, 1.0, 4.0 * (2.0 / 4000.0_f64).sqrt());
}

fn shipped_table(name: &str) -> String {
    crate::support::files::project(&format!("scenarios/cases/{name}.csv"))
        .display()
        .to_string()
}

#[test]
fn an_estimate_is_the_same_again_on_any_number_of_threads() {
    let temp = Folder::with(&[]);
    let (file, table) = (scenario("cases/dispute"), shipped_table("disputes"));
    let line = ["estimate", &file, "--cases", &table, "--draws", "3", "--threads"];
    for threads in ["1", "2"] {
        let out = temp.argument(threads);
        temp.run(0, &[&line[..], &[threads, "--out", &out], &DISPUTE].concat());
    }
    let names = [
        "estimates.csv",
        "covariance.csv",
        "predicted.csv",
        "posterior.csv",
        "starts.csv",
        "study.toml",
    ];
    for name in names {
        assert_eq!(
            temp.text(&format!("1/{name}")),
            temp.text(&format!("2/{name}")),
            "{name}"
        );
    }
    assert_eq!(temp.text("1/cases.csv"), text("scenarios/cases/disputes.csv"));
    temp.run(0, &["verify", &temp.argument("1")]);
    // What the folder holds is enough.
    fs::remove_file(temp.path().join("1/estimates.csv")).expect("it is there");
    temp.run(
        0,
        &[
            "study",
            &temp.argument("1/study.toml"),
            "--out",
            &temp.argument("again"),
        ],
    );
    assert_eq!(temp.text("again/estimates.csv"), temp.text("2/estimates.csv"));
}

#[test]
fn the_scenario_says_what_is_estimated_and_flags_win() {
    let marked = vote("one")
        .replace(
            "intercept = { value = 0,",
            "intercept = { value = 0.5, estimate = true, bounds = [0, inf], prior = { gamma = { shape = 2, scale = 1 } },",
        )
        .replace("slope = { value = 0,", "slope = { value = 0, estimate = true, prior = { log_f = 1 },")
        .replace("x = { value = 0,", "x = { value = 0, case = true,");
    let temp = Folder::with(&[("vote.toml", &marked), ("plain.toml", &vote("one"))]);
    let (file, plain) = (temp.argument("vote.toml"), temp.argument("plain.toml"));
    let found = estimated(0, &file, MIXED, &["--wald"]);
    assert_eq!(found.key("slope").text("prior"), "log_f:1");
    assert_eq!(found.key("intercept").text("prior"), "gamma:2:1");
    assert_eq!(found.key("intercept").text("bound_low"), "0");
    let flags = [
        "--estimate",
        "intercept",
        "--estimate",
        "slope",
        "--start",
        "intercept=0.5",
        "--bounds",
        "intercept=0:",
        "--prior",
        "intercept=gamma:2:1",
        "--prior",
        "slope=log_f:1",
        "--wald",
    ];
    let same = estimated(0, &plain, MIXED, &flags);
    for key in ["intercept", "slope"] {
        for column in ["estimate", "standard_error", "prior", "start"] {
            assert_eq!(found.key(key).text(column), same.key(key).text(column));
        }
    }
    let other = estimated(
        0,
        &file,
        MIXED,
        &["--prior", "slope=normal:0:1", "--bounds", "intercept=-9:9", "--wald"],
    );
    assert_eq!(other.key("slope").text("prior"), "normal:0:1");
    // The range of a key ends where its prior does.
    assert_eq!(other.key("intercept").text("bound_low"), "0");
    assert_eq!(other.key("intercept").text("bound_high"), "9");
    // What is set is not estimated.
    let alone = estimated(0, &file, MIXED, &["--set", "intercept=0.25", "--wald"]);
    assert_eq!(alone.estimates.only(&[]).len(), 1);
    let none = temp.run(2, &["estimate", &plain, "--cases", "-"]);
    assert!(none.err.contains("`estimate = true`"), "{}", none.err);
}

#[test]
fn samples_of_the_cases_give_the_spread_of_a_logit() {
    let temp = Folder::with(&[("vote.toml", &vote("one"))]);
    let keys = [
        "--estimate",
        "intercept",
        "--bootstrap",
        "2000",
        "--wald",
        "--starts",
        "1",
    ];
    let found = estimated(
        0,
        &temp.argument("vote.toml"),
        "x,outcome,count\n0,yes,24\n0,no,16\n",
        &keys,
    );
    // Of 40 cases a binomial number votes yes, with a chance of .6.
    let mut chance: f64 = exp(40.0 * ln(0.4));
    let mut logits = Vec::new();
    for yes in 1..40 {
        chance *= 1.5 * f64::from(41 - yes) / f64::from(yes);
        logits.push((ln(f64::from(yes) / f64::from(40 - yes)), chance));
    }
    let mean: f64 = logits.iter().map(|(logit, chance)| chance * logit).sum();
    let variance: f64 = logits
        .iter()
        .map(|(logit, chance)| chance * (logit - mean) * (logit - mean))
        .sum();
    let row = found.key("intercept");
    let error = row.number("bootstrap_error");
    assert!((error / variance.sqrt() - 1.0).abs() < 0.08, "{error} {variance}");
    let up_to = |end: f64| -> f64 {
        logits
            .iter()
            .filter(|(logit, _)| *logit <= end)
            .map(|(_, chance)| chance)
            .sum()
    };
    let (low, high) = (up_to(row.number("bootstrap_low")), up_to(row.number("bootstrap_high")));
    assert!(
        (0.01..0.06).contains(&low) && (0.95..0.995).contains(&high),
        "{low} {high}"
    );
    assert!(
        found.said.contains("Bootstrap: 2,000 samples of observations"),
        "{}",
        found.said
    );
    let clustered = "x,outcome,count,cluster\n0,yes,24,a\n0,no,16,b\n";
    let few = estimated(0, &temp.argument("vote.toml"), clustered, &keys);
    // Two clusters: half of all samples hold one of them only, and have no maximum.
    assert!(
        few.said.contains("samples of clusters") && few.said.contains("are left out"),
        "{}",
        few.said
    );
    meets(few.key("intercept").number("bootstrap_error"), 0.0, 1e-9);
}

#[test]
fn samples_with_their_maximum_on_an_end_count_and_those_without_one_do_not() {
    let truce = scenario("cases/truce");
    let few = ["--wald", "--bootstrap", "200", "--starts", "1"];
    let found = estimated(0, &truce, "period,running,count\n2,0,1\n40,1,5\n", &few);
    // A third of all samples hold no failure: their hazard is 0.
    assert!(
        found.key("hazard").number("bootstrap_low").abs() < 1e-6,
        "{}",
        found.said
    );
    assert!(!found.said.contains("left out"), "{}", found.said);
    let separated = "x,z,outcome,count\n0,0,sq,9\n0,0,war,1\n1,0,sq,5\n1,0,war,5\n";
    let keys = ["--estimate", "a0", "--estimate", "a_x"];
    let found = estimated(0, &scenario("cases/dispute"), separated, &[&keys[..], &few].concat());
    // In a share of .9^20 to .9^10 of the samples nobody fights at x = 0, so that no value of `a0` is the largest.
    assert!(found.said.contains("are left out"), "{}", found.said);
    assert!(found.key("a0").number("bootstrap_high") < 10.0, "{}", found.said);
    // A prior keeps such samples.
    let told = ["--prior", "a0=normal:0:2", "--prior", "a_x=normal:0:2"];
    let found = estimated(
        0,
        &scenario("cases/dispute"),
        separated,
        &[&keys[..], &few, &told].concat(),
    );
    assert!(!found.said.contains("left out"), "{}", found.said);
    let one = "x,z,outcome,cluster\n0,0,sq,a\n0,0,war,a\n0,0,cap,a\n";
    let found = estimated(0, &scenario("cases/dispute"), one, &[&keys[..2], &few].concat());
    assert_eq!(found.key("a0").text("bootstrap_error"), "");
}

#[test]
fn open_cases_and_their_clusters_say_nothing() {
    let table = "x,z,outcome,count,cluster\n0,0,sq,3,a\n0,0,war,3,a\n1,0,sq,5,b\n1,0,war,2,c\n";
    let keys = ["--estimate", "a0", "--estimate", "a_x", "--wald"];
    let closed = estimated(0, &scenario("cases/dispute"), table, &keys);
    let open = format!("{table}1,0,,1,d\n");
    let found = estimated(
        0,
        &scenario("cases/dispute"),
        &open,
        &[&keys[..], &["--register"]].concat(),
    );
    for column in ["estimate", "standard_error", "robust_error", "cluster_error"] {
        assert_eq!(
            found.key("a_x").text(column),
            closed.key("a_x").text(column),
            "{column}"
        );
    }
    assert!(found.said.contains("13 cases and 1 open"), "{}", found.said);
}

#[test]
fn one_value_of_several_can_be_left_out() {
    let threat = text("scenarios/cases/threat.toml").replace(
        "values = { resolute = { value = 1.5, estimate = true }, irresolute = -3 }",
        "estimate = true\nvalues = { resolute = 1.5, irresolute = { value = -3, estimate = false } }",
    );
    let temp = Folder::with(&[("threat.toml", &threat)]);
    let cases = text("scenarios/cases/threats.csv");
    let found = estimated(0, &temp.argument("threat.toml"), &cases, &["--wald", "--starts", "1"]);
    meets(found.key("war_value.resolute").number("estimate"), 3.409_15, ERROR);
    assert_eq!(found.estimates.only(&[]).len(), 5);
    let out = temp.argument("out");
    let line = [
        "estimate",
        &temp.argument("threat.toml"),
        "--cases",
        &shipped_table("threats"),
        "--wald",
        "--starts",
        "1",
    ];
    temp.run(
        0,
        &[&line[..], &["--set", "war_value.resolute=3", "--out", &out]].concat(),
    );
    let left = Csv::of(&temp.text("out/estimates.csv"));
    assert_eq!(left.only(&[]).len(), 4);
    temp.run(0, &["verify", &out]);
}

#[test]
fn predictions_are_fixed_by_their_hash() {
    let table = "x,z,outcome\n-1,0,war\n0,1,sq\n0.5,0,cap\n1,2,sq\n0,0,war\n";
    let open = format!("{table}0.25,1,\n");
    let temp = Folder::with(&[("open.csv", &open)]);
    let (file, out) = (scenario("cases/dispute"), temp.argument("out"));
    let line = [
        "estimate",
        &file,
        "--cases",
        &temp.argument("open.csv"),
        "--estimate",
        "a0",
        "--out",
        &out,
    ];
    let refused = temp.run(3, &line);
    assert!(refused.err.contains("row 6: nothing is recorded"), "{}", refused.err);
    let said = temp.run(0, &[&line[..], &["--register"]].concat()).out;
    let predicted = Csv::of(&temp.text("out/predicted.csv"));
    let row = predicted.one(&[("row", "6")]);
    assert_eq!(row.text("log_likelihood"), "");
    let sum: f64 = ["sq", "cap", "war"]
        .map(|name| row.number(&format!("probability_{name}")))
        .iter()
        .sum();
    meets(sum, 1.0, 1e-12);
    let manifest: serde_json::Value = serde_json::from_str(&temp.text("out/manifest.json")).expect("it is JSON");
    let files = manifest["files"].as_array().expect("files");
    let of = files
        .iter()
        .find(|file| file["name"] == "predicted.csv")
        .expect("it is listed");
    let hash = of["hash"].as_str().expect("a hash");
    assert!(said.replace(['\n', ' '], "").contains(hash), "{said}");
    let closed = estimated(0, &file, table, &["--estimate", "a0"]);
    let estimates = Csv::of(&temp.text("out/estimates.csv"));
    assert_eq!(
        estimates.one(&[("key", "a0")]).text("estimate"),
        closed.key("a0").text("estimate")
    );
}

#[test]
fn check_proves_that_cases_can_be_played() {
    let temp = Folder::with(&[("bad.csv", "hazard,outcome\n0.1,war\n1.5,war\n")]);
    let dispute = [
        "check",
        &scenario("cases/dispute"),
        "--cases",
        &shipped_table("disputes"),
    ];
    let said = temp.run(0, &dispute).err;
    assert!(said.contains("in variant `base`: 60 cases, 12 games"), "{said}");
    assert!(!said.contains("never paid"), "{said}");
    let truce = scenario("classics/conditional_clause");
    let bad = temp.write("bad.csv", "admission_chance,outcome\n0.1,peace\n1.5,peace\n");
    let open = temp
        .write("open.csv", "x,z,outcome\n1,2,war\n2,1,\n")
        .display()
        .to_string();
    let said = temp
        .run(0, &["check", &scenario("cases/dispute"), "--cases", &open])
        .err;
    assert!(said.contains("Of 1 of them nothing is recorded"), "{said}");
    let set = ["check", &scenario("cases/dispute"), "--cases", &open, "--set", "x=1"];
    assert!(temp.run(2, &set).err.contains("`x` is set, and has a column"));
    let said = temp
        .run(3, &["check", &truce, "--cases", &bad.display().to_string()])
        .err;
    assert!(said.contains("row"), "{said}");
}

/// The number of a day in the Gregorian calendar, from its text.
fn day(text: &str) -> i64 {
    let parts: Vec<i64> = text.split('-').map(|part| part.parse().expect("a number")).collect();
    // Years begin in March, so that the day that only some years have is their last.
    let (year, month) = match parts[1] {
        month @ 3.. => (parts[0], month - 3),
        month => (parts[0] - 1, month + 9),
    };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + parts[2]
}

#[test]
fn ceasefires_last_as_long_as_their_days_say() {
    let table = Csv::of(&text("scenarios/cases/ceasefires.csv"));
    let (mut failures, mut quarters) = (0.0, 0.0);
    for row in table.only(&[]) {
        let running = row.text("end").is_empty();
        let end = if running { "2023-12-31" } else { row.text("end") };
        let whole = (day(end) - day(row.text("begin"))) * 4 * 400 / 146_097;
        let period = whole + i64::from(!running);
        assert_eq!(row.text("period"), period.to_string(), "{}", row.text("case"));
        assert_eq!(row.text("running"), if running { "1" } else { "0" });
        failures += f64::from(u8::from(!running));
        quarters += period as f64;
    }
    let ignored = ["--ignore", "begin", "--ignore", "end", "--ignore", "source", "--wald"];
    let found = shipped(
        "ceasefire",
        "ceasefires",
        &[&ignored[..], &["--set", "ageing=0"]].concat(),
    );
    let hazard: f64 = failures / quarters;
    meets(
        found.key("first").number("estimate"),
        ln(hazard / (1.0 - hazard)),
        ESTIMATE,
    );
    found.log_likelihood(failures * ln(hazard) + (quarters - failures) * ln(1.0 - hazard));
}

#[test]
fn the_order_of_rows_and_names_of_keys_change_nothing() {
    let table = text("scenarios/cases/disputes.csv");
    let (header, rows) = table.split_once('\n').expect("a header");
    let mut turned: Vec<&str> = rows.lines().collect();
    turned.reverse();
    let turned = format!("{header}\n{}\n", turned.join("\n"));
    let file = scenario("cases/dispute");
    let there = estimated(0, &file, &table, &DISPUTE);
    let back = estimated(0, &file, &turned, &DISPUTE);
    for key in ["a0", "a_x", "b0", "c0", "c_z"] {
        let (one, other) = (there.key(key), back.key(key));
        for column in ["estimate", "standard_error", "profile_low"] {
            meets(one.number(column), other.number(column), 1e-8);
        }
    }
}

#[test]
fn a_key_on_which_the_structure_depends_groups_the_cases() {
    let cases = "periods.count,period,running\n20,20,1\n20,4,0\n40,9,0\n40,40,1\n";
    let found = estimated(0, &scenario("cases/truce"), cases, &["--estimate", "hazard"]);
    // Two failures in 20 + 4 + 9 + 40 quarters.
    meets(found.key("hazard").number("estimate"), 2.0 / 73.0, ESTIMATE);
}

#[test]
fn mistakes_are_named_with_their_place() {
    let file = scenario("cases/dispute");
    let wrong = [
        (
            3,
            "x,z,outcome\n0,0,peace\n",
            "a0",
            "row 1: there is no outcome `peace`",
        ),
        (
            3,
            "x,z,outcome\n0,0,war\nlow,0,sq\n",
            "a0",
            "row 2: error[E105]: `x` must be a number",
        ),
        (3, "y,outcome\n0,war\n", "a0", "the header, column `y`"),
        (3, "x,outcome\n0,war\n", "a0", "there is no column `z`"),
        (3, "x,outcome\n,war\n", "a0", "row 1, column `x`: the cell is empty"),
        (
            3,
            "response.fight,x\n2,0\n",
            "b_0",
            "there is no key `b_0`; did you mean `b0`?",
        ),
        (2, "x,z,outcome\n0,0,war\n", "x", "`x` is estimated, and has a column"),
        (2, "x,z,outcome\n0,0,war\n", "periods.count", "it cannot be estimated"),
        (
            3,
            "x,z,outcome,period\n0,0,war,2\n",
            "a0",
            "row 1: period 2 is not one of the game's",
        ),
        (
            3,
            "x,z,outcome,period\n0,0,war,0\n",
            "a0",
            "row 1: what is recorded there has probability 0",
        ),
    ];
    for (code, cases, key, message) in wrong {
        let code = if message.contains("no key") { 2 } else { code };
        let temp = Folder::with(&[("table.csv", cases)]);
        let table = temp.argument("table.csv");
        let said = temp
            .run(code, &["estimate", &file, "--cases", &table, "--estimate", key])
            .err;
        let plain = said.replace('\n', " ");
        assert!(plain.contains(message), "{said}");
        assert_eq!(temp.names(), ["table.csv"]);
    }
    let temp = Folder::with(&[("table.csv", "outcome\npeace\n")]);
    let line = [
        "estimate",
        &scenario("classics/conditional_clause"),
        "--variant",
        "best_reply",
        "--cases",
    ];
    let said = temp.run(
        3,
        &[
            &line[..],
            &[&temp.argument("table.csv"), "--estimate", "worth.admitted"],
        ]
        .concat(),
    );
    assert!(said.err.contains("`russia` chooses by best response"), "{}", said.err);
    let dispute = [
        "estimate",
        &file,
        "--cases",
        &temp.argument("table.csv"),
        "--estimate",
        "a0",
    ];
    for (flag, value, message) in [
        ("--start", "a0=x", "no number"),
        ("--bounds", "a0=1", "LOW:HIGH"),
        ("--bounds", "a0=1:2", "give --start"),
        ("--prior", "a0=beta:1", "log_f:M"),
        ("--prior", "b0=log_f:1", "`b0` is not estimated"),
    ] {
        fs::write(temp.path().join("table.csv"), "outcome\nwar\n").expect("it can be written");
        let said = temp.run(2, &[&dispute[..], &[flag, value]].concat());
        assert!(said.err.contains(message), "{}", said.err);
    }
}
