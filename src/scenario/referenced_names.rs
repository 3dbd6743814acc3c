//! The variables, parameters and definitions on which something depends, judged by the syntax tree: a formula that a
//! setting switches off still counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::scenario::ast::{
    Amounts, CommitmentKeys, Effect, Form, Formula, Formulas, Play, Scenario, StageKind, Start, Strategies, Strategy,
    StrategyKind, Values,
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
        if let Some(through) = reads.through.get(&name).filter(|_| !referenced.contains(&name)) {
            open.extend(through.iter().cloned());
        }
        referenced.insert(name);
    }
    referenced
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
            let shares = actor.types_from.iter().map(|name| name.value.clone());
            self.always.extend(shares);
            for (_, chances) in &actor.believed {
                self.formulas(chances);
            }
            self.each(&actor.discount);
            self.each(&actor.own_later);
            self.each_strategy(actor.strategy.as_ref());
            self.strategies(&actor.strategy_at);
            for payoff in &actor.payoffs {
                self.formula(&payoff.amount);
                self.each(&payoff.when);
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
        for outcome in &written.outcomes {
            self.each(&outcome.when);
        }
        for measure in &written.measures {
            self.formula(&measure.value);
        }
        for commitment in &written.commitments {
            self.each([&commitment.when, &commitment.credibility]);
            self.each(&commitment.cost);
            self.each(&commitment.delivers);
        }
        for variant in &written.variants {
            self.strategies(&variant.strategies);
            for (_, strategies) in &variant.strategy_at {
                self.strategies(strategies);
            }
            for (_, keys) in &variant.commitments {
                self.keys(keys);
            }
            for assigned in &variant.set {
                self.node(&assigned.value.value);
            }
        }
    }

    fn through(&mut self, name: &str, read: impl IntoIterator<Item = String>) {
        let known = self.through.entry(name.to_owned()).or_default();
        known.extend(read);
    }

    fn formula(&mut self, formula: &Formula) {
        self.always.extend(names(formula));
    }

    fn each<'f>(&mut self, formulas: impl IntoIterator<Item = &'f Formula>) {
        for formula in formulas {
            self.formula(formula);
        }
    }

    fn formulas(&mut self, formulas: &Formulas) {
        self.each(formulas.iter().map(|(_, formula)| formula));
    }

    fn strategies(&mut self, strategies: &Strategies) {
        self.each_strategy(strategies.iter().map(|(_, strategy)| strategy));
    }

    fn each_strategy<'s>(&mut self, strategies: impl IntoIterator<Item = &'s Strategy>) {
        for strategy in strategies {
            match &strategy.kind {
                StrategyKind::BestResponse => {}
                StrategyKind::Logit(precision) => self.formula(precision),
                StrategyKind::Fixed(play) => self.formulas(play),
                StrategyKind::Rules(rules) => {
                    for rule in rules {
                        self.each(&rule.when);
                        if let Play::Mixture(play) = &rule.play {
                            self.formulas(play);
                        }
                    }
                }
            }
        }
    }

    fn stage(&mut self, kind: &StageKind) {
        match kind {
            StageKind::Chance(effect) => self.effect(effect),
            StageKind::Decision { choices, joint } => {
                for choice in choices {
                    self.each(&choice.opportunity);
                    for action in &choice.actions {
                        self.each(&action.guard);
                        self.effect(&action.effect);
                    }
                }
                for joint in joint {
                    self.effect(&joint.effect);
                }
            }
        }
    }

    fn effect(&mut self, effect: &Effect) {
        let mut assigned: Vec<&Formulas> = vec![&effect.set];
        for branch in &effect.branches {
            if let crate::scenario::ast::Chance::Given(formula) = &branch.chance {
                self.formula(formula);
            }
            self.each(&branch.when);
            assigned.push(&branch.set);
        }
        for (variable, formula) in assigned.into_iter().flatten() {
            self.through(&variable.value, names(formula));
        }
    }

    fn keys(&mut self, keys: &CommitmentKeys) {
        self.each(&keys.when);
        self.each(&keys.credibility);
        self.each(&keys.cost);
        self.each(&keys.delivers);
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
            Node::Table(table) => table.entries.iter().for_each(|entry| self.node(&entry.value.value)),
            Node::Integer(_) | Node::Number(_) | Node::Truth(_) | Node::Date => {}
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
        Form::Integer(_) | Form::Number(_) | Form::Truth(_) | Form::Joint | Form::Broken => Vec::new(),
    }
}
