//! One occurrence: its four times, what its record says and lacks, and its files.

use serde::Serialize;

use crate::assess::{Claimed, Lack, Occurrence, OccurrenceStatus, RecordEdit, Stamp};
use crate::model::{Artifact, Record, Target, Tested};
use crate::packet::context::Desk;
use crate::packet::context::head::stamp;
use crate::packet::sources::{FileRef, count, day, list, text};
use crate::place::RepoPath;
use crate::trust::Graded;

/// A commit and its date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StampView {
    /// The committer date, RFC 3339 with the committer's own offset.
    pub at: String,
    /// As a day in the company's zone; for a main-line commit the day that counts.
    pub day: String,
    /// The commit.
    pub commit: String,
    /// Its first ten digits.
    pub short: String,
}

/// Who, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimView {
    /// The person's name.
    pub by: String,
    /// When, as written.
    pub at: String,
    /// The day in the company's zone; empty when it is no date.
    pub on: String,
}

/// One occurrence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OccurrenceView {
    /// The period's name.
    pub period: String,
    /// First day.
    pub start: String,
    /// Last day, on which it falls due.
    pub due: String,
    /// The last day of grace.
    pub grace_ends: String,
    /// The status.
    pub status: &'static str,
    /// One character for the heat map.
    pub glyph: &'static str,
    /// True when it is on file and on time.
    pub on_time: bool,
    /// Flags, sorted: `late`.
    pub flags: Vec<&'static str>,
    /// The record that counts.
    pub file: Option<FileRef>,
    /// Other records of the occurrence, by path.
    pub others: Vec<FileRef>,
    /// What the record says: `pass`.
    pub result: String,
    /// In a few words.
    pub summary: String,
    /// First of the four times: what the record claims.
    pub performed: Option<ClaimView>,
    /// Who looked at it.
    pub reviewed: Option<ClaimView>,
    /// Second: where it first came into the history.
    pub committed: Option<StampView>,
    /// Third: the first main-line commit that holds it.
    pub landed: Option<StampView>,
    /// Fourth: what clocks outside say.
    pub witnessed: String,
    /// How far its date and names can be believed: `X`, `?`, `G0` … `G5`, `not graded`, or `no record`.
    pub grade: &'static str,
    /// Why no better: `CODE: what it means`, by code.
    pub grade_reasons: Vec<String>,
    /// Edits after landing, oldest first.
    pub edits: Vec<EditView>,
    /// What it lacks, in phrases.
    pub lacks: Vec<String>,
    /// The rows of the extraction: `3 rows`; empty without one.
    pub population_rows: String,
    /// The extraction.
    pub extraction: Option<FileRef>,
    /// How items were chosen.
    pub sample: Option<SampleView>,
    /// How many items were tested: `3 items`; empty when none was.
    pub tested: String,
    /// Those that did not pass.
    pub not_passed: Vec<TestedView>,
    /// The ids of exceptions.
    pub exceptions: Vec<String>,
    /// Items that missed the control's deadline.
    pub missed_deadline: Vec<String>,
    /// Records of it that are gone, by path.
    pub deleted: Vec<String>,
    /// The record that this one repeats; empty when it does not.
    pub same_as: String,
    /// Its files.
    pub artifacts: Vec<ArtifactView>,
}

/// How items were chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SampleView {
    /// `all`, `random` or `chosen`.
    pub how: String,
    /// How many, if it says so.
    pub size: Option<u64>,
    /// What a random order rests on.
    pub seed: String,
    /// The chosen items.
    pub items: Vec<String>,
    /// Who chose them.
    pub by: String,
}

/// A tested item that did not pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestedView {
    /// Its key.
    pub key: String,
    /// What the record says of it.
    pub result: String,
    /// The exception that it names.
    pub exception: String,
}

/// An edit after landing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditView {
    /// The commit's date, RFC 3339.
    pub at: String,
    /// The day that counts.
    pub day: String,
    /// The commit.
    pub commit: String,
    /// Its first ten digits.
    pub short: String,
    /// Its author.
    pub by: String,
    /// `completing` or `altering`.
    pub kind: &'static str,
    /// True when the record's `result` changed.
    pub result_changed: bool,
}

