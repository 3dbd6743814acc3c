//! Predictions of recorded cases from others of them: scored, beside the base rate and a logit in the same columns.

mod logit;
mod score;
mod split;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::counter::Counter;
use super::error::StudyError;
use super::estimate::{Fit, Settings, Unusable, maximum};
use super::plan::Watch;
use logit::{Example, Logit};

pub(crate) use score::{Gain, Scored, bins, calibration, mean};
pub(crate) use split::{Fold, Split};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BacktestQuestion {
    /// How the table is divided.
    pub split: Split,
    /// How each fold is fitted.
    pub settings: Settings,
    /// The gain of interest, per case.
    pub gain: f64,
}

/// Who predicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Predictor {
    /// The scenario, at the estimates of a fold.
    Scenario,
    /// How often each outcome occurred in a fold.
    BaseRate,
    /// A penalised multinomial logit in the columns of the table.
    Logit,
}

impl Predictor {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Scenario, Self::BaseRate, Self::Logit];

    /// Its name in tables.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::BaseRate => "base_rate",
            Self::Logit => "logit",
        }
    }
}

/// What a fold was fitted to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FittedFold {
    /// The rows.
    pub fold: Fold,
    /// The estimate of each key.
    pub estimates: Vec<f64>,
    /// Whether it is a maximum.
    pub converged: bool,
    /// The columns that are constant in what was fitted, so that the logit leaves them out.
    pub constant: Vec<usize>,
    /// Whether an outcome did not occur in what was fitted.
    pub unseen: bool,
    /// Whether the logit's fit was found.
    pub logit: bool,
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct Backtest {
    /// The folds.
    pub folds: Vec<FittedFold>,
    /// The predicted rows, fold by fold: the fold, and the row from 0.
    pub rows: Vec<(usize, usize)>,
    /// By predictor, the predictions of these rows.
    pub predictions: [Vec<Scored>; 3],
    /// The names of the columns that the logit reads.
    pub columns: Vec<String>,
}

/// Why cases cannot be predicted.
#[derive(Debug)]
pub(crate) enum BacktestError {
    /// The table is too small, or records something else than outcomes.
    Cases(String),
    /// Some rows, of which one cannot be played where the search starts.
    Unusable(Vec<usize>, Unusable),
    /// Some rows, of which one cannot be played at the estimates from others.
    Unpredictable(Vec<usize>, Unusable),
}

/// Divides the cases, fits each part, and predicts the rest.
///
/// # Errors
/// The cases cannot be divided or played, or an interruption.
pub(crate) fn backtest(fit: &Fit, question: &BacktestQuestion, watch: &Watch<'_>) -> Result<Backtest, BacktestError> {
    let table = Table::of(fit)?;
    let folds = question.split.folds(&table.clusters);
    if folds.is_empty() {
        let text = "the table of cases is too small to be divided: it needs two rows, and two clusters for loo";
        return Err(BacktestError::Cases(text.to_owned()));
    }
    let counter = Counter::new(folds.len() as u64, watch);
    let interrupted = |_: StudyError| BacktestError::Unusable(Vec::new(), Unusable::Interrupted);
    let one = |fold: Fold| {
        counter.go_on().map_err(interrupted)?;
        let found = table.fold(fold, question, watch);
        counter.count(1);
        found
    };
    let found: Vec<Result<_, BacktestError>> = folds.into_par_iter().map(one).collect();
    let mut backtest = Backtest {
        folds: Vec::new(),
        rows: Vec::new(),
        predictions: Default::default(),
        columns: table
            .columns
            .iter()
            .map(|&column| fit.cases.keys[column].clone())
            .collect(),
    };
    for (number, found) in found.into_iter().enumerate() {
        let (fold, predictions) = found?;
        backtest
            .rows
            .extend(fold.fold.predicted.iter().map(|&row| (number, row)));
        for (all, own) in backtest.predictions.iter_mut().zip(predictions) {
            all.extend(own);
        }
        backtest.folds.push(fold);
    }
    Ok(backtest)
}

/// The table, as predictors read it.
struct Table<'a> {
    fit: &'a Fit,
    clusters: Vec<Option<usize>>,
    /// The columns of keys that are numbers in all rows.
    columns: Vec<usize>,
    /// By row, whether each outcome is one of those recorded.
    recorded: Vec<Vec<bool>>,
    /// By row, the values of the columns.
    values: Vec<Vec<f64>>,
}

