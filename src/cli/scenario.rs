//! From the command line to a scenario and its explored variants; whatever is wrong on the way is shown.

use std::path::Path;

use super::args;
use super::console::Console;
use super::failure::{Failure, more};
use super::memory;
use crate::api::Scenario;
use crate::source::input::STANDARD_INPUT;
use crate::source::wording::acts_unseen;
use crate::source::{Diagnostic, Sources, render};
use crate::study::Variant;

/// Reads a scenario with the variants that are asked for, all of them if none is named; shows warnings.
pub(super) fn load(scenario: &args::Scenario, variants: &[String], console: &Console) -> Result<Scenario, Failure> {
    let loaded = read(scenario, variants).map_err(|error| console.failure(error))?;
    let loaded = loaded.within(memory::available());
    warn(&loaded.sources, loaded.warnings.all(), console);
    Ok(loaded)
}

/// The same without showing anything, and without a limit on the memory that solving may take.
pub(super) fn read(scenario: &args::Scenario, variants: &[String]) -> Result<Scenario, crate::api::Error> {
    Scenario::load(&scenario.scenario, &scenario.set, variants, scenario.max_states)
}

/// Explores every chosen variant.
pub(super) fn explore(scenario: &Scenario, console: &Console) -> Result<Vec<Variant>, Failure> {
    let explored = scenario.models.iter().map(|(name, model)| {
        console.detail(&format!("exploring `{name}`"));
        let explored = scenario.explored(name, model);
        explored.map_err(|error| console.failure(scenario.unsound(name, &error)))
    });
    explored.collect()
}

/// What a scenario is called in results.
pub(super) fn name_in_results(output: &args::Output, scenario: &args::Scenario) -> String {
    output.name.clone().unwrap_or_else(|| name_of(&scenario.scenario))
}

/// The name of a scenario, which its folder of results has too: its file's without the ending, as every system can call a
/// folder.
pub(super) fn name_of(path: &Path) -> String {
    if path == Path::new(STANDARD_INPUT) {
        return "stdin".to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let usual = |c: char| if acts_unseen(c) || UNUSUAL.contains(c) { '_' } else { c };
    let name: String = stem.trim_matches(['.', ' ']).chars().map(usual).collect();
    if name.is_empty() {
        return "scenario".to_owned();
    }
    if is_device(&name) { format!("_{name}") } else { name }
}

/// Whether a name, before its first point, is that of a device of Windows.
fn is_device(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |kind| {
        name.strip_prefix(kind)
            .is_some_and(|number: &str| number.len() == 1 && number.as_bytes()[0].is_ascii_digit())
    };
    DEVICES.contains(&name.as_str()) || ["com", "lpt"].into_iter().any(numbered)
}

/// What no file of Windows may have in its name, and what it may not be called.
const UNUSUAL: &str = "<>:\"/\\|?*";
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Prints warnings, except with --quiet.
pub(super) fn warn(sources: &Sources, found: &[Diagnostic], console: &Console) {
    if !found.is_empty() && !console.quiet {
        console.say(&shown(sources, found, console));
    }
}

/// Findings as text for people, and where more is said about the first error.
pub(super) fn shown(sources: &Sources, found: &[Diagnostic], console: &Console) -> String {
    render(sources, found, console.colour) + &more(found).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_scenario_has_a_name_that_a_folder_can_have() {
        let names = [
            ("scenarios/deal.toml", "deal"),
            ("deal.v2.toml", "deal.v2"),
            ("..toml", "scenario"),
            (".toml", "toml"),
            ("...toml", "scenario"),
            (".hidden.toml", "hidden"),
            ("a\nb\u{1b}[31m.toml", "a_b_[31m"),
            ("a:b?.toml", "a_b_"),
            ("NUL.toml", "_NUL"),
            ("com1.v2.toml", "_com1.v2"),
            ("common.toml", "common"),
            ("-", "stdin"),
            ("/dev/stdin", "stdin"),
            ("", "scenario"),
        ];
        for (path, name) in names {
            assert_eq!(name_of(path.as_ref()), name, "{path:?}");
        }
    }
}
