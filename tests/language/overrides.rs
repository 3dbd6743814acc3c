//! Which value wins: the file, then the variant, then `--set`.

use pactum::unstable::expression::Tree;
use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::{StageKind, Start, Strategy};
use pactum::unstable::source::Sources;
use proptest::prelude::{ProptestConfig, prop, proptest};

use crate::{SAMPLE, document, listed, model, without_places};

fn setting(model: &Model, key: &str) -> String {
    let found = model.settings.iter().find(|setting| setting.key == key);
    found.unwrap_or_else(|| panic!("no key {key}")).value.clone()
}

fn priors(model: &Model, cell: usize) -> Vec<Tree> {
    let Start::Drawn(drawn) = &model.cells[cell].start else {
        panic!("types are drawn");
    };
    drawn.iter().map(|(_, tree)| tree.clone()).collect()
}

fn constants(values: &[f64]) -> Vec<Tree> {
    values.iter().map(|&value| Tree::Constant(value)).collect()
}

#[test]
fn file_then_variant_then_command_line() {
    let document = document(SAMPLE);
    let start = |variant, sets| setting(&model(&document, variant, sets), "clause.start");
    assert_eq!(start("base_case", &[]), "{ in_force = 0.75, none = 0.25 }");
    assert_eq!(start("plain", &[]), "none");
    assert_eq!(start("plain", &["clause.start=member"]), "member");
    assert_eq!(start("base_case", &["clause.start = { member = 1 }"]), "{ member = 1 }");
    let cost = |sets: &[&str]| setting(&model(&document, "plain", sets), "entry.cost");
    assert_eq!(cost(&[]), "3");
    assert_eq!(cost(&["entry.cost=lag * 2"]), "lag * 2");
    assert_eq!(cost(&["entry.cost=4", "entry.cost=5"]), "5");
}

#[test]
fn an_uncertain_parameter_that_is_set_is_certain() {
    let document = document(SAMPLE);
    let plain = model(&document, "plain", &[]);
    let names: Vec<&str> = plain
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "precision",
            "calm",
            "trust",
            "pace",
            "worth.status_quo",
            "worth.security_seeker"
        ]
    );
    assert_eq!(setting(&plain, "cost_of_war"), "20");
    assert_eq!(setting(&plain, "worth.revisionist"), "12");
    let all = model(&document, "plain", &["worth=.5", "calm=0.5"]);
    assert_eq!(setting(&all, "worth.revisionist"), "0.5");
    assert_eq!(setting(&all, "worth.status_quo"), "0.5");
    assert_eq!(all.parameters.len(), 3);
}

#[test]
fn a_fixed_parameter_may_stand_in_structure() {
    let text = SAMPLE.replace("balance >= 1 - lag", "balance >= 1 - cost_of_war");
    let document = document(&text);
    assert!(document.model("base_case", &[], &mut Sources::new()).is_err());
    assert!(
        document
            .model("base_case", &["cost_of_war=2".to_owned()], &mut Sources::new())
            .is_ok()
    );
}

#[test]
fn other_priors_rescale() {
    let document = document(SAMPLE);
    assert_eq!(
        priors(&model(&document, "base_case", &[]), 0),
        constants(&[0.4, 0.35, 0.25])
    );
    let set = |variant, sets: &[&str]| priors(&model(&document, variant, sets), 0);
    assert_eq!(set("base_case", &["russia.revisionist=1"]), constants(&[1.0, 0.0, 0.0]));
    let half = [0.5, 0.35 / (0.35 + 0.25) * 0.5, 0.25 / (0.35 + 0.25) * 0.5];
    assert_eq!(set("base_case", &["russia.revisionist=0.5"]), constants(&half));
    assert_eq!(set("plain", &[]), constants(&half));
    assert_eq!(
        set("base_case", &["russia.revisionist=0.5", "russia.status_quo=0.25"]),
        constants(&[0.5, 0.25, 0.25])
    );
    // What the variant set counts as the file for the command line.
    let rest = half[0] + half[1];
    assert_eq!(
        set("plain", &["russia.status_quo=0.1"]),
        constants(&[half[0] / rest * 0.9, half[1] / rest * 0.9, 0.1])
    );
    // The last one takes the rest.
    let last = priors(&model(&document, "base_case", &["us.committed=0.25"]), 1);
    assert_eq!(last, constants(&[0.25, 0.75]));
}

