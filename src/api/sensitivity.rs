//! Sensitivity analyses of a scenario.

use std::sync::Arc;

use super::error::Error;
use super::question::did_you_mean;
use super::scenario::{Scenario, unwatched};
use super::study::{Conduct, PointSettings, headlines};
use crate::study::block_store::{BlockStore, Forgetful};
use crate::study::contrast::outcomes_of;
use crate::study::evaluation::{Evaluated, ListStore, Quantity, Sample};
use crate::study::rows::{EvaluationRow, NamedValues, SensitivityRow};
use crate::study::sensitivity::{
    Analysis, Evaluations, Inputs, InputsError, Method, Points, Resampling, Sensitivities, SensitivityQuestion,
    local_sensitivities,
};
use crate::study::table::Shape;
use crate::study::{Group, Variant, Watch, shape};

/// How many resamples the bootstrap takes by default.
const RESAMPLES: usize = 200;

impl Scenario {
    /// How much each uncertain parameter matters for every outcome, every payoff and every difference between a chosen
    /// variant and the first; `points` are the base points of the method's design.
    ///
    /// # Errors
    /// Nothing is uncertain, or the scenario makes no sense at some point.
    pub fn sensitivity(&self, method: Method, points: u64, seed: u64) -> Result<Vec<SensitivityRow>, Error> {
        let question = SensitivityQuestion {
            method,
            keys: Vec::new(),
            points,
            seed,
            resamples: RESAMPLES,
            outcomes: Vec::new(),
            evaluations: false,
        };
        let points = self.sensitivity_points(&question)?;
        let found = self.sensitivity_with(&question, points, (&Forgetful, unwatched()))?;
        Ok(found.rows)
    }

    /// The points that an analysis evaluates; `None` with a method that looks at the nominal point only.
    pub(crate) fn sensitivity_points(&self, question: &SensitivityQuestion) -> Result<Option<Points>, Error> {
        let inputs = self.inputs(question)?;
        Ok(Points::of(&inputs, question.method, (question.points, question.seed)))
    }

