//! What names and kinds an expression turns out to have, and what is said where they do not go together.

use super::names::NODES;
use super::{FINDINGS, check, infer};
use crate::expression::evaluate::evaluate;
use crate::expression::parser::{HEIGHT, parse};
use crate::expression::scope::{Scope, Symbol};
use crate::expression::syntax::{Place, Syntax};
use crate::expression::{Binary, DomainId, Kind, Tree};
use crate::source::{Diagnostic, Sources};

const CLAUSE: DomainId = DomainId(0);
pub(super) const PHASE: DomainId = DomainId(1);

/// A small scenario: cells 0 to 5, and ready trees.
pub(super) struct Names {
    lists: Vec<Vec<String>>,
    /// Whether `period` may not be used.
    timeless: bool,
}

impl Names {
    pub(super) fn new() -> Self {
        let lists = [
            &["none", "in_force", "pending", "member"][..],
            &["peace", "war"],
            &["revisionist", "status_quo"],
            &["peace", "war"],
        ];
        Self {
            lists: lists
                .map(|list| list.iter().map(|&value| value.to_owned()).collect())
                .to_vec(),
            timeless: false,
        }
    }
}

impl Scope for Names {
    fn lookup(&self, name: &str) -> Option<Symbol> {
        let sum = |signs: usize| {
            (0..signs).fold(Tree::Parameter(0), |sum, _| {
                Tree::Binary(Binary::Add, Box::new([sum, Tree::Parameter(0)]))
            })
        };
        Some(match name {
            "clause" => Symbol::Cell(0, Kind::Named(CLAUSE)),
            "phase" => Symbol::Cell(1, Kind::Named(PHASE)),
            "balance" => Symbol::Cell(2, Kind::Integer),
            "alarm" => Symbol::Cell(3, Kind::Truth),
            "russia.type" => Symbol::Cell(4, Kind::Named(DomainId(2))),
            "phase_before" => Symbol::Cell(5, Kind::Named(DomainId(3))),
            "cost" => Symbol::Tree(Tree::Constant(15.0), Kind::Number),
            "nothing" => Symbol::Tree(Tree::Constant(0.0), Kind::Number),
            "gain" => Symbol::Tree(Tree::Parameter(0), Kind::Number),
            "by_type" => Symbol::Tree(
                Tree::Select(4, vec![Tree::Constant(1.0), Tree::Parameter(1)]),
                Kind::Number,
            ),
            "next_phase" => Symbol::Tree(Tree::Cell(5), Kind::Named(PHASE)),
            "high" => Symbol::Tree(sum(HEIGHT), Kind::Number),
            "large" => Symbol::Tree(Tree::Select(0, vec![Tree::Parameter(0); NODES / 2]), Kind::Number),
            _ => return None,
        })
    }

    fn names(&self) -> Vec<String> {
        ["clause", "phase", "balance", "alarm", "russia.type", "cost", "gain"]
            .map(str::to_owned)
            .to_vec()
    }

    fn values(&self, domain: DomainId) -> &[String] {
        &self.lists[domain.0]
    }

    fn hint(&self, name: &str) -> Option<String> {
        let forbids = name == "secret" || name == "period" && self.timeless;
        forbids.then(|| "russia does not see it".to_owned())
    }
}

pub(super) fn read(text: &str) -> Syntax {
    let source = Sources::new().add("test", text);
    parse(text, &Place::verbatim(source, 0, text.len())).unwrap_or_else(|found| panic!("{text}: {found:?}"))
}

fn inferred(text: &str) -> (Tree, Kind) {
    infer(&read(text), &Names::new()).unwrap_or_else(|found| panic!("{text}: {found:?}"))
}

fn is(text: &str, kind: Kind, value: f64) {
    let (tree, found) = inferred(text);
    assert_eq!((tree, found), (Tree::Constant(value), kind), "{text}");
}

fn message_and_place<'t>(text: &'t str, found: &Diagnostic) -> (String, &'t str) {
    let (span, _) = &found.labels[0];
    (found.message.clone(), &text[span.start..span.end])
}

/// Asserts on message, place and a part of the help (empty: there is none) of the only finding.
fn fails_as(text: &str, expected: Option<Kind>, message: &str, place: &str, help: &str) {
    let syntax = read(text);
    let found = match expected {
        Some(expected) => check(&syntax, &Names::new(), expected).expect_err(text),
        None => infer(&syntax, &Names::new()).expect_err(text),
    };
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        message_and_place(text, &found[0]),
        (message.to_owned(), place),
        "{text}"
    );
    if help.is_empty() {
        assert_eq!(found[0].help, Vec::<String>::new(), "{text}");
    } else {
        assert!(found[0].help.iter().any(|h| h.contains(help)), "{found:?}");
    }
}

