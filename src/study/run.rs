//! Plays the draws of every variant and puts the rows of all tables into a sink.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::beliefs::{Believed, Outlook};
use super::block::{Block, Task};
use super::counter::Counter;
use super::draw_summary::DrawSummary;
use super::error::StudyError;
use super::paired::comparisons;
use super::plan::{Plan, Watch};
use super::rows::draws::Families;
use super::rows::{DrawRow, GameRow, NamedValues};
use super::run_summary::{RunSummary, VariantSummary};
use super::sink::Sink;
use super::summarise;
use super::table::Shape;
use super::totals::Totals;
use super::variant::{Source, Variant, shape, sources};
use crate::play::{CompiledGame, Simulator};
use crate::scenario::Labels;

/// How many blocks a thread works on between two serial folds.
const BLOCKS_PER_THREAD: usize = 4;

/// Plays every variant as planned, and puts each row into the sink as it becomes known.
///
/// Blocks of draws run in parallel and are folded one after the other in their order, so that results do not depend on
/// the number of threads.
///
/// # Errors
/// A draw makes no sense, the sink takes no more, or an interruption.
pub fn run(
    variants: &[Variant],
    plan: &Plan,
    watch: &Watch<'_>,
    sink: &mut impl Sink,
) -> Result<RunSummary, StudyError> {
    let labels = Labels::of_all(variants.iter().map(|variant| &variant.model.labels));
    for row in labels.rows() {
        sink.put(row.clone())?;
    }
    let shape = shape(variants);
    let progress = Counter::new(plan.draws * variants.len() as u64, watch);
    let mut summary = RunSummary::default();
    let mut baseline: Option<(&Variant, Totals)> = None;
    for variant in variants {
        let outlook = Outlook::new(&variant.explored.game, &variant.explored.names);
        let task = Task::new(variant, plan, &outlook)?;
        let totals = play(&task, &shape, &progress, sink)?;
        let rows = summarise::everything(variant, &totals, &outlook, sink)?;
        let mut differences = Vec::new();
        if let Some((first, before)) = &baseline {
            differences = comparisons((first, before), (variant, &totals));
            for row in &differences {
                sink.put(row.clone())?;
            }
        }
        let found = VariantSummary::new(variant, &totals, rows, differences);
        summary.variants.push(found);
        baseline.get_or_insert((variant, totals));
    }
    Ok(summary)
}

fn play(task: &Task<'_>, shape: &Shape, progress: &Counter<'_>, sink: &mut impl Sink) -> Result<Totals, StudyError> {
    let explored = &task.variant.explored;
    let layout = CompiledGame::new(&explored.game, &explored.names, task.plan.seed);
    let columns = Columns {
        variant: task.variant,
        families: Families::of(shape),
        sources: sources(task.variant, shape),
    };
    let mut totals = Totals::new(&explored.game, Believed::new(task.outlook));
    let wave = (BLOCKS_PER_THREAD * rayon::current_num_threads()) as u64;
    let mut first = 0;
    while first < task.blocks() {
        let last = task.blocks().min(first + wave);
        let one = |player: &mut Simulator<'_>, block| {
            progress.go_on()?;
            let played = task.play(player, block)?;
            progress.count(played.draws.len() as u64);
            Ok(played)
        };
        let blocks = (first..last).into_par_iter();
        let blocks = blocks.map_init(|| Simulator::new(&layout), one);
        let blocks: Vec<Result<Block<'_>, StudyError>> = blocks.collect();
        for block in blocks {
            let block = block?;
            columns.put(&block, sink)?;
            totals.fold(block);
        }
        first = last;
    }
    progress.go_on()?;
    Ok(totals)
}

/// The columns of the tables of draws and games, as one variant fills them.
struct Columns<'a> {
    variant: &'a Variant,
    families: Families,
    /// Where the value of each parameter comes from.
    sources: Vec<Source>,
}

impl Columns<'_> {
    /// Puts the rows of a block's draws and of their games into the sink.
    fn put(&self, block: &Block<'_>, sink: &mut impl Sink) -> std::io::Result<()> {
        let outcomes = &self.variant.explored.names.outcomes;
        for (draw, games) in block.draws.iter().zip(&block.games) {
            sink.put(self.draw(draw))?;
            for (number, game) in (0..).zip(games) {
                sink.put(GameRow {
                    variant: self.variant.name.clone(),
                    draw: draw.number,
                    game: number,
                    outcome: outcomes[game.outcome].clone(),
                    last_period: game.last_period,
                    payoffs: NamedValues::known(&self.families.payoffs, &game.payoffs),
                })?;
            }
        }
        Ok(())
    }

    fn draw(&self, draw: &DrawSummary) -> DrawRow {
        let solved = draw.exact.solved;
        let value = |source: &Source| match source {
            Source::Drawn(place) => Some(draw.parameters[*place]),
            Source::Fixed(value) => *value,
        };
        DrawRow {
            variant: self.variant.name.clone(),
            draw: draw.number,
            parameters: NamedValues {
                columns: self.families.parameters.clone(),
                values: self.sources.iter().map(value).collect(),
            },
            probabilities: NamedValues::known(&self.families.probabilities, &draw.exact.outcomes),
            payoffs: NamedValues::known(&self.families.payoffs, &draw.exact.payoffs),
            solver_status: solved.status,
            regret: solved.regret,
            residual: solved.residual,
            sweeps: solved.sweeps,
            evidence: solved.evidence,
            reached: solved.reached,
            fold: solved.fold,
            bifurcation: solved.bifurcation,
        }
    }
}
