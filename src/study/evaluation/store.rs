//! Where a study keeps the blocks of draws that it has finished.

use std::io;

use crate::study::draws::ListedDraws;

/// Keeps finished blocks of draws, so that an interrupted study goes on where it was.
pub(crate) trait BlockStore: Sync {
    /// The numbers of a block that was kept before.
    fn known(&self, site: u64, block: u64) -> Option<Vec<f64>>;

    /// Keeps the numbers of a block.
    ///
    /// # Errors
    /// They cannot be kept.
    fn keep(&self, site: u64, block: u64, numbers: &[f64]) -> io::Result<()>;
}

/// Keeps nothing.
pub(crate) struct Forgetful;

impl BlockStore for Forgetful {
    fn known(&self, _: u64, _: u64) -> Option<Vec<f64>> {
        None
    }

    fn keep(&self, _: u64, _: u64, _: &[f64]) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps the blocks of one list of draws apart from those of any other list of the same study.
pub(crate) struct ListStore<'a> {
    store: &'a dyn BlockStore,
    /// The number of the first site of the list: the beginning of its hash.
    first: u64,
}

impl<'a> ListStore<'a> {
    /// The part of a store that belongs to a list.
    pub(crate) fn of(list: &ListedDraws, store: &'a dyn BlockStore) -> Self {
        let mut hasher = blake3::Hasher::new();
        for value in list.values.iter().flatten() {
            hasher.update(&value.to_le_bytes());
        }
        let hash = hasher.finalize();
        let (first, _) = hash
            .as_bytes()
            .split_first_chunk()
            .expect("a hash is longer than a word");
        Self {
            store,
            first: u64::from_le_bytes(*first),
        }
    }
}

impl BlockStore for ListStore<'_> {
    fn known(&self, site: u64, block: u64) -> Option<Vec<f64>> {
        self.store.known(self.first.wrapping_add(site), block)
    }

    fn keep(&self, site: u64, block: u64, numbers: &[f64]) -> io::Result<()> {
        self.store.keep(self.first.wrapping_add(site), block, numbers)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io;
    use std::sync::Mutex;

    use super::{BlockStore, ListStore};
    use crate::study::draws::ListedDraws;

    /// Keeps blocks in memory.
    #[derive(Default)]
    struct Memory(Mutex<BTreeMap<(u64, u64), Vec<f64>>>);

    impl BlockStore for Memory {
        fn known(&self, site: u64, block: u64) -> Option<Vec<f64>> {
            self.0.lock().expect("nobody panics").get(&(site, block)).cloned()
        }

        fn keep(&self, site: u64, block: u64, numbers: &[f64]) -> io::Result<()> {
            let mut blocks = self.0.lock().expect("nobody panics");
            blocks.insert((site, block), numbers.to_vec());
            Ok(())
        }
    }

    #[test]
    fn blocks_of_another_list_are_not_known() {
        let memory = Memory::default();
        let list = |values: &[f64]| ListedDraws {
            parameters: vec!["a".to_owned()],
            values: values.iter().map(|&value| vec![value]).collect(),
        };
        let whole = list(&[0.1, 0.2, 0.3]);
        let store = ListStore::of(&whole, &memory);
        store.keep(1, 0, &[5.0]).expect("there is room");
        assert_eq!(store.known(0, 0), None);
        assert_eq!(ListStore::of(&whole, &memory).known(1, 0), Some(vec![5.0]));
        assert_eq!(ListStore::of(&list(&[0.2, 0.3]), &memory).known(1, 0), None);
    }
}
