//! Tests of following branches.

use std::ops::ControlFlow;

use crate::numeric::math::{exp, sin};

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

#[test]
fn a_branch_is_not_followed_below_its_start() {
    // It turns round at s = ¼ and would come back to s = 0 at x = 1.
    let mut returning = Curve {
        f: |x, s| x * (1.0 - x) - s,
        by_x: |x, _| 1.0 - 2.0 * x,
        by_s: |_, _| -1.0,
        at: (0.0, 0.0),
    };
    let mut least = 0.0;
    let traced = follow(&mut returning, vec![0.0], &TraceOptions::default(), &mut |_, s| {
        least = if s < least { s } else { least };
        ControlFlow::Continue(())
    });
    assert_eq!((traced.end, least), (End::Lost, 0.0));
    assert!(traced.x[0] > 0.99, "{}", traced.x[0]);
}

/// x = −e^s, as a share of what it was at some point if `chooses`.
struct Growing {
    chooses: bool,
    origin: f64,
    at: (f64, f64),
}

impl Growing {
    fn unit(&self, s: f64) -> f64 {
        if self.chooses { exp(s - self.origin) } else { 1.0 }
    }
}

impl Branch for Growing {
    fn unknowns(&self) -> usize {
        1
    }

    fn evaluate(&mut self, x: &[f64], s: f64) -> Vec<f64> {
        self.at = (x[0], s);
        vec![x[0] + exp(s) / self.unit(s)]
    }

    fn derivative(&self, direction: &[f64]) -> Vec<f64> {
        let by_s = if self.chooses { 0.0 } else { exp(self.at.1) };
        vec![direction[0] + by_s * direction[1]]
    }

    fn choose_coordinates(&mut self, point: &mut [f64], direction: &mut [f64]) -> bool {
        if self.chooses {
            let origin = point[1];
            let (before, now) = (self.unit(origin), 1.0);
            self.origin = origin;
            point[0] *= before / now;
            direction[0] *= before / now;
        }
        self.chooses
    }
}

#[test]
fn a_branch_that_chooses_its_coordinates_stands_still_in_them() {
    let options = TraceOptions {
        goal: 20.0,
        rise: 1.0,
        ..TraceOptions::default()
    };
    let follow = |chooses: bool| {
        let mut growing = Growing {
            chooses,
            origin: 0.0,
            at: (0.0, 0.0),
        };
        let traced = follow(
            &mut growing,
            vec![-1.0],
            &options,
            &mut |_, _| ControlFlow::Continue(()),
        );
        (traced.end, traced.steps)
    };
    let (end, steps) = follow(true);
    assert_eq!(end, End::Arrived);
    assert!(steps <= 30, "{steps}");
    assert!(follow(false).1 > steps);
}

#[test]
fn rounding_that_is_expected_does_not_stop_a_branch() {
    let noisy = || Curve {
        f: |x, s| x - s + 1e-6 * sin(x * 1e9),
        by_x: |_, _| 1.0,
        by_s: |_, _| -1.0,
        at: (0.0, 0.0),
    };
    let follow = |rounding: f64| {
        let options = TraceOptions {
            rounding,
            ..TraceOptions::default()
        };
        follow(&mut noisy(), vec![0.0], &options, &mut |_, _| ControlFlow::Continue(())).end
    };
    assert_eq!(follow(1e-5), End::Arrived);
    assert_eq!(follow(1e-8), End::Lost);
}
