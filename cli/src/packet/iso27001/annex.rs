//! Evidence behind the controls, and the sample of it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::assess::{Assessment, Claimed, ControlAssessment, Counts, Flag, Occurrence};
use crate::model::{Control, Record};
use crate::packet::PacketFile;
use crate::packet::evidence_index::csv;
use crate::packet::iso27001::sample::{Item, draw};
use crate::packet::iso27001::statement::{WindowView, percent};
use crate::packet::sources::{FileRef, Signed, Sources, TaskState, text};
use crate::text::escape;

/// A table over this many bytes is split by control.
const TABLE_BYTES: usize = 512 * 1024;

/// The evidence of the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidencePage {
    /// The window.
    pub window: WindowView,
    /// What the order of the sample rests on.
    pub seed: String,
    /// How many occurrences fell due in the window: the population.
    pub population: usize,
    /// How many of them have something on file.
    pub on_file: usize,
    /// … of a hundred, rounded down.
    pub on_file_percent: usize,
    /// How many of them are on time.
    pub on_time: usize,
    /// … of a hundred, rounded down.
    pub on_time_percent: usize,
    /// How many were drawn.
    pub drawn: usize,
    /// How many of the population have each status.
    pub by_status: Vec<NamedCount>,
    /// The controls, by id.
    pub controls: Vec<ControlRow>,
    /// The drawn occurrences, by control and due date.
    pub sample: Vec<OccurrenceRow>,
    /// The whole population, by control and due date.
    pub everything: Vec<OccurrenceRow>,
    /// Records that belong to no expected occurrence, by path.
    pub strays: Vec<FileRef>,
    /// Exceptions recorded in the window, by control and due date.
    pub exceptions: Vec<ExceptionRow>,
}

/// A word and how often it applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedCount {
    /// The word.
    pub name: &'static str,
    /// How often.
    pub number: usize,
}

/// One control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ControlRow {
    /// `AC-02`
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: String,
    /// Its cadence.
    pub cadence: String,
    /// The requirements of the framework that it claims.
    pub requirements: String,
    /// Occurrences that fell due.
    pub expected: usize,
    /// With something on file.
    pub on_file: usize,
    /// On time.
    pub on_time: usize,
    /// How many were drawn.
    pub drawn: usize,
    /// The newest period on file; empty when there is none.
    pub latest: String,
    /// Days on which it was in force and that lie in no expected period: `2026-04-01..2026-04-30`.
    pub uncovered: String,
    /// Its file; `None` when the control is gone at the tag.
    pub file: Option<FileRef>,
}

/// One occurrence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OccurrenceRow {
    /// The control.
    pub control: String,
    /// The period.
    pub period: String,
    /// The day on which it fell due.
    pub due: String,
    /// The status.
    pub status: &'static str,
    /// The flags, in words.
    pub flags: String,
    /// Who performed it, and when.
    pub performed: Option<Signed>,
    /// Who reviewed it, and when.
    pub reviewed: Option<Signed>,
    /// The day on which its record landed on the main line.
    pub landed: String,
    /// The commit with which it landed.
    pub landed_commit: String,
    /// What the record says in a few words.
    pub summary: String,
    /// How many artifacts the record names.
    pub artifacts: usize,
    /// The record; `None` when there is none.
    pub file: Option<FileRef>,
    /// Whether it was drawn.
    pub drawn: bool,
    /// What was digested for its place in the order.
    pub key: String,
    /// That digest.
    pub digest: String,
}

/// One exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExceptionRow {
    /// Its id.
    pub id: String,
    /// The control.
    pub control: String,
    /// The period.
    pub period: String,
    /// What deviated.
    pub what: String,
    /// Why.
    pub cause: String,
    /// What came of it.
    pub effect: String,
    /// What is done about it, and where that stands.
    pub fix: Option<TaskState>,
    /// Management's response.
    pub response: String,
    /// The record.
    pub file: FileRef,
}

/// Puts the page together.
pub(super) fn page(
    sources: &Sources<'_>,
    framework: &str,
    seed: &str,
    assessment: &Assessment,
) -> EvidencePage {
    let population = draw(seed, assessment.controls.iter());
    let counts = Counts::of(population.iter().map(|item| item.occurrence));
    let everything: Vec<OccurrenceRow> = population.iter().map(|item| occurrence(sources, item)).collect();
    let by_status =
        counts.by_status.iter().map(|(status, number)| NamedCount { name: status.word(), number: *number });
    let strays = assessment.controls.iter().flat_map(|control| &control.strays);
    EvidencePage {
        window: WindowView::of(assessment.window),
        seed: seed.to_owned(),
        population: population.len(),
        on_file: counts.on_file,
        on_file_percent: percent(counts.on_file, population.len()),
        on_time: counts.on_time,
        on_time_percent: percent(counts.on_time, population.len()),
        drawn: population.iter().filter(|item| item.drawn).count(),
        by_status: by_status.collect(),
        controls: assessment
            .controls
            .iter()
            .map(|control| row(sources, framework, control, &population))
            .collect(),
        sample: everything.iter().filter(|row| row.drawn).cloned().collect(),
        everything,
        strays: strays.map(|stray| sources.file(&stray.path)).collect(),
        exceptions: population.iter().flat_map(|item| exceptions(sources, item)).collect(),
    }
}

