//! The heat map as a picture: SVG without scripts, fonts or anything from elsewhere.
//!
//! Colour is never alone: each cell has a letter, so that it reads in grey and without colours. The
//! title, the description and a tooltip for each cell say the same in words.

use std::fmt::Write as _;

use crate::calendar::FiscalYear;
use crate::report::trail::grid::{Cell, Grid, Row, grades};
use crate::report::trail::{Columns, Mark, TrailReport};
use crate::text::escape::xml;

/// Left edge of the cells.
const LEFT: usize = 372;
/// A cell and the gap beside it.
const STEP: usize = 54;
const CELL: usize = 50;
/// A row and the gap below it.
const ROW: usize = 30;
/// Where the first row begins.
const TOP: usize = 94;
/// Room for `39/39`, `39/39` and `G1-G3` behind the cells.
const RIGHT: usize = 190;
/// Characters of a title that fit.
const TITLE: usize = 30;

/// What is drawn in light and in dark surroundings; the picture brings its own ground.
const STYLE: &str = "\
.g{fill:#ffffff}.t{fill:#1c2128}.s{fill:#444b55}.c{stroke:#767d88;stroke-width:.75}\
.operated{fill:#1b6e53}.operated-t{fill:#ffffff}\
.late{fill:#f0c04a}.late-t{fill:#1f1f1f}\
.none{fill:#ffffff}.none-t{fill:#444b55}\
.exception{fill:#d9822b}.exception-t{fill:#1f1f1f}\
.unreviewed{fill:#cfe0f5}.unreviewed-t{fill:#1c2128}\
.pending{fill:#e7ddf5}.pending-t{fill:#1c2128}\
.failed{fill:#9c1c1c}.failed-t{fill:#ffffff}\
.overdue{fill:#ffe3b0}.overdue-t{fill:#1f1f1f}\
.missing{fill:#9c1c1c}.missing-t{fill:#ffffff}\
.upcoming{fill:#e4e7eb}.upcoming-t{fill:#444b55}\
.unknown{fill:#ffffff;stroke-dasharray:3 2}.unknown-t{fill:#1c2128}\
.empty{fill:none;stroke:none}\
@media (prefers-color-scheme:dark){.g{fill:#0d1117}.t{fill:#e6edf3}.s{fill:#aab4c0}.c{stroke:#8b949e}\
.none,.unknown{fill:#0d1117}.none-t,.unknown-t{fill:#e6edf3}.upcoming{fill:#2b323b}.upcoming-t{fill:#c9d1d9}}\
@media print{.g{fill:#ffffff}.t{fill:#000000}.s{fill:#333333}}";

/// Draws the window.
pub fn picture(report: &TrailReport<'_>, columns: Columns, fiscal: FiscalYear) -> String {
    let grid = Grid::of(report, columns, fiscal);
    let width = (LEFT + grid.headings.len() * STEP + RIGHT).max(720);
    let legend = grid.used().count().div_ceil(4);
    let height = TOP + grid.rows.len() * ROW + 40 + legend * 24;
    let mut svg = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"t d\" \
         font-family=\"system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif\">"
    );
    head(&mut svg, report, &grid);
    let _ = writeln!(svg, "<rect class=\"g\" width=\"{width}\" height=\"{height}\"/>");
    captions(&mut svg, report, &grid);
    for (index, row) in grid.rows.iter().enumerate() {
        draw(&mut svg, report, &grid, row, TOP + index * ROW);
    }
    key(&mut svg, &grid, TOP + grid.rows.len() * ROW + 24);
    svg.push_str("</svg>\n");
    svg
}

fn heading(report: &TrailReport<'_>) -> String {
    let audit = report.audit.map(|audit| format!(", {audit}")).unwrap_or_default();
    format!("Controls in {}{audit}", report.assessment.window)
}

/// Title and description, for those who do not see the picture.
fn head(svg: &mut String, report: &TrailReport<'_>, grid: &Grid<'_>) {
    let _ = writeln!(svg, "<title id=\"t\">{}</title>", xml(&heading(report)));
    let rows: Vec<String> = grid
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = (grid.headings.iter().zip(&row.cells))
                .filter(|(_, cell)| cell.total() > 0)
                .map(|(heading, cell)| format!("{heading} {}", cell.words()))
                .collect();
            let cells = if cells.is_empty() { "nothing due".to_owned() } else { cells.join(", ") };
            format!("{}: {cells}", row.control.id)
        })
        .collect();
    let _ = writeln!(svg, "<desc id=\"d\">{}</desc>", xml(&rows.join("; ")));
    let _ = writeln!(svg, "<style>{STYLE}</style>");
}

