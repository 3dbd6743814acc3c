//! From the scenario as written to the checked model: names become numbers, kinds agree, and nobody reads what it may not.

mod actors;
mod cells;
mod commitments;
mod correlations;
mod definitions;
mod formulas;
mod joint_types;
mod labels;
mod lookup;
mod parameters;
mod payoffs;
mod read_access;
mod settings;
mod stages;
mod strategies;
mod symbols;

pub(crate) use formulas::share;
pub(crate) use read_access::names_in;

use crate::scenario::ast::Scenario;
use crate::scenario::lower::labels::labels;
use crate::scenario::lower::settings::settings;
use crate::scenario::lower::symbols::Names;
use crate::scenario::model::{Cell, Measure, Model, Outcome, Parameter};
use crate::scenario::parse::MOST_FINDINGS;
use crate::source::{Diagnostic, Diagnostics};

use self::read_access::{Reads, Use};

/// The model under construction.
pub(crate) struct Builder<'w> {
    written: &'w Scenario,
    names: Names,
    cells: Vec<Cell>,
    parameters: Vec<Parameter>,
    shares: Vec<Vec<usize>>,
    found: Diagnostics,
}

/// The model that a scenario means, with warnings, or all that is wrong with it.
pub(crate) fn build(written: &Scenario) -> Result<(Model, Diagnostics), Diagnostics> {
    let mut builder = Builder {
        written,
        names: Names::default(),
        cells: Vec::new(),
        parameters: Vec::new(),
        shares: Vec::new(),
        found: Diagnostics::new(),
    };
    builder.outline_cells();
    builder.build_parameters();
    let (correlations, absent) = builder.build_correlations();
    builder.build_definitions();
    builder.complete_cells();
    let joint_types = builder.build_joint_types();
    let actors = builder.build_actors();
    builder.check_joint_beliefs(&joint_types, &actors);
    builder.check_strategies();
    let stages = builder.build_stages();
    let outcomes = builder.build_outcomes();
    let commitments = builder.build_commitments();
    let terms = builder.build_terms();
    let measures = builder.build_measures();
    if builder.found.has_errors() {
        return Err(builder.found);
    }
    let labels = labels(written, &terms);
    let settings = settings(written, &builder.parameters);
    let model = Model {
        title: written.title.clone(),
        description: written.description.clone(),
        periods: written.periods,
        period_unit: written.period_unit.clone(),
        domains: builder.names.domains,
        cells: builder.cells,
        actors,
        parameters: builder.parameters,
        shares: builder.shares,
        correlations,
        absent,
        joint_types,
        settings,
        labels,
        stages,
        outcomes,
        terms,
        commitments,
        measures,
    };
    Ok((model, builder.found))
}

impl Builder<'_> {
    /// Notes a finding, once.
    fn report(&mut self, finding: Diagnostic) {
        if self.found.all().len() < MOST_FINDINGS && !self.found.all().contains(&finding) {
            self.found.push(finding);
        }
    }

    fn build_outcomes(&mut self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for outcome in &self.written.outcomes {
            outcomes.push(Outcome {
                name: outcome.name.value.clone(),
                at_end: outcome.at_end,
                when: self.condition(
                    outcome.when.as_ref(),
                    &Use::structure("an outcome's `when`", Reads::All),
                ),
                span: outcome.name.span,
            });
        }
        outcomes
    }

    fn build_measures(&mut self) -> Vec<Measure> {
        let mut measures = Vec::new();
        for measure in &self.written.measures {
            let usage = Use::number("a measure", Reads::All);
            if let Some(value) = self.truth_or_number(&measure.value, &usage) {
                measures.push(Measure {
                    name: measure.name.value.clone(),
                    value,
                    unit: measure.unit.clone(),
                    span: measure.name.span,
                });
            }
        }
        measures
    }
}
