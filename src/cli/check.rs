//! `pactum check`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::findings::{FindingJson, Findings};
use super::fitting::table_of;
use super::scenario::{explore, load, read};
use super::selection::require_solved;
use super::sentences::{counterexample, probabilities, sharp_choice, structure};
use super::{forecast, threads};
use crate::api::{CaseTable, CheckedCases, Error, Scenario};
use crate::explore::unused;
use crate::report::Format;
use crate::report::grid::show;
use crate::report::inventory::{PartRow, PeriodsRow, SizeRow, parts, periods, settings};
use crate::report::json::{Objects, objects, pretty};
use crate::report::layout::Printout;
use crate::report::listing::listing;
use crate::report::outcome_payoffs;
use crate::report::terminal::counted;
use crate::scenario::{indifferent, unsourced, unsourced_together};
use crate::source::{Diagnostic, Sources, Span};
use crate::study::outcome_payoffs::outcome_payoffs;
use crate::study::sharp_choices::{SharpChoice, sharp_choices};
use crate::study::{Plan, Proof, StudyError, Variant, Watch, proof, verify};

/// The arguments of `pactum check`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum check deal.toml
  pactum check deal.toml --draws 2000 --seed 7
  pactum check deal.toml --format json
  pactum check deal.toml --payoffs
  pactum check dispute.toml --cases disputes.csv
  pactum check deal.toml --parameters --format csv")]
