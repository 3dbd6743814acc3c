//! Warnings about declarations that can never matter: reached by no play, or read by no formula, in any variant.

use std::collections::{BTreeMap, BTreeSet};

use super::Explored;
use super::stage_moves::choices;
use crate::scenario::ast::{Scenario, Values};
use crate::scenario::model::{Action, Branch, Chance, Model, Paid, Role, StageKind};
use crate::scenario::referenced_names;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span, Spanned};

/// The most values that a warning names.
const SHOWN: usize = 8;

/// Everything that can never matter in a scenario, all of whose variants were explored. A declaration that some variant
/// reaches is in use.
pub fn unused(written: &Scenario, variants: &[(&Model, &Explored)]) -> Vec<Diagnostic> {
    let Some(&(first, _)) = variants.first() else {
        return Vec::new();
    };
    let mut unused = Unused {
        written,
        first,
        variants,
        found: Vec::new(),
    };
    unused.actors();
    unused.variables();
    unused.unread();
    unused.stages();
    unused.outcomes();
    unused.commitments();
    unused.terms();
    // In the order of the file.
    unused
        .found
        .sort_by_key(|finding| finding.labels.first().map(|(span, _)| *span));
    unused.found
}

struct Unused<'a> {
    written: &'a Scenario,
    /// The model of the first variant; stages, actions, outcomes and commitments are the same in all.
    first: &'a Model,
    variants: &'a [(&'a Model, &'a Explored)],
    found: Vec<Diagnostic>,
}

