//! A traced game in sentences.

use super::labelled;
use super::terminal::titles;
use crate::numeric::decimal::shortest;
use crate::scenario::Labels;
use crate::study::Trace;
use crate::study::trace::{Event, Paid, Payoff, Period, Promise, What};

/// The text of a traced game.
pub(crate) fn text((title, labels): (&str, &Labels), trace: &Trace) -> String {
    let titles = titles(std::iter::once(trace.variant.as_str()), labels);
    let mut text = format!("{title}\n{}\n{titles}\n", heading(trace));
    let trace = &labelled::trace(trace.clone(), labels);
    if !trace.parameters.is_empty() {
        text += "In this draw:\n";
        for (name, value) in &trace.parameters {
            text += &format!("  {name} = {}\n", rounded(*value));
        }
        text.push('\n');
    }
    text += &start(trace);
    for period in &trace.played {
        text += &period_text(period, &trace.period_unit);
    }
    text += &end(trace);
    text
}

fn heading(trace: &Trace) -> String {
    let draw = match trace.draw {
        Some(draw) => format!("draw {draw}"),
        None => "the nominal point".to_owned(),
    };
    format!(
        "Game {} of {draw}, variant `{}`, seed {}.",
        trace.game, trace.variant, trace.seed
    )
}

fn start(trace: &Trace) -> String {
    let mut text = "At the start\n".to_owned();
    for drawn in &trace.start {
        let verb = match (drawn.variable, drawn.joint) {
            (true, _) => "starts at",
            (false, true) => "are",
            (false, false) => "is",
        };
        text += &format!(
            "  {} {verb} {} (chance {}).\n",
            drawn.what,
            drawn.value,
            chance(drawn.chance)
        );
    }
    let variables: Vec<String> = trace
        .opening
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    if !variables.is_empty() {
        text += &format!("  The state: {}.\n", variables.join(", "));
    }
    text.push('\n');
    text
}

fn period_text(period: &Period, unit: &str) -> String {
    let mut text = format!("{} {}\n", capital(unit), period.number);
    for event in &period.events {
        text += &sentences(event);
    }
    if period.events.is_empty() {
        text += "  Nobody had anything to decide.\n";
    }
    if !period.paid.is_empty() {
        text += &format!("  At its end {}.\n", paid(&period.paid));
    }
    text.push('\n');
    text
}

fn sentences(event: &Event) -> String {
    let actor = event.actor.as_deref().unwrap_or("chance");
    let likely = chance(event.chance);
    let mut text = match &event.what {
        What::Asked(true) => format!("  {}: {actor} was asked (chance {likely}).\n", event.stage),
        What::Asked(false) => format!("  {}: {actor} was not asked (chance {likely}).\n", event.stage),
        What::Bound(true) => format!(
            "  {}: this time its promise bound {actor} (chance {likely}).\n",
            event.stage
        ),
        What::Bound(false) => format!("  {}: this time {actor} was free (chance {likely}).\n", event.stage),
        What::Branch(name, options) => branch(event, name, *options),
        What::Decided {
            action,
            options,
            beliefs,
            promises,
        } => {
            let mut text = format!("  {}: {actor} chose {action}, with probability {likely}", event.stage);
            text += &others(action, options);
            for (about, chances) in beliefs {
                text += &format!("    It believed of {about}: {}.\n", listed(chances));
            }
            for promise in promises {
                text += &format!("    {}.\n", kept(promise));
            }
            text
        }
    };
    if !event.paid.is_empty() {
        text += &format!("    For this {}.\n", paid(&event.paid));
    }
    if !event.changes.is_empty() {
        let changes: Vec<String> = event
            .changes
            .iter()
            .map(|(name, before, after)| format!("{name} went from {before} to {after}"))
            .collect();
        text += &format!("    So {}.\n", changes.join(", "));
    }
    text
}

