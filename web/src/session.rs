//! A session: the scenario that is open, and the point of it that was looked at last.

use pactum::{Error, NominalPoint, Question, Scenario};
use serde_json::{Value, json};

use crate::request::{Place, Request};
use crate::told::{explanation, opened, settings, tables};

/// A scenario that is open, and the point of it that was looked at last.
#[derive(Default)]
pub struct Session {
    open: Option<Scenario>,
    last: Option<(Place, NominalPoint)>,
}

/// Why a request fails.
enum Refusal {
    /// As the command says it.
    Engine(Error),
    /// It is no request, or there is no scenario yet.
    Request(String),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl Session {
    /// The answer to a request, as JSON. One that fails is an object with the text of the `error` and the `codes` of what is
    /// wrong in the scenario.
    pub fn ask(&mut self, request: &[u8]) -> String {
        let request = serde_json::from_slice(request).map_err(|error| Refusal::Request(error.to_string()));
        let answer = request.and_then(|request| self.answer(request));
        answer.unwrap_or_else(|refusal| refused(&refusal)).to_string()
    }

    fn answer(&mut self, request: Request) -> Result<Value, Refusal> {
        match request {
            Request::Open { text, name } => {
                (self.open, self.last) = (None, None);
                let scenario = self.open.insert(Scenario::parse(&text, &name)?);
                Ok(opened(scenario))
            }
            Request::Settings { variant } => Ok(settings(&self.scenario()?.variant(&variant)?.controls()?)),
            Request::Preview(place) => Ok(tables(&self.point(place)?.preview()?)),
            Request::Run(place) => Ok(tables(&self.point(place)?.run()?)),
            Request::Explain { place, actor } => {
                let question = actor.map_or_else(Question::default, |actor| Question::default().actor(&actor));
                let found = self.point(place)?.explain(&question)?;
                Ok(Value::Array(found.iter().map(explanation).collect()))
            }
        }
    }

    fn scenario(&self) -> Result<Scenario, Refusal> {
        let none = || Refusal::Request("no scenario is open".to_owned());
        self.open.clone().ok_or_else(none)
    }

    /// The nominal point of a variant at some settings, which is solved unless it is the last one.
    fn point(&mut self, place: Place) -> Result<&mut NominalPoint, Refusal> {
        let last = self.last.take().filter(|(known, _)| *known == place);
        let last = match last {
            Some(last) => last,
            None => {
                let point = point(self.scenario()?, &place)?;
                (place, point)
            }
        };
        Ok(&mut self.last.insert(last).1)
    }
}

fn point(scenario: Scenario, place: &Place) -> Result<NominalPoint, Error> {
    let variant = scenario.variant(&place.variant)?;
    variant.set_each(&place.set)?.nominal_point()
}

fn refused(refusal: &Refusal) -> Value {
    match refusal {
        Refusal::Engine(error) => {
            let codes = match error {
                Error::Scenario(mistakes) => mistakes.codes(),
                _ => Vec::new(),
            };
            json!({ "error": error.to_string(), "codes": codes })
        }
        Refusal::Request(why) => json!({ "error": why, "codes": [] }),
    }
}
