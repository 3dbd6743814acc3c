//! `pactum solve`.

use clap::Args;

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::game_file::{Loaded, load};
use super::selection::{not_solved, variant, wanted};
use crate::api::Scenario;
use crate::interchange::game_file;
use crate::report::Format;
use crate::report::grid::show;
use crate::report::strategies::{SolvedDraw, Subject};
use crate::scenario::Labels;
use crate::strategy::SingularPoint;
use crate::study::path::{PathEnd, PrecisionRow, ShareRow, Until, follow_path, negligible};
use crate::study::solve::bound;
use crate::study::{Answer, SetFilter, Variant, solve};

/// The arguments of `pactum solve`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum solve deal.toml --variant clause
  pactum solve deal.toml --at russia_moves --period 1 --beliefs
  pactum solve deal.toml --when 'clause == in_force and balance == 0' --format csv
  pactum solve deal.toml --draw 3 --seed 7 --format json
  pactum solve deal.toml --lambda 2
  pactum solve deal.toml --path --format csv > path.csv
  pactum solve poker.efg --lambda 1.5
  pactum solve poker.efg

A game file of Gambit's (.efg, .nfg) is solved at one precision of all players; without --lambda their precision rises \
until nobody can gain more than 1e-5 of its payoff range by one deviation.

The central values of all parameters are taken unless --draw names a draw of a run with the same seed. For people the \
likeliest information sets are shown; CSV and JSON hold all. Exit code 5 where the draw is not solved.")]
pub(super) struct Solve {
    /// Which scenario.
    #[command(flatten)]
    scenario: args::Scenario,
    /// Which draw.
    #[command(flatten)]
    solving: args::Solving,
    /// Which information sets.
    #[command(flatten)]
    sets: args::Sets,
    /// Say what is believed at each information set, too.
    #[arg(long)]
    beliefs: bool,
    /// Follow the branch from even chance instead, and print it point by point, for plotting.
    #[arg(long, conflicts_with_all = ["beliefs", "at", "actor", "type_", "period", "when", "seen"])]
    path: bool,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = args::Shown::Table)]
    format: args::Shown,
}

/// Nobody is said to have anything to gain below this share of its payoff range.
const NEGLIGIBLE: f64 = 1e-5;

/// Solves one draw of one variant, or a game file.
pub(super) fn command(arguments: &Solve, console: &Console) -> Result<(), Failure> {
    if game_file(&arguments.scenario.scenario) {
        return game(arguments, console);
    }
    let solving = &arguments.solving;
    let (mut loaded, variant) = variant(&arguments.scenario, solving, console)?;
    if arguments.path {
        return branch(&variant, &loaded, arguments, console);
    }
    let wanted = wanted(&arguments.sets, &variant, &mut loaded, console)?;
    let answer = solve(&variant, solving.which())
        .map_err(|error| console.failure(loaded.blame(error, std::slice::from_ref(&variant))))?;
    let subject = Subject {
        variant: Some(variant.name.clone()),
        draw: solving.draw,
        seed: Some(solving.seed),
        lambda: None,
    };
    let title = loaded.title();
    print(
        arguments,
        console,
        &answer,
        (title, &variant.model.labels, subject),
        (&wanted, &variant.model.period_unit),
    )
}

/// Shows what is asked of an answer.
fn print(
    arguments: &Solve,
    console: &Console,
    answer: &Answer<'_>,
    (title, labels, subject): (&str, &Labels, Subject),
    (wanted, period_unit): (&SetFilter, &str),
) -> Result<(), Failure> {
    if !wanted.is_open() && !answer.any(wanted) {
        return Err(arguments.sets.nothing_fits());
    }
    let solved = SolvedDraw {
        title: title.to_owned(),
        labels: labels.clone(),
        subject,
        period_unit: period_unit.to_owned(),
        solved: answer.solved(),
        actors: answer.actors(),
        strategies: answer.strategies(wanted),
        beliefs: arguments.beliefs.then(|| answer.beliefs(wanted)),
        overview: wanted.is_open(),
    };
    let format = Format::from(arguments.format);
    if format == Format::Csv {
        console.remark(solved.summary().trim_end());
    }
    console.data(&solved.show(format))?;
    if solved.solved.fine {
        Ok(())
    } else {
        Err(not_solved(console))
    }
}

/// Solves a game file at the precision that is asked for, or where no player can gain.
fn game(arguments: &Solve, console: &Console) -> Result<(), Failure> {
    let loaded = load(&arguments.scenario, (&arguments.solving, &arguments.sets), console)?;
    if arguments.path {
        let mut rows = Vec::new();
        let (until, scale) = match arguments.solving.lambda {
            Some(precision) => (Until::Share(1.0), precision),
            None => (Until::Regret(NEGLIGIBLE), loaded.scale()),
        };
        let bound = loaded.bind(scale);
        let end = follow_path(&bound, loaded.names(), until, |share, choice| {
            let lambda = share * scale;
            rows.push(PrecisionRow { lambda, choice });
        });
        console.data(&show(&rows, arguments.format.into()))?;
        return followed(&end, scale, console);
    }
    let precision = match arguments.solving.lambda {
        Some(precision) => precision,
        None => enough(&loaded, console)?,
    };
    let answer = Answer::of(loaded.bind(precision), loaded.names(), 0);
    let wanted = loaded.wanted(&arguments.sets, console)?;
    let subject = Subject {
        lambda: Some(precision),
        ..Subject::default()
    };
    print(
        arguments,
        console,
        &answer,
        (loaded.title(), &Labels::default(), subject),
        (&wanted, "game"),
    )
}

/// The precision at which no player can gain.
fn enough(loaded: &Loaded, console: &Console) -> Result<f64, Failure> {
    let scale = loaded.scale();
    let end = negligible(&loaded.bind(scale), NEGLIGIBLE);
    followed(&end, scale, console)?;
    Ok(end.share * scale)
}

/// The branch of a draw, point by point.
fn branch(variant: &Variant, scenario: &Scenario, arguments: &Solve, console: &Console) -> Result<(), Failure> {
    let bound = bound(variant, arguments.solving.which())
        .map_err(|error| console.failure(scenario.blame(error, std::slice::from_ref(variant))))?;
    let mut rows = Vec::new();
    let names = &variant.explored.names;
    let end = follow_path(&bound, names, Until::Share(1.0), |share, choice| {
        rows.push(ShareRow { share, choice })
    });
    console.data(&show(&rows, arguments.format.into()))?;
    followed(&end, 1.0, console)
}

/// Says where following a branch ended.
fn followed(end: &PathEnd, scale: f64, console: &Console) -> Result<(), Failure> {
    for (what, share) in &end.singular_points {
        let what = match what {
            SingularPoint::Fold => "the branch turns round",
            SingularPoint::Bifurcation => "another branch crosses",
        };
        console.remark(&format!("{what} at {}", share * scale));
    }
    if end.arrived {
        return Ok(());
    }
    console.warn(&format!(
        "the branch could be followed to {} only, where somebody can still gain {:.1e} of its payoff range",
        end.share * scale,
        end.regret
    ));
    Err(Failure::NotSolved)
}