fn branch(event: &Event, name: &str, options: usize) -> String {
    let whose = match &event.actor {
        Some(actor) => format!(" on what {actor} did"),
        None => String::new(),
    };
    let taken = if name.is_empty() {
        String::new()
    } else {
        format!(" {name}")
    };
    if options == 1 {
        return format!(
            "  {}: it took its course{}.\n",
            event.stage,
            if taken.is_empty() { taken } else { format!(":{taken}") }
        );
    }
    if taken.is_empty() && event.changes.is_empty() && event.paid.is_empty() {
        return format!(
            "  {}: chance changed nothing{whose} (chance {}).\n",
            event.stage,
            chance(event.chance)
        );
    }
    let taken = if taken.is_empty() {
        " one of its ways".to_owned()
    } else {
        taken
    };
    format!(
        "  {}: chance decided{whose}:{taken} (chance {}).\n",
        event.stage,
        chance(event.chance)
    )
}

fn others(action: &str, options: &[(String, f64)]) -> String {
    let rest: Vec<String> = options
        .iter()
        .filter(|(name, _)| name != action)
        .map(|(name, probability)| format!("{name} {}", chance(*probability)))
        .collect();
    if rest.is_empty() {
        "; there was nothing else to do.\n".to_owned()
    } else {
        format!(" (else: {}).\n", rest.join(", "))
    }
}

fn kept(promise: &Promise) -> String {
    let name = &promise.commitment;
    match (promise.kept, promise.bound) {
        (Some(true), true) => format!("The commitment {name} bound it, and it kept it"),
        (Some(true), false) => {
            format!("The commitment {name} did not bind it, but it kept it by choice")
        }
        (Some(false), _) => format!("It reneged on the commitment {name}"),
        (None, _) => format!("The commitment {name} was triggered, but the promised action was not available"),
    }
}

fn listed(chances: &[(String, f64)]) -> String {
    let each: Vec<String> = chances
        .iter()
        .map(|(name, probability)| format!("{name} {}", chance(*probability)))
        .collect();
    each.join(", ")
}

fn paid(payments: &[Paid]) -> String {
    let each: Vec<String> = payments
        .iter()
        .map(|paid| format!("{} got {} ({})", paid.actor, rounded(paid.amount), paid.term))
        .collect();
    each.join(", ")
}

fn end(trace: &Trace) -> String {
    let when = match trace.last_period {
        0 => "at the start".to_owned(),
        period if period == trace.periods => format!("in {} {period}, the last", trace.period_unit),
        period => format!("in {} {period} of {}", trace.period_unit, trace.periods),
    };
    let mut text = format!("It ended {when}: {}.\n", trace.outcome);
    if !trace.at_end.is_empty() {
        text += &format!("  Then {}.\n", paid(&trace.at_end));
    }
    text += "Earned in all, discounted to the start:\n";
    for Payoff { actor, total, terms } in &trace.payoffs {
        let parts: Vec<String> = terms
            .iter()
            .filter(|(_, amount)| *amount != 0.0)
            .map(|(term, amount)| format!("{term} {}", rounded(*amount)))
            .collect();
        let parts = if parts.is_empty() {
            String::new()
        } else {
            format!(" ({})", parts.join(", "))
        };
        text += &format!("  {actor}: {}{parts}\n", rounded(*total));
    }
    text
}

/// A probability for reading: three digits that count.
fn chance(value: f64) -> String {
    if value > 0.0 && value < 0.001 {
        format!("{value:.1e}")
    } else {
        trimmed(&format!("{value:.3}"))
    }
}

/// An amount for reading: up to four decimals.
fn rounded(value: f64) -> String {
    if value.abs() >= 1e9 || (value != 0.0 && value.abs() < 1e-3) {
        shortest(value)
    } else {
        trimmed(&format!("{value:.4}"))
    }
}

fn trimmed(text: &str) -> String {
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A word with its first letter in capitals.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
