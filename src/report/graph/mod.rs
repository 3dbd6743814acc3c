//! A scenario as a graph: stages, who moves there, what each move leads to, and promises.

mod dot;
mod picture;

use super::chart::{Chart, Numbers};
use crate::scenario::ast::{Action, Branch, Chance, Commitment, Effect, Formula, Name, Remarks, Scenario, StageKind};
use crate::scenario::{formula, leads_to};

/// A scenario as a graph.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Graph {
    /// The title of the scenario, with the variant where there are several.
    title: String,
    /// How many periods there are, in words.
    periods: String,
    stages: Vec<Stage>,
    outcomes: Vec<Outcome>,
}

/// A stage.
#[derive(Clone, Debug, Default, PartialEq)]
struct Stage {
    label: String,
    /// The condition under which it is not skipped; empty where it never is.
    when: String,
    movers: Vec<Mover>,
}

/// Somebody who moves at a stage, or chance.
#[derive(Clone, Debug, Default, PartialEq)]
struct Mover {
    who: String,
    moves: Vec<Move>,
}

/// An action, or a branch of chance.
#[derive(Clone, Debug, Default, PartialEq)]
struct Move {
    label: String,
    /// When it is available, what it sets, and who promised it, a line each.
    lines: Vec<String>,
    /// The outcomes that it may lead to, by number.
    outcomes: Vec<usize>,
    /// The branches that chance may take after it.
    branches: Vec<Move>,
}

/// An outcome.
#[derive(Clone, Debug, Default, PartialEq)]
struct Outcome {
    label: String,
    /// When it holds, in words.
    when: String,
}

/// What something is called.
fn called(name: &Name, remarks: &Remarks) -> String {
    remarks.label.clone().unwrap_or_else(|| name.value.clone())
}

impl Graph {
    /// The graph of a scenario to which a variant was applied.
    pub(crate) fn of(written: &Scenario, title: &str) -> Self {
        let periods = format!("{} × {}", written.periods, written.period_unit);
        let goes_on = written.goes_on.is_some();
        Self {
            title: title.to_owned(),
            periods: if goes_on {
                format!("{periods}, then on")
            } else {
                periods
            },
            stages: written
                .stages
                .iter()
                .map(|stage| Builder { written }.stage(stage))
                .collect(),
            outcomes: written.outcomes.iter().map(outcome).collect(),
        }
    }

    /// The graph as a chart.
    pub(super) fn chart(&self) -> Chart {
        let mut rows = Vec::new();
        for stage in &self.stages {
            for mover in &stage.movers {
                for each in &mover.moves {
                    self.rows(&mut rows, [&stage.label, &mover.who, &each.label], each);
                }
            }
        }
        Chart {
            name: "scenario".to_owned(),
            title: "How a period goes".to_owned(),
            description:
                "The stages of a period from top to bottom: who moves, what each move sets, and the outcomes that it \
                          may lead to. Outcomes are checked after every stage."
                    .to_owned(),
            picture: picture::draw(self),
            numbers: Numbers::new(["stage", "who moves", "move", "details", "may lead to"], rows),
        }
    }

    fn rows(&self, rows: &mut Vec<[String; 5]>, [stage, who, label]: [&str; 3], each: &Move) {
        let outcomes = each
            .outcomes
            .iter()
            .map(|&outcome| self.outcomes[outcome].label.as_str());
        let outcomes: Vec<&str> = outcomes.collect();
        let cells = [stage, who, label, &each.lines.join("; "), &outcomes.join(", ")];
        rows.push(cells.map(str::to_owned));
        for branch in &each.branches {
            self.rows(rows, [stage, "chance", &format!("{label}: {}", branch.label)], branch);
        }
    }

    /// The graph as a picture that stands alone.
    pub(crate) fn svg(&self) -> String {
        let chart = Chart {
            title: self.title.clone(),
            ..self.chart()
        };
        chart.file()
    }

    /// The graph in the language of Graphviz.
    pub(crate) fn dot(&self) -> String {
        dot::write(self)
    }
}

fn outcome(outcome: &crate::scenario::ast::Outcome) -> Outcome {
    let when = outcome.when.as_ref().map(formula);
    Outcome {
        label: called(&outcome.name, &outcome.remarks),
        when: match (outcome.at_end, when) {
            (true, None) => "at the end, if nothing else holds".to_owned(),
            (true, Some(when)) => format!("at the end, if {when}"),
            (false, when) => when.map(|when| format!("if {when}")).unwrap_or_default(),
        },
    }
}

/// Makes nodes of a scenario.
struct Builder<'a> {
    written: &'a Scenario,
}