fn row(
    sources: &Sources<'_>,
    framework: &str,
    assessed: &ControlAssessment,
    population: &[Item<'_>],
) -> ControlRow {
    let control = sources.register.controls.get(&assessed.id);
    let claims = |control: &Control| {
        let ids: Vec<&str> = control.satisfies.of(framework).map(|id| id.value.as_str()).collect();
        ids.join(", ")
    };
    let counts = Counts::of(&assessed.occurrences);
    let latest = assessed.occurrences.iter().rev().find(|one| one.status.is_on_file());
    let uncovered = assessed.uncovered.iter().map(|run| format!("{}..{}", run.from, run.to));
    ControlRow {
        id: assessed.id.clone(),
        title: control.map(|control| text(control.title.as_ref())).unwrap_or_default(),
        owner: control.map(|control| sources.responsible(control.owner.as_ref())).unwrap_or_default(),
        cadence: assessed.cadence.to_string(),
        requirements: control.map(claims).unwrap_or_default(),
        expected: counts.expected,
        on_file: counts.on_file,
        on_time: counts.on_time,
        drawn: population.iter().filter(|item| item.drawn && item.control.id == assessed.id).count(),
        latest: latest.map(|latest| latest.period.name.clone()).unwrap_or_default(),
        uncovered: uncovered.collect::<Vec<_>>().join(", "),
        file: control.map(|control| sources.file(&control.path)),
    }
}

fn occurrence(sources: &Sources<'_>, item: &Item<'_>) -> OccurrenceRow {
    let one = item.occurrence;
    let record = record_of(sources, one);
    let signed = |claimed: &Claimed| Signed {
        by: claimed.by.as_ref().map(|by| sources.name(by)).unwrap_or_default(),
        on: claimed.on.map_or_else(|| claimed.at.clone().unwrap_or_default(), |on| on.to_string()),
    };
    let landed = one.landed.as_ref();
    OccurrenceRow {
        control: item.control.id.clone(),
        period: one.period.name.clone(),
        due: one.due.to_string(),
        status: one.status.word(),
        flags: one.flags.iter().map(|flag: &Flag| flag.word()).collect::<Vec<_>>().join(", "),
        performed: one.performed.as_ref().map(signed),
        reviewed: one.reviewed.as_ref().map(signed),
        landed: landed.and_then(|landed| landed.day).map(|day| day.to_string()).unwrap_or_default(),
        landed_commit: landed.map(|landed| landed.commit.short()).unwrap_or_default(),
        summary: record.map(|record| text(record.summary.as_ref())).unwrap_or_default(),
        artifacts: record.map_or(0, |record| record.artifacts.len()),
        file: one.path.as_ref().map(|path| sources.file(path)),
        drawn: item.drawn,
        key: item.key.clone(),
        digest: item.digest.to_string(),
    }
}

fn record_of<'s>(sources: &'s Sources<'_>, occurrence: &Occurrence) -> Option<&'s Record> {
    let path = occurrence.path.as_ref()?;
    let index = sources.register.records.binary_search_by(|record| record.path.cmp(path)).ok()?;
    Some(&sources.register.records[index])
}

fn exceptions(sources: &Sources<'_>, item: &Item<'_>) -> Vec<ExceptionRow> {
    let Some(record) = record_of(sources, item.occurrence) else { return Vec::new() };
    let row = |exception: &crate::model::Exception| ExceptionRow {
        id: exception.id.value.clone(),
        control: item.control.id.clone(),
        period: item.occurrence.period.name.clone(),
        what: text(exception.what.as_ref()),
        cause: text(exception.cause.as_ref()),
        effect: text(exception.effect.as_ref()),
        fix: exception.fix.as_ref().map(|fix| sources.task(fix)),
        response: text(exception.response.as_ref()),
        file: sources.file(&record.path),
    };
    record.exceptions.iter().map(row).collect()
}

/// The whole population as a table: what a reader needs to draw the sample again. One table, or one
/// for each control when it would be too long for a spreadsheet.
pub(super) fn tables(page: &EvidencePage) -> Vec<PacketFile> {
    let whole = csv(rows(page.everything.iter()));
    if whole.len() <= TABLE_BYTES {
        return vec![PacketFile { path: "10-population.csv".to_owned(), bytes: whole }];
    }
    let mut taken = BTreeSet::new();
    let mut parts = vec![["control", "table", "occurrences"].map(str::to_owned).to_vec()];
    let mut tables = Vec::new();
    for control in page.everything.chunk_by(|one, next| one.control == next.control) {
        let Some(first) = control.first() else { continue };
        let path = format!("10-population/{}.csv", escape::file_name(&first.control, &mut taken));
        parts.push(vec![first.control.clone(), path.clone(), control.len().to_string()]);
        tables.push(PacketFile { path, bytes: csv(rows(control.iter())) });
    }
    tables.push(PacketFile { path: "10-population.csv".to_owned(), bytes: csv(parts) });
    tables
}

fn rows<'r>(occurrences: impl Iterator<Item = &'r OccurrenceRow>) -> Vec<Vec<String>> {
    let columns = ["control", "period", "due", "status", "flags", "record", "key", "sha256_of_key", "drawn"];
    let mut rows = vec![columns.map(str::to_owned).to_vec()];
    rows.extend(occurrences.map(|row| {
        let file = row.file.as_ref().map_or("", |file| file.path.as_str());
        let drawn = if row.drawn { "yes" } else { "no" };
        [
            row.control.as_str(),
            &row.period,
            &row.due,
            row.status,
            &row.flags,
            file,
            &row.key,
            &row.digest,
            drawn,
        ]
        .map(str::to_owned)
        .to_vec()
    }));
    rows
}
