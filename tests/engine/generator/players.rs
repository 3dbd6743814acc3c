//! The actors of a random scenario: types, beliefs, strategies and payoffs.

use std::fmt::Write;

use super::formulas::{amount, condition, shares};
use super::number_source::NumberSource;
use super::sections::{Draft, quoted};

impl Draft {
    pub(super) fn actors(&mut self, numbers: &mut NumberSource<'_>, periods: usize) {
        let given_only = numbers.chance(20);
        for actor in 0..self.sketch.actors.len() {
            let (terms, size) = self.terms(numbers, actor, periods);
            let name = self.sketch.actors[actor].name;
            let mut text = format!("[actors.{name}]");
            let types = &self.sketch.actors[actor].types;
            if self.sketch.joint.contains(&actor) {
                write!(text, "\ntypes = [{}]", quoted(types)).expect("a string takes all");
            } else if !types.is_empty() {
                write!(text, "\ntypes = {}", prior(numbers, types)).expect("a string takes all");
            }
            self.believes(numbers, actor, &mut text);
            let discount = *numbers.one(&[if self.goes_on { "0.8" } else { "1" }, "0.9", "patience", "0.5"]);
            write!(text, "\ndiscount = '{discount}'").expect("a string takes all");
            self.strategy(numbers, actor, size, given_only, &mut text);
            self.line(&text);
            self.line(&terms);
        }
    }

    fn believes(&self, numbers: &mut NumberSource<'_>, actor: usize, text: &mut String) {
        let mut about = Vec::new();
        let mut described = false;
        for (number, other) in self.sketch.actors.iter().enumerate() {
            let joint = self.sketch.joint.contains(&number);
            // About one of those whose types are drawn together at most.
            if number != actor
                && !other.types.is_empty()
                && !(joint && described)
                && numbers.chance(if joint { 60 } else { 35 })
            {
                described |= joint;
                about.push(format!("{} = {}", other.name, prior(numbers, &other.types)));
            }
        }
        if !about.is_empty() {
            write!(text, "\nbelieved = {{ {} }}", about.join(", ")).expect("a string takes all");
        }
    }

    /// The strategies of an actor: a default, and others at some of its stages.
    fn strategy(&self, numbers: &mut NumberSource<'_>, actor: usize, size: f64, given_only: bool, text: &mut String) {
        let decides: Vec<(usize, usize)> = (0..self.sketch.stages.len())
            .flat_map(|stage| (0..self.sketch.stages[stage].choices.len()).map(move |choice| (stage, choice)))
            .filter(|&(stage, choice)| self.sketch.stages[stage].choices[choice].actor == actor)
            .collect();
        if decides.is_empty() {
            return;
        }
        let mut at = Vec::new();
        for (stage, choice) in decides {
            if given_only || numbers.chance(25) {
                let given = if numbers.chance(50) {
                    self.rules(numbers, stage, choice)
                } else {
                    let actions = &self.sketch.stages[stage].choices[choice].actions;
                    format!("{{ fixed = {} }}", play(actions, weights(numbers, actions.len())))
                };
                at.push(format!("{} = {given}", self.sketch.stages[stage].name));
            }
        }
        if !given_only {
            let keen = ["0.5", "1", "2", "3"];
            let precision = format!("{} / {}", numbers.one(&keen), if size > 0.0 { size } else { 1.0 });
            let kinds = self.sketch.actors[actor].types.last();
            let strategy = match (numbers.below(7), kinds) {
                (6, Some(kind)) => {
                    let name = self.sketch.actors[actor].name;
                    format!("{{ logit = 'if({name}.type == {kind}, 0.5, 1) * {precision}' }}")
                }
                (0..=3, _) => format!("{{ logit = '{precision}' }}"),
                (4, _) => format!("{{ logit = 'keen * {precision}' }}"),
                _ => "\"best_response\"".into(),
            };
            write!(text, "\nstrategy = {strategy}").expect("a string takes all");
            if strategy.contains("logit") && numbers.chance(if self.goes_on { 80 } else { 40 }) {
                let share = numbers.one(&["best", "best", "0.5", "likely", "1 - likely", "seldom", "as_played"]);
                write!(text, "\nown_later = '{share}'").expect("a string takes all");
            }
        }
        if !at.is_empty() {
            write!(text, "\nstrategy_at = {{ {} }}", at.join(", ")).expect("a string takes all");
        }
    }

