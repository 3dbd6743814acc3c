//! Takes the text of a scenario all the way: read, proved, and, where its game is small, run.

use std::sync::atomic::AtomicBool;

use pactum::Rows;
use pactum::unstable::explore::{Limits, ProofResult, prove, unused};
use pactum::unstable::game::Bound;
use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::scenario::{formatted, read, unsourced};
use pactum::unstable::source::{Diagnostics, Sources, render};
use pactum::unstable::study::draws::Draws;
use pactum::unstable::study::soundness::{check, wrong};
use pactum::unstable::study::{Plan, Variant, Watch, run, verify};

/// The most states of a game that is explored.
const MOST_STATES: usize = 2_000;
/// The most nodes, over all periods, of a game that is run.
const MOST_NODES: usize = 200;
/// The most variants of a file that are explored.
const MOST_VARIANTS: usize = 4;

/// Takes a text as far as it goes.
///
/// # Panics
/// Reading, checking or running breaks a promise.
pub fn exercise(text: &str) {
    let mut sources = Sources::new();
    let document = match read(text, "fuzz.toml", &mut sources) {
        Ok(document) => document,
        Err(found) => return show(&found, &sources),
    };
    formats_once(text);
    let mut variants = Vec::new();
    for name in document.variants().into_iter().take(MOST_VARIANTS) {
        match document.model(name, &[], &mut sources) {
            Ok((model, warnings)) => {
                show(&warnings, &sources);
                match Variant::new(name, model, &Limits { states: MOST_STATES }) {
                    Ok(variant) => variants.push(variant),
                    Err(error) => return show(&error.diagnostics().into_iter().collect(), &sources),
                }
            }
            Err(found) => return show(&found, &sources),
        }
    }
    let whole = resolved_again(&document.resolved_toml(&[]));
    assert!(whole, "the scenario as run is a scenario");
    let explored: Vec<_> = variants.iter().map(|of| (&of.model, &of.explored)).collect();
    let _ = (unused(document.ast(), &explored), unsourced(document.ast()));
    check_and_run(&variants);
}

/// Shows findings, all of them.
fn show(found: &Diagnostics, sources: &Sources) {
    assert_eq!(found.all().is_empty(), render(sources, found.all(), false).is_empty());
}

/// A formatted text is a scenario, and formatted.
fn formats_once(text: &str) {
    let once = formatted(text, "fuzz.toml", &mut Sources::new()).expect("it was read before");
    let twice = formatted(&once, "fuzz.toml", &mut Sources::new()).expect("formatting changes no meaning");
    assert_eq!(once, twice);
}

fn resolved_again(text: &str) -> bool {
    read(text, "scenario.toml", &mut Sources::new()).is_ok()
}

/// Proves the variants, checks some draws, and runs them where they are small.
fn check_and_run(variants: &[Variant]) {
    let plan = Plan {
        draws: 3,
        games: 2,
        ..Plan::default()
    };
    let never = AtomicBool::new(false);
    let watch = Watch {
        progress: &|_| (),
        interrupt: &never,
    };
    for variant in variants {
        proofs_hold(variant);
        if verify(variant, &plan, &watch).is_err() {
            return;
        }
    }
    if variants.iter().map(nodes).sum::<usize>() <= MOST_NODES {
        let mut rows = Rows::default();
        run(variants, &plan, &watch, &mut rows).expect("every draw makes sense");
    }
}

/// Chances that are proved make sense in every draw, and those of a counterexample make none.
fn proofs_hold(variant: &Variant) {
    let (model, game) = (&variant.model, &variant.explored.game);
    let proofs = prove(model, game);
    let draws = Draws::new(model, 1, false);
    let drawn: Vec<Vec<f64>> = (0..LANES as u64).map(|draw| draws.at(draw)).collect();
    let bound = Bound::<LANES>::new(game, &drawn);
    for unsound in check(&bound, &variant.explored.names) {
        for (number, period) in unsound.chances {
            let proved = matches!(proofs[number], ProofResult::Always);
            assert!(
                !proved,
                "a proved check fails in period {period} with {:?}",
                drawn[unsound.lane]
            );
        }
    }
    for (number, proof) in proofs.into_iter().enumerate() {
        if let ProofResult::Fails { parameters, period } = proof {
            let mut point: Vec<f64> = model.parameters.iter().map(|parameter| parameter.nominal).collect();
            for &(parameter, value) in &parameters {
                point[parameter] = value;
            }
            let bound = Bound::<LANES>::new(game, &[point]);
            let fails = wrong(&bound, (number, period), 0).is_some();
            assert!(fails, "a counterexample is none: {parameters:?} in period {period}");
        }
    }
}

/// The nodes of all periods.
fn nodes(variant: &Variant) -> usize {
    let game = &variant.explored.game;
    game.calendar
        .iter()
        .map(|&graph| game.graphs[graph].nodes.len() + 1)
        .sum()
}