/// A file that shows what a record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArtifactView {
    /// Its name in the record, or its address.
    pub name: String,
    /// The file at the tag; `null` when it is kept elsewhere, or not there.
    pub file: Option<FileRef>,
    /// The digest as the record says it.
    pub sha256: String,
    /// `same`, `differs`, `not there`, `kept elsewhere`, `no digest`.
    pub state: &'static str,
    /// The entries of the control's `evidence:` that it answers.
    pub answers: Vec<String>,
    /// The command that it came from.
    pub command: String,
}

/// The grade as a word.
pub(crate) fn grade(one: &Occurrence) -> &'static str {
    match &one.graded {
        Some(graded) => graded.grade.word(),
        None if one.path.is_some() => "not graded",
        None => "no record",
    }
}

/// What clocks outside say of the time.
pub(crate) fn witnessed(graded: Option<&Graded>) -> String {
    match graded.and_then(|graded| graded.witnessed.as_ref()) {
        None => "by no clock outside".to_owned(),
        Some(by) => match by.from {
            Some(from) => format!("between {from} and {}", by.to),
            None => format!("not later than {}", by.to),
        },
    }
}

/// One occurrence with everything that is known of its record.
pub(crate) fn occurrence(desk: &Desk<'_>, one: &Occurrence) -> OccurrenceView {
    let record = one.path.as_ref().and_then(|path| record_at(desk, path));
    let file = |path: &RepoPath| desk.sources.file(path);
    OccurrenceView {
        period: one.period.name.clone(),
        start: one.period.start.to_string(),
        due: one.due.to_string(),
        grace_ends: one.grace_ends.to_string(),
        status: one.status.word(),
        glyph: glyph(one),
        on_time: one.is_on_time(),
        flags: one.flags.iter().map(|flag| flag.word()).collect(),
        file: one.path.as_ref().map(file),
        others: one.others.iter().map(file).collect(),
        result: record.map(|record| record.result.value.word().to_owned()).unwrap_or_default(),
        summary: record.map(|record| text(record.summary.as_ref())).unwrap_or_default(),
        performed: one.performed.as_ref().map(|claimed| claim(desk, claimed)),
        reviewed: one.reviewed.as_ref().map(|claimed| claim(desk, claimed)),
        committed: one.committed.as_ref().map(|stamp| stamped(desk, stamp)),
        landed: one.landed.as_ref().map(|stamp| stamped(desk, stamp)),
        witnessed: witnessed(one.graded.as_ref()),
        grade: grade(one),
        grade_reasons: one
            .graded
            .iter()
            .flat_map(|graded| &graded.reasons)
            .map(|reason| format!("{}: {}", reason.code(), reason.means()))
            .collect(),
        edits: one.edits.iter().map(edit).collect(),
        lacks: one.lacks.iter().map(lack).collect(),
        population_rows: one
            .population_rows
            .map(|rows| count(usize::try_from(rows).unwrap_or(usize::MAX), "row", "rows"))
            .unwrap_or_default(),
        extraction: one.extraction.as_ref().map(file),
        sample: record.and_then(|record| record.sample.as_ref()).map(sample),
        tested: record
            .filter(|record| !record.tested.is_empty())
            .map(|record| count(record.tested.len(), "item", "items"))
            .unwrap_or_default(),
        not_passed: record.map(not_passed).unwrap_or_default(),
        exceptions: one.exceptions.clone(),
        missed_deadline: one.missed_deadline.clone(),
        deleted: one.deleted.iter().map(ToString::to_string).collect(),
        same_as: one.same_as.as_ref().map(ToString::to_string).unwrap_or_default(),
        artifacts: record.map(|record| artifacts(desk, record)).unwrap_or_default(),
    }
}

/// The record at a path.
pub(crate) fn record_at<'a>(desk: &Desk<'a>, path: &RepoPath) -> Option<&'a Record> {
    let records = &desk.material.register.records;
    records.binary_search_by(|record| record.path.cmp(path)).ok().map(|index| &*records[index])
}

pub(crate) fn sample(sample: &crate::model::Sample) -> SampleView {
    SampleView {
        how: sample.how.value.clone(),
        size: sample.size.map(|size| size.value),
        seed: text(sample.seed.as_ref()),
        items: sample.items.iter().map(|item| item.value.clone()).collect(),
        by: text(sample.by.as_ref()),
    }
}

