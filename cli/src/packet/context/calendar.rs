//! Controls against the months of the window.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::{Date, Window, read_date};
use crate::packet::context::Desk;
use crate::packet::context::controls::ControlView;
use crate::packet::context::occurrences::OccurrenceView;

/// More marks than this in one cell become counts.
const MARKS: usize = 5;

/// Controls against months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarView {
    /// The months of the window: `2026-01`.
    pub months: Vec<String>,
    /// The controls, by id.
    pub rows: Vec<CalendarRow>,
    /// What each mark means.
    pub legend: Vec<Mark>,
}

/// A mark of the heat map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// The mark.
    pub glyph: &'static str,
    /// What it means.
    pub means: &'static str,
    /// How many occurrences of the window have it.
    pub number: usize,
}

/// One control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page; empty when it has none.
    pub page: String,
    /// Its cadence.
    pub cadence: String,
    /// A cell for each month.
    pub cells: Vec<CalendarCell>,
    /// On file, of expected.
    pub on_file: String,
}

/// What fell due in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CalendarCell {
    /// The marks: `●`, `●●◐`, `28● 2M`; empty when nothing fell due.
    pub marks: String,
    /// How many occurrences.
    pub number: usize,
}

const LEGEND: [(&str, &str); 11] = [
    ("●", "operated, on time"),
    ("◐", "operated, late or completed after close"),
    ("E", "operated with an exception"),
    ("✗", "failed or not performed"),
    ("U", "the second look that the programme asks for is not there"),
    ("P", "result pending"),
    ("○", "no events: the population of the period is empty"),
    ("!", "overdue, within grace"),
    ("M", "missing: nothing on file and grace is over"),
    ("·", "not due yet"),
    ("?", "cannot be told: the history is cut before it"),
];

pub(super) fn calendar(desk: &Desk<'_>, controls: &[ControlView]) -> CalendarView {
    let months = months(desk.material.assessment.window);
    let all = || controls.iter().flat_map(|control| &control.occurrences);
    let legend = LEGEND.iter().map(|&(glyph, means)| Mark {
        glyph,
        means,
        number: all().filter(|one| one.glyph == glyph).count(),
    });
    CalendarView {
        legend: legend.collect(),
        rows: controls.iter().map(|control| row(control, &months)).collect(),
        months,
    }
}

fn months(window: Window) -> Vec<String> {
    let mut months = Vec::new();
    let mut first = Date::new(window.from.year(), window.from.month(), 1);
    while let Ok(month) = first {
        if month > window.to {
            break;
        }
        months.push(month_of(month));
        first = month.checked_add(jiff::Span::new().months(1));
    }
    months
}

fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

fn row(control: &ControlView, months: &[String]) -> CalendarRow {
    let in_month =
        |one: &&OccurrenceView, month: &str| read_date(&one.due).is_some_and(|due| month_of(due) == month);
    let cell = |month: &String| {
        let marks: Vec<&str> =
            control.occurrences.iter().filter(|one| in_month(one, month)).map(|one| one.glyph).collect();
        CalendarCell { marks: shown(&marks), number: marks.len() }
    };
    CalendarRow {
        id: control.id.clone(),
        title: control.title.clone(),
        page: control.page.clone(),
        cadence: control.cadence.clone(),
        cells: months.iter().map(cell).collect(),
        on_file: format!("{} of {}", control.on_file.number, control.on_file.of),
    }
}

/// A few marks as they are, many as counts in the order of the legend.
fn shown(marks: &[&str]) -> String {
    if marks.len() <= MARKS {
        return marks.concat();
    }
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for mark in marks {
        let rank = LEGEND.iter().position(|(glyph, _)| glyph == mark).unwrap_or(LEGEND.len());
        *counts.entry(rank).or_default() += 1;
    }
    let parts: Vec<String> = counts
        .into_iter()
        .map(|(rank, number)| format!("{number}{}", LEGEND.get(rank).map_or("?", |(glyph, _)| glyph)))
        .collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{months, shown};
    use crate::calendar::Window;

    #[test]
    fn a_window_touches_its_months() {
        let of = |text| months(Window::parse(text).expect("a window"));
        assert_eq!(of("2025-11-15..2026-02-01"), ["2025-11", "2025-12", "2026-01", "2026-02"]);
        assert_eq!(of("2026-01-31..2026-01-31"), ["2026-01"]);
    }

    #[test]
    fn many_marks_become_counts() {
        assert_eq!(shown(&["●", "◐"]), "●◐");
        assert_eq!(shown(&["●", "M", "●", "●", "●", "●"]), "5● 1M");
    }
}
