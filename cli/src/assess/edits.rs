//! What happened to each record on the main line: landing, edits, deletion.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::assess::line::Line;
use crate::assess::{EditKind, RecordEdit, Stamp};
use crate::calendar::Date;
use crate::history::{Change, LineCommit, Trail};
use crate::kind::{Kind, Place};
use crate::model::{self, Record};
use crate::place::{BlobId, RepoPath};
use crate::trust::{Edited, Readings};

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
pub(super) fn lives(trail: &Trail, line: &Line, readings: &Readings) -> BTreeMap<RepoPath, Life> {
    let (records, folders) = touches(trail);
    let older = trail.before_the_cut.keys().filter(|path| is_record(path));
    let mut paths: Vec<&RepoPath> = records.0.iter().map(|touch| &touch.change.path).chain(older).collect();
    paths.sort();
    paths.dedup();
    let lives = paths.into_par_iter().map(|path| {
        let files = folders.of(model::record_folder(path).as_str());
        (path.clone(), live(trail, line, path, readings, records.of(path.as_str()), files))
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

fn live(
    trail: &Trail,
    line: &Line,
    path: &RepoPath,
    readings: &Readings,
    changes: &[Touch<'_>],
    files: &[Touch<'_>],
) -> Life {
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
        .map(|(at, (record, files))| edit(&trail.line[at], line.days[at], readings, record, &files))
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
    commit: &LineCommit,
    day: Date,
    readings: &Readings,
    record: Option<&Change>,
    files: &[&Change],
) -> RecordEdit {
    // Where only files of its folder changed, its own words stand.
    let edited = record.map(|change| readings.edited(change));
    let edited = edited.unwrap_or(Edited { kept: true, ..Edited::default() });
    let only_added = files.iter().all(|change| change.before.is_none());
    RecordEdit {
        commit: commit.id,
        at: commit.committer.at,
        offset_minutes: commit.committer.offset_minutes,
        day,
        by: commit.author.name.clone(),
        kind: if edited.kept && only_added { EditKind::Completing } else { EditKind::Altering },
        result_changed: edited.result_changed,
        reviewer_changed: edited.reviewer_changed,
    }
}

fn read_record(trail: &Trail, path: &RepoPath, blob: BlobId) -> Option<Record> {
    model::read_record(path, trail.blobs.get(&blob)?)
}
