//! The variables, parameters and definitions on which something depends, judged by the syntax tree: a formula that a
//! setting switches off still counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::scenario::ast::{
    Amounts, Chance, Effect, Form, Formula, Formulas, Scenario, StageKind, Start, Strategy, Values,
};
use crate::scenario::lower::names_in;
use crate::scenario::toml_value::Node;

/// The names on which something depends, directly or through others. A variable that is only read for its own next
/// value is not among them.
pub(crate) fn referenced_names(written: &Scenario) -> BTreeSet<String> {
    let mut reads = Reads::default();
    reads.scenario(written);
    let mut referenced = BTreeSet::new();
    let mut open: Vec<String> = reads.always.iter().cloned().collect();
    while let Some(name) = open.pop() {
        if referenced.insert(name.clone()) {
            open.extend(reads.through.remove(&name).into_iter().flatten());
        }
    }
    referenced
}

/// The names on which formulas depend, directly or through definitions.
pub(crate) fn names_behind<'f>(
    written: &Scenario,
    formulas: impl IntoIterator<Item = &'f Formula>,
) -> BTreeSet<String> {
    let mut behind = BTreeSet::new();
    let mut open: Vec<String> = formulas.into_iter().flat_map(names).collect();
    while let Some(name) = open.pop() {
        let defined = written.definitions.iter().find(|known| known.name.value == name);
        if behind.insert(name) {
            open.extend(defined.into_iter().flat_map(|known| names(&known.value)));
        }
    }
    behind
}

/// The dependences between names.
#[derive(Default)]
struct Reads {
    /// Names that are read where the value matters by itself.
    always: BTreeSet<String>,
    /// For each name, the names that it reads: a definition in its formula, a variable in its next values, a parameter
    /// in `by`.
    through: BTreeMap<String, BTreeSet<String>>,
}

impl Reads {
    fn scenario(&mut self, written: &Scenario) {
        for actor in &written.actors {
            self.formulas(&actor.types);
            self.formulas(&actor.alike);
            let shares = actor.types_from.iter().map(|name| name.value.clone());
            self.always.extend(shares);
            actor.believed.iter().for_each(|(_, chances)| self.formulas(chances));
            self.each(&actor.discount);
            self.each(&actor.own_later);
            self.strategies(&actor.strategy);
            self.strategies(actor.strategy_at.iter().map(|(_, strategy)| strategy));
            for payoff in &actor.payoffs {
                self.each(payoff.when.iter().chain([&payoff.amount]));
            }
        }
        for row in written.joint_types.iter().flat_map(|joint| &joint.table) {
            self.each(&row.chance);
            self.formulas(&row.given);
        }
        for variable in &written.variables {
            if let Values::Range(bounds) = &variable.values {
                self.each(bounds.iter());
            }
            if let Start::Drawn(chances, _) = &variable.start {
                self.formulas(chances);
            }
        }
        for parameter in &written.parameters {
            if let Amounts::By(by, _) = &parameter.amounts {
                self.through(&parameter.name.value, [by.value.clone()]);
            }
        }
        for definition in &written.definitions {
            self.through(&definition.name.value, names(&definition.value));
        }
        for stage in &written.stages {
            self.each(&stage.when);
            self.stage(&stage.kind);
        }
        self.each(written.outcomes.iter().filter_map(|outcome| outcome.when.as_ref()));
        self.each(written.measures.iter().map(|measure| &measure.value));
        for commitment in &written.commitments {
            self.each([&commitment.when, &commitment.credibility]);
            self.each(commitment.cost.iter().chain(&commitment.delivers));
        }
        for variant in &written.variants {
            let stages = variant.strategy_at.iter().flat_map(|(_, stages)| stages);
            self.strategies(variant.strategies.iter().chain(stages).map(|(_, strategy)| strategy));
            for (_, keys) in &variant.commitments {
                let formulas = [&keys.when, &keys.credibility, &keys.cost, &keys.delivers];
                self.each(formulas.into_iter().flatten());
            }
            variant.set.iter().for_each(|assigned| self.node(&assigned.value.value));
        }
    }

    fn through(&mut self, name: &str, read: impl IntoIterator<Item = String>) {
        let known = self.through.entry(name.to_owned()).or_default();
        known.extend(read);
    }

    fn each<'f>(&mut self, formulas: impl IntoIterator<Item = &'f Formula>) {
        self.always.extend(formulas.into_iter().flat_map(names));
    }

    fn formulas(&mut self, formulas: &Formulas) {
        self.each(formulas.iter().map(|(_, formula)| formula));
    }

    fn strategies<'s>(&mut self, strategies: impl IntoIterator<Item = &'s Strategy>) {
        for strategy in strategies {
            self.each(strategy.kind.formulas());
        }
    }

    fn stage(&mut self, kind: &StageKind) {
        match kind {
            StageKind::Chance(effect) => self.effect(effect),
            StageKind::Decision { choices, joint } => {
                for choice in choices {
                    self.each(&choice.opportunity);
                    self.each(choice.nests.iter().filter_map(|nest| nest.multiple.as_ref()));
                    for action in &choice.actions {
                        self.each(&action.guard);
                        self.effect(&action.effect);
                    }
                }
                joint.iter().for_each(|joint| self.effect(&joint.effect));
            }
        }
    }

    fn effect(&mut self, effect: &Effect) {
        for branch in &effect.branches {
            if let Chance::Given(formula) = &branch.chance {
                self.each([formula]);
            }
            self.each(&branch.when);
        }
        let in_branches = effect.branches.iter().flat_map(|branch| &branch.set);
        for (variable, formula) in effect.set.iter().chain(in_branches) {
            self.through(&variable.value, names(formula));
        }
    }

    /// A value that a variant sets may be a formula: every word in it counts.
    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text) => {
                let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let words = text.value.split(|c| !letter(c));
                self.always.extend(words.map(str::to_owned));
            }
            Node::List(nodes) => nodes.iter().for_each(|node| self.node(&node.value)),
            Node::Table(table) => {
                table.entries.iter().for_each(|entry| self.node(&entry.value.value));
            }
            _ => {}
        }
    }
}

/// The names in a formula.
fn names(formula: &Formula) -> Vec<String> {
    match &formula.form {
        Form::Expression { syntax, .. } => {
            // `parameter.value` reads the parameter.
            let whole = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
            let named = names_in(syntax).into_iter();
            named.flat_map(|(name, _)| [name.to_owned(), whole(name)]).collect()
        }
        Form::Share { among, set, .. } => among.iter().chain(set).flat_map(names).collect(),
        _ => Vec::new(),
    }
}
