//! The sections of a random scenario, in the language of scenario files.

use std::fmt::Write;

use super::formulas::{Atom, Kind, amount, chance, condition, shares};
use super::number_source::NumberSource;
use super::sketch::{Actor, Binds, Sketch};

/// A scenario file in the making.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) sketch: Sketch,
    pub(super) everything: Vec<Atom>,
    pub(super) odds: Option<&'static str>,
    /// The definition of a number, and the largest size that it can have.
    pub(super) gain: Option<f64>,
    body: String,
    /// By stage, choice and action.
    pub(super) offers: Vec<Vec<Vec<Offer>>>,
    /// Whether play goes on after the last period.
    pub(super) goes_on: bool,
    /// How many ways one period can go, at most.
    pub(super) ways: f64,
}

/// An action as it was written.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) guard: Option<String>,
    /// The names of its branches, where they have one.
    pub(super) branches: Vec<String>,
}

/// The text of a random scenario, in which play may go on after the last period. More numbers make it larger; none make
/// the simplest one.
pub(super) fn scenario(numbers: &[u32], goes_on: bool) -> String {
    let mut numbers = NumberSource::new(numbers);
    let sketch = Sketch::new(&mut numbers);
    let mut draft = Draft {
        everything: sketch.everything(),
        odds: None,
        gain: None,
        body: String::new(),
        offers: Vec::new(),
        goes_on,
        ways: 1.0,
        sketch,
    };
    draft.odds(&mut numbers);
    draft.definitions(&mut numbers);
    draft.stages(&mut numbers);
    draft.variables(&mut numbers);
    draft.commitments(&mut numbers);
    draft.outcomes(&mut numbers);
    let periods = draft.periods(&mut numbers);
    draft.actors(&mut numbers, periods);
    draft.joint_types(&mut numbers);
    draft.measures(&mut numbers);
    let periods = if goes_on {
        format!("{{ count = {periods}, then = \"goes_on\" }}")
    } else {
        periods.to_string()
    };
    format!(
        "title = \"A random scenario\"\nperiods = {periods}\n{}{}",
        parameters(&draft.body),
        draft.body
    )
}

impl Draft {
    pub(super) fn line(&mut self, line: &str) {
        self.body.push_str(line);
        self.body.push('\n');
    }

    /// A parameter that depends on the type of an actor or on a variable with named values.
    fn odds(&mut self, numbers: &mut NumberSource<'_>) {
        let named: Vec<Atom> = self
            .everything
            .iter()
            .filter(|atom| matches!(atom.kind, Kind::Named(_)))
            .cloned()
            .collect();
        if named.is_empty() || !numbers.chance(40) {
            return;
        }
        let atom = numbers.one(&named);
        let Kind::Named(values) = &atom.kind else {
            unreachable!("only named ones were kept")
        };
        let each: Vec<String> = values
            .iter()
            .enumerate()
            .map(|(place, value)| format!("{value} = {}", 0.125 * (1 + place) as f64))
            .collect();
        let by = atom.name.trim_end_matches(".type");
        self.odds = Some("odds");
        self.line(&format!(
            "[parameters.odds]\nby = \"{by}\"\nvalues = {{ {} }}",
            each.join(", ")
        ));
        if numbers.chance(50) {
            self.line("spread = { uniform = 0.1 }");
        }
    }

    fn definitions(&mut self, numbers: &mut NumberSource<'_>) {
        if numbers.chance(30) {
            let (text, size) = amount(numbers, &self.everything, 2);
            self.gain = Some(size);
            self.line(&format!("[definitions.gain]\nvalue = '{text}'"));
        }
        if numbers.chance(30) {
            let text = condition(numbers, &self.everything, true, 1);
            self.line(&format!("[definitions.alert]\nvalue = '{text}'"));
            self.everything.push(Atom {
                name: "alert".into(),
                kind: Kind::Truth,
            });
        }
    }

    fn variables(&mut self, numbers: &mut NumberSource<'_>) {
        for number in 0..self.sketch.variables.len() {
            let variable = &self.sketch.variables[number];
            let seen_by = variable.seen_by.as_ref().map(|who| self.names(who));
            let Atom { name, kind } = variable.atom.clone();
            let (domain, values): (String, Vec<String>) = match &kind {
                Kind::Truth => ("truth = true".into(), vec!["false".into(), "true".into()]),
                Kind::Named(values) => (
                    format!("values = [{}]", quoted(values)),
                    values.iter().map(|&value| value.to_string()).collect(),
                ),
                Kind::Range(low, high) => (
                    format!("range = [{low}, {high}]"),
                    (*low..=*high).map(|value| value.to_string()).collect(),
                ),
            };
            let start = self.begins(numbers, &kind, &values);
            self.line(&format!("[variables.{name}]\n{domain}\nstart = {start}"));
            if let Some(seen_by) = seen_by {
                self.line(&format!("seen_by = {seen_by}"));
            }
        }
    }

    fn begins(&mut self, numbers: &mut NumberSource<'_>, kind: &Kind, values: &[String]) -> String {
        if !numbers.chance(35) {
            let value = numbers.one(values);
            return if matches!(kind, Kind::Named(_)) {
                format!("\"{value}\"")
            } else {
                value.clone()
            };
        }
        let chances = shares(numbers, values.len());
        let parts: Vec<String> = values
            .iter()
            .zip(chances)
            .map(|(value, chance)| format!("\"{value}\" = \"{chance}\""))
            .collect();
        format!("{{ {} }}", parts.join(", "))
    }

