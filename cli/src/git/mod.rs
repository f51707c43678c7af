//! The only door to the Git library: revisions to snapshots, a commit to its history.
//!
//! In: folders, revisions and ids. Out: plain values, [`Snapshot`] and [`Trail`]. No handle of the
//! library leaves this module, no program is run, no hook, filter or attribute is looked at, and
//! of the configuration only what says how the repository is stored. Packs are read in `pack`; the
//! library reads loose objects, and says what is wrong where no pack gave an answer. It never opens a
//! repository, because it would then read every
//! configuration there is. Objects are read raw, each compared with its id; replacement references
//! and grafts are named and have no say.

mod ancestry;
pub mod bytes;
mod changes;
mod compare;
mod config;
mod discover;
mod error;
mod gaps;
mod graph;
mod hash;
mod index;
mod index_file;
mod known;
mod lately;
mod merge;
mod objects;
mod pack;
mod packed;
mod product;
mod proofs;
mod raw;
mod references;
mod revision;
mod seal;
mod snapshot;
#[cfg(test)]
mod tests;
mod trail;
mod tree;
mod trees;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

pub use discover::Environment;
pub use error::GitError;
pub use index::Index;
pub use merge::Merge;
pub use revision::Resolved;

use discover::{Located, locate};
use known::Memory;
use objects::{ObjectKind, Objects};
use pack::Shelf;
use references::References;

use crate::history::{LineCommit, MainLine, Message, Proofs, Trail};
use crate::place::{BlobId, CommitId, Origin, RepoPath, TagId};
use crate::source::{Form, Known, Snapshot};

/// A Git repository that can be read.
#[derive(Debug)]
pub struct Repository {
    located: Located,
    /// The commits at which a shallow history is cut.
    cuts: BTreeSet<CommitId>,
    /// The packs, once they were looked for.
    shelf: OnceLock<Arc<Shelf>>,
    /// What an earlier run left, and what this one will.
    memory: OnceLock<Memory>,
}

impl Repository {
    /// Finds the repository that `start` lies in, as Git would: a work tree, a linked work tree, a
    /// submodule's checkout or a bare repository, at `start` or the nearest folder above it.
    pub fn discover(start: &Path, environment: &Environment) -> Result<Self, GitError> {
        let located = locate(start, environment)?;
        located.check_format()?;
        // What is read twice is kept by us, as parsed trees; the library's copies would only take memory.
        git2::opts::enable_caching(false);
        let cuts = located.cuts()?;
        Ok(Self { located, cuts, shelf: OnceLock::new(), memory: OnceLock::new() })
    }

    /// The top of the work tree, with links resolved; `None` for a bare repository.
    pub fn work_dir(&self) -> Option<&Path> {
        self.located.work_dir.as_deref()
    }

    /// The Git directory, with links resolved.
    pub fn git_dir(&self) -> &Path {
        &self.located.git_dir
    }

