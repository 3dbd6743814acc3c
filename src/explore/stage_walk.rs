//! The walk through the stages of a period, from one node to the next: certain moves are made on the way.

use super::certain_branches::certain_branch;
use super::chances::{NoOptions, Origin, branches, either};
use super::explorer::Explorer;
use super::graph_builder::{Entry, ExploredEdge, Target};
use super::rule_violation::ViolationKind;
use super::stage_moves::{Move, NodeKey, Position};
use super::violation_log::Stop;
use crate::expression::Slot;
use crate::game::CertainBranch;
use crate::scenario::model::{Cell, Paid};
use crate::source::Span;

/// Where the walk arrives, and what happens on the way there.
#[derive(Debug)]
pub(crate) struct Arrival {
    target: Target,
    /// The promises that come true, as bits.
    delivers: u32,
    /// The payments on certain branches.
    due: Vec<Paid>,
    /// The certain branches that have a name.
    certain: Vec<CertainBranch>,
}

impl Arrival {
    /// Before the walk has gone anywhere.
    fn nowhere() -> Self {
        let target = Target::PeriodState(0);
        Self {
            target,
            delivers: 0,
            due: Vec::new(),
            certain: Vec::new(),
        }
    }
}

/// What a move requires.
enum Requires {
    /// Nothing: it does not apply.
    Nothing,
    /// No node, as there is one option.
    Option(usize),
    Node,
}