impl<'a> Table<'a> {
    fn of(fit: &'a Fit) -> Result<Self, BacktestError> {
        let outcomes = fit.games.outcomes();
        let rows = 0..fit.cases.rows.len();
        let recorded = |row: usize| {
            let record = &fit.cases.rows[row].record;
            let plain = !record.outcomes.is_empty() && record.period.is_none() && record.actions.is_empty();
            let wrong = || {
                let name = fit.cases.name(row);
                let text = format!("{name}: a prediction is of the outcome, and nothing else may be recorded");
                BacktestError::Cases(text)
            };
            let is = |outcome: &String| record.outcomes.contains(outcome);
            plain.then(|| outcomes.iter().map(is).collect()).ok_or_else(wrong)
        };
        let number = |row: usize, column: usize| fit.cases.number(row, column).ok();
        let columns = 0..fit.cases.keys.len();
        let columns = columns.filter(|&column| rows.clone().all(|row| number(row, column).is_some()));
        let columns: Vec<usize> = columns.collect();
        let values = |row: usize| columns.iter().filter_map(|&column| number(row, column)).collect();
        Ok(Self {
            fit,
            clusters: fit.cases.clusters(),
            recorded: rows.clone().map(recorded).collect::<Result<_, _>>()?,
            values: rows.map(values).collect(),
            columns,
        })
    }

    /// Fits a fold, and predicts its other rows.
    fn fold(
        &self,
        fold: Fold,
        question: &BacktestQuestion,
        watch: &Watch<'_>,
    ) -> Result<(FittedFold, [Vec<Scored>; 3]), BacktestError> {
        let likelihood = |rows: &[usize]| {
            let of = self.fit.likelihood_of(rows);
            of.map_err(|error| BacktestError::Cases(error.to_string()))
        };
        let found = maximum(&likelihood(&fold.fitted)?, &self.fit.keys, question.settings, watch);
        let (estimates, converged) = found.map_err(|why| BacktestError::Unusable(fold.fitted.clone(), why))?;
        let by_scenario = likelihood(&fold.predicted)?.predicted(&estimates, watch.interrupt);
        let by_scenario = by_scenario.map_err(|why| BacktestError::Unpredictable(fold.predicted.clone(), why))?;
        let examples: Vec<Example> = fold.fitted.iter().map(|&row| self.example(row)).collect();
        let (base_rate, unseen) = self.base_rate(&examples);
        let logit = Logit::of(&examples, base_rate.len());
        let by_base_rate = vec![base_rate; fold.predicted.len()];
        let by_logit = fold.predicted.iter().map(|&row| logit.predict(&self.values[row]));
        let by_logit = by_logit.collect();
        let scored = |all: Vec<Vec<f64>>| {
            let rows = fold.predicted.iter().zip(all);
            rows.map(|(&row, probabilities)| Scored {
                probabilities,
                recorded: self.recorded[row].clone(),
                count: self.fit.cases.rows[row].count as f64,
                cluster: self.clusters[row],
            })
            .collect()
        };
        let predictions = [by_scenario, by_base_rate, by_logit].map(scored);
        let fitted = FittedFold {
            estimates,
            converged,
            constant: logit.constant().collect(),
            unseen,
            logit: logit.found,
            fold,
        };
        Ok((fitted, predictions))
    }

    fn example(&self, row: usize) -> Example {
        let weight = |recorded: &bool| f64::from(u8::from(*recorded));
        Example {
            columns: self.values[row].clone(),
            outcomes: self.recorded[row].iter().map(weight).collect(),
            count: self.fit.cases.rows[row].count as f64,
        }
    }

    /// How often each outcome occurred, a record of several counting for each in equal parts; with half a case more of each
    /// where one did not occur, which the second value says.
    fn base_rate(&self, examples: &[Example]) -> (Vec<f64>, bool) {
        let mut counts = vec![0.0; self.fit.games.outcomes().len()];
        for example in examples {
            let of: f64 = example.outcomes.iter().sum();
            let parts = counts.iter_mut().zip(&example.outcomes);
            parts.for_each(|(count, weight)| *count += example.count * weight / of);
        }
        let unseen = counts.contains(&0.0);
        if unseen {
            counts.iter_mut().for_each(|count| *count += 0.5);
        }
        let all: f64 = counts.iter().sum();
        (counts.into_iter().map(|count| count / all).collect(), unseen)
    }
}
