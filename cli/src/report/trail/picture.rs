//! The heat map as a picture: which mark stands where, for [`crate::picture`] to draw.

use crate::calendar::FiscalYear;
use crate::picture::{self, HeatCell, HeatKey, HeatMap, HeatRow, Tone};
use crate::report::trail::grid::{Cell, Grid, Row, grades};
use crate::report::trail::{Columns, Mark, TrailReport};

/// Draws the window.
pub fn picture(report: &TrailReport<'_>, columns: Columns, fiscal: FiscalYear) -> String {
    let grid = Grid::of(report, columns, fiscal);
    let counts = report.assessment.counts();
    let commit = report.assessment.commit.map(|commit| commit.short()).unwrap_or_default();
    let audit = report.audit.map(|audit| format!(", {audit}")).unwrap_or_default();
    let key = |mark: Mark| HeatKey {
        tone: tone(mark),
        sign: letter(mark).to_owned(),
        means: mark.meaning().to_owned(),
    };
    picture::heat_map(&HeatMap {
        title: format!("Controls in {}{audit}", report.assessment.window),
        below: format!(
            "{} · {} of {} on file, {} on time · commit {commit}, as of {}",
            report.company, counts.on_file, counts.expected, counts.on_time, report.assessment.as_of
        ),
        figures: ["on file", "on time", "grade"].map(str::to_owned).to_vec(),
        rows: grid.rows.iter().map(|one| row(report, one)).collect(),
        key: grid.used().map(key).collect(),
        keys_in_a_line: 4,
        headings: grid.headings,
    })
}

fn row(report: &TrailReport<'_>, row: &Row<'_>) -> HeatRow {
    let id = &row.control.id;
    let counts = &row.counts;
    HeatRow {
        id: id.clone(),
        title: report.controls.get(id).map(|named| named.title.clone()).unwrap_or_default(),
        note: row.control.cadence.to_string(),
        cells: row.cells.iter().map(cell).collect(),
        figures: vec![
            format!("{}/{}", counts.on_file, counts.expected),
            format!("{}/{}", counts.on_time, counts.expected),
            grades(row.control),
        ],
    }
}

fn cell(cell: &Cell) -> Option<HeatCell> {
    let (mark, count) = cell.worst()?;
    let sign = match (count, cell.total()) {
        (1, 1) => letter(mark).to_owned(),
        (count, total) if count == total => format!("{} {count}", letter(mark)),
        (count, total) => format!("{} {count}/{total}", letter(mark)),
    };
    Some(HeatCell { tone: tone(mark), sign, words: cell.words() })
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

fn tone(mark: Mark) -> Tone {
    match mark {
        Mark::Operated => Tone::Operated,
        Mark::OperatedLate => Tone::Late,
        Mark::NoEvents => Tone::None,
        Mark::Upcoming => Tone::Upcoming,
        Mark::Pending => Tone::Pending,
        Mark::Unreviewed => Tone::Unreviewed,
        Mark::Exception => Tone::Exception,
        Mark::Overdue => Tone::Overdue,
        Mark::Failed => Tone::Failed,
        Mark::Unknown => Tone::Unknown,
        Mark::Missing => Tone::Missing,
    }
}
