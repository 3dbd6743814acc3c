//! The gain from the best-response strategy of one actor, and actors that may need memory.

use pactum::unstable::strategy::{Recall, action_values, best_response_value};

use crate::support::scenario::Scenario;
use crate::support::solved_game::SolvedGame;

/// Expects a number to be near another.
#[track_caller]
fn meets(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found} is not {wanted}");
}

/// Climb twice, or not at all: a single step costs 1, and the top, worth 10, is two steps away.
const CLIMB: &str = r#"
title = "Two steps"
periods = 2
[actors.climber]
strategy = { fixed = { stay = 1 } }
[[actors.climber.payoffs]]
name = "step"
paid = "on_action"
action = "move.climb"
amount = -1
[[actors.climber.payoffs]]
name = "top"
paid = "at_end"
amount = 10
when = "height == 2"
[variables.height]
range = [0, 2]
start = 0
[[stages]]
name = "move"
actor = "climber"
[[stages.actions]]
name = "stay"
[[stages.actions]]
name = "climb"
set = { height = "height + 1" }
[[outcomes]]
name = "high"
at_end = true
when = "height == 2"
[[outcomes]]
name = "low"
at_end = true
"#;

/// Hide something left or right, and look for it later without remembering where it is. Taken set by set with even
/// odds, looking on the right is worth more, and hiding there is worth 1; but hiding and looking left is worth 2.
const FORGET: &str = r#"
title = "Where did I put it?"
periods = 1
[actors.keeper]
strategy = { logit = 1 }
[[actors.keeper.payoffs]]
name = "found"
paid = "at_end"
amount = "if(hidden == left, if(looked == left, 2, 0), if(looked == left, -10, 1))"
[variables.hidden]
values = ["left", "right"]
start = "left"
seen_by = []
[variables.looked]
values = ["left", "right"]
start = "left"
[[stages]]
name = "hide"
actor = "keeper"
[[stages.actions]]
name = "hide_left"
[[stages.actions]]
name = "hide_right"
set = { hidden = "right" }
[[stages]]
name = "look"
actor = "keeper"
[[stages.actions]]
name = "look_left"
[[stages.actions]]
name = "look_right"
set = { looked = "right" }
[[outcomes]]
name = "over"
at_end = true
"#;

struct Game(SolvedGame);

impl Game {
    fn of(text: &str) -> Self {
        Self(SolvedGame::nominal(&Scenario::read(text).model("base", &[""; 0])))
    }

    /// The expected payoff of an actor, the largest regret over its sets, and its best whole strategy's payoff.
    fn worth(&self, actor: usize) -> (f64, f64, Option<f64>) {
        let game = &self.0.explored.game;
        let bound = self.0.bound();
        let found = (&self.0.solution.profile, &self.0.solution.beliefs);
        let mut regret = 0.0;
        let of_game = action_values(&bound, 0, found, &self.0.reachable, |situation| {
            let graph = &game.graphs[game.calendar[situation.period - 1]];
            if graph.information_sets[situation.set].actor == actor && situation.regret() > regret {
                regret = situation.regret();
            }
        });
        let memory = Recall::of(game);
        let best = best_response_value(&bound, 0, &self.0.solution.profile, &memory, actor);
        (of_game[0].payoff(game, actor), regret, best)
    }
}

#[test]
fn a_plan_of_two_steps_gains_where_no_single_one_does() {
    let (payoff, regret, best) = Game::of(CLIMB).worth(0);
    meets(payoff, 0.0, 0.0);
    // Once up, by mistake, the second step pays; but nobody gets there who stays.
    meets(regret, 9.0, 1e-12);
    meets(best.expect("the climber sees its height"), 8.0, 1e-12);
    let first = CLIMB.replace("periods = 2", "periods = 1");
    let (_, regret, best) = Game::of(&first).worth(0);
    meets(regret, 0.0, 0.0);
    meets(best.expect("it is all known"), 0.0, 0.0);
}

#[test]
fn an_actor_that_forgets_has_no_best_response_strategy() {
    let (_, regret, best) = Game::of(FORGET).worth(0);
    assert!(regret > 0.0);
    assert_eq!(best, None);
    let remembers = FORGET.replace("seen_by = []", "seen_by = [\"keeper\"]");
    let (_, _, best) = Game::of(&remembers).worth(0);
    meets(best.expect("the keeper sees where it is"), 2.0, 1e-12);
}
