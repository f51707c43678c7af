//! A sample of a population that anybody can draw again.
//!
//! The items are put in the order of `sha256(SEED, line feed, KEY)`, ascending, and the first few
//! are taken. `printf '%s\n%s' SEED KEY | sha256sum` gives the same digests.

use crate::place::Sha256;

/// The keys that a seed draws, in the order in which it draws them; all of them when there are fewer.
///
/// Nobody knows the order before the seed is chosen, and everybody gets the same one afterwards. A
/// larger sample holds every smaller one of the same seed.
pub fn draw<'k>(seed: &str, size: usize, keys: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    let digested = |key: &'k str| (Sha256::of(format!("{seed}\n{key}").as_bytes()), key);
    let mut order: Vec<(Sha256, &str)> = keys.into_iter().map(digested).collect();
    order.sort_unstable();
    order.dedup();
    order.truncate(size);
    order.into_iter().map(|(_, key)| key).collect()
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::place::Sha256;

    #[test]
    fn the_order_is_that_of_sha256sum() {
        let digest = Sha256::of(b"soc2-2026\nL-0311").to_string();
        assert_eq!(digest, "f4ae3bece8c48a8cc54b9b8544bd534dba2b2a47176eaa7f2b2c526f716db472");
    }

    #[test]
    fn a_larger_sample_holds_the_smaller_one_and_the_order_of_the_rows_plays_no_part() {
        let keys = ["L-0311", "L-0317", "L-0319", "L-0322"];
        let three = draw("soc2-2026", 3, keys);
        assert_eq!(draw("soc2-2026", 2, keys.into_iter().rev()), three[..2]);
        assert_eq!(draw("soc2-2026", 9, keys).len(), 4);
        assert_ne!(draw("iso-2026", 3, keys), three);
    }
}
