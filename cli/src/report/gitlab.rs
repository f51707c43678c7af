//! GitLab's Code Quality report: a list of issues.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>. The report has no
//! word for what is set aside, so that stays out, and none for what was not judged: the exit code
//! and standard error tell it.

use std::borrow::Cow;

use serde::Serialize;

use crate::finding::Level;
use crate::report::{Places, Report, fingerprints};
use crate::text::{escape, visible};

#[derive(Serialize)]
struct Issue<'a> {
    description: Cow<'a, str>,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(super) fn render(report: &Report<'_>) -> String {
    let mut places = Places::new(report.snapshot);
    let list = report.findings.list();
    let fingerprints = fingerprints(list, &mut places);
    let open = list.iter().zip(fingerprints).filter(|(finding, _)| finding.waived.is_none());
    let issues: Vec<Issue<'_>> = open
        .map(|(finding, fingerprint)| {
            let region = places.region(finding.place);
            Issue {
                description: visible(&finding.message),
                check_name: finding.rule,
                fingerprint,
                severity: severity(finding.level),
                location: Location {
                    path: report.path(finding.path.as_str()),
                    lines: Lines { begin: region.start.line, end: region.end.line },
                },
            }
        })
        .collect();
    let text = serde_json::to_string_pretty(&issues).expect("text and numbers always serialize");
    escape::json(&text) + "\n"
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Note => "info",
    }
}
