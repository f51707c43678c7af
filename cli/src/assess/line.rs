//! The main line as days: effective days, and which definition of a control counted when.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::calendar::{CompanyZone, Date, Rhythm};
use crate::history::Trail;
use crate::kind::{Kind, Place};
use crate::model::{self, Control, Program, Register};
use crate::place::{BlobId, CommitId, RepoPath};

/// Dates that run backwards by more than this many seconds are named.
const SKEW_SECONDS: i64 = 300;

/// The effective day of every main-line commit, oldest first, and what its clock did.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The days; they never run backwards.
    pub(super) days: Vec<Date>,
    /// `CLOCK_OUT_OF_ORDER commit`.
    pub(super) integrity: Vec<String>,
}

impl Line {
    pub(super) fn of(trail: &Trail, program: Option<&Program>) -> Self {
        let utc = CompanyZone::utc();
        let zone = program.map_or(&utc, |program| &program.zone);
        let distrusted: BTreeSet<&str> = program
            .map(|program| program.distrusted_dates.iter().map(|(commit, _)| commit.value.as_str()).collect())
            .unwrap_or_default();
        let mut line = Self::default();
        let dated: Vec<(String, i64)> = trail
            .line
            .iter()
            .map(|commit| (commit.id.to_string(), commit.committer.at.as_second()))
            .collect();
        let is_trusted = |id: &str| !distrusted.contains(id);
        // Distrusted commits before the first trusted one have that one's day.
        let first = dated.iter().find(|(id, _)| is_trusted(id)).map(|(_, second)| *second);
        let mut latest = first.or_else(|| dated.iter().map(|(_, second)| *second).min()).unwrap_or_default();
        for (id, second) in &dated {
            if is_trusted(id) {
                if *second < latest.saturating_sub(SKEW_SECONDS) {
                    line.integrity.push(format!("CLOCK_OUT_OF_ORDER {id}"));
                }
                latest = latest.max(*second);
            }
            let instant = jiff::Timestamp::from_second(latest).unwrap_or(jiff::Timestamp::MAX);
            line.days.push(zone.date_of(instant));
        }
        line
    }

    pub(super) fn first(&self) -> Option<Date> {
        self.days.first().copied()
    }

    pub(super) fn last(&self) -> Option<Date> {
        self.days.last().copied()
    }
}

/// A definition that began to count on a day, or the day on which there was none any more.
#[derive(Debug, Clone)]
struct Version {
    day: Date,
    commit: Option<CommitId>,
    control: Option<Arc<Control>>,
}

/// What one control was, day by day.
#[derive(Debug, Clone)]
pub(super) struct Timeline {
    versions: Vec<Version>,
    /// The first version that could be read; it counts before its landing if it has a `since`.
    first: Arc<Control>,
    /// The effective day on which it landed.
    landing: Date,
    /// True when it was already there where the history is cut.
    before_the_cut: bool,
}

/// A run of days with one definition, both days included.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) commit: Option<CommitId>,
    pub(super) control: Arc<Control>,
    /// The control's own `since`, else its first landing.
    pub(super) since: Date,
    pub(super) rhythm: Rhythm,
}

/// A version of a control, by the day on which it landed.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) day: Date,
    pub(super) commit: Option<CommitId>,
    /// What it says; `None` when the file was gone.
    pub(super) definition: Option<Segment>,
}

impl Segment {
    /// The first day on which the definition counts: before its landing only from `since` on.
    pub(super) fn visible_from(&self) -> Date {
        if self.from == Date::MIN { self.since } else { self.from }
    }

    /// The first day on which the control is in force here: from `since` on.
    pub(super) fn active_from(&self) -> Date {
        self.from.max(self.since)
    }
}

impl Timeline {
    /// The definitions in force, one after another, gaps where the file was absent.
    pub(super) fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        let before =
            self.landing.yesterday().ok().filter(|_| self.before_the_cut || self.first.since.is_some());
        if let Some(to) = before {
            let commit = self.versions.first().and_then(|version| version.commit);
            segments.push(self.segment(Date::MIN, to, commit, &self.first));
        }
        for (index, version) in self.versions.iter().enumerate() {
            let to = match self.versions.get(index + 1) {
                None => Date::MAX,
                Some(next) => next.day.yesterday().unwrap_or(Date::MIN),
            };
            if let Some(control) = version.control.as_ref().filter(|_| version.day <= to) {
                segments.push(self.segment(version.day, to, version.commit, control));
            }
        }
        segments
    }

    /// The effective day of the first landing; `None` when the history is cut before it.
    pub(super) fn landing(&self) -> Option<Date> {
        (!self.before_the_cut).then_some(self.landing)
    }

    /// The last definition there was, and whether the control is still on file.
    pub(super) fn last(&self) -> (&Arc<Control>, bool) {
        let present = self.versions.last().is_some_and(|version| version.control.is_some());
        let last = self.versions.iter().rev().find_map(|version| version.control.as_ref());
        (last.unwrap_or(&self.first), present)
    }

    /// Every version that was ever on the main line, also those of which no day is left because a
    /// later one landed on the same.
    pub(super) fn steps(&self) -> Vec<Step> {
        let definition = |version: &Version| {
            let control = version.control.as_ref()?;
            Some(self.segment(version.day, Date::MAX, version.commit, control))
        };
        let step = |version: &Version| Step {
            day: version.day,
            commit: version.commit,
            definition: definition(version),
        };
        self.versions.iter().map(step).collect()
    }

    fn segment(&self, from: Date, to: Date, commit: Option<CommitId>, control: &Arc<Control>) -> Segment {
        let default = if self.before_the_cut { Date::MIN } else { self.landing };
        let since = control.since.as_ref().map_or(default, |since| since.value);
        let anchor = control.since.as_ref().map_or(self.landing, |since| since.value);
        let rhythm = Rhythm::of(control.cadence.value, anchor);
        Segment { from, to, commit, control: Arc::clone(control), since, rhythm }
    }
}

