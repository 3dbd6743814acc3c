//! Writes a Markov chain in the unified Markov binary format (UMB), which PRISM, Storm and others share: a tar archive of
//! an index and arrays (<https://pmc-tools.github.io/umb/spec>).

use serde_json::{Map, Value, json};
use tar::{Builder, EntryType, Header};

use super::chain::Chain;
use super::prism::{labelled, words};

/// The version of the format that is written.
const VERSION: u64 = 0;
const REVISION: u64 = 1;
/// Bits are written in units of so many.
const WORD: usize = 64;

/// The archive of a chain. A label says where play ends with each outcome; rewards are what each actor is paid in
/// expectation as a state is left, and may be negative.
pub(crate) fn umb(chain: &Chain, about: &str) -> Vec<u8> {
    let states = chain.transitions.len();
    let branches: Vec<(usize, f64)> = chain.transitions.iter().flatten().copied().collect();
    let mut archive = Archive(Builder::new(Vec::new()));
    let labels = keyed(labelled(chain));
    let (actors, rewards): (Vec<&str>, Vec<&[f64]>) = chain
        .rewards
        .iter()
        .map(|(actor, rewards)| (actor.as_str(), rewards.as_slice()))
        .unzip();
    let rewards = keyed(words(&actors).into_iter().zip(rewards).collect());
    let index = index(about, (states, branches.len()), &labels, &rewards);
    let index = serde_json::to_string_pretty(&index).expect("it has only texts for keys");
    archive.add("index.json", index.as_bytes());
    archive.add("state-is-initial.bin", &bits(states, Some(0)));
    archive.add("state-to-choices.bin", &whole_numbers(0..=states));
    let ends = chain.transitions.iter().scan(0, |end, transitions| {
        *end += transitions.len();
        Some(*end)
    });
    archive.add("choice-to-branches.bin", &whole_numbers(std::iter::once(0).chain(ends)));
    archive.add(
        "branch-to-target.bin",
        &whole_numbers(branches.iter().map(|(to, _)| *to)),
    );
    let chances: Vec<f64> = branches.iter().map(|(_, chance)| *chance).collect();
    archive.add("branch-to-probability.bin", &numbers(&chances));
    for label in &labels {
        let name = format!("annotations/aps/{}/states/values.bin", label.key);
        archive.add(&name, &bits(states, label.values));
    }
    for reward in &rewards {
        let name = format!("annotations/rewards/{}/states/values.bin", reward.key);
        archive.add(&name, &numbers(reward.values));
    }
    archive.0.into_inner().expect("memory takes everything")
}

/// What is said of states.
struct Annotation<T> {
    /// What others call it.
    name: String,
    /// Its part of a file's name, in which the format takes no capitals.
    key: String,
    values: T,
}

fn keyed<T>(named: Vec<(String, T)>) -> Vec<Annotation<T>> {
    let plain: Vec<String> = named.iter().map(|(name, _)| name.to_lowercase()).collect();
    let keys = words(&plain.iter().map(String::as_str).collect::<Vec<_>>());
    let annotation = |((name, values), key)| Annotation { name, key, values };
    named.into_iter().zip(keys).map(annotation).collect()
}

fn described<T>(annotations: &[Annotation<T>], kind: &str, size: usize) -> Map<String, Value> {
    let one = |annotation: &Annotation<T>| {
        let described = json!({
            "alias": annotation.name,
            "applies-to": ["states"],
            "type": { "type": kind, "size": size },
        });
        (annotation.key.clone(), described)
    };
    annotations.iter().map(one).collect()
}

fn index(
    about: &str,
    (states, branches): (usize, usize),
    labels: &[Annotation<Option<usize>>],
    rewards: &[Annotation<&[f64]>],
) -> Value {
    json!({
        "format-version": VERSION,
        "format-revision": REVISION,
        "model-data": { "description": about },
        "file-data": { "tool": "pactum", "tool-version": env!("CARGO_PKG_VERSION") },
        "transition-system": {
            "time": "discrete",
            "#players": 0,
            "#states": states,
            "#initial-states": 1,
            "#choices": states,
            "#choice-actions": 0,
            "#branches": branches,
            "#branch-actions": 0,
            "#observations": 0,
            "branch-probability-type": { "type": "double", "size": WORD },
        },
        "annotations": { "aps": described(labels, "bool", 1), "rewards": described(rewards, "double", WORD) },
    })
}

/// One bit for each state, of which one at most is set, the least significant bit first.
fn bits(states: usize, set: Option<usize>) -> Vec<u8> {
    let mut bytes = vec![0; states.div_ceil(WORD) * (WORD / 8)];
    if let Some(state) = set {
        bytes[state / 8] |= 1 << (state % 8);
    }
    bytes
}

fn whole_numbers(numbers: impl Iterator<Item = usize>) -> Vec<u8> {
    numbers.flat_map(|number| (number as u64).to_le_bytes()).collect()
}

fn numbers(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// An archive whose entries say nothing of when and by whom they were written.
struct Archive(Builder<Vec<u8>>);

impl Archive {
    fn add(&mut self, name: &str, bytes: &[u8]) {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o644);
        header.set_size(bytes.len() as u64);
        let added = self.0.append_data(&mut header, name, bytes);
        added.expect("memory takes everything, and names are short");
    }
}
