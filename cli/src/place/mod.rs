//! Where things are: paths, files, spans, object ids, revisions.
//!
//! Everything here is a plain value. A finding, a record and a commit all name their place with
//! these types, so that a span found while parsing is still right when a finding is rendered.

mod form;
mod object;
mod path;
mod span;

pub use form::{Form, Hazard};
pub use object::{BlobId, CommitId, ObjectIdError, Sha256, TagId, TreeId};
pub use path::RepoPath;
pub use span::{FileId, Location, Span, Spanned};

/// Which state of a repository was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The files on disk.
    WorkTree {
        /// The commit that HEAD names, if there is one.
        head: Option<CommitId>,
    },
    /// The blobs that the index names: what the next commit would hold.
    Index {
        /// The commit that HEAD names, if there is one.
        head: Option<CommitId>,
    },
    /// The tree of one commit; the work tree was never looked at.
    Commit {
        /// The commit.
        commit: CommitId,
        /// The name by which it was asked for (`soc2-2026/end`), if it was not its id.
        name: Option<String>,
    },
}

impl Origin {
    /// The commit whose history goes with this state.
    pub fn commit(&self) -> Option<CommitId> {
        match self {
            Self::WorkTree { head } | Self::Index { head } => *head,
            Self::Commit { commit, .. } => Some(*commit),
        }
    }

    /// The word of the machine contract: `worktree`, `index` or `commit`.
    pub fn source(&self) -> &'static str {
        match self {
            Self::WorkTree { .. } => "worktree",
            Self::Index { .. } => "index",
            Self::Commit { .. } => "commit",
        }
    }
}
