//! The live part of a page: the engine, the scenario, and sliders for what can be set.

use serde::Serialize;
use serde_json::{Map, Value};

use super::method::after;
use crate::report::base85::base85;
use crate::report::past_results::{PastResults, Unreadable};
use crate::report::results::scenario_file;

/// The identifier of the section, with which those of its parts begin.
const ID: &str = "live";
/// Its title.
const TITLE: &str = "Try it";
/// The engine as a WebAssembly module, compressed; `web/build.sh` makes it.
const MODULE: &[u8] = include_bytes!("live/pactum.wasm.gz");
/// What stands in the section.
const PANEL: &str = include_str!("live/panel.html");
/// Its style sheet.
pub(super) const STYLE: &str = include_str!("live/style.css");
/// The script of a worker.
const WORKER: [&str; 2] = [include_str!("live/engine.js"), include_str!("live/worker.js")];
/// The script of the page.
const PAGE: [&str; 7] = [
    include_str!("live/tables.js"),
    include_str!("live/crew.js"),
    include_str!("live/link.js"),
    include_str!("live/elements.js"),
    include_str!("live/controls.js"),
    include_str!("live/results.js"),
    include_str!("live/page.js"),
];

/// What the live part is about.
#[derive(Serialize)]
struct Data<'a> {
    /// The text of the scenario as run.
    scenario: &'a str,
    /// What messages call it.
    name: String,
    command: Command<'a>,
    /// By variant, what the engine finds at the values of the run.
    first: &'a Map<String, Value>,
}

/// The beginning of the commands that give the same on a terminal.
#[derive(Serialize)]
struct Command<'a> {
    scenario: &'a str,
    /// What was set in the run.
    set: Vec<&'a str>,
}

/// The live part about the scenario of a results folder that some command wrote: its entry among the contents, and its
/// section.
pub(super) fn section(
    past: &PastResults,
    command: &str,
    first: &Map<String, Value>,
) -> Result<(String, String), Unreadable> {
    let name = scenario_file(1);
    let text = past.text(&name)?;
    let arguments = after(past, command);
    let file = arguments.first().filter(|file| !file.starts_with('-'));
    let data = Data {
        scenario: &text,
        command: Command {
            scenario: file.copied().unwrap_or(&name),
            set: settings(&arguments),
        },
        name: name.clone(),
        first,
    };
    let entry = format!("<li><a href=\"#{ID}\">{TITLE}</a></li>\n");
    let section = format!(
        "<section id=\"{ID}\" class=\"{ID}\">\n<h3 id=\"{ID}-title\">{TITLE}</h3>\n{PANEL}{}{}{}<script>\n\"use strict\";\n\
         {{\n{}}}\n</script>\n</section>\n",
        inert("data", "application/json", &json(&data)),
        inert("worker", "text/plain", &WORKER.concat()),
        inert("module", "text/plain", &base85(MODULE)),
        PAGE.concat(),
    );
    Ok((entry, section))
}

/// The values of `--set` among the arguments of a command.
fn settings<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if *argument == "--set" {
            found.extend(rest.next());
        } else {
            found.extend(argument.strip_prefix("--set="));
        }
    }
    found
}

/// A text that the script reads, and that the browser does not run.
fn inert(name: &str, kind: &str, text: &str) -> String {
    format!("<script type=\"{kind}\" id=\"{ID}-{name}\">\n{text}\n</script>\n")
}

/// Data as JSON in which nothing ends a script.
fn json(data: &Data<'_>) -> String {
    let text = serde_json::to_string(data).expect("texts can be written as JSON");
    text.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::{PAGE, PANEL, WORKER, settings};

    #[test]
    fn settings_are_found_however_they_are_written() {
        let arguments = [
            "a.toml",
            "--set",
            "a=1",
            "--draws",
            "3",
            "--set=b=2",
            "--variant",
            "set",
        ];
        assert_eq!(settings(&arguments), ["a=1", "b=2"]);
    }

    #[test]
    fn no_script_ends_within_itself() {
        for text in WORKER.iter().chain(&PAGE).chain(&[PANEL]) {
            assert!(!text.contains("</script"), "{text}");
        }
    }
}
