//! What `estimate` shows: each key's estimate and interval, how likely the cases are under them, and what is doubtful.

use super::figure::{amount, decimals, short};
use super::layout::{Grid, Printout};
use super::study_results::{FilledTable, Findings};
use super::terminal::counted;
use crate::numeric::linear::Matrix;
use crate::numeric::math::sqrt;
use crate::numeric::summary::NORMAL_975;
use crate::study::estimate::{Covariance, Doubt, Estimated, Estimates, Fit, KeyEstimate, Settings};
use crate::study::rows::estimation::key_columns;
use crate::study::rows::{
    CovarianceRow, EstimateRow, EvaluationRow, NamedValues, PosteriorRow, PredictedRow, StartRow,
};

/// What was estimated, ready to be written and printed; `table` is the text of the table of cases.
pub(crate) fn findings(title: &str, found: &Found<'_>, table: &str) -> Findings {
    let shape = found.fit.shape();
    let predicted = FilledTable::of(&found.predicted_rows(), &shape);
    let mut conclusions = found.conclusions();
    if found.registered {
        conclusions.push(found.registration(&predicted));
    }
    let mut page = Printout::of(&format!("{title}\n{}", found.effort()));
    page.blank();
    page.table(found.estimates_table());
    page.blank();
    page.say_all(&conclusions);
    let mut tables = vec![
        FilledTable::of(&found.estimate_rows(), &shape),
        FilledTable::of(&found.covariance_rows(), &shape),
        predicted,
        FilledTable::of(&found.start_rows(), &shape),
    ];
    if found.settings.draws > 0 {
        tables.push(FilledTable::of(&found.posterior_rows(), &shape));
    }
    let games = found.estimates.games;
    Findings {
        tables,
        page,
        conclusions,
        draws: (games, if found.estimates.converged { 0 } else { games }),
        cases: Some(table.to_owned()),
        ..Findings::default()
    }
}

/// What was estimated, and from what.
pub(crate) struct Found<'a> {
    /// The cases and the keys.
    pub fit: &'a Fit,
    /// What was asked.
    pub settings: Settings,
    /// Whether predictions are fixed by their hash.
    pub registered: bool,
    /// The estimates.
    pub estimates: &'a Estimates,
}

