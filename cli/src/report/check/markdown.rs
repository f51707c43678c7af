//! The comment on a pull request, found again by its marker.

use std::fmt::Write as _;

use crate::report::check::{CheckReport, allowed};
use crate::report::compare::markdown_sections;
use crate::report::markdown::{LIMIT, findings, length, shortened};
use crate::report::plural;
use crate::text::escape::remark;

/// The first line, by which a comment is found again.
pub const MARKER: &str = "<!-- tickmark:report -->";

/// Characters for what somebody has to look at.
const CONCERNS: usize = 20_000;
/// Characters for the difference, if findings leave them.
const DIFFERENCE: usize = 20_000;
/// Characters that the fold around the difference takes, with some air.
const FOLD: usize = 300;

/// Writes the comment; it never has more characters than a comment holds.
pub fn markdown(report: &CheckReport<'_>) -> String {
    let sign = match report.findings.exit {
        0 if report.is_quiet() => "✓",
        0 => "●",
        1 => "✗",
        _ => "?",
    };
    let mut text = format!("{MARKER}\n### {sign} {}: {}\n\n", report.verdict(), report.counted());
    let company = if report.company.is_empty() {
        String::new()
    } else {
        format!(" · {}", remark(&shortened(report.company)))
    };
    let _ = writeln!(text, "{}{company}", remark(&report.clocks()));
    let changes = report.changes();
    if !changes.is_empty() {
        let _ = writeln!(text, "\n{}.", remark(&changes));
    }
    if let Some(not_judged) = report.findings.not_judged() {
        let _ = writeln!(
            text,
            "\n**Not judged in full:** {}; {}.",
            remark(&not_judged.message),
            remark(not_judged.help)
        );
    }
    conflicts(&mut text, report);
    text.push_str(&concerns(report));
    people(&mut text, report);
    let difference = fold(report);
    let room = (LIMIT - FOLD).saturating_sub(length(&text) + length(&difference));
    if report.open() > 0 {
        text.push_str("\n#### New findings\n");
        text.push_str(&findings(&report.findings, room));
    }
    set_aside(&mut text, report, room);
    text.push_str(&difference);
    text
}

fn conflicts(text: &mut String, report: &CheckReport<'_>) {
    if report.conflicts.is_empty() {
        return;
    }
    let shown = report.conflicts.iter().take(20).map(|path| remark(path.as_str()));
    let _ = writeln!(
        text,
        "\n**Conflicts** in {}: {}. What a merge would hold cannot be told; this is the change by itself.",
        plural(report.conflicts.len(), "file"),
        shown.collect::<Vec<_>>().join(", ")
    );
}

/// What somebody has to look at, as far as there is room.
fn concerns(report: &CheckReport<'_>) -> String {
    let (mut text, mut left) = (String::new(), 0);
    for (kind, list) in report.by_kind() {
        let mut section = format!("\n#### {} ({})\n\n", kind.title(), list.len());
        for one in list {
            let mut entry = format!(
                "- **{}** {} ({})\n",
                remark(&shortened(&one.subject)),
                remark(&shortened(&one.message)),
                remark(&report.findings.path(one.path.as_str()))
            );
            for consequence in &one.consequences {
                let _ = writeln!(entry, "  - {}", remark(&shortened(consequence)));
            }
            if length(&text) + length(&section) + length(&entry) > CONCERNS {
                left += 1;
            } else {
                section.push_str(&entry);
            }
        }
        text.push_str(&section);
    }
    if left > 0 {
        let _ = writeln!(text, "\n**{left} more to look at**; `tickmark check` shows every one.");
    }
    text
}

fn people(text: &mut String, report: &CheckReport<'_>) {
    if !report.lookers.is_empty() {
        text.push_str("\n#### Who should look\n\n");
    }
    for one in report.lookers.iter().take(50) {
        let because: Vec<&str> = one.because.iter().take(12).map(String::as_str).collect();
        let more = one.because.len().saturating_sub(12);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(text, "- {}: {}{more}", remark(&one.who), remark(&shortened(&because.join(", "))));
    }
    let missing = report.missing();
    if !missing.is_empty() {
        text.push_str("\n#### Approvals that are missing\n\n");
    }
    for one in missing.iter().take(50) {
        let _ = writeln!(text, "- **{}** by {}", remark(&one.subject), remark(&allowed(one)));
    }
    if missing.len() > 50 {
        let _ = writeln!(text, "- {} more", missing.len() - 50);
    }
}

fn set_aside(text: &mut String, report: &CheckReport<'_>, room: usize) {
    if report.set_aside.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n#### Set aside by this change ({})\n", report.set_aside.len());
    let mut room = room.min(6_000);
    for finding in report.set_aside {
        let why = finding.waived.as_ref().map(|waiver| waiver.because.as_str()).unwrap_or_default();
        let entry = format!(
            "- {} `{}`: {}, because: {}\n",
            remark(finding.path.as_str()),
            finding.rule,
            remark(&shortened(&finding.message)),
            remark(&shortened(why))
        );
        if length(&entry) > room {
            text.push_str("- and more\n");
            return;
        }
        room -= length(&entry);
        text.push_str(&entry);
    }
}

/// Everything that is different, folded.
fn fold(report: &CheckReport<'_>) -> String {
    if report.comparison.is_empty() {
        return String::new();
    }
    let body = markdown_sections(report.comparison, "####", false, DIFFERENCE);
    format!("\n<details><summary>Everything that changes</summary>\n{body}\n</details>\n")
}
