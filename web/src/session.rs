//! A session: the scenario that is open, its variants as they are in the file, and the points that were looked at last.

use pactum::{Error, NominalPoint, Previews, Question, Scenario};
use serde_json::{Value, json};

use crate::request::{Place, Request};
use crate::told::{opened, settings, tables};

/// How many points are kept: what a page shows is the variant that is shown, the other one, and the file's.
const KEPT: usize = 3;

/// A scenario that is open, and the points of it that are solved.
#[derive(Default)]
pub struct Session {
    open: Option<Scenario>,
    /// Variants as their keys move.
    previews: Vec<(String, Previews)>,
    /// The points that were looked at last, the latest at the end.
    last: Vec<(Place, NominalPoint)>,
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
                *self = Self::default();
                let scenario = self.open.insert(Scenario::parse(&text, &name)?);
                Ok(opened(scenario))
            }
            Request::Settings { variant } => Ok(settings(&self.scenario()?.variant(&variant)?.controls()?)),
            Request::Preview(place) => {
                let previews = self.previews(&place.variant)?;
                Ok(previews.at(&place.set)?.json())
            }
            Request::Run(place) => Ok(tables(&self.point(place)?.run()?)),
            Request::Explain { place, actor } => {
                let question = actor.map_or_else(Question::default, |actor| Question::default().actor(&actor));
                let found = self.point(place)?.explain(&question)?;
                Ok(json!(found))
            }
        }
    }

    fn scenario(&self) -> Result<Scenario, Refusal> {
        let none = || Refusal::Request("no scenario is open".to_owned());
        self.open.clone().ok_or_else(none)
    }

    fn previews(&mut self, variant: &str) -> Result<&mut Previews, Refusal> {
        let known = self.previews.iter().position(|(known, _)| *known == variant);
        let number = match known {
            Some(number) => number,
            None => {
                let previews = self.scenario()?.variant(variant)?.previews()?;
                self.previews.push((variant.to_owned(), previews));
                self.previews.len() - 1
            }
        };
        Ok(&mut self.previews[number].1)
    }

    /// The nominal point of a variant at some settings, which is solved unless it is one of the last.
    fn point(&mut self, place: Place) -> Result<&mut NominalPoint, Refusal> {
        let known = self.last.iter().position(|(known, _)| *known == place);
        let point = match known {
            Some(known) => self.last.remove(known).1,
            None => point(self.scenario()?, &place)?,
        };
        if self.last.len() == KEPT {
            self.last.remove(0);
        }
        self.last.push((place, point));
        let (_, point) = self.last.last_mut().expect("one was put there");
        Ok(point)
    }
}

fn point(scenario: Scenario, place: &Place) -> Result<NominalPoint, Error> {
    let variant = scenario.variant(&place.variant)?;
    variant.set_all(&place.set)?.nominal_point()
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
