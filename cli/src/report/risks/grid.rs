//! Likelihood against impact: on a terminal, as a picture, as a table.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::assess::MatrixLine;
use crate::picture::{Matrix, MatrixCell, MatrixRow, matrix};
use crate::report::filled;
use crate::report::risks::RisksReport;
use crate::sheet::{Sheet, markdown};
use crate::text::{escape, visible};

fn title(inherent: bool) -> &'static str {
    if inherent { "Risk without controls" } else { "Residual risk" }
}

/// `20 risks · appetite: Medium`
fn below(report: &RisksReport<'_>) -> String {
    let number = report.exposures.list.len();
    let appetite = report.appetite();
    let appetite = if appetite.is_empty() { String::new() } else { format!(" · appetite: {appetite}") };
    format!("{number} risk{}{appetite}", if number == 1 { "" } else { "s" })
}

/// Risks that have no place in it, in a sentence.
fn beside(report: &RisksReport<'_>, inherent: bool) -> Option<String> {
    let ids = report.exposures.without_place(inherent);
    (!ids.is_empty()).then(|| format!("Not rated, or rated outside the scales: {}.", ids.join(", ")))
}

/// For people on a terminal.
pub fn grid(report: &RisksReport<'_>, inherent: bool) -> String {
    let width = report.style.width;
    let lines = report.exposures.matrix(inherent);
    let impacts: Vec<&str> = report.exposures.method.impact.iter().map(|step| step.name.as_str()).collect();
    let mut text = format!(
        "{}\n{}\n\n",
        filled(
            &visible(&format!("{} · {} · {}", report.company, title(inherent), below(report))),
            width,
            0,
            2
        ),
        visible(report.clocks)
    );
    let left = 18.min(width / 4);
    let cell = ((width - left) / impacts.len().max(1)).max(7);
    for line in &lines {
        draw(&mut text, report, line, left, cell);
    }
    // Writing to a String cannot fail.
    let _ = write!(text, "{:left$}", "");
    for (index, impact) in impacts.iter().enumerate() {
        text.push_str(&fitted(&format!("{} {impact}", index + 1), cell));
    }
    let _ = write!(text, "\n\n{}\n", filled("Rows: likelihood, columns: impact.", width, 0, 0));
    if let Some(words) = beside(report, inherent) {
        let _ = writeln!(text, "{}", filled(&visible(&words), width, 0, 0));
    }
    let text: String = text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
    if report.style.ascii { text.replace('·', "-").replace('…', "~") } else { text }
}

/// A row: its levels, then the risks, as many to a line as fit.
fn draw(text: &mut String, report: &RisksReport<'_>, line: &MatrixLine, left: usize, cell: usize) {
    text.push_str(&fitted(&format!("{} {}", line.number, line.name), left));
    for (level, _) in &line.cells {
        let words = if level.is_empty() { "no level" } else { level };
        let style = style(report, level);
        let words = fitted(words, cell);
        let shown = words.trim_end();
        let _ = write!(text, "{style}{shown}{style:#}{}", &words[shown.len()..]);
    }
    text.push('\n');
    let stacks: Vec<Vec<String>> = line.cells.iter().map(|(_, ids)| stacked(ids, cell)).collect();
    for index in 0..stacks.iter().map(Vec::len).max().unwrap_or(0) {
        let _ = write!(text, "{:left$}", "");
        for stack in &stacks {
            text.push_str(&fitted(stack.get(index).map_or("", String::as_str), cell));
        }
        text.push('\n');
    }
    text.push('\n');
}

/// Ids in lines that fit a cell.
fn stacked(ids: &[String], cell: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for id in ids {
        let fits = |line: &String| line.chars().count() + 1 + id.chars().count() < cell;
        match lines.last_mut().filter(|line| fits(line)) {
            Some(line) => {
                line.push(' ');
                line.push_str(id);
            }
            None => lines.push(id.clone()),
        }
    }
    lines
}

