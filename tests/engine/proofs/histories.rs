//! The shortest histories to a rule violation, against a breadth-first search.

use std::collections::BTreeMap;

use pactum::unstable::explore::{ExploreError, Limits, explore};
use pactum::unstable::scenario::Model;
use pactum::unstable::source::Code;
use pactum::unstable::study::{Plan, StudyError, Variant, Watch, verify};

use crate::interpreter::breadth_first::{Length, broken};
use crate::support::solved_game::nominal;

/// Whether both find the same rules broken, by histories of the same length: while exploring, and if nothing is broken
/// then, at the nominal point. What is broken.
pub(super) fn agree(model: &Model) -> Result<BTreeMap<Code, Length>, String> {
    let mut reported: BTreeMap<Code, Length> = BTreeMap::new();
    let found = match explore(model, &Limits::default()) {
        Err(ExploreError::Violations(violations)) => {
            for violation in violations {
                let history = violation.history.expect("something happened before");
                let length = (history.periods.len(), history.steps());
                let known = reported.entry(violation.code).or_insert(length);
                if length < *known {
                    *known = length;
                }
            }
            broken(model, None)
        }
        Err(other) => panic!("{other:?}"),
        Ok(_) => {
            reported.extend(unsound(model).map(|length| (Code::BadChance, length)));
            broken(model, Some(&nominal(model)))
        }
    };
    if reported == found {
        Ok(reported)
    } else {
        Err(format!("reported {reported:?}, found {found:?}"))
    }
}

/// The history to chances that make no sense at the nominal point.
fn unsound(model: &Model) -> Option<Length> {
    let variant = Variant::new("base", model.clone(), &Limits::default()).expect("it was explored");
    let plan = Plan {
        draws: 1,
        games: 1,
        seed: 0,
        nominal: true,
        every_game: false,
    };
    let watch = Watch {
        progress: &|_| (),
        interrupt: &std::sync::atomic::AtomicBool::new(false),
    };
    match verify(&variant, &plan, &watch) {
        Err(StudyError::Unsound(bad)) => {
            let witness = bad.witness.expect("chances are needed somewhere");
            assert_eq!(witness.period, witness.history.periods.len());
            Some((witness.period, witness.history.steps()))
        }
        _ => None,
    }
}
