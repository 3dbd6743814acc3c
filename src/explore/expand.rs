//! The ways on from a node: options of chance, and actions with how the actor plays among them.

use super::chances::shared_out;
use super::draft::{EdgeDraft, FrameDraft, Origin, SetDraft, SetKey};
use super::rows::RowKey;
use super::stages::{Step, parts};
use super::states::describe;
use super::violation::ExploreError;
use super::walk::{Point, Walker};
use crate::expression::{Slot, Tree};
use crate::game::{Occasion, Play, Total};
use crate::scenario::model::{Binding, Choice, Paid, Rule, Strategy};
use crate::source::{Code, Span};

/// What an actor may do at a node, and what binds it.
struct Situation {
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

impl Situation {
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

/// A point at which an actor decides, and how it was come by: what is needed to say what is wrong there.
#[derive(Clone, Copy)]
struct Site<'a> {
    draft: &'a FrameDraft,
    point: &'a Point,
    origin: &'a Origin,
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
        let site = Site {
            draft,
            point,
            origin: &before,
        };
        let situation = self.situation(site, choice)?;
        let key = self.set_key(point, choice, &situation);
        let known = draft.layers[layer].known_set(&key);
        let set = match known {
            Some(set) => set,
            None => {
                let set = self.set(site, choice, &situation)?;
                draft.layers[layer].add_set(key, set)
            }
        };
        draft.layers[layer].nodes[number].set = set;
        let certain = self.tape.constant(1.0);
        let mut edges = Vec::new();
        for action in situation.ways() {
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

    /// The payments on an action: its own, and the cost of each promise that it breaks.
    fn due(&self, point: &Point, choice: usize, action: usize, situation: &Situation) -> Vec<Paid> {
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

    fn situation(&self, site: Site<'_>, choice: usize) -> Result<Situation, ExploreError> {
        let stage = &self.model.stages[site.point.stage];
        let actions = &parts(&stage.kind).0[choice].actions;
        let at = self.at(site.point.state, site.draft.period);
        let available: Vec<usize> = (0..actions.len())
            .filter(|&action| at.holds(actions[action].guard.as_ref()))
            .collect();
        if available.is_empty() {
            let message = format!("no action is available at stage `{}`", stage.name);
            let help = "leave one action without a guard, or skip the stage with `when`";
            return Err(self.wrong(site, (Code::NoAction, message), stage.span, help));
        }
        let situation = Situation {
            available,
            triggered: self.triggered(site, choice),
        };
        self.can_be_bound(site, choice, &situation)?;
        Ok(situation)
    }

    /// Whether at most one commitment binds, and to an action that is available.
    fn can_be_bound(
        &self,
        site: Site<'_>,
        choice: usize,
        situation: &Situation,
    ) -> Result<(), ExploreError> {
        let mut binding = situation.triggered.iter().filter(|t| t.bound);
        let Some(first) = binding.next() else {
            return Ok(());
        };
        let stage = &self.model.stages[site.point.stage];
        let commitment = &self.model.commitments[first.commitment];
        let actor = &self.model.actors[commitment.actor].name;
        if let Some(other) = binding.next() {
            let other = &self.model.commitments[other.commitment];
            let message = format!(
                "`{}` and `{}` bind `{actor}` at once at stage `{}`",
                commitment.name, other.name, stage.name
            );
            let help = "let their conditions exclude each other";
            return Err(self.wrong(site, (Code::TwoPromises, message), other.span, help));
        }
        if !situation.available.contains(&first.action) {
            let message = format!(
                "`{actor}` is bound by `{}` to an action that is not available: `{}`",
                commitment.name,
                parts(&stage.kind).0[choice].actions[first.action].name
            );
            let help =
                "let the guard of the promised action hold whenever the commitment is triggered";
            return Err(self.wrong(
                site,
                (Code::BoundToImpossible, message),
                commitment.span,
                help,
            ));
        }
        Ok(())
    }

    /// The commitments that are triggered at a node.
    fn triggered(&self, site: Site<'_>, choice: usize) -> Vec<Triggered> {
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
                    let step = Step::Occasion {
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
        site: Site<'_>,
        choice: usize,
        situation: &Situation,
    ) -> Result<SetDraft, ExploreError> {
        let written = &parts(&self.model.stages[site.point.stage].kind).0[choice];
        let play = match situation.bound_to() {
            Some(_) => Play::Forced(0),
            None => self.play(site, written, &situation.available)?,
        };
        let occasions = situation.triggered.iter();
        Ok(SetDraft {
            actor: written.actor,
            play,
            occasions: occasions.map(|t| situation.occasion(t)).collect(),
            row: self.row_key(site.point, choice, situation),
        })
    }

    /// All that the actor knows at a node.
    fn set_key(&self, point: &Point, choice: usize, situation: &Situation) -> SetKey {
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

    fn row_key(&self, point: &Point, choice: usize, situation: &Situation) -> RowKey {
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
        site: Site<'_>,
        choice: &Choice,
        available: &[usize],
    ) -> Result<Play, ExploreError> {
        match &choice.strategy {
            Strategy::BestResponse => Ok(Play::BestResponse),
            Strategy::Logit(precision) => {
                let state = self.states.get(site.point.state);
                Ok(Play::Logit(self.tape.bind(precision, state, self.lows)))
            }
            Strategy::Fixed(chances) => self.mixture(site, chances, available),
            Strategy::Rules(rules) => {
                let rule = self.rule(site, choice, rules, available)?;
                self.mixture(site, &rule.play, available)
            }
        }
    }

    /// The rule that applies.
    fn rule<'r>(
        &self,
        site: Site<'_>,
        choice: &Choice,
        rules: &'r [Rule],
        available: &[usize],
    ) -> Result<&'r Rule, ExploreError> {
        let at = self.at(site.point.state, site.draft.period);
        let stage = &self.model.stages[site.point.stage];
        let actor = &self.model.actors[choice.actor].name;
        let Some(rule) = rules.iter().find(|rule| at.holds(rule.when.as_ref())) else {
            let message = format!("no rule of `{actor}` applies at stage `{}`", stage.name);
            let help = "add a last rule without `when`";
            return Err(self.wrong(site, (Code::NoRule, message), stage.span, help));
        };
        for (action, chance) in rule.play.iter().enumerate() {
            let never = matches!(chance, Tree::Constant(value) if *value == 0.0);
            if !never && !available.contains(&action) {
                let message = format!(
                    "a rule of `{actor}` plays an action that is not available: `{}`",
                    choice.actions[action].name
                );
                let help = "let the rule's `when` exclude this, or change the action's guard";
                return Err(self.wrong(
                    site,
                    (Code::RulePlaysImpossible, message),
                    rule.span,
                    help,
                ));
            }
        }
        Ok(rule)
    }

    /// Written probabilities of all actions, shared out among the available ones.
    fn mixture(
        &mut self,
        site: Site<'_>,
        chances: &[Tree],
        available: &[usize],
    ) -> Result<Play, ExploreError> {
        let state = self.states.get(site.point.state);
        let slots: Vec<Slot> = chances
            .iter()
            .map(|tree| self.tape.bind(tree, state, self.lows))
            .collect();
        let stage = &self.model.stages[site.point.stage];
        let frame = Some(site.draft.number);
        let place = || format!("the strategy at stage `{}`", stage.name);
        self.checks
            .require(&self.tape, &slots, Total::One, frame, place)
            .map_err(|bad| {
                let message = format!("in {}, {bad}", place());
                let help = bad.help().unwrap_or_default();
                self.wrong(site, (Code::BadChance, message), stage.span, &help)
            })?;
        let kept: Vec<(usize, Slot)> = available.iter().map(|&a| (a, slots[a])).collect();
        if kept.len() < slots.len() {
            self.leaves_something(site, &kept)?;
        }
        let shared = shared_out(&mut self.tape, kept);
        Ok(Play::Given(
            shared.into_iter().map(|(_, slot)| slot).collect(),
        ))
    }

    /// Requires that chances that are shared out are not all zero.
    fn leaves_something(
        &mut self,
        site: Site<'_>,
        kept: &[(usize, Slot)],
    ) -> Result<(), ExploreError> {
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
        let frame = Some(site.draft.number);
        let required = self
            .checks
            .require(&self.tape, &slots, Total::Positive, frame, place);
        required.map_err(|_| {
            let message = format!(
                "the strategy at stage `{}` gives no chance to any available action",
                stage.name
            );
            let help = "give some chance to an action that is available here";
            self.wrong(site, (Code::RulePlaysImpossible, message), stage.span, help)
        })
    }

    fn wrong(&self, site: Site<'_>, what: (Code, String), span: Span, help: &str) -> ExploreError {
        let help = Some(help.to_owned());
        let state = site.point.state;
        self.violation(site.draft, state, site.origin, what, span, help)
    }
}