fn not_passed(record: &Record) -> Vec<TestedView> {
    let view = |tested: &Tested| TestedView {
        key: tested.key.value.clone(),
        result: text(tested.result.as_ref()),
        exception: text(tested.exception.as_ref()),
    };
    record.tested.iter().filter(|tested| !tested.passed()).map(view).collect()
}

/// One character for the heat map.
pub(crate) fn glyph(one: &Occurrence) -> &'static str {
    match one.status {
        OccurrenceStatus::Operated if one.is_on_time() => "●",
        OccurrenceStatus::Operated => "◐",
        OccurrenceStatus::Exception => "E",
        OccurrenceStatus::Failed => "✗",
        OccurrenceStatus::Unreviewed => "U",
        OccurrenceStatus::Pending => "P",
        OccurrenceStatus::NoEvents => "○",
        OccurrenceStatus::Upcoming => "·",
        OccurrenceStatus::Overdue => "!",
        OccurrenceStatus::Missing => "M",
        OccurrenceStatus::Unknown => "?",
    }
}

fn claim(desk: &Desk<'_>, claimed: &Claimed) -> ClaimView {
    ClaimView {
        by: claimed.by.as_ref().map(|by| desk.sources.name(by)).unwrap_or_default(),
        at: claimed.at.clone().unwrap_or_default(),
        on: day(claimed.on),
    }
}

fn stamped(desk: &Desk<'_>, one: &Stamp) -> StampView {
    StampView {
        at: stamp(one.at, one.offset_minutes),
        day: one.day.unwrap_or_else(|| desk.program.zone.date_of(one.at)).to_string(),
        commit: one.commit.to_string(),
        short: one.commit.short(),
    }
}

fn edit(edit: &RecordEdit) -> EditView {
    EditView {
        at: stamp(edit.at, edit.offset_minutes),
        day: edit.day.to_string(),
        commit: edit.commit.to_string(),
        short: edit.commit.short(),
        by: edit.by.clone(),
        kind: edit.kind.word(),
        result_changed: edit.result_changed,
    }
}

/// What is missing, as a phrase.
pub(crate) fn lack(lack: &Lack) -> String {
    match lack {
        Lack::NoArtifact => "the record names no file".to_owned(),
        Lack::ArtifactAbsent(file) => format!("{file} is not there"),
        Lack::ArtifactWithoutDigest(file) => format!("{file} has no digest in the record"),
        Lack::ArtifactChanged(file) => format!("{file} has other bytes than the record's digest says"),
        Lack::Unanswered(name) => format!("no file answers “{name}”, which the control asks for"),
        Lack::NoExtraction => "there is no extraction of the population for the period".to_owned(),
        Lack::ExtractionDiffers => "the extraction differs from its own digest or row count".to_owned(),
        Lack::PopulationDiffers => "the record's population differs from the extraction".to_owned(),
        Lack::TestedUnknown(key) => format!("tested item {key} is no row of the extraction"),
        Lack::NotTested(key) => format!("item {key} was not tested"),
        Lack::SampleTooSmall => "fewer items were tested than the sample's size".to_owned(),
    }
}

fn artifacts(desk: &Desk<'_>, record: &Record) -> Vec<ArtifactView> {
    record.artifacts.iter().map(|artifact| artifact_view(desk, record, artifact)).collect()
}

fn artifact_view(desk: &Desk<'_>, record: &Record, artifact: &Artifact) -> ArtifactView {
    let (name, fact) = match &artifact.target {
        Target::File(name) => {
            let path = record.artifact_path(name);
            (name, path.and_then(|path| desk.material.register.file(path.as_str())))
        }
        Target::Url(address) => (address, None),
    };
    let state = match (&artifact.target, fact, artifact.digest()) {
        (Target::Url(_), _, _) => "kept elsewhere",
        (Target::File(_), None, _) => "not there",
        (Target::File(_), Some(_), None) => "no digest",
        (Target::File(_), Some(fact), Some(digest)) if fact.sha256 == Some(digest) => "same",
        (Target::File(_), Some(_), Some(_)) => "differs",
    };
    ArtifactView {
        name: name.value.clone(),
        file: fact.map(|fact| desk.sources.file(&fact.path)),
        sha256: text(artifact.sha256.as_ref()),
        state,
        answers: artifact.answers.iter().map(|name| name.value.clone()).collect(),
        command: list(&artifact.command).replace(", ", " "),
    }
}
