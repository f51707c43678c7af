//! A tiny seeded generator (SplitMix64): the same word gives the same numbers on every machine.

/// Numbers that look random and never change.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice for one subject, for example `VM-01/2026-04`.
    pub(super) fn of(subject: &str) -> Self {
        // FNV-1a, 64 bit.
        let hash = subject.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low + 1).expect("the story rolls between ordered bounds");
        low + i64::try_from(self.next() % width).expect("the remainder is smaller than the width")
    }

    /// One of the items.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        let last = i64::try_from(items.len()).expect("the lists of the story are short") - 1;
        let index = self.between(0, last);
        items[usize::try_from(index).expect("the index lies in the list")]
    }

    /// Lower-case hexadecimal digits.
    pub(super) fn hex(&mut self, digits: usize) -> String {
        let mut text = String::new();
        while text.len() < digits {
            text.extend([format!("{:016x}", self.next())]);
        }
        text.truncate(digits);
        text
    }
}
