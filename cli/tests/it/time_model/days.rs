//! Days in a row, and periods found by walking over them. No cleverness.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A day: its place in the row that begins on 2015-01-01.
pub(super) type Day = i64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    /// 0 is Monday.
    weekday: i64,
    /// 1 is the first of January.
    of_year: i64,
}

struct Row {
    days: Vec<Civil>,
    places: BTreeMap<(i64, i64, i64), Day>,
}

fn row() -> &'static Row {
    static ROW: OnceLock<Row> = OnceLock::new();
    ROW.get_or_init(|| {
        let mut days = Vec::new();
        let mut places = BTreeMap::new();
        // 2015-01-01 was a Thursday.
        let mut weekday = 3;
        for year in 2015..2040 {
            let mut of_year = 1;
            for month in 1..=12 {
                for day in 1..=length_of_month(year, month) {
                    places.insert((year, month, day), i64::try_from(days.len()).expect("few"));
                    days.push(Civil { year, month, day, weekday, of_year });
                    weekday = (weekday + 1) % 7;
                    of_year += 1;
                }
            }
        }
        Row { days, places }
    })
}

fn length_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub(super) fn civil(day: Day) -> Civil {
    row().days[usize::try_from(day).expect("a day of the row")]
}

pub(super) fn place(year: i64, month: i64, day: i64) -> Day {
    row().places[&(year, month, day)]
}

pub(super) fn written(day: Day) -> String {
    let Civil { year, month, day, .. } = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

pub(super) fn read(text: &str) -> Option<Day> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let key = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    row().places.get(&key).copied().filter(|day| written(*day) == text)
}

/// `36h`, `14d`, `3mo`, `1y`: hours round up to days, months and years are clipped.
pub(super) fn after(day: Day, length: &str) -> Day {
    let (amount, unit) = split(length);
    match unit {
        "h" => day + (amount + 23) / 24,
        "d" => day + amount,
        "mo" => months_after(day, amount),
        _ => months_after(day, amount * 12),
    }
}

pub(super) fn split(length: &str) -> (i64, &str) {
    let digits = length.bytes().take_while(u8::is_ascii_digit).count();
    (length[..digits].parse().expect("digits"), &length[digits..])
}

fn months_after(day: Day, months: i64) -> Day {
    let Civil { mut year, mut month, day, .. } = civil(day);
    for _ in 0..months {
        month += 1;
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
    place(year, month, day.min(length_of_month(year, month)))
}

/// A cadence: its word, the unit of its periods, or a length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cadence {
    /// `daily`, `on-event`, `every 45d`
    pub(super) word: String,
    /// `day` … `year`; for `every`, the named cadence that grace goes by.
    pub(super) unit: &'static str,
    pub(super) every: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) name: String,
    pub(super) start: Day,
    pub(super) due: Day,
}

impl Cadence {
    pub(super) fn named(word: &str, period: Option<&str>) -> Option<Self> {
        let unit = match word {
            "daily" => "day",
            "weekly" => "week",
            "monthly" => "month",
            "quarterly" => "quarter",
            "semiannual" => "half",
            "annual" => "year",
            "on-event" | "continuous" => match period {
                Some("week") => "week",
                Some("quarter") => "quarter",
                _ => "month",
            },
            _ => return None,
        };
        Some(Self { word: word.to_owned(), unit, every: None })
    }

    pub(super) fn every(length: &str) -> Self {
        let (amount, unit) = split(length);
        let nominal = amount
            * match unit {
                "d" => 1,
                "mo" => 30,
                _ => 360,
            };
        let mut grace = "day";
        for (unit, days) in [("week", 7), ("month", 30), ("quarter", 90), ("half", 180), ("year", 360)] {
            if days <= nominal {
                grace = unit;
            }
        }
        Self { word: format!("every {length}"), unit: grace, every: Some(length.to_owned()) }
    }

    /// The period that contains a day.
    pub(super) fn holding(&self, day: Day, fiscal: i64, anchor: Day) -> Option<Period> {
        if let Some(length) = &self.every {
            return (day >= anchor).then(|| counted(length, day, anchor));
        }
        let mut start = day;
        while !starts(self.unit, start, fiscal) {
            start -= 1;
        }
        let mut due = day;
        while !starts(self.unit, due + 1, fiscal) {
            due += 1;
        }
        Some(Period { name: name(self.unit, start, fiscal), start, due })
    }

    /// The period that falls due on a day.
    pub(super) fn due_on(&self, day: Day, fiscal: i64, anchor: Day) -> Option<Period> {
        if self.every.is_none() && !starts(self.unit, day + 1, fiscal) {
            return None;
        }
        self.holding(day, fiscal, anchor).filter(|period| period.due == day)
    }
}

fn starts(unit: &str, day: Day, fiscal: i64) -> bool {
    let Civil { month, day, weekday, .. } = civil(day);
    let months = (month - fiscal).rem_euclid(12);
    match unit {
        "day" => true,
        "week" => weekday == 0,
        "month" => day == 1,
        "quarter" => day == 1 && months % 3 == 0,
        "half" => day == 1 && months % 6 == 0,
        _ => day == 1 && months == 0,
    }
}

fn name(unit: &str, start: Day, fiscal: i64) -> String {
    let Civil { year, month, .. } = civil(start);
    match unit {
        "day" => written(start),
        "week" => {
            // An ISO week belongs to the year of its Thursday.
            let thursday = civil(start + 3);
            format!("{:04}-W{:02}", thursday.year, (thursday.of_year - 1) / 7 + 1)
        }
        "month" => format!("{year:04}-{month:02}"),
        _ => {
            let mut first = start;
            let mut part = 1;
            while !starts("year", first, fiscal) {
                first -= 1;
                part += i64::from(starts(unit, first, fiscal));
            }
            let year = civil(first).year;
            match unit {
                "quarter" => format!("{year:04}-Q{part}"),
                "half" => format!("{year:04}-H{part}"),
                _ => format!("{year:04}"),
            }
        }
    }
}

/// Start *k* is the anchor and *k* lengths, counted from the anchor each time.
fn counted(length: &str, day: Day, anchor: Day) -> Period {
    let (amount, unit) = split(length);
    let start_of = |k: i64| after(anchor, &format!("{}{unit}", amount * k));
    let mut k = 0;
    while start_of(k + 1) <= day {
        k += 1;
    }
    let (start, due) = (start_of(k), start_of(k + 1) - 1);
    Period { name: format!("{}..{}", written(start), written(due)), start, due }
}

/// The period that a name means, whatever the cadence.
pub(super) fn period_named(text: &str, fiscal: i64) -> Option<Period> {
    // Every period of every sort that there is.
    static NAMES: OnceLock<BTreeMap<(i64, String), (Day, Day)>> = OnceLock::new();
    if let Some((start, due)) = text.split_once("..") {
        let (start, due) = (read(start)?, read(due)?);
        return (start <= due).then(|| Period { name: text.to_owned(), start, due });
    }
    let names = NAMES.get_or_init(|| {
        let mut names = BTreeMap::new();
        for fiscal in 1..=12 {
            for unit in ["day", "week", "month", "quarter", "half", "year"] {
                let mut start = None;
                for day in place(2017, 1, 1)..place(2035, 1, 1) {
                    if starts(unit, day, fiscal) {
                        if let Some(start) = start {
                            names.insert((fiscal, name(unit, start, fiscal)), (start, day - 1));
                        }
                        start = Some(day);
                    }
                }
            }
        }
        names
    });
    let (start, due) = *names.get(&(fiscal, text.to_owned()))?;
    Some(Period { name: text.to_owned(), start, due })
}
