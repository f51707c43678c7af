//! Packs, read by ourselves: the files in which Git keeps nearly every object of a history.
//!
//! In: the object folders of a repository, and ids. Out: bytes, as they stand in a pack
//! (gitformat-pack: version 2 and 3, with indexes of version 1 and 2). Whoever asks compares them with
//! the id. libgit2 reads every entry alone and whole; here neighbours share the bases of their deltas,
//! every thread has a reader of its own over the same open files, and a large file is read piece by
//! piece.
//!
//! `index` finds an id, `file` reads bytes at a place, `entry` takes them apart and inflates them,
//! `delta` applies differences, `bases` keeps what was read lately, `reader` puts them together;
//! `shelf` knows which packs there are, `packs` finds an id in them, and `stamp` tells whether a pack is the one of an earlier run. A multi-pack index is not
//! needed: the packs it speaks of keep their own.

mod bases;
mod delta;
mod entry;
mod file;
mod index;
mod packs;
mod reader;
mod shelf;
mod stamp;
#[cfg(test)]
mod tests;

pub(super) use packs::Packs;
pub(super) use shelf::Shelf;
pub(super) use stamp::Stamp;

use std::io;

/// The largest object that is held in memory. A file over it is read piece by piece, if it stands in
/// its pack undivided.
const HELD: u64 = if cfg!(test) { 1 << 20 } else { 160 << 20 };

/// Why an entry of a pack could not be read.
#[derive(Debug)]
pub(super) enum Fault {
    /// Its bytes are not what they should be.
    Damaged(String),
    /// It would have to be held, and is larger than what is held.
    TooLarge(u64),
}

impl Fault {
    fn damaged(because: &str) -> Self {
        Self::Damaged(because.to_owned())
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Damaged(because) => f.write_str(because),
            Self::TooLarge(bytes) => write!(f, "it has {bytes} bytes, more than are held in memory"),
        }
    }
}

/// Makes an object out of its base and a difference.
pub(super) fn undelta(base: &[u8], delta: &[u8]) -> Result<Vec<u8>, Fault> {
    let delta = delta::Delta::of(base, delta)?;
    if delta.size > HELD {
        return Err(Fault::TooLarge(delta.size));
    }
    delta.apply(base)
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}
