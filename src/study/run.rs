//! Plays the draws of every variant, and tells what came of it.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::block::{Block, Task};
use super::error::StudyError;
use super::findings::{Findings, VariantFindings};
use super::paired::comparisons;
use super::plan::{Plan, Progress, Watch};
use super::rows::{DrawRow, GameRow, Record, Shape, Sink};
use super::summarise;
use super::totals::Totals;
use super::variant::{Columns, Variant, shape};
use crate::numeric::lanes::LANES;
use crate::play::{Layout, Player};

/// How many blocks a thread works on between two serial folds.
const BLOCKS_PER_THREAD: usize = 4;

/// Plays every variant as planned, and hands each row to the sink as it becomes known.
///
/// Blocks of draws are worked on in parallel, and folded one after the other in their order: what comes out does not
/// depend on the number of threads.
///
/// # Errors
/// A draw makes no sense, the sink takes no more, or an interruption.
pub fn run(
    variants: &[Variant],
    plan: &Plan,
    watch: &Watch<'_>,
    sink: &mut dyn Sink,
) -> Result<Findings, StudyError> {
    let shape = shape(variants);
    let progress = Counter {
        done: AtomicU64::new(0),
        of: plan.draws * variants.len() as u64,
        watch,
    };
    let mut findings = Findings::default();
    let mut baseline: Option<(&Variant, Totals)> = None;
    for variant in variants {
        let totals = play(variant, plan, &shape, &progress, sink)?;
        let summary = summarise::everything(variant, &totals, sink)?;
        let mut differences = Vec::new();
        if let Some((first, before)) = &baseline {
            differences = comparisons((first, before), (variant, &totals));
            for row in &differences {
                sink.put(Record::Comparison(row.clone()))?;
            }
        }
        findings
            .variants
            .push(VariantFindings::new(variant, &totals, summary, differences));
        baseline.get_or_insert((variant, totals));
    }
    Ok(findings)
}

fn play(
    variant: &Variant,
    plan: &Plan,
    shape: &Shape,
    progress: &Counter<'_>,
    sink: &mut dyn Sink,
) -> Result<Totals, StudyError> {
    let task = Task::new(variant, plan)?;
    let game = &variant.explored.game;
    let layout = Layout::new(game, &variant.explored.names, plan.seed);
    let columns = Columns::new(variant, shape);
    let mut totals = task.totals();
    let wave = (BLOCKS_PER_THREAD * rayon::current_num_threads()) as u64;
    let mut first = 0;
    while first < task.blocks() {
        let last = task.blocks().min(first + wave);
        let one = |player: &mut Player<'_>, block| {
            progress.go_on()?;
            let played = task.play(player, block)?;
            progress.count(played.kept.len());
            Ok(played)
        };
        let blocks: Vec<Result<Block<'_>, StudyError>> = (first..last)
            .into_par_iter()
            .map_init(|| Player::new(&layout), one)
            .collect();
        for block in blocks {
            let block = block?;
            tell_draws(variant, &columns, &block, sink)?;
            totals.fold(block);
        }
        first = last;
    }
    progress.go_on()?;
    Ok(totals)
}

fn tell_draws(
    variant: &Variant,
    columns: &Columns,
    block: &Block<'_>,
    sink: &mut dyn Sink,
) -> Result<(), StudyError> {
    let outcomes = &variant.explored.names.outcomes;
    for (kept, games) in block.kept.iter().zip(&block.games) {
        sink.put(Record::Draw(DrawRow {
            variant: variant.name.clone(),
            draw: kept.draw,
            parameters: columns.of(&kept.parameters),
            probabilities: kept.outcomes.clone(),
            payoffs: kept.payoffs.clone(),
            solved: kept.solved,
        }))?;
        for (number, game) in (0..).zip(games) {
            sink.put(Record::Game(GameRow {
                variant: variant.name.clone(),
                draw: kept.draw,
                game: number,
                outcome: outcomes[game.outcome].clone(),
                last_period: game.last_period as u64,
                payoffs: game.payoffs.clone(),
            }))?;
        }
    }
    Ok(())
}

/// Counts draws from all threads.
struct Counter<'a> {
    done: AtomicU64,
    of: u64,
    watch: &'a Watch<'a>,
}

impl Counter<'_> {
    fn go_on(&self) -> Result<(), StudyError> {
        if self.watch.interrupted() {
            Err(StudyError::Interrupted)
        } else {
            Ok(())
        }
    }

    fn count(&self, draws: usize) {
        debug_assert!(draws <= LANES, "a block holds no more");
        let done = self.done.fetch_add(draws as u64, Ordering::Relaxed) + draws as u64;
        (self.watch.progress)(Progress { done, of: self.of });
    }
}
