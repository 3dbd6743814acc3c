//! Compares the engine with the interpreter on one scenario.

use std::collections::BTreeMap;

use pactum::unstable::game::InformationSet;
use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::StageKind;
use pactum::unstable::strategy::Status;

use super::engine::{answer, draws, read};
use super::event_coverage::EventCoverage;
use super::{action_values, beliefs_after_events, observers, trust};
use crate::interpreter::account::{Account, Manner};
use crate::interpreter::responses::{largest, most, regret, residual, uniform, walk_profile};
use crate::interpreter::walk::walk;
use crate::support::solved_game::SolvedGame;

/// Scenarios with more histories are not compared.
pub(crate) const LIMIT: usize = 10_000;
/// How far two sums of the same numbers may be apart.
const ROUNDING: f64 = 1e-9;

/// Why a scenario could not be judged, or what is wrong.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// There is nothing to compare: too large, or no equilibrium of the kind asked for.
    Passed(&'static str),
    /// The two disagree.
    Wrong(String),
}

/// What was compared, to see that the random scenarios hold what they should.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) histories: usize,
    pub(crate) sets: usize,
    pub(crate) logit: usize,
    pub(crate) best: usize,
    pub(crate) uncertain_beliefs: usize,
    pub(crate) never_reached: usize,
    pub(crate) many_trembles: usize,
    /// Sets at which something is given back to the values that an actor acts on.
    pub(crate) given_back: usize,
    /// Actors whose best whole strategy was compared with all others, and those who may need memory.
    pub(crate) whole: usize,
    pub(crate) forgetful: usize,
    /// What was compared of beliefs after events and of promises.
    pub(crate) events: EventCoverage,
}

/// Compares the engine with the interpreter, draw by draw.
pub(crate) fn compare(text: &str) -> Result<Seen, Verdict> {
    let model = read(text).map_err(|error| Verdict::Wrong(format!("the file is refused: {error}")))?;
    compare_model(&model)
}

/// The same for a model.
pub(crate) fn compare_model(model: &Model) -> Result<Seen, Verdict> {
    let draws = draws(model, &[0.2, 0.7]);
    let Some(evenly) = walk(model, &draws[0], &uniform(model), LIMIT) else {
        return Err(Verdict::Passed("too large"));
    };
    let answer = answer(model, &draws);
    if evenly.never_met {
        let refused = answer.err().is_some_and(|error| error.contains("code: NeverMet"));
        return Err(if refused {
            Verdict::Passed("a set is never met")
        } else {
            Verdict::Wrong("a set beyond the last period was never met".into())
        });
    }
    let answer = answer.map_err(|error| Verdict::Wrong(format!("exploring fails: {error}")))?;
    let mut seen = Seen::default();
    let mut accounts = Vec::new();
    for (lane, draw) in draws.iter().enumerate() {
        let account = walk_profile(model, draw, &answer.profile(model, lane), LIMIT).expect("it was small enough");
        outcomes(model, &answer, &account, lane)?;
        payments(model, &answer, &account, lane)?;
        beliefs(model, &answer, &account, lane)?;
        solved(model, &answer, &account, lane)?;
        actions(model, &answer, &account, lane)?;
        seen.add(&account);
        accounts.push(account);
    }
    observers::compare(model, &answer, &draws, &accounts)?;
    beliefs_after_events::compare(model, &answer, &draws, &accounts, &mut seen.events)?;
    trust::compare(model, &answer, &draws, &accounts, &mut seen.events)?;
    action_values::compare(model, &answer, &accounts, &mut seen)?;
    Ok(seen)
}

impl Seen {
    /// Adds what another comparison saw.
    pub(crate) fn join(&mut self, other: &Self) {
        self.histories += other.histories;
        self.sets += other.sets;
        self.logit += other.logit;
        self.best += other.best;
        self.uncertain_beliefs += other.uncertain_beliefs;
        self.never_reached += other.never_reached;
        self.many_trembles += other.many_trembles;
        self.given_back += other.given_back;
        self.whole += other.whole;
        self.forgetful += other.forgetful;
        self.events.join(&other.events);
    }