    fn names(&self, actors: &[usize]) -> String {
        let names: Vec<&str> = actors.iter().map(|&actor| self.sketch.actors[actor].name).collect();
        format!("[{}]", quoted(&names))
    }

    fn commitments(&mut self, numbers: &mut NumberSource<'_>) {
        for number in 0..self.sketch.promises.len() {
            let promise = &self.sketch.promises[number];
            let stage = &self.sketch.stages[promise.stage];
            let choice = &stage.choices[promise.choice];
            let owner = &self.sketch.actors[choice.actor];
            let mut seen = self.sketch.seen(choice.actor);
            let own = format!("{}.bound", promise.name);
            seen.retain(|atom| atom.name != own);
            let mut when = condition(numbers, &seen, true, 1);
            if let (Some(guard), false) = (
                &self.offers[promise.stage][promise.choice][promise.action].guard,
                promise.only_bound,
            ) {
                when = format!("({guard}) and ({when})");
            }
            let credibility = credibility(numbers, owner, promise.binds);
            let drawn = if promise.per_game { "per_game" } else { "per_occasion" };
            let mut text = format!(
                "[commitments.{}]\nactor = \"{}\"\nstage = \"{}\"\naction = \"{}\"\nwhen = '{when}'\ncredibility = '{credibility}'\ndrawn = \"{drawn}\"",
                promise.name, owner.name, stage.name, choice.actions[promise.action],
            );
            if !promise.seen_by.is_empty() {
                write!(text, "\nseen_by = {}", self.names(&promise.seen_by)).expect("a string takes all");
            }
            if !numbers.chance(25) {
                let cost = *numbers.one(&["1", "stake", "0.5", "if(period < 2, 1, fee)"]);
                write!(text, "\ncost = '{cost}'").expect("a string takes all");
            }
            if numbers.chance(30) {
                let delivers = condition(numbers, &self.everything, false, 1);
                write!(text, "\ndelivers = '{delivers}'").expect("a string takes all");
            }
            self.ways *= if promise.per_game { 1.2 } else { 1.5 };
            self.line(&text);
        }
    }

    fn outcomes(&mut self, numbers: &mut NumberSource<'_>) {
        for number in 0..numbers.below(3) {
            let when = condition(numbers, &self.everything, true, 2);
            self.line(&format!("[[outcomes]]\nname = \"stop_{number}\"\nwhen = '{when}'"));
        }
        if numbers.chance(40) {
            let when = condition(numbers, &self.everything, true, 1);
            self.line(&format!(
                "[[outcomes]]\nname = \"late\"\nat_end = true\nwhen = '{when}'"
            ));
        }
        self.line("[[outcomes]]\nname = \"rest\"\nat_end = true");
    }

    /// As many periods as keep the number of histories small.
    fn periods(&self, numbers: &mut NumberSource<'_>) -> usize {
        let most = (1..4)
            .take_while(|&more| (0..=more).map(|_| self.ways).product::<f64>() < 20_000.0)
            .count();
        1 + numbers.below(1 + most)
    }

    fn measures(&mut self, numbers: &mut NumberSource<'_>) {
        if numbers.chance(30) {
            let value = condition(numbers, &self.everything, true, 1);
            self.line(&format!("[measures.mood]\nvalue = '{value}'"));
        }
        if numbers.chance(30) {
            let (value, _) = amount(numbers, &self.everything, 1);
            self.line(&format!("[measures.worth]\nvalue = '{value}'"));
        }
    }
}

fn credibility(numbers: &mut NumberSource<'_>, owner: &Actor, binds: Binds) -> String {
    let by_type = |kind, own, others| format!("if({}.type == {kind}, {own}, {others})", owner.name);
    match (binds, owner.types.last()) {
        (Binds::Only(kind), _) => by_type(kind, chance(numbers), "0"),
        (Binds::AllBut(kind), _) => by_type(kind, "0", chance(numbers)),
        (Binds::All, Some(kind)) if numbers.chance(50) => by_type(kind, chance(numbers), chance(numbers)),
        (Binds::All, _) => chance(numbers).into(),
    }
}

pub(super) fn quoted(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("\"{word}\""))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The parameters that the rest of the file uses.
fn parameters(body: &str) -> String {
    let known = [
        ("likely", "value = 0.3\nspread = { uniform = 0.2 }"),
        (
            "seldom",
            "distribution = { discrete = { values = [0, 0.25], weights = [0.5, 0.5] } }\nnominal = 0",
        ),
        ("stake", "value = 1\nrange = [0.5, 2]"),
        ("fee", "value = 0.5"),
        ("patience", "value = 0.8\nspread = { uniform = 0.1 }"),
        ("fate", "dirichlet = { one = 2, two = 1, three = 3 }"),
        ("keen", "value = 0.75\nspread = { uniform = 0.25 }"),
    ];
    let used = known.iter().filter(|(name, _)| body.contains(name));
    used.map(|(name, text)| format!("[parameters.{name}]\n{text}\n"))
        .collect()
}
