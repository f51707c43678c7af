//! The words in which the history is told: a proposal is a branch with its commits and the merge that ends it.

use super::people::Person;
use super::time::Moment;

/// What a commit does to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileChange {
    /// Path from the root of the repository.
    pub(super) path: String,
    /// What the file holds afterwards.
    pub(super) bytes: Vec<u8>,
}

/// One commit on a branch.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Author and committer.
    pub(super) by: Person,
    /// Author and committer date.
    pub(super) at: Moment,
    /// The whole message, without the last line feed.
    pub(super) message: String,
    /// The files it writes.
    pub(super) files: Vec<FileChange>,
}

/// A branch, and the merge by the reviewer that brings it to the main line.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    /// The branch's name, which only the merge message keeps.
    pub(super) branch: String,
    /// What it is about, in a phrase.
    pub(super) about: String,
    /// Who merges and thereby approves; never an author of the branch.
    pub(super) reviewer: Person,
    /// The commits, oldest first.
    pub(super) drafts: Vec<Draft>,
    /// The date of the merge.
    pub(super) merged: Moment,
}

/// An annotated tag on the newest main-line commit that is not younger.
#[derive(Debug, Clone)]
pub(super) struct Milestone {
    /// The tag's name.
    pub(super) name: &'static str,
    /// Who tags.
    pub(super) by: Person,
    /// When.
    pub(super) at: Moment,
    /// The message, without the signature.
    pub(super) message: &'static str,
}

/// A branch that stays open at the end of the story.
#[derive(Debug, Clone)]
pub(super) struct OpenBranch {
    /// The branch's name.
    pub(super) name: &'static str,
    /// Its only commit, on top of the last main-line commit.
    pub(super) draft: Draft,
}

/// Everything that is written.
#[derive(Debug, Clone)]
pub(super) struct Story {
    /// The first commit of the main line.
    pub(super) beginning: Draft,
    /// In the order of their merges.
    pub(super) proposals: Vec<Proposal>,
    /// In time.
    pub(super) milestones: Vec<Milestone>,
    /// What is open at the end.
    pub(super) open: Vec<OpenBranch>,
}
