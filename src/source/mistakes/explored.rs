//! What is wrong with a state that the game can reach. The message shows a shortest way there.

use crate::source::code::{Code, Mistake};

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        code: Code::NoAction,
        number: 801,
        title: "In some state an actor must decide but no action is available",
        explanation: "Leave one action without a guard, or skip the stage where there is nothing to decide.",
        example: r#"[[stages.actions]]
name = "wait"   # without a guard: always available"#,
    },
    Mistake {
        code: Code::LeavesRange,
        number: 802,
        title: "A variable leaves its range",
        explanation: "Hold the value in its range, or guard the action.",
        example: r#"set = { balance = "balance + 1" }           # wrong at the bound
set = { balance = "min(balance + 1, 2)" }   # right"#,
    },
    Mistake {
        code: Code::NoOutcome,
        number: 803,
        title: "A game ends without an outcome",
        explanation: "Exactly one outcome must hold at the horizon. Let the last one have `at_end = true` and no \
            `when`.",
        example: r#"[[outcomes]]
name = "peace"
at_end = true"#,
    },
    Mistake {
        code: Code::PicksClash,
        number: 804,
        title: "Two picks assign one variable",
        explanation: "Actors that decide at once may both assign a variable. What it becomes then must be said.",
        example: r#"[[stages.joint]]
picks = { russia = "violate", inspector = "inspect" }
set = { result = "caught" }"#,
    },
    Mistake {
        code: Code::BoundToImpossible,
        number: 805,
        title: "An actor is bound to an action that is not available",
        explanation: "A promise that falls due must be one that can be kept: widen the guard of the promised action, \
            or narrow the commitment's `when`.",
        example: r#"guard = "clause == in_force"
when = "violation == counted"                            # wrong, if both need not go together
when = "violation == counted and clause == in_force"     # right"#,
    },
    Mistake {
        code: Code::TwoPromises,
        number: 806,
        title: "Two commitments bind one actor at one stage",
        explanation: "An actor can keep only one promise at a time. Let the conditions exclude each other.",
        example: r#"when = "violation == grave"                           # of the one
when = "violation != none and violation != grave"     # of the other"#,
    },
    Mistake {
        code: Code::NoRule,
        number: 807,
        title: "No rule applies",
        explanation: "Rules are tried in order. Let the last have no `when`.",
        example: r#"rules = [{ when = "alarm", play = "fight" }, { play = "wait" }]"#,
    },
    Mistake {
        code: Code::RulePlaysImpossible,
        number: 808,
        title: "A strategy plays actions that are not available",
        explanation: "Rules and fixed mixtures give their chances to actions; those that are available share them. A \
            rule that plays an action, or a mixture, must leave something to play.",
        example: r#"rules = [{ when = "clause == member", play = "hold" }, { play = "strike" }]"#,
    },
    Mistake {
        code: Code::BadChance,
        number: 809,
        title: "A probability makes no sense in some state",
        explanation: "In some state that the game can reach, a probability lies outside [0, 1], or those of the \
            branches do not sum to 1.",
        example: r#"probability = "0.3 * balance"                 # wrong, if `balance` may be 4 or -1
probability = "clamp(0.3 * balance, 0, 1)"    # right"#,
    },
    Mistake {
        code: Code::TooManyStates,
        number: 810,
        title: "The game is too large",
        explanation: "The number of states is the product of what can be told apart. The message names the variables \
            with the most values: make these coarser, forget what no longer matters, or raise `--max- \
            states`.",
        example: r#"set = { violation = "none" }   # at the start of each period: forget what is over"#,
    },
    Mistake {
        code: Code::BadNumber,
        number: 811,
        title: "A number makes no sense in some draw",
        explanation: "Payoffs and measures must be finite numbers, a discount factor lies above 0 and not above 1, a \
            precision is a number from 0 on. The message names the draw and its parameters: truncate their \
            distributions, or hold the number in its range.",
        example: r#"value = "1 / gap"               # wrong where the gap may be 0
value = "1 / max(gap, 0.01)"    # right"#,
    },
    Mistake {
        code: Code::FailsBeyond,
        number: 812,
        title: "A probability makes no sense at possible values that no draw had",
        explanation: "No draw that was tried has these values of the uncertain parameters, but another may: a run that \
            comes upon it stops there. Truncate a distribution, or give one branch `otherwise = true`.",
        example: r#"[parameters.risk]
value = 0.9
spread = { uniform = 0.2 }   # up to 1.1
truncate = [0, 1]            # right"#,
    },
];
