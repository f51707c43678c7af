//! The edges of the calendar, value by value.

use jiff::civil::date;

use super::{Cadence, CompanyZone, DayRun, Duration, FiscalYear, Period, Rhythm, Unit, When, Window};

const UNITS: [Unit; 6] = [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::HalfYear, Unit::Year];

fn length(text: &str) -> Duration {
    Duration::parse(text).expect("a duration")
}

#[test]
fn each_unit_has_its_word_its_grace_and_its_length() {
    let told = UNITS.map(|unit| {
        let cadence = Cadence::Each(unit);
        format!("{} {} {} {cadence:>10}", unit.adverb(), unit.default_grace(), cadence.length())
    });
    assert_eq!(
        told,
        [
            "daily 1d 1d      daily",
            "weekly 3d 7d     weekly",
            "monthly 7d 1mo    monthly",
            "quarterly 14d 3mo  quarterly",
            "semiannual 21d 6mo semiannual",
            "annual 30d 12mo     annual",
        ]
    );
    assert_eq!(
        ["week", "month", "quarter", "day", "year", ""]
            .map(Unit::parse_period)
            .map(|unit| unit.map(Unit::adverb)),
        [Some("weekly"), Some("monthly"), Some("quarterly"), None, None, None]
    );
}

#[test]
fn a_length_has_the_grace_of_the_longest_unit_that_is_not_longer() {
    let unit = |text| Unit::not_longer_than(length(text)).adverb();
    assert_eq!(
        [
            "0d", "6d", "7d", "29d", "30d", "1mo", "89d", "90d", "3mo", "179d", "180d", "359d", "360d", "1y",
            "6d"
        ]
        .map(unit),
        [
            "daily",
            "daily",
            "weekly",
            "weekly",
            "monthly",
            "monthly",
            "monthly",
            "quarterly",
            "quarterly",
            "quarterly",
            "semiannual",
            "semiannual",
            "annual",
            "annual",
            "daily"
        ]
    );
    assert_eq!(
        ["24h", "25h", "14d", "2mo", "2y"].map(|text| length(text).nominal_days()),
        [1, 2, 14, 60, 720]
    );
    assert_eq!(
        ["24h", "14d", "3mo", "1y", "0d"].map(|text| length(text).to_string()),
        ["24h", "14d", "3mo", "1y", "0d"]
    );
}

#[test]
fn every_word_of_a_cadence_is_read_and_written_as_itself() {
    let read = Cadence::NAMES.map(|name| Cadence::parse(name, None).expect("a cadence").to_string());
    assert_eq!(read, Cadence::NAMES);
    let by = |name| Cadence::parse(name, Some(Unit::Quarter)).expect("a cadence").grace_unit().adverb();
    assert_eq!([by("on-event"), by("continuous"), by("daily")], ["quarterly", "quarterly", "daily"]);
    assert_eq!(Cadence::parse("on-event", None).map(Cadence::grace_unit), Ok(Unit::Month));
    assert_eq!(
        Cadence::parse("hourly", None).expect_err("no cadence").to_string(),
        "`hourly` is not a cadence"
    );
    let every = Cadence::every("45d").expect("a length");
    assert_eq!(
        (every.to_string().as_str(), every.grace_unit(), every.length()),
        ("every 45d", Unit::Month, length("45d"))
    );
    assert!(["0d", "24h", "0mo", "x"].iter().all(|text| Cadence::every(text).is_err()));
    let on_event = Cadence::NAMES.map(|name| Cadence::parse(name, None).is_ok_and(Cadence::is_on_event));
    assert_eq!(on_event, [false, false, false, false, false, false, true, false]);
}

#[test]
fn a_day_begins_ends_and_has_its_noon_by_the_companys_clock() {
    let zone = CompanyZone::parse("Europe/Berlin").expect("a zone");
    assert_eq!((zone.name(), CompanyZone::utc().name()), ("Europe/Berlin", "UTC"));
    assert!(CompanyZone::names().iter().any(|name| name == "Europe/Berlin"));
    let told = |day| {
        [zone.start_of(day), zone.noon_of(day), zone.end_of(day)]
            .map(|at| at.expect("an instant").to_string())
    };
    // On this day, clocks went forward: it has 23 hours.
    assert_eq!(
        told(date(2026, 3, 29)),
        ["2026-03-28T23:00:00Z", "2026-03-29T10:00:00Z", "2026-03-29T22:00:00Z"]
    );
    assert_eq!(zone.end_of(jiff::civil::Date::MAX), None);
    let at = "2026-01-31T08:06:59Z".parse().expect("an instant");
    assert_eq!(zone.shown(at), "2026-01-31 09:06");
    assert_eq!(zone.a_month_after(at).expect("an instant").to_string(), "2026-02-28T08:06:59Z");
    assert_eq!(When::parse("2026-03-31").map(|when| when.date(&zone)), Some(date(2026, 3, 31)));
}

