//! The periods of a cadence, one after another.

use jiff::{Span, ToSpan as _, Unit as JiffUnit, civil::Date};

use crate::calendar::{Cadence, Duration, DurationUnit, Period, Unit};

/// The month in which the fiscal year starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiscalYear {
    first_month: i8,
}

impl Default for FiscalYear {
    fn default() -> Self {
        Self { first_month: 1 }
    }
}

impl FiscalYear {
    /// A fiscal year that starts in a month from 1 to 12.
    pub fn starting(first_month: i8) -> Option<Self> {
        (1..=12).contains(&first_month).then_some(Self { first_month })
    }

    /// The first day of the fiscal year named `year`.
    pub fn first_day(self, year: i16) -> Option<Date> {
        Date::new(year, self.first_month, 1).ok()
    }

    /// The fiscal year that holds a day, and the months since its start.
    fn position(self, day: Date) -> (i16, i8) {
        let months = day.month() - self.first_month;
        if months < 0 { (day.year() - 1, months + 12) } else { (day.year(), months) }
    }
}

/// A cadence with everything that its periods depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// Named periods of the calendar.
    Unit(Unit),
    /// A length counted from an anchor.
    Every {
        /// `since`, else the file's first landing.
        anchor: Date,
        /// The length: days, months or years.
        length: Duration,
    },
}

impl Rhythm {
    /// The rhythm of a cadence; `anchor` is the control's `since`, else its first landing.
    pub fn of(cadence: Cadence, anchor: Date) -> Self {
        match cadence {
            Cadence::Each(unit) | Cadence::OnEvent(unit) | Cadence::Continuous(unit) => Self::Unit(unit),
            Cadence::Every(length) => Self::Every { anchor, length },
        }
    }

    /// The period that contains a day; none before the anchor of `every`.
    pub fn containing(self, day: Date, fiscal: FiscalYear) -> Option<Period> {
        match self {
            Self::Unit(unit) => named(unit, day, fiscal),
            Self::Every { anchor, length } => counted(anchor, length, day),
        }
    }

    /// The periods that fall due from `from` to `to`, both included, in order.
    pub fn due_between(self, from: Date, to: Date, fiscal: FiscalYear) -> Vec<Period> {
        let mut periods = Vec::new();
        let first = match self {
            Self::Unit(_) => from,
            Self::Every { anchor, .. } => from.max(anchor),
        };
        let mut next = self.containing(first, fiscal);
        while let Some(period) = next {
            if period.due() > to {
                break;
            }
            next = self.containing(period.end, fiscal);
            periods.push(period);
        }
        periods
    }
}

fn named(unit: Unit, day: Date, fiscal: FiscalYear) -> Option<Period> {
    match unit {
        Unit::Day => Period::closed(day.to_string(), day, day),
        Unit::Week => {
            let week = day.iso_week_date();
            let back = i64::from(week.weekday().to_monday_zero_offset());
            let monday = day.checked_sub(back.days()).ok()?;
            let name = format!("{:04}-W{:02}", week.year(), week.week());
            Period::closed(name, monday, monday.checked_add(6.days()).ok()?)
        }
        Unit::Month => {
            let name = format!("{:04}-{:02}", day.year(), day.month());
            Period::closed(name, day.first_of_month(), day.last_of_month())
        }
        Unit::Quarter => fiscal_part(day, fiscal, 3, |year, part| format!("{year:04}-Q{part}")),
        Unit::HalfYear => fiscal_part(day, fiscal, 6, |year, part| format!("{year:04}-H{part}")),
        Unit::Year => fiscal_part(day, fiscal, 12, |year, _| format!("{year:04}")),
    }
}

fn fiscal_part(
    day: Date,
    fiscal: FiscalYear,
    months: i8,
    name: impl Fn(i16, i8) -> String,
) -> Option<Period> {
    let (year, month) = fiscal.position(day);
    let part = month / months;
    let start = fiscal.first_day(year)?.checked_add(Span::new().months(part * months)).ok()?;
    let next = start.checked_add(Span::new().months(months)).ok()?;
    Period::closed(name(year, part + 1), start, next.yesterday().ok()?)
}

/// Start *k* is the anchor plus *k* lengths, counted from the anchor each time and clipped.
fn counted(anchor: Date, length: Duration, day: Date) -> Option<Period> {
    if day < anchor || length.amount == 0 {
        return None;
    }
    let (step, in_days) = match length.unit {
        DurationUnit::Hours => return None,
        DurationUnit::Days => (i64::from(length.amount), true),
        DurationUnit::Months => (i64::from(length.amount), false),
        DurationUnit::Years => (i64::from(length.amount) * 12, false),
    };
    let start = |k: i64| -> Option<Date> {
        let amount = step.checked_mul(k)?;
        let span = if in_days { Span::new().try_days(amount) } else { Span::new().try_months(amount) };
        anchor.checked_add(span.ok()?).ok()
    };
    let elapsed = if in_days {
        i64::from(anchor.until((JiffUnit::Day, day)).ok()?.get_days())
    } else {
        i64::from(day.year() - anchor.year()) * 12 + i64::from(day.month() - anchor.month())
    };
    let mut k = elapsed / step;
    while k > 0 && start(k).is_none_or(|first| first > day) {
        k -= 1;
    }
    let (first, next) = (start(k)?, start(k + 1)?);
    let last = next.yesterday().ok()?;
    Period::closed(format!("{first}..{last}"), first, last)
}

#[cfg(test)]
mod tests {
    use super::{FiscalYear, Rhythm};
    use crate::calendar::{Cadence, Unit};
    use jiff::civil::date;

    fn due(rhythm: Rhythm, from: (i16, i8, i8), to: (i16, i8, i8)) -> Vec<String> {
        let (from, to) = (date(from.0, from.1, from.2), date(to.0, to.1, to.2));
        rhythm.due_between(from, to, FiscalYear::default()).into_iter().map(|period| period.name).collect()
    }

    #[test]
    fn a_quarter_that_ends_in_the_window_is_due_in_it() {
        assert_eq!(due(Rhythm::Unit(Unit::Quarter), (2026, 2, 1), (2026, 9, 29)), ["2026-Q1", "2026-Q2"]);
    }

    #[test]
    fn a_length_in_months_is_counted_from_its_anchor_and_clipped() {
        let rhythm = Rhythm::of(Cadence::every("1mo").expect("a length"), date(2026, 1, 31));
        assert_eq!(
            due(rhythm, (2026, 1, 1), (2026, 4, 30)),
            ["2026-01-31..2026-02-27", "2026-02-28..2026-03-30", "2026-03-31..2026-04-29"]
        );
    }

    #[test]
    fn a_length_in_days_has_no_period_before_its_anchor() {
        let rhythm = Rhythm::of(Cadence::every("45d").expect("a length"), date(2026, 1, 5));
        assert_eq!(rhythm.containing(date(2026, 1, 4), FiscalYear::default()), None);
        assert_eq!(
            due(rhythm, (2025, 1, 1), (2026, 5, 1)),
            ["2026-01-05..2026-02-18", "2026-02-19..2026-04-04"]
        );
    }

    #[test]
    fn iso_weeks_keep_their_own_year() {
        assert_eq!(
            due(Rhythm::Unit(Unit::Week), (2026, 12, 25), (2027, 1, 10)),
            ["2026-W52", "2026-W53", "2027-W01"]
        );
    }
}
