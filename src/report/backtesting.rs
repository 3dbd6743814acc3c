//! What `backtest` shows: how good predictions of unseen cases are, beside the base rate and a logit.

use super::figure::{amount, short};
use super::layout::{Grid, Printout};
use super::study_results::{FilledTable, Findings};
use super::terminal::counted;
use crate::numeric::math::exp;
use crate::study::backtest::{Backtest, BacktestQuestion, Gain, Predictor, Scored, Split, bins, calibration, mean};
use crate::study::estimate::Fit;
use crate::study::rows::estimation::key_columns;
use crate::study::rows::{CalibrationRow, EvaluationRow, FoldRow, NamedValues, PredictionRow, ScoreRow};

/// A calibration slope this far from 1 is worth a word.
const BOLD: f64 = 0.2;

/// What predictions are worth, ready to be written and printed; `table` is the text of the table of cases.
pub(crate) fn findings(
    title: &str,
    (fit, question): (&Fit, &BacktestQuestion),
    found: &Backtest,
    table: &str,
) -> Findings {
    let report = Report { fit, question, found };
    let shape = fit.shape();
    let scores = report.scores();
    let conclusions = report.conclusions(&scores);
    let mut page = Printout::of(&format!("{title}\n{}", report.effort()));
    page.blank();
    page.table(Report::table(&scores));
    page.blank();
    page.say_all(&conclusions);
    let games = fit.cases.rows.len() as u64;
    let unsolved = found.folds.iter().filter(|fold| !fold.converged).count() as u64;
    Findings {
        tables: vec![
            FilledTable::of(&scores, &shape),
            FilledTable::of(&report.predictions(), &shape),
            FilledTable::of(&report.calibration(), &shape),
            FilledTable::of(&report.folds(), &shape),
        ],
        page,
        conclusions,
        draws: (games, if unsolved > 0 { games } else { 0 }),
        cases: Some(table.to_owned()),
        ..Findings::default()
    }
}

struct Report<'a> {
    fit: &'a Fit,
    question: &'a BacktestQuestion,
    found: &'a Backtest,
}

