//! Scrambled Sobol points: low-discrepancy points of the unit cube, each known by its number.
//!
//! Direction numbers are those of S. Joe and F. Y. Kuo (*SIAM Journal on Scientific Computing* 30, 2008). Each
//! coordinate's digits are scrambled by a random lower triangular matrix and a random shift (J. Matoušek, *Journal of
//! Complexity* 14, 1998), which keeps the net and gives every point the uniform distribution.

use super::stream::{Stream, StreamKey, unit_interval};
use rand::Rng;

/// The direction numbers, a line for each dimension from the second on.
const TABLE: &str = include_str!("sobol_points/joe_kuo.txt");
/// Points are numbered below 2 to this power: one direction number for each binary digit of a point's number.
const DIGITS: usize = 32;
/// The most coordinates that a point can have.
pub(crate) const MOST_DIMENSIONS: usize = 1000;
/// How many points there are.
pub(crate) const MOST_POINTS: u64 = 1 << DIGITS;

/// The direction numbers of a coordinate; their first binary digit is the highest bit.
type Directions = [u64; DIGITS];

/// A sequence of scrambled Sobol points.
///
/// Among the first 2^m points, and among every later 2^m whose numbers begin at a multiple of 2^m, each coordinate has
/// one point in each of 2^m equal intervals. A coordinate does not depend on how many others there are.
#[derive(Clone, Debug)]
pub struct SobolPoints {
    coordinates: Vec<Scrambled>,
}

/// One coordinate: its directions after the scramble, and the shift.
#[derive(Clone, Debug)]
struct Scrambled {
    directions: Directions,
    shift: u64,
}

impl SobolPoints {
    /// The points with so many coordinates, scrambled as the seed says.
    ///
    /// # Panics
    /// If there are more than [`MOST_DIMENSIONS`] coordinates.
    pub fn new(dimensions: usize, seed: u64) -> Self {
        assert!(
            dimensions <= MOST_DIMENSIONS,
            "Sobol points have at most {MOST_DIMENSIONS} coordinates, and {dimensions} are asked for"
        );
        let coordinates = directions().take(dimensions).enumerate();
        let scrambled = coordinates.map(|(number, directions)| {
            let key = StreamKey::of(seed, &["sobol points", &number.to_string()]);
            scramble(&directions, &mut key.stream(0, 0))
        });
        Self {
            coordinates: scrambled.collect(),
        }
    }

    /// The coordinates of a point, all strictly between 0 and 1.
    ///
    /// # Panics
    /// If `number` is not below [`MOST_POINTS`].
    pub fn point(&self, number: u64) -> Vec<f64> {
        assert!(
            number < MOST_POINTS,
            "Sobol points are numbered below 2^{DIGITS}, and {number} is not"
        );
        self.coordinates
            .iter()
            .map(|own| unit_interval(own.at(number)))
            .collect()
    }

    /// Two independent points of half as many coordinates: those of a point in turn.
    pub(crate) fn pair(&self, number: u64) -> [Vec<f64>; 2] {
        let point = self.point(number);
        let in_turn = point.as_chunks().0.iter().map(|&[one, other]| (one, other));
        let (one, other) = in_turn.unzip();
        [one, other]
    }
}

impl Scrambled {
    /// The coordinate's binary digits at a point.
    fn at(&self, number: u64) -> u64 {
        self.shift ^ combined(&self.directions, number)
    }
}

/// The sum, digit by digit, of the directions that the binary digits of a number select.
fn combined(directions: &Directions, number: u64) -> u64 {
    let mut digits = 0;
    let mut left = number;
    while left != 0 {
        digits ^= directions[left.trailing_zeros() as usize];
        left &= left - 1;
    }
    digits
}

/// The directions of each dimension, before the scramble.
fn directions() -> impl Iterator<Item = Directions> {
    let first = std::array::from_fn(|digit| 1 << (63 - digit));
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    std::iter::once(first).chain(lines.map(|line| {
        let mut numbers = line.split(' ').filter_map(|number| number.parse().ok());
        let polynomial = numbers.next().unwrap_or(0);
        recurrence(polynomial, &numbers.collect::<Vec<u64>>())
    }))
}

/// The directions by the recurrence of a primitive polynomial with these inner coefficients, from its first numbers.
fn recurrence(polynomial: u64, initial: &[u64]) -> Directions {
    let degree = initial.len();
    let mut directions = [0; DIGITS];
    for digit in 0..DIGITS {
        directions[digit] = match initial.get(digit) {
            Some(number) => number << (63 - digit),
            None => {
                let last = directions[digit - degree];
                let inner = (1..degree).filter(|back| polynomial >> (degree - 1 - back) & 1 == 1);
                inner.fold(last ^ (last >> degree), |sum, back| sum ^ directions[digit - back])
            }
        };
    }
    directions
}

