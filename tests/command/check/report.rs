//! `check` on sound and wrong scenarios: its text, its JSON and its refusals.

use std::fs;

use crate::small_deal::{DEAL, deal};

#[test]
fn check_prints_size_and_settings() {
    let temp = deal();
    let output = temp.run(0, &["check", "deal.toml", "--draws", "50", "--format", "csv"]);
    assert!(output.out.starts_with("variant,periods,"), "{}", output.out);
    assert_eq!(output.out.lines().count(), 3);
    assert!(output.err.contains("each of the 50 draws"), "{}", output.err);
    let output = temp.run(0, &["check", "deal.toml", "--parameters", "--format", "csv"]);
    assert!(output.out.contains("plain,gain,60,"), "{}", output.out);
    assert!(output.out.contains("costly,gain,20,"), "{}", output.out);
}

#[test]
fn check_prints_its_diagnostics_as_json() {
    let temp = deal();
    let data = |code: i32, arguments: &[&str]| -> serde_json::Value {
        let all = [&["check"], arguments, &["--format", "json"]].concat();
        let output = temp.run(code, &all);
        assert_eq!(output.err, "");
        serde_json::from_str(&output.out).expect("it is JSON")
    };
    let sound = data(0, &["deal.toml", "--draws", "50"]);
    assert_eq!(sound["sound"], true);
    let variant = &sound["variants"][0];
    assert_eq!(variant["variant"], "plain");
    assert_eq!(
        variant["nodes_by_period"].as_array().map(Vec::len),
        variant["periods"].as_u64().map(|periods| periods as usize)
    );
    assert!(variant["parts"][0]["times_as_many_states"].is_number());
    assert_eq!(variant["probabilities"]["draws"], 50);
    let name = "wrong.toml";
    temp.write(name, &DEAL.replace("at_end = true", "at_end = true\nwhen = 'false'"));
    let wrong = data(3, &[name]);
    assert_eq!(wrong["sound"], false);
    let found = &wrong["diagnostics"][0];
    assert_eq!(found["severity"], "error");
    assert_eq!(found["code"], "E803");
    assert_eq!(found["file"], name);
    assert!(found["line"].as_u64() > Some(1) && found["column"].as_u64() > Some(1));
    assert!(found["end_column"].as_u64() > found["column"].as_u64());
    assert_eq!(found["variants"], serde_json::json!(["plain", "costly"]));
    assert!(found["help"][1].as_str().is_some_and(|help| help.contains("start: ")));
    temp.write("typo.toml", &DEAL.replace("periods", "periodz"));
    let typo = data(3, &["typo.toml"]);
    assert_eq!(typo["diagnostics"][0]["severity"], "error");
    temp.write("risky.toml", &DEAL.replace("hawk = 0.3", "hawk = 0.96"));
    let risky = data(3, &["risky.toml"]);
    assert_eq!(risky["diagnostics"][0]["code"], "E809");
    assert!(
        risky["diagnostics"][0]["message"]
            .as_str()
            .is_some_and(|message| message.contains(": in draw "))
    );
    let beyond = data(0, &["risky.toml", "--nominal"]);
    assert_eq!(beyond["diagnostics"][0]["severity"], "warning");
    assert_eq!(beyond["diagnostics"][0]["code"], "E812");
}

#[test]
fn check_states_its_proofs() {
    let temp = deal();
    // Sentences are broken where lines end.
    let sound = temp.run(0, &["check", "deal.toml"]).err.replace('\n', " ");
    assert!(sound.contains("interval arithmetic shows it for"), "{sound}");
    temp.write("risky.toml", &DEAL.replace("hawk = 0.3", "hawk = 0.96"));
    let risky = temp
        .run(0, &["check", "risky.toml", "--nominal"])
        .err
        .replace('\n', " ");
    assert!(risky.contains("warning[E812]: a draw with hidden.hawk = "), "{risky}");
    assert!(risky.contains("rest on `hidden.hawk`"), "{risky}");
    temp.write("idle.toml", &format!("{DEAL}\n[parameters.spare]\nvalue = 1\n"));
    let idle = temp.run(0, &["check", "idle.toml"]).err;
    assert!(idle.contains("the parameter `spare` is never used"), "{idle}");
    let quiet = temp.run(0, &["check", "idle.toml", "--quiet"]).err;
    assert_eq!(quiet, "");
}

