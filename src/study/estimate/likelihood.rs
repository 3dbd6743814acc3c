//! The likelihood of recorded cases and its derivatives, whatever the values of the estimated keys.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::cases::{Cases, CasesError};
use super::record::Term;
use crate::game::Bound;
use crate::numeric::lanes::LANES;
use crate::numeric::math::ln;
use crate::strategy::{Event, EventProbabilities, NoDerivative};
use crate::study::solver::{Audited, Solved, Solver, solved};
use crate::study::soundness;
use crate::study::variant::Variant;

/// The game that some cases share.
#[derive(Debug)]
pub(crate) struct Structure {
    /// The game; the estimated keys and those that differ between cases are parameters of it.
    pub variant: Variant,
    /// For each estimated key, its parameters.
    pub estimated: Vec<Vec<usize>>,
    /// The keys that differ between cases, by their number among the columns of the table, and their parameters.
    pub by_case: Vec<(usize, Vec<usize>)>,
}

/// Cases that are alike but for what is recorded: one game to solve.
#[derive(Clone, Debug)]
struct Point {
    structure: usize,
    /// The value of each parameter that is not estimated.
    parameters: Vec<f64>,
    /// What is recorded of them, each with the first row of the table that does.
    terms: Vec<(Term, usize)>,
    /// The first row of the table that is such a case.
    row: usize,
}

/// Something that was recorded, of one row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observation {
    /// The number of its term among those of all points.
    pub(super) term: usize,
    /// How often it was recorded.
    pub(super) count: f64,
    /// The row of the table, from 0.
    pub(super) row: usize,
}

/// The games of all cases.
pub(crate) struct Games {
    structures: Vec<Structure>,
    solvers: Vec<Solver>,
}

impl Games {
    /// Games, ready to be solved.
    pub(crate) fn new(structures: Vec<Structure>) -> Self {
        let solvers = structures.iter();
        let solvers = solvers.map(|of| Solver::new(&of.variant.explored.game));
        Self {
            solvers: solvers.collect(),
            structures,
        }
    }

    /// The names of the outcomes.
    pub(crate) fn outcomes(&self) -> &[String] {
        &self.structures[0].variant.explored.names.outcomes
    }
}

/// The likelihood of recorded cases.
pub(crate) struct Likelihood {
    games: Arc<Games>,
    points: Vec<Point>,
    /// The point of each row.
    point_of: Vec<usize>,
    pub(super) observations: Vec<Observation>,
    /// The cluster of each row, where it names one.
    pub(super) clusters: Vec<Option<usize>>,
    /// How often each term was recorded, in all rows.
    counts: Vec<f64>,
}

/// What the cases are worth at some values of the estimated keys.
#[derive(Clone, Debug)]
pub(super) struct AtValues {
    /// All terms.
    pub(super) terms: Terms,
    /// How each point of which something is recorded was solved.
    solved: Vec<Option<Solved>>,
}

/// Why the likelihood has no value, or no derivative.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Unusable {
    /// A number of the scenario makes no sense in the case of this row.
    Unsound(usize, String),
    /// What this row records cannot happen.
    Impossible(usize),
    /// The game of this row's case is not solved, or the branch of equilibria turns round there.
    NotSolved(usize),
    /// It, or a derivative of it, is beyond what can be computed with.
    TooLarge,
    /// Somebody chooses by best response, at this stage and actor.
    BestResponse(String, String),
    /// It was asked to stop.
    Interrupted,
    /// It has one there, but a case of which nothing is recorded cannot be predicted at the estimates.
    AtEstimates(Box<Unusable>),
}