    /// Two rules; the first one applies only if all its actions are available.
    fn rules(&self, numbers: &mut NumberSource<'_>, stage: usize, choice: usize) -> String {
        let decided = &self.sketch.stages[stage].choices[choice];
        let chances = weights(numbers, decided.actions.len());
        let mut when = condition(numbers, &self.sketch.seen(decided.actor), true, 1);
        for (offer, chance) in self.offers[stage][choice].iter().zip(chances) {
            if let (Some(guard), true) = (&offer.guard, *chance != "0") {
                when = format!("({guard}) and ({when})");
            }
        }
        let first = decided.actions[0];
        let play = play(&decided.actions, chances);
        format!("{{ rules = [ {{ when = '{when}', play = {play} }}, {{ play = \"{first}\" }} ] }}")
    }

    /// The payoff terms of an actor, and how much they can come to.
    fn terms(&self, numbers: &mut NumberSource<'_>, actor: usize, periods: usize) -> (String, f64) {
        let mut text = String::new();
        let mut total = 0.0;
        for number in 0..1 + numbers.below(3) {
            let (formula, size) = match self.gain {
                Some(size) if numbers.chance(40) => ("gain".to_string(), size),
                _ => amount(numbers, &self.everything, 2),
            };
            let (paid, times) = self.paid(numbers, actor, periods);
            total += size * times;
            let name = self.sketch.actors[actor].name;
            write!(
                text,
                "[[actors.{name}.payoffs]]\nname = \"term_{number}\"\n{paid}\namount = '{formula}'\n"
            )
            .expect("a string takes all");
            if numbers.chance(30) {
                let when = condition(numbers, &self.everything, true, 1);
                writeln!(text, "when = '{when}'").expect("a string takes all");
            }
        }
        (text, total)
    }

    /// How a term is paid, and how often at most.
    fn paid(&self, numbers: &mut NumberSource<'_>, actor: usize, periods: usize) -> (String, f64) {
        let mut actions = Vec::new();
        for (stage, offers) in self.sketch.stages.iter().zip(&self.offers) {
            for (choice, offers) in stage
                .choices
                .iter()
                .zip(offers)
                .filter(|(choice, _)| choice.actor == actor)
            {
                for (action, offer) in choice.actions.iter().zip(offers) {
                    actions.push((format!("{}.{action}", stage.name), &offer.branches));
                }
            }
        }
        match numbers.below(if actions.is_empty() { 3 } else { 5 }) {
            0 => ("paid = \"at_end\"".into(), 1.0),
            1 => ("paid = \"each_period\"".into(), periods as f64),
            2 => ("paid = \"lasting\"".into(), 1.0),
            _ => {
                let (action, branches) = numbers.one(&actions);
                let branch = if !branches.is_empty() && numbers.chance(50) {
                    format!("\nbranch = \"{}\"", numbers.one(branches))
                } else {
                    String::new()
                };
                (
                    format!("paid = \"on_action\"\naction = \"{action}\"{branch}"),
                    periods as f64,
                )
            }
        }
    }
}

fn prior(numbers: &mut NumberSource<'_>, types: &[&str]) -> String {
    let chances = shares(numbers, types.len());
    let parts: Vec<String> = types
        .iter()
        .zip(chances)
        .map(|(kind, chance)| format!("{kind} = \"{chance}\""))
        .collect();
    format!("{{ {} }}", parts.join(", "))
}

/// Probabilities of this many actions; the first, which is always available, has a positive one.
fn weights(numbers: &mut NumberSource<'_>, actions: usize) -> &'static [&'static str] {
    let lists: &[&'static [&'static str]] = match actions {
        2 => &[
            &["1", "0"],
            &["0.5", "0.5"],
            &["1 - likely", "likely"],
            &["0.25", "0.75"],
        ],
        _ => &[
            &["1", "0", "0"],
            &["0.25", "0.5", "0.25"],
            &["0.5", "0", "0.5"],
            &["1 - likely", "likely", "0"],
        ],
    };
    numbers.one::<&[&str]>(lists)
}

fn play(actions: &[&str], chances: &[&str]) -> String {
    let parts: Vec<String> = actions
        .iter()
        .zip(chances)
        .map(|(action, chance)| format!("{action} = \"{chance}\""))
        .collect();
    format!("{{ {} }}", parts.join(", "))
}
