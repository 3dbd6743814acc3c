//! What people read fits the terminal: no line is wider, and no word or number is broken.

use std::collections::BTreeSet;
use std::path::Path;

use crate::folder::Folder;
use crate::shipped::scenario;
use crate::support::command::{Finished, pactum};
use crate::support::terminal::on_terminal;

const WIDTHS: [u16; 4] = [60, 80, 100, 200];
/// The length of the names.
const LONG: usize = 30;

/// A name of full length.
fn name(start: &str, number: usize) -> String {
    let padded = format!("{start}_{number}_abcdefghijklmnopqrstuvwxyz");
    padded[..LONG].to_owned()
}

/// Twelve outcomes, eight actors, and names of full length.
fn long_names() -> String {
    let mut text =
        "title = \"A conference with long names\"\nperiods = { count = 2, unit = \"negotiation_round\" }\n".to_owned();
    let types = "types = { determined_hardliner_faction = 0.4, conciliatory_moderate_wing = 0.6 }\n";
    for number in 0..8 {
        let (actor, term, cost) = (
            name("delegation", number),
            name("settlement", number),
            name("standoff", number),
        );
        text += &format!(
            "[actors.{actor}]\n{}strategy = {{ logit = \"sensitivity_of_the_delegations\" }}\n\
             [[actors.{actor}.payoffs]]\nname = \"{term}\"\npaid = \"each_period\"\namount = {number}\n\
             when = \"steps_taken_in_the_conference > 1\"\n\
             [[actors.{actor}.payoffs]]\nname = \"{cost}\"\npaid = \"each_period\"\namount = \"-{}\"\n",
            if number == 0 { types } else { "" },
            name("cost_of_a_round", number)
        );
    }
    text += "[parameters.sensitivity_of_the_delegations]\nvalue = 0.1\nspread = { uniform = 0.05 }\nlever = true\n";
    for number in 0..8 {
        text += &format!(
            "[parameters.{}]\nvalue = {number}.5\nunit = \"billions_of_constant_dollars\"\nspread = {{ uniform = 0.25 }}\n\
             note = \"an assumption that is explained at some length, so that it must be broken somewhere\"\n",
            name("cost_of_a_round", number)
        );
    }
    text += "[variables.steps_taken_in_the_conference]\nrange = [0, 11]\nstart = { ";
    let starts: Vec<String> = (0..10).map(|start| format!("{start} = 0.1")).collect();
    text += &format!("{} }}\n", starts.join(", "));
    text += &format!(
        "[[stages]]\nname = \"{}\"\nactor = \"{}\"\n\
         [[stages.actions]]\nname = \"accept_the_mediators_proposal\"\nset = {{ steps_taken_in_the_conference = \
         \"steps_taken_in_the_conference + 1\" }}\n\
         [[stages.actions]]\nname = \"reject_and_propose_amendments\"\n\
         [[stages.actions]]\nname = \"walk_out_of_the_negotiations\"\n",
        name("deliberation", 0),
        name("delegation", 0)
    );
    for number in 0..12 {
        text += &format!(
            "[[outcomes]]\nname = \"{}\"\nat_end = true\nwhen = \"steps_taken_in_the_conference == {number}\"\n",
            name(["settlement", "collapse"][number % 2], number)
        );
    }
    text += &format!(
        "[commitments.promise_to_accept_the_mediator]\nactor = \"{}\"\nstage = \"{}\"\nwhen = \
         \"steps_taken_in_the_conference > 1\"\naction = \"accept_the_mediators_proposal\"\ncredibility = 0.4\ncost = 5\n\
         delivers = \"steps_taken_in_the_conference > 9\"\n\
         [variants.conference_without_a_mediator]\n[variants.conference_with_a_strong_chair]\n\
         set = {{ sensitivity_of_the_delegations = 0.3 }}\n",
        name("delegation", 0),
        name("deliberation", 0)
    );
    text
}

fn at(folder: &Path, wide: u16, arguments: &[&str]) -> Finished {
    let mut command = pactum(folder);
    command.env_remove("COLUMNS").args(arguments);
    on_terminal(command, wide).expect(0)
}

/// The words of a text, without the commas between headers.
fn words(text: &str) -> BTreeSet<String> {
    let words = text
        .split_whitespace()
        .map(|word| word.trim_end_matches([',', ')', ':']).trim_start_matches('('));
    words.map(str::to_owned).collect()
}

