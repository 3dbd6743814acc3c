//! Numbers that make no sense where they stand.

use crate::source::code::{Code, Mistake};

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        code: Code::NotAProbability,
        number: 501,
        title: "A probability lies outside of [0, 1]",
        explanation: "Probabilities are written as shares of one, not as per cents.",
        example: r#"probability = 35     # wrong
probability = 0.35   # right"#,
    },
    Mistake {
        code: Code::SumNotOne,
        number: 502,
        title: "Probabilities do not sum to 1",
        explanation: "All types of an actor, all values at the start, all actions of a mixture and all branches \
            together have the probability 1. One branch may be `otherwise`.",
        example: r#"types = { hawk = 0.4, dove = 0.4 }   # wrong
types = { hawk = 0.4, dove = 0.6 }   # right"#,
    },
    Mistake {
        code: Code::BadDiscount,
        number: 503,
        title: "A discount factor lies outside of (0, 1]",
        explanation: "The discount factor is what a payoff one period later is worth. An interest of 2 % a period is a \
            factor of 0.98.",
        example: r#"discount = 1.02   # wrong
discount = 0.98   # right"#,
    },
    Mistake {
        code: Code::NegativePrecision,
        number: 504,
        title: "A precision is negative",
        explanation: "At precision 0 an actor chooses blindly; the higher it is, the surer the best action. A negative \
            one would prefer what is worse.",
        example: r#"strategy = { logit = -0.1 }   # wrong"#,
    },
    Mistake {
        code: Code::EmptyRange,
        number: 505,
        title: "A range holds no number",
        explanation: "The lower bound comes first.",
        example: r#"range = [2, -2]   # wrong
range = [-2, 2]   # right"#,
    },
    Mistake {
        code: Code::HugeRange,
        number: 506,
        title: "A range holds too many numbers",
        explanation: "Every value of a variable may become a state of its own. Count in coarser units.",
        example: r#"range = [0, 100000]   # wrong
range = [0, 10]       # right: in ten thousands"#,
    },
    Mistake {
        code: Code::StartOutside,
        number: 507,
        title: "A variable starts where it cannot be",
        explanation: "The value at the start must be one of the variable's values: within its range, or of its kind.",
        example: r#"range = [0, 3]
start = 4   # wrong"#,
    },
    Mistake {
        code: Code::BadDistribution,
        number: 508,
        title: "A distribution makes no sense",
        explanation: "Bounds must be in order, the mode must lie between them, and widths, shapes and weights must be \
            above 0. The message says which of these fails.",
        example: r#"distribution = { triangular = [15, 32, 30] }   # wrong
distribution = { triangular = [15, 22, 30] }   # right: low, mode, high"#,
    },
    Mistake {
        code: Code::ImpossibleNominal,
        number: 509,
        title: "The nominal value is not a possible one",
        explanation: "`--nominal` must take a value that a draw could take too.",
        example: r#"value = 0.5
truncate = [0.6, 1]
spread = { uniform = 0.4 }   # wrong: 0.5 is never drawn"#,
    },
];
