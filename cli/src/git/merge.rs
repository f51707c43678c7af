//! What the files would be if one commit were merged into another: a three-way merge in memory.
//!
//! In: the commit that both come from and the two ends. Out: two [`Snapshot`]s, of the branch as it
//! is and as it would be, that share everything the change does not touch, and the paths on which
//! both sides disagree. Only objects are read: no merge driver, no attribute, no configuration has a
//! say, and nothing is written. Where several commits are the newest common ones, the newest counts.

mod names;

use std::collections::BTreeMap;

use git2::{MergeFileInput, MergeFileOptions};

use crate::git::compare::{Oddities, Root, Top, differences, list};
use crate::git::objects::{ObjectKind, Objects};
use crate::git::snapshot::{of_names, read_file, tree_of};
use crate::git::tree::{Mode, Slot};
use crate::git::trees::Trees;
use crate::git::{GitError, Repository, hash};
use crate::place::{BlobId, CommitId, Origin, RepoPath};
use crate::source::{FOLDERS, KEPT_BYTES, Known, Snapshot, SourceFile, UnsafeName, notes_on};

use names::{Names, Side, Taken};

/// A branch as it is, and as it would be with a change merged into it.
#[derive(Debug, Clone)]
pub struct Merge {
    /// The branch.
    pub before: Snapshot,
    /// The branch with the change.
    pub after: Snapshot,
    /// Paths on which both sides disagree, sorted. Where there are any, `before` is the commit that both
    /// sides come from, and `after` is the change as it stands.
    pub conflicts: Vec<RepoPath>,
}

/// Merges `head` into `base`; both come from `fork`. `root` is the compliance root; what is `known` is
/// not read again.
pub(super) fn merge(
    repository: &Repository,
    (fork, base, head): (CommitId, CommitId, CommitId),
    root: &str,
    known: &Known,
) -> Result<Merge, GitError> {
    let objects = repository.objects()?;
    let mut trees = Trees::new(&objects);
    let mut oddities = Oddities::default();
    let root = Root::new(root);
    let top = |trees: &mut Trees<'_>, commit| Top::of(trees, &root, tree_of(&objects, commit)?, &FOLDERS);
    let (old, ours, theirs) = (top(&mut trees, fork)?, top(&mut trees, base)?, top(&mut trees, head)?);
    let there = list(&mut trees, &ours, &mut oddities)?;
    let refused = |oddities: &Oddities| oddities.refused.iter().cloned().collect::<Vec<_>>();
    let origin = |commit| Origin::Commit { commit, name: None };
    let mut names = Names::new(&there);
    let mine = differences(&mut trees, &old, &ours, &mut oddities)?;
    let yours = differences(&mut trees, &old, &theirs, &mut oddities)?;
    let mut merging = Merging { objects: &objects, merged: BTreeMap::new() };
    names.apply(&mine, &yours, &mut merging)?;
    if names.conflicts.is_empty() {
        let before = of_names(&objects, &there, refused(&oddities), origin(base), known)?;
        let after = after(&objects, &before, &names, &merging.merged, origin(head))?;
        return Ok(Merge { before, after, conflicts: Vec::new() });
    }
    let conflicts = std::mem::take(&mut names.conflicts).into_iter().collect();
    let was = list(&mut trees, &old, &mut oddities)?;
    let mut names = Names::new(&was);
    names.apply(&[], &yours, &mut merging)?;
    let before = of_names(&objects, &was, refused(&oddities), origin(fork), known)?;
    let after = after(&objects, &before, &names, &BTreeMap::new(), origin(head))?;
    Ok(Merge { before, after, conflicts })
}

/// The files of two commits, read once where they are the same.
pub(super) fn two(
    repository: &Repository,
    before: CommitId,
    after: CommitId,
    root: &str,
) -> Result<Merge, GitError> {
    merge(repository, (before, before, after), root, &Known::default())
}

