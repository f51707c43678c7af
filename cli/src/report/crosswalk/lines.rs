//! One line each: for spreadsheets, and as tables of a page.

use std::fmt::Write as _;

use crate::report::crosswalk::{CrosswalkReport, View, claims, lone_lines};
use crate::text::escape;

/// A heading, names of columns, and rows.
struct Lines {
    title: String,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

/// What was asked for, as comma-separated values.
pub fn csv(report: &CrosswalkReport<'_>) -> String {
    let lines = main(report);
    let mut text = lines.columns.join(",");
    text.push('\n');
    for row in &lines.rows {
        let cells: Vec<String> = row.iter().map(|cell| escape::csv(cell)).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// A page for a wiki or an issue.
pub fn markdown(report: &CrosswalkReport<'_>) -> String {
    let mut text = format!("## {}\n\n", escape::remark(&report.title()));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{} · {}\n", escape::remark(report.company), escape::remark(report.clocks));
    let _ = writeln!(text, "{}\n\n| Number | What |\n|--:|---|", escape::remark(&report.source()));
    for (number, words) in report.counts() {
        let _ = writeln!(text, "| {number} | {} |", escape::remark(&words));
    }
    let mut all = vec![main(report)];
    if report.view == View::Whole {
        all.extend(without(report));
        all.push(missing(report));
    }
    for lines in all {
        let _ = writeln!(text, "\n### {} ({})\n", escape::remark(&lines.title), lines.rows.len());
        if lines.rows.is_empty() {
            text.push_str("Nothing.\n");
            continue;
        }
        let _ = writeln!(text, "| {} |", lines.columns.join(" | ").replace('_', " "));
        let _ = writeln!(text, "|{}", "---|".repeat(lines.columns.len()));
        for row in &lines.rows {
            let cells: Vec<String> = row.iter().map(|cell| escape::remark(cell)).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    text
}

fn main(report: &CrosswalkReport<'_>) -> Lines {
    match report.view {
        View::Whole => requirements(report),
        View::Mapping => mapping(report),
        View::Mechanics => mechanics(report),
        View::Missing => missing(report),
    }
}

/// A line for each claim, each suggestion, and each requirement with neither.
fn requirements(report: &CrosswalkReport<'_>) -> Lines {
    let mut rows = Vec::new();
    for crossed in &report.crossing.requirements {
        let id = &crossed.requirement.id.value;
        let title = report.crossing.here.title(id);
        let mut row = |how: &str, rest: [&str; 6]| {
            let cells = [id, title, how].into_iter().chain(rest);
            rows.push(cells.map(str::to_owned).collect());
        };
        let claims = claims(crossed);
        for (control, claimed) in &claims {
            row("claimed", [control, claimed, "", "", "", ""]);
        }
        for one in crossed.suggested() {
            let strength = one.strength.map(|strength| strength.to_string()).unwrap_or_default();
            row("suggested", ["", one.there, one.relationship, &strength, one.basis, one.note]);
        }
        if claims.is_empty() && crossed.rows.is_empty() {
            row(crossed.bond.word(), [""; 6]);
        }
    }
    Lines {
        title: "Requirement by requirement".to_owned(),
        columns: vec![
            "requirement",
            "title",
            "how",
            "control",
            "counterpart",
            "relationship",
            "strength",
            "basis",
            "note",
        ],
        rows,
    }
}

fn mapping(report: &CrosswalkReport<'_>) -> Lines {
    let row = |row: &crate::assess::Suggestion<'_>| {
        let strength = row.strength.map(|strength| strength.to_string()).unwrap_or_default();
        let claimed = if row.claimed { "yes" } else { "no" };
        let cells = [row.here, row.there, row.relationship, &strength, row.basis, claimed, row.note];
        cells.map(str::to_owned).to_vec()
    };
    Lines {
        title: "Rows of the crosswalk".to_owned(),
        columns: vec!["requirement", "counterpart", "relationship", "strength", "basis", "claimed", "note"],
        rows: report.crossing.rows.iter().map(row).collect(),
    }
}

fn mechanics(report: &CrosswalkReport<'_>) -> Lines {
    let (here, there) = (report.crossing.here.id(), report.crossing.there.id());
    let row = |one: &crate::assess::Difference<'_>| {
        [&one.topic.replace('-', " "), one.here, one.there, one.stricter].map(str::to_owned).to_vec()
    };
    Lines {
        title: format!("How the audits of {here} and {there} differ"),
        columns: vec!["topic", "first", "second", "stricter"],
        rows: report.crossing.mechanics.iter().map(row).collect(),
    }
}

/// What the other framework asks and no control claims, and what is claimed that suggests it.
fn missing(report: &CrosswalkReport<'_>) -> Lines {
    let there = report.crossing.there;
    let rows = report.crossing.open_there.iter().map(|(requirement, rows)| {
        let from: Vec<&str> = rows.iter().map(|row| row.here).collect();
        vec![requirement.id.value.clone(), there.title(&requirement.id).to_owned(), from.join(", ")]
    });
    Lines {
        title: format!("Of {} claimed by no control", there.id()),
        columns: vec!["requirement", "title", "suggested_by"],
        rows: rows.collect(),
    }
}

fn without(report: &CrosswalkReport<'_>) -> [Lines; 2] {
    let crossing = report.crossing;
    [(crossing.here, true), (crossing.there, false)].map(|(side, here)| Lines {
        title: format!("Of {} without a counterpart, or with one in part", side.id()),
        columns: vec!["requirement", "degree", "because", "nearest"],
        rows: lone_lines(crossing, here)
            .into_iter()
            .map(|lone| vec![lone.id, lone.degree, lone.because, lone.nearest])
            .collect(),
    })
}
