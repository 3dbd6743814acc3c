//! Random streams: each (seed, stage, actor, purpose, draw, period) and each parameter has its own.
//!
//! A stream is the output of ChaCha8 read as 64-bit words. Its key is the blake3 hash of the seed and the names; draw
//! and period are the nonce. Word g of a stream gives number g, so that any number can be computed alone.

use std::convert::Infallible;

use rand::distr::Open01;
use rand::{Rng, RngExt, SeedableRng, TryRng};
use rand_chacha::ChaCha8Rng;

/// 2^−52, the distance of neighbouring numbers of a stream.
const SPACING: f64 = 1.0 / 4_503_599_627_370_496.0;
/// The bits of the number 1.
const ONE: u64 = 1.0_f64.to_bits();
/// How many numbers are converted in one step: one refill of the generator.
const BLOCK: usize = 32;
/// Bits of the nonce that hold the period.
const PERIOD_BITS: u32 = 24;
/// Draws are numbered below this, so that draw and period fit the nonce.
pub(crate) const DRAWS_LIMIT: u64 = 1 << (64 - PERIOD_BITS);
/// Periods are numbered below this, so that draw and period fit the nonce.
pub(crate) const PERIODS_LIMIT: u32 = 1 << PERIOD_BITS;

/// The kind of random event that a stream's numbers decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Whether a stage takes place.
    Opportunity,
    /// Which action an actor takes.
    Choice,
    /// What the further members of a group do.
    Members,
    /// Which branch of an action's effect comes about.
    Effect,
    /// Whether a commitment binds.
    Bound,
    /// How a game starts: types and variables.
    Start,
    /// The value of an uncertain parameter.
    Parameter,
}

impl Purpose {
    /// The name under which the purpose enters the key; to change one changes every result.
    fn name(self) -> &'static str {
        match self {
            Self::Opportunity => "opportunity",
            Self::Choice => "choice",
            Self::Members => "members",
            Self::Effect => "effect",
            Self::Bound => "bound",
            Self::Start => "start",
            Self::Parameter => "parameter",
        }
    }
}

/// The key of a family of streams that has one stream for each draw and period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamKey([u8; 32]);

impl StreamKey {
    /// The key of a list of names under a seed. Each name is preceded by its length, so that no two lists collide.
    pub fn of(seed: u64, names: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"pactum stream 1\0");
        hasher.update(&seed.to_le_bytes());
        hasher.update(&(names.len() as u64).to_le_bytes());
        for name in names {
            hasher.update(&(name.len() as u64).to_le_bytes());
            hasher.update(name.as_bytes());
        }
        Self(*hasher.finalize().as_bytes())
    }

    /// The key of one actor's random events in one stage, for one purpose.
    pub fn step(seed: u64, stage: &str, actor: &str, purpose: Purpose) -> Self {
        Self::of(seed, &[purpose.name(), stage, actor])
    }

    /// The stream of a draw and a period.
    ///
    /// # Panics
    /// If `draw` is not below 2^40, or `period` not below 2^24.
    pub fn stream(&self, draw: u64, period: u32) -> Stream {
        assert!(draw < DRAWS_LIMIT, "draws are numbered below 2^40, and {draw} is not");
        assert!(
            period < PERIODS_LIMIT,
            "periods are numbered below 2^24, and {period} is not"
        );
        let mut stream = Stream::from_seed(self.0);
        let nonce = (draw << PERIOD_BITS) | u64::from(period);
        stream.generator.set_stream(nonce);
        stream
    }
}

/// A sequence of independent 64-bit words, read as numbers uniform in (0, 1) or through the traits of [`rand`].
///
/// As a generator of [`rand`] it continues behind the word read last. [`rand::distr::Open01`] gives the same numbers as
/// [`Stream::fill`].
#[derive(Clone, Debug)]
pub struct Stream {
    generator: ChaCha8Rng,
    /// The index of the generator's next word.
    next: u64,
}

impl SeedableRng for Stream {
    type Seed = [u8; 32];

    fn from_seed(seed: Self::Seed) -> Self {
        Self {
            generator: ChaCha8Rng::from_seed(seed),
            next: 0,
        }
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    /// The upper half of the next word.
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next_u64() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.next += 1;
        Ok(self.generator.next_u64())
    }

