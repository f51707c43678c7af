//! Where two commits part, and what one has that the other has not.
//!
//! In: two commits. Out: the newest commit that both come from, and the commits in between. The walk
//! goes from new to old by committer date, as Git does it, and ends where everything that is left
//! is known to both: the cost is that of the difference, not of the history.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use jiff::Timestamp;

use crate::git::objects::{ObjectKind, Objects};
use crate::git::raw::read_commit;
use crate::git::{GitError, Repository};
use crate::place::CommitId;

/// Reached from the first commit, from the second, and known to lie behind a common one.
const FIRST: u8 = 1;
const SECOND: u8 = 2;
const STALE: u8 = 4;

/// How two commits are related.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fork {
    /// The commit that both come from; of several, the newest. `None` when they share nothing.
    pub(super) base: Option<CommitId>,
    /// Commits that the second has and the first has not, newest first.
    pub(super) own: Vec<CommitId>,
}

/// Finds where `first` and `second` part.
pub(super) fn fork(repository: &Repository, first: CommitId, second: CommitId) -> Result<Fork, GitError> {
    let objects = repository.objects()?;
    let mut walk =
        Walk { objects: &objects, cuts: &repository.cuts, marks: BTreeMap::new(), heap: BinaryHeap::new() };
    walk.mark(first, FIRST)?;
    walk.mark(second, SECOND)?;
    let mut common = Vec::new();
    while walk.heap.iter().any(|(_, id)| walk.flags(*id) & STALE == 0) {
        let Some((at, id)) = walk.heap.pop() else { break };
        let mut flags = walk.flags(id);
        if flags & (FIRST | SECOND) == FIRST | SECOND {
            if flags & STALE == 0 {
                common.push((at, id));
            }
            flags |= STALE;
        }
        for parent in walk.parents(id) {
            walk.mark(parent, flags)?;
        }
    }
    let base = common.into_iter().filter(|(_, id)| walk.flags(*id) & STALE == 0).max().map(|(_, id)| id);
    let mut own: Vec<(Timestamp, CommitId)> =
        walk.marks.iter().filter(|(_, mark)| mark.flags == SECOND).map(|(id, mark)| (mark.at, *id)).collect();
    own.sort();
    Ok(Fork { base, own: own.into_iter().rev().map(|(_, id)| id).collect() })
}

/// What is known of a commit.
struct Mark {
    flags: u8,
    at: Timestamp,
    parents: Vec<CommitId>,
}

struct Walk<'o> {
    objects: &'o Objects,
    cuts: &'o BTreeSet<CommitId>,
    marks: BTreeMap<CommitId, Mark>,
    heap: BinaryHeap<(Timestamp, CommitId)>,
}

impl Walk<'_> {
    fn flags(&self, id: CommitId) -> u8 {
        self.marks.get(&id).map_or(0, |mark| mark.flags)
    }

    fn parents(&self, id: CommitId) -> Vec<CommitId> {
        self.marks.get(&id).map(|mark| mark.parents.clone()).unwrap_or_default()
    }

    /// Adds flags; a commit that has new ones is looked at again.
    fn mark(&mut self, id: CommitId, flags: u8) -> Result<(), GitError> {
        if let Some(mark) = self.marks.get_mut(&id) {
            if mark.flags | flags != mark.flags {
                mark.flags |= flags;
                self.heap.push((mark.at, id));
            }
            return Ok(());
        }
        let object = self.objects.expect(ObjectKind::Commit, id.0)?;
        let commit = read_commit(object.bytes()).ok_or_else(|| GitError::ObjectDamaged {
            kind: ObjectKind::Commit.word(),
            id: id.to_string(),
            because: "it names no tree".to_owned(),
        })?;
        let parents = if self.cuts.contains(&id) { Vec::new() } else { commit.parents };
        let at = commit.committer.at;
        self.marks.insert(id, Mark { flags, at, parents });
        self.heap.push((at, id));
        Ok(())
    }
}
