//! What expressions are read as, and what is said of texts that are none.

use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

use super::{HEIGHT, NESTING, NODES, parse};
use crate::expression::Unary;
use crate::expression::function::reserved_words;
use crate::expression::syntax::{Node, Place, Syntax};
use crate::source::{Diagnostic, Sources};

fn read(text: &str) -> Result<Syntax, Diagnostic> {
    let source = Sources::new().add("test", text);
    parse(text, &Place::verbatim(source, 0, text.len()))
}

/// The syntax with parentheses around every operation.
fn shown(syntax: &Syntax) -> String {
    match &syntax.node {
        Node::Number { value, whole: true } => format!("{value}"),
        Node::Number { value, .. } => format!("{value:?}"),
        Node::Truth(value) => format!("{value}"),
        Node::Name(name) => name.clone(),
        Node::Unary(Unary::Not, operand) => format!("(not {})", shown(operand)),
        Node::Unary(_, operand) => format!("(-{})", shown(operand)),
        Node::Binary(operation, _, operands) => {
            let [left, right] = &**operands;
            format!("({} {} {})", shown(left), operation.sign(), shown(right))
        }
        Node::Call(function, arguments) => {
            let arguments: Vec<String> = arguments.iter().map(shown).collect();
            format!("{}({})", function.name(), arguments.join(", "))
        }
    }
}

fn reads_as(text: &str, expected: &str) {
    let syntax = read(text).unwrap_or_else(|found| panic!("{text}: {found:?}"));
    assert_eq!(shown(&syntax), expected);
    let again = read(expected).unwrap_or_else(|found| panic!("{expected}: {found:?}"));
    assert_eq!(shown(&again), expected);
}

/// Asserts on the message, on the text under the first label, and on a part of the help (empty: there is none).
fn fails(text: &str, message: &str, place: &str, help: &str) {
    let found = read(text).expect_err(text);
    let (span, _) = &found.labels[0];
    assert_eq!(found.message, message, "{text}");
    assert_eq!(&text[span.start..span.end], place, "{text}");
    if help.is_empty() {
        assert_eq!(found.help, Vec::<String>::new(), "{text}");
    } else {
        assert!(found.help.iter().any(|h| h.contains(help)), "{found:?}");
    }
}

#[test]
fn operators_bind_as_in_mathematics() {
    reads_as("-2^2", "(-(2 ^ 2))");
    reads_as("2^3^2", "(2 ^ (3 ^ 2))");
    reads_as("2^-1*3", "((2 ^ (-1)) * 3)");
    reads_as("2^-3^2", "(2 ^ (-(3 ^ 2)))");
    reads_as("1 - 2 - 3", "((1 - 2) - 3)");
    reads_as("1 / 2 * 3", "((1 / 2) * 3)");
    reads_as("1 + 2 * 3", "(1 + (2 * 3))");
    reads_as("-a * -b", "((-a) * (-b))");
    reads_as("a - -b", "(a - (-b))");
    reads_as("--a", "(-(-a))");
    reads_as("a + 1 < b * 2", "((a + 1) < (b * 2))");
}

#[test]
fn logic_binds_least() {
    reads_as("a or b and c", "(a or (b and c))");
    reads_as("not a == b and c", "((not (a == b)) and c)");
    reads_as("not not a", "(not (not a))");
    reads_as("a and not b or c", "((a and (not b)) or c)");
    reads_as("a == (not b)", "(a == (not b))");
    reads_as("x != 1 or y >= 2", "((x != 1) or (y >= 2))");
    reads_as("(a or b) and c", "((a or b) and c)");
    reads_as("(a < b) == (c <= d)", "((a < b) == (c <= d))");
}

#[test]
fn names_numbers_and_calls_are_read() {
    reads_as(" \n\tmember ", "member");
    reads_as("russia.type == status_quo", "(russia.type == status_quo)");
    reads_as("notable or ordinary", "(notable or ordinary)");
    reads_as(".5 + 1e-3 + 2E2", "((0.5 + 0.001) + 200.0)");
    reads_as("1e+2", "100.0");
    reads_as("007", "7");
    reads_as("true == false", "(true == false)");
    reads_as("if(a, 1, if(b, 2, 3))", "if(a, 1, if(b, 2, 3))");
    reads_as("min(1, 2, 3) + max (a,b)", "(min(1, 2, 3) + max(a, b))");
    reads_as("clamp(x, 0, 1)", "clamp(x, 0, 1)");
    reads_as(
        "abs(exp(ln(sqrt(logistic(floor(ceil(1)))))))",
        "abs(exp(ln(sqrt(logistic(floor(ceil(1)))))))",
    );
}

#[test]
fn whole_numbers_are_told_from_others() {
    for (text, expected) in [("1", true), ("1.0", false), ("1e3", false), (".5", false)] {
        let Node::Number { whole, .. } = read(text).unwrap().node else {
            panic!("{text} is a number");
        };
        assert_eq!(whole, expected, "{text}");
    }
}

