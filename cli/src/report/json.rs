//! For programs: `tickmark/findings/1`. Names are final; fields may be added.

use serde::Serialize;

use crate::finding::{Finding, Level};
use crate::report::{Places, Report, fingerprints};
use crate::text::escape;

#[derive(Serialize)]
struct Output<'a> {
    schema: &'static str,
    revision: Revision,
    as_of: String,
    findings: Vec<Found<'a>>,
    not_evaluated: Vec<NotEvaluated>,
    counts: Counts,
}

#[derive(Serialize)]
struct Revision {
    commit: Option<String>,
    source: &'static str,
}

/// A finding, in the shape of the contract.
#[derive(Serialize)]
pub(super) struct Found<'a> {
    rule: &'static str,
    level: &'static str,
    message: &'a str,
    path: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    subject: Option<&'a str>,
    related: Vec<Related<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
    fixable: bool,
    fingerprint: String,
    waived: Option<Waived<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Waived<'a> {
    because: &'a str,
    until: Option<&'a str>,
    path: &'a str,
    line: u32,
}

/// A rule that could not be judged.
#[derive(Serialize)]
pub(super) struct NotEvaluated {
    rule: &'static str,
    because: &'static str,
}

/// How many findings there are of each level.
#[derive(Serialize)]
pub(super) struct Counts {
    error: usize,
    warning: usize,
    note: usize,
    waived: usize,
}

pub(super) fn render(report: &Report<'_>) -> String {
    let output = Output {
        schema: "tickmark/findings/1",
        revision: Revision {
            commit: report.snapshot.origin.commit().map(|commit| commit.to_string()),
            source: report.snapshot.origin.source(),
        },
        as_of: report.as_of.to_string(),
        findings: all(report, report.findings.list()),
        not_evaluated: not_evaluated(report),
        counts: counts(report),
    };
    written(&output)
}

/// A value as text, with a final line feed; hidden characters are escaped.
pub(super) fn written<T: Serialize>(value: &T) -> String {
    let text = serde_json::to_string_pretty(value).expect("text and numbers always serialize");
    escape::json(&text) + "\n"
}

/// Findings of the report's files.
pub(super) fn all<'a>(report: &Report<'a>, list: &'a [Finding]) -> Vec<Found<'a>> {
    let mut places = Places::new(report.snapshot);
    let fingerprints = fingerprints(list, &mut places);
    list.iter().zip(fingerprints).map(|(finding, print)| found(finding, print, &mut places)).collect()
}

/// The rules that could not be judged.
pub(super) fn not_evaluated(report: &Report<'_>) -> Vec<NotEvaluated> {
    let entries = report.findings.not_evaluated.iter();
    entries.map(|entry| NotEvaluated { rule: entry.rule, because: entry.because }).collect()
}

/// How many findings there are.
pub(super) fn counts(report: &Report<'_>) -> Counts {
    Counts {
        error: report.findings.count(Level::Error),
        warning: report.findings.count(Level::Warning),
        note: report.findings.count(Level::Note),
        waived: report.findings.waived(),
    }
}

fn found<'a>(finding: &'a Finding, fingerprint: String, places: &mut Places<'a>) -> Found<'a> {
    let region = places.region(finding.place);
    let related = finding.related.iter().map(|related| {
        let region = places.region(related.place);
        Related {
            path: places.path(related.place.file),
            line: region.start.line,
            column: region.start.column,
            end_line: region.end.line,
            end_column: region.end.column,
            text: &related.text,
        }
    });
    let related = related.collect();
    Found {
        rule: finding.rule,
        level: finding.level.word(),
        message: &finding.message,
        path: finding.path.as_str(),
        line: region.start.line,
        column: region.start.column,
        end_line: region.end.line,
        end_column: region.end.column,
        subject: finding.subject.as_deref(),
        related,
        notes: &finding.notes,
        help: finding.help.as_deref(),
        fixable: finding.fix.as_ref().is_some_and(|fix| fix.safe),
        fingerprint,
        waived: finding.waived.as_ref().map(|waiver| Waived {
            because: &waiver.because,
            until: waiver.until.as_deref(),
            path: places.path(waiver.place.file),
            line: places.region(waiver.place).start.line,
        }),
    }
}
