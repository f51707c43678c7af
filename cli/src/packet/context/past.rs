//! The main line by days: what a path held on a day.

use std::collections::BTreeMap;

use crate::assess::effective_days;
use crate::calendar::Date;
use crate::history::{LineCommit, Trail};
use crate::model::Program;
use crate::place::{BlobId, RepoPath};

/// The main line with its effective days.
pub(crate) struct Past<'a> {
    trail: &'a Trail,
    days: Vec<Date>,
    /// For each path, the places of the line at which it changed, each with its number among the changes.
    touched: BTreeMap<&'a RepoPath, Vec<(usize, usize)>>,
}

/// A version of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Version<'a> {
    /// The day from which it counts.
    pub(crate) day: Date,
    /// The commit that brought it.
    pub(crate) commit: &'a LineCommit,
    /// Its blob; `None` when the path is gone from then on.
    pub(crate) blob: Option<BlobId>,
}

impl<'a> Past<'a> {
    pub(super) fn new(trail: &'a Trail, program: &Program) -> Self {
        let mut touched: BTreeMap<&RepoPath, Vec<(usize, usize)>> = BTreeMap::new();
        for (place, commit) in trail.line.iter().enumerate() {
            for (number, change) in commit.changes.iter().enumerate() {
                touched.entry(&change.path).or_default().push((place, number));
            }
        }
        Self { trail, days: effective_days(trail, Some(program)), touched }
    }

    /// The commits with their effective days, oldest first.
    pub(crate) fn line(&self) -> impl DoubleEndedIterator<Item = (&'a LineCommit, Date)> {
        self.trail.line.iter().zip(self.days.iter().copied())
    }

    /// Every path and blob at the end of a day.
    pub(crate) fn at(&self, day: Date) -> BTreeMap<&'a RepoPath, BlobId> {
        self.after(self.line().take_while(|(_, effective)| *effective <= day).count())
    }

    /// Every path and blob after so many commits.
    pub(crate) fn after(&self, commits: usize) -> BTreeMap<&'a RepoPath, BlobId> {
        let mut state: BTreeMap<&RepoPath, BlobId> =
            self.trail.before_the_cut.iter().map(|(path, blob)| (path, *blob)).collect();
        for commit in self.trail.line.iter().take(commits) {
            for change in &commit.changes {
                match change.after {
                    Some(blob) => state.insert(&change.path, blob),
                    None => state.remove(&change.path),
                };
            }
        }
        state
    }

    /// The versions of a path, oldest first.
    pub(crate) fn versions(&self, path: &RepoPath) -> Vec<Version<'a>> {
        let version = |&(place, number): &(usize, usize)| {
            let commit = self.trail.line.get(place)?;
            Some(Version { day: *self.days.get(place)?, commit, blob: commit.changes.get(number)?.after })
        };
        self.touched.get(path).into_iter().flatten().filter_map(version).collect()
    }

    /// The last commit whose effective day is on or before a day.
    pub(crate) fn commit_at(&self, day: Date) -> Option<&'a LineCommit> {
        self.line().rev().find(|(_, effective)| *effective <= day).map(|(commit, _)| commit)
    }

    /// The bytes of a version, if the history kept them.
    pub(crate) fn bytes(&self, blob: BlobId) -> Option<&'a [u8]> {
        self.trail.blobs.get(&blob).map(|bytes| &bytes[..])
    }
}
