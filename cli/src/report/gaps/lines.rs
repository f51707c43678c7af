//! One gap a line: for pipes, spreadsheets and pages.

use std::fmt::Write as _;

use crate::report::gaps::{GapsReport, percent, using, verdict};
use crate::sheet::{self, Book, Sheet};
use crate::text::escape;

/// Tab-separated: area, remedy, subject, what, advice, owner, path; or what was asked for instead.
pub fn tsv(report: &GapsReport<'_>) -> String {
    sheet::tsv(&main(report))
}

/// The same for spreadsheets.
pub fn csv(report: &GapsReport<'_>) -> String {
    sheet::csv(&main(report))
}

/// Everything as one workbook: counts, gaps, and what was asked for beside them.
pub fn book(report: &GapsReport<'_>) -> Book {
    let mut counts = Sheet::new("Counts", "Nothing is counted.", &[("what", 60), ("there", 9), ("of", 9)]);
    for (measure, part) in &report.gaps.shares {
        counts.push([measure.title().into(), part.number.into(), part.of.into()]);
    }
    for (number, words) in report.using.map(using::counted).unwrap_or_default() {
        counts.push([words.into(), number.into(), report.using.map(|using| using.of).into()]);
    }
    let mut sheets = vec![counts, gaps(report)];
    sheets.extend(report.using.map(using::leads_sheet));
    sheets.extend(report.dry_run.map(using::dry_run_sheet));
    Book {
        title: format!("Gaps: {}", report.title),
        company: report.company.to_owned(),
        day: report.as_of,
        sheets,
    }
}

/// The table that was asked for.
fn main(report: &GapsReport<'_>) -> Sheet {
    match (report.dry_run, report.using) {
        (Some(run), _) if report.only_dry_run => using::dry_run_sheet(run),
        (_, Some(using)) => using::leads_sheet(using),
        (_, None) => gaps(report),
    }
}

fn gaps(report: &GapsReport<'_>) -> Sheet {
    let columns = [
        ("area", 18),
        ("remedy", 9),
        ("subject", 16),
        ("what", 60),
        ("advice", 60),
        ("owner", 10),
        ("path", 40),
    ];
    let mut sheet = Sheet::new("Gaps", "No gap that can be seen from here.", &columns);
    for gap in &report.gaps.list {
        sheet.push([
            gap.area.word().into(),
            gap.remedy.word().into(),
            (&gap.subject).into(),
            (&gap.what).into(),
            (&gap.advice).into(),
            gap.owner.as_deref().unwrap_or_default().into(),
            gap.path.as_ref().map_or("", AsRef::as_ref).into(),
        ]);
    }
    sheet
}

/// A page for a job's summary, a wiki or an issue.
pub fn markdown(report: &GapsReport<'_>) -> String {
    let mut text = format!("## {}: {}\n\n", escape::remark(report.title), report.summary());
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{} · {} · {}\n",
        escape::remark(report.company),
        report.window,
        escape::remark(&report.clocks())
    );
    for remark in report.remarks() {
        let _ = writeln!(text, "{}\n", escape::remark(&remark));
    }
    if !report.only_dry_run {
        shares(&mut text, report);
        begin(&mut text, report);
        if let Some(using) = report.using {
            let _ = writeln!(text, "\n{}\n", escape::remark(&using::said(using)));
            text.push_str("| Number | Of | |\n|--:|--:|---|\n");
            for (number, words) in using::counted(using) {
                let _ = writeln!(text, "| {number} | {} | {} |", using.of, escape::remark(&words));
            }
            if let Some(words) = using::unconnected(report) {
                let _ = writeln!(text, "\n{}", escape::remark(&words));
            }
            let frameworks = escape::remark(&using.frameworks.join(", "));
            let _ = writeln!(text, "\n### Suggested through {frameworks}\n");
            text.push_str(&sheet::markdown(&using::leads_sheet(using)));
        }
        areas(&mut text, report);
    }
    if let Some(run) = report.dry_run {
        let _ =
            writeln!(text, "\n### Dry run over {}\n\n{}\n", run.window, escape::remark(&using::summary(run)));
        text.push_str(&sheet::markdown(&using::dry_run_sheet(run)));
    }
    let _ = writeln!(text, "\n{}", report.limit());
    text
}

fn shares(text: &mut String, report: &GapsReport<'_>) {
    text.push_str("| What | There | Of | |\n|---|---|---|---|\n");
    for (measure, part) in &report.gaps.shares {
        let _ =
            writeln!(text, "| {} | {} | {} | {} |", measure.title(), part.number, part.of, percent(*part));
    }
    for asked in report.asked {
        let _ = writeln!(text, "\n**{}**", verdict(asked));
    }
}

fn begin(text: &mut String, report: &GapsReport<'_>) {
    if report.gaps.begin.is_empty() || report.using.is_some() {
        return;
    }
    text.push_str("\n### Where to begin\n\n");
    for (index, first) in report.gaps.begin.iter().enumerate() {
        let _ = writeln!(text, "{}. {} ({})", index + 1, escape::remark(&first.what), first.closes);
    }
}

fn areas(text: &mut String, report: &GapsReport<'_>) {
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
}