/// Files that are as before are taken over, the others are read.
fn after(
    objects: &Objects,
    before: &Snapshot,
    names: &Names,
    merged: &BTreeMap<[u8; 20], Vec<u8>>,
    origin: Origin,
) -> Result<Snapshot, GitError> {
    let mut files = Vec::with_capacity(names.slots.len());
    // Both are sorted by path.
    let mut there = before.files.iter().peekable();
    for (path, slot) in &names.slots {
        let same =
            |file: &&SourceFile| file.blob == Some(BlobId(slot.id)) && slot.mode.form() == Some(file.form);
        while there.next_if(|file| file.path < *path).is_some() {}
        let known = there.next_if(|file| file.path == *path).filter(same);
        files.push(match (known, merged.get(&slot.id)) {
            (Some(file), _) => file.clone(),
            (None, Some(bytes)) => SourceFile::regular(path.clone(), bytes.clone(), Some(BlobId(slot.id))),
            (None, None) => read_file(objects, path, *slot)?,
        });
    }
    let mut unsafe_names: Vec<UnsafeName> = notes_on(names.slots.keys()).into_iter().collect();
    unsafe_names.extend(before.unsafe_names.iter().cloned());
    unsafe_names.sort();
    unsafe_names.dedup();
    Ok(Snapshot { origin, files, unsafe_names, lost: before.lost.clone() })
}

/// Merges the bytes of files.
struct Merging<'o> {
    objects: &'o Objects,
    /// Bytes that no object holds yet, by the id that one would have.
    merged: BTreeMap<[u8; 20], Vec<u8>>,
}

impl Merging<'_> {
    fn bytes(&self, slot: Slot) -> Result<Option<Vec<u8>>, GitError> {
        if slot.mode != Mode::File || self.objects.size(ObjectKind::Blob.word(), slot.id)? > KEPT_BYTES {
            return Ok(None);
        }
        Ok(Some(self.objects.expect(ObjectKind::Blob, slot.id)?.bytes().to_vec()))
    }
}

impl Side for Merging<'_> {
    /// Merges line by line; `None` where both sides changed the same lines, or where there are none.
    fn merge(&mut self, old: Option<Slot>, ours: Slot, theirs: Slot) -> Result<Option<Slot>, GitError> {
        let old = old.map(|old| self.bytes(old)).transpose()?.flatten();
        let (Some(old), Some(ours), Some(theirs)) = (old, self.bytes(ours)?, self.bytes(theirs)?) else {
            return Ok(None);
        };
        let binary = |bytes: &[u8]| bytes.iter().take(8000).any(|byte| *byte == 0);
        if binary(&old) || binary(&ours) || binary(&theirs) {
            return Ok(None);
        }
        let input = |bytes| {
            let mut input = MergeFileInput::new();
            input.content(bytes);
            input
        };
        let mut options = MergeFileOptions::new();
        let merged = git2::merge_file(&input(&old), &input(&ours), &input(&theirs), Some(&mut options));
        // What the library cannot merge, nobody has merged.
        let Some(merged) = merged.ok().filter(git2::MergeFileResult::is_automergeable) else {
            return Ok(None);
        };
        let bytes = merged.content().to_vec();
        let id = hash::id(ObjectKind::Blob, &bytes);
        self.merged.insert(id, bytes);
        Ok(Some(Slot { mode: Mode::File, id }))
    }

    /// How much of two files is the same: 0 is nothing, 100 everything.
    fn likeness(&self, a: Slot, b: Slot) -> Result<u32, GitError> {
        let (Some(a), Some(b)) = (self.bytes(a)?, self.bytes(b)?) else { return Ok(0) };
        let (a, b) = (String::from_utf8_lossy(&a), String::from_utf8_lossy(&b));
        if a.lines().count() + b.lines().count() > 4_000 {
            return Ok(0);
        }
        let ratio = similar::TextDiff::from_lines(&*a, &*b).ratio();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a hundred")]
        Ok((ratio * 100.0) as u32)
    }
}

/// What a name is taken for when only one side has it.
impl From<Option<Slot>> for Taken {
    fn from(slot: Option<Slot>) -> Self {
        slot.map_or(Self::Gone, Self::There)
    }
}
