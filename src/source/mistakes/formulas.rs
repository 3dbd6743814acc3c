//! Mistakes within formulas.

use crate::source::code::{Code, Mistake};

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        code: Code::MalformedNumber,
        number: 301,
        title: "This is not a number",
        explanation: "Numbers are written like `3`, `0.25`, `.5` or `1e-3`, without separators, units or per cent \
            signs.",
        example: r#"amount = "1_000 * x"   # wrong
amount = "1000 * x"    # right"#,
    },
    Mistake {
        code: Code::StraySign,
        number: 302,
        title: "This sign does not belong to the language",
        explanation: "The language writes `and`, `or`, `not`, `==`, `!=`, `<`, `<=`, `>`, `>=`, `+`, `-`, `*`, `/`, \
            `^`.",
        example: r#"when = "phase = war && not alarm"     # wrong
when = "phase == war and not alarm"   # right"#,
    },
    Mistake {
        code: Code::QuotesInside,
        number: 303,
        title: "There are quotes within a formula",
        explanation: "Named values are written bare.",
        example: r#"when = "phase == 'war'"   # wrong
when = "phase == war"     # right"#,
    },
    Mistake {
        code: Code::EmptyFormula,
        number: 304,
        title: "A formula is empty",
        explanation: "Leave the key out instead, where it may be left out.",
        example: r#"when = ""   # wrong"#,
    },
    Mistake {
        code: Code::Chained,
        number: 305,
        title: "Comparisons are chained",
        explanation: "A comparison gives a truth, which cannot be compared with a number again.",
        example: r#"when = "0 < x < 1"         # wrong
when = "0 < x and x < 1"   # right"#,
    },
    Mistake {
        code: Code::MisplacedNot,
        number: 306,
        title: "`not` stands behind an operator",
        explanation: "`not` binds looser than comparisons, so that it needs parentheses behind them.",
        example: r#"when = "alarm == not noise"     # wrong
when = "alarm == (not noise)"   # right"#,
    },
    Mistake {
        code: Code::MissingValue,
        number: 307,
        title: "A value is missing",
        explanation: "An operator stands between two values, and a comma between two arguments.",
        example: r#"amount = "2 *"     # wrong
amount = "2 * x"   # right"#,
    },
    Mistake {
        code: Code::OpenParenthesis,
        number: 308,
        title: "A parenthesis is never closed",
        explanation: "Every `(` needs its `)`.",
        example: r#"amount = "2 * (x + 1"    # wrong
amount = "2 * (x + 1)"   # right"#,
    },
    Mistake {
        code: Code::Leftover,
        number: 309,
        title: "Something is left over",
        explanation: "The formula could end before this, and nothing connects it with what follows.",
        example: r#"amount = "2 x"     # wrong
amount = "2 * x"   # right"#,
    },
    Mistake {
        code: Code::TooLarge,
        number: 310,
        title: "A formula is too large",
        explanation: "Formulas have limits that no reader reaches. Parts of them can be named as definitions.",
        example: r#"[definitions.balance_of_forces]
value = "army + navy"   # then used by name"#,
    },
    Mistake {
        code: Code::UnknownFunction,
        number: 311,
        title: "There is no such function",
        explanation: "The functions are `if`, `min`, `max`, `clamp`, `abs`, `exp`, `ln`, `sqrt`, `logistic`, `floor` \
            and `ceil`.",
        example: r#"amount = "log(x)"   # wrong
amount = "ln(x)"    # right"#,
    },
    Mistake {
        code: Code::Arguments,
        number: 312,
        title: "A function is not called as it should be",
        explanation: "Each function takes so many arguments, in parentheses.",
        example: r#"amount = "if(c, 1)"      # wrong
amount = "if(c, 1, 0)"   # right"#,
    },
    Mistake {
        code: Code::UnknownName,
        number: 313,
        title: "A name stands for nothing here",
        explanation: "A formula may name variables, parameters, definitions, `period`, `ACTOR.type` and \
            `COMMITMENT.bound`. A named value is understood only beside something that has named values, or \
            where it is assigned.",
        example: r#"when = "phase == waar"   # wrong
when = "phase == war"    # right"#,
    },
    Mistake {
        code: Code::NoValue,
        number: 314,
        title: "A name is known but is no value",
        explanation: "An actor is not its type, and a commitment not whether it binds.",
        example: r#"when = "russia == hawk"        # wrong
when = "russia.type == hawk"   # right"#,
    },
    Mistake {
        code: Code::MixedKinds,
        number: 315,
        title: "Two kinds of values are mixed",
        explanation: "A value is a truth, a whole number, a number, or one of the named values of a list. Only numbers \
            mix with numbers, and only values of one list with each other.",
        example: r#"when = "phase == 1"       # wrong
when = "phase == peace"   # right"#,
    },
    Mistake {
        code: Code::KindMismatch,
        number: 316,
        title: "A formula gives another kind of value than is wanted here",
        explanation: "A condition needs a truth, a payoff a number, an assignment a value of the variable.",
        example: r#"when = "phase"            # wrong
when = "phase == peace"   # right
set = { balance = "1 / 2" }          # wrong: a whole number is wanted
set = { balance = "floor(1 / 2)" }   # right"#,
    },
    Mistake {
        code: Code::NoResult,
        number: 317,
        title: "A formula has no result",
        explanation: "The constants in this formula come to nothing: a division by zero, the logarithm of 0, or a \
            number beyond all bounds.",
        example: r#"amount = "1 / 0"   # wrong"#,
    },
    Mistake {
        code: Code::Circle,
        number: 318,
        title: "Definitions go round in a circle",
        explanation: "A definition may use others in any order, as long as none leads back to itself. What depends on \
            its own past needs a variable.",
        example: r#"[definitions.a]
value = "b + 1"
[definitions.b]
value = "a - 1"   # wrong"#,
    },
];
