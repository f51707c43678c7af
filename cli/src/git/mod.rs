//! The only door to the Git library: revisions to snapshots, a commit to its history.
//!
//! In: folders, revisions and ids. Out: plain values, [`Snapshot`] and [`Trail`]. No handle of the
//! library leaves this module, no program is run, no hook, filter or attribute is looked at, and
//! of the configuration only what says how the repository is stored. Objects are read raw, each
//! compared with its id; replacement references and grafts are named and have no say.

mod compare;
mod discover;
mod error;
mod graph;
mod objects;
mod raw;
mod revision;
mod snapshot;
#[cfg(test)]
mod tests;
mod trail;
mod tree;

use std::collections::BTreeSet;
use std::path::Path;

pub use discover::Environment;
pub use error::GitError;
pub use revision::Resolved;

use discover::{Located, locate};
use objects::{ObjectKind, Objects};

use crate::history::Trail;
use crate::place::{BlobId, CommitId, Origin, RepoPath};
use crate::source::{FOLDERS, Snapshot};

/// The bits of an index entry's flags that number the sides of a conflict (gitformat-index).
const IN_CONFLICT: u16 = 0x3000;

/// A Git repository that can be read.
pub struct Repository {
    located: Located,
    inner: git2::Repository,
    /// The commits at which a shallow history is cut.
    cuts: BTreeSet<CommitId>,
}

impl Repository {
    /// Finds the repository that `start` lies in, as Git would: a work tree, a linked work tree, a
    /// submodule's checkout or a bare repository, at `start` or the nearest folder above it.
    pub fn discover(start: &Path, environment: &Environment) -> Result<Self, GitError> {
        let located = locate(start, environment)?;
        located.check_format()?;
        // What is read twice is kept by us, as parsed trees; the library's copies would only take memory.
        git2::opts::enable_caching(false);
        // Opened bare: who owns the files does not matter to a reader that runs nothing they name.
        let inner = git2::Repository::open_bare(&located.git_dir).map_err(|error| GitError::Open {
            path: located.git_dir.clone(),
            because: error.message().to_owned(),
        })?;
        let cuts = located.cuts()?;
        Ok(Self { located, inner, cuts })
    }

    /// The top of the work tree, with links resolved; `None` for a bare repository.
    pub fn work_dir(&self) -> Option<&Path> {
        self.located.work_dir.as_deref()
    }

    /// The Git directory, with links resolved.
    pub fn git_dir(&self) -> &Path {
        &self.located.git_dir
    }

    /// True when there is no work tree.
    pub fn is_bare(&self) -> bool {
        self.located.work_dir.is_none()
    }

    /// True when the history is cut: a clone made with `--depth`.
    pub fn is_shallow(&self) -> bool {
        !self.cuts.is_empty()
    }

    /// The place of a folder inside the work tree, with `/` between its parts; empty for the top.
    /// `None` when the folder is not in the work tree, or when there is none.
    pub fn prefix_of(&self, folder: &Path) -> Result<Option<String>, GitError> {
        self.located.prefix_of(folder)
    }

    /// The commit that HEAD names; `None` on a branch without commits.
    pub fn head(&self) -> Result<Option<CommitId>, GitError> {
        revision::head(self)
    }

    /// Finds the commit that a tag, branch, remote branch or commit id names, with `~N` and `^N`
    /// behind it if need be.
    pub fn resolve(&self, revision: &str) -> Result<Resolved, GitError> {
        revision::resolve(self, revision)
    }

    /// The paths below the compliance root that the index holds, relative to that root: those of
    /// `policies/`, `evidence/` and `templates/` that are not in conflict, in byte order.
    pub fn tracked(&self, root: &str) -> Result<Vec<RepoPath>, GitError> {
        let path = self.located.git_dir.join("index");
        let failed =
            |error: git2::Error| GitError::Index { path: path.clone(), because: error.message().to_owned() };
        let index = git2::Index::open(&path).map_err(failed)?;
        let root = if root.is_empty() { String::new() } else { format!("{root}/") };
        let mut tracked: Vec<RepoPath> = index
            .iter()
            .filter(|entry| entry.flags & IN_CONFLICT == 0)
            .filter_map(|entry| String::from_utf8(entry.path).ok())
            .filter_map(|path| path.strip_prefix(&root).map(RepoPath::new))
            .filter(|path| FOLDERS.iter().any(|folder| path.is_below(folder)))
            .collect();
        tracked.sort();
        Ok(tracked)
    }

    /// Reads every file of `policies/`, `evidence/` and `templates/` as one commit holds them.
    ///
    /// `root` is the compliance root inside the repository: empty, or `compliance`.
    pub fn snapshot(&self, commit: CommitId, root: &str, origin: Origin) -> Result<Snapshot, GitError> {
        snapshot::read(self, commit, root, origin)
    }

    /// Opens the same repository once more, for another thread: a handle stays on its own.
    pub fn again(&self) -> Result<Self, GitError> {
        let (located, cuts) = (self.located.clone(), self.cuts.clone());
        let inner = git2::Repository::open_bare(&located.git_dir).map_err(|error| GitError::Open {
            path: located.git_dir.clone(),
            because: error.message().to_owned(),
        })?;
        Ok(Self { located, inner, cuts })
    }

    /// Reads blobs, in the order in which they are asked for.
    pub fn blobs(&self, ids: &[BlobId]) -> Result<Vec<Vec<u8>>, GitError> {
        let objects = self.objects()?;
        ids.iter().map(|id| Ok(objects.expect(ObjectKind::Blob, id.0)?.bytes().to_vec())).collect()
    }

    /// Reads one regular file of a commit, below the compliance root; `None` when the commit does
    /// not hold it, or holds a link or submodule there or above it.
    pub fn read(&self, commit: CommitId, root: &str, path: &RepoPath) -> Result<Option<Vec<u8>>, GitError> {
        snapshot::read_one(self, commit, root, path)
    }

    /// Walks the whole history up to a commit, once.
    pub fn trail(&self, head: CommitId, root: &str) -> Result<Trail, GitError> {
        trail::walk(self, head, root)
    }

    fn objects(&self) -> Result<Objects, GitError> {
        Objects::open(&self.located.common_dir)
    }

    /// Replacement references and grafts: other tools may show another history than the one read
    /// here.
    fn ignored_substitutes(&self) -> Result<BTreeSet<String>, GitError> {
        let failed = |error: &git2::Error| GitError::Reference {
            name: "refs/replace/*".to_owned(),
            because: error.message().to_owned(),
        };
        let mut found = BTreeSet::new();
        for reference in self.inner.references_glob("refs/replace/*").map_err(|error| failed(&error))? {
            let reference = reference.map_err(|error| failed(&error))?;
            let name = crate::source::printable(reference.name_bytes());
            found.insert(format!("REPLACE_REFS_IGNORED {name}"));
        }
        if self.located.has_grafts()? {
            found.insert("GRAFTS_IGNORED info/grafts".to_owned());
        }
        Ok(found)
    }
}

impl std::fmt::Debug for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repository")
            .field("located", &self.located)
            .field("cuts", &self.cuts)
            .finish_non_exhaustive()
    }
}
