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
    Mistake {
        code: Code::BadShares,
        number: 510,
        title: "Shares of one make no sense",
        explanation: "Shares that are drawn together have concentrations above 0; fixed ones lie between 0 and 1 and leave room for the others. There are at least two.",
        example: r#"dirichlet = { hawk = 4, dove = 0 }              # wrong
dirichlet = { hawk = 4, dove = { value = 0 } }  # right: never a dove"#,
    },
    Mistake {
        code: Code::BadCorrelation,
        number: 511,
        title: "Rank correlations make no sense",
        explanation: "A rank correlation lies between -1 and 1 and is given once for each two parameters. Together they must be possible: if two parameters both follow a third closely, they cannot oppose each other. The message names the entries that cannot hold together.",
        example: r#"between = ["a", "b", "c"]
matrix = [[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]]   # wrong"#,
    },
    Mistake {
        code: Code::CannotCorrelate,
        number: 512,
        title: "This parameter cannot be correlated with others",
        explanation: "Only a single number that is drawn by itself can be: one value of a parameter with `by`, no share of a `dirichlet`, and no discrete distribution whose values are not in ascending order.",
        example: r#"between = ["worth", "lag"]        # wrong, if `worth` depends on a type
between = ["worth.hawk", "lag"]   # right"#,
    },
    Mistake {
        code: Code::JointTypes,
        number: 513,
        title: "A table of joint types does not fit",
        explanation: "Each combination names a type for each of the actors, once, with its chance; the actors list their types without chances, and stand in one table only.",
        example: r#"[actors.russia]
types = ["hawk", "dove"]                        # without chances

[[joint_types]]
actors = ["russia", "us"]
table = [
  { types = ["hawk", "strong"], chance = 0.7 },
  { types = ["dove"], chance = 0.3 },           # wrong: a type of the other actor is missing
]"#,
    },
    Mistake {
        code: Code::JointBelief,
        number: 514,
        title: "A belief does not fit the table of joint types",
        explanation: "A belief about one actor replaces the chances of its types and keeps what they say of the others. Two beliefs about actors of one table would contradict each other, and a type that the table calls impossible needs `given`.",
        example: r#"table = [{ types = ["mad", "strong"], given = { russia = 1 } }]   # what goes with it for those who believe it"#,
    },
    Mistake {
        code: Code::TooMany,
        number: 515,
        title: "There are too many of something",
        explanation: "An actor has at most 32,767 actions in a stage, an effect as many branches, and at most 32 commitments may say what they deliver.",
        example: r#"delivers = "clause == member"   # leave it out where nobody asks"#,
    },
];
