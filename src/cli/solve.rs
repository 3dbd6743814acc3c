//! `pactum solve`.

use clap::Args;

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::game_file::load;
use super::selection::{require_solved, variant, wanted};
use crate::api::Scenario;
use crate::game::Bound;
use crate::interchange::{Imported, game_file};
use crate::numeric::math::max;
use crate::report::Format;
use crate::report::grid::show;
use crate::report::strategies::{SolvedDraw, Subject};
use crate::scenario::Labels;
use crate::strategy::{SingularPoint, payoff_ranges};
use crate::study::path::{PathEnd, PrecisionRow, ShareRow, Until, follow_path, limit_of};
use crate::study::solve::bound;
use crate::study::{Answer, SetFilter, Variant, solve};

/// The arguments of `pactum solve`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum solve deal.toml --variant clause
  pactum solve deal.toml --at response --period 1 --beliefs
  pactum solve deal.toml --when 'deal == broken' --format csv
  pactum solve deal.toml --draw 3 --seed 7 --format json
  pactum solve deal.toml --lambda 2
  pactum solve deal.toml --path --format csv > path.csv
  pactum solve poker.efg --lambda 1.5
  pactum solve poker.efg

A game file of Gambit's (.efg, .nfg) is solved at one precision of all players; without --lambda their precision \
rises until nobody can gain more than 1e-9 of its payoff range by one deviation: a Nash equilibrium, in which actions \
outside the support have probability 0.

The central values of all parameters are taken unless --draw names a draw of a run with the same seed. For people \
the likeliest information sets are shown; CSV and JSON hold all. Exit code 5 where the draw is not solved.")]
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
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Nobody is said to have anything to gain below this share of its payoff range.
const NEGLIGIBLE: f64 = 1e-9;

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
    let answer = solve(&variant, solving.which());
    let answer = answer.map_err(|error| console.failure(loaded.blame(error, [&variant])))?;
    let subject = Subject {
        variant: Some(variant.name.clone()),
        draw: solving.draw,
        seed: Some(solving.seed),
        lambda: None,
        limit: None,
    };
    let words = (
        loaded.title(),
        &variant.model.labels,
        variant.model.period_unit.as_str(),
    );
    print(arguments, console, (&answer, &wanted), words, subject)
}

/// Shows what is asked of an answer.
fn print(
    arguments: &Solve,
    console: &Console,
    (answer, wanted): (&Answer<'_>, &SetFilter),
    (title, labels, period_unit): (&str, &Labels, &str),
    subject: Subject,
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
    if arguments.format == Format::Csv {
        console.remark(&solved.summary().lay_out(console.width()));
    }
    console.data(&solved.show(arguments.format, console.width()))?;
    require_solved(solved.solved.fine, console)
}

/// Solves a game file at the precision that is asked for, or where no player can gain.
fn game(arguments: &Solve, console: &Console) -> Result<(), Failure> {
    let Imported { game, names, tree, .. } = load(&arguments.scenario, (&arguments.solving, &arguments.sets), console)?;
    let bind = |precision: f64| Bound::single(&game, &[precision]);
    let asked = arguments.solving.lambda;
    let scale = asked.unwrap_or_else(|| scale(&bind(1.0)));
    if arguments.path {
        let mut rows = Vec::new();
        let until = asked.map_or(Until::Regret(NEGLIGIBLE), |_| Until::Share(1.0));
        let end = follow_path(&bind(scale), &names, until, |share, choice| {
            let lambda = share * scale;
            rows.push(PrecisionRow { lambda, choice });
        });
        console.data(&show(&rows, arguments.format, console.width()))?;
        return followed(&end, Some(scale), console);
    }
    let wanted = arguments.sets.question().of_names(&names);
    let wanted = wanted.map_err(|error| console.failure(error))?;
    let mut subject = Subject {
        lambda: asked,
        ..Subject::default()
    };
    let answer = if asked.is_some() {
        Answer::of(bind(scale), &names, 0)
    } else {
        let limit = limit_of(bind, &names, scale, NEGLIGIBLE);
        followed(&limit.end, Some(scale), console)?;
        subject.lambda = Some(limit.precision);
        subject.limit = Some(limit.supported);
        limit.answer.expect("the branch arrived")
    };
    let words = (tree.title.as_str(), &Labels::default(), "game");
    print(arguments, console, (&answer, &wanted), words, subject)
}

/// A precision at which payoffs begin to matter: 1 over the largest payoff range.
fn scale(game: &Bound<'_, 1>) -> f64 {
    let ranges = payoff_ranges(game);
    let most = ranges.iter().fold(0.0, |most, [range]| max(most, *range));
    if most > 0.0 { 1.0 / most } else { 1.0 }
}

/// The branch of a draw, point by point.
fn branch(variant: &Variant, scenario: &Scenario, arguments: &Solve, console: &Console) -> Result<(), Failure> {
    let bound = bound(variant, arguments.solving.which());
    let bound = bound.map_err(|error| console.failure(scenario.blame(error, [variant])))?;
    let mut rows = Vec::new();
    let names = &variant.explored.names;
    let end = follow_path(&bound, names, Until::Share(1.0), |share, choice| {
        rows.push(ShareRow { share, choice })
    });
    console.data(&show(&rows, arguments.format, console.width()))?;
    followed(&end, None, console)
}

/// Says where following a branch ended; `scale` is the precision of a game file at share 1.
fn followed(end: &PathEnd, scale: Option<f64>, console: &Console) -> Result<(), Failure> {
    let at = |share: f64| share * scale.unwrap_or(1.0);
    for (what, share) in &end.singular_points {
        let what = match what {
            SingularPoint::Fold => "the branch turns round",
            SingularPoint::Bifurcation => "another branch crosses",
        };
        console.remark(&format!("{what} at {}", at(*share)));
    }
    if end.arrived {
        return Ok(());
    }
    let hint = scale.map_or_else(String::new, |_| {
        format!(
            "; `--lambda {:.0e}` shows the logit equilibrium on the way",
            0.5 * at(end.share)
        )
    });
    console.warn(&format!(
        "the branch could be followed to {} only, where somebody can still gain {:.1e} of its payoff range{hint}",
        at(end.share),
        end.regret
    ));
    Err(Failure::NotSolved)
}