impl Likelihood {
    /// That of a table of cases; `of_row` gives the game of each row.
    ///
    /// # Errors
    /// A row does not fit the game.
    pub(crate) fn new(games: Arc<Games>, cases: &Cases, of_row: &[usize]) -> Result<Self, CasesError> {
        let mut known: BTreeMap<(usize, Vec<u64>), usize> = BTreeMap::new();
        let mut points: Vec<Point> = Vec::new();
        let (mut seen, mut point_of) = (Vec::new(), Vec::new());
        for (at, (row, &number)) in cases.rows.iter().zip(of_row).enumerate() {
            let structure = &games.structures[number];
            let parameters = structure.parameters(cases, at)?;
            let bits = parameters.iter().map(|value| value.to_bits()).collect();
            let point = *known.entry((number, bits)).or_insert_with(|| {
                points.push(Point {
                    structure: number,
                    parameters,
                    terms: Vec::new(),
                    row: at,
                });
                points.len() - 1
            });
            point_of.push(point);
            let explored = &structure.variant.explored;
            let terms = row.record.terms(&explored.game, &explored.names);
            let terms = terms.map_err(|what| CasesError::in_row(row.number, "", what))?;
            for (term, count) in terms {
                let all = &mut points[point].terms;
                let place = all.iter().position(|(known, _)| *known == term).unwrap_or_else(|| {
                    all.push((term, at));
                    all.len() - 1
                });
                seen.push((point, place, row.count as f64 * count as f64, at));
            }
        }
        let mut first_term = vec![0];
        for point in &points {
            first_term.push(first_term[first_term.len() - 1] + point.terms.len());
        }
        let observation = |(point, place, count, row): (usize, usize, f64, usize)| Observation {
            term: first_term[point] + place,
            count,
            row,
        };
        let observations: Vec<Observation> = seen.into_iter().map(observation).collect();
        let mut counts = vec![0.0; first_term[points.len()]];
        for seen in &observations {
            counts[seen.term] += seen.count;
        }
        Ok(Self {
            games,
            points,
            point_of,
            observations,
            clusters: cases.clusters(),
            counts,
        })
    }

    /// How many games are solved for one value of the likelihood.
    pub(crate) fn points(&self) -> usize {
        self.points.len()
    }

    /// The terms of all cases at some values of the estimated keys.
    pub(super) fn at(&self, values: &[f64], interrupt: &AtomicBool) -> Result<AtValues, Unusable> {
        let is_recorded = |point: &Point| !point.terms.is_empty();
        let mut points = self.each_point(values, interrupt, is_recorded, |point, probabilities, solved| {
            Ok((self.terms_of(point, probabilities, interrupt)?, solved))
        })?;
        let (mut terms, mut solved) = (Vec::new(), vec![None; self.points.len()]);
        for (at, (of_point, how)) in &mut points {
            terms.append(of_point);
            solved[*at] = Some(*how);
        }
        Ok(AtValues { terms, solved })
    }

    /// The logarithm of the likelihood of all cases, without its derivative.
    ///
    /// # Errors
    /// A case cannot be played, or what is recorded of it has probability 0.
    pub(crate) fn log_likelihood(&self, values: &[f64], interrupt: &AtomicBool) -> Result<f64, Unusable> {
        let all = self.each_point(
            values,
            interrupt,
            |_| true,
            |point, probabilities, _| Ok(logarithms(point, probabilities)?.0),
        )?;
        let terms = all.iter().flat_map(|(_, logarithms)| logarithms).zip(&self.counts);
        Ok(terms.map(|(logarithm, count)| count * logarithm).sum())
    }

    /// The same cases, recorded this often.
    pub(super) fn reweighted(&self, counts: &[f64]) -> Self {
        let mut by_term = vec![0.0; self.counts.len()];
        let observations = self.observations.iter().zip(counts);
        let observations = observations.map(|(&seen, &count)| {
            by_term[seen.term] += count;
            Observation { count, ..seen }
        });
        Self {
            games: Arc::clone(&self.games),
            points: self.points.clone(),
            point_of: self.point_of.clone(),
            observations: observations.collect(),
            clusters: self.clusters.clone(),
            counts: by_term,
        }
    }

