//! Histograms with fixed bins, for quantiles over very many values in bounded memory; they merge in any grouping.

use serde::{Deserialize, Serialize};

use super::math::{max, min, unsigned_zero};

/// The largest relative error of a quantile of a [`Sketch`], for numbers that are not subnormal.
#[cfg(test)]
pub(crate) const RELATIVE_ERROR: f64 = 1.0 / 512.0;

/// Bins in a power of 2, as a number of bits.
const BIN_BITS: u32 = 8;
/// Bins in a power of 2.
const BINS: usize = 1 << BIN_BITS;
/// Bits of a number below those that select its power of 2.
const FRACTION_BITS: u32 = 52;
/// Bits of a number below those that select its bin.
const LOWER_BITS: u32 = FRACTION_BITS - BIN_BITS;
/// The largest power of 2 of a number, as its upper bits.
const LARGEST: u64 = 2046;

/// The counts of the bins of one power of 2.
type Page = Box<[u64; BINS]>;

/// The place of a page: a power of 2 as the upper bits of its numbers, plus 1, with the sign of the numbers. Places rise with
/// the numbers.
type Place = i16;

/// The smallest and the largest value.
type Range = (f64, f64);

/// Widens a range so that it contains another.
#[inline]
fn widen(range: &mut Option<Range>, other: Option<Range>) {
    *range = match (*range, other) {
        (Some((a, b)), Some((c, d))) => Some((min(a, c), max(b, d))),
        (one, another) => one.or(another),
    };
}

/// Counts of values in bins by sign, power of 2 and the next eight bits; the smallest and the largest value are exact.
///
/// Since the bins are fixed and the counts whole, the result does not depend on the order of the values nor on how they
/// were spread over sketches before merging.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Counts", into = "Counts")]
pub struct Sketch {
    /// The powers of 2 that hold something, by rising place.
    pages: Vec<(Place, Page)>,
    zeros: u64,
    count: u64,
    range: Option<Range>,
}

/// A sketch as it is kept: no bin that holds nothing.
#[derive(Serialize, Deserialize)]
struct Counts {
    /// The place, the number of the bin there, and its count.
    bins: Vec<(Place, u8, u64)>,
    zeros: u64,
    count: u64,
    range: Option<Range>,
}

impl From<Sketch> for Counts {
    fn from(sketch: Sketch) -> Self {
        let pages = sketch.pages.iter();
        let numbers = || 0..=u8::MAX;
        let bins = pages.flat_map(|(place, page)| numbers().zip(page.iter()).map(|(bin, &count)| (*place, bin, count)));
        Self {
            bins: bins.filter(|(.., count)| *count > 0).collect(),
            zeros: sketch.zeros,
            count: sketch.count,
            range: sketch.range,
        }
    }
}

impl TryFrom<Counts> for Sketch {
    type Error = &'static str;

    /// Fails where no values are counted so.
    fn try_from(counts: Counts) -> Result<Self, Self::Error> {
        let bins = || counts.bins.iter();
        let all = u128::from(counts.zeros) + bins().map(|(.., count)| u128::from(*count)).sum::<u128>();
        let there = |place: Place| (1..=LARGEST + 1).contains(&place.unsigned_abs().into());
        if all != counts.count.into() || counts.range.is_some() != (all > 0) || !bins().all(|bin| there(bin.0)) {
            return Err("a sketch of no values");
        }
        let mut sketch = Self {
            pages: Vec::new(),
            zeros: counts.zeros,
            count: counts.count,
            range: counts.range,
        };
        for (place, bin, count) in counts.bins {
            sketch.page(place)[usize::from(bin)] = count;
        }
        Ok(sketch)
    }
}

impl Sketch {
    /// A sketch without values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts a value. NaN is no value and is left out.
    #[inline]
    pub fn add(&mut self, x: f64) {
        if x.is_nan() {
            return;
        }
        let x = unsigned_zero(x);
        self.count += 1;
        widen(&mut self.range, Some((x, x)));
        if x == 0.0 {
            self.zeros += 1;
            return;
        }
        let bits = x.abs().to_bits();
        let size = (bits >> FRACTION_BITS).min(LARGEST) as Place + 1;
        let bin = (bits >> LOWER_BITS) as usize % BINS;
        self.page(if x > 0.0 { size } else { -size })[bin] += 1;
    }

    /// The counts at a place, made when first needed.
    #[inline]
    fn page(&mut self, place: Place) -> &mut Page {
        let at = self.pages.partition_point(|(before, _)| *before < place);
        if self.pages.get(at).is_none_or(|(there, _)| *there != place) {
            self.pages.insert(at, (place, Box::new([0; BINS])));
        }
        &mut self.pages[at].1
    }

