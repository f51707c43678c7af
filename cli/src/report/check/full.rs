//! For people on a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Ansi};

use crate::assess::Concern;
use crate::report::check::{CheckReport, allowed};
use crate::report::compare::full_sections;
use crate::report::{Format, Places, Style, filled};
use crate::text::visible;

/// Draws the verdict, new findings, what to look at, who, and then everything that is different.
pub fn full(report: &CheckReport<'_>, findings: Style) -> String {
    let mut text = format!("{} · check\n{}\n\n", visible(report.company), visible(&report.clocks()));
    let width = report.style.width;
    let _ = writeln!(text, "{}", filled(&format!("{}: {}", report.verdict(), report.counted()), width, 0, 0));
    let changes = report.changes();
    let changes = if changes.is_empty() { "nothing that the repository says is different" } else { &changes };
    let _ = writeln!(text, "{}", filled(&visible(changes), width, 0, 0));
    conflicts(&mut text, report);
    if report.open() > 0 {
        heading(&mut text, "New findings", report.open());
        text.push_str(&body(&report.findings.render(Format::Full, findings)));
    }
    set_aside(&mut text, report);
    let mut places = Places::new(report.findings.snapshot);
    for (kind, concerns) in report.by_kind() {
        heading(&mut text, kind.title(), concerns.len());
        for one in concerns {
            concern(&mut text, report, &mut places, one);
        }
    }
    people(&mut text, report);
    text.push_str(&full_sections(report.comparison, report.style));
    if report.style.ascii { text.replace('·', "-").replace('→', "->").replace('×', "x") } else { text }
}

/// The findings without the head and the sum of their own report.
fn body(text: &str) -> String {
    let plain = text.split_once("\n\n").map_or(text, |(_, rest)| rest);
    let end = plain.trim_end().rfind("\n\n").map_or(plain.len(), |at| at + 1);
    plain[..end].to_owned()
}

fn heading(text: &mut String, title: &str, count: usize) {
    let bold = Ansi::new().bold();
    let _ = writeln!(text, "\n{bold}{title}{bold:#} ({count})");
}

fn item(text: &mut String, ink: Ansi, id: &str, said: &str, width: usize) {
    let id = visible(id);
    let said = filled(&visible(said), width, 4 + id.chars().count(), 6);
    let _ = writeln!(text, "  {ink}{id}{ink:#}  {said}");
}

fn conflicts(text: &mut String, report: &CheckReport<'_>) {
    if report.conflicts.is_empty() {
        return;
    }
    heading(text, "Conflicts", report.conflicts.len());
    for path in report.conflicts {
        let _ = writeln!(text, "  {}", visible(path.as_str()));
    }
    let help = "both sides changed these, so what a merge would hold cannot be told; what follows is the \
                change by itself. Merge the branch into the change, and check again";
    let _ = writeln!(text, "  {}", filled(help, report.style.width, 2, 2));
}

fn set_aside(text: &mut String, report: &CheckReport<'_>) {
    if report.set_aside.is_empty() {
        return;
    }
    heading(text, "Set aside by this change", report.set_aside.len());
    for finding in report.set_aside {
        let why = finding.waived.as_ref().map(|waiver| waiver.because.as_str()).unwrap_or_default();
        let said = format!("{}: {} (because: {why})", finding.rule, finding.message);
        item(text, AnsiColor::Yellow.on_default(), finding.path.as_str(), &said, report.style.width);
    }
}

fn concern(text: &mut String, report: &CheckReport<'_>, places: &mut Places<'_>, one: &Concern) {
    item(text, AnsiColor::Yellow.on_default(), &one.subject, &one.message, report.style.width);
    let place = match super::forge::line_of(report, places, one) {
        Some(line) => format!("{}:{line}", report.findings.path(one.path.as_str())),
        None => report.findings.path(one.path.as_str()),
    };
    let _ = writeln!(text, "      at {}", visible(&place));
    for consequence in &one.consequences {
        let said = filled(&visible(consequence), report.style.width, 9, 9);
        let _ = writeln!(text, "      => {said}");
    }
}

fn people(text: &mut String, report: &CheckReport<'_>) {
    if !report.lookers.is_empty() {
        heading(text, "Who should look", report.lookers.len());
    }
    for one in report.lookers {
        item(text, Ansi::new().bold(), &one.who, &one.because.join(", "), report.style.width);
    }
    let missing = report.missing();
    if !missing.is_empty() {
        heading(text, "Approvals that are missing", missing.len());
    }
    for one in &missing {
        let said = format!("by {}", allowed(one));
        item(text, AnsiColor::Red.on_default(), &one.subject, &said, report.style.width);
    }
    if !missing.is_empty() {
        let help = "an approval is a trailer in a commit of the change: `Approved-by: NAME <ADDRESS>`";
        let _ = writeln!(text, "  {}", filled(help, report.style.width, 2, 2));
    }
}
