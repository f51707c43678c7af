//! The heat map as values: a row a control, a cell a stretch of the calendar.

use std::collections::BTreeMap;

use crate::assess::{ControlAssessment, Counts};
use crate::calendar::{FiscalYear, Period};
use crate::report::trail::{Columns, Mark, TrailReport};

/// What fell due in one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// How many occurrences there are of each mark, the one that needs most attention last.
    pub(super) marks: BTreeMap<Mark, usize>,
}

impl Cell {
    /// The mark that needs most attention.
    pub(super) fn worst(&self) -> Option<(Mark, usize)> {
        self.marks.last_key_value().map(|(mark, count)| (*mark, *count))
    }

    pub(super) fn total(&self) -> usize {
        self.marks.values().sum()
    }

    /// `4 operated, 1 missing`; a single one without its number.
    pub(super) fn words(&self) -> String {
        let one = self.total() == 1;
        let parts = self.marks.iter().rev().map(|(mark, count)| {
            if one { mark.meaning().to_owned() } else { format!("{count} {}", mark.meaning()) }
        });
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// One control.
pub(super) struct Row<'a> {
    pub(super) control: &'a ControlAssessment,
    pub(super) cells: Vec<Cell>,
    pub(super) counts: Counts,
}

/// The whole map.
pub(super) struct Grid<'a> {
    /// A heading for each column.
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Row<'a>>,
}

impl<'a> Grid<'a> {
    pub(super) fn of(report: &TrailReport<'a>, columns: Columns, fiscal: FiscalYear) -> Self {
        let periods = columns.periods(report.assessment.window, fiscal);
        let row = |control: &'a ControlAssessment| Row {
            control,
            cells: periods.iter().map(|period| cell(control, period)).collect(),
            counts: Counts::of(&control.occurrences),
        };
        Self {
            headings: periods.iter().map(|period| columns.heading(period)).collect(),
            rows: report.assessment.controls.iter().map(row).collect(),
        }
    }

    /// The marks that stand in it, in the order of the legend.
    pub(super) fn used(&self) -> impl Iterator<Item = Mark> {
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        Mark::ALL.into_iter().filter(move |mark| cells().any(|cell| cell.marks.contains_key(mark)))
    }
}

fn cell(control: &ControlAssessment, period: &Period) -> Cell {
    let mut cell = Cell::default();
    for occurrence in control.occurrences.iter().filter(|occurrence| period.contains(occurrence.due)) {
        *cell.marks.entry(Mark::of(occurrence)).or_default() += 1;
    }
    cell
}

/// The grades of a control's records, from the lowest to the highest: `G1-G3`; empty where nothing is
/// graded.
pub(super) fn grades(control: &ControlAssessment) -> String {
    let graded =
        || control.occurrences.iter().filter_map(|one| one.graded.as_ref()).map(|graded| graded.grade);
    match (graded().min(), graded().max()) {
        (Some(low), Some(high)) if low == high => low.word().to_owned(),
        (Some(low), Some(high)) => format!("{}-{}", low.word(), high.word()),
        (None, _) | (_, None) => String::new(),
    }
}
