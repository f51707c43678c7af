//! For people on a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::assess::{Gap, GapArea, Remedy};
use crate::report::filled;
use crate::report::gaps::{GapsReport, percent, using, verdict};
use crate::text::visible;

/// From this many gaps with the same advice on, requirements are told by group.
const MANY: usize = 12;

/// Draws counts, shares, then the gaps by area with what to do.
pub fn full(report: &GapsReport<'_>) -> String {
    let mut text = head(report);
    if report.only_dry_run {
        using::dry_run(&mut text, report);
    } else {
        shares(&mut text, report);
        begin(&mut text, report);
        using::leads(&mut text, report);
        let bold = Style::new().bold();
        for (area, gaps) in report.by_area() {
            let _ = writeln!(text, "\n{bold}{}{bold:#} ({})", area.title(), gaps.len());
            for same in gaps.chunk_by(|a, b| a.advice == b.advice && a.remedy == b.remedy) {
                if area == GapArea::Requirements && same.len() > MANY && !report.verbose {
                    groups(&mut text, report, same);
                } else {
                    entries(&mut text, report, same);
                }
            }
        }
        using::dry_run(&mut text, report);
    }
    let _ = writeln!(text, "\n{}", filled(report.limit(), report.style.width, 0, 0));
    if report.style.ascii { text.replace('·', "-") } else { text }
}

fn head(report: &GapsReport<'_>) -> String {
    let mut text = format!(
        "{} · {}\n{} · {}\n",
        visible(report.company),
        visible(report.title),
        report.window,
        report.clocks()
    );
    // Writing to a String cannot fail.
    for remark in report.remarks() {
        let _ = writeln!(text, "\n{}", filled(&visible(&remark), report.style.width, 0, 0));
    }
    text
}

fn shares(text: &mut String, report: &GapsReport<'_>) {
    let _ = writeln!(text, "\n{}\n", report.summary());
    for (measure, part) in &report.gaps.shares {
        let _ = writeln!(
            text,
            "  {:>4} of {:<4}  {:>8}  {}",
            part.number,
            part.of,
            percent(*part),
            measure.title()
        );
    }
    for asked in report.asked {
        let _ = writeln!(text, "\n{}", verdict(asked));
    }
}

/// The first steps, when nearly everything is open.
fn begin(text: &mut String, report: &GapsReport<'_>) {
    if report.gaps.begin.is_empty() || report.using.is_some() {
        return;
    }
    let bold = Style::new().bold();
    let _ = writeln!(text, "\n{bold}Where to begin{bold:#}");
    for (index, first) in report.gaps.begin.iter().enumerate() {
        let noun = if first.closes == 1 { "requirement" } else { "requirements" };
        let words = format!("{} ({} {noun})", first.what, first.closes);
        let _ = writeln!(text, "  {}. {}", index + 1, filled(&visible(&words), report.style.width, 5, 5));
    }
}

/// Requirements with the same advice by group, and then the advice.
fn groups(text: &mut String, report: &GapsReport<'_>, same: &[&Gap]) {
    let yellow = AnsiColor::Yellow.on_default();
    let mut inside: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for gap in same {
        inside.entry(gap.group.as_deref().unwrap_or_default()).or_default().push(&gap.subject);
    }
    let beside = inside.keys().filter(|id| !report.groups.iter().any(|(group, _)| group == *id));
    let beside: Vec<(&str, &str)> = beside.map(|id| (*id, "")).collect();
    for (id, title) in report.groups.iter().chain(&beside) {
        let Some(ids) = inside.get(id) else { continue };
        let words = format!("{title} ({}): {}", ids.len(), ids.join(", "));
        let begin = 4 + id.chars().count();
        let words = filled(&visible(words.trim_start()), report.style.width, begin, 6);
        let _ = writeln!(text, "  {yellow}{}{yellow:#}  {words}", visible(id));
    }
    let advice = same.first().map_or("", |gap| gap.advice.as_str());
    let advice = format!("{advice}; `-v` shows each with its title");
    let _ = writeln!(text, "      -> {}", filled(&visible(&advice), report.style.width, 9, 9));
}

/// Gaps with the same advice, and then the advice.
fn entries(text: &mut String, report: &GapsReport<'_>, same: &[&Gap]) {
    let Some(first) = same.first() else { return };
    let (style, arrow) = match first.remedy {
        Remedy::Fix => (AnsiColor::Yellow.on_default(), "->"),
        Remedy::Explain => (AnsiColor::Cyan.on_default(), "to explain:"),
    };
    for gap in same {
        let subject = visible(&gap.subject);
        let owner = gap.owner.as_deref().map(|owner| format!(" ({owner})")).unwrap_or_default();
        let what = format!("{}{owner}", gap.what);
        let what = filled(&visible(&what), report.style.width, 4 + subject.chars().count(), 6);
        let _ = writeln!(text, "  {style}{subject}{style:#}  {what}");
    }
    let begin = 7 + arrow.len();
    let _ = writeln!(text, "      {arrow} {}", filled(&visible(&first.advice), report.style.width, begin, 9));
}
