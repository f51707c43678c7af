//! What can keep Git's objects from being read.

use std::io;
use std::path::PathBuf;

/// A repository, revision or object could not be read.
///
/// The message names what was asked for; [`GitError::help`] says what would help.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no repository at or above a folder.
    #[error("`{}` is not in a Git repository", path.display())]
    NotARepository {
        /// Where the search began.
        path: PathBuf,
    },
    /// The repository is there and cannot be opened.
    #[error("cannot open the Git repository `{}`: {because}", path.display())]
    Open {
        /// Its Git directory, or the `.git` file that leads to it.
        path: PathBuf,
        /// Why.
        because: String,
    },
    /// The repository is kept in a format that this program does not read.
    #[error("the Git repository `{}` keeps its {what} in a format that is not supported: {format}", path.display())]
    UnsupportedFormat {
        /// Its Git directory.
        path: PathBuf,
        /// `objects`, `references`, or `data`.
        what: &'static str,
        /// The format's name, as the repository gives it.
        format: String,
    },
    /// A file of the repository could not be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file of the repository is not what it should be.
    #[error("cannot read `{}`: {because}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        because: String,
    },
    /// The index holds conflicts, so that nobody can say what the next commit would hold.
    #[error("the index holds {} in conflict: {}", counted(*.count), .paths.join(", "))]
    Unmerged {
        /// How many files.
        count: usize,
        /// The first of them, printable, in backticks.
        paths: Vec<String>,
    },
    /// The index could not be read.
    #[error("cannot read the Git index `{}`: {because}", path.display())]
    Index {
        /// The index file.
        path: PathBuf,
        /// Why.
        because: String,
    },
    /// A reference could not be read.
    #[error("cannot read the Git reference `{name}`: {because}")]
    Reference {
        /// Its name.
        name: String,
        /// Why.
        because: String,
    },
    /// No tag, branch or commit has this name.
    #[error("no tag, branch or commit is called `{revision}`")]
    UnknownRevision {
        /// As asked for.
        revision: String,
        /// A tag or branch with a similar name.
        suggestion: Option<String>,
    },
    /// More than one object's id begins with these digits.
    #[error("`{revision}` is the beginning of more than one object id")]
    AmbiguousRevision {
        /// As asked for.
        revision: String,
    },
    /// A revision in a notation that is not read.
    #[error("`{revision}` cannot be read as one revision: {because}")]
    InvalidRevision {
        /// As asked for.
        revision: String,
        /// Why.
        because: &'static str,
    },
    /// `HEAD~9` where the history is shorter.
    #[error("`{revision}` does not exist: commit {commit} has no parent number {number} here")]
    NoSuchParent {
        /// As asked for.
        revision: String,
        /// The commit at which the way ends.
        commit: String,
        /// Which parent was wanted.
        number: usize,
        /// True when the history is cut, so that the parent exists elsewhere.
        cut: bool,
    },
    /// A name that leads to a tree or blob.
    #[error("`{revision}` leads to a {kind}, not to a commit")]
    NotACommit {
        /// As asked for.
        revision: String,
        /// What it leads to.
        kind: &'static str,
    },
    /// An object that is needed is not in the repository.
    #[error("the {kind} {id} is not in this repository")]
    ObjectMissing {
        /// `commit`, `tree`, `blob`, `tag` or `object`.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// An object's bytes are not what its id, or the object that names it, says.
    #[error("the {kind} {id} is damaged: {because}")]
    ObjectDamaged {
        /// `commit`, `tree`, `blob`, `tag` or `object`.
        kind: &'static str,
        /// Its id.
        id: String,
        /// Why.
        because: String,
    },
    /// An object's bytes are there, and are not those that its id names.
    #[error("the {kind} {id} is damaged: its bytes are not those that its id names")]
    ObjectMismatch {
        /// `commit`, `tree`, `blob`, `tag` or `object`.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// An object is there, and cannot be unpacked.
    #[error("the {kind} {id} is damaged: {because}")]
    ObjectUnreadable {
        /// `commit`, `tree`, `blob`, `tag` or `object`.
        kind: &'static str,
        /// Its id.
        id: String,
        /// Why.
        because: String,
    },
    /// An object that would have to be held as a whole, and is too large for that.
    #[error("the {kind} {id} is too large to be read: {} MiB, packed as a difference", .size >> 20)]
    ObjectTooLarge {
        /// `commit`, `tree`, `blob`, `tag` or `object`.
        kind: &'static str,
        /// Its id.
        id: String,
        /// Its size in bytes, or that of what it is made from.
        size: u64,
    },
    /// A tree that unfolds to more names than anybody has, or that holds the same folders over and over.
    #[error("the folders that are read unfold to over {limit} names, at the tree {tree}")]
    TooManyNames {
        /// The tree.
        tree: String,
        /// The limit.
        limit: usize,
    },
}

impl GitError {
    /// What would help, as an imperative; with the command where one exists.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::NotARepository { .. } => "go to a folder of the repository, or begin one with `git init`",
            Self::UnsupportedFormat { what: "references", .. } => {
                "convert it with `git refs migrate --ref-format=files`, or judge a clone made with `--ref-format=files`"
            }
            Self::UnsupportedFormat { what: "objects", .. } => {
                "judge a repository whose object format is sha1"
            }
            Self::Index { .. } => {
                "a split or sparse index is not read: `git update-index --no-split-index` and \
                 `git sparse-checkout disable` write a plain one"
            }
            Self::Unmerged { .. } => "settle what is in conflict, and stage it with `git add`",
            Self::UnknownRevision { suggestion: Some(name), .. } => {
                return Some(format!("did you mean `{name}`?"));
            }
            Self::UnknownRevision { suggestion: None, .. } => {
                "`git tag --list` and `git branch --all` show what is here, `git fetch --tags` brings tags that are not"
            }
            Self::AmbiguousRevision { .. } => "write more digits of the id",
            Self::InvalidRevision { .. } => "name a tag, a branch or a commit id; `~N` and `^N` may follow",
            Self::NoSuchParent { cut: true, .. } => {
                "the history is cut here: `git fetch --unshallow` brings the rest"
            }
            Self::ObjectMissing { .. } => {
                "bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`"
            }
            Self::ObjectDamaged { .. } | Self::ObjectMismatch { .. } | Self::ObjectUnreadable { .. } => {
                "`git fsck` shows the extent; fetch the object from a clone that is whole"
            }
            Self::ObjectTooLarge { .. } => {
                "`git -c core.bigFileThreshold=64m repack -a -d -F` packs large files undivided, and those are read piece by piece"
            }
            Self::UnsupportedFormat { .. }
            | Self::Open { .. }
            | Self::Read { .. }
            | Self::Damaged { .. }
            | Self::Reference { .. }
            | Self::NoSuchParent { .. }
            | Self::NotACommit { .. }
            | Self::TooManyNames { .. } => return None,
        };
        Some(help.to_owned())
    }

    /// The entry for `integrity` when an object is not to be had here, `CODE id`; `None` for what is
    /// wrong otherwise.
    pub(super) fn loss(&self) -> Option<String> {
        match self {
            Self::ObjectMissing { id, .. } | Self::ObjectUnreadable { id, .. } => {
                Some(format!("OBJECT_MISSING {id}"))
            }
            Self::ObjectMismatch { id, .. } => Some(format!("OBJECT_HASH_MISMATCH {id}")),
            Self::NotARepository { .. }
            | Self::Open { .. }
            | Self::UnsupportedFormat { .. }
            | Self::Read { .. }
            | Self::Damaged { .. }
            | Self::Unmerged { .. }
            | Self::Index { .. }
            | Self::Reference { .. }
            | Self::UnknownRevision { .. }
            | Self::AmbiguousRevision { .. }
            | Self::InvalidRevision { .. }
            | Self::NoSuchParent { .. }
            | Self::NotACommit { .. }
            | Self::ObjectDamaged { .. }
            | Self::ObjectTooLarge { .. }
            | Self::TooManyNames { .. } => None,
        }
    }

    /// True when the answer may exist, but not in this copy of the repository (exit code 3); the
    /// others are wrong usage.
    pub fn cannot_tell(&self) -> bool {
        match self {
            Self::UnsupportedFormat { .. }
            | Self::UnknownRevision { .. }
            | Self::NoSuchParent { .. }
            | Self::ObjectMissing { .. }
            | Self::ObjectMismatch { .. }
            | Self::ObjectUnreadable { .. }
            | Self::ObjectDamaged { .. }
            | Self::ObjectTooLarge { .. } => true,
            Self::NotARepository { .. }
            | Self::Open { .. }
            | Self::Read { .. }
            | Self::Damaged { .. }
            | Self::Unmerged { .. }
            | Self::Index { .. }
            | Self::Reference { .. }
            | Self::AmbiguousRevision { .. }
            | Self::InvalidRevision { .. }
            | Self::NotACommit { .. }
            | Self::TooManyNames { .. } => false,
        }
    }
}

fn counted(count: usize) -> String {
    if count == 1 { "a file".to_owned() } else { format!("{count} files") }
}
