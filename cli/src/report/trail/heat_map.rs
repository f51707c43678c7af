//! Controls by columns of the calendar.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::assess::{ControlAssessment, Counts};
use crate::calendar::{Date, FiscalYear, Period, Rhythm, Unit, Window};
use crate::report::filled;
use crate::report::trail::grid::grades;
use crate::report::trail::{Mark, TrailReport, incomplete};
use crate::text::visible;
use crate::trust::Grade;

/// What one column of the heat map stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// ISO weeks.
    Week,
    /// Calendar months.
    Month,
    /// Quarters of the fiscal year.
    Quarter,
}

impl Columns {
    /// The narrowest columns that fit a terminal of 80: weeks up to 9, months up to 12, else quarters.
    pub fn fitting(window: Window) -> Self {
        let days = (window.to - window.from).get_days();
        match days {
            ..63 => Self::Week,
            63..370 => Self::Month,
            _ => Self::Quarter,
        }
    }

    pub(super) fn periods(self, window: Window, fiscal: FiscalYear) -> Vec<Period> {
        let unit = match self {
            Self::Week => Unit::Week,
            Self::Month => Unit::Month,
            Self::Quarter => Unit::Quarter,
        };
        let rhythm = Rhythm::Unit(unit);
        let mut periods = Vec::new();
        let mut next = rhythm.containing(window.from, fiscal);
        while let Some(period) = next.filter(|period| period.start <= window.to) {
            next = rhythm.containing(period.end, fiscal);
            periods.push(period);
        }
        periods
    }

    pub(super) fn heading(self, period: &Period) -> String {
        match self {
            Self::Week => period.name[5..].to_owned(),
            Self::Month => month_name(period.start).to_owned(),
            Self::Quarter => format!("{}{}", &period.name[5..], &period.name[2..4]),
        }
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month_name(day: Date) -> &'static str {
    MONTHS[usize::from(day.month().unsigned_abs()) - 1]
}

/// Columns that the grades need: `  G1-G3`.
const GRADES: usize = 7;

/// Draws the window: a row a control, a column a stretch of the calendar, in the column of the due date.
///
/// Where several occurrences fall due in one cell, the one that needs most attention is drawn.
pub fn heat_map(report: &TrailReport<'_>, columns: Columns, fiscal: FiscalYear) -> String {
    let assessment = report.assessment;
    let periods = columns.periods(assessment.window, fiscal);
    let ids = assessment
        .controls
        .iter()
        .map(|control| visible(&control.id).chars().count())
        .max()
        .unwrap_or(0)
        .max(7);
    let mut text = String::new();
    let headings = periods.iter().map(|period| columns.heading(period));
    let cell_width = headings.clone().map(|heading| heading.len()).max().unwrap_or(3) + 1;
    let _ = write!(text, "{:ids$}  {:10}", "", "");
    let widest = ids + 12 + periods.len() * cell_width + 18;
    for heading in headings {
        let _ = write!(text, "{heading:>cell_width$}");
    }
    let graded = widest + GRADES <= report.style.width && assessment.ground.is_some();
    text.push_str(if graded { "  on file  on time  grade\n" } else { "  on file  on time\n" });
    for control in &assessment.controls {
        row(&mut text, control, &periods, report.style.ascii, ids, cell_width);
        if graded {
            let _ = write!(text, "  {}", grades(control));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text.push('\n');
    legend(&mut text, report);
    if graded {
        meanings(&mut text, report);
    }
    summary(&mut text, report);
    text
}

fn row(
    text: &mut String,
    control: &ControlAssessment,
    periods: &[Period],
    ascii: bool,
    ids: usize,
    cell_width: usize,
) {
    let id = visible(&control.id).into_owned();
    let pad = ids.saturating_sub(id.chars().count());
    let _ = write!(text, "{id}{:pad$}  {:10}", "", control.cadence.to_string());
    for period in periods {
        let due = control.occurrences.iter().filter(|occurrence| period.contains(occurrence.due));
        let worst = due.map(Mark::of).max();
        let (glyph, style) = match worst {
            None => (" ", anstyle::Style::new()),
            Some(mark) => (mark.glyph(ascii), mark.style()),
        };
        let _ = write!(text, "{:pad$}{style}{glyph}{style:#}", "", pad = cell_width - 1);
    }
    let counts = Counts::of(&control.occurrences);
    let _ = write!(
        text,
        "{:>9}{:>9}",
        ratio(counts.on_file, counts.expected),
        ratio(counts.on_time, counts.expected)
    );
}

fn ratio(part: usize, whole: usize) -> String {
    format!("{part}/{whole}")
}

fn legend(text: &mut String, report: &TrailReport<'_>) {
    let occurrences = || report.assessment.controls.iter().flat_map(|control| &control.occurrences);
    let used =
        Mark::ALL.into_iter().filter(|mark| occurrences().any(|occurrence| Mark::of(occurrence) == *mark));
    let mut line = String::new();
    let mut width = 0;
    for mark in used {
        let words = mark.meaning();
        let length = words.chars().count() + 5;
        if width + length > report.style.width && width > 0 {
            let _ = writeln!(text, "{}", line.trim_end());
            (line, width) = (String::new(), 0);
        }
        let style = mark.style();
        let _ = write!(line, "{style}{}{style:#} {words}   ", mark.glyph(report.style.ascii));
        width += length;
    }
    if !line.is_empty() {
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// What the grades that stand there mean, the lowest first.
fn meanings(text: &mut String, report: &TrailReport<'_>) {
    let occurrences = report.assessment.controls.iter().flat_map(|control| &control.occurrences);
    let mut counts: BTreeMap<Grade, usize> = BTreeMap::new();
    for graded in occurrences.filter_map(|one| one.graded.as_ref()) {
        *counts.entry(graded.grade).or_default() += 1;
    }
    text.push('\n');
    for (grade, count) in counts {
        let means = filled(grade.means(), report.style.width, 11, 11);
        let _ = writeln!(text, "{:3} {count:>5}  {means}", grade.word());
    }
}

fn summary(text: &mut String, report: &TrailReport<'_>) {
    let assessment = report.assessment;
    let counts = assessment.counts();
    let percent = |part: usize| match counts.expected {
        0 => String::new(),
        whole => format!(" ({} %)", part * 100 / whole),
    };
    let _ = writeln!(
        text,
        "\n{} expected, {} on file{}, {} on time{}",
        counts.expected,
        counts.on_file,
        percent(counts.on_file),
        counts.on_time,
        percent(counts.on_time)
    );
    for sentence in assessment.reviewing().sentences() {
        let _ = writeln!(text, "{}", filled(&sentence, report.style.width, 0, 2));
    }
    let strays = assessment.controls.iter().map(|control| control.strays.len()).sum::<usize>();
    let uncovered = assessment.controls.iter().filter(|control| !control.uncovered.is_empty()).count();
    let gone = assessment.controls.iter().flat_map(|control| &control.occurrences);
    let gone = gone.filter(|occurrence| !occurrence.deleted.is_empty()).count();
    for (count, one, many) in [
        (strays, "record belongs to no expected occurrence", "records belong to no expected occurrence"),
        (uncovered, "control has days that no period covers", "controls have days that no period covers"),
        (gone, "occurrence lost a record that had landed", "occurrences lost a record that had landed"),
        (assessment.integrity.len(), "finding about the history itself", "findings about the history itself"),
    ] {
        if count > 0 {
            let _ = writeln!(text, "{count} {}", if count == 1 { one } else { many });
        }
    }
    if let Some(what) = incomplete(assessment) {
        let _ = writeln!(text, "{what}");
    }
}
