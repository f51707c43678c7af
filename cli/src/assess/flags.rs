//! Status and flags of one occurrence.

use std::collections::BTreeSet;

use crate::assess::edits::Life;
use crate::assess::{Claimed, EditKind, Flag, Lack, Occurrence, OccurrenceStatus};
use crate::calendar::{CompanyZone, Date, DurationUnit, Period, Timestamp, When};
use crate::model::{
    Act, Artifact, Control, Deadline, Extraction, FileFact, Form, Outcome, Population, Program, Record,
    Register, ReviewRule, Table, Target,
};
use crate::place::Sha256;

/// What an occurrence is judged against.
pub(super) struct Judge<'a> {
    pub(super) register: &'a Register,
    pub(super) zone: &'a CompanyZone,
    pub(super) program: Option<&'a Program>,
    pub(super) as_of: Date,
}

/// The extraction of an on-event occurrence, as it is on file.
pub(super) struct Extracted<'a> {
    /// The YAML beside the CSV.
    pub(super) described: Option<&'a Extraction>,
    /// The CSV.
    pub(super) table: Option<&'a Table>,
}

impl Extracted<'_> {
    /// An empty period is a CSV with a header and nothing below it, described as such: never a file
    /// that is missing, or another one than was described.
    fn is_empty(&self) -> bool {
        self.is_as_described()
            && self.rows() == Some(0)
            && self.table.is_some_and(|table| !table.columns().is_empty())
    }

    /// The CSV has the rows and the bytes that the YAML beside it says.
    fn is_as_described(&self) -> bool {
        let (Some(described), Some(table)) = (self.described, self.table) else { return false };
        described.digest() == Some(table.sha256)
            && described.rows.as_ref().is_some_and(|rows| rows.value == table.rows().len() as u64)
    }

    pub(super) fn rows(&self) -> Option<u64> {
        let written =
            || self.described.and_then(|extraction| extraction.rows.as_ref()).map(|rows| rows.value);
        self.table.map(|table| table.rows().len() as u64).or_else(written)
    }
}

