//! Plays the draws of every variant and puts the rows of all tables into a sink.

use std::collections::BTreeSet;
use std::io;
use std::slice;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::beliefs::{Believed, Outlook};
use super::block::{Block, FailedDraw, Task};
use super::block_store::{BlockStore, Forgetful, Shard, Site};
use super::chunk::{self, Chunk};
use super::counter::Counter;
use super::draw_summary::DrawSummary;
use super::error::StudyError;
use super::failures::Failures;
use super::paired::comparisons;
use super::plan::{Plan, Watch};
use super::rows::draws::Families;
use super::rows::{ComparisonKind, DrawRow, GameRow, NamedValues};
use super::run_summary::{FAILED, RunSummary, VariantSummary};
use super::sink::{Rows, Sink};
use super::summarise;
use super::table::Shape;
use super::totals::Totals;
use super::until::{Until, looks};
use super::variant::{Source, Variant, shape, sources};
use crate::numeric::lanes::LANES;
use crate::play::{CompiledGame, Simulator};
use crate::scenario::Labels;

/// How many blocks a thread works on before they are kept and folded.
const BLOCKS_PER_THREAD: u64 = 4;

/// Plays every variant as planned, and puts each row into the sink as it becomes known.
///
/// Blocks of draws run in parallel. They are folded into chunks, and chunks into the whole, in their order, so that results
/// do not depend on the number of threads, nor on which chunks the store knew before.
///
/// # Errors
/// The probabilities of a draw make no sense, too many draws fail, the sink or the store takes no more, or an interruption.
pub(crate) fn run_kept(
    variants: &[Variant],
    plan: &Plan,
    (watch, store): (&Watch<'_>, &dyn BlockStore),
    sink: &mut impl Sink,
) -> Result<RunSummary, StudyError> {
    let shape = shape(variants);
    let progress = Counter::new(plan.draws * variants.len() as u64, watch);
    if let Some(shard) = store.shard() {
        return play_shard(variants, plan, (&progress, store), shard);
    }
    put_labels(variants, sink)?;
    let mut conclusion = Conclusion::default();
    for (site, variant) in (0..).zip(variants) {
        let (outlook, layout) = (outlook(variant), layout(variant, plan));
        let kept = Site { number: site, store };
        let mut play = VariantPlay::new(Task::new(variant, plan, &outlook)?, &layout, &shape, kept);
        play.go_on(plan.draws, &progress, sink)?;
        conclusion.add(variant, play, sink)?;
    }
    Ok(conclusion.summary)
}

/// The same with as many draws as it takes until the interval of every outcome's probability is narrower than `width`, at
/// most those of the plan. Tables are those of a run with just these draws.
///
/// # Errors
/// Those of [`run_kept`].
pub(crate) fn run_until(
    variants: &[Variant],
    (most, width): (&Plan, f64),
    (watch, store): (&Watch<'_>, &dyn BlockStore),
    sink: &mut impl Sink,
) -> Result<RunSummary, StudyError> {
    put_labels(variants, sink)?;
    let shape = shape(variants);
    let progress = Counter::new(most.draws * variants.len() as u64, watch);
    let outlooks: Vec<Outlook<'_>> = variants.iter().map(outlook).collect();
    let layouts: Vec<CompiledGame<'_>> = variants.iter().map(|variant| layout(variant, most)).collect();
    let mut plays = Vec::new();
    for (((site, variant), outlook), layout) in (0..).zip(variants).zip(&outlooks).zip(&layouts) {
        let kept = Site { number: site, store };
        let play = VariantPlay::new(Task::new(variant, most, outlook)?, layout, &shape, kept);
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

/// Plays the chunks that fall to a shard, which are kept, and stops.
fn play_shard(
    variants: &[Variant],
    plan: &Plan,
    (progress, store): (&Counter<'_>, &dyn BlockStore),
    shard: Shard,
) -> Result<RunSummary, StudyError> {
    let (shape, all) = (shape(variants), plan.draws.div_ceil(chunk::DRAWS));
    for (site, variant) in (0..).zip(variants) {
        let (outlook, layout) = (outlook(variant), layout(variant, plan));
        let kept = Site { number: site, store };
        let mut play = VariantPlay::new(Task::new(variant, plan, &outlook)?, &layout, &shape, kept);
        let own: Vec<u64> = (0..all).filter(|chunk| shard.takes(site * all + chunk)).collect();
        for wave in own.chunks(wave() as usize) {
            play.chunks(wave, progress)?;
        }
    }
    Err(StudyError::Interrupted)
}

/// How many chunks are played before they are kept and folded.
fn wave() -> u64 {
    (BLOCKS_PER_THREAD * rayon::current_num_threads() as u64).div_ceil(chunk::BLOCKS)
}

/// Plays every variant as planned, puts each row into the sink as it becomes known, and keeps nothing.
///
/// # Errors
/// The probabilities of a draw make no sense, too many draws fail, the sink takes no more, or an interruption.
pub fn run(
    variants: &[Variant],
    plan: &Plan,
    watch: &Watch<'_>,
    sink: &mut impl Sink,
) -> Result<RunSummary, StudyError> {
    run_kept(variants, plan, (watch, &Forgetful), sink)
}

/// Plays again the blocks that hold some draws, by the numbers of variant and draw, and puts the rows of these blocks' draws
/// and games into the sink, as a run of the whole plan does.
///
/// # Errors
/// Those of [`run`].
pub(crate) fn run_draws(
    variants: &[Variant],
    plan: &Plan,
    draws: &[(usize, u64)],
    watch: &Watch<'_>,
    sink: &mut impl Sink,
) -> Result<(), StudyError> {
    let blocks: BTreeSet<(usize, u64)> = draws.iter().map(|&(site, draw)| (site, draw / LANES as u64)).collect();
    let shape = shape(variants);
    let progress = Counter::new((blocks.len() * LANES) as u64, watch);
    for (site, variant) in variants.iter().enumerate() {
        let own: Vec<u64> = blocks
            .range((site, 0)..(site + 1, 0))
            .map(|&(_, block)| block)
            .collect();
        if own.is_empty() {
            continue;
        }
        let (outlook, layout) = (outlook(variant), layout(variant, plan));
        let kept = Site {
            number: site as u64,
            store: &Forgetful,
        };
        let play = VariantPlay::new(Task::new(variant, plan, &outlook)?, &layout, &shape, kept);
        for block in play.play(own, &progress) {
            play.columns.put(&Chunk::of(&outlook, [block?]), sink)?;
        }
    }
    progress.go_on()
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
        let failures = Failures::of(&totals);
        let failure = failures.first.and_then(|first| task.failure(first));
        let failure = failures.accept(failure)?;
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
        let found = VariantSummary::new((variant, &totals), rows, differences, failure);
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
    /// Where its chunks are kept.
    kept: Site<'a>,
    /// The chunks that are done.
    done: u64,
    /// The draws that fail.
    failures: Failures,
}

/// Puts the rows of a variant of which one draw is known, without games, into the sink.
pub(super) fn put_draw(
    variant: &Variant,
    outlook: &Outlook<'_>,
    totals: &Totals,
    sink: &mut impl Sink,
) -> io::Result<()> {
    put_labels(slice::from_ref(variant), sink)?;
    let columns = Columns::of(variant, &shape(slice::from_ref(variant)));
    totals.draws.iter().try_for_each(|draw| sink.put(columns.draw(draw)))?;
    summarise::everything(variant, totals, outlook, sink).map(drop)
}

impl<'a> VariantPlay<'a> {
    fn new(task: Task<'a>, layout: &'a CompiledGame<'a>, shape: &Shape, kept: Site<'a>) -> Self {
        Self {
            columns: Columns::of(task.variant, shape),
            totals: Totals::new(&task.variant.explored.game, Believed::new(task.outlook)),
            kept,
            done: 0,
            failures: Failures::default(),
            task,
            layout,
        }
    }

    /// Goes on until so many draws are played, whole chunks or all of the plan.
    fn go_on(&mut self, draws: u64, progress: &Counter<'_>, sink: &mut impl Sink) -> Result<(), StudyError> {
        let all = draws.div_ceil(chunk::DRAWS);
        while self.done < all {
            let last = all.min(self.done + wave());
            let next: Vec<u64> = (self.done..last).collect();
            for chunk in self.chunks(&next, progress)? {
                self.columns.put(&chunk, sink)?;
                self.totals.merge(chunk.totals);
            }
            self.done = last;
        }
        progress.go_on()
    }

    /// The results of some chunks: those that were kept, and the others, which are played and kept.
    fn chunks(&mut self, numbers: &[u64], progress: &Counter<'_>) -> Result<Vec<Chunk>, StudyError> {
        let blocks = |number: u64| chunk::blocks(number, self.task.plan.draws);
        let known = |number| self.kept.known(number, |chunk: &Chunk| chunk.fits(number, &self.task));
        let known = numbers.iter().map(|&number| known(number));
        let known = known.collect::<io::Result<Vec<_>>>()?;
        let missing = numbers.iter().zip(&known).filter(|(_, known)| known.is_none());
        let missing: Vec<u64> = missing.flat_map(|(&number, _)| blocks(number)).collect();
        let mut played = self.play(missing, progress).into_iter();
        let mut chunks = Vec::new();
        for (&number, known) in numbers.iter().zip(known) {
            if let Some(known) = known {
                progress.count(known.totals.all());
                self.fold_failures(&known)?;
                chunks.push(known);
                continue;
            }
            let own = played.by_ref().take(blocks(number).count());
            let chunk = Chunk::of(self.task.outlook, own.collect::<Result<Vec<_>, _>>()?);
            self.kept.keep(number, &chunk)?;
            self.fold_failures(&chunk)?;
            chunks.push(chunk);
        }
        Ok(chunks)
    }

    /// Counts the draws of a chunk that fail.
    ///
    /// # Errors
    /// Too many do.
    fn fold_failures(&mut self, chunk: &Chunk) -> Result<(), StudyError> {
        self.failures.count(&chunk.totals);
        let hopeless = self.failures.hopeless(self.task.plan.draws);
        let failure = hopeless.and_then(|first| self.task.failure(first));
        failure.map_or(Ok(()), |bad| Err(StudyError::Unsound(bad)))
    }

    fn play(&self, blocks: Vec<u64>, progress: &Counter<'_>) -> Vec<Result<Block<'a>, StudyError>> {
        let one = |player: &mut Simulator<'_>, block| {
            progress.go_on()?;
            let played = self.task.play(player, block)?;
            progress.count((played.draws.len() + played.failed.len()) as u64);
            Ok(played)
        };
        let blocks = blocks.into_par_iter();
        blocks.map_init(|| Simulator::new(self.layout), one).collect()
    }
}

/// The columns of the tables of draws and games, as one variant fills them.
struct Columns<'a> {
    variant: &'a Variant,
    families: Families,
    /// Where the value of each parameter comes from.
    sources: Vec<Source>,
}

impl<'a> Columns<'a> {
    fn of(variant: &'a Variant, shape: &Shape) -> Self {
        Self {
            variant,
            families: Families::of(shape),
            sources: sources(variant, shape),
        }
    }

    /// Puts the rows of a chunk's draws and of their games into the sink.
    fn put(&self, chunk: &Chunk, sink: &mut impl Sink) -> io::Result<()> {
        let outcomes = &self.variant.explored.names.outcomes;
        let mut failed = chunk.totals.failed.iter().peekable();
        for (draw, games) in chunk.totals.draws.iter().zip(&chunk.games) {
            while let Some(failed) = failed.next_if(|failed| failed.number < draw.number) {
                sink.put(self.failed(failed))?;
            }
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
        failed.try_for_each(|failed| sink.put(self.failed(failed)))
    }

    fn draw(&self, draw: &DrawSummary) -> DrawRow {
        let solved = draw.exact.solved;
        DrawRow {
            probabilities: NamedValues::known(&self.families.probabilities, &draw.exact.outcomes),
            payoffs: NamedValues::known(&self.families.payoffs, &draw.exact.payoffs),
            solver_status: solved.status.word(),
            regret: Some(solved.regret),
            residual: Some(solved.residual),
            sweeps: Some(solved.sweeps),
            evidence: Some(solved.evidence.word()),
            reached: Some(solved.reached),
            fold: solved.fold,
            bifurcation: solved.bifurcation,
            ..self.without_results(draw.number, &draw.parameters)
        }
    }

    fn failed(&self, draw: &FailedDraw) -> DrawRow {
        self.without_results(draw.number, &draw.parameters)
    }

    /// The row of a draw that fails.
    fn without_results(&self, number: u64, parameters: &[f64]) -> DrawRow {
        let value = |source: &Source| match source {
            Source::Drawn(place) => Some(parameters[*place]),
            Source::Fixed(value) => *value,
        };
        DrawRow {
            variant: self.variant.name.clone(),
            draw: number,
            parameters: NamedValues {
                columns: self.families.parameters.clone(),
                values: self.sources.iter().map(value).collect(),
            },
            probabilities: NamedValues::missing(&self.families.probabilities),
            payoffs: NamedValues::missing(&self.families.payoffs),
            solver_status: FAILED,
            regret: None,
            residual: None,
            sweeps: None,
            evidence: None,
            reached: None,
            fold: None,
            bifurcation: None,
        }
    }
}
