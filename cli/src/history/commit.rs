//! Commits and tags as values.

use std::sync::Arc;

use jiff::Timestamp;

use crate::place::{BlobId, CommitId, RepoPath, TagId};

/// An author, committer or tagger: a name and mail as bytes were found, decoded lossily.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The mail address.
    pub mail: String,
    /// When, as the person's own clock said.
    pub at: Timestamp,
    /// That clock's offset from UTC, in minutes.
    pub offset_minutes: i32,
}

/// A signature's kind, by its armor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureKind {
    /// `-----BEGIN SSH SIGNATURE-----`
    Ssh,
    /// `-----BEGIN PGP SIGNATURE-----`
    OpenPgp,
    /// Anything else (X.509).
    Other,
}

/// A signature found on a commit or tag; found is not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Its kind.
    pub kind: SignatureKind,
}

/// A commit of the main line: the chain of first parents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineCommit {
    /// Its id.
    pub id: CommitId,
    /// Its parents, the first one first.
    pub parents: Vec<CommitId>,
    /// Who wrote it.
    pub author: Person,
    /// Who committed it, and when.
    pub committer: Person,
    /// The first line of its message, decoded lossily.
    pub subject: String,
    /// The signature on it, if any.
    pub signature: Option<Signature>,
    /// What it changed against its first parent, in the watched folders, sorted by path.
    pub changes: Vec<Change>,
}

impl LineCommit {
    /// True when it has more than one parent.
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }
}

/// A path whose blob is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The path, relative to the compliance root.
    pub path: RepoPath,
    /// The blob before; `None` when the path was not there.
    pub before: Option<BlobId>,
    /// The blob after; `None` when the path is gone.
    pub after: Option<BlobId>,
}

/// A tag that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// The tag object; `None` for a lightweight tag.
    pub object: Option<TagId>,
    /// The name inside the tag object.
    pub name_inside: Option<String>,
    /// The commit it leads to.
    pub commit: CommitId,
    /// The tagger, if the object has one.
    pub tagger: Option<Person>,
    /// The bytes of the tag object, over which it may be signed; empty for a lightweight tag.
    pub raw: Arc<[u8]>,
    /// The message without its signature, decoded lossily.
    pub message: String,
    /// The signature on it, if any.
    pub signature: Option<Signature>,
}
