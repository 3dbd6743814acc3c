//! Slips of somebody who writes a first scenario, in the file that `pactum new` writes: each has the message that `check`
//! gives in `tests/slips/NAME.txt`.
//!
//! `SNAPSHOTS=overwrite cargo test --test language slips` writes the messages.

use std::fs;

use snapbox::{Assert, Data};

use crate::support::command::{Finished, run};
use crate::support::files::project;

const TEMPLATE: &str = include_str!("../../src/cli/templates/deal.toml");

/// A slip: its name, what stands in the template, what is written instead, and the further arguments of `check`.
type Slip = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// Slips in values and keys of the file.
const VALUES: [Slip; 24] = [
    ("percent", "value = 0.5\n", "value = 50%\n", &[]),
    ("percent_in_quotes", "value = 0.5\n", "value = \"50 %\"\n", &[]),
    (
        "percent_in_formula",
        "amount = \"-price\"",
        "amount = \"-50% * price\"",
        &[],
    ),
    ("percent_in_table", "restless = 0.3,", "restless = 30%,", &[]),
    ("comma", "value = 0.5\n", "value = 0,5\n", &[]),
    ("comma_in_quotes", "value = 0.1\n", "value = \"0,1\"\n", &[]),
    ("comma_in_table", "restless = 0.3,", "restless = 0,3,", &[]),
    ("comma_in_list", "range = [0.05, 0.2]", "range = [0,5, 1,5]", &[]),
    ("thousands", "value = 60\n", "value = 1,500\n", &[]),
    ("quote_missing", "label = \"Guarantor\"", "label = \"Guarantor", &[]),
    ("quotes_missing", "paid = \"on_action\"", "paid = on_action", &[]),
    ("quotes_curly", "label = \"Guarantor\"", "label = “Guarantor”", &[]),
    (
        "equals_in_table",
        "set = { deal = \"broken\" }",
        "set = { deal == \"broken\" }",
        &[],
    ),
    ("whole_number", "count = 12", "count = 12.0", &[]),
    (
        "list_missing",
        "start = \"kept\"",
        "start = \"kept\"\nseen_by = \"challenger\"",
        &[],
    ),
    (
        "key_misspelt",
        "amount = \"worth_of_peace\"",
        "ammount = \"worth_of_peace\"",
        &[],
    ),
    ("other_distribution", "{ uniform = 10 }", "{ normal = 10 }", &[]),
    ("other_word", "paid = \"lasting\"", "paid = \"every_year\"", &[]),
    ("range_backwards", "range = [20, 50]", "range = [50, 20]", &[]),
    ("value_outside", "value = 35", "value = 70", &[]),
    ("priors_sum", "content = 0.7", "content = 0.8", &[]),
    (
        "strategy_without_precision",
        "strategy = { logit = \"precision\" } # better",
        "strategy = \"logit\" # better",
        &[],
    ),
    (
        "actions_as_texts",
        "[[stages.actions]]\nname = \"comply\"\n\n[[stages.actions]]\nname = \"violate\"\nset = { deal = \"broken\" }",
        "actions = [\"comply\", \"violate\"]",
        &[],
    ),
    (
        "truth_values",
        "values = [\"kept\", \"broken\", \"answered\", \"unanswered\"]",
        "values = [true, false]",
        &[],
    ),
];

