//! The outline of a random scenario: its actors, variables and stages, before any text is written.

use super::formulas::{Atom, Kind};
use super::number_source::NumberSource;

const ACTORS: [&str; 3] = ["north", "south", "west"];
const VARIABLES: [&str; 3] = ["ash", "birch", "cedar"];
const STAGES: [&str; 3] = ["dawn", "noon", "dusk"];
const ACTIONS: [&str; 3] = ["wait", "push", "yield"];
const PROMISES: [&str; 3] = ["pledge", "vow", "oath"];

/// What a scenario is about.
#[derive(Debug)]
pub(super) struct Sketch {
    pub(super) actors: Vec<Actor>,
    pub(super) variables: Vec<Variable>,
    pub(super) stages: Vec<Stage>,
    pub(super) promises: Vec<Promise>,
    /// The actors whose types are drawn together, at least two; or nobody.
    pub(super) joint: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct Actor {
    pub(super) name: &'static str,
    /// Empty where it has none.
    pub(super) types: Vec<&'static str>,
}

#[derive(Debug)]
pub(super) struct Variable {
    pub(super) atom: Atom,
    /// Who sees it, where not everyone does.
    pub(super) seen_by: Option<Vec<usize>>,
}

#[derive(Debug)]
pub(super) struct Stage {
    pub(super) name: &'static str,
    /// Who decides; nobody where it is chance.
    pub(super) choices: Vec<Choice>,
}

#[derive(Debug)]
pub(super) struct Choice {
    pub(super) actor: usize,
    pub(super) actions: Vec<&'static str>,
}

/// A commitment to an action of a choice of a stage.
#[derive(Debug)]
pub(super) struct Promise {
    pub(super) name: &'static str,
    pub(super) stage: usize,
    pub(super) choice: usize,
    pub(super) action: usize,
    pub(super) per_game: bool,
    /// Which others see whether it binds.
    pub(super) seen_by: Vec<usize>,
    /// The promised action is on offer only to a bound actor.
    pub(super) only_bound: bool,
    /// Whom it may bind.
    pub(super) binds: Binds,
}

/// Which types of an actor a promise may bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binds {
    All,
    Only(&'static str),
    AllBut(&'static str),
}

impl Sketch {
    pub(super) fn new(numbers: &mut NumberSource<'_>) -> Self {
        let actors = actors(numbers);
        let typed: Vec<usize> = (0..actors.len())
            .filter(|&actor| !actors[actor].types.is_empty())
            .collect();
        let together = typed.len() > 1 && numbers.chance(45);
        let joint = if together { typed } else { Vec::new() };
        let variables = (0..1 + numbers.below(3))
            .map(|number| variable(numbers, number, actors.len()))
            .collect();
        let stages: Vec<Stage> = (0..1 + numbers.below(3))
            .map(|number| stage(numbers, number, actors.len()))
            .collect();
        let promises = promises(numbers, &stages, &actors);
        Self {
            actors,
            variables,
            stages,
            promises,
            joint,
        }
    }

    /// Everything that there is to read.
    pub(super) fn everything(&self) -> Vec<Atom> {
        self.view(|_| true)
    }

    /// What an actor sees.
    pub(super) fn seen(&self, actor: usize) -> Vec<Atom> {
        self.view(|who| who.contains(&actor))
    }

    fn view(&self, seen: impl Fn(&[usize]) -> bool) -> Vec<Atom> {
        let all: Vec<usize> = (0..self.actors.len()).collect();
        let mut atoms = Vec::new();
        for variable in &self.variables {
            if seen(variable.seen_by.as_deref().unwrap_or(&all)) {
                atoms.push(variable.atom.clone());
            }
        }
        for (number, actor) in self.actors.iter().enumerate() {
            if !actor.types.is_empty() && seen(&[number]) {
                atoms.push(Atom {
                    name: format!("{}.type", actor.name),
                    kind: Kind::Named(actor.types.clone()),
                });
            }
        }
        for promise in self.promises.iter().filter(|promise| promise.per_game) {
            let owner = self.stages[promise.stage].choices[promise.choice].actor;
            if seen(&[promise.seen_by.as_slice(), &[owner]].concat()) {
                atoms.push(Atom {
                    name: format!("{}.bound", promise.name),
                    kind: Kind::Truth,
                });
            }
        }
        atoms
    }

    /// The promise about an action, if there is one.
    pub(super) fn promise(&self, stage: usize, choice: usize, action: usize) -> Option<&Promise> {
        let about = |promise: &&Promise| (promise.stage, promise.choice, promise.action) == (stage, choice, action);
        self.promises.iter().find(about)
    }
}

fn actors(numbers: &mut NumberSource<'_>) -> Vec<Actor> {
    let count = 1 + numbers.below(3);
    let kinds: [&[&str]; 4] = [&[], &["mild", "harsh"], &["low", "high"], &["mild", "low", "harsh"]];
    ACTORS[..count]
        .iter()
        .map(|name| Actor {
            name,
            types: numbers.one(&kinds).to_vec(),
        })
        .collect()
}

fn variable(numbers: &mut NumberSource<'_>, number: usize, actors: usize) -> Variable {
    let kinds = [
        Kind::Truth,
        Kind::Named(vec!["low", "high"]),
        Kind::Range(0, 2),
        Kind::Range(-1, 1),
        Kind::Named(vec!["calm", "low", "high"]),
    ];
    let kind = numbers.one(&kinds).clone();
    Variable {
        atom: Atom {
            name: VARIABLES[number].into(),
            kind,
        },
        seen_by: numbers.chance(35).then(|| some(numbers, actors)),
    }
}

fn some(numbers: &mut NumberSource<'_>, actors: usize) -> Vec<usize> {
    (0..actors).filter(|_| numbers.chance(50)).collect()
}

fn stage(numbers: &mut NumberSource<'_>, number: usize, actors: usize) -> Stage {
    let deciders: Vec<usize> = match numbers.below(6) {
        0..=2 => vec![numbers.below(actors)],
        3 => Vec::new(),
        _ => (0..actors).collect(),
    };
    let choices = deciders
        .iter()
        .map(|&actor| Choice {
            actor,
            actions: ACTIONS[..2 + usize::from(numbers.chance(30))].to_vec(),
        })
        .collect();
    Stage {
        name: STAGES[number],
        choices,
    }
}

/// One promise for each choice at most, or two that bind different types, so that no two can bind one actor at once.
fn promises(numbers: &mut NumberSource<'_>, stages: &[Stage], actors: &[Actor]) -> Vec<Promise> {
    let mut promises: Vec<Promise> = Vec::new();
    for (number, stage) in stages.iter().enumerate() {
        for (choice, offered) in stage.choices.iter().enumerate() {
            if promises.len() < PROMISES.len() && numbers.chance(25) {
                let mut made = promise(numbers, (number, choice), offered, actors.len());
                made.name = PROMISES[promises.len()];
                promises.push(made);
                rival(numbers, &mut promises, offered, actors);
            }
        }
    }
    promises
}

fn promise(
    numbers: &mut NumberSource<'_>,
    (stage, choice): (usize, usize),
    offered: &Choice,
    actors: usize,
) -> Promise {
    let per_game = !numbers.chance(40);
    let action = numbers.below(offered.actions.len());
    let mut seen_by = if per_game && numbers.chance(30) {
        some(numbers, actors)
    } else {
        Vec::new()
    };
    seen_by.retain(|&actor| actor != offered.actor);
    // The first action of a stage is on offer to everyone, always.
    let only_bound = per_game && numbers.chance(25) && action > 0;
    Promise {
        name: PROMISES[0],
        stage,
        choice,
        action,
        per_game,
        seen_by,
        only_bound,
        binds: Binds::All,
    }
}

/// Another promise at the same choice as the last one; they bind different types.
fn rival(numbers: &mut NumberSource<'_>, promises: &mut Vec<Promise>, offered: &Choice, actors: &[Actor]) {
    let (Some(&kind), Some(&name)) = (actors[offered.actor].types.last(), PROMISES.get(promises.len())) else {
        return;
    };
    if !numbers.chance(50) {
        return;
    }
    let last = promises.len() - 1;
    let first = &mut promises[last];
    let mut other = promise(numbers, (first.stage, first.choice), offered, actors.len());
    // What is on offer only to those whom one promise binds cannot be what the other binds to.
    let alike = other.action == first.action;
    first.only_bound &= !alike;
    other.only_bound &= !alike;
    other.name = name;
    other.binds = Binds::Only(kind);
    first.binds = Binds::AllBut(kind);
    promises.push(other);
}