    /// Adds the values of another sketch.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.zeros += other.zeros;
        widen(&mut self.range, other.range);
        for (place, theirs) in &other.pages {
            for (mine, theirs) in self.page(*place).iter_mut().zip(theirs.iter()) {
                *mine += theirs;
            }
        }
    }

    /// How many values were counted.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The smallest and the largest value, exact; none without values.
    pub fn range(&self) -> Option<(f64, f64)> {
        self.range
    }

    /// The smallest value that at least the share `p` of the values does not exceed, with a relative error of at most 1/512; none
    /// without values. The first and the last value in order are exact.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let (low, high) = self.range?;
        let rank = ((p * self.count as f64).ceil() as u64).clamp(1, self.count);
        Some(match rank {
            1 => low,
            _ if rank == self.count => high,
            _ => max(low, min(high, self.value_of_rank(rank))),
        })
    }

    /// The middle of the bin in which the value of this rank, from 1 on, lies.
    fn value_of_rank(&self, rank: u64) -> f64 {
        let (negative, positive) = self.pages.split_at(self.pages.partition_point(|(place, _)| *place < 0));
        let negative = negative.iter().flat_map(|(place, page)| bins(*place, page).rev());
        let positive = positive.iter().flat_map(|(place, page)| bins(*place, page));
        let mut passed = 0;
        for (value, count) in negative.chain([(0.0, self.zeros)]).chain(positive) {
            passed += count;
            if passed >= rank {
                return value;
            }
        }
        f64::INFINITY
    }
}

/// The middle of each bin at a place, and its count, by rising size.
fn bins(place: Place, page: &Page) -> impl DoubleEndedIterator<Item = (f64, u64)> + use<'_> {
    let counts = page.iter().enumerate();
    counts.map(move |(bin, &count)| (middle(place, bin as u64), count))
}

/// The middle of a bin.
fn middle(place: Place, bin: u64) -> f64 {
    let size = u64::from(place.unsigned_abs()) - 1;
    let middle = f64::from_bits((size << FRACTION_BITS) | (bin << LOWER_BITS) | (1 << (LOWER_BITS - 1)));
    if place > 0 { middle } else { -middle }
}

/// Weights of values in [0, 1], in bins of equal width; exactly 0 and exactly 1 have bins of their own.
///
/// The sums of weights depend on the order of adding and merging in their last bits, so keep to one order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct WeightedHistogram {
    bins: usize,
    /// The weight of 0, of each bin, and of 1; made when first needed.
    weights: Vec<f64>,
    range: Option<Range>,
}

impl WeightedHistogram {
    /// A histogram without values; a quantile will be off by at most half of 1/`bins`.
    ///
    /// # Panics
    /// If there are no bins.
    pub(crate) fn new(bins: usize) -> Self {
        assert!(bins > 0, "a histogram needs a bin");
        Self {
            bins,
            weights: Vec::new(),
            range: None,
        }
    }

    /// Adds a value with a weight. A weight of 0, or a value or weight that is NaN, adds nothing; a value outside [0, 1]
    /// counts as the nearer end.
    #[inline]
    pub(crate) fn add(&mut self, x: f64, weight: f64) {
        if x.is_nan() || weight.is_nan() || weight <= 0.0 {
            return;
        }
        let x = unsigned_zero(min(max(x, 0.0), 1.0));
        widen(&mut self.range, Some((x, x)));
        if self.weights.is_empty() {
            self.weights.resize(self.bins + 2, 0.0);
        }
        let bin = self.bin(x);
        self.weights[bin] += weight;
    }

    /// Adds the values of another histogram.
    ///
    /// # Panics
    /// If it has another number of bins.
    pub(crate) fn merge(&mut self, other: &Self) {
        assert_eq!(self.bins, other.bins, "merged histograms need equal bins");
        widen(&mut self.range, other.range);
        if self.weights.is_empty() {
            self.weights.clone_from(&other.weights);
            return;
        }
        for (mine, theirs) in self.weights.iter_mut().zip(&other.weights) {
            *mine += theirs;
        }
    }

    /// Whether it has these bins, as it has where it is merged with others.
    pub(crate) fn has_bins(&self, bins: usize) -> bool {
        self.bins == bins && (self.weights.is_empty() || self.weights.len() == bins + 2)
    }

    /// The sum of all weights.
    pub(crate) fn total(&self) -> f64 {
        unsigned_zero(self.weights.iter().sum())
    }

    /// The value that at least the share `p` of the weight does not exceed, to within half a bin; none without values.
    pub(crate) fn quantile(&self, p: f64) -> Option<f64> {
        let (low, high) = self.range?;
        let target = p * self.total();
        let (mut sum, mut reached) = (0.0, low);
        for (bin, &weight) in self.weights.iter().enumerate() {
            if weight > 0.0 {
                sum += weight;
                reached = self.middle(bin);
                if sum >= target {
                    break;
                }
            }
        }
        Some(max(low, min(high, reached)))
    }

    /// The place of a value's weight.
    fn bin(&self, x: f64) -> usize {
        match x {
            0.0 => 0,
            1.0 => self.bins + 1,
            _ => 1 + ((x * self.bins as f64) as usize).min(self.bins - 1),
        }
    }

