//! One duty a line, for pipes and for pages.

use std::fmt::Write as _;

use crate::assess::{Duty, Urgency};
use crate::report::status::{StatusReport, name};
use crate::text::escape;

/// Tab-separated: urgency, due, owner, kind, subject, item, what, path.
pub fn tsv(report: &StatusReport<'_>) -> String {
    let mut text = String::from("urgency\tdue\towner\tkind\tsubject\titem\twhat\tpath\n");
    for duty in report.duties {
        let due = duty.due.map(|due| due.to_string()).unwrap_or_default();
        let cells = [
            duty.urgency.word(),
            &due,
            duty.owner.as_deref().unwrap_or_default(),
            duty.kind.word(),
            &duty.subject,
            &duty.item,
            &duty.what,
            duty.path.as_str(),
        ];
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", cells.map(escape::tsv).join("\t"));
    }
    text
}

/// A page for a job's summary, a wiki or an issue.
pub fn markdown(report: &StatusReport<'_>) -> String {
    let mut text = format!("## Status: {}\n\n", escape::remark(&report.summary()));
    let _ = writeln!(text, "{} · {}", escape::remark(report.company), escape::remark(&report.clocks()));
    if let Some(doubt) = report.doubt() {
        let _ = writeln!(text, "\n**{}**", escape::remark(doubt));
    }
    for (urgency, heading) in [
        (Urgency::Overdue, "Overdue"),
        (Urgency::Due, "Due"),
        (Urgency::Open, "Open, due later or without a day"),
    ] {
        let duties: Vec<&Duty> = report.of(urgency).collect();
        if duties.is_empty() {
            continue;
        }
        let _ = writeln!(
            text,
            "\n### {heading} ({})\n\n| Due | Owner | About | What | To do |\n|---|---|---|---|---|",
            duties.len()
        );
        for duty in duties {
            let due = duty.due.map_or_else(|| "no day".to_owned(), |due| due.to_string());
            let owner =
                duty.owner.as_deref().map_or_else(|| "nobody".to_owned(), |owner| known(report, owner));
            let _ = writeln!(
                text,
                "| {due} | {} | {} | {} | {} |",
                escape::remark(&owner),
                escape::remark(&name(duty)),
                escape::remark(&duty.what),
                escape::remark(&duty.help)
            );
        }
    }
    text
}

/// The full name behind a short one.
fn known(report: &StatusReport<'_>, short: &str) -> String {
    report.names.get(short).cloned().unwrap_or_else(|| short.to_owned())
}