/// Slips in names, formulas and headers.
const FORMULAS: [Slip; 19] = [
    (
        "value_misspelt",
        "when = \"deal == kept\"\n\n# `at_end`",
        "when = \"deal == kep\"\n\n# `at_end`",
        &[],
    ),
    (
        "single_equals",
        "when = \"deal == unanswered\"\n\n[[actors",
        "when = \"deal = unanswered\"\n\n[[actors",
        &[],
    ),
    (
        "and_signs",
        "when = \"deal != kept\"",
        "when = \"deal != kept && deal != broken\"",
        &[],
    ),
    (
        "quotes_inside",
        "when = \"deal != kept\"",
        "when = \"deal != 'kept'\"",
        &[],
    ),
    ("leading_equals", "amount = -30", "amount = \"=2*20\"", &[]),
    ("type_misspelt", "content = 40", "contend = 40", &[]),
    ("action_misspelt", "action = \"answer\"", "action = \"answers\"", &[]),
    (
        "always",
        "name = \"move\"\nwhen = \"deal == kept\"",
        "name = \"move\"\nwhen = \"always\"",
        &[],
    ),
    (
        "parameter_missing",
        "credibility = \"credibility\"",
        "credibility = \"pledge\"",
        &[],
    ),
    ("capital_actor", "[actors.guarantor]", "[actors.Guarantor]", &[]),
    ("capital_variable", "[variables.deal]", "[variables.Deal]", &[]),
    (
        "capital_outcome",
        "name = \"violation_answered\"",
        "name = \"Answered\"",
        &[],
    ),
    (
        "hyphen",
        "name = \"violation_answered\"",
        "name = \"violation-answered\"",
        &[],
    ),
    (
        "one_bracket",
        "[[stages]]\nname = \"response\"",
        "[stages]\nname = \"response\"",
        &[],
    ),
    (
        "uncertain_condition",
        "when = \"deal == broken\"\ncredibility",
        "when = \"gain > 50\"\ncredibility",
        &[],
    ),
    (
        "unseen_condition",
        "start = \"kept\"",
        "start = \"kept\"\nseen_by = [\"challenger\"]",
        &[],
    ),
    (
        "credibility_above_one",
        "credibility = \"credibility\"",
        "credibility = 1.2",
        &[],
    ),
    (
        "no_last_outcome",
        "[[outcomes]]\nname = \"peace\"\nat_end = true",
        "",
        &[],
    ),
    (
        "chance_above_one",
        "set = { deal = \"unanswered\" }",
        "branches = [\n  { probability = \"price / 30\", set = { deal = \"unanswered\" } },\n  { otherwise = true },\n]",
        &[],
    ),
];

/// What is no error, but perhaps not meant.
const WARNINGS: [Slip; 6] = [
    ("never_used", "amount = \"-price\"", "amount = -35", &[]),
    (
        "never_reached",
        "when = \"deal == answered\"\n\n[[outcomes]]",
        "when = \"deal == broken and deal == kept\"\n\n[[outcomes]]",
        &[],
    ),
    (
        "never_used_in_variants",
        "credibility = \"credibility\"",
        "credibility = 0.5",
        &[],
    ),
    (
        "no_source",
        "note = \"assumption: of a violation that is answered\"\n",
        "",
        &[],
    ),
    (
        "precision_of_another_scale",
        "value = 0.1\nrange = [0.05, 0.2]",
        "value = 10\nrange = [5, 20]",
        &[],
    ),
    (
        "payoffs_of_another_actor",
        "[[actors.guarantor.payoffs]]\nname = \"order\"\npaid = \"at_end\"\namount = -30\nwhen = \"deal == unanswered\"\n\n\
         [[actors.guarantor.payoffs]]\nname = \"price_of_answering\"\npaid = \"on_action\"\naction = \"response.answer\"\n",
        "[[actors.challenger.payoffs]]\nname = \"order\"\npaid = \"at_end\"\n",
        &[],
    ),
];

/// Slips in `--set`.
const SETTINGS: [Slip; 8] = [
    ("set_percent", "", "", &["--set", "credibility=90%"]),
    ("set_comma", "", "", &["--set", "credibility=0,9"]),
    ("set_comma_in_formula", "", "", &["--set", "clause.credibility=0,9"]),
    ("set_beginning_of_name", "", "", &["--set", "worth=5"]),
    (
        "set_out_of_range",
        "",
        "",
        &["--set", "gain=50", "--set", "credibility=1.5"],
    ),
    ("set_negative_precision", "", "", &["--set", "precision=-1"]),
    (
        "set_two_wrong",
        "",
        "",
        &["--set", "gain=much", "--set", "credibility=more"],
    ),
    (
        "set_long_number",
        "",
        "",
        &["--set", "credibility=1.0500000000000003", "--set", "gain=1e300"],
    ),
];

