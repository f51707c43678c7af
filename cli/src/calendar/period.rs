//! Periods and windows.

use std::fmt;

use jiff::civil::Date;

use crate::calendar::{FiscalYear, Rhythm, Unit};

/// Reads `2026-03-31` and nothing else.
pub fn read_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shaped.then(|| text.parse().ok()).flatten()
}

/// A named run of civil dates in which a control must operate once.
///
/// Half-open inside, shown closed. Two periods are the same when their names are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// `2026-Q1`
    pub name: String,
    /// First day.
    pub start: Date,
    /// The day after the last.
    pub end: Date,
}

impl Period {
    /// Reads any of the seven forms: `2026-03-14`, `2026-W07`, `2026-03`, `2026-Q1`, `2026-H1`,
    /// `2026`, `A..B`.
    pub fn parse(name: &str, fiscal: FiscalYear) -> Option<Self> {
        if let Some((from, to)) = name.split_once("..") {
            let (start, last) = (read_date(from)?, read_date(to)?);
            return (start <= last).then_some(()).and_then(|()| Self::closed(name.to_owned(), start, last));
        }
        if let Some(day) = read_date(name) {
            return Rhythm::Unit(Unit::Day).containing(day, fiscal);
        }
        let year: i16 = name.get(..4).filter(|text| is_digits(text))?.parse().ok()?;
        let rest = &name[4..];
        let (unit, month) = if rest.is_empty() {
            (Unit::Year, 0)
        } else if let Some(week) = rest.strip_prefix("-W").filter(|text| text.len() == 2 && is_digits(text)) {
            return week_of(year, week.parse().ok()?, name);
        } else if let Some(quarter) = rest.strip_prefix("-Q").and_then(digit) {
            (1..=4).contains(&quarter).then_some((Unit::Quarter, (quarter - 1) * 3))?
        } else if let Some(half) = rest.strip_prefix("-H").and_then(digit) {
            (1..=2).contains(&half).then_some((Unit::HalfYear, (half - 1) * 6))?
        } else {
            let month = rest.strip_prefix('-').filter(|text| text.len() == 2 && is_digits(text))?;
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            return Rhythm::Unit(Unit::Month).containing(first, fiscal);
        };
        let first = fiscal.first_day(year)?.checked_add(jiff::Span::new().months(month)).ok()?;
        Rhythm::Unit(unit).containing(first, fiscal)
    }

    /// A period of closed dates.
    pub(super) fn closed(name: String, start: Date, last: Date) -> Option<Self> {
        Some(Self { name, start, end: last.tomorrow().ok()? })
    }

    /// The last day, on which it falls due.
    pub fn due(&self) -> Date {
        self.end.yesterday().unwrap_or(self.end)
    }

    /// True for the days in it.
    pub fn contains(&self, day: Date) -> bool {
        self.start <= day && day < self.end
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn digit(text: &str) -> Option<i64> {
    (text.len() == 1 && is_digits(text)).then(|| text.parse().ok()).flatten()
}

fn week_of(year: i16, week: i8, name: &str) -> Option<Period> {
    let monday = jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()?.date();
    let sunday = monday.checked_add(jiff::Span::new().days(6)).ok()?;
    Period::closed(name.to_owned(), monday, sunday)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

/// An audit's span, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Window {
    /// Reads `2026-01-01..2026-09-30`; the first day is not after the last.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once("..")?;
        Self::new(read_date(from)?, read_date(to)?)
    }

    /// The longest window, in years. A daily control owes 11,000 occurrences in it; nobody audits
    /// more, and a slip of the keyboard in a year could ask for millions.
    pub const YEARS: i16 = 30;

    /// A window of two days that are in order and not more than [`Self::YEARS`] apart.
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to && earliest(to) <= from).then_some(Self { from, to })
    }

    /// The same window, cut at its beginning where it is too long.
    #[must_use]
    pub fn cut(self) -> Self {
        Self { from: self.from.max(earliest(self.to)), to: self.to }
    }

    /// The twelve months that end on a day: long enough for an annual control to fall due in them.
    pub fn year_to(day: Date) -> Self {
        let from = day.checked_sub(jiff::Span::new().years(1)).and_then(Date::tomorrow);
        Self { from: from.unwrap_or(Date::MIN), to: day }
    }

    /// The window of one day.
    pub fn day(on: Date) -> Self {
        Self { from: on, to: on }
    }

    /// True for the days in it.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            write!(f, "{}", self.from)
        } else {
            write!(f, "{}..{}", self.from, self.to)
        }
    }
}

