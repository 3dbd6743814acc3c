//! Histograms with fixed bins, for quantiles over very many values in bounded memory; they merge in any grouping.

use serde::{Deserialize, Serialize};

use super::math::{max, min, unsigned_zero};

/// The largest relative error of a quantile of a [`Sketch`], for absolute values from `SMALLEST` to `LARGEST`.
#[cfg(test)]
pub(crate) const RELATIVE_ERROR: f64 = 1.0 / 512.0;
/// Absolute values below this, 2^−30, are counted in the first bin.
const SMALLEST: f64 = 1.0 / 1_073_741_824.0;
/// Absolute values from this on, 2^41, are counted in the last bin.
const LARGEST: f64 = 2_199_023_255_552.0;

/// Bins in a power of 2, as a number of bits.
const BIN_BITS: u32 = 8;
/// Bins in a power of 2.
const BINS: usize = 1 << BIN_BITS;
/// Bits of a number below those that select its bin.
const LOWER_BITS: u32 = 52 - BIN_BITS;
/// The first bin, as the upper bits of its numbers.
const FIRST: u64 = SMALLEST.to_bits() >> LOWER_BITS;
/// The last bin, as the upper bits of its numbers.
const LAST: u64 = (LARGEST.to_bits() >> LOWER_BITS) - 1;
/// Powers of 2 on either side of zero.
const PAGES: usize = ((LAST + 1 - FIRST) >> BIN_BITS) as usize;

/// The counts of the bins of one power of 2.
type Page = Box<[u64; BINS]>;

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
#[serde(from = "Counts", into = "Counts")]
pub struct Sketch {
    /// Pages of negative values, then of positive ones, each by rising size; made when first needed.
    pages: Vec<Option<Page>>,
    zeros: u64,
    count: u64,
    range: Option<Range>,
}

/// A sketch as it is kept: no bin that holds nothing.
#[derive(Serialize, Deserialize)]
struct Counts {
    /// Places over all pages, and their counts.
    bins: Vec<(usize, u64)>,
    zeros: u64,
    count: u64,
    range: Option<Range>,
}

impl From<Sketch> for Counts {
    fn from(sketch: Sketch) -> Self {
        let held = bins(&sketch.pages).filter(|(_, count)| *count > 0);
        Self {
            bins: held.map(|(bin, count)| (bin as usize, count)).collect(),
            zeros: sketch.zeros,
            count: sketch.count,
            range: sketch.range,
        }
    }
}

impl From<Counts> for Sketch {
    fn from(counts: Counts) -> Self {
        let mut sketch = Self {
            pages: Vec::new(),
            zeros: counts.zeros,
            count: counts.count,
            range: counts.range,
        };
        for (place, count) in counts.bins {
            sketch.page(place / BINS)[place % BINS] = count;
        }
        sketch
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
        let bin = ((x.abs().to_bits() >> LOWER_BITS).clamp(FIRST, LAST) - FIRST) as usize;
        let side = if x > 0.0 { PAGES } else { 0 };
        self.page(side + bin / BINS)[bin % BINS] += 1;
    }

    #[inline]
    fn page(&mut self, number: usize) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.resize(2 * PAGES, None);
        }
        self.pages[number].get_or_insert_with(|| Box::new([0; BINS]))
    }

    /// Adds the values of another sketch.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.zeros += other.zeros;
        widen(&mut self.range, other.range);
        if self.pages.is_empty() {
            self.pages.clone_from(&other.pages);
            return;
        }
        for (mine, theirs) in self.pages.iter_mut().zip(&other.pages) {
            match (mine, theirs) {
                (Some(mine), Some(theirs)) => {
                    for (a, b) in mine.iter_mut().zip(theirs.iter()) {
                        *a += b;
                    }
                }
                (mine @ None, Some(_)) => mine.clone_from(theirs),
                (_, None) => {}
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
        let (negative, positive) = self.pages.split_at(self.pages.len() / 2);
        let negative = bins(negative).rev();
        let negative = negative.map(|(bin, count)| (-middle(bin), count));
        let positive = bins(positive).map(|(bin, count)| (middle(bin), count));
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

/// The bins of one side with their counts, by rising size.
fn bins(pages: &[Option<Page>]) -> impl DoubleEndedIterator<Item = (u64, u64)> {
    pages.iter().enumerate().flat_map(|(page, counts)| {
        let counts = counts.iter().flat_map(|counts| counts.iter().enumerate());
        counts.map(move |(bin, &count)| ((page * BINS + bin) as u64, count))
    })
}

/// The middle of a bin.
fn middle(bin: u64) -> f64 {
    f64::from_bits(((bin + FIRST) << LOWER_BITS) | (1 << (LOWER_BITS - 1)))
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
    use super::{LARGEST, RELATIVE_ERROR, SMALLEST, Sketch, WeightedHistogram};
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
    fn constants_are_exact() {
        for x in [0.0, 0.1, -7.3, 1e-300, -1e300, f64::INFINITY] {
            assert_eq!(sketch(&[x; 5]).quantile(0.4), Some(x));
        }
        assert_eq!(Sketch::new().quantile(0.5), None);
        assert_eq!(sketch(&[f64::NAN]).count(), 0);
    }

    #[test]
    fn sizes_beyond_the_bins_fall_into_the_last() {
        let far = sketch(&[-1e30, -1e20, -1e-20, 0.0, -0.0, 1e-20, 1e20, 1e30]);
        let near = |p, wanted: f64| {
            let got = far.quantile(p).unwrap();
            assert!((got - wanted).abs() <= 0.01 * wanted.abs(), "{got} for {wanted}");
        };
        near(0.25, -LARGEST);
        near(0.375, -SMALLEST);
        near(0.5, 0.0);
        near(0.75, SMALLEST);
        near(0.875, LARGEST);
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
