//! One control's story: every occurrence with its four times.

use std::fmt::Write as _;

use crate::assess::{ControlAssessment, Occurrence, Stamp};
use crate::calendar::Date;
use crate::report::trail::json::rfc3339;
use crate::report::trail::{Mark, TrailReport, flag_words};
use crate::text::visible;

/// Tells what should have happened to a control in the window, what did, and when.
pub fn story(report: &TrailReport<'_>, control: &ControlAssessment) -> String {
    let mut text = String::new();
    let named = report.controls.get(&control.id).cloned().unwrap_or_default();
    let _ = writeln!(text, "{}  {}", visible(&control.id), visible(&named.title));
    let _ = writeln!(text, "{}, owner {}", control.cadence, visible(&named.owner));
    for run in &control.in_force {
        let day = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        let (from, to) = (day(run.from), day(run.to));
        let commit = run.commit.map_or_else(|| "not committed".to_owned(), |commit| commit.short());
        let _ = writeln!(text, "  {} from {from} to {to}  {commit}", run.cadence);
    }
    for occurrence in &control.occurrences {
        text.push('\n');
        tell(&mut text, occurrence, report.style.ascii);
    }
    if control.occurrences.is_empty() {
        text.push_str("\nnothing fell due in the window\n");
    }
    for run in &control.uncovered {
        let _ = writeln!(text, "\nuncovered {}..{}: active, but in no expected period", run.from, run.to);
    }
    for stray in &control.strays {
        let period = stray.period.as_deref().unwrap_or("no period");
        let _ = writeln!(
            text,
            "\nstray {} ({period}): belongs to no expected occurrence",
            visible(stray.path.as_str())
        );
    }
    text
}

fn tell(text: &mut String, occurrence: &Occurrence, ascii: bool) {
    let mark = Mark::of(occurrence);
    let style = mark.style();
    let flags = if occurrence.flags.is_empty() {
        String::new()
    } else {
        format!(": {}", flag_words(&occurrence.flags))
    };
    let _ = writeln!(
        text,
        "{style}{}{style:#} {}  due {}  {style}{}{style:#}{flags}",
        mark.glyph(ascii),
        occurrence.period,
        occurrence.due,
        occurrence.status.word()
    );
    if let Some(path) = &occurrence.path {
        field(text, "record", &visible(path.as_str()));
    }
    for other in &occurrence.others {
        field(text, "also", &visible(other.as_str()));
    }
    let claim = |act: &crate::assess::Claimed| {
        let by = act.by.as_deref().unwrap_or("nobody named");
        format!("{}  by {}", visible(act.at.as_deref().unwrap_or("no date")), visible(by))
    };
    if let Some(performed) = &occurrence.performed {
        field(text, "performed", &claim(performed));
    }
    if occurrence.path.is_some() {
        field(text, "committed", &stamp(occurrence.committed.as_ref()));
        field(text, "landed", &stamp(occurrence.landed.as_ref()));
        field(text, "witnessed", &witnessed(occurrence));
    }
    if let Some(reviewed) = &occurrence.reviewed {
        field(text, "reviewed", &claim(reviewed));
    }
    if let Some(rows) = occurrence.population_rows {
        field(text, "population", &format!("{rows} rows"));
    }
    grade(text, occurrence);
    for edit in &occurrence.edits {
        let line = format!(
            "{}  {} by {}, {}",
            rfc3339(edit.at, edit.offset_minutes),
            edit.commit.short(),
            visible(&edit.by),
            edit.kind.word()
        );
        field(text, "edited", &line);
    }
    for path in &occurrence.deleted {
        field(text, "deleted", &visible(path.as_str()));
    }
    for lack in &occurrence.lacks {
        field(text, "lacks", &visible(&lack.words()));
    }
    for exception in &occurrence.exceptions {
        field(text, "exception", &visible(exception));
    }
}

/// The grade, and every reason why it is no better.
fn grade(text: &mut String, occurrence: &Occurrence) {
    if let Some(graded) = &occurrence.graded {
        field(text, "grade", &format!("{}  {}", graded.grade.word(), graded.grade.means()));
        for reason in &graded.reasons {
            field(text, "", &format!("{}: {}", reason.code(), reason.means()));
        }
    }
}

fn field(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "    {name:11}{value}");
}

pub(super) fn witnessed(occurrence: &Occurrence) -> String {
    let Some(graded) = &occurrence.graded else { return "not judged".to_owned() };
    match &graded.witnessed {
        None => "by no clock outside".to_owned(),
        Some(by) => match by.from {
            Some(from) => format!("between {from} and {}", by.to),
            None => format!("not later than {}", by.to),
        },
    }
}

fn stamp(stamp: Option<&Stamp>) -> String {
    stamp.map_or_else(
        || "cannot be told".to_owned(),
        |stamp| format!("{}  {}", rfc3339(stamp.at, stamp.offset_minutes), stamp.commit.short()),
    )
}
