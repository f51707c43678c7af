//! What was read lately: it is likely to be asked for again soon.
//!
//! Two generations: when the young one is full it becomes the old one, and what is asked for again moves back.
//! Bounded, without a list of uses. What is large is held apart from what is small: each commit of a wide
//! history brings a large tree that the next one alone asks for, and a small one that is asked for a thousand
//! commits later.

use std::collections::BTreeMap;

/// From so many bytes on something is large.
const LARGE: usize = 8 << 10;

/// How many bytes a generation of large things holds.
const LARGE_BYTES: usize = 4 << 20;

/// Things by their keys.
pub(super) struct Lately<K, V> {
    small: Generations<K, V>,
    large: Generations<K, V>,
}

impl<K: Ord + Copy, V: Clone> Lately<K, V> {
    /// Holds nothing yet; later two times so many bytes of small things.
    pub(super) fn new(small_bytes: usize) -> Self {
        Self { small: Generations::new(small_bytes), large: Generations::new(LARGE_BYTES) }
    }

    /// What stands under a key, if it was there lately.
    pub(super) fn get(&mut self, key: K) -> Option<V> {
        self.small.get(key).or_else(|| self.large.get(key))
    }

    /// Holds something that weighs so many bytes.
    pub(super) fn put(&mut self, key: K, value: V, weight: usize) {
        if weight < LARGE { self.small.put(key, value, weight) } else { self.large.put(key, value, weight) }
    }
}

struct Generations<K, V> {
    young: BTreeMap<K, (V, usize)>,
    old: BTreeMap<K, (V, usize)>,
    weight: usize,
    limit: usize,
}

impl<K: Ord + Copy, V: Clone> Generations<K, V> {
    fn new(limit: usize) -> Self {
        Self { young: BTreeMap::new(), old: BTreeMap::new(), weight: 0, limit }
    }

    fn get(&mut self, key: K) -> Option<V> {
        if let Some((found, _)) = self.young.get(&key) {
            return Some(found.clone());
        }
        let (found, weight) = self.old.remove(&key)?;
        self.put(key, found.clone(), weight);
        Some(found)
    }

    fn put(&mut self, key: K, value: V, weight: usize) {
        self.weight += weight;
        if self.weight > self.limit {
            self.weight = weight;
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, (value, weight));
    }
}

#[cfg(test)]
mod tests {
    use super::{LARGE, LARGE_BYTES, Lately};

    #[test]
    fn what_is_asked_for_stays_and_what_is_not_goes() {
        let mut lately = Lately::new(100);
        lately.put(1, "one", 40);
        for key in 2..20 {
            assert_eq!(lately.get(1), Some("one"), "before {key}");
            lately.put(key, "another", 40);
        }
        assert_eq!(lately.get(2), None);
        assert_eq!(lately.get(19), Some("another"));
    }

    #[test]
    fn large_things_push_no_small_ones_out() {
        let mut lately = Lately::new(100);
        lately.put(0, "small", 40);
        for key in 1..=4 * LARGE_BYTES / LARGE {
            lately.put(key, "large", LARGE);
        }
        assert_eq!(lately.get(0), Some("small"));
        assert_eq!(lately.get(1), None);
    }
}
