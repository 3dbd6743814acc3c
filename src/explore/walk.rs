//! The walk through a period: from each state at its start, stage by stage, to states at its end or outcomes.

use rustc_hash::FxHashMap;

use super::chance_witness::Watched;
use super::chances::{At, Checks, From};
use super::coverage::Coverage;
use super::error::TooLarge;
use super::graph_builder::{Entry, ExploredEdge, GraphBuilder, Key, Target};
use super::payments::{PaymentSets, Payments};
use super::rule_violation::RuleViolation;
use super::shortest_path::Location;
use super::stage_moves::{Move, Progress, StageMoves, effect, joint, parts};
use super::states::{States, describe};
use super::violation_log::{Stop, ViolationLog};
use crate::expression::{Slot, Tape};
use crate::game::{CertainBranch, Leaf};
use crate::scenario::model::{Branch, Model, Paid};
use crate::source::Span;

/// Everything that graphs share while they are explored.
pub(crate) struct Walker<'m> {
    pub(crate) model: &'m Model,
    pub(crate) lows: &'m [i32],
    pub(crate) steps: Vec<StageMoves>,
    pub(crate) tape: Tape,
    pub(crate) checks: Checks,
    pub(crate) states: States,
    pub(crate) payment_sets: PaymentSets,
    pub(crate) payments: Payments<'m>,
    /// The number of cells that hold private characteristics: the first ones.
    pub(crate) attributes: usize,
    pub(crate) type_profiles: FxHashMap<Vec<i32>, u32>,
    /// The period state of each state that stands between periods.
    pub(crate) period_state_numbers: FxHashMap<u32, u32>,
    pub(crate) period_states: Vec<u32>,
    pub(crate) leaves: FxHashMap<Leaf, u32>,
    pub(crate) leaf_list: Vec<(Leaf, u32)>,
    /// The most nodes and period states that there may be.
    pub(crate) limit: usize,
    pub(crate) nodes: usize,
    /// Where the walk is now.
    pub(crate) location: Location,
    /// What is broken.
    pub(crate) findings: ViolationLog,
    /// What was met of all that the scenario declares.
    pub(crate) coverage: Coverage,
    /// Places that are looked for.
    pub(crate) watched: Option<Watched>,
}

/// A point within a stage.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    /// The state as the stage begins.
    pub(crate) state: u32,
    pub(crate) stage: usize,
    /// The next step.
    pub(crate) step: usize,
    pub(crate) progress: Progress,
}

/// What lies ahead of a point.
#[derive(Debug)]
pub(crate) struct Destination {
    pub(crate) target: Target,
    pub(crate) delivers: u32,
    /// Payments on branches that were passed without a node of their own.
    pub(crate) due: Vec<Paid>,
    /// Their names, where they have one.
    pub(crate) passed: Vec<CertainBranch>,
}

impl Destination {
    /// What is known before the walk has gone anywhere.
    fn nothing() -> Self {
        Self {
            target: Target::PeriodState(0),
            delivers: 0,
            due: Vec::new(),
            passed: Vec::new(),
        }
    }
}

