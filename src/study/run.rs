//! Plays the draws of every variant, and tells what came of it.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::beliefs::Outlook;
use super::block::{Block, Task};
use super::counter::Counter;
use super::error::StudyError;
use super::findings::{Findings, VariantFindings};
use super::paired::comparisons;
use super::plan::{Plan, Watch};
use super::rows::{DrawRow, GameRow, Record, Shape, Sink};
use super::summarise;
use super::totals::Totals;
use super::variant::{Columns, Variant, shape};
use crate::play::{CompiledGame, Simulator};

/// How many blocks a thread works on between two serial folds.
const BLOCKS_PER_THREAD: usize = 4;

/// Plays every variant as planned, and hands each row to the sink as it becomes known.
///
/// Blocks of draws are worked on in parallel, and folded one after the other in their order: what comes out does not
/// depend on the number of threads.
///
/// # Errors
/// A draw makes no sense, the sink takes no more, or an interruption.
pub fn run(variants: &[Variant], plan: &Plan, watch: &Watch<'_>, sink: &mut dyn Sink) -> Result<Findings, StudyError> {
    let shape = shape(variants);
    let progress = Counter::new(plan.draws * variants.len() as u64, watch);
    let mut findings = Findings::default();
    let mut baseline: Option<(&Variant, Totals)> = None;
    for variant in variants {
        let outlook = Outlook::new(&variant.explored.game, &variant.explored.names);
        let task = Task::new(variant, plan, &outlook)?;
        let totals = play(&task, &shape, &progress, sink)?;
        let summary = summarise::everything(variant, &totals, &outlook, sink)?;
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

fn play(task: &Task<'_>, shape: &Shape, progress: &Counter<'_>, sink: &mut dyn Sink) -> Result<Totals, StudyError> {
    let variant = task.variant;
    let explored = &variant.explored;
    let layout = CompiledGame::new(&explored.game, &explored.names, task.plan.seed);
    let columns = Columns::new(variant, shape);
    let mut totals = task.totals();
    let wave = (BLOCKS_PER_THREAD * rayon::current_num_threads()) as u64;
    let mut first = 0;
    while first < task.blocks() {
        let last = task.blocks().min(first + wave);
        let one = |player: &mut Simulator<'_>, block| {
            progress.go_on()?;
            let played = task.play(player, block)?;
            progress.count(played.kept.len() as u64);
            Ok(played)
        };
        let blocks: Vec<Result<Block<'_>, StudyError>> = (first..last)
            .into_par_iter()
            .map_init(|| Simulator::new(&layout), one)
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

fn tell_draws(variant: &Variant, columns: &Columns, block: &Block<'_>, sink: &mut dyn Sink) -> Result<(), StudyError> {
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