impl Builder<'_> {
    fn stage(&self, stage: &crate::scenario::ast::Stage) -> Stage {
        let movers = match &stage.kind {
            StageKind::Chance(effect) => vec![self.chance(effect)],
            StageKind::Decision { choices, joint } => {
                let mut movers: Vec<Mover> = Vec::new();
                for choice in choices {
                    let actions = choice.actions.iter();
                    let moves = actions.map(|action| self.action((&stage.name, &choice.actor), action));
                    movers.push(Mover {
                        who: self.actor(&choice.actor),
                        moves: moves.collect(),
                    });
                }
                let together = joint.iter().map(|joint| {
                    let picks = joint.picks.iter();
                    let picks = picks.map(|(actor, action)| format!("{}: {}", self.actor(actor), action.value));
                    let picks = picks.collect::<Vec<_>>().join(", ");
                    let named = if joint.tally { "by the counts".to_owned() } else { picks };
                    self.moved(named, Vec::new(), &joint.effect)
                });
                let moves: Vec<Move> = together.collect();
                if !moves.is_empty() {
                    movers.push(Mover {
                        who: "together".to_owned(),
                        moves,
                    });
                }
                movers
            }
        };
        Stage {
            label: called(&stage.name, &stage.remarks),
            when: stage.when.as_ref().map(formula).unwrap_or_default(),
            movers,
        }
    }

    fn actor(&self, name: &Name) -> String {
        let mut actors = self.written.actors.iter();
        let actor = actors.find(|actor| actor.name.value == name.value);
        actor.map_or_else(|| name.value.clone(), |actor| called(&actor.name, &actor.remarks))
    }

    /// A chance move; without branches it has one, which is sure.
    fn chance(&self, effect: &Effect) -> Mover {
        let whole = self.moved("always".to_owned(), Vec::new(), effect);
        let sure = effect.branches.is_empty() || !whole.lines.is_empty();
        let first = Move {
            branches: Vec::new(),
            ..whole.clone()
        };
        Mover {
            who: "chance".to_owned(),
            moves: sure.then_some(first).into_iter().chain(whole.branches).collect(),
        }
    }

    fn action(&self, (stage, actor): (&Name, &Name), action: &Action) -> Move {
        let mut lines: Vec<String> = Vec::new();
        lines.extend(action.guard.as_ref().map(|guard| format!("if {}", formula(guard))));
        let promised = |promise: &&Commitment| {
            let [own, other] = [&promise.stage.value, &promise.actor.value];
            *own == stage.value && *other == actor.value && promise.action.value == action.name.value
        };
        let promises = self.written.commitments.iter().filter(promised);
        lines.extend(promises.map(|promise| {
            format!(
                "◆ promised by {} when {}, binding with {}",
                called(&promise.name, &promise.remarks),
                formula(&promise.when),
                formula(&promise.credibility)
            )
        }));
        self.moved(called(&action.name, &action.remarks), lines, &action.effect)
    }

    /// A move with an effect.
    fn moved(&self, label: String, mut lines: Vec<String>, effect: &Effect) -> Move {
        lines.extend(self.sets(&effect.set));
        Move {
            label,
            lines,
            outcomes: self.outcomes(&effect.set),
            branches: effect.branches.iter().map(|branch| self.branch(branch)).collect(),
        }
    }

    fn branch(&self, branch: &Branch) -> Move {
        let chance = match &branch.chance {
            Chance::Given(chance) => format!("with {}", formula(chance)),
            Chance::Otherwise => "otherwise".to_owned(),
        };
        let when = branch.when.as_ref().map(|when| format!("if {}", formula(when)));
        let label = match &branch.name {
            Some(name) => format!("{} {chance}", name.value),
            None => chance,
        };
        Move {
            label,
            lines: when.into_iter().chain(self.sets(&branch.set)).collect(),
            outcomes: self.outcomes(&branch.set),
            branches: Vec::new(),
        }
    }

    /// What is set, a line each.
    fn sets<'s>(&self, set: &'s [(Name, Formula)]) -> impl Iterator<Item = String> + use<'s> {
        set.iter()
            .map(|(name, value)| format!("{} becomes {}", name.value, formula(value)))
    }

    /// The outcomes that assignments may lead to.
    fn outcomes(&self, set: &[(Name, Formula)]) -> Vec<usize> {
        let outcomes = self.written.outcomes.iter().enumerate();
        let reached = outcomes.filter(|(_, outcome)| {
            let when = outcome.when.as_ref().filter(|_| !outcome.at_end);
            when.is_some_and(|when| {
                let mut set = set.iter();
                set.any(|(name, value)| leads_to(self.written, (&name.value, value), when))
            })
        });
        reached.map(|(number, _)| number).collect()
    }
}
