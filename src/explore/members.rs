//! The edges of a node at which further members of a group choose: one for each way to count their actions.

use super::decision::Decision;
use super::error::TooLarge;
use super::explorer::Explorer;
use super::graph_builder::{ExploredEdge, ExploredMembers};
use super::rule_violation::ViolationKind;
use super::shortest_path::{Location, Step};
use super::stage_moves::{Move, Position};
use super::states::Undefined;
use super::violation_log::Stop;
use crate::expression::Slot;
use crate::game::{Category, Members, Promise};
use crate::scenario::model::Binding;

/// What a member does.
struct Done {
    /// The action that it counts as taking.
    action: Option<usize>,
    /// What its group is paid.
    payments: Vec<(u32, Slot)>,
}

impl<'m> Explorer<'m> {
    pub(super) fn expand_members(
        &mut self,
        position: &Position,
        choice: usize,
        (layer, number): (usize, usize),
    ) -> Result<Vec<ExploredEdge>, TooLarge> {
        let found = self.members(position, choice);
        let Some((found, decision)) = self.recorded(found)? else {
            return Ok(Vec::new());
        };
        let of_category = found
            .members
            .categories()
            .map(|category| self.done(&decision, category));
        let done = of_category.collect::<Result<Vec<Done>, Undefined>>();
        let done = done.map_err(|undefined| Stop::undefined(position.key.state, undefined));
        let Some(done) = self.recorded(done)? else {
            return Ok(Vec::new());
        };
        let mut edges = Vec::new();
        for (way, counts) in found.members.counts().into_iter().enumerate() {
            let mut further = position.clone();
            let stage = &self.space.stages[position.stage];
            for (done, &count) in done.iter().zip(&counts).filter(|(_, count)| **count > 0) {
                if let Some(action) = done.action {
                    stage.count(&mut further, (choice, action), count);
                }
            }
            further.next += 1;
            self.location = Location::Edge(Step::new((layer, number), way));
            let arrival = self.go_on(further);
            if let Some(arrival) = self.recorded(arrival)? {
                let paid = done.iter().zip(counts).flat_map(|(done, count)| {
                    let payments = done.payments.iter().filter(move |_| count > 0);
                    payments.map(move |&payment| (payment, count))
                });
                let edge = self.members_edge(position.key.state, arrival, paid, way);
                edges.extend(self.recorded(edge)?);
            }
        }
        self.graph.layers[layer].nodes[number].members = Some(found);
        Ok(edges)
    }

    /// What one member in a category does, and what its group is paid for it.
    fn done(&mut self, decision: &Decision<'_>, category: Category) -> Result<Done, Undefined> {
        let (action, due) = match category {
            Category::Choice(choice) => {
                let action = decision.actions()[choice];
                (Some(action), decision.due(action))
            }
            Category::Bound(promise) => {
                let action = usize::from(promise.action);
                (Some(action), vec![decision.paid_for(action)])
            }
            Category::NotAsked => (decision.described.not_asked, Vec::new()),
        };
        let state = self.space.state(decision.state);
        let payments = self.payments.of_member(&mut self.tape, state, &due)?;
        Ok(Done { action, payments })
    }

    /// How the further members choose, and the decision of one that is asked and free.
    fn members(&mut self, position: &Position, choice: usize) -> Result<(ExploredMembers, Decision<'m>), Stop> {
        let (state, stage) = (position.key.state, position.stage);
        let asked = self.chance_of(position, Move::Opportunity(choice))?;
        let mut alone = position.clone();
        let mut bound = None;
        for commitment in 0..self.space.model.commitments.len() {
            let promise = &self.space.model.commitments[commitment];
            if !promise.is_of(stage, choice) || !matches!(promise.binding, Binding::Occasion { .. }) {
                continue;
            }
            let due = self.at(state).holds(Some(promise.when(choice)));
            if !due.map_err(|undefined| Stop::undefined(state, undefined))? {
                continue;
            }
            let action = promise.action;
            let occasion = Move::Occasion { choice, commitment };
            match self.chance_of(position, occasion)? {
                Some(chance) => {
                    bound = Some(Promise {
                        commitment,
                        chance,
                        action: u16::try_from(action).expect("fewer than 2^16 actions"),
                    });
                }
                None => self.take_certain(&mut alone, occasion)?,
            }
        }
        let decision = Decision::new(&self.space, &alone, choice, self.period());
        let decision = decision.map_err(|undefined| Stop::undefined(state, undefined))?;
        let moves = &self.space.stages[stage];
        let layer = moves.first_layer
            + moves
                .position(Move::Choice(choice))
                .expect("members choose like the first");
        let Some(set) = self.graph.layers[layer].set(&decision.set_key(&self.space)) else {
            // The first member's choice violates a rule, which is recorded.
            let span = moves.stage.span;
            return Err(Stop::violation(state, span, ViolationKind::NoAction(stage)));
        };
        let all = self
            .space
            .members(state, stage, choice)
            .expect("members of groups choose here");
        let members = Members {
            count: all as usize - 1,
            set,
            actions: decision.actions().len(),
            asked,
            bound,
            first: 0,
        };
        Ok((ExploredMembers { layer, members }, decision))
    }

    /// The chance of the first option of a move of chance; `None` where one is certain, or the stage has no such move.
    fn chance_of(&mut self, position: &Position, of: Move) -> Result<Option<Slot>, Stop> {
        let Some(next) = self.space.stages[position.stage].position(of) else {
            return Ok(None);
        };
        let at = Position {
            next,
            ..position.clone()
        };
        let options = self.options(&at)?;
        Ok((options.len() > 1).then(|| options[0].1))
    }

    /// Takes the only option of a move of chance.
    fn take_certain(&mut self, position: &mut Position, of: Move) -> Result<(), Stop> {
        let stage = &self.space.stages[position.stage];
        let next = stage.position(of).expect("a promise on each occasion has a move");
        let at = Position {
            next,
            ..position.clone()
        };
        let options = self.options(&at)?;
        position.key.progress[next] = i16::try_from(options[0].0).expect("two options");
        Ok(())
    }

    /// Whether the further members of a kind are asked at all.
    pub(super) fn members_are_asked(&mut self, position: &Position, choice: usize) -> Result<bool, Stop> {
        let Some(next) = self.space.stages[position.stage].position(Move::Opportunity(choice)) else {
            return Ok(true);
        };
        let at = Position {
            next,
            ..position.clone()
        };
        Ok(self.options(&at)?[0].0 == 0)
    }
}