    /// The Git directory that all work trees of the repository share.
    pub fn common_dir(&self) -> &Path {
        &self.located.common_dir
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

    /// The branch that HEAD names, without `refs/heads/`; `None` when HEAD is detached or names nothing.
    pub fn branch(&self) -> Result<Option<String>, GitError> {
        let head = self.references().find("HEAD")?;
        Ok(head.and_then(|head| head.name.strip_prefix("refs/heads/").map(str::to_owned)))
    }

    /// The bytes of an annotated tag.
    pub fn tag(&self, id: TagId) -> Result<Vec<u8>, GitError> {
        Ok(self.objects()?.expect(ObjectKind::Tag, id.0)?.bytes().to_vec())
    }

    /// What the index names: `GIT_INDEX_FILE`, else the one of the Git directory.
    pub fn index(&self) -> Result<Index, GitError> {
        Index::read(&self.located.index)
    }

    /// The paths below the compliance root that the index holds, relative to that root: those of
    /// `policies/`, `evidence/` and `templates/` that are not in conflict, in byte order.
    pub fn tracked(&self, root: &str) -> Result<Vec<(RepoPath, Form)>, GitError> {
        Ok(self.index()?.tracked(root))
    }

    /// Reads every file of `policies/`, `evidence/` and `templates/` as the index holds them; what is
    /// `known` already is not read again.
    pub fn staged(&self, index: &Index, root: &str, known: &Known) -> Result<Snapshot, GitError> {
        let (names, refused) = index.below(root)?;
        let origin = Origin::Index { head: self.head()? };
        snapshot::of_names(&self.objects()?, &names, refused, origin, known)
    }

    /// Reads every file of `policies/`, `evidence/` and `templates/` as one commit holds them.
    ///
    /// `root` is the compliance root inside the repository: empty, or `compliance`.
    pub fn snapshot(&self, commit: CommitId, root: &str, origin: Origin) -> Result<Snapshot, GitError> {
        snapshot::read(self, commit, root, origin)
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

    /// Gives the walk what [`Repository::learnt`] gave in an earlier run of the same build of this program,
    /// and bids it to find something for a later one if this one `leaves` anything. Whoever gives bytes
    /// vouches that nobody but this program wrote them. Without it, and with bytes that make no sense,
    /// everything is read.
    pub fn remember(&self, learnt: Option<Vec<u8>>, leaves: bool) {
        self.memory.get_or_init(Memory::default).give(learnt, leaves);
    }

    /// What the last walk found beyond what was remembered, for a later run; `None` when that is nothing.
    pub fn learnt(&self) -> Option<Vec<u8>> {
        self.memory.get().and_then(Memory::leave)
    }

    /// What tells a later run that everything that this one read of the repository still lies there as it
    /// did; `None` where nothing can tell.
    pub fn seal(&self) -> Option<Vec<u8>> {
        seal::of(self).ok().flatten()
    }

    /// True when all that an earlier run had read, and gave this seal for, lies there as it did.
    pub fn is_sealed_by(&self, seal: &[u8]) -> bool {
        seal::holds(self, seal).unwrap_or(false)
    }

    /// Walks the whole history up to a commit, once.
    pub fn trail(&self, head: CommitId, root: &str) -> Result<Trail, GitError> {
        trail::walk(self, head, root, &BTreeMap::new())
    }

    /// The same, without reading blobs that are at hand: most of what the newest commit holds.
    pub fn trail_with(
        &self,
        head: CommitId,
        root: &str,
        at_hand: &BTreeMap<BlobId, Arc<[u8]>>,
    ) -> Result<Trail, GitError> {
        trail::walk(self, head, root, at_hand)
    }

    /// Walks the main line up to a commit, with what was merged into it, and no further.
    pub fn main_line(&self, tip: CommitId) -> Result<MainLine, GitError> {
        product::line(self, tip)
    }

    /// Reads what commits say, in the order in which they are asked for.
    pub fn messages(&self, commits: &[CommitId]) -> Result<Vec<Message>, GitError> {
        product::messages(self, commits)
    }

    /// The newest commit that two commits both come from; `None` when they share nothing, or when the
    /// history is cut before it. With it, the commits that `head` has and `base` has not, newest first.
    pub fn fork(
        &self,
        base: CommitId,
        head: CommitId,
    ) -> Result<(Option<CommitId>, Vec<CommitId>), GitError> {
        let fork = ancestry::fork(self, base, head)?;
        Ok((fork.base, fork.own))
    }

    /// The files of `base`, and what they would be with `head` merged into it; both come from `fork`. What
    /// is `known` already is not read again.
    pub fn merge(
        &self,
        fork: CommitId,
        base: CommitId,
        head: CommitId,
        root: &str,
        known: &Known,
    ) -> Result<Merge, GitError> {
        merge::merge(self, (fork, base, head), root, known)
    }

    /// The files of two commits, read once where they are the same.
    pub fn two(&self, before: CommitId, after: CommitId, root: &str) -> Result<Merge, GitError> {
        merge::two(self, before, after, root)
    }

    /// A commit as the newest one of a main line would tell it: who, when, what.
    pub fn line_commit(&self, id: CommitId) -> Result<LineCommit, GitError> {
        product::one(self, id)
    }

    fn references(&self) -> References<'_> {
        References::new(&self.located)
    }

    /// Reads what grades are made of, beyond the trail: signed bytes, keys, statements and anchors.
    /// `seen` are commits that somebody remembers.
    pub fn proofs(&self, trail: &Trail, seen: &[CommitId]) -> Result<Proofs, GitError> {
        proofs::read(self, trail, seen)
    }

    fn objects(&self) -> Result<Objects, GitError> {
        let common_dir = &self.located.common_dir;
        let packs = if let Some(known) = self.shelf.get() {
            known
        } else {
            let found = Arc::new(Shelf::open(&common_dir.join("objects"))?);
            self.shelf.get_or_init(|| found)
        };
        Ok(Objects::open(common_dir, packs))
    }

    /// Replacement references and grafts: other tools may show another history than the one read
    /// here.
    fn ignored_substitutes(&self) -> Result<BTreeSet<String>, GitError> {
        let names = self.references().names("refs/replace/")?;
        let told = |name: &Vec<u8>| format!("REPLACE_REFS_IGNORED {}", crate::source::printable(name));
        let mut found: BTreeSet<String> = names.iter().map(told).collect();
        if self.located.has_grafts()? {
            found.insert("GRAFTS_IGNORED info/grafts".to_owned());
        }
        Ok(found)
    }
}
