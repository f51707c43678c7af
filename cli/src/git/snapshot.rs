//! The files of one commit or of the index.
//!
//! In: a commit and the compliance root, or names and blobs. Out: a [`Snapshot`], straight from
//! tree and blob objects; the work tree, attributes and filters have no part in it.

use std::collections::BTreeSet;

use crate::git::compare::{Oddities, Root, Top, list};
use crate::git::gaps::Gaps;
use crate::git::objects::{ObjectKind, Objects};
use crate::git::raw::read_commit;
use crate::git::tree::{Mode, Slot};
use crate::git::trees::Trees;
use crate::git::{GitError, Repository};
use crate::kind::Place;
use crate::place::{BlobId, CommitId, Origin, RepoPath, TreeId};
use crate::source::{FOLDERS, Form, KEPT_BYTES, Known, Snapshot, SourceFile, UnsafeName, notes_on};

/// So many files are worth a second thread.
const SHARE: usize = 64;

/// Reads the files of a commit.
pub(super) fn read(
    repository: &Repository,
    commit: CommitId,
    root: &str,
    origin: Origin,
) -> Result<Snapshot, GitError> {
    let objects = repository.objects()?;
    let mut trees = Trees::new(&objects);
    let mut oddities = Oddities::default();
    let tree = tree_of(&objects, commit)?;
    let top = Top::of(&mut trees, &Root::new(root), tree, &FOLDERS)?;
    let names = list(&mut trees, &top, &mut oddities)?;
    let mut refused: Vec<UnsafeName> = oddities.refused.into_iter().collect();
    refused.extend(oddities.ambiguous.into_iter().map(|path| {
        let path = if path.is_empty() { ".".to_owned() } else { path };
        UnsafeName::new(path, "a folder that holds a name twice, or its names out of order")
    }));
    of_names(&objects, &names, refused, origin, &Known::default())
}

/// Reads the files that a tree or an index names, sorted by path; `refused` are the names that it
/// holds besides. What is `known` already is not read again, if it is there at all.
pub(super) fn of_names(
    objects: &Objects,
    names: &[(RepoPath, Slot)],
    refused: Vec<UnsafeName>,
    origin: Origin,
    known: &Known,
) -> Result<Snapshot, GitError> {
    let mut unsafe_names = refused;
    unsafe_names.extend(notes_on(names.iter().map(|(path, _)| path)));
    unsafe_names.sort();
    unsafe_names.dedup();
    let (files, lost): (Vec<_>, Vec<_>) = read_files(objects, names, known)?.into_iter().unzip();
    let lost: BTreeSet<String> = lost.into_iter().flatten().collect();
    Ok(Snapshot { origin, files, unsafe_names, lost: Gaps::entries(&lost) })
}

/// Reads one regular file of a commit.
pub(super) fn read_one(
    repository: &Repository,
    commit: CommitId,
    root: &str,
    path: &RepoPath,
) -> Result<Option<Vec<u8>>, GitError> {
    let objects = repository.objects()?;
    let mut trees = Trees::new(&objects);
    let tree = tree_of(&objects, commit)?;
    let (folder, name) = (path.folder(), path.name());
    let Some(folder) = Root::new(&format!("{root}/{folder}")).find(&mut trees, tree)? else {
        return Ok(None);
    };
    match trees.get(folder)?.get(name.as_bytes()) {
        // What is too large to be read is there all the same, and lint says that it is too large.
        Some(slot)
            if slot.mode == Mode::File && objects.size(ObjectKind::Blob.word(), slot.id)? > KEPT_BYTES =>
        {
            Ok(Some(Vec::new()))
        }
        Some(slot) if slot.mode == Mode::File => {
            Ok(Some(objects.expect(ObjectKind::Blob, slot.id)?.bytes().to_vec()))
        }
        _ => Ok(None),
    }
}

pub(super) fn tree_of(objects: &Objects, commit: CommitId) -> Result<TreeId, GitError> {
    let object = objects.expect(ObjectKind::Commit, commit.0)?;
    read_commit(object.bytes()).map(|commit| commit.tree).ok_or_else(|| GitError::ObjectDamaged {
        kind: ObjectKind::Commit.word(),
        id: commit.to_string(),
        because: "it names no tree".to_owned(),
    })
}

/// A file, and the entry for `integrity` when its bytes are not to be had.
type Read = (SourceFile, Option<String>);

fn read_files(objects: &Objects, names: &[(RepoPath, Slot)], known: &Known) -> Result<Vec<Read>, GitError> {
    let shares = objects.in_shares(names, SHARE, |objects, _, share| {
        let look = |(path, slot): &(RepoPath, Slot)| match known_file(objects, path, *slot, known) {
            Some(file) => Ok((file, None)),
            None => read_or_lose(objects, path, *slot),
        };
        share.iter().map(look).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(shares.into_iter().flatten().collect())
}

/// A file that an earlier run knew; an object that is gone since is missed all the same.
fn known_file(objects: &Objects, path: &RepoPath, slot: Slot, known: &Known) -> Option<SourceFile> {
    let file = known.file(path, BlobId(slot.id)).filter(|_| slot.mode == Mode::File)?;
    objects.holds(slot.id).then_some(file)
}

/// Reads a file. A copy that a record vouches for may be lost; what it says of it stands all the same.
fn read_or_lose(objects: &Objects, path: &RepoPath, slot: Slot) -> Result<Read, GitError> {
    match read_file(objects, path, slot) {
        Ok(file) => Ok((file, None)),
        Err(error) if Place::of(path) == Place::Attachment => {
            let entry = error.loss().ok_or(error)?;
            Ok((SourceFile::irregular(path.clone(), Form::File, Some(BlobId(slot.id))), Some(entry)))
        }
        Err(error) => Err(error),
    }
}

/// Reads one file.
pub(super) fn read_file(objects: &Objects, path: &RepoPath, slot: Slot) -> Result<SourceFile, GitError> {
    let blob = Some(BlobId(slot.id));
    let form = match slot.mode {
        Mode::File => {
            let size = objects.size(ObjectKind::Blob.word(), slot.id)?;
            if size > KEPT_BYTES {
                return SourceFile::large(path.clone(), size, blob, |look| objects.digest(slot.id, look));
            }
            let object = objects.expect(ObjectKind::Blob, slot.id)?;
            return Ok(SourceFile::regular(path.clone(), object.bytes(), blob));
        }
        Mode::Symlink => Form::Symlink,
        Mode::Submodule | Mode::Folder => Form::Submodule,
    };
    Ok(SourceFile::irregular(path.clone(), form, blob))
}