/// Follows every control over the main line, by id.
pub(super) struct Definitions<'a> {
    /// The last readable version of each control file that is there.
    files: BTreeMap<RepoPath, Arc<Control>>,
    /// Every version of every control that can be read.
    read: BTreeMap<(&'a RepoPath, BlobId), Arc<Control>>,
    timelines: BTreeMap<String, Timeline>,
}

impl<'a> Definitions<'a> {
    /// The timelines of all controls that were ever on the main line.
    pub(super) fn follow(trail: &'a Trail, line: &Line) -> BTreeMap<String, Timeline> {
        let mut definitions = Self { files: BTreeMap::new(), read: read(trail), timelines: BTreeMap::new() };
        for (index, (commit, &day)) in trail.line.iter().zip(&line.days).enumerate() {
            let cut = index == 0 && !trail.before_the_cut.is_empty();
            let old = trail.before_the_cut.iter().filter(|_| cut).map(|(path, blob)| (path, Some(*blob)));
            let new = commit.changes.iter().map(|change| (&change.path, change.after));
            let changes: Vec<_> = old.chain(new).filter(|(path, _)| is_control(path)).collect();
            definitions.step(day, commit.id, cut, &changes);
        }
        definitions.timelines
    }

    fn step(&mut self, day: Date, commit: CommitId, cut: bool, changes: &[(&'a RepoPath, Option<BlobId>)]) {
        let mut touched = BTreeSet::new();
        for &(path, after) in changes {
            let definition = match after {
                None => None,
                // A version that cannot be read is passed over.
                Some(blob) => match self.read.get(&(path, blob)) {
                    Some(definition) => Some(Arc::clone(definition)),
                    None => continue,
                },
            };
            touched.extend(self.files.get(path).map(|control| control.id.value.clone()));
            touched.extend(definition.as_ref().map(|control| control.id.value.clone()));
            match definition {
                Some(control) => drop(self.files.insert(path.clone(), control)),
                None => drop(self.files.remove(path)),
            }
        }
        for id in touched {
            let control = self.files.values().find(|control| control.id.value == id).cloned();
            extend(&mut self.timelines, &id, Version { day, commit: Some(commit), control }, cut);
        }
    }
}

/// Reads every version of every control that was ever on the main line.
fn read(trail: &Trail) -> BTreeMap<(&RepoPath, BlobId), Arc<Control>> {
    let old = trail.before_the_cut.iter().map(|(path, blob)| (path, *blob));
    let changes = trail.line.iter().flat_map(|commit| &commit.changes);
    let new = changes.filter_map(|change| Some((&change.path, change.after?)));
    let versions: BTreeSet<_> = old.chain(new).filter(|(path, _)| is_control(path)).collect();
    let read = versions.into_par_iter().filter_map(|(path, blob)| {
        let control = model::read_control(path, trail.blobs.get(&blob)?)?;
        Some(((path, blob), Arc::new(control)))
    });
    // In order already, they need not find their place one by one.
    read.collect::<Vec<_>>().into_iter().collect()
}

fn is_control(path: &RepoPath) -> bool {
    path.is_below("policies") && Place::of(path) == Place::Known(Kind::Control)
}

fn extend(timelines: &mut BTreeMap<String, Timeline>, id: &str, version: Version, cut: bool) {
    if let Some(timeline) = timelines.get_mut(id) {
        timeline.versions.push(version);
    } else if let Some(first) = version.control.clone() {
        let timeline = Timeline { first, landing: version.day, before_the_cut: cut, versions: vec![version] };
        timelines.insert(id.to_owned(), timeline);
    }
}

/// Adds what is on file but not committed: it counts from `day` on.
pub(super) fn overlay(timelines: &mut BTreeMap<String, Timeline>, register: &Register, day: Date) {
    let gone: Vec<String> = timelines.keys().filter(|id| !register.controls.has(id)).cloned().collect();
    for id in gone {
        extend(timelines, &id, Version { day, commit: None, control: None }, false);
    }
    for control in register.controls.by_id() {
        let version = Version { day, commit: None, control: Some(Arc::new(control.clone())) };
        extend(timelines, &control.id, version, false);
    }
}
