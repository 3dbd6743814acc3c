//! The ways to share out so many equal things among categories.

/// The number of ways, unless there are more than `most`.
pub(crate) fn ways(things: usize, categories: usize, most: usize) -> Option<usize> {
    let mut ways = 1;
    for category in 1..categories {
        ways = ways * (things + category) / category;
        if ways > most {
            return None;
        }
    }
    Some(ways)
}

/// Every way, as the count of each category; the first category rises slowest.
pub(crate) fn counts(things: u32, categories: usize) -> Vec<Vec<u32>> {
    let mut all = Vec::new();
    share_out(things, 0, &mut vec![0; categories], &mut all);
    all
}

fn share_out(left: u32, category: usize, way: &mut Vec<u32>, all: &mut Vec<Vec<u32>>) {
    if category + 1 == way.len() {
        way[category] = left;
        all.push(way.clone());
        return;
    }
    for count in 0..=left {
        way[category] = count;
        share_out(left - count, category + 1, way, all);
    }
}

/// The number of ways to pick so many of these.
pub(crate) fn binomial(of: u32, picked: u32) -> f64 {
    let picked = picked.min(of - picked);
    (0..picked).fold(1.0, |ways, number| {
        ways * f64::from(of - number) / f64::from(number + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::{binomial, counts, ways};

    #[test]
    fn every_way_is_listed_once() {
        assert_eq!(counts(2, 2), [[0, 2], [1, 1], [2, 0]]);
        assert!(counts(4, 3).iter().all(|way| way.iter().sum::<u32>() == 4));
        for (things, categories) in [(4, 3), (7, 1), (31, 2), (5, 4)] {
            let listed = counts(things, categories).len();
            assert_eq!(ways(things as usize, categories, listed), Some(listed));
            assert_eq!(ways(things as usize, categories, listed - 1).is_none(), categories > 1);
        }
    }

    #[test]
    fn coefficients_are_exact_while_numbers_are() {
        assert_eq!(
            [binomial(31, 3), binomial(31, 28), binomial(5, 0)],
            [4495.0, 4495.0, 1.0]
        );
        assert_eq!(binomial(40, 20), 137_846_528_820.0);
    }
}