#[test]
fn every_part_knows_its_place() {
    let text = " (a + bc) * min(1, -2)";
    let syntax = read(text).unwrap();
    let at = |syntax: &Syntax| text[syntax.span.start..syntax.span.end].to_owned();
    assert_eq!(at(&syntax), "(a + bc) * min(1, -2)");
    let Node::Binary(_, star, operands) = &syntax.node else {
        panic!("a product");
    };
    assert_eq!(&text[star.start..star.end], "*");
    assert_eq!(at(&operands[0]), "a + bc");
    assert_eq!(at(&operands[1]), "min(1, -2)");
    let Node::Call(_, arguments) = &operands[1].node else {
        panic!("a call");
    };
    assert_eq!(at(&arguments[1]), "-2");
}

#[test]
fn places_follow_escapes() {
    let source = Sources::new().add("test", "");
    let offsets = vec![10, 11, 13, 20, 30];
    let place = Place::mapped(source, offsets);
    let found = parse("a $ ", &place).unwrap_err();
    assert_eq!((found.labels[0].0.start, found.labels[0].0.end), (13, 20));
    let beyond = Place::mapped(source, Vec::new()).span(3, 4);
    assert_eq!((beyond.start, beyond.end), (0, 0));
}

#[test]
fn other_languages_are_translated() {
    fails("a = b", "`=` does not compare", "=", "write `==`");
    fails("a === b", "`=` does not compare", "=", "write `==`");
    fails("a && b", "`&&` does not join truths", "&&", "write `and`");
    fails("a || b", "`||` does not join truths", "||", "write `or`");
    fails("!a", "`!` does not negate", "!", "write `not`");
    fails("a <> b", "`<>` is no comparison", "<>", "write `!=`");
    fails("a => b", "`=>` is no comparison", "=>", "write `>=`");
    fails("a =< b", "`=<` is no comparison", "=<", "write `<=`");
    fails("2 ** 3", "`**` is no power", "**", "write `^`");
    fails("a ≤ b", "`≤` cannot stand in an expression", "≤", "write `<=`");
    fails("10 %", "`%` cannot stand in an expression", "%", "fraction");
    fails("a AND b", "`AND` is no operator", "AND", "write `and` in small letters");
    fails("a ? 1 : 2", "`?` cannot stand in an expression", "?", "if(");
    fails("[1]", "brackets cannot stand in an expression", "[", "parentheses");
}

#[test]
fn quotes_are_not_needed() {
    let message = "there are no quotes within an expression";
    fails("x == 'war'", message, "'war'", "write the named value bare: `war`");
    fails("x == \"war\" and", message, "\"war\"", "bare: `war`");
    fails("x == \"war", message, "\"war", "bare: `war`");
    fails("x == 'a b'", message, "'a b'", "like `in_force`");
    fails("'", message, "'", "like `in_force`");
}

#[test]
fn unknown_characters_are_named() {
    fails("a $ b", "`$` cannot stand in an expression", "$", "letters");
    fails("größe", "`ö` cannot stand in an expression", "ö", "letters");
    fails("a . b", "this `.` belongs to no name and no number", ".", "russia.type");
    fails("\u{0}", "`\\u{0}` cannot stand in an expression", "\u{0}", "letters");
}

#[test]
fn comparisons_do_not_chain() {
    let message = "comparisons cannot be chained";
    fails("0 < a <= 1", message, "<=", "a < b and b < c");
    fails("a == b == c", message, "==", "and");
    fails("a < b + 1 > c", message, ">", "and");
}

#[test]
fn parentheses_must_balance() {
    fails("(1 + 2", "this `(` is never closed", "(", "`)` is missing");
    fails("min(1, 2", "this `(` is never closed", "(", "`)` is missing");
    fails("1 + 2)", "this `)` closes nothing", ")", "");
    fails(
        "(1, 2)",
        "a comma stands only between the arguments of a function",
        ",",
        "decimal point",
    );
    fails(
        "1,5",
        "a comma stands only between the arguments of a function",
        ",",
        "decimal point",
    );
}

#[test]
fn missing_parts_are_named() {
    fails("", "the expression is empty", "", "");
    fails(" \n ", "the expression is empty", " \n ", "");
    fails("1 +", "the expression ends where a value is missing", "", "");
    fails("-", "the expression ends where a value is missing", "", "");
    fails("not", "the expression ends where a value is missing", "", "");
    fails("1 + * 2", "a value is missing before `*`", "*", "");
    fails("()", "a value is missing before `)`", ")", "");
    fails("min(1,)", "a value is missing before `)`", ")", "");
    fails("min(,1)", "a value is missing before `,`", ",", "");
    fails("+1", "`+` stands between two values", "+", "without a sign");
    fails("1 2", "an operator is missing before this", "2", "write `*`");
    fails("a b", "an operator is missing before this", "b", "write `*`");
    fails("(a b)", "an operator is missing before this", "b", "write `*`");
    fails(
        "a == not b",
        "`not` behind an operator needs parentheses",
        "not",
        "(not …)",
    );
}

