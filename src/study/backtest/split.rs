//! How a table of cases is divided into such as are fitted and such as are predicted.

/// How a table of cases is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// The first half is fitted, the second predicted.
    Forward,
    /// Of the second half, every tenth of the table is predicted from all rows before it.
    Expanding,
    /// The odd rows are fitted, the even ones predicted.
    Halves,
    /// Every row, with the others of its cluster, is predicted from the rest.
    LeaveOneOut,
}

/// Rows that are fitted, and rows that are predicted from them, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fold {
    /// The rows that are fitted.
    pub fitted: Vec<usize>,
    /// The rows that are predicted.
    pub predicted: Vec<usize>,
}

/// The parts of a table that an expanding split looks at.
const PARTS: usize = 10;

impl Split {
    /// The folds of a table whose rows belong to these clusters; those without rows on either side are left out.
    pub(crate) fn folds(self, clusters: &[Option<usize>]) -> Vec<Fold> {
        let rows = clusters.len();
        let half = rows.div_ceil(2);
        let before = |first: usize, end: usize| Fold {
            fitted: (0..first).collect(),
            predicted: (first..end).collect(),
        };
        let with = |first: usize| {
            let is_in = |row: &usize| *row == first || clusters[first].is_some() && clusters[*row] == clusters[first];
            let (predicted, fitted) = (0..rows).partition(is_in);
            Fold { fitted, predicted }
        };
        let folds = match self {
            Self::Forward => vec![before(half, rows)],
            Self::Expanding => {
                let end = |part: usize| (rows * part).div_ceil(PARTS);
                let parts = PARTS / 2..PARTS;
                parts.map(|part| before(end(part), end(part + 1))).collect()
            }
            Self::Halves => {
                let (fitted, predicted) = (0..rows).partition(|row| row % 2 == 0);
                vec![Fold { fitted, predicted }]
            }
            Self::LeaveOneOut => {
                let begins = |row: &usize| clusters[*row].is_none() || !clusters[..*row].contains(&clusters[*row]);
                (0..rows).filter(begins).map(with).collect()
            }
        };
        let full = |fold: &Fold| !fold.fitted.is_empty() && !fold.predicted.is_empty();
        folds.into_iter().filter(full).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Fold, Split};

    #[test]
    fn every_split_predicts_from_other_rows() {
        let alone = [None; 7];
        let forward = Split::Forward.folds(&alone);
        let wanted = Fold {
            fitted: vec![0, 1, 2, 3],
            predicted: vec![4, 5, 6],
        };
        assert_eq!(forward, [wanted]);
        let expanding = Split::Expanding.folds(&alone);
        let predicted: Vec<usize> = expanding.iter().flat_map(|fold| fold.predicted.clone()).collect();
        assert_eq!(predicted, [4, 5, 6]);
        assert!(
            expanding
                .iter()
                .all(|fold| fold.fitted.iter().all(|row| *row < fold.predicted[0]))
        );
        let left_out = Split::LeaveOneOut.folds(&[Some(0), None, Some(0)]);
        assert_eq!(left_out.len(), 2);
        assert_eq!(
            (&left_out[0].predicted[..], &left_out[0].fitted[..]),
            (&[0, 2][..], &[1][..])
        );
        assert_eq!(Split::Halves.folds(&alone)[0].predicted, [1, 3, 5]);
        assert_eq!(Split::LeaveOneOut.folds(&alone).len(), 7);
        assert!(Split::Forward.folds(&[None]).is_empty());
    }
}
