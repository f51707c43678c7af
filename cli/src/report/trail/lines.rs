//! One occurrence a line, for pipes.

use std::fmt::Write as _;

use crate::report::trail::{TrailReport, flag_words};

/// Tab-separated: control, period, due, status, flags, performed, landed, path.
pub fn tsv(report: &TrailReport<'_>) -> String {
    let mut text = String::from("control\tperiod\tdue\tstatus\tflags\tperformed\tlanded\tpath\n");
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
            ]
            .map(cell);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", cells.join("\t"));
        }
    }
    text
}

/// A cell holds no tab and no line end.
fn cell(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}