    /// The same with all that can be asked; `points` are those of the question, with what is known there already.
    pub(crate) fn sensitivity_with(
        &self,
        question: &SensitivityQuestion,
        points: Option<Points>,
        (store, watch): (&dyn BlockStore, &Watch<'_>),
    ) -> Result<Sensitivities, Error> {
        let inputs = self.inputs(question)?;
        let explored = self.explore()?;
        let outcomes = outcomes_of(&explored);
        let headlines = headlines(&question.outcomes, &outcomes)?;
        let quantities = quantities(&outcomes, &explored[0]);
        let Some(mut points) = points else {
            return self.locally((&inputs, headlines), shape_of(&explored, &inputs), watch);
        };
        points.expect_width(explored.len() * (1 + quantities.len()));
        let unknown = Arc::new(points.unknown());
        let conduct = Conduct {
            store: &ListStore::of(&unknown, store),
            sample: &Sample::Listed(unknown),
            watch,
        };
        let sites = points.completed(self.evaluate(0, PointSettings::as_written(), &quantities, &conduct)?);
        let variants: Vec<String> = self.variants().map(str::to_owned).collect();
        let evaluations = Evaluations {
            variants: &variants,
            quantities: &quantities,
            sites: &sites,
        };
        let analysis = Analysis {
            method: question.method,
            design: &points.design,
            parameters: inputs.names(),
            values: &points.values.values,
            resampling: Resampling {
                seed: question.seed,
                resamples: question.resamples,
            },
        };
        let shape = Shape {
            outcomes,
            ..shape_of(&explored, &inputs)
        };
        let every = || evaluation_rows(&variants, &shape, &points, &sites);
        let all = || sites.iter().flatten();
        Ok(Sensitivities {
            rows: analysis.rows(&evaluations.measured(&headlines)),
            evaluations: if question.evaluations { every() } else { Vec::new() },
            headlines,
            parameters: inputs.names().to_vec(),
            correlated: inputs.correlated(),
            evaluated: (all().count() as u64, all().filter(|point| !point.solved).count() as u64),
            variants,
            shape,
            points: Some(points.evaluated(sites)),
        })
    }

    /// From the derivatives at the nominal point.
    fn locally(
        &self,
        (inputs, headlines): (&Inputs, Vec<Group>),
        shape: Shape,
        watch: &Watch<'_>,
    ) -> Result<Sensitivities, Error> {
        let variants: Vec<String> = self.variants().map(str::to_owned).collect();
        let derivatives = self.derivatives_watched(None, 0, watch)?;
        Ok(Sensitivities {
            rows: local_sensitivities(&derivatives, inputs, &variants, &headlines),
            evaluations: Vec::new(),
            headlines,
            parameters: inputs.names().to_vec(),
            correlated: Vec::new(),
            evaluated: (variants.len() as u64, 0),
            variants,
            shape,
            points: None,
        })
    }

    /// How many points an analysis evaluates, over all variants.
    pub(crate) fn sensitivity_size(&self, question: &SensitivityQuestion) -> Result<u64, Error> {
        let inputs = self.inputs(question)?;
        let row = question.method.row_length(inputs.names().len()) as u64;
        Ok(question.points * row * self.models.len() as u64)
    }

    fn inputs(&self, question: &SensitivityQuestion) -> Result<Inputs, Error> {
        let models: Vec<_> = self.models.iter().map(|(_, model)| model).collect();
        let inputs = Inputs::of(&models, &question.keys).map_err(|error| self.refused(&error))?;
        let (count, most) = (inputs.names().len(), question.method.most_parameters());
        if count > most {
            return Err(Error::Unknown(format!(
                "{count} parameters are uncertain, and this method takes at most {most}: name those that matter with \
                 --keys; --method morris, which takes any number, finds them"
            )));
        }
        Ok(inputs)
    }

    fn refused(&self, error: &InputsError) -> Error {
        let meant = match error {
            InputsError::Unknown(key) => {
                let parameters = self.models.iter().flat_map(|(_, model)| &model.parameters);
                let names: Vec<&str> = parameters.map(|parameter| parameter.name.as_str()).collect();
                did_you_mean(key, names.into_iter()) + "\n`pactum check --parameters` lists them"
            }
            _ => String::new(),
        };
        Error::Unknown(format!("{error}{meant}"))
    }
}

/// What is worked out at each point: every outcome, every payoff.
fn quantities(outcomes: &[String], variant: &Variant) -> Vec<Quantity> {
    let outcomes = outcomes.iter().cloned().map(Quantity::Outcome);
    let actors = variant.explored.names.declared().iter().cloned();
    outcomes.chain(actors.map(Quantity::Payoff)).collect()
}

/// The shape of a study whose parameters are those that are varied.
fn shape_of(explored: &[Variant], inputs: &Inputs) -> Shape {
    let mut shape = shape(explored);
    let unit = |name: &String| {
        let found = shape.parameters.iter().find(|(known, _)| known == name);
        (name.clone(), found.map_or_else(String::new, |(_, unit)| unit.clone()))
    };
    shape.parameters = inputs.names().iter().map(unit).collect();
    shape
}

fn evaluation_rows(
    variants: &[String],
    shape: &Shape,
    points: &Points,
    sites: &[Vec<Evaluated>],
) -> Vec<EvaluationRow> {
    let names: Vec<String> = shape.parameters.iter().map(|(name, _)| name.clone()).collect();
    let [levels, parameters] = ["level", "parameter"].map(|prefix| EvaluationRow::columns(prefix, &names));
    let probabilities = EvaluationRow::columns("probability", &shape.outcomes);
    let payoffs = EvaluationRow::columns("payoff", &shape.actors);
    let length = points.row_length;
    let row = |variant: &String, number: usize, point: &Evaluated| {
        let known = |range: std::ops::Range<usize>| {
            let values = point.values[range].iter();
            values.map(|value| value.filter(|_| point.solved)).collect()
        };
        let outcomes = probabilities.len();
        EvaluationRow {
            variant: variant.clone(),
            base_point: (number / length) as u64,
            place: (number % length) as u64,
            levels: NamedValues::known(&levels, &points.levels[number]),
            parameters: NamedValues::known(&parameters, &points.values.values[number]),
            probabilities: NamedValues {
                columns: Arc::clone(&probabilities),
                values: known(0..outcomes),
            },
            payoffs: NamedValues {
                columns: Arc::clone(&payoffs),
                values: known(outcomes..outcomes + payoffs.len()),
            },
        }
    };
    let of_site = |(variant, site): (_, &Vec<Evaluated>)| {
        let numbered = site.iter().enumerate();
        numbered
            .map(|(number, point)| row(variant, number, point))
            .collect::<Vec<_>>()
    };
    variants.iter().zip(sites).flat_map(of_site).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    use super::RESAMPLES;
    use crate::api::{Error, Scenario};
    use crate::study::Watch;
    use crate::study::block_store::Forgetful;
    use crate::study::sensitivity::{Method, Points, Sensitivities, SensitivityQuestion};

    const FLOODS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/classics/floods_together.toml");

    fn question(method: Method, points: u64) -> SensitivityQuestion {
        SensitivityQuestion {
            method,
            keys: Vec::new(),
            points,
            seed: 0,
            resamples: RESAMPLES,
            outcomes: Vec::new(),
            evaluations: false,
        }
    }

    fn floods() -> Scenario {
        Scenario::open(FLOODS).expect("the file is sound")
    }

    /// The points of a question.
    fn points(question: &SensitivityQuestion) -> Points {
        let points = floods().sensitivity_points(question).expect("something is uncertain");
        points.expect("the method has a design")
    }

    /// What an analysis finds, and how many draws it solves for that.
    fn found(question: &SensitivityQuestion, points: Points) -> (Sensitivities, u64) {
        let solved = AtomicU64::new(0);
        let watch = Watch {
            progress: &|progress| {
                solved.fetch_max(progress.done, Ordering::Relaxed);
                assert!(progress.done <= progress.of);
            },
            interrupt: &AtomicBool::new(false),
        };
        let found = floods().sensitivity_with(question, Some(points), (&Forgetful, &watch));
        (found.expect("it can be carried out"), solved.load(Ordering::Relaxed))
    }

    #[test]
    fn only_what_is_not_known_is_evaluated() {
        let method = Method::Sobol { second_order: false };
        let (few, many) = (question(method, 4), question(method, 9));
        let (earlier, solved) = found(&few, points(&few));
        assert_eq!(solved, 4 * 5);
        let earlier = earlier.points.expect("the method has points");
        let known: BTreeMap<Vec<u64>, Vec<f64>> = earlier
            .each()
            .map(|(point, numbers)| (point.iter().map(|value| value.to_bits()).collect(), numbers.collect()))
            .collect();
        let mut more = points(&many);
        let at = |point: &[f64]| {
            known
                .get(&point.iter().map(|value| value.to_bits()).collect::<Vec<u64>>())
                .cloned()
        };
        assert_eq!(more.take(at), 4 * 5);
        let (after, solved) = found(&many, more);
        assert_eq!(solved, 5 * 5);
        assert_eq!(after.points.as_ref().map(|points| points.taken()), Some(4 * 5));
        let (anew, solved) = found(&many, points(&many));
        assert_eq!(solved, 9 * 5);
        assert_eq!(after.rows, anew.rows);
        // Numbers of another width are of something else.
        let mut other = points(&many);
        other.take(|_| Some(vec![1.0]));
        let (found, solved) = found(&many, other);
        assert_eq!((found.rows, solved), (anew.rows, 9 * 5));
    }

    #[test]
    fn derivatives_stop_where_they_are_interrupted() {
        let watch = |interrupt| Watch {
            progress: &|_| (),
            interrupt,
        };
        let local = question(Method::Local, 1);
        let stopped = AtomicBool::new(true);
        let found = floods().sensitivity_with(&local, None, (&Forgetful, &watch(&stopped)));
        assert!(matches!(found, Err(Error::Interrupted)));
        let going_on = AtomicBool::new(false);
        let found = floods().sensitivity_with(&local, None, (&Forgetful, &watch(&going_on)));
        assert!(found.is_ok_and(|found| found.points.is_none()));
    }
}
