//! Latin hypercubes: random points of the unit cube that fill every coordinate evenly.

use super::stream::{StreamKey, unit_interval};
use rand::Rng;

/// So many points, each with so many coordinates, all strictly between 0 and 1 (M. D. McKay, R. J. Beckman and W. J.
/// Conover, *Technometrics* 21, 1979).
///
/// Each coordinate has one point in each of as many equal intervals as there are points. It does not depend on how many
/// other coordinates there are; on the number of points it does, so that none can be added later.
pub fn latin_hypercube(points: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut rows = vec![Vec::new(); points];
    for dimension in 0..dimensions {
        let key = StreamKey::of(seed, &["latin hypercube", &dimension.to_string()]);
        let mut stream = key.stream(0, 0);
        let intervals = stream.permutation(points);
        for (row, interval) in rows.iter_mut().zip(intervals) {
            let within = (interval as u128) << 64 | u128::from(stream.next_u64());
            row.push(unit_interval((within / points as u128) as u64));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::latin_hypercube;

    #[test]
    fn each_coordinate_has_one_point_in_each_interval() {
        for count in [1, 2, 7, 1000] {
            let points = latin_hypercube(count, 5, 3);
            for coordinate in 0..5 {
                let mut seen = vec![false; count];
                for point in &points {
                    let x = point[coordinate];
                    assert!(x > 0.0 && x < 1.0);
                    seen[(x * count as f64) as usize] = true;
                }
                assert!(seen.iter().all(|&seen| seen));
            }
        }
    }

    #[test]
    fn coordinates_are_independent() {
        let points = latin_hypercube(4000, 2, 1);
        let products: f64 = points.iter().map(|point| (point[0] - 0.5) * (point[1] - 0.5)).sum();
        // The correlation, within five standard errors.
        assert!((12.0 * products / 4000.0).abs() < 0.08);
    }

    #[test]
    fn further_coordinates_change_none() {
        let (few, many) = (latin_hypercube(50, 2, 9), latin_hypercube(50, 4, 9));
        assert!(few.iter().zip(&many).all(|(few, many)| few[..] == many[..2]));
        assert!(latin_hypercube(50, 2, 8) != few);
        assert_eq!(latin_hypercube(0, 2, 8), Vec::<Vec<f64>>::new());
    }
}
