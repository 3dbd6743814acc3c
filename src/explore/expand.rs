//! The ways on from a node: options of chance, and actions with how the actor plays among them.

use super::chances::shared_out;
use super::decision_kinds::DecisionKindKey;
use super::error::TooLarge;
use super::graph_builder::{ExploredEdge, ExploredSet, GraphBuilder, SetKey};
use super::rule_violation::RuleViolation;
use super::shortest_path::{Location, Step};
use super::stage_moves::{Move, parts};
use super::states::describe;
use super::violation_log::Stop;
use super::walk::{Destination, Position, Walker};
use crate::expression::{Slot, Tree};
use crate::game::{Occasion, Play, Total};
use crate::scenario::model::{Binding, Paid, Rule, Strategy};

/// What an actor may do at a node, and what binds it.
struct DecisionContext {
    /// The available actions, by number.
    available: Vec<usize>,
    /// The commitments that are triggered, in order.
    triggered: Vec<Triggered>,
}

/// A commitment that is triggered at a node.
#[derive(Clone, Copy)]
struct Triggered {
    commitment: usize,
    /// The promised action.
    action: usize,
    bound: bool,
}

impl DecisionContext {
    /// The action that the actor is bound to.
    fn bound_to(&self) -> Option<usize> {
        let binds = self.triggered.iter().find(|triggered| triggered.bound);
        binds.map(|triggered| triggered.action)
    }

    /// The actions that the actor can take, in the order of the node's edges.
    fn ways(&self) -> Vec<usize> {
        match self.bound_to() {
            Some(action) => vec![action],
            None => self.available.clone(),
        }
    }

    /// What a triggered commitment means among the actions that the actor can take.
    fn occasion(&self, triggered: &Triggered) -> Occasion {
        let promised = triggered.action;
        Occasion {
            commitment: triggered.commitment,
            promised: self.ways().iter().position(|&action| action == promised),
            available: self.available.contains(&promised),
            bound: self.bound_to() == Some(promised),
        }
    }
}

/// A point at which an actor decides.
#[derive(Clone, Copy)]
struct DecisionPoint<'a> {
    draft: &'a GraphBuilder,
    point: &'a Position,
}

