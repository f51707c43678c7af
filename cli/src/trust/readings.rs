//! What the versions of records say, each read once: what their edits changed, and which of them count.
//!
//! In: a trail, with the bytes of every version, and what an earlier run found out. Out: [`Readings`]. Each
//! fact is of two blobs, so it stays true of them for ever. Of the trees of a record three are held at a time.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::document::{Document, Node};
use crate::history::{Change, Proofs, Trail};
use crate::kind::{Kind, Place};
use crate::model::{self, Outcome, Record};
use crate::place::{BlobId, FileId, RepoPath};

mod form;

/// What an edit of a record changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Edited {
    /// The old words still stand; never so where one of the two cannot be read.
    pub kept: bool,
    /// Its `result` is another one.
    pub result_changed: bool,
    /// Somebody else is named as its reviewer.
    pub reviewer_changed: bool,
}

/// What a version of a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) result: Outcome,
    /// Whom its `reviewed.by` names.
    pub(super) reviewer: Option<String>,
    /// True when the newest version completes it, or is it.
    pub(super) stands: bool,
}

/// What stood before an edit, and what after it.
type Pair = (Option<BlobId>, Option<BlobId>);

/// A version, and the newest one of the same record.
type OfNewest = (BlobId, BlobId);

/// What is known of the versions of records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings {
    edits: BTreeMap<Pair, Edited>,
    /// `None` for a version that cannot be read.
    said: BTreeMap<OfNewest, Option<Said>>,
}

impl Readings {
    /// Reads every version of every record, but those of which all that is asked for is `known`.
    pub fn of(trail: &Trail, proofs: &Proofs, known: &Self) -> Self {
        let paths: Vec<_> = courses(trail).into_iter().collect();
        let reading = paths.into_par_iter().map(|(path, changes)| {
            let mut reader = Reader { trail, proofs, known, path, newest: None, found: Self::default() };
            reader.read(&changes);
            reader.found
        });
        let (mut edits, mut said) = (Vec::new(), Vec::new());
        for one in reading.collect::<Vec<_>>() {
            edits.extend(one.edits);
            said.extend(one.said);
        }
        Self { edits: edits.into_iter().collect(), said: said.into_iter().collect() }
    }

    /// What an edit changed; to be asked of edits of records of the trail.
    pub fn edited(&self, change: &Change) -> Edited {
        self.edits.get(&(change.before, change.after)).copied().unwrap_or_default()
    }

    /// What a version says; `None` when it cannot be read.
    pub(super) fn said(&self, version: BlobId, newest: BlobId) -> Option<&Said> {
        self.said.get(&(version, newest))?.as_ref()
    }

    /// How many facts are here that are not there.
    pub fn beyond(&self, other: &Self) -> usize {
        let edits = self.edits.keys().filter(|pair| !other.edits.contains_key(*pair)).count();
        edits + self.said.keys().filter(|version| !other.said.contains_key(*version)).count()
    }

    /// Takes over what another one knows beside this.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.edits.extend(&other.edits);
        self.said.extend(other.said.iter().map(|(version, said)| (*version, said.clone())));
        self
    }
}

/// For each record that was ever on the main line, the changes of its path.
fn courses(trail: &Trail) -> BTreeMap<&RepoPath, Vec<Pair>> {
    let is_record = |path: &RepoPath| Place::of(path) == Place::Known(Kind::Evidence);
    let mut courses: BTreeMap<&RepoPath, Vec<Pair>> = BTreeMap::new();
    for (path, blob) in trail.before_the_cut.iter().filter(|(path, _)| is_record(path)) {
        courses.entry(path).or_default().push((None, Some(*blob)));
    }
    for change in trail.line.iter().flat_map(|commit| &commit.changes).filter(|one| is_record(&one.path)) {
        courses.entry(&change.path).or_default().push((change.before, change.after));
    }
    courses
}

/// Reads the versions of one record.
struct Reader<'t> {
    trail: &'t Trail,
    proofs: &'t Proofs,
    known: &'t Readings,
    path: &'t RepoPath,
    /// The newest version and its tree, once it was read.
    newest: Option<(BlobId, Option<Node>)>,
    found: Readings,
}

