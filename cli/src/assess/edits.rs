//! What happened to each record on the main line: landing, edits, deletion.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::assess::line::Line;
use crate::assess::{EditKind, RecordEdit, Stamp};
use crate::document::{Document, Node};
use crate::history::{Change, LineCommit, Trail};
use crate::kind::{Kind, Place};
use crate::model::{self, Record, still_stands};
use crate::place::{BlobId, FileId, RepoPath};

/// The life of one record's path.
#[derive(Debug, Clone, Default)]
pub(super) struct Life {
    /// The first main-line commit that holds it; `None` when that lies before the cut.
    pub(super) landed: Option<Stamp>,
    /// Edits after landing, oldest first.
    pub(super) edits: Vec<RecordEdit>,
    /// Its last content that can be read, when the path is gone at the head of the line.
    pub(super) last_words: Option<Box<Record>>,
}

/// The lives of all record paths that were ever on the main line.
pub(super) fn lives(trail: &Trail, line: &Line) -> BTreeMap<RepoPath, Life> {
    let (records, folders) = touches(trail);
    let older = trail.before_the_cut.keys().filter(|path| is_record(path));
    let mut paths: Vec<&RepoPath> = records.0.iter().map(|touch| &touch.change.path).chain(older).collect();
    paths.sort();
    paths.dedup();
    let lives = paths.into_par_iter().map(|path| {
        let files = folders.of(model::record_folder(path).as_str());
        (path.clone(), live(trail, line, path, records.of(path.as_str()), files))
    });
    // In order already, they need not find their place one by one.
    lives.collect::<Vec<_>>().into_iter().collect()
}

/// A change, the index of its commit on the line, and what it counts for: a path or a folder.
#[derive(Clone, Copy)]
struct Touch<'a> {
    of: &'a str,
    at: usize,
    change: &'a Change,
}

/// Touches by what they count for; of one path in the order of the line.
struct Touches<'a>(Vec<Touch<'a>>);

impl<'a> Touches<'a> {
    fn new(mut list: Vec<Touch<'a>>) -> Self {
        list.sort_by_key(|touch| touch.of);
        Self(list)
    }

    fn of(&self, path: &str) -> &[Touch<'a>] {
        let from = self.0.partition_point(|touch| touch.of < path);
        let rest = &self.0[from..];
        &rest[..rest.iter().take_while(|touch| touch.of == path).count()]
    }
}

/// The touches of records, and of the folders that belong to them.
fn touches(trail: &Trail) -> (Touches<'_>, Touches<'_>) {
    let (mut records, mut folders) = (Vec::new(), Vec::new());
    for (at, commit) in trail.line.iter().enumerate() {
        for change in &commit.changes {
            if is_record(&change.path) {
                records.push(Touch { of: change.path.as_str(), at, change });
            } else if let Some(of) = record_folder_above(&change.path) {
                // A file below `evidence/AC-02/2026-Q1/` belongs to `evidence/AC-02/2026-Q1.yaml`.
                folders.push(Touch { of, at, change });
            }
        }
    }
    (Touches::new(records), Touches::new(folders))
}

fn record_folder_above(path: &RepoPath) -> Option<&str> {
    let (end, _) = path.as_str().match_indices('/').nth(2)?;
    path.is_below("evidence").then(|| &path.as_str()[..end])
}

fn is_record(path: &RepoPath) -> bool {
    path.is_yaml() && Place::of(path) == Place::Known(Kind::Evidence)
}

fn live(trail: &Trail, line: &Line, path: &RepoPath, changes: &[Touch<'_>], files: &[Touch<'_>]) -> Life {
    let older = trail.before_the_cut.contains_key(path);
    let landing = if older {
        None
    } else {
        changes.iter().find(|touch| touch.change.after.is_some()).map(|touch| touch.at)
    };
    let landed = landing.map(|at| stamp(&trail.line[at], line, at));
    let after = |at: usize| landing.map_or(older, |landing| at > landing);
    let mut edits: BTreeMap<usize, (Option<&Change>, Vec<&Change>)> = BTreeMap::new();
    for touch in changes.iter().filter(|touch| after(touch.at)) {
        edits.entry(touch.at).or_default().0 = Some(touch.change);
    }
    for touch in files.iter().filter(|touch| after(touch.at)) {
        edits.entry(touch.at).or_default().1.push(touch.change);
    }
    let edits = edits
        .into_iter()
        .map(|(at, (record, files))| edit(trail, &trail.line[at], line, at, record, &files))
        .collect();
    let gone = changes.last().is_some_and(|touch| touch.change.after.is_none());
    let words = || changes.iter().rev().find_map(|touch| read_record(trail, path, touch.change.before?));
    Life { landed, edits, last_words: gone.then(words).flatten().map(Box::new) }
}

fn stamp(commit: &LineCommit, line: &Line, at: usize) -> Stamp {
    Stamp {
        commit: commit.id,
        at: commit.committer.at,
        offset_minutes: commit.committer.offset_minutes,
        day: line.days.get(at).copied(),
    }
}

fn edit(
    trail: &Trail,
    commit: &LineCommit,
    line: &Line,
    at: usize,
    record: Option<&Change>,
    files: &[&Change],
) -> RecordEdit {
    let compared = record.map(|change| compare(trail, change));
    let compared =
        compared.unwrap_or(Compared { kept: true, result_changed: false, reviewer_changed: false });
    let only_added = files.iter().all(|change| change.before.is_none());
    RecordEdit {
        commit: commit.id,
        at: commit.committer.at,
        offset_minutes: commit.committer.offset_minutes,
        day: line.days[at],
        by: commit.author.name.clone(),
        kind: if compared.kept && only_added { EditKind::Completing } else { EditKind::Altering },
        result_changed: compared.result_changed,
        reviewer_changed: compared.reviewer_changed,
    }
}

/// Two versions of a record, compared.
struct Compared {
    /// The old words still stand.
    kept: bool,
    result_changed: bool,
    reviewer_changed: bool,
}

fn compare(trail: &Trail, change: &Change) -> Compared {
    let read = |blob: Option<BlobId>| blob.and_then(|blob| read_tree(trail, blob));
    let (old, new) = (read(change.before), read(change.after));
    let text = |node: &Option<Node>, path: &[&str]| {
        let end = path.iter().try_fold(node.as_ref()?, |node, key| node.get(key));
        end.and_then(Node::text).map(|text| text.value)
    };
    let differs = |path: &[&str]| text(&old, path) != text(&new, path);
    let kept = match (&change.before, &change.after, &old, &new) {
        (None, Some(_), _, Some(_)) => true,
        (_, _, Some(old), Some(new)) => still_stands(old, new),
        _ => false,
    };
    Compared { kept, result_changed: differs(&["result"]), reviewer_changed: differs(&["reviewed", "by"]) }
}

/// A version as a mapping; `None` when it cannot be read as one.
fn read_tree(trail: &Trail, blob: BlobId) -> Option<Node> {
    let (document, _) = Document::from_yaml(FileId(0), trail.blobs.get(&blob)?);
    document.root.filter(|root| document.sound && root.as_mapping().is_some())
}

fn read_record(trail: &Trail, path: &RepoPath, blob: BlobId) -> Option<Record> {
    model::read_record(path, trail.blobs.get(&blob)?)
}
