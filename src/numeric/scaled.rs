//! Probabilities of any size: numbers with a separate exponent, and the order of trembles at which they vanish.

/// m · 2^k with m in [1, 2), or zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scaled {
    mantissa: f64,
    exponent: i64,
}

impl Scaled {
    /// 0.
    pub(crate) const ZERO: Self = Self {
        mantissa: 0.0,
        exponent: 0,
    };
    /// 1.
    pub(crate) const ONE: Self = Self {
        mantissa: 1.0,
        exponent: 0,
    };

    /// m · 2^k for any m ≥ 0.
    pub(crate) fn new(mantissa: f64, exponent: i64) -> Self {
        if mantissa == 0.0 {
            return Self::ZERO;
        }
        // Subnormals are brought into the range of normal numbers first.
        let (mantissa, exponent) = if mantissa < f64::MIN_POSITIVE {
            (mantissa * 18_014_398_509_481_984.0, exponent.saturating_sub(54))
        } else {
            (mantissa, exponent)
        };
        let bits = mantissa.to_bits();
        let stored = i64::try_from((bits >> 52) & 0x7ff).expect("eleven bits");
        Self {
            mantissa: f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000),
            exponent: exponent.saturating_add(stored - 1023),
        }
    }

    /// Whether it is 0.
    pub(crate) fn is_zero(self) -> bool {
        self.mantissa == 0.0
    }

    /// The product.
    pub(crate) fn times(self, other: Self) -> Self {
        Self::new(
            self.mantissa * other.mantissa,
            self.exponent.saturating_add(other.exponent),
        )
    }

    /// The sum.
    pub(crate) fn plus(self, other: Self) -> Self {
        if self.is_zero() {
            return other;
        }
        if other.is_zero() {
            return self;
        }
        let (large, small) = if self.exponent >= other.exponent {
            (self, other)
        } else {
            (other, self)
        };
        Self::new(large.mantissa + small.over(large.exponent), large.exponent)
    }

    /// The number divided by 2^k as an `f64`: 0 if it is too small for one.
    pub(crate) fn over(self, exponent: i64) -> f64 {
        let shift = self.exponent.saturating_sub(exponent);
        if self.is_zero() || shift < -1022 {
            return 0.0;
        }
        let stored = u64::try_from(shift.min(1023) + 1023).expect("not negative");
        self.mantissa * f64::from_bits(stored << 52)
    }

    /// Its ratio to another number, of which it is a part.
    pub(crate) fn share_of(self, whole: Self) -> f64 {
        Self::new(
            self.mantissa / whole.mantissa,
            self.exponent.saturating_sub(whole.exponent),
        )
        .over(0)
    }

    /// k, where the number is m · 2^k.
    pub(crate) fn exponent(self) -> i64 {
        self.exponent
    }
}

/// A probability of order ε^k in the limit of small trembles, with its coefficient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tremble {
    /// The number of trembles k; `u32::MAX` for what is impossible.
    pub order: u32,
    /// The coefficient of ε^k.
    pub weight: Scaled,
}

impl Tremble {
    /// An impossible event.
    pub(crate) const IMPOSSIBLE: Self = Self::new(u32::MAX, Scaled::ZERO);
    /// A certain event.
    pub(crate) const CERTAIN: Self = Self::new(0, Scaled::ONE);

    const fn new(order: u32, weight: Scaled) -> Self {
        Self { order, weight }
    }

    /// A probability mixed with ε times the probability `even`.
    pub(crate) fn of(chance: Scaled, even: f64) -> Self {
        if chance.is_zero() {
            Self::new(1, Scaled::new(even, 0))
        } else {
            Self::new(0, chance)
        }
    }

    /// Whether it is possible at any order.
    pub(crate) fn is_possible(self) -> bool {
        self.order != u32::MAX
    }

    /// The probability of two independent events.
    pub(crate) fn times(self, other: Self) -> Self {
        if !self.is_possible() || !other.is_possible() {
            return Self::IMPOSSIBLE;
        }
        let order = self.order.saturating_add(other.order).min(u32::MAX - 1);
        Self::new(order, self.weight.times(other.weight))
    }

    /// Its fraction of a probability in the limit: 0 if that is of lower order, or impossible.
    pub(crate) fn share_of(self, whole: Self) -> f64 {
        if self.is_possible() && self.order == whole.order {
            self.weight.share_of(whole.weight)
        } else {
            0.0
        }
    }

    /// The probability of either of two disjoint events.
    pub(crate) fn plus(self, other: Self) -> Self {
        match self.order.cmp(&other.order) {
            std::cmp::Ordering::Less => self,
            std::cmp::Ordering::Greater => other,
            std::cmp::Ordering::Equal => Self::new(self.order, self.weight.plus(other.weight)),
        }
    }
}

/// The coefficients of the lowest order among these, scaled to at most 1; all 0 if every one is impossible.
pub(crate) fn proportions(masses: &[Tremble], into: &mut [f64]) {
    let order = masses.iter().map(|mass| mass.order).min();
    let order = order.unwrap_or(u32::MAX);
    let leading = |mass: &&Tremble| mass.is_possible() && mass.order == order;
    let exponent = masses
        .iter()
        .filter(leading)
        .map(|mass| mass.weight.exponent())
        .max()
        .unwrap_or(0);
    for (mass, weight) in masses.iter().zip(into) {
        *weight = if leading(&mass) {
            mass.weight.over(exponent)
        } else {
            0.0
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Scaled, Tremble, proportions};

    #[test]
    fn products_and_sums_agree_with_ordinary_numbers() {
        let (a, b) = (Scaled::new(0.3, 0), Scaled::new(7.5, 0));
        assert_eq!(a.times(b).over(0), 0.3 * 7.5);
        assert_eq!(a.plus(b).over(0), 0.3 + 7.5);
        assert_eq!(Scaled::new(5e-324, 0).over(-1074), 1.0);
    }

    #[test]
    fn chances_far_below_the_smallest_number_keep_their_proportion() {
        let mut tiny = Scaled::ONE;
        for _ in 0..1000 {
            tiny = tiny.times(Scaled::new(1e-300, 0));
        }
        let masses = [
            Tremble::of(tiny, 0.5),
            Tremble::of(tiny.times(Scaled::new(3.0, 0)), 0.5),
            Tremble::of(Scaled::ZERO, 0.5),
        ];
        let mut weights = [0.0; 3];
        proportions(&masses, &mut weights);
        assert!((weights[1] / weights[0] - 3.0).abs() < 1e-12);
        assert_eq!(weights[2], 0.0);
    }

    #[test]
    fn the_least_number_of_trembles_wins() {
        let once = Tremble::of(Scaled::ZERO, 0.25);
        let twice = once.times(once);
        let mut weights = [0.0; 3];
        proportions(&[twice, once, Tremble::IMPOSSIBLE], &mut weights);
        assert_eq!((weights[0], weights[2]), (0.0, 0.0));
        assert!(weights[1] > 0.0);
    }
}
