//! All histories of a game, breadth first, until a rule of the language is broken: by the fewest periods, then by the
//! fewest steps. A step is a choice of an actor, even from one action, or chance with two options or more.

use std::collections::{BTreeMap, BTreeSet};

use pactum::unstable::expression::Tree;
use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::{Binding, Branch, Chance, Choice, Effect, Joint, Outcome, StageKind, Strategy};
use pactum::unstable::source::Code;

use super::values::World;
use super::walk::walk;

/// What is off by less is rounding.
const ROUNDING: f64 = 1e-9;

/// A state: the value of every cell.
type State = Vec<i32>;

/// How long a history is: periods, then steps.
pub(crate) type Length = (usize, usize);

/// What a stage may come to: the steps that it took, and the state after it or the rule that is broken.
type Way = (usize, Result<State, Code>);

/// For every rule that some history breaks, the length of the shortest such history. Without parameters only such
/// probabilities count as invalid if they are so in every draw.
pub(crate) fn broken(model: &Model, parameters: Option<&[f64]>) -> BTreeMap<Code, Length> {
    let breadth = Breadth {
        world: World {
            model,
            parameters: parameters.unwrap_or_default(),
        },
        model,
        drawn: parameters.is_some(),
    };
    let mut found: BTreeMap<Code, Length> = BTreeMap::new();
    let mut now: BTreeSet<(usize, State)> = starts(model).into_iter().map(|s| (0, s)).collect();
    now.retain(|(_, state)| breadth.outcome(state, 0, false).is_none());
    for period in 1..=model.periods {
        for stage in 0..model.stages.len() {
            let mut next = BTreeSet::new();
            for (steps, state) in fewest(now) {
                if !breadth.runs(stage, &state, period) {
                    next.insert((steps, state));
                    continue;
                }
                for (more, after) in breadth.stage(stage, &state, period) {
                    match after {
                        Ok(after) if breadth.outcome(&after, period, false).is_none() => {
                            next.insert((steps + more, after));
                        }
                        Ok(_) => {}
                        Err(rule) => shorter(&mut found, rule, (period, steps + more)),
                    }
                }
            }
            now = next;
        }
        now = fewest(now).into_iter().collect();
    }
    for (steps, state) in now {
        if breadth.outcome(&state, model.periods, true).is_none() {
            shorter(&mut found, Code::NoOutcome, (model.periods, steps));
        }
    }
    found
}

/// Every state with the fewest steps that lead to it.
fn fewest(states: BTreeSet<(usize, State)>) -> Vec<(usize, State)> {
    let mut met = BTreeSet::new();
    let ascending = states.into_iter();
    ascending.filter(|(_, state)| met.insert(state.clone())).collect()
}

fn shorter(found: &mut BTreeMap<Code, Length>, rule: Code, length: Length) {
    let known = found.entry(rule).or_insert(length);
    if length < *known {
        *known = length;
    }
}

/// One game, going wherever the given numbers point; the rule that it breaks, if it breaks one.
pub(crate) fn one_game(
    model: &Model,
    parameters: &[f64],
    starts: &[Vec<i32>],
    mut pick: impl FnMut(usize) -> usize,
) -> Result<(), Code> {
    let breadth = Breadth {
        world: World { model, parameters },
        model,
        drawn: true,
    };
    let mut state = starts[pick(starts.len())].clone();
    if breadth.outcome(&state, 0, false).is_some() {
        return Ok(());
    }
    for period in 1..=model.periods {
        for stage in 0..model.stages.len() {
            if !breadth.runs(stage, &state, period) {
                continue;
            }
            let mut ways = breadth.stage(stage, &state, period);
            if let Some((_, Err(rule))) = ways.iter().find(|(_, after)| after.is_err()) {
                return Err(*rule);
            }
            let (_, after) = ways.swap_remove(pick(ways.len()));
            state = after?;
            if breadth.outcome(&state, period, false).is_some() {
                return Ok(());
            }
        }
    }
    match breadth.outcome(&state, model.periods, true) {
        Some(_) => Ok(()),
        None => Err(Code::NoOutcome),
    }
}

