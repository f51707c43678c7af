//! The machine contract `tickmark/trail/1`. Field names are final.

use jiff::tz::Offset;
use serde::Serialize;

use crate::assess::{Claimed, ControlAssessment, Counts, Occurrence, RecordEdit, Reviewing, Spread, Stamp};
use crate::calendar::{DayRun, Timestamp};
use crate::report::trail::TrailReport;
use crate::text::escape;

/// Renders an assessment as JSON, indented, with a final line feed.
pub fn json(report: &TrailReport<'_>) -> String {
    let assessment = report.assessment;
    let trail = Trail {
        schema: "tickmark/trail/1",
        window: days(DayRun { from: assessment.window.from, to: assessment.window.to }),
        as_of: assessment.as_of.to_string(),
        revision: Revision {
            commit: assessment.commit.map(|commit| commit.to_string()),
            reference: report.reference.map(str::to_owned),
        },
        complete: assessment.complete,
        integrity: &assessment.integrity,
        controls: assessment.controls.iter().map(control).collect(),
        counts: counts(&assessment.counts()),
        reviews: reviews(assessment.reviewing()),
    };
    // Serializing fails on maps without text keys and on broken writers; here is neither.
    let mut text = serde_json::to_string_pretty(&trail).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

#[derive(Serialize)]
struct Trail<'a> {
    schema: &'static str,
    window: Days,
    as_of: String,
    revision: Revision,
    complete: bool,
    integrity: &'a [String],
    controls: Vec<Control<'a>>,
    counts: CountsJson,
    reviews: Reviews,
}

#[derive(Serialize)]
struct Days {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct Revision {
    commit: Option<String>,
    #[serde(rename = "ref")]
    reference: Option<String>,
}

#[derive(Serialize)]
struct Control<'a> {
    id: &'a str,
    cadence: String,
    in_force: Vec<InForce>,
    occurrences: Vec<OccurrenceJson<'a>>,
    uncovered: Vec<Days>,
    stray: Vec<Stray<'a>>,
}

#[derive(Serialize)]
struct InForce {
    from: Option<String>,
    to: Option<String>,
    cadence: String,
    commit: Option<String>,
}

#[derive(Serialize)]
struct OccurrenceJson<'a> {
    period: &'a str,
    start: String,
    end: String,
    due: String,
    status: &'static str,
    flags: Vec<&'static str>,
    path: Option<&'a str>,
    blob: Option<String>,
    others: Vec<&'a str>,
    performed: Option<Performed<'a>>,
    reviewed: Option<Reviewed<'a>>,
    committed: Option<CommitJson>,
    landed: Option<CommitJson>,
    witnessed: Option<Witnessed<'a>>,
    edits: Vec<Edit<'a>>,
    grade: Option<&'static str>,
    grade_reasons: Vec<&'static str>,
    population: Option<Population<'a>>,
    exceptions: &'a [String],
}

#[derive(Serialize)]
struct Performed<'a> {
    by: Option<&'a str>,
    at: Option<&'a str>,
    on: Option<String>,
}

#[derive(Serialize)]
struct Reviewed<'a> {
    by: Option<&'a str>,
    at: Option<&'a str>,
}

#[derive(Serialize)]
struct CommitJson {
    commit: String,
    at: String,
}

#[derive(Serialize)]
struct Witnessed<'a> {
    from: Option<String>,
    to: String,
    anchors: Vec<&'a str>,
}

#[derive(Serialize)]
struct Edit<'a> {
    commit: String,
    at: String,
    by: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct Population<'a> {
    rows: Option<u64>,
    extraction: Option<&'a str>,
}

#[derive(Serialize)]
struct Stray<'a> {
    period: Option<&'a str>,
    path: &'a str,
}

#[derive(Serialize)]
struct CountsJson {
    expected: usize,
    on_file: usize,
    on_time: usize,
    by_status: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Reviews {
    records: usize,
    reviewed: usize,
    with_exception: usize,
    performed_to_reviewed_days: Option<SpreadJson>,
    committed_to_reviewed_seconds: Option<SpreadJson>,
    same_minute: Vec<SameMinute>,
}

#[derive(Serialize)]
struct SpreadJson {
    count: usize,
    shortest: i64,
    median: i64,
    longest: i64,
}

#[derive(Serialize)]
struct SameMinute {
    by: String,
    at: String,
    records: Vec<String>,
}

fn control(control: &ControlAssessment) -> Control<'_> {
    let in_force = control.in_force.iter().map(|run| InForce {
        from: run.from.map(|from| from.to_string()),
        to: run.to.map(|to| to.to_string()),
        cadence: run.cadence.to_string(),
        commit: run.commit.map(|commit| commit.to_string()),
    });
    Control {
        id: &control.id,
        cadence: control.cadence.to_string(),
        in_force: in_force.collect(),
        occurrences: control.occurrences.iter().map(occurrence).collect(),
        uncovered: control.uncovered.iter().map(|run| days(*run)).collect(),
        stray: control
            .strays
            .iter()
            .map(|stray| Stray { period: stray.period.as_deref(), path: stray.path.as_str() })
            .collect(),
    }
}