impl Report<'_> {
    fn of(&self, predictor: Predictor) -> &[Scored] {
        &self.found.predictions[predictor as usize]
    }

    fn effort(&self) -> String {
        let how = match self.question.split {
            Split::Forward => "the second half of the rows is predicted from the first",
            Split::Expanding => "each tenth of the second half is predicted from all rows before it",
            Split::Halves => "the even rows are predicted from the odd ones",
            Split::LeaveOneOut => "each cluster is predicted from all others",
        };
        let folds = counted(self.found.folds.len() as u64, "fold");
        format!("{} predicted in {folds}: {how}", counted(self.cases(), "case"))
    }

    fn cases(&self) -> u64 {
        self.of(Predictor::Scenario).iter().map(|one| one.count as u64).sum()
    }

    fn scores(&self) -> Vec<ScoreRow> {
        let scenario = self.of(Predictor::Scenario);
        let row = |predictor: Predictor| {
            let own = self.of(predictor);
            let gains = |score: fn(&Scored) -> f64| {
                let gain = Gain::over(scenario, own, score, self.question.gain);
                Some(gain).filter(|gain| predictor != Predictor::Scenario && gain.mean.is_finite())
            };
            let (log, brier) = (gains(Scored::log), gains(Scored::brier));
            let calibrated = calibration(own);
            ScoreRow {
                predictor: predictor.word().to_owned(),
                cases: self.cases(),
                log_score: Some(mean(own, Scored::log)).filter(|score| score.is_finite()),
                brier_score: mean(own, Scored::brier),
                log_gain: log.map(|gain| gain.mean),
                log_gain_error: log.and_then(|gain| gain.error),
                brier_gain: brier.map(|gain| gain.mean),
                brier_gain_error: brier.and_then(|gain| gain.error),
                cases_needed: log.and_then(|gain| gain.needed).map(f64::ceil),
                calibration_slope: calibrated.map(|(_, slope)| slope),
                calibration_intercept: calibrated.map(|(intercept, _)| intercept),
            }
        };
        Predictor::ALL.into_iter().map(row).collect()
    }

    fn table(scores: &[ScoreRow]) -> Grid {
        let shown = |value: Option<f64>| value.map(|value| amount(value, 4)).unwrap_or_default();
        let row = |row: &ScoreRow| {
            vec![
                row.predictor.replace('_', " "),
                shown(row.log_score),
                shown(Some(row.brier_score)),
                shown(row.log_gain),
                shown(row.log_gain_error),
                row.calibration_slope.map(|slope| amount(slope, 2)).unwrap_or_default(),
            ]
        };
        let header = vec!["predictor", "log score", "Brier", "scenario gains", "± s.e.", "slope"];
        Grid::of(header, |column| column > 0, scores.iter().map(row))
    }

    fn conclusions(&self, scores: &[ScoreRow]) -> Vec<String> {
        let mut all = Vec::new();
        let open = self.found.folds.iter().filter(|fold| !fold.converged).count() as u64;
        if open > 0 {
            all.push(format!(
                "In {} no maximum of the likelihood was reached.",
                counted(open, "fold")
            ));
        }
        match scores[0].log_score {
            Some(score) => all.push(format!(
                "The scenario gave what happened a probability of {} (geometric mean).",
                short(exp(-score))
            )),
            None => all.push("The scenario gave something that happened the probability 0.".to_owned()),
        }
        for row in &scores[1..] {
            let name = row.predictor.replace('_', " ");
            let (Some(gain), Some(error)) = (row.log_gain, row.log_gain_error) else {
                continue;
            };
            let verdict = match gain.abs() > 1.96 * error {
                true if gain > 0.0 => "better than",
                true => "worse than",
                false => "not told apart from",
            };
            let needed = row.cases_needed.map(|cases| {
                format!(
                    " A gain of {} per case takes about {} to be found.",
                    short(self.question.gain),
                    counted(cases as u64, "case")
                )
            });
            all.push(format!(
                "By log score it is {verdict} the {name}.{}",
                needed.unwrap_or_default()
            ));
        }
        if let Some(slope) = scores[0].calibration_slope.filter(|slope| (slope - 1.0).abs() > BOLD) {
            let bold = if slope < 1.0 { "too bold" } else { "too timid" };
            all.push(format!(
                "Its calibration slope is {}: predictions are {bold}.",
                short(slope)
            ));
        }
        if self.found.folds.iter().any(|fold| !fold.logit) {
            all.push(
                "In some fold no maximum was found for the logit, so that it may predict better than it does here."
                    .to_owned(),
            );
        }
        all.extend(self.constant_columns());
        if self.found.folds.iter().any(|fold| fold.unseen) {
            all.push(
                "In some fold an outcome did not occur, so that the base rate counts half a case more of each."
                    .to_owned(),
            );
        }
        all
    }

    /// Columns that say nothing in some fold.
    fn constant_columns(&self) -> Vec<String> {
        let columns = self.found.columns.iter().enumerate();
        let warning = |(column, name): (usize, &String)| {
            let folds = self
                .found
                .folds
                .iter()
                .filter(|fold| fold.constant.contains(&column))
                .count() as u64;
            (folds > 0).then(|| {
                format!(
                    "`{name}` has one value in what was fitted in {}: the logit leaves it out there, and an estimate of what \
                     multiplies it rests on its prior or start.",
                    counted(folds, "fold")
                )
            })
        };
        columns.filter_map(warning).collect()
    }

    fn predictions(&self) -> Vec<PredictionRow> {
        let columns = EvaluationRow::columns("probability", self.fit.games.outcomes());
        let mut rows = Vec::new();
        for (at, &(fold, row)) in self.found.rows.iter().enumerate() {
            for predictor in Predictor::ALL {
                let scored = &self.of(predictor)[at];
                let case = &self.fit.cases.rows[row];
                rows.push(PredictionRow {
                    fold: fold as u64 + 1,
                    row: case.number as u64,
                    case: case.label.clone(),
                    count: case.count,
                    predictor: predictor.word().to_owned(),
                    log_score: Some(scored.log()).filter(|score| score.is_finite()),
                    brier_score: scored.brier(),
                    probabilities: NamedValues::known(&columns, &scored.probabilities),
                });
            }
        }
        rows
    }

    fn calibration(&self) -> Vec<CalibrationRow> {
        let of = |predictor: Predictor| {
            let bins = bins(self.of(predictor)).into_iter();
            bins.map(move |bin| CalibrationRow {
                predictor: predictor.word().to_owned(),
                low: bin.range[0],
                high: bin.range[1],
                count: bin.count as u64,
                predicted: bin.predicted,
                happened: bin.happened,
            })
        };
        Predictor::ALL.into_iter().flat_map(of).collect()
    }

    fn folds(&self) -> Vec<FoldRow> {
        let columns = key_columns("to_", &self.fit.names());
        let folds = (1..).zip(&self.found.folds);
        let rows = folds.map(|(fold, fitted)| FoldRow {
            fold,
            fitted: fitted.fold.fitted.len() as u64,
            predicted: fitted.fold.predicted.len() as u64,
            converged: fitted.converged,
            estimates: NamedValues::known(&columns, &fitted.estimates),
        });
        rows.collect()
    }
}
