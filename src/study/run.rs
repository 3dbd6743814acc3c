//! Plays the draws of every variant and puts the rows of all tables into a sink.

use std::io;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::beliefs::{Believed, Outlook};
use super::block::{Block, Task};
use super::counter::Counter;
use super::draw_summary::DrawSummary;
use super::error::StudyError;
use super::paired::comparisons;
use super::plan::{Plan, Watch};
use super::rows::draws::Families;
use super::rows::{ComparisonKind, DrawRow, GameRow, NamedValues};
use super::run_summary::{RunSummary, VariantSummary};
use super::sink::{Rows, Sink};
use super::summarise;
use super::table::Shape;
use super::totals::Totals;
use super::until::{Until, looks};
use super::variant::{Source, Variant, shape, sources};
use crate::numeric::lanes::LANES;
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
    put_labels(variants, sink)?;
    let shape = shape(variants);
    let progress = Counter::new(plan.draws * variants.len() as u64, watch);
    let mut conclusion = Conclusion::default();
    for variant in variants {
        let (outlook, layout) = (outlook(variant), layout(variant, plan));
        let mut play = VariantPlay::new(Task::new(variant, plan, &outlook)?, &layout, &shape);
        play.go_on(plan.draws, &progress, sink)?;
        conclusion.add(variant, play, sink)?;
    }
    Ok(conclusion.summary)
}

/// The same with as many draws as it takes until the interval of every outcome's probability is narrower than `width`, at
/// most those of the plan. Tables are those of a run with just these draws.
///
/// # Errors
/// Those of [`run`].
pub(crate) fn run_until(
    variants: &[Variant],
    (most, width): (&Plan, f64),
    watch: &Watch<'_>,
    sink: &mut impl Sink,
) -> Result<RunSummary, StudyError> {
    put_labels(variants, sink)?;
    let shape = shape(variants);
    let progress = Counter::new(most.draws * variants.len() as u64, watch);
    let outlooks: Vec<Outlook<'_>> = variants.iter().map(outlook).collect();
    let layouts: Vec<CompiledGame<'_>> = variants.iter().map(|variant| layout(variant, most)).collect();
    let mut plays = Vec::new();
    for ((variant, outlook), layout) in variants.iter().zip(&outlooks).zip(&layouts) {
        let play = VariantPlay::new(Task::new(variant, most, outlook)?, layout, &shape);
        plays.push((play, Rows::default()));
    }
    let looks = looks(most.draws);
    let mut until = Until::new(width, looks.len());
    for draws in looks {
        for (play, rows) in &mut plays {
            play.go_on(draws, &progress, rows)?;
        }
        if until.look(plays.iter().map(|(play, _)| (play.task.variant, &play.totals))) {
            break;
        }
    }
    let mut conclusion = Conclusion::default();
    for (play, rows) in plays {
        rows.put_into::<DrawRow>(sink)?;
        rows.put_into::<GameRow>(sink)?;
        conclusion.add(play.task.variant, play, sink)?;
    }
    conclusion.summary.until = Some(until);
    Ok(conclusion.summary)
}

fn put_labels(variants: &[Variant], sink: &mut impl Sink) -> io::Result<()> {
    let labels = Labels::of_all(variants.iter().map(|variant| &variant.model.labels));
    let mut rows = labels.rows().iter();
    rows.try_for_each(|row| sink.put(row.clone()))
}

fn outlook(variant: &Variant) -> Outlook<'_> {
    Outlook::new(&variant.explored.game, &variant.explored.names)
}

fn layout<'v>(variant: &'v Variant, plan: &Plan) -> CompiledGame<'v> {
    CompiledGame::new(&variant.explored.game, &variant.explored.names, plan.seed)
}

/// The results of variants that are played, one after the other.
#[derive(Default)]
struct Conclusion<'v> {
    summary: RunSummary,
    /// The first variant.
    baseline: Option<(&'v Variant, Totals)>,
}

impl<'v> Conclusion<'v> {
    /// Puts every row about the next variant as a whole into the sink.
    fn add(&mut self, variant: &'v Variant, play: VariantPlay<'_>, sink: &mut impl Sink) -> Result<(), StudyError> {
        let VariantPlay { task, totals, .. } = play;
        let rows = summarise::everything(variant, &totals, task.outlook, sink)?;
        let mut differences = Vec::new();
        if let Some((first, before)) = &self.baseline {
            differences = comparisons((first, before), (variant, &totals));
            // Outcomes that are taken together are said in words only.
            let rows = differences.iter().filter(|row| row.kind != ComparisonKind::Headline);
            for row in rows {
                sink.put(row.clone())?;
            }
        }
        let found = VariantSummary::new(variant, &totals, rows, differences);
        self.summary.variants.push(found);
        self.baseline.get_or_insert((variant, totals));
        Ok(())
    }
}

/// A variant that is being played.
struct VariantPlay<'a> {
    task: Task<'a>,
    layout: &'a CompiledGame<'a>,
    columns: Columns<'a>,
    totals: Totals,
    /// The blocks that are done.
    done: u64,
}

impl<'a> VariantPlay<'a> {
    fn new(task: Task<'a>, layout: &'a CompiledGame<'a>, shape: &Shape) -> Self {
        Self {
            columns: Columns {
                variant: task.variant,
                families: Families::of(shape),
                sources: sources(task.variant, shape),
            },
            totals: Totals::new(&task.variant.explored.game, Believed::new(task.outlook)),
            done: 0,
            task,
            layout,
        }
    }

    /// Goes on until so many draws are played, whole blocks or all of the plan.
    fn go_on(&mut self, draws: u64, progress: &Counter<'_>, sink: &mut impl Sink) -> Result<(), StudyError> {
        let all = draws.div_ceil(LANES as u64);
        let wave = (BLOCKS_PER_THREAD * rayon::current_num_threads()) as u64;
        while self.done < all {
            let last = all.min(self.done + wave);
            let one = |player: &mut Simulator<'_>, block| {
                progress.go_on()?;
                let played = self.task.play(player, block)?;
                progress.count(played.draws.len() as u64);
                Ok(played)
            };
            let blocks = (self.done..last).into_par_iter();
            let blocks = blocks.map_init(|| Simulator::new(self.layout), one);
            let blocks: Vec<Result<Block<'_>, StudyError>> = blocks.collect();
            for block in blocks {
                let block = block?;
                self.columns.put(&block, sink)?;
                self.totals.fold(block);
            }
            self.done = last;
        }
        progress.go_on()
    }
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
