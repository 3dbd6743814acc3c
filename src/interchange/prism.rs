//! Writes a Markov chain for PRISM and Storm: explicit transitions, labels and rewards, and a model in the PRISM
//! language if it is small.

use std::fmt::Write;

use rustc_hash::FxHashSet;

use super::chain::Chain;
use super::labels::plain_prose;
use crate::numeric::decimal::shortest;

/// The most states of a model in the PRISM language, which Storm reads in quadratic time.
const MOST_STATES: usize = 5_000;

/// Words that cannot be labels.
const TAKEN: [&str; 2] = ["init", "deadlock"];

/// The files of a chain: the suffix of each name, and its text.
pub fn prism(chain: &Chain, about: &str) -> Vec<(String, String)> {
    let mut files = vec![
        (".tra".to_owned(), transitions(chain)),
        (".lab".to_owned(), labels(chain)),
    ];
    for (what, rewards) in rewards(chain) {
        files.push((format!(".{what}.srew"), state_rewards(&rewards)));
    }
    if chain.transitions.len() < MOST_STATES {
        files.push((".prism".to_owned(), model(chain, about)));
    }
    files
}

fn transitions(chain: &Chain) -> String {
    let mut text = "dtmc\n".to_owned();
    for (from, transitions) in chain.transitions.iter().enumerate() {
        for (to, chance) in transitions {
            let _ = writeln!(text, "{from} {to} {}", shortest(*chance));
        }
    }
    text
}

fn labels(chain: &Chain) -> String {
    let named = labelled(chain);
    let words: Vec<&str> = named.iter().map(|(word, _)| word.as_str()).collect();
    let mut text = format!("#DECLARATION\ninit {}\n#END\n0 init\n", words.join(" "));
    for (word, state) in &named {
        if let Some(state) = state {
            let _ = writeln!(text, "{state} {word}");
        }
    }
    text
}

fn state_rewards(rewards: &[f64]) -> String {
    let line = |(state, reward)| format!("{state} {}\n", shortest(reward));
    telling(rewards).map(line).collect()
}

/// The rewards that are not 0, and that of the start in any case: Storm reads no file or list of rewards without any.
fn telling(rewards: &[f64]) -> impl Iterator<Item = (usize, f64)> {
    let all = rewards.iter().copied().enumerate();
    all.filter(|(state, reward)| *reward != 0.0 || *state == 0)
}

fn model(chain: &Chain, about: &str) -> String {
    let mut text = String::new();
    for line in plain_prose(about).lines() {
        let _ = writeln!(text, "// {line}");
    }
    let last = chain.transitions.len() - 1;
    let _ = writeln!(text, "dtmc\n\nmodule game\n  s : [0..{last}] init 0;");
    for (from, transitions) in chain.transitions.iter().enumerate() {
        let update = |(to, chance): &(usize, f64)| format!("{} : (s'={to})", shortest(*chance));
        let transitions: Vec<String> = transitions.iter().map(update).collect();
        let _ = writeln!(text, "  [] s={from} -> {};", transitions.join(" + "));
    }
    text.push_str("endmodule\n\n");
    for (word, state) in labelled(chain) {
        let condition = state.map_or_else(|| "false".to_owned(), |state| format!("s={state}"));
        let _ = writeln!(text, "label \"{word}\" = {condition};");
    }
    for (what, rewards) in rewards(chain) {
        let _ = writeln!(text, "\nrewards \"{what}\"");
        for (state, reward) in telling(&rewards) {
            let _ = writeln!(text, "  s={state} : {};", shortest(reward));
        }
        text.push_str("endrewards\n");
    }
    text
}

/// The label of each outcome, and its state where play can reach it.
pub(super) fn labelled(chain: &Chain) -> Vec<(String, Option<usize>)> {
    let reached = chain.endings.iter();
    let reached = reached.map(|(name, state)| (name.as_str(), Some(*state)));
    let never = chain.never.iter().map(|name| (name.as_str(), None));
    let (names, states): (Vec<&str>, Vec<Option<usize>>) = reached.chain(never).unzip();
    words(&names).into_iter().zip(states).collect()
}

/// What each actor gains in each state, under the actor's name as a word, and what it loses, where it loses anything:
/// no reward may be negative. Gains less losses are its payoff.
fn rewards(chain: &Chain) -> Vec<(String, Vec<f64>)> {
    let positive = |reward: f64| if reward > 0.0 { reward } else { 0.0 };
    let (mut names, mut all) = (Vec::new(), Vec::new());
    for (actor, rewards) in &chain.rewards {
        names.push(actor.clone());
        all.push(rewards.iter().map(|&reward| positive(reward)).collect());
        if rewards.iter().any(|&reward| reward < 0.0) {
            names.push(format!("{actor}_losses"));
            all.push(rewards.iter().map(|&reward| positive(-reward)).collect());
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    words(&names).into_iter().zip(all).collect()
}

/// Names as words that differ.
pub(super) fn words(names: &[&str]) -> Vec<String> {
    let mut used: FxHashSet<String> = TAKEN.iter().map(|&word| word.to_owned()).collect();
    let free = |name: &&str| {
        let plain = word(name);
        let numbered = (2..).map(|number| format!("{plain}_{number}"));
        let mut choices = std::iter::once(plain.clone()).chain(numbered);
        let free = choices.find(|choice| used.insert(choice.clone()));
        free.unwrap_or(plain)
    };
    names.iter().map(free).collect()
}

/// A name as a word of letters, digits and underscores.
fn word(name: &str) -> String {
    let word = name.replace(|character: char| !character.is_ascii_alphanumeric(), "_");
    match word.chars().next() {
        Some(first) if !first.is_ascii_digit() => word,
        _ => format!("_{word}"),
    }
}
