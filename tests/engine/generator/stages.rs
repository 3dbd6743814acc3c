//! The stages of a random scenario: chance, decisions, and decisions of several actors at once.

use super::effects::{Effect, Reads, effect};
use super::formulas::{Atom, chance, condition};
use super::number_source::NumberSource;
use super::sections::{Draft, Offer, quoted};

impl Draft {
    pub(super) fn stages(&mut self, numbers: &mut NumberSource<'_>) {
        for stage in 0..self.sketch.stages.len() {
            self.offers.push(Vec::new());
            let name = self.sketch.stages[stage].name;
            self.line(&format!("[[stages]]\nname = \"{name}\""));
            if numbers.chance(30) {
                let when = condition(numbers, &self.everything, true, 1);
                self.line(&format!("when = '{when}'"));
            }
            match self.sketch.stages[stage].choices.len() {
                0 => {
                    let made = self.effect(numbers, |_| true, None);
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
                    self.opportunity(numbers);
                    self.actions(numbers, stage, 0, "stages.actions", |_| true, None);
                }
                _ => self.simultaneous(numbers, stage),
            }
        }
    }

    fn effect(
        &mut self,
        numbers: &mut NumberSource<'_>,
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
            numbers,
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

    fn opportunity(&mut self, numbers: &mut NumberSource<'_>) -> bool {
        let asked = numbers.chance(25);
        if asked {
            self.ways *= 1.5;
            let chance = match numbers.below(3) {
                0 => chance(numbers).to_string(),
                1 => format!(
                    "if({}, {}, 0.5)",
                    condition(numbers, &self.everything, true, 0),
                    chance(numbers)
                ),
                _ => "0.75".into(),
            };
            self.line(&format!("opportunity = '{chance}'"));
        }
        asked
    }

    fn actions(
        &mut self,
        numbers: &mut NumberSource<'_>,
        stage: usize,
        choice: usize,
        heading: &str,
        targets: impl Fn(usize) -> bool,
        contested: Option<usize>,
    ) {
        let actor = self.sketch.stages[stage].choices[choice].actor;
        let seen = self.sketch.seen(actor);
        let names = self.sketch.stages[stage].choices[choice].actions.clone();
        if numbers.chance(35) {
            self.nests(numbers, actor, &names);
        }
        let before = self.ways;
        let mut ways = 0.0;
        let mut offers = Vec::new();
        for (action, name) in names.iter().enumerate() {
            self.ways = before;
            self.line(&format!("[[{heading}]]\nname = \"{name}\""));
            let promise = self.sketch.promise(stage, choice, action);
            let guard = match promise {
                Some(promise) if promise.only_bound => Some(format!("{}.bound", promise.name)),
                _ => (action > 0 && numbers.chance(35)).then(|| condition(numbers, &seen, true, 1)),
            };
            if let Some(guard) = &guard {
                self.line(&format!("guard = '{guard}'"));
            }
            let made = self.effect(numbers, &targets, contested.filter(|_| action == 1));
            self.line(made.lines.trim_end());
            ways += self.ways;
            offers.push(Offer {
                guard,
                branches: made.named,
            });
        }
        self.ways = ways;
        self.offers[stage].push(offers);
    }

    /// Nests of these actions: of one or two, side by side or in one another.
    fn nests(&mut self, numbers: &mut NumberSource<'_>, actor: usize, actions: &[&str]) {
        let first = numbers.below(actions.len());
        let [a, b] = [actions[first], actions[(first + 1) % actions.len()]];
        let c = actions[(first + 2) % actions.len()];
        let mut members = match numbers.below(5) {
            0 => vec![("inner", vec![a, b])],
            1 => vec![("inner", vec![a])],
            2 if actions.len() > 2 => vec![("inner", vec![a, b]), ("other", vec![c])],
            3 if actions.len() > 2 => vec![("inner", vec![a, b]), ("outer", vec!["inner", c])],
            2 | 3 => vec![("inner", vec![a, b]), ("outer", vec!["inner"])],
            _ => vec![("inner", vec![a]), ("outer", vec!["inner", b])],
        };
        if numbers.chance(50) {
            members.reverse();
        }
        let kinds = self.sketch.actors[actor].types.last();
        let nests: Vec<String> = members
            .into_iter()
            .map(|(name, members)| {
                let multiple = match (numbers.below(7), kinds) {
                    (0, _) => String::new(),
                    (1 | 2, _) => ", multiple = 2".into(),
                    (3, _) => ", multiple = '1 + stake'".into(),
                    (4, _) => ", multiple = 'if(period < 2, 1.5, 3 - likely)'".into(),
                    (5, Some(kind)) => {
                        let name = self.sketch.actors[actor].name;
                        format!(", multiple = 'if({name}.type == {kind}, 2.5, 1)'")
                    }
                    _ => ", multiple = 1.5".into(),
                };
                let members = quoted(&members);
                format!("{{ name = \"{name}\", members = [{members}]{multiple} }}")
            })
            .collect();
        self.line(&format!("nests = [ {} ]", nests.join(", ")));
    }

    /// Each variable belongs to one of the actors; one more may be contested, and then a joint effect settles it.
    fn simultaneous(&mut self, numbers: &mut NumberSource<'_>, stage: usize) {
        let count = self.sketch.stages[stage].choices.len();
        let contested = numbers.chance(35).then(|| numbers.below(self.sketch.variables.len()));
        let challenger = contested.map(|variable| (variable + 1) % count);
        for choice in 0..count {
            let actor = self.sketch.stages[stage].choices[choice].actor;
            self.line(&format!(
                "[[stages.choices]]\nactor = \"{}\"",
                self.sketch.actors[actor].name
            ));
            if self.opportunity(numbers) && numbers.chance(50) {
                let name = *numbers.one(&self.sketch.stages[stage].choices[choice].actions);
                self.line(&format!("not_asked = \"{name}\""));
            }
            let contests = contested.filter(|_| challenger == Some(choice));
            self.actions(
                numbers,
                stage,
                choice,
                "stages.choices.actions",
                |variable| variable % count == choice,
                contests,
            );
        }
        if let Some(choice) = challenger {
            let picks = self.picks(stage, &[(choice, 1)]);
            self.joint(numbers, &picks, contested);
        }
        for _ in 0..numbers.below(3) {
            let picks: Vec<(usize, usize)> = (0..count)
                .filter_map(|choice| {
                    let named = !numbers.chance(25);
                    named.then(|| {
                        (
                            choice,
                            numbers.below(self.sketch.stages[stage].choices[choice].actions.len()),
                        )
                    })
                })
                .collect();
            let picks = self.picks(stage, &picks);
            self.joint(numbers, &picks, None);
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

    fn joint(&mut self, numbers: &mut NumberSource<'_>, picks: &str, must: Option<usize>) {
        let mut made = self.effect(numbers, |_| true, must);
        if made.lines.is_empty() {
            made = self.effect(numbers, |_| true, Some(0));
        }
        self.line(&format!("[[stages.joint]]\npicks = {picks}\n{}", made.lines.trim_end()));
    }
}
