//! What one walk over the history gives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::history::{LineCommit, Tag};
use crate::kind::{Kind, Place};
use crate::place::{BlobId, CommitId, RepoPath};

/// The history of a compliance repository up to one commit.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    /// The main line, oldest first. For a shallow clone it begins at the cut.
    pub line: Vec<LineCommit>,
    /// For each path, where it first came into the history, on whatever branch: among the commits
    /// that hold the path and none of whose parents does, the one with the earliest committer date
    /// (ties: the smaller id). Paths that the oldest commits of a cut history hold are not here.
    pub additions: BTreeMap<RepoPath, Addition>,
    /// For each path of an evidence record, the commits that brought bytes of it, on the main line or
    /// beside it: their tree holds these bytes at the path and no parent's does.
    pub brought: BTreeMap<RepoPath, Vec<Brought>>,
    /// Every commit that can be reached and is not on the main line, with the place on the line of the
    /// merge that brought it in.
    pub sides: BTreeMap<CommitId, u32>,
    /// The bytes of every version that the main line ever held of the files whose past is told:
    /// controls, evidence records, policies, risks, vendors, the prose of the system description.
    pub blobs: BTreeMap<BlobId, Arc<[u8]>>,
    /// Every path that the oldest main-line commit holds, if the history is cut there.
    pub before_the_cut: BTreeMap<RepoPath, BlobId>,
    /// Changes after which the path stands for something else than a regular file: a symbolic link
    /// or a submodule. The bytes of those are not among `blobs`. For the commit at which a history
    /// is cut, also what it already holds.
    pub not_files: BTreeSet<(CommitId, RepoPath)>,
    /// False when the history is cut (a shallow clone, a commit that is missing): what lies before is
    /// unknown.
    pub complete: bool,
    /// True when it is cut on purpose: a shallow clone.
    pub shallow: bool,
    /// True when an object that is needed was not to be had; `integrity` names it.
    pub lost: bool,
    /// Findings about the history as a whole, `CODE subject`.
    pub integrity: Vec<String>,
    /// The tag that named the judged commit, if it was asked for by one.
    pub tag: Option<Tag>,
}

/// A commit that brought a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addition {
    /// The commit.
    pub commit: CommitId,
    /// Its committer date.
    pub at: Timestamp,
    /// The committer's offset from UTC, in minutes.
    pub offset_minutes: i32,
}

/// Bytes of a record, and a commit that brought them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brought {
    /// The commit.
    pub commit: CommitId,
    /// The bytes.
    pub blob: BlobId,
    /// True when the commit has several parents: then no parent's author wrote these bytes.
    pub merge: bool,
}

/// What grades are made of, beyond the trail.
#[derive(Debug, Clone, Default)]
pub struct Proofs {
    /// The raw bytes of every commit of the main line, and of those beside it that brought a record.
    pub commits: BTreeMap<CommitId, Arc<[u8]>>,
    /// The bytes of keys, the programme, statements and anchors, of every version that the main line
    /// ever held, and of records as side branches held them; what the trail has is not here again.
    pub blobs: BTreeMap<BlobId, Arc<[u8]>>,
    /// Commits whose SSH signature is known to fit, each with the bytes of the key that made it. Whose key
    /// that is, and whether it counts, is not known by that.
    pub signed: BTreeMap<CommitId, Arc<[u8]>>,
    /// Commits that somebody remembers and whose own first-parent line holds the judged one.
    pub ahead: BTreeSet<CommitId>,
    /// What was not to be had, `CODE id`.
    pub lost: Vec<String>,
}

impl Trail {
    /// Says by which tag the judged commit was asked for, and what is wrong with that tag.
    #[must_use]
    pub fn named_by(mut self, tag: Option<Tag>) -> Self {
        if let Some(tag) = &tag {
            match &tag.name_inside {
                _ if tag.object.is_none() => self.integrity.push(format!("TAG_LIGHTWEIGHT {}", tag.name)),
                Some(inside) if *inside == tag.name => {}
                Some(_) | None => self.integrity.push(format!("TAG_NAME_DIFFERS {}", tag.name)),
            }
        }
        self.integrity.sort();
        self.integrity.dedup();
        self.tag = tag;
        self
    }

    /// Notes objects that were not to be had.
    pub fn lose(&mut self, entries: Vec<String>) {
        self.lost |= !entries.is_empty();
        self.integrity.extend(entries);
        self.integrity.sort();
        self.integrity.dedup();
    }

    /// The same with one commit more on the main line, as if it had been merged: `commit` with the
    /// changes against the newest one, `blobs` with their bytes. What is no regular file after it is in
    /// `not_files`.
    #[must_use]
    pub fn with(
        mut self,
        commit: LineCommit,
        blobs: impl IntoIterator<Item = (BlobId, Arc<[u8]>)>,
        not_files: impl IntoIterator<Item = RepoPath>,
    ) -> Self {
        let (id, at, offset_minutes) = (commit.id, commit.committer.at, commit.committer.offset_minutes);
        for change in &commit.changes {
            let (Some(blob), path) = (change.after, &change.path) else { continue };
            let brought = Brought { commit: id, blob, merge: false };
            if Place::of(path) == Place::Known(Kind::Evidence) {
                self.brought.entry(path.clone()).or_default().push(brought);
            }
            if change.before.is_none() && !self.before_the_cut.contains_key(path) {
                self.additions.entry(path.clone()).or_insert(Addition { commit: id, at, offset_minutes });
            }
        }
        self.not_files.extend(not_files.into_iter().map(|path| (id, path)));
        self.blobs.extend(blobs);
        self.line.push(commit);
        self
    }

    /// True when all that the history names is here.
    pub fn is_whole(&self) -> bool {
        self.complete && !self.lost
    }

    /// True when some commit of the main line holds the path, or held it once.
    pub fn ever_held(&self, path: &RepoPath) -> bool {
        let brings = |commit: &LineCommit| {
            let found = commit.changes.binary_search_by(|change| change.path.cmp(path));
            found.is_ok_and(|at| commit.changes[at].after.is_some())
        };
        self.before_the_cut.contains_key(path) || self.line.iter().any(brings)
    }

    /// The judged commit.
    pub fn head(&self) -> Option<&LineCommit> {
        self.line.last()
    }
}
