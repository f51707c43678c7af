//! The machine contract `tickmark/status/1`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assess::Duty;
use crate::report::status::{Numbers, StatusReport};
use crate::text::escape;

/// Renders the agenda as JSON, indented, with a final line feed.
pub fn json(report: &StatusReport<'_>) -> String {
    let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
    for duty in report.duties {
        *by_kind.entry(duty.kind.word()).or_default() += 1;
    }
    let numbers = Numbers::of(report.duties);
    let by_owner = report.by_owner().into_iter().map(|(owner, numbers)| OwnerCounts {
        owner,
        overdue: numbers.overdue,
        due: numbers.due,
        open: numbers.open,
    });
    let status = Status {
        schema: "tickmark/status/1",
        revision: Revision { commit: report.commit.as_deref(), reference: report.reference },
        as_of: report.as_of.to_string(),
        until: report.until.to_string(),
        owner: report.owner,
        complete: report.complete,
        duties: report.duties.iter().map(|duty| duty_json(report, duty)).collect(),
        counts: Counts {
            overdue: numbers.overdue,
            due: numbers.due,
            open: numbers.open,
            by_kind,
            by_owner: by_owner.collect(),
        },
    };
    // Serializing fails on maps without text keys and on broken writers; here is neither.
    let mut text = serde_json::to_string_pretty(&status).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

fn duty_json<'a>(report: &'a StatusReport<'_>, duty: &'a Duty) -> DutyJson<'a> {
    let owner = duty.owner.as_deref();
    DutyJson {
        urgency: duty.urgency.word(),
        due: duty.due.map(|due| due.to_string()),
        at: duty.at.map(|at| at.to_string()),
        kind: duty.kind.word(),
        subject: &duty.subject,
        item: &duty.item,
        what: &duty.what,
        owner,
        owner_name: owner.and_then(|owner| report.names.get(owner)).map(String::as_str),
        path: duty.path.as_str(),
        help: &duty.help,
    }
}

#[derive(Serialize)]
struct Status<'a> {
    schema: &'static str,
    revision: Revision<'a>,
    as_of: String,
    until: String,
    owner: Option<&'a str>,
    complete: bool,
    duties: Vec<DutyJson<'a>>,
    counts: Counts<'a>,
}

#[derive(Serialize)]
struct Revision<'a> {
    commit: Option<&'a str>,
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
}

#[derive(Serialize)]
struct DutyJson<'a> {
    urgency: &'static str,
    due: Option<String>,
    at: Option<String>,
    kind: &'static str,
    subject: &'a str,
    item: &'a str,
    what: &'a str,
    owner: Option<&'a str>,
    owner_name: Option<&'a str>,
    path: &'a str,
    help: &'a str,
}

#[derive(Serialize)]
struct Counts<'a> {
    overdue: usize,
    due: usize,
    open: usize,
    by_kind: BTreeMap<&'a str, usize>,
    by_owner: Vec<OwnerCounts<'a>>,
}

#[derive(Serialize)]
struct OwnerCounts<'a> {
    owner: Option<&'a str>,
    overdue: usize,
    due: usize,
    open: usize,
}
