//! Deals against uncertainty: every combination of levers, judged by its objective over draws.

use super::evaluation::{Evaluated, Quantity};
use super::rows::draws::Families;
use super::rows::sweep::KeyValues;
use super::rows::{DesignRow, NamedValues};
use super::statistics::mean;
use super::subject::Subject;
use super::sweep::known;
use super::table::Shape;
use super::varied_key::VariedKey;
use crate::numeric::math::{max, min};

/// What a good deal is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Objective {
    /// What is looked at.
    pub subject: Subject,
    /// Whether more of it is better.
    pub maximise: bool,
    /// What is good enough.
    pub good_enough: Option<f64>,
    /// The actors whose payoffs count beside it in the Pareto set.
    pub beside: Vec<String>,
}

/// Deals that were evaluated: every variant at every setting of the levers.
pub(crate) struct Design<'a> {
    /// The levers.
    pub keys: &'a [VariedKey],
    /// Their settings.
    pub points: &'a [Vec<String>],
    /// The variants.
    pub variants: &'a [String],
    /// What was worked out in each draw.
    pub quantities: &'a [Quantity],
    /// The draws of each site: point × variants + variant.
    pub sites: &'a [Vec<Evaluated>],
    /// What a good deal is.
    pub objective: &'a Objective,
}

/// The deals of a scenario.
pub(crate) struct Deals {
    /// All of them.
    pub rows: Vec<DesignRow>,
    /// What a good one is.
    pub objective: Objective,
    /// The one that is best in expectation, taken apart.
    pub parts: Parts,
    /// What the columns are named after.
    pub shape: Shape,
}

/// The best deal in expectation, beside the scenario as written and with each of its parts alone.
pub(crate) struct Parts {
    /// The best deal, by its place among all.
    pub best: usize,
    /// The first variant as written: the objective, and the payoff of each actor.
    pub written: (f64, Vec<f64>),
    /// The objective of the best deal's variant as written, and whether that is another variant than the first.
    pub variant_as_written: f64,
    pub is_other_variant: bool,
    /// The best deal's variant with its levers as written, where it is another variant, then with each lever of the deal
    /// alone: what it is called, and the objective.
    pub alone: Vec<(String, f64)>,
}

impl Objective {
    /// How far a value is from a better one.
    fn regret(&self, value: f64, best: f64) -> f64 {
        if self.maximise { best - value } else { value - best }
    }

    fn better(&self, one: f64, other: f64) -> f64 {
        if self.maximise {
            max(one, other)
        } else {
            min(one, other)
        }
    }

    fn worse(&self, one: f64, other: f64) -> f64 {
        if self.maximise {
            min(one, other)
        } else {
            max(one, other)
        }
    }

    fn is_good_enough(&self, value: f64) -> Option<bool> {
        let bound = self.good_enough?;
        Some(if self.maximise { value >= bound } else { value <= bound })
    }
}

