//! For programs: `tickmark/diff/1`.

use serde::Serialize;

use crate::assess::{Comparison, Delta};
use crate::report::compare::{CompareReport, End, weight};
use crate::report::json::written;

#[derive(Serialize)]
struct Output<'a> {
    schema: &'static str,
    before: Commit<'a>,
    after: Commit<'a>,
    #[serde(flatten)]
    told: Told<'a>,
}

#[derive(Serialize)]
struct Commit<'a> {
    commit: &'a str,
    name: Option<&'a str>,
}

/// A comparison, in the shape of the contract.
#[derive(Serialize)]
pub(in crate::report) struct Told<'a> {
    differences: Vec<One<'a>>,
    cover: Vec<Cover<'a>>,
    evidence: Evidence<'a>,
    other_files: Vec<Other<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    area: &'static str,
    id: &'a str,
    title: &'a str,
    change: &'static str,
    weight: &'static str,
    path: &'a str,
    moved_from: Option<&'a str>,
    fields: Vec<Field<'a>>,
    prose: Option<Prose<'a>>,
    owners: Vec<&'a str>,
    consequences: &'a [String],
}

#[derive(Serialize)]
struct Field<'a> {
    #[serde(rename = "field")]
    name: &'static str,
    before: &'a str,
    after: &'a str,
    weight: &'static str,
}

#[derive(Serialize)]
struct Prose<'a> {
    added: usize,
    removed: usize,
    diff: Option<&'a str>,
}

#[derive(Serialize)]
struct Cover<'a> {
    framework: &'a str,
    requirement: &'a str,
    title: &'a str,
    change: &'static str,
    audit: Option<&'a str>,
    before: &'a [String],
    after: &'a [String],
}

#[derive(Serialize)]
struct Evidence<'a> {
    new_records: usize,
    by_control: Vec<Count<'a>>,
    by_result: Vec<Outcome>,
    new_files: usize,
    edited: Vec<Edited<'a>>,
}

#[derive(Serialize)]
struct Count<'a> {
    control: &'a str,
    records: usize,
}

#[derive(Serialize)]
struct Outcome {
    result: &'static str,
    records: usize,
}

#[derive(Serialize)]
struct Edited<'a> {
    path: &'a str,
    how: &'static str,
    control: Option<&'a str>,
    period: Option<&'a str>,
    what: &'a [String],
}

#[derive(Serialize)]
struct Other<'a> {
    path: &'a str,
    change: &'static str,
}

/// Writes `tickmark/diff/1`.
pub fn json(report: &CompareReport<'_>) -> String {
    let output = Output {
        schema: "tickmark/diff/1",
        before: commit(&report.before),
        after: commit(&report.after),
        told: told(report.comparison),
    };
    written(&output)
}

fn commit(end: &End) -> Commit<'_> {
    Commit { commit: &end.commit, name: end.name.as_deref() }
}

/// Everything that is different.
pub(in crate::report) fn told(comparison: &Comparison) -> Told<'_> {
    let cover = comparison.cover.iter().map(|one| Cover {
        framework: &one.framework,
        requirement: &one.requirement,
        title: &one.title,
        change: one.kind.word(),
        audit: one.audit.as_deref(),
        before: &one.before,
        after: &one.after,
    });
    let evidence = &comparison.evidence;
    let counts = evidence.added.iter().map(|(control, records)| Count { control, records: *records });
    let results = evidence.results.iter().map(|(result, records)| Outcome { result, records: *records });
    let edited = evidence.edited.iter().map(|one| Edited {
        path: one.path.as_str(),
        how: one.how.word(),
        control: one.control.as_deref(),
        period: one.period.as_deref(),
        what: &one.what,
    });
    let others = comparison.others.iter();
    Told {
        differences: comparison.differences.iter().map(one).collect(),
        cover: cover.collect(),
        evidence: Evidence {
            new_records: evidence.records(),
            by_control: counts.collect(),
            by_result: results.collect(),
            new_files: evidence.files,
            edited: edited.collect(),
        },
        other_files: others.map(|one| Other { path: one.path.as_str(), change: one.fate.word() }).collect(),
    }
}

fn word(of: crate::assess::Weight) -> &'static str {
    match weight(of) {
        "" => "neutral",
        word => word,
    }
}

fn one(delta: &Delta) -> One<'_> {
    let fields = delta.shifts.iter().map(|shift| Field {
        name: shift.field,
        before: &shift.before,
        after: &shift.after,
        weight: word(shift.weight),
    });
    let prose = delta.prose.as_ref();
    One {
        area: delta.area.word(),
        id: &delta.id,
        title: &delta.title,
        change: delta.fate.word(),
        weight: word(delta.weight()),
        path: delta.path.as_str(),
        moved_from: delta.moved_from.as_ref().map(AsRef::as_ref),
        fields: fields.collect(),
        prose: prose.map(|prose| Prose {
            added: prose.added,
            removed: prose.removed,
            diff: prose.diff.as_deref(),
        }),
        owners: delta.owners.iter().map(String::as_str).collect(),
        consequences: &delta.consequences,
    }
}