#[test]
fn keys_may_be_written_as_tables_in_tables() {
    let nested = model(&document(SAMPLE), "nested", &[]);
    assert_eq!(setting(&nested, "worth.status_quo"), "40");
    assert_eq!(setting(&nested, "phase_worth.won"), "1");
    assert_eq!(setting(&nested, "entry.cost"), "7");
    assert_eq!(setting(&nested, "us.retrencher"), "0.5");
    assert_eq!(setting(&nested, "us.discount"), "0.75");
    assert_eq!(setting(&nested, "balance.start"), "1");
    assert_eq!(setting(&nested, "warning.credibility"), "calm");
}

#[test]
fn variants_change_strategies_and_commitments() {
    let document = document(SAMPLE);
    let plain = model(&document, "plain", &[]);
    let StageKind::Decision { choices, .. } = &plain.stages[4].kind else {
        panic!("a decision");
    };
    assert!(matches!(choices[0].strategy, Strategy::Fixed(_)));
    let StageKind::Decision { choices, .. } = &plain.stages[0].kind else {
        panic!("a decision");
    };
    assert!(matches!(choices[0].strategy, Strategy::Logit(Tree::Constant(1.0))));
    assert!(!plain.cells.iter().any(|cell| cell.name == "entry"));
}

/// What is said about `--set` arguments, with places.
fn refused(sets: &[&str]) -> String {
    let mut sources = Sources::new();
    let document = pactum::unstable::scenario::read(SAMPLE, "sample.toml", &mut sources).expect("the sample is right");
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    match document.model("base_case", &sets, &mut sources) {
        Ok((_, warnings)) => format!("fine; {}", listed(&warnings, &sources)),
        Err(found) => listed(&found, &sources),
    }
}

#[test]
fn wrong_settings_point_into_the_argument() {
    for (set, said) in [
        ("lag", "`--set` needs KEY=VALUE at --set:1:1 (no `=` here)"),
        ("lag=", "`--set` needs KEY=VALUE at --set:1:1 (no value after the `=`)"),
        ("=3", "`--set` needs KEY=VALUE at --set:1:1 (no key before the `=`)"),
        (
            "lagg=3",
            "`lagg` is nothing that can be set at --set:1:1 (did you mean `lag`?)",
        ),
        (
            "clause=none",
            "`clause` is nothing that can be set at --set:1:1 (did you mean `clause.start`?)",
        ),
        ("lag=three", "`lag` must be a number, not a text at --set:1:5 ()"),
        ("lag=nan", "`lag` must be a number, not nan at --set:1:5 ()"),
        ("lag=inf", "`lag` must be a finite number at --set:1:5 ()"),
        ("widest = x", "`widest` must be a number, not a text at --set:1:10 ()"),
        (
            "clause.start=nne",
            "`nne` is not a value of `clause` at --set:1:14 (did you mean `none`?)",
        ),
        (
            "clause.start=1",
            "the start of `clause` must be one of its values at --set:1:14 ()",
        ),
        (
            "balance.start=7",
            "the start 7 lies outside of the range from -2 to 2 at --set:1:15 ()",
        ),
        (
            "russia.revisionist=1.2",
            "the chance of a type must lie between 0 and 1 at --set:1:20 ()",
        ),
        (
            "russia.discount=0",
            "the discount factor must lie above 0 and not above 1, not at 0 at --set:1:17 ()",
        ),
        (
            "entry.credibility=-1",
            "the credibility must lie between 0 and 1, not at -1 at --set:1:19 ()",
        ),
        ("entry.cost= 2 * lga", "`lga` is not known here at --set:1:17 ()"),
    ] {
        assert_eq!(refused(&[set]), said, "{set}");
    }
    assert_eq!(
        refused(&["russia.revisionist=0.7", "russia.status_quo=0.7"]),
        "the chances of the types that are set sum to 1.4, above 1 at --set (1 of 2):1:1 ()"
    );
    assert_eq!(
        refused(&["lag=3", "lag=4"]),
        "fine; `lag` is set twice; the last time counts at --set (1 of 2):1:1 (this has no effect)"
    );
    assert_eq!(refused(&["lga=3", "lag=x"]).lines().count(), 2);
}

