//! Labels, units, notes and sources of everything that a scenario names, for reports.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of thing that a label belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// An actor.
    Actor,
    /// A type of an actor.
    Type,
    /// A variable.
    Variable,
    /// A stage.
    Stage,
    /// An action.
    Action,
    /// A nest of actions.
    Nest,
    /// An outcome.
    Outcome,
    /// A payoff term.
    Payoff,
    /// A measure.
    Measure,
    /// A parameter.
    Parameter,
    /// A commitment.
    Commitment,
    /// A variant.
    Variant,
}

/// One row per thing that the scenario names: how reports call it, and what the file says about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["kind", "name"]))]
pub struct LabelRow {
    /// `actor`, `type`, `variable`, `stage`, `action`, `nest`, `outcome`, `payoff`, `measure`, `parameter`,
    /// `commitment` or `variant`.
    pub kind: LabelKind,
    /// Its name in the other tables; `actor.type`, `actor.term`, `parameter.value` for one number of a parameter that
    /// depends on a named value, and `stage.action`, or `stage.actor.action` where several actors of the stage have an
    /// action of that name.
    pub name: String,
    /// How reports call it (a variant's title); empty where the file gives no label.
    pub label: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// The note on it; empty where the file gives none.
    pub note: String,
    /// Where it comes from; empty where the file does not say.
    pub source: String,
}

/// The labels of one or several scenarios. What has no label is called by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(pub(crate) Vec<LabelRow>);

impl Labels {
    /// The labels of all; where several describe the same thing, the first does.
    pub(crate) fn of_all<'l>(all: impl IntoIterator<Item = &'l Self>) -> Self {
        let mut rows: Vec<LabelRow> = Vec::new();
        for row in all.into_iter().flat_map(|labels| &labels.0) {
            let same = |known: &LabelRow| (known.kind, &known.name) == (row.kind, &row.name);
            if !rows.iter().any(same) {
                rows.push(row.clone());
            }
        }
        Self(rows)
    }

    /// Everything that is named, kind by kind and within a kind in file order.
    pub fn rows(&self) -> &[LabelRow] {
        &self.0
    }

    /// The label of an actor, variable, stage, outcome, measure, parameter, commitment or variant.
    pub fn get<'a>(&'a self, kind: LabelKind, name: &'a str) -> &'a str {
        self.given(kind, name).unwrap_or(name)
    }

    /// The label of an actor's type.
    pub fn actor_type<'a>(&'a self, actor: &str, name: &'a str) -> &'a str {
        let label = self.given(LabelKind::Type, &format!("{actor}.{name}"));
        label.unwrap_or(name)
    }

    /// The label of an actor's payoff term.
    pub fn term<'a>(&'a self, actor: &str, name: &'a str) -> &'a str {
        let label = self.given(LabelKind::Payoff, &format!("{actor}.{name}"));
        label.unwrap_or(name)
    }

    /// The label of an actor's action in a stage.
    pub fn action<'a>(&'a self, stage: &str, actor: &str, name: &'a str) -> &'a str {
        self.of_choice(LabelKind::Action, stage, actor, name)
    }

    /// The label of a nest of an actor's actions in a stage.
    pub fn nest<'a>(&'a self, stage: &str, actor: &str, name: &'a str) -> &'a str {
        self.of_choice(LabelKind::Nest, stage, actor, name)
    }

    fn of_choice<'a>(&'a self, kind: LabelKind, stage: &str, actor: &str, name: &'a str) -> &'a str {
        let own = self.given(kind, &format!("{stage}.{actor}.{name}"));
        let shared = || self.given(kind, &format!("{stage}.{name}"));
        own.or_else(shared).unwrap_or(name)
    }

    /// The label of a characteristic in a belief: an actor whose type it is, a commitment or a variable.
    pub fn about<'a>(&'a self, name: &'a str) -> &'a str {
        let kinds = [LabelKind::Actor, LabelKind::Commitment, LabelKind::Variable];
        let mut labels = kinds.into_iter().filter_map(|kind| self.given(kind, name));
        labels.next().unwrap_or(name)
    }

    fn given(&self, kind: LabelKind, name: &str) -> Option<&str> {
        let mut rows = self.0.iter();
        let found = rows.find(|row| row.kind == kind && row.name == name)?;
        Some(found.label.as_str()).filter(|label| !label.is_empty())
    }
}