pub(super) struct Check {
    /// Which scenario.
    #[command(flatten)]
    scenario: args::Scenario,
    /// Check this variant; may be repeated. All variants by default.
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// The draws that are checked: those that a run with the same arguments uses.
    #[command(flatten)]
    sample: args::Sample,
    /// List every key that --set can set: value, unit, distribution, source.
    #[arg(long)]
    parameters: bool,
    /// Show what each payoff adds up to in each outcome, at the central values of all parameters, instead.
    #[arg(long, conflicts_with = "parameters")]
    payoffs: bool,
    /// A table of cases: shows too that each of its rows can be played, and that what is recorded there can happen.
    #[arg(long, value_name = "CSV", conflicts_with_all = ["parameters", "payoffs"])]
    cases: Option<PathBuf>,
    /// Leave out this column of the table of cases; may be repeated.
    #[arg(long, value_name = "COLUMN", requires = "cases")]
    ignore: Vec<String>,
    /// How the table is printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// The parts of a variant's state that are shown in a table.
const MOST_PARTS: usize = 6;

/// The stretches of periods of a variant that are shown in a table.
const MOST_STRETCHES: usize = 8;

/// Checks a scenario, or lists its settings.
pub(super) fn command(arguments: &Check, console: &Console) -> Result<(), Failure> {
    if arguments.parameters {
        return list(arguments, console);
    }
    if arguments.payoffs {
        return payoffs(arguments, console);
    }
    let as_data = arguments.format == Format::Json;
    let mut findings = Findings::default();
    let loaded = match read(&arguments.scenario, &arguments.variant) {
        Ok(loaded) => loaded,
        Err(Error::Scenario(mistakes)) => {
            findings.of_file(mistakes.found.iter().cloned());
            return refuse(&findings, &mistakes.sources, as_data, console);
        }
        Err(other) => return Err(console.failure(other)),
    };
    findings.of_file(loaded.warnings.all().iter().cloned());
    let interrupt = console.interrupt()?;
    let mut variants = Vec::new();
    for (name, model) in &loaded.models {
        console.detail(&format!("exploring `{name}`"));
        match loaded.explored(name, model) {
            Ok(variant) => variants.push(variant),
            Err(error) => {
                for found in loaded.findings_of(name, &error) {
                    findings.of_variant(name, found);
                }
            }
        }
        interrupt.check()?;
    }
    if findings.has_errors() {
        return refuse(&findings, &loaded.sources, as_data, console);
    }
    let plan = plan(arguments);
    let watch = Watch {
        progress: &|_| (),
        interrupt: &interrupt.asked,
    };
    let one = |variant| verify(variant, &plan, &watch);
    let all = || variants.iter().try_for_each(one);
    let verified = threads::on(arguments.sample.threads, all)?;
    if let Err(StudyError::Unsound(bad)) = verified {
        findings.of_variant(&bad.variant, loaded.finding_of(&bad, &variants));
        return refuse(&findings, &loaded.sources, as_data, console);
    }
    verified.map_err(|error| console.failure(loaded.blame(error, &variants)))?;
    let proofs: Vec<Proof> = variants.iter().map(proof).collect();
    for (variant, proof) in variants.iter().zip(&proofs) {
        for found in &proof.fails {
            findings.of_variant(&variant.name, counterexample(found));
        }
    }
    if loaded.is_whole() {
        let explored = variants.iter().map(|of| (&of.model, &of.explored));
        let explored: Vec<_> = explored.collect();
        findings.of_file(unused(loaded.document.ast(), &explored));
        findings.of_file(indifferent(loaded.document.ast()));
    }
    let sharp = sharp(&variants).map_err(|error| console.failure(loaded.blame(error, &variants)))?;
    findings.of_file(sharp);
    let cases = cases(arguments, &loaded, &watch, console)?;
    if as_data {
        findings.of_file(unsourced(loaded.document.ast()));
        let variants = variants.iter().zip(&proofs);
        return console.data(&pretty(&CheckedScenario {
            sound: true,
            title: Some(loaded.title()),
            diagnostics: findings.data(&loaded.sources),
            variants: Some(variants.map(|of| CheckedVariant::new(of, &plan)).collect()),
            cases,
        }));
    }
    findings.of_file(unsourced_together(loaded.document.ast()));
    if !console.quiet {
        findings.say(&loaded.sources, console);
    }
    console.remark(&structure(loaded.title()));
    console.remark(&probabilities(&variants, &proofs, &plan));
    if let Some(checked) = &cases {
        console.remark(&playable(checked));
    }
    console.data(&tables(&variants, arguments.format, console.width()))?;
    let run = Plan {
        games: Plan::default().games,
        ..plan
    };
    forecast::say(variants, &run, arguments.sample.threads, console);
    Ok(())
}

/// What was shown of a table of cases.
fn playable(checked: &CheckedCases) -> String {
    let (cases, games) = (counted(checked.cases, "case"), counted(checked.games, "game"));
    let open = match checked.open {
        0 => String::new(),
        open => format!(" Of {open} of them nothing is recorded; `estimate --register` predicts these."),
    };
    format!(
        "The table of cases, in variant `{}`: {cases}, {games}. Each can be played, and what is recorded can happen.{open}",
        checked.variant
    )
}

/// Shows that the cases of a table can be played.
fn cases(
    arguments: &Check,
    loaded: &Scenario,
    watch: &Watch<'_>,
    console: &Console,
) -> Result<Option<CheckedCases>, Failure> {
    let Some(path) = &arguments.cases else { return Ok(None) };
    let table = CaseTable {
        text: &table_of(path)?,
        ignored: &arguments.ignore,
        open: true,
    };
    let checked = threads::on(arguments.sample.threads, || loaded.check_cases(&table, watch))?;
    checked.map(Some).map_err(|error| console.failure(error))
}

fn plan(arguments: &Check) -> Plan {
    Plan {
        draws: arguments.sample.draws(),
        games: 1,
        seed: arguments.sample.seed(),
        nominal: arguments.sample.nominal,
        every_game: false,
    }
}

/// Lists everything that can be set.
fn list(arguments: &Check, console: &Console) -> Result<(), Failure> {
    let loaded = load(&arguments.scenario, &arguments.variant, console)?;
    if loaded.models.len() > 1 {
        let which = "All keys of the first variant, and of the others those that differ from it.";
        console.remark(which);
    }
    let rows = settings(&loaded.models);
    match arguments.format {
        Format::Table => console.data(&listing(&rows, console.width())),
        format => console.data(&show(&rows, format, console.width())),
    }
}

/// Shows what each payoff adds up to in each outcome.
fn payoffs(arguments: &Check, console: &Console) -> Result<(), Failure> {
    let loaded = load(&arguments.scenario, &arguments.variant, console)?;
    let labels = loaded.labels();
    let (mut all, mut fine) = (Vec::new(), true);
    for variant in explore(&loaded, console)? {
        let found = outcome_payoffs(&variant).map_err(|error| console.failure(loaded.blame(error, [&variant])))?;
        if arguments.format == Format::Table {
            let name = &variant.name;
            let heading = "what each payoff adds up to in the games that end so, discounted to the start";
            let tables = outcome_payoffs::tables(&found.0, &labels);
            let mut page = Printout::of(&format!("variant `{name}`, the nominal point: {heading}\n\n"));
            page.append(tables);
            page.blank();
            console.data(&page.lay_out(console.width()))?;
        }
        fine &= found.1;
        all.extend(found.0);
    }
    if arguments.format != Format::Table {
        console.data(&show(&all, arguments.format, console.width()))?;
    }
    require_solved(fine, console)
}

/// A warning for each actor that chooses sharply in some variant.
fn sharp(variants: &[Variant]) -> Result<Vec<Diagnostic>, StudyError> {
    let mut sharpest: BTreeMap<Span, (String, SharpChoice)> = BTreeMap::new();
    for variant in variants {
        for choice in sharp_choices(variant)? {
            let actor = &variant.model.actors[choice.actor];
            let known = sharpest
                .entry(actor.span)
                .or_insert_with(|| (actor.name.clone(), choice));
            if known.1.product() < choice.product() {
                known.1 = choice;
            }
        }
    }
    Ok(sharpest
        .iter()
        .map(|(span, (name, choice))| sharp_choice(name, *span, choice))
        .collect())
}

/// Says what is wrong, and fails.
fn refuse(findings: &Findings, sources: &Sources, as_data: bool, console: &Console) -> Result<(), Failure> {
    if as_data {
        console.data(&pretty(&CheckedScenario {
            sound: false,
            title: None,
            diagnostics: findings.data(sources),
            variants: None,
            cases: None,
        }))?;
    } else {
        findings.say(sources, console);
    }
    Err(Failure::Reported)
}

/// A scenario as JSON.
#[derive(Serialize)]
struct CheckedScenario<'a> {
    /// Whether it may be run.
    sound: bool,
    /// Its title, where it is sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    diagnostics: Vec<FindingJson<'a>>,
    /// Its variants, where it is sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    variants: Option<Vec<CheckedVariant<'a>>>,
    /// Its cases, where a table of them was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<CheckedCases>,
}

