//! The machine contract `tickmark/crosswalk/1`.

use serde::Serialize;

use crate::assess::{Bond, Crossed, Crossing, Side, Suggestion};
use crate::report::crosswalk::CrosswalkReport;
use crate::text::escape;

/// Renders all of it as JSON, indented, with a final line feed.
pub fn json(report: &CrosswalkReport<'_>) -> String {
    let crossing = report.crossing;
    let value = Document {
        schema: "tickmark/crosswalk/1",
        revision: Revision { commit: report.commit.as_deref(), reference: report.reference },
        as_of: report.as_of.to_string(),
        source: side_json(crossing.here),
        target: side_json(crossing.there),
        crosswalk: crossing.walk.map(|walk| Origin {
            source: &walk.crosswalk.source.value,
            target: &walk.crosswalk.target.value,
            path: walk.crosswalk.file.map(|_| walk.crosswalk.path.as_ref()),
        }),
        counts: counts(crossing),
        requirements: crossing.requirements.iter().map(requirement).collect(),
        mapping: crossing.rows.iter().map(row_json).collect(),
        no_counterpart: Both { source: lone_json(crossing, true), target: lone_json(crossing, false) },
        unclaimed: Unclaimed {
            source: crossing.open_here.iter().map(|one| one.id.value.as_str()).collect(),
            target: crossing
                .open_there
                .iter()
                .map(|(one, rows)| Open {
                    id: &one.id.value,
                    suggested_by: rows.iter().map(|row| row.here).collect(),
                })
                .collect(),
        },
        mechanics: crossing
            .mechanics
            .iter()
            .map(|one| Mechanic {
                topic: one.topic,
                source: one.here,
                target: one.there,
                stricter: some(one.stricter),
            })
            .collect(),
        precedence: crossing.walk.and_then(|walk| walk.crosswalk.precedence.as_ref()).map(|one| Precedence {
            rule: &one.rule.value,
            legal_basis: one.legal_basis.iter().map(|text| text.value.as_str()).collect(),
            decision: one.decision.iter().map(|text| text.value.as_str()).collect(),
            caution: one.caution.as_ref().map(|text| text.value.as_str()),
        }),
    };
    // Serializing fails on maps without text keys and on broken writers; here is neither.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn side_json(side: Side<'_>) -> Framework<'_> {
    Framework {
        id: side.id(),
        name: side.framework.title(),
        in_scope: side.scope.is_some(),
        requirements: side.requirements().count(),
    }
}

fn counts(crossing: &Crossing<'_>) -> Counts {
    Counts {
        shared: crossing.number(Bond::Shared),
        suggested: crossing.number(Bond::Suggested),
        no_counterpart: crossing.number(Bond::NoCounterpart),
        nothing: crossing.number(Bond::Nothing),
        shared_target: crossing.shared_there.len(),
        rows: crossing.rows.len(),
        rows_out_of_scope: crossing.rows_beside(),
    }
}

fn requirement<'a>(crossed: &Crossed<'a>) -> Requirement<'a> {
    Requirement {
        id: &crossed.requirement.id.value,
        title: crossed.requirement.title.as_ref().map(|title| title.value.as_str()),
        standing: crossed.bond.word(),
        claimed: crossed
            .controls
            .iter()
            .map(|(control, claimed)| Claim {
                control: &control.id.value,
                targets: claimed.iter().copied().collect(),
            })
            .collect(),
        suggested: crossed.suggested().map(row_json).collect(),
    }
}

fn row_json<'a>(row: &Suggestion<'a>) -> Row<'a> {
    Row {
        source: row.here,
        target: row.there,
        relationship: row.relationship,
        strength: row.strength,
        basis: some(row.basis),
        note: some(row.note),
        claimed: row.claimed,
    }
}

fn lone_json<'a>(crossing: &Crossing<'a>, here: bool) -> Vec<Lone<'a>> {
    let list = if here { &crossing.lone_here } else { &crossing.lone_there };
    list.iter()
        .map(|lone| Lone {
            id: &lone.id.value,
            part: lone.part.as_ref().map(|part| part.value.as_str()),
            degree: lone.degree.as_ref().map(|degree| degree.value.as_str()),
            because: lone.because.as_ref().map(|because| because.value.as_str()),
            nearest: lone.nearest.iter().map(|id| id.value.as_str()).collect(),
        })
        .collect()
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    revision: Revision<'a>,
    as_of: String,
    source: Framework<'a>,
    target: Framework<'a>,
    crosswalk: Option<Origin<'a>>,
    counts: Counts,
    requirements: Vec<Requirement<'a>>,
    mapping: Vec<Row<'a>>,
    no_counterpart: Both<Lone<'a>>,
    unclaimed: Unclaimed<'a>,
    mechanics: Vec<Mechanic<'a>>,
    precedence: Option<Precedence<'a>>,
}

#[derive(Serialize)]
struct Precedence<'a> {
    rule: &'a str,
    legal_basis: Vec<&'a str>,
    decision: Vec<&'a str>,
    caution: Option<&'a str>,
}

#[derive(Serialize)]
struct Revision<'a> {
    commit: Option<&'a str>,
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
}

#[derive(Serialize)]
struct Framework<'a> {
    id: &'a str,
    name: &'a str,
    in_scope: bool,
    requirements: usize,
}

#[derive(Serialize)]
struct Origin<'a> {
    source: &'a str,
    target: &'a str,
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct Counts {
    shared: usize,
    suggested: usize,
    no_counterpart: usize,
    nothing: usize,
    shared_target: usize,
    rows: usize,
    rows_out_of_scope: usize,
}

#[derive(Serialize)]
struct Requirement<'a> {
    id: &'a str,
    title: Option<&'a str>,
    standing: &'static str,
    claimed: Vec<Claim<'a>>,
    suggested: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Claim<'a> {
    control: &'a str,
    targets: Vec<&'a str>,
}

#[derive(Serialize)]
struct Row<'a> {
    source: &'a str,
    target: &'a str,
    relationship: &'a str,
    strength: Option<u64>,
    basis: Option<&'a str>,
    note: Option<&'a str>,
    claimed: bool,
}

#[derive(Serialize)]
struct Both<T> {
    source: Vec<T>,
    target: Vec<T>,
}

#[derive(Serialize)]
struct Lone<'a> {
    id: &'a str,
    part: Option<&'a str>,
    degree: Option<&'a str>,
    because: Option<&'a str>,
    nearest: Vec<&'a str>,
}

#[derive(Serialize)]
struct Unclaimed<'a> {
    source: Vec<&'a str>,
    target: Vec<Open<'a>>,
}

#[derive(Serialize)]
struct Open<'a> {
    id: &'a str,
    suggested_by: Vec<&'a str>,
}

#[derive(Serialize)]
struct Mechanic<'a> {
    topic: &'a str,
    source: &'a str,
    target: &'a str,
    stricter: Option<&'a str>,
}
