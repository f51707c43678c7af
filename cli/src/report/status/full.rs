//! For people on a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::assess::{Duty, DutyKind, Urgency};
use crate::report::filled;
use crate::report::status::{StatusReport, name};
use crate::text::visible;

/// Draws counts, then each duty with its owner and what to do, then the owners.
pub fn full(report: &StatusReport<'_>) -> String {
    let mut text = head(report);
    for urgency in [Urgency::Overdue, Urgency::Due, Urgency::Open] {
        let duties: Vec<&Duty> = report.of(urgency).collect();
        if duties.is_empty() {
            continue;
        }
        let style = style(urgency).bold();
        let _ = writeln!(text, "\n{style}{}{style:#}", heading(report, urgency));
        let wide = duties.iter().map(|duty| width(&name(duty))).max().unwrap_or(0).min(18);
        for duty in duties {
            entry(&mut text, report, duty, wide);
        }
    }
    owners(&mut text, report);
    text
}

/// Draws one line a duty.
pub fn table(report: &StatusReport<'_>) -> String {
    let mut text = head(report);
    if report.duties.is_empty() {
        return text;
    }
    text.push('\n');
    let owners = report.duties.iter().map(|duty| width(owner(duty))).max().unwrap_or(0).clamp(5, 16);
    let kinds = report.duties.iter().map(|duty| duty.kind.word().len()).max().unwrap_or(0);
    let names = report.duties.iter().map(|duty| width(&name(duty))).max().unwrap_or(0).min(26);
    let bold = Style::new().bold();
    let _ = writeln!(
        text,
        "{bold}{:10}  {:owners$}  {:kinds$}  {:names$}  what{bold:#}",
        "due", "owner", "kind", "about"
    );
    let room = report.style.width.saturating_sub(10 + owners + kinds + names + 8).max(12);
    for duty in report.duties {
        let style = style(duty.urgency);
        let _ = writeln!(
            text,
            "{style}{:10}{style:#}  {}  {:kinds$}  {}  {}",
            due(duty),
            padded(&shortened(owner(duty), owners, report), owners),
            duty.kind.word(),
            padded(&shortened(&name(duty), names, report), names),
            shortened(&duty.what, room, report)
        );
    }
    text
}

fn head(report: &StatusReport<'_>) -> String {
    let mut text =
        format!("{}\n{}\n\n{}\n", visible(report.company), report.clocks(), visible(&report.summary()));
    if let Some(doubt) = report.doubt() {
        let _ = writeln!(text, "{doubt}");
    }
    if report.style.ascii { text.replace('·', "-") } else { text }
}

fn heading(report: &StatusReport<'_>, urgency: Urgency) -> String {
    match urgency {
        Urgency::Overdue => "Overdue".to_owned(),
        Urgency::Due => format!("Due by {}", report.until),
        Urgency::Open => "Open, due later or without a day".to_owned(),
    }
}

fn style(urgency: Urgency) -> Style {
    match urgency {
        Urgency::Overdue => AnsiColor::Red.on_default(),
        Urgency::Due => AnsiColor::Yellow.on_default(),
        Urgency::Open => Style::new(),
    }
}

/// A line with what, a line with who and what to do. A control that falls due in its time needs no
/// word on what to do.
fn entry(text: &mut String, report: &StatusReport<'_>, duty: &Duty, wide: usize) {
    let dim = Style::new().dimmed();
    let indent = 14;
    let about = padded(&visible(&name(duty)), wide);
    let first = format!("  {:10}  {about}  ", due(duty));
    let style = style(duty.urgency);
    let routine = duty.kind == DutyKind::Evidence && duty.urgency == Urgency::Due;
    let said = if routine { format!("{} ({})", duty.what, owner(duty)) } else { duty.what.clone() };
    let what = filled(&visible(&said), report.style.width, width(&first), indent + wide + 2);
    let _ = writeln!(text, "  {style}{:10}{style:#}  {about}  {what}", due(duty));
    if routine {
        return;
    }
    let separator = if report.style.ascii { " - " } else { " · " };
    let mut said = vec![visible(owner(duty)).into_owned()];
    said.extend(late(report, duty));
    said.push(visible(&duty.help).into_owned());
    let line = filled(&said.join(separator), report.style.width, indent, indent);
    let _ = writeln!(text, "{:indent$}{dim}{line}{dim:#}", "");
}

/// `13 days late`, `today`, `in 4 days`.
fn late(report: &StatusReport<'_>, duty: &Duty) -> Option<String> {
    let days = (duty.due? - report.as_of).get_days();
    Some(match days {
        ..-1 => format!("{} days late", -days),
        -1 => "1 day late".to_owned(),
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => format!("in {days} days"),
    })
}

fn owners(text: &mut String, report: &StatusReport<'_>) {
    let owners = report.by_owner();
    if report.duties.is_empty() || report.owner.is_some() {
        return;
    }
    let bold = Style::new().bold();
    let wide = owners.iter().map(|(owner, _)| width(&visible(owner.unwrap_or(NOBODY)))).max().unwrap_or(0);
    let _ = writeln!(text, "\n{bold}By owner{bold:#}");
    for (owner, numbers) in owners {
        let owner = padded(&visible(owner.unwrap_or(NOBODY)), wide);
        let _ = writeln!(
            text,
            "  {owner}  {:>3} overdue  {:>3} due  {:>3} open",
            numbers.overdue, numbers.due, numbers.open
        );
    }
}

/// What stands where no owner is named.
pub(super) const NOBODY: &str = "nobody";

fn owner(duty: &Duty) -> &str {
    duty.owner.as_deref().unwrap_or(NOBODY)
}

fn due(duty: &Duty) -> String {
    duty.due.map_or_else(|| "no day".to_owned(), |due| due.to_string())
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn padded(text: &str, to: usize) -> String {
    format!("{text}{:pad$}", "", pad = to.saturating_sub(width(text)))
}

/// User text on one line, cut where it does not fit.
fn shortened(text: &str, to: usize, report: &StatusReport<'_>) -> String {
    let text = visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if width(&text) <= to {
        return text;
    }
    let mark = if report.style.ascii { "." } else { "…" };
    text.chars().take(to.saturating_sub(1)).chain(mark.chars()).collect()
}