/// A text that is as wide as its cell, with a blank at its end.
fn fitted(text: &str, cell: usize) -> String {
    let text = visible(text);
    let room = cell.saturating_sub(1);
    let number = text.chars().count();
    if number <= room {
        return format!("{text}{}", " ".repeat(cell - number));
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    format!("{kept}… ")
}

/// The levels share three colours; the word says it without them.
fn style(report: &RisksReport<'_>, level: &str) -> Style {
    let levels = &report.exposures.method.levels;
    let Some(rank) = levels.iter().position(|known| known.title() == level) else { return Style::new() };
    let color = match (rank * 3) / levels.len().max(1) {
        0 => AnsiColor::Green,
        1 => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    color.on_default()
}

/// As a picture: SVG.
pub fn picture(report: &RisksReport<'_>, inherent: bool) -> String {
    let method = &report.exposures.method;
    let cell = |(level, ids): &(String, Vec<String>)| MatrixCell { level: level.clone(), ids: ids.clone() };
    let row = |line: &MatrixLine| MatrixRow {
        name: format!("{} {}", line.number, line.name),
        cells: line.cells.iter().map(cell).collect(),
    };
    let beside = beside(report, inherent).map(|words| format!(" · {words}")).unwrap_or_default();
    matrix(&Matrix {
        title: title(inherent).to_owned(),
        below: format!("{} · {} · {}{beside}", report.company, below(report), report.clocks),
        down: "likelihood".to_owned(),
        across: "impact".to_owned(),
        columns: method
            .impact
            .iter()
            .enumerate()
            .map(|(index, step)| format!("{} {}", index + 1, step.name.value))
            .collect(),
        levels: method.levels.iter().map(|level| level.title().to_owned()).collect(),
        rows: report.exposures.matrix(inherent).iter().map(row).collect(),
    })
}

/// One cell a line.
pub fn grid_sheet(report: &RisksReport<'_>, inherent: bool) -> Sheet {
    let columns = [("likelihood", 22), ("impact", 22), ("level", 12), ("risks", 40)];
    let mut sheet = Sheet::new(title(inherent), "The method has no scales.", &columns);
    for line in report.exposures.matrix(inherent) {
        for (index, (level, ids)) in line.cells.iter().enumerate() {
            let impact = report.exposures.method.impact.get(index).map_or("", |step| &step.name.value);
            let cells = [
                format!("{} {}", line.number, line.name),
                format!("{} {impact}", index + 1),
                level.clone(),
                ids.join(" "),
            ];
            sheet.push(cells.map(Into::into));
        }
    }
    sheet
}

/// A page: rows by likelihood, columns by impact.
pub fn grid_markdown(report: &RisksReport<'_>, inherent: bool) -> String {
    let impacts = report.exposures.method.impact.iter().enumerate();
    let titles: Vec<String> =
        impacts.map(|(index, step)| format!("{} {}", index + 1, step.name.value)).collect();
    let mut columns = vec![("Likelihood, impact", 20)];
    columns.extend(titles.iter().map(|title| (title.as_str(), 20)));
    let mut sheet = Sheet::new(title(inherent), "The method has no scales.", &columns);
    for line in report.exposures.matrix(inherent) {
        let mut cells = vec![format!("{} {}", line.number, line.name)];
        cells.extend(line.cells.iter().map(|(level, ids)| {
            let ids = if ids.is_empty() { String::new() } else { format!(": {}", ids.join(", ")) };
            format!("{level}{ids}")
        }));
        sheet.push(cells.into_iter().map(Into::into));
    }
    let head = format!("{} · {} · {}", report.company, below(report), report.clocks);
    let beside = beside(report, inherent).map(|words| format!("\n{}\n", escape::remark(&words)));
    format!(
        "## {}\n\n{}\n\n{}{}",
        title(inherent),
        escape::remark(&head),
        markdown(&sheet),
        beside.unwrap_or_default()
    )
}