    /// The value that stands for a bin.
    fn middle(&self, bin: usize) -> f64 {
        match bin {
            0 => 0.0,
            _ if bin > self.bins => 1.0,
            _ => (bin as f64 - 0.5) / self.bins as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, RELATIVE_ERROR, Sketch, WeightedHistogram};
    use crate::numeric::level::Level;
    use crate::numeric::quantile::standard_normal;

    fn sketch(values: &[f64]) -> Sketch {
        let mut sketch = Sketch::new();
        for &x in values {
            sketch.add(x);
        }
        sketch
    }

    #[test]
    fn quantiles_are_within_the_stated_error() {
        let values: Vec<f64> = (1..10_000)
            .map(|i| 10.0 + 300.0 * standard_normal(Level::of(f64::from(i) / 1e4)))
            .collect();
        let sketch = sketch(&values);
        for p in [0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999] {
            let wanted = values[(p * values.len() as f64).ceil() as usize - 1];
            let got = sketch.quantile(p).unwrap();
            assert!(
                (got - wanted).abs() <= RELATIVE_ERROR * wanted.abs(),
                "{p}: {got} for {wanted}"
            );
        }
        assert_eq!(sketch.quantile(0.0), Some(values[0]));
        assert_eq!(sketch.quantile(1.0), values.last().copied());
    }

    #[test]
    fn the_first_and_the_last_value_are_exact() {
        // They lie below the middle of their bins, in it, and above.
        for part in 0..8 {
            let last = 3.0 + f64::from(part) / 1024.0;
            let sketch = sketch(&[-last, -1.0, 0.5, last]);
            assert_eq!(sketch.quantile(0.0), Some(-last));
            assert_eq!(sketch.quantile(1.0), Some(last));
        }
    }

    #[test]
    fn constants_are_exact() {
        for x in [0.0, 0.1, -7.3, 1e-300, -1e300, f64::INFINITY] {
            assert_eq!(sketch(&[x; 5]).quantile(0.4), Some(x));
        }
        assert_eq!(Sketch::new().quantile(0.5), None);
        assert_eq!(sketch(&[f64::NAN]).count(), 0);
    }

    #[test]
    fn numbers_of_every_size_are_kept_apart() {
        let far = sketch(&[-1e300, -3e99, -1e-20, 0.0, -0.0, 1e-200, 5e13, 1e300]);
        for (p, wanted) in [
            (0.25, -3e99),
            (0.375, -1e-20),
            (0.5, 0.0),
            (0.75, 1e-200),
            (0.875, 5e13),
        ] {
            let got = far.quantile(p).unwrap();
            assert!(
                (got - wanted).abs() <= RELATIVE_ERROR * wanted.abs(),
                "{got} for {wanted}"
            );
        }
    }

    #[test]
    fn what_is_kept_is_read_back() {
        // The last of them lies in the last bin of its power of 2.
        let values = sketch(&[-700.0, 0.0, 1.0, 1.999]);
        let bytes = postcard::to_allocvec(&values).expect("plain numbers and lists of them");
        assert_eq!(
            postcard::from_bytes::<Sketch>(&bytes).expect("it was just written"),
            values
        );
    }

    #[test]
    fn merging_is_as_adding_all() {
        let values: Vec<f64> = (0..1_000).map(|i| f64::from(i * 37 % 1_000 - 300) * 0.013).collect();
        let whole = sketch(&values);
        let (a, b) = values.split_at(211);
        let mut merged = sketch(b);
        merged.merge(&sketch(a));
        assert_eq!(merged, whole);
        merged.merge(&Sketch::new());
        assert_eq!(merged, whole);
        let mut fresh = Sketch::new();
        fresh.merge(&whole);
        assert_eq!((fresh.count(), fresh), (1_000, whole));
    }

    #[test]
    fn only_bins_that_hold_something_are_kept() {
        let kept = Counts::from(sketch(&[-2.0, 0.0, 1.0, 1.0, 700.0]));
        assert_eq!(
            kept.bins.iter().map(|(.., count)| *count).collect::<Vec<_>>(),
            [1, 2, 1]
        );
    }

    #[test]
    fn weights_make_quantiles() {
        let mut histogram = WeightedHistogram::new(200);
        assert_eq!(histogram.quantile(0.5), None);
        for i in 0..1_000 {
            let x = (f64::from(i) + 0.5) / 1_000.0;
            histogram.add(x, x);
        }
        // The density is 2x, so that the quantile is √p.
        for p in [0.05, 0.5, 0.95] {
            let got = histogram.quantile(p).unwrap();
            assert!((got - libm::sqrt(p)).abs() < 0.005, "{p}: {got}");
        }
    }

    #[test]
    fn certain_values_are_exact() {
        let mut histogram = WeightedHistogram::new(10);
        histogram.add(0.0, 2.0);
        histogram.add(1.0, 1.0);
        histogram.add(0.73, 0.0);
        histogram.add(f64::NAN, 1.0);
        histogram.add(0.73, f64::NAN);
        assert_eq!(
            (histogram.quantile(0.05), histogram.quantile(0.95)),
            (Some(0.0), Some(1.0))
        );
        let mut constant = WeightedHistogram::new(10);
        constant.add(0.37, 0.5);
        constant.add(0.37, 0.5);
        assert_eq!(constant.quantile(0.5), Some(0.37));
        constant.merge(&histogram);
        assert_eq!((constant.total(), constant.quantile(0.6)), (4.0, Some(0.35)));
    }
}
