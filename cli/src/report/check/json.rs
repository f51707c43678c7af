//! For programs: `tickmark/check/1`.

use serde::Serialize;

use crate::report::check::CheckReport;
use crate::report::compare::{End, Told, told};
use crate::report::json::{Counts, Found, NotEvaluated, all, counts, not_evaluated, written};
use crate::report::{Places, Report};

#[derive(Serialize)]
struct Output<'a> {
    schema: &'static str,
    base: Commit<'a>,
    head: Commit<'a>,
    merge_base: &'a str,
    commits: usize,
    as_of: String,
    conflicts: Vec<&'a str>,
    findings: Vec<Found<'a>>,
    not_evaluated: Vec<NotEvaluated>,
    counts: Counts,
    resolved: usize,
    set_aside: Vec<Found<'a>>,
    concerns: Vec<Concern<'a>>,
    lookers: Vec<Looker<'a>>,
    approvals: Option<Vec<Approval<'a>>>,
    difference: Told<'a>,
    exit: u8,
}

#[derive(Serialize)]
struct Commit<'a> {
    commit: &'a str,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct Concern<'a> {
    kind: &'static str,
    subject: &'a str,
    message: &'a str,
    path: &'a str,
    line: Option<u32>,
    consequences: &'a [String],
    owners: Vec<&'a str>,
}

#[derive(Serialize)]
struct Looker<'a> {
    who: &'a str,
    handle: Option<&'a str>,
    because: &'a [String],
}

#[derive(Serialize)]
struct Approval<'a> {
    subject: &'a str,
    by: &'a [String],
    given: Option<&'a str>,
}

/// Writes `tickmark/check/1`.
pub fn json(report: &CheckReport<'_>) -> String {
    let findings: &Report<'_> = &report.findings;
    let mut places = Places::new(findings.snapshot);
    let concerns = report.concerns.iter().map(|one| Concern {
        kind: one.kind.word(),
        subject: &one.subject,
        message: &one.message,
        path: one.path.as_str(),
        line: super::forge::line_of(report, &mut places, one),
        consequences: &one.consequences,
        owners: one.owners.iter().map(String::as_str).collect(),
    });
    let concerns = concerns.collect();
    let lookers = report.lookers.iter().map(|one| Looker {
        who: &one.who,
        handle: report.handles.get(&one.who).map(String::as_str),
        because: &one.because,
    });
    let approvals = report.approvals.map(|list| {
        let list = list.iter();
        list.map(|one| Approval { subject: &one.subject, by: &one.by, given: one.given.as_deref() }).collect()
    });
    let output = Output {
        schema: "tickmark/check/1",
        base: commit(&report.base),
        head: commit(&report.head),
        merge_base: &report.fork,
        commits: report.commits,
        as_of: findings.as_of.to_string(),
        conflicts: report.conflicts.iter().map(AsRef::as_ref).collect(),
        findings: all(findings, findings.findings.list()),
        not_evaluated: not_evaluated(findings),
        counts: counts(findings),
        resolved: report.resolved,
        set_aside: all(findings, report.set_aside),
        concerns,
        lookers: lookers.collect(),
        approvals,
        difference: told(report.comparison),
        exit: findings.exit,
    };
    written(&output)
}

fn commit(end: &End) -> Commit<'_> {
    Commit { commit: &end.commit, name: end.name.as_deref() }
}
