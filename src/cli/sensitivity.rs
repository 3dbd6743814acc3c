//! `pactum sensitivity`.

use std::path::Path;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::args::{self, Output, threads};
use super::conduct::Study;
use super::console::Console;
use super::failure::Failure;
use super::scenario::load;
use crate::api::Scenario;
use crate::report::evaluations_file;
use crate::report::sensitivity::findings;
use crate::report::terminal::counted;
use crate::study::sensitivity::{Method, Points, SensitivityQuestion};

/// The most base points: rows are numbered within 32 bits.
const MOST_POINTS: u64 = 1 << 24;

/// The methods by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
enum MethodName {
    /// Shares of the variance: alone, in total, in pairs.
    Sobol,
    /// Elementary effects: which of many parameters matter at all, at little cost.
    Morris,
    /// Distances between whole distributions.
    Pawn,
    /// Fair shares of the variance, for correlated parameters too.
    Shapley,
    /// Exact derivatives at the nominal point, through the equilibrium.
    Local,
}

impl MethodName {
    /// The base points by default.
    fn points(self) -> u64 {
        match self {
            Self::Sobol | Self::Shapley => 256,
            Self::Morris => 50,
            Self::Pawn => 2000,
            Self::Local => 1,
        }
    }
}

/// The arguments of `pactum sensitivity`.
#[derive(Args, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
#[command(after_help = "\
Examples:
  pactum sensitivity deal.toml
  pactum sensitivity deal.toml --points 64 --second-order
  pactum sensitivity deal.toml --method morris --points 20
  pactum sensitivity deal.toml --keys price,worth_of_peace --points 64
  pactum sensitivity deal.toml --method shapley --points 64 --format csv
  pactum sensitivity deal.toml --method local

