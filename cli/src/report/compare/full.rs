//! For people on a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Ansi};

use crate::assess::{Area, Comparison, Delta, Shift, Weight};
use crate::report::compare::{CompareReport, arrow, cover, edited, new_records, summary, verdict};
use crate::report::trail::Style;
use crate::report::{filled, plural};
use crate::text::visible;

/// Lines of a prose difference that are shown.
const DIFF_LINES: usize = 60;

/// Draws what is different, area by area.
pub fn full(report: &CompareReport<'_>) -> String {
    let mut text = format!(
        "{} · what changed\n{} .. {}\n\n",
        visible(report.company),
        visible(&report.before.shown()),
        visible(&report.after.shown())
    );
    if report.comparison.is_empty() {
        text.push_str("Nothing that the repository says is different.\n");
    } else {
        let _ = writeln!(text, "{}", filled(&summary(report.comparison), report.style.width, 0, 0));
    }
    text.push_str(&sections(report.comparison, report.style));
    if report.style.ascii { text.replace('·', "-").replace('→', "->").replace('×', "x") } else { text }
}

/// The sections alone.
pub(in crate::report) fn sections(comparison: &Comparison, style: Style) -> String {
    let mut text = String::new();
    for area in Area::ALL {
        let all: Vec<&Delta> = comparison.area(area).collect();
        if !all.is_empty() {
            heading(&mut text, area.title(), all.len());
        }
        for one in all {
            delta(&mut text, one, style);
        }
        if area == Area::Control && !comparison.cover.is_empty() {
            heading(&mut text, "Cover", comparison.cover.len());
            for one in &comparison.cover {
                let id = format!("{}:{}", one.framework, one.requirement);
                line(&mut text, 2, &id, &cover(one), style);
            }
        }
    }
    evidence(&mut text, comparison, style);
    if !comparison.others.is_empty() {
        heading(&mut text, "Other files", comparison.others.len());
        for one in &comparison.others {
            line(&mut text, 2, one.path.as_str(), one.fate.word(), style);
        }
    }
    text
}

fn heading(text: &mut String, title: &str, count: usize) {
    let bold = Ansi::new().bold();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n{bold}{title}{bold:#} ({count})");
}

/// An id and what is said of it, filled.
fn line(text: &mut String, indent: usize, id: &str, said: &str, style: Style) {
    let id = visible(id);
    let begin = indent + id.chars().count() + 2;
    let said = filled(&visible(said), style.width, begin, indent + 4);
    let _ = writeln!(text, "{}{id}  {said}", " ".repeat(indent));
}

fn color(weight: Weight) -> Ansi {
    match weight {
        Weight::Weaker => AnsiColor::Red.on_default(),
        Weight::Stronger => AnsiColor::Green.on_default(),
        Weight::Neutral => Ansi::new(),
    }
}

fn delta(text: &mut String, one: &Delta, style: Style) {
    let ink = color(one.weight());
    let title = if one.title.is_empty() { String::new() } else { format!("{}: ", one.title) };
    let id = visible(&one.id);
    let said = filled(&visible(&format!("{title}{}", verdict(one))), style.width, 4 + id.chars().count(), 6);
    let _ = writeln!(text, "  {ink}{id}{ink:#}  {said}");
    if let Some(from) = &one.moved_from {
        field(text, ' ', Ansi::new(), &format!("file: {from} → {}", one.path), style);
    }
    for shift in &one.shifts {
        shifted(text, shift, style);
    }
    if let Some(prose) = &one.prose {
        let added = plural(prose.added, "line");
        let said = format!("prose: {added} added, {} removed", prose.removed);
        field(text, ' ', Ansi::new(), &said, style);
        let diff = prose.diff.as_deref().unwrap_or_default();
        for line in diff.lines().take(DIFF_LINES) {
            let _ = writeln!(text, "        {}", visible(line));
        }
        let more = diff.lines().count().saturating_sub(DIFF_LINES);
        if more > 0 {
            let _ = writeln!(text, "        ... {} more", plural(more, "line"));
        }
    }
    for consequence in &one.consequences {
        let said = filled(&visible(consequence), style.width, 9, 9);
        let _ = writeln!(text, "      => {said}");
    }
}

/// A field with its sign: `-` asks for less, `+` for more.
fn shifted(text: &mut String, shift: &Shift, style: Style) {
    let sign = match shift.weight {
        Weight::Weaker => '-',
        Weight::Stronger => '+',
        Weight::Neutral => ' ',
    };
    field(text, sign, color(shift.weight), &format!("{}: {}", shift.field, arrow(shift)), style);
}

fn field(text: &mut String, sign: char, ink: Ansi, said: &str, style: Style) {
    let said = filled(&visible(said), style.width, 8, 10);
    let _ = writeln!(text, "    {ink}{sign}{ink:#} {said}");
}

fn evidence(text: &mut String, comparison: &Comparison, style: Style) {
    let evidence = &comparison.evidence;
    if evidence.is_empty() {
        return;
    }
    let bold = Ansi::new().bold();
    let _ = writeln!(text, "\n{bold}Evidence{bold:#}");
    if let Some(records) = new_records(evidence) {
        let _ = writeln!(text, "  {records}");
    }
    if evidence.files > 0 {
        let _ = writeln!(
            text,
            "  {} beside records, in populations or anchors",
            plural(evidence.files, "new file")
        );
    }
    for one in &evidence.edited {
        line(text, 2, one.path.as_str(), &edited(one), style);
    }
}