fn occurrence(occurrence: &Occurrence) -> OccurrenceJson<'_> {
    let population = Population {
        rows: occurrence.population_rows,
        extraction: occurrence.extraction.as_ref().map(AsRef::as_ref),
    };
    let graded = occurrence.graded.as_ref();
    OccurrenceJson {
        period: &occurrence.period.name,
        start: occurrence.period.start.to_string(),
        end: occurrence.due.to_string(),
        due: occurrence.due.to_string(),
        status: occurrence.status.word(),
        flags: occurrence.flags.iter().map(|flag| flag.word()).collect(),
        path: occurrence.path.as_ref().map(AsRef::as_ref),
        blob: occurrence.blob.map(|blob| blob.to_string()),
        others: occurrence.others.iter().map(AsRef::as_ref).collect(),
        performed: occurrence.performed.as_ref().map(performed),
        reviewed: occurrence
            .reviewed
            .as_ref()
            .map(|reviewed| Reviewed { by: reviewed.by.as_deref(), at: reviewed.at.as_deref() }),
        committed: occurrence.committed.as_ref().map(stamp),
        landed: occurrence.landed.as_ref().map(stamp),
        witnessed: graded.and_then(|graded| graded.witnessed.as_ref()).map(witnessed),
        edits: occurrence.edits.iter().map(edit).collect(),
        grade: graded.map(|graded| graded.grade.word()),
        grade_reasons: graded
            .map(|graded| graded.reasons.iter().map(|reason| reason.code()).collect())
            .unwrap_or_default(),
        population: occurrence.population_rows.is_some().then_some(population),
        exceptions: &occurrence.exceptions,
    }
}

fn performed(performed: &Claimed) -> Performed<'_> {
    Performed {
        by: performed.by.as_deref(),
        at: performed.at.as_deref(),
        on: performed.on.map(|on| on.to_string()),
    }
}

fn stamp(stamp: &Stamp) -> CommitJson {
    CommitJson { commit: stamp.commit.to_string(), at: rfc3339(stamp.at, stamp.offset_minutes) }
}

fn witnessed(witnessed: &crate::trust::Witnessed) -> Witnessed<'_> {
    Witnessed {
        from: witnessed.from.map(|from| from.to_string()),
        to: witnessed.to.to_string(),
        anchors: witnessed.anchors.iter().map(String::as_str).collect(),
    }
}

fn edit(edit: &RecordEdit) -> Edit<'_> {
    Edit {
        commit: edit.commit.to_string(),
        at: rfc3339(edit.at, edit.offset_minutes),
        by: &edit.by,
        kind: edit.kind.word(),
    }
}

fn days(run: DayRun) -> Days {
    Days { from: run.from.to_string(), to: run.to.to_string() }
}

fn counts(counts: &Counts) -> CountsJson {
    let by_status =
        counts.by_status.iter().map(|(status, count)| (status.word().to_owned(), (*count).into()));
    CountsJson {
        expected: counts.expected,
        on_file: counts.on_file,
        on_time: counts.on_time,
        by_status: by_status.collect(),
    }
}

fn reviews(reviewing: Reviewing) -> Reviews {
    let spread = |spread: Spread| SpreadJson {
        count: spread.count,
        shortest: spread.shortest,
        median: spread.median,
        longest: spread.longest,
    };
    let same_minute = reviewing.same_minute.into_iter().map(|group| SameMinute {
        by: group.by,
        at: group.at.to_string(),
        records: group.records.iter().map(|path| path.as_str().to_owned()).collect(),
    });
    Reviews {
        records: reviewing.records,
        reviewed: reviewing.reviewed,
        with_exception: reviewing.with_exception,
        performed_to_reviewed_days: reviewing.days.map(spread),
        committed_to_reviewed_seconds: reviewing.latency.map(spread),
        same_minute: same_minute.collect(),
    }
}

/// An instant in its own offset (RFC 3339).
pub(crate) fn rfc3339(at: Timestamp, offset_minutes: i32) -> String {
    let offset = Offset::from_seconds(offset_minutes.saturating_mul(60)).unwrap_or(Offset::UTC);
    at.display_with_offset(offset).to_string()
}
