//! What is declared and can never matter, in any variant, and what nobody can judge: warnings, for the scenario means
//! what it says.

use crate::source::code::{Code, Mistake};

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        code: Code::OutcomeNeverReached,
        number: 901,
        title: "An outcome is never reached",
        explanation: "It holds in no state that can be reached, or an earlier outcome always holds there \
            too.",
        example: r#"[[outcomes]]
name = "war"
when = "war"          # nothing ever sets it"#,
    },
    Mistake {
        code: Code::StageNeverRuns,
        number: 902,
        title: "A stage never runs",
        explanation: "Its `when` holds in no state in which the stage comes up. Nothing more is said of \
            what is in it.",
        example: r#"[[stages]]
name = "vote"
when = "period > 40"   # with 40 periods"#,
    },
    Mistake {
        code: Code::NeverAsked,
        number: 903,
        title: "An actor is never asked",
        explanation: "Its `opportunity` is 0 wherever the stage runs.",
        example: r#"[[stages]]
actor = "us"
opportunity = 0"#,
    },
    Mistake {
        code: Code::ActionNeverAvailable,
        number: 904,
        title: "An action is never available",
        explanation: "Its guard holds in no state in which the actor is asked.",
        example: r#"[[stages.actions]]
name = "attack"
guard = "balance > 2"   # with the range [-2, 2]"#,
    },
    Mistake {
        code: Code::BranchNeverPossible,
        number: 905,
        title: "A branch is never possible",
        explanation: "Its probability is 0, its `when` never holds, or the other branches leave it \
            nothing. An `otherwise` without a name that sets nothing is not meant: it may stand \
            for completeness.",
        example: r#"branches = [
  { name = "won", probability = 0, set = { result = "gain" } },
  { otherwise = true },
]"#,
    },
    Mistake {
        code: Code::JointNeverApplies,
        number: 906,
        title: "A joint effect never applies",
        explanation: "No picks match the entry, or an earlier entry takes all that do.",
        example: r#"[[stages.joint]]
picks = { russia = "violate" }                         # takes all
[[stages.joint]]
picks = { russia = "violate", inspector = "inspect" }  # never applies"#,
    },
    Mistake {
        code: Code::CommitmentNeverTriggered,
        number: 907,
        title: "A commitment is never triggered",
        explanation: "Its `when` holds in no state in which the actor is asked at its stage.",
        example: r#"[commitments.entry]
when = "violation == counted"   # nothing counts"#,
    },
    Mistake {
        code: Code::TermNeverPaid,
        number: 908,
        title: "A payoff is never paid",
        explanation: "Its `when` holds nowhere where it would be paid, or its amount is always 0.",
        example: r#"[[actors.russia.payoffs]]
name = "war"
paid = "at_end"
when = "war"
amount = "0 * cost""#,
    },
    Mistake {
        code: Code::VariableNeverChanges,
        number: 909,
        title: "A variable never changes",
        explanation: "Nothing that can happen gives it another value than that of its start: a parameter \
            says the same.",
        example: r#"[variables.clause]
values = ["none", "in_force"]
start = "none"   # and no effect sets it"#,
    },
    Mistake {
        code: Code::ValueNeverTaken,
        number: 910,
        title: "A variable never takes a value",
        explanation: "Nothing that can happen leads to it. Leave the value out, or mend the effect that \
            should.",
        example: r#"[variables.balance]
range = [-5, 5]   # while effects hold it between -2 and 2"#,
    },
    Mistake {
        code: Code::VariableNeverRead,
        number: 911,
        title: "A variable is never read",
        explanation: "No formula depends on it, other than that of its own next value, and no actor learns \
            anything from it: whoever sees it sees everything else too.",
        example: r#"set = { count = "min(count + 1, 9)" }   # and nothing asks for the count"#,
    },
    Mistake {
        code: Code::TypeNeverDrawn,
        number: 912,
        title: "A type has no chance",
        explanation: "No game has an actor of this type, and no observer believes that one may.",
        example: r#"types = { hawk = 0, dove = 1 }"#,
    },
    Mistake {
        code: Code::ParameterNeverUsed,
        number: 913,
        title: "A parameter is never used",
        explanation: "No formula depends on it, be it through definitions or variables: to set it changes \
            nothing.",
        example: r#"[parameters.admission_lag]
value = 3.5   # and no formula names it"#,
    },
    Mistake {
        code: Code::DefinitionNeverUsed,
        number: 914,
        title: "A definition is never used",
        explanation: "No formula depends on it, be it through other definitions.",
        example: r#"[definitions.win_chance]
value = "0.5"   # and no formula names it"#,
    },
    Mistake {
        code: Code::NoSource,
        number: 915,
        title: "A parameter without a source",
        explanation: "It has neither a `source` nor a `note` that says `assumption`, so that a reader cannot \
            tell a measured number from a guess. Say where the number comes from, or that it is assumed. \
            With `by`, what stands at the top holds for all values, and each value may say it for itself.",
        example: r#"[parameters.honoured]
value = 0.75   # measured, or a guess?

[parameters.honoured]
value = 0.75
source = "74.5 percent of alliances in war, 1816 to 1944"

[parameters.honoured]
value = 0.75
note = "assumption: three promises in four are kept""#,
    },
];
