//! For people on a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::assess::{Gap, Remedy};
use crate::report::filled;
use crate::report::gaps::{GapsReport, percent, verdict};
use crate::text::visible;

/// Draws counts, shares, then the gaps by area with what to do.
pub fn full(report: &GapsReport<'_>) -> String {
    let mut text = format!(
        "{} · {}\n{} · {}\n\n{}\n\n",
        visible(report.company),
        visible(report.title),
        report.window,
        report.clocks(),
        report.summary()
    );
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
    let bold = Style::new().bold();
    for (area, gaps) in report.by_area() {
        let _ = writeln!(text, "\n{bold}{}{bold:#} ({})", area.title(), gaps.len());
        for same in gaps.chunk_by(|a, b| a.advice == b.advice && a.remedy == b.remedy) {
            entries(&mut text, report, same);
        }
    }
    let _ = writeln!(text, "\n{}", filled(report.limit(), report.style.width, 0, 0));
    if report.style.ascii { text.replace('·', "-") } else { text }
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
