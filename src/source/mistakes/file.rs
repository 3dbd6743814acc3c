//! Mistakes in how the file is written: its TOML, its tables and their keys.

use crate::source::code::{Code, Mistake};

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        code: Code::NotToml,
        number: 101,
        title: "The file is not TOML",
        explanation: "A scenario is a TOML file. Text needs quotes, a list square brackets, a table within a line \
            braces; a key stands once in its table. The message says what the TOML reader met and what it \
            expected there.",
        example: r#"label = Russia     # wrong
label = "Russia"   # right"#,
    },
    Mistake {
        code: Code::Unclosed,
        number: 102,
        title: "A bracket is never closed",
        explanation: "Everything that follows an open `[` or `{` belongs to it, so that nothing behind it can be read. \
            The message points at the bracket that opens, not at the place where the reader gave up.",
        example: r#"types = { hawk = 0.4, dove = 0.6     # wrong
types = { hawk = 0.4, dove = 0.6 }   # right"#,
    },
    Mistake {
        code: Code::UnknownKey,
        number: 103,
        title: "A table has a key that it may not have",
        explanation: "A key that nobody reads is most often misspelt, or stands in the wrong table: after a header \
            such as `[actors.russia]`, all keys up to the next header belong to that table.",
        example: r#"[actors.russia]
lable = "Russia"   # wrong
label = "Russia"   # right"#,
    },
    Mistake {
        code: Code::MissingKey,
        number: 104,
        title: "A table lacks a key that it needs",
        explanation: "Some keys have no sensible default and must be given.",
        example: r#"[variables.phase]                # wrong: where does it start?
values = ["peace", "war"]

[variables.phase]                # right
values = ["peace", "war"]
start = "peace""#,
    },
    Mistake {
        code: Code::WrongKind,
        number: 105,
        title: "A value is not of the kind that its key takes",
        explanation: "Every key takes one kind of TOML value: a text, a number, true or false, a list, or a table. \
            Numbers and booleans are written without quotes; formulas may be numbers, booleans or texts.",
        example: r#"lever = "yes"   # wrong
lever = true    # right"#,
    },
    Mistake {
        code: Code::NotFinite,
        number: 106,
        title: "A number is infinite or not a number",
        explanation: "TOML knows `inf` and `nan`; a scenario has a use for `inf` in the bounds of `truncate` only.",
        example: r#"value = inf            # wrong
truncate = [0, inf]    # right: open above"#,
    },
    Mistake {
        code: Code::UnknownWord,
        number: 107,
        title: "A key takes one of a few words, and this is none of them",
        explanation: "`paid` and `drawn` take words of the language, in quotes.",
        example: r#"paid = "every_period"   # wrong
paid = "each_period"    # right"#,
    },
    Mistake {
        code: Code::Empty,
        number: 108,
        title: "Something that needs entries has none",
        explanation: "A scenario needs an actor and an outcome, a variable a value, a decision an action, and \
            `branches` a branch.",
        example: r#"actions = []                      # wrong
actions = [{ name = "comply" }]   # right"#,
    },
    Mistake {
        code: Code::PeriodCount,
        number: 109,
        title: "The number of periods is out of bounds",
        explanation: "A game has 1 to 100,000 periods. More make no better model: choose a longer period.",
        example: r#"periods = 0   # wrong
periods = 8   # right"#,
    },
    Mistake {
        code: Code::NotAStrategy,
        number: 110,
        title: "This is not a strategy",
        explanation: "A strategy is `\"best_response\"`, or a table with `logit`, `fixed` or `rules`.",
        example: r#"strategy = "logit"           # wrong: with which precision?
strategy = { logit = 0.1 }   # right"#,
    },
    Mistake {
        code: Code::NotExactlyOne,
        number: 111,
        title: "Exactly one of several keys is needed",
        explanation: "Some keys exclude each other, because each of them says the same thing in another way: a \
            variable has `values`, a `range` or `truth`; a branch a `probability` or `otherwise`; a number a \
            `range`, a `spread` or a `distribution`.",
        example: r#"{ probability = 0.4, otherwise = true }   # wrong
{ probability = 0.4 }                     # right"#,
    },
    Mistake {
        code: Code::KeyOutOfPlace,
        number: 112,
        title: "A key does not go with the others in its table",
        explanation: "The key exists, but means nothing beside the others: `action` needs `paid = \"on_action\"`, \
            `joint` needs `choices`, `truncate` needs something that is drawn.",
        example: r#"[parameters.gain]
value = 60
truncate = [0, 100]   # wrong: 60 is 60

[parameters.gain]
value = 60
spread = { uniform = 50 }
truncate = [0, 100]   # right"#,
    },
    Mistake {
        code: Code::NoCentre,
        number: 113,
        title: "A range or a spread has no value to lie around",
        explanation: "`range` is a triangle whose mode is `value`; `spread` reaches equally far on either side of \
            `value`. Without a value use `distribution`.",
        example: r#"cost = { range = [15, 30] }                              # wrong
cost = { value = 22, range = [15, 30] }                  # right
cost = { distribution = { uniform = [15, 30] } }         # right too"#,
    },
    Mistake {
        code: Code::SecondOtherwise,
        number: 114,
        title: "Two branches are `otherwise`",
        explanation: "`otherwise` takes whatever probability the other branches leave, which only one branch can do.",
        example: r#"branches = [{ probability = 0.3 }, { otherwise = true }, { otherwise = true }]     # wrong
branches = [{ probability = 0.3 }, { probability = 0.2 }, { otherwise = true }]    # right"#,
    },
    Mistake {
        code: Code::AssignedTwice,
        number: 115,
        title: "One effect assigns a variable twice",
        explanation: "What stands beside `branches` happens in every branch, so that a branch may not assign the same \
            variable again.",
        example: r#"set = { phase = "war" }
branches = [{ probability = 1, set = { phase = "won" } }]   # wrong"#,
    },
    Mistake {
        code: Code::EndsAtOnce,
        number: 116,
        title: "An outcome has neither `when` nor `at_end`",
        explanation: "An outcome without a condition holds always, so that every game would end with it before it \
            begins. `at_end = true` makes it the last resort at the horizon.",
        example: r#"[[outcomes]]
name = "peace"    # wrong

[[outcomes]]
name = "peace"    # right
at_end = true"#,
    },
    Mistake {
        code: Code::TruthFalse,
        number: 117,
        title: "`truth` is something other than `true`",
        explanation: "`truth = true` makes a variable one that is true or false. Whether it is true at first is said \
            by `start`.",
        example: r#"truth = false                # wrong
truth = true                 # right
start = false"#,
    },
    Mistake {
        code: Code::NothingHappens,
        number: 118,
        title: "A stage says neither who decides nor what happens",
        explanation: "A stage has an `actor` with `actions`, several `choices`, or `branches` and `set` for what \
            chance does.",
        example: r#"[[stages]]
name = "reset"                 # wrong

[[stages]]
name = "reset"                 # right
set = { violation = "none" }"#,
    },
    Mistake {
        code: Code::NoStrategy,
        number: 119,
        title: "An actor decides but has no strategy",
        explanation: "Whoever decides needs to be told how: with a `strategy` of the actor, or one for this stage in \
            `strategy_at`.",
        example: r#"[actors.russia]                # wrong

[actors.russia]                # right
strategy = { logit = 0.1 }"#,
    },
    Mistake {
        code: Code::MissingCase,
        number: 120,
        title: "A table by value lacks a value",
        explanation: "A parameter with `by` needs a number for each value, and a belief a chance for each type; \
            nothing is taken for granted.",
        example: r#"types = { hawk = 0.4, dove = 0.6 }
believed by another: { hawk = 0.5 }               # wrong
believed by another: { hawk = 0.5, dove = 0.5 }   # right"#,
    },
    Mistake {
        code: Code::NotDeclared,
        number: 121,
        title: "Something is said of an actor or a variant that is not declared",
        explanation: "A header such as `[[actors.russia.payoffs]]` would make an actor of any name, so that a typo in it would \
            make a second actor. Actors and variants are therefore declared by headers of their own.",
        example: r#"[[actors.rusia.payoffs]]   # wrong

[actors.russia]
[[actors.russia.payoffs]]  # right"#,
    },
];
