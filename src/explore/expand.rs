//! The ways on from a node: options of chance, and actions with how the actor plays among them.

use super::breach::Breach;
use super::chances::shared_out;
use super::draft::{EdgeDraft, FrameDraft, SetDraft, SetKey};
use super::findings::Stop;
use super::rows::RowKey;
use super::stages::{Step, parts};
use super::states::describe;
use super::violation::TooLarge;
use super::walk::{Ahead, Point, Walker};
use super::ways::{Passed, Spot};
use crate::expression::{Slot, Tree};
use crate::game::{Occasion, Play, Total};
use crate::scenario::model::{Binding, Paid, Strategy};

/// What an actor may do at a node, and what binds it.
struct Situation {
    /// The available actions, by number.
    available: Vec<usize>,
    triggered: Option<Triggered>,
}

/// A commitment that is triggered at a node.
#[derive(Clone, Copy)]
struct Triggered {
    commitment: usize,
    bound: bool,
}

impl Walker<'_> {
    /// Finds all edges of a node. What is broken is noted, and nothing leads on from there.
    pub(crate) fn expand(
        &mut self,
        draft: &mut FrameDraft,
        layer: usize,
        number: usize,
    ) -> Result<(), TooLarge> {
        let node = &draft.layers[layer].nodes[number];
        let point = Point {
            state: node.key.state,
            stage: draft.layers[layer].stage,
            step: draft.layers[layer].step,
            progress: node.key.progress.clone(),
        };
        self.spot = Spot::Node { layer, number };
        let edges = match self.steps[point.stage].steps[point.step] {
            Step::Choice(choice) => self.expand_choice(draft, &point, choice, (layer, number))?,
            _ => self.expand_chance(draft, &point, (layer, number))?,
        };
        draft.layers[layer].nodes[number].edges = edges;
        Ok(())
    }

    fn expand_chance(
        &mut self,
        draft: &mut FrameDraft,
        point: &Point,
        at: (usize, usize),
    ) -> Result<Vec<EdgeDraft>, TooLarge> {
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
        draft: &mut FrameDraft,
        point: &Point,
        (layer, number): (usize, usize),
        option: usize,
    ) -> Result<Option<Ahead>, TooLarge> {
        self.spot = Spot::Edge(Passed {
            layer,
            number,
            option,
        });
        let ahead = self.follow(draft, point.clone(), option);
        self.or_note(draft, ahead)
    }

    fn expand_choice(
        &mut self,
        draft: &mut FrameDraft,
        point: &Point,
        choice: usize,
        (layer, number): (usize, usize),
    ) -> Result<Vec<EdgeDraft>, TooLarge> {
        let situation = self.situation(draft, point, choice);
        let Some(situation) = self.or_note(draft, situation)? else {
            return Ok(Vec::new());
        };
        let set = self.set(draft, point, choice, layer, &situation);
        let Some(set) = self.or_note(draft, set)? else {
            return Ok(Vec::new());
        };
        draft.layers[layer].nodes[number].set = set;
        let taken = match situation.triggered {
            Some(Triggered {
                commitment,
                bound: true,
            }) => vec![self.model.commitments[commitment].action],
            _ => situation.available.clone(),
        };
        let certain = self.tape.constant(1.0);
        let mut edges = Vec::new();
        for action in taken {
            if let Some(ahead) = self.ahead(draft, point, (layer, number), action)? {
                let due = self.due(point, choice, action, &situation);
                edges.push(self.edge(point, ahead, due, action, certain));
            }
        }
        Ok(edges)
    }

    /// The payments on an action: its own, and the cost of reneging by choice.
    fn due(&self, point: &Point, choice: usize, action: usize, situation: &Situation) -> Vec<Paid> {
        let mut due = vec![Paid::OnAction {
            stage: point.stage,
            choice,
            action,
            branch: None,
        }];
        if let Some(Triggered {
            commitment,
            bound: false,
        }) = situation.triggered
        {
            let promised = self.model.commitments[commitment].action;
            if action != promised && situation.available.contains(&promised) {
                due.push(Paid::OnReneging { commitment });
            }
        }
        due
    }

    fn situation(
        &mut self,
        draft: &FrameDraft,
        point: &Point,
        choice: usize,
    ) -> Result<Situation, Stop> {
        let stage = &self.model.stages[point.stage];
        let actions = &parts(&stage.kind).0[choice].actions;
        let at = self.at(point.state, draft.period);
        let available: Vec<usize> = (0..actions.len())
            .filter(|&action| at.holds(actions[action].guard.as_ref()))
            .collect();
        if available.is_empty() {
            let breach = Breach::NoAction { stage: point.stage };
            return Err(Stop::Broken(breach, point.state));
        }
        for &action in &available {
            self.met.actions[point.stage][choice][action] = true;
        }
        let triggered = self.triggered(draft, point, choice)?;
        if let Some(Triggered { commitment, bound }) = triggered {
            self.met.commitments[commitment] = true;
            if bound && !available.contains(&self.model.commitments[commitment].action) {
                let breach = Breach::BoundUnavailable { commitment };
                return Err(Stop::Broken(breach, point.state));
            }
        }
        Ok(Situation {
            available,
            triggered,
        })
    }

    /// The commitment that is triggered at a node, if one is.
    fn triggered(
        &self,
        draft: &FrameDraft,
        point: &Point,
        choice: usize,
    ) -> Result<Option<Triggered>, Stop> {
        let at = self.at(point.state, draft.period);
        let mut found: Option<Triggered> = None;
        for (number, commitment) in self.model.commitments.iter().enumerate() {
            let here = (commitment.stage, commitment.choice) == (point.stage, choice);
            if !here || !at.holds(Some(&commitment.when)) {
                continue;
            }
            let bound = match commitment.binding {
                Binding::Game { cell } => at.state[cell] == 1,
                Binding::Occasion { .. } => {
                    let step = Step::Occasion {
                        choice,
                        commitment: number,
                    };
                    self.steps[point.stage].decided(&point.progress, step) == Some(0)
                }
            };
            if let Some(first) = found {
                let breach = Breach::TwoCommitments {
                    stage: point.stage,
                    first: first.commitment,
                    second: number,
                };
                return Err(Stop::Broken(breach, point.state));
            }
            found = Some(Triggered {
                commitment: number,
                bound,
            });
        }
        Ok(found)
    }

    /// The number within its layer of the information set of a node.
    fn set(
        &mut self,
        draft: &mut FrameDraft,
        point: &Point,
        choice: usize,
        layer: usize,
        situation: &Situation,
    ) -> Result<usize, Stop> {
        let key = self.set_key(point, choice, situation);
        let bound = situation.triggered.is_some_and(|triggered| triggered.bound);
        if let Some(set) = draft.layers[layer].known_set(&key) {
            if self.watched.is_some() && !bound {
                // The same again, but every place where chances are needed is looked for.
                self.play(draft, point, choice, &situation.available)?;
            }
            return Ok(set);
        }
        let written = &parts(&self.model.stages[point.stage].kind).0[choice];
        let occasion = situation.triggered.map(|triggered| {
            let action = self.model.commitments[triggered.commitment].action;
            Occasion {
                commitment: triggered.commitment,
                promised: if triggered.bound {
                    Some(0)
                } else {
                    situation.available.iter().position(|&a| a == action)
                },
                bound: triggered.bound,
            }
        });
        let play = if bound {
            Play::Forced(0)
        } else {
            self.play(draft, point, choice, &situation.available)?
        };
        let set = SetDraft {
            actor: written.actor,
            play,
            occasion,
            row: self.row_key(point, choice, situation),
        };
        Ok(draft.layers[layer].add_set(key, set))
    }

    /// All that the actor knows at a node.
    fn set_key(&self, point: &Point, choice: usize, situation: &Situation) -> SetKey {
        let actor = parts(&self.model.stages[point.stage].kind).0[choice].actor;
        let mut key: SetKey = self.seen(actor, point.state);
        // Bound on this occasion or not is known to the actor.
        key.push(match situation.triggered {
            None => 0,
            Some(Triggered { bound: false, .. }) => 1,
            Some(Triggered { bound: true, .. }) => 2,
        });
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

    fn row_key(&self, point: &Point, choice: usize, situation: &Situation) -> RowKey {
        let actor = parts(&self.model.stages[point.stage].kind).0[choice].actor;
        let state = self.states.get(point.state);
        let value = |cell: usize| state[cell] - self.lows[cell];
        let actor_type = self.model.actors[actor]
            .type_cell
            .map(|cell| usize::try_from(value(cell)).expect("a value is in its range"));
        let mut bound = situation.triggered.map(|triggered| triggered.bound);
        for commitment in &self.model.commitments {
            if let Binding::Game { cell } = commitment.binding
                && (commitment.stage, commitment.choice) == (point.stage, choice)
            {
                bound = Some(bound.unwrap_or(false) || value(cell) == 1);
            }
        }
        RowKey {
            stage: point.stage,
            choice,
            actor_type,
            bound,
        }
    }

    /// How an actor plays among the available actions.
    fn play(
        &mut self,
        draft: &FrameDraft,
        point: &Point,
        choice: usize,
        available: &[usize],
    ) -> Result<Play, Stop> {
        let model = self.model;
        let written = &parts(&model.stages[point.stage].kind).0[choice];
        match &written.strategy {
            Strategy::BestResponse => Ok(Play::BestResponse),
            Strategy::Logit(precision) => {
                let state = self.states.get(point.state);
                Ok(Play::Logit(self.tape.bind(precision, state, self.lows)))
            }
            Strategy::Fixed(chances) => self.mixture(draft, point, chances, available),
            Strategy::Rules(rules) => {
                let at = self.at(point.state, draft.period);
                let Some(rule) = rules.iter().find(|rule| at.holds(rule.when.as_ref())) else {
                    let breach = Breach::NoRule {
                        stage: point.stage,
                        choice,
                    };
                    return Err(Stop::Broken(breach, point.state));
                };
                for (action, chance) in rule.play.iter().enumerate() {
                    let never = matches!(chance, Tree::Constant(value) if *value == 0.0);
                    if !never && !available.contains(&action) {
                        let breach = Breach::RuleUnavailable {
                            stage: point.stage,
                            choice,
                            action,
                            span: rule.span,
                        };
                        return Err(Stop::Broken(breach, point.state));
                    }
                }
                self.mixture(draft, point, &rule.play, available)
            }
        }
    }

    /// Written probabilities of all actions, shared out among the available ones.
    fn mixture(
        &mut self,
        draft: &FrameDraft,
        point: &Point,
        chances: &[Tree],
        available: &[usize],
    ) -> Result<Play, Stop> {
        let model = self.model;
        let state = self.states.get(point.state);
        let all: Vec<Slot> = chances
            .iter()
            .map(|tree| self.tape.bind(tree, state, self.lows))
            .collect();
        let stage = &model.stages[point.stage];
        let place = || {
            let state = describe(model, state);
            format!("the strategy at stage `{}`, where {state}", stage.name)
        };
        let kept: Vec<(usize, Slot)> = available
            .iter()
            .map(|&action| (action, all[action]))
            .collect();
        let impossible = kept
            .iter()
            .all(|(_, slot)| self.tape.constant_value(*slot) == Some(0.0));
        let frame = Some(draft.number);
        let mut checked = self
            .checks
            .require(&self.tape, &all, Total::One, frame, place);
        if checked.is_ok() && !impossible && kept.len() < all.len() {
            let some: Vec<Slot> = kept.iter().map(|(_, slot)| *slot).collect();
            checked = self
                .checks
                .require(&self.tape, &some, Total::Positive, frame, place);
        }
        self.note_watched(draft.period, point.state, stage.span);
        if let Err(bad) = checked {
            let breach = Breach::Chances {
                stage: point.stage,
                span: stage.span,
                bad,
                strategy: true,
            };
            return Err(Stop::Broken(breach, point.state));
        }
        if impossible {
            let breach = Breach::NothingPlayed { stage: point.stage };
            return Err(Stop::Broken(breach, point.state));
        }
        let shared = shared_out(&mut self.tape, kept);
        Ok(Play::Given(
            shared.into_iter().map(|(_, slot)| slot).collect(),
        ))
    }
}
