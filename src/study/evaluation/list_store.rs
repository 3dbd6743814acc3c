//! Where a study of listed draws keeps the blocks that it has finished.

use std::io;

use crate::study::block_store::{BlockStore, Shard};
use crate::study::draws::ListedDraws;

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
    fn known(&self, site: u64, block: u64) -> io::Result<Option<Vec<u8>>> {
        self.store.known(self.first.wrapping_add(site), block)
    }

    fn keep(&self, site: u64, block: u64, content: &dyn Fn() -> Vec<u8>) -> io::Result<()> {
        self.store.keep(self.first.wrapping_add(site), block, content)
    }

    fn shard(&self) -> Option<Shard> {
        self.store.shard()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io;
    use std::sync::Mutex;

    use super::ListStore;
    use crate::study::block_store::BlockStore;
    use crate::study::draws::ListedDraws;

    /// Keeps blocks in memory.
    #[derive(Default)]
    struct Memory(Mutex<BTreeMap<(u64, u64), Vec<u8>>>);

    impl BlockStore for Memory {
        fn known(&self, site: u64, block: u64) -> io::Result<Option<Vec<u8>>> {
            Ok(self.0.lock().expect("nobody panics").get(&(site, block)).cloned())
        }

        fn keep(&self, site: u64, block: u64, content: &dyn Fn() -> Vec<u8>) -> io::Result<()> {
            let mut blocks = self.0.lock().expect("nobody panics");
            blocks.insert((site, block), content());
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
        let known = |list: &ListedDraws, site| ListStore::of(list, &memory).known(site, 0).expect("it can be read");
        let store = ListStore::of(&whole, &memory);
        store.keep(1, 0, &|| vec![5]).expect("there is room");
        assert_eq!(known(&whole, 0), None);
        assert_eq!(known(&whole, 1), Some(vec![5]));
        assert_eq!(known(&list(&[0.2, 0.3]), 1), None);
    }
}
