//! Checked expressions compute what was written, and no text makes checking panic.

use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_oneof, proptest};

use super::tests::{Names, PHASE, read};
use super::{check, infer};
use crate::expression::evaluate::evaluate;
use crate::expression::parser::parse;
use crate::expression::syntax::Place;
use crate::expression::{Binary, Kind, Unary};
use crate::source::Sources;

/// Arithmetic without names: `x` is the cell `balance`.
#[derive(Clone, Debug)]
enum Sum {
    Number(f64),
    X,
    Unary(Unary, Box<Sum>),
    Binary(Binary, Box<[Sum; 2]>),
    If(Box<[Sum; 4]>),
}

impl Sum {
    fn value(&self, x: f64) -> f64 {
        match self {
            Sum::Number(value) => *value,
            Sum::X => x,
            Sum::Unary(operation, a) => operation.value(a.value(x)),
            Sum::Binary(operation, parts) => operation.value(parts[0].value(x), parts[1].value(x)),
            Sum::If(parts) if parts[0].value(x) < parts[1].value(x) => parts[2].value(x),
            Sum::If(parts) => parts[3].value(x),
        }
    }

    /// As text, with parentheses only where a context that binds so tightly needs them.
    fn text(&self, least: u8) -> String {
        let (tightness, text) = match self {
            Sum::Number(value) => (9, format!("{value:?}")),
            Sum::X => (9, "balance".to_owned()),
            Sum::Unary(Unary::Negate, a) => (7, format!("-{}", a.text(7))),
            Sum::Unary(operation, a) => {
                let name = match operation {
                    Unary::Absolute => "abs",
                    Unary::Floor => "floor",
                    _ => "logistic",
                };
                (9, format!("{name}({})", a.text(0)))
            }
            Sum::Binary(operation @ (Binary::Minimum | Binary::Maximum), parts) => (
                9,
                format!("{}({}, {})", operation.sign(), parts[0].text(0), parts[1].text(0)),
            ),
            Sum::Binary(Binary::Power, parts) => (8, format!("{} ^ {}", parts[0].text(9), parts[1].text(8))),
            Sum::Binary(operation, parts) => {
                let level = if matches!(operation, Binary::Add | Binary::Subtract) {
                    5
                } else {
                    6
                };
                (
                    level,
                    format!(
                        "{} {} {}",
                        parts[0].text(level),
                        operation.sign(),
                        parts[1].text(level + 1)
                    ),
                )
            }
            Sum::If(parts) => {
                let [a, b, then, otherwise] = [0, 1, 2, 3].map(|part| parts[part].text(5));
                (9, format!("if({a} < {b}, {then}, {otherwise})"))
            }
        };
        if tightness < least { format!("({text})") } else { text }
    }
}

fn sums() -> impl Strategy<Value = Sum> {
    let leaf = prop_oneof![(0_u32..40).prop_map(|n| Sum::Number(f64::from(n) / 4.0)), Just(Sum::X)];
    let unaries = vec![Unary::Negate, Unary::Absolute, Unary::Floor, Unary::Logistic];
    let binaries = vec![
        Binary::Add,
        Binary::Subtract,
        Binary::Multiply,
        Binary::Divide,
        Binary::Power,
        Binary::Minimum,
        Binary::Maximum,
    ];
    leaf.prop_recursive(6, 60, 4, move |inner| {
        prop_oneof![
            (prop::sample::select(unaries.clone()), inner.clone())
                .prop_map(|(operation, a)| Sum::Unary(operation, Box::new(a))),
            (prop::sample::select(binaries.clone()), inner.clone(), inner.clone())
                .prop_map(|(operation, a, b)| Sum::Binary(operation, Box::new([a, b]))),
            [inner.clone(), inner.clone(), inner.clone(), inner].prop_map(|parts| Sum::If(Box::new(parts))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_what_is_computed(sum in sums(), x in -3_i32..4) {
        let text = sum.text(0);
        match check(&read(&text), &Names::new(), Kind::Number) {
            Ok(tree) => {
                let direct = sum.value(f64::from(x));
                // What has no finite result within it has no value, which the direct way does not see.
                if let Ok(found) = evaluate(&tree, &[0, 0, x, 0, 0, 0], &[0; 6], Some(1)) {
                    prop_assert!(found == Some(direct), "{} is {:?} or {}", text, found, direct);
                }
            }
            Err(found) => {
                for finding in found {
                    let fault = ["zero", "finite", "exactly", "too large"].iter().any(|part| finding.message.contains(part));
                    prop_assert!(fault, "{}: {:?}", text, finding);
                }
            }
        }
    }

    #[test]
    fn checking_never_panics(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "1", "0", "gain", "clause", "member", "war", "phase", "alarm", "balance", "zzzz", "(", ")", ",", "+",
                "-", "/", "^", "<", "==", "and", "or", "not", "min(", "if(", "ln(", "true", "period", "clamp(",
            ]),
            0..30,
        ),
    ) {
        let text = words.join(" ");
        let source = Sources::new().add("test", text.as_str());
        if let Ok(syntax) = parse(&text, &Place::verbatim(source, 0, text.len())) {
            let names = Names::new();
            let kind = infer(&syntax, &names);
            for expected in [Kind::Truth, Kind::Integer, Kind::Number, Kind::Named(PHASE)] {
                match check(&syntax, &names, expected) {
                    Ok(_) => {}
                    Err(found) => prop_assert!(!found.is_empty()),
                }
            }
            if let Err(found) = kind {
                prop_assert!(!found.is_empty());
            }
        }
    }
}
