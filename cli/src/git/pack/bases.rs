//! Entries that were read lately: the next ones are likely to be differences of them.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::git::objects::ObjectKind;

/// How many bytes each of two generations holds.
const GENERATION: usize = 16 << 20;

/// A pack's number, and where in it an entry begins.
type Key = (u32, u64);

/// An object of some kind, shared.
pub(super) type Shared = (ObjectKind, Rc<Vec<u8>>);

/// Two generations: when the young one is full it becomes the old one, and what is asked for again
/// moves back. Bounded, without a list of uses.
#[derive(Default)]
pub(super) struct Bases {
    young: BTreeMap<Key, Shared>,
    old: BTreeMap<Key, Shared>,
    weight: usize,
}

impl Bases {
    pub(super) fn get(&mut self, key: Key) -> Option<Shared> {
        if let Some(found) = self.young.get(&key) {
            return Some(found.clone());
        }
        let found = self.old.remove(&key)?;
        self.put(key, found.clone());
        Some(found)
    }

    pub(super) fn put(&mut self, key: Key, object: Shared) {
        self.weight += object.1.len() + 128;
        if self.weight > GENERATION {
            self.weight = object.1.len();
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, object);
    }
}
