//! How what is known stands in bytes: numbers little-endian, everything of any length behind its length.

use std::sync::Arc;

use crate::git::compare::Difference;
use crate::git::known::{Added, Compared, Fact, Known};
use crate::git::pack::Stamp;
use crate::git::tree::{Mode, Slot};
use crate::place::{BlobId, CommitId, RepoPath};

/// How an id stands in bytes.
type Id = [u8; 20];

/// Writes what is known of the history below a root, out of these packs.
pub(super) fn write(known: &Known, root: &str, stamps: &[Stamp]) -> Vec<u8> {
    let mut to = Vec::new();
    put_bytes(&mut to, root.as_bytes());
    put_number(&mut to, stamps.len());
    for stamp in stamps {
        stamp.put(&mut to);
    }
    put_number(&mut to, known.facts.len());
    for (commit, fact) in &known.facts {
        to.extend_from_slice(&commit.0);
        put_bytes(&mut to, &fact.raw);
        put_list(&mut to, fact.compared.differences.as_deref(), |to, one| {
            put_bytes(to, one.path.as_str().as_bytes());
            put_slot(to, one.before);
            put_slot(to, one.after);
        });
        put_list(&mut to, fact.compared.additions.as_deref(), |to, one| {
            put_bytes(to, one.path.as_str().as_bytes());
            put_slot(to, Some(one.slot));
            to.push(u8::from(one.new));
        });
    }
    put_number(&mut to, known.blobs.len());
    for (blob, bytes) in &known.blobs {
        to.extend_from_slice(&blob.0);
        put_bytes(&mut to, bytes);
    }
    to
}

/// Reads it again; `None` when it is about another root, when one of its packs is not among these, or
/// when it makes no sense.
pub(super) fn read(bytes: &[u8], root: &str, stamps: &[Stamp]) -> Option<Known> {
    let mut from = Reader { rest: bytes };
    if from.bytes()? != root.as_bytes() {
        return None;
    }
    for _ in 0..from.number()? {
        if !stamps.contains(&Stamp::read(&mut from)?) {
            return None;
        }
    }
    let mut known = Known::default();
    let mut facts = Vec::new();
    for _ in 0..from.number()? {
        let commit = CommitId(from.take()?);
        let raw = Arc::from(from.bytes()?);
        let differences = from.list(|from| {
            Some(Difference { path: from.path()?, before: from.slot()?, after: from.slot()? })
        })?;
        let additions =
            from.list(|from| Some(Added { path: from.path()?, slot: from.slot()??, new: from.flag()? }))?;
        facts.push((commit, Fact { raw, compared: Compared { differences, additions } }));
    }
    let mut blobs = Vec::new();
    for _ in 0..from.number()? {
        blobs.push((BlobId(from.take()?), Arc::from(from.bytes()?)));
    }
    // Sorted already, so that the maps are made in one go.
    known.facts = facts.into_iter().collect();
    known.blobs = blobs.into_iter().collect();
    from.rest.is_empty().then_some(known)
}

pub(in crate::git) fn put_number(to: &mut Vec<u8>, number: usize) {
    // Never so large: what is kept is bounded.
    to.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

pub(in crate::git) fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    put_number(to, bytes.len());
    to.extend_from_slice(bytes);
}

fn put_slot(to: &mut Vec<u8>, slot: Option<Slot>) {
    let Some(slot) = slot else { return to.push(0) };
    to.push(match slot.mode {
        Mode::File => 1,
        Mode::Symlink => 2,
        Mode::Submodule => 3,
        Mode::Folder => 4,
    });
    to.extend_from_slice(&slot.id);
}

fn put_list<T>(to: &mut Vec<u8>, list: Option<&[T]>, put: impl Fn(&mut Vec<u8>, &T)) {
    to.push(u8::from(list.is_some()));
    let Some(list) = list else { return };
    put_number(to, list.len());
    for one in list {
        put(to, one);
    }
}

/// What is still to be read.
pub(in crate::git) struct Reader<'b> {
    pub(in crate::git) rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(in crate::git) fn take<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        let (taken, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*taken)
    }

    pub(in crate::git) fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    pub(in crate::git) fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn path(&mut self) -> Option<RepoPath> {
        std::str::from_utf8(self.bytes()?).ok().map(RepoPath::new)
    }

    fn flag(&mut self) -> Option<bool> {
        match self.take()? {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }

    #[expect(clippy::option_option, reason = "outside: what cannot be read; inside: what is not there")]
    fn slot(&mut self) -> Option<Option<Slot>> {
        let mode = match self.take()? {
            [0] => return Some(None),
            [1] => Mode::File,
            [2] => Mode::Symlink,
            [3] => Mode::Submodule,
            [4] => Mode::Folder,
            _ => return None,
        };
        Some(Some(Slot { mode, id: self.take::<{ size_of::<Id>() }>()? }))
    }

    /// A list that may not be there.
    #[expect(clippy::option_option, reason = "outside: what cannot be read; inside: what is not there")]
    fn list<T>(&mut self, one: impl Fn(&mut Self) -> Option<T>) -> Option<Option<Vec<T>>> {
        if !self.flag()? {
            return Some(None);
        }
        let count = self.number()?;
        // Nothing is set aside by a number alone.
        let mut list = Vec::new();
        for _ in 0..count {
            list.push(one(self)?);
        }
        Some(Some(list))
    }
}
