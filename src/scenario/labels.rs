//! Labels, units, notes and sources of everything that a scenario names, for reports.

use crate::scenario::model::Model;

/// What a label belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelKind {
    Actor,
    Type,
    Variable,
    Stage,
    Action,
    Outcome,
    Payoff,
    Measure,
    Parameter,
    Commitment,
    Variant,
}

impl LabelKind {
    /// The word for it in results.
    pub fn word(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Type => "type",
            Self::Variable => "variable",
            Self::Stage => "stage",
            Self::Action => "action",
            Self::Outcome => "outcome",
            Self::Payoff => "payoff",
            Self::Measure => "measure",
            Self::Parameter => "parameter",
            Self::Commitment => "commitment",
            Self::Variant => "variant",
        }
    }
}

/// Something that a scenario names, with what the file says about it for readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// What it is.
    pub kind: LabelKind,
    /// Its name; `actor.type`, `actor.term`, `parameter.value` for one number of a parameter that depends on a named
    /// value, and `stage.action`, or `stage.actor.action` where several actors of the stage have an action of that name.
    pub name: String,
    /// Its label (a variant's title); empty where the file gives none.
    pub label: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// The note on it; empty where the file gives none.
    pub note: String,
    /// Where it comes from; empty where the file does not say.
    pub source: String,
}

impl Model {
    /// How reports call something: its label, or its own name where the file gives no label. `name` is that of
    /// [`Labelled::name`].
    pub fn label<'a>(&'a self, kind: LabelKind, name: &'a str) -> &'a str {
        self.given_label(kind, name).unwrap_or(match kind {
            LabelKind::Type | LabelKind::Action | LabelKind::Payoff => name.rsplit('.').next().unwrap_or(name),
            _ => name,
        })
    }

    /// How reports call an action of an actor in a stage.
    pub fn action_label<'a>(&'a self, stage: &str, actor: &str, action: &'a str) -> &'a str {
        let own = self.given_label(LabelKind::Action, &format!("{stage}.{actor}.{action}"));
        let shared = || self.given_label(LabelKind::Action, &format!("{stage}.{action}"));
        own.or_else(shared).unwrap_or(action)
    }

    fn given_label(&self, kind: LabelKind, name: &str) -> Option<&str> {
        let found = self.labels.iter().find(|one| one.kind == kind && one.name == name)?;
        Some(found.label.as_str()).filter(|label| !label.is_empty())
    }
}