impl Design<'_> {
    /// The deals, variant by variant.
    pub(crate) fn rows(&self, shape: &Shape) -> Vec<DesignRow> {
        let values: Vec<Vec<f64>> = self.sites.iter().map(|draws| self.objectives(draws)).collect();
        let draws = values.first().map_or(0, Vec::len);
        let best_of = |draw: usize| {
            values
                .iter()
                .map(|of| of[draw])
                .reduce(|a, b| self.objective.better(a, b))
        };
        let best: Vec<f64> = (0..draws).filter_map(best_of).collect();
        let families = Families::of(shape);
        let columns = VariedKey::columns(self.keys);
        let mut rows = Vec::new();
        for (number, variant) in self.variants.iter().enumerate() {
            for (point, at) in self.points.iter().enumerate() {
                let site = point * self.variants.len() + number;
                let (values, draws) = (&values[site], &self.sites[site]);
                let regrets = values
                    .iter()
                    .zip(&best)
                    .map(|(&value, &best)| self.objective.regret(value, best));
                let regrets: Vec<f64> = regrets.collect();
                let enough: Option<Vec<bool>> = values
                    .iter()
                    .map(|&value| self.objective.is_good_enough(value))
                    .collect();
                let means = |is: fn(&Quantity) -> bool| self.means(draws, is);
                rows.push(DesignRow {
                    variant: variant.clone(),
                    point: point as u64,
                    keys: KeyValues {
                        columns: columns.clone(),
                        values: at.clone(),
                    },
                    expected: mean(values),
                    worst: values
                        .iter()
                        .copied()
                        .reduce(|a, b| self.objective.worse(a, b))
                        .unwrap_or(f64::NAN),
                    regret_mean: mean(&regrets),
                    regret_max: regrets.iter().copied().fold(0.0, max),
                    satisfied: enough.map(|enough| share(&enough)),
                    pareto: false,
                    best_by: String::new(),
                    probabilities: NamedValues {
                        columns: families.probabilities.clone(),
                        values: means(|quantity| matches!(quantity, Quantity::Outcome(_))),
                    },
                    payoffs: NamedValues {
                        columns: families.payoffs.clone(),
                        values: means(|quantity| matches!(quantity, Quantity::Payoff(_))),
                    },
                    unsolved: draws.iter().filter(|draw| !draw.solved).count() as u64,
                });
            }
        }
        self.mark_best(&mut rows);
        self.mark_pareto(&mut rows, shape);
        rows
    }

    /// The objective in each draw.
    fn objectives(&self, draws: &[Evaluated]) -> Vec<f64> {
        draws
            .iter()
            .map(|draw| self.objective.subject.value(self.quantities, draw))
            .collect()
    }

    fn means(&self, draws: &[Evaluated], is: fn(&Quantity) -> bool) -> Vec<Option<f64>> {
        let of_kind = self.quantities.iter().enumerate().filter(|(_, quantity)| is(quantity));
        let mean_of = |(number, _): (usize, &Quantity)| {
            let values = known(draws, number);
            (!values.is_empty()).then(|| mean(&values))
        };
        of_kind.map(mean_of).collect()
    }

    /// Marks the best deal by each criterion; of equal ones the first.
    fn mark_best(&self, rows: &mut [DesignRow]) {
        let sign = if self.objective.maximise { -1.0 } else { 1.0 };
        for name in ["expected", "worst", "regret", "satisfied"] {
            let loss = |row: &DesignRow| match name {
                "expected" => Some(sign * row.expected),
                "worst" => Some(sign * row.worst),
                "regret" => Some(row.regret_max),
                _ => row.satisfied.map(|share| -share),
            };
            let losses: Option<Vec<f64>> = rows.iter().map(loss).collect();
            let Some(losses) = losses else { continue };
            let best = (0..losses.len()).reduce(|best, row| if losses[row] < losses[best] { row } else { best });
            if let Some(row) = best.map(|best| &mut rows[best]) {
                let and = if row.best_by.is_empty() { "" } else { "+" };
                row.best_by = format!("{}{and}{name}", row.best_by);
            }
        }
    }

    fn mark_pareto(&self, rows: &mut [DesignRow], shape: &Shape) {
        let beside: Vec<usize> = shape
            .actors
            .iter()
            .enumerate()
            .filter(|(_, actor)| self.objective.beside.contains(actor))
            .map(|(number, _)| number)
            .collect();
        let sign = if self.objective.maximise { 1.0 } else { -1.0 };
        let goods = |row: &DesignRow| -> Vec<f64> {
            let payoffs = beside.iter().filter_map(|&actor| row.payoffs.values[actor]);
            std::iter::once(sign * row.expected).chain(payoffs).collect()
        };
        let goods: Vec<Vec<f64>> = rows.iter().map(goods).collect();
        for (row, own) in rows.iter_mut().zip(&goods) {
            let dominates = |other: &&Vec<f64>| other.iter().zip(own).all(|(a, b)| a >= b) && *other != own;
            row.pareto = !goods.iter().any(|other| dominates(&other));
        }
    }
}

fn share(all: &[bool]) -> f64 {
    all.iter().filter(|&&one| one).count() as f64 / all.len() as f64
}

#[cfg(test)]
mod tests {
    use super::{Design, Objective};
    use crate::study::contrast::Group;
    use crate::study::evaluation::{Evaluated, Quantity};
    use crate::study::subject::Subject;
    use crate::study::table::Shape;
    use crate::study::varied_key::VariedKey;

    #[test]
    fn criteria_choose_as_the_textbook_says() {
        // Three deals in three equally likely worlds: the chance of war, and what Russia earns.
        let worlds = [[0.1, 0.2, 0.9], [0.5, 0.5, 0.5], [0.2, 0.4, 0.7]];
        let payoffs = [1.0, 3.0, 2.0];
        let draw = |war: f64, payoff: f64| Evaluated {
            solved: true,
            values: vec![Some(war), Some(payoff)],
        };
        let sites: Vec<Vec<Evaluated>> = worlds
            .iter()
            .zip(payoffs)
            .map(|(wars, payoff)| wars.iter().map(|&war| draw(war, payoff)).collect())
            .collect();
        let key = VariedKey::parse("lever=1,2,3").expect("it is written right");
        let objective = Objective {
            subject: Subject::Outcomes(Group::of(vec!["war".to_owned()])),
            maximise: false,
            good_enough: Some(0.4),
            beside: vec!["russia".to_owned()],
        };
        let design = Design {
            points: &key.values.iter().map(|value| vec![value.clone()]).collect::<Vec<_>>(),
            keys: &[key],
            variants: &["base".to_owned()],
            quantities: &[
                Quantity::Outcome("war".to_owned()),
                Quantity::Payoff("russia".to_owned()),
            ],
            sites: &sites,
            objective: &objective,
        };
        let shape = Shape {
            outcomes: vec!["war".to_owned()],
            actors: vec!["russia".to_owned()],
            ..Shape::default()
        };
        let rows = design.rows(&shape);
        let best: Vec<&str> = rows.iter().map(|row| row.best_by.as_str()).collect();
        assert_eq!(best, ["expected+satisfied", "worst", "regret"]);
        let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-15, "{found} {expected}");
        close(rows[0].expected, 0.4);
        close(rows[0].regret_max, 0.4);
        close(rows[1].regret_max, 0.4);
        close(rows[2].regret_max, 0.2);
        close(rows[2].regret_mean, (0.1 + 0.2 + 0.2) / 3.0);
        close(rows[0].satisfied.expect("a level was asked for"), 2.0 / 3.0);
        assert_eq!(
            rows.iter().map(|row| row.pareto).collect::<Vec<_>>(),
            [true, true, true]
        );
    }
}
