//! Numbers that look random and are the same for a seed (splitmix64).

#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = (to - from + 1).unsigned_abs();
        from + (self.next() % span).cast_signed()
    }

    /// True in so many cases of a hundred.
    pub(super) fn percent(&mut self, cases: i64) -> bool {
        self.between(0, 99) < cases
    }

    pub(super) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.index(of.len())]
    }

    pub(super) fn index(&mut self, of: usize) -> usize {
        usize::try_from(self.between(0, i64::try_from(of).expect("few") - 1)).expect("not negative")
    }
}