#[test]
fn priors_that_are_all_0_cannot_be_rescaled() {
    let types = "types = { revisionist = 0.4, security_seeker = 0.35, status_quo = 0.25 }";
    let sure = "types = { revisionist = 1, security_seeker = 0, status_quo = 0 }";
    let document = document(&SAMPLE.replace(types, sure));
    let found = document
        .model("plain", &[], &mut Sources::new())
        .expect_err("nobody says which of the two takes the rest");
    let said = "the priors that were not set are all 0, so that they cannot be rescaled";
    assert!(found.all().iter().all(|finding| finding.message == said), "{found:?}");
}

#[test]
fn an_unknown_variant() {
    let document = document(SAMPLE);
    let found = document
        .model("plan", &[], &mut Sources::new())
        .expect_err("no such variant");
    assert_eq!(found.all()[0].message, "there is no variant `plan`");
    let help = &found.all()[0].help;
    assert_eq!(help[0], "did you mean `plain`?");
    assert_eq!(help[1], "the variants are `base_case`, `plain` and `nested`");
}

fn same_models(sets: &[&str]) {
    let before = document(SAMPLE);
    let owned: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    let text = before.resolved_toml(&owned);
    let after = document(&text);
    for variant in before.variants() {
        assert_eq!(
            without_places(&model(&before, variant, sets)),
            without_places(&model(&after, variant, &[])),
            "{variant} {sets:?}\n{text}"
        );
    }
}

/// Settings that are right in every combination.
const RIGHT: [&str; 20] = [
    "lag=4",
    "cost_of_war=.25",
    "precision=1e-7",
    "worth=33",
    "worth.revisionist=1.5",
    "worth.status_quo=-2",
    "phase_worth.won=3",
    "phase_worth=4",
    "clause.start=member",
    "clause.start={ none = 'calm', member = '1 - calm' }",
    "alarm.start=true",
    "balance.start=-2",
    "russia.revisionist=0.3",
    "russia.status_quo='trust / 3'",
    "us.committed=0.125",
    "us.discount=0.9",
    "entry.credibility=calm",
    "entry.cost=0",
    "warning.cost=lag",
    "warning.credibility=0.5",
];

#[test]
fn the_scenario_as_run_gives_the_same_models() {
    same_models(&[]);
    for set in RIGHT {
        same_models(&[set]);
    }
    same_models(&RIGHT);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn combinations_give_the_same_models(sets in prop::collection::vec(prop::sample::select(&RIGHT[..]), 1..5)) {
        same_models(&sets);
    }
}

#[test]
fn the_scenario_as_run_has_one_form() {
    let text = document(SAMPLE).resolved_toml(&["cost_of_war=21".to_owned(), "lag=4".to_owned()]);
    assert!(!text.contains('#'), "{text}");
    assert!(text.contains("amount = \"worth\"\n"));
    assert!(text.contains("[parameters.lag]\nvalue = 4\n"));
    assert!(text.contains("cost_of_war = 21"));
    assert!(!text.contains("triangular"));
    let commented = |line: &str| match line.starts_with('[') && line.ends_with(']') {
        true => format!("  {line} # why\n\n"),
        false => format!("{line}\n"),
    };
    let lines: Vec<String> = SAMPLE.lines().map(commented).collect();
    let commented = document(&lines.concat()).resolved_toml(&[]);
    assert_eq!(commented, document(SAMPLE).resolved_toml(&[]));
}