#[test]
fn a_period_holds_its_first_day_and_its_last_and_no_other() {
    let period = |name: &str| Period::parse(name, FiscalYear::default()).expect("a period");
    for (name, before, first, last, after) in [
        ("2026-H1", date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)),
        ("2026-H2", date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1)),
        ("2026-Q2", date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1)),
        ("2026-Q3", date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1)),
        ("2026-W01", date(2025, 12, 28), date(2025, 12, 29), date(2026, 1, 4), date(2026, 1, 5)),
        ("2026-02", date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)),
    ] {
        let period = period(name);
        assert_eq!(
            [before, first, last, after].map(|day| period.contains(day)),
            [false, true, true, false],
            "{name}"
        );
        assert_eq!((period.due(), period.to_string().as_str()), (last, name));
        assert_eq!(format!("{period:>9}"), format!("{name:>9}"));
    }
    for name in [
        "2026-Q12",
        "2026-Q01",
        "2026-H02",
        "2026-Qx",
        "2026-H12",
        "2026-Hx",
        "2026-Wab",
        "2026-ab",
        "2026-Q",
        "2026-W007",
        "2026-003",
    ] {
        assert_eq!(Period::parse(name, FiscalYear::default()), None, "{name}");
    }
    assert!(Period::parse("2026-01-05..2026-01-05", FiscalYear::default()).is_some(), "one day");
}

#[test]
fn a_window_holds_both_its_ends() {
    let window = Window::parse("2026-01-01..2026-09-30").expect("a window");
    let days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 9, 30), date(2026, 10, 1)];
    assert_eq!(days.map(|day| window.contains(day)), [false, true, true, false]);
    assert_eq!(Window::day(date(2026, 6, 30)).to_string(), "2026-06-30");
    assert_eq!(Window::year_to(date(2026, 6, 30)).to_string(), "2025-07-01..2026-06-30");
    let long = Window { from: date(1900, 1, 1), to: date(2026, 9, 30) };
    assert_eq!((long.cut().to_string(), window.cut()), ("1996-09-30..2026-09-30".to_owned(), window));
    let days = |from, to| DayRun { from, to }.days();
    assert_eq!((days(date(2026, 1, 1), date(2026, 1, 1)), days(date(2026, 2, 27), date(2026, 3, 2))), (1, 4));
}

#[test]
fn a_fiscal_year_starts_in_one_of_twelve_months() {
    let starts = [0, 1, 12, 13].map(|month| FiscalYear::starting(month).is_some());
    assert_eq!(starts, [false, true, true, false]);
    let october = FiscalYear::starting(10).expect("a month");
    let named = |unit, day| Rhythm::Unit(unit).containing(day, october).expect("a period").name;
    assert_eq!(named(Unit::Year, date(2026, 9, 30)), "2025");
    assert_eq!(named(Unit::Year, date(2026, 10, 1)), "2026");
    assert_eq!(named(Unit::Quarter, date(2027, 1, 1)), "2026-Q2");
    assert_eq!(named(Unit::HalfYear, date(2027, 3, 31)), "2026-H1");
    assert_eq!(named(Unit::HalfYear, date(2027, 4, 1)), "2026-H2");
}

#[test]
fn a_length_counts_on_from_its_anchor() {
    let names = |every: &str, to| {
        let rhythm = Rhythm::of(Cadence::every(every).expect("a length"), date(2024, 2, 29));
        let due = rhythm.due_between(date(2024, 1, 1), to, FiscalYear::default());
        due.into_iter().map(|period| period.name).collect::<Vec<_>>()
    };
    assert_eq!(names("1y", date(2026, 2, 27)), ["2024-02-29..2025-02-27", "2025-02-28..2026-02-27"]);
    assert_eq!(names("1y", date(2026, 2, 26)), ["2024-02-29..2025-02-27"]);
    assert_eq!(names("2mo", date(2024, 6, 28)), ["2024-02-29..2024-04-28", "2024-04-29..2024-06-28"]);
    let at = |day| {
        let rhythm = Rhythm::of(Cadence::every("10d").expect("a length"), date(2026, 1, 1));
        rhythm.containing(day, FiscalYear::default()).map(|period| period.name)
    };
    assert_eq!(at(date(2026, 1, 10)).as_deref(), Some("2026-01-01..2026-01-10"));
    assert_eq!(at(date(2026, 1, 11)).as_deref(), Some("2026-01-11..2026-01-20"));
    for unit in UNITS {
        assert_eq!(Rhythm::of(Cadence::OnEvent(unit), date(2026, 1, 1)), Rhythm::Unit(unit));
    }
}