/// A slip on the command line of a study of the template: its name and the command.
type StudySlip = (&'static str, &'static [&'static str]);

/// Slips in `--vary` and `--outcome`.
const STUDIES: [StudySlip; 7] = [
    ("sweep_two_points", &["sweep", "--vary", "credibility=0..1"]),
    ("sweep_key_misspelt", &["sweep", "--vary", "credibilty=0:1:0.5"]),
    ("sweep_of_a_word", &["sweep", "--vary", "credibility=low,high"]),
    (
        "sweep_beginning_of_outcome",
        &["sweep", "--vary", "credibility=0:1:0.5", "--outcome", "violation"],
    ),
    (
        "threshold_two_points",
        &["threshold", "--at", "0.3", "--vary", "credibility=0..1"],
    ),
    (
        "threshold_step",
        &["threshold", "--at", "0.3", "--vary", "credibility=0:1:0.1"],
    ),
    (
        "threshold_key_misspelt",
        &["threshold", "--at", "0.3", "--vary", "credibilty=0:1"],
    ),
];

#[test]
fn every_slip_of_a_study_has_its_message() {
    let folder = tempfile::tempdir().expect("there is room");
    fs::write(folder.path().join("deal.toml"), TEMPLATE).expect("there is room");
    let assert = Assert::new().action_env("SNAPSHOTS");
    for (name, arguments) in STUDIES {
        let all = [arguments, &["deal.toml", "--nominal", "--color", "never"]].concat();
        let Finished { code, err, .. } = run(folder.path(), &all);
        let shown = format!("exit code {code}\n\n{err}");
        assert.eq(
            shown,
            Data::read_from(&project(&format!("tests/slips/{name}.txt")), None),
        );
    }
}

#[test]
fn every_slip_has_its_message() {
    let folder = tempfile::tempdir().expect("there is room");
    let assert = Assert::new().action_env("SNAPSHOTS");
    let slips = [&VALUES[..], &FORMULAS, &WARNINGS, &SETTINGS].concat();
    let wrong = slips.iter().filter_map(|(name, find, write, arguments)| {
        let text = if find.is_empty() {
            TEMPLATE.to_owned()
        } else {
            assert_eq!(
                TEMPLATE.matches(find).count(),
                1,
                "{name}: `{find}` stands once in the template"
            );
            TEMPLATE.replace(find, write)
        };
        fs::write(folder.path().join("deal.toml"), text).expect("there is room");
        let all = [&["check", "deal.toml", "--draws", "5", "--color", "never"], *arguments].concat();
        let Finished { code, err, .. } = run(folder.path(), &all);
        // What is proved of a sound file is no message about the slip.
        let said = err.split("A deal with a clause: sound").next().unwrap_or_default();
        let shown = format!("exit code {code}\n\n{said}");
        let expected = Data::read_from(&project(&format!("tests/slips/{name}.txt")), None);
        let result = assert.try_eq(Some(name), shown.into(), expected);
        result.err().map(|difference| difference.to_string())
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first lines name the cause, and a remedy follows; one slip is one error.
#[test]
fn every_slip_is_one_error_with_a_remedy() {
    for (name, ..) in [&VALUES[..], &FORMULAS, &WARNINGS, &SETTINGS].concat() {
        let said = fs::read_to_string(project(&format!("tests/slips/{name}.txt"))).expect("a text");
        let found = said.matches("error[").count() + said.matches("warning[").count();
        let expected = if ["set_two_wrong", "precision_of_another_scale"].contains(&name) {
            2
        } else {
            1
        };
        assert_eq!(found, expected, "{name}:\n{said}");
        let remedy = ["= help: ", "did you mean", "must be one of"];
        assert!(remedy.iter().any(|remedy| said.contains(remedy)), "{name}:\n{said}");
    }
}