fn fails(text: &str, message: &str, place: &str, help: &str) {
    fails_as(text, None, message, place, help);
}

#[test]
fn constants_fold() {
    is("-2^2", Kind::Number, -4.0);
    is("2^3^2", Kind::Number, 512.0);
    is("1 + 2 * 3", Kind::Integer, 7.0);
    is("7 / 2", Kind::Number, 3.5);
    is("floor(7 / 2) - ceil(0.5)", Kind::Integer, 2.0);
    is("abs(-3)", Kind::Integer, 3.0);
    is("max(1, 5, 3) + min(2, 4.5)", Kind::Number, 7.0);
    is("max(1, 5, 3)", Kind::Integer, 5.0);
    is("clamp(7, 0, 5)", Kind::Integer, 5.0);
    is("clamp(-7, 0, 5)", Kind::Integer, 0.0);
    is("clamp(2.5, 0, 5)", Kind::Number, 2.5);
    is("sqrt(16) + ln(1) + exp(0) + logistic(0)", Kind::Number, 5.5);
    is("1 < 2 and not (2 <= 1) or false", Kind::Truth, 1.0);
    is("cost / 2 > 7", Kind::Truth, 1.0);
    is("if(cost == 15, 1, 2.5)", Kind::Number, 1.0);
    is("true != false", Kind::Truth, 1.0);
}

#[test]
fn kinds_are_inferred() {
    for (text, kind) in [
        ("balance", Kind::Integer),
        ("period + 1", Kind::Integer),
        ("balance * period - 2", Kind::Integer),
        ("balance + 1.0", Kind::Number),
        ("balance / 1", Kind::Number),
        ("balance ^ 2", Kind::Number),
        ("-balance", Kind::Integer),
        ("-gain", Kind::Number),
        ("floor(gain)", Kind::Integer),
        ("if(alarm, balance, gain)", Kind::Number),
        ("if(alarm, clause, member)", Kind::Named(CLAUSE)),
        ("if(alarm, member, if(alarm, none, clause))", Kind::Named(CLAUSE)),
        ("clause == member", Kind::Truth),
        ("alarm", Kind::Truth),
        ("by_type", Kind::Number),
    ] {
        assert_eq!(inferred(text).1, kind, "{text}");
    }
}

#[test]
fn named_values_are_found_in_their_list() {
    let compared =
        |operation, cell, value| Tree::Binary(operation, Box::new([Tree::Cell(cell), Tree::Constant(value)]));
    assert_eq!(inferred("clause == member").0, compared(Binary::Equal, 0, 3.0));
    assert_eq!(
        inferred("russia.type != status_quo").0,
        compared(Binary::NotEqual, 4, 1.0)
    );
    assert_eq!(
        inferred("war == phase").0,
        Tree::Binary(Binary::Equal, Box::new([Tree::Constant(1.0), Tree::Cell(1)])),
    );
    for text in [
        "if(alarm, member, pending) == clause",
        "clause == if(alarm, member, pending)",
        "phase == phase_before",
        "next_phase == war and if(alarm, war, next_phase) == peace",
    ] {
        assert_eq!(inferred(text).1, Kind::Truth, "{text}");
    }
}

#[test]
fn expected_kinds_are_met() {
    let meets = |text: &str, expected| {
        check(&read(text), &Names::new(), expected).unwrap_or_else(|found| panic!("{text}: {found:?}"))
    };
    assert_eq!(meets("pending", Kind::Named(CLAUSE)), Tree::Constant(2.0));
    meets("if(alarm, pending, clause)", Kind::Named(CLAUSE));
    meets("if(alarm, pending, none)", Kind::Named(CLAUSE));
    meets("phase_before", Kind::Named(PHASE));
    meets("balance + 1", Kind::Integer);
    meets("balance", Kind::Number);
    meets("gain", Kind::Number);
    meets("alarm", Kind::Truth);
}