impl<'a> Judge<'a> {
    /// The extraction of the control's population for a period.
    pub(super) fn extracted(&self, control: &Control, period: &Period) -> Option<Extracted<'a>> {
        let population = control.population.as_ref().filter(|_| control.cadence.is_on_event())?;
        let described = self.register.extraction(population, &period.name);
        let path = match described {
            Some(extraction) => extraction.data_path(),
            None => format!("evidence/populations/{}/{}.csv", population.value, period.name).as_str().into(),
        };
        let table = described
            .and_then(|extraction| extraction.data.as_ref())
            .or_else(|| self.register.tables.get(&path));
        (described.is_some() || table.is_some()).then_some(Extracted { described, table })
    }

    /// Who did something and when, in the company's zone.
    pub(super) fn claimed(&self, act: &Act) -> Claimed {
        let when = act.at.as_ref().and_then(|at| at.when);
        Claimed {
            by: act.by.as_ref().map(|by| by.value.clone()),
            at: act.at.as_ref().map(|at| at.text.value.clone()),
            when,
            on: when.map(|when| when.date(self.zone)),
        }
    }

    /// The status: what the record says, else what silence means on the as-of day.
    pub(super) fn status(
        &self,
        record: Option<&Record>,
        control: &Control,
        extracted: Option<&Extracted<'_>>,
        missed: &[String],
        dates: (Date, Date),
    ) -> OccurrenceStatus {
        let (due, grace_ends) = dates;
        let Some(record) = record else {
            return if control.cadence.is_on_event() && extracted.is_some_and(Extracted::is_empty) {
                OccurrenceStatus::NoEvents
            } else if self.as_of <= due {
                OccurrenceStatus::Upcoming
            } else if self.as_of <= grace_ends {
                OccurrenceStatus::Overdue
            } else {
                OccurrenceStatus::Missing
            };
        };
        match record.result.value {
            Outcome::Pending => OccurrenceStatus::Pending,
            Outcome::Fail | Outcome::NotPerformed => OccurrenceStatus::Failed,
            Outcome::Pass | Outcome::Exception if !self.is_reviewed(record) => OccurrenceStatus::Unreviewed,
            Outcome::Exception => OccurrenceStatus::Exception,
            Outcome::Pass => {
                let deviates = record.has_exceptions
                    || record.tested.iter().any(|tested| !tested.passed())
                    || !missed.is_empty();
                if deviates { OccurrenceStatus::Exception } else { OccurrenceStatus::Operated }
            }
        }
    }

    fn is_reviewed(&self, record: &Record) -> bool {
        let reviewer = record.reviewer().map(|by| &by.value);
        match self.program.map_or(ReviewRule::FourEyes, |program| program.review) {
            ReviewRule::None => true,
            ReviewRule::Any => reviewer.is_some(),
            ReviewRule::FourEyes => reviewer.is_some() && reviewer != record.performer().map(|by| &by.value),
        }
    }

    /// Items that were completed after the control's deadline, by key.
    pub(super) fn missed_deadline(
        &self,
        record: &Record,
        control: &Control,
        population: Option<&Population>,
        table: Option<&Table>,
    ) -> Vec<String> {
        let (Some(deadline), Some(table)) = (control.deadline.as_ref(), table) else { return Vec::new() };
        let Some(key_column) = population.and_then(|population| population.key.as_ref()) else {
            return Vec::new();
        };
        let timed: Vec<_> =
            record.tested.iter().filter_map(|tested| Some((tested, tested.at.as_ref()?.when?))).collect();
        if timed.is_empty() {
            return Vec::new();
        }
        let began = table.by_key(key_column, &deadline.after);
        timed
            .into_iter()
            .filter(|(tested, at)| {
                let cell = began.get(tested.key.as_str());
                cell.and_then(|cell| When::parse(cell.trim()))
                    .is_some_and(|from| self.is_late(deadline, from, *at))
            })
            .map(|(tested, _)| tested.key.value.clone())
            .collect()
    }

    /// Hours run from the end of a day or from the moment itself; days and longer are civil.
    fn is_late(&self, deadline: &Deadline, from: When, at: When) -> bool {
        if deadline.within.unit != DurationUnit::Hours {
            return at.date(self.zone) > deadline.within.after(from.date(self.zone));
        }
        let start = match from {
            When::Day(day) => self.zone.end_of(day),
            When::Moment(instant) => Some(instant),
        };
        let Some(limit) = start.and_then(|start| hours_after(start, deadline.within.amount)) else {
            return false;
        };
        match at {
            // A day is missed when all of it lies behind the limit.
            When::Day(day) => self.zone.start_of(day).is_some_and(|begin| begin >= limit),
            When::Moment(instant) => instant > limit,
        }
    }

    /// Everything that the record should hold and does not.
    pub(super) fn lacks(
        &self,
        record: &Record,
        control: &Control,
        population: Option<&Population>,
        extracted: Option<&Extracted<'_>>,
    ) -> Vec<Lack> {
        if !matches!(record.result.value, Outcome::Pass | Outcome::Exception | Outcome::Fail) {
            return Vec::new();
        }
        let mut lacks = Vec::new();
        if record.artifacts.is_empty() {
            lacks.push(Lack::NoArtifact);
        }
        lacks.extend(record.artifacts.iter().filter_map(|artifact| self.artifact_lack(record, artifact)));
        let answered = |name: &str| {
            let named = |artifact: &Artifact| artifact.answers.iter().any(|answer| **answer == *name);
            let only = control.evidence.len() == 1;
            record.artifacts.iter().any(|artifact| named(artifact) || (only && artifact.answers.is_empty()))
        };
        let unanswered = control.evidence.iter().filter(|entry| !answered(&entry.name));
        lacks.extend(unanswered.map(|entry| Lack::Unanswered(entry.name.value.clone())));
        if control.cadence.is_on_event() {
            match extracted {
                None => lacks.push(Lack::NoExtraction),
                Some(extracted) => population_lacks(record, control, population, extracted, &mut lacks),
            }
        }
        lacks
    }

    fn artifact_lack(&self, record: &Record, artifact: &Artifact) -> Option<Lack> {
        let Target::File(name) = &artifact.target else { return None };
        let shown = name.value.clone();
        match self.artifact_digest(record, name) {
            None => Some(Lack::ArtifactAbsent(shown)),
            Some(_) if artifact.sha256.is_none() => Some(Lack::ArtifactWithoutDigest(shown)),
            Some(digest) => (artifact.digest() != Some(digest)).then_some(Lack::ArtifactChanged(shown)),
        }
    }

    /// The digest of a file artifact's bytes at the revision.
    fn artifact_digest(&self, record: &Record, name: &str) -> Option<Sha256> {
        let path = record.artifact_path(name)?;
        self.register
            .file(path.as_str())
            .filter(|fact| fact.form == Form::File)
            .and_then(|fact: &FileFact| fact.sha256)
    }

    /// True when a record repeats the one of the occurrence before.
    pub(super) fn repeats(&self, record: &Record, previous: &Record) -> bool {
        let files = |record: &Record| -> BTreeSet<Sha256> {
            let names = record.artifacts.iter().filter_map(|artifact| match &artifact.target {
                Target::File(name) => self.artifact_digest(record, name),
                Target::Url(_) => None,
            });
            names.collect()
        };
        let urls = |record: &Record| -> BTreeSet<Sha256> {
            let kept_elsewhere = |artifact: &&Artifact| matches!(artifact.target, Target::Url(_));
            record.artifacts.iter().filter(kept_elsewhere).filter_map(Artifact::digest).collect()
        };
        !files(record).is_disjoint(&files(previous))
            || !urls(record).is_disjoint(&urls(previous))
            || record.said == previous.said
    }

    /// The flags that follow from the record that counts and its life.
    pub(super) fn record_flags(
        &self,
        occurrence: &Occurrence,
        on_event: bool,
        life: Option<&Life>,
    ) -> BTreeSet<Flag> {
        let mut flags = BTreeSet::new();
        let mut set = |flag, is_set: bool| {
            if is_set {
                flags.insert(flag);
            }
        };
        let performed = occurrence.performed.as_ref().and_then(|performed| performed.on);
        let landed = occurrence.landed.as_ref().and_then(|landed| landed.day);
        let within =
            self.program.map_or(crate::calendar::Duration::days(7), |program| program.recorded_within);
        if let Some(day) = performed {
            set(Flag::Late, day > if on_event { occurrence.grace_ends } else { occurrence.due });
            set(Flag::Early, day < occurrence.period.start);
            set(Flag::AfterTheFact, landed.is_some_and(|landed| landed > within.after(day)));
            set(Flag::LandedBeforePerformed, landed.is_some_and(|landed| landed < day));
        }
        let edits = life.map_or(&[][..], |life| &life.edits);
        let altering = |edit: &&crate::assess::RecordEdit| edit.kind == EditKind::Altering;
        let after_close = |edit: &crate::assess::RecordEdit| edit.day > occurrence.grace_ends;
        set(Flag::Completed, !edits.is_empty() && !edits.iter().any(|edit| altering(&edit)));
        set(Flag::Altered, edits.iter().any(|edit| altering(&edit)));
        set(Flag::AlteredAfterClose, edits.iter().filter(altering).any(after_close));
        let resolved =
            |edit: &crate::assess::RecordEdit| !altering(&edit) && edit.result_changed && after_close(edit);
        set(Flag::CompletedAfterClose, edits.iter().any(resolved));
        set(Flag::Incomplete, !occurrence.lacks.is_empty());
        set(Flag::SameAsPrevious, occurrence.same_as.is_some());
        flags
    }
}

