//! Anderson acceleration of fixed-point iterations (Anderson 1965, *J. ACM* 12, 547–560; Walker & Ni 2011, *SIAM J. Numer.
//! Anal.* 49, 1715–1735). Where the iteration is linear this is the generalised conjugate residual method. Each lane is an
//! iteration of its own.

use std::array::from_fn;

use super::lanes::{Lanes, add, dot, norm, product, subtract, update, vectorised, zip};

/// After so many steps the past is forgotten.
const MEMORY: usize = 10;
/// A change of the residual that is this much shorter once what is known is taken from it tells nothing new.
const NOTHING_NEW: f64 = 1e-12;

/// The past of an iteration x ← g(x), from which its next step follows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Acceleration<const W: usize> {
    /// The step taken last, and the residual g(x) − x before it.
    last: Option<Pair<W>>,
    /// The scalar product of that residual with each known change.
    parts: Vec<Lanes<W>>,
    /// Steps with the changes of the residual that they make; the changes are orthonormal.
    known: Vec<Pair<W>>,
}

/// A step, and a residual or a change of it.
#[derive(Clone, Debug)]
struct Pair<const W: usize> {
    step: Vec<Lanes<W>>,
    residual: Vec<Lanes<W>>,
}

impl<const W: usize> Acceleration<W> {
    /// Moves `x`, given its residual g(x) − x. A lane whose residual is 0 stays where it is.
    pub(crate) fn step(&mut self, x: &mut [Lanes<W>], residual: &[Lanes<W>]) {
        vectorised(
            #[inline(always)]
            || self.next(x, residual),
        );
    }

    #[inline(always)]
    fn next(&mut self, x: &mut [Lanes<W>], residual: &[Lanes<W>]) {
        let mut next = Pair {
            step: vec![[0.0; W]; x.len()],
            residual: residual.to_vec(),
        };
        let mut parts: Vec<Lanes<W>> = self.known.iter().map(|known| dot(&known.residual, residual)).collect();
        if let Some(mut last) = self.last.take() {
            for (change, now) in last.residual.iter_mut().zip(residual) {
                update(change, now, |before, now| now - before);
            }
            let whole = norm(&last.residual);
            for ((known, part), before) in self.known.iter().zip(&parts).zip(&self.parts) {
                next.take(part, known);
                last.take(&zip(part, before, |part, before| part - before), known);
            }
            last.normalise(&whole);
            let part = dot(&last.residual, &next.residual);
            next.take(&part, &last);
            parts.push(part);
            self.known.push(last);
        }
        for ((x, step), left) in x.iter_mut().zip(&mut next.step).zip(&next.residual) {
            add(step, left);
            add(x, step);
        }
        next.residual.copy_from_slice(residual);
        if self.known.len() == MEMORY {
            self.known.clear();
            parts.clear();
        }
        self.parts = parts;
        self.last = Some(next);
    }
}

impl<const W: usize> Pair<W> {
    /// Takes a multiple of another pair away.
    #[inline(always)]
    fn take(&mut self, factor: &Lanes<W>, other: &Self) {
        subtract(&mut self.step, factor, &other.step);
        subtract(&mut self.residual, factor, &other.residual);
    }

    /// Divides by the length of the residual; by nothing where next to nothing is left of the `whole` that it had.
    #[inline(always)]
    fn normalise(&mut self, whole: &Lanes<W>) {
        let length = norm(&self.residual);
        let scale = from_fn(|lane| {
            if length[lane] > NOTHING_NEW * whole[lane] {
                1.0 / length[lane]
            } else {
                0.0
            }
        });
        for entry in self.step.iter_mut().chain(&mut self.residual) {
            *entry = product(entry, &scale);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Acceleration;
    use crate::numeric::lanes::{Lanes, subtract};
    use crate::numeric::math::sin;

    /// The fixed point of `g`, from 0 until the residual is below 1e-12, and how many steps that took.
    fn solve(g: impl Fn(&[Lanes<2>]) -> Vec<Lanes<2>>, size: usize) -> (Vec<Lanes<2>>, usize) {
        let (mut x, mut past) = (vec![[0.0; 2]; size], Acceleration::default());
        for steps in 0..1000 {
            let mut residual = g(&x);
            subtract(&mut residual, &[1.0; 2], &x);
            if residual.iter().flatten().all(|left| left.abs() < 1e-12) {
                return (x, steps);
            }
            past.step(&mut x, &residual);
        }
        panic!("no fixed point in 1,000 steps");
    }

    #[test]
    fn a_linear_iteration_ends_after_as_many_steps_as_there_are_unknowns() {
        // Plain iteration diverges in one direction and creeps in another.
        let rates = [3.0, 0.99, -0.5, 0.2];
        let g = |x: &[Lanes<2>]| {
            x.iter()
                .zip(rates)
                .map(|(x, rate)| [rate * x[0] + 1.0, rate * x[1]])
                .collect()
        };
        let (x, steps) = solve(g, 4);
        assert!(steps <= 6, "{steps}");
        for (x, rate) in x.iter().zip(rates) {
            assert!((x[0] - 1.0 / (1.0 - rate)).abs() < 1e-9);
            assert_eq!(x[1], 0.0, "a lane at its fixed point stays there");
        }
    }

    #[test]
    fn a_long_iteration_forgets_and_converges() {
        let g = |x: &[Lanes<2>]| {
            let next = |i: usize, lane: usize| {
                let other = x[(i + 7) % x.len()][lane];
                0.6 * sin(other) + 0.39 * x[i][lane] + (i % 5) as f64
            };
            (0..x.len()).map(|i| [next(i, 0), next(i, 1)]).collect()
        };
        let (x, steps) = solve(g, 40);
        assert!(steps > 12, "{steps}");
        assert!(x.iter().all(|[a, b]| a == b), "lanes are treated alike");
    }
}
