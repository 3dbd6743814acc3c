//! How results were computed, and the command that computes them again.

use serde_json::Value;

use super::html::Section;
use crate::numeric::math::min;
use crate::report::markup::escaped;
use crate::report::past_results::PastResults;
use crate::report::results_list::{settings, worded};
use crate::report::running::SUSPICIOUS;
use crate::report::terminal::{counted, grouped, probability};

/// The section on how results were computed, by a command whose name is known.
pub(super) fn section(past: &PastResults, command: &str) -> Section {
    let manifest = past.manifest();
    let mut text = vec![effort(past, command)];
    text.extend(manifest["solver"].as_array().into_iter().flatten().map(solver));
    text.extend(
        manifest["exact_versus_played"]
            .as_array()
            .into_iter()
            .flatten()
            .map(agreement),
    );
    let version = past.version();
    let id = past.id().unwrap_or_default();
    text.push(format!(
        "Computed by pactum {version}; the results are {id}. The same file, arguments, seed and version give the same bytes \
         again. With the text of the scenario above in a file of its name, this command does it again:"
    ));
    Section {
        title: "How it was computed".to_owned(),
        text,
        below: format!("<pre><code>{}</code></pre>\n", escaped(&again(past, command))),
        ..Section::default()
    }
}

/// How much was drawn and played.
fn effort(past: &PastResults, command: &str) -> String {
    let manifest = past.manifest();
    let Some(run) = past.run() else {
        let solved = manifest["solved_draws"].as_u64();
        let solved = solved.map(|draws| format!(" It rests on {}.", counted(draws, "solved draw")));
        return format!("By `pactum {command}`.{}", solved.unwrap_or_default());
    };
    let games = manifest["arguments"]["games"].as_u64().unwrap_or_default();
    let drawn = match run.drawn.nominal {
        true => "the nominal values of all parameters".to_owned(),
        false => format!(
            "{} of the uncertain parameters, seed {}",
            counted(run.drawn.draws, "draw"),
            run.drawn.seed
        ),
    };
    let played = match games {
        0 => "no games were played".to_owned(),
        games => format!("{} were played in each draw", counted(games, "game")),
    };
    format!(
        "By `pactum {command}`, over {drawn}. Probabilities and payoffs are exact given each draw; {played}. Each draw is \
         solved for how the actors play: logit choices on the principal branch, or best responses where the scenario asks \
         for them."
    )
}

fn solver(entry: &Value) -> String {
    let name = entry["variant"].as_str().unwrap_or_default();
    let statuses = entry["statuses"].as_object().into_iter().flatten();
    let statuses = statuses.map(|(status, count)| {
        format!(
            "{} {}",
            grouped(count.as_u64().unwrap_or_default()),
            status.replace('_', " ")
        )
    });
    let residual = entry["max_residual"].as_f64().unwrap_or_default();
    let at = match entry["precision"].as_f64() {
        None | Some(1.0) => String::new(),
        Some(factor) => format!(", with λ × {factor}"),
    };
    let failure = entry["first_failure"].as_str();
    let failure = failure.map(|why| format!(" Draws that failed are left out; the first: {why}."));
    format!(
        "Draws of `{name}`{at}: {}; the largest residual, the distance between a probability and the response to it, is \
         {residual:.1e}.{}",
        statuses.collect::<Vec<_>>().join(", "),
        failure.unwrap_or_default()
    )
}

fn agreement(entry: &Value) -> String {
    let text = |key: &str| entry[key].as_str().unwrap_or_default();
    let (name, outcome) = (text("variant"), text("worst_outcome"));
    let tail = entry["smallest_tail_times_outcomes"].as_f64().unwrap_or_default();
    let agrees = if tail < SUSPICIOUS {
        "differ by more than chance allows"
    } else {
        "agree"
    };
    format!(
        "The played games of `{name}` and the exact probabilities {agrees}: `{outcome}` fits worst, with a tail probability \
         of {} after allowing for the number of outcomes.",
        probability(min(tail, 1.0))
    )
}

/// The arguments of the command that wrote a folder, after its name.
pub(super) fn after<'p>(past: &'p PastResults, command: &str) -> Vec<&'p str> {
    let arguments = past.arguments().into_iter();
    arguments.skip_while(|argument| *argument != command).skip(1).collect()
}

/// The command line that computes results again.
pub(super) fn again(past: &PastResults, command: &str) -> String {
    let arguments = after(past, command);
    let files = arguments.iter().take_while(|argument| !argument.starts_with('-'));
    let mut line = vec!["pactum".to_owned(), command.to_owned()];
    line.extend(files.map(|file| worded(file)));
    line.push(settings(&arguments));
    line.retain(|part| !part.is_empty());
    line.join(" ")
}
