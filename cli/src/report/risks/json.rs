//! The machine contract `tickmark/risks/1`.

use serde::Serialize;

use crate::assess::{Exposure, Lean, Move};
use crate::report::risks::{Approval, Moved, RisksReport};
use crate::text::escape;

/// Renders the register as JSON, indented, with a final line feed.
pub fn json(report: &RisksReport<'_>) -> String {
    let method = &report.exposures.method;
    let value = Document {
        schema: "tickmark/risks/1",
        revision: Revision { commit: report.commit.as_deref(), reference: report.reference },
        as_of: report.as_of.to_string(),
        complete: report.complete,
        method: Method {
            title: method.title.as_ref().map(|title| title.value.as_str()),
            version: method.version.as_ref().map(|version| version.value.as_str()),
            path: method.file.map(|_| method.path.as_ref()),
            approved: report.method_approved.as_ref().map(act),
            likelihood: method.likelihood.iter().map(|step| step.name.as_str()).collect(),
            impact: method.impact.iter().map(|step| step.name.as_str()).collect(),
            levels: method
                .levels
                .iter()
                .map(|level| Level {
                    id: &level.id.value,
                    title: level.title(),
                    accepted_by: level.accepted_by.iter().map(|name| name.as_str()).collect(),
                    review: method.review_of(Some(level)).map(|review| review.to_string()),
                })
                .collect(),
            appetite: method.appetite.as_ref().map(|appetite| appetite.value.as_str()),
            matrix: matrix(report),
        },
        counts: report
            .exposures
            .counts()
            .into_iter()
            .map(|count| Count {
                level: count.level,
                inherent: count.inherent,
                residual: count.residual,
                counted: count.counted,
            })
            .collect(),
        remarks: report.exposures.remarks(report.as_of),
        risks: report.exposures.list.iter().map(|one| risk(report, one)).collect(),
        since: report.since.as_ref().map(since),
    };
    // Serializing fails on maps without text keys and on broken writers; here is neither.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

/// The level of each cell: rows by likelihood, in them by impact, lowest first.
fn matrix(report: &RisksReport<'_>) -> Vec<Vec<Option<String>>> {
    let mut lines = report.exposures.matrix(false);
    lines.reverse();
    let cells = |line: crate::assess::MatrixLine| {
        let levels = line.cells.into_iter().map(|(level, _)| (!level.is_empty()).then_some(level));
        levels.collect()
    };
    lines.into_iter().map(cells).collect()
}

fn act(act: &Approval) -> Act<'_> {
    Act { by: &act.by, at: &act.on }
}

fn rated(rated: &crate::assess::Rated) -> Rated<'_> {
    Rated { likelihood: rated.likelihood, impact: rated.impact, level: rated.level.as_deref() }
}

fn risk<'a>(report: &'a RisksReport<'a>, one: &'a Exposure<'a>) -> Risk<'a> {
    let risk = one.risk;
    let acts = report.acts.get(risk.id.as_str());
    Risk {
        id: &risk.id.value,
        title: risk.title.as_ref().map(|title| title.value.as_str()),
        path: risk.path.as_ref(),
        owner: risk.owner.as_ref().map(|owner| owner.value.as_str()),
        assets: risk.assets.iter().map(|asset| asset.as_str()).collect(),
        inherent: one.inherent.as_ref().map(rated),
        residual: one.residual.as_ref().map(rated),
        counted: one.counts().map(rated),
        support: one.support.word(),
        above_appetite: one.above_appetite,
        treatment: risk.treatment.as_ref().map(|treatment| treatment.value.as_str()),
        controls: one.leans.iter().map(lean).collect(),
        plan: risk.plan.as_ref().zip(one.plan).map(|(plan, state)| Plan {
            what: plan.what.as_ref().map(|what| what.value.as_str()),
            owner: plan.owner.as_ref().map(|owner| owner.value.as_str()),
            due: plan.due.map(|due| due.value.to_string()),
            done: plan.done.map(|done| done.value.to_string()),
            state,
        }),
        approved: acts.and_then(|acts| acts.approved.as_ref()).map(act),
        approved_by_owner: one.approved_by_owner,
        acceptance: risk.acceptance.as_ref().zip(one.acceptance).map(|(acceptance, worth)| Acceptance {
            by: acts.and_then(|acts| acts.accepted.as_ref()).map(act),
            until: acceptance.until.map(|until| until.value.to_string()),
            because: acceptance.because.as_ref().map(|because| because.value.as_str()),
            state: worth.state,
            authority: worth.authority,
        }),
        reviewed: acts.and_then(|acts| acts.reviewed.as_ref()).map(act),
        review_by: one.review_by.map(|day| day.to_string()),
    }
}

