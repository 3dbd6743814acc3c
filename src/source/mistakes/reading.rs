//! Formulas that read something that they may not.

use crate::source::code::{Code, Mistake};

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        code: Code::UncertainStructure,
        number: 401,
        title: "An uncertain parameter decides which states can occur",
        explanation: "Guards, every `when`, assignments, ranges and outcomes decide which states can occur, and the \
            set of states must be the same in every draw. Uncertain parameters may enter probabilities, \
            payoffs, measures, priors, precisions, discounts and credibilities. Fix the parameter, or let it \
            change the chance of something instead.",
        example: r#"guard = "strength > threshold"                    # wrong, if `threshold` has a distribution
probability = "logistic(strength - threshold)"    # right"#,
    },
    Mistake {
        code: Code::Unseen,
        number: 402,
        title: "A choice rests on something that the actor does not see",
        explanation: "A guard, a rule, a mixture, a precision and a commitment's condition belong to an actor, who \
            sees the period, its own type, and the variables that `seen_by` lets it see. A stage's `when` \
            may read anything.",
        example: r#"[variables.alarm]
seen_by = ["us"]
guard = "alarm"       # wrong, for an action of Russia"#,
    },
    Mistake {
        code: Code::OutOfReach,
        number: 403,
        title: "Something that is settled at the start reads something that comes later",
        explanation: "Priors, starts, ranges, discounts and credibilities are settled before the game begins: they may \
            read parameters, a credibility also the type of its actor, but neither variables nor the period.",
        example: r#"credibility = "if(clause == in_force, 0.9, 0.3)"       # wrong
credibility = "if(us.type == committed, 0.9, 0.3)"     # right"#,
    },
];