impl Reader<'_> {
    fn read(&mut self, changes: &[Pair]) {
        let newest = changes.last().and_then(|(_, after)| *after);
        let mut last: Option<(BlobId, Option<Node>)> = None;
        for (number, &(before, after)) in changes.iter().enumerate() {
            // What lands first, or stood there before the cut, is no edit.
            if number == 0 && before.is_none() {
                continue;
            }
            if let Some(known) = self.known.edits.get(&(before, after)).filter(|_| self.has(before, after)) {
                self.found.edits.insert((before, after), *known);
                continue;
            }
            let old = match last.take().filter(|(blob, _)| Some(*blob) == before) {
                Some((_, tree)) => tree,
                None => before.and_then(|blob| tree_of(self.trail.blobs.get(&blob)?)),
            };
            let new = after.and_then(|blob| tree_of(self.trail.blobs.get(&blob)?));
            self.found.edits.insert((before, after), compare((before, after), old.as_ref(), new.as_ref()));
            for (blob, tree) in [(before, &old), (after, &new)] {
                if let (Some(blob), Some(newest)) =
                    (blob.filter(|blob| self.trail.blobs.contains_key(blob)), newest)
                {
                    self.say(blob, newest, tree.as_ref());
                }
            }
            last = after.map(|blob| (blob, new));
        }
        if let Some(newest) = newest {
            self.rest(changes, newest);
        }
    }

    /// The versions that were not met on the way: those that never changed on the line, and those beside it.
    fn rest(&mut self, changes: &[Pair], newest: BlobId) {
        let brought = self.trail.brought.get(self.path).into_iter().flatten().map(|one| one.blob);
        let versions: BTreeSet<BlobId> =
            changes.iter().filter_map(|(_, after)| *after).chain(brought).collect();
        for version in versions {
            if self.found.said.contains_key(&(version, newest)) {
                continue;
            }
            let Some(bytes) = bytes(self.trail, self.proofs, version) else { continue };
            if let Some(said) = self.known.said.get(&(version, newest)) {
                self.found.said.insert((version, newest), said.clone());
            } else {
                let tree = tree_of(bytes);
                self.say(version, newest, tree.as_ref());
            }
        }
    }

    /// True when both sides are here, as they were when it was found out.
    fn has(&self, before: Option<BlobId>, after: Option<BlobId>) -> bool {
        [before, after].into_iter().flatten().all(|blob| self.trail.blobs.contains_key(&blob))
    }

    fn say(&mut self, version: BlobId, newest: BlobId, tree: Option<&Node>) {
        if self.found.said.contains_key(&(version, newest)) {
            return;
        }
        let record = tree.and_then(|tree| Some((tree, Record::decode(FileId(0), self.path, tree)?)));
        let said = record.map(|(tree, record)| Said {
            result: record.result.value,
            reviewer: record.reviewer().map(|by| by.value.clone()),
            stands: version == newest || self.stands(tree, newest),
        });
        self.found.said.insert((version, newest), said);
    }

    /// True when the newest version is a record that completes this one.
    fn stands(&mut self, tree: &Node, newest: BlobId) -> bool {
        if self.newest.is_none() {
            let found = bytes(self.trail, self.proofs, newest).and_then(tree_of);
            let found = found.filter(|tree| Record::decode(FileId(0), self.path, tree).is_some());
            self.newest = Some((newest, found));
        }
        let newest = self.newest.as_ref().and_then(|(_, tree)| tree.as_ref());
        newest.is_some_and(|newest| model::still_stands(tree, newest))
    }
}

/// A version as a mapping; `None` when it cannot be read as one.
fn tree_of(bytes: &[u8]) -> Option<Node> {
    let (document, _) = Document::from_yaml(FileId(0), bytes);
    document.root.filter(|root| document.sound && root.as_mapping().is_some())
}

/// The bytes of a blob, wherever they were read.
pub(super) fn bytes<'t>(trail: &'t Trail, proofs: &'t Proofs, blob: BlobId) -> Option<&'t [u8]> {
    trail.blobs.get(&blob).or_else(|| proofs.blobs.get(&blob)).map(|bytes| &**bytes)
}

fn compare(pair: Pair, old: Option<&Node>, new: Option<&Node>) -> Edited {
    let text = |node: Option<&Node>, path: &[&str]| {
        let end = path.iter().try_fold(node?, |node, key| node.get(key));
        end.and_then(Node::text).map(|text| text.value)
    };
    let differs = |path: &[&str]| text(old, path) != text(new, path);
    let kept = match (pair, old, new) {
        ((None, Some(_)), _, Some(_)) => true,
        (_, Some(old), Some(new)) => model::still_stands(old, new),
        _ => false,
    };
    Edited { kept, result_changed: differs(&["result"]), reviewer_changed: differs(&["reviewed", "by"]) }
}

#[cfg(test)]
mod tests;
