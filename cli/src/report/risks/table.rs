//! For people on a terminal.

use std::fmt::Write as _;

use anstyle::Style;

use crate::assess::Exposure;
use crate::report::filled;
use crate::report::risks::{RisksReport, movement};
use crate::text::visible;

/// Draws method, counts, what is not in order, then every risk, those with the most left first.
pub fn table(report: &RisksReport<'_>) -> String {
    let width = report.style.width;
    let mut text = format!(
        "{}\n{}\n\n",
        filled(&visible(&format!("{} · Risk register", report.company)), width, 0, 2),
        visible(report.clocks)
    );
    // Writing to a String cannot fail.
    for sentence in report.method().iter().map(String::as_str).chain(report.doubt()) {
        let _ = writeln!(text, "{}", filled(&visible(sentence), width, 0, 0));
    }
    counts(&mut text, report);
    let remarks = report.exposures.remarks(report.as_of);
    if !remarks.is_empty() {
        heading(&mut text, "Not in order");
    }
    for remark in remarks {
        let _ = writeln!(text, "  {}", filled(&visible(&remark), width, 2, 4));
    }
    if let Some(since) = &report.since {
        heading(&mut text, &format!("Since {}", since.clocks));
        movement::lines(&mut text, since, width);
    }
    for one in report.by_weight() {
        draw(&mut text, report, one);
    }
    if report.exposures.list.is_empty() {
        text.push_str("\nNo risk is on file; `tickmark new risk` begins one.\n");
    }
    if report.style.ascii { text.replace('·', "-").replace('→', "->").replace('×', "x") } else { text }
}

fn counts(text: &mut String, report: &RisksReport<'_>) {
    let number = report.exposures.list.len();
    let _ = writeln!(text, "\n{number} risk{}", if number == 1 { "" } else { "s" });
    text.push_str("  without  with  counted\n");
    for count in report.exposures.counts() {
        let _ = writeln!(
            text,
            "  {:>7}  {:>4}  {:>7}  {}",
            count.inherent,
            count.residual,
            count.counted,
            visible(&count.title)
        );
    }
    text.push_str("  (without controls; with them, as rated; with those that work)\n");
}

fn heading(text: &mut String, words: &str) {
    let bold = Style::new().bold();
    let _ = writeln!(text, "\n{bold}{}{bold:#}", visible(words));
}

fn draw(text: &mut String, report: &RisksReport<'_>, one: &Exposure<'_>) {
    let width = report.style.width;
    let risk = one.risk;
    let bold = Style::new().bold();
    let id = visible(&risk.id);
    let title = risk.title.as_ref().map_or("", |title| &title.value);
    let words = filled(&visible(title), width, id.chars().count() + 2, 2);
    let _ = writeln!(text, "\n{}", format!("{bold}{id}{bold:#}  {words}").trim_end());
    let mut say = |label: &str, words: &str| {
        if !words.is_empty() {
            let _ = writeln!(text, "  {label:<9}  {}", filled(&visible(words), width, 13, 13));
        }
    };
    say("level", &RisksReport::level(one));
    say("but", &one.doubt().unwrap_or_default());
    say("owner", risk.owner.as_ref().map_or("nobody", |owner| report.name(owner)));
    let treatment = risk.treatment.as_ref().map_or("not said", |treatment| &treatment.value);
    let controls = RisksReport::controls(one);
    let by = if controls.is_empty() { String::new() } else { format!(", by {controls}") };
    say("treatment", &format!("{treatment}{by}"));
    say("plan", &report.plan(one).unwrap_or_default());
    say("approved", &report.approval(one));
    say("accepted", &report.acceptance(one).map(|words| format!("by {words}")).unwrap_or_default());
    say("reviewed", &report.review(one));
}
