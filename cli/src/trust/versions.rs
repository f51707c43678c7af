//! Which bytes of a record count: its states on the main line from the root on, and the versions of
//! which the newest is a completion.

use std::collections::BTreeMap;

use crate::calendar::Date;
use crate::history::Trail;
use crate::kind::{Kind, Place};
use crate::model::{self, Record};
use crate::place::{BlobId, CommitId, RepoPath, Sha256};
use crate::trust::{Trust, readings};

/// The place of each change of a path, and what it left.
pub(super) type States = Vec<(usize, Option<BlobId>)>;

/// The states of records and of statements on the main line, by path.
pub(super) type Touches<'a> = BTreeMap<&'a str, States>;

/// Gathers the states of every record and statement.
pub(super) fn touches(trail: &Trail) -> Touches<'_> {
    let counts = |path: &RepoPath| matches!(Place::of(path), Place::Known(Kind::Evidence) | Place::Statement);
    let mut touches = Touches::new();
    for (path, blob) in trail.before_the_cut.iter().filter(|(path, _)| counts(path)) {
        touches.entry(path.as_str()).or_default().push((0, Some(*blob)));
    }
    for (place, commit) in trail.line.iter().enumerate() {
        for change in commit.changes.iter().filter(|change| counts(&change.path)) {
            touches.entry(change.path.as_str()).or_default().push((place, change.after));
        }
    }
    touches
}

/// The paths that begin with a stem: what follows it, and their states.
pub(super) fn below<'t>(
    touches: &'t Touches<'_>,
    stem: &'t str,
) -> impl Iterator<Item = (&'t str, &'t States)> {
    touches.range(stem..).map_while(move |(path, states)| Some((path.strip_prefix(stem)?, states)))
}

/// One version that counts: the newest completes it, and its `result` is the present one.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) sha256: Sha256,
    pub(super) is_newest: bool,
    /// Whom its `reviewed.by` names.
    pub(super) names: Option<String>,
    /// The commits that brought it, and the place on the line from which each counts.
    pub(super) brought: Vec<Bringing>,
    /// The places of the line at which the line took it over.
    pub(super) landed: Vec<usize>,
}

/// A commit that brought a version.
#[derive(Debug)]
pub(super) struct Bringing {
    pub(super) commit: CommitId,
    pub(super) place: usize,
    pub(super) merge: bool,
}

/// What happened to one record since the root.
#[derive(Debug)]
pub(super) struct Course<'r> {
    pub(super) record: &'r Record,
    pub(super) path: &'r RepoPath,
    /// The place of the first commit, from the root on, whose tree holds it.
    pub(super) first: usize,
    /// True when the root's tree held it.
    pub(super) before_root: bool,
    /// The place of the commit with which `result` took its present value.
    pub(super) settled: usize,
    /// The place at which the newest bytes landed.
    pub(super) newest: usize,
    pub(super) versions: Vec<Version>,
    /// The day on which it says that it was performed.
    pub(super) performed: Option<Date>,
}

impl<'r> Course<'r> {
    /// Follows a record; `None` when the line does not hold it.
    pub(super) fn of(trust: &Trust<'_>, record: &'r Record) -> Option<Self> {
        let path = &record.path;
        let states = trust.touches.get(path.as_str())?;
        let before = states.iter().rev().find(|(place, _)| *place <= trust.root);
        let before_root = before.is_some_and(|(_, blob)| blob.is_some());
        if before_root && !trust.trail.complete && !trust.ground.agreed {
            // Where the history is cut nothing says since when it is there.
            return None;
        }
        let later = || states.iter().filter(|(place, _)| *place > trust.root);
        let first = if before_root {
            trust.root
        } else {
            later().find(|(_, blob)| blob.is_some()).map(|(place, _)| *place)?
        };
        let (newest, blob) = *states.last()?;
        let blob = blob?;
        let result = |version: BlobId| trust.readings().said(version, blob).map(|said| said.result);
        let since = states.iter().filter(|(place, blob)| *place >= first && blob.is_some());
        let mut settled = newest.max(first);
        for &(place, blob) in since.rev() {
            if blob.and_then(result) != Some(record.result.value) {
                break;
            }
            settled = place;
        }
        // The present result may stand there since before the root.
        let at_root = before.filter(|_| before_root).and_then(|(_, blob)| *blob);
        let at_root = at_root.and_then(result);
        let first_edit = later().map(|(place, _)| *place).next();
        if at_root == Some(record.result.value) && first_edit.is_none_or(|place| settled <= place) {
            settled = trust.root;
        }
        let when = record.performed.as_ref().and_then(|act| act.at.as_ref()?.when);
        Some(Self {
            record,
            path,
            first,
            before_root,
            settled,
            newest: newest.max(first),
            versions: versions(trust, record, blob, bringings(trust, path)),
            performed: when.map(|when| when.date(trust.zone)),
        })
    }

    /// Its path without the suffix: the files of proof beside it begin with it.
    pub(super) fn stem(&self) -> String {
        model::record_folder(self.path).to_string()
    }

    /// Who says that he performed it.
    pub(super) fn performer(&self) -> Option<&'r str> {
        self.record.performer().map(|by| by.value.as_str())
    }

    /// Who is named as its reviewer.
    pub(super) fn reviewer(&self) -> Option<&'r str> {
        self.record.reviewer().map(|by| by.value.as_str())
    }
}

/// For each version of a record, the commits that brought it and the places at which the line took it over.
type Bringings = BTreeMap<BlobId, (Vec<Bringing>, Vec<usize>)>;

fn bringings(trust: &Trust<'_>, path: &RepoPath) -> Bringings {
    let mut by_blob = Bringings::new();
    for brought in trust.trail.brought.get(path).into_iter().flatten() {
        let side = || trust.trail.sides.get(&brought.commit).map(|place| *place as usize);
        if let Some(place) = trust.places.get(&brought.commit).copied().or_else(side) {
            let bringing = Bringing { commit: brought.commit, place, merge: brought.merge };
            by_blob.entry(brought.blob).or_default().0.push(bringing);
        }
    }
    for &(place, blob) in trust.touches.get(path.as_str()).into_iter().flatten() {
        if let Some(blob) = blob {
            by_blob.entry(blob).or_default().1.push(place);
        }
    }
    by_blob
}

fn versions(trust: &Trust<'_>, record: &Record, newest: BlobId, bringings: Bringings) -> Vec<Version> {
    let version = |(blob, (brought, landed))| {
        let said = trust.readings().said(blob, newest)?;
        let counts = said.stands && said.result == record.result.value;
        let bytes = bytes(trust, blob).filter(|_| counts)?;
        let names = said.reviewer.clone();
        Some(Version { sha256: Sha256::of(bytes), is_newest: blob == newest, names, brought, landed })
    };
    bringings.into_iter().filter_map(version).collect()
}

/// The bytes of a blob, wherever they were read.
pub(super) fn bytes<'t>(trust: &'t Trust<'_>, blob: BlobId) -> Option<&'t [u8]> {
    readings::bytes(trust.trail, trust.proofs, blob)
}