fn hours_after(start: Timestamp, hours: u32) -> Option<Timestamp> {
    start.checked_add(jiff::Span::new().hours(i64::from(hours))).ok()
}

fn population_lacks(
    record: &Record,
    control: &Control,
    population: Option<&Population>,
    extracted: &Extracted<'_>,
    lacks: &mut Vec<Lack>,
) {
    let described = extracted.described;
    let rows = extracted.table.map(|table| table.rows().len() as u64);
    if !extracted.is_as_described() {
        lacks.push(Lack::ExtractionDiffers);
    }
    if let Some(used) = &record.population {
        let of = used
            .of
            .as_ref()
            .is_some_and(|of| Some(&of.value) != control.population.as_ref().map(|id| &id.value));
        let written = described.and_then(|extraction| extraction.rows.as_ref()).map(|rows| rows.value);
        let rows = used.rows.as_ref().is_some_and(|rows| Some(rows.value) != written);
        let digest = used.sha256.as_ref().is_some_and(|text| {
            Sha256::parse(text).is_none() || Sha256::parse(text) != described.and_then(Extraction::digest)
        });
        if of || rows || digest {
            lacks.push(Lack::PopulationDiffers);
        }
    }
    let key = population.and_then(|population| population.key.as_ref());
    let keys = match (extracted.table, key) {
        (Some(table), Some(key)) => table.keys(key),
        _ => BTreeSet::new(),
    };
    sample_lacks(record, &keys, rows.unwrap_or_default(), lacks);
}

fn sample_lacks(record: &Record, keys: &BTreeSet<&str>, rows: u64, lacks: &mut Vec<Lack>) {
    let tested: BTreeSet<&str> = record.tested.iter().map(|tested| tested.key.value.as_str()).collect();
    lacks.extend(tested.difference(keys).map(|key| Lack::TestedUnknown((*key).to_owned())));
    let how = record.sample.as_ref().map_or("all", |sample| sample.how.value.as_str());
    match (how, &record.sample) {
        ("chosen", Some(sample)) => {
            let chosen = sample.items.iter().map(|item| item.value.as_str());
            let left = chosen.filter(|item| !tested.contains(item));
            lacks.extend(left.map(|item| Lack::NotTested(item.to_owned())));
        }
        ("random", Some(sample)) => {
            let size = sample.size.as_ref().map_or(rows, |size| size.value);
            if (tested.len() as u64) < size.min(rows) {
                lacks.push(Lack::SampleTooSmall);
            }
        }
        _ => lacks.extend(keys.difference(&tested).map(|key| Lack::NotTested((*key).to_owned()))),
    }
}
