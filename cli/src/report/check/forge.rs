//! Annotations at the lines of a change: GitHub's workflow commands, GitLab's Code Quality.

use std::fmt::Write as _;

use serde_json::Value;

use crate::assess::Concern;
use crate::place::{Location, Sha256};
use crate::report::check::{CheckReport, allowed};
use crate::report::json::written;
use crate::report::{Format, Places, Style};
use crate::text::escape::{command_message, command_property};

/// What GitHub shows of a level.
const SHOWN: usize = 10;

/// The line that a concern stands at; `None` where its file is gone or stands as a whole.
pub(super) fn line_of(report: &CheckReport<'_>, places: &mut Places<'_>, one: &Concern) -> Option<u32> {
    let (file, _) = report.findings.snapshot.find(one.path.as_str())?;
    Some(places.region(Location { file, span: one.span? }).start.line)
}

/// New findings as `lint` prints them, then what somebody has to look at.
pub fn github(report: &CheckReport<'_>) -> String {
    let mut text = report.findings.render(Format::Github, Style::PLAIN);
    let mut places = Places::new(report.findings.snapshot);
    let printed = text.lines().filter(|line| line.starts_with("::warning")).count();
    let room = SHOWN.saturating_sub(printed + usize::from(!report.conflicts.is_empty())).max(1);
    for one in report.concerns.iter().take(room) {
        let path = command_property(&report.findings.path(one.path.as_str()));
        // What is gone is shown beside the change, at no line.
        let place = line_of(report, &mut places, one)
            .map_or_else(String::new, |line| format!("file={path},line={line},"));
        let title = command_property(&format!("{} {}", one.kind.word(), one.subject));
        let mut message = one.message.clone();
        for consequence in &one.consequences {
            let _ = write!(message, "\nnote: {consequence}");
        }
        let _ = writeln!(text, "::warning {place}title={title}::{}", command_message(&message));
    }
    if !report.conflicts.is_empty() {
        let paths: Vec<&str> = report.conflicts.iter().map(AsRef::as_ref).collect();
        let message =
            format!("both sides changed {}: what a merge would hold cannot be told", paths.join(", "));
        let _ = writeln!(text, "::warning title=conflicts::{}", command_message(&message));
    }
    for one in report.missing() {
        let message = format!("{}: an approval by {} is missing", one.subject, allowed(one));
        let _ = writeln!(text, "::error title=approval::{}", command_message(&message));
    }
    let left = report.concerns.len().saturating_sub(room);
    let more = if left > 0 { format!("{left} more to look at; ") } else { String::new() };
    let _ = writeln!(
        text,
        "::notice title=tickmark::{}",
        command_message(&format!("{more}{}", report.counted()))
    );
    text
}

/// The Code Quality report of `lint` over what is new, with what somebody has to look at.
pub fn gitlab(report: &CheckReport<'_>) -> String {
    let findings = report.findings.render(Format::Gitlab, Style::PLAIN);
    let mut list: Vec<Value> = serde_json::from_str(&findings).unwrap_or_default();
    let mut places = Places::new(report.findings.snapshot);
    for one in report.concerns {
        let key = format!("{}\0{}\0{}\0{}", one.kind.word(), one.subject, one.path, one.message);
        let mut fingerprint = Sha256::of(key.as_bytes()).to_string();
        fingerprint.truncate(32);
        let line = line_of(report, &mut places, one).unwrap_or(1);
        list.push(serde_json::json!({
            "description": format!("{}: {}", one.subject, one.message),
            "check_name": one.kind.word(),
            "fingerprint": fingerprint,
            "severity": "minor",
            "location": {"path": report.findings.path(one.path.as_str()), "lines": {"begin": line}},
        }));
    }
    written(&list)
}
