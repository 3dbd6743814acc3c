//! The edges of a node: the options of chance, or the actions of an actor in an information set.

use super::decision::Decision;
use super::error::TooLarge;
use super::explorer::Explorer;
use super::graph_builder::{ExploredEdge, ExploredSet, SetKey};
use super::rule_violation::ViolationKind;
use super::shortest_path::{Location, Step};
use super::stage_moves::{Move, Position};
use super::stage_walk::Arrival;
use super::violation_log::Stop;

impl<'m> Explorer<'m> {
    /// Finds all edges of a node. A rule violation is recorded, and has no edge.
    pub(crate) fn expand(&mut self, layer: usize, number: usize) -> Result<(), TooLarge> {
        let builder = &self.graph.layers[layer];
        let key = &builder.nodes[number].key;
        let position = Position {
            state: key.state,
            stage: builder.stage,
            next: builder.at,
            progress: key.progress.clone(),
        };
        self.location = Location::Node { layer, number };
        let edges = match self.space.next_move(&position).1 {
            Move::Choice(choice) => self.expand_choice(&position, choice, (layer, number))?,
            _ => self.expand_chance(&position, (layer, number))?,
        };
        self.graph.layers[layer].nodes[number].edges = edges;
        Ok(())
    }

    fn expand_chance(&mut self, position: &Position, at: (usize, usize)) -> Result<Vec<ExploredEdge>, TooLarge> {
        let options = self.options(position);
        let mut edges = Vec::new();
        for (option, chance) in self.recorded(options)?.unwrap_or_default() {
            if let Some(arrival) = self.arrival(position, at, option)? {
                let due = self.branch_payment(position, option).into_iter().collect();
                edges.push(self.edge(position.state, arrival, due, option, chance));
            }
        }
        Ok(edges)
    }

    /// Where an option of a node leads; `None` where a rule is violated.
    fn arrival(
        &mut self,
        position: &Position,
        (layer, number): (usize, usize),
        option: usize,
    ) -> Result<Option<Arrival>, TooLarge> {
        self.location = Location::Edge(Step { layer, number, option });
        let arrival = self.follow(position.clone(), option);
        self.recorded(arrival)
    }

    fn expand_choice(
        &mut self,
        position: &Position,
        choice: usize,
        (layer, number): (usize, usize),
    ) -> Result<Vec<ExploredEdge>, TooLarge> {
        let decision = self.decision(position, choice);
        let Some(decision) = self.recorded(decision)? else {
            return Ok(Vec::new());
        };
        let key = decision.set_key(&self.space);
        let mut set = self.graph.layers[layer].set(&key);
        // Where the uses of chances are recorded, every node of a set is one.
        if set.is_none() || self.chance_uses.is_some() {
            let explored = self.set(&decision, &key);
            let Some(explored) = self.recorded(explored)? else {
                return Ok(Vec::new());
            };
            set = set.or_else(|| Some(self.graph.layers[layer].add_set(explored)));
        }
        self.graph.layers[layer].nodes[number].set = set.expect("the set is known or was added");
        let certain = self.tape.constant(1.0);
        let mut edges = Vec::new();
        for action in decision.actions() {
            if let Some(arrival) = self.arrival(position, (layer, number), action)? {
                let due = decision.due(action);
                edges.push(self.edge(position.state, arrival, due, action, certain));
            }
        }
        Ok(edges)
    }

    /// The decision at a node. A rule is violated where no action is available or commitments conflict.
    fn decision(&mut self, position: &Position, choice: usize) -> Result<Decision<'m>, Stop> {
        let &Position { state, stage, .. } = position;
        let decision = Decision::new(&self.space, position, choice, self.period());
        if decision.available.is_empty() {
            let span = self.space.stages[stage].stage.span;
            return Err(Stop::violation(state, span, ViolationKind::NoAction(stage)));
        }
        for &action in &decision.available {
            self.coverage.actions[stage][choice][action] = true;
        }
        for triggered in &decision.triggered {
            self.coverage.commitments[triggered.commitment] = true;
        }
        match decision.conflict(&self.space) {
            Some((span, kind)) => Err(Stop::violation(state, span, kind)),
            None => Ok(decision),
        }
    }

    fn set(&mut self, decision: &Decision<'_>, key: &SetKey) -> Result<ExploredSet, Stop> {
        Ok(ExploredSet {
            key: key.clone(),
            actor: decision.described.actor,
            play: self.play(decision)?,
            nests: self.nests(decision),
            occasions: decision.occasions(),
            kind: decision.kind(&self.space),
            last_met: 0,
        })
    }
}
