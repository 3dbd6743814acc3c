//! Which information sets a user asks about.

use super::error::{Error, Mistakes};
use crate::game::Names;
use crate::scenario::Condition;
use crate::source::wording::{alternatives, closest, quoted};
use crate::source::{Diagnostic, Sources};
use crate::study::{SetFilter, Variant};

/// Which information sets are meant; what is not said may be anything.
///
/// ```
/// let question = pactum::Question::default().stage("russia_moves").actor_type("revisionist").period(3);
/// # let _ = question;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    pub(crate) stage: Option<String>,
    pub(crate) actor: Option<String>,
    pub(crate) actor_type: Option<String>,
    pub(crate) period: Option<usize>,
    pub(crate) when: Option<String>,
    pub(crate) seen: Option<String>,
}

impl Question {
    /// At this stage.
    #[must_use]
    pub fn stage(mut self, name: &str) -> Self {
        self.stage = Some(name.to_owned());
        self
    }

    /// Of this actor.
    #[must_use]
    pub fn actor(mut self, name: &str) -> Self {
        self.actor = Some(name.to_owned());
        self
    }

    /// Where the actor is of this type.
    #[must_use]
    pub fn actor_type(mut self, name: &str) -> Self {
        self.actor_type = Some(name.to_owned());
        self
    }

    /// In this period, from 1.
    #[must_use]
    pub fn period(mut self, number: usize) -> Self {
        self.period = Some(number);
        self
    }

    /// Where this condition holds, written as in a scenario: `clause == in_force and balance > 0`.
    #[must_use]
    pub fn when(mut self, condition: &str) -> Self {
        self.when = Some(condition.to_owned());
        self
    }

    /// Where the actor knows this: an information set as strategies name it, or parts of it (`balance=1`).
    #[must_use]
    pub fn seen(mut self, parts: &str) -> Self {
        self.seen = Some(parts.to_owned());
        self
    }

    /// The same for a variant of a scenario, by numbers.
    pub(crate) fn of_variant(&self, variant: &Variant, sources: &mut Sources) -> Result<SetFilter, Error> {
        let names = &variant.explored.names;
        let when = self.when.as_ref();
        let when = when.map(|text| condition(text, variant, sources));
        let filter = SetFilter {
            actor_type: actor_type(self.actor_type.as_deref(), names)?,
            period: period(self.period, variant.model.periods)?,
            when: when.transpose()?,
            ..self.of_names(names)?
        };
        match filter.undefined(&variant.explored.game, names) {
            Some(undefined) => Err(refused(&[*undefined.0], sources)),
            None => Ok(filter),
        }
    }

    /// The same for a game of which only the names are known.
    pub(crate) fn of_names(&self, names: &Names) -> Result<SetFilter, Error> {
        let seen = self.seen.as_deref().unwrap_or_default().split_whitespace();
        Ok(SetFilter {
            stage: position("stage", self.stage.as_deref(), &names.stages)?,
            actor: position("actor", self.actor.as_deref(), &names.actors)?,
            sees: seen.map(str::to_owned).collect(),
            ..SetFilter::default()
        })
    }
}

/// The position of a name among all that exist.
pub(crate) fn position(what: &str, name: Option<&str>, all: &[String]) -> Result<Option<usize>, Error> {
    let Some(name) = name else { return Ok(None) };
    let found = all.iter().position(|known| known == name);
    found.map(Some).ok_or_else(|| {
        let meant = did_you_mean(name, all.iter().map(String::as_str));
        let (name, known) = (quoted(name), alternatives(all));
        Error::Unknown(format!("there is no {what} {name}{meant}\nit is one of {known}"))
    })
}

/// The fewest letters of a name whose longer forms are all suggested.
const BEGINNING: usize = 3;

/// The names that were probably meant, as the end of a sentence; empty where none is close.
pub(super) fn did_you_mean<'a>(name: &str, all: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = all.collect();
    let longer = all.iter().filter(|known| known.starts_with(name));
    let longer: Vec<&str> = longer.copied().collect();
    if name.len() >= BEGINNING && longer.len() > 1 {
        return format!("; did you mean {}?", alternatives(&longer));
    }
    let meant = closest(name, all).map(|meant| format!("; did you mean `{meant}`?"));
    meant.unwrap_or_default()
}

fn actor_type(name: Option<&str>, names: &Names) -> Result<Option<String>, Error> {
    let all: Vec<String> = names.types.concat();
    let found = position("type", name, &all)?;
    Ok(found.map(|position| all[position].clone()))
}

fn period(wanted: Option<usize>, last: usize) -> Result<Option<usize>, Error> {
    match wanted {
        Some(period) if !(1..=last).contains(&period) => Err(Error::Unknown(format!(
            "there is no period {period}: they run from 1 to {last}"
        ))),
        wanted => Ok(wanted),
    }
}

fn condition(text: &str, variant: &Variant, sources: &mut Sources) -> Result<Condition, Error> {
    let source = sources.add_once("--when", text);
    Condition::read(text, source, &variant.model).map_err(|found| refused(&found, sources))
}

fn refused(found: &[Diagnostic], sources: &Sources) -> Error {
    Error::Condition(Box::new(Mistakes::new(sources, found)))
}
