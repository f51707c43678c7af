//! One line each: for spreadsheets, and as tables of a page.

use std::fmt::Write as _;

use crate::report::crosswalk::{CrosswalkReport, View, claims, lone_lines};
use crate::sheet::{self, Book, Cell, Sheet};
use crate::text::escape;

/// A heading, and the rows below it.
struct Lines {
    title: String,
    sheet: Sheet,
}

impl Lines {
    fn new(title: String, name: &str, columns: &[(&str, u16)], rows: Vec<Vec<String>>) -> Self {
        let mut sheet = Sheet::new(name, "Nothing.", columns);
        for row in rows {
            sheet.push(row.into_iter().zip(columns).map(|(cell, (title, _))| cell_of(title, cell)));
        }
        Self { title, sheet }
    }
}

/// A strength is a number; everything else is text, ids above all.
fn cell_of(title: &str, words: String) -> Cell {
    match words.parse::<usize>() {
        Ok(number) if title == "strength" => Cell::from(number),
        Ok(_) | Err(_) => Cell::from(words),
    }
}

/// What was asked for, as comma-separated values.
pub fn csv(report: &CrosswalkReport<'_>) -> String {
    sheet::csv(&main(report).sheet)
}

/// Everything as one workbook, whatever was asked for.
pub fn book(report: &CrosswalkReport<'_>) -> Book {
    let mut counts = Sheet::new("Counts", "Nothing is counted.", &[("what", 70), ("number", 9)]);
    for (number, words) in report.counts() {
        counts.push([words.into(), number.into()]);
    }
    counts.push([report.source().into()]);
    let [here, there] = without(report);
    let all = [requirements(report), mapping(report), here, there, missing(report), mechanics(report)];
    Book {
        title: report.title(),
        company: report.company.to_owned(),
        day: report.as_of,
        sheets: std::iter::once(counts).chain(all.map(|lines| lines.sheet)).collect(),
    }
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
        let sheet = &lines.sheet;
        let _ = writeln!(text, "\n### {} ({})\n", escape::remark(&lines.title), sheet.rows.len());
        if sheet.rows.is_empty() {
            text.push_str("Nothing.\n");
            continue;
        }
        let titles: Vec<&str> = sheet.titles().collect();
        let _ = writeln!(text, "| {} |", titles.join(" | ").replace('_', " "));
        let _ = writeln!(text, "|{}", "---|".repeat(titles.len()));
        for row in &sheet.rows {
            let cells: Vec<String> = row.iter().map(|cell| escape::remark(&cell.words())).collect();
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
    let columns = [
        ("requirement", 14),
        ("title", 40),
        ("how", 16),
        ("control", 10),
        ("counterpart", 24),
        ("relationship", 16),
        ("strength", 9),
        ("basis", 14),
        ("note", 50),
    ];
    Lines::new("Requirement by requirement".to_owned(), "Requirements", &columns, rows)
}

fn mapping(report: &CrosswalkReport<'_>) -> Lines {
    let row = |row: &crate::assess::Suggestion<'_>| {
        let strength = row.strength.map(|strength| strength.to_string()).unwrap_or_default();
        let claimed = if row.claimed { "yes" } else { "no" };
        let cells = [row.here, row.there, row.relationship, &strength, row.basis, claimed, row.note];
        cells.map(str::to_owned).to_vec()
    };
    let columns = [
        ("requirement", 14),
        ("counterpart", 14),
        ("relationship", 16),
        ("strength", 9),
        ("basis", 14),
        ("claimed", 9),
        ("note", 60),
    ];
    let rows = report.crossing.rows.iter().map(row).collect();
    Lines::new("Rows of the crosswalk".to_owned(), "Rows", &columns, rows)
}

fn mechanics(report: &CrosswalkReport<'_>) -> Lines {
    let (here, there) = (report.crossing.here.id(), report.crossing.there.id());
    let row = |one: &crate::assess::Difference<'_>| {
        [&one.topic.replace('-', " "), one.here, one.there, one.stricter].map(str::to_owned).to_vec()
    };
    let columns = [("topic", 24), ("first", 60), ("second", 60), ("stricter", 40)];
    let mut rows: Vec<Vec<String>> = report.crossing.mechanics.iter().map(row).collect();
    if let Some(one) = report.crossing.walk.and_then(|walk| walk.crosswalk.precedence.as_ref()) {
        rows.push(vec!["which of the two applies".to_owned(), one.rule.value.clone()]);
    }
    Lines::new(format!("How the audits of {here} and {there} differ"), "Audits", &columns, rows)
}

/// What the other framework asks and no control claims, and what is claimed that suggests it.
fn missing(report: &CrosswalkReport<'_>) -> Lines {
    let there = report.crossing.there;
    let rows = report.crossing.open_there.iter().map(|(requirement, rows)| {
        let from: Vec<&str> = rows.iter().map(|row| row.here).collect();
        vec![requirement.id.value.clone(), there.title(&requirement.id).to_owned(), from.join(", ")]
    });
    let columns = [("requirement", 14), ("title", 60), ("suggested_by", 40)];
    Lines::new(format!("Of {} claimed by no control", there.id()), "Missing", &columns, rows.collect())
}

fn without(report: &CrosswalkReport<'_>) -> [Lines; 2] {
    let crossing = report.crossing;
    let columns = [("requirement", 14), ("degree", 9), ("because", 60), ("nearest", 24)];
    [(crossing.here, true), (crossing.there, false)].map(|(side, here)| {
        let rows = lone_lines(crossing, here).into_iter();
        let rows = rows.map(|lone| vec![lone.id, lone.degree, lone.because, lone.nearest]).collect();
        let title = format!("Of {} without a counterpart, or with one in part", side.id());
        Lines::new(title, &format!("Alone in {}", side.id()), &columns, rows)
    })
}
