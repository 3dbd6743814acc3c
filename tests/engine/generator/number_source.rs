//! The numbers from which a random scenario is made: a list that proptest can shorten and shrink.

/// Numbers that are used one by one; after the last all are 0, which always means the simplest choice.
#[derive(Debug)]
pub(super) struct NumberSource<'n> {
    numbers: std::slice::Iter<'n, u32>,
}

impl<'n> NumberSource<'n> {
    pub(super) fn new(numbers: &'n [u32]) -> Self {
        Self {
            numbers: numbers.iter(),
        }
    }

    /// A number below this one.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let number = u64::from(self.numbers.next().copied().unwrap_or(0));
        usize::try_from((number * limit as u64) >> 32).expect("below a usize")
    }

    /// True with this probability in percent.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of several; the first is the simplest.
    pub(super) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
