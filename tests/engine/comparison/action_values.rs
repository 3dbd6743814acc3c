//! Expected payoffs and best-response strategies, against an enumeration of all histories and of all strategies.

use pactum::unstable::game::{Bound, Play, Profile};
use pactum::unstable::numeric::lanes::splat;
use pactum::unstable::scenario::Model;
use pactum::unstable::strategy::{ActionValues, Beliefs, Reachable, Recall, action_values, best_response_value};

use super::compare::{Seen, Verdict, near};
use crate::interpreter::account::Account;
use crate::support::solved_game::SolvedGame;

/// Actors with more pure strategies are not tried.
const MOST_STRATEGIES: usize = 500;

/// Compares everything that is expected, draw by draw.
pub(crate) fn compare(
    model: &Model,
    answer: &SolvedGame,
    accounts: &[Account],
    seen: &mut Seen,
) -> Result<(), Verdict> {
    let game = &answer.explored.game;
    let judge = Judge {
        model,
        answer,
        bound: answer.bound(),
        reachable: Reachable::of(game),
    };
    for (lane, account) in accounts.iter().enumerate() {
        judge.expectations(account, lane)?;
    }
    judge.whole_strategies(seen)
}

struct Judge<'a> {
    model: &'a Model,
    answer: &'a SolvedGame,
    bound: Bound<'a>,
    reachable: Reachable,
}

impl Judge<'_> {
    fn expectations(&self, account: &Account, lane: usize) -> Result<(), Verdict> {
        let solution = &self.answer.solution;
        let mut situations = Vec::new();
        let of_game = action_values(
            &self.bound,
            lane,
            (&solution.profile, &solution.beliefs),
            &self.reachable,
            |situation| situations.push(situation),
        );
        for (number, term) in self.model.terms.iter().enumerate() {
            let what = format!("draw {lane}, expectation of term {}", term.name);
            near(&what, of_game[0].terms[number], account.terms[number])?;
        }
        for (number, outcome) in self.model.outcomes.iter().enumerate() {
            let what = format!("draw {lane}, expectation of outcome {}", outcome.name);
            near(&what, of_game[0].outcomes[number], account.outcome(number))?;
        }
        self.regrets(&situations, lane)?;
        self.situations(&situations, account, lane)
    }

    fn regrets(&self, situations: &[ActionValues], lane: usize) -> Result<(), Verdict> {
        let game = &self.answer.explored.game;
        for (actor, lanes) in self.answer.solution.regret.iter().enumerate() {
            let mut most = 0.0;
            for situation in situations {
                let graph = &game.graphs[game.calendar[situation.period - 1]];
                if graph.information_sets[situation.set].actor == actor && situation.regret() > most {
                    most = situation.regret();
                }
            }
            near(
                &format!("draw {lane}, largest regret of actor {actor}"),
                most,
                lanes[lane],
            )?;
        }
        Ok(())
    }

    fn situations(&self, situations: &[ActionValues], account: &Account, lane: usize) -> Result<(), Verdict> {
        let game = &self.answer.explored.game;
        for (period, key, set) in self.answer.sets(self.model) {
            let found = &account.sets[&key];
            let graph = &game.graphs[game.calendar[period - 1]];
            let here = situations.iter().find(|situation| {
                situation.period == period && graph.information_sets[situation.set].first_choice == set.first_choice
            });
            let here = here.ok_or_else(|| Verdict::Wrong(format!("nobody faces {key:?}")))?;
            let reach = found.reach_by_prior[0];
            let chance = if reach.order == 0 { reach.weight } else { 0.0 };
            near(&format!("draw {lane}, reach of {key:?}"), here.reach, chance)?;
            for (payoff, value) in here.payoffs.iter().zip(found.values()) {
                near(
                    &format!("draw {lane}, expected payoff of an action at {key:?}"),
                    *payoff,
                    value,
                )?;
            }
            for (acted_on, value) in here.acted_on().iter().zip(found.acted_on()) {
                let what = format!("draw {lane}, the value acted on of an action at {key:?}");
                near(&what, *acted_on, value)?;
            }
        }
        Ok(())
    }

    /// Tries every pure strategy of each actor who needs no memory.
    fn whole_strategies(&self, seen: &mut Seen) -> Result<(), Verdict> {
        let game = &self.answer.explored.game;
        let memory = Recall::of(game);
        for actor in 0..game.actors {
            let Some(strategies) = self.pure_strategies(actor) else {
                continue;
            };
            let profile = &self.answer.solution.profile;
            let Some(found) = best_response_value(&self.bound, 0, profile, &memory, actor) else {
                seen.forgetful += 1;
                continue;
            };
            let mut best = f64::NEG_INFINITY;
            for strategy in &strategies {
                let payoff = self.payoff(strategy, actor);
                if payoff > best {
                    best = payoff;
                }
            }
            near(&format!("best whole strategy of actor {actor}"), found, best)?;
            seen.whole += usize::from(strategies.len() > 3);
        }
        Ok(())
    }

    fn payoff(&self, profile: &Profile, actor: usize) -> f64 {
        let game = &self.answer.explored.game;
        let beliefs: &Beliefs = &self.answer.solution.beliefs;
        let of_game = action_values(&self.bound, 0, (profile, beliefs), &self.reachable, |_| ());
        of_game[game.prior_of[actor]].payoff(game, actor)
    }

    /// Every profile in which the actor plays purely and all others as they do; nothing where there are too many.
    fn pure_strategies(&self, actor: usize) -> Option<Vec<Profile>> {
        let game = &self.answer.explored.game;
        let mut all = vec![self.answer.solution.profile.clone()];
        for period in 1..=game.periods {
            let graph = &game.graphs[game.calendar[period - 1]];
            for (set, reachable) in graph.information_sets.iter().zip(self.reachable.sets(period)) {
                if set.actor != actor || !reachable || matches!(set.play, Play::Committed(_)) {
                    continue;
                }
                let mut more = Vec::new();
                for profile in &all {
                    for action in 0..set.actions {
                        let mut pure = profile.clone();
                        let play = &mut pure.periods[period - 1][set.first_choice..];
                        for (other, choice) in play[..set.actions].iter_mut().enumerate() {
                            *choice = splat(if other == action { 1.0 } else { 0.0 });
                        }
                        more.push(pure);
                    }
                }
                if more.len() > MOST_STRATEGIES {
                    return None;
                }
                all = more;
            }
        }
        Some(all)
    }
}