#[test]
fn malformed_numbers_are_explained() {
    fails("1.2.3", "`1.2.3` is not a number", "1.2.3", "one point");
    fails("1..2", "`1..2` is not a number", "1..2", "one point");
    fails("1e", "`1e` is not a number", "1e", "after the `e`");
    fails("1e-", "`1e-` is not a number", "1e-", "after the `e`");
    fails("1. + 2", "`1.` is not a number", "1.", "after the point");
    fails("1_000", "`1_000` is not a number", "1_000", "without `_`");
    fails("2x", "`2x` is not a number", "2x", "`2 * x`");
    fails("2exp(1)", "`2exp` is not a number", "2exp", "`2 * exp`");
    fails("1e999", "`1e999` is too large for a number", "1e999", "1.8e308");
}

#[test]
fn functions_are_known_and_count_their_arguments() {
    fails(
        "if(a, 1)",
        "`if` takes 3 arguments, but here are 2",
        "if(a, 1)",
        "if(condition",
    );
    fails(
        "if(a, 1, 2, 3)",
        "`if` takes 3 arguments, but here are 4",
        "if(a, 1, 2, 3)",
        "if(",
    );
    fails(
        "min(1)",
        "`min` takes at least 2 arguments, but here are 1",
        "min(1)",
        "min(a, b",
    );
    fails("ln()", "`ln` takes 1 argument, but here are 0", "ln()", "ln(x)");
    fails(
        "clamp(1, 2)",
        "`clamp` takes 3 arguments, but here are 2",
        "clamp(1, 2)",
        "clamp(x, low, high)",
    );
    fails(
        "logistc(1)",
        "there is no function `logistc`",
        "logistc",
        "did you mean `logistic`?",
    );
    fails("log(1)", "there is no function `log`", "log", "`ln(x)`");
    fails(
        "win_chance(1)",
        "there is no function `win_chance`",
        "win_chance",
        "to multiply",
    );
    fails("min + 1", "`min` is a function", "min", "min(a, b, …)");
    fails("if a", "`if` is a function", "if", "if(condition");
}

#[test]
fn reserved_names_are_those_with_a_meaning() {
    for word in ["period", "true", "and", "clamp", "ln"] {
        assert!(reserved_words().any(|reserved| reserved == word), "{word}");
    }
    assert!(reserved_words().all(|reserved| reserved != "phase"));
}

#[test]
fn nesting_is_limited() {
    let nest = |levels: usize, open: &str, close: &str| format!("{}1{}", open.repeat(levels), close.repeat(levels));
    for (open, close) in [
        ("(", ")"),
        ("-", ""),
        ("not ", ""),
        ("2^", ""),
        ("abs(", ")"),
        ("1+(", ")"),
    ] {
        read(&nest(NESTING, open, close)).unwrap_or_else(|found| panic!("{open}: {found:?}"));
        let found = read(&nest(NESTING + 1, open, close)).expect_err(open);
        assert_eq!(found.message, "the expression nests too deep");
        read(&nest(1_000_000, open, close)).expect_err(open);
        read(&open.repeat(1_000_000)).expect_err(open);
    }
}

#[test]
fn length_is_limited() {
    let sum = |terms: usize| vec!["1"; terms].join("+");
    read(&sum(HEIGHT)).unwrap();
    assert_eq!(
        read(&sum(HEIGHT + 1)).unwrap_err().message,
        "too many operations follow from each other"
    );
    read(&sum(100_000)).unwrap_err();
    let minimum = |terms: usize| format!("min({})", vec!["1"; terms].join(","));
    read(&minimum(NODES - 1)).unwrap();
    assert_eq!(read(&minimum(NODES)).unwrap_err().message, "the expression is too long");
}

#[test]
fn huge_texts_do_not_flood_messages() {
    for part in ["a", "1", "$", "'", " ", "ö", "1.", "a(", "(", "a."] {
        let text = part.repeat(2_000_000 / part.len());
        if let Err(found) = read(&text) {
            assert!(found.message.len() < 200, "{part}");
            assert!(found.help.iter().all(|h| h.len() < 200), "{part}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = read(&text);
    }

    #[test]
    fn nothing_like_an_expression_panics(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "1", ".5", "1e", "x", "y.type", "if", "(", ")", ",", "+", "-", "^", "<", "==", "and", "or", "not",
                "min(", "true", " ", "=", "'", "é", "logistic(",
            ]),
            0..40,
        ),
    ) {
        let text = words.concat();
        match read(&text) {
            Ok(syntax) => prop_assert_eq!(shown(&read(&shown(&syntax)).unwrap()), shown(&syntax)),
            Err(found) => {
                for (span, _) in &found.labels {
                    prop_assert!(text.get(span.start..span.end).is_some(), "{:?}", found);
                }
            }
        }
    }
}
