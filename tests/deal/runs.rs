//! Scenarios about the deal under some settings, solved and evaluated exactly at the nominal point or for many draws.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use pactum::unstable::explore::Limits;
use pactum::unstable::game::Bound;
use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::play::{Exact, exact_observed};
use pactum::unstable::strategy::{Options, Reachable, Status, solve};
use pactum::unstable::study::draws::Draws;
use pactum::unstable::study::{Variant, soundness};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::history::{Failures, Heard, heard};
use crate::moves::Moves;
use crate::support::scenario::Scenario;

/// A block of draws is worked on at once.
const BLOCK: u64 = LANES as u64;

/// A file of the family, one of its variants, and what is set over it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Run {
    /// The file's name, without its ending.
    pub(crate) file: String,
    /// The variant.
    pub(crate) variant: String,
    /// Arguments of `--set`.
    pub(crate) sets: Vec<String>,
}

impl Run {
    /// Reads `FILE VARIANT KEY=VALUE …`.
    pub(crate) fn read(text: &str) -> Self {
        let mut words = text.split_whitespace().map(str::to_owned);
        let mut word = |what: &str| words.next().unwrap_or_else(|| panic!("`{text}` names no {what}"));
        let (file, variant) = (word("file"), word("variant"));
        Self {
            file,
            variant,
            sets: words.collect(),
        }
    }

    /// The same with more set over it.
    pub(crate) fn with(&self, sets: &[String]) -> Self {
        let mut run = self.clone();
        run.sets.extend_from_slice(sets);
        run
    }

    /// Explores it.
    pub(crate) fn explored(&self) -> Variant {
        let model = Scenario::load(format!("scenarios/{}.toml", self.file)).model(&self.variant, &self.sets);
        Variant::new(&self.variant, model, &Limits::default()).unwrap_or_else(|found| panic!("{self}: {found:?}"))
    }
}

impl fmt::Display for Run {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.file, self.variant)?;
        self.sets.iter().try_for_each(|set| write!(out, " {set}"))
    }
}

/// The results of a run for a block of draws.
pub(crate) struct Block<const W: usize> {
    /// The exact distribution of what happens.
    pub(crate) exact: Exact<W>,
    /// What was heard of the United States, and what it is.
    pub(crate) heard: Heard<W>,
    /// Who the United States is once a vote failed.
    pub(crate) failures: Failures<W>,
    /// What Russia does by the state of the clause.
    pub(crate) moves: Moves<W>,
}

/// A run with its results.
pub(crate) struct Played<'v, const W: usize> {
    /// The scenario, explored.
    pub(crate) variant: &'v Variant,
    /// Draws in blocks.
    pub(crate) blocks: Vec<Block<W>>,
}

/// Which draws to work out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Which {
    /// The nominal point.
    Nominal,
    /// This many draws, as `pactum run` draws them.
    Draws(u64),
}

/// A quantity of a run, by its name.
pub(crate) type Wanted = (Run, Which, String);

/// The value of each quantity in each draw.
pub(crate) type Done = BTreeMap<Wanted, Vec<f64>>;

/// Works out everything that is wanted; each run once.
pub(crate) fn work_out(wanted: impl IntoIterator<Item = Wanted>) -> Done {
    let mut runs: BTreeMap<(Run, Which), BTreeSet<String>> = BTreeMap::new();
    for (run, which, of) in wanted {
        runs.entry((run, which)).or_default().insert(of);
    }
    // Side by side are the runs at the nominal point, and the draws of one run: never both, so that few games are
    // held at once.
    let (nominal, drawn): (Vec<_>, Vec<_>) = runs.into_iter().partition(|((_, which), _)| *which == Which::Nominal);
    let mut done: Vec<Vec<(Wanted, Vec<f64>)>> = nominal.into_par_iter().map(values).collect();
    done.extend(drawn.into_iter().map(values));
    done.into_iter().flatten().collect()
}

/// The values of some quantities of a run.
fn values(wanted: ((Run, Which), BTreeSet<String>)) -> Vec<(Wanted, Vec<f64>)> {
    let ((run, which), quantities) = wanted;
    let variant = run.explored();
    let draws = Draws::new(&variant.model, 0, which == Which::Nominal);
    let reachable = Reachable::of(&variant.explored.game);
    let bound = |first: u64, count: u64| {
        let points: Vec<Vec<f64>> = (first..first + count).map(|draw| draws.at(draw)).collect();
        let bound = Bound::new(&variant.explored.game, &points);
        assert_eq!(soundness::check(&bound, &variant.explored.names), [], "{run}");
        bound
    };
    let values = match which {
        Which::Nominal => {
            let block = block_of(&run, &variant, &reachable, &bound(0, 1).alone(0));
            read(&variant, vec![block], &quantities, 1)
        }
        Which::Draws(count) => {
            let blocks = (0..count.div_ceil(BLOCK)).into_par_iter().map(|block| {
                let bound = bound(block * BLOCK, BLOCK.min(count - block * BLOCK));
                block_of(&run, &variant, &reachable, &bound)
            });
            read(&variant, blocks.collect(), &quantities, count)
        }
    };
    let wanted = quantities.into_iter().map(|of| (run.clone(), which, of));
    wanted.zip(values).collect()
}

/// Quantities of what was played, each in so many draws.
fn read<const W: usize>(
    variant: &Variant,
    blocks: Vec<Block<W>>,
    quantities: &BTreeSet<String>,
    draws: u64,
) -> Vec<Vec<f64>> {
    let played = Played { variant, blocks };
    quantities.iter().map(|of| played.quantities(of, draws)).collect()
}

fn block_of<const W: usize>(run: &Run, variant: &Variant, reachable: &Reachable, bound: &Bound<'_, W>) -> Block<W> {
    let names = &variant.explored.names;
    let solution = solve(bound, reachable, &Options::default());
    assert_eq!(solution.status, [Status::Converged; W], "{run}");
    let (mut history, mut failures, mut moves) = (Heard::default(), Failures::default(), Moves::new(names));
    let exact = exact_observed(bound, &solution.profile, |now| {
        if now.period == 2 {
            history = heard(bound, names, now.reach);
        }
        failures.watch(bound, names, now.reach);
        moves.watch(bound, &solution.profile, names, (now.period, now.reach));
    });
    Block {
        exact,
        heard: history,
        failures,
        moves,
    }
}
