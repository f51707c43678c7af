//! For people on a terminal.

use std::fmt::Write as _;

use anstyle::Style;

use crate::assess::{Crossed, Side};
use crate::report::crosswalk::{CrosswalkReport, View, claims, how, lone_lines, suggestion};
use crate::report::filled;
use crate::text::visible;

/// Draws counts, then what was asked for.
pub fn table(report: &CrosswalkReport<'_>) -> String {
    let width = report.style.width;
    let mut text = format!(
        "{}\n{}\n",
        filled(&visible(&format!("{} · {}", report.company, report.title())), width, 0, 2),
        visible(report.clocks)
    );
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n{}\n", filled(&visible(&report.source()), width, 0, 0));
    for (number, words) in report.counts() {
        let inset = words.len() - words.trim_start().len();
        let begin = 6 + inset;
        let _ = writeln!(text, "{number:>4}  {:inset$}{}", "", filled(&visible(&words), width, begin, begin));
    }
    match report.view {
        View::Whole => {
            heading(&mut text, "Requirement by requirement");
            for crossed in &report.crossing.requirements {
                requirement(&mut text, report, crossed);
            }
            without(&mut text, report);
            missing(&mut text, report, true);
            missing(&mut text, report, false);
        }
        View::Mapping => mapping(&mut text, report),
        View::Mechanics => mechanics(&mut text, report),
        View::Missing => missing(&mut text, report, false),
    }
    if report.style.ascii { text.replace('·', "-").replace('→', "->") } else { text }
}

fn heading(text: &mut String, words: &str) {
    let bold = Style::new().bold();
    let _ = writeln!(text, "\n{bold}{}{bold:#}", visible(words));
}

/// `  A.5.15  Access control`, and below it labelled lines.
fn named(text: &mut String, width: usize, id: &str, words: &str) {
    let id = visible(id);
    let begin = 4 + id.chars().count();
    let words = filled(&visible(words), width, begin, 6);
    let _ = writeln!(text, "{}", format!("  {id}  {words}").trim_end());
}

fn labelled(text: &mut String, width: usize, label: &str, words: &str) {
    let _ = writeln!(text, "      {label:<9}  {}", filled(&visible(words), width, 17, 17));
}

fn requirement(text: &mut String, report: &CrosswalkReport<'_>, crossed: &Crossed<'_>) {
    let width = report.style.width;
    let there = report.crossing.there.id();
    named(text, width, &crossed.requirement.id, report.crossing.here.title(&crossed.requirement.id));
    let claims = claims(crossed);
    if claims.is_empty() {
        labelled(text, width, "claimed", "by no control");
    }
    for (index, (control, claimed)) in claims.iter().enumerate() {
        let words = match claimed.as_str() {
            "" => format!("{control}, which claims nothing of {there}"),
            claimed => format!("{control}: {claimed}"),
        };
        labelled(text, width, if index == 0 { "claimed" } else { "" }, &words);
    }
    let suggested: Vec<String> = crossed.suggested().map(suggestion).collect();
    if !suggested.is_empty() {
        labelled(text, width, "suggested", &suggested.join(", "));
    }
}

fn without(text: &mut String, report: &CrosswalkReport<'_>) {
    let crossing = report.crossing;
    for (side, here) in [(crossing.here, true), (crossing.there, false)] {
        let lines = lone_lines(crossing, here);
        if lines.is_empty() {
            continue;
        }
        heading(
            text,
            &format!("Of {} without a counterpart, or with one in part ({})", side.id(), lines.len()),
        );
        for lone in lines {
            let nearest = match lone.nearest.as_str() {
                "" => String::new(),
                nearest => format!(" (nearest: {nearest})"),
            };
            let degree = if lone.degree == "partial" { "in part: " } else { "" };
            named(text, report.style.width, &lone.id, &format!("{degree}{}{nearest}", lone.because));
        }
    }
}

/// What no control claims, with the rows that lead there from what is claimed.
fn missing(text: &mut String, report: &CrosswalkReport<'_>, here: bool) {
    let crossing = report.crossing;
    let (side, other): (Side<'_>, Side<'_>) =
        if here { (crossing.here, crossing.there) } else { (crossing.there, crossing.here) };
    let number = if here { crossing.open_here.len() } else { crossing.open_there.len() };
    heading(text, &format!("Of {} claimed by no control ({number})", side.id()));
    if here {
        for requirement in &crossing.open_here {
            named(text, report.style.width, &requirement.id, side.title(&requirement.id));
        }
        return;
    }
    for (requirement, rows) in &crossing.open_there {
        named(text, report.style.width, &requirement.id, side.title(&requirement.id));
        let from: Vec<&str> = rows.iter().map(|row| row.here).collect();
        if !from.is_empty() {
            let words = format!("by what is claimed of {}: {}", other.id(), from.join(", "));
            labelled(text, report.style.width, "suggested", &words);
        }
    }
}

fn mapping(text: &mut String, report: &CrosswalkReport<'_>) {
    heading(text, &format!("Rows of the crosswalk ({})", report.crossing.rows.len()));
    for row in &report.crossing.rows {
        let claimed = if row.claimed { ", and a control claims both" } else { "" };
        let words = format!("{} {}{claimed}", row.there, how(row));
        named(text, report.style.width, row.here, &words);
        if !row.note.is_empty() {
            labelled(text, report.style.width, "note", row.note);
        }
    }
    let basis = report.crossing.walk.map_or(&[][..], |walk| &walk.crosswalk.basis);
    if !basis.is_empty() {
        heading(text, "What a row rests on");
    }
    for (word, means) in basis {
        named(text, report.style.width, word, means);
    }
}

fn mechanics(text: &mut String, report: &CrosswalkReport<'_>) {
    let crossing = report.crossing;
    heading(text, &format!("How the two audits differ ({})", crossing.mechanics.len()));
    if crossing.mechanics.is_empty() {
        let _ = writeln!(text, "  Nothing is written down about it.");
    }
    for difference in &crossing.mechanics {
        named(text, report.style.width, &difference.topic.replace('-', " "), "");
        said(text, report, crossing.here.id(), difference.here);
        said(text, report, crossing.there.id(), difference.there);
        if !difference.stricter.is_empty() {
            said(text, report, "stricter", difference.stricter);
        }
    }
    precedence(text, report);
}

/// Which of two laws applies where both could.
fn precedence(text: &mut String, report: &CrosswalkReport<'_>) {
    let Some(one) = report.crossing.walk.and_then(|walk| walk.crosswalk.precedence.as_ref()) else { return };
    heading(text, "Which of the two applies");
    let width = report.style.width;
    let _ = writeln!(text, "  {}", filled(&visible(&one.rule), width, 2, 2));
    for (index, question) in one.decision.iter().enumerate() {
        let _ = writeln!(text, "  {}. {}", index + 1, filled(&visible(question), width, 5, 5));
    }
    for basis in &one.legal_basis {
        let _ = writeln!(text, "      {}", filled(&visible(basis), width, 6, 8));
    }
    if let Some(caution) = &one.caution {
        let _ = writeln!(text, "  {}", filled(&visible(&format!("But: {}", caution.value)), width, 2, 2));
    }
}

fn said(text: &mut String, report: &CrosswalkReport<'_>, who: &str, words: &str) {
    let who = visible(who);
    let words = filled(&visible(words), report.style.width, 8 + who.chars().count(), 8);
    let _ = writeln!(text, "      {who}: {words}");
}
