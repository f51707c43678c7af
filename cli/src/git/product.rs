//! The main line of another repository, whose changes are evidence.
//!
//! In: a commit. Out: the chain of its first parents, and what was merged where; then the words of
//! the commits that somebody asks for. A product's repository is as untrusted as any.

use std::collections::BTreeSet;

use crate::git::graph::Graph;
use crate::git::known::Known;
use crate::git::objects::{ObjectKind, Objects};
use crate::git::raw::{read_commit, subject};
use crate::git::{GitError, Repository};
use crate::history::{LineCommit, MainLine, Message};
use crate::place::CommitId;

/// How many commits one thread takes at a time.
const SHARE: usize = 1024;

/// No message that people write is longer; what stands behind is not looked at.
const LONGEST: usize = 1 << 20;

/// Walks the line.
pub(super) fn line(repository: &Repository, tip: CommitId) -> Result<MainLine, GitError> {
    let objects = repository.objects()?;
    // A commit that is missing is no gap to pass by: a list that may lack changes is no population.
    let mut graph = Graph::read(&objects, tip, &repository.cuts, &BTreeSet::new(), &Known::default())?;
    let sides = graph.sides();
    let mut line = std::mem::take(&mut graph.line);
    line.reverse();
    Ok(MainLine { line, sides })
}

/// Reads what commits say, in the order in which they are asked for.
pub(super) fn messages(repository: &Repository, ids: &[CommitId]) -> Result<Vec<Message>, GitError> {
    let objects = repository.objects()?;
    let shares = objects.in_shares(ids, SHARE, |objects, _, share| {
        share.iter().map(|id| message(objects, *id)).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(shares.into_iter().flatten().collect())
}

/// Reads one commit as a line tells it, without what it changed.
pub(super) fn one(repository: &Repository, id: CommitId) -> Result<LineCommit, GitError> {
    let objects = repository.objects()?;
    let object = objects.expect(ObjectKind::Commit, id.0)?;
    let commit = read_commit(object.bytes()).ok_or_else(|| GitError::ObjectDamaged {
        kind: ObjectKind::Commit.word(),
        id: id.to_string(),
        because: "it names no tree".to_owned(),
    })?;
    Ok(LineCommit {
        id,
        parents: commit.parents,
        author: commit.author,
        committer: commit.committer,
        subject: subject(commit.message),
        signature: commit.signature,
        changes: Vec::new(),
    })
}

fn message(objects: &Objects, id: CommitId) -> Result<Message, GitError> {
    let object = objects.expect(ObjectKind::Commit, id.0)?;
    let commit = read_commit(object.bytes()).ok_or_else(|| GitError::ObjectDamaged {
        kind: ObjectKind::Commit.word(),
        id: id.to_string(),
        because: "it names no tree".to_owned(),
    })?;
    let text = &commit.message[..commit.message.len().min(LONGEST)];
    Ok(Message {
        commit: id,
        author: commit.author,
        signature: commit.signature,
        text: String::from_utf8_lossy(text).into_owned(),
    })
}