    /// What `of` makes of each point that is wanted, in order, with its number. Points of one game are solved in blocks, in
    /// which none depends on the others.
    fn each_point<T: Send>(
        &self,
        values: &[f64],
        interrupt: &AtomicBool,
        is_wanted: impl Fn(&Point) -> bool,
        of: impl Fn(&Point, &EventProbabilities, Solved) -> Result<T, Unusable> + Sync,
    ) -> Result<Vec<(usize, T)>, Unusable> {
        let mut blocks: Vec<Vec<usize>> = Vec::new();
        for structure in 0..self.games.structures.len() {
            let is_in = |at: &usize| self.points[*at].structure == structure && is_wanted(&self.points[*at]);
            let points: Vec<usize> = (0..self.points.len()).filter(is_in).collect();
            blocks.extend(points.chunks(LANES).map(<[usize]>::to_vec));
        }
        let of_block = |block: &Vec<usize>| -> Result<Vec<(usize, T)>, Unusable> {
            let games = self.solve(block, values, interrupt)?;
            let of_lane = |(lane, &at): (usize, &usize)| {
                let point = &self.points[at];
                let probabilities = games.probabilities(lane).map_err(|why| self.unusable(point, why))?;
                Ok((at, of(point, &probabilities, solved(&games.audited, lane))?))
            };
            let found: Vec<Result<_, Unusable>> = block.par_iter().enumerate().map(of_lane).collect();
            found.into_iter().collect()
        };
        let found: Vec<Result<Vec<_>, Unusable>> = blocks.par_iter().map(of_block).collect();
        let found = found.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut found: Vec<(usize, T)> = found.into_iter().flatten().collect();
        found.sort_by_key(|(at, _)| *at);
        Ok(found)
    }

    /// Solves the games of some points, at most a block of them, of one structure.
    fn solve(&self, block: &[usize], values: &[f64], interrupt: &AtomicBool) -> Result<SolvedBlock<'_>, Unusable> {
        if interrupt.load(Ordering::Relaxed) {
            return Err(Unusable::Interrupted);
        }
        let points = || block.iter().map(|&at| &self.points[at]);
        let number = self.points[block[0]].structure;
        let structure = &self.games.structures[number];
        let explored = &structure.variant.explored;
        let draw = |point: &Point| {
            let mut parameters = point.parameters.clone();
            for (value, places) in values.iter().zip(&structure.estimated) {
                places.iter().for_each(|&place| parameters[place] = *value);
            }
            parameters
        };
        let mut bound = Bound::new(&explored.game, &points().map(draw).collect::<Vec<_>>());
        if let Some(unsound) = soundness::check(&bound, &explored.names).into_iter().next() {
            let chances = unsound.chances.iter();
            let mut wrong = chances.filter_map(|&at| soundness::wrong(&bound, at, unsound.lane));
            let message = wrong.next().or(unsound.other.map(|(.., message)| message));
            let row = self.points[block[unsound.lane]].row;
            return Err(Unusable::Unsound(row, message.unwrap_or_default()));
        }
        let solver = &self.games.solvers[number];
        let audited = solver.solve_unaudited(&mut bound);
        Ok(SolvedBlock { solver, bound, audited })
    }

    fn terms_of(
        &self,
        point: &Point,
        probabilities: &EventProbabilities,
        interrupt: &AtomicBool,
    ) -> Result<Terms, Unusable> {
        let (logarithms, sums) = logarithms(point, probabilities)?;
        let gradients = probabilities.gradients(&sums, interrupt);
        let gradients = gradients.map_err(|why| self.unusable(point, why))?;
        let estimated = &self.games.structures[point.structure].estimated;
        let by_key = |gradient: Vec<f64>| -> Vec<f64> {
            let by = |parameters: &Vec<usize>| parameters.iter().map(|&parameter| gradient[parameter]).sum();
            estimated.iter().map(by).collect()
        };
        let gradients = gradients.into_iter().map(by_key);
        Ok(logarithms.into_iter().zip(gradients).collect())
    }

    fn unusable(&self, point: &Point, why: NoDerivative) -> Unusable {
        match why {
            NoDerivative::Interrupted => Unusable::Interrupted,
            NoDerivative::NotSolved | NoDerivative::Singular => Unusable::NotSolved(point.row),
            NoDerivative::BestResponse { period, set } => {
                let explored = &self.games.structures[point.structure].variant.explored;
                let set = &explored.game.graph(period).information_sets[set];
                let kind = &explored.game.decision_kinds[set.decision_kind];
                let (stage, actor) = (&explored.names.stages[kind.stage], explored.names.player(kind.actor));
                Unusable::BestResponse(stage.clone(), actor.clone())
            }
        }
    }

    /// The probability of each outcome in the case of each row, at some values of the estimated keys.
    pub(crate) fn predicted(&self, values: &[f64], interrupt: &AtomicBool) -> Result<Vec<Vec<f64>>, Unusable> {
        let all = self.each_point(
            values,
            interrupt,
            |_| true,
            |point, probabilities, _| {
                let game = &self.games.structures[point.structure].variant.explored.game;
                let outcome = |outcome: usize| {
                    let ends = (0..=game.periods).map(|period| Event::Ends { outcome, period });
                    ends.map(|event| probabilities.at(event.number(game))).sum()
                };
                Ok((0..game.outcomes).map(outcome).collect::<Vec<f64>>())
            },
        )?;
        Ok(self.point_of.iter().map(|&point| all[point].1.clone()).collect())
    }

    /// The rows of the table whose games have several equilibria that a branch may lead to, at values found before: the
    /// branch turned round on its way, or another crossed it.
    pub(super) fn bifurcated(&self, at: &AtValues) -> Vec<usize> {
        let met = |point: &usize| {
            let solved = at.solved[*point].as_ref();
            solved.is_some_and(|solved| solved.fold.or(solved.bifurcation).is_some())
        };
        let points = (0..self.points.len()).filter(met);
        points.map(|point| self.points[point].row).collect()
    }
}

