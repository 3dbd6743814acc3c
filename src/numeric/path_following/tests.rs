//! Tests of following branches.

use std::ops::ControlFlow;

use super::{Branch, End, SingularPoint, TraceOptions, follow};

/// One equation in one unknown, with its derivatives.
struct Curve {
    f: fn(f64, f64) -> f64,
    by_x: fn(f64, f64) -> f64,
    by_s: fn(f64, f64) -> f64,
    at: (f64, f64),
}

impl Branch for Curve {
    fn unknowns(&self) -> usize {
        1
    }

    fn evaluate(&mut self, x: &[f64], s: f64) -> Vec<f64> {
        self.at = (x[0], s);
        vec![(self.f)(x[0], s)]
    }

    fn derivative(&self, direction: &[f64]) -> Vec<f64> {
        let (x, s) = self.at;
        vec![(self.by_x)(x, s) * direction[0] + (self.by_s)(x, s) * direction[1]]
    }
}

/// s = x³ − 2x² + 1.2x has a fold at x = 0.483 and another at 0.850.
fn bent() -> Curve {
    Curve {
        f: |x, s| x * x * x - 2.0 * x * x + 1.2 * x - s,
        by_x: |x, _| 3.0 * x * x - 4.0 * x + 1.2,
        by_s: |_, _| -1.0,
        at: (0.0, 0.0),
    }
}

#[test]
fn folds_are_passed_and_told() {
    for dense in [0, 400] {
        let options = TraceOptions {
            dense,
            ..TraceOptions::default()
        };
        let traced = follow(&mut bent(), vec![0.0], &options, &mut |_, _| ControlFlow::Continue(()));
        assert_eq!(traced.end, End::Arrived);
        let x = traced.x[0];
        assert!((x * x * x - 2.0 * x * x + 1.2 * x - 1.0).abs() < 1e-11, "{x}");
        let folds: Vec<f64> = traced.singular_points.iter().map(|(_, s)| *s).collect();
        assert_eq!(folds.len(), 2, "{:?}", traced.singular_points);
        assert!((folds[0] - 0.2257).abs() < 5e-3 && (folds[1] - 0.1890).abs() < 5e-3);
        assert!(
            traced
                .singular_points
                .iter()
                .all(|(kind, _)| *kind == SingularPoint::Fold)
        );
    }
}

#[test]
fn a_crossing_branch_is_told_and_not_taken() {
    // x = s and x² = s − 0.5 cross nowhere near; (x − s)(x² − s + 0.09) has crossings on x = s at 0.1 and 0.9.
    let mut crossing = Curve {
        f: |x, s| (x - s) * (x * x - s + 0.09),
        by_x: |x, s| (x * x - s + 0.09) + (x - s) * 2.0 * x,
        by_s: |x, s| -(x * x - s + 0.09) - (x - s),
        at: (0.0, 0.0),
    };
    let traced = follow(&mut crossing, vec![0.0], &TraceOptions::default(), &mut |_, _| {
        ControlFlow::Continue(())
    });
    assert_eq!(traced.end, End::Arrived);
    assert!((traced.x[0] - 1.0).abs() < 1e-10, "{}", traced.x[0]);
    let kinds: Vec<SingularPoint> = traced.singular_points.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [SingularPoint::Bifurcation; 2]);
    assert!((traced.singular_points[0].1 - 0.1).abs() < 5e-3 && (traced.singular_points[1].1 - 0.9).abs() < 5e-3);
}

#[test]
fn the_caller_may_stop() {
    let mut seen = 0;
    let traced = follow(&mut bent(), vec![0.0], &TraceOptions::default(), &mut |_, _| {
        seen += 1;
        if seen == 3 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!((traced.end, traced.steps), (End::Stopped, 2));
}

#[test]
fn a_branch_that_ends_is_lost() {
    let mut ending = Curve {
        f: |x, s| if s < 0.4 { x - s } else { f64::NAN },
        by_x: |_, _| 1.0,
        by_s: |_, _| -1.0,
        at: (0.0, 0.0),
    };
    let traced = follow(&mut ending, vec![0.0], &TraceOptions::default(), &mut |_, _| {
        ControlFlow::Continue(())
    });
    assert_eq!(traced.end, End::Lost);
    assert!(traced.s < 0.4 && traced.s > 0.39);
}
