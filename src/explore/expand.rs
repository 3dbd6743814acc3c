//! The edges of a node: the options of chance, or the actions of an actor in an information set.

use super::arrival::Arrival;
use super::decision::Decision;
use super::error::TooLarge;
use super::explorer::Explorer;
use super::graph_builder::{ExploredEdge, ExploredSet};
use super::rule_violation::ViolationKind;
use super::shortest_path::{Location, Step};
use super::stage_moves::{Move, Position};
use super::violation_log::Stop;

impl<'m> Explorer<'m> {
    /// Finds all edges of a node. A rule violation is recorded, and has no edge.
    pub(crate) fn expand(&mut self, layer: usize, number: usize) -> Result<(), TooLarge> {
        let builder = &self.graph.layers[layer];
        let position = Position {
            key: builder.nodes[number].key.clone(),
            stage: builder.stage,
            next: builder.at,
        };
        self.location = Location::Node { layer, number };
        let edges = match self.space.next_move(&position).1 {
            Move::Members(choice) => self.expand_members(&position, choice, (layer, number))?,
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
                let edge = self.edge(position.key.state, arrival, due, (option, chance));
                edges.extend(self.recorded(edge)?);
            }
        }
        Ok(edges)
    }

    /// Where an option of a node leads; `None` where a rule is violated.
    fn arrival(&mut self, position: &Position, at: (usize, usize), option: usize) -> Result<Option<Arrival>, TooLarge> {
        self.location = Location::Edge(Step::new(at, option));
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
            let play = self.play(&decision);
            let play = play.and_then(|play| Ok((play, self.nests(&decision)?)));
            let Some((play, nests)) = self.recorded(play)? else {
                return Ok(Vec::new());
            };
            let explored = ExploredSet {
                key,
                actor: decision.described.actor,
                actions: decision.actions(),
                play,
                nests,
                occasions: decision.occasions(),
                kind: decision.kind(&self.space),
                last_met: 0,
            };
            set = set.or_else(|| Some(self.graph.layers[layer].add_set(explored)));
        }
        self.graph.layers[layer].nodes[number].set = set.expect("the set is known or was added");
        let certain = self.tape.constant(1.0);
        let mut edges = Vec::new();
        for action in decision.actions() {
            if let Some(arrival) = self.arrival(position, (layer, number), action)? {
                let due = decision.due(action);
                let edge = self.edge(position.key.state, arrival, due, (action, certain));
                edges.extend(self.recorded(edge)?);
            }
        }
        Ok(edges)
    }

    /// The decision at a node. A rule is violated where no action is available or commitments conflict.
    fn decision(&mut self, position: &Position, choice: usize) -> Result<Decision<'m>, Stop> {
        let (state, stage) = (position.key.state, position.stage);
        let decision = Decision::new(&self.space, position, choice, self.period());
        let decision = decision.map_err(|undefined| Stop::undefined(state, undefined))?;
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
}