    /// Whole words in little-endian order; the rest of the last word is discarded.
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(8) {
            chunk.copy_from_slice(&self.next_u64().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl Stream {
    /// Writes the numbers `first`, `first + 1`, … of the stream into `out`; going on where the last call ended is
    /// fastest.
    pub fn fill(&mut self, first: u64, out: &mut [f64]) {
        self.seek(first);
        let mut bytes = [0_u8; 8 * BLOCK];
        for chunk in out.chunks_mut(BLOCK) {
            let bytes = &mut bytes[..8 * chunk.len()];
            self.generator.fill_bytes(bytes);
            for (number, word) in chunk.iter_mut().zip(bytes.as_chunks().0) {
                *number = unit_interval(u64::from_le_bytes(*word));
            }
        }
        self.next = first + out.len() as u64;
    }

    /// The number at `index` of the stream: the same that [`Stream::fill`] gives.
    pub fn at(&self, index: u64) -> f64 {
        let mut stream = self.clone();
        stream.seek(index);
        stream.sample(Open01)
    }

    /// A whole number below `bound`, from the next word alone: every one has the same probability, within bound · 2^−64.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next_u64()) * u128::from(bound)) >> 64) as u64
    }

    /// The numbers 0, 1, … below `count` in random order (R. A. Fisher and F. Yates' shuffle).
    pub(crate) fn permutation(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, self.below(at as u64 + 1) as usize);
        }
        order
    }

    /// Makes the word at `index` the next one.
    fn seek(&mut self, index: u64) {
        if index != self.next {
            self.generator.set_word_pos(2 * u128::from(index));
            self.next = index;
        }
    }
}

/// The midpoint of the cell of width 2^−52 that a word's upper 52 bits select: never 0 and never 1, and the same number
/// as [`Open01`] gives for this word.
///
/// With 53 bits the midpoints of the upper cells would not be representable, and the last would round to 1.
#[inline]
pub(super) fn unit_interval(word: u64) -> f64 {
    // The 52 bits become the fraction of a number in [1, 2); both sums are exact.
    (f64::from_bits((word >> 12) | ONE) - 1.0) + 0.5 * SPACING
}

/// The stream of a parameter: number n belongs to draw n.
pub(crate) fn parameter_stream(seed: u64, name: &str) -> Stream {
    StreamKey::of(seed, &[Purpose::Parameter.name(), name]).stream(0, 0)
}

#[cfg(test)]
mod tests {
    use rand::distr::Open01;
    use rand::{Rng, RngExt, SeedableRng};

    use super::{Purpose, Stream, StreamKey, parameter_stream, unit_interval};

    fn step_stream(seed: u64, draw: u64, period: u32, stage: &str, actor: &str, purpose: Purpose) -> Stream {
        StreamKey::step(seed, stage, actor, purpose).stream(draw, period)
    }

    fn first_numbers(seed: u64, draw: u64, period: u32, stage: &str, actor: &str, purpose: Purpose) -> [f64; 4] {
        let mut out = [0.0; 4];
        step_stream(seed, draw, period, stage, actor, purpose).fill(0, &mut out);
        out
    }

    #[test]
    fn numbers_lie_strictly_between_0_and_1() {
        assert_eq!(unit_interval(0), 2.0_f64.recip() / 4_503_599_627_370_496.0);
        assert_eq!(unit_interval(u64::MAX), 1.0 - f64::EPSILON / 2.0);
        assert_eq!(1.0 - unit_interval(u64::MAX), unit_interval(0));
        for word in [0, 1 << 12, 0x0123_4567_89ab_cdef, 1 << 63, u64::MAX] {
            assert_eq!(
                unit_interval(word),
                ((word >> 12) as f64 + 0.5) / 4_503_599_627_370_496.0
            );
        }
    }

    #[test]
    fn every_order_is_as_likely() {
        let mut stream = parameter_stream(1, "orders");
        let mut counts = [0; 27];
        for _ in 0..6_000 {
            let order = stream.permutation(3);
            counts[order[0] * 9 + order[1] * 3 + order[2]] += 1;
        }
        // Six orders with 1,000 each, whose standard deviation is 29; what is no order does not happen.
        assert_eq!(counts.iter().filter(|count| **count > 0).count(), 6);
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        for [a, b, c] in orders {
            let count: i32 = counts[a * 9 + b * 3 + c];
            assert!((count - 1_000).abs() < 120, "{a} {b} {c}: {count}");
        }
    }