/// Expects a command to print the same words at every width, and no line that is wider; a path may be.
fn fits(folder: &Path, arguments: &[&str]) {
    let widest = at(folder, 1_000, arguments);
    let known = words(&(widest.out + " left out at this width: drawn unit"));
    for wide in WIDTHS {
        let said = at(folder, wide, arguments);
        for line in said.out.lines() {
            let is_path = line.trim_start().starts_with("results/");
            assert!(
                line.chars().count() <= usize::from(wide) || is_path,
                "{arguments:?} at {wide}: {line}"
            );
        }
        let broken: Vec<String> = words(&said.out).difference(&known).cloned().collect();
        assert!(broken.is_empty(), "{arguments:?} at {wide}: {broken:?}");
    }
}

#[test]
fn long_names_fit_every_width_in_every_command() {
    let temp = Folder::with(&[("conference.toml", &long_names())]);
    let (cost, lever) = (name("cost_of_a_round", 0), "sensitivity_of_the_delegations");
    let vary = format!("{cost}=0:1:0.35");
    let range = format!("{lever}=0:20");
    let settings = format!("{lever}=0.1,0.2");
    let (outcome, actor) = (name("settlement", 10), name("delegation", 0));
    let file = "conference.toml";
    let commands: [&[&str]; 20] = [
        &["run", file, "--draws", "24", "--games", "3"],
        &["run", file, "--nominal", "--games", "0"],
        &["compare", file, "--draws", "3"],
        &["compare", file, "--nominal", "--robust"],
        &["check", file, "--draws", "2"],
        &["check", file, "--parameters"],
        &["check", file, "--payoffs"],
        &["solve", file, "--beliefs"],
        &["solve", file, "--path"],
        &["explain", file, "--all"],
        &["explain", file, "--flips"],
        &["trace", file],
        &["trace", file, "--brief"],
        &["sweep", file, "--vary", &vary, "--draws", "2"],
        &["sweep", file, "--vary", &vary, "--vary", &settings, "--nominal"],
        &[
            "threshold",
            file,
            "--vary",
            &range,
            "--outcome",
            &outcome,
            "--at",
            "0.11",
            "--draws",
            "2",
        ],
        &[
            "design",
            file,
            "--vary",
            &settings,
            "--outcome",
            &outcome,
            "--draws",
            "2",
        ],
        &["sensitivity", file, "--points", "16"],
        &["sensitivity", file, "--method", "local"],
        &["value", file, "--payoff", &actor, "--draws", "40"],
    ];
    for arguments in commands {
        fits(temp.path(), arguments);
    }
    let run = temp.run(0, &["run", file, "--draws", "24", "--games", "3", "-q"]).out;
    fits(temp.path(), &["discover", run.trim_end()]);
    fits(temp.path(), &["runs"]);
}

#[test]
fn the_main_scenario_fits_every_width() {
    let temp = Folder::with(&[]);
    let file = scenario("nato_clause");
    let commands: [&[&str]; 4] = [
        &["run", &file, "--draws", "2", "--games", "5"],
        &["sweep", &file, "--vary", "credibility=0,1", "--nominal"],
        &["value", &file, "--payoff", "ukraine", "--draws", "20"],
        &["runs"],
    ];
    for arguments in commands {
        fits(temp.path(), arguments);
    }
    // What is worked out each time takes long here.
    for arguments in [
        &["compare", &file, "--nominal"][..],
        &["solve", &file],
        &["trace", &file, "--nominal"],
    ] {
        let said = at(temp.path(), 60, arguments);
        assert!(
            said.out.lines().all(|line| line.chars().count() <= 60),
            "{arguments:?}: {}",
            said.out
        );
    }
}

#[test]
fn what_goes_to_a_pipe_has_the_width_of_a_page_and_no_progress() {
    let temp = Folder::with(&[("conference.toml", &long_names())]);
    let said = temp.run(0, &["run", "conference.toml", "--draws", "3", "--games", "3"]);
    assert!(said.err.is_empty(), "{}", said.err);
    assert!(said.out.lines().all(|line| line.chars().count() <= 100), "{}", said.out);
    assert!(
        said.out
            .contains("left out at this width: played, 95 % interval (played)"),
        "{}",
        said.out
    );
    let wide = at(
        temp.path(),
        200,
        &["run", "conference.toml", "--draws", "3", "--games", "3"],
    )
    .out;
    assert!(!wide.contains("left out") && wide.contains("played  "), "{wide}");
}
