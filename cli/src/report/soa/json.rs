//! The machine contract `tickmark/soa/1`.

use serde::Serialize;

use crate::assess::{Claimant, SoaChange, SoaEntry, SoaPast, SoaStatus};
use crate::report::soa::SoaReport;
use crate::text::escape;

/// Renders the statement as JSON, indented, with a final line feed.
pub fn json(report: &SoaReport<'_>) -> String {
    let statement = report.statement;
    let framework = statement.framework;
    let value = Document {
        schema: "tickmark/soa/1",
        revision: Revision { commit: report.commit.as_deref(), reference: report.reference },
        as_of: report.as_of.to_string(),
        complete: report.complete,
        framework: Framework {
            id: &framework.id.value,
            name: framework.title(),
            version: framework.version.as_ref().map(|version| version.value.as_str()),
        },
        path: statement.file.map(|file| file.path.as_ref()),
        approved: report.approved.as_ref().map(|act| Approved { by: &act.by, at: &act.on }),
        since_approval: report.past.and_then(|past| since(report, past)),
        window: Days { from: report.window.from.to_string(), to: report.window.to.to_string() },
        counts: counts(report),
        remarks: statement.remarks(),
        entries: statement.entries.iter().map(entry_json).collect(),
        beyond: statement
            .beyond
            .iter()
            .map(|control| Beyond {
                control: &control.id.value,
                title: control.title.as_ref().map(|title| title.value.as_str()),
                path: control.path.as_ref(),
            })
            .collect(),
        wrongly_excluded: statement.wrongly_excluded.iter().map(|one| one.requirement.as_str()).collect(),
        unknown: statement.unknown.iter().map(|one| one.requirement.as_str()).collect(),
    };
    // Serializing fails on maps without text keys and on broken writers; here is neither.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

fn counts(report: &SoaReport<'_>) -> Counts {
    let statement = report.statement;
    let of = |wanted| statement.entries.iter().filter(|entry| entry.status == wanted).count();
    Counts {
        total: statement.entries.len(),
        implemented: of(SoaStatus::Implemented),
        partly: of(SoaStatus::Partly),
        planned: of(SoaStatus::Planned),
        not_implemented: of(SoaStatus::Open),
        excluded: of(SoaStatus::Excluded),
        undecided: of(SoaStatus::Undecided),
    }
}

fn since<'a>(report: &'a SoaReport<'a>, past: &'a SoaPast<'a>) -> Option<Since<'a>> {
    let approved = past.approved.as_ref()?;
    Some(Since {
        commit: approved.commit.map(|commit| commit.to_string()),
        day: approved.day.to_string(),
        decisions: past
            .decisions
            .iter()
            .map(|decision| Decided { id: &decision.requirement, what: decision.what })
            .collect(),
        requirements: report.since.map(|changes| changes.iter().map(moved).collect()),
    })
}

fn moved<'a>(change: &'a SoaChange<'a>) -> Moved<'a> {
    Moved {
        id: change.requirement,
        before: change.before.map(SoaStatus::word),
        after: change.after.map(SoaStatus::word),
        fields: change.shifts.iter().map(|shift| shift.field).collect(),
    }
}

fn entry_json<'a>(entry: &'a SoaEntry<'a>) -> Entry<'a> {
    Entry {
        id: &entry.requirement.id.value,
        title: entry.requirement.title.as_ref().map(|title| title.value.as_str()),
        group: entry.requirement.group.as_ref().map(|group| group.value.as_str()),
        applies: entry.status.applies(),
        status: entry.status.word(),
        risks: entry.risks.iter().map(|risk| risk.id.value.as_str()).collect(),
        because: entry.because().collect(),
        due: entry.due().map(|due| due.to_string()),
        owners: entry.owners().into_iter().collect(),
        controls: entry.controls.iter().map(control_json).collect(),
        policies: entry.policies.iter().map(|policy| policy.id.value.as_str()).collect(),
        remarks: entry
            .remarks
            .iter()
            .map(|remark| Remark { code: remark.word(), about: remark.about() })
            .collect(),
    }
}

fn control_json<'a>(claimant: &'a Claimant<'a>) -> Control<'a> {
    Control {
        id: &claimant.control.id.value,
        status: claimant.control.status.word(),
        standing: claimant.standing.word(),
        expected: claimant.counts.expected,
        on_file: claimant.counts.on_file,
        latest: claimant.latest.as_ref().map(|latest| Latest {
            period: &latest.period,
            status: latest.status.word(),
            path: latest.path.as_ref().map(AsRef::as_ref),
            performed: latest.performed.map(|day| day.to_string()),
        }),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    revision: Revision<'a>,
    as_of: String,
    complete: bool,
    framework: Framework<'a>,
    path: Option<&'a str>,
    approved: Option<Approved<'a>>,
    since_approval: Option<Since<'a>>,
    window: Days,
    counts: Counts,
    remarks: Vec<String>,
    entries: Vec<Entry<'a>>,
    beyond: Vec<Beyond<'a>>,
    wrongly_excluded: Vec<&'a str>,
    unknown: Vec<&'a str>,
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
    version: Option<&'a str>,
}

#[derive(Serialize)]
struct Approved<'a> {
    by: &'a str,
    at: &'a str,
}

#[derive(Serialize)]
struct Since<'a> {
    commit: Option<String>,
    day: String,
    decisions: Vec<Decided<'a>>,
    requirements: Option<Vec<Moved<'a>>>,
}

#[derive(Serialize)]
struct Decided<'a> {
    id: &'a str,
    what: &'static str,
}

#[derive(Serialize)]
struct Moved<'a> {
    id: &'a str,
    before: Option<&'static str>,
    after: Option<&'static str>,
    fields: Vec<&'static str>,
}

#[derive(Serialize)]
struct Days {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct Counts {
    total: usize,
    implemented: usize,
    partly: usize,
    planned: usize,
    not_implemented: usize,
    excluded: usize,
    undecided: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    title: Option<&'a str>,
    group: Option<&'a str>,
    applies: Option<bool>,
    status: &'static str,
    risks: Vec<&'a str>,
    because: Vec<&'a str>,
    due: Option<String>,
    owners: Vec<&'a str>,
    controls: Vec<Control<'a>>,
    policies: Vec<&'a str>,
    remarks: Vec<Remark<'a>>,
}

#[derive(Serialize)]
struct Control<'a> {
    id: &'a str,
    status: &'static str,
    standing: &'static str,
    expected: usize,
    on_file: usize,
    latest: Option<Latest<'a>>,
}

#[derive(Serialize)]
struct Latest<'a> {
    period: &'a str,
    status: &'static str,
    path: Option<&'a str>,
    performed: Option<String>,
}

#[derive(Serialize)]
struct Remark<'a> {
    code: &'static str,
    about: &'a [String],
}

#[derive(Serialize)]
struct Beyond<'a> {
    control: &'a str,
    title: Option<&'a str>,
    path: &'a str,
}
