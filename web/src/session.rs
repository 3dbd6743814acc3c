//! A session: the scenario that is open, its variants as they are in the file, and the points that were looked at last.

use pactum::{Error, NominalPoint, Question, Scenario};
use serde_json::{Value, json};

use crate::request::{Place, Request};
use crate::told::{explanation, glance, opened, settings, tables};

/// How many points are kept: what a page shows is the variant that is shown, the other one, and the file's.
const KEPT: usize = 3;

/// A scenario that is open, and the points of it that are solved.
#[derive(Default)]
pub struct Session {
    open: Option<Scenario>,
    /// Variants with the values of the file, from which others are solved roughly.
    files: Vec<(String, Option<NominalPoint>)>,
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
                let point = self.preview(&place)?;
                Ok(json!({ "rough": point.is_rough(), "tables": glance(&point.preview()?) }))
            }
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

    /// A variant at some settings, solved from the variant with the values of the file, and never from another neighbour.
    fn preview(&mut self, place: &Place) -> Result<NominalPoint, Refusal> {
        let scenario = self.scenario()?.variant(&place.variant)?;
        if self.files.iter().all(|(variant, _)| *variant != place.variant) {
            let file = scenario.nominal_point();
            self.files.push((place.variant.clone(), file.ok()));
        }
        let mut files = self.files.iter().filter(|(variant, _)| *variant == place.variant);
        let file = files.find_map(|(_, file)| file.as_ref());
        match file {
            Some(file) if place.set.is_empty() => Ok(file.clone()),
            Some(file) => Ok(scenario.set_all(&place.set)?.nominal_point_near(file)?),
            None => Ok(scenario.set_all(&place.set)?.nominal_point()?),
        }
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
