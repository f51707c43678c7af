//! One occurrence a line, for pipes and spreadsheets.

use std::fmt::Write as _;

use crate::assess::{Claimed, Stamp};
use crate::report::trail::json::rfc3339;
use crate::report::trail::{TrailReport, flag_words};
use crate::text::escape;

/// Tab-separated: control, period, due, status, flags, performed, landed, path, grade.
pub fn tsv(report: &TrailReport<'_>) -> String {
    let mut text = String::from("control\tperiod\tdue\tstatus\tflags\tperformed\tlanded\tpath\tgrade\n");
    for control in &report.assessment.controls {
        for occurrence in &control.occurrences {
            let performed = occurrence.performed.as_ref().and_then(|performed| performed.on);
            let landed = occurrence.landed.as_ref().and_then(|landed| landed.day);
            let day = |day: Option<crate::calendar::Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let path = occurrence.path.as_ref().map_or("", AsRef::as_ref);
            let cells = [
                control.id.as_str(),
                &occurrence.period.name,
                &occurrence.due.to_string(),
                occurrence.status.word(),
                &flag_words(&occurrence.flags),
                &day(performed),
                &day(landed),
                path,
                occurrence.graded.as_ref().map_or("", |graded| graded.grade.word()),
            ]
            .map(escape::tsv);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", cells.join("\t"));
        }
    }
    text
}

/// The columns of the CSV.
const COLUMNS: [&str; 17] = [
    "control",
    "title",
    "owner",
    "period",
    "start",
    "end",
    "due",
    "status",
    "flags",
    "performed_by",
    "performed",
    "committed",
    "landed",
    "reviewed_by",
    "reviewed",
    "grade",
    "path",
];

/// RFC 4180 with LF; no cell is a formula.
pub fn csv(report: &TrailReport<'_>) -> String {
    let mut text = COLUMNS.join(",");
    text.push('\n');
    for control in &report.assessment.controls {
        let named = report.controls.get(&control.id).cloned().unwrap_or_default();
        for one in &control.occurrences {
            let by = |act: Option<&Claimed>| act.and_then(|act| act.by.clone()).unwrap_or_default();
            let at = |act: Option<&Claimed>| act.and_then(|act| act.at.clone()).unwrap_or_default();
            let stamp = |stamp: Option<&Stamp>| {
                stamp.map(|stamp| rfc3339(stamp.at, stamp.offset_minutes)).unwrap_or_default()
            };
            let cells: [String; 17] = [
                control.id.clone(),
                named.title.clone(),
                named.owner.clone(),
                one.period.name.clone(),
                one.period.start.to_string(),
                one.period.due().to_string(),
                one.due.to_string(),
                one.status.word().to_owned(),
                flag_words(&one.flags),
                by(one.performed.as_ref()),
                at(one.performed.as_ref()),
                stamp(one.committed.as_ref()),
                stamp(one.landed.as_ref()),
                by(one.reviewed.as_ref()),
                at(one.reviewed.as_ref()),
                one.graded.as_ref().map_or("", |graded| graded.grade.word()).to_owned(),
                one.path.as_ref().map_or("", AsRef::as_ref).to_owned(),
            ];
            let _ = writeln!(text, "{}", cells.map(|cell| escape::csv(&cell)).join(","));
        }
    }
    text
}