    fn add(&mut self, account: &Account) {
        self.histories += account.histories;
        self.sets += account.sets.len();
        for set in account.sets.values() {
            self.logit += usize::from(matches!(set.manner, Manner::Logit(_)));
            self.best += usize::from(set.manner == Manner::BestResponse);
            self.uncertain_beliefs += usize::from(set.states.len() > 1);
            self.never_reached += usize::from(set.reach.order > 0);
            self.many_trembles += usize::from(set.reach.order > 1);
            self.given_back += usize::from(set.acted_on() != set.values());
        }
    }
}

pub(crate) fn near(what: &str, engine: f64, reference: f64) -> Result<(), Verdict> {
    let scale = 1.0 + reference.abs();
    if (engine - reference).abs() <= ROUNDING * scale {
        return Ok(());
    }
    Err(Verdict::Wrong(format!(
        "{what}: the engine says {engine}, the interpreter {reference}"
    )))
}

fn outcomes(model: &Model, answer: &SolvedGame, account: &Account, lane: usize) -> Result<(), Verdict> {
    let exact = &answer.exact;
    let count = model.outcomes.len();
    for (number, outcome) in model.outcomes.iter().enumerate() {
        let what = format!("draw {lane}, outcome {}", outcome.name);
        near(&what, exact.outcomes[number][lane], account.outcome(number))?;
        for period in 0..=model.periods {
            let ends = account.endings.get(&(period, number)).copied().unwrap_or(0.0);
            near(
                &format!("{what} in period {period}"),
                exact.endings[period * count + number][lane],
                ends,
            )?;
        }
    }
    let mut by_type: BTreeMap<(Vec<i32>, usize), f64> = BTreeMap::new();
    let game = &answer.explored.game;
    for (number, type_profile) in game.type_profiles.iter().enumerate() {
        let attributes = game
            .attributes
            .iter()
            .zip(&type_profile.values)
            .filter(|(t, _)| t.commitment.is_none());
        let types: Vec<i32> = attributes
            .map(|(_, &value)| i32::try_from(value).expect("few types"))
            .collect();
        for outcome in 0..count {
            let sum = by_type.entry((types.clone(), outcome)).or_default();
            *sum += exact.outcomes_by_type_profile[number * count + outcome][lane];
        }
    }
    for (key, chance) in &account.by_type {
        let engine = by_type.remove(key).unwrap_or(0.0);
        near(
            &format!("draw {lane}, types {:?} with outcome {}", key.0, key.1),
            engine,
            *chance,
        )?;
    }
    for (key, chance) in by_type {
        near(
            &format!("draw {lane}, types {:?} with outcome {}", key.0, key.1),
            chance,
            0.0,
        )?;
    }
    Ok(())
}

fn payments(model: &Model, answer: &SolvedGame, account: &Account, lane: usize) -> Result<(), Verdict> {
    for (number, term) in model.terms.iter().enumerate() {
        let what = format!("draw {lane}, term {} of actor {}", term.name, term.actor);
        near(&what, answer.exact.terms[number][lane], account.terms[number])?;
    }
    for (at, measures) in account.measures.iter().enumerate() {
        for (number, &sum) in measures.iter().enumerate() {
            let engine = answer.exact.measures[at * measures.len() + number][lane];
            near(
                &format!("draw {lane}, measure {number} in period {}", at + 1),
                engine,
                sum,
            )?;
        }
    }
    Ok(())
}

fn decider(model: &Model, stage: usize, choice: usize) -> usize {
    match &model.stages[stage].kind {
        StageKind::Decision { choices, .. } => choices[choice].actor,
        StageKind::Chance(_) => unreachable!("nobody decides by chance"),
    }
}