    #[test]
    fn a_block_and_single_numbers_agree() {
        let stream = step_stream(7, 3, 5, "vote", "us", Purpose::Choice);
        for (first, len) in [(0, 100), (1, 64), (31, 33), (100, 1), (1_000_003, 70), (1 << 40, 5)] {
            let mut block = vec![0.0; len];
            stream.clone().fill(first, &mut block);
            for (i, &x) in block.iter().enumerate() {
                assert_eq!(x, stream.at(first + i as u64), "number {first} + {i}");
            }
        }
    }

    #[test]
    fn a_stream_is_a_generator_of_rand() {
        let mut stream = StreamKey::of(3, &["x"]).stream(1, 2);
        let mut block = [0.0; 40];
        stream.clone().fill(0, &mut block);
        let sampled: Vec<f64> = stream.clone().sample_iter(Open01).take(40).collect();
        assert_eq!(sampled, block);

        let word = stream.clone().next_u64();
        assert_eq!(u64::from(stream.clone().next_u32()), word >> 32);
        let mut bytes = [0; 3];
        stream.fill_bytes(&mut bytes);
        assert_eq!(bytes, word.to_le_bytes()[..3]);
        assert_eq!(stream.sample::<f64, _>(Open01), block[1]);
        stream.fill(7, &mut block[..2]);
        assert_eq!(stream.random_range(0..1_000_u32), {
            let mut same = StreamKey::of(3, &["x"]).stream(1, 2);
            same.fill(0, &mut [0.0; 9]);
            same.random_range(0..1_000_u32)
        });
        assert_eq!(
            Stream::from_seed([5; 32]).next_u64(),
            Stream::from_seed([5; 32]).next_u64()
        );
    }

    #[test]
    fn blocks_join_in_any_order() {
        let mut stream = parameter_stream(1, "cost");
        let mut whole = [0.0; 90];
        stream.fill(0, &mut whole);
        let mut part = [0.0; 30];
        for first in [60, 0, 30, 60, 7] {
            stream.fill(first, &mut part);
            assert_eq!(part, whole[first as usize..first as usize + 30]);
        }
    }

    #[test]
    fn every_part_of_the_name_counts() {
        let base = first_numbers(1, 2, 3, "vote", "us", Purpose::Choice);
        let others = [
            first_numbers(2, 2, 3, "vote", "us", Purpose::Choice),
            first_numbers(1, 3, 3, "vote", "us", Purpose::Choice),
            first_numbers(1, 2, 4, "vote", "us", Purpose::Choice),
            first_numbers(1, 2, 3, "voteu", "s", Purpose::Choice),
            first_numbers(1, 2, 3, "us", "vote", Purpose::Choice),
            first_numbers(1, 2, 3, "vote", "us", Purpose::Effect),
            first_numbers(1, 3, 2, "vote", "us", Purpose::Choice),
        ];
        for other in others {
            assert!(base.iter().zip(other).all(|(&a, b)| a != b));
        }
        assert_ne!(StreamKey::of(1, &["ab", "c"]), StreamKey::of(1, &["a", "bc"]));
        assert_ne!(StreamKey::of(1, &["ab"]), StreamKey::of(1, &["ab", ""]));
    }

    #[test]
    #[should_panic(expected = "numbered below 2^40")]
    fn a_draw_beyond_the_nonce_is_refused() {
        let _ = step_stream(1, 1 << 40, 0, "vote", "us", Purpose::Choice);
    }

    #[test]
    fn numbers_are_spread_evenly() {
        let mut numbers = vec![0.0; 100_000];
        step_stream(9, 0, 1, "s", "a", Purpose::Choice).fill(0, &mut numbers);
        let mut counts = [0_u32; 100];
        for x in &numbers {
            counts[(x * 100.0) as usize] += 1;
        }
        let chi2: f64 = counts
            .iter()
            .map(|&c| (f64::from(c) - 1000.0) * (f64::from(c) - 1000.0) / 1000.0)
            .sum();
        assert!((60.0..150.0).contains(&chi2), "{chi2}");
    }

    #[test]
    fn the_bytes_never_change() {
        let mut numbers = first_numbers(20_260_101, 5, 7, "vote", "us", Purpose::Choice).to_vec();
        numbers.push(step_stream(20_260_101, 5, 7, "vote", "us", Purpose::Bound).at(1_000));
        numbers.push(parameter_stream(20_260_101, "cost").at(0));
        assert_eq!(
            numbers,
            [
                0.2533249089673576,
                0.12942902413527613,
                0.01412996049599935,
                0.02250784996927513,
                0.3627070238606108,
                0.05685642106195188
            ]
        );
    }
}