/// Multiplies the digits by a random lower triangular matrix with ones on its diagonal, and draws a shift.
fn scramble(directions: &Directions, stream: &mut Stream) -> Scrambled {
    let mut scrambled = [0; DIGITS];
    for digit in (0..u64::BITS).rev() {
        let own = 1_u64 << digit;
        // A digit of the result is its own digit plus a random choice of those before it.
        let row = own | (stream.next_u64() & !(own | (own - 1)));
        for (sum, direction) in scrambled.iter_mut().zip(directions) {
            *sum |= u64::from((row & direction).count_ones() & 1) << digit;
        }
    }
    Scrambled {
        directions: scrambled,
        shift: stream.next_u64(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_DIMENSIONS, MOST_POINTS, SobolPoints, combined, directions};

    /// Dimension, number and coordinate of a few points before the scramble.
    const PLAIN: [(usize, u64, f64); 8] = [
        (1, 5, 0.875),
        (2, 5, 0.875),
        (3, 77, 0.0078125),
        (40, 4095, 0.227294921875),
        (500, 1234, 0.21533203125),
        (1000, 1, 0.5),
        (1000, 13, 0.3125),
        (1000, 3210, 0.744873046875),
    ];
    /// The point with number 2^23 of two coordinates and seed 0.
    const BYTES: [f64; 2] = [0.8271209878448375, 0.271118396622425];

    /// The cell of a coordinate among `cells` equal ones.
    fn cell(x: f64, cells: usize) -> usize {
        (x * cells as f64) as usize
    }

    /// Points before the scramble, in the order of the Gray code, in which other programs number them.
    fn plain(dimension: usize, point: u64) -> f64 {
        let directions = directions().nth(dimension - 1).expect("a dimension of the table");
        combined(&directions, point ^ (point >> 1)) as f64 / 18_446_744_073_709_551_616.0
    }

    #[test]
    fn points_before_the_scramble_are_those_of_other_programs() {
        // By SciPy 1.17: qmc.Sobol(d = 1000, scramble = False, bits = 64).random(2^12).
        for (dimension, point, expected) in PLAIN {
            assert_eq!(
                plain(dimension, point),
                expected,
                "dimension {dimension}, point {point}"
            );
        }
    }

    #[test]
    fn each_coordinate_has_one_point_in_each_interval() {
        for (seed, first, count) in [(0, 0, 1024_usize), (7, 5 * 256, 256)] {
            let points = SobolPoints::new(MOST_DIMENSIONS, seed);
            let mut seen = vec![vec![false; count]; MOST_DIMENSIONS];
            for number in first..first + count as u64 {
                for (seen, x) in seen.iter_mut().zip(points.point(number)) {
                    assert!(x > 0.0 && x < 1.0);
                    seen[cell(x, count)] = true;
                }
            }
            assert!(seen.iter().flatten().all(|&seen| seen));
        }
    }

    #[test]
    fn the_first_two_coordinates_have_one_point_in_each_box() {
        let points = SobolPoints::new(2, 3);
        for split in 0..=10 {
            let (wide, high) = (1 << split, 1 << (10 - split));
            let mut seen = vec![false; 1024];
            for number in 0..1024 {
                let point = points.point(number);
                seen[cell(point[0], wide) * high + cell(point[1], high)] = true;
            }
            assert!(seen.iter().all(|&seen| seen), "{wide} by {high}");
        }
    }

    #[test]
    fn seeds_differ_and_further_coordinates_change_none() {
        let (few, many) = (SobolPoints::new(3, 1), SobolPoints::new(20, 1));
        for number in [0, 1, 77, (1 << 24) - 1, MOST_POINTS - 1] {
            assert_eq!(few.point(number), many.point(number)[..3]);
            assert!(few.point(number) != SobolPoints::new(3, 2).point(number));
        }
        assert_eq!(SobolPoints::new(2, 0).point(1 << 23), BYTES);
    }

    #[test]
    fn a_scramble_makes_every_point_uniform() {
        let first: Vec<f64> = (0..4000).map(|seed| SobolPoints::new(2, seed).point(9)[1]).collect();
        let mut counts = [0_i32; 10];
        for &x in &first {
            counts[cell(x, 10)] += 1;
        }
        // Five standard errors.
        assert!(counts.iter().all(|count| (count - 400).abs() < 95), "{counts:?}");
    }
}