impl Found<'_> {
    fn keys(&self) -> impl Iterator<Item = (&Estimated, &KeyEstimate)> {
        self.fit.keys.iter().zip(&self.estimates.keys)
    }

    fn effort(&self) -> String {
        let open = match self.fit.cases.open() {
            0 => String::new(),
            open => format!(" and {open} open"),
        };
        format!(
            "{}{open}, {} to solve; {} estimated from {}",
            counted(self.fit.cases.count() - self.fit.cases.open(), "case"),
            counted(self.estimates.games, "game"),
            counted(self.fit.keys.len() as u64, "key"),
            counted(self.settings.starts, "start"),
        )
    }

    fn estimates_table(&self) -> Grid {
        let clustered = self.estimates.keys.iter().any(|key| key.by_cluster.is_some());
        let mut header = vec!["key", "estimate", "± s.e.", "95 % interval", "robust s.e."];
        if clustered {
            header.push("by cluster");
        }
        let resampled = self.settings.bootstrap > 0;
        if resampled {
            header.push("bootstrap 95 %");
        }
        let row = |(key, estimate): (&Estimated, &KeyEstimate)| {
            let ends = self.interval(estimate);
            let all = [Some(estimate.estimate), estimate.error, ends[0], ends[1]];
            let places = decimals(all.into_iter().flatten());
            let shown = |value: Option<f64>| value.map(|value| amount(value, places)).unwrap_or_default();
            let mut cells = vec![
                key.key.clone(),
                shown(Some(estimate.estimate)),
                shown(estimate.error),
                match ends {
                    [None, None] => String::new(),
                    ends => format!("{}…{}", shown(ends[0]), shown(ends[1])),
                },
                shown(estimate.robust),
            ];
            if clustered {
                cells.push(shown(estimate.by_cluster));
            }
            if resampled {
                let ends = estimate.bootstrap.map(|spread| spread.ends.map(shown));
                cells.push(ends.map(|ends| ends.join("…")).unwrap_or_default());
            }
            cells
        };
        Grid::of(header, |column| column > 0, self.keys().map(row))
    }

    /// The interval that is shown.
    fn interval(&self, estimate: &KeyEstimate) -> [Option<f64>; 2] {
        match self.settings.profile {
            true => estimate.profile,
            false => wald(estimate),
        }
    }

    /// What fixes the predictions.
    fn registration(&self, predicted: &FilledTable) -> String {
        format!(
            "predicted.csv holds {} of which nothing is recorded yet; its blake3 hash is {}. Publish the hash before they \
             are known.",
            counted(self.fit.cases.open(), "case"),
            predicted.hash()
        )
    }

    fn conclusions(&self) -> Vec<String> {
        let Estimates {
            log_likelihood: (plain, penalised),
            gradient,
            converged,
            ..
        } = self.estimates;
        let mut all = Vec::new();
        if !converged {
            all.push(format!(
                "No maximum was reached: its slope is still {}, on a scale on which a bounded key has no ends. Start elsewhere (--start, \
                 --starts), or give a key bounds or a prior.",
                short(*gradient)
            ));
        }
        let places = 4;
        let keys = self.fit.keys.len() as f64;
        all.push(format!(
            "Log-likelihood {} (AIC {}).",
            amount(*plain, places),
            amount(2.0 * keys - 2.0 * plain, places)
        ));
        if self.fit.keys.iter().any(|key| key.prior.is_some()) {
            all.push(format!("With the priors: {}.", amount(*penalised, places)));
        }
        let searched = self.estimates.starts.iter().filter_map(|start| start.to.as_ref());
        let same = searched.filter(|end| (end.penalised - penalised).abs() < 1e-6).count() as u64;
        if self.settings.starts > 1 {
            let of = counted(self.settings.starts, "start");
            let open = self.estimates.starts.iter().filter(|start| start.to.is_none()).count();
            let open = match open {
                0 => String::new(),
                open => format!("; at {open} of them the cases cannot be played"),
            };
            all.push(format!("{same} of {of} led to this maximum{open}."));
        }
        if self.settings.bootstrap > 0 {
            all.push(self.samples());
        }
        all.extend(self.estimates.doubts.iter().map(|doubt| self.doubt(doubt)));
        all.extend(self.open_ends());
        all
    }

    /// What the bootstrap rests on.
    fn samples(&self) -> String {
        if self.estimates.keys.iter().all(|key| key.bootstrap.is_none()) && self.estimates.failed_samples == 0 {
            return "Bootstrap: there are not two clusters, or observations, to draw from.".to_owned();
        }
        let of = match self.fit.cases.clusters().iter().any(Option::is_some) {
            true => "clusters",
            false => "observations",
        };
        let samples = counted(self.settings.bootstrap, "sample");
        let failed = match self.estimates.failed_samples {
            0 => String::new(),
            1 => "; one of them has no maximum and is left out".to_owned(),
            failed => format!("; {failed} of them have no maximum and are left out"),
        };
        format!("Bootstrap: {samples} of {of}{failed}.")
    }

    fn doubt(&self, doubt: &Doubt) -> String {
        let name = |at: usize| format!("`{}`", self.fit.keys[at].key);
        match doubt {
            Doubt::Flat(keys) if keys.len() == 1 => format!(
                "The cases say nothing about {}: the likelihood is the same whatever it is.",
                name(keys[0])
            ),
            Doubt::Flat(keys) => {
                let names: Vec<String> = keys.iter().map(|&key| name(key)).collect();
                format!(
                    "The cases cannot tell {} apart: the likelihood stays the same where they change together. Fix one of \
                     them, or give it a prior. (A precision and the payoffs that it multiplies are such keys.)",
                    names.join(" and ")
                )
            }
            Doubt::Separated(keys, rises) => {
                let names: Vec<String> = keys.iter().map(|&key| name(key)).collect();
                let how = match (rises, keys.len()) {
                    (Some(true), _) => "as it grows",
                    (Some(false), _) => "as it falls",
                    (None, 1) => "as it goes on",
                    (None, _) => "as they go on together",
                };
                format!(
                    "The likelihood has no maximum in {}: it rises, by ever less, {how} (separation). A prior keeps it \
                     finite, for instance --prior {}=log_f:1.",
                    names.join(" and "),
                    self.fit.keys[keys[0]].key
                )
            }
            Doubt::OnTheEnd(key) => format!(
                "The estimate of {} lies on an end of its range, where standard errors and intervals do not hold.",
                name(*key)
            ),
            Doubt::Saddle => {
                "The search ended where the likelihood is level and rises from there; start elsewhere (--start, \
                              --starts)."
                    .to_owned()
            }
            Doubt::SeveralMaxima => {
                "The likelihood has several maxima; starts.csv lists them. The highest that was found is given."
                    .to_owned()
            }
            Doubt::Bifurcated(rows) => {
                let numbers: Vec<String> = rows
                    .iter()
                    .take(5)
                    .map(|row| self.fit.cases.rows[*row].number.to_string())
                    .collect();
                let more = if rows.len() > 5 { ", …" } else { "" };
                format!(
                    "In {} the game has several equilibria, and the one that is followed turned round or met another (rows \
                     {}{more}): the likelihood may jump near there.",
                    counted(rows.len() as u64, "case"),
                    numbers.join(", ")
                )
            }
        }
    }

    /// Which intervals have no end.
    fn open_ends(&self) -> Vec<String> {
        let open = |(key, estimate): (&Estimated, &KeyEstimate)| {
            let side = match (self.settings.profile, estimate.profile) {
                (true, [None, Some(_)]) => "below",
                (true, [Some(_), None]) => "above",
                (true, [None, None]) if estimate.error.is_some() => "below and above",
                _ => return None,
            };
            Some(format!(
                "The interval of `{}` has no end {side}: the cases do not rule out any value there.",
                key.key
            ))
        };
        self.keys().filter_map(open).collect()
    }

    fn estimate_rows(&self) -> Vec<EstimateRow> {
        let row = |(key, estimate): (&Estimated, &KeyEstimate)| {
            let [wald_low, wald_high] = wald(estimate);
            let [bound_low, bound_high] = key.domain.ends().map(|end| Some(end).filter(|end| end.is_finite()));
            EstimateRow {
                key: key.key.clone(),
                unit: key.unit.clone(),
                estimate: estimate.estimate,
                standard_error: estimate.error,
                robust_error: estimate.robust,
                cluster_error: estimate.by_cluster,
                bootstrap_error: estimate.bootstrap.map(|spread| spread.error),
                bootstrap_low: estimate.bootstrap.and_then(|spread| spread.ends[0]),
                bootstrap_high: estimate.bootstrap.and_then(|spread| spread.ends[1]),
                profile_low: estimate.profile[0],
                profile_high: estimate.profile[1],
                wald_low,
                wald_high,
                start: key.start,
                bound_low,
                bound_high,
                prior: key.prior.as_ref().map(ToString::to_string).unwrap_or_default(),
            }
        };
        self.keys().map(row).collect()
    }

    fn covariance_rows(&self) -> Vec<CovarianceRow> {
        let mut rows = Vec::new();
        for Covariance { kind, matrix } in &self.estimates.covariance {
            for (at, key) in self.fit.keys.iter().enumerate() {
                for (other_at, other) in self.fit.keys.iter().enumerate() {
                    rows.push(CovarianceRow {
                        kind: (*kind).to_owned(),
                        key: key.key.clone(),
                        other: other.key.clone(),
                        covariance: Some(matrix.row(at)[other_at]).filter(|value| value.is_finite()),
                        correlation: correlation(matrix, at, other_at),
                    });
                }
            }
        }
        rows
    }

    fn predicted_rows(&self) -> Vec<PredictedRow> {
        let columns = EvaluationRow::columns("probability", self.fit.games.outcomes());
        let rows = self.fit.cases.rows.iter();
        let found = self.estimates.predicted.iter().zip(&self.estimates.log_likelihoods);
        let rows = rows.zip(found).map(|(row, (probabilities, logarithm))| PredictedRow {
            row: row.number as u64,
            case: row.label.clone(),
            count: row.count,
            log_likelihood: *logarithm,
            probabilities: NamedValues::known(&columns, probabilities),
        });
        rows.collect()
    }

    fn start_rows(&self) -> Vec<StartRow> {
        let (from, to) = (
            key_columns("from_", &self.fit.names()),
            key_columns("to_", &self.fit.names()),
        );
        let starts = (0..).zip(&self.estimates.starts);
        let rows = starts.map(|(start, search)| StartRow {
            start,
            converged: search.to.as_ref().is_some_and(|end| end.converged),
            log_likelihood: search.to.as_ref().map(|end| end.log_likelihood),
            penalised: search.to.as_ref().map(|end| end.penalised),
            from: NamedValues::known(&from, &search.from),
            to: match &search.to {
                Some(end) => NamedValues::known(&to, &end.values),
                None => NamedValues::missing(&to),
            },
        });
        rows.collect()
    }

    fn posterior_rows(&self) -> Vec<PosteriorRow> {
        let columns = key_columns("", &self.fit.names());
        let draws = (0..).zip(&self.estimates.draws);
        let rows = draws.map(|(draw, values)| PosteriorRow {
            draw,
            keys: NamedValues::known(&columns, values),
        });
        rows.collect()
    }
}

fn wald(estimate: &KeyEstimate) -> [Option<f64>; 2] {
    [-NORMAL_975, NORMAL_975].map(|z| estimate.error.map(|error| estimate.estimate + z * error))
}

fn correlation(covariance: &Matrix, at: usize, other: usize) -> Option<f64> {
    let scale = sqrt(covariance.row(at)[at] * covariance.row(other)[other]);
    Some(covariance.row(at)[other] / scale).filter(|correlation| correlation.is_finite())
}
