//! Lowers the syntax tree to the checked model: resolves names to indices, checks types and who may read what.

mod actors;
mod cells;
mod commitments;
mod correlations;
mod definitions;
mod formulas;
mod groups;
mod joint_types;
mod labels;
mod lookup;
mod members;
mod nests;
mod parameters;
mod payoffs;
mod read_access;
mod settings;
mod stages;
mod strategies;
mod symbols;

pub(crate) use read_access::names_in;

use crate::scenario::ast::Scenario;
use crate::scenario::lower::groups::{Beside, LoweredGroup};
use crate::scenario::lower::labels::labels;
use crate::scenario::lower::members::seat_members;
use crate::scenario::lower::settings::settings;
use crate::scenario::lower::symbols::SymbolTable;
use crate::scenario::model::{Cell, Measure, Model, Outcome, Parameter};
use crate::scenario::parse::MOST_FINDINGS;
use crate::source::{Diagnostic, Diagnostics};

use self::read_access::{Access, Context};

/// The state of the lowering: the tree that is read, and the parts of the model so far.
pub(crate) struct Lowering<'w> {
    scenario: &'w Scenario,
    symbols: SymbolTable,
    cells: Vec<Cell>,
    /// What formulas read besides, numbered behind the cells.
    beside: Vec<Beside>,
    /// By actor, what is known of it if it is a group.
    groups: Vec<Option<LoweredGroup>>,
    /// The group whose payoffs or choices are lowered, so that formulas may read the type of a member.
    member_of: Option<usize>,
    /// The stage whose tally is lowered, so that formulas may read counts.
    tally_of: Option<usize>,
    parameters: Vec<Parameter>,
    shares: Vec<Vec<usize>>,
    found: Diagnostics,
}

/// Lowers a scenario to its model.
///
/// # Errors
/// Every error in names, types and constants. The model comes with the warnings.
pub(crate) fn lower(scenario: &Scenario) -> Result<(Model, Diagnostics), Diagnostics> {
    let mut lowering = Lowering {
        scenario,
        symbols: SymbolTable::default(),
        cells: Vec::new(),
        beside: Vec::new(),
        groups: Vec::new(),
        member_of: None,
        tally_of: None,
        parameters: Vec::new(),
        shares: Vec::new(),
        found: Diagnostics::new(),
    };
    lowering.find_groups();
    lowering.outline_cells();
    lowering.outline_beside();
    lowering.lower_parameters();
    let (correlations, mut absent) = lowering.lower_correlations();
    let joint_draws = lowering.lower_joint_draws(&mut absent);
    lowering.lower_definitions();
    lowering.complete_cells();
    let joint_types = lowering.lower_joint_types();
    let actors = lowering.lower_actors();
    lowering.check_joint_beliefs(&joint_types, &actors);
    lowering.check_strategies();
    let stages = lowering.lower_stages();
    let outcomes = lowering.lower_outcomes();
    let commitments = lowering.lower_commitments();
    let terms = lowering.lower_terms();
    let measures = lowering.lower_measures();
    let counts = lowering.counts();
    let believed = lowering.beliefs_of_members();
    if lowering.found.has_errors() {
        return Err(lowering.found);
    }
    let labels = labels(scenario, &terms);
    let settings = settings(scenario, &lowering.parameters);
    let own_types = lowering.beside.len() - counts.len();
    let mut model = Model {
        description: scenario.description.clone(),
        periods: scenario.periods,
        period_unit: scenario.period_unit.clone(),
        goes_on: scenario.goes_on.is_some(),
        domains: lowering.symbols.domains,
        cells: lowering.cells,
        actors,
        parameters: lowering.parameters,
        shares: lowering.shares,
        correlations,
        joint_draws,
        absent,
        joint_types,
        settings,
        labels,
        stages,
        outcomes,
        terms,
        member_terms: Vec::new(),
        counts,
        own_types,
        commitments,
        measures,
    };
    seat_members(&mut model, &lowering.groups, believed);
    Ok((model, lowering.found))
}

impl Lowering<'_> {
    /// Collects a diagnostic unless it was collected before.
    fn report(&mut self, finding: Diagnostic) {
        if self.found.all().len() < MOST_FINDINGS && !self.found.all().contains(&finding) {
            self.found.push(finding);
        }
    }

    /// Collects an error because of which there is no result.
    fn fail<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.report(finding);
        None
    }

    fn lower_outcomes(&mut self) -> Vec<Outcome> {
        let context = Context::structure("an outcome's `when`", Access::All);
        let outcomes = self.scenario.outcomes.iter().map(|outcome| Outcome {
            name: outcome.name.value.clone(),
            at_end: outcome.at_end,
            when: self.condition(outcome.when.as_ref(), &context),
            span: outcome.name.span,
        });
        outcomes.collect()
    }

    fn lower_measures(&mut self) -> Vec<Measure> {
        let context = Context::number("a measure", Access::All);
        let measures = self.scenario.measures.iter().filter_map(|measure| {
            Some(Measure {
                name: measure.name.value.clone(),
                value: self.truth_or_number(&measure.value, &context)?,
                unit: measure.unit.clone(),
                span: measure.name.span,
            })
        });
        measures.collect()
    }
}