fn captions(svg: &mut String, report: &TrailReport<'_>, grid: &Grid<'_>) {
    let counts = report.assessment.counts();
    let commit = report.assessment.commit.map(|commit| commit.short()).unwrap_or_default();
    let below = format!(
        "{} · {} of {} on file, {} on time · commit {commit}, as of {}",
        report.company, counts.on_file, counts.expected, counts.on_time, report.assessment.as_of
    );
    let _ = writeln!(
        svg,
        "<text class=\"t\" x=\"16\" y=\"30\" font-size=\"18\" font-weight=\"600\">{}</text>\n\
         <text class=\"s\" x=\"16\" y=\"52\" font-size=\"13\">{}</text>",
        xml(&heading(report)),
        xml(&below)
    );
    for (index, heading) in grid.headings.iter().enumerate() {
        let x = LEFT + index * STEP + CELL / 2;
        let _ = writeln!(
            svg,
            "<text class=\"s\" x=\"{x}\" y=\"84\" font-size=\"12\" text-anchor=\"middle\">{}</text>",
            xml(heading)
        );
    }
    for (index, word) in ["on file", "on time", "grade"].into_iter().enumerate() {
        let x = LEFT + grid.headings.len() * STEP + 50 + index * 60;
        let _ = writeln!(
            svg,
            "<text class=\"s\" x=\"{x}\" y=\"84\" font-size=\"12\" text-anchor=\"end\">{word}</text>"
        );
    }
}

fn draw(svg: &mut String, report: &TrailReport<'_>, grid: &Grid<'_>, row: &Row<'_>, y: usize) {
    let id = &row.control.id;
    let title = report.controls.get(id).map(|named| named.title.as_str()).unwrap_or_default();
    let base = y + 18;
    let _ = writeln!(
        svg,
        "<text class=\"t\" x=\"16\" y=\"{base}\" font-size=\"13\" font-weight=\"600\">{}</text>\
         <text class=\"t\" x=\"82\" y=\"{base}\" font-size=\"13\">{}</text>\
         <text class=\"s\" x=\"{}\" y=\"{base}\" font-size=\"11\" text-anchor=\"end\">{}</text>",
        xml(&cut(id, 8)),
        xml(&cut(title, TITLE)),
        LEFT - 10,
        xml(&row.control.cadence.to_string())
    );
    for (index, (heading, cell)) in grid.headings.iter().zip(&row.cells).enumerate() {
        square(svg, &format!("{id} {heading}"), cell, LEFT + index * STEP, y);
    }
    let counts = &row.counts;
    let on_file = format!("{}/{}", counts.on_file, counts.expected);
    let on_time = format!("{}/{}", counts.on_time, counts.expected);
    for (index, word) in [on_file, on_time, grades(row.control)].into_iter().enumerate() {
        let x = LEFT + grid.headings.len() * STEP + 50 + index * 60;
        let _ = writeln!(
            svg,
            "<text class=\"t\" x=\"{x}\" y=\"{base}\" font-size=\"12\" text-anchor=\"end\">{}</text>",
            xml(&word)
        );
    }
}

fn square(svg: &mut String, name: &str, cell: &Cell, x: usize, y: usize) {
    let Some((mark, count)) = cell.worst() else { return };
    let letter = match (count, cell.total()) {
        (1, 1) => letter(mark).to_owned(),
        (count, total) if count == total => format!("{} {count}", letter(mark)),
        (count, total) => format!("{} {count}/{total}", letter(mark)),
    };
    let class = class(mark);
    let _ = writeln!(
        svg,
        "<g><title>{}</title><rect class=\"c {class}\" x=\"{x}\" y=\"{y}\" width=\"{CELL}\" height=\"26\" rx=\"3\"/>\
         <text class=\"{class}-t\" x=\"{}\" y=\"{}\" font-size=\"13\" font-weight=\"600\" text-anchor=\"middle\">{letter}</text></g>",
        xml(&format!("{name}: {}", cell.words())),
        x + CELL / 2,
        y + 18
    );
}

/// What each letter means, four in a line.
fn key(svg: &mut String, grid: &Grid<'_>, top: usize) {
    for (index, mark) in grid.used().enumerate() {
        let (x, y) = (16 + index % 4 * 170, top + index / 4 * 24);
        let class = class(mark);
        let _ = writeln!(
            svg,
            "<rect class=\"c {class}\" x=\"{x}\" y=\"{}\" width=\"24\" height=\"18\" rx=\"3\"/>\
             <text class=\"{class}-t\" x=\"{}\" y=\"{y}\" font-size=\"12\" font-weight=\"600\" text-anchor=\"middle\">{}</text>\
             <text class=\"t\" x=\"{}\" y=\"{y}\" font-size=\"12\">{}</text>",
            y - 13,
            x + 12,
            letter(mark),
            x + 32,
            mark.meaning()
        );
    }
}

fn letter(mark: Mark) -> &'static str {
    match mark {
        Mark::Operated => "✓",
        Mark::OperatedLate => "L",
        Mark::NoEvents => "0",
        Mark::Upcoming => "·",
        Mark::Pending => "P",
        Mark::Unreviewed => "U",
        Mark::Exception => "E",
        Mark::Overdue => "!",
        Mark::Failed => "F",
        Mark::Unknown => "?",
        Mark::Missing => "M",
    }
}

fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Operated => "operated",
        Mark::OperatedLate => "late",
        Mark::NoEvents => "none",
        Mark::Upcoming => "upcoming",
        Mark::Pending => "pending",
        Mark::Unreviewed => "unreviewed",
        Mark::Exception => "exception",
        Mark::Overdue => "overdue",
        Mark::Failed => "failed",
        Mark::Unknown => "unknown",
        Mark::Missing => "missing",
    }
}

/// The beginning of a text that would not fit.
fn cut(text: &str, to: usize) -> String {
    if text.chars().count() <= to {
        return text.to_owned();
    }
    text.chars().take(to - 1).chain(['…']).collect()
}
