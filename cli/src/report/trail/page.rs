//! The trail as Markdown: the heat map as a table, or one control's occurrences with their four times.

use std::fmt::Write as _;

use crate::assess::{ControlAssessment, Occurrence, Stamp};
use crate::calendar::FiscalYear;
use crate::report::trail::grid::{Grid, grades};
use crate::report::trail::json::rfc3339;
use crate::report::trail::story::witnessed;
use crate::report::trail::{Columns, TrailReport, flag_words, incomplete};
use crate::text::escape::remark;

/// The heat map as a table, its legend, the counts.
pub fn markdown(report: &TrailReport<'_>, columns: Columns, fiscal: FiscalYear) -> String {
    let grid = Grid::of(report, columns, fiscal);
    let mut text = head(report);
    // Writing to a String cannot fail.
    let _ =
        writeln!(text, "| Control | Cadence | {} | On file | On time | Grade |", grid.headings.join(" | "));
    let _ = writeln!(text, "|---|---|{}---|---|---|", ":-:|".repeat(grid.headings.len()));
    for row in &grid.rows {
        let cells = row.cells.iter().map(|cell| match cell.worst() {
            None => String::new(),
            Some((mark, count)) if cell.total() > 1 && count == cell.total() => {
                format!("{} {count}", mark.glyph(false))
            }
            Some((mark, count)) if cell.total() > 1 => {
                format!("{} {count}/{}", mark.glyph(false), cell.total())
            }
            Some((mark, _)) => mark.glyph(false).to_owned(),
        });
        let cells: Vec<String> = cells.collect();
        let named =
            report.controls.get(&row.control.id).map(|named| named.title.as_str()).unwrap_or_default();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {}/{} | {}/{} | {} |",
            remark(format!("{} {named}", row.control.id).trim()),
            row.control.cadence,
            cells.join(" | "),
            row.counts.on_file,
            row.counts.expected,
            row.counts.on_time,
            row.counts.expected,
            grades(row.control)
        );
    }
    let legend: Vec<String> =
        grid.used().map(|mark| format!("{} {}", mark.glyph(false), mark.meaning())).collect();
    let counts = report.assessment.counts();
    let _ = writeln!(
        text,
        "\n{}\n\n{} expected, {} on file, {} on time.",
        legend.join(" · "),
        counts.expected,
        counts.on_file,
        counts.on_time
    );
    let sentences = report.assessment.reviewing().sentences();
    if !sentences.is_empty() {
        let _ = writeln!(text, "\n{}", sentences.join(" "));
    }
    if let Some(what) = incomplete(report.assessment) {
        let _ = writeln!(text, "\n**Not all can be told: {what}.**");
    }
    text
}

/// Controls one after another, each occurrence with its four times.
pub fn stories(report: &TrailReport<'_>) -> String {
    let mut text = head(report);
    for control in &report.assessment.controls {
        story(&mut text, report, control);
    }
    text
}

fn head(report: &TrailReport<'_>) -> String {
    let assessment = report.assessment;
    let audit = report.audit.map(|audit| format!(", {audit}")).unwrap_or_default();
    let commit = assessment.commit.map(|commit| commit.short()).unwrap_or_default();
    let revision = match report.reference {
        Some(name) if name != commit => format!("{name} ({commit})"),
        Some(_) | None => commit,
    };
    format!(
        "## Controls in {}{}\n\n{} · at {} · as of {}\n\n",
        assessment.window,
        remark(&audit),
        remark(report.company),
        remark(&revision),
        assessment.as_of
    )
}

fn story(text: &mut String, report: &TrailReport<'_>, control: &ControlAssessment) {
    let named = report.controls.get(&control.id).cloned().unwrap_or_default();
    let _ = writeln!(
        text,
        "### {}\n\n{}, owner {}\n",
        remark(format!("{} {}", control.id, named.title).trim()),
        control.cadence,
        remark(&named.owner)
    );
    if control.occurrences.is_empty() {
        text.push_str("Nothing fell due in the window.\n\n");
        return;
    }
    text.push_str(
        "| Period | Due | Status | Performed | Committed | Landed | Witnessed | Reviewed | Grade |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    for one in &control.occurrences {
        line(text, one);
    }
    text.push('\n');
}

fn line(text: &mut String, one: &Occurrence) {
    let status = match flag_words(&one.flags) {
        flags if flags.is_empty() => one.status.word().to_owned(),
        flags => format!("{}: {flags}", one.status.word()),
    };
    let claim = |act: Option<&crate::assess::Claimed>| {
        let said = |act: &crate::assess::Claimed| {
            let at = act.at.as_deref().map_or_else(|| "no date".to_owned(), moment);
            format!("{at} by {}", remark(act.by.as_deref().unwrap_or("nobody")))
        };
        act.map(said).unwrap_or_default()
    };
    let stamp = |stamp: Option<&Stamp>| {
        stamp.map(|stamp| rfc3339(stamp.at, stamp.offset_minutes)).unwrap_or_default()
    };
    let there = one.path.is_some();
    let _ = writeln!(
        text,
        "| {} | {} | {status} | {} | {} | {} | {} | {} | {} |",
        remark(&one.period.name),
        one.due,
        claim(one.performed.as_ref()),
        stamp(one.committed.as_ref()),
        stamp(one.landed.as_ref()),
        if there { witnessed(one) } else { String::new() },
        claim(one.reviewed.as_ref()),
        one.graded.as_ref().map_or("", |graded| graded.grade.word())
    );
}

/// A moment as it was written: digits and colons mark nothing up, so they can be copied as they are.
fn moment(written: &str) -> String {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | '+' | '.' | 'T' | 'Z');
    let begins = written.starts_with(|c: char| c.is_ascii_digit());
    if begins && written.chars().all(plain) { written.to_owned() } else { remark(written) }
}
