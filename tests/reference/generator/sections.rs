//! The sections of a random scenario, in the language of scenario files.

use std::fmt::Write;

use super::dice::Dice;
use super::effects::{Effect, Reads, effect};
use super::formulas::{Atom, Kind, amount, chance, condition, shares};
use super::sketch::{Actor, Sketch};

/// A scenario file in the making.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) sketch: Sketch,
    pub(super) everything: Vec<Atom>,
    odds: Option<&'static str>,
    /// The definition of a number, and the largest size that it can have.
    pub(super) gain: Option<f64>,
    body: String,
    /// For each stage, choice and action: its guard, and the names of its branches.
    pub(super) offers: Vec<Vec<Vec<(Option<String>, Vec<String>)>>>,
    /// How many ways one period can go, at most.
    ways: f64,
}

/// The text of a random scenario. More numbers make it larger; none make the simplest one.
pub(super) fn scenario(numbers: &[u32]) -> String {
    let mut dice = Dice::new(numbers);
    let sketch = Sketch::new(&mut dice);
    let mut draft = Draft {
        everything: sketch.everything(),
        odds: None,
        gain: None,
        body: String::new(),
        offers: Vec::new(),
        ways: 1.0,
        sketch,
    };
    draft.odds(&mut dice);
    draft.definitions(&mut dice);
    draft.stages(&mut dice);
    draft.variables(&mut dice);
    draft.commitments(&mut dice);
    draft.outcomes(&mut dice);
    let periods = draft.periods(&mut dice);
    draft.actors(&mut dice, periods);
    draft.measures(&mut dice);
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
    fn odds(&mut self, dice: &mut Dice<'_>) {
        let named: Vec<Atom> = self
            .everything
            .iter()
            .filter(|atom| matches!(atom.kind, Kind::Named(_)))
            .cloned()
            .collect();
        if named.is_empty() || !dice.chance(40) {
            return;
        }
        let atom = dice.one(&named);
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
        if dice.chance(50) {
            self.line("spread = { uniform = 0.1 }");
        }
    }

    fn definitions(&mut self, dice: &mut Dice<'_>) {
        if dice.chance(30) {
            let (text, size) = amount(dice, &self.everything, 2);
            self.gain = Some(size);
            self.line(&format!("[definitions.gain]\nvalue = '{text}'"));
        }
        if dice.chance(30) {
            let text = condition(dice, &self.everything, true, 1);
            self.line(&format!("[definitions.alert]\nvalue = '{text}'"));
            self.everything.push(Atom {
                name: "alert".into(),
                kind: Kind::Truth,
            });
        }
    }

    fn stages(&mut self, dice: &mut Dice<'_>) {
        for stage in 0..self.sketch.stages.len() {
            self.offers.push(Vec::new());
            let name = self.sketch.stages[stage].name;
            self.line(&format!("[[stages]]\nname = \"{name}\""));
            if dice.chance(30) {
                let when = condition(dice, &self.everything, true, 1);
                self.line(&format!("when = '{when}'"));
            }
            match self.sketch.stages[stage].choices.len() {
                0 => {
                    let made = self.effect(dice, |_| true, None);
                    let nothing = made.lines.is_empty();
                    self.line(if nothing {
                        "branches = [ { otherwise = true } ]"
                    } else {
                        made.lines.trim_end()
                    });
                }
                1 => {
                    let actor = self.sketch.stages[stage].choices[0].actor;
                    self.line(&format!("actor = \"{}\"", self.sketch.actors[actor].name));
                    self.opportunity(dice);
                    self.actions(dice, stage, 0, "stages.actions", |_| true, None);
                }
                _ => self.simultaneous(dice, stage),
            }
        }
    }

    fn effect(
        &mut self,
        dice: &mut Dice<'_>,
        targets: impl Fn(usize) -> bool,
        must: Option<usize>,
    ) -> Effect {
        let variables = self.sketch.variables.iter().enumerate();
        let targets: Vec<Atom> = variables
            .filter(|(number, _)| targets(*number))
            .map(|(_, variable)| variable.atom.clone())
            .collect();
        let must = must.map(|number| &self.sketch.variables[number].atom);
        let made = effect(
            dice,
            &targets,
            Reads {
                view: &self.everything,
                odds: self.odds,
            },
            must,
        );
        self.ways *= made.ways as f64;
        made
    }

    fn opportunity(&mut self, dice: &mut Dice<'_>) -> bool {
        let asked = dice.chance(25);
        if asked {
            self.ways *= 1.5;
            let chance = match dice.below(3) {
                0 => chance(dice).to_string(),
                1 => format!(
                    "if({}, {}, 0.5)",
                    condition(dice, &self.everything, true, 0),
                    chance(dice)
                ),
                _ => "0.75".into(),
            };
            self.line(&format!("opportunity = '{chance}'"));
        }
        asked
    }

    fn actions(
        &mut self,
        dice: &mut Dice<'_>,
        stage: usize,
        choice: usize,
        heading: &str,
        targets: impl Fn(usize) -> bool,
        contested: Option<usize>,
    ) {
        let actor = self.sketch.stages[stage].choices[choice].actor;
        let seen = self.sketch.seen(actor);
        let names = self.sketch.stages[stage].choices[choice].actions.clone();
        let before = self.ways;
        let mut ways = 0.0;
        let mut offers = Vec::new();
        for (action, name) in names.iter().enumerate() {
            self.ways = before;
            self.line(&format!("[[{heading}]]\nname = \"{name}\""));
            let promise = self.sketch.promise(stage, choice, action);
            let guard = match promise {
                Some(promise) if promise.only_bound => Some(format!("{}.bound", promise.name)),
                _ => (action > 0 && dice.chance(35)).then(|| condition(dice, &seen, true, 1)),
            };
            if let Some(guard) = &guard {
                self.line(&format!("guard = '{guard}'"));
            }
            let made = self.effect(dice, &targets, contested.filter(|_| action == 1));
            self.line(made.lines.trim_end());
            ways += self.ways;
            offers.push((guard, made.named));
        }
        self.ways = ways;
        self.offers[stage].push(offers);
    }

    /// Each variable belongs to one of the actors; one more may be contested, and then a joint effect settles it.
    fn simultaneous(&mut self, dice: &mut Dice<'_>, stage: usize) {
        let count = self.sketch.stages[stage].choices.len();
        let contested = dice
            .chance(35)
            .then(|| dice.below(self.sketch.variables.len()));
        let challenger = contested.map(|variable| (variable + 1) % count);
        for choice in 0..count {
            let actor = self.sketch.stages[stage].choices[choice].actor;
            self.line(&format!(
                "[[stages.choices]]\nactor = \"{}\"",
                self.sketch.actors[actor].name
            ));
            if self.opportunity(dice) && dice.chance(50) {
                let name = *dice.one(&self.sketch.stages[stage].choices[choice].actions);
                self.line(&format!("not_asked = \"{name}\""));
            }
            let contests = contested.filter(|_| challenger == Some(choice));
            self.actions(
                dice,
                stage,
                choice,
                "stages.choices.actions",
                |variable| variable % count == choice,
                contests,
            );
        }
        if let Some(choice) = challenger {
            let picks = self.picks(stage, &[(choice, 1)]);
            self.joint(dice, &picks, contested);
        }
        for _ in 0..dice.below(3) {
            let picks: Vec<(usize, usize)> = (0..count)
                .filter_map(|choice| {
                    let named = !dice.chance(25);
                    named.then(|| {
                        (
                            choice,
                            dice.below(self.sketch.stages[stage].choices[choice].actions.len()),
                        )
                    })
                })
                .collect();
            let picks = self.picks(stage, &picks);
            self.joint(dice, &picks, None);
        }
    }

    fn picks(&self, stage: usize, picks: &[(usize, usize)]) -> String {
        let choices = &self.sketch.stages[stage].choices;
        let parts: Vec<String> = picks
            .iter()
            .map(|&(choice, action)| {
                let choice = &choices[choice];
                format!(
                    "{} = \"{}\"",
                    self.sketch.actors[choice.actor].name, choice.actions[action]
                )
            })
            .collect();
        format!("{{ {} }}", parts.join(", "))
    }

    fn joint(&mut self, dice: &mut Dice<'_>, picks: &str, must: Option<usize>) {
        let mut made = self.effect(dice, |_| true, must);
        if made.lines.is_empty() {
            made = self.effect(dice, |_| true, Some(0));
        }
        self.line(&format!(
            "[[stages.joint]]\npicks = {picks}\n{}",
            made.lines.trim_end()
        ));
    }

    fn variables(&mut self, dice: &mut Dice<'_>) {
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
            let start = self.begins(dice, &kind, &values);
            self.line(&format!("[variables.{name}]\n{domain}\nstart = {start}"));
            if let Some(seen_by) = seen_by {
                self.line(&format!("seen_by = {seen_by}"));
            }
        }
    }

    fn begins(&mut self, dice: &mut Dice<'_>, kind: &Kind, values: &[String]) -> String {
        if !dice.chance(35) {
            let value = dice.one(values);
            return if matches!(kind, Kind::Named(_)) {
                format!("\"{value}\"")
            } else {
                value.clone()
            };
        }
        let chances = shares(dice, values.len());
        let parts: Vec<String> = values
            .iter()
            .zip(chances)
            .map(|(value, chance)| format!("\"{value}\" = \"{chance}\""))
            .collect();
        format!("{{ {} }}", parts.join(", "))
    }

    fn names(&self, actors: &[usize]) -> String {
        let names: Vec<&str> = actors
            .iter()
            .map(|&actor| self.sketch.actors[actor].name)
            .collect();
        format!("[{}]", quoted(&names))
    }

    fn commitments(&mut self, dice: &mut Dice<'_>) {
        for number in 0..self.sketch.promises.len() {
            let promise = &self.sketch.promises[number];
            let stage = &self.sketch.stages[promise.stage];
            let choice = &stage.choices[promise.choice];
            let owner = &self.sketch.actors[choice.actor];
            let mut seen = self.sketch.seen(choice.actor);
            let own = format!("{}.bound", promise.name);
            seen.retain(|atom| atom.name != own);
            let mut when = condition(dice, &seen, true, 1);
            if let (Some(guard), false) = (
                &self.offers[promise.stage][promise.choice][promise.action].0,
                promise.only_bound,
            ) {
                when = format!("({guard}) and ({when})");
            }
            let credibility = credibility(dice, owner);
            let drawn = if promise.per_game {
                "per_game"
            } else {
                "per_occasion"
            };
            let mut text = format!(
                "[commitments.{}]\nactor = \"{}\"\nstage = \"{}\"\naction = \"{}\"\nwhen = '{when}'\ncredibility = '{credibility}'\ndrawn = \"{drawn}\"",
                promise.name, owner.name, stage.name, choice.actions[promise.action],
            );
            if !promise.seen_by.is_empty() {
                write!(text, "\nseen_by = {}", self.names(&promise.seen_by))
                    .expect("a string takes all");
            }
            if !dice.chance(25) {
                let cost = *dice.one(&["1", "stake", "0.5", "if(period < 2, 1, fee)"]);
                write!(text, "\ncost = '{cost}'").expect("a string takes all");
            }
            if dice.chance(30) {
                let delivers = condition(dice, &self.everything, false, 1);
                write!(text, "\ndelivers = '{delivers}'").expect("a string takes all");
            }
            self.ways *= if promise.per_game { 1.2 } else { 1.5 };
            self.line(&text);
        }
    }

    fn outcomes(&mut self, dice: &mut Dice<'_>) {
        for number in 0..dice.below(3) {
            let when = condition(dice, &self.everything, true, 2);
            self.line(&format!(
                "[[outcomes]]\nname = \"stop_{number}\"\nwhen = '{when}'"
            ));
        }
        if dice.chance(40) {
            let when = condition(dice, &self.everything, true, 1);
            self.line(&format!(
                "[[outcomes]]\nname = \"late\"\nat_end = true\nwhen = '{when}'"
            ));
        }
        self.line("[[outcomes]]\nname = \"rest\"\nat_end = true");
    }

    /// As many periods as keep the number of histories small.
    fn periods(&self, dice: &mut Dice<'_>) -> usize {
        let most = (1..4)
            .take_while(|&more| (0..=more).map(|_| self.ways).product::<f64>() < 40_000.0)
            .count();
        1 + dice.below(1 + most)
    }

    fn measures(&mut self, dice: &mut Dice<'_>) {
        if dice.chance(30) {
            let value = condition(dice, &self.everything, true, 1);
            self.line(&format!("[measures.mood]\nvalue = '{value}'"));
        }
        if dice.chance(30) {
            let (value, _) = amount(dice, &self.everything, 1);
            self.line(&format!("[measures.worth]\nvalue = '{value}'"));
        }
    }
}

fn credibility(dice: &mut Dice<'_>, owner: &Actor) -> String {
    match owner.types.last() {
        Some(kind) if dice.chance(50) => {
            format!(
                "if({}.type == {kind}, {}, {})",
                owner.name,
                chance(dice),
                chance(dice)
            )
        }
        _ => chance(dice).into(),
    }
}

fn quoted(words: &[&str]) -> String {
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
        ("keen", "value = 0.75\nspread = { uniform = 0.25 }"),
    ];
    let used = known.iter().filter(|(name, _)| body.contains(name));
    used.map(|(name, text)| format!("[parameters.{name}]\n{text}\n"))
        .collect()
}
