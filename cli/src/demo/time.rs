//! Days, moments and periods of the made-up company: calendar arithmetic in, dates and seconds out.
//!
//! Northwind works in Berlin. The two changes of its clocks that the story spans are written down here, so that no
//! time zone data of the machine is ever asked and every commit has the same second everywhere.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

/// Days on which nobody at Northwind works.
const HOLIDAYS: [Date; 12] = [
    date(2025, 12, 24),
    date(2025, 12, 25),
    date(2025, 12, 26),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 1),
    date(2026, 5, 14),
    date(2026, 5, 15),
    date(2026, 5, 25),
    date(2026, 10, 2),
];

/// A point in time with the offset that Berlin had then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    seconds: i64,
    offset_minutes: i64,
}

impl Moment {
    /// The moment at which Berlin's clocks show this time on this day.
    pub(super) fn at(day: Date, hour: i64, minute: i64) -> Self {
        let summer = (date(2026, 3, 29)..date(2026, 10, 25)).contains(&day);
        let offset_minutes = if summer { 120 } else { 60 };
        let days = i64::from((day - date(1970, 1, 1)).get_days());
        let seconds = days * 86_400 + hour * 3_600 + (minute - offset_minutes) * 60;
        Self { seconds, offset_minutes }
    }

    /// Reads `2026-03-27 10:40` as Berlin's clocks show it.
    pub(super) fn read(text: &str) -> Self {
        let (day, clock) = text.split_once(' ').expect("the story writes a day, a space and a time");
        let (hour, minute) = clock.split_once(':').expect("the story writes times as HH:MM");
        let number = |text: &str| text.parse().expect("the story writes hours and minutes in digits");
        Self::at(day_of(day), number(hour), number(minute))
    }

    /// The same offset, some minutes later.
    pub(super) fn plus_minutes(self, minutes: i64) -> Self {
        Self { seconds: self.seconds + minutes * 60, ..self }
    }

    /// `SECONDS +HHMM`, as Git writes it after a name.
    pub(super) fn for_git(self) -> String {
        format!("{} +{:02}{:02}", self.seconds, self.offset_minutes / 60, self.offset_minutes % 60)
    }

    /// RFC 3339, as records write it.
    pub(super) fn for_record(self) -> String {
        let local = self.seconds + self.offset_minutes * 60;
        let day = date(1970, 1, 1) + local.div_euclid(86_400).days();
        let rest = local.rem_euclid(86_400);
        let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
        format!(
            "{day}T{hour:02}:{minute:02}:{second:02}+{:02}:{:02}",
            self.offset_minutes / 60,
            self.offset_minutes % 60
        )
    }

    /// A few seconds later: nobody presses a key on the full minute.
    pub(super) fn plus_seconds(self, seconds: i64) -> Self {
        Self { seconds: self.seconds + seconds, ..self }
    }
}

/// Reads `2026-03-27`.
pub(super) fn day_of(text: &str) -> Date {
    text.parse().expect("the story writes days as YYYY-MM-DD")
}

/// Whether people work on this day.
pub(super) fn is_workday(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !HOLIDAYS.contains(&day)
}

/// The last workday on or before a day, and then some workdays further back.
pub(super) fn workday_back(day: Date, steps: i64) -> Date {
    let mut day = day;
    let mut left = steps;
    loop {
        if is_workday(day) {
            if left == 0 {
                return day;
            }
            left -= 1;
        }
        day -= 1.day();
    }
}

/// The first workday after a day, and then some workdays further on.
pub(super) fn workday_after(day: Date, steps: i64) -> Date {
    let mut day = day + 1.day();
    let mut left = steps;
    loop {
        if is_workday(day) {
            if left == 0 {
                return day;
            }
            left -= 1;
        }
        day += 1.day();
    }
}

/// The next Tuesday after a day: evidence is reviewed once a week.
pub(super) fn review_day(performed: Date) -> Date {
    let days = (1..=7).map(|step| performed + step.days());
    let mut tuesdays = days.filter(|day| day.weekday() == Weekday::Tuesday);
    tuesdays.next().expect("seven days hold every day of the week")
}

/// A named run of days for which a control has one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    /// As records and file names write it.
    pub(super) name: String,
    /// First day.
    pub(super) start: Date,
    /// Last day, which is the due date.
    pub(super) end: Date,
}

impl Period {
    fn of_months(name: String, start: Date, months: i64) -> Self {
        Self { name, start, end: start + months.months() - 1.day() }
    }

    /// The month before.
    pub(super) fn month(year: i16, month: i8) -> Self {
        Self::of_months(format!("{year}-{month:02}"), date(year, month, 1), 1)
    }
}

/// How often a control has a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rhythm {
    /// ISO weeks from 2026-W01.
    Week,
    /// Months from December 2025.
    Month,
    /// Months from March 2026.
    MonthFromMarch,
    /// Quarters until the tightening on 18 May 2026, months after it.
    QuarterThenMonth,
    /// Quarters from the last of 2025.
    Quarter,
    /// 45 days each, counted from 2026-01-01.
    FortyFiveDays,
}

impl Rhythm {
    /// Every period of the story that is over when it ends.
    pub(super) fn periods(self) -> Vec<Period> {
        match self {
            Self::Week => weeks(),
            Self::Month => months(date(2025, 12, 1)),
            Self::MonthFromMarch => months(date(2026, 3, 1)),
            Self::QuarterThenMonth => {
                quarters().into_iter().take(2).chain(months(date(2026, 5, 1))).collect()
            }
            Self::Quarter => quarters(),
            Self::FortyFiveDays => stretches(),
        }
    }
}

fn months(from: Date) -> Vec<Period> {
    let firsts = (0..).map(|step: i64| from + step.months());
    firsts
        .take_while(|first| *first < date(2026, 10, 1))
        .map(|first| Period::month(first.year(), first.month()))
        .collect()
}

fn quarters() -> Vec<Period> {
    let named = [
        ("2025-Q4", date(2025, 10, 1)),
        ("2026-Q1", date(2026, 1, 1)),
        ("2026-Q2", date(2026, 4, 1)),
        ("2026-Q3", date(2026, 7, 1)),
    ];
    named.map(|(name, first)| Period::of_months(name.to_owned(), first, 3)).to_vec()
}

fn weeks() -> Vec<Period> {
    let first = date(2025, 12, 29);
    let week = |step: i64| {
        let start = first + (7 * step).days();
        Period { name: format!("2026-W{:02}", step + 1), start, end: start + 6.days() }
    };
    (0..41).map(week).collect()
}

fn stretches() -> Vec<Period> {
    let first = date(2026, 1, 1);
    let stretch = |step: i64| {
        let start = first + (45 * step).days();
        let end = start + 44.days();
        Period { name: format!("{start}..{end}"), start, end }
    };
    (0..6).map(stretch).collect()
}