impl Explorer<'_> {
    /// Where the period begins at a period state.
    pub(crate) fn enter(&mut self, period_state: u32) -> Result<Entry, Stop> {
        let mut arrival = Arrival::nowhere();
        let state = self.space.period_states.all[period_state as usize];
        self.begin(state, 0, &mut arrival)?;
        let certain = arrival
            .certain
            .into_iter()
            .map(|branch| (period_state as usize, branch));
        self.graph.certain_at_entry.extend(certain);
        Ok(Entry {
            to: arrival.target,
            delivers: arrival.delivers,
        })
    }

    /// Where the walk arrives from a position at which an option is taken.
    pub(crate) fn follow(&mut self, mut position: Position, option: usize) -> Result<Arrival, Stop> {
        position.take(option);
        let next = position.stage + 1;
        let mut arrival = Arrival::nowhere();
        if let Some(after) = self.advance(position, &mut arrival)? {
            self.begin(after, next, &mut arrival)?;
        }
        Ok(arrival)
    }

    /// Walks through the stages from one on, skipping those that do not run, to a node or the end of the period or
    /// game.
    fn begin(&mut self, mut state: u32, first: usize, arrival: &mut Arrival) -> Result<(), Stop> {
        for stage in first..self.space.stages.len() {
            let moves = &self.space.stages[stage];
            let runs = self.at(state).holds(moves.stage.when.as_ref());
            if !runs.map_err(|undefined| Stop::undefined(state, undefined))? {
                continue;
            }
            let key = NodeKey {
                state,
                progress: moves.no_progress(),
            };
            self.coverage.stages[stage] = true;
            let next = 0;
            match self.advance(Position { key, stage, next }, arrival)? {
                Some(after) => state = after,
                None => return Ok(()),
            }
        }
        arrival.target = Target::PeriodState(self.period_state(state)?);
        Ok(())
    }

    /// Walks through the moves of a stage to a node, or to the end of the stage; then the state after it, unless the
    /// game is over.
    fn advance(&mut self, mut position: Position, arrival: &mut Arrival) -> Result<Option<u32>, Stop> {
        while position.next < self.space.stages[position.stage].moves.len() {
            // Most positions were reached before; the options of a move are worked out for new ones only.
            let layer = self.space.stages[position.stage].first_layer + position.next;
            if let Some(number) = self.graph.layers[layer].node(&position.key) {
                arrival.target = Target::Node { layer, number };
                return Ok(None);
            }
            match self.requires(&position)? {
                Requires::Nothing => position.next += 1,
                Requires::Option(option) => {
                    arrival.due.extend(self.branch_payment(&position, option));
                    let (stage, next) = self.space.next_move(&position);
                    let certain = certain_branch(stage, &position, next, option);
                    arrival.certain.extend(certain);
                    position.take(option);
                }
                Requires::Node => {
                    let number = self.graph.layers[layer].add_node(position.key);
                    self.count_node()?;
                    arrival.target = Target::Node { layer, number };
                    return Ok(None);
                }
            }
        }
        self.finish(&position, arrival)
    }

    fn requires(&mut self, position: &Position) -> Result<Requires, Stop> {
        let (stage, next) = self.space.next_move(position);
        let NodeKey { state, progress } = &position.key;
        let applies = match next {
            Move::Opportunity(_) => true,
            Move::Occasion { choice, commitment } => {
                let when = &self.space.model.commitments[commitment].when;
                let due = || self.at(*state).holds(Some(when));
                stage.asked(progress, choice) && due().map_err(|undefined| Stop::undefined(*state, undefined))?
            }
            Move::Choice(choice) if stage.asked(progress, choice) => return Ok(Requires::Node),
            Move::Choice(_) => false,
            Move::Chance | Move::Effect(_) | Move::Joint => stage.effect(progress, next).is_some(),
        };
        if !applies {
            return Ok(Requires::Nothing);
        }
        Ok(match self.options(position)?[..] {
            [(option, _)] => Requires::Option(option),
            _ => Requires::Node,
        })
    }

    /// The payment on a branch of the effect of an action.
    pub(crate) fn branch_payment(&self, position: &Position, branch: usize) -> Option<Paid> {
        let (stage, Move::Effect(choice)) = self.space.next_move(position) else {
            return None;
        };
        Some(Paid::OnAction {
            stage: position.stage,
            choice,
            action: stage.picked(&position.key.progress, choice)?,
            branch: Some(branch),
        })
    }

    /// Applies the effects of a stage that is over, and checks outcomes: the state after it, unless the game is over.
    fn finish(&mut self, position: &Position, arrival: &mut Arrival) -> Result<Option<u32>, Stop> {
        let after = self.apply(position)?;
        let after = self.space.states.number(after);
        let period = self.period();
        let undefined = |undefined| Stop::undefined(after, undefined);
        arrival.delivers |= self.space.delivered(after, period).map_err(undefined)?;
        if let Some(outcome) = self.space.outcome(after, period, false).map_err(undefined)? {
            arrival.target = Target::Leaf(self.leaf(after, outcome)?);
            return Ok(None);
        }
        Ok(Some(after))
    }

    /// The state after a stage.
    fn apply(&self, position: &Position) -> Result<Vec<i32>, Stop> {
        let stage = &self.space.stages[position.stage];
        let at = self.at(position.key.state);
        let mut after = at.state.to_vec();
        // By cell, the move whose branch assigned it last.
        let mut assigned: Vec<Option<(usize, Span)>> = vec![None; after.len()];
        let mut clashes: Vec<(usize, Span)> = Vec::new();
        for (number, &taken) in stage.moves.iter().enumerate() {
            let effect = stage.effect(&position.key.progress, taken);
            let option = usize::try_from(position.key.progress[number]).ok();
            let Some((effect, branch)) = effect.zip(option) else {
                continue;
            };
            let branch = &effect.branches[branch];
            for &(cell, ref value) in &branch.set {
                if taken == Move::Joint {
                    clashes.retain(|(clashing, _)| *clashing != cell);
                } else if assigned[cell].is_some_and(|(other, _)| other != number) {
                    clashes.push((cell, branch.span));
                }
                assigned[cell] = Some((number, branch.span));
                let value = at.value(value);
                let value = value.map_err(|undefined| Stop::undefined(position.key.state, undefined))?;
                // A value that is no `i32` is out of every range.
                let fits = value.abs() < 1e9;
                after[cell] = if fits { value as i32 } else { i32::MAX };
            }
        }
        let (stage, described) = (position.stage, stage.stage);
        if let Some(&(cell, span)) = clashes.first() {
            let kind = ViolationKind::Clash { stage, cell };
            return Err(Stop::violation(position.key.state, span, kind));
        }
        let outside = |cell: &usize| {
            let Cell { low, high, .. } = self.space.model.cells[*cell];
            !(low..=high).contains(&after[*cell])
        };
        if let Some(cell) = (0..after.len()).find(outside) {
            let span = assigned[cell].map_or(described.span, |(_, span)| span);
            let kind = ViolationKind::LeavesRange {
                stage,
                cell,
                became: after[cell],
            };
            return Err(Stop::violation(position.key.state, span, kind));
        }
        Ok(after)
    }

    /// The possible options of a move of chance, each with its chance.
    pub(crate) fn options(&mut self, position: &Position) -> Result<Vec<(usize, Slot)>, Stop> {
        let (stage, next) = self.space.next_move(position);
        let effect = stage.effect(&position.key.progress, next);
        let at = self.space.at(position.key.state, self.period());
        let place = || format!("stage `{}`", stage.stage.name);
        let origin = Origin {
            graph: Some(self.graph.number),
            place: &place,
        };
        let (tape, checks) = (&mut self.tape, &mut self.checks);
        let (found, span) = match (next, effect) {
            (Move::Opportunity(choice), _) => {
                let chance = stage.choices()[choice].opportunity.as_ref();
                let chance = chance.expect("a move of opportunity has a chance");
                let span = stage.stage.span;
                (either(tape, checks, (chance, span), at, origin), span)
            }
            (Move::Occasion { commitment, .. }, _) => {
                let commitment = &self.space.model.commitments[commitment];
                let chance = (commitment.credibility(), commitment.span);
                (either(tape, checks, chance, at, origin), commitment.span)
            }
            (_, effect) => {
                let effect = effect.expect("a move of chance has an effect");
                let first = effect.branches.first();
                let span = first.map_or(stage.stage.span, |branch| branch.span);
                (branches(tape, checks, effect, at, origin), span)
            }
        };
        self.record_chance_uses(position.key.state, span);
        let found = found.map_err(|none| match none {
            NoOptions::Undefined(undefined) => Stop::undefined(position.key.state, undefined),
            NoOptions::BadChance(bad) => {
                let kind = ViolationKind::Chances {
                    stage: position.stage,
                    bad,
                    strategy: false,
                };
                Stop::violation(position.key.state, span, kind)
            }
        })?;
        if let Some(effect) = effect {
            let span = |(option, _): &(usize, Slot)| effect.branches[*option].span;
            self.coverage.branches.extend(found.iter().map(span));
        }
        if next == Move::Joint {
            let joint = self.space.stages[position.stage].joint(&position.key.progress);
            self.coverage.branches.extend(joint.map(|joint| joint.span));
        }
        Ok(found)
    }

    /// The edge of an option, which pays what is due on it and on the certain branches after it.
    pub(crate) fn edge(
        &mut self,
        state: u32,
        arrival: Arrival,
        mut due: Vec<Paid>,
        (action, chance): (usize, Slot),
    ) -> Result<ExploredEdge, Stop> {
        due.extend(arrival.due);
        let (payments, values) = (&self.payments, self.space.state(state));
        let payment_set = payments.on_action(&mut self.tape, values, &due);
        let payment_set = payment_set.map_err(|undefined| Stop::undefined(state, undefined))?;
        Ok(ExploredEdge {
            to: arrival.target,
            payment_set: self.payment_sets.number(payment_set),
            chance,
            action: u16::try_from(action).expect("fewer than 2^16 options"),
            delivers: arrival.delivers,
            certain: arrival.certain,
        })
    }
}
