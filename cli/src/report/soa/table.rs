//! For people on a terminal.

use std::fmt::Write as _;

use anstyle::Style;

use crate::assess::{SoaEntry, SoaRemark};
use crate::report::filled;
use crate::report::soa::{SoaReport, evidence};
use crate::text::visible;

/// Draws counts, the approval, what is not in order, then every entry.
pub fn table(report: &SoaReport<'_>) -> String {
    let width = report.style.width;
    let line = |words: &str| filled(&visible(words), width, 0, 0);
    let mut text = format!(
        "{}\n{}\n\n",
        filled(&visible(&format!("{} · {}", report.company, report.title())), width, 0, 2),
        visible(report.clocks)
    );
    // Writing to a String cannot fail.
    for sentence in report.approval() {
        let _ = writeln!(text, "{}", line(&sentence));
    }
    if let Some(doubt) = report.doubt() {
        let _ = writeln!(text, "{}", line(doubt));
    }
    text.push('\n');
    for (number, words) in report.counts() {
        let _ = writeln!(text, "{number:>4}  {words}");
    }
    let remarks = report.statement.remarks();
    if !remarks.is_empty() {
        heading(&mut text, "Not in order");
    }
    for remark in remarks {
        let _ = writeln!(text, "  {}", filled(&visible(&remark), width, 2, 4));
    }
    for (title, entries) in report.by_group() {
        heading(&mut text, &title);
        for entry in entries {
            draw(&mut text, report, entry);
        }
    }
    beyond(&mut text, report);
    if report.style.ascii { text.replace('·', "-") } else { text }
}

fn heading(text: &mut String, words: &str) {
    let bold = Style::new().bold();
    let _ = writeln!(text, "\n{bold}{}{bold:#}", visible(words));
}

fn draw(text: &mut String, report: &SoaReport<'_>, entry: &SoaEntry<'_>) {
    let width = report.style.width;
    let id = visible(&entry.requirement.id);
    let title = entry.requirement.title.as_ref().map_or("", |title| &title.value);
    let due = entry.due().map(|due| format!(" by {due}")).unwrap_or_default();
    let words = format!("{}{due}: {title}", entry.status.word());
    let words = filled(&visible(words.trim_end_matches(": ")), width, id.chars().count().max(6) + 4, 10);
    let _ = writeln!(text, "  {id:<6}  {words}");
    let mut say = |label: &str, words: &str| {
        if !words.is_empty() {
            let _ = writeln!(text, "          {label:<8}  {}", filled(&visible(words), width, 20, 20));
        }
    };
    say("because", &format!("{}{}", entry.inclusion(), entry.exclusion()));
    let shown: Vec<String> = entry.in_force().map(evidence).collect();
    say("by", &shown.join(", "));
    let policies: Vec<&str> = entry.policies.iter().map(|policy| policy.id.as_str()).collect();
    say("policy", &policies.join(", "));
    say("owner", &report.owners(entry));
    let remarks: Vec<String> = entry.remarks.iter().map(SoaRemark::sentence).collect();
    say("but", &remarks.join("; "));
}

fn beyond(text: &mut String, report: &SoaReport<'_>) {
    if report.statement.beyond.is_empty() {
        return;
    }
    heading(text, "Controls in force from other sources");
    for control in &report.statement.beyond {
        let title = control.title.as_ref().map_or("", |title| &title.value);
        let words = format!("{}  {title}", control.id.value);
        let _ = writeln!(text, "  {}", filled(&visible(words.trim_end()), report.style.width, 2, 10));
    }
}
