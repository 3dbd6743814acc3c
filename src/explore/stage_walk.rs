//! The walk through the stages of a period, from one node to the next: certain moves are made on the way.

use super::arrival::Arrival;
use super::certain_branches::certain_branch;
use super::chances::{NoOptions, Origin, branches, either};
use super::explorer::Explorer;
use super::graph_builder::{Entry, ExploredEdge, Target};
use super::rule_violation::ViolationKind;
use super::stage_moves::{Move, NodeKey, Position};
use super::states::{Undefined, Valuation};
use super::violation_log::Stop;
use crate::expression::{Binary, Slot};
use crate::game::PaymentSet;
use crate::scenario::model::{Cell, Paid};
use crate::source::Span;

/// What a move requires.
enum Requires {
    /// Nothing: it does not apply.
    Nothing,
    /// No node, as there is one option.
    Option(usize),
    /// No node, as none of so many further members of the choice's kind is asked.
    NobodyAsked(usize, u32),
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
        self.space.stages[position.stage].take(&mut position, option);
        self.arrive(position)
    }

    /// Where the walk arrives from a position before its next move. Many ways in which members choose lead to the same counts,
    /// and so to the same position.
    pub(crate) fn go_on(&mut self, position: Position) -> Result<Arrival, Stop> {
        let from = (
            self.space.stages[position.stage].first_layer + position.next,
            position.key.clone(),
        );
        if let Some(arrival) = self.arrivals.get(&from).filter(|_| self.chance_uses.is_none()) {
            return Ok(arrival.clone());
        }
        let arrival = self.arrive(position)?;
        self.arrivals.insert(from, arrival.clone());
        Ok(arrival)
    }

    fn arrive(&mut self, position: Position) -> Result<Arrival, Stop> {
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
                Requires::Nothing => self.space.stages[position.stage].pass(&mut position),
                Requires::Option(option) => {
                    arrival.due.extend(self.branch_payment(&position, option));
                    let (stage, next) = self.space.next_move(&position);
                    let certain = certain_branch(stage, &position, next, option);
                    arrival.certain.extend(certain);
                    self.space.stages[position.stage].take(&mut position, option);
                }
                Requires::NobodyAsked(choice, members) => {
                    let stage = &self.space.stages[position.stage];
                    if let Some(action) = stage.choices()[choice].not_asked {
                        stage.count(&mut position, (choice, action), members);
                    }
                    position.next += 1;
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
        // Of a kind without members, nobody is there.
        let members = |choice: usize| self.space.members(*state, position.stage, choice).unwrap_or(1);
        let applies = match next {
            Move::Opportunity(choice) => members(choice) > 0,
            Move::Occasion { choice, commitment } => {
                let when = self.space.model.commitments[commitment].when(choice);
                let due = || self.at(*state).holds(Some(when));
                let asked = members(choice) > 0 && stage.asked(progress, choice);
                asked && due().map_err(|undefined| Stop::undefined(*state, undefined))?
            }
            Move::Choice(choice) if members(choice) > 0 && stage.asked(progress, choice) => return Ok(Requires::Node),
            Move::Members(choice) if members(choice) > 1 => {
                let further = members(choice) - 1;
                return Ok(match self.members_are_asked(position, choice)? {
                    true => Requires::Node,
                    false => Requires::NobodyAsked(choice, further),
                });
            }
            Move::Choice(_) | Move::Members(_) => false,
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
        let counted = self.space.with_counts(position);
        let tally = Valuation { state: &counted, ..at };
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
                let value = if taken == Move::Joint { tally } else { at }.value(value);
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
        let counted = match next {
            Move::Joint => self.space.with_counts(position),
            _ => Vec::new(),
        };
        let mut at = self.space.at(position.key.state, self.period());
        if next == Move::Joint {
            at.state = &counted;
        }
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
            (Move::Occasion { choice, commitment }, _) => {
                let commitment = &self.space.model.commitments[commitment];
                let chance = (commitment.credibility(choice), commitment.span);
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
        due.extend(&arrival.due);
        let (payments, values) = (&self.payments, self.space.state(state));
        let payment_set = payments.on_action(&mut self.tape, values, &due);
        self.paying_edge(state, arrival, payment_set, (action, chance))
    }

    /// The edge of a way in which further members of a group choose, which pays so many times what is paid for one.
    pub(crate) fn members_edge(
        &mut self,
        state: u32,
        arrival: Arrival,
        paid: impl Iterator<Item = ((u32, Slot), u32)>,
        way: usize,
    ) -> Result<ExploredEdge, Stop> {
        let mut payment_set = PaymentSet::default();
        if !arrival.due.is_empty() {
            let due = self
                .payments
                .on_action(&mut self.tape, self.space.state(state), &arrival.due);
            payment_set = due.map_err(|undefined| Stop::undefined(state, undefined))?;
        }
        for ((term, amount), times) in paid {
            let times = self.tape.constant(f64::from(times));
            payment_set
                .payments
                .push((term, self.tape.binary(Binary::Multiply, amount, times)));
        }
        let certain = self.tape.constant(1.0);
        self.paying_edge(state, arrival, Ok(payment_set), (way, certain))
    }

    fn paying_edge(
        &mut self,
        state: u32,
        arrival: Arrival,
        payment_set: Result<PaymentSet, Undefined>,
        (action, chance): (usize, Slot),
    ) -> Result<ExploredEdge, Stop> {
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
