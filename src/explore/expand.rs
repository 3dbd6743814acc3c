//! The ways on from a node: options of chance, and actions with how the actor plays among them.

use super::chances::shared_out;
use super::draft::{EdgeDraft, FrameDraft, Origin, SetDraft, SetKey};
use super::rows::RowKey;
use super::stages::{Step, parts};
use super::violation::ExploreError;
use super::walk::{Point, Walker};
use crate::expression::{Slot, Tree};
use crate::game::{Occasion, Play, Total};
use crate::scenario::model::{Binding, Choice, Paid, Strategy};
use crate::source::Code;

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
    /// Finds all edges of a node.
    pub(crate) fn expand(
        &mut self,
        draft: &mut FrameDraft,
        layer: usize,
        number: usize,
    ) -> Result<(), ExploreError> {
        let node = &draft.layers[layer].nodes[number];
        let point = Point {
            state: node.key.state,
            stage: draft.layers[layer].stage,
            step: draft.layers[layer].step,
            progress: node.key.progress.clone(),
        };
        let origin = |option| Origin::Node {
            layer,
            number,
            option,
        };
        let edges = match self.steps[point.stage].steps[point.step] {
            Step::Choice(choice) => self.expand_choice(draft, &point, choice, (layer, number))?,
            _ => {
                let options = self.options(draft, &point, &origin(0))?;
                let mut edges = Vec::new();
                for (option, chance) in options {
                    let ahead = self.follow(draft, point.clone(), option, &origin(option))?;
                    let due = self.branch_payment(&point, option).into_iter().collect();
                    edges.push(self.edge(&point, ahead, due, option, chance));
                }
                edges
            }
        };
        draft.layers[layer].nodes[number].edges = edges;
        Ok(())
    }

    fn expand_choice(
        &mut self,
        draft: &mut FrameDraft,
        point: &Point,
        choice: usize,
        (layer, number): (usize, usize),
    ) -> Result<Vec<EdgeDraft>, ExploreError> {
        let before = draft.layers[layer].nodes[number].origin_of();
        let situation = self.situation(draft, point, choice, &before)?;
        let taken = match situation.triggered {
            Some(Triggered {
                commitment,
                bound: true,
            }) => {
                vec![self.model.commitments[commitment].action]
            }
            _ => situation.available.clone(),
        };
        let set = self.set(draft, point, choice, layer, &situation, &before)?;
        draft.layers[layer].nodes[number].set = set;
        let certain = self.tape.constant(1.0);
        let mut edges = Vec::new();
        for action in taken {
            let origin = Origin::Node {
                layer,
                number,
                option: action,
            };
            let ahead = self.follow(draft, point.clone(), action, &origin)?;
            let due = self.due(point, choice, action, &situation);
            edges.push(self.edge(point, ahead, due, action, certain));
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
        origin: &Origin,
    ) -> Result<Situation, ExploreError> {
        let stage = &self.model.stages[point.stage];
        let actions = &parts(&stage.kind).0[choice].actions;
        let at = self.at(point.state, draft.period);
        let available: Vec<usize> = (0..actions.len())
            .filter(|&action| at.holds(actions[action].guard.as_ref()))
            .collect();
        if available.is_empty() {
            let message = format!("no action is available at stage `{}`", stage.name);
            let help = "leave one action without a guard, or skip the stage with `when`".to_owned();
            return Err(self.violation(
                draft,
                point.state,
                origin,
                (Code::NoAction, message),
                stage.span,
                Some(help),
            ));
        }
        let triggered = self.triggered(draft, point, choice, origin)?;
        if let Some(Triggered {
            commitment,
            bound: true,
        }) = triggered
        {
            let commitment = &self.model.commitments[commitment];
            if !available.contains(&commitment.action) {
                let message = format!(
                    "`{}` is bound by `{}` to an action that is not available: `{}`",
                    self.model.actors[commitment.actor].name,
                    commitment.name,
                    actions[commitment.action].name
                );
                let help = "let the guard of the promised action hold whenever the commitment is triggered".to_owned();
                return Err(self.violation(
                    draft,
                    point.state,
                    origin,
                    (Code::BoundToImpossible, message),
                    commitment.span,
                    Some(help),
                ));
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
        origin: &Origin,
    ) -> Result<Option<Triggered>, ExploreError> {
        let at = self.at(point.state, draft.period);
        let mut found = None;
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
            let triggered = Triggered {
                commitment: number,
                bound,
            };
            if found.replace(triggered).is_some() {
                let message = format!(
                    "two commitments of `{}` are triggered at once at stage `{}`",
                    self.model.actors[commitment.actor].name, self.model.stages[point.stage].name
                );
                let help = "let their conditions exclude each other".to_owned();
                return Err(self.violation(
                    draft,
                    point.state,
                    origin,
                    (Code::TwoPromises, message),
                    commitment.span,
                    Some(help),
                ));
            }
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
        origin: &Origin,
    ) -> Result<usize, ExploreError> {
        let key = self.set_key(point, choice, situation);
        if let Some(set) = draft.layers[layer].known_set(&key) {
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
        let play = match situation.triggered {
            Some(Triggered { bound: true, .. }) => Play::Forced(0),
            _ => self.play(draft, point, written, &situation.available, origin)?,
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
        choice: &Choice,
        available: &[usize],
        origin: &Origin,
    ) -> Result<Play, ExploreError> {
        let state = self.states.get(point.state).to_vec();
        match &choice.strategy {
            Strategy::BestResponse => Ok(Play::BestResponse),
            Strategy::Logit(precision) => {
                Ok(Play::Logit(self.tape.bind(precision, &state, self.lows)))
            }
            Strategy::Fixed(chances) => self.mixture(draft, point, chances, available, origin),
            Strategy::Rules(rules) => {
                let at = self.at(point.state, draft.period);
                let stage = &self.model.stages[point.stage];
                let Some(rule) = rules.iter().find(|rule| at.holds(rule.when.as_ref())) else {
                    let message = format!(
                        "no rule of `{}` applies at stage `{}`",
                        self.model.actors[choice.actor].name, stage.name
                    );
                    let help = "add a last rule without `when`".to_owned();
                    return Err(self.violation(
                        draft,
                        point.state,
                        origin,
                        (Code::NoRule, message),
                        stage.span,
                        Some(help),
                    ));
                };
                for (action, chance) in rule.play.iter().enumerate() {
                    let never = matches!(chance, Tree::Constant(value) if *value == 0.0);
                    if !never && !available.contains(&action) {
                        let message = format!(
                            "a rule of `{}` plays an action that is not available: `{}`",
                            self.model.actors[choice.actor].name, choice.actions[action].name
                        );
                        let help =
                            "let the rule's `when` exclude this, or change the action's guard"
                                .to_owned();
                        return Err(self.violation(
                            draft,
                            point.state,
                            origin,
                            (Code::RulePlaysImpossible, message),
                            rule.span,
                            Some(help),
                        ));
                    }
                }
                self.mixture(draft, point, &rule.play, available, origin)
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
        origin: &Origin,
    ) -> Result<Play, ExploreError> {
        let state = self.states.get(point.state).to_vec();
        let all: Vec<(usize, Slot)> = chances
            .iter()
            .enumerate()
            .map(|(action, tree)| (action, self.tape.bind(tree, &state, self.lows)))
            .collect();
        let slots: Vec<Slot> = all.iter().map(|(_, slot)| *slot).collect();
        let stage = &self.model.stages[point.stage];
        let place = || format!("the strategy at stage `{}`", stage.name);
        let checked =
            self.checks
                .require(&self.tape, &slots, Total::One, Some(draft.number), place);
        let kept: Vec<(usize, Slot)> = all
            .into_iter()
            .filter(|(action, _)| available.contains(action))
            .collect();
        let impossible = kept
            .iter()
            .all(|(_, slot)| self.tape.constant_value(*slot) == Some(0.0));
        if let Err(bad) = checked {
            let message = format!("in the strategy at stage `{}`, {bad}", stage.name);
            return Err(self.violation(
                draft,
                point.state,
                origin,
                (Code::BadChance, message),
                stage.span,
                bad.help(),
            ));
        }
        if impossible {
            let message = format!(
                "the strategy at stage `{}` gives no chance to any available action",
                stage.name
            );
            let help = "give some chance to an action that is available here".to_owned();
            return Err(self.violation(
                draft,
                point.state,
                origin,
                (Code::RulePlaysImpossible, message),
                stage.span,
                Some(help),
            ));
        }
        let shared = shared_out(&mut self.tape, kept);
        Ok(Play::Given(
            shared.into_iter().map(|(_, slot)| slot).collect(),
        ))
    }
}