#[test]
fn files_that_are_not_scenarios_are_refused() {
    let temp = deal();
    fs::create_dir(temp.path().join("folder")).expect("there is room");
    fs::write(temp.path().join("binary.toml"), [0, 159, 146, 150]).expect("there is room");
    let large = fs::File::create(temp.path().join("large.toml")).expect("there is room");
    large.set_len(50 * 1024 * 1024).expect("it need not be filled");
    for name in ["missing.toml", "folder", "binary.toml", "large.toml"] {
        for command in ["run", "check", "trace"] {
            let output = temp.run(3, &[command, name]);
            assert!(output.err.contains(name), "{}", output.err);
            assert_eq!(output.out, "");
        }
    }
    assert!(!temp.path().join("results").exists());
}

#[test]
fn wrong_scenarios_are_refused_and_nothing_is_written() {
    let temp = deal();
    let deep = format!("\"{}gain{}\"", "(".repeat(100_000), ")".repeat(100_000));
    let actors =
        DEAL.find("[actors.russia]").expect("it has actors")..DEAL.find("[parameters.gain]").expect("and parameters");
    let wrong = [
        ("deep", DEAL.replace("\"gain\"", &deep)),
        ("nan", DEAL.replace("value = 60", "value = nan")),
        (
            "infinite",
            DEAL.replace("spread = { uniform = 20 }", "range = [50, inf]"),
        ),
        ("empty", DEAL.replace("spread = { uniform = 20 }", "range = [60, 60]")),
        ("nobody", DEAL.replace(&DEAL[actors], "")),
        ("likely", DEAL.replace("probability = \"hidden\"", "probability = 1.2")),
        ("sum", DEAL.replace("dove = 0.6", "dove = 0.7")),
        ("half", DEAL[..DEAL.len() / 2].to_owned()),
        ("nothing", String::new()),
    ];
    for (name, text) in wrong {
        temp.write(&format!("{name}.toml"), &text);
        for command in ["run", "check"] {
            let output = temp.run(3, &[command, &format!("{name}.toml")]);
            assert!(output.err.contains("error"), "{name}: {}", output.err);
        }
        assert!(!temp.path().join("results").exists(), "{name} left something");
    }
}

#[test]
fn a_probability_beyond_one_in_some_draw_names_the_draw() {
    let temp = deal();
    temp.write("risky.toml", &DEAL.replace("hawk = 0.3", "hawk = 0.96"));
    let output = temp.run(3, &["run", "risky.toml"]);
    let text = output.err;
    assert!(
        text.contains("in draw ") && text.contains("seed 0") && text.contains("hidden.hawk = "),
        "{text}"
    );
    assert!(!temp.path().join("results").exists());
    let checked = temp.run(3, &["check", "risky.toml"]);
    assert_eq!(checked.err, format!("in variant `plain`:\n{text}"));
    assert!(text.contains("--> risky.toml:") && text.contains("start: "), "{text}");
    temp.run(0, &["check", "risky.toml", "--nominal"]);
}

#[test]
fn what_payoffs_add_up_to_shows_a_wrong_sign() {
    let temp = deal();
    temp.write("sign.toml", &DEAL.replace("amount = \"gain\"", "amount = \"-gain\""));
    let total = |file: &str| {
        let out = temp
            .run(
                0,
                &["check", file, "--variant", "plain", "--payoffs", "--format", "csv"],
            )
            .out;
        let lines = out
            .lines()
            .filter(|line| line.starts_with("plain,war,") && line.contains(",russia,war,"));
        let cells = lines.map(|line| line.rsplit(',').next().and_then(|cell| cell.parse::<f64>().ok()));
        cells.flatten().collect::<Vec<_>>()
    };
    let [right, wrong] = [total("deal.toml"), total("sign.toml")];
    assert!(right.len() == 1 && right[0] > 40.0, "{right:?}");
    assert!(wrong.len() == 1 && wrong[0] < -40.0, "{wrong:?}");
    let shown = temp.run(0, &["check", "sign.toml", "--payoffs"]).out;
    assert!(
        shown.contains("variant `plain`, the nominal point") && shown.contains("variant `costly`"),
        "{shown}"
    );
    assert!(shown.contains('−'), "{shown}");
    temp.run(2, &["check", "deal.toml", "--payoffs", "--parameters"]);
}
