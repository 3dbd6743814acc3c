//! Where many functions of one number change their signs, all evaluated side by side.

use crate::numeric::math::max;

/// A change of sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Root {
    /// Where.
    pub(super) at: f64,
    /// Whether the function rises there.
    pub(super) rises: bool,
    /// Whether the function jumps there instead of passing through 0.
    pub(super) jumps: bool,
}

/// Points at this share of a bracket's width are right beside each other.
const BESIDE: f64 = 1e-6;
/// A value above this share of what the function spans in the bracket shows that it jumps.
const JUMP: f64 = 1e-3;

/// Finds, for each of some functions, where it changes its sign between neighbouring points of a grid, to within
/// `tolerance`. `values` evaluates pairs of a function's number and an argument; a function has no sign where it has no
/// value, nor where a value is exactly 0 at a point and nothing changes around it.
///
/// Brackets are narrowed by inverse quadratic interpolation, safeguarded by bisection (Chandrupatla 1997, A new hybrid
/// quadratic/bisection algorithm for finding the zero of a nonlinear function without using derivatives).
pub(super) fn roots<E>(
    functions: usize,
    grid: &[f64],
    tolerance: f64,
    mut values: impl FnMut(&[(usize, f64)]) -> Result<Vec<Option<f64>>, E>,
) -> Result<Vec<Found>, E> {
    let all = (0..functions).flat_map(|function| grid.iter().map(move |&at| (function, at)));
    let on_grid = values(&all.collect::<Vec<_>>())?;
    let mut found = vec![Found::default(); functions];
    let mut brackets = Vec::new();
    for (function, known) in on_grid.chunks_exact(grid.len()).enumerate() {
        let points = grid.iter().copied().zip(known.iter().copied());
        let points: Vec<(f64, f64)> = points.filter_map(|(at, value)| Some((at, value?))).collect();
        found[function].first = points.first().map(|(_, value)| *value);
        let signed: Vec<(f64, f64)> = points.iter().copied().filter(|(_, value)| *value != 0.0).collect();
        for pair in signed.windows(2).filter(|pair| (pair[0].1 > 0.0) != (pair[1].1 > 0.0)) {
            brackets.push((function, Bracket::between(pair[0], pair[1])));
        }
    }
    loop {
        let open = || brackets.iter().filter(|(_, bracket)| bracket.is_wider_than(tolerance));
        let asked: Vec<(usize, f64)> = open().map(|(function, bracket)| (*function, bracket.next())).collect();
        if asked.is_empty() {
            break;
        }
        let mut news = asked.iter().zip(values(&asked)?);
        for (_, bracket) in brackets
            .iter_mut()
            .filter(|(_, bracket)| bracket.is_wider_than(tolerance))
        {
            if let Some(((_, at), value)) = news.next() {
                bracket.narrow(*at, value, tolerance);
            }
        }
    }
    for (function, bracket) in brackets {
        found[function].roots.push(bracket.root());
    }
    Ok(found)
}

/// What was found of a function.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// Its changes of sign, from low to high.
    pub(super) roots: Vec<Root>,
    /// Its value at the first point of the grid that has one.
    pub(super) first: Option<f64>,
}

/// An interval at whose ends a function has opposite signs: `a` was evaluated last, `c` before it.
#[derive(Clone, Copy, Debug)]
struct Bracket {
    a: (f64, f64),
    b: (f64, f64),
    c: (f64, f64),
    /// Where to look next, as a share of the way from `a` to `b`.
    share: f64,
    /// What the function spanned at first, and over which distance.
    span: f64,
    width: f64,
    done: bool,
}

impl Bracket {
    fn between(low: (f64, f64), high: (f64, f64)) -> Self {
        Self {
            a: high,
            b: low,
            c: high,
            share: 0.5,
            span: max(low.1.abs(), high.1.abs()),
            width: high.0 - low.0,
            done: false,
        }
    }

    fn is_wider_than(&self, tolerance: f64) -> bool {
        !self.done && (self.a.0 - self.b.0).abs() > tolerance
    }

    fn next(&self) -> f64 {
        self.a.0 + self.share * (self.b.0 - self.a.0)
    }

    /// Takes in a value. Where there is none, the search ends here.
    fn narrow(&mut self, at: f64, value: Option<f64>, tolerance: f64) {
        let Some(value) = value else {
            self.done = true;
            return;
        };
        let now = (at, value);
        if (value > 0.0) == (self.a.1 > 0.0) {
            self.c = self.a;
        } else {
            (self.c, self.b) = (self.b, self.a);
        }
        self.a = now;
        if value == 0.0 {
            self.done = true;
            return;
        }
        let Self { a, b, c, .. } = *self;
        let smallest = 0.5 * tolerance / (b.0 - c.0).abs();
        let (xi, phi) = ((a.0 - b.0) / (c.0 - b.0), (a.1 - b.1) / (c.1 - b.1));
        let interpolates = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        let share = if interpolates {
            a.1 / (b.1 - a.1) * (c.1 / (b.1 - c.1))
                + (c.0 - a.0) / (b.0 - a.0) * (a.1 / (c.1 - a.1)) * (b.1 / (c.1 - b.1))
        } else {
            0.5
        };
        self.share = share.clamp(smallest.clamp(0.0, 0.5), 1.0 - smallest.clamp(0.0, 0.5));
    }

