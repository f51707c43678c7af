//! Workflow commands: GitHub shows them at the lines of a pull request.
//!
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>. Of each
//! level a step shows ten: the most pressing are printed, and one notice counts the rest.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::finding::{Finding, Level};
use crate::report::{Places, Report};
use crate::text::escape::{command_message, command_property};

/// What GitHub shows of a level.
const SHOWN: usize = 10;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut places = Places::new(report.snapshot);
    let not_judged = report.not_judged();
    let mut text = String::new();
    if let Some(not_judged) = &not_judged {
        let message = format!("{}: {}\nhelp: {}", not_judged.message, not_judged.rules, not_judged.help);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "::warning title=not judged::{}", command_message(&message));
    }
    let mut room = room(report, not_judged.is_some());
    let mut left = 0;
    for finding in report.pressing() {
        match room.get_mut(&finding.level) {
            Some(0) | None => left += 1,
            Some(room) => {
                *room -= 1;
                let _ = writeln!(text, "{}", command(report, &mut places, finding));
            }
        }
    }
    if left > 0 {
        let more = if left == 1 { "1 more finding is" } else { &format!("{left} more findings are") };
        let message = format!("{more} not shown here: {} in all", report.counted());
        let _ = writeln!(text, "::notice title=tickmark::{}", command_message(&message));
    }
    text
}

/// How many of each level may be printed, so that what is said beside them is shown as well.
fn room(report: &Report<'_>, not_judged: bool) -> BTreeMap<Level, usize> {
    let count = |level: Level| report.findings.count(level);
    let warnings = SHOWN - usize::from(not_judged);
    let rest = count(Level::Error) > SHOWN || count(Level::Warning) > warnings || count(Level::Note) > SHOWN;
    [(Level::Error, SHOWN), (Level::Warning, warnings), (Level::Note, SHOWN - usize::from(rest))].into()
}

fn command(report: &Report<'_>, places: &mut Places<'_>, finding: &Finding) -> String {
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let region = places.region(finding.place);
    let mut place = format!("line={}", region.start.line);
    // Columns mean something to GitHub on one line only.
    if region.start.line == region.end.line && !finding.place.span.is_empty() {
        let _ = write!(
            place,
            ",col={},endLine={},endColumn={}",
            region.start.column, region.end.line, region.end.column
        );
    } else {
        let _ = write!(place, ",endLine={}", region.end.line);
    }
    let mut message = finding.message.clone();
    for note in &finding.notes {
        let _ = write!(message, "\nnote: {note}");
    }
    if let Some(help) = &finding.help {
        let _ = write!(message, "\nhelp: {help}");
    }
    let path = command_property(&report.path(finding.path.as_str()));
    let title = command_property(finding.rule);
    format!("::{level} file={path},{place},title={title}::{}", command_message(&message))
}