/// The states in which a game may begin: those with which one begins in which nothing else can happen.
pub(crate) fn starts(model: &Model) -> BTreeSet<Vec<i32>> {
    let mut bare = model.clone();
    bare.stages.clear();
    bare.terms.clear();
    bare.measures.clear();
    bare.periods = 1;
    let span = model.actors[0].span;
    bare.outcomes = vec![Outcome {
        name: "over".into(),
        at_end: true,
        when: None,
        span,
    }];
    let nominal: Vec<f64> = model.parameters.iter().map(|p| p.nominal).collect();
    let account = walk(&bare, &nominal, &|_, _| Vec::new(), usize::MAX).expect("there is no limit");
    let states = account.starts.into_values().flatten();
    states.map(|(state, _)| state).collect()
}

struct Breadth<'m> {
    world: World<'m>,
    model: &'m Model,
    /// Whether chances are judged by what they are in the draw.
    drawn: bool,
}

/// A stage that is being gone through.
struct At<'a> {
    stage: usize,
    choices: &'a [Choice],
    joint: &'a [Joint],
    state: &'a State,
    period: usize,
}

impl Breadth<'_> {
    fn outcome(&self, state: &State, period: usize, at_end: bool) -> Option<usize> {
        let holds =
            |outcome: &Outcome| outcome.at_end == at_end && self.world.holds(outcome.when.as_ref(), state, period);
        self.model.outcomes.iter().position(holds)
    }

    fn runs(&self, stage: usize, state: &State, period: usize) -> bool {
        let when = self.model.stages[stage].when.as_ref();
        self.world.holds(when, state, period)
    }

    fn stage(&self, stage: usize, state: &State, period: usize) -> Vec<Way> {
        let at = |choices, joint| At {
            stage,
            choices,
            joint,
            state,
            period,
        };
        match &self.model.stages[stage].kind {
            StageKind::Chance(effect) => self.effects(&at(&[], &[]), &[effect], false, &[], 0),
            StageKind::Decision { choices, joint } => self.choose(&at(choices, joint), &[], 0),
        }
    }

    /// What a chance is, if that is known.
    fn chance(&self, tree: &Tree, at: &At<'_>) -> Option<f64> {
        if self.drawn {
            Some(self.world.value(tree, at.state, at.period))
        } else {
            self.world.constant(tree, at.state)
        }
    }

    /// The sum of chances if all are known, or that one of them is no chance.
    fn sum(&self, chances: &[&Tree], at: &At<'_>) -> Result<Option<f64>, Code> {
        let known: Vec<Option<f64>> = chances.iter().map(|tree| self.chance(tree, at)).collect();
        let outside = |p: &f64| !(-ROUNDING..=1.0 + ROUNDING).contains(p);
        if known.iter().flatten().any(outside) {
            return Err(Code::BadChance);
        }
        Ok(known.into_iter().sum())
    }

    /// Whether something with this chance happens: the ways in which it may turn out, or that it is no chance.
    fn either(&self, tree: &Tree, at: &At<'_>) -> Result<Vec<bool>, Code> {
        self.sum(&[tree], at)?;
        Ok(match self.world.constant(tree, at.state) {
            Some(0.0) => vec![false],
            Some(1.0) => vec![true],
            _ => vec![true, false],
        })
    }

    fn choose(&self, at: &At<'_>, picks: &[Option<usize>], steps: usize) -> Vec<Way> {
        let Some(choice) = at.choices.get(picks.len()) else {
            return self.act(at, picks, steps);
        };
        let Some(opportunity) = &choice.opportunity else {
            return self.ask(at, picks, steps);
        };
        let options = match self.either(opportunity, at) {
            Ok(options) => options,
            Err(rule) => return vec![(steps, Err(rule))],
        };
        let steps = steps + usize::from(options.len() > 1);
        let mut ways = Vec::new();
        for asked in options {
            ways.extend(if asked {
                self.ask(at, picks, steps)
            } else {
                self.choose(at, &[picks, &[None]].concat(), steps)
            });
        }
        ways
    }

    /// Bound or free is drawn for the commitments triggered that have it drawn on occasion, one after another.
    fn ask(&self, at: &At<'_>, picks: &[Option<usize>], steps: usize) -> Vec<Way> {
        let triggered: Vec<usize> = (0..self.model.commitments.len())
            .filter(|&number| {
                let commitment = &self.model.commitments[number];
                (commitment.stage, commitment.choices.start) == (at.stage, picks.len())
                    && self.world.holds(Some(&commitment.when[0]), at.state, at.period)
            })
            .collect();
        let mut open: Vec<(usize, Vec<bool>)> = vec![(steps, Vec::new())];
        let mut ways = Vec::new();
        for &number in &triggered {
            let mut next = Vec::new();
            for (steps, bound) in open {
                let options = match &self.model.commitments[number].binding {
                    Binding::Game { cell } => Ok(vec![at.state[*cell] == 1]),
                    Binding::Occasion { credibility } => self.either(&credibility[0], at),
                    Binding::Kind { .. } => unreachable!("groups are judged by named members"),
                };
                match options {
                    Err(rule) => ways.push((steps, Err(rule))),
                    Ok(options) => {
                        let more = usize::from(options.len() > 1);
                        let longer = |option| [bound.as_slice(), &[option]].concat();
                        next.extend(options.into_iter().map(|o| (steps + more, longer(o))));
                    }
                }
            }
            open = next;
        }
        for (steps, bound) in open {
            ways.extend(self.pick(at, picks, (&triggered, &bound), steps));
        }
        ways
    }

    fn pick(
        &self,
        at: &At<'_>,
        picks: &[Option<usize>],
        (triggered, bound): (&[usize], &[bool]),
        steps: usize,
    ) -> Vec<Way> {
        let choice = &at.choices[picks.len()];
        let available: Vec<usize> = (0..choice.actions.len())
            .filter(|&action| {
                let guard = choice.actions[action].guard.as_ref();
                self.world.holds(guard, at.state, at.period)
            })
            .collect();
        let broken = |rule| vec![(steps, Err(rule))];
        if available.is_empty() {
            return broken(Code::NoAction);
        }
        let binding: Vec<usize> = triggered
            .iter()
            .zip(bound)
            .filter(|(_, bound)| **bound)
            .map(|(&number, _)| self.model.commitments[number].action)
            .collect();
        let taken = match binding[..] {
            [_, _, ..] => return broken(Code::TwoPromises),
            [action] if !available.contains(&action) => return broken(Code::BoundToImpossible),
            [action] => vec![action],
            [] => match self.plays(choice, &available, at) {
                Some(rule) => return broken(rule),
                None => available,
            },
        };
        let longer = |action| [picks, &[Some(action)]].concat();
        let go = |action| self.choose(at, &longer(action), steps + 1);
        taken.into_iter().flat_map(go).collect()
    }

    /// The rule that a written strategy breaks here.
    fn plays(&self, choice: &Choice, available: &[usize], at: &At<'_>) -> Option<Code> {
        let play = match &choice.strategy {
            Strategy::Logit(_) | Strategy::BestResponse => return None,
            Strategy::Fixed(play) => play,
            Strategy::Rules(rules) => {
                let applies = rules
                    .iter()
                    .find(|rule| self.world.holds(rule.when.as_ref(), at.state, at.period));
                let Some(rule) = applies else {
                    return Some(Code::NoRule);
                };
                let written = rule.play.iter().enumerate();
                let beyond = written
                    .filter(|(action, _)| !available.contains(action))
                    .any(|(_, chance)| *chance != Tree::Constant(0.0));
                if beyond {
                    return Some(Code::RulePlaysImpossible);
                }
                &rule.play
            }
        };
        let all: Vec<&Tree> = play.iter().collect();
        match self.sum(&all, at) {
            Ok(sum) if sum.is_none_or(|sum| (sum - 1.0).abs() <= ROUNDING) => {}
            _ => return Some(Code::BadChance),
        }
        let zero = |&action: &usize| self.world.constant(&play[action], at.state) == Some(0.0);
        if available.iter().all(zero) {
            return Some(Code::RulePlaysImpossible);
        }
        let kept: Vec<&Tree> = available.iter().map(|&action| &play[action]).collect();
        let nothing = self.sum(&kept, at) == Ok(Some(0.0));
        nothing.then_some(Code::BadChance)
    }

    /// All have picked.
    fn act(&self, at: &At<'_>, picks: &[Option<usize>], steps: usize) -> Vec<Way> {
        let stands = |(choice, pick): (&Choice, &Option<usize>)| pick.or(choice.not_asked);
        let played: Vec<Option<usize>> = at.choices.iter().zip(picks).map(stands).collect();
        let matches = |entry: &&Joint| {
            let pairs = entry.picks.iter().zip(&played);
            pairs.fold(true, |all, (wanted, played)| {
                all && (wanted.is_none() || wanted == played)
            })
        };
        let joint = at.joint.iter().find(matches);
        let own = at.choices.iter().zip(picks);
        let own = own.filter_map(|(choice, pick)| pick.map(|pick| &choice.actions[pick].effect));
        let effects: Vec<&Effect> = own.chain(joint.map(|entry| &entry.effect)).collect();
        self.effects(at, &effects, joint.is_some(), &[], steps)
    }

    /// Chance takes a branch of each effect in turn.
    fn effects<'e>(
        &self,
        at: &At<'_>,
        effects: &[&'e Effect],
        joint: bool,
        taken: &[&'e Branch],
        steps: usize,
    ) -> Vec<Way> {
        let Some(effect) = effects.get(taken.len()) else {
            return vec![(steps, self.assigned(at, taken, joint))];
        };
        let options = match self.branches(effect, at) {
            Ok(options) => options,
            Err(rule) => return vec![(steps, Err(rule))],
        };
        let steps = steps + usize::from(options.len() > 1);
        let go = |branch| self.effects(at, effects, joint, &[taken, &[branch]].concat(), steps);
        options.into_iter().flat_map(go).collect()
    }

    fn branches<'e>(&self, effect: &'e Effect, at: &At<'_>) -> Result<Vec<&'e Branch>, Code> {
        let present = |branch: &&Branch| self.world.holds(branch.when.as_ref(), at.state, at.period);
        let mut given = Vec::new();
        for branch in effect.branches.iter().filter(present) {
            match &branch.chance {
                Chance::Sure => return Ok(vec![branch]),
                Chance::Otherwise => {}
                Chance::Given(tree) => given.push(tree),
            }
        }
        let rest = effect.branches.iter().any(|b| b.chance == Chance::Otherwise);
        let fits = self.sum(&given, at)?.is_none_or(|sum| {
            if rest {
                sum <= 1.0 + ROUNDING
            } else {
                (sum - 1.0).abs() <= ROUNDING
            }
        });
        if !fits {
            return Err(Code::BadChance);
        }
        let certain: Option<f64> = given.iter().map(|tree| self.world.constant(tree, at.state)).sum();
        let possible = |branch: &&Branch| match &branch.chance {
            Chance::Otherwise => certain.is_none_or(|certain| 1.0 - certain >= 1e-12),
            Chance::Given(tree) => present(branch) && self.world.constant(tree, at.state) != Some(0.0),
            Chance::Sure => true,
        };
        Ok(effect.branches.iter().filter(possible).collect())
    }

    fn assigned(&self, at: &At<'_>, taken: &[&Branch], joint: bool) -> Result<State, Code> {
        let (own, together) = taken.split_at(taken.len() - usize::from(joint));
        let mut after = at.state.clone();
        let mut by_hand = vec![0_usize; after.len()];
        let mut outside = false;
        let mut wild: Vec<bool> = vec![false; after.len()];
        let both = own.iter().map(|b| (b, false));
        for (branch, wins) in both.chain(together.iter().map(|b| (b, true))) {
            for (cell, formula) in &branch.set {
                let value = self.world.value(&formula.tree, at.state, at.period);
                let described = &self.model.cells[*cell];
                wild[*cell] = value < f64::from(described.low) || value > f64::from(described.high);
                after[*cell] = value as i32;
                by_hand[*cell] = if wins { 0 } else { by_hand[*cell] + 1 };
            }
        }
        outside |= wild.contains(&true);
        if by_hand.iter().any(|&times| times > 1) {
            return Err(Code::PicksClash);
        }
        if outside {
            return Err(Code::LeavesRange);
        }
        Ok(after)
    }
}