/// The games of some points, solved together.
struct SolvedBlock<'g> {
    solver: &'g Solver,
    bound: Bound<'g>,
    audited: Audited<LANES>,
}

impl SolvedBlock<'_> {
    fn probabilities(&self, lane: usize) -> Result<EventProbabilities, NoDerivative> {
        self.solver.events(&self.bound, &self.audited, lane)
    }
}

/// The logarithm of each term's probability, and its derivative by each estimated key.
type Terms = Vec<(f64, Vec<f64>)>;

/// The numbers of events, each with a weight.
type Weights = Vec<(usize, f64)>;

/// For each term of a point the logarithm of its probability, and the weights with which those of events change it.
///
/// # Errors
/// Something that is recorded has probability 0.
fn logarithms(point: &Point, probabilities: &EventProbabilities) -> Result<(Vec<f64>, Vec<Weights>), Unusable> {
    let sum = |events: &[usize]| events.iter().map(|&event| probabilities.at(event)).sum::<f64>();
    let (mut logarithms, mut sums) = (Vec::new(), Vec::new());
    for (term, row) in &point.terms {
        let of = sum(&term.of);
        if of.is_nan() || of <= 0.0 {
            return Err(Unusable::Impossible(*row));
        }
        let mut weights: Vec<(usize, f64)> = term.of.iter().map(|&event| (event, 1.0 / of)).collect();
        let mut logarithm = ln(of);
        if !term.among.is_empty() {
            let among = sum(&term.among);
            logarithm -= ln(among);
            weights.extend(term.among.iter().map(|&event| (event, -1.0 / among)));
        }
        logarithms.push(logarithm);
        sums.push(weights);
    }
    Ok((logarithms, sums))
}

impl AtValues {
    /// The logarithm of the likelihood and its derivative by each estimated key.
    pub(super) fn sum(&self, likelihood: &Likelihood, keys: usize) -> (f64, Vec<f64>) {
        let (mut sum, mut gradient) = (0.0, vec![0.0; keys]);
        // Equal terms are added once, so that the order of rows does not matter.
        for ((logarithm, by), count) in self.terms.iter().zip(&likelihood.counts) {
            sum += count * logarithm;
            for (total, by) in gradient.iter_mut().zip(by) {
                *total += count * by;
            }
        }
        (sum, gradient)
    }
}

impl Structure {
    /// The parameters of a row's case; those of estimated keys are still to be set.
    fn parameters(&self, cases: &Cases, row: usize) -> Result<Vec<f64>, CasesError> {
        let parameters = self.variant.model.parameters.iter();
        let mut parameters: Vec<f64> = parameters.map(|parameter| parameter.nominal).collect();
        for (column, places) in &self.by_case {
            let value = cases.number(row, *column)?;
            places.iter().for_each(|&place| parameters[place] = value);
        }
        Ok(parameters)
    }
}
