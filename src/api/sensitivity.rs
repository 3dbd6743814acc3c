//! Sensitivity analyses of a scenario.

use std::sync::Arc;

use super::error::Error;
use super::question::did_you_mean;
use super::scenario::{Scenario, unwatched};
use super::study::{Conduct, headlines};
use crate::study::contrast::outcomes_of;
use crate::study::draws::ListedDraws;
use crate::study::evaluation::{BlockStore, Evaluated, Forgetful, Quantity, Sample};
use crate::study::rows::{EvaluationRow, NamedValues, SensitivityRow};
use crate::study::sensitivity::{
    Analysis, Design, Evaluations, Inputs, InputsError, Method, Resampling, Sensitivities, SensitivityQuestion,
    local_sensitivities,
};
use crate::study::table::Shape;
use crate::study::{Group, Variant, Watch, shape};

/// How many resamples the bootstrap takes by default.
const RESAMPLES: usize = 200;

/// The points of a design, and the parameters there.
struct Points {
    design: Design,
    row_length: usize,
    levels: Vec<Vec<f64>>,
    values: Arc<ListedDraws>,
}

impl Points {
    /// The points of the method's design; `None` if it has none.
    fn of(inputs: &Inputs, question: &SensitivityQuestion) -> Option<Self> {
        let design = question.method.design(&inputs.sampler, question.seed)?;
        let levels: Vec<Vec<f64>> = (0..question.points).flat_map(|row| design.row(row)).collect();
        let values = ListedDraws {
            parameters: inputs.names().to_vec(),
            values: levels.iter().map(|point| inputs.sampler.at(point)).collect(),
        };
        Some(Self {
            design,
            row_length: question.method.row_length(inputs.names().len()),
            levels,
            values: Arc::new(values),
        })
    }
}

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
        Ok(self.sensitivity_with(&question, &Forgetful, unwatched())?.rows)
    }

    /// The same with all that can be asked.
    pub(crate) fn sensitivity_with(
        &self,
        question: &SensitivityQuestion,
        store: &dyn BlockStore,
        watch: &Watch<'_>,
    ) -> Result<Sensitivities, Error> {
        let inputs = self.inputs(question)?;
        let explored = self.explore()?;
        let outcomes = outcomes_of(&explored);
        let headlines = headlines(&question.outcomes, &outcomes)?;
        let quantities = quantities(&outcomes, &explored[0]);
        let Some(points) = Points::of(&inputs, question) else {
            return self.locally(&inputs, headlines, shape_of(&explored, &inputs));
        };
        let conduct = Conduct {
            sample: &Sample::Listed(Arc::clone(&points.values)),
            store,
            watch,
        };
        let sites = self.evaluate(0, &[Vec::new()], &quantities, &conduct)?;
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
        })
    }

    /// From the derivatives at the nominal point.
    fn locally(&self, inputs: &Inputs, headlines: Vec<Group>, shape: Shape) -> Result<Sensitivities, Error> {
        let variants: Vec<String> = self.variants().map(str::to_owned).collect();
        let derivatives = self.derivatives(None, 0)?;
        Ok(Sensitivities {
            rows: local_sensitivities(&derivatives, inputs, &variants, &headlines),
            evaluations: Vec::new(),
            headlines,
            parameters: inputs.names().to_vec(),
            correlated: Vec::new(),
            evaluated: (variants.len() as u64, 0),
            variants,
            shape,
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
    let actors = variant.explored.names.actors.iter().cloned();
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