    /// Whether the function is far from 0 right beside the point where it is 0, as it is where a tie is split.
    fn is_steep(&self, zero: (f64, f64), beside: (f64, f64)) -> bool {
        (zero.0 - beside.0).abs() < BESIDE * self.width && beside.1.abs() > JUMP * self.span
    }

    fn root(&self) -> Root {
        let (near, far) = if self.a.1.abs() <= self.b.1.abs() {
            (self.a, self.b)
        } else {
            (self.b, self.a)
        };
        let (low, high) = if near.0 < far.0 { (near, far) } else { (far, near) };
        Root {
            rises: low.1 < high.1,
            at: if near.1 == 0.0 {
                near.0
            } else {
                near.0 + (far.0 - near.0) * (near.1 / (near.1 - far.1))
            },
            jumps: near.1.abs() > JUMP * self.span || (near.1 == 0.0 && self.is_steep(near, far)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Root, roots};
    use crate::numeric::math::{exp, ln, sin, sqrt};

    type Function = fn(f64) -> Option<f64>;

    fn found(functions: &[Function], grid: &[f64]) -> (Vec<Vec<Root>>, usize) {
        let mut rounds = 0;
        let all = roots(functions.len(), grid, 1e-12, |asked| -> Result<_, ()> {
            rounds += 1;
            Ok(asked.iter().map(|&(function, at)| functions[function](at)).collect())
        });
        let all = all.expect("nothing fails").into_iter().map(|found| found.roots);
        (all.collect(), rounds)
    }

    #[test]
    fn many_functions_are_searched_side_by_side() {
        let functions: [Function; 5] = [
            |x| Some(x * x - 2.0),
            |x| Some(exp(-x) - 0.1),
            |x| Some(sin(3.0 * x)),
            |_| Some(1.0),
            |x| (x > 1.0).then_some(x - 3.0),
        ];
        let grid: Vec<f64> = (0..=10).map(|at| 0.05 + 0.39 * f64::from(at)).collect();
        let (found, rounds) = found(&functions, &grid);
        let close = |root: Root, to: f64| assert!((root.at - to).abs() < 1e-11 && !root.jumps, "{root:?} {to}");
        close(found[0][0], sqrt(2.0));
        close(found[1][0], ln(10.0));
        assert_eq!(found[2].len(), 3);
        for (root, number) in found[2].iter().zip([1.0, 2.0, 3.0]) {
            close(*root, number * std::f64::consts::PI / 3.0);
        }
        assert!(found[3].is_empty());
        close(found[4][0], 3.0);
        assert!(rounds < 20, "{rounds} rounds");
    }

    #[test]
    fn a_jump_is_found_and_named() {
        let functions: [Function; 1] = [|x| {
            Some(if x == 1.0 / 3.0 {
                0.0
            } else if x > 1.0 / 3.0 {
                0.25
            } else {
                -0.75
            })
        }];
        let (found, rounds) = found(&functions, &[0.0, 1.0]);
        assert!((found[0][0].at - 1.0 / 3.0).abs() < 1e-11 && found[0][0].jumps);
        assert!(rounds < 60, "{rounds} rounds");
    }

    #[test]
    fn touching_zero_is_no_change_of_sign() {
        let functions: [Function; 2] = [|x| Some((x - 0.5) * (x - 0.5)), |x| Some(x - 0.5)];
        let (found, _) = found(&functions, &[0.0, 0.5, 1.0]);
        assert!(found[0].is_empty());
        assert!((found[1][0].at - 0.5).abs() < 1e-12);
    }

    #[test]
    fn the_rest_of_a_bracket_is_interpolated() {
        // The grid is as fine as is asked for, so that nothing is evaluated besides.
        let line = |x: f64| Some(0.6 - 2.0 * x);
        let values = |asked: &[(usize, f64)]| -> Result<_, ()> { Ok(asked.iter().map(|&(_, at)| line(at)).collect()) };
        let found = roots(1, &[0.0, 1.0], 1.0, values).expect("nothing fails");
        let [root] = found[0].roots[..] else {
            panic!("one root: {found:?}")
        };
        assert!((root.at - 0.3).abs() < 1e-15 && !root.rises, "{root:?}");
    }
}