#[test]
fn unexpected_kinds_are_errors() {
    let clause = "a named value (`none`, `in_force`, `pending` or `member`)";
    let wanted = |wanted: &str, found: &str| format!("{wanted} is wanted here, but this is {found}");
    let (truth, whole, number) = ("a truth (true or false)", "a whole number", "a number");
    for (text, expected, wish, found, help) in [
        ("gain", Kind::Truth, truth, number, "> 0"),
        ("clause", Kind::Truth, truth, clause, "`== none`"),
        ("gain + 1", Kind::Integer, whole, number, "floor"),
        ("2.0", Kind::Integer, whole, number, "write `2`"),
        ("alarm", Kind::Integer, whole, truth, "counts a truth"),
        ("alarm", Kind::Number, number, truth, "counts a truth"),
        ("clause", Kind::Number, number, clause, "name == value"),
        ("balance", Kind::Named(CLAUSE), clause, whole, ""),
        (
            "phase",
            Kind::Named(CLAUSE),
            clause,
            "a named value (`peace` or `war`)",
            "",
        ),
    ] {
        fails_as(text, Some(expected), &wanted(wish, found), text, help);
    }
}

#[test]
fn kinds_do_not_mix() {
    let phase = "a named value (`peace` or `war`)";
    let truth = "a truth (true or false)";
    fails(
        "phase + 1",
        &format!("`+` needs a number, but this is {phase}"),
        "phase",
        "if(name == value",
    );
    fails(
        "2 * alarm",
        &format!("`*` needs a number, but this is {truth}"),
        "alarm",
        "counts a truth",
    );
    fails(
        "-alarm",
        &format!("`-` needs a number, but this is {truth}"),
        "alarm",
        "counts",
    );
    fails(
        "ln(phase)",
        &format!("`ln` needs a number, but this is {phase}"),
        "phase",
        "number",
    );
    fails(
        "max(1, alarm)",
        &format!("`max` needs a number, but this is {truth}"),
        "alarm",
        "counts",
    );
    fails(
        "not balance",
        &format!("`not` needs {truth}, but this is a whole number"),
        "balance",
        "> 0",
    );
    fails(
        "alarm and phase",
        &format!("`and` needs {truth}, but this is {phase}"),
        "phase",
        "== peace",
    );
    fails(
        "gain or alarm",
        &format!("`or` needs {truth}, but this is a number"),
        "gain",
        "> 0",
    );
    fails(
        "if(balance, 1, 2)",
        &format!("the condition of `if` needs {truth}, but this is a whole number"),
        "balance",
        "> 0",
    );
    fails(
        "if(alarm, 1, alarm)",
        &format!("`if` gives a whole number in one case and {truth} in the other"),
        "alarm",
        "one kind",
    );
    fails(
        "alarm == 1",
        &format!("`==` cannot compare {truth} with a whole number"),
        "1",
        "not x",
    );
    fails(
        "phase != gain",
        &format!("`!=` cannot compare {phase} with a number"),
        "gain",
        "",
    );
    fails(
        "phase == russia.type",
        &format!("`==` cannot compare {phase} with a named value (`revisionist` or `status_quo`)"),
        "russia.type",
        "",
    );
    fails(
        "phase < war",
        &format!("`<` needs numbers, but here are two of the kind {phase}"),
        "phase",
        "have an order",
    );
}

#[test]
fn unknown_names_are_explained() {
    fails(
        "balnace + 1",
        "`balnace` is not known here",
        "balnace",
        "did you mean `balance`?",
    );
    fails(
        "Balance + 1",
        "`Balance` is not known here",
        "Balance",
        "did you mean `balance`?",
    );
    fails(
        "russia == 1",
        "`russia` is not known here",
        "russia",
        "did you mean `russia.type`?",
    );
    fails("phase == wra", "`wra` is not known here", "wra", "did you mean `war`?");
    fails("phase == wra", "`wra` is not known here", "wra", "`peace` or `war`");
    fails(
        "phase == member",
        "`member` is not known here",
        "member",
        "`peace` or `war`",
    );
    fails(
        "member",
        "`member` is not known here",
        "member",
        "beside something that has named values",
    );
    fails(
        "secret > 1",
        "`secret` cannot be used here",
        "secret",
        "russia does not see it",
    );
    fails_as(
        "membr",
        Some(Kind::Named(CLAUSE)),
        "`membr` is not known here",
        "membr",
        "did you mean `member`?",
    );
}

#[test]
fn a_scope_may_forbid_the_period() {
    let timeless = Names {
        timeless: true,
        ..Names::new()
    };
    let found = infer(&read("period"), &timeless).unwrap_err();
    assert_eq!(found[0].message, "`period` cannot be used here");
    assert_eq!(inferred("period").0, Tree::Period);
}

