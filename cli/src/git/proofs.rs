//! What grades are made of, beyond the [`Trail`]: read only when grades are asked for.
//!
//! In: a trail, and the commits that somebody remembers. Out: [`Proofs`], the bytes of commits that
//! a signature may stand on, of keys, statements, anchors, and of records as side branches held them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::git::gaps::Gaps;
use crate::git::known::Memory;
use crate::git::objects::{ObjectKind, Objects};
use crate::git::raw::read_commit;
use crate::git::trail::{SHARE, read_blobs};
use crate::git::{GitError, Repository};
use crate::history::{Proofs, Trail};
use crate::kind::{Kind, Place};
use crate::place::{BlobId, CommitId, RepoPath};

/// Reads the proofs of a trail.
pub(super) fn read(repository: &Repository, trail: &Trail, seen: &[CommitId]) -> Result<Proofs, GitError> {
    let objects = repository.objects()?;
    let at_hand = repository.memory.get().map(Memory::blobs).unwrap_or_default();
    let (blobs, lost) = read_blobs(&objects, wanted_blobs(trail), &[&at_hand])?;
    Ok(Proofs {
        commits: commits(repository, &objects, trail)?,
        blobs,
        signed: BTreeMap::new(),
        ahead: ahead(repository, &objects, trail, seen)?,
        lost: Gaps::entries(&lost.into_iter().collect()),
    })
}

/// The bytes of every commit of the line, and of those beside it that brought a record.
fn commits(
    repository: &Repository,
    objects: &Objects,
    trail: &Trail,
) -> Result<BTreeMap<CommitId, Arc<[u8]>>, GitError> {
    let mut wanted: BTreeSet<CommitId> = trail.line.iter().map(|commit| commit.id).collect();
    wanted.extend(trail.brought.values().flatten().map(|brought| brought.commit));
    let wanted: Vec<CommitId> = wanted.into_iter().collect();
    let known = repository.memory.get().map(|memory| memory.raws(&wanted)).unwrap_or_default();
    let known: BTreeMap<CommitId, Arc<[u8]>> =
        wanted.iter().zip(known).filter_map(|(id, raw)| Some((*id, raw?))).collect();
    let wanted: Vec<CommitId> = wanted.into_iter().filter(|id| !known.contains_key(id)).collect();
    let read = |objects: &Objects, id: CommitId| {
        Ok((id, Arc::from(objects.expect(ObjectKind::Commit, id.0)?.bytes())))
    };
    let parts = objects.in_shares(&wanted, SHARE, |objects, _, share| {
        share.iter().map(|&id| read(objects, id)).collect::<Result<Vec<_>, GitError>>()
    })?;
    let mut all = known;
    all.extend(parts.into_iter().flatten());
    Ok(all)
}

/// The blobs beyond the trail's.
pub(super) fn wanted_blobs(trail: &Trail) -> BTreeSet<BlobId> {
    let kept = |path: &RepoPath| {
        matches!(
            Place::of(path),
            Place::Known(Kind::Program) | Place::Signers | Place::Statement | Place::Anchor
        )
    };
    let mut wanted: BTreeSet<BlobId> = trail.brought.values().flatten().map(|brought| brought.blob).collect();
    if let Some(oldest) = trail.line.first() {
        let old = trail.before_the_cut.iter().filter(|(path, _)| kept(path));
        let files = old.filter(|(path, _)| !trail.not_files.contains(&(oldest.id, (*path).clone())));
        wanted.extend(files.map(|(_, blob)| *blob));
    }
    for commit in &trail.line {
        let changes = commit.changes.iter().filter(|change| kept(&change.path));
        let files = changes.filter(|change| !trail.not_files.contains(&(commit.id, change.path.clone())));
        wanted.extend(files.filter_map(|change| change.after));
    }
    wanted.retain(|blob| !trail.blobs.contains_key(blob));
    wanted
}

/// Of the commits that somebody remembers, those whose own first-parent line holds the judged commit:
/// an older state is judged than the one that was seen.
fn ahead(
    repository: &Repository,
    objects: &Objects,
    trail: &Trail,
    seen: &[CommitId],
) -> Result<BTreeSet<CommitId>, GitError> {
    let Some(head) = trail.head() else { return Ok(BTreeSet::new()) };
    let mut found = BTreeSet::new();
    for &from in seen {
        let mut next = Some(from);
        while let Some(id) = next {
            if id == head.id {
                found.insert(from);
                break;
            }
            let object = match objects.expect(ObjectKind::Commit, id.0) {
                // Not here, or no commit: then it is not known to lead to the judged one.
                Err(error) if error.loss().is_some() => break,
                Err(GitError::ObjectDamaged { .. }) if id == from => break,
                other => other?,
            };
            let first = read_commit(object.bytes()).and_then(|commit| commit.parents.first().copied());
            next = first.filter(|_| !repository.cuts.contains(&id));
        }
    }
    Ok(found)
}
