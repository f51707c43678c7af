//! Entries that were read lately: the next ones are likely to be differences of them.

use std::rc::Rc;

use crate::git::lately::Lately;
use crate::git::objects::ObjectKind;

/// How many bytes each of two generations holds.
const GENERATION: usize = 8 << 20;

/// What an entry takes beside its bytes.
const AROUND: usize = 128;

/// A pack's number, and where in it an entry begins.
type Key = (u32, u64);

/// An object of some kind, shared.
pub(super) type Shared = (ObjectKind, Rc<Vec<u8>>);

/// The entries of late.
pub(super) struct Bases(Lately<Key, Shared>);

impl Bases {
    pub(super) fn new() -> Self {
        Self(Lately::new(GENERATION))
    }

    pub(super) fn get(&mut self, key: Key) -> Option<Shared> {
        self.0.get(key)
    }

    pub(super) fn put(&mut self, key: Key, object: Shared) {
        let weight = object.1.len() + AROUND;
        self.0.put(key, object, weight);
    }
}
