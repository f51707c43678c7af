//! What an earlier walk found out of commits, for the next one.
//!
//! In: bytes that an earlier run of the same program left with the user. Out: [`Known`]: of commits their
//! bytes and what they changed, and the bytes of blobs. All of it is settled by ids, so it stays true of
//! them for ever. That the objects still lie here, whole, is another matter: what was read counts only
//! while the packs it came out of lie there as they did (see `pack::Stamp`), and what was read in a file of
//! its own, or is odd in any way, is never kept. So a walk that knows gives what a walk that does not
//! know gives, to the byte.
//!
//! Bytes that make no sense are as good as none.

pub(super) mod form;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::git::compare::Difference;
use crate::git::pack::Stamp;
use crate::git::trail::Blobs;
use crate::git::tree::Slot;
use crate::place::{BlobId, CommitId, RepoPath};

use form::{read, write};

/// A history of more commits leaves nothing: it would be larger than what is kept of one.
pub(super) const COMMITS: usize = 250_000;

/// So many bytes are left at most.
const BYTES: usize = 120 << 20;

/// What a commit's tree holds at a path and no parent's does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Added {
    pub(super) path: RepoPath,
    pub(super) slot: Slot,
    /// True when no parent holds the path at all.
    pub(super) new: bool,
}

/// What comparing a commit with its parents gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// What differs from the first parent; asked for on the main line.
    pub(super) differences: Option<Vec<Difference>>,
    /// What differs from every parent; asked for beside it, and of merges.
    pub(super) additions: Option<Vec<Added>>,
}

impl Compared {
    /// Takes over what another comparison of the same commit was asked for.
    fn fill(&mut self, other: Self) {
        self.differences = self.differences.take().or(other.differences);
        self.additions = self.additions.take().or(other.additions);
    }
}

/// What is known of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// Its bytes.
    pub(super) raw: Arc<[u8]>,
    pub(super) compared: Compared,
}

/// What is known before a walk begins.
#[derive(Debug, Default)]
pub(super) struct Known {
    facts: BTreeMap<CommitId, Fact>,
    pub(super) blobs: Blobs,
    /// True when this run asks for commits and blobs again, once the walk is over.
    pub(super) holds: bool,
    /// True when a later run wants to know what this one finds.
    pub(super) keeps: bool,
}

impl Known {
    pub(super) fn fact(&self, commit: &CommitId) -> Option<&Fact> {
        self.facts.get(commit)
    }
}

/// What a run was given, and leaves.
#[derive(Debug, Default)]
pub(super) struct Memory {
    given: Mutex<Given>,
    walked: Mutex<Walked>,
}

/// What an earlier run left.
#[derive(Debug, Default)]
struct Given {
    learnt: Option<Vec<u8>>,
    /// True when this run leaves something as well.
    leaves: bool,
}

/// What a walk leaves for the rest of its run, and for the next.
#[derive(Debug, Default)]
struct Walked {
    raws: BTreeMap<CommitId, Arc<[u8]>>,
    blobs: Blobs,
    left: Option<Left>,
}

/// What is to be left, and what has to be the same for it to count.
#[derive(Debug)]
struct Left {
    known: Known,
    root: String,
    stamps: Vec<Stamp>,
}

/// What a walk found.
pub(super) struct Finds {
    /// The bytes of every commit.
    pub(super) raws: Vec<(CommitId, Arc<[u8]>)>,
    /// What came out of packs alone and was not known before.
    pub(super) compared: Vec<(CommitId, Compared)>,
    pub(super) blobs: Blobs,
}

impl Memory {
    /// Takes what an earlier run left; says whether this one `leaves` something as well.
    pub(super) fn give(&self, learnt: Option<Vec<u8>>, leaves: bool) {
        *lock(&self.given) = Given { learnt, leaves };
    }

    /// What is known of the history below a root, if the packs are those of then. It is asked once.
    pub(super) fn recall(&self, root: &str, stamps: Option<&[Stamp]>) -> Known {
        let Given { learnt, leaves } = std::mem::take(&mut *lock(&self.given));
        let known = learnt.zip(stamps).and_then(|(learnt, stamps)| read(&learnt, root, stamps));
        Known { holds: true, keeps: leaves, ..known.unwrap_or_default() }
    }

    /// Takes what a walk found. `is_packed` says of a blob whether a pack holds it.
    pub(super) fn take(
        &self,
        root: &str,
        stamps: Option<Vec<Stamp>>,
        mut known: Known,
        finds: Finds,
        is_packed: impl Fn(&BlobId) -> bool,
    ) {
        let raws: BTreeMap<CommitId, Arc<[u8]>> = finds.raws.into_iter().collect();
        if !known.keeps {
            *lock(&self.walked) = Walked { raws, blobs: finds.blobs, left: None };
            return;
        }
        let mut news = !finds.compared.is_empty();
        for (commit, compared) in finds.compared {
            let Some(raw) = raws.get(&commit) else { continue };
            let fact = Fact { raw: Arc::clone(raw), compared: Compared::default() };
            known.facts.entry(commit).or_insert(fact).compared.fill(compared);
        }
        for (id, bytes) in finds.blobs.iter().filter(|(id, _)| is_packed(id)) {
            news |= known.blobs.insert(*id, Arc::clone(bytes)).is_none();
        }
        let left = stamps.filter(|_| news).map(|stamps| Left { known, root: root.to_owned(), stamps });
        *lock(&self.walked) = Walked { raws, blobs: finds.blobs, left };
    }

    /// The bytes of commits and blobs that the walk of this run had.
    pub(super) fn raws(&self, commits: &[CommitId]) -> Vec<Option<Arc<[u8]>>> {
        let walked = lock(&self.walked);
        commits.iter().map(|commit| walked.raws.get(commit).map(Arc::clone)).collect()
    }

    pub(super) fn blobs(&self) -> Blobs {
        lock(&self.walked).blobs.clone()
    }

    /// What is left for the next run, once; `None` when it would be nothing new.
    pub(super) fn leave(&self) -> Option<Vec<u8>> {
        let left = lock(&self.walked).left.take()?;
        Some(write(&left.known, &left.root, &left.stamps)).filter(|bytes| bytes.len() <= BYTES)
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