/// A variant as JSON: the row of its size, and more.
#[derive(Serialize)]
struct CheckedVariant<'a> {
    #[serde(flatten)]
    size: SizeRow,
    nodes_by_period: &'a [usize],
    /// The rows of the parts of its state, which need not name it.
    parts: Objects,
    probabilities: Probabilities<'a>,
}

/// What was shown about the probabilities of a variant.
#[derive(Serialize)]
struct Probabilities<'a> {
    /// How many are checked.
    checks: usize,
    /// Of these, how many hold for all values of the parameters.
    hold_for_all_values: usize,
    /// The parameters on whose values the others rest.
    rest_on: &'a [String],
    /// Whether they hold at the nominal point.
    nominal: bool,
    /// The number of draws at which they hold too, and their seed.
    draws: u64,
    seed: u64,
}

impl<'a> CheckedVariant<'a> {
    fn new((variant, proof): (&'a Variant, &'a Proof), plan: &Plan) -> Self {
        let mut parts = objects(&parts(variant));
        for row in &mut parts {
            row.shift_remove("variant");
        }
        let certain = plan.nominal || variant.model.parameters.is_empty();
        Self {
            size: SizeRow::of(variant),
            nodes_by_period: &variant.explored.size.nodes_by_period,
            parts,
            probabilities: Probabilities {
                checks: proof.checks,
                hold_for_all_values: proof.always,
                rest_on: &proof.rest_on,
                nominal: true,
                draws: if certain { 0 } else { plan.draws },
                seed: plan.seed,
            },
        }
    }
}

/// How large the variants are; for people also when, and why.
fn tables(variants: &[Variant], format: Format, wide: usize) -> String {
    let sizes: Vec<SizeRow> = variants.iter().map(SizeRow::of).collect();
    let all = show(&sizes, format, wide);
    if format != Format::Table {
        return all;
    }
    let large = |variant| parts(variant).into_iter().take(MOST_PARTS);
    let large: Vec<PartRow> = variants.iter().flat_map(large).collect();
    let over_time = |variant| shortened(periods(variant));
    let over_time: Vec<PeriodsRow> = variants.iter().flat_map(over_time).collect();
    let mut tables = vec![all, show(&over_time, format, wide)];
    if !large.is_empty() {
        tables.push(show(&large, format, wide));
    }
    tables.join("\n")
}

/// The first stretches and the last one.
fn shortened(stretches: Vec<PeriodsRow>) -> Vec<PeriodsRow> {
    let last = stretches.len().saturating_sub(1);
    let keep = |(at, stretch): (usize, PeriodsRow)| (at + 1 < MOST_STRETCHES || at == last).then_some(stretch);
    stretches.into_iter().enumerate().filter_map(keep).collect()
}