#[test]
fn independent_errors_come_together() {
    let text = "aaaa + alarm * phase > 1 and if(balance, bbbb, 1/0) == 2 or not 3";
    let found = infer(&read(text), &Names::new()).unwrap_err();
    let places: Vec<&str> = found.iter().map(|d| message_and_place(text, d).1).collect();
    assert_eq!(places, ["aaaa", "alarm", "phase", "balance", "bbbb", "0", "3"]);
    let many = vec!["zzzz"; 400].join("+");
    assert_eq!(infer(&read(&many), &Names::new()).unwrap_err().len(), FINDINGS);
}

#[test]
fn faults_of_constants_are_errors() {
    fails("gain / 0", "division by zero", "0", "");
    fails("1 / nothing", "division by zero", "nothing", "");
    fails("1 + 2 / (3 - 3)", "division by zero", "3 - 3", "");
    fails("ln(0)", "`ln` needs a number above 0", "0", "");
    fails("ln(2 - 3)", "`ln` needs a number above 0", "2 - 3", "");
    fails("sqrt(-1)", "`sqrt` needs a number that is not below 0", "-1", "");
    fails("exp(1000)", "the result is too large for a number", "1000", "");
    fails("0 ^ -1", "`^` has no finite result here", "0 ^ -1", "");
    fails("(-8) ^ 0.5", "`^` has no finite result here", "(-8) ^ 0.5", "");
    fails("1e308 * 10", "`*` has no finite result here", "1e308 * 10", "");
    fails(
        "9007199254740993",
        "a whole number this large cannot be held exactly",
        "9007199254740993",
        "",
    );
    fails(
        "9007199254740991 + 1",
        "a whole number this large cannot be held exactly",
        "9007199254740991 + 1",
        "",
    );
    is("9007199254740993.0", Kind::Number, 9_007_199_254_740_992.0);
}

#[test]
fn what_is_never_evaluated_has_no_faults() {
    is("if(nothing == 0, 0, 1 / nothing)", Kind::Number, 0.0);
    is("if(nothing != 0, 1 / nothing, 0)", Kind::Number, 0.0);
    is("nothing != 0 and 1 / nothing > 2", Kind::Truth, 0.0);
    is("nothing == 0 or ln(nothing) > gain", Kind::Truth, 1.0);
    fails("if(alarm, 0, 1 / nothing)", "division by zero", "nothing", "");
    fails(
        "if(true, 0, zzzz)",
        "`zzzz` is not known here",
        "zzzz",
        "beside something",
    );
    fails("nothing == 0 and 1 / nothing > 2", "division by zero", "nothing", "");
}

#[test]
fn trees_stay_of_bearable_size() {
    fails(
        "high + 1",
        "too many operations follow from each other",
        "high + 1",
        "group",
    );
    fails(
        "abs(high)",
        "too many operations follow from each other",
        "abs(high)",
        "group",
    );
    inferred("min(gain, high - high)".replace("high - high", "large").as_str());
    let message = "the expression is too large once its definitions are put in";
    fails("large + large + large + large", message, "large", "at most");
    let minimum = |terms: usize| format!("min({})", vec!["gain"; terms].join(","));
    inferred(&minimum(HEIGHT));
    let found = infer(&read(&minimum(HEIGHT + 2)), &Names::new()).unwrap_err();
    assert_eq!(found[0].message, "too many operations follow from each other");
}

/// Less room than threads have by default, for the frames of an unoptimised build.
fn in_a_small_thread(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(3 << 19)
        .spawn(work)
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn the_highest_expressions_fit_a_small_stack() {
    in_a_small_thread(|| {
        let open = "alarm or alarm and 1 == 1 + 1 * -(if(";
        let levels = 200 / 3;
        let nested = format!("{}alarm{}", open.repeat(levels), ", 1, 2))".repeat(levels));
        let chain = format!("{}gain", "gain - ".repeat(HEIGHT - 1));
        let rising = format!("{}gain{}", "1 + gain * (".repeat(199), ")".repeat(199));
        for text in [nested, chain, rising] {
            let (tree, _) = inferred(&text);
            let mut count = 0;
            tree.clone().walk(&mut |_| count += 1);
            assert!(count > 100);
            assert_eq!(tree, tree.clone());
        }
        let (deep, _) = inferred(&format!("{}balance", "balance - ".repeat(HEIGHT - 1)));
        assert_eq!(evaluate(&deep, &[0; 6], &[0; 6], Some(1)), Ok(Some(0.0)));
    });
}