Asks which uncertain numbers matter most, for every outcome's probability, every payoff, and every difference \
between a variant and the first; the headline is printed, sensitivity.csv has all. Each evaluation solves the game \
at one point of the parameters and takes exact results. Evaluations of each variant, for D parameters and N base \
points: sobol N·(D+2), with --second-order N·(2D+2); shapley N·(2D+2); morris N·(D+1); pawn N. Interrupted, the same \
command goes on where it was; with more points it takes what earlier studies in results/ have found.")]
pub(super) struct Sensitivity {
    /// Which scenario.
    #[command(flatten)]
    #[serde(skip)]
    scenario: args::Scenario,
    /// How sensitivity is measured.
    #[arg(long, value_enum, default_value_t = MethodName::Sobol)]
    method: MethodName,
    /// Vary these parameters only, the others at their nominal values; separated by commas, or repeated.
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    keys: Vec<String>,
    /// This variant; may be repeated. All variants by default.
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// The headline: the probability of this outcome; repeated, of any of these. By default as in `compare`.
    #[arg(long, value_name = "NAME")]
    outcome: Vec<String>,
    /// Base points: 256 by default (morris: 50 trajectories, pawn: 2,000); for sobol best a power of 2.
    #[arg(long, value_name = "N", value_parser = args::whole::<2, MOST_POINTS>)]
    points: Option<u64>,
    /// With sobol: shares of pairs, too.
    #[arg(long)]
    second_order: bool,
    /// With morris: an even number of levels; 4 by default.
    #[arg(long, value_name = "N", value_parser = levels)]
    levels: Option<u64>,
    /// With pawn: how many slices a parameter's values are cut into; 10 by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1000))]
    slices: Option<u32>,
    /// How many resamples the intervals rest on.
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    resamples: u32,
    /// Write every evaluation to evaluations.csv as well.
    #[arg(long)]
    evaluations: bool,
    /// The seed of all randomness.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = args::whole::<0, { u64::MAX }>)]
    seed: u64,
    /// How many threads; all cores by default. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    #[serde(skip)]
    threads: Option<usize>,
    /// Where results go.
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// Says which parameters matter.
pub(super) fn command(arguments: &Sensitivity, console: &Console) -> Result<(), Failure> {
    let question = question(arguments)?;
    let loaded = load(&arguments.scenario, &arguments.variant, console)?;
    let draws = loaded.sensitivity_size(&question);
    let study = Study {
        name: "sensitivity",
        table: "sensitivity",
        scenario: &arguments.scenario,
        loaded: &loaded,
        output: &arguments.output,
        threads: arguments.threads,
        draws: draws.map_err(|error| console.failure(error))?,
        beside: None,
    };
    let prepare = |target: &Path| {
        let mut points = loaded.sensitivity_points(&question)?;
        let source = points
            .as_ref()
            .map(|points| source(&loaded, points))
            .unwrap_or_default();
        let Output { out, again, .. } = &arguments.output;
        // Results that are computed again must not be copied from those that they are held against.
        let anew = out.is_some() || again.force || again.fresh;
        let earlier = points.as_mut().filter(|_| !anew);
        let taken = earlier.map_or(0, |points| take(points, &source, target, console));
        Ok(((points, source), taken * loaded.variants().count() as u64))
    };
    study.conduct_after(arguments, console, prepare, |watch, blocks, (points, source)| {
        let found = loaded.sensitivity_with(&question, points, (blocks, watch))?;
        Ok(findings(
            (loaded.title(), &loaded.labels()),
            (&question, &source),
            &found,
        ))
    })
}

/// The id of what is found at a point of a scenario.
fn source(scenario: &Scenario, points: &Points) -> String {
    let variants: Vec<String> = scenario.variants().map(str::to_owned).collect();
    evaluations_file::source_id(&scenario.resolved(), &variants, &points.values.parameters)
}

/// Takes what earlier studies have found, from the folders beside that of the results; says at how many points.
fn take(points: &mut Points, source: &str, target: &Path, console: &Console) -> u64 {
    let mut all = 0;
    for folder in evaluations_file::folders_beside(target) {
        let shown = folder.display();
        match evaluations_file::read(&folder, source) {
            Ok(Some(found)) => {
                let taken = points.take(|point| found.at(point));
                if taken > 0 {
                    let evaluations = counted(taken, "evaluation");
                    console.remark(&format!("takes {evaluations} of each variant from {shown}"));
                }
                all += taken;
            }
            Ok(None) => {}
            Err(problem) => console.remark(&format!("takes nothing from {shown}, which is {problem}")),
        }
    }
    all
}

fn question(arguments: &Sensitivity) -> Result<SensitivityQuestion, Failure> {
    let only = |flag: &str, given: bool, of: MethodName| {
        let misplaced = given && arguments.method != of;
        let name = of
            .to_possible_value()
            .map_or_else(String::new, |value| value.get_name().to_owned());
        (!misplaced)
            .then_some(())
            .ok_or_else(|| Failure::Usage(format!("{flag} belongs to --method {name}")))
    };
    only("--second-order", arguments.second_order, MethodName::Sobol)?;
    only("--levels", arguments.levels.is_some(), MethodName::Morris)?;
    only("--slices", arguments.slices.is_some(), MethodName::Pawn)?;
    if arguments.method == MethodName::Local && (arguments.points.is_some() || arguments.evaluations) {
        return Err(Failure::Usage(
            "--method local looks at the nominal point only: it takes neither --points nor --evaluations".to_owned(),
        ));
    }
    Ok(SensitivityQuestion {
        method: match arguments.method {
            MethodName::Sobol => Method::Sobol {
                second_order: arguments.second_order,
            },
            MethodName::Morris => Method::Morris {
                levels: arguments.levels.unwrap_or(4),
            },
            MethodName::Pawn => Method::Pawn {
                slices: arguments.slices.unwrap_or(10) as usize,
            },
            MethodName::Shapley => Method::Shapley,
            MethodName::Local => Method::Local,
        },
        keys: arguments.keys.clone(),
        points: arguments.points.unwrap_or(arguments.method.points()),
        seed: arguments.seed,
        resamples: arguments.resamples as usize,
        outcomes: arguments.outcome.clone(),
        evaluations: arguments.evaluations,
    })
}

fn levels(text: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(levels) if (2..=1000).contains(&levels) && levels % 2 == 0 => Ok(levels),
        _ => Err("not an even number from 2 to 1000".to_owned()),
    }
}