/// The first day of the longest window that ends on a day.
fn earliest(to: Date) -> Date {
    to.checked_sub(jiff::Span::new().years(Window::YEARS)).unwrap_or(Date::MIN)
}

/// A run of days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayRun {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl DayRun {
    /// How many days it has.
    pub fn days(&self) -> i64 {
        i64::from((self.to - self.from).get_days()) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::{Period, Window};
    use crate::calendar::FiscalYear;

    fn shown(name: &str, first_month: i8) -> String {
        match Period::parse(name, FiscalYear::starting(first_month).expect("a month")) {
            None => format!("{name}: unreadable"),
            Some(period) => format!("{}: {}..{}", period.name, period.start, period.due()),
        }
    }

    #[test]
    fn every_form_of_period_reads_back_as_its_name_and_days() {
        assert_eq!(
            [
                "2026-03-14",
                "2026-W07",
                "2026-W53",
                "2026-02",
                "2026-Q1",
                "2026-H2",
                "2026",
                "2026-01-05..2026-02-18"
            ]
            .map(|name| shown(name, 1)),
            [
                "2026-03-14: 2026-03-14..2026-03-14",
                "2026-W07: 2026-02-09..2026-02-15",
                "2026-W53: 2026-12-28..2027-01-03",
                "2026-02: 2026-02-01..2026-02-28",
                "2026-Q1: 2026-01-01..2026-03-31",
                "2026-H2: 2026-07-01..2026-12-31",
                "2026: 2026-01-01..2026-12-31",
                "2026-01-05..2026-02-18: 2026-01-05..2026-02-18",
            ]
        );
    }

    #[test]
    fn a_fiscal_year_is_named_by_the_calendar_year_in_which_it_starts() {
        assert_eq!(
            ["2026-Q1", "2026-Q4", "2026-H2", "2026", "2026-03"].map(|name| shown(name, 4)),
            [
                "2026-Q1: 2026-04-01..2026-06-30",
                "2026-Q4: 2027-01-01..2027-03-31",
                "2026-H2: 2026-10-01..2027-03-31",
                "2026: 2026-04-01..2027-03-31",
                "2026-03: 2026-03-01..2026-03-31",
            ]
        );
    }

    #[test]
    fn other_texts_are_no_periods() {
        for name in [
            "",
            "2025-W53",
            "2026-Q5",
            "2026-Q0",
            "2026-H3",
            "2026-13",
            "2026-00",
            "2026-1",
            "2026-q1",
            "26-Q1",
            "2026-02-30",
            "2026-W00",
            "2026-W7",
            "2026-02-18..2026-01-05",
            "2026..2027",
            "2026-Q1 ",
            "+026",
        ] {
            assert_eq!(shown(name, 1), format!("{name}: unreadable"));
        }
    }

    #[test]
    fn a_window_has_its_days_in_order() {
        assert_eq!(
            Window::parse("2026-01-01..2026-09-30").map(|w| w.to_string()).as_deref(),
            Some("2026-01-01..2026-09-30")
        );
        assert_eq!(Window::parse("2026-09-30..2026-01-01"), None);
    }

    #[test]
    fn a_window_of_more_than_thirty_years_is_none() {
        assert!(Window::parse("1996-09-30..2026-09-30").is_some());
        assert_eq!(Window::parse("1996-09-29..2026-09-30"), None);
        assert_eq!(Window::parse("0001-01-01..9999-12-31"), None);
    }
}