impl Walker<'_> {
    /// Finds all edges of a node. What is broken is noted, and nothing leads on from there.
    pub(crate) fn expand(&mut self, draft: &mut GraphBuilder, layer: usize, number: usize) -> Result<(), TooLarge> {
        let node = &draft.layers[layer].nodes[number];
        let point = Position {
            state: node.key.state,
            stage: draft.layers[layer].stage,
            step: draft.layers[layer].step,
            progress: node.key.progress.clone(),
        };
        self.location = Location::Node { layer, number };
        let edges = match self.steps[point.stage].steps[point.step] {
            Move::Choice(choice) => self.expand_choice(draft, &point, choice, (layer, number))?,
            _ => self.expand_chance(draft, &point, (layer, number))?,
        };
        draft.layers[layer].nodes[number].edges = edges;
        Ok(())
    }

    fn expand_chance(
        &mut self,
        draft: &mut GraphBuilder,
        point: &Position,
        at: (usize, usize),
    ) -> Result<Vec<ExploredEdge>, TooLarge> {
        let options = self.options(draft, point);
        let options = self.or_note(draft, options)?.unwrap_or_default();
        let mut edges = Vec::new();
        for (option, chance) in options {
            if let Some(ahead) = self.ahead(draft, point, at, option)? {
                let due = self.branch_payment(point, option).into_iter().collect();
                edges.push(self.edge(point, ahead, due, option, chance));
            }
        }
        Ok(edges)
    }

    /// What lies ahead of an option of a node; nothing where a rule is broken there.
    fn ahead(
        &mut self,
        draft: &mut GraphBuilder,
        point: &Position,
        (layer, number): (usize, usize),
        option: usize,
    ) -> Result<Option<Destination>, TooLarge> {
        self.location = Location::Edge(Step { layer, number, option });
        let ahead = self.follow(draft, point.clone(), option);
        self.or_note(draft, ahead)
    }

    fn expand_choice(
        &mut self,
        draft: &mut GraphBuilder,
        point: &Position,
        choice: usize,
        (layer, number): (usize, usize),
    ) -> Result<Vec<ExploredEdge>, TooLarge> {
        let site = DecisionPoint { draft, point };
        let situation = self.situation(site, choice);
        let Some(situation) = self.or_note(draft, situation)? else {
            return Ok(Vec::new());
        };
        let key = self.set_key(point, choice, &situation);
        let known = draft.layers[layer].known_set(&key);
        // Where places are looked for at which chances are needed, every node of a set is one.
        let again = self.watched.is_some();
        let made = match known {
            Some(_) if !again => None,
            _ => {
                let set = self.set(DecisionPoint { draft, point }, choice, &situation);
                match self.or_note(draft, set)? {
                    Some(set) => Some(set),
                    None => return Ok(Vec::new()),
                }
            }
        };
        let set = match (known, made) {
            (None, Some(set)) => draft.layers[layer].add_set(key, set),
            (known, _) => known.unwrap_or_default(),
        };
        draft.layers[layer].nodes[number].set = set;
        let certain = self.tape.constant(1.0);
        let mut edges = Vec::new();
        for action in situation.ways() {
            if let Some(ahead) = self.ahead(draft, point, (layer, number), action)? {
                let due = self.due(point, choice, action, &situation);
                edges.push(self.edge(point, ahead, due, action, certain));
            }
        }
        Ok(edges)
    }

    /// The payments on an action: its own, and the cost of each promise that it breaks.
    fn due(&self, point: &Position, choice: usize, action: usize, situation: &DecisionContext) -> Vec<Paid> {
        let mut due = vec![Paid::OnAction {
            stage: point.stage,
            choice,
            action,
            branch: None,
        }];
        for broken in &situation.triggered {
            let kept = broken.bound || broken.action == action;
            if !kept && situation.available.contains(&broken.action) {
                due.push(Paid::OnReneging {
                    commitment: broken.commitment,
                });
            }
        }
        due
    }

    fn situation(&mut self, site: DecisionPoint<'_>, choice: usize) -> Result<DecisionContext, Stop> {
        let (stage, state) = (site.point.stage, site.point.state);
        let actions = &parts(&self.model.stages[stage].kind).0[choice].actions;
        let at = self.at(state, site.draft.period);
        let available: Vec<usize> = (0..actions.len())
            .filter(|&action| at.holds(actions[action].guard.as_ref()))
            .collect();
        if available.is_empty() {
            return Err(Stop::Broken(RuleViolation::NoAction { stage }, state));
        }
        let situation = DecisionContext {
            available,
            triggered: self.triggered(site, choice),
        };
        for &action in &situation.available {
            self.coverage.actions[stage][choice][action] = true;
        }
        for triggered in &situation.triggered {
            self.coverage.commitments[triggered.commitment] = true;
        }
        match Self::bound_in_vain(stage, &situation) {
            Some(breach) => Err(Stop::Broken(breach, state)),
            None => Ok(situation),
        }
    }

    /// Whether two commitments bind at once, or one to an action that is not available.
    fn bound_in_vain(stage: usize, situation: &DecisionContext) -> Option<RuleViolation> {
        let mut binding = situation.triggered.iter().filter(|t| t.bound);
        let first = binding.next()?;
        if let Some(other) = binding.next() {
            return Some(RuleViolation::TwoCommitments {
                stage,
                first: first.commitment,
                second: other.commitment,
            });
        }
        let possible = situation.available.contains(&first.action);
        (!possible).then_some(RuleViolation::BoundUnavailable {
            commitment: first.commitment,
        })
    }

    /// The commitments that are triggered at a node.
    fn triggered(&self, site: DecisionPoint<'_>, choice: usize) -> Vec<Triggered> {
        let point = site.point;
        let at = self.at(point.state, site.draft.period);
        let mut found = Vec::new();
        for (number, commitment) in self.model.commitments.iter().enumerate() {
            let here = (commitment.stage, commitment.choice) == (point.stage, choice);
            if !here || !at.holds(Some(&commitment.when)) {
                continue;
            }
            let bound = match commitment.binding {
                Binding::Game { cell } => at.state[cell] == 1,
                Binding::Occasion { .. } => {
                    let step = Move::Occasion {
                        choice,
                        commitment: number,
                    };
                    self.steps[point.stage].decided(&point.progress, step) == Some(0)
                }
            };
            found.push(Triggered {
                commitment: number,
                action: commitment.action,
                bound,
            });
        }
        found
    }

    /// The information set of a node.
    fn set(
        &mut self,
        site: DecisionPoint<'_>,
        choice: usize,
        situation: &DecisionContext,
    ) -> Result<ExploredSet, Stop> {
        let written = &parts(&self.model.stages[site.point.stage].kind).0[choice];
        let play = match situation.bound_to() {
            Some(_) => Play::Committed(0),
            None => self.play(site, choice, &situation.available)?,
        };
        let occasions = situation.triggered.iter();
        Ok(ExploredSet {
            actor: written.actor,
            play,
            occasions: occasions.map(|t| situation.occasion(t)).collect(),
            row: self.row_key(site.point, choice, situation),
        })
    }

    /// All that the actor knows at a node.
    fn set_key(&self, point: &Position, choice: usize, situation: &DecisionContext) -> SetKey {
        let actor = parts(&self.model.stages[point.stage].kind).0[choice].actor;
        let mut key: SetKey = self.seen(actor, point.state);
        // Bound on this occasion or not is known to the actor. Which commitments are triggered follows from what it sees.
        let bound = |triggered: &Triggered| i32::from(triggered.bound);
        key.extend(situation.triggered.iter().map(bound));
        key
    }

    /// The values that an actor sees in a state.
    pub(crate) fn seen(&self, actor: usize, state: u32) -> Vec<i32> {
        let state = self.states.get(state);
        let cells = self.model.cells.iter().zip(state);
        cells
            .filter(|(cell, _)| cell.seen[actor])
            .map(|(_, value)| *value)
            .collect()
    }

    fn row_key(&self, point: &Position, choice: usize, situation: &DecisionContext) -> DecisionKindKey {
        let actor = parts(&self.model.stages[point.stage].kind).0[choice].actor;
        let state = self.states.get(point.state);
        let value = |cell: usize| state[cell] - self.lows[cell];
        let actor_type = self.model.actors[actor]
            .type_cell
            .map(|cell| usize::try_from(value(cell)).expect("a value is in its range"));
        let mut bound = (!situation.triggered.is_empty()).then(|| situation.bound_to().is_some());
        for commitment in &self.model.commitments {
            if let Binding::Game { cell } = commitment.binding
                && (commitment.stage, commitment.choice) == (point.stage, choice)
            {
                bound = Some(bound.unwrap_or(false) || value(cell) == 1);
            }
        }
        DecisionKindKey {
            stage: point.stage,
            choice,
            actor_type,
            bound,
        }
    }

    /// How an actor plays among the available actions.
    fn play(&mut self, site: DecisionPoint<'_>, choice: usize, available: &[usize]) -> Result<Play, Stop> {
        let written = &parts(&self.model.stages[site.point.stage].kind).0[choice];
        match &written.strategy {
            Strategy::BestResponse => Ok(Play::BestResponse),
            Strategy::Logit(precision) => {
                let state = self.states.get(site.point.state);
                Ok(Play::Logit(self.tape.bind(precision, state, self.lows)))
            }
            Strategy::Fixed(chances) => self.mixture(site, chances, available),
            Strategy::Rules(rules) => {
                let rule = self.rule(site, (choice, rules), available)?;
                self.mixture(site, &rule.play, available)
            }
        }
    }

    /// The rule that applies.
    fn rule<'r>(
        &self,
        site: DecisionPoint<'_>,
        (choice, rules): (usize, &'r [Rule]),
        available: &[usize],
    ) -> Result<&'r Rule, Stop> {
        let (stage, state) = (site.point.stage, site.point.state);
        let at = self.at(state, site.draft.period);
        let Some(rule) = rules.iter().find(|rule| at.holds(rule.when.as_ref())) else {
            return Err(Stop::Broken(RuleViolation::NoRule { stage, choice }, state));
        };
        for (action, chance) in rule.play.iter().enumerate() {
            let never = matches!(chance, Tree::Constant(value) if *value == 0.0);
            if !never && !available.contains(&action) {
                let breach = RuleViolation::RuleUnavailable {
                    stage,
                    choice,
                    action,
                    span: rule.span,
                };
                return Err(Stop::Broken(breach, state));
            }
        }
        Ok(rule)
    }

    /// Written probabilities of all actions, shared out among the available ones.
    fn mixture(&mut self, site: DecisionPoint<'_>, chances: &[Tree], available: &[usize]) -> Result<Play, Stop> {
        let state = self.states.get(site.point.state);
        let slots: Vec<Slot> = chances
            .iter()
            .map(|tree| self.tape.bind(tree, state, self.lows))
            .collect();
        let stage = &self.model.stages[site.point.stage];
        let graph = Some(site.draft.number);
        let place = || format!("the strategy at stage `{}`", stage.name);
        let checked = self.checks.require(&self.tape, &slots, Total::One, graph, place);
        self.note_watched(site.draft.period, site.point.state, stage.span);
        checked.map_err(|bad| {
            let breach = RuleViolation::Chances {
                stage: site.point.stage,
                span: stage.span,
                bad,
                strategy: true,
            };
            Stop::Broken(breach, site.point.state)
        })?;
        let kept: Vec<(usize, Slot)> = available.iter().map(|&a| (a, slots[a])).collect();
        if kept.len() < slots.len() {
            self.leaves_something(site, &kept)?;
        }
        let shared = shared_out(&mut self.tape, kept);
        Ok(Play::Fixed(shared.into_iter().map(|(_, slot)| slot).collect()))
    }

    /// Requires that chances that are shared out are not all zero.
    fn leaves_something(&mut self, site: DecisionPoint<'_>, kept: &[(usize, Slot)]) -> Result<(), Stop> {
        let slots: Vec<Slot> = kept.iter().map(|(_, slot)| *slot).collect();
        let stage = &self.model.stages[site.point.stage];
        let state = self.states.get(site.point.state);
        let place = || {
            format!(
                "the strategy at stage `{}` among the actions available where {}",
                stage.name,
                describe(self.model, state)
            )
        };
        let graph = Some(site.draft.number);
        let required = self.checks.require(&self.tape, &slots, Total::Positive, graph, place);
        self.note_watched(site.draft.period, site.point.state, stage.span);
        required.map_err(|_| {
            let breach = RuleViolation::NothingPlayed {
                stage: site.point.stage,
            };
            Stop::Broken(breach, site.point.state)
        })
    }
}
