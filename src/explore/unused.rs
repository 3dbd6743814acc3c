//! Warnings about declarations that can never matter: reached by no play, or read by no formula, in any variant.

use std::collections::{BTreeMap, BTreeSet};

use super::stage_moves::choices;
use super::{Coverage, Explored};
use crate::scenario::ast::{Scenario, Values};
use crate::scenario::model::{Branch, Cell, Chance, Choice, Joint, Model, Paid, Role, StageKind};
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
    unused.types();
    unused.variables();
    unused.unread();
    unused.stages();
    unused.outcomes();
    unused.commitments();
    unused.terms();
    let mut found = unused.found;
    // In the order of the file.
    found.sort_by_key(|finding| finding.labels.first().map(|(span, _)| *span));
    found
}

struct Unused<'a> {
    written: &'a Scenario,
    /// The model of the first variant; stages, actions, outcomes and commitments are the same in all.
    first: &'a Model,
    variants: &'a [(&'a Model, &'a Explored)],
    found: Vec<Diagnostic>,
}

impl Unused<'_> {
    fn warn_if(&mut self, unused: bool, (code, span): (Code, Span), message: String, help: &str) {
        let finding = || Diagnostic::warning(code, message).at(span, "").help(help);
        self.found.extend(unused.then(finding));
    }

    /// Whether something holds in no variant.
    fn never(&self, reached: impl Fn(&Model, &Explored) -> bool) -> bool {
        let mut variants = self.variants.iter();
        !variants.any(|(model, explored)| reached(model, explored))
    }

    /// Whether the play of no variant reaches something.
    fn idle(&self, reached: impl Fn(&Coverage) -> bool) -> bool {
        self.never(|_, explored| reached(&explored.coverage))
    }

    /// The values that a cell takes in some variant, found by its name and role.
    fn taken(&self, name: &str, is_type: bool) -> BTreeSet<i32> {
        let wanted = |cell: &Cell| match cell.role {
            Role::Type { .. } => is_type && cell.name == name,
            Role::Variable => !is_type && cell.name == name,
            Role::Bound { .. } => false,
        };
        let mut taken = BTreeSet::new();
        for (model, explored) in self.variants {
            if let Some(cell) = model.cells.iter().position(wanted) {
                taken.extend(explored.names.states.iter().map(|state| state[cell]));
            }
        }
        taken
    }

    /// Types that no game has.
    fn types(&mut self) {
        for actor in &self.written.actors {
            let who = &actor.name.value;
            let taken = self.taken(who, true);
            for (number, (Spanned { value: name, span }, _)) in (0..).zip(&actor.types) {
                let (never, who, name) = (!taken.contains(&number), quoted(who), quoted(name));
                let message = format!("{who} is never of the type {name}: its chance is 0");
                let help = "leave the type out, or give it some chance";
                self.warn_if(never, (Code::TypeNeverDrawn, *span), message, help);
            }
        }
    }

    /// Values that no variable takes, and variables that always stay the same.
    fn variables(&mut self) {
        for variable in &self.written.variables {
            let name = &variable.name.value;
            let taken = self.taken(name, false);
            let constant = taken.len() < 2;
            let message = format!("the variable {} never changes", quoted(name));
            let help = "nothing that can happen gives it another value than that of its start";
            let place = (Code::VariableNeverChanges, variable.name.span);
            self.warn_if(constant, place, message, help);
            match &variable.values {
                Values::Named(values) if !constant => self.named_values(name, values, &taken),
                Values::Range(bounds) if !constant => {
                    let span = Span {
                        end: bounds[1].span.end,
                        ..bounds[0].span
                    };
                    self.range(name, span, &taken);
                }
                // A truth that changes takes both.
                _ => {}
            }
        }
    }

    fn named_values(&mut self, name: &str, values: &[Spanned<String>], taken: &BTreeSet<i32>) {
        for (number, value) in (0..).zip(values) {
            let (never, name, shown) = (!taken.contains(&number), quoted(name), quoted(&value.value));
            let message = format!("{name} never takes the value {shown}");
            let help = "nothing that can happen leads to it";
            self.warn_if(never, (Code::ValueNeverTaken, value.span), message, help);
        }
    }

    fn range(&mut self, name: &str, span: Span, taken: &BTreeSet<i32>) {
        // Ranges may differ between variants; a value must be missing from all.
        let variants = self.variants.iter();
        let cells = variants.filter_map(|(model, _)| variable(model, name));
        let possible: BTreeSet<i32> = cells.flat_map(|cell| cell.low..=cell.high).collect();
        let missing: Vec<String> = possible.difference(taken).map(i32::to_string).collect();
        let mut listed = missing[..missing.len().min(SHOWN)].join(", ");
        if missing.len() > SHOWN {
            listed.push_str(&format!(" and {} more", missing.len() - SHOWN));
        }
        let message = format!("{} never takes the value {listed}", quoted(name));
        let help = "nothing that can happen leads there; a smaller range says the same";
        let never = !missing.is_empty();
        self.warn_if(never, (Code::ValueNeverTaken, span), message, help);
    }

    /// Variables, parameters and definitions that nothing depends on.
    fn unread(&mut self) {
        let (used, written) = (referenced_names(self.written), self.written);
        for variable in &written.variables {
            let Spanned { value: name, span } = &variable.name;
            let unread = !used.contains(name) && !self.tells(name);
            let message = format!("the variable {} is never read", quoted(name));
            let help = "no formula depends on it, and it tells no actor anything";
            self.warn_if(unread, (Code::VariableNeverRead, *span), message, help);
        }
        for parameter in &written.parameters {
            let Spanned { value: name, span } = &parameter.name;
            let unused = !used.contains(name);
            let message = format!("the parameter {} is never used", quoted(name));
            let help = "no formula depends on it: setting it changes nothing";
            self.warn_if(unused, (Code::ParameterNeverUsed, *span), message, help);
        }
        for definition in &written.definitions {
            let Spanned { value: name, span } = &definition.name;
            let unused = !used.contains(name);
            let message = format!("the definition {} is never used", quoted(name));
            let help = "no formula depends on it";
            self.warn_if(unused, (Code::DefinitionNeverUsed, *span), message, help);
        }
    }

    /// Whether a variable may tell some actor something that it does not see: what others know, or did.
    fn tells(&self, name: &str) -> bool {
        !self.never(|model, _| {
            let sees_all = |actor: usize| model.cells.iter().all(|other| other.seen[actor]);
            let mut actors = 0..model.actors.len();
            let cell = variable(model, name);
            cell.is_some_and(|cell| actors.any(|actor| cell.seen[actor] && !sees_all(actor)))
        })
    }

    /// Stages that never run, actions that are never available, branches that are never taken.
    fn stages(&mut self) {
        for (number, stage) in self.first.stages.iter().enumerate() {
            let idle = self.idle(|coverage| coverage.stages[number]);
            let message = format!("the stage {} never runs", quoted(&stage.name));
            let help = "its `when` holds in no state in which it comes up";
            self.warn_if(idle, (Code::StageNeverRuns, stage.span), message, help);
            match &stage.kind {
                _ if idle => {}
                StageKind::Chance(effect) => self.branches(&effect.branches),
                StageKind::Decision { choices, joint } => {
                    for (at, choice) in choices.iter().enumerate() {
                        self.actions(number, at, choice);
                    }
                    joint.iter().for_each(|joint| self.joint(joint));
                }
            }
        }
    }

    fn joint(&mut self, joint: &Joint) {
        let idle = self.idle(|coverage| coverage.branches.contains(&joint.span));
        let message = "this joint effect never applies".to_owned();
        let help = "no picks match it that an earlier entry does not match as well";
        self.warn_if(idle, (Code::JointNeverApplies, joint.span), message, help);
        if !idle {
            self.branches(&joint.effect.branches);
        }
    }

    fn actions(&mut self, stage: usize, number: usize, choice: &Choice) {
        let idle: Vec<bool> = (0..choice.actions.len())
            .map(|action| self.idle(|coverage| coverage.actions[stage][number][action]))
            .collect();
        if idle.iter().all(|idle| *idle) {
            let who = quoted(&self.first.actors[choice.actor].name);
            if let Some(action) = choice.actions.first() {
                let (place, help) = ((Code::NeverAsked, action.span), "its `opportunity` is 0");
                self.warn_if(true, place, format!("{who} is never asked here"), help);
            }
            return;
        }
        for (at, (action, idle)) in choice.actions.iter().zip(idle).enumerate() {
            let message = format!("the action {} is never available", quoted(&action.name));
            let help = "its guard holds in no state in which the actor is asked";
            let place = (Code::ActionNeverAvailable, action.span);
            self.warn_if(idle, place, message, help);
            // Where an action is on offer but taken by nobody, as others are bound to, its branches are not met.
            let taken = |model: &Model, explored: &Explored| {
                let action = &choices(&model.stages[stage].kind)[number].actions[at];
                let mut branches = action.effect.branches.iter();
                branches.any(|branch| explored.coverage.branches.contains(&branch.span))
            };
            if !idle && !self.never(taken) {
                self.branches(&action.effect.branches);
            }
        }
    }

    fn branches(&mut self, branches: &[Branch]) {
        for (number, branch) in branches.iter().enumerate() {
            // An `otherwise` that changes nothing is there for completeness.
            let rest = branch.chance == Chance::Otherwise && branch.name.is_empty();
            let expected = branch.chance == Chance::Sure || (rest && branch.set.is_empty());
            let idle = !expected && self.idle(|coverage| coverage.branches.contains(&branch.span));
            let name = match branch.name.as_str() {
                "" => format!("branch {}", number + 1),
                name => format!("the branch {}", quoted(name)),
            };
            let help = match branch.chance {
                Chance::Otherwise => "the other branches leave nothing to it",
                _ => "its probability is 0, or its `when` never holds",
            };
            let message = format!("{name} is never possible");
            let place = (Code::BranchNeverPossible, branch.span);
            self.warn_if(idle, place, message, help);
        }
    }

    fn outcomes(&mut self) {
        for (number, outcome) in self.first.outcomes.iter().enumerate() {
            // What holds at the end where nothing else does is there for completeness.
            let rest = outcome.at_end && outcome.when.is_none();
            let idle = !rest && self.idle(|coverage| coverage.outcomes[number]);
            let message = format!("the outcome {} is never reached", quoted(&outcome.name));
            let help = "it holds in no state that can be reached, or an earlier outcome always holds there too";
            let place = (Code::OutcomeNeverReached, outcome.span);
            self.warn_if(idle, place, message, help);
        }
    }

    fn commitments(&mut self) {
        for (number, commitment) in self.first.commitments.iter().enumerate() {
            let idle = self.idle(|coverage| coverage.commitments[number]);
            let name = quoted(&commitment.name);
            let message = format!("the commitment {name} is never triggered");
            let help = "its `when` holds in no state in which the actor is asked";
            let place = (Code::CommitmentNeverTriggered, commitment.span);
            self.warn_if(idle, place, message, help);
        }
    }

    /// Whether another warning says already why a term of this kind is never paid, or none is due: what a commitment
    /// costs is nothing where nobody can renege.
    fn said_otherwise(&self, paid: Paid) -> bool {
        match paid {
            Paid::OnAction {
                stage, choice, action, ..
            } => self.idle(|met| met.actions[stage][choice][action]),
            Paid::OnReneging { .. } => true,
            Paid::Beyond | Paid::ByMembers => true,
            Paid::EachPeriod | Paid::Lasting | Paid::AtEnd => false,
        }
    }

    /// Payoff terms that are never paid; those on what never happens are left to the warning about that.
    /// Where an estimated parameter starts at 0, or cases differ from 0, amounts are not always what they are in the file.
    fn terms(&mut self) {
        let settings = &self.first.settings;
        if settings
            .iter()
            .any(|setting| (setting.case || setting.estimate.is_some()) && setting.number == Some(0.0))
        {
            return;
        }
        let mut paid: BTreeMap<Span, (String, bool)> = BTreeMap::new();
        for (model, explored) in self.variants {
            for (term, met) in model.terms.iter().zip(&explored.coverage.terms) {
                let (name, actor) = (quoted(&term.name), quoted(&model.actors[term.actor].name));
                let name = format!("{name} of {actor}");
                let first = || (name, self.said_otherwise(term.paid));
                paid.entry(term.span).or_insert_with(first).1 |= met;
            }
        }
        for (span, (name, paid)) in paid {
            let message = format!("the payoff {name} is never paid");
            let help = "its `when` never holds where it would be paid, or its amount is always 0";
            self.warn_if(!paid, (Code::TermNeverPaid, span), message, help);
        }
    }
}

/// The cell of a variable.
fn variable<'m>(model: &'m Model, name: &str) -> Option<&'m Cell> {
    model
        .cells
        .iter()
        .find(|cell| cell.role == Role::Variable && cell.name == name)
}
