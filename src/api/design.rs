//! Deals of a scenario: every combination of levers, judged against its uncertainties.

use super::error::Error;
use super::question::position;
use super::scenario::Scenario;
use super::study::{Conduct, PointSettings, outcomes_and_payoffs, subject};
use crate::study::design::{Deals, Design, Objective, Parts};
use crate::study::evaluation::{Evaluated, Quantity, Sample};
use crate::study::rows::DesignRow;
use crate::study::statistics::mean;
use crate::study::varied_key::full_grid;
use crate::study::{Plan, VariedKey};

/// What a search for deals asks, by names.
pub(crate) struct DesignQuestion<'a> {
    /// The levers.
    pub keys: Vec<VariedKey>,
    /// Outcomes whose probability together is the objective; the first headline where none is named.
    pub outcomes: &'a [String],
    /// The actor whose payoff is the objective instead.
    pub payoff: Option<&'a str>,
    /// Whether more of it is better.
    pub maximise: bool,
    /// What is good enough.
    pub good_enough: Option<f64>,
    /// The actors whose payoffs count in the Pareto set; all where none is named.
    pub beside: &'a [String],
}

impl Scenario {
    /// Every chosen variant with every combination of values as a deal, a row each; the objective is a low probability of the
    /// first headline, as `compare` chooses it.
    ///
    /// # Errors
    /// A key does not exist or does not take a value, or the scenario makes no sense at some point.
    pub fn design(&self, keys: &[VariedKey], plan: &Plan) -> Result<Vec<DesignRow>, Error> {
        let question = DesignQuestion {
            keys: keys.to_vec(),
            outcomes: &[],
            payoff: None,
            maximise: false,
            good_enough: None,
            beside: &[],
        };
        Ok(self.deals(&question, &Conduct::of(&Sample::of(plan)))?.rows)
    }

    /// Every chosen variant with every combination of levers, as deals.
    pub(crate) fn deals(&self, question: &DesignQuestion<'_>, conduct: &Conduct<'_>) -> Result<Deals, Error> {
        let points = full_grid(&question.keys);
        let settings = VariedKey::settings(&question.keys, &points);
        let deals = PointSettings::varied(&settings);
        self.accept(deals)?;
        let explored = self.explore()?;
        let names = &explored[0].explored.names;
        let objective = objective(question, names)?;
        let quantities = outcomes_and_payoffs(names);
        let sites = self.evaluate(0, deals, &quantities, conduct)?;
        let variants: Vec<String> = self.variants().map(str::to_owned).collect();
        let shape = self.shape_of(&explored, &question.keys, &quantities);
        let design = Design {
            keys: &question.keys,
            points: &points,
            variants: &variants,
            quantities: &quantities,
            sites: &sites,
            objective: &objective,
        };
        let rows = design.rows(&shape);
        let of_expected = |row: &DesignRow| row.best_by.split('+').any(|name| name == "expected");
        let best = rows.iter().position(of_expected).unwrap_or_default();
        let taken_apart = TakenApart {
            scenario: self,
            question,
            objective: &objective,
            quantities: &quantities,
            first: sites.len() as u64,
        };
        let parts = taken_apart.parts((best, &rows[best]), conduct)?;
        Ok(Deals {
            rows,
            objective,
            parts,
            shape,
        })
    }

    /// How many draws a search for deals solves.
    pub(crate) fn deals_size(&self, keys: &[VariedKey], draws: u64) -> u64 {
        let points: u64 = keys.iter().map(|key| key.values.len() as u64).product();
        (points + 1 + keys.len() as u64) * self.variants().count() as u64 * draws
    }
}

/// The best deal, to be taken apart.
struct TakenApart<'a> {
    scenario: &'a Scenario,
    question: &'a DesignQuestion<'a>,
    objective: &'a Objective,
    quantities: &'a [Quantity],
    /// The number of the first site that is not taken.
    first: u64,
}

impl TakenApart<'_> {
    fn parts(&self, (best, row): (usize, &DesignRow), conduct: &Conduct<'_>) -> Result<Parts, Error> {
        let keys = &self.question.keys;
        let each = keys.iter().zip(&row.keys.values);
        let mut settings = vec![Vec::new()];
        settings.extend(each.map(|(key, value)| vec![format!("{}={value}", key.key)]));
        let sites = self
            .scenario
            .evaluate(self.first, PointSettings::varied(&settings), self.quantities, conduct)?;
        let variants: Vec<&str> = self.scenario.variants().collect();
        let own = variants
            .iter()
            .position(|name| *name == row.variant)
            .unwrap_or_default();
        let of = |point: usize, variant: usize| &sites[point * variants.len() + variant];
        let mut alone = Vec::new();
        if own > 0 {
            alone.push((format!("`{}` as written", row.variant), self.expected(of(0, own))));
        }
        if keys.len() > 1 {
            let levers = settings.iter().enumerate().skip(1);
            alone.extend(levers.map(|(point, setting)| (setting.concat(), self.expected(of(point, own)))));
        }
        let written = of(0, 0);
        let payoffs = self.quantities.iter().enumerate();
        let payoffs = payoffs.filter(|(_, quantity)| matches!(quantity, Quantity::Payoff(_)));
        let payoff = |(number, _): (usize, &Quantity)| {
            mean(
                &written
                    .iter()
                    .filter_map(|draw| draw.values[number])
                    .collect::<Vec<_>>(),
            )
        };
        Ok(Parts {
            best,
            written: (self.expected(written), payoffs.map(payoff).collect()),
            variant_as_written: self.expected(of(0, own)),
            is_other_variant: own > 0,
            alone,
        })
    }

    fn expected(&self, draws: &[Evaluated]) -> f64 {
        let value = |draw| self.objective.subject.value(self.quantities, draw);
        mean(&draws.iter().map(value).collect::<Vec<_>>())
    }
}

fn objective(question: &DesignQuestion<'_>, names: &crate::game::Names) -> Result<Objective, Error> {
    for actor in question.beside {
        position("actor", Some(actor), &names.actors)?;
    }
    Ok(Objective {
        subject: subject(question.outcomes, question.payoff, names)?,
        maximise: question.maximise,
        good_enough: question.good_enough,
        beside: match question.beside {
            [] => names.declared().to_vec(),
            named => named.to_vec(),
        },
    })
}
