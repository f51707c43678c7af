//! One gap a line, for pipes and for pages.

use std::fmt::Write as _;

use crate::report::gaps::{GapsReport, percent, verdict};
use crate::text::escape;

/// Tab-separated: area, remedy, subject, what, advice, owner, path.
pub fn tsv(report: &GapsReport<'_>) -> String {
    let mut text = String::from("area\tremedy\tsubject\twhat\tadvice\towner\tpath\n");
    for gap in &report.gaps.list {
        let cells = [
            gap.area.word(),
            gap.remedy.word(),
            &gap.subject,
            &gap.what,
            &gap.advice,
            gap.owner.as_deref().unwrap_or_default(),
            gap.path.as_ref().map_or("", AsRef::as_ref),
        ];
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", cells.map(escape::tsv).join("\t"));
    }
    text
}

/// A page for a job's summary, a wiki or an issue.
pub fn markdown(report: &GapsReport<'_>) -> String {
    let mut text = format!("## {}: {}\n\n", escape::remark(report.title), report.summary());
    let _ = writeln!(
        text,
        "{} · {} · {}\n",
        escape::remark(report.company),
        report.window,
        escape::remark(&report.clocks())
    );
    text.push_str("| What | There | Of | |\n|---|---|---|---|\n");
    for (measure, part) in &report.gaps.shares {
        let _ =
            writeln!(text, "| {} | {} | {} | {} |", measure.title(), part.number, part.of, percent(*part));
    }
    for asked in report.asked {
        let _ = writeln!(text, "\n**{}**", verdict(asked));
    }
    for (area, gaps) in report.by_area() {
        let _ = writeln!(
            text,
            "\n### {} ({})\n\n| About | What | To do | Owner |\n|---|---|---|---|",
            area.title(),
            gaps.len()
        );
        for gap in gaps {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} |",
                escape::remark(&gap.subject),
                escape::remark(&gap.what),
                escape::remark(&gap.advice),
                escape::remark(gap.owner.as_deref().unwrap_or_default())
            );
        }
    }
    let _ = writeln!(text, "\n{}", report.limit());
    text
}