impl Walker<'_> {
    /// Where a period that begins at a period state, in this state, leads first.
    pub(crate) fn enter(&mut self, draft: &mut GraphBuilder, period_state: u32, state: u32) -> Result<Entry, Stop> {
        let mut ahead = Destination::nothing();
        self.begin(draft, state, 0, &mut ahead)?;
        let passed = ahead.passed.into_iter();
        let at = period_state as usize;
        draft.passed_at_entry.extend(passed.map(|sure| (at, sure)));
        Ok(Entry {
            to: ahead.target,
            delivers: ahead.delivers,
        })
    }

    /// Where an edge leads on which a step was decided.
    pub(crate) fn follow(
        &mut self,
        draft: &mut GraphBuilder,
        mut point: Position,
        decided: usize,
    ) -> Result<Destination, Stop> {
        point.progress[point.step] = i16::try_from(decided).expect("fewer than 2^15 options");
        point.step += 1;
        let next = point.stage + 1;
        let mut ahead = Destination::nothing();
        if let Some(after) = self.advance(draft, point, &mut ahead)? {
            self.begin(draft, after, next, &mut ahead)?;
        }
        Ok(ahead)
    }

    /// Goes through the stages from this one on, skipping those that do not run, until something is to be decided or
    /// the period or the game is over.
    fn begin(
        &mut self,
        draft: &mut GraphBuilder,
        state: u32,
        first: usize,
        ahead: &mut Destination,
    ) -> Result<(), Stop> {
        let model = self.model;
        let mut state = state;
        for (number, stage) in model.stages.iter().enumerate().skip(first) {
            if !self.at(state, draft.period).holds(stage.when.as_ref()) {
                continue;
            }
            self.coverage.stages[number] = true;
            let point = Position {
                state,
                stage: number,
                step: 0,
                progress: self.steps[number].nothing(),
            };
            match self.advance(draft, point, ahead)? {
                Some(after) => state = after,
                None => return Ok(()),
            }
        }
        ahead.target = Target::PeriodState(self.period_state_of(state)?);
        Ok(())
    }

    /// Goes through the steps of a stage until something is to be decided. If nothing is, and the game goes on after
    /// the stage: the state in which it does.
    fn advance(
        &mut self,
        draft: &mut GraphBuilder,
        mut point: Position,
        ahead: &mut Destination,
    ) -> Result<Option<u32>, Stop> {
        while point.step < self.steps[point.stage].steps.len() {
            // Most points were met before; only of a new one must be asked what may happen there.
            if let Some(known) = self.known(draft, &mut point) {
                ahead.target = known;
                return Ok(None);
            }
            match self.decide(draft, &point)? {
                Decided::Nothing => {}
                Decided::Sure(option) => {
                    ahead.due.extend(self.branch_payment(&point, option));
                    ahead.passed.extend(self.sure_branch(&point, option));
                    point.progress[point.step] = i16::try_from(option).expect("fewer than 2^15 options");
                }
                Decided::Open => {
                    ahead.target = self.node(draft, point)?;
                    return Ok(None);
                }
            }
            point.step += 1;
        }
        self.finish(draft, &point, ahead)
    }

    /// The node of a point, if it was met.
    fn known(&self, draft: &GraphBuilder, point: &mut Position) -> Option<Target> {
        let layer = self.steps[point.stage].first_layer + point.step;
        let key = Key {
            state: point.state,
            progress: std::mem::take(&mut point.progress),
        };
        let number = draft.layers[layer].known(&key);
        point.progress = key.progress;
        number.map(|number| Target::Node { layer, number })
    }

    /// Whether a step needs a node.
    fn decide(&mut self, draft: &GraphBuilder, point: &Position) -> Result<Decided, Stop> {
        let steps = &self.steps[point.stage];
        let step = steps.steps[point.step];
        let kind = &self.model.stages[point.stage].kind;
        Ok(match step {
            Move::Opportunity(_) => self.sure_option(draft, point)?,
            Move::Occasion { choice, commitment } => {
                let at = self.at(point.state, draft.period);
                let triggered = at.holds(Some(&self.model.commitments[commitment].when));
                if steps.asked(&point.progress, choice) && triggered {
                    self.sure_option(draft, point)?
                } else {
                    Decided::Nothing
                }
            }
            Move::Choice(choice) if steps.asked(&point.progress, choice) => Decided::Open,
            Move::Choice(_) => Decided::Nothing,
            Move::Chance | Move::Effect(_) | Move::Joint => {
                if effect(kind, steps, &point.progress, step).is_none() {
                    Decided::Nothing
                } else {
                    self.sure_option(draft, point)?
                }
            }
        })
    }

    /// Chance with a single option needs no node.
    fn sure_option(&mut self, draft: &GraphBuilder, point: &Position) -> Result<Decided, Stop> {
        let options = self.options(draft, point)?;
        Ok(match options[..] {
            [(option, _)] => Decided::Sure(option),
            _ => Decided::Open,
        })
    }

    /// The payment on a branch of the effect of an action.
    pub(crate) fn branch_payment(&self, point: &Position, branch: usize) -> Option<Paid> {
        let steps = &self.steps[point.stage];
        let Move::Effect(choice) = steps.steps[point.step] else {
            return None;
        };
        let action = steps.picked(&point.progress, choice)?;
        Some(Paid::OnAction {
            stage: point.stage,
            choice,
            action,
            branch: Some(branch),
        })
    }

    /// The stage is over: its effects apply, and outcomes are checked. The state after it, unless the game is over.
    fn finish(&mut self, draft: &GraphBuilder, point: &Position, ahead: &mut Destination) -> Result<Option<u32>, Stop> {
        let after = self.apply(draft, point)?;
        ahead.delivers |= self.delivered(after, draft.period);
        if let Some(outcome) = self.outcome(after, draft.period, false) {
            let leaf = self.leaf(after, outcome);
            ahead.target = Target::Leaf(leaf);
            return Ok(None);
        }
        Ok(Some(after))
    }

    fn apply(&mut self, draft: &GraphBuilder, point: &Position) -> Result<u32, Stop> {
        let steps = &self.steps[point.stage];
        let kind = &self.model.stages[point.stage].kind;
        let mut after = self.states.get(point.state).to_vec();
        let mut set_by: Vec<Option<usize>> = vec![None; after.len()];
        let mut set_at: Vec<Option<Span>> = vec![None; after.len()];
        let mut clashes: Vec<(usize, Span)> = Vec::new();
        let mut assign = |this: &Self, branch: &Branch, by: usize, settles: bool| {
            for (cell, value) in &branch.set {
                if settles {
                    clashes.retain(|(clashing, _)| clashing != cell);
                } else if set_by[*cell].is_some_and(|other| other != by) {
                    clashes.push((*cell, branch.span));
                }
                set_by[*cell] = Some(by);
                set_at[*cell] = Some(branch.span);
                let value = this.at(point.state, draft.period).value(value);
                // A value that is no `i32` is out of every range.
                after[*cell] = if value.abs() < 1e9 { value as i32 } else { i32::MAX };
            }
        };
        for (at, step) in steps.steps.iter().enumerate() {
            let taken = effect(kind, steps, &point.progress, *step).zip(usize::try_from(point.progress[at]).ok());
            if let Some((effect, branch)) = taken {
                let settles = *step == Move::Joint;
                assign(self, &effect.branches[branch], at, settles);
            }
        }
        if let Some(&(cell, span)) = clashes.first() {
            let breach = RuleViolation::Clash {
                stage: point.stage,
                cell,
                span,
            };
            return Err(Stop::Broken(breach, point.state));
        }
        self.in_range(point, &after, &set_at)?;
        Ok(self.states.number(&after))
    }

    fn in_range(&self, point: &Position, after: &[i32], set_at: &[Option<Span>]) -> Result<(), Stop> {
        let cells = self.model.cells.iter().zip(after).enumerate();
        let mut outside = cells.filter(|(_, (cell, value))| !(cell.low..=cell.high).contains(value));
        let Some((cell, (_, &became))) = outside.next() else {
            return Ok(());
        };
        let breach = RuleViolation::LeavesRange {
            stage: point.stage,
            cell,
            became,
            span: set_at[cell].unwrap_or(self.model.stages[point.stage].span),
        };
        Err(Stop::Broken(breach, point.state))
    }

    /// The number of a node; a new one if it was not met before.
    fn node(&mut self, draft: &mut GraphBuilder, point: Position) -> Result<Target, Stop> {
        let layer = self.steps[point.stage].first_layer + point.step;
        let key = Key {
            state: point.state,
            progress: point.progress,
        };
        let (number, new) = draft.layers[layer].node(key);
        if new {
            self.nodes += 1;
            self.within_limit()?;
        }
        Ok(Target::Node { layer, number })
    }

    /// The period state at which a state stands between periods; a new one if it was not met before.
    pub(crate) fn period_state_of(&mut self, state: u32) -> Result<u32, TooLarge> {
        if let Some(&period_state) = self.period_state_numbers.get(&state) {
            return Ok(period_state);
        }
        let period_state = u32::try_from(self.period_states.len()).expect("fewer than 2^32 period states");
        self.period_states.push(state);
        self.period_state_numbers.insert(state, period_state);
        self.within_limit()?;
        Ok(period_state)
    }

    /// Notes which branches chance may take, and which joint effect applies.
    fn note_branches(&mut self, point: &Position, options: &[(usize, Slot)]) {
        let steps = &self.steps[point.stage];
        let kind = &self.model.stages[point.stage].kind;
        let step = steps.steps[point.step];
        let Some(effect) = effect(kind, steps, &point.progress, step) else {
            return;
        };
        let taken = options.iter().map(|(option, _)| effect.branches[*option].span);
        self.coverage.branches.extend(taken);
        if step == Move::Joint {
            let applied = joint(kind, steps, &point.progress).map(|joint| joint.span);
            self.coverage.branches.extend(applied);
        }
    }

    fn within_limit(&self) -> Result<(), TooLarge> {
        if self.nodes + self.period_states.len() <= self.limit {
            return Ok(());
        }
        let spread = self.states.spread(self.model.cells.len());
        Err(TooLarge::new(self.model, self.limit, spread))
    }

    /// The leaf of a game that ends in a state with an outcome.
    pub(crate) fn leaf(&mut self, state: u32, outcome: usize) -> u32 {
        self.coverage.outcomes[outcome] = true;
        let leaf = self.ending(state, outcome);
        if let Some(&number) = self.leaves.get(&leaf) {
            return number;
        }
        let number = u32::try_from(self.leaf_list.len()).expect("fewer than 2^32 leaves");
        self.leaf_list.push((leaf, state));
        self.leaves.insert(leaf, number);
        number
    }

    /// How a game ends in a state with an outcome, and what is paid then.
    pub(crate) fn ending(&mut self, state: u32, outcome: usize) -> Leaf {
        let values = self.states.get(state).to_vec();
        let payment_set = self.payments.at_end(&mut self.tape, &values);
        Leaf {
            type_profile: self.type_profile(state) as usize,
            outcome,
            payment_set: self.payment_sets.number(payment_set),
        }
    }

    /// The first outcome that holds in a state: of those checked at the horizon, or of the others.
    pub(crate) fn outcome(&self, state: u32, period: usize, at_end: bool) -> Option<usize> {
        let at = self.at(state, period);
        self.model
            .outcomes
            .iter()
            .position(|outcome| outcome.at_end == at_end && at.holds(outcome.when.as_ref()))
    }

    /// The commitments whose promise is seen to have come true in a state, as bits.
    pub(crate) fn delivered(&self, state: u32, period: usize) -> u32 {
        let at = self.at(state, period);
        let commitments = self.model.commitments.iter();
        commitments
            .filter_map(|commitment| commitment.delivers.as_ref())
            .enumerate()
            .filter(|(_, delivers)| at.holds(Some(delivers)))
            .fold(0, |bits, (number, _)| bits | 1 << number)
    }

    /// The type profile of a state.
    pub(crate) fn type_profile(&self, state: u32) -> u32 {
        self.type_profiles[&self.states.get(state)[..self.attributes]]
    }

    /// A state, for evaluating.
    pub(crate) fn at(&self, state: u32, period: usize) -> At<'_> {
        At {
            state: self.states.get(state),
            lows: self.lows,
            period,
        }
    }

    /// The possible options of a step of chance, each with its chance.
    pub(crate) fn options(&mut self, draft: &GraphBuilder, point: &Position) -> Result<Vec<(usize, Slot)>, Stop> {
        let model = self.model;
        let stage = &model.stages[point.stage];
        let steps = &self.steps[point.stage];
        let step = steps.steps[point.step];
        let at = At {
            state: self.states.get(point.state),
            lows: self.lows,
            period: draft.period,
        };
        let state = at.state;
        let place = || format!("stage `{}`, where {}", stage.name, describe(model, state));
        let from = From {
            graph: Some(draft.number),
            place: &place,
        };
        let mut either = |tree| super::chances::either(&mut self.tape, &mut self.checks, tree, at, from);
        let (found, span) = match step {
            Move::Opportunity(choice) => {
                let chance = parts(&stage.kind).0[choice].opportunity.as_ref();
                (either(chance.expect("a step of opportunity has a chance")), stage.span)
            }
            Move::Occasion { commitment, .. } => {
                let commitment = &model.commitments[commitment];
                (either(commitment.credibility()), commitment.span)
            }
            _ => {
                let effect = effect(&stage.kind, steps, &point.progress, step).expect("a step of chance has an effect");
                let found = super::chances::branches(&mut self.tape, &mut self.checks, effect, at, from);
                (found, effect.branches.first().map_or(stage.span, |branch| branch.span))
            }
        };
        self.note_watched(draft.period, point.state, span);
        let found = found.map_err(|bad| {
            let breach = RuleViolation::Chances {
                stage: point.stage,
                span,
                bad,
                strategy: false,
            };
            Stop::Broken(breach, point.state)
        })?;
        self.note_branches(point, &found);
        Ok(found)
    }

    /// The edge that an option of a step takes to what lies ahead; it pays what is due and what was due on the way.
    pub(crate) fn edge(
        &mut self,
        point: &Position,
        ahead: Destination,
        mut due: Vec<Paid>,
        action: usize,
        chance: Slot,
    ) -> ExploredEdge {
        due.extend(ahead.due);
        let payment_set = if due.is_empty() {
            0
        } else {
            let state = self.states.get(point.state).to_vec();
            let payment_set = self.payments.on_action(&mut self.tape, &state, &due);
            self.payment_sets.number(payment_set)
        };
        ExploredEdge {
            to: ahead.target,
            payment_set,
            chance,
            action: u16::try_from(action).expect("fewer than 2^16 options"),
            delivers: ahead.delivers,
            passed: ahead.passed,
        }
    }
}

/// What a step of a stage needs.
enum Decided {
    /// There is nothing to decide.
    Nothing,
    /// There is one option.
    Sure(usize),
    /// A node.
    Open,
}