/// How often each action is taken, by period, stage and the type of its actor.
fn actions(model: &Model, answer: &SolvedGame, account: &Account, lane: usize) -> Result<(), Verdict> {
    let game = &answer.explored.game;
    let width: usize = game.decision_kinds.iter().map(|row| row.actions).sum();
    let mut engine: BTreeMap<_, f64> = BTreeMap::new();
    for period in 1..=game.periods {
        for row in &game.decision_kinds {
            for action in 0..row.actions {
                let taken = answer.exact.taken[(period - 1) * width + row.first + action][lane];
                *engine
                    .entry((period, row.stage, row.actor, row.actor_type, action))
                    .or_default() += taken;
            }
        }
    }
    for (&(period, stage, choice, kind, action), &chance) in &account.taken {
        let actor = decider(model, stage, choice);
        let said = engine.remove(&(period, stage, actor, kind, action)).unwrap_or(0.0);
        near(
            &format!("draw {lane}, action {action} of actor {actor} at stage {stage} in {period}"),
            said,
            chance,
        )?;
    }
    for (key, chance) in engine {
        near(&format!("draw {lane}, action at {key:?}"), chance, 0.0)?;
    }
    Ok(())
}

/// What the engine says that the actor who moves at a set believes.
pub(crate) fn believed(
    answer: &SolvedGame,
    period: usize,
    set: &InformationSet,
    lane: usize,
) -> BTreeMap<Vec<i32>, f64> {
    let graph = answer.explored.game.calendar[period - 1];
    let chances = answer.solution.beliefs.at(period, set, lane);
    let mut believed: BTreeMap<Vec<i32>, f64> = BTreeMap::new();
    for (node, chance) in set.nodes.clone().zip(chances) {
        *believed.entry(answer.node_state(graph, node).to_vec()).or_default() += chance;
    }
    believed
}

/// Whether some actor plays best replies.
fn best_replies(account: &Account) -> bool {
    account.sets.values().any(|set| set.manner == Manner::BestResponse)
}

/// The engine's beliefs, against a count over all histories.
fn beliefs(model: &Model, answer: &SolvedGame, account: &Account, lane: usize) -> Result<(), Verdict> {
    for (period, key, set) in answer.sets(model) {
        let Some(found) = account.sets.get(&key) else {
            return Err(Verdict::Wrong(format!(
                "no history leads to {key:?}, which the engine knows"
            )));
        };
        let mut engine = believed(answer, period, set, lane);
        for (state, chance) in found.beliefs() {
            let said = engine.remove(&state).unwrap_or(0.0);
            near(
                &format!("draw {lane}, at {key:?} the belief in {state:?}"),
                said,
                chance,
            )?;
        }
        for (state, chance) in engine {
            near(&format!("draw {lane}, at {key:?} the belief in {state:?}"), chance, 0.0)?;
        }
    }
    Ok(())
}

/// Whether the engine's profile answers itself, judged by values and beliefs over all histories.
fn solved(model: &Model, answer: &SolvedGame, account: &Account, lane: usize) -> Result<(), Verdict> {
    match answer.solution.status[lane] {
        Status::Converged => {}
        Status::NoPureEquilibrium => return Err(Verdict::Passed("no pure equilibrium")),
        Status::NotConverged | Status::AuditDisagrees => {
            let residual = answer.solution.residual[lane];
            return Err(Verdict::Wrong(format!("draw {lane} did not converge: {residual}")));
        }
    }
    if best_replies(account) {
        return replies(model, answer, account, lane);
    }
    let (residual, at) = largest(account, residual);
    near(
        &format!("draw {lane}, residual at {at:?}"),
        answer.solution.residual[lane],
        residual,
    )?;
    for (actor, lanes) in answer.solution.regret.iter().enumerate() {
        let own = account
            .sets
            .iter()
            .filter(|(key, _)| key.actor == actor)
            .map(|(_, set)| regret(set));
        near(&format!("draw {lane}, regret of actor {actor}"), lanes[lane], most(own))?;
    }
    Ok(())
}

/// The same where some play best replies.
fn replies(model: &Model, answer: &SolvedGame, account: &Account, lane: usize) -> Result<(), Verdict> {
    for (_, key, _) in answer.sets(model) {
        let found = &account.sets[&key];
        near(&format!("draw {lane}, residual at {key:?}"), residual(found), 0.0)?;
        if found.manner == Manner::BestResponse {
            near(&format!("draw {lane}, regret at {key:?}"), regret(found), 0.0)?;
        }
    }
    Ok(())
}