fn lean(lean: &Lean) -> Control<'_> {
    Control { id: &lean.control, standing: lean.standing.word(), period: lean.period.as_deref() }
}

fn since<'a>(since: &'a Moved<'a>) -> Since<'a> {
    Since {
        commit: since.commit.as_deref(),
        as_of: since.as_of.to_string(),
        moves: since.moves.iter().map(moved).collect(),
    }
}

fn moved<'a>(one: &'a Move<'a>) -> Movement<'a> {
    let field = |shift: &'a crate::assess::RiskShift| Field {
        name: shift.field,
        before: &shift.before,
        after: &shift.after,
    };
    Movement { risk: one.risk, way: one.way.word(), fields: one.shifts.iter().map(field).collect() }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    revision: Revision<'a>,
    as_of: String,
    complete: bool,
    method: Method<'a>,
    counts: Vec<Count>,
    remarks: Vec<String>,
    risks: Vec<Risk<'a>>,
    since: Option<Since<'a>>,
}

#[derive(Serialize)]
struct Revision<'a> {
    commit: Option<&'a str>,
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
}

#[derive(Serialize)]
struct Method<'a> {
    title: Option<&'a str>,
    version: Option<&'a str>,
    path: Option<&'a str>,
    approved: Option<Act<'a>>,
    likelihood: Vec<&'a str>,
    impact: Vec<&'a str>,
    levels: Vec<Level<'a>>,
    appetite: Option<&'a str>,
    matrix: Vec<Vec<Option<String>>>,
}

#[derive(Serialize)]
struct Level<'a> {
    id: &'a str,
    title: &'a str,
    accepted_by: Vec<&'a str>,
    review: Option<String>,
}

#[derive(Serialize)]
struct Act<'a> {
    by: &'a str,
    at: &'a str,
}

#[derive(Serialize)]
struct Count {
    level: Option<String>,
    inherent: usize,
    residual: usize,
    counted: usize,
}

#[derive(Serialize)]
struct Rated<'a> {
    likelihood: u64,
    impact: u64,
    level: Option<&'a str>,
}

#[derive(Serialize)]
struct Risk<'a> {
    id: &'a str,
    title: Option<&'a str>,
    path: &'a str,
    owner: Option<&'a str>,
    assets: Vec<&'a str>,
    inherent: Option<Rated<'a>>,
    residual: Option<Rated<'a>>,
    counted: Option<Rated<'a>>,
    support: &'static str,
    above_appetite: Option<bool>,
    treatment: Option<&'a str>,
    controls: Vec<Control<'a>>,
    plan: Option<Plan<'a>>,
    approved: Option<Act<'a>>,
    approved_by_owner: Option<bool>,
    acceptance: Option<Acceptance<'a>>,
    reviewed: Option<Act<'a>>,
    review_by: Option<String>,
}

#[derive(Serialize)]
struct Control<'a> {
    id: &'a str,
    standing: &'static str,
    period: Option<&'a str>,
}

#[derive(Serialize)]
struct Plan<'a> {
    what: Option<&'a str>,
    owner: Option<&'a str>,
    due: Option<String>,
    done: Option<String>,
    state: &'static str,
}

#[derive(Serialize)]
struct Acceptance<'a> {
    by: Option<Act<'a>>,
    until: Option<String>,
    because: Option<&'a str>,
    state: &'static str,
    authority: Option<bool>,
}

#[derive(Serialize)]
struct Since<'a> {
    commit: Option<&'a str>,
    as_of: String,
    moves: Vec<Movement<'a>>,
}

#[derive(Serialize)]
struct Movement<'a> {
    risk: &'a str,
    way: &'static str,
    fields: Vec<Field<'a>>,
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'static str,
    before: &'a str,
    after: &'a str,
}
