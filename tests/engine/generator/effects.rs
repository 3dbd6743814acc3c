//! Random effects: assignments, and chance branches.

use super::formulas::{Atom, assignment, condition, half};
use super::number_source::NumberSource;

/// An effect as the file says it.
#[derive(Debug, Default)]
pub(super) struct Effect {
    /// Whole lines: `set` and `branches`.
    pub(super) lines: String,
    /// The number of branches.
    pub(super) ways: usize,
    /// The names of branches that have one.
    pub(super) named: Vec<String>,
}

/// What an effect may change, and what it may read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reads<'a> {
    pub(super) view: &'a [Atom],
    /// A parameter with a chance for each value of something.
    pub(super) odds: Option<&'a str>,
}

/// A random effect on some of the targets; `must` names one that it sets in any case.
pub(super) fn effect(
    numbers: &mut NumberSource<'_>,
    targets: &[Atom],
    reads: Reads<'_>,
    must: Option<&Atom>,
) -> Effect {
    let (beside, inside) = targets.split_at(if numbers.chance(50) { targets.len() } else { 0 });
    let mut set = some(numbers, beside, reads);
    if let Some(must) = must {
        set.retain(|(name, _)| *name != must.name);
        set.push((must.name.clone(), assignment(numbers, must, reads.view)));
    }
    let mut effect = Effect {
        ways: 1,
        ..Effect::default()
    };
    if numbers.chance(45) {
        let inside: Vec<Atom> = inside
            .iter()
            .filter(|atom| must.is_none_or(|must| must.name != atom.name))
            .cloned()
            .collect();
        branches(numbers, &inside, reads, &mut effect);
    }
    if !set.is_empty() {
        effect.lines = format!("set = {}\n{}", table(&set), effect.lines);
    }
    effect
}

fn branches(numbers: &mut NumberSource<'_>, targets: &[Atom], reads: Reads<'_>, effect: &mut Effect) {
    let first = half(numbers, reads.view, reads.odds, 1);
    let mut chances = vec![format!("probability = '{first}'")];
    match numbers.below(4) {
        0 | 1 => chances.push("otherwise = true".into()),
        2 => chances.push(format!("probability = '1 - ({first})'")),
        _ => {
            chances.push(format!("probability = '{}'", half(numbers, reads.view, reads.odds, 1)));
            chances.push("otherwise = true".into());
        }
    }
    let may_lack = chances.iter().any(|chance| chance.starts_with("otherwise"));
    effect.ways = chances.len();
    effect.lines.push_str("branches = [\n");
    for (number, chance) in chances.iter().enumerate() {
        let mut parts = vec![chance.clone()];
        if numbers.chance(60) {
            // One may be called like an action.
            let name = ["push", "way_1", "way_2"][number];
            effect.named.push(name.into());
            parts.push(format!("name = \"{name}\""));
        }
        if may_lack && chance.starts_with("probability") && numbers.chance(30) {
            parts.push(format!("when = '{}'", condition(numbers, reads.view, true, 1)));
        }
        let set = some(numbers, targets, reads);
        if !set.is_empty() {
            parts.push(format!("set = {}", table(&set)));
        }
        effect.lines.push_str(&format!("  {{ {} }},\n", parts.join(", ")));
    }
    effect.lines.push_str("]\n");
}

fn some(numbers: &mut NumberSource<'_>, targets: &[Atom], reads: Reads<'_>) -> Vec<(String, String)> {
    let mut set = Vec::new();
    for target in targets {
        if !numbers.chance(35) {
            set.push((target.name.clone(), assignment(numbers, target, reads.view)));
        }
    }
    set
}

fn table(set: &[(String, String)]) -> String {
    let parts: Vec<String> = set.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    format!("{{ {} }}", parts.join(", "))
}