impl Unused<'_> {
    fn warn(&mut self, code: Code, message: String, span: Span, help: &str) {
        let finding = Diagnostic::warning(code, message).at(span, "");
        self.found.push(finding.help(help));
    }

    /// Whether something holds in no variant.
    fn never(&self, reached: impl Fn(&Model, &Explored) -> bool) -> bool {
        !self.variants.iter().any(|(model, explored)| reached(model, explored))
    }

    /// The values that a cell takes in some variant, found by its name and role.
    fn taken(&self, name: &str, is_type: bool) -> BTreeSet<i32> {
        let mut taken = BTreeSet::new();
        for (model, explored) in self.variants {
            let cell = model.cells.iter().position(|cell| {
                let role = match cell.role {
                    Role::Type { .. } => is_type,
                    Role::Variable => !is_type,
                    Role::Bound { .. } => false,
                };
                role && cell.name == name
            });
            if let Some(cell) = cell {
                taken.extend(explored.names.states.iter().map(|state| state[cell]));
            }
        }
        taken
    }

    /// Types that no game has.
    fn actors(&mut self) {
        for actor in &self.written.actors {
            let taken = self.taken(&actor.name.value, true);
            for (number, (name, _)) in (0..).zip(&actor.types) {
                if !taken.contains(&number) {
                    let (name, span) = (quoted(&name.value), name.span);
                    let who = quoted(&actor.name.value);
                    let message = format!("{who} is never of the type {name}: its chance is 0");
                    let help = "leave the type out, or give it some chance";
                    self.warn(Code::TypeNeverDrawn, message, span, help);
                }
            }
        }
    }

    /// Values that no variable takes, and variables that always stay the same.
    fn variables(&mut self) {
        for variable in &self.written.variables {
            let name = &variable.name.value;
            let taken = self.taken(name, false);
            if taken.len() < 2 {
                let message = format!("the variable {} never changes", quoted(name));
                let help = "nothing that can happen gives it another value than that of its start";
                self.warn(Code::VariableNeverChanges, message, variable.name.span, help);
                continue;
            }
            match &variable.values {
                Values::Named(values) => self.named_values(name, values, &taken),
                Values::Range(bounds) => {
                    let span = Span {
                        end: bounds[1].span.end,
                        ..bounds[0].span
                    };
                    self.range(name, span, &taken);
                }
                // One that changes takes both.
                Values::Truth => {}
            }
        }
    }

    fn named_values(&mut self, name: &str, values: &[Spanned<String>], taken: &BTreeSet<i32>) {
        for (number, value) in (0..).zip(values) {
            if !taken.contains(&number) {
                let (name, value_name) = (quoted(name), quoted(&value.value));
                let message = format!("{name} never takes the value {value_name}");
                let help = "nothing that can happen leads to it";
                self.warn(Code::ValueNeverTaken, message, value.span, help);
            }
        }
    }

    fn range(&mut self, name: &str, span: Span, taken: &BTreeSet<i32>) {
        // Ranges may differ between variants; a value must be missing from all.
        let mut possible = BTreeSet::new();
        for (model, _) in self.variants {
            let cells = model.cells.iter();
            for cell in cells.filter(|cell| cell.role == Role::Variable && cell.name == name) {
                possible.extend(cell.low..=cell.high);
            }
        }
        let missing: Vec<String> = possible.difference(taken).map(i32::to_string).collect();
        if missing.is_empty() {
            return;
        }
        let mut listed = missing.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        if missing.len() > SHOWN {
            listed.push_str(&format!(" and {} more", missing.len() - SHOWN));
        }
        let message = format!("{} never takes the value {listed}", quoted(name));
        let help = "nothing that can happen leads there; a smaller range says the same";
        self.warn(Code::ValueNeverTaken, message, span, help);
    }

    /// Variables, parameters and definitions that nothing depends on.
    fn unread(&mut self) {
        let used = referenced_names(self.written);
        let written = self.written;
        for variable in &written.variables {
            let name = &variable.name.value;
            if !used.contains(name) && !self.tells(name) {
                let message = format!("the variable {} is never read", quoted(name));
                let help = "no formula depends on it, and it tells no actor anything";
                self.warn(Code::VariableNeverRead, message, variable.name.span, help);
            }
        }
        for parameter in &written.parameters {
            let name = &parameter.name;
            if !used.contains(&name.value) {
                let message = format!("the parameter {} is never used", quoted(&name.value));
                let help = "no formula depends on it: setting it changes nothing";
                self.warn(Code::ParameterNeverUsed, message, name.span, help);
            }
        }
        for definition in &written.definitions {
            let name = &definition.name;
            if !used.contains(&name.value) {
                let message = format!("the definition {} is never used", quoted(&name.value));
                let help = "no formula depends on it";
                self.warn(Code::DefinitionNeverUsed, message, name.span, help);
            }
        }
    }

    /// Whether a variable may tell some actor something that it does not see: what others know, or did.
    fn tells(&self, name: &str) -> bool {
        !self.never(|model, _| {
            let cell = model
                .cells
                .iter()
                .find(|cell| cell.role == Role::Variable && cell.name == name);
            cell.is_some_and(|cell| {
                let sees = |actor: usize| cell.seen[actor];
                let in_the_dark = |actor: usize| model.cells.iter().any(|other| !other.seen[actor]);
                (0..model.actors.len()).any(|actor| sees(actor) && in_the_dark(actor))
            })
        })
    }

    /// Stages that never run, actions that are never available, branches that are never taken.
    fn stages(&mut self) {
        for (number, stage) in self.first.stages.iter().enumerate() {
            if self.never(|_, explored| explored.coverage.stages[number]) {
                let message = format!("the stage {} never runs", quoted(&stage.name));
                let help = "its `when` holds in no state in which it comes up";
                self.warn(Code::StageNeverRuns, message, stage.span, help);
                continue;
            }
            match &stage.kind {
                StageKind::Chance(effect) => self.branches(&effect.branches),
                StageKind::Decision { choices, joint } => {
                    for (choice, part) in choices.iter().enumerate() {
                        self.actions((number, choice), &part.actions);
                    }
                    for joint in joint {
                        if self.never(|_, explored| explored.coverage.branches.contains(&joint.span)) {
                            let message = "this joint effect never applies".to_owned();
                            let help = "no picks match it that an earlier entry does not match as well";
                            self.warn(Code::JointNeverApplies, message, joint.span, help);
                        } else {
                            self.branches(&joint.effect.branches);
                        }
                    }
                }
            }
        }
    }

    fn actions(&mut self, (stage, choice): (usize, usize), actions: &[Action]) {
        let available = |explored: &Explored, action: usize| explored.coverage.actions[stage][choice][action];
        let asked = (0..actions.len()).any(|action| !self.never(|_, explored| available(explored, action)));
        if !asked {
            let actor = choices(&self.first.stages[stage].kind)[choice].actor;
            let message = format!("{} is never asked here", quoted(&self.first.actors[actor].name));
            if let Some(action) = actions.first() {
                self.warn(Code::NeverAsked, message, action.span, "its `opportunity` is 0");
            }
            return;
        }
        for (number, action) in actions.iter().enumerate() {
            if self.never(|_, explored| available(explored, number)) {
                let message = format!("the action {} is never available", quoted(&action.name));
                let help = "its guard holds in no state in which the actor is asked";
                self.warn(Code::ActionNeverAvailable, message, action.span, help);
            } else if !self.only_forbidden(stage, choice, number) {
                self.branches(&action.effect.branches);
            }
        }
    }

    /// Whether an action is on offer but taken by nobody, so that its branches are not met: others are bound to.
    fn only_forbidden(&self, stage: usize, choice: usize, action: usize) -> bool {
        let effect = |model: &Model| {
            let actions = &choices(&model.stages[stage].kind)[choice].actions;
            let branches = actions[action].effect.branches.iter();
            branches.map(|branch| branch.span).collect::<Vec<_>>()
        };
        self.never(|model, explored| {
            effect(model)
                .iter()
                .any(|span| explored.coverage.branches.contains(span))
        })
    }

    fn branches(&mut self, branches: &[Branch]) {
        for (number, branch) in branches.iter().enumerate() {
            let possible = |_: &Model, explored: &Explored| explored.coverage.branches.contains(&branch.span);
            // An `otherwise` that changes nothing is there for completeness.
            let rest = branch.chance == Chance::Otherwise && branch.name.is_empty();
            let idle_rest = rest && branch.set.is_empty();
            if branch.chance == Chance::Sure || idle_rest || !self.never(possible) {
                continue;
            }
            let name = match branch.name.as_str() {
                "" => format!("branch {}", number + 1),
                name => format!("the branch {}", quoted(name)),
            };
            let help = match branch.chance {
                Chance::Otherwise => "the other branches leave nothing to it",
                _ => "its probability is 0, or its `when` never holds",
            };
            let message = format!("{name} is never possible");
            self.warn(Code::BranchNeverPossible, message, branch.span, help);
        }
    }

    fn outcomes(&mut self) {
        for (number, outcome) in self.first.outcomes.iter().enumerate() {
            // What holds at the end where nothing else does is there for completeness.
            if outcome.at_end && outcome.when.is_none() {
                continue;
            }
            if self.never(|_, explored| explored.coverage.outcomes[number]) {
                let message = format!("the outcome {} is never reached", quoted(&outcome.name));
                let help = "it holds in no state that can be reached, or an earlier outcome always holds there too";
                self.warn(Code::OutcomeNeverReached, message, outcome.span, help);
            }
        }
    }

    fn commitments(&mut self) {
        for (number, commitment) in self.first.commitments.iter().enumerate() {
            if self.never(|_, explored| explored.coverage.commitments[number]) {
                let message = format!("the commitment {} is never triggered", quoted(&commitment.name));
                let help = "its `when` holds in no state in which the actor is asked";
                self.warn(Code::CommitmentNeverTriggered, message, commitment.span, help);
            }
        }
    }

    /// Whether another warning says already why a term of this kind is never paid, or none is due: what a commitment
    /// costs is nothing where nobody can renege.
    fn said_otherwise(&self, paid: Paid) -> bool {
        match paid {
            Paid::OnAction {
                stage, choice, action, ..
            } => self.never(|_, explored| explored.coverage.actions[stage][choice][action]),
            Paid::OnReneging { .. } => true,
            Paid::Beyond => true,
            Paid::EachPeriod | Paid::Lasting | Paid::AtEnd => false,
        }
    }

    /// Payoff terms that are never paid; those on what never happens are left to the warning about that.
    fn terms(&mut self) {
        let mut paid: BTreeMap<Span, (String, bool)> = BTreeMap::new();
        for (model, explored) in self.variants {
            for (term, met) in model.terms.iter().zip(&explored.coverage.terms) {
                let name = format!("{} of {}", quoted(&term.name), quoted(&model.actors[term.actor].name));
                let entry = paid
                    .entry(term.span)
                    .or_insert_with(|| (name, self.said_otherwise(term.paid)));
                entry.1 |= met;
            }
        }
        for (span, (name, paid)) in paid {
            if !paid {
                let message = format!("the payoff {name} is never paid");
                let help = "its `when` never holds where it would be paid, or its amount is always 0";
                self.warn(Code::TermNeverPaid, message, span, help);
            }
        }
    }
}
