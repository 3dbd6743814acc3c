//! `check` warns of parameters without a source: once for people, once for each parameter in JSON.

use serde_json::Value;

use crate::folder::Folder;
use crate::support::command::Finished;

/// A scenario whose parameters are still to be said.
const REST: &str = r#"title = "A bet"
periods = 1

[actors.one]
types = { bold = 0.5, shy = 0.5 }
strategy = { logit = 1 }

[[actors.one.payoffs]]
name = "gain"
paid = "on_action"
action = "play"
amount = "gain"

[[stages]]
name = "bet"
actor = "one"
actions = [{ name = "pass" }, { name = "play", set = { played = true } }]

[variables.played]
truth = true
start = false

[[outcomes]]
name = "played"
when = "played"

[[outcomes]]
name = "passed"
at_end = true

[variants.small]

[variants.large]
set = { gain = 2 }

"#;

fn bet(parameters: &str) -> Folder {
    Folder::with(&[("bet.toml", &format!("{REST}{parameters}"))])
}

/// The warnings that programs get: message, file and line of each place.
fn warnings(temp: &Folder, arguments: &[&str]) -> Vec<String> {
    let all = [&["check"], arguments, &["--format", "json"]].concat();
    let Finished { out, err, .. } = temp.run(0, &all);
    assert_eq!(err, "");
    let data: Value = serde_json::from_str(&out).expect("it is JSON");
    let found = data["diagnostics"].as_array().expect("a list").iter();
    let ours = found.filter(|found| found["code"] == "E915");
    let shown = ours.map(|found| {
        assert_eq!(found["severity"], "warning");
        assert_eq!(found["variants"], serde_json::json!([]));
        assert!(found["help"][1].as_str().is_some_and(|help| help.contains("note = ")));
        let labels = found["labels"].as_array().expect("a list").iter();
        let places = labels.map(|label| {
            let place = ["line", "column", "end_column"].map(|key| label[key].to_string());
            format!("{}:{}", label["file"].as_str().expect("a name"), place.join(":"))
        });
        let message = found["message"].as_str().expect("a message");
        let (what, _) = message.split_once(" neither ").expect("what is missing");
        format!("{what} at {}", places.collect::<Vec<_>>().join(", "))
    });
    shown.collect()
}

const FOUR: &str = r#"[parameters.gain]
value = 1

[parameters.loss]
value = 2
note = "what a lost bet costs"

[parameters.spare]
value = 3
source = ""

[parameters.other]
value = 4
"#;

const TOGETHER: &str = "\
warning[E915]: the parameters `gain`, `loss`, `spare` and `other` have neither a `source` nor a `note` that says `assumption`
  --> bet.toml:36:13
   |
36 | [parameters.gain]
   |             ^^^^
   |
  ::: bet.toml:39:13
   |
39 | [parameters.loss]
   |             ----
   |
  ::: bet.toml:43:13
   |
43 | [parameters.spare]
   |             -----
   |
   = help: a reader cannot tell a measured number from a guess
   = help: `source = \"…\"` says where a number comes from, `note = \"assumption: …\"` that it is a guess
A bet: sound.";

#[test]
fn text_output_has_one_warning_with_the_first_places() {
    let temp = bet(FOUR);
    let Finished { err, .. } = temp.run(0, &["check", "bet.toml"]);
    assert!(err.contains(TOGETHER), "{err}");
    assert_eq!(err.matches("E915").count(), 1, "{err}");
    let Finished { err: quiet, .. } = temp.run(0, &["check", "bet.toml", "--quiet"]);
    assert_eq!(quiet, "");
}

#[test]
fn json_output_has_one_warning_for_each_parameter() {
    let each = [
        "the parameter `gain` has at bet.toml:36:13:17",
        "the parameter `loss` has at bet.toml:39:13:17",
        "the parameter `spare` has at bet.toml:43:13:18",
        "the parameter `other` has at bet.toml:47:13:18",
    ];
    let temp = bet(FOUR);
    assert_eq!(warnings(&temp, &["bet.toml"]), each);
    assert_eq!(warnings(&temp, &["bet.toml", "--variant", "large"]), each);
    assert_eq!(warnings(&temp, &["bet.toml", "--set", "gain=3"]), each);
}

#[test]
fn a_source_or_the_word_assumption_is_enough() {
    let said = [
        "source = \"the bookmaker\"",
        "note = \"assumption\"",
        "note = \"Assumption: a small bet\"",
        "note = \"assumption on the size\"",
        "source = \"the bookmaker\"\nnote = \"per round\"",
    ];
    for said in said {
        let temp = bet(&format!("[parameters.gain]\nvalue = 1\n{said}\n"));
        assert_eq!(warnings(&temp, &["bet.toml"]), [""; 0], "{said}");
        let Finished { err, .. } = temp.run(0, &["check", "bet.toml"]);
        assert!(!err.contains("warning"), "{err}");
    }
    let temp = bet("[parameters.gain]\nvalue = 1\nlabel = \"assumption\"\nnote = \"assumed\"\n");
    assert_eq!(warnings(&temp, &["bet.toml"]).len(), 1);
}

#[test]
fn single_values_may_have_their_own_source() {
    let by = |bold: &str, shy: &str, top: &str| {
        let temp = bet(&format!(
            "[parameters.gain]\nby = \"one\"\nvalues = {{ bold = {bold}, shy = {shy} }}\n{top}\n"
        ));
        warnings(&temp, &["bet.toml"])
    };
    let silent = "{ value = 1 }";
    let said = "{ value = 1, note = \"assumption\" }";
    let remarked = "{ value = 1, note = \"the usual stake\" }";
    let whole = ["the parameter `gain` has at bet.toml:36:13:17"];
    assert_eq!(by("1", silent, ""), whole);
    assert_eq!(by(remarked, "1", "note = \"in crowns\""), whole);
    assert_eq!(by(said, said, ""), [""; 0]);
    assert_eq!(by(remarked, "1", "source = \"the bookmaker\""), [""; 0]);
    assert_eq!(
        by(silent, said, ""),
        ["the parameter `gain.bold` has at bet.toml:38:12:16"]
    );
    let temp = bet(
        "[parameters.gain]\nvalue = 1\nnote = \"assumption\"\n[parameters.fate]\ndirichlet = { won = 1, lost = 2 }\n",
    );
    assert_eq!(
        warnings(&temp, &["bet.toml"]),
        ["the parameter `fate` has at bet.toml:39:13:17"]
    );
}

#[test]
fn an_extending_file_inherits_sources_and_notes() {
    let over = |base: &str, over: &str| {
        let base = format!("{REST}[parameters.gain]\nvalue = 1\n{base}\n");
        let over = format!("extends = \"base.toml\"\n[parameters.gain]\n{over}\n");
        let temp = Folder::with(&[("base.toml", &base), ("over.toml", &over)]);
        warnings(&temp, &["over.toml"])
    };
    let declared = ["the parameter `gain` has at base.toml:36:13:17"];
    assert_eq!(over("source = \"the bookmaker\"", "value = 3"), [""; 0]);
    assert_eq!(over("", "note = \"assumption\""), [""; 0]);
    assert_eq!(over("", "value = 3"), declared);
    assert_eq!(over("source = \"the bookmaker\"", "source = \"\""), declared);
    assert_eq!(over("note = \"assumption\"", "note = \"in crowns\""), declared);
}
