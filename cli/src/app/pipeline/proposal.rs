//! A change as it would be merged: both states judged on the same day, by the same history.

use std::sync::Arc;

use crate::app::pipeline::load::known_files;
use crate::app::pipeline::{Judged, Loaded, parse_two, recall};
use crate::app::{AppError, Scope};
use crate::assess::{Comparison, State};
use crate::calendar::Date;
use crate::git::Merge;
use crate::history::{Change, Message, Trail};
use crate::place::{BlobId, CommitId, Form, RepoPath};
use crate::rules::Reach;
use crate::source::Snapshot;

/// A branch, and what it would be with a change merged into it.
pub struct Proposal {
    /// The branch.
    pub base: CommitId,
    /// The change.
    pub head: CommitId,
    /// The newest commit that both come from.
    pub fork: CommitId,
    /// The branch as it is; with conflicts, the commit that both come from.
    pub before: Judged,
    /// The branch with the change; with conflicts, the change as it stands.
    pub after: Judged,
    /// Paths on which both sides disagree.
    pub conflicts: Vec<RepoPath>,
    /// The commits of the change, newest first.
    pub commits: Vec<Message>,
    /// Paths of the change, by path.
    pub changes: Vec<Change>,
}

/// Merges in memory, then loads both states; nothing is written.
pub fn propose(scope: &Scope, base: CommitId, head: CommitId) -> Result<Proposal, AppError> {
    let repository = scope.repository()?;
    let (fork, own) = repository.fork(base, head)?;
    let Some(fork) = fork else {
        return Err(if repository.is_shallow() {
            AppError::cannot_tell("the clone is shallow, and where the change begins lies before its cut")
                .help("fetch the rest of the history with `git fetch --unshallow`")
        } else {
            AppError::cannot_tell("the two commits share no history")
                .help("name the branch that the change is for")
        });
    };
    let merge = repository.merge(fork, base, head, &scope.prefix, &known_files(scope, repository))?;
    let Merge { before, after, conflicts } = merge;
    let at = if conflicts.is_empty() { base } else { fork };
    let changes = changes(&before, &after);
    let mut commit = repository.line_commit(head)?;
    commit.changes.clone_from(&changes);
    let (blobs, not_files) = (blobs(&after, &changes), not_files(&after, &changes));
    let at_hand = before.blobs();
    let (trail, loaded) =
        rayon::join(|| recall::trail(scope, repository, at, &at_hand), || parse_two(before, after));
    let (first, second) = loaded;
    let trail: Trail = trail?;
    commit.parents = vec![at, head];
    commit.committer.at =
        commit.committer.at.max(trail.head().map_or(commit.committer.at, |head| head.committer.at));
    let merged = trail.clone().with(commit, blobs, not_files);
    let mut after = judged(scope, second, merged, None);
    let before = judged(scope, first, trail, Some(after.as_of));
    after.as_of = before.as_of;
    let commits = repository.messages(&own)?;
    Ok(Proposal { base, head, fork, before, after, conflicts, commits, changes })
}

/// Both states are judged on one day: time that passes is not what a change does.
fn judged(scope: &Scope, loaded: Loaded, trail: Trail, as_of: Option<Date>) -> Judged {
    let reach = if trail.is_whole() {
        Reach::Complete
    } else if trail.lost {
        Reach::Lost
    } else {
        Reach::Shallow
    };
    let zone = loaded.zone();
    let as_of = as_of.or(scope.as_of).unwrap_or_else(|| zone.date_of(scope.now));
    Judged { loaded, trail: Some(trail), reach, as_of }
}

/// What is not the same, in the folders whose history counts.
fn changes(before: &Snapshot, after: &Snapshot) -> Vec<Change> {
    let watched = |path: &RepoPath| path.is_below("policies") || path.is_below("evidence");
    let sides = before.beside(after).filter_map(|(was, is)| {
        let (was, is) = (was.map(|id| before.file(id)), is.map(|id| after.file(id)));
        let path = &was.or(is)?.path;
        let (before, after) = (was.and_then(|file| file.blob), is.and_then(|file| file.blob));
        (before != after && watched(path)).then(|| Change { path: path.clone(), before, after })
    });
    sides.collect()
}

/// The bytes of what the change brings.
fn blobs(after: &Snapshot, changes: &[Change]) -> Vec<(BlobId, Arc<[u8]>)> {
    let brought = changes.iter().filter(|change| change.after.is_some());
    let files = brought.filter_map(|change| after.find(change.path.as_str()));
    files.filter_map(|(_, file)| Some((file.blob?, file.bytes.clone()?))).collect()
}

fn not_files(after: &Snapshot, changes: &[Change]) -> Vec<RepoPath> {
    let files = changes.iter().filter_map(|change| after.find(change.path.as_str()));
    files.filter(|(_, file)| file.form != Form::File).map(|(_, file)| file.path.clone()).collect()
}

/// Two revisions, compared by what they say.
pub struct Compared {
    /// What is not the same.
    pub comparison: Comparison,
    /// The older commit, and the name by which it was asked for.
    pub before: (CommitId, Option<String>),
    /// The newer one.
    pub after: (CommitId, Option<String>),
    /// The company's name.
    pub company: String,
}

/// Compares a revision with the one of the scope.
pub fn compare_revisions(scope: &Scope, before: &str) -> Result<Compared, AppError> {
    let repository = scope.repository()?;
    let older = repository.resolve(before)?;
    let newer =
        scope.revision.as_ref().ok_or_else(|| AppError::usage("there is no revision to compare with"))?;
    let Merge { before, after, .. } = repository.two(older.commit, newer.commit, &scope.prefix)?;
    let (before, after) = parse_two(before, after);
    let (old, new) = (before.sources(), after.sources());
    let state = |loaded, sources| -> State<'_> {
        let loaded: &Loaded = loaded;
        State { register: &loaded.register, sources, assessment: None }
    };
    let company = after.register.program.as_ref().and_then(|program| program.company.as_ref());
    Ok(Compared {
        comparison: Comparison::of(state(&before, &old), state(&after, &new)),
        before: (older.commit, older.name),
        after: (newer.commit, newer.name.clone()),
        company: company.map(|company| company.value.clone()).unwrap_or_default(),
    })
}
